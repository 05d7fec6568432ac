//! The places of a vendor, one by one, as far as its texts tell.

use super::exporter;
use crate::facts::adequacy::ExporterArea;
use crate::facts::countries::{Country, CountrySet};
use crate::facts::places::{self, NamedPlace};
use crate::facts::regions::Group;
use crate::manifest::reading::PlaceReading;
use crate::manifest::{Scope, Text, Vendor};
use crate::text::Span;
use crate::values::instrument::{self, Instrument};
use crate::values::location::{self, Context, PartRole, Reading};

/// A place of a vendor.
#[derive(Clone, Debug)]
pub(crate) struct Site<'t> {
    /// Its kind.
    pub(crate) what: SiteKind,
    /// The bytes that say so.
    pub(crate) span: Span,
    /// The text they stand in; nothing for `scope: global`.
    text: Option<Text<'t>>,
}

/// The kind of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SiteKind {
    /// A country, by its name, a city or a cloud region.
    Country(Country),
    /// A group of countries.
    Group(Group),
    /// One of these countries; the text does not say which.
    OneOf(CountrySet),
    /// The whole world.
    Worldwide,
}

impl Site<'_> {
    /// The countries that it may be in.
    pub(crate) fn countries(&self) -> CountrySet {
        match self.what {
            SiteKind::Country(country) => std::iter::once(country).collect(),
            SiteKind::Group(group) => group.members(),
            SiteKind::OneOf(countries) => countries,
            SiteKind::Worldwide => CountrySet::world(),
        }
    }

    /// True if data that goes there leaves an area, whichever way the text is
    /// meant.
    pub(crate) fn is_outside(&self, area: ExporterArea) -> bool {
        self.what == SiteKind::Worldwide
            || !self.countries().iter().any(|country| area.contains(country))
    }

    /// The country whose code an ambiguous text is: India for `IN`, which is a
    /// state of the US to some readers.
    pub(crate) fn coded(&self) -> Option<Country> {
        let SiteKind::OneOf(countries) = self.what else { return None };
        let country = Country::from_alpha2(self.text?.value())?;
        countries.contains(country).then_some(country)
    }

    /// The name that messages give it.
    pub(crate) fn label(&self) -> String {
        match self.what {
            SiteKind::Country(country) => country.in_text().to_owned(),
            SiteKind::Group(group) => group.in_text().to_owned(),
            SiteKind::OneOf(_) => {
                self.text.map_or_else(String::new, |text| format!("\"{}\"", text.value()))
            }
            SiteKind::Worldwide => "places worldwide".to_owned(),
        }
    }
}

/// The sites of processing of a vendor. What leaves the place to the customer, and
/// what cannot be read, is left out.
pub(crate) fn of_places<'t>(vendor: &Vendor<'t>) -> Vec<Site<'t>> {
    let mut sites = Vec::new();
    for found in vendor.readings() {
        add_reading(&found.reading, found.text, &mut sites);
    }
    for place in &vendor.places {
        if place.scope == Some(Scope::Global) {
            let span = place.node.get("scope").map_or(place.node.span(), |scope| scope.span());
            add(Site { what: SiteKind::Worldwide, span, text: None }, &mut sites);
        }
    }
    sites
}

/// True if a mechanism is written beside the place, active or not.
pub(crate) fn names_mechanism(found: &PlaceReading<'_>) -> bool {
    let is_mechanism = |part: &location::Part| part.role == PartRole::Mechanism;
    found.reading.parts.iter().any(is_mechanism)
        && instrument::read(found.text.value())
            .stated()
            .any(|(named, _)| matches!(named, Instrument::Mechanism(_)))
}

/// The sites that a text names.
pub(crate) fn of_text(text: Text<'_>) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    add_reading(&location::read(text.value(), &Context::default()), text, &mut sites);
    sites
}

/// The seat of a vendor: its `country`, else that of its address.
pub(crate) fn of_seat<'t>(vendor: &Vendor<'t>) -> Option<Site<'t>> {
    let text = vendor.text("country").or_else(|| vendor.text("address.country"))?;
    let country = places::country_named(text.value())?;
    Some(Site { what: SiteKind::Country(country), span: text.span(), text: Some(text) })
}

fn add_reading<'t>(reading: &Reading, text: Text<'t>, sites: &mut Vec<Site<'t>>) {
    let is_reading = |place: NamedPlace| reading.readings.contains(&place);
    for part in reading.places() {
        let site = |what| Site { what, span: text.part(part.range.clone()), text: Some(text) };
        if part.referent.is_world() {
            add(site(SiteKind::Worldwide), sites);
        }
        for country in part.referent.countries().iter() {
            if !is_reading(NamedPlace::Country(country)) {
                add(site(SiteKind::Country(country)), sites);
            }
        }
        if let Some(group) =
            part.referent.group().filter(|group| !is_reading(NamedPlace::Group(*group)))
        {
            add(site(SiteKind::Group(group)), sites);
        }
    }
    if !reading.readings.is_empty() {
        let readings = reading.readings.iter();
        let all = readings.fold(CountrySet::EMPTY, |set, place| set.union(place.countries()));
        add(Site { what: SiteKind::OneOf(all), span: text.span(), text: Some(text) }, sites);
    }
}

/// Adds a place unless it is there; a vendor has few.
fn add<'t>(site: Site<'t>, sites: &mut Vec<Site<'t>>) {
    const MAX_SITES: usize = 300;
    if sites.len() < MAX_SITES && !sites.iter().any(|known| known.what == site.what) {
        sites.push(site);
    }
}

/// The first place outside one of the areas, and those areas in a sentence.
pub(crate) fn first_outside<'s, 't>(
    sites: &'s [Site<'t>],
    areas: &[ExporterArea],
) -> Option<(&'s Site<'t>, String)> {
    sites.iter().find_map(|site| {
        let left: Vec<ExporterArea> =
            areas.iter().copied().filter(|area| site.is_outside(*area)).collect();
        (!left.is_empty()).then(|| (site, exporter::names(&left)))
    })
}
