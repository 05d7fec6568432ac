//! `unknown-location`: every place can be read.

use crate::checks::kit::place_clarity::{EXTRA, PART, PARTS, PREFER, PlaceClarity, VALUE};
use crate::policy::{Check, CheckSpec};
use crate::values::location::Flag;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unknown-location",
    summary: "reports places that cannot be read",
    options: &[EXTRA, PREFER],
    arguments: &[
        VALUE,
        PART,
        PARTS,
        ("suggestion", "the known place that is written most like it"),
    ],
    variants: &[
        ("close", "a known place is written nearly like it"),
        ("part", "other parts of the text can be read"),
        ("parts", "several parts of the text cannot be read"),
        ("close_part", "a part of the text is written nearly like a known place"),
        ("country", "it is under `country`"),
        ("close_country", "it is under `country`, and a known country is written nearly like it"),
    ],
    build: |options| Check::list(PlaceClarity::new(options, Flag::Unknown)),
};
