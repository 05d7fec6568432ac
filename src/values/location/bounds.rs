//! Settles what leaves a place open or bounds it: choices, conditions, networks, plurals,
//! examples.

use std::ops::Range;

use super::grammar::{Clause, ClauseBreak};
use super::lex::ItemKind;
use super::reading::PartRole;
use super::settle::Settler;
use crate::facts::countries::CountrySet;
use crate::facts::places::{self, WordRole};
use crate::text::fold::fold_words;

impl Settler<'_> {
    // ---- choices and conditions

    /// Settles what a member says of customers, choice and plans.
    pub(super) fn settle_choice(
        &mut self,
        clauses: &[Clause],
        index: usize,
        member: &Range<usize>,
    ) {
        let clause = &clauses[index];
        let has_place = self.has_place(member);
        let [party, choose, own, site, depend, edge, denied] = [
            WordRole::Party,
            WordRole::Choose,
            WordRole::Own,
            WordRole::Site,
            WordRole::Depend,
            WordRole::Edge,
            WordRole::Negation,
        ]
        .map(|role| self.any(member, role));
        let word_choice = self.any(member, WordRole::Choice);
        if depend {
            self.settle_dependence(member);
        }
        let is_per = self.settle_per(member);
        // "Germany and locations according to the contract": others than Germany.
        if site && !has_place && (depend || is_per) && self.is_joined_to_place(clause, member) {
            for at in member.clone() {
                if self.items[at].role == Some(PartRole::Condition) {
                    self.items[at].role = Some(PartRole::Open);
                }
            }
        }
        if is_per {
            return;
        }
        if party {
            self.settle_named_parties(member);
        }
        if own && !party && (site || choose) && !has_place {
            // "Germany (own servers)": they are there.
            let is_remark = *member == clause.items
                && self.is_bounded_in_front(clauses, index, false)
                && clause.before != ClauseBreak::Colon;
            if is_remark && !choose {
                self.fill(member, &[WordRole::Own, WordRole::Site]);
                return;
            }
            // "Regions of our choice": the vendor's own.
            self.absorb(member, PartRole::Open, |kind| {
                matches!(kind, ItemKind::Word(WordRole::Own | WordRole::Site | WordRole::Choose))
            });
            return;
        }
        if choose && !party && !has_place && self.any(member, WordRole::Vendor) {
            // "Region of the provider's choice": no customer knows it. Beside an area it is
            // one of that area.
            let role = if self.active_places().next().is_some()
                && !self.is_added(clauses, clause, member)
            {
                PartRole::Condition
            } else {
                PartRole::Open
            };
            self.absorb(member, role, |kind| {
                matches!(kind, ItemKind::Word(WordRole::Vendor | WordRole::Site | WordRole::Choose))
            });
            return;
        }
        // "Determined by the order form" is the customer's choice, too, where no place stands
        // beside it.
        let depends = member.clone().find(|&at| self.is(at, WordRole::Depend));
        let site_behind = depends
            .is_some_and(|depends| (depends..member.end).any(|at| self.is(at, WordRole::Site)));
        let by_paper = party && !site_behind && self.active_places().next().is_none();
        let chosen_by = depend && !has_place && (word_choice || party && choose || by_paper);
        if chosen_by {
            for at in member.clone() {
                if self.items[at].role == Some(PartRole::Condition) {
                    self.items[at].role = Some(PartRole::Choice);
                }
            }
        }
        if edge || denied && !word_choice || depend {
            self.fill(member, &[WordRole::Party, WordRole::Choose]);
            return;
        }
        let chosen = word_choice || party && choose || !has_place && (choose || party && site);
        if chosen {
            let added = self.is_added(clauses, clause, member)
                || self.any(&(member.start..member.start + 1), WordRole::Site)
                    && clause.before == ClauseBreak::Comma
                    && choose
                    && index > 0
                    && clause.depth == 0;
            let role = if !has_place && added { PartRole::Open } else { PartRole::Choice };
            self.absorb(member, role, |kind| {
                matches!(
                    kind,
                    ItemKind::Word(
                        WordRole::Choice | WordRole::Party | WordRole::Plan | WordRole::Choose
                    )
                ) || !has_place && kind == ItemKind::Word(WordRole::Site)
            });
            return;
        }
        if choose {
            self.absorb(member, PartRole::Condition, |kind| {
                kind == ItemKind::Word(WordRole::Choose)
            });
        }
        if party {
            if has_place || self.any(member, WordRole::Every) {
                self.fill(member, &[WordRole::Party]);
            } else {
                self.absorb(member, PartRole::Condition, |kind| {
                    matches!(kind, ItemKind::Word(WordRole::Party | WordRole::Plan))
                });
            }
        }
    }

    /// "On the Enterprise plan", "piano Business", "for paying customers": what is said of a
    /// plan or of customers by a word that is not known makes the place hold for them only,
    /// and leaves open where it is for the others.
    fn settle_named_parties(&mut self, member: &Range<usize>) {
        for at in member.clone() {
            if !self.is(at, WordRole::Party) || self.items[at].role.is_some() {
                continue;
            }
            let is_plan = self.is(at, WordRole::Plan);
            let tells = |at: &usize| {
                let item = &self.items[*at];
                let is_known = match item.kind {
                    ItemKind::Unread => false,
                    // A known word may be the name of a plan: "plan Empresa".
                    ItemKind::Word(
                        WordRole::Filler | WordRole::Firm | WordRole::Vendor | WordRole::Activity,
                    ) => {
                        !(is_plan && self.text[item.bytes.clone()].starts_with(char::is_uppercase))
                    }
                    _ => true,
                };
                !is_known && item.role.is_none()
            };
            let joined = |at: &usize| {
                matches!(self.separator_before(*at), ClauseBreak::Space | ClauseBreak::Hyphen)
            };
            let before = (member.start..at).rev().take_while(|at| tells(at) && joined(&(at + 1)));
            let start = before.last().unwrap_or(at);
            // "Clients Premium": a name.
            let is_name =
                |at: usize| self.text[self.items[at].bytes.clone()].starts_with(char::is_uppercase);
            let behind = (at + 1..member.end)
                .take_while(|&at| (is_plan || is_name(at)) && tells(&at) && joined(&at));
            let end = behind.last().unwrap_or(at) + 1;
            if end - start > 1 {
                (start..end).for_each(|at| self.items[at].role = Some(PartRole::Default));
            }
        }
    }

    /// "US when Zoom is used", "Deutschland, wenn der Kunde dies bucht": the words of the
    /// clause say when, whatever they are. A place among them stays one. Where the vendor is
    /// not in use, nothing is processed; "EU, if booked" leaves the place open.
    pub(super) fn settle_when(&mut self, clause: &Clause) {
        let items = clause.items.clone();
        let opens = items.clone().find(|&at| self.is(at, WordRole::When));
        let closes = items.clone().rev().find(|&at| self.is(at, WordRole::WhenBehind));
        let range = match (opens, closes) {
            (Some(opens), _) => opens..items.end,
            (None, Some(closes)) => {
                let first = (items.start..closes).rev().find(|&at| self.is_active_place(at));
                first.map_or(items.start, |place| place + 1)..closes + 1
            }
            (None, None) => return,
        };
        let clause =
            &self.text[self.items[range.start].bytes.start..self.items[range.end - 1].bytes.end];
        // "If the EU cluster is used" is about which place, not whether the vendor is used.
        let picks = range.clone().any(|at| {
            self.is_active_place(at)
                || [WordRole::Site, WordRole::Plan, WordRole::Choose, WordRole::Choice]
                    .iter()
                    .any(|role| self.is(at, *role))
        });
        let is_in_use = !picks && places::says_in_use(&fold_words(clause));
        let role = if is_in_use { PartRole::Condition } else { PartRole::Default };
        for at in range {
            if !self.is_active_place(at) && self.items[at].role.is_none() {
                self.items[at].role = Some(role);
            }
        }
    }

    /// "USA (EU available)": what is on offer beside a place holds under a condition. On its
    /// own, "available in Germany" is Germany.
    pub(super) fn settle_offers(&mut self, clause: &Clause) {
        let elsewhere = self.active_places().any(|place| !clause.items.contains(&place));
        let here = self.has_place(&clause.items);
        for at in clause.items.clone() {
            if self.is(at, WordRole::Offer) {
                let role = if elsewhere && here { WordRole::Default } else { WordRole::Filler };
                self.items[at].kind = ItemKind::Word(role);
            }
        }
    }

    /// True if a member adds to the places, so that they are not all: "Germany and the
    /// customer's choice".
    pub(super) fn is_added(
        &self,
        clauses: &[Clause],
        clause: &Clause,
        member: &Range<usize>,
    ) -> bool {
        let others = self.active_places().any(|place| !member.contains(&place));
        let joined_in_front = member.start > clause.items.start;
        let joined_behind = member.end < clause.items.end;
        let semicolon = clause.before == ClauseBreak::Semicolon && clauses.len() > 1;
        others && clause.depth == 0 && (joined_in_front || joined_behind || semicolon)
    }

    /// True if a word for "and" or a sign joins a member to a place in front of it.
    fn is_joined_to_place(&self, clause: &Clause, member: &Range<usize>) -> bool {
        let front = clause.items.start..member.start;
        member.start > clause.items.start && self.has_place(&front)
    }

    /// Gives the items from the first to the last that `wanted` names one role.
    pub(super) fn absorb(
        &mut self,
        member: &Range<usize>,
        role: PartRole,
        wanted: impl Fn(ItemKind) -> bool,
    ) {
        let is_wanted = |at: &usize| self.items[*at].role.is_none() && wanted(self.items[*at].kind);
        let (first, last) = (member.clone().find(is_wanted), member.clone().rev().find(is_wanted));
        let (Some(first), Some(last)) = (first, last) else { return };
        for at in first..=last {
            if !self.is_active_place(at) && self.items[at].role.is_none() {
                self.items[at].role = Some(role);
            }
        }
    }

    pub(super) fn fill(&mut self, member: &Range<usize>, roles: &[WordRole]) {
        for at in member.clone() {
            if self.items[at].role.is_none() && roles.iter().any(|role| self.is(at, *role)) {
                self.items[at].role = Some(PartRole::Filler);
            }
        }
    }

    /// "Depending on the load", "plan-dependent".
    pub(super) fn settle_dependence(&mut self, member: &Range<usize>) {
        let Some(depend) = member.clone().find(|&at| self.is(at, WordRole::Depend)) else { return };
        let mut start = depend;
        while start > member.start
            && matches!(
                self.items[start - 1].kind,
                ItemKind::Unread
                    | ItemKind::Word(
                        WordRole::Party | WordRole::Plan | WordRole::Choose | WordRole::Site
                    )
            )
        {
            start -= 1;
        }
        let mut end = depend + 1;
        while end < member.end && !self.items[end].kind.is_place() {
            end += 1;
        }
        for at in start..end {
            if self.items[at].role.is_none() {
                self.items[at].role = Some(PartRole::Condition);
            }
        }
    }

    /// "Per tenant", "je Tarif", "by contract".
    pub(super) fn settle_per(&mut self, member: &Range<usize>) -> bool {
        for at in member.clone() {
            if !self.is(at, WordRole::Per) || self.items[at].role.is_some() {
                continue;
            }
            let party = (at + 1..member.end.min(at + 4)).find(|&at| self.is(at, WordRole::Party));
            let choose = member.clone().any(|at| self.is(at, WordRole::Choose));
            let word = self.words.folded(self.items[at].words.start);
            let strict =
                matches!(word, "per" | "je" | "pro" | "pr") && !self.any(member, WordRole::Open);
            let end = match party {
                Some(party) => party + 1,
                None if strict && !self.has_place(&(at..member.end)) && at + 1 < member.end => {
                    member.end
                }
                None => continue,
            };
            if choose && party.is_some() {
                return false;
            }
            // "Germany/US, varies by account": what varies is which of them.
            let varies = at.checked_sub(1).filter(|&before| {
                party.is_some()
                    && member.contains(&before)
                    && self.is(before, WordRole::Open)
                    && self.active_places().nth(1).is_some()
            });
            if let Some(varies) = varies {
                self.items[varies].role = Some(PartRole::Condition);
            }
            // "As per the order form" alone is the customer's choice.
            let site_behind = (at..member.end).any(|at| self.is(at, WordRole::Site));
            let is_choice =
                party.is_some() && !site_behind && self.active_places().next().is_none();
            let role = if is_choice { PartRole::Choice } else { PartRole::Condition };
            for at in at..end {
                if self.items[at].role.is_none() && self.items[at].kind != ItemKind::Unread {
                    self.items[at].role = Some(role);
                }
            }
            return true;
        }
        false
    }

    // ---- what a place bounds

    /// "UK edge network", "Germany, various sites".
    pub(super) fn settle_bounded(&mut self, clauses: &[Clause], index: usize) {
        let clause = &clauses[index];
        let members = self.members(clause);
        for member in &members {
            for at in member.clone() {
                if self.items[at].role.is_some() {
                    continue;
                }
                match self.items[at].kind {
                    ItemKind::Word(WordRole::Edge) => {
                        let word = self.words.folded(self.items[at].words.start);
                        let wide = word == "all"
                            || word == "any"
                            || word == "alle"
                            || word == "tutte"
                            || word == "todas";
                        let bounded = self.has_place(member)
                            || self.is_bounded_by_bracket(clauses, index)
                            || wide && self.is_bounded_in_front(clauses, index, false);
                        self.items[at].role =
                            Some(if bounded { PartRole::Filler } else { PartRole::Area });
                    }
                    ItemKind::Word(WordRole::Quantity) => {
                        let noun = (at + 1..member.end)
                            .find(|&at| !self.is_glue(at) && !self.is(at, WordRole::Quantity));
                        let sites = noun.is_some_and(|at| {
                            matches!(
                                self.items[at].kind,
                                ItemKind::Word(WordRole::Site | WordRole::Activity)
                            )
                        });
                        // "United States (several states)": those of a country are sites of it.
                        let states = noun.is_some_and(|at| self.is_state_word(at));
                        let sites = sites || states && self.active_places().next().is_some();
                        let countries = noun
                            .is_some_and(|at| !sites && self.is(at, WordRole::Countries))
                            || noun.is_some_and(|at| self.is_active_place(at));
                        let bounded = (sites || countries)
                            && (self.bounds(member, countries)
                                || members.len() == 1
                                    && self.is_bounded_in_front(clauses, index, countries));
                        let role = if bounded { PartRole::Filler } else { PartRole::Open };
                        let end =
                            if sites || countries { noun.map_or(at, |noun| noun) } else { at };
                        for at in at..=end {
                            if self.items[at].role.is_none() && !self.is_active_place(at) {
                                self.items[at].role = Some(role);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// True for a word that means the parts of a federation as well as countries.
    fn is_state_word(&self, at: usize) -> bool {
        let word = self.words.folded(self.items[at].words.start);
        self.is(at, WordRole::Countries)
            && matches!(word, "states" | "staaten" | "etats" | "estados" | "stati" | "stater")
    }

    /// True if a place in the range bounds a plural: an area, or for sites a country.
    pub(super) fn bounds(&self, range: &Range<usize>, countries: bool) -> bool {
        range.clone().any(|at| {
            self.is_active_place(at)
                && (!countries
                    || matches!(self.items[at].kind, ItemKind::Group(_) | ItemKind::LooseGroup(..)))
        })
    }

    /// "US (edge sites)", "Edge network (US)", "Edge: US".
    pub(super) fn is_bounded_by_bracket(&self, clauses: &[Clause], index: usize) -> bool {
        let in_front = clauses[index].before == ClauseBreak::Open
            && index > 0
            && self.ends_with_place(&clauses[index - 1]);
        let behind = clauses.get(index + 1).is_some_and(|next| {
            matches!(next.before, ClauseBreak::Open | ClauseBreak::Colon)
                && self.has_place(&next.items)
        });
        in_front || behind
    }

    pub(super) fn ends_with_place(&self, clause: &Clause) -> bool {
        self.is_active_place(clause.items.end - 1)
    }

    pub(super) fn is_bounded_in_front(
        &self,
        clauses: &[Clause],
        index: usize,
        countries: bool,
    ) -> bool {
        matches!(
            clauses[index].before,
            ClauseBreak::Comma
                | ClauseBreak::Open
                | ClauseBreak::Dash
                | ClauseBreak::Colon
                | ClauseBreak::MiddleDot
        ) && index > 0
            && self.bounds(&clauses[index - 1].items, countries)
    }

    // ---- examples

    /// "EU (for example Poland)", "Our regions (including Japan)".
    pub(super) fn settle_examples(&mut self, clauses: &[Clause]) {
        for (index, clause) in clauses.iter().enumerate() {
            for at in clause.items.clone() {
                if !self.is(at, WordRole::Example) || self.items[at].role.is_some() {
                    continue;
                }
                self.items[at].role = Some(PartRole::Example);
                let scope = clauses[index + 1..]
                    .iter()
                    .take_while(|next| {
                        next.depth >= clause.depth
                            && !matches!(next.before, ClauseBreak::Semicolon | ClauseBreak::Close)
                    })
                    .last()
                    .map_or(clause.items.end, |last| last.items.end);
                let anchor = (0..at).rev().find(|&before| self.is_active_place(before));
                let examples: Vec<usize> =
                    (at + 1..scope).filter(|&at| self.is_active_place(at)).collect();
                if examples.is_empty() {
                    continue;
                }
                let Some(anchor) = anchor else {
                    self.items[at].role = Some(PartRole::Open);
                    continue;
                };
                let area = match self.items[anchor].kind {
                    ItemKind::Group(group) | ItemKind::LooseGroup(group, _) => group.members(),
                    _ => self.countries_of(anchor),
                };
                let is_area = matches!(
                    self.items[anchor].kind,
                    ItemKind::Group(_) | ItemKind::LooseGroup(..)
                );
                for example in examples {
                    let countries = self.all_countries_of(example);
                    if is_area && !countries.is_empty() && countries.is_subset(area) {
                        self.set_off(example, PartRole::Example);
                    } else if !is_area && !countries.is_subset(area) {
                        self.items[at].role = Some(PartRole::Open);
                    }
                }
            }
        }
    }

    /// The countries that an item of one reading covers.
    pub(super) fn all_countries_of(&self, at: usize) -> CountrySet {
        match self.items[at].kind {
            ItemKind::Group(group) | ItemKind::LooseGroup(group, _) => group.members(),
            ItemKind::City(town) | ItemKind::State(town) => std::iter::once(town.country).collect(),
            ItemKind::Code { country: Some(country), .. } => std::iter::once(country).collect(),
            _ => self.countries_of(at),
        }
    }
}
