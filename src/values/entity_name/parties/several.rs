//! Several names in one text, told by what joins them and by their legal forms.

use super::super::EntityName;
use super::PartyWords;
use crate::facts::legal_forms::{self, Spelling, strip};
use crate::facts::name_words::{WordUses, joined_within};
use crate::facts::places;
use crate::facts::vendors::{self, KnownVendor};
use crate::text::fold::name::{self as fold, Token};
use std::ops::Range;

impl<'n> PartyWords<'n> {
    pub(super) fn several(&self) -> Option<usize> {
        let main = self.main.clone();
        // Two companies in a script without spaces, each with its form.
        if let Some((first, second)) = joined_within(self.typed(main.clone()))
            && [first, second].iter().all(|name| EntityName::parse(name).form().is_some())
        {
            return Some(2);
        }
        if main.len() < 2 {
            return None;
        }
        let mut pieces = self.pieces(main);
        if pieces.len() < 2 {
            return None;
        }
        pieces.iter_mut().for_each(|piece| piece.recognise(self));
        let formed = pieces.iter().filter(|piece| piece.has_form).count();
        // Two legal forms are two companies, also of one known vendor; behind a slash, a word
        // that may be part of a name is a form beside another.
        let is_apart = |piece: &Piece<'_>| !matches!(piece.joined, Joint::And | Joint::Sign);
        let weak = pieces.iter().filter(|piece| piece.has_weak_form).count();
        if formed == 1 && weak > 0 && pieces.iter().all(is_apart) {
            return Some(pieces.len());
        }
        if self.is_known() && formed < 2 {
            return None;
        }
        let groups = count_groups(&pieces);
        let count = pieces.iter().filter(|piece| piece.has_form || piece.is_name).count();
        // `Kelp AS og Tindle ASA`: a weak form counts where every name has one.
        let is_word =
            pieces[1..].iter().all(|piece| matches!(piece.joined, Joint::And | Joint::Or));
        let all_formed =
            is_word && pieces.iter().all(|piece| piece.has_form || piece.has_capital_form);
        if formed >= 2 || groups >= 2 || all_formed {
            return Some(pieces.len());
        }
        // Names of one group, and what a known company does: `Stripe/PSP`.
        let others = pieces.iter().filter(|piece| piece.vendor.is_none() && piece.is_name).count();
        if groups == 1 && others == 0 {
            return None;
        }
        // One form at the end is that of all: `Alpha / Beta O.E.`
        let shares_form = formed == 1 && pieces.last().is_some_and(|piece| piece.has_form);
        let joints: Vec<Joint> = pieces[1..].iter().map(|piece| piece.joined).collect();
        let joined = |joint| joints.contains(&joint);
        let all_names = pieces.iter().all(|piece| piece.is_name || piece.has_form);
        let divides =
            |joint: &Joint| matches!(joint, Joint::Or | Joint::Break | Joint::SpacedSlash);
        let is_divided = (joints.iter().any(divides) || pieces.iter().all(Piece::is_uncased))
            && joints.iter().all(|joint| divides(joint) || *joint == Joint::Comma);
        if is_divided && all_names && !shares_form && !are_one(&pieces) {
            return Some(pieces.len());
        }
        // Names and what one of them does, or is called: `MRW / SEUR / Correos`.
        if is_divided && formed == 0 && !all_names {
            let names = pieces.iter().filter(|piece| piece.is_name).cloned();
            let names: Vec<Piece<'_>> = names.collect();
            if names.len() >= 2 && !are_one(&names) {
                return Some(names.len());
            }
        }
        let is_and = joined(Joint::And) || joined(Joint::Sign);
        if groups == 1 && formed == 0 {
            return (others > 0 && !is_and).then_some(others + 1);
        }
        // A list of three, the last of them perhaps behind "and"; with `&` it is the
        // name of a firm.
        let listed = formed == 0 && all_names && pieces.len() >= 3 && !joined(Joint::Sign);
        let ends_in_and = pieces.last().is_some_and(|piece| piece.joined == Joint::And)
            && pieces[1..pieces.len() - 1].iter().all(|piece| piece.joined == Joint::Comma);
        if listed && (!is_and || ends_in_and) {
            return Some(pieces.len());
        }
        // `Kelp GmbH und Tindle`.
        let leads = pieces.first().is_some_and(|piece| piece.has_form);
        (formed == 1 && leads && joined(Joint::And) && all_names && count >= 2).then_some(count)
    }

    /// Number of groups of companies whose names the text holds.
    pub(super) fn known_groups(&self) -> usize {
        let mut pieces = self.pieces(self.main.clone());
        pieces.iter_mut().for_each(|piece| piece.recognise(self));
        count_groups(&pieces)
    }

    /// Number of names of the built-in list, if the text holds nothing else.
    pub(super) fn known_names(&self) -> Option<usize> {
        let mut pieces = self.pieces(self.main.clone());
        pieces.iter_mut().for_each(|piece| piece.recognise(self));
        let is_known = pieces.len() > 1 && pieces.iter().all(|piece| piece.vendor.is_some());
        (is_known && !are_one(&pieces)).then_some(pieces.len())
    }

