//! Names that say what is done, or by whom in general, and name nobody.

use super::super::NamePartRole;
use super::{Parties, PartyWords};
use crate::facts::legal_forms::Spelling;
use crate::facts::name_words::{self, WordUses, is_role_compound, phrases_at};
use crate::facts::places;
use crate::facts::vendors;
use crate::text::fold::name as fold;
use std::ops::Range;

impl PartyWords<'_> {
    /// True if some words only say what is done, or by whom in general.
    pub(super) fn is_category(&self, words: Range<usize>) -> bool {
        self.category_of(words).is_some()
    }

    pub(super) fn category_of(&self, words: Range<usize>) -> Option<Parties> {
        let (mut at, mut has_role, mut has_trade) = (words.start, false, false);
        let mut is_general = false;
        while at < words.end {
            let rest = &self.tokens[at..words.end];
            let phrases = self.phrases_of(at..words.end);
            let role = phrases.longest(WordUses::ROLE);
            let trade = phrases.longest(WordUses::TRADE);
            let link = phrases.longest(WordUses::LINK.or(WordUses::OTHERS));
            let determiner = phrases.longest(WordUses::DETERMINER);
            let head = phrases.longest(WordUses::GROUP_HEAD).filter(|_| at == words.start);
            let role = role.max(head);
            let longest = [role, trade, determiner, link].into_iter().flatten().max();
            let is_last = at > words.start && at + 1 == words.end;
            let length = match longest {
                // `Mail One` is a name, `Servicios varios` none.
                Some(1)
                    if is_last
                        && determiner.is_some()
                        && role.or(trade).is_none()
                        && !self.starts_small(at)
                        && !self.is_nobody(at..words.end) =>
                {
                    return None;
                }
                Some(length) => length,
                // "Fournisseur d'hébergement": an article that is cut short.
                None if self.is_elided(at) => {
                    has_trade = true;
                    at += 1;
                    continue;
                }
                None if is_role_compound(&rest[0].text) => {
                    has_role = true;
                    at += 1;
                    continue;
                }
                // "E-postleverantör".
                None if rest.len() > 1
                    && rest[0].text.len() == 1
                    && self.gap(at + 1) == "-"
                    && is_role_compound(&rest[1].text) =>
                {
                    has_role = true;
                    at += 2;
                    continue;
                }
                None if has_role && self.is_said_of_role(at, words.end) => break,
                // "Operatori nodo Orrery": several, whatever they have.
                None if at > words.start && self.leads_group(words.start) => break,
                None => return None,
            };
            has_role |= role == Some(length);
            has_trade |= role != Some(length) && trade == Some(length);
            is_general |= determiner == Some(length) && rest[0].text.len() > 1;
            at += length;
        }
        if has_role {
            Some(Parties::Role)
        } else if has_trade {
            Some(if is_general && self.starts_general() { Parties::Role } else { Parties::Trade })
        } else {
            (is_general && self.is_nobody(words)).then_some(Parties::Role)
        }
    }

    /// "Agents in Manila", "les fournisseurs de l'hôpital": where somebody is, or whose.
    fn is_said_of_role(&self, at: usize, end: usize) -> bool {
        let leads = name_words::leads_to_place(&self.tokens[at].text);
        let rest = if leads { at + 1..end } else { at..end };
        let follows_link = self.uses(at - 1, WordUses::LINK).is_some();
        let is_place = || {
            places::phrase_of(self.typed(rest.clone()))
                .is_some_and(|phrase| phrase.meaning.is_place())
        };
        let is_small = rest.clone().all(|word| self.starts_small(word));
        !rest.is_empty() && (leads && is_place() || (leads || follows_link) && is_small)
    }

    /// True if a word is a role in the plural that says what the words behind it are of.
    fn leads_group(&self, at: usize) -> bool {
        self.uses(at, WordUses::GROUP_HEAD).is_some()
    }

    /// True if a word of a trade or a role stands behind an apostrophe.
    fn is_elided(&self, at: usize) -> bool {
        let typed = &self.text[self.tokens[at].source.clone()];
        let Some((article, rest)) = typed.split_once(['\'', '’']) else { return false };
        let tokens = fold::fold(rest, 0..rest.len()).tokens;
        let uses = WordUses::TRADE.or(WordUses::ROLE);
        article.len() <= 2 && tokens.len() == 1 && phrases_at(&tokens).longest(uses) == Some(1)
    }

    /// `Our hosting` says that somebody does it.
    fn starts_general(&self) -> bool {
        self.uses(0, WordUses::DETERMINER).is_some()
    }

    /// Words such as `various` alone.
    fn is_nobody(&self, words: Range<usize>) -> bool {
        self.phrases_of(words.clone()).longest(WordUses::NOBODY) == Some(words.len())
    }

    pub(super) fn category(&self) -> Option<Parties> {
        // `Our hosting company` has no legal form.
        let is_form = |form: &&Spelling| {
            form.words() != "company" && form.forms().all(|form| form.id != "sole_trader")
        };
        if self.name.form().filter(is_form).is_some() && !self.name.is_form_doubtful() {
            return None;
        }
        let mut additions = self.name.additions().iter();
        let bracket = additions.find(|addition| {
            self.text[addition.outer.clone()].starts_with(['(', '[', '（', '［', '"'])
        });
        let Some(bracket) = bracket else {
            let found = self.category_of(0..self.tokens.len())?;
            // One word may be a brand: `Drift`.
            let is_word = found == Parties::Trade && self.tokens.len() == 1;
            let is_brand =
                is_word && self.uses(0, WordUses::ALONE).is_none() && !self.is_compound();
            return (!is_brand && !self.is_known()).then_some(found);
        };
        let until = self.tokens.partition_point(|token| token.source.start < bracket.outer.start);
        let found = self.category_of(0..until)?;
        let inner = until..self.tokens.len();
        if self.is_category(inner.clone()) {
            return (!self.is_known()).then_some(found);
        }
        // `Hosting (Kelp)` names one; `OAuth providers (Kelp / Tindle)` two.
        let inner_from = inner.start;
        let named = self.pieces(inner).len();
        match bracket.role {
            NamePartRole::Scope | NamePartRole::TradeName if named >= 2 => {
                Some(Parties::Several(named))
            }
            role if !role.is_name() => Some(found),
            // "Mail provider (newsletters)": a word in small letters is what it is for.
            _ if found == Parties::Role && self.is_remark(inner_from) => Some(found),
            _ if found == Parties::Role && self.is_plural_role() => Some(Parties::Open(named)),
            _ => None,
        }
    }

    /// True if all words from one on are small, and no name that the built-in list has.
    fn is_remark(&self, from: usize) -> bool {
        let words = from..self.tokens.len();
        let is_small = words.clone().all(|word| self.starts_small(word));
        let typed = self.typed(words);
        let is_word = typed.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'));
        is_small && is_word && vendors::lookup(typed).is_empty()
    }

    /// True if the first word is several in a script that has no spaces between them.
    fn is_compound(&self) -> bool {
        let is_dense = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
        let text = &self.tokens[0].text;
        text.chars().all(is_dense) && text.chars().count() > 4
    }

    /// True if the first words are a role in the plural.
    fn is_plural_role(&self) -> bool {
        let role = (0..self.tokens.len()).find(|&at| self.uses(at, WordUses::ROLE).is_some());
        role.is_some_and(|at| {
            let word = &self.tokens[at].text;
            self.category_of(0..at + 1).is_some() && (word.ends_with('s') || word.ends_with('i'))
        })
    }

    /// True if the built-in list has the whole text as a name.
    pub(super) fn is_known(&self) -> bool {
        let key = fold::spaceless(&fold::join(&self.tokens));
        !vendors::lookup_key(&key, None).is_empty()
    }
}
