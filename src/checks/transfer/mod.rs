//! `transfer`: what transfers to vendors in other countries rest on.

mod detail;
mod mismatch;
mod missing;
mod retired;

use super::CheckSpec;

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "transfer",
    summary: "reports transfer mechanisms that are missing, unfit, withdrawn or without detail",
    options: &["report", "exporter", "establishment", "max_age_days", "module"],
    arguments: &["country", "area", "mechanism", "reason", "suggestion", "name", "date", "detail"],
    variants: &[],
    build: |options| match options.word("report", &["missing", "mismatch", "retired", "detail"]) {
        "mismatch" => Box::new(mismatch::Mismatch::new(options)),
        "retired" => Box::new(retired::Retired),
        "detail" => Box::new(detail::Detail::new(options)),
        _ => Box::new(missing::Missing::new(options)),
    },
};
