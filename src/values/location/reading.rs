//! The reading of a location, part by part.

use std::ops::Range;

use crate::facts::cloud_regions::{Area, CloudRegion, Found, Status};
use crate::facts::countries::{Country, CountrySet};
use crate::facts::places::{self, NamedPlace, Town};
use crate::facts::regions::Group;

/// Something about a location that a reader must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// A name has more than one reading.
    Ambiguous,
    /// A part does not say where.
    Vague,
    /// A part, or all of it, could not be read.
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

/// A piece of the text and what it says. The parts of a reading tile the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Its role.
    pub role: PartRole,
    /// The place that it names, also where that is not a place of processing.
    pub referent: Referent,
    /// The place may not be one, or not the only one: its statement has a condition, a
    /// preference, or a word in front of it that is not understood.
    pub is_loose: bool,
}

impl Part {
    /// A part that names no place.
    pub(super) fn words(range: Range<usize>, role: PartRole) -> Self {
        Self { range, role, referent: Referent::None, is_loose: false }
    }
}

/// The role of a part of a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartRole {
    /// A country, a state or a name with several readings: a place of processing.
    Place,
    /// A group of countries, or the world.
    Area,
    /// The id or name of a cloud region, known or not.
    CloudRegion,
    /// A city.
    City,
    /// The seat of the company.
    Seat,
    /// An activity, such as storage.
    Activity,
    /// A condition, or those for whom the place is.
    Condition,
    /// A condition without which the text names no place: "by default".
    Default,
    /// The customer chooses.
    Choice,
    /// An example of what stands in front of it.
    Example,
    /// A slash, "and", "or".
    Alternative,
    /// A place that the text denies.
    Negation,
    /// A preference that does not bind.
    Hedge,
    /// A day, month or year from which or until which the places hold.
    Date,
    /// A remark about a place: the area around it, or one that it is outside of.
    Gloss(Gloss),
    /// A contract or law.
    Mechanism,
    /// Punctuation and white space.
    Separator,
    /// Words that change nothing.
    Filler,
    /// Says that data is somewhere, and not where.
    Open,
    /// Nothing was filled in.
    Placeholder,
    /// Not understood.
    Unread,
}

/// The relation of a place to the area of a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gloss {
    /// The place lies in the referent.
    Within,
    /// The place lies outside of the referent.
    Outside,
}

impl PartRole {
    /// The word for the role in output.
    pub fn id(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Area => "area",
            Self::CloudRegion => "cloud region",
            Self::City => "city",
            Self::Seat => "seat",
            Self::Activity => "activity",
            Self::Condition => "condition",
            Self::Default => "default",
            Self::Choice => "customer's choice",
            Self::Example => "example",
            Self::Alternative => "alternative",
            Self::Negation => "negation",
            Self::Hedge => "hedge",
            Self::Date => "date",
            Self::Gloss(_) => "gloss",
            Self::Mechanism => "mechanism",
            Self::Separator => "separator",
            Self::Filler => "filler",
            Self::Open => "open",
            Self::Placeholder => "placeholder",
            Self::Unread => "unread",
        }
    }

    /// True if the referent of such a part is a place of processing.
    pub fn is_place(self) -> bool {
        matches!(self, Self::Place | Self::Area | Self::CloudRegion | Self::City)
    }
}

/// The place that a piece of a location names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referent {
    /// No place.
    None,
    /// A country, by name or code.
    Country(Country),
    /// A city or a state.
    Town(Town),
    /// A group of countries.
    Group(Group),
    /// A group whose name people use loosely, and its readings.
    LooseGroup(Group, u8),
    /// A name with several readings, and the one to prefer.
    Ambiguous(Option<Country>, u8),
    /// One of two countries.
    Either(Country, Country),
    /// A cloud region.
    CloudRegion(Found),
    /// The whole world.
    World,
}

