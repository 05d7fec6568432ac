//! Where a vendor is, place by place, as far as its texts tell.

use super::exporter;
use crate::facts::adequacy::Area;
use crate::facts::cloud_regions::Found;
use crate::facts::countries::{Country, CountrySet};
use crate::facts::places::{self, Place};
use crate::facts::regions::Group;
use crate::manifest::{Scope, Text, Vendor};
use crate::text::Span;
use crate::values::location::{self, Context, PartKind, Reading};

/// A place of a vendor.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'t> {
    /// What it is.
    pub(crate) what: What,
    /// The bytes that say so.
    pub(crate) span: Span,
    /// The text they stand in; nothing for `scope: global`.
    text: Option<Text<'t>>,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A country, by its name, a city or a cloud region.
    Country(Country),
    /// A group of countries.
    Group(Group),
    /// One of these countries; the text does not say which.
    OneOf(CountrySet),
    /// The whole world.
    Worldwide,
}

impl Spot<'_> {
    /// The countries that it may be in.
    pub(crate) fn countries(&self) -> CountrySet {
        match self.what {
            What::Country(country) => std::iter::once(country).collect(),
            What::Group(group) => group.members(),
            What::OneOf(countries) => countries,
            What::Worldwide => CountrySet::world(),
        }
    }

    /// Whether data that goes there leaves an area, whichever way the text is
    /// meant.
    pub(crate) fn is_outside(&self, area: Area) -> bool {
        self.what == What::Worldwide
            || !self.countries().iter().any(|country| area.contains(country))
    }

    /// The country whose code an ambiguous text is: India for `IN`, which is a
    /// state of the US to some readers.
    pub(crate) fn coded(&self) -> Option<Country> {
        let What::OneOf(countries) = self.what else { return None };
        let country = Country::from_alpha2(self.text?.value())?;
        countries.contains(country).then_some(country)
    }

    /// What messages call it.
    pub(crate) fn label(&self) -> String {
        match self.what {
            What::Country(country) => country.in_text().to_owned(),
            What::Group(group) => group.in_text().to_owned(),
            What::OneOf(_) => {
                self.text.map_or_else(String::new, |text| format!("\"{}\"", text.value()))
            }
            What::Worldwide => "places worldwide".to_owned(),
        }
    }
}

/// Where a vendor processes data. What leaves the place to the customer, and
/// what cannot be read, is left out.
pub(crate) fn of_places<'t>(vendor: &Vendor<'t>) -> Vec<Spot<'t>> {
    let mut spots = Vec::new();
    for found in vendor.readings() {
        add_reading(&found.reading, found.text, &mut spots);
    }
    for place in &vendor.places {
        if place.scope == Some(Scope::Global) {
            let span = place.node.get("scope").map_or(place.node.span(), |scope| scope.span());
            add(Spot { what: What::Worldwide, span, text: None }, &mut spots);
        }
    }
    spots
}

/// Where a text says that something is.
pub(crate) fn of_text(text: Text<'_>) -> Vec<Spot<'_>> {
    let mut spots = Vec::new();
    add_reading(&location::read(text.value(), &Context::default()), text, &mut spots);
    spots
}

/// Where a vendor is established: its `country`, else that of its address.
pub(crate) fn of_seat<'t>(vendor: &Vendor<'t>) -> Option<Spot<'t>> {
    let text = vendor.text("country").or_else(|| vendor.text("address.country"))?;
    let country = places::country_named(text.value())?;
    Some(Spot { what: What::Country(country), span: text.span(), text: Some(text) })
}

fn add_reading<'t>(reading: &Reading, text: Text<'t>, spots: &mut Vec<Spot<'t>>) {
    let is_reading = |place: Place| reading.readings.contains(&place);
    for part in &reading.parts {
        let spot = |what| Spot { what, span: text.part(part.range.clone()), text: Some(text) };
        match part.kind {
            PartKind::Country(country) => {
                if reading.countries.contains(country) && !is_reading(Place::Country(country)) {
                    add(spot(What::Country(country)), spots);
                }
            }
            PartKind::Group(group) => {
                if reading.groups.contains(&group) && !is_reading(Place::Group(group)) {
                    add(spot(What::Group(group)), spots);
                }
            }
            PartKind::CloudRegion(Found::Region(region)) => {
                for country in region.countries().iter() {
                    add(spot(What::Country(country)), spots);
                }
            }
            PartKind::Worldwide => add(spot(What::Worldwide), spots),
            PartKind::CloudRegion(Found::Several(..)) | PartKind::Flag(_) => {}
        }
    }
    if !reading.readings.is_empty() {
        let readings = reading.readings.iter();
        let all = readings.fold(CountrySet::EMPTY, |set, place| set.union(place.countries()));
        add(Spot { what: What::OneOf(all), span: text.span(), text: Some(text) }, spots);
    }
}

/// Adds a place unless it is there; a vendor has few.
fn add<'t>(spot: Spot<'t>, spots: &mut Vec<Spot<'t>>) {
    const MAX_SPOTS: usize = 300;
    if spots.len() < MAX_SPOTS && !spots.iter().any(|known| known.what == spot.what) {
        spots.push(spot);
    }
}

/// The first place outside one of the areas, and those areas in a sentence.
pub(crate) fn first_outside<'s, 't>(
    spots: &'s [Spot<'t>],
    areas: &[Area],
) -> Option<(&'s Spot<'t>, String)> {
    spots.iter().find_map(|spot| {
        let left: Vec<Area> = areas.iter().copied().filter(|area| spot.is_outside(*area)).collect();
        (!left.is_empty()).then(|| (spot, exporter::names(&left)))
    })
}
