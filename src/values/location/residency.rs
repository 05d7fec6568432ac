//! Decides whether a location keeps a promise about where data is.

use super::{Flag, PartRole, Reading, Referent};
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
    /// This country, or all of this group, is outside the claimed regions.
    Outside(NamedPlace),
    /// The texts do not decide.
    Unverifiable(Reason),
}

/// A reason for which a location cannot be checked against a claim.
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
    /// The location holds under a condition only, or is what the vendor prefers.
    Conditional,
    /// A part of the location could not be read.
    Unread,
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
    /// A known country outside decides, unless its statement leaves it open; otherwise every
    /// part must be inside. An
    /// editorial group is inside only if the claim is written in that group.
    pub fn fit(&self, location: &Reading) -> Fit {
        if self.unreadable {
            return Fit::Unverifiable(Reason::UnreadableClaim);
        }
        if let Some(place) = self.first_outside(location, false) {
            return Fit::Outside(place);
        }
        if self.first_outside(location, true).is_some() {
            let unread = location.has(Flag::Unknown) && !location.has(Flag::Conditional);
            let hedged = location.has_role(PartRole::Hedge);
            let reason = if unread && !hedged { Reason::Unread } else { Reason::Conditional };
            return Fit::Unverifiable(reason);
        }
        match self.doubt(location) {
            Some(reason) => Fit::Unverifiable(reason),
            None => Fit::Inside,
        }
    }

    /// The first place of the location, in the order of the text, that is outside in
    /// every reading of the claim and of the location; among the loose ones or the others.
    fn first_outside(&self, location: &Reading, is_loose: bool) -> Option<NamedPlace> {
        let mut places = location.places().filter(|part| part.is_loose == is_loose);
        places.find_map(|part| self.outside(part.referent))
    }

    /// The part of a place that is certainly outside.
    fn outside(&self, referent: Referent) -> Option<NamedPlace> {
        if referent.is_world() {
            return None;
        }
        let readings = referent.readings();
        if let Some(first) = readings.first() {
            let meant = referent.countries().first().map_or(*first, NamedPlace::Country);
            return (!readings.iter().any(|place| self.may_contain(*place))).then_some(meant);
        }
        let countries = referent.countries().difference(self.possible);
        if let Some(country) = countries.first() {
            return Some(NamedPlace::Country(country));
        }
        let group = referent.group().map(NamedPlace::Group)?;
        (!self.may_contain(group)).then_some(group)
    }

    fn may_contain(&self, place: NamedPlace) -> bool {
        !place.countries().intersection(self.possible).is_empty()
    }

    /// The reason for which the location is not surely inside.
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
            return Some(if location.has_role(PartRole::Hedge) {
                Reason::Conditional
            } else {
                Reason::Vague
            });
        }
        let nothing = !location.has_place() && location.readings.is_empty();
        if location.has(Flag::Unknown) {
            return Some(if nothing { Reason::Unknown } else { Reason::Unread });
        }
        if leaves_open(location) {
            return Some(Reason::Conditional);
        }
        let silent = location.countries.is_empty()
            && location.groups.is_empty()
            && location.readings.is_empty()
            && !location.worldwide;
        if nothing || silent {
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

/// True if a condition leaves places open that the text does not name: "EU by default", or
/// one place that hangs on the customer's choice. Of several, one is chosen.
fn leaves_open(location: &Reading) -> bool {
    location.parts.iter().any(|part| part.role == PartRole::Default)
        || location.has_role(PartRole::Choice) && location.places().count() < 2
}
