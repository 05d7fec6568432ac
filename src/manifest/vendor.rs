//! One entry under `subprocessors` or `other_recipients`.

use super::contacts::Contacts;
use super::location_entry::LocationEntry;
use super::reading::{self, PlaceReading};
use super::text::{Text, is_blank};
use super::transfer::Transfer;
use super::vocabulary::{Audiences, ClosedVocabulary as _, Status};
use crate::facts::countries::Country;
use crate::syntax::{Kind, Value};
use crate::text::Span;
use crate::values::entity_name::{EntityName, Match, identify_parsed};
use std::cell::OnceCell;

/// Characters of a name that messages show.
const MAX_TITLE: usize = 200;

/// A vendor as it is declared.
#[derive(Debug)]
pub struct Vendor<'t> {
    /// The whole entry.
    pub node: Value<'t>,
    /// Where it stands in its list, from 0.
    pub index: usize,
    /// Its name.
    pub name: Option<Text<'t>>,
    /// The entity the contract is with.
    pub legal_name: Option<Text<'t>>,
    /// What it does for the organisation.
    pub purpose: Option<Text<'t>>,
    /// Where it is in its life; `active` unless stated.
    pub status: Status,
    /// Whose data it gets.
    pub audiences: Audiences,
    /// Where it processes data.
    pub places: Vec<LocationEntry<'t>>,
    /// How it can be reached.
    pub contacts: Contacts<'t>,
    /// Its website, under `links` or by shorthand.
    pub website: Option<Text<'t>>,
    /// What it is called in references.
    pub id: Option<Text<'t>>,
    /// The services of it that are used, `service` or `services`.
    pub services: Option<Value<'t>>,
    /// The keys that it has.
    keys: Keys,
    entity: OnceCell<Option<Box<EntityName>>>,
    named: OnceCell<Option<Box<EntityName>>>,
    known: OnceCell<Option<Match>>,
    readings: OnceCell<Vec<PlaceReading<'t>>>,
    pub(super) transfers: OnceCell<Vec<Transfer<'t>>>,
}

impl<'t> Vendor<'t> {
    /// Reads an entry. What it does not understand it leaves to the schema.
    #[must_use]
    pub fn read(node: Value<'t>, index: usize) -> Self {
        let mut vendor = Self {
            node,
            index,
            name: None,
            legal_name: None,
            purpose: None,
            status: Status::Active,
            audiences: Audiences::default(),
            places: Vec::new(),
            contacts: Contacts::default(),
            website: None,
            id: None,
            services: None,
            keys: Keys::default(),
            entity: OnceCell::new(),
            named: OnceCell::new(),
            known: OnceCell::new(),
            readings: OnceCell::new(),
            transfers: OnceCell::new(),
        };
        // An entry may be a bare name: `- AWS`.
        if node.kind() != Kind::Map {
            vendor.name = Text::of(node);
            vendor.keys = vendor.keys.with("name");
        }
        for (key, value) in node.entries() {
            let key = key.text().unwrap_or_default();
            vendor.keys = vendor.keys.with(key);
            match key {
                "name" => vendor.name = Text::of(value),
                "legal_name" => vendor.legal_name = Text::of(value),
                "purpose" => vendor.purpose = Text::of(value),
                "status" => {
                    let status = Text::of(value).and_then(|text| Status::parse(text.value()));
                    vendor.status = status.unwrap_or(Status::Active);
                }
                "audience" | "audiences" => {
                    vendor.audiences = vendor.audiences.union(Audiences::of(value));
                }
                "location" | "locations" => LocationEntry::read_into(value, &mut vendor.places),
                "contact" | "contacts" => vendor.contacts.read(value),
                "dpo" => vendor.contacts.read_dpo(value),
                "website" => vendor.website = Text::of(value),
                "links" => {
                    vendor.website = vendor.website.or_else(|| Text::get(value, "website"));
                }
                "id" => vendor.id = Text::of(value),
                "service" | "services" if !is_blank(value) => vendor.services = Some(value),
                _ => {}
            }
        }
        vendor
    }

    /// What messages call it: its name, else its legal name, else its place.
    /// A name that is too long to be one is cut: it goes into every finding.
    #[must_use]
    pub fn title(&self) -> String {
        let Some(text) = self.name.or(self.legal_name) else {
            return format!("entry {}", self.index + 1);
        };
        match text.value().char_indices().nth(MAX_TITLE) {
            Some((cut, _)) => format!("{}…", &text.value()[..cut]),
            None => text.value().to_owned(),
        }
    }

