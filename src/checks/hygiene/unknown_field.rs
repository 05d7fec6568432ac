//! `unknown-field`: the manifest has every field that is stated.

use crate::checks::kit::suggestions::suggest;
use crate::manifest::schema::SchemaProblemKind;
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use globset::{Glob, GlobSet, GlobSetBuilder};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unknown-field",
    summary: "reports fields that the manifest does not have",
    options: &[OptionSpec::texts("known_keys", "More keys that are fine, as globs.")],
    arguments: &[
        ("key", "the key as written"),
        ("suggestion", "the known key that is written most like it"),
    ],
    variants: &[("close", "a known key is written nearly like it")],
    build: |options| Check::list(UnknownField { known: globs(options) }),
};

struct UnknownField {
    known: GlobSet,
}

/// The keys that are known besides those of the manifest, as globs.
fn globs(options: &mut CheckOptions<'_>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for (at, text) in options.located_texts("known_keys") {
        match Glob::new(&text) {
            Ok(glob) => {
                set.add(glob);
            }
            Err(error) => {
                let message = format!("`{text}` is not a pattern: {}", error.kind());
                options.error(at, message, "Patterns use `*`, `?` and `{a,b}`.");
            }
        }
    }
    set.build().unwrap_or_default()
}

impl ListCheck for UnknownField {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.schema {
            let SchemaProblemKind::UnknownField { key, suggestion } = &problem.kind else {
                continue;
            };
            if self.known.is_match(key) {
                continue;
            }
            let hit = Hit::at(problem.span).arg("key", key);
            hits.push(match suggestion {
                Some(close) => suggest(hit, key, close).variant("close"),
                None => hit,
            });
        }
    }
}
