//! `change_notice`: how, and how long before, customers hear of changes.

use crate::policy::CheckSpec;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "change_notice",
    summary: "reports terms on changes that are missing, rule notice out, or do not fit together",
    options: &["report", "min_notice_days", "fields", "phrases", "active"],
    arguments: &["problem", "quote"],
    variants: &[],
    build: |options| match options.word("report", &["missing", "disclaimed", "short", "passive"]) {
        "disclaimed" => Box::new(super::disclaimed_change_notice::Disclaimed::new(options)),
        "short" => Box::new(super::short_notice_window::Short::new(options)),
        "passive" => Box::new(super::passive_change_notice::Passive::new(options)),
        _ => Box::new(super::missing_change_notice::Missing::new(options)),
    },
};