    /// Where a finding about something missing points: the name, or the start
    /// of the entry.
    #[must_use]
    pub fn anchor(&self) -> Span {
        if let Some(text) = self.name.or(self.legal_name) {
            return text.span();
        }
        let first = self.node.entries().next();
        first.map_or(self.node.span(), |(key, _)| key.span())
    }

    /// The value under a dotted path of keys, such as `links.dpa`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<Value<'t>> {
        // Most paths are one short key: a searcher would cost more than a look.
        let dot = path.bytes().position(|byte| byte == b'.');
        let (key, rest) = dot.map_or((path, None), |dot| (&path[..dot], Some(&path[dot + 1..])));
        if !self.keys.may_hold(key) {
            return None;
        }
        let value = self.node.get(key)?;
        rest.map_or(Some(value), |rest| {
            rest.split('.').try_fold(value, |value, key| value.get(key))
        })
    }

    /// Whether it has one of some keys; false only if it has none.
    #[must_use]
    pub fn may_have(&self, keys: Keys) -> bool {
        self.keys.0 & keys.0 != 0
    }

    /// The text under a dotted path of keys.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Text<'t>> {
        self.field(path).and_then(Text::of)
    }

    /// The texts of a list field.
    #[must_use]
    pub fn texts(&self, path: &str) -> Vec<Text<'t>> {
        self.field(path).map(Text::list).unwrap_or_default()
    }

    /// The legal name taken apart.
    #[must_use]
    pub fn entity(&self) -> Option<&EntityName> {
        self.entity
            .get_or_init(|| self.legal_name.map(|name| Box::new(EntityName::parse(name.value()))))
            .as_deref()
    }

    /// The name taken apart as a legal name would be.
    #[must_use]
    pub fn name_parts(&self) -> Option<&EntityName> {
        self.named
            .get_or_init(|| self.name.map(|name| Box::new(EntityName::parse(name.value()))))
            .as_deref()
    }

    /// Whether a registered name is given: as such, or with its legal form in
    /// the name.
    #[must_use]
    pub fn has_legal_name(&self) -> bool {
        self.legal_name.is_some() || self.name_parts().is_some_and(|name| name.form().is_some())
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

    /// What its places mean, text by text in the order of the list.
    #[must_use]
    pub fn readings(&self) -> &[PlaceReading<'t>] {
        self.readings.get_or_init(|| reading::read(self))
    }

    /// The country it is established in, if it is stated and known.
    #[must_use]
    pub fn country_code(&self) -> Option<Country> {
        let text = self.text("country")?;
        Country::from_code(text.value()).or_else(|| Country::from_name_or_alias(text.value()))
    }

    /// The text with the registered name: `legal_name`, or a name with a legal
    /// form.
    #[must_use]
    pub fn legal_text(&self) -> Option<Text<'t>> {
        self.legal_name.or_else(|| self.name.filter(|_| self.has_legal_name()))
    }

    /// The registered name taken apart.
    #[must_use]
    pub fn legal_entity(&self) -> Option<&EntityName> {
        self.entity().or_else(|| self.name_parts().filter(|name| name.form().is_some()))
    }

    /// Whether it is in use or about to be.
    #[must_use]
    pub fn is_current(&self) -> bool {
        matches!(self.status, Status::Active | Status::Planned)
    }
}

/// A set of keys that says "perhaps" or "no": rules ask for many fields that an
/// entry does not have, and most of them are known to be missing without a look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys(u64);

impl Keys {
    /// The keys that may state a field, by its dotted path, in any spelling.
    #[must_use]
    pub fn of(field: &str) -> Self {
        let keys: &[&str] = match field {
            "audience" | "audiences" => &["audience", "audiences"],
            "contact" | "contacts" => &["contact", "contacts", "dpo"],
            "legal_name" => &["legal_name", "name"],
            "location" | "locations" => &["location", "locations"],
            "registration_id" | "lei" => &["registration_id", "lei"],
            "service" | "services" => &["service", "services"],
            "website" | "links.website" => &["website", "links"],
            _ => &[field.split('.').next().unwrap_or(field)],
        };
        keys.iter().fold(Self::default(), |keys, key| keys.with(key))
    }

    /// The same with one key more.
    fn with(self, key: &str) -> Self {
        Self(self.0 | Self::bit(key))
    }

    /// Whether a key may be one of them; false only if it is not.
    fn may_hold(self, key: &str) -> bool {
        self.0 & Self::bit(key) != 0
    }

    fn bit(key: &str) -> u64 {
        let first = key.bytes().next().unwrap_or_default();
        1 << ((key.len() * 11 + usize::from(first)) & 63)
    }
}
