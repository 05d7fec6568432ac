//! Whether an entry states a field, in any of its spellings.

use super::text::is_blank;
use super::vendor::Vendor;
use crate::syntax::{Kind, Value};

impl Vendor<'_> {
    /// Whether a field, by its dotted path, is there and says something. The
    /// short and the long spelling of a field are one field.
    #[must_use]
    pub fn states(&self, field: &str) -> bool {
        let filled = |path: &str| self.field(path).is_some_and(|value| !is_blank(value));
        match field {
            "audience" | "audiences" => filled("audiences") || filled("audience"),
            "contact" | "contacts" => !self.contacts.is_empty(),
            "legal_name" => self.has_legal_name(),
            "location" | "locations" => !self.places.is_empty(),
            "registration_id" | "lei" => filled("registration_id") || filled("lei"),
            "service" | "services" => self.services.is_some(),
            // An empty list is an answer here: there is none.
            "special_categories" => {
                filled(field)
                    || self
                        .field(field)
                        .is_some_and(|value| value.kind() == Kind::Seq && value.is_empty())
            }
            "website" | "links.website" => self.website.is_some(),
            _ => filled(field),
        }
    }

    /// Whether a field is left out on purpose: null, with a note that says why.
    #[must_use]
    pub fn leaves_out(&self, field: &str) -> bool {
        let is_null = self.field(field).is_some_and(Value::is_null);
        is_null && self.field("notes").is_some_and(|note| !is_blank(note))
    }
}
