//! `vague-location`: every place says where.

use crate::checks::kit::place_clarity::{EXTRA, PART, PREFER, PlaceClarity, VALUE};
use crate::policy::{Check, CheckSpec, OptionSpec};
use crate::values::location::Flag;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "vague-location",
    summary: "reports places that do not say where",
    options: &[
        EXTRA,
        PREFER,
        OptionSpec::texts(
            "worldwide_vendors",
            "Vendors, by id, name or category, that may be worldwide.",
        ),
    ],
    arguments: &[VALUE, PART],
    variants: &[
        ("whole", "the whole text says nothing"),
        ("hedge", "the text prefers a place and does not bind"),
        ("date", "the place holds from or until a day"),
        ("seat", "the text names the seat of the company only"),
        ("choice", "the customer chooses"),
        ("choice_beside", "the customer chooses, and one country stands behind"),
        ("unexplained", "`scope: global` has no `why`"),
    ],
    build: |options| {
        let check = PlaceClarity::new(options, Flag::Vague);
        Check::list(check.except_worldwide(options.texts("worldwide_vendors")))
    },
};
