//! Makes the parts of a reading from items whose meaning is settled.

use super::lex::{Item, ItemKind};
use super::reading::{Gloss, Part, PartRole, Referent};
use super::settle::Settler;
use crate::facts::places::WordRole;
use crate::text::fold::Gap;

impl Settler<'_> {
    /// The parts of the text, without gaps.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::with_capacity(2 * self.items.len() + 1);
        let mut end = 0;
        let loose = self.loose();
        for (at, item) in self.items.iter().enumerate() {
            let (start, to) = (item.bytes.start.max(end), item.bytes.end.max(end));
            if start > end {
                let between = &self.text[end..start];
                let slash = between.contains(['/', '\\', '／']);
                let role = if slash { PartRole::Alternative } else { PartRole::Separator };
                parts.push(Part::words(end..start, role));
            }
            end = to;
            let (mut role, referent) = role_of(item);
            // "USA (datacentre i Frankfurt)": a word that leads to a place joins none.
            if role == PartRole::Alternative && self.is_preposition(at) {
                role = PartRole::Filler;
            }
            if to > start {
                let is_loose = role.is_place() && loose.contains(&at);
                self.push_part(&mut parts, Part { range: start..to, role, referent, is_loose });
            }
        }
        if end < self.text.len() {
            parts.push(Part::words(end..self.text.len(), PartRole::Separator));
        }
        parts
    }

    /// The items of statements that have a condition or a preference, and those behind a word
    /// that is not understood, which may deny them. Semicolons, line breaks and full stops
    /// end a statement.
    fn loose(&self) -> Vec<usize> {
        let mut loose = Vec::new();
        let mut start = 0;
        while start < self.items.len() {
            let ends = |at: &usize| self.ends_statement(*at);
            let end = (start + 1..self.items.len()).find(ends).unwrap_or(self.items.len());
            let hangs = |at: usize| {
                matches!(
                    role_of(&self.items[at]).0,
                    PartRole::Condition
                        | PartRole::Default
                        | PartRole::Choice
                        | PartRole::Hedge
                        | PartRole::Date
                )
            };
            let all = end > start + 1 && (start..end).any(hangs);
            loose.extend((start..end).filter(|&at| {
                all || self.is_behind_unread(start, at) || self.may_be_seat(at, end)
            }));
            start = end;
        }
        loose
    }

    /// "USA (HQ), Frankfurt": the remark may mean that nothing but the seat is there.
    fn may_be_seat(&self, at: usize, end: usize) -> bool {
        let others = self.active_places().any(|other| other != at);
        let next = at + 1;
        others
            && next < end
            && self.gap_before(next) == Gap::Open
            && role_of(&self.items[next]).0 == PartRole::Seat
            && self.items[next].kind == ItemKind::Word(WordRole::Seat)
    }

    fn ends_statement(&self, at: usize) -> bool {
        let (before, next) = (&self.items[at - 1].bytes, &self.items[at].bytes);
        let between = self.text.get(before.end..next.start).unwrap_or_default();
        self.ends_sentence(at) || between.contains([';', '；', '|', '\n', '\r', '。'])
    }

    /// True if a word in small letters that is not understood stands right in front.
    fn is_behind_unread(&self, start: usize, at: usize) -> bool {
        let words = (start..at).rev().take_while(|&before| {
            !self.gap_before(before + 1).separates() && !self.items[before].kind.is_place()
        });
        let mut words = words.skip_while(|&before| self.is_glue(before));
        words.next().is_some_and(|before| {
            let item = &self.items[before];
            role_of(item).0 == PartRole::Unread
                && self.text[item.bytes.clone()].starts_with(char::is_lowercase)
        })
    }

    /// Adds a part; what belongs together, with the small words in between, is one.
    fn push_part(&self, parts: &mut Vec<Part>, mut part: Part) {
        let mut last = parts.len();
        if mergeable(part.role) {
            while let Some(before) = last.checked_sub(1).map(|last| &parts[last]) {
                let skipped = match before.role {
                    PartRole::Separator => self.text[before.range.clone()]
                        .chars()
                        .all(|char| matches!(char, ' ' | '-' | '.' | '\u{a0}' | '\'' | '’')),
                    PartRole::Filler => part.role != PartRole::Filler,
                    PartRole::Alternative => {
                        matches!(
                            part.role,
                            PartRole::Seat
                                | PartRole::Gloss(_)
                                | PartRole::Negation
                                | PartRole::Condition
                        )
                    }
                    _ => false,
                };
                if before.role == part.role {
                    part.range.start = before.range.start;
                    if before.referent != Referent::None {
                        part.referent = before.referent;
                    }
                    parts.truncate(last - 1);
                    break;
                }
                if !skipped {
                    break;
                }
                last -= 1;
            }
        }
        parts.push(part);
    }
}

