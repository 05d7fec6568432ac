//! Reads values as plain text: what a page puts around and into its text is taken off the
//! tree before anything else looks at it, and every span goes on to point at what was typed.

use crate::syntax::{NodeId, NodeKind, Tree, Value};
use crate::values::markup::{FieldText, MarkupPart, find_markup, may_hold_markup};
use std::collections::BTreeMap;

/// The values of a tree that hold more than text, with the parts that are no text.
#[derive(Default)]
struct MarkedValues {
    found: BTreeMap<NodeId, Vec<MarkupPart>>,
    /// The collections that aliases have led to: each is read once.
    seen: Vec<NodeId>,
}

/// Takes markup, quotation marks, marks of footnotes and padding off the values of some
/// documents. Private fields, `x-*`, stay as they are.
pub fn read_as_plain_text(tree: &mut Tree<'_>, roots: &[NodeId]) {
    if !tree.any_text(may_hold_markup) {
        return;
    }
    let mut marked = MarkedValues::default();
    for root in roots {
        marked.walk("", "", tree.value(*root));
    }
    for (id, parts) in marked.found {
        let parts: Vec<_> =
            parts.iter().map(|part| (part.range.clone(), part.text.as_str())).collect();
        tree.replace_parts(id, &parts);
    }
}

impl MarkedValues {
    fn walk(&mut self, parent: &str, key: &str, value: Value<'_>) {
        if value.is_alias() && matches!(value.kind(), NodeKind::Seq | NodeKind::Map) {
            let target = value.resolved().id();
            if self.seen.contains(&target) {
                return;
            }
            self.seen.push(target);
        }
        match value.kind() {
            NodeKind::Map => {
                for (own, value) in value.entries() {
                    let own = own.text().unwrap_or_default();
                    if !own.starts_with("x-") && own != "$schema" {
                        self.walk(key, own, value);
                    }
                }
            }
            NodeKind::Seq => {
                // An entry may be a bare name: `- Brightpost`.
                let is_list = matches!(key, "subprocessors" | "other_recipients");
                let is_entry =
                    |item: Value<'_>| is_list && parent.is_empty() && item.as_str().is_some();
                for item in value.items() {
                    self.walk(parent, if is_entry(item) { "name" } else { key }, item);
                }
            }
            NodeKind::Str => {
                let value = value.resolved();
                let text = value.as_str().unwrap_or_default();
                if may_hold_markup(text) && !self.found.contains_key(&value.id()) {
                    let parts = find_markup(text, FieldText::of(parent, key));
                    if !parts.is_empty() {
                        self.found.insert(value.id(), parts);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Format, Limits, parse};

    fn plain(source: &str) -> Tree<'_> {
        let mut parsed = parse(source, Format::Yaml, &Limits::default());
        let roots: Vec<NodeId> = parsed.tree.documents().map(Value::id).collect();
        read_as_plain_text(&mut parsed.tree, &roots);
        parsed.tree
    }

    #[test]
    fn spans_point_at_what_was_typed() {
        let source = "name: \"**Larch &amp; Pine**\"\nx-note: \"**own**\"\n";
        let tree = plain(source);
        let root = tree.documents().next().unwrap();
        let name = root.get("name").unwrap();
        assert_eq!(name.text(), Some("Larch & Pine"));
        assert_eq!(name.typed().text(), Some("**Larch &amp; Pine**"));
        assert_eq!(&source[name.part(0..5).range()], "Larch");
        assert_eq!(&source[name.part(6..12).range()], "&amp; Pine");
        assert_eq!(name.exact(8..12).map(|span| &source[span.range()]), Some("Pine"));
        assert_eq!(name.exact(6..7), None);
        assert_eq!(root.get("x-note").unwrap().text(), Some("**own**"));
    }

    #[test]
    fn escapes_of_the_file_and_markup_of_the_page_are_both_followed() {
        let source =
            "a: \"<b>L\\u00e4rche</b> GmbH\"\nb: &x '[It''s](https://its.example)'\nc: *x\n";
        let tree = plain(source);
        let root = tree.documents().next().unwrap();
        let a = root.get("a").unwrap();
        assert_eq!(a.text(), Some("Lärche GmbH"));
        assert_eq!(&source[a.part(0..7).range()], "L\\u00e4rche");
        assert_eq!(&source[a.part(8..12).range()], "GmbH");
        let c = root.get("c").unwrap();
        assert_eq!(c.text(), Some("It's"));
        assert_eq!(&source[c.part(0..2).range()], "*x");
    }
}
