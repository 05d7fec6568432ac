//! One entry under `subprocessors` or `other_recipients`, as it is declared.

use super::certification::Certification;
use super::contacts::Contacts;
use super::dated::Dated;
use super::fields::{VendorKey, VendorKeys};
use super::location_entry::LocationEntry;
use super::opt_out::OptOut;

use super::text::{Text, is_blank};
use super::vocabulary::{Audiences, ClosedVocabulary as _, Status};
use crate::syntax::{NodeKind, Value};
use crate::text::Span;
use crate::text::fold::slug;

/// Characters of a name that a finding keeps: those that a name may have.
pub(super) const MAX_TITLE: usize = 1_000;

/// A vendor as it is declared.
#[derive(Debug)]
pub struct DeclaredVendor<'t> {
    /// The whole entry.
    pub node: Value<'t>,
    /// Its place in the list, from 0.
    pub index: usize,
    /// Its name.
    pub name: Option<Text<'t>>,
    /// The entity the contract is with.
    pub legal_name: Option<Text<'t>>,
    /// Its work for the organisation.
    pub purpose: Option<Text<'t>>,
    /// Its status; `active` unless stated.
    pub status: Status,
    /// The people whose data it gets.
    pub audiences: Audiences,
    /// The places where it processes data.
    pub places: Vec<LocationEntry<'t>>,
    /// Its contacts, from every field that states one.
    pub contacts: Contacts<'t>,
    /// Its website, under `links` or by shorthand.
    pub website: Option<Text<'t>>,
    /// Its stated id, for references.
    pub id: Option<Text<'t>>,
    /// The services of it that are used, `service` or `services`.
    pub services: Option<Value<'t>>,
    /// The keys that it has.
    keys: VendorKeys,
    /// The place of each key among the entries, in the order of the set, as far as there is room.
    places_of_keys: [u8; MAX_PLACES],
}

/// Keys of an entry whose places are kept. An entry with more is searched: rules ask for a
/// key 16 times a vendor, and to compare keys takes 280 instructions.
const MAX_PLACES: usize = 24;

/// The place of a key that comes too late in its entry to be kept.
const FAR: u8 = u8::MAX;