    /// Divides words where parties may meet. A part that is only a legal form, or one
    /// that follows a form (`Inc., a Delaware corporation`), goes to the part before.
    pub(super) fn pieces(&self, words: Range<usize>) -> Vec<Piece<'n>> {
        let mut pieces: Vec<Piece<'n>> = Vec::new();
        let (mut from, mut at) = (words.start, words.start);
        let mut joined = Joint::First;
        let mut push = |range: Range<usize>, joined: Joint| {
            if range.is_empty() {
                return;
            }
            if let Some(last) = pieces.last_mut()
                && self.follows(range.clone(), joined)
            {
                last.words.end = range.end;
                last.text = self.typed(last.words.clone());
                return;
            }
            let text = self.typed(range.clone());
            pieces.push(Piece {
                words: range,
                text,
                joined,
                has_form: false,
                has_weak_form: false,
                has_capital_form: false,
                is_name: false,
                vendor: None,
            });
        };
        while at < words.end {
            let joint = if at > from { self.joint_before(at) } else { None };
            if let Some(joint) = joint {
                push(from..at, joined);
                (from, joined) = (at, joint);
            }
            let joint = if at > from { self.joint_at(at, words.end) } else { None };
            if let Some((length, joint)) = joint {
                push(from..at, joined);
                from = at + length;
                joined = joint;
                at = from;
                continue;
            }
            at += 1;
        }
        push(from..words.end, joined);
        pieces
    }

    /// The sign that parts a word from the one before it.
    fn joint_before(&self, at: usize) -> Option<Joint> {
        let gap = self.gap(at);
        // Most are, and a search for signs takes a hundred instructions.
        if gap == " " {
            return None;
        }
        if gap.contains(['/', '／', '|', '｜']) && !is_legal_slash(self.text, &self.tokens, at) {
            let is_spaced = gap.starts_with(' ') || gap.ends_with(' ') || gap.contains(['|', '／']);
            return Some(if is_spaced { Joint::SpacedSlash } else { Joint::Slash });
        }
        if gap.contains([';', '；', '\n', '、']) {
            return Some(Joint::Break);
        }
        gap.contains([',', '，']).then_some(Joint::Comma)
    }

    /// The word that joins two names.
    fn joint_at(&self, at: usize, end: usize) -> Option<(usize, Joint)> {
        let source = &self.text[self.tokens[at].source.clone()];
        if at + 1 >= end {
            return None;
        }
        if source == "&" || source == "+" {
            let is_spaced = self.gap(at).ends_with(' ') && self.gap(at + 1).starts_with(' ');
            return is_spaced.then_some((1, Joint::Sign));
        }
        if source.contains('&') || source.starts_with(char::is_uppercase) && source.len() < 3 {
            return None;
        }
        // A letter joins names only: `Kelp y Tindle`, not `an e-mail sender`.
        if source.len() == 1 && self.starts_small(at + 1) {
            return None;
        }
        if source == "of" && self.joins_with_of {
            return Some((1, Joint::Or));
        }
        // `and/or` is one joint.
        let (mut length, mut joint) = (0, None);
        while at + length < end {
            let here = at + length;
            if let Some(more) = self.uses(here, WordUses::OR) {
                (length, joint) = (length + more, Some(Joint::Or));
            } else if let (None | Some(Joint::Or), Some(more)) =
                (joint, self.uses(here, WordUses::AND))
            {
                (length, joint) = (length + more, joint.or(Some(Joint::And)));
            } else {
                break;
            }
        }
        joint.filter(|_| at + length < end).map(|joint| (length, joint))
    }

    /// True if words go on with the name before them: `GmbH & Co. KG`, `& Sons`.
    fn follows(&self, words: Range<usize>, joined: Joint) -> bool {
        let typed = self.typed(words.clone());
        let phrases = self.phrases_of(words.clone());
        let tokens = &self.tokens[words.clone()];
        let is_form =
            |tokens: &[Token]| strip::lookup(tokens, self.text, legal_forms::table()).is_some();
        is_form(tokens)
            || self.is_form_and_place(words, is_form)
            || typed.chars().filter(|c| c.is_alphanumeric()).count() < 2
            || joined == Joint::Comma
                && matches!(tokens[0].text.as_str(), "a" | "an")
                && tokens.len() > 1
            || phrases.longest(WordUses::TAIL).is_some()
    }
}

impl PartyWords<'_> {
    /// `Inc. (USA)`: the form of the name in front, and where the company is.
    fn is_form_and_place(&self, words: Range<usize>, is_form: impl Fn(&[Token]) -> bool) -> bool {
        let Some(open) =
            (words.start + 1..words.end).find(|&at| self.gap(at).contains(['(', '（']))
        else {
            return false;
        };
        let place = self.typed(open..words.end).trim_end_matches([')', '）']);
        is_form(&self.tokens[words.start..open])
            && places::phrase_of(place).is_some_and(|phrase| phrase.meaning.is_place())
    }
}

