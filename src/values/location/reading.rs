//! What a location says.

use std::ops::Range;

use crate::facts::cloud_regions::{Area, Found};
use crate::facts::countries::{Country, CountrySet};
use crate::facts::places::NamedPlace;
use crate::facts::regions::Group;

/// Something about a location that a reader must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// A name has more than one reading.
    Ambiguous,
    /// A part does not say where.
    Vague,
    /// Nothing, or what looks like a cloud region, could not be read.
    Unknown,
    /// The places hold under a condition, such as the customer's choice.
    Conditional,
    /// Nothing was filled in.
    Placeholder,
}

impl Flag {
    /// Every flag, in the order in which they are listed.
    pub const ALL: [Self; 5] =
        [Self::Ambiguous, Self::Vague, Self::Unknown, Self::Conditional, Self::Placeholder];

    /// The word for the flag in output.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::Vague => "vague",
            Self::Unknown => "unknown",
            Self::Conditional => "conditional",
            Self::Placeholder => "placeholder",
        }
    }
}

/// A set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// True if the flag is set.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u8) != 0
    }

    /// True if no flag is set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The flags that are set, in the order of [`Flag::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.has(*flag))
    }

    fn set(&mut self, flag: Flag) {
        self.0 |= 1 << flag as u8;
    }
}

/// A piece of the text and what it was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Its meaning.
    pub kind: PartKind,
}

/// The kind of a part of a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A country, by its name, a code, a city or a state.
    Country(Country),
    /// A group of countries.
    Group(Group),
    /// A cloud region.
    CloudRegion(Found),
    /// The whole world.
    Worldwide,
    /// A flag that this piece is the reason of.
    Flag(Flag),
}

/// The meaning of a location.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The countries named, also by their cities and cloud regions.
    pub countries: CountrySet,
    /// The groups of countries named, by id; without those whose members are named.
    pub groups: Vec<Group>,
    /// The cloud regions named, sorted.
    pub cloud_regions: Vec<Found>,
    /// A part means the whole world.
    pub worldwide: bool,
    /// The flags.
    pub flags: Flags,
    /// The readings of the ambiguous names, in the order of the text; of each
    /// name the preferred one first.
    pub readings: Vec<NamedPlace>,
    /// The pieces of the text that were read, in the order of the text. What is
    /// not listed said nothing about a place.
    pub parts: Vec<Part>,
}

impl Reading {
    /// Every country that the location may mean: the countries named, the
    /// members of the groups, and the whole table where it is worldwide.
    pub fn country_set(&self) -> CountrySet {
        if self.worldwide {
            return CountrySet::world();
        }
        self.groups.iter().fold(self.countries, |set, group| set.union(group.members()))
    }

    /// True if a flag is set.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.has(flag)
    }

    /// The same for a place that holds under a condition only.
    #[must_use]
    pub fn under_condition(mut self) -> Self {
        self.flags.set(Flag::Conditional);
        self
    }

    /// The first piece of the text that set the flag: bytes of the text.
    pub fn range_of(&self, flag: Flag) -> Option<Range<usize>> {
        let part = self.parts.iter().find(|part| part.kind == PartKind::Flag(flag))?;
        Some(part.range.clone())
    }

    /// True if a country, a group, a cloud region or the world is named.
    pub fn has_place(&self) -> bool {
        !self.countries.is_empty()
            || !self.groups.is_empty()
            || !self.cloud_regions.is_empty()
            || self.worldwide
    }

    /// True if exactly one country is named and nothing else is to be said.
    pub fn only_country(&self) -> Option<Country> {
        let plain = self.flags.is_empty() && self.groups.is_empty() && !self.worldwide;
        (plain && self.countries.len() == 1).then(|| self.countries.first())?
    }

    /// The reading in the words of the outputs.
    pub fn summary(&self) -> ReadingSummary {
        ReadingSummary {
            countries: self.countries.iter().map(Country::alpha2).collect(),
            groups: self.groups.iter().map(|group| group.id()).collect(),
            cloud_regions: self.cloud_regions.iter().map(ToString::to_string).collect(),
            worldwide: self.worldwide,
            flags: self.flags.iter().map(Flag::id).collect(),
            readings: self.readings.iter().map(|place| place.id()).collect(),
        }
    }

    /// True if nothing was found at all.
    pub(super) fn is_nothing(&self) -> bool {
        !self.has_place() && self.flags.is_empty()
    }

    pub(super) fn add_country(&mut self, country: Country, range: Range<usize>) {
        self.countries.insert(country);
        self.parts.push(Part { range, kind: PartKind::Country(country) });
    }

    pub(super) fn add_group(&mut self, group: Group, range: Range<usize>) {
        if let Err(at) = self.groups.binary_search(&group) {
            self.groups.insert(at, group);
        }
        self.parts.push(Part { range, kind: PartKind::Group(group) });
    }

    pub(super) fn add_worldwide(&mut self, range: Range<usize>) {
        self.worldwide = true;
        self.parts.push(Part { range: range.clone(), kind: PartKind::Worldwide });
        self.flag(Flag::Vague, range);
    }

    pub(super) fn add_region(&mut self, found: Found, range: Range<usize>) {
        if !self.cloud_regions.contains(&found) {
            self.cloud_regions.push(found);
        }
        self.parts.push(Part { range: range.clone(), kind: PartKind::CloudRegion(found) });
        match found {
            Found::Region(region) => match region.area() {
                Area::Countries(countries) => self.countries = self.countries.union(countries),
                Area::Group(group) => self.add_group(group, range),
                Area::World => self.add_worldwide(range),
                Area::Unpublished => {}
            },
            Found::Several(..) => {
                let places: CountrySet =
                    found.regions().flat_map(|region| region.countries().iter()).collect();
                let readings: Vec<NamedPlace> = places.iter().map(NamedPlace::Country).collect();
                self.add_ambiguous(&readings, None, range);
            }
        }
    }

    pub(super) fn add_ambiguous(
        &mut self,
        readings: &[NamedPlace],
        preferred: Option<Country>,
        range: Range<usize>,
    ) {
        if let Some(country) = preferred {
            self.countries.insert(country);
        }
        let first = preferred.map(NamedPlace::Country);
        let rest = readings.iter().copied().filter(|place| Some(*place) != first);
        for place in first.into_iter().chain(rest) {
            if !self.readings.contains(&place) {
                self.readings.push(place);
            }
        }
        self.flag(Flag::Ambiguous, range);
    }

    pub(super) fn flag(&mut self, flag: Flag, range: Range<usize>) {
        self.flags.set(flag);
        self.parts.push(Part { range, kind: PartKind::Flag(flag) });
    }

    /// Moves the parts behind `by` bytes that were not read.
    pub(super) fn shift(&mut self, by: usize) {
        if by == 0 {
            return;
        }
        for part in &mut self.parts {
            part.range.start += by;
            part.range.end += by;
        }
    }
}

/// A reading in the words of the outputs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ReadingSummary {
    /// ISO 3166-1 alpha-2 codes, sorted.
    pub countries: Vec<&'static str>,
    /// Ids of groups, sorted.
    pub groups: Vec<&'static str>,
    /// `provider:id`, sorted; `?:id` where the providers differ.
    pub cloud_regions: Vec<String>,
    /// A part means the whole world.
    pub worldwide: bool,
    /// `ambiguous`, `vague`, `unknown`, `conditional`, `placeholder`.
    pub flags: Vec<&'static str>,
    /// The readings where the location is ambiguous: codes and ids of groups.
    pub readings: Vec<&'static str>,
}
