//! Decides whether a location keeps a promise about where data is.

use super::{Flag, PartKind, Reading};
use crate::facts::countries::{Country, CountrySet, Membership};
use crate::facts::places::NamedPlace;
use crate::facts::regions::{Group, GroupKind};

/// The regions that a residency claim names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The countries in every reading of the claim.
    certain: CountrySet,
    /// The countries in some reading of the claim.
    possible: CountrySet,
    /// The groups that the claim is written in.
    groups: Vec<Group>,
    /// Nothing of the claim could be read.
    unreadable: bool,
}

/// True if a location fits a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Every place is inside the claimed regions.
    Inside,
    /// This country is outside the claimed regions.
    Outside(Country),
    /// The texts do not decide.
    Unverifiable(Reason),
}

/// The reason why a location cannot be checked against a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The claim names no region that can be read.
    UnreadableClaim,
    /// The country is in some readings of the claim only: Switzerland in "Europe".
    AmbiguousClaim(Country),
    /// The location is a placeholder.
    Placeholder,
    /// The location could not be read.
    Unknown,
    /// The location is ambiguous, and its readings differ.
    Ambiguous,
    /// A part of the location means the whole world.
    Worldwide,
    /// A part of the location does not say where.
    Vague,
    /// The location names a group that is not surely inside.
    Group(Group),
    /// The country is outside, but the location holds under a condition only.
    Conditional(Country),
}

impl Claim {
    /// The claim to keep data in any of these regions.
    pub fn of<'a>(regions: impl IntoIterator<Item = &'a Reading>) -> Self {
        let mut claim = Self { unreadable: true, ..Self::default() };
        for region in regions {
            if !region.has_place() && region.readings.is_empty() {
                continue;
            }
            claim.unreadable = false;
            let ambiguous: CountrySet = region
                .readings
                .iter()
                .fold(CountrySet::EMPTY, |set, place| set.union(place.countries()));
            let loose = |group: &Group| region.readings.contains(&NamedPlace::Group(*group));
            let named = region
                .countries
                .iter()
                .filter(|country| !region.readings.contains(&NamedPlace::Country(*country)))
                .collect::<CountrySet>();
            let groups = region
                .groups
                .iter()
                .filter(|group| !loose(group))
                .fold(CountrySet::EMPTY, |set, group| set.union(group.members()));
            let shared = region
                .readings
                .iter()
                .map(|place| place.countries())
                .reduce(CountrySet::intersection)
                .unwrap_or_default();
            let world = if region.worldwide { CountrySet::world() } else { CountrySet::EMPTY };
            claim.certain = claim.certain.union(named).union(groups).union(shared).union(world);
            claim.possible = claim.possible.union(region.country_set()).union(ambiguous);
            claim.groups.extend(region.groups.iter().copied());
        }
        claim
    }

    /// True if a country is inside in every reading of the claim.
    pub fn contains(&self, country: Country) -> bool {
        self.certain.contains(country)
    }

    /// True if a location keeps the claim. A customer's choice of location is
    /// not part of the texts and is left to the caller.
    ///
    /// A known country outside decides; otherwise every part must be inside. An
    /// editorial group is inside only if the claim is written in that group.
    pub fn fit(&self, location: &Reading) -> Fit {
        if self.unreadable {
            return Fit::Unverifiable(Reason::UnreadableClaim);
        }
        match self.first_outside(location) {
            Some(country) if location.has(Flag::Conditional) => {
                return Fit::Unverifiable(Reason::Conditional(country));
            }
            Some(country) => return Fit::Outside(country),
            None => {}
        }
        match self.doubt(location) {
            Some(reason) => Fit::Unverifiable(reason),
            None => Fit::Inside,
        }
    }

    /// The first country of the location, in the order of the text, that is
    /// outside in every reading of the claim and of the location.
    fn first_outside(&self, location: &Reading) -> Option<Country> {
        let mut outside = location.countries.difference(self.possible);
        if location.readings.iter().any(|place| self.may_contain(*place)) {
            for place in &location.readings {
                if let NamedPlace::Country(country) = place {
                    outside.remove(*country);
                }
            }
        }
        let in_text = location.parts.iter().flat_map(|part| {
            match part.kind {
                PartKind::Country(country) => std::iter::once(country).collect(),
                PartKind::CloudRegion(found) => found
                    .regions()
                    .fold(CountrySet::EMPTY, |set, region| set.union(region.countries())),
                PartKind::Group(_) | PartKind::Worldwide | PartKind::Flag(_) => CountrySet::EMPTY,
            }
            .iter()
            .collect::<Vec<_>>()
        });
        in_text.into_iter().find(|country| outside.contains(*country)).or_else(|| outside.first())
    }

    fn may_contain(&self, place: NamedPlace) -> bool {
        !place.countries().intersection(self.possible).is_empty()
    }

    /// Returns the reason why the location is not certainly inside.
    fn doubt(&self, location: &Reading) -> Option<Reason> {
        if location.has(Flag::Placeholder) {
            return Some(Reason::Placeholder);
        }
        if location.worldwide && self.certain != CountrySet::world() {
            return Some(Reason::Worldwide);
        }
        let contains = |place: &NamedPlace| match place {
            NamedPlace::Country(country) => self.certain.contains(*country),
            NamedPlace::Group(group) => self.contains_group(*group),
        };
        let same_loose_group = location.groups.iter().any(|group| {
            location.readings.contains(&NamedPlace::Group(*group)) && self.groups.contains(group)
        });
        if location.has(Flag::Ambiguous)
            && !same_loose_group
            && !location.readings.iter().all(contains)
        {
            return Some(Reason::Ambiguous);
        }
        if let Some(group) = location.groups.iter().find(|group| !self.contains_group(**group)) {
            return Some(Reason::Group(*group));
        }
        if location.has(Flag::Vague) && !location.worldwide {
            return Some(Reason::Vague);
        }
        if location.has(Flag::Unknown) || !location.has_place() && location.readings.is_empty() {
            return Some(Reason::Unknown);
        }
        let silent = location.countries.is_empty()
            && location.groups.is_empty()
            && location.readings.is_empty()
            && !location.worldwide;
        if silent {
            // A cloud region whose country is not published.
            return Some(Reason::Unknown);
        }
        let unclear = location.countries.difference(self.certain);
        unclear.first().map(Reason::AmbiguousClaim)
    }

    fn contains_group(&self, group: Group) -> bool {
        // Territories overseas are in the Union but not on the continent: they
        // do not make "EU" doubtful where the claim is "Europe".
        let members = || -> CountrySet {
            let state = |country: &Country| country.membership() != Membership::Territory;
            group.members().iter().filter(state).collect()
        };
        self.groups.contains(&group)
            || (group.kind() == GroupKind::Legal && members().is_subset(self.certain))
    }
}
