//! Settles what the names of a location mean, by what stands around them.

use super::Context;
use super::grammar::ClauseBreak;
use super::lex::{Item, ItemKind, gap, is_conjunction};
use super::reading::{Gloss, Part, PartRole};
use crate::facts::cloud_regions::Found;
use crate::facts::countries::{Country, CountrySet};
use crate::facts::places::{self, NamedPlace, Town, WordRole};
use crate::facts::regions::Group;
use crate::text::fold::{Gap, Words};

/// Turns what was found into the parts of the text that `words` were cut from.
pub(super) fn settle(
    text: &str,
    words: &Words,
    items: Vec<Item>,
    context: &Context<'_>,
) -> Vec<Part> {
    let mut settler = Settler { text, words, items, context };
    // Most locations are one name, for which there is nothing to settle; "configurable" says
    // who chooses.
    let is_choice =
        || matches!(settler.items[..], [Item { kind: ItemKind::Word(WordRole::Choose), .. }]);
    if settler.items.len() > 1 || is_choice() {
        settler.settle_words();
    }
    settler.settle_codes();
    if settler.items.len() > 1 {
        settler.settle_namesakes();
    }
    settler.settle_ambiguous();
    if settler.items.len() > 1 {
        settler.drop_sovereigns();
        settler.drop_groups();
    }
    settler.parts()
}

/// The items of a text while their meanings are settled.
pub(super) struct Settler<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a Words,
    pub(super) items: Vec<Item>,
    pub(super) context: &'a Context<'a>,
}

