//! Finds roles for unknown words, and marks those that are left.

use std::ops::Range;

use super::grammar::{Clause, ClauseBreak};
use super::lex::ItemKind;
use super::reading::PartRole;
use super::settle::Settler;
use crate::facts::places::{self, WordRole};
use crate::facts::regions::Group;
use crate::text::fold::Gap;

impl Settler<'_> {
    // ---- what is not known

    /// Finds roles for unknown words: companies, streets, small towns. Those that are left
    /// stay unread, with the words around them.
    pub(super) fn settle_unread(&mut self, clauses: &[Clause], clause: &Clause) {
        let range = clause.items.clone();
        self.settle_compass(clause);
        let is_unread = |settler: &Self, at: usize| {
            settler.items[at].kind == ItemKind::Unread && settler.items[at].role.is_none()
        };
        if !range.clone().any(|at| is_unread(self, at)) {
            return;
        }
        let has_form = range.clone().any(|at| {
            let typed = &self.text[self.items[at].bytes.clone()];
            self.is(at, WordRole::Company)
                || typed == "SE" && at > range.start && is_unread(self, at - 1)
        });
        let is_address = range.clone().any(|at| {
            // "St. Leon-Rot" is a town.
            self.is(at, WordRole::Street) && at > range.start
                || self.is(at, WordRole::StreetBefore)
                || self.words.list[self.items[at].words.start].digit
        });
        for at in range.clone() {
            if !is_unread(self, at) {
                continue;
            }
            let typed = &self.text[self.items[at].bytes.clone()];
            let capital = typed.starts_with(|char: char| char.is_uppercase() || char.is_numeric());
            if self.is_name(at) {
                self.items[at].kind = ItemKind::Named;
            } else if self.is_quarter(at) || (has_form || is_address) && capital {
                self.items[at].role = Some(PartRole::Filler);
            }
        }
        if self.restricts(clause) {
            for at in range.clone().filter(|&at| is_unread(self, at)).collect::<Vec<_>>() {
                self.items[at].role = Some(PartRole::Activity);
            }
        }
        if self.is_town(clauses, clause) {
            for at in range {
                self.items[at].role = Some(PartRole::Filler);
            }
        }
        for member in self.members(clause) {
            self.settle_beside_towns(&member);
            self.settle_before_state(&member);
        }
        self.settle_own_network(clause);
        self.settle_beside_mechanism(clause);
        for member in self.members(clause) {
            self.settle_unread_member(member);
        }
    }

    /// "US (only anonymous totals)", "EU/US (enbart admin-email)": what a place in front is for,
    /// which makes it no wider. A word for what is left open speaks for itself.
    fn restricts(&self, clause: &Clause) -> bool {
        let (start, last) = (clause.items.start, clause.items.end - 1);
        let opens = matches!(clause.before, ClauseBreak::Open | ClauseBreak::Dash);
        let is_behind_place =
            start.checked_sub(1).is_some_and(|before| self.is_active_place(before));
        let is_read = |at: usize| {
            matches!(
                self.items[at].kind,
                ItemKind::Unread
                    | ItemKind::Word(
                        WordRole::Only
                            | WordRole::Filler
                            | WordRole::Glue
                            | WordRole::And
                            | WordRole::Party
                            | WordRole::Activity
                    )
            )
        };
        // One capitalised word may be a place.
        let typed = |at: usize| &self.text[self.items[at].bytes.clone()];
        let mut unread =
            clause.items.clone().filter(|&at| self.items[at].kind == ItemKind::Unread).map(typed);
        let (first, more) = (unread.next(), unread.next());
        let may_be_place = more.is_none()
            && first.is_some_and(|word| {
                word.starts_with(char::is_uppercase) && !word.contains([' ', '-'])
            });
        opens
            && is_behind_place
            && !may_be_place
            && (self.is(start, WordRole::Only) || self.is(last, WordRole::Only))
            && clause.items.clone().all(is_read)
    }

    /// "千代田" in "東京都千代田区", "테헤란" in "서울 테헤란로": a quarter or a street of the town in front.
    fn is_quarter(&self, at: usize) -> bool {
        let Some(next) = self.items.get(at + 1) else { return false };
        next.bytes.start == self.items[at].bytes.end
            && places::is_quarter_end(&self.text[next.bytes.clone()])
            && (0..at).any(|before| self.is_active_place(before))
    }

    /// "Japan (SCCs required)", "Japan, standard DPA": words about a mechanism, which is not of
    /// the place. A name, and what stands where no place is left, may be one that is not known.
    fn settle_beside_mechanism(&mut self, clause: &Clause) {
        let is_about = clause.items.clone().any(|at| self.is(at, WordRole::Mechanism))
            && !self.has_place(&clause.items)
            && self.active_places().next().is_some();
        if !is_about {
            return;
        }
        for at in clause.items.clone() {
            let item = &mut self.items[at];
            let is_name = self.text[item.bytes.clone()].starts_with(char::is_uppercase);
            let is_unread = item.kind == ItemKind::Unread && item.role.is_none();
            if is_unread && !is_name && self.words.list[item.words.start].gap != Gap::Slash {
                item.role = Some(PartRole::Filler);
            }
        }
    }

    /// "Kaarst bei Düsseldorf", "Klagenfurt am Wörthersee", "Warszawa-Okęcie": names that tell a
    /// town more exactly, so that it stays where it is.
    fn settle_beside_towns(&mut self, member: &Range<usize>) {
        let is_name = |settler: &Self, at: usize| {
            let typed = &settler.text[settler.items[at].bytes.clone()];
            settler.items[at].kind == ItemKind::Unread
                && settler.items[at].role.is_none()
                && typed.starts_with(char::is_uppercase)
        };
        let towns: Vec<usize> = member
            .clone()
            .filter(|&at| self.is_active_place(at))
            .filter(|&at| matches!(self.items[at].kind, ItemKind::City(_) | ItemKind::State(_)))
            .collect();
        for town in towns {
            let mut start = town;
            while start > member.start && self.is_glue(start - 1) {
                start -= 1;
            }
            let mut first = start;
            while start < town && first > member.start && is_name(self, first - 1) {
                first -= 1;
            }
            let word = |at: usize| self.words.folded(self.items[at].words.start);
            let mut end = town + 1;
            let quarter = end < member.end
                && self.gap_before(end) == Gap::Hyphen
                && self.text[self.items[town].bytes.end..].starts_with('-')
                && is_name(self, end);
            if quarter {
                end += 1;
            } else {
                let joint = end;
                while end < member.end && places::is_town_joint(word(end)) {
                    end += 1;
                }
                let named = end;
                while end < member.end && named > joint && is_name(self, end) {
                    end += 1;
                }
                if end == named {
                    end = town + 1;
                }
            }
            for at in (first..start).chain(town + 1..end) {
                self.items[at].role = Some(PartRole::Filler);
            }
        }
    }

    /// "San Antonio, TX and Elk Grove Village, IL": a town, for a state stands behind it.
    fn settle_before_state(&mut self, member: &Range<usize>) {
        let next = member.end;
        let is_state = next < self.items.len()
            && !self.items[next].off
            && self.separator_before(next) == ClauseBreak::Comma
            && match self.items[next].kind {
                ItemKind::State(_) => true,
                ItemKind::Code { states, .. } => !states.is_empty(),
                _ => false,
            };
        let is_name = |at: usize| {
            let typed = &self.text[self.items[at].bytes.clone()];
            typed.starts_with(char::is_uppercase)
                && typed.len() > 1
                && self.items[at].role.is_none()
                && (self.items[at].kind == ItemKind::Unread || self.is(at, WordRole::Filler))
        };
        if is_state && member.len() <= 4 && member.clone().all(is_name) {
            for at in member.clone() {
                self.items[at].role = Some(PartRole::Filler);
            }
        }
    }

    /// "US East", "Central India": a part of the place beside it.
    fn settle_compass(&mut self, clause: &Clause) {
        for member in self.members(clause) {
            let beside = self.has_place(&member) || self.is_direction(clause, &member);
            for at in member {
                if self.is(at, WordRole::Compass) {
                    self.items[at].kind =
                        if beside { ItemKind::Word(WordRole::Filler) } else { ItemKind::Unread };
                }
            }
        }
    }

    /// "Germany (North)", "Italy - South": nothing but a direction, behind a place.
    fn is_direction(&self, clause: &Clause, member: &Range<usize>) -> bool {
        let apart = matches!(clause.before, ClauseBreak::Open | ClauseBreak::Dash);
        let is_word = |at: usize| self.is(at, WordRole::Compass) || self.is(at, WordRole::Site);
        let before = clause.items.start.checked_sub(1);
        apart
            && *member == clause.items
            && member.clone().all(is_word)
            && before.is_some_and(|before| self.is_active_place(before))
    }

    /// A member of which a word is not known is unread as a whole, unless its other words
    /// leave it open or to the customer: then the unknown one adds no question.
    pub(super) fn settle_unread_member(&mut self, range: Range<usize>) {
        let is_unread = |settler: &Self, at: usize| {
            settler.items[at].kind == ItemKind::Unread && settler.items[at].role.is_none()
        };
        if self.has_place(&range) || !range.clone().any(|at| is_unread(self, at)) {
            return;
        }
        for role in [PartRole::Choice, PartRole::Open] {
            let has = |at: usize| {
                let open = self.items[at].kind == ItemKind::Word(WordRole::Open);
                match self.items[at].role {
                    Some(settled) => settled == role,
                    None => role == PartRole::Open && open,
                }
            };
            if range.clone().any(has) {
                let is_outer = |at: &usize| has(*at) || is_unread(self, *at);
                let first = range.clone().find(is_outer).unwrap_or(range.start);
                let last = range.clone().rev().find(is_outer).unwrap_or(range.start);
                for at in first..=last {
                    self.items[at].role = Some(role);
                }
                return;
            }
        }
        let speaks = |at: usize| {
            let item = &self.items[at];
            let settled = item.role.is_some_and(|role| {
                !matches!(role, PartRole::Filler | PartRole::Area | PartRole::Unread)
            });
            settled
                || item.kind.is_place()
                || matches!(
                    item.kind,
                    ItemKind::Word(
                        WordRole::Worldwide
                            | WordRole::Hedge
                            | WordRole::Open
                            | WordRole::Mechanism
                            | WordRole::Default
                            | WordRole::Condition
                            | WordRole::Negation
                            | WordRole::Except
                    )
                )
        };
        if range.clone().any(speaks) {
            return;
        }
        let is_outer = |at: &usize| {
            !matches!(self.items[*at].kind, ItemKind::Word(WordRole::Glue | WordRole::And))
        };
        let first = range.clone().find(is_outer).unwrap_or(range.start);
        let last = range.clone().rev().find(is_outer).unwrap_or(range.start);
        for at in first..=last {
            self.items[at].kind = ItemKind::Unread;
            self.items[at].role = None;
        }
    }

    /// "Kelpworks backbone", where Kelpworks is the vendor: its own network.
    pub(super) fn settle_own_network(&mut self, clause: &Clause) {
        let range = clause.items.clone();
        let named = range.clone().any(|at| self.items[at].kind == ItemKind::Named);
        let sites = range.clone().any(|at| {
            matches!(self.items[at].kind, ItemKind::Word(WordRole::Edge | WordRole::Site))
        });
        let other = range.clone().any(|at| {
            self.items[at].kind == ItemKind::Unread && self.items[at].role.is_none()
                || self.is_active_place(at)
                || self.is(at, WordRole::Worldwide)
        });
        if named && sites && !other && self.active_places().next().is_none() {
            for at in range {
                self.items[at].role = Some(PartRole::Open);
            }
        }
    }

    /// "Kleinkleckersdorf, Germany": a town, for its country stands behind it.
    pub(super) fn is_town(&self, clauses: &[Clause], clause: &Clause) -> bool {
        let range = clause.items.clone();
        let words = range.clone().all(|at| {
            let typed = &self.text[self.items[at].bytes.clone()];
            let capital = typed.starts_with(char::is_uppercase);
            let known = matches!(
                self.items[at].kind,
                ItemKind::Word(
                    WordRole::Glue
                        | WordRole::Filler
                        | WordRole::Only
                        | WordRole::Firm
                        | WordRole::Street
                )
            );
            known || capital && self.items[at].kind == ItemKind::Unread
        });
        let Some(at) = clauses.iter().position(|other| other.items == clause.items) else {
            return false;
        };
        let Some(next) = clauses.get(at + 1) else { return false };
        let joined = matches!(next.before, ClauseBreak::Comma | ClauseBreak::Open)
            && (next.depth == clause.depth || next.before == ClauseBreak::Open);
        let country = next.items.start < self.items.len()
            && matches!(
                self.items[next.items.start].kind,
                ItemKind::Country(_) | ItemKind::State(_) | ItemKind::Code { .. }
            )
            && !self.items[next.items.start].off;
        // Behind another place, it is one of a list.
        let in_list = at > 0
            && !matches!(
                clause.before,
                ClauseBreak::Semicolon | ClauseBreak::Open | ClauseBreak::Start
            )
            && self.has_place(&clauses[at - 1].items);
        let few = range.len() <= 4;
        words && few && joined && country && !in_list
    }

    /// True if unknown words are a name of the vendor or of another known one.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let folded = self.words.folded(self.items[at].words.start);
        let own = self.context.vendor.is_some_and(|vendor| {
            vendor
                .split(|char: char| !char.is_alphanumeric())
                .any(|word| word.len() > 2 && crate::text::fold::fold_words(word) == folded)
        });
        own || folded.len() > 2 && !crate::facts::vendors::lookup(folded).is_empty()
    }

    /// The group that "third country" is about.
    pub(super) const THIRD: Group = Group::EEA;
}
