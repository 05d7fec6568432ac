//! `vendors.csv`: a row for each vendor of each list, with what its entry was read as.

use super::csv::push_row;
use super::places::{ListPlaces, PlaceKind};
use crate::lint::ListedVendor;
use crate::manifest::{ClosedVocabulary as _, Text, Vendor};
use crate::output::sanitize;
use crate::values::entity_name::EntityName;
use crate::values::location::{Flag, ReadingSummary};
use std::collections::{BTreeMap, BTreeSet};

/// The columns, in their order.
pub const COLUMNS: &[&str] = &[
    "file",
    "line",
    "list",
    "status",
    "name",
    "legal_name",
    "purpose",
    "vendor",
    "entity",
    "legal_form",
    "known_vendor",
    "group",
    "seat",
    "locations",
    "countries",
    "areas",
    "cloud_regions",
    "worldwide",
    "location_flags",
];

/// Characters of a text of an entry.
const TEXT: usize = 1_000;

/// The vendors of one list.
#[derive(Debug, Default)]
pub struct VendorRows {
    /// The rows.
    pub csv: Vec<u8>,
    /// The current vendors, each once, with the name that the list has for it.
    pub vendors: BTreeMap<String, String>,
    /// The groups of companies that own them, by the name of the built-in list, with the
    /// number of vendors.
    pub groups: BTreeMap<&'static str, usize>,
    /// The places of the current vendors.
    pub places: ListPlaces,
}

impl VendorRows {
    /// Adds a vendor of the file of a path.
    pub fn add(&mut self, file: &str, listed: &ListedVendor<'_, '_>) {
        let vendor = listed.vendor;
        let places = Places::of(vendor);
        let entity = vendor.legal_entity().or(vendor.entity()).or(vendor.name_parts());
        let known = vendor.known().map(|known| known.vendor);
        let key = key(vendor, entity);
        let list = if listed.is_other_recipient { "other_recipients" } else { "subprocessors" };
        push_row(
            &mut self.csv,
            &[
                file,
                &listed.line.to_string(),
                list,
                vendor.status.word(),
                &text(vendor.name),
                &text(vendor.legal_name),
                &text(vendor.purpose),
                &key,
                &sanitize::line(entity.map_or("", EntityName::base), TEXT, true),
                entity.and_then(EntityName::form).map_or("", |form| form.label()),
                known.map_or("", |known| known.name),
                known.map_or("", |known| known.group),
                vendor.country_code().map_or("", |country| country.alpha2()),
                &places.texts,
                &join(&places.countries),
                &join(&places.areas),
                &join(&places.cloud_regions),
                if places.worldwide { "true" } else { "false" },
                &join(&places.flags),
            ],
        );
        if listed.is_other_recipient || !vendor.is_current() {
            return;
        }
        places.count(&mut self.places);
        if let Some(known) = known {
            *self.groups.entry(known.group).or_default() += 1;
        }
        if !key.is_empty() {
            let name = known.map_or_else(|| vendor.title(), |known| known.name.to_owned());
            let name = sanitize::line(&name, TEXT, true).into_owned();
            self.vendors.entry(key).or_insert(name);
        }
    }
}

/// The key under which a vendor of several lists is one: the id in the built-in list, else the
/// folded legal name without its form, else the folded name.
fn key(vendor: &Vendor<'_>, entity: Option<&EntityName>) -> String {
    if let Some(known) = vendor.known() {
        return known.vendor.id.to_owned();
    }
    let base = entity.map(EntityName::base).filter(|base| !base.is_empty());
    match base.or_else(|| vendor.name.map(Text::value)) {
        Some(base) => sanitize::line(base, TEXT, true).into_owned(),
        None => String::new(),
    }
}

/// The places of one vendor.
#[derive(Default)]
struct Places {
    texts: String,
    countries: BTreeSet<&'static str>,
    areas: BTreeSet<&'static str>,
    cloud_regions: BTreeSet<String>,
    worldwide: bool,
    flags: BTreeSet<&'static str>,
}

impl Places {
    fn of(vendor: &Vendor<'_>) -> Self {
        let mut places = Self::default();
        for read in vendor.readings() {
            if places.texts.chars().count() < TEXT {
                let separator = if places.texts.is_empty() { "" } else { "; " };
                let text = sanitize::line(read.text.value(), TEXT, true);
                places.texts = format!("{}{separator}{text}", places.texts);
            }
            let ReadingSummary { countries, groups, cloud_regions, worldwide, flags, .. } =
                read.reading.summary();
            places.countries.extend(countries);
            places.areas.extend(groups);
            places.cloud_regions.extend(cloud_regions);
            places.worldwide |= worldwide;
            places.flags.extend(flags);
        }
        // A scope says where without a text.
        let is_global = |place: &crate::manifest::LocationEntry<'_>| {
            place.scope == Some(crate::manifest::Scope::Global)
        };
        places.worldwide |= vendor.places.iter().any(is_global);
        places
    }

    fn count(&self, all: &mut ListPlaces) {
        let mut add = |kind, id| *all.entry((kind, id)).or_default() += 1;
        self.countries.iter().for_each(|id| add(PlaceKind::Country, id));
        self.areas.iter().for_each(|id| add(PlaceKind::Area, id));
        if self.worldwide {
            add(PlaceKind::Worldwide, "");
        }
        if self.countries.is_empty() && self.areas.is_empty() && !self.worldwide {
            let is_blank = self.texts.is_empty() || self.flags.contains(Flag::Placeholder.id());
            add(if is_blank { PlaceKind::Unstated } else { PlaceKind::Unread }, "");
        }
    }
}

fn text(text: Option<Text<'_>>) -> String {
    text.map_or_else(String::new, |text| sanitize::line(text.value(), TEXT, true).into_owned())
}

/// The items of a cell, with spaces between them.
fn join<T: AsRef<str>>(items: &BTreeSet<T>) -> String {
    items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" ")
}
