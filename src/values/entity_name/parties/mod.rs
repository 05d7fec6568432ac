//! Names of several parties, an open group of them, or none.
//!
//! The text decides, not whether a list knows the names: signs and words that join
//! two names, two legal forms, words that leave the company open, or nothing but words
//! for trades and roles. Company names hold commas, slashes and ampersands, so one of
//! those alone is never enough.

mod category;
mod joined;
mod several;

pub use joined::{JoinedNames, NameSurroundings, joined_names};

use super::{EntityName, NameAddition, NamePartRole};
use crate::facts::legal_forms::{self, strip};
use crate::facts::name_words::{PhrasesAt, WordUses, ends_open, phrases_at};
use crate::text::fold::name::{self as fold, Token};
use std::borrow::Cow;
use std::ops::Range;

/// A defect of a name that should be one company's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parties {
    /// It names so many.
    Several(usize),
    /// It leaves the company open, beside so many that it names.
    Open(usize),
    /// It names somebody by a role: a payment provider.
    Role,
    /// It names what is done, and nobody who does it.
    Trade,
}

/// The parties that a name holds; `None` for the name of one company.
#[must_use]
pub fn parties(name: &EntityName) -> Option<Parties> {
    let mut text = PartyWords::of(name);
    if text.tokens.is_empty() {
        return None;
    }
    if let Some(before) = text.open_at() {
        return Some(Parties::Open(before));
    }
    if let Some(found) = text.category() {
        return Some(found);
    }
    let found = text.several();
    if found.is_none() && text.tokens.iter().any(|token| token.text == "of") {
        // Two known names can have no other "of" between them.
        text.joins_with_of = true;
        return text.known_names().map(Parties::Several);
    }
    found.map(Parties::Several)
}

/// True if a name holds names that the built-in list has under several groups of companies.
#[must_use]
pub fn names_known_companies(name: &EntityName) -> bool {
    PartyWords::of(name).known_groups() > 1
}

/// The words of the whole text.
struct PartyWords<'n> {
    name: &'n EntityName,
    text: &'n str,
    tokens: Cow<'n, [Token]>,
    /// The phrases that start at each word, which is asked for eight times.
    phrases: Vec<PhrasesAt<'static>>,
    /// The words without those of other names of the same company.
    main: Range<usize>,
    /// True if "of" is read as the Dutch "or".
    joins_with_of: bool,
}

impl<'n> PartyWords<'n> {
    fn of(name: &'n EntityName) -> Self {
        let text = name.text();
        // The words of most names are those of the name itself. Only other scripts are
        // divided where the form begins, and only a form before a place is moved.
        let is_whole = name.legal == (0..text.len())
            && name.additions.is_empty()
            && name.tokens.is_sorted_by_key(|token| token.source.start);
        let tokens = if is_whole && text.is_ascii() {
            Cow::Borrowed(name.tokens.as_slice())
        } else {
            Cow::Owned(fold::fold(text, 0..text.len()).tokens)
        };
        let start = name.legal_range().start.min(first_outer(name));
        let end = last_of_party(name);
        let from = tokens.partition_point(|token| token.source.start < start);
        let to = tokens.partition_point(|token| token.source.start < end);
        let phrases = (0..tokens.len()).map(|at| phrases_at(&tokens[at..]).among(&[])).collect();
        Self { name, text, tokens, phrases, main: from.min(to)..to, joins_with_of: false }
    }

