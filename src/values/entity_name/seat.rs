//! A place that stands behind the legal form: `Acme Inc. USA`, `Acme SAS (France)`.
//!
//! It is part of the name: companies of one group are often told apart by it.

use super::EntityName;
use crate::facts::countries::Country;
use crate::facts::legal_forms::{self, strip};
use crate::facts::places::{self, Meaning};
use crate::text::fold::name::Token;
use std::ops::Range;

/// Maximum number of places behind a form: `San Francisco, CA, USA`.
const MAX_PLACES: usize = 3;
/// Words of a place.
const MAX_WORDS: usize = 4;

/// Moves a form that stands before a place to the end of the words; says
/// whether there is one.
pub(super) fn form_before(tokens: &mut [Token], text: &str, legal: &Range<usize>) -> bool {
    before_bracket(tokens, text, legal)
        || before_places(tokens, text)
        || before_partners(tokens, text)
}

/// Likewise for `Acme S.n.c. di Rossi Mario & C.`, where the partners of an Italian company stand
/// behind its form.
fn before_partners(tokens: &mut [Token], text: &str) -> bool {
    let di = tokens.iter().position(|token| matches!(token.text.as_str(), "di" | "dei" | "de"));
    let others = tokens.last().is_some_and(|token| token.text == "c");
    di.is_some_and(|at| others && at >= 2 && form_ends_at(tokens, text, at))
}

/// Moves the form of `Acme SAS (France)`, whose bracket belongs to the name, to the
/// end of the words; says whether there is one.
fn before_bracket(tokens: &mut [Token], text: &str, legal: &Range<usize>) -> bool {
    let part = &text[legal.clone()];
    let Some(open) = part.rfind(['(', '（']).filter(|_| part.ends_with([')', '）'])) else {
        return false;
    };
    let tail = tokens.partition_point(|token| token.source.start < legal.start + open);
    form_ends_at(tokens, text, tail)
}

/// Likewise for `Acme, Inc., United States`.
fn before_places(tokens: &mut [Token], text: &str) -> bool {
    if tokens.len() < 3 {
        return false;
    }
    let mut tail = tokens.len();
    for _ in 0..MAX_PLACES {
        let Some(start) = place_at_end(&tokens[..tail], text) else { return false };
        tail = start - usize::from(tokens[start - 1].text == "the");
        if form_ends_at(tokens, text, tail) {
            return true;
        }
    }
    false
}

/// Finds the start of the place at the end of these words, behind a name and a form.
fn place_at_end(tokens: &[Token], text: &str) -> Option<usize> {
    let last = tokens.last()?;
    (2.max(tokens.len().saturating_sub(MAX_WORDS))..tokens.len()).find(|&start| {
        let written = text.get(tokens[start].source.start..last.source.end).unwrap_or_default();
        let is_code = || !places::states(written).is_empty();
        places::phrase_of(written).is_some_and(|phrase| phrase.meaning.is_place()) || is_code()
    })
}

/// Moves the form that ends before a word to the end of the words.
fn form_ends_at(tokens: &mut [Token], text: &str, tail: usize) -> bool {
    let mut head = tokens[..tail].to_vec();
    match strip::strip(&mut head, text, legal_forms::table()).form {
        Some((_, words)) if words.end == tail && head.len() == tail => {
            tokens[words.start..].rotate_left(words.len());
            true
        }
        _ => false,
    }
}

/// The name without the place behind its form, and the country of that place:
/// `Acme, Inc.` in the US for `Acme, Inc. (Delaware)`.
pub(super) fn without_place(name: &EntityName) -> Option<(EntityName, Country)> {
    let form = name.form_words().last()?.source.end;
    let words = name.base_words();
    let tail = words.iter().position(|word| word.source.start >= form).filter(|&at| at > 0)?;
    let (first, last) = (&words[tail], words.last()?);
    let written = name.text.get(first.source.start..last.source.end)?;
    let end = written.rsplit(',').next()?.trim();
    let country = match places::phrase_of(written).or_else(|| places::phrase_of(end))?.meaning {
        Meaning::Country(country) => country,
        Meaning::State(town) | Meaning::City(town) => town.country,
        _ => return None,
    };
    Some((EntityName::parse(name.text.get(name.legal.start..form)?), country))
}

#[cfg(test)]
mod tests {
    use super::super::EntityName;

    #[test]
    fn a_place_behind_the_form_is_part_of_the_name() {
        for (text, base, form) in [
            ("Acme Inc. USA", "acme usa", "Inc."),
            ("Acme, Inc., United States", "acme united states", "Inc."),
            ("Acme GmbH, Germany", "acme germany", "GmbH"),
            ("Acme Ltd UK", "acme uk", "Ltd"),
            ("Acme S.n.c. di Rossi Mario & C.", "acme di rossi mario and c", "SNC"),
            ("Acme Pty Ltd (Australia)", "acme australia", "Pty Ltd"),
            ("Acme Pte. Ltd. Singapore", "acme singapore", "Pte. Ltd."),
            ("Acme BV The Netherlands", "acme the netherlands", "B.V."),
            ("Acme S.A. de C.V. Mexico", "acme mexico", "S.A. de C.V."),
            ("Acme, Inc. (Delaware)", "acme delaware", "Inc."),
            ("Acme, Inc. (Delaware, USA)", "acme delaware usa", "Inc."),
            ("Acme, Inc., San Francisco, CA, USA", "acme san francisco ca usa", "Inc."),
        ] {
            let name = EntityName::parse(text);
            let found = name.form().map(|form| form.label());
            assert_eq!((name.base(), found), (base, Some(form)), "{text}");
            assert!(name.additions().is_empty(), "{text}");
        }
    }

    #[test]
    fn the_place_behind_the_form_can_be_left_out() {
        for (text, base, country) in [
            ("Acme Inc. USA", "acme", "US"),
            ("Acme, Inc. (Delaware)", "acme", "US"),
            ("Acme SAS (France)", "acme", "FR"),
            ("Acme, Inc., San Francisco, CA, USA", "acme", "US"),
        ] {
            let (name, of) = super::without_place(&EntityName::parse(text)).unwrap();
            assert_eq!((name.base(), of.alpha2()), (base, country), "{text}");
        }
        for text in ["Acme Ireland Ltd", "Acme Inc.", "Acme", "GmbH Germany"] {
            assert!(super::without_place(&EntityName::parse(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn places_without_a_form_before_them_are_plain_words() {
        for text in ["Bank of Ireland", "Remote Sri Lanka", "Inc. USA", "Acme Georgia", "USA"] {
            assert_eq!(EntityName::parse(text).form().map(|form| form.label()), None, "{text}");
        }
        let legal = EntityName::parse("Acme Ireland Ltd");
        assert_eq!((legal.base(), legal.form().unwrap().label()), ("acme ireland", "Ltd"));
    }
}
