//! Finds what a text denies, and the seats of companies.

use std::ops::Range;

use super::grammar::{Clause, ClauseBreak};
use super::lex::ItemKind;
use super::reading::{Gloss, PartRole};
use super::settle::Settler;
use crate::facts::countries::CountrySet;
use crate::facts::places::{self, WordRole};
use crate::text::fold::Gap;

impl Settler<'_> {
    // ---- what is denied

    /// "EU, no transfer to the US", "EU (excluding Malta)", "UK not used", "outside the EU".
    pub(super) fn switch_off_denied(&mut self, clauses: &[Clause], index: usize) {
        let clause = &clauses[index];
        self.settle_leaving(clause);
        for at in clause.items.clone() {
            if self.items[at].role.is_some() {
                continue;
            }
            let ItemKind::Word(role) = self.items[at].kind else { continue };
            let is_denied = |range: Range<usize>| {
                range.into_iter().any(|other| {
                    self.is(other, WordRole::Negation)
                        && self.items[other].role != Some(PartRole::Filler)
                })
            };
            // "Outside the EU nothing is stored": the negation may stand behind, if all that
            // it may be about is understood, and nothing follows: "..., only supported".
            let behind = at + 1..clause.items.end;
            let is_read = |at: usize| self.items[at].kind != ItemKind::Unread;
            let goes_on =
                clauses.get(index + 1).is_some_and(|next| next.before == ClauseBreak::Comma);
            let denied = is_denied(clause.items.start..at)
                || !goes_on && behind.clone().all(is_read) && is_denied(behind);
            match role {
                WordRole::Outside if denied => {
                    // "Not stored outside Germany" is Germany.
                    self.items[at].role = Some(PartRole::Filler);
                    self.clear_negations(clause.items.clone());
                    self.settle_bound(clause);
                }
                WordRole::Outside if self.is_near_town(clause, at) => {
                    self.items[at].role = Some(PartRole::Filler);
                }
                WordRole::Outside => {
                    let gloss = PartRole::Gloss(Gloss::Outside);
                    if !self.switch_off_behind(clause, at, gloss) {
                        self.switch_off_in_front(clause, at, gloss);
                    }
                    if self.is_remark(clauses, index) {
                        self.items[at].role = Some(gloss);
                    } else {
                        // "Support from outside the EU" is a place, too.
                        self.mark_outside(clause);
                        self.items[at].role = Some(PartRole::Open);
                    }
                }
                WordRole::Except => {
                    let any = self.switch_off_behind(clause, at, PartRole::Negation);
                    if any && clause.depth > 0 {
                        self.switch_off_rest_of_bracket(clauses, index);
                    } else if !any && !self.any_mechanism(clause) && self.ends_in(clause, at) {
                        self.switch_off_before(clause, at);
                    }
                }
                WordRole::ThirdCountry if self.denies_third_countries(clause, at) => {
                    // "No transfer to third countries" says nothing against a place.
                    for at in clause.items.clone() {
                        if self.is(at, WordRole::ThirdCountry) || self.denies(at) {
                            self.items[at].role = Some(PartRole::Negation);
                        }
                    }
                }
                WordRole::ThirdCountry => {
                    // "India (third country)" says what India is, "Berlin and third countries"
                    // that there are others.
                    let is_added = clause.depth == 0 && self.has_only_members();
                    let gloss = PartRole::Gloss(Gloss::Outside);
                    self.items[at].role = Some(if is_added { PartRole::Open } else { gloss });
                }
                _ => {}
            }
        }
        for at in clause.items.clone() {
            let denies = self.denies(at) || self.is(at, WordRole::Outside);
            if denies && self.denies_the_rest(clause, at) {
                for at in at..clause.items.end {
                    self.items[at].role = Some(PartRole::Negation);
                }
            }
            let is_open = self.is(at, WordRole::Negation) && self.items[at].role.is_none();
            if is_open
                && !self.switch_off_behind(clause, at, PartRole::Negation)
                && !self.any_mechanism(clause)
            {
                self.switch_off_before(clause, at);
                self.switch_off_listed(clauses, index, at);
            }
        }
    }

    /// True if all that an item denies is the rest of the world: "Germany, not elsewhere", "no
    /// other countries". It bounds the places that are named, if there are any.
    fn denies_the_rest(&self, clause: &Clause, at: usize) -> bool {
        let is_rest = |role: WordRole| {
            matches!(role, WordRole::Open | WordRole::Worldwide | WordRole::Countries)
        };
        let is_plain = |role: WordRole| {
            matches!(
                role,
                WordRole::Quantity
                    | WordRole::Site
                    | WordRole::Activity
                    | WordRole::Glue
                    | WordRole::And
                    | WordRole::Filler
                    | WordRole::Only
                    | WordRole::Toward
                    | WordRole::Vendor
            )
        };
        let mut has_rest = false;
        let all_plain = (at + 1..clause.items.end).all(|at| match self.items[at].kind {
            ItemKind::Word(role) => {
                has_rest |= is_rest(role);
                is_rest(role) || is_plain(role)
            }
            _ => false,
        });
        let is_first = (clause.items.start..at).all(|at| {
            self.is_active_place(at)
                || matches!(self.items[at].kind, ItemKind::Word(role) if is_plain(role))
        });
        has_rest && all_plain && is_first && self.active_places().next().is_some()
    }

    /// True if a clause denies third countries, and no place or law beside them: "nothing in
    /// third countries", but "third countries without an adequacy decision" are some.
    fn denies_third_countries(&self, clause: &Clause, at: usize) -> bool {
        let (front, behind) = (clause.items.start..at, at + 1..clause.items.end);
        let denied = front.clone().any(|at| self.denies(at));
        let excepted = front.into_iter().any(|at| self.is(at, WordRole::Except));
        let denied_behind =
            || behind.into_iter().any(|at| self.denies(at)) && !self.any_mechanism(clause);
        // "Nothing but in third countries" is in some.
        let is_denied = if denied || excepted { denied != excepted } else { denied_behind() };
        is_denied && !self.has_place(&clause.items)
    }

    /// True if there are places, and all of them are in the European Economic Area.
    fn has_only_members(&self) -> bool {
        let places: Vec<usize> = self.active_places().collect();
        !places.is_empty()
            && places.into_iter().all(|at| {
                let countries = self.all_countries_of(at);
                !countries.is_empty() && countries.is_subset(Self::THIRD.members())
            })
    }

    /// True if a clause says nothing more behind an item. "EU except for backups" goes on:
    /// what it takes out is no place.
    fn ends_in(&self, clause: &Clause, at: usize) -> bool {
        (at + 1..clause.items.end).all(|behind| self.is_glue(behind))
    }

    /// "Excluded: USA": what stands behind a colon is what the words in front deny.
    fn switch_off_listed(&mut self, clauses: &[Clause], index: usize, at: usize) {
        let colon = clauses.get(index + 1).is_some_and(|next| next.before == ClauseBreak::Colon);
        if !colon || (clauses[index].items.start..at).any(|before| self.items[before].off) {
            return;
        }
        let first = clauses[index + 1].items.clone();
        let listed =
            clauses[index + 2..].iter().take_while(|next| next.before == ClauseBreak::Comma);
        let end = listed.last().map_or(first.end, |last| last.items.end);
        for place in first.start..end {
            if self.is_active_place(place) {
                self.set_off(place, PartRole::Negation);
            }
        }
    }

    /// "Access from India cannot be excluded": a denied exclusion leaves the place possible.
    pub(super) fn settle_exclusions(&mut self, clause: &Clause) {
        let negation = clause.items.clone().find(|&at| self.denies(at));
        for at in clause.items.clone() {
            let excludes = self.is(at, WordRole::Exclude);
            let except = self.is(at, WordRole::Except);
            match negation {
                Some(negation) if excludes || except && negation + 1 == at => {
                    for at in [negation, at] {
                        self.items[at].kind = ItemKind::Word(WordRole::Default);
                    }
                }
                _ if excludes => self.items[at].kind = ItemKind::Word(WordRole::Negation),
                _ => {}
            }
        }
    }

    /// "Belgium. Nothing goes outside the EEA": the area bounds the places of the other clauses
    /// and adds none.
    fn settle_bound(&mut self, clause: &Clause) {
        let areas: Vec<usize> = clause
            .items
            .clone()
            .filter(|&at| self.is_active_place(at))
            .filter(|&at| {
                matches!(self.items[at].kind, ItemKind::Group(_) | ItemKind::LooseGroup(..))
            })
            .collect();
        for area in areas {
            let bound = self.all_countries_of(area);
            let others: Vec<usize> =
                self.active_places().filter(|at| !clause.items.contains(at)).collect();
            let is_within = !others.is_empty()
                && others.into_iter().all(|at| {
                    let countries = self.all_countries_of(at);
                    !countries.is_empty() && countries.is_subset(bound)
                });
            if is_within {
                self.set_off(area, PartRole::Gloss(Gloss::Within));
            }
        }
    }

    /// "Outside Cork" is near it, for who stays out of a town says where he is.
    fn is_near_town(&self, clause: &Clause, at: usize) -> bool {
        let place = (at + 1..clause.items.end).find(|&behind| !self.is_glue(behind));
        place.is_some_and(|place| {
            self.is_active_place(place) && matches!(self.items[place].kind, ItemKind::City(_))
        })
    }

    /// True if a clause says nothing but that something is outside of an area, which is a
    /// remark on the place in front of it. With an activity it is one in a bracket only,
    /// and there only if it is true.
    fn is_remark(&self, clauses: &[Clause], index: usize) -> bool {
        let clause = &clauses[index];
        let is_of = |at: usize, roles: &[WordRole]| roles.iter().any(|role| self.is(at, *role));
        let adds = [
            WordRole::Example,
            WordRole::Open,
            WordRole::Party,
            WordRole::Own,
            WordRole::Quantity,
            WordRole::Edge,
            WordRole::Default,
            WordRole::Hedge,
        ];
        let unclear = |at: usize| self.items[at].kind == ItemKind::Unread || is_of(at, &adds);
        if clause.items.clone().any(unclear) {
            return false;
        }
        if !clause.items.clone().any(|at| is_of(at, &[WordRole::Activity, WordRole::Site])) {
            return true;
        }
        let excluded = clause.items.clone().filter(|&at| self.items[at].off);
        let excluded =
            excluded.fold(CountrySet::EMPTY, |set, at| set.union(self.all_countries_of(at)));
        let before = (0..clause.items.start).rev().find(|&at| self.is_active_place(at));
        clause.depth > 0
            && before.is_some_and(|at| self.all_countries_of(at).intersection(excluded).is_empty())
    }

    /// Turns the remark of a clause into a part that leaves the place open.
    fn mark_outside(&mut self, clause: &Clause) {
        for at in clause.items.clone() {
            if self.items[at].role == Some(PartRole::Gloss(Gloss::Outside)) {
                self.items[at].role = Some(PartRole::Open);
            }
        }
    }

    /// "Data never leaves Norway" is Norway; "never leaves to the US" denies the US.
    pub(super) fn settle_leaving(&mut self, clause: &Clause) {
        let Some(leave) = clause.items.clone().find(|&at| self.is(at, WordRole::Leave)) else {
            return;
        };
        let denied: Vec<usize> = clause.items.clone().filter(|&at| self.denies(at)).collect();
        if denied.is_empty() {
            self.items[leave].role = Some(PartRole::Open);
            return;
        }
        let toward = leave + 1 < clause.items.end && self.is(leave + 1, WordRole::Toward);
        self.items[leave].role = Some(PartRole::Filler);
        if !toward {
            for at in denied {
                self.items[at].role = Some(PartRole::Filler);
            }
        }
    }

    /// "Non escono": the word of "non-EU" is Italian for "not", too.
    fn denies(&self, at: usize) -> bool {
        self.is(at, WordRole::Negation)
            || self.is(at, WordRole::Outside)
                && self.words.folded(self.items[at].words.start) == "non"
    }

    pub(super) fn any_mechanism(&self, clause: &Clause) -> bool {
        clause.items.clone().any(|at| self.is(at, WordRole::Mechanism))
    }

    pub(super) fn clear_negations(&mut self, range: Range<usize>) {
        for at in range {
            if self.is(at, WordRole::Negation) {
                self.items[at].role = Some(PartRole::Filler);
            }
        }
    }

    /// Switches off the place phrase behind an item.
    pub(super) fn switch_off_behind(&mut self, clause: &Clause, at: usize, role: PartRole) -> bool {
        let first = (at + 1..clause.items.end).find(|&place| self.is_active_place(place));
        let Some(first) = first else { return false };
        let mut last = first;
        self.set_off(first, role);
        while let Some(joined) = self.joined_behind(clause, last) {
            self.set_off(joined, role);
            last = joined;
        }
        true
    }

    /// "EU:n ulkopuolella", "EU域外": the place that stands right in front.
    fn switch_off_in_front(&mut self, clause: &Clause, at: usize, role: PartRole) {
        let before = self.place_before(at).filter(|before| clause.items.contains(before));
        if let Some(before) = before {
            self.set_off(before, role);
        }
    }

    /// "EU (except Malta, Cyprus)": a bracket is one list.
    pub(super) fn switch_off_rest_of_bracket(&mut self, clauses: &[Clause], index: usize) {
        let depth = clauses[index].depth;
        let rest = clauses[index + 1..]
            .iter()
            .take_while(|clause| clause.depth == depth && clause.before == ClauseBreak::Comma);
        for clause in rest {
            for at in clause.items.clone() {
                if self.is_active_place(at) {
                    self.set_off(at, PartRole::Negation);
                }
            }
        }
    }

    /// "UK not used": the place phrase in front of an item, within the clause.
    pub(super) fn switch_off_before(&mut self, clause: &Clause, at: usize) {
        let Some(last) = (clause.items.start..at).rev().find(|&place| self.is_active_place(place))
        else {
            return;
        };
        let mut first = last;
        self.set_off(last, PartRole::Negation);
        while let Some(before) =
            (clause.items.start..first).rev().find(|&place| self.is_active_place(place))
        {
            let joined =
                (before + 1..first).all(|at| self.is(at, WordRole::And) || self.is_glue(at));
            if !joined {
                break;
            }
            self.set_off(before, PartRole::Negation);
            first = before;
        }
    }

    // ---- seats

    /// "Company seat in Israel", "US-incorporated", "HQ: Luxembourg".
    pub(super) fn switch_off_seats(&mut self, clauses: &[Clause], index: usize) {
        let clause = &clauses[index];
        for at in clause.items.clone() {
            if let Some(place) = self.seat_of_firm(clauses, at) {
                self.set_off(place, PartRole::Seat);
                self.items[at].role = Some(PartRole::Seat);
                continue;
            }
            if !self.is(at, WordRole::Seat) || self.items[at].role.is_some() {
                continue;
            }
            self.items[at].role = Some(PartRole::Seat);
            let directly = self
                .place_before(at)
                .filter(|_| self.gap_before(at) <= Gap::Hyphen && !self.ends_sentence(at));
            let near = (at.saturating_sub(2).max(clause.items.start)..at).rev().find(|&place| {
                self.is_active_place(place)
                    && (place + 1..at).all(|at| {
                        matches!(
                            self.items[at].kind,
                            ItemKind::Unread
                                | ItemKind::Word(
                                    WordRole::Filler
                                        | WordRole::Only
                                        | WordRole::Firm
                                        | WordRole::Vendor
                                        | WordRole::Seat
                                )
                        )
                    })
            });
            if let Some(place) = directly {
                self.set_off(place, PartRole::Seat);
            } else if self.switch_off_behind(clause, at, PartRole::Seat) {
            } else if let Some(place) = self.seat_in_front(clauses, index) {
                self.set_off(place, PartRole::Seat);
            } else if let Some(place) = near {
                self.set_off(place, PartRole::Seat);
            } else if at + 1 == clause.items.end
                && let Some(next) = clauses.get(index + 1).filter(|next| {
                    matches!(
                        next.before,
                        ClauseBreak::Colon | ClauseBreak::Open | ClauseBreak::Dash
                    )
                })
            {
                for at in next.items.clone() {
                    if self.is_active_place(at) {
                        self.set_off(at, PartRole::Seat);
                    }
                }
                self.switch_off_around_seat(clauses, index + 1);
                continue;
            }
            self.switch_off_around_seat(clauses, index);
        }
    }

    /// The place in "EU hosting, US legal entity" and "entité américaine, données en UE", if
    /// another place stands beside a word for data or for what is done, or is a site, such as a
    /// town or a cloud region, or the world.
    fn seat_of_firm(&self, clauses: &[Clause], at: usize) -> Option<usize> {
        let is_firm = |at: usize| self.is(at, WordRole::Firm) || self.is(at, WordRole::Vendor);
        if !is_firm(at) || self.items[at].role.is_some() {
            return None;
        }
        let is_beside = |at: usize| self.gap_before(at) <= Gap::Hyphen && !self.ends_sentence(at);
        let before = self.place_before(at).filter(|_| is_beside(at));
        // "Empresa de EE. UU.".
        let glued = || {
            let place = at + 2;
            let is_next = place < self.items.len() && self.is_active_place(place);
            let is_glued = is_next && self.is(at + 1, WordRole::Glue);
            (is_glued && is_beside(at + 1) && is_beside(place)).then_some(place)
        };
        let behind = || self.place_behind(at).filter(|&place| is_beside(place)).or_else(glued);
        let place = before.or_else(|| behind().filter(|_| self.is(at, WordRole::Firm)))?;
        let is_of_firm = |place: usize| {
            let next = place + 1 < self.items.len() && is_firm(place + 1) && is_beside(place + 1);
            next || place > 0 && self.is(place - 1, WordRole::Firm) && is_beside(place)
        };
        let is_data = |clause: &Clause| {
            let words = clause.items.clone().filter(|&other| other != at);
            words.into_iter().any(|at| {
                matches!(
                    self.items[at].kind,
                    ItemKind::Word(
                        WordRole::Filler | WordRole::Only | WordRole::Site | WordRole::Activity
                    )
                )
            })
        };
        let is_site = |at: usize| {
            matches!(self.items[at].kind, ItemKind::City(_) | ItemKind::Region(_))
                && self.is_active_place(at)
        };
        let says_where = |clause: &Clause| {
            let is_place = |at: usize| self.is_active_place(at) && is_data(clause) || is_site(at);
            let is_world = |at: usize| self.is(at, WordRole::Worldwide);
            let counts =
                |at: usize| at != place && (is_place(at) && !is_of_firm(at) || is_world(at));
            clause.items.clone().any(counts)
        };
        clauses.iter().any(says_where).then_some(place)
    }

    /// The place in "USA (HQ), data in Dublin": the remark behind it is about the seat alone,
    /// and another clause says where the data is, or nothing does: "USA (company seat)". A town
    /// with a head office is a site.
    fn seat_in_front(&self, clauses: &[Clause], index: usize) -> Option<usize> {
        let clause = &clauses[index];
        let is_remark = matches!(clause.before, ClauseBreak::Open | ClauseBreak::Dash)
            && clause.items.clone().all(|at| self.is(at, WordRole::Seat) || self.is_glue(at));
        let place = clause.items.start.checked_sub(1)?;
        let says_where = |other: &Clause| {
            other.items.clone().any(|at| {
                matches!(
                    self.items[at].kind,
                    ItemKind::Word(
                        WordRole::Filler | WordRole::Only | WordRole::Site | WordRole::Activity
                    )
                )
            })
        };
        // "Data in Dublin", "Dublin (data)".
        let is_data = |at: usize| {
            self.has_place(&clauses[at].items)
                && (says_where(&clauses[at])
                    || clauses.get(at + 1).is_some_and(|next| {
                        matches!(next.before, ClauseBreak::Open | ClauseBreak::Dash)
                            && !self.has_place(&next.items)
                            && says_where(next)
                    }))
        };
        let elsewhere =
            || (0..clauses.len()).any(|at| at != index && at + 1 != index && is_data(at));
        let is_all = || {
            matches!(self.items[place].kind, ItemKind::Country(_))
                && self.active_places().all(|other| other == place)
        };
        (is_remark && self.is_active_place(place) && (is_all() || elsewhere())).then_some(place)
    }

    /// "HQ: Berlin, Germany": what stands behind a comma and holds the seat is of the seat.
    fn switch_off_around_seat(&mut self, clauses: &[Clause], index: usize) {
        let is_seat = |settler: &Self, at: usize| {
            settler.items[at].role == Some(PartRole::Seat) && settler.items[at].kind.is_place()
        };
        let last = clauses[index].items.clone().rev().find(|&at| self.items[at].kind.is_place());
        let Some(mut seat) = last.filter(|&at| is_seat(self, at)) else { return };
        for (at, clause) in clauses.iter().enumerate().skip(index + 1) {
            let is_part = |at: usize| self.is_active_place(at) || self.is_glue(at);
            let leads = clauses.get(at + 1).is_some_and(|next| next.before == ClauseBreak::Colon);
            if clause.before != ClauseBreak::Comma
                || clause.depth != clauses[index].depth
                || leads
                || !clause.items.clone().all(is_part)
            {
                return;
            }
            let mut places = clause.items.clone().filter(|&at| self.is_active_place(at));
            let (Some(outer), None) = (places.next(), places.next()) else { return };
            let holds = self.possible_countries(seat).intersection(self.possible_countries(outer));
            if holds.is_empty() {
                return;
            }
            self.set_off(outer, PartRole::Seat);
            seat = outer;
        }
    }

    /// The countries that an item may be in, in whatever way it is read.
    fn possible_countries(&self, at: usize) -> CountrySet {
        match self.items[at].kind {
            ItemKind::Code { country, states } => {
                country.into_iter().chain(states.iter().copied()).collect()
            }
            ItemKind::Ambiguous { readings, .. } => {
                let readings = places::readings(readings).iter();
                readings.fold(CountrySet::EMPTY, |set, place| set.union(place.countries()))
            }
            _ => self.all_countries_of(at),
        }
    }
}
