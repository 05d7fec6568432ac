//! `unknown-field`: the manifest has every field that is stated.

use crate::checks::kit::suggestions::suggest;
use crate::manifest::schema::SchemaProblemKind;
use crate::policy::{
    Check, CheckOptions, CheckSpec, FEWER, Hit, Hits, ListCheck, OptionSpec, PatternDefect,
    Subject, glob_of,
};
use globset::{GlobSet, GlobSetBuilder};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unknown-field",
    summary: "reports fields that the manifest does not have",
    options: &[OptionSpec::texts("known_keys", "More keys that are fine, as globs.")],
    arguments: &[
        ("key", "the key as written"),
        ("suggestion", "the field that it most likely means"),
        ("written", "that field with the value, as it is to be written"),
        ("why", "the reason why there is no such field"),
    ],
    variants: &[
        ("close", "a field is meant, by its letters or by its meaning"),
        ("no_field", "it looks like a field, and there is none"),
    ],
    build: |options| Check::list(UnknownField { known: globs(options) }),
};

struct UnknownField {
    known: GlobSet,
}

/// The keys that are known besides those of the manifest, as globs.
fn globs(options: &mut CheckOptions<'_>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    let mut last = None;
    for (at, text) in options.located_texts("known_keys") {
        match glob_of(&text, &text, false) {
            Ok(glob) => {
                set.add(glob);
            }
            Err(message) => options.error(at, message, "Patterns use `*`, `?` and `{a,b}`."),
        }
        last = Some(at);
    }
    set.build().unwrap_or_else(|_| {
        if let Some(at) = last {
            options.error(at, PatternDefect::TOGETHER, FEWER);
        }
        GlobSet::default()
    })
}

impl ListCheck for UnknownField {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.schema {
            let SchemaProblemKind::UnknownField { key, suggestion, written, why, about } =
                &problem.kind
            else {
                continue;
            };
            if self.known.is_match(key) {
                continue;
            }
            let mut hit = Hit::at(problem.span).arg("key", key);
            if !about.is_empty() {
                hit = hit.claims(about);
            }
            hits.push(match (suggestion, why) {
                (Some(close), _) => {
                    let written = written.as_ref().unwrap_or(&close.word);
                    suggest(hit, key, close).arg("written", written).variant("close")
                }
                (None, Some(why)) => hit.arg("why", *why).variant("no_field"),
                (None, None) => hit,
            });
        }
    }
}