/// True if neighbouring parts of the role are one.
fn mergeable(role: PartRole) -> bool {
    !role.is_place() && role != PartRole::Separator
}

/// The role and referent of an item, once everything is settled.
fn role_of(item: &Item) -> (PartRole, Referent) {
    let (role, referent) = match item.kind {
        ItemKind::Country(country) => (PartRole::Place, Referent::Country(country)),
        ItemKind::Group(group) => (PartRole::Area, Referent::Group(group)),
        ItemKind::LooseGroup(group, readings) => {
            (PartRole::Area, Referent::LooseGroup(group, readings))
        }
        ItemKind::City(town) => (PartRole::City, Referent::Town(town)),
        ItemKind::State(town) => (PartRole::Place, Referent::Town(town)),
        ItemKind::Ambiguous { preferred, readings } => {
            (PartRole::Place, Referent::Ambiguous(preferred, readings))
        }
        ItemKind::Code { country, states } => {
            let state = states.first().copied();
            let referent = match (country, state) {
                (Some(country), Some(state)) => Referent::Either(country, state),
                (Some(country), None) | (None, Some(country)) => Referent::Country(country),
                (None, None) => Referent::None,
            };
            (PartRole::Place, referent)
        }
        ItemKind::Region(found) => (PartRole::CloudRegion, Referent::CloudRegion(found)),
        ItemKind::UnknownRegion => (PartRole::CloudRegion, Referent::None),
        ItemKind::Named => (PartRole::Filler, Referent::None),
        ItemKind::Unread => (PartRole::Unread, Referent::None),
        ItemKind::Word(word) => match word {
            WordRole::Worldwide | WordRole::Edge => (PartRole::Area, Referent::World),
            WordRole::Choice => (PartRole::Choice, Referent::None),
            WordRole::Mechanism => (PartRole::Mechanism, Referent::None),
            WordRole::ThirdCountry => (PartRole::Gloss(Gloss::Outside), Referent::None),
            WordRole::Hedge => (PartRole::Hedge, Referent::None),
            WordRole::Default => (PartRole::Default, Referent::None),
            WordRole::Condition | WordRole::Depend | WordRole::When | WordRole::WhenBehind => {
                (PartRole::Condition, Referent::None)
            }
            WordRole::Example => (PartRole::Example, Referent::None),
            WordRole::Open | WordRole::Quantity => (PartRole::Open, Referent::None),
            WordRole::Except | WordRole::Exclude | WordRole::Negation => {
                (PartRole::Negation, Referent::None)
            }
            WordRole::Compass => (PartRole::Unread, Referent::None),
            WordRole::Outside => (PartRole::Gloss(Gloss::Outside), Referent::None),
            WordRole::Seat => (PartRole::Seat, Referent::None),
            WordRole::Activity => (PartRole::Activity, Referent::None),
            WordRole::And => (PartRole::Alternative, Referent::None),
            WordRole::Leave
            | WordRole::Countries
            | WordRole::Only
            | WordRole::Every
            | WordRole::Firm
            | WordRole::Party
            | WordRole::Plan
            | WordRole::Choose
            | WordRole::Own
            | WordRole::Site
            | WordRole::Per
            | WordRole::Toward
            | WordRole::Glue
            | WordRole::Offer
            | WordRole::Filler
            | WordRole::Vendor
            | WordRole::Street
            | WordRole::StreetBefore
            | WordRole::Company => (PartRole::Filler, Referent::None),
        },
    };
    let off = if item.off { PartRole::Filler } else { role };
    let role = item.role.unwrap_or(off);
    let referent = match (role, referent) {
        (PartRole::Area, Referent::World) => Referent::World,
        (_, Referent::World) => Referent::None,
        (PartRole::Gloss(Gloss::Outside) | PartRole::Negation, Referent::None)
            if item.kind == ItemKind::Word(WordRole::ThirdCountry) =>
        {
            Referent::Group(Settler::THIRD)
        }
        _ => referent,
    };
    (role, referent)
}
