//! `location-conflict`: the parts of a place agree.

use crate::facts::cloud_regions::{Area, Found};
use crate::facts::countries::{Country, CountrySet};
use crate::facts::places::{self, Meaning};
use crate::manifest::reading::PlaceReading;
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::text::fold::fold_words;
use crate::values::location::{Flag, Part, Reading, Referent, contradicts};
use std::ops::Range;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "location-conflict",
    summary: "reports places whose city, cloud region and country do not fit together",
    options: &[],
    arguments: &[
        ("a", "the part of the place that is pointed at"),
        ("country_a", "where that part is"),
        ("country_b", "where the other part is"),
    ],
    variants: &[("country", "that part is itself the name of a country")],
    build: |_| Check::list(LocationConflict),
};

struct LocationConflict;

impl ListCheck for LocationConflict {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            // The readings of one place stand together.
            for of_place in vendor.readings().chunk_by(|a, b| a.place == b.place) {
                let hit = between_fields(vendor, of_place)
                    .or_else(|| within_text(vendor, of_place))
                    .or_else(|| other_site(vendor, of_place));
                hits.extend(hit);
            }
        }
    }
}

/// One statement about where the place is.
struct PlaceStatement<'t> {
    text: Text<'t>,
    /// The bytes of the text that say it.
    range: Range<usize>,
    precision: Precision,
    /// Every country that it may mean.
    possible: CountrySet,
    /// The country that it does mean, in words.
    shown: String,
}

/// The precision of a statement. The more precise one is pointed at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Group,
    Country,
    CloudRegion,
    City,
}

impl PlaceStatement<'_> {
    fn contradicts(&self, other: &Self) -> bool {
        let both_wide = self.precision == Precision::Group && other.precision == Precision::Group;
        !both_wide && contradicts(self.possible, other.possible)
    }

    fn hit(&self, vendor: &Vendor<'_>, other: &Self) -> Hit {
        let shown = self.text.value().get(self.range.clone()).unwrap_or(self.text.value());
        let mut hit = Hit::at(self.text.part(self.range.clone()))
            .of(vendor)
            .arg("a", shown)
            .arg("country_a", self.shown.clone())
            .arg("country_b", other.shown.clone())
            .related(other.text.part(other.range.clone()), "the entry says so here");
        hit.value = Some(shown.to_owned());
        if self.shown.strip_prefix("the ").unwrap_or(&self.shown) == shown {
            hit = hit.variant("country");
        }
        hit
    }
}

/// The first two fields of a place that contradict each other.
fn between_fields(vendor: &Vendor<'_>, readings: &[PlaceReading<'_>]) -> Option<Hit> {
    if readings.len() < 2 {
        return None;
    }
    let stated: Vec<PlaceStatement<'_>> = readings.iter().filter_map(statement).collect();
    for (index, b) in stated.iter().enumerate() {
        for a in &stated[..index] {
            if a.contradicts(b) {
                let (exact, other) = if a.precision > b.precision { (a, b) } else { (b, a) };
                return Some(exact.hit(vendor, other));
            }
        }
    }
    None
}

/// The statement of one field; none if it is unclear.
fn statement<'t>(found: &PlaceReading<'t>) -> Option<PlaceStatement<'t>> {
    let reading = &found.reading;
    let unclear = [Flag::Unknown, Flag::Placeholder, Flag::Vague];
    if reading.worldwide || unclear.into_iter().any(|flag| reading.has(flag)) {
        return None;
    }
    let whole = 0..found.text.value().len();
    if let [Found::Region(region)] = reading.cloud_regions[..] {
        let range = reading.parts.iter().find_map(|part| {
            let is_region = matches!(part.referent, Referent::CloudRegion(_));
            is_region.then(|| with_bracket(found.text.value(), part.range.clone()))
        });
        let possible = match region.area() {
            Area::Countries(countries) => countries,
            Area::Group(group) => group.members(),
            Area::World | Area::Unpublished => return None,
        };
        return Some(PlaceStatement {
            text: found.text,
            range: range.unwrap_or(whole),
            precision: Precision::CloudRegion,
            possible,
            shown: match region.area() {
                Area::Group(group) => group.in_text().to_owned(),
                _ => names(possible),
            },
        });
    }
    let city = city(found.text.value()).filter(|_| found.key != "country");
    let namesakes = city.map_or(CountrySet::EMPTY, |city| city.possible);
    let possible = possible(reading).union(namesakes);
    if possible.is_empty() || reading.cloud_regions.len() > 1 {
        return None;
    }
    let is_group = reading.countries.is_empty() && !reading.groups.is_empty();
    let precision = match found.key {
        _ if is_group => Precision::Group,
        "city" => Precision::City,
        _ if city.is_some() => Precision::City,
        _ => Precision::Country,
    };
    let shown = if is_group {
        found.text.value().to_owned()
    } else {
        city.map_or_else(|| names(possible), |city| city.country.in_text().to_owned())
    };
    Some(PlaceStatement { text: found.text, range: whole, precision, possible, shown })
}