impl<'t> DeclaredVendor<'t> {
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
            keys: VendorKeys::default(),
            places_of_keys: [0; MAX_PLACES],
        };
        // An entry may be a bare name: `- AWS`.
        if node.kind() != NodeKind::Map {
            vendor.name = Text::of(node);
        }
        for (place, (key, value)) in node.entries().enumerate() {
            let Some(key) = key.text().and_then(VendorKey::parse) else { continue };
            vendor.add_key(key, place);
            match key.list() {
                VendorKey::Name => vendor.name = Text::of(value),
                VendorKey::LegalName => vendor.legal_name = Text::of(value),
                VendorKey::Purpose => vendor.purpose = Text::of(value),
                VendorKey::Status => {
                    let status = Text::of(value).and_then(|text| Status::parse(text.value()));
                    vendor.status = status.unwrap_or(Status::Active);
                }
                VendorKey::Audiences => {
                    vendor.audiences = vendor.audiences.union(Audiences::of(value));
                }
                VendorKey::Locations => LocationEntry::read_into(value, &mut vendor.places),
                VendorKey::Contacts | VendorKey::ContactPerson => vendor.contacts.read(value),
                VendorKey::Dpo => vendor.contacts.read_dpo(value),
                VendorKey::Website => vendor.website = Text::of(value),
                VendorKey::Links => {
                    vendor.website = vendor.website.or_else(|| Text::get(value, "website"));
                }
                VendorKey::Id => vendor.id = Text::of(value),
                VendorKey::Services if !is_blank(value) => vendor.services = Some(value),
                _ => {}
            }
        }
        vendor
    }

    fn add_key(&mut self, key: VendorKey, place: usize) {
        if let Some(behind) = self.places_of_keys.get_mut(self.keys.before(key)..)
            && !behind.is_empty()
        {
            behind.rotate_right(1);
            behind[0] = u8::try_from(place).unwrap_or(FAR);
        }
        self.keys.insert(key);
    }

    /// The value of a key, which is also given as text.
    fn value_of(&self, key: VendorKey, text: &str) -> Option<Value<'t>> {
        // Rules ask for many fields that an entry does not have.
        if !self.keys.contains(key) {
            return None;
        }
        match self.places_of_keys.get(self.keys.before(key)) {
            None | Some(&FAR) => self.node.get(text),
            Some(&place) => self.node.pair(usize::from(place)).map(|(_, value)| value),
        }
    }

    /// Its title in messages: its name, else its legal name, else its place.
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

    /// The bytes that a finding about something missing points at: the name, or the
    /// start of the entry.
    #[must_use]
    pub fn anchor(&self) -> Span {
        if let Some(text) = self.name.or(self.legal_name) {
            return self.place_of(text.span());
        }
        let first = self.node.entries().next();
        first.map_or(self.node.span(), |(key, _)| key.span())
    }

    /// The place of a finding about one of its values: the value, or for a value that
    /// the entry takes from an alias or a merge key, the place where it takes it.
    #[must_use]
    pub fn place_of(&self, span: Span) -> Span {
        let own = self.node.span();
        let holds = |value: Value<'_>| value.span().contains(span);
        if own.contains(span) {
            return span;
        }
        if !self.node.entries().any(|(key, value)| holds(key) || holds(value)) {
            // "locations: *places", or an alias deeper inside.
            let mut values = self.node.entries().map(|(_, value)| value);
            return values.find_map(|value| alias_of(value, span)).unwrap_or(span);
        }
        if self.node.is_alias() {
            return own;
        }
        // A merged mapping leaves only the keys of the entry itself.
        let inside = |span: &Span| own.contains(*span);
        let name = self.name.or(self.legal_name).map(Text::span).filter(inside);
        let first = || self.node.entries().map(|(key, _)| key.span()).find(inside);
        name.or_else(first).unwrap_or(own)
    }

    /// True if it is marked as a company of the declarer's group.
    #[must_use]
    pub fn is_affiliate(&self) -> bool {
        self.field("affiliate").and_then(Value::as_bool) == Some(true)
    }

    /// The value under a dotted path of keys, such as `links.dpa`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<Value<'t>> {
        // Most paths are one key of the table.
        if let Some(key) = VendorKey::parse(path) {
            return self.value_of(key, path);
        }
        let mut steps = path.split('.');
        let first = steps.next()?;
        let value = match VendorKey::parse(first) {
            Some(key) => self.value_of(key, first),
            None => self.node.get(first),
        };
        steps.try_fold(value?, |value, key| value.get(key))
    }

    /// The keys that the entry has.
    #[must_use]
    pub fn keys(&self) -> VendorKeys {
        self.keys
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

    /// A date field, unless it is blank.
    #[must_use]
    pub fn dated(&self, key: &str) -> Option<Dated<'t>> {
        self.text(key).map(Dated::of)
    }

    /// Its opt-out note, unless that is blank.
    #[must_use]
    pub fn opt_out(&self) -> Option<OptOut<'t>> {
        self.field("opt_out").and_then(OptOut::read)
    }

    /// Its certificates and reports; blanks are left out.
    #[must_use]
    pub fn certifications(&self) -> Vec<Certification<'t>> {
        self.field("certifications").map(Certification::list).unwrap_or_default()
    }

    /// The id of the entry: as stated, or made from its name.
    #[must_use]
    pub fn id_or_default(&self) -> Option<String> {
        self.id.or(self.name).map(Text::value).map(slug).filter(|slug| !slug.is_empty())
    }

    /// Its id and its name as ids.
    pub fn slugs(&self) -> impl Iterator<Item = String> {
        self.id.iter().chain(&self.name).map(|text| slug(text.value()))
    }

    /// True if its id or its name is this, in any case and spelling.
    #[must_use]
    pub fn goes_by(&self, name: &str) -> bool {
        let wanted = slug(name);
        let is_it = |text: &Text<'_>| {
            let own = text.value();
            own.eq_ignore_ascii_case(name) || (!wanted.is_empty() && slug(own) == wanted)
        };
        self.id.iter().chain(&self.name).any(is_it)
    }

    /// True if it is in use or about to be.
    #[must_use]
    pub fn is_current(&self) -> bool {
        matches!(self.status, Status::Active | Status::Planned)
    }
}

/// The alias inside a value that stands for what holds a span.
fn alias_of(value: Value<'_>, span: Span) -> Option<Span> {
    if value.is_alias() {
        return value.resolved().span().contains(span).then(|| value.span());
    }
    let inside = value.entries().map(|(_, value)| value).chain(value.items());
    inside.into_iter().find_map(|value| alias_of(value, span))
}