    fn typed(&self, words: Range<usize>) -> &'n str {
        match (self.tokens.get(words.start), self.tokens[..words.end].last()) {
            (Some(first), Some(last)) if !words.is_empty() => {
                &self.text[first.source.start..last.source.end]
            }
            _ => "",
        }
    }

    /// The separator between a word and the one before it.
    fn gap(&self, at: usize) -> &'n str {
        &self.text[self.tokens[at - 1].source.end..self.tokens[at].source.start]
    }

    fn uses(&self, at: usize, uses: WordUses) -> Option<usize> {
        self.phrases_of(at..self.tokens.len()).longest(uses)
    }

    /// The phrases at the start of some words.
    fn phrases_of(&self, words: Range<usize>) -> PhrasesAt<'_> {
        match self.phrases.get(words.start) {
            Some(phrases) => phrases.among(&self.tokens[words]),
            None => phrases_at(&[]),
        }
    }

    fn starts_small(&self, at: usize) -> bool {
        !self.text[self.tokens[at].source.clone()].starts_with(char::is_uppercase)
    }

    /// Number of parties named before the text leaves the company open.
    fn open_at(&self) -> Option<usize> {
        let written = self.text.trim_end_matches([')', '）', ']', '.', ' ']);
        if ends_open(written) && !self.has_form_behind(0) {
            return Some(1);
        }
        (1..self.tokens.len()).find_map(|at| {
            let behind = self.opens(at)?;
            // `Providers such as Kelp` names what is behind the words.
            let named = if self.is_category(0..at) { behind..self.tokens.len() } else { 0..at };
            Some(self.pieces(named).len())
        })
    }

    /// The end of the words at a place that leave the company open, if they do.
    fn opens(&self, at: usize) -> Option<usize> {
        let behind = if let Some(length) = self.uses(at, WordUses::OPEN) {
            // `Mail Boxes Etc.` is a name, and so is `Kelp:ed`.
            let is_apart = at == 0 || !matches!(self.gap(at), ":" | "-" | "." | "'" | "’" | "_");
            let is_plain =
                is_apart && self.starts_small(at) && self.is_plain_phrase(at..at + length);
            is_plain.then_some(at + length)?
        } else {
            // Dutch "of" is "or"; in English it joins the words of one name.
            let is_of =
                self.tokens[at].text == "of" && self.uses(at + 1, WordUses::OTHERS).is_some();
            let length = self.uses(at, WordUses::AND.or(WordUses::OR));
            match length.or(is_of.then_some(1)) {
                Some(length) => {
                    let others = || self.others_behind(at + length);
                    others().or_else(|| self.role_behind_or(at, at + length))?
                }
                None => self.others_behind_slash(at)?,
            }
        };
        // `& Other Stories AB` and `Etc GmbH` are names.
        (!self.has_form_behind(behind)).then_some(behind)
    }

    /// `Kelp oder SMS-Anbieter`: somebody by a role is the other choice.
    fn role_behind_or(&self, or: usize, at: usize) -> Option<usize> {
        let rest = at..self.tokens.len();
        let is_role = self.uses(or, WordUses::OR).is_some()
            && !rest.is_empty()
            && self.category_of(rest.clone()) == Some(Parties::Role)
            && !self.is_category(0..or);
        is_role.then_some(rest.end)
    }

    /// `Kelp / similar`: a slash is an "or", and nothing follows.
    fn others_behind_slash(&self, at: usize) -> Option<usize> {
        let is_or = self.gap(at).contains(['/', '／']) && self.starts_small(at);
        let behind = at + self.uses(at, WordUses::OTHERS).filter(|_| is_or)?;
        (behind == self.tokens.len()).then_some(behind)
    }

    /// Abbreviations are typed with dots, or in small letters at the end.
    fn is_plain_phrase(&self, words: Range<usize>) -> bool {
        let is_short = self.tokens[words.clone()].iter().all(|token| {
            token.text.chars().count() <= 3 && token.text.is_ascii() && token.text != "etc"
        });
        let typed = self.typed(words.clone());
        let is_last = words.end == self.tokens.len();
        // At the end of a name a form wins over an abbreviation: `Tux e.G.`
        if is_last
            && strip::lookup(&self.tokens[words.clone()], self.text, legal_forms::table()).is_some()
        {
            return false;
        }
        let has_dot = typed.contains('.')
            || self.text[..]
                .get(words_end(&self.tokens, &words)..)
                .is_some_and(|rest| rest.starts_with('.'));
        !is_short || has_dot || is_last && typed.starts_with(char::is_lowercase)
    }

    /// Finds the end of the words for "others" behind "and" or "or".
    fn others_behind(&self, mut at: usize) -> Option<usize> {
        let mut determined = false;
        for _ in 0..4 {
            if at >= self.tokens.len() {
                return None;
            }
            if let Some(length) = self.uses(at, WordUses::OTHERS) {
                return Some(at + length);
            }
            if self.uses(at, WordUses::MORE).is_some() {
                return self.starts_small(at).then_some(at + 1);
            }
            // `and our accountants`, but `and Partners` is the end of a name.
            if determined && self.uses(at, WordUses::ROLE).is_some() && self.starts_small(at) {
                return Some(at + 1);
            }
            let filler =
                WordUses::DETERMINER.or(WordUses::AND).or(WordUses::OR).or(WordUses::ADVERB);
            let length = self.uses(at, filler)?;
            determined |= self.uses(at, WordUses::DETERMINER).is_some() && self.starts_small(at);
            at += length;
        }
        None
    }

    /// True if the name goes on to a legal form behind a word.
    fn has_form_behind(&self, at: usize) -> bool {
        let form = self.name.form_range().filter(|_| !self.name.is_form_doubtful());
        let at = self.tokens.get(at).map_or(self.text.len(), |token| token.source.start);
        form.is_some_and(|form| form.end > at)
    }
}

/// The start of the text of one party: its first name.
fn first_outer(name: &EntityName) -> usize {
    let outside = name.additions().iter().filter(|addition| addition.role == NamePartRole::Outside);
    outside.map(|addition| addition.outer.start).min().unwrap_or(usize::MAX)
}

/// The end of the names of one party, where its other names and remarks begin.
fn last_of_party(name: &EntityName) -> usize {
    let outside = |addition: &&NameAddition| addition.role == NamePartRole::Outside;
    match name.additions().iter().find(outside) {
        Some(addition) => addition.outer.end,
        None => name.legal_range().end,
    }
}

fn words_end(tokens: &[Token], words: &Range<usize>) -> usize {
    tokens[words.end - 1].source.end
}

#[cfg(test)]
mod tests;
