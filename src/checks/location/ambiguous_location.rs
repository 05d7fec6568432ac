//! `ambiguous-location`: every place has one reading.

use crate::checks::kit::place_clarity::{EXTRA, PART, PREFER, PlaceClarity, VALUE};
use crate::policy::{Check, CheckSpec};
use crate::values::location::Flag;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "ambiguous-location",
    summary: "reports places that can be read in several ways",
    options: &[EXTRA, PREFER],
    arguments: &[
        VALUE,
        PART,
        ("readings", "the readings of the text"),
        ("codes", "what to write for each of them"),
    ],
    variants: &[],
    build: |options| Check::list(PlaceClarity::new(options, Flag::Ambiguous)),
};
