//! Date fields: the text as typed, and the day that it means.

use super::text::Text;
use super::vendor::Vendor;
use crate::values::date::Date;

/// A date field that is filled in.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'t> {
    /// As it was typed.
    pub text: Text<'t>,
    /// The day; nothing when it is no `YYYY-MM-DD` date.
    pub day: Option<Date>,
}

impl<'t> Dated<'t> {
    /// The date that a text means.
    #[must_use]
    pub fn of(text: Text<'t>) -> Self {
        Self { text, day: Date::parse(text.value()).ok() }
    }
}

impl<'t> Vendor<'t> {
    /// A date field of the entry, unless it is blank.
    #[must_use]
    pub fn dated(&self, key: &str) -> Option<Dated<'t>> {
        self.text(key).map(Dated::of)
    }
}
