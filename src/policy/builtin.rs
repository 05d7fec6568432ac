//! The rules and packs that come with the product.

use super::check::Registry;
use super::rule_file::RuleFile;
use crate::facts::key_index::KeyIndex;
use crate::syntax::{Tree, Value, prepared};
use crate::text::SourceFile;
use std::sync::{Arc, OnceLock};

/// Every rule and pack file as `(path, text)`, ordered by path.
pub const TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rule_texts.rs"));

/// The places of the ids. Each finding that is printed asks for the page of its rule: a
/// walk over all paths took 1.5 % of the instructions on lists with many findings.
static INDEX: KeyIndex<512> = {
    let mut index = KeyIndex::new();
    let mut at = 0;
    while at < TEXTS.len() {
        let path = TEXTS[at].0.as_bytes();
        let mut start = path.len();
        while start > 0 && path[start - 1] != b'/' {
            start -= 1;
        }
        let (_, name) = path.split_at(start);
        index.add(name.split_at(name.len() - ".yaml".len()).0, at);
        at += 1;
    }
    index
};

/// The name under which places in [`source`] are shown.
const NAME: &str = "<built-in rules>";

/// The source of the built-in rules: one JSON text.
#[must_use]
pub fn source() -> &'static Arc<SourceFile> {
    static SOURCE: OnceLock<Arc<SourceFile>> = OnceLock::new();
    SOURCE.get_or_init(|| Arc::new(SourceFile::built_in(NAME, prepared::TEXT)))
}

/// The tree of [`source`].
pub(super) fn tree() -> &'static Tree<'static> {
    static TREE: OnceLock<Tree<'static>> = OnceLock::new();
    TREE.get_or_init(prepared::tree)
}

fn core() -> Value<'static> {
    tree().documents().next().expect("internal: the build script wrote one document")
}

/// The rules, ordered by path.
#[must_use]
pub fn rules(checks: &'static Registry) -> Vec<RuleFile<'static>> {
    let rules = core().get("rules").into_iter().flat_map(Value::items);
    // Tests check them all and show that none is left out here.
    rules.filter_map(|node| RuleFile::unchecked(checks, source(), node)).collect()
}

/// The packs as mappings, ordered by name.
pub fn packs() -> impl Iterator<Item = Value<'static>> {
    core().get("packs").into_iter().flat_map(Value::items)
}

/// The full text of a rule or pack, by its id, with its path.
#[must_use]
pub fn text_of(id: &str) -> Option<(&'static str, &'static str)> {
    let is_at = |at: usize| stem(TEXTS[at].0) == id;
    INDEX.find(id.bytes(), is_at).map(|at| TEXTS[at])
}

/// The group of a rule: the folder that its file is in.
#[must_use]
pub fn group_of(id: &str) -> Option<&'static str> {
    let (path, _) = text_of(id)?;
    path.split('/').nth(1)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".yaml").unwrap_or(name)
}