impl Referent {
    /// The readings of a name that has several.
    pub fn readings(self) -> Vec<NamedPlace> {
        match self {
            Self::Town(Town { readings: Some(readings), .. })
            | Self::LooseGroup(_, readings)
            | Self::Ambiguous(_, readings) => places::readings(readings).to_vec(),
            Self::Either(a, b) => vec![NamedPlace::Country(a), NamedPlace::Country(b)],
            Self::CloudRegion(found @ Found::Several(..)) => {
                let all: CountrySet =
                    found.regions().flat_map(|region| region.countries().iter()).collect();
                all.iter().map(NamedPlace::Country).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The countries that are named for sure, or preferred.
    pub fn countries(self) -> CountrySet {
        let one = |country| std::iter::once(country).collect();
        match self {
            Self::Country(country) | Self::Ambiguous(Some(country), _) => one(country),
            Self::Town(town) => one(town.country),
            Self::CloudRegion(Found::Region(region)) => region.countries(),
            _ => CountrySet::EMPTY,
        }
    }

    /// The group that is named.
    pub fn group(self) -> Option<Group> {
        match self {
            Self::Group(group) | Self::LooseGroup(group, _) => Some(group),
            Self::CloudRegion(Found::Region(region)) => match region.area() {
                Area::Group(group) => Some(group),
                _ => None,
            },
            _ => None,
        }
    }

    /// True if the whole world is meant.
    pub fn is_world(self) -> bool {
        match self {
            Self::World => true,
            Self::CloudRegion(Found::Region(region)) => region.area() == Area::World,
            _ => false,
        }
    }

    /// Every country that may be meant, namesakes of a city included. Empty if that is not
    /// known.
    pub fn possible(self) -> CountrySet {
        let readings = self
            .readings()
            .iter()
            .fold(self.countries(), |set, place| set.union(place.countries()));
        let elsewhere = match self {
            Self::Town(town) => town.elsewhere(),
            _ => CountrySet::EMPTY,
        };
        let group = self.group().map(Group::members).unwrap_or_default();
        readings.union(elsewhere).union(group)
    }

    fn hint(self) -> bool {
        matches!(self, Self::CloudRegion(Found::Region(region)) if is_hint(region))
    }
}

fn is_hint(region: CloudRegion) -> bool {
    region.status() == Status::Hint
}

/// The meaning of a location: its parts, and what follows from them.
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
    /// The pieces of the text, in its order: they cover it without gaps or overlaps.
    pub parts: Vec<Part>,
}

impl Reading {
    /// Folds parts into a reading.
    pub(super) fn of(parts: Vec<Part>) -> Self {
        let mut reading = Self { parts: Vec::new(), ..Self::default() };
        let mut claims_nothing = false;
        for part in &parts {
            if part.role.is_place() {
                reading.add(part.referent);
            }
            match part.role {
                PartRole::Open | PartRole::Hedge | PartRole::Date => reading.flags.set(Flag::Vague),
                PartRole::Condition | PartRole::Default | PartRole::Choice => {
                    reading.flags.set(Flag::Conditional);
                }
                PartRole::Placeholder => reading.flags.set(Flag::Placeholder),
                PartRole::Unread => reading.flags.set(Flag::Unknown),
                PartRole::CloudRegion if part.referent == Referent::None => {
                    reading.flags.set(Flag::Unknown);
                }
                _ => {}
            }
            claims_nothing |= says_only_what_else(part);
        }
        // What could not be read may be the place beside the others: that is said once.
        let is_told = reading.has(Flag::Unknown) && !reading.has(Flag::Conditional);
        if claims_nothing && !is_told && !reading.has_place() && reading.readings.is_empty() {
            reading.flags.set(Flag::Vague);
        }
        reading.cloud_regions.sort_by_cached_key(ToString::to_string);
        reading.parts = parts;
        reading
    }

    /// The reading of one place without a text.
    pub fn of_place(place: NamedPlace) -> Self {
        let (role, referent) = match place {
            NamedPlace::Country(country) => (PartRole::Place, Referent::Country(country)),
            NamedPlace::Group(group) => (PartRole::Area, Referent::Group(group)),
        };
        Self::of(vec![Part { range: 0..0, role, referent, is_loose: false }])
    }

    fn add(&mut self, referent: Referent) {
        self.countries = self.countries.union(referent.countries());
        if let Some(group) = referent.group()
            && let Err(at) = self.groups.binary_search(&group)
        {
            self.groups.insert(at, group);
        }
        if let Referent::CloudRegion(found) = referent
            && !self.cloud_regions.contains(&found)
        {
            self.cloud_regions.push(found);
        }
        if referent.is_world() {
            self.worldwide = true;
            self.flags.set(Flag::Vague);
        }
        if referent.hint() {
            self.flags.set(Flag::Vague);
        }
        let readings = referent.readings();
        if !readings.is_empty() {
            self.flags.set(Flag::Ambiguous);
            let first = referent.countries().first().map(NamedPlace::Country);
            let rest = readings.into_iter().filter(|place| Some(*place) != first);
            for place in first.into_iter().chain(rest) {
                if !self.readings.contains(&place) {
                    self.readings.push(place);
                }
            }
        }
    }

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

    /// True if a part has the role.
    pub fn has_role(&self, role: PartRole) -> bool {
        self.parts.iter().any(|part| part.role == role)
    }

    /// The parts that name places of processing.
    pub fn places(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.role.is_place() && part.referent != Referent::None)
    }

    /// The parts that could not be read, cloud regions aside.
    pub fn unread(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.role == PartRole::Unread)
    }

    /// The same for a place that holds under a condition only.
    #[must_use]
    pub fn under_condition(mut self) -> Self {
        self.flags.set(Flag::Conditional);
        for part in &mut self.parts {
            part.is_loose = true;
        }
        self
    }

    /// The first piece of the text that set the flag: bytes of the text.
    pub fn range_of(&self, flag: Flag) -> Option<Range<usize>> {
        let sets = |part: &&Part| match flag {
            Flag::Ambiguous => part.role.is_place() && !part.referent.readings().is_empty(),
            Flag::Vague => {
                matches!(part.role, PartRole::Open | PartRole::Hedge | PartRole::Date)
                    || part.role.is_place() && (part.referent.is_world() || part.referent.hint())
            }
            Flag::Unknown => {
                part.role == PartRole::Unread
                    || part.role == PartRole::CloudRegion && part.referent == Referent::None
            }
            Flag::Conditional => {
                matches!(part.role, PartRole::Condition | PartRole::Default | PartRole::Choice)
            }
            Flag::Placeholder => part.role == PartRole::Placeholder,
        };
        let part = self.parts.iter().find(sets).or_else(|| {
            let claims = |part: &&Part| flag == Flag::Vague && says_only_what_else(part);
            self.parts.iter().find(claims)
        })?;
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
}

/// True if a part tells something about other places than those of processing: a text of
/// such parts alone does not say where.
fn says_only_what_else(part: &Part) -> bool {
    match part.role {
        PartRole::Seat | PartRole::Gloss(_) | PartRole::Condition | PartRole::Default => true,
        PartRole::Negation => part.referent != Referent::None,
        _ => false,
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
