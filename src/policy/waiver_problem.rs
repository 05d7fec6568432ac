//! Problems with waivers and baseline entries: unused, expired, malformed, stale. The rules
//! of the group `waivers` make findings of it.

use crate::text::{Advice, Span};
use crate::values::date::Date;

/// Something about one waiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverProblem {
    /// The kind.
    pub about: WaiverProblemKind,
    /// The smallest true span.
    pub span: Span,
    /// The path of what the waiver covers; empty for the whole document.
    pub path: String,
    /// The vendor that it is for, if it is for one.
    pub vendor: Option<String>,
}

/// The kind of a waiver problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaiverProblemKind {
    /// It has no effect for one of its rules.
    Unused {
        /// The id of the rule, as written.
        rule: String,
        /// The reason.
        why: Unused,
    },
    /// It has ended.
    Expired {
        /// When and for what.
        term: Term,
    },
    /// It ends soon.
    Expiring {
        /// When and for what.
        term: Term,
    },
    /// It cannot be understood, and holds for nothing.
    Malformed(Advice),
    /// An entry of the baseline matches no finding.
    Stale {
        /// The id of the rule in it.
        rule: String,
        /// The file in it.
        file: String,
        /// The message in it.
        message: String,
    },
}

/// The reason why a waiver has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unused {
    /// The rule finds nothing there.
    Clean,
    /// The rule finds something in the same entry, or in the document, at another place.
    Elsewhere {
        /// The place, for a message: "at the `name` of this entry".
        place: String,
        /// Its line, from 1.
        line: usize,
    },
    /// The rule is off.
    Off,
    /// No vendor has the name.
    NoVendor,
    /// There is nothing where the comment stands.
    Nowhere,
}

/// The end of a waiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The ids of its rules, as written.
    pub rules: Vec<String>,
    /// Its last day.
    pub until: Date,
    /// The days from today to that day, or from that day to today.
    pub days: i64,
    /// Who answers for it.
    pub owner: Option<String>,
}