/// `a/s` and `24/7` have no slash that parts names.
fn is_legal_slash(text: &str, tokens: &[Token], at: usize) -> bool {
    let letters =
        |token: &Token| text[token.source.clone()].chars().filter(|c| c.is_alphabetic()).count();
    let gap = &text[tokens[at - 1].source.end..tokens[at].source.start];
    gap.trim() == gap && letters(&tokens[at - 1]).min(letters(&tokens[at])) < 2
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    First,
    Comma,
    /// A semicolon, a line break, an enumeration comma.
    Break,
    Slash,
    SpacedSlash,
    /// A word for "and".
    And,
    /// `&` or `+`.
    Sign,
    Or,
}

/// A part of a name that may be a company.
#[derive(Clone)]
pub(super) struct Piece<'t> {
    pub(super) words: Range<usize>,
    pub(super) text: &'t str,
    pub(super) joined: Joint,
    pub(super) has_form: bool,
    /// It ends in a word that is a legal form or part of the name.
    pub(super) has_weak_form: bool,
    /// It ends in a form in capitals that is a word of other languages as well: `Kelp AS`.
    pub(super) has_capital_form: bool,
    pub(super) is_name: bool,
    pub(super) vendor: Option<&'static KnownVendor>,
}

impl Piece<'_> {
    /// True for a script without capitals that is written without spaces between the words of
    /// a name: a comma there is none of the name, unless a place stands behind it.
    fn is_uncased(&self) -> bool {
        let is_dense = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
        self.text.chars().all(|c| is_dense(c) || !c.is_alphabetic()) && !self.is_place()
    }

    /// `Kelp / Germany` names one party, and where it is.
    fn is_place(&self) -> bool {
        places::phrase_of(self.text).is_some_and(|phrase| phrase.meaning.is_place())
    }

    /// Looks for a legal form, and in the built-in list.
    pub(super) fn recognise(&mut self, words: &PartyWords<'_>) {
        let parsed = EntityName::parse_brand(self.text);
        self.has_form = parsed
            .form()
            .is_some_and(|form| !form.is_weak() || self.text.contains([',', '.', '/']));
        let ends_weak = |form: &&Spelling| form.is_weak() && form.words().len() > 3;
        self.has_weak_form = !self.has_form && parsed.form().filter(ends_weak).is_some();
        self.has_capital_form = parsed.form().is_some_and(|form| form.is_weak() && form.front)
            && self.text.split_whitespace().count() > 1
            && self
                .text
                .split_whitespace()
                .last()
                .is_some_and(|word| word.chars().all(char::is_uppercase));
        let outside = self.text.split(['(', '（']).next().unwrap_or(self.text);
        let mut found = vendors::lookup(self.text);
        found.extend(vendors::lookup(outside));
        self.vendor = found.first().map(|&(vendor, _)| vendor);
        self.is_name =
            self.looks_like_name() && !self.is_place() && !words.is_category(self.words.clone());
    }

    /// A capital or a digit in front, one to four words, and not an abbreviation of
    /// what is done.
    fn looks_like_name(&self) -> bool {
        let first = self.text.chars().next();
        let is_capital = first.is_some_and(|c| !c.is_lowercase()) || self.text.contains('.');
        let letters = self.text.chars().filter(|c| c.is_alphabetic()).count();
        let is_acronym = letters <= 4
            && self.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            && self.text.is_ascii()
            && self.joined == Joint::Slash;
        let has_capital = self.text.contains(char::is_uppercase);
        self.words.len() <= 5 && letters >= 2 && !is_acronym && (is_capital || has_capital)
    }
}

/// Number of groups of companies that the built-in list has the pieces under.
fn count_groups(pieces: &[Piece<'_>]) -> usize {
    let vendors = pieces.iter().filter_map(|piece| piece.vendor);
    let mut groups: Vec<_> = vendors.map(|vendor| vendor.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.len()
}

/// True if pieces are names of one company: `Kelp / Kelp Mail`, `Amazon Web Services /
/// AWS`.
pub(super) fn are_one(pieces: &[Piece<'_>]) -> bool {
    let key = |piece: &Piece<'_>| fold::spaceless(&fold::fold_name(piece.text));
    let keys: Vec<String> = pieces.iter().map(key).collect();
    let initials = |piece: &Piece<'_>| {
        let words = piece.text.split_whitespace();
        words.filter_map(|word| word.chars().next()).collect::<String>().to_lowercase()
    };
    pieces.iter().enumerate().skip(1).all(|(at, piece)| {
        let (first, other) = (&keys[0], &keys[at]);
        other.starts_with(first.as_str())
            || first.starts_with(other.as_str())
            || initials(&pieces[0]) == *other
            || initials(piece) == *first
            || pieces[0].vendor.zip(piece.vendor).is_some_and(|(a, b)| vendors::same_group(a, b))
    })
}
