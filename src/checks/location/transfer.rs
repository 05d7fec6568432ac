//! `transfer`: what transfers to vendors in other countries rest on.

use crate::policy::CheckSpec;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "transfer",
    summary: "reports transfer mechanisms that are missing, unfit, withdrawn or without detail",
    options: &["report", "exporter", "establishment", "max_age_days", "module"],
    arguments: &["country", "area", "mechanism", "reason", "suggestion", "name", "date", "detail"],
    variants: &[],
    build: |options| match options.word("report", &["missing", "mismatch", "retired", "detail"]) {
        "mismatch" => Box::new(super::transfer_mechanism_mismatch::Mismatch::new(options)),
        "retired" => Box::new(super::retired_transfer_mechanism::Retired),
        "detail" => Box::new(super::missing_mechanism_detail::Detail::new(options)),
        _ => Box::new(super::missing_transfer_mechanism::Missing::new(options)),
    },
};
