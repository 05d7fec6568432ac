//! Date fields: the text as typed, with its day.

use super::text::Text;
use crate::values::date::Date;

/// A date field that is filled in.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'t> {
    /// As it was typed.
    pub text: Text<'t>,
    /// The day; nothing when it may be another, or none.
    pub day: Option<Date>,
}

impl<'t> Dated<'t> {
    /// The date that a text means.
    #[must_use]
    pub fn of(text: Text<'t>) -> Self {
        Self { text, day: Date::understood(text.value()) }
    }
}
