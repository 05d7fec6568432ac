//! A vendor with what follows from its entry.
//!
//! [`DeclaredVendor`] is what the file says. What it means, which entity the
//! names belong to, where the places are, what transfers rest on, is worked out
//! here, when it is first asked for, and kept: many rules ask the same.

use super::fields::VendorField;
use super::reading::{self, PlaceReading};
use super::text::{self, Text, is_blank};
use super::transfer::Transfer;
use super::vendor::DeclaredVendor;
use crate::facts::cloud_regions::Provider;
use crate::facts::countries::Country;
use crate::facts::places;
use crate::facts::text_marks::TextMarks;
use crate::syntax::{NodeKind, Value};
use crate::values::entity_name::{EntityName, Match, identify_parsed};
use crate::values::location::Context;
use crate::values::web::WebUrl;
use std::cell::OnceCell;
use std::ops::Deref;

/// An entry of a list with the facts derived from it. It reads as the
/// [`DeclaredVendor`] that it was made of.
#[derive(Debug)]
pub struct Vendor<'t> {
    declared: DeclaredVendor<'t>,
    entity: OnceCell<Option<Box<EntityName>>>,
    named: OnceCell<Option<Box<EntityName>>>,
    known: OnceCell<Option<Match>>,
    readings: OnceCell<Vec<PlaceReading<'t>>>,
    transfers: OnceCell<Vec<Transfer<'t>>>,
    marks: OnceCell<TextMarks>,
    site: OnceCell<Option<Box<WebUrl>>>,
}

impl<'t> Deref for Vendor<'t> {
    type Target = DeclaredVendor<'t>;

    fn deref(&self) -> &DeclaredVendor<'t> {
        &self.declared
    }
}

impl<'t> Vendor<'t> {
    /// Reads the entry at an index of its list. Nothing is derived yet.
    #[must_use]
    pub fn read(node: Value<'t>, index: usize) -> Self {
        Self {
            declared: DeclaredVendor::read(node, index),
            entity: OnceCell::new(),
            named: OnceCell::new(),
            known: OnceCell::new(),
            readings: OnceCell::new(),
            transfers: OnceCell::new(),
            marks: OnceCell::new(),
            site: OnceCell::new(),
        }
    }

    /// The parts of `legal_name`.
    #[must_use]
    pub fn entity(&self) -> Option<&EntityName> {
        self.entity
            .get_or_init(|| self.legal_name.map(|name| Box::new(EntityName::parse(name.value()))))
            .as_deref()
    }

    /// The parts of `name`, read as a legal name.
    #[must_use]
    pub fn name_parts(&self) -> Option<&EntityName> {
        self.named
            .get_or_init(|| self.name.map(|name| Box::new(EntityName::parse_brand(name.value()))))
            .as_deref()
    }

    /// True if a registered name is given: as `legal_name`, or as a `name` with
    /// a legal form.
    #[must_use]
    pub fn has_legal_name(&self) -> bool {
        self.legal_name.is_some() || self.name_parts().is_some_and(|name| name.form().is_some())
    }

    /// The text with the registered name: `legal_name`, or a `name` with a legal
    /// form.
    #[must_use]
    pub fn legal_text(&self) -> Option<Text<'t>> {
        self.legal_name.or_else(|| self.name.filter(|_| self.has_legal_name()))
    }

    /// The parts of [`Vendor::legal_text`].
    #[must_use]
    pub fn legal_entity(&self) -> Option<&EntityName> {
        self.entity().or_else(|| self.name_parts().filter(|name| name.form().is_some()))
    }

    /// The vendor of the built-in list that this one seems to be.
    #[must_use]
    pub fn known(&self) -> Option<&Match> {
        self.known
            .get_or_init(|| {
                let name = self.name_parts().or(self.entity())?;
                identify_parsed(name, self.entity())
            })
            .as_ref()
    }

    /// The country that it is established in, if it is stated and known.
    #[must_use]
    pub fn country_code(&self) -> Option<Country> {
        let text = self.text("country")?;
        places::country_named(text.value())
    }

    /// The meaning of its places, text by text in the order of the list.
    #[must_use]
    pub fn readings(&self) -> &[PlaceReading<'t>] {
        self.readings.get_or_init(|| {
            if self.places.is_empty() {
                return Vec::new();
            }
            reading::read(&self.places, self.location_context(), || self.provider())
        })
    }

    /// Facts about the vendor for the reading of its places.
    #[must_use]
    pub fn location_context(&self) -> Context<'t> {
        let (us_incorporated, incorporated_elsewhere) = self.incorporation();
        Context {
            us_incorporated,
            incorporated_elsewhere,
            vendor: self.name.map(|name| name.value()),
            ..Context::default()
        }
    }

    /// The mechanisms that transfers to it rest on.
    #[must_use]
    pub fn transfers(&self) -> &[Transfer<'t>] {
        self.transfers
            .get_or_init(|| self.field("transfer").map(Transfer::list).unwrap_or_default())
    }

    /// The address of its website, if it can be followed.
    pub(crate) fn site(&self) -> Option<&WebUrl> {
        let read = || Some(Box::new(WebUrl::parse(self.website?.value()).ok()?));
        self.site.get_or_init(read).as_deref()
    }

    /// The marks of all its texts together.
    pub(crate) fn marks(&self) -> TextMarks {
        *self.marks.get_or_init(|| marks(self.node))
    }

    /// The cloud that the vendor itself is, such as AWS.
    fn provider(&self) -> Option<Provider> {
        let name = self.name?;
        reading::provider_of(name.value())
            .or_else(|| self.known().and_then(|known| reading::provider_of(known.vendor.name)))
    }

    /// True, first, if the stated seat, or else the legal form, is of the United States, and
    /// second, if it is of other countries.
    fn incorporation(&self) -> (bool, bool) {
        if let Some(country) = self.country_code() {
            return (country == Country::US, country != Country::US);
        }
        let name = self.entity().or_else(|| self.name_parts());
        let is_usual = name.and_then(EntityName::form).map(|form| form.is_usual_in("US"));
        (is_usual == Some(true), is_usual == Some(false))
    }
}

/// The marks of all texts in a value. The depth is that of the tree, which is capped.
fn marks(value: Value<'_>) -> TextMarks {
    let all = |marks: TextMarks, value: Value<'_>| marks.or(self::marks(value));
    match value.kind() {
        NodeKind::Map => value.entries().map(|(_, value)| value).fold(TextMarks::NONE, all),
        NodeKind::Seq => value.items().fold(TextMarks::NONE, all),
        NodeKind::Str => text::marks(value),
        _ => TextMarks::NONE,
    }
}

impl Vendor<'_> {
    /// True if a field says something, in any of its spellings. A legal name may
    /// also be the name of the entry.
    #[must_use]
    pub fn states(&self, field: &VendorField) -> bool {
        if field.key() == "legal_name" {
            return self.has_legal_name();
        }
        field.may_be_in(self.keys())
            && field
                .paths
                .iter()
                .any(|path| self.field(path).is_some_and(|value| field.says(value)))
    }

    /// True if a field is left out on purpose: null, with a note that says why.
    #[must_use]
    pub fn leaves_out(&self, field: &VendorField) -> bool {
        let is_null = field.paths.iter().any(|path| self.field(path).is_some_and(Value::is_null));
        is_null && self.field("notes").is_some_and(|note| !is_blank(note))
    }
}
