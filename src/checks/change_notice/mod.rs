//! `change_notice`: how, and how long before, customers hear of changes.

mod disclaimed;
mod missing;
mod passive;
mod short;
mod terms;

use super::CheckSpec;

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "change_notice",
    summary: "reports terms on changes that are missing, rule notice out, or do not fit together",
    options: &["report", "min_notice_days", "fields", "phrases", "active"],
    arguments: &["problem", "quote"],
    variants: &[],
    build: |options| match options.word("report", &["missing", "disclaimed", "short", "passive"]) {
        "disclaimed" => Box::new(disclaimed::Disclaimed::new(options)),
        "short" => Box::new(short::Short::new(options)),
        "passive" => Box::new(passive::Passive::new(options)),
        _ => Box::new(missing::Missing::new(options)),
    },
};
