//! Finds the days from which or until which a place holds: "Ab 2027: Frankreich".

use super::lex::ItemKind;
use super::reading::PartRole;
use super::settle::Settler;
use crate::facts;
use crate::facts::date_words::{self, DateWord};
use crate::facts::places::WordRole;
use std::ops::Range;

/// Words that stand in front of the year of a date, the opening ones left out: `1. Juli`.
const MAX_WORDS: usize = 4;

impl Settler<'_> {
    /// Gives the words of a date that lies ahead, or that ends something, one role. What has
    /// held since a day of the past holds today.
    pub(super) fn settle_dates(&mut self) {
        for at in 0..self.items.len() {
            if self.items[at].kind == ItemKind::Word(WordRole::Filler)
                && let Some(year) = self.year(at)
                && let Some((opening, from)) = self.opening_of(at)
            {
                let is_ahead = opening == DateWord::Until || year > checked_year();
                let role = match opening {
                    _ if is_ahead => PartRole::Date,
                    DateWord::From => PartRole::Filler,
                    _ => continue,
                };
                for item in &mut self.items[from..=at] {
                    item.role = Some(role);
                    item.off = true;
                }
            }
        }
    }

    /// The year that an item is: a number of this century.
    fn year(&self, at: usize) -> Option<u16> {
        let word = self.words.folded(self.items[at].words.start);
        (word.len() == 4 && word.starts_with("20")).then(|| word.parse().ok()).flatten()
    }

    /// The word that opens the date which ends with an item, and the first item of it.
    fn opening_of(&self, end: usize) -> Option<(DateWord, usize)> {
        let first_of = |at: usize| self.items[at].words.start;
        // "effective 1 March 2028": it says that a day follows, and no more.
        let mut around = None;
        for from in (end.saturating_sub(MAX_WORDS)..end).rev() {
            // "à partir de", "as from".
            let opening = (1..=3).rev().find_map(|length| {
                let start = (from + 1).checked_sub(length)?;
                let word = date_words::of_phrase(&self.folded_items(start..from + 1))?;
                let is_longer = around.is_none_or(|(_, known)| start < known);
                if word == DateWord::Filler && is_longer {
                    around = Some((word, start));
                }
                matches!(word, DateWord::From | DateWord::Until).then_some((word, start))
            });
            if opening.is_some() {
                return opening;
            }
            let word = self.words.folded(first_of(from));
            let is_of_date = word.bytes().all(|byte| byte.is_ascii_digit())
                || self.is(from, WordRole::Glue)
                || matches!(word, "q1" | "q2" | "q3" | "q4")
                || date_words::of_phrase(word).is_some();
            if !is_of_date {
                break;
            }
        }
        around
    }

    /// The folded words of some items.
    fn folded_items(&self, items: Range<usize>) -> String {
        let words = self.items[items.start].words.start..self.items[items.end - 1].words.end;
        words.map(|word| self.words.folded(word)).collect::<Vec<_>>().join(" ")
    }
}

/// The year in which the facts were checked: no clock is read here.
fn checked_year() -> u16 {
    facts::AS_OF.get(..4).and_then(|year| year.parse().ok()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use crate::values::location::{Context, Flag, PartRole, Reading, read};

    fn dates(text: &str) -> Vec<&str> {
        let reading: Reading = read(text, &Context::default());
        let dates = reading.parts.iter().filter(|part| part.role == PartRole::Date);
        dates.map(|part| &text[part.range.clone()]).collect()
    }

    #[test]
    fn a_day_that_lies_ahead_or_ends_something_is_found() {
        for (text, date) in [
            ("Ab 2027: Frankreich", "Ab 2027"),
            ("from March 2027 in Ireland", "from March 2027"),
            ("Germany (from 1 July 2027)", "from 1 July 2027"),
            ("Ireland from Q2 2027", "from Q2 2027"),
            ("Poland as of 2027", "as of 2027"),
            ("USA until 2025, now Germany", "until 2025"),
            ("à partir de 2027 : France", "à partir de 2027"),
            ("EE. UU. hasta 2026, después España", "hasta 2026"),
            ("dal 2027: Italia", "dal 2027"),
            ("vanaf 2027: Nederland", "vanaf 2027"),
            ("od 2027: Polska", "od 2027"),
            ("från 2027: Sverige", "från 2027"),
            ("fra 2027: Danmark", "fra 2027"),
        ] {
            assert_eq!(dates(text), [date], "{text}");
            assert!(read(text, &Context::default()).has(Flag::Vague), "{text}");
        }
    }

    #[test]
    fn what_has_held_for_some_time_holds_today() {
        for text in [
            "Frankfurt since 2019",
            "Germany (from 1 July 2024)",
            "seit 2021 in Frankfurt",
            "Österreich, seit 2018",
            "Sydney NSW 2027",
            "ISO 27001:2022, Ireland",
        ] {
            assert_eq!(dates(text), [""; 0], "{text}");
            assert!(!read(text, &Context::default()).has(Flag::Unknown), "{text}");
        }
    }
}
