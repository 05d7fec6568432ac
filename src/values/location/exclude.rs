//! Finds the names in a location that say something else than where the data
//! is: contracts, exceptions, audiences, seats, streets.

use super::scan::ItemKind;
use super::settle::Settler;
use crate::facts::places::{self, Meaning};
use crate::text::fold::Gap;

impl Settler<'_> {
    /// Switches off every name that is not about the place of processing.
    pub(super) fn switch_off(&mut self) {
        self.switch_off_instruments();
        self.switch_off_exceptions();
        let certain = self.active_places().count();
        let before: Vec<bool> = self.items.iter().map(|item| item.off).collect();
        self.switch_off_audiences();
        self.switch_off_seats_and_streets();
        if certain > 0 && self.active_places().next().is_none() {
            // The only place that there is counts whatever stands next to it.
            for (item, off) in self.items.iter_mut().zip(before) {
                item.off = off;
            }
        }
        self.switch_off_company_names();
    }

    /// "EU SCCs", "EU-US Data Privacy Framework": contracts and laws.
    fn switch_off_instruments(&mut self) {
        let mut any = false;
        for at in 0..self.items.len() {
            if self.items[at].kind != ItemKind::Instrument {
                continue;
            }
            any = true;
            let mut at = at;
            let mut weakest = Gap::Hyphen;
            while self.gap_before(at) <= weakest {
                let Some(before) = self.place_before(at) else { break };
                // Behind the first name, only "EU-US" and "EU/US" go on.
                if weakest == Gap::Slash && self.gap_before(at) == Gap::Space {
                    break;
                }
                self.items[before].off = true;
                weakest = Gap::Slash;
                at = before;
            }
        }
        if !any {
            return;
        }
        for at in 1..self.items.len() {
            let pair = self.items[at - 1].kind.is_place() && self.items[at].kind.is_place();
            if pair && self.distance(at - 1, at) == 0 && self.gap_before(at) == Gap::Hyphen {
                self.items[at - 1].off = true;
                self.items[at].off = true;
            }
        }
    }

    /// "outside the EU", "EU (excluding Ireland)".
    fn switch_off_exceptions(&mut self) {
        for at in 0..self.items.len() {
            let outside = match self.items[at].kind {
                ItemKind::Outside => true,
                ItemKind::Except => false,
                _ => continue,
            };
            self.items[at].off = true;
            let negated = (0..at).any(|before| {
                self.items[before].kind == ItemKind::Negation && self.distance(before, at) <= 3
            });
            if outside && negated {
                // "Not stored outside Germany" is Germany.
                continue;
            }
            let mut last = at;
            for place in at + 1..self.items.len() {
                if !self.items[place].kind.is_place() {
                    continue;
                }
                let gap = self.gap_before(place);
                let (near, strongest) = match (last == at, outside) {
                    (true, _) => (2, Gap::Slash),
                    (false, true) => (1, Gap::Slash),
                    (false, false) => (1, Gap::Break),
                };
                if self.distance(last, place) > near || gap > strongest {
                    break;
                }
                self.items[place].off = true;
                last = place;
            }
            if outside && last > at {
                self.items[at].off = false;
                self.items[at].kind = ItemKind::Vague;
                self.items[at].bytes.end = self.items[last].bytes.end;
            }
        }
    }

    /// "USA (Americas customers only)": who, not where.
    fn switch_off_audiences(&mut self) {
        for at in 0..self.items.len() {
            let audience = match self.items[at].kind {
                ItemKind::Audience => true,
                ItemKind::Condition => self.starts_with_audience(at),
                _ => false,
            };
            if !audience {
                continue;
            }
            let mut first = at;
            if self.gap_before(at) <= Gap::Hyphen
                && let Some(before) = self.place_before(at)
            {
                self.items[before].off = true;
                first = before;
                while let Some(joined) = self.joined_before(first) {
                    self.items[joined].off = true;
                    first = joined;
                }
            }
            let mut last = at;
            if let Some(behind) = self.audience_place_behind(at) {
                self.items[behind].off = true;
                last = behind;
            }
            if first == at && last == at {
                self.items[at].off |= self.items[at].kind == ItemKind::Audience;
                continue;
            }
            self.items[at].kind = ItemKind::Condition;
            self.items[at].bytes = self.items[first].bytes.start..self.items[last].bytes.end;
        }
    }

    fn starts_with_audience(&self, at: usize) -> bool {
        let first = self.words.folded(self.items[at].words.start);
        places::phrase(first).is_some_and(|phrase| phrase.meaning == Meaning::Audience)
    }

    /// The place in front of another in "EU and UK customers".
    fn joined_before(&self, at: usize) -> Option<usize> {
        let before = (0..at).rev().find(|&before| self.is_active_place(before))?;
        let slash = self.distance(before, at) == 0
            && matches!(self.gap_before(at), Gap::Slash | Gap::Hyphen);
        let word = self.distance(before, at) == 1
            && self.is_joined(before, at)
            && self.gap_before(at) == Gap::Space;
        (slash || word).then_some(before)
    }

    /// The place in "customers in the EU".
    fn audience_place_behind(&self, at: usize) -> Option<usize> {
        let behind = (at + 1..self.items.len()).find(|&behind| self.is_active_place(behind))?;
        let between = self.items[at].words.end..self.items[behind].words.start;
        let joined = (1..=3).contains(&between.len())
            && self.gap_before(behind) == Gap::Space
            && between.into_iter().all(|word| {
                matches!(
                    self.words.folded(word),
                    "in" | "from"
                        | "within"
                        | "based"
                        | "located"
                        | "the"
                        | "of"
                        | "aus"
                        | "im"
                        | "en"
                        | "au"
                        | "dans"
                ) && self.words.list[word].gap == Gap::Space
            });
        joined.then_some(behind)
    }

    /// "US-incorporated", "12 London Road", "Rue de Paris".
    fn switch_off_seats_and_streets(&mut self) {
        for at in 0..self.items.len() {
            let place = match self.items[at].kind {
                ItemKind::Establishment if self.gap_before(at) <= Gap::Hyphen => {
                    self.place_before(at)
                }
                ItemKind::Street if self.gap_before(at) == Gap::Space => self.place_before(at),
                ItemKind::StreetBefore => {
                    self.place_behind(at).filter(|&place| self.gap_before(place) == Gap::Space)
                }
                _ => None,
            };
            if let Some(place) = place {
                self.items[place].off = true;
            }
        }
    }

    /// "Acme Global Ltd" is no place.
    fn switch_off_company_names(&mut self) {
        for item in &mut self.items {
            let behind = item.words.end;
            item.off |= item.kind == ItemKind::Worldwide
                && self.words.list.get(behind).is_some_and(|word| {
                    word.gap == Gap::Space && places::is_company_word(self.words.folded(behind))
                });
        }
    }
}