impl Settler<'_> {
    // ---- neighbours

    pub(super) fn is_active_place(&self, at: usize) -> bool {
        !self.items[at].off && self.items[at].kind.is_place()
    }

    /// The number of words between two items.
    pub(super) fn distance(&self, left: usize, right: usize) -> usize {
        self.items[right].words.start.saturating_sub(self.items[left].words.end)
    }

    /// The gap in front of an item.
    pub(super) fn gap_before(&self, at: usize) -> Gap {
        gap(self.words, self.items[at].words.start)
    }

    /// The active place that ends where the item begins.
    pub(super) fn place_before(&self, at: usize) -> Option<usize> {
        let before = (0..at).rev().find(|&before| self.is_active_place(before))?;
        (self.distance(before, at) == 0).then_some(before)
    }

    /// The active place that begins where the item ends.
    pub(super) fn place_behind(&self, at: usize) -> Option<usize> {
        let behind = (at + 1..self.items.len()).find(|&behind| self.is_active_place(behind))?;
        (self.distance(at, behind) == 0).then_some(behind)
    }

    /// True if a word such as "and" stands between two items.
    pub(super) fn is_joined(&self, left: usize, right: usize) -> bool {
        let between = self.items[left].words.end..self.items[right].words.start;
        between.into_iter().any(|word| is_conjunction(self.words.folded(word)))
    }

    pub(super) fn active_places(&self) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(|&at| self.is_active_place(at))
    }

    fn has_postcode_behind(&self, at: usize) -> bool {
        let behind = self.items[at].words.end;
        self.words.list.get(behind).is_some_and(|word| {
            let typed = &self.text[word.start..word.end];
            // "DE-60311" is not "DE 60311".
            matches!(word.gap, Gap::Space | Gap::Break)
                && typed.len() == 5
                && typed.bytes().all(|byte| byte.is_ascii_digit())
        })
    }

    // ---- codes of states and countries

    fn settle_codes(&mut self) {
        for at in 0..self.items.len() {
            let ItemKind::Code { country, states } = self.items[at].kind else { continue };
            if self.items[at].off {
                continue;
            }
            if let Some(country) = self.read_code(at, country, states) {
                self.items[at].kind = ItemKind::Country(country);
            }
        }
    }

    /// The country of a code; `None` leaves it ambiguous between its country
    /// and the United States.
    fn read_code(
        &mut self,
        at: usize,
        country: Option<Country>,
        states: &[Country],
    ) -> Option<Country> {
        if let Some(own) = self.read_own_abbreviation(at) {
            return Some(own);
        }
        if self.context.typed_country && country.is_some() {
            return country;
        }
        if let Some(own) = self.read_province(at) {
            return Some(own);
        }
        let Some(&state) = states.first() else { return country };
        if let Some(before) = self.place_before(at)
            && self.gap_before(at) != Gap::Slash
            && let Some(settled) = self.read_code_behind(at, before, country, states)
        {
            return Some(settled);
        }
        let Some(country) = country else {
            // "Qld and the NT": the one whose country the text names.
            let certain = self.certain_countries();
            let named = states.iter().find(|state| certain.iter().any(|named| named == **state));
            return Some(*named.unwrap_or(&state));
        };
        if self.has_postcode_behind(at) && state == Country::US {
            return Some(state);
        }
        let behind = self.items[at].words.end;
        if self.words.list.get(behind).is_some_and(|word| word.digit && word.gap == Gap::Hyphen) {
            return Some(country);
        }
        let code = self.text[self.items[at].bytes.clone()].to_ascii_uppercase();
        if let Some(preferred) =
            self.context.prefer.and_then(|prefer| prefer.get(&code.to_ascii_lowercase()))
        {
            return Some(preferred);
        }
        if state == Country::US && self.is_behind_a_town(at) {
            // "Carmel, IN". Towns of Germany and of Delaware look alike, but for a company that is
            // certainly of elsewhere.
            return match code != "DE" || self.context.us_incorporated {
                true => Some(state),
                false => Some(country).filter(|_| self.context.incorporated_elsewhere),
            };
        }
        Some(country)
    }

    /// "Bergamo (BG)", "Recife - PE, Brasil": letters for a province of the country that the town
    /// in front or the country behind is. Behind a comma they may be a state of North America:
    /// "Venice, CA".
    fn read_province(&mut self, at: usize) -> Option<Country> {
        let code = self.text[self.items[at].bytes.clone()].to_uppercase();
        let is_here = |settler: &Self, country: Country| {
            places::has_province(country, &code)
                && settler.items.iter().any(|item| item.kind == ItemKind::Country(country))
        };
        let before = self.place_before(at).filter(|_| self.gap_before(at) != Gap::Slash);
        if let Some(before) = before
            && let ItemKind::City(town) | ItemKind::State(town) = self.items[before].kind
        {
            let own = town.country;
            let is_certain = self.gap_before(at) == Gap::Open || is_here(self, own);
            let has_namesake =
                || places::states(&code).iter().any(|state| town.elsewhere().contains(*state));
            let is_own = places::has_province(own, &code) && (is_certain || !has_namesake());
            if is_own {
                self.items[before].off = true;
                return Some(own);
            }
            return None;
        }
        let behind = self.place_behind(at).filter(|_| self.is_behind_a_town(at))?;
        match self.items[behind].kind {
            ItemKind::Country(country) if is_here(self, country) => Some(country),
            _ => None,
        }
    }

    /// "Bratislava, SR", "UK & NI": the letters are the code of another country, and mean
    /// what their own people call so beside a place of theirs.
    fn read_own_abbreviation(&mut self, at: usize) -> Option<Country> {
        const ABBREVIATIONS: [(&str, &str); 3] = [("CR", "CZ"), ("NI", "GB"), ("SR", "SK")];
        let code = self.words.folded(self.items[at].words.start);
        let known = ABBREVIATIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(code))?;
        let own = Country::from_alpha2(known.1)?;
        let typed = &self.text[self.items[at].bytes.clone()];
        if typed == "ČR" {
            return Some(own);
        }
        let joins = at.checked_sub(1).is_some_and(|before| self.is(before, WordRole::And));
        let before = at.checked_sub(if joins { 2 } else { 1 })?;
        match self.items[before].kind {
            ItemKind::City(town) | ItemKind::State(town) => (town.country == own).then_some(own),
            ItemKind::Country(country) => (country == own && joins).then_some(own),
            _ => None,
        }
    }

    /// "San Francisco, CA", "Hamburg, DE", "USA (CA)".
    fn read_code_behind(
        &mut self,
        at: usize,
        before: usize,
        country: Option<Country>,
        states: &[Country],
    ) -> Option<Country> {
        match self.items[before].kind {
            ItemKind::City(town) | ItemKind::State(town) => {
                if let Some(own) = states.iter().find(|state| **state == town.country) {
                    self.items[before].off = true;
                    return Some(*own);
                }
                if country == Some(town.country) {
                    self.items[before].off = true;
                    return country;
                }
                // "Paris, TX": the state says which town is meant.
                self.items[before].off = true;
                Some(states[0])
            }
            ItemKind::Ambiguous { readings, .. } => {
                let readings = places::readings(readings);
                let fits = |country: &Country| readings.contains(&NamedPlace::Country(*country));
                let own = states.iter().copied().find(fits).or(country.filter(fits));
                self.items[before].off = true;
                Some(own.unwrap_or(states[0]))
            }
            // "India (IN)" says it twice.
            ItemKind::Country(before) if country == Some(before) => country,
            ItemKind::Country(before) => {
                let within = matches!(self.gap_before(at), Gap::Open | Gap::Hyphen | Gap::Space);
                (within && states.contains(&before)).then_some(before)
            }
            _ => None,
        }
    }

    /// True if an unknown capitalised word and a comma stand in front.
    fn is_behind_a_town(&self, at: usize) -> bool {
        let start = self.items[at].words.start;
        let Some(before) = start.checked_sub(1).map(|before| &self.words.list[before]) else {
            return false;
        };
        let item = &self.items[at];
        let comma = self.text[before.end..item.bytes.start].trim() == ",";
        let known = self
            .items
            .iter()
            .any(|other| other.words.contains(&(start - 1)) && other.kind != ItemKind::Unread);
        let word = &self.text[before.start..before.end];
        comma && !known && word.len() > 3 && !before.digit && word.starts_with(char::is_uppercase)
    }

    // ---- names with several readings

    /// "Paris, Texas", "London, Ontario, Canada".
    fn settle_namesakes(&mut self) {
        for at in 0..self.items.len() {
            let ItemKind::State(state) = self.items[at].kind else { continue };
            if self.items[at].off || self.gap_before(at) >= Gap::Close {
                continue;
            }
            let Some(before) = self.place_before(at) else { continue };
            if let ItemKind::City(town) = self.items[before].kind
                && town.elsewhere().contains(state.country)
                && self.gap_before(at) != Gap::Slash
            {
                self.items[before].off = true;
            }
        }
    }

    fn settle_ambiguous(&mut self) {
        // Regions that several providers place differently come first: what
        // they are settled by are names, and they settle names in turn.
        for at in 0..self.items.len() {
            if let ItemKind::Region(found @ Found::Several(..)) = self.items[at].kind {
                let certain = self.certain_countries();
                let mut fitting = found.regions().filter(|region| {
                    !region.countries().is_empty() && region.countries().is_subset(certain)
                });
                if let (Some(region), None) = (fitting.next(), fitting.next()) {
                    self.items[at].kind = ItemKind::Region(Found::Region(region));
                }
            }
        }
        for at in 0..self.items.len() {
            if self.items[at].off {
                continue;
            }
            let Some(readings) = self.readings(at) else { continue };
            if let Some(country) = self.settle_one(at, readings) {
                self.items[at].kind = ItemKind::Country(country);
            }
        }
    }

    /// The readings of an item that has several.
    fn readings(&self, at: usize) -> Option<&'static [NamedPlace]> {
        match self.items[at].kind {
            ItemKind::Ambiguous { readings, .. }
            | ItemKind::City(Town { readings: Some(readings), .. })
            | ItemKind::State(Town { readings: Some(readings), .. }) => {
                Some(places::readings(readings))
            }
            _ => None,
        }
    }

    fn settle_one(&self, at: usize, readings: &[NamedPlace]) -> Option<Country> {
        let item = &self.items[at];
        let key = &self.words.folded
            [self.words.list[item.words.start].at..self.words.list[item.words.end - 1].to];
        if let Some(country) = self.context.prefer.and_then(|prefer| prefer.get(key)) {
            return Some(country);
        }
        let is_reading = |country: &Country| readings.contains(&NamedPlace::Country(*country));
        if self.context.typed_country {
            // A field for a country does not hold a state.
            let named = Country::all()
                .find(|country| is_reading(country) && country.name().eq_ignore_ascii_case(key));
            if named.is_some() {
                return named;
            }
        }
        let behind = self.place_behind(at).and_then(|place| self.country_of(place));
        if let Some(country) = behind.filter(is_reading) {
            return Some(country);
        }
        let certain = self.certain_countries();
        let mut possible = certain.iter().filter(is_reading);
        if let (Some(country), None) = (possible.next(), possible.next()) {
            return Some(country);
        }
        if self.has_postcode_behind(at) && is_reading(&Country::US) {
            return Some(Country::US);
        }
        // "Athens, Georgia": one country has both.
        let shared: CountrySet = self
            .active_places()
            .filter(|&other| other != at && self.distance(at.min(other), at.max(other)) == 0)
            .filter_map(|other| self.readings(other))
            .flatten()
            .filter_map(|place| match place {
                NamedPlace::Country(country) if is_reading(country) => Some(*country),
                _ => None,
            })
            .collect();
        (shared.len() == 1).then(|| shared.first())?
    }

    /// The country of an item that has one reading.
    fn country_of(&self, at: usize) -> Option<Country> {
        match self.items[at].kind {
            ItemKind::Country(country) => Some(country),
            ItemKind::City(Town { country, readings: None, .. })
            | ItemKind::State(Town { country, readings: None, .. }) => Some(country),
            _ => None,
        }
    }

    /// The countries of an item that has one reading.
    pub(super) fn countries_of(&self, at: usize) -> CountrySet {
        match self.items[at].kind {
            ItemKind::Region(Found::Region(region)) => region.countries(),
            _ => self.country_of(at).into_iter().collect(),
        }
    }

    fn certain_countries(&self) -> CountrySet {
        self.active_places().fold(CountrySet::EMPTY, |set, at| set.union(self.countries_of(at)))
    }

    // ---- places within places

    /// "Puerto Rico, USA" and "China (Hong Kong)" are the territory alone.
    fn drop_sovereigns(&mut self) {
        let places: Vec<usize> = self.active_places().collect();
        for pair in places.windows(2) {
            let (left, right) = (pair[0], pair[1]);
            if self.distance(left, right) > 0 || self.gap_before(right) == Gap::Slash {
                continue;
            }
            let (Some(first), Some(second)) = (self.country_of(left), self.country_of(right))
            else {
                continue;
            };
            if first.sovereign() == Some(second) {
                self.items[right].off = true;
            } else if second.sovereign() == Some(first) && self.gap_before(right) == Gap::Open {
                self.items[left].off = true;
            }
        }
    }

    /// "EU (Germany)", "Frankfurt, EU", "EU · Sweden": the smaller place is meant, and the
    /// group explains it. A slash names an alternative.
    fn drop_groups(&mut self) {
        let places: Vec<usize> = self.active_places().collect();
        for (order, &at) in places.iter().enumerate() {
            let (ItemKind::Group(group) | ItemKind::LooseGroup(group, _)) = self.items[at].kind
            else {
                continue;
            };
            let left = order.checked_sub(1).map(|left| (places[left], at));
            let right = places.get(order + 1).map(|&right| (at, right));
            for (first, second) in left.into_iter().chain(right) {
                if self.is_joined(first, second) {
                    continue;
                }
                let other = if first == at { second } else { first };
                if self.explains(&places, at, other)
                    && self.specifies(other, group, self.gap_before(second), first == at)
                {
                    self.items[at].off = true;
                    self.items[at].role = Some(PartRole::Gloss(Gloss::Within));
                }
            }
        }
        let has = |settler: &Self, wanted| {
            settler.items.iter().any(|item| !item.off && item.kind == ItemKind::Group(wanted))
        };
        if has(self, Group::EEA) {
            for item in self
                .items
                .iter_mut()
                .filter(|item| item.kind == ItemKind::Group(Group::EU) && !item.off)
            {
                item.off = true;
                item.role = Some(PartRole::Gloss(Gloss::Within));
            }
        }
    }

    /// The strongest separator in front of the items from one to another.
    pub(super) fn separator_between(&self, left: usize, right: usize) -> ClauseBreak {
        let strength = |separator: &ClauseBreak| match separator {
            ClauseBreak::Start | ClauseBreak::Space => 0,
            ClauseBreak::Hyphen => 1,
            ClauseBreak::Slash => 2,
            ClauseBreak::Comma => 3,
            ClauseBreak::Colon | ClauseBreak::Dash | ClauseBreak::MiddleDot => 4,
            ClauseBreak::Semicolon => 5,
            ClauseBreak::Close => 6,
            ClauseBreak::Open => 7,
        };
        let separators = (left + 1..=right).map(|at| self.separator_before(at));
        separators.max_by_key(strength).unwrap_or(ClauseBreak::Space)
    }

    /// True if an area stands beside a place as a remark on it.
    fn explains(&self, places: &[usize], area: usize, other: usize) -> bool {
        let (left, right) = (area.min(other), area.max(other));
        if matches!(self.items[other].kind, ItemKind::Group(_) | ItemKind::LooseGroup(..)) {
            // "EU, EEA" and "Europe (EU)" are settled by their names.
            return self.separator_between(left, right) != ClauseBreak::Slash;
        }
        match self.separator_between(left, right) {
            ClauseBreak::Slash | ClauseBreak::Semicolon => false,
            ClauseBreak::Close if self.distance(left, right) > 0 => false,
            ClauseBreak::Comma | ClauseBreak::Close => {
                // "Germany, EU" and "Paris (France), EU", but "EU, Latvia", "EU (except Malta)
                // Latvia" and "US, Germany, EU" are lists.
                let country = self.countries_of(other);
                other < area
                    && places
                        .iter()
                        .filter(|&&place| place < area)
                        .all(|&place| self.countries_of(place) == country)
            }
            _ => true,
        }
    }

    /// True if a place next to a group says which part of it is meant.
    fn specifies(&self, place: usize, group: Group, gap: Gap, behind: bool) -> bool {
        let bracket = gap >= Gap::Close;
        match self.items[place].kind {
            ItemKind::Group(other) => {
                let legal = other == Group::EU || other == Group::EEA;
                (group == Group::EUROPE && legal)
                    || (behind
                        && gap == Gap::Open
                        && other != group
                        && other.members().is_subset(group.members()))
            }
            _ => {
                let countries = self.countries_of(place);
                // "UK, Europe" names two places, "Germany, Europe" one.
                let loose = group == Group::EUROPE && !bracket;
                let area = if loose { Group::EEA.members() } else { group.members() };
                !countries.is_empty() && countries.is_subset(area)
            }
        }
    }
}