/// The words of a reading end before the bracket of `EU (Ireland)`.
fn with_bracket(text: &str, range: Range<usize>) -> Range<usize> {
    let opens = text.get(range.clone()).is_some_and(|part| part.contains('('));
    let closes = text.get(range.end..).is_some_and(|rest| rest.starts_with(')'));
    if opens && closes { range.start..range.end + 1 } else { range }
}

/// Every country that a reading may mean.
fn possible(reading: &Reading) -> CountrySet {
    let ambiguous = reading.readings.iter().map(|place| place.countries());
    ambiguous.fold(reading.country_set(), CountrySet::union)
}

/// The names of up to three countries.
fn names(set: CountrySet) -> String {
    let names: Vec<&str> = set.iter().map(Country::in_text).take(4).collect();
    match names[..] {
        [one] => one.to_owned(),
        [first, second] => format!("{first} or {second}"),
        [first, second, third] => format!("{first}, {second} or {third}"),
        _ => format!("one of {} countries", set.len()),
    }
}

/// A city of the table with every country that has one of that name.
#[derive(Clone, Copy)]
struct City {
    country: Country,
    possible: CountrySet,
}

/// Longest name of a city, in bytes.
const LONGEST_CITY: usize = 60;

fn city(text: &str) -> Option<City> {
    if text.len() > LONGEST_CITY {
        return None;
    }
    let Meaning::City(town) = places::phrase(&fold_words(text))?.meaning else { return None };
    let mut possible = town.elsewhere();
    possible.insert(town.country);
    let readings = town.readings.map(places::readings).unwrap_or_default();
    let possible = readings.iter().map(|place| place.countries()).fold(possible, CountrySet::union);
    Some(City { country: town.country, possible })
}

/// `eu-west-2 (Ireland)`, `Frankfurt, Ireland`, `EU (London)`, `Sweden (outside the EU)`.
fn within_text(vendor: &Vendor<'_>, readings: &[PlaceReading<'_>]) -> Option<Hit> {
    let found = readings.iter().find(|found| found.key == "text")?;
    let text = found.text.value();
    let conflict = found.reading.conflict(text)?;
    let shown = |set: CountrySet, range: &Range<usize>| {
        if set.len() > 3 {
            text.get(range.clone()).unwrap_or_default().to_owned()
        } else {
            names(set)
        }
    };
    let statement = |range: Range<usize>, set: CountrySet| PlaceStatement {
        text: found.text,
        precision: Precision::Country,
        possible: set,
        shown: shown(set, &range),
        range,
    };
    let other = statement(conflict.other, conflict.other_in);
    Some(statement(conflict.exact, conflict.exact_in).hit(vendor, &other))
}

/// `ap-southeast-2 (Melbourne)`: the town of another region of the provider, in the same country.
fn other_site(vendor: &Vendor<'_>, readings: &[PlaceReading<'_>]) -> Option<Hit> {
    let found = readings.iter().find(|found| found.key == "text")?;
    let text = found.text.value();
    let [Found::Region(region)] = found.reading.cloud_regions[..] else { return None };
    let mut places = found.reading.places();
    let (first, second, None) = (places.next()?, places.next()?, places.next()) else {
        return None;
    };
    let is_town = |part: &Part| matches!(part.referent, Referent::Town(_));
    let (id, town) = if is_town(second) { (first, second) } else { (second, first) };
    let between = text.get(first.range.end..second.range.start)?;
    let explains = matches!(between.trim(), "(" | "[" | "");
    if !is_town(town) || is_town(id) || !explains {
        return None;
    }
    let (own, typed) = (fold_words(region.place()), fold_words(text.get(town.range.clone())?));
    let mut others = region.provider().regions().filter(|other| other.id() != region.id());
    let is_elsewhere = !own.contains(&typed)
        && !typed.contains(&own)
        && others.any(|other| fold_words(other.place()) == typed);
    let statement = |part: &Part, shown: &str| PlaceStatement {
        text: found.text,
        range: part.range.clone(),
        precision: Precision::CloudRegion,
        possible: region.countries(),
        shown: shown.to_owned(),
    };
    is_elsewhere.then(|| {
        let other = statement(town, text.get(town.range.clone()).unwrap_or_default());
        statement(id, region.place()).hit(vendor, &other)
    })
}
