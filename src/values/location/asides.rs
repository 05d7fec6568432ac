//! Finds the places that are said about something else than data: contracts, companies,
//! streets, and for whom a place is.

use std::ops::Range;

use super::grammar::{Clause, ClauseBreak};
use super::lex::ItemKind;
use super::reading::PartRole;
use super::settle::Settler;
use crate::facts::places::WordRole;
use crate::text::fold::Gap;

impl Settler<'_> {
    // ---- contracts, companies, streets

    /// "EU SCCs", "EU-US Data Privacy Framework": contracts and laws.
    pub(super) fn switch_off_mechanisms(&mut self) {
        let mut any = false;
        for at in 0..self.items.len() {
            if !self.is(at, WordRole::Mechanism) {
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
                self.set_off(before, PartRole::Mechanism);
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
                self.set_off(at - 1, PartRole::Mechanism);
                self.set_off(at, PartRole::Mechanism);
            }
        }
    }

    /// "Acme Ireland Ltd" is a company, "Acme International Ltd" no place.
    pub(super) fn switch_off_companies(&mut self, clause: &Clause) {
        for form in clause.items.clone().skip(1) {
            if !self.is(form, WordRole::Company) {
                continue;
            }
            let mut start = form;
            while start > clause.items.start {
                let joined = matches!(
                    self.separator_before(start),
                    ClauseBreak::Space | ClauseBreak::Hyphen
                );
                let typed = self.text[self.items[start - 1].bytes.clone()].chars().next();
                if !joined || !typed.is_some_and(|char| char.is_uppercase() || char.is_numeric()) {
                    break;
                }
                start -= 1;
            }
            let names = (start..form).any(|at| {
                self.items[at].kind == ItemKind::Unread || self.items[at].kind == ItemKind::Named
            });
            for at in start..form {
                if names || self.is(at, WordRole::Worldwide) {
                    self.set_off(at, PartRole::Filler);
                }
            }
        }
    }

    /// "12 London Road", "Rue de Paris".
    pub(super) fn switch_off_streets(&mut self, clause: &Clause) {
        for at in clause.items.clone() {
            let place = match self.items[at].kind {
                ItemKind::Word(WordRole::Street) if self.gap_before(at) == Gap::Space => {
                    self.place_before(at)
                }
                ItemKind::Word(WordRole::StreetBefore) => {
                    self.place_behind(at).filter(|&place| self.gap_before(place) == Gap::Space)
                }
                _ => None,
            };
            if let Some(place) = place {
                self.set_off(place, PartRole::Filler);
            }
        }
    }

    // ---- customers

    /// "USA (Americas customers only)": who, not where.
    pub(super) fn switch_off_audiences(&mut self, clause: &Clause) {
        for party in clause.items.clone() {
            if !self.is(party, WordRole::Party) {
                continue;
            }
            // "EU Enterprise plan": where the data of that plan is, if no other place says it.
            if self.is(party, WordRole::Plan) && self.active_places().nth(1).is_none() {
                continue;
            }
            // "Ruotsi tilauksen mukaan": the word behind makes it a condition, not an audience.
            if party + 1 < clause.items.end && self.is(party + 1, WordRole::Depend) {
                continue;
            }
            if let Some(before) = self.audience_before(clause, party) {
                self.mark(before..party + 1, PartRole::Condition);
                let mut first = before;
                while let Some(joined) = self.joined_before(first) {
                    self.set_off(joined, PartRole::Condition);
                    first = joined;
                }
            } else if let Some(behind) = self.audience_behind(clause, party) {
                self.mark(party..behind + 1, PartRole::Condition);
                let mut last = behind;
                while let Some(joined) = self.joined_behind(clause, last) {
                    self.set_off(joined, PartRole::Condition);
                    last = joined;
                }
            }
        }
        // "(for the US)"
        let start = clause.items.start;
        let opens =
            matches!(clause.before, ClauseBreak::Open | ClauseBreak::Dash | ClauseBreak::Comma);
        let is_for = |at: usize| {
            if !self.is(at, WordRole::Glue) {
                return false;
            }
            let word = self.words.folded(self.items[at].words.start);
            matches!(word, "for" | "fur" | "pour" | "para" | "voor" | "dla" | "pro")
        };
        let leads = (clause.items.clone()).find(|&at| is_for(at)).filter(|&at| {
            opens
                && (start..at).all(|at| {
                    self.is(at, WordRole::Filler)
                        || self.is(at, WordRole::Vendor)
                        || self.is(at, WordRole::Negation)
                })
        });
        if let Some(at) = leads
            && let Some(place) = (at + 1..clause.items.end).find(|&at| self.is_active_place(at))
            && (at + 1..place).all(|at| self.is_glue(at))
        {
            self.mark(at..place + 1, PartRole::Condition);
            let mut last = place;
            while let Some(joined) = self.joined_behind(clause, last) {
                self.set_off(joined, PartRole::Condition);
                last = joined;
            }
        }
    }

    /// Gives every item of a range the role; places among them are switched off.
    pub(super) fn mark(&mut self, range: Range<usize>, role: PartRole) {
        for at in range {
            self.set_off(at, role);
        }
    }

    /// The place in "EU enterprise customers".
    pub(super) fn audience_before(&self, clause: &Clause, party: usize) -> Option<usize> {
        let before =
            (clause.items.start..party).rev().find(|&before| self.is_active_place(before))?;
        let mut between = before + 1..party;
        let near = between.len() <= 3;
        let adjectives = between.all(|at| {
            matches!(
                self.items[at].kind,
                ItemKind::Unread
                    | ItemKind::Word(
                        WordRole::Filler
                            | WordRole::Firm
                            | WordRole::Vendor
                            | WordRole::Activity
                            | WordRole::Party
                            | WordRole::Plan
                            | WordRole::Site
                    )
            )
        });
        let joined = (before + 1..=party).all(|at| {
            matches!(self.separator_before(at), ClauseBreak::Space | ClauseBreak::Hyphen)
        });
        (near && adjectives && joined).then_some(before)
    }

    /// The place in "customers in the EU".
    pub(super) fn audience_behind(&self, clause: &Clause, party: usize) -> Option<usize> {
        let behind = (party + 1..clause.items.end).find(|&at| self.is_active_place(at))?;
        let mut between = party + 1..behind;
        let glue = between.len() <= 4 && between.clone().all(|at| self.is_glue(at));
        let stored = between.any(|at| {
            matches!(self.words.folded(self.items[at].words.start), "is" | "are" | "data" | "daten")
        });
        // "The customer's environment / EU" names two places.
        let apart = (party + 1..=behind).any(|at| self.separator_before(at) == ClauseBreak::Slash);
        (glue && !stored && !apart).then_some(behind)
    }

    /// The place in front of another in "EU and UK customers".
    pub(super) fn joined_before(&self, at: usize) -> Option<usize> {
        let before = (0..at).rev().find(|&before| self.is_active_place(before))?;
        let slash = self.distance(before, at) == 0
            && matches!(self.gap_before(at), Gap::Slash | Gap::Hyphen);
        let word = self.distance(before, at) == 1
            && self.is_joined(before, at)
            && self.gap_before(at) == Gap::Space;
        (slash || word).then_some(before)
    }

    /// The place behind another in the same clause, joined by "and" or a slash.
    pub(super) fn joined_behind(&self, clause: &Clause, at: usize) -> Option<usize> {
        let behind = (at + 1..clause.items.end).find(|&at| self.items[at].kind.is_place())?;
        let joins = |at: usize| self.is(at, WordRole::And) || self.is_glue(at);
        let words = (at + 1..behind).all(joins);
        let slash = self.separator_before(behind) == ClauseBreak::Slash;
        let joined =
            behind > at + 1 || slash || self.separator_before(behind) == ClauseBreak::Hyphen;
        (words && joined && self.is_active_place(behind)).then_some(behind)
    }
}
