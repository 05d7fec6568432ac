//! `schema`: what does not fit the schema of the manifest.

use crate::diagnostics::Safety;
use crate::manifest::schema::{SchemaProblemKind as Kind, Suggestion};
use crate::policy::{Check, CheckSpec, Hit, Hits, Options, Subject};
use crate::text::suggest::is_same_word;
use globset::{Glob, GlobSet, GlobSetBuilder};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "schema",
    summary: "reports fields that the model does not have, or values that it does not take",
    options: &["report", "allow"],
    arguments: &["key", "suggestion", "field", "expected", "found", "values"],
    variants: &["close", "vocabulary", "close_word", "missing"],
    build: |options| match options.word("report", &["unknown_field", "invalid_value"]) {
        "invalid_value" => Box::new(InvalidValue),
        _ => Box::new(UnknownField { allow: globs(options) }),
    },
};

/// The keys that the user allows, as globs.
fn globs(options: &mut Options<'_>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for (at, text) in options.located_texts("allow") {
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

struct UnknownField {
    allow: GlobSet,
}

impl Check for UnknownField {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.schema {
            let Kind::UnknownField { key, suggestion } = &problem.kind else { continue };
            if self.allow.is_match(key) {
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

/// Another spelling of a word is the same fact; a word that is only close may
/// be another one.
fn suggest(hit: Hit, typed: &str, close: &Suggestion) -> Hit {
    let same = is_same_word(typed, &close.word);
    let safety = if same { Safety::Safe } else { Safety::Unsafe };
    let title = format!("Write `{}`", close.word);
    hit.arg("suggestion", &close.word).fix(safety, title, close.edit.clone())
}

struct InvalidValue;

impl Check for InvalidValue {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.schema {
            let at = Hit::at(problem.span);
            match &problem.kind {
                Kind::MissingField { field, path } => {
                    let hit = at.arg("field", field).variant("missing");
                    hits.push(Hit { path: Some(path.clone()), ..hit });
                }
                Kind::InvalidValue { field, expected, found, values, suggestion } => {
                    let mut hit = at
                        .arg("field", field)
                        .arg("expected", expected)
                        .arg("found", found)
                        .arg("values", values.join(", "));
                    hit.value = Some(found.clone());
                    hits.push(match suggestion {
                        Some(close) => {
                            suggest(hit, found.trim_matches('"'), close).variant("close_word")
                        }
                        None if values.len() > 1 => hit.variant("vocabulary"),
                        None => hit,
                    });
                }
                Kind::UnknownField { .. } => {}
            }
        }
    }
}
