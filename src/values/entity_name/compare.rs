//! Whether two names mean one legal entity.

use super::EntityName;
use crate::facts::vendors;
use crate::text::fold::name::{self as fold, Token, spaceless};
use unicode_security::confusable_detection::skeleton;

/// The relation of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Unrelated, as far as the text tells.
    Different,
    /// Different entities that have to do with each other.
    Related,
    /// Probably one entity; a person should look.
    Likely,
    /// One legal entity, written in two ways.
    Same,
}

impl Verdict {
    /// The word for it: `same`, `likely`, `related` or `different`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Likely => "likely",
            Self::Related => "related",
            Self::Different => "different",
        }
    }
}

/// The step of the comparison that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The texts are equal.
    Identical,
    /// They differ in capital letters only.
    Case,
    /// In punctuation.
    Punctuation,
    /// In the spelling of the legal form.
    SuffixSpelling,
    /// In diacritics.
    Diacritics,
    /// In `ß` and `ss`.
    SharpS,
    /// In a letter such as `ł` or `ø`.
    SpecialLetter,
    /// In the encoding of the same characters.
    Nfkc,
    /// In a no-break space or another kind of space.
    Nbsp,
    /// In `&` and `and`.
    Ampersand,
    /// In the place of the legal form.
    PrefixForm,
    /// In a footnote mark.
    FootnoteMarker,
    /// In a trade name that is added to one of them.
    TradeNameQuoting,
    /// One has no legal form.
    FormMissing,
    /// Equal but for the legal form.
    FormDiffers,
    /// Equal but for spaces and dots.
    SpaceInsensitive,
    /// A trade name of one is the other.
    TradeName,
    /// They look the same but are made of other characters.
    Confusable,
    /// One letter apart.
    Typo,
    /// One name is the start of the other.
    Qualifier,
    /// The built-in registry has both in one group.
    Registry,
    /// Nothing in common.
    BaseDiffers,
}

impl Step {
    /// The word for it, such as `form-differs`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Case => "case",
            Self::Punctuation => "punctuation",
            Self::SuffixSpelling => "suffix-spelling",
            Self::Diacritics => "diacritics",
            Self::SharpS => "sharp-s",
            Self::SpecialLetter => "special-letter",
            Self::Nfkc => "nfkc",
            Self::Nbsp => "nbsp",
            Self::Ampersand => "ampersand",
            Self::PrefixForm => "prefix-form",
            Self::FootnoteMarker => "footnote-marker",
            Self::TradeNameQuoting => "trade-name-quoting",
            Self::FormMissing => "form-missing-on-one-side",
            Self::FormDiffers => "form-differs",
            Self::SpaceInsensitive => "space-insensitive",
            Self::TradeName => "trade-name",
            Self::Confusable => "confusable",
            Self::Typo => "typo",
            Self::Qualifier => "qualifier",
            Self::Registry => "registry",
            Self::BaseDiffers => "base-differs",
        }
    }
}

/// The result of comparing two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Their relation.
    pub verdict: Verdict,
    /// Why.
    pub reason: Step,
}

impl Comparison {
    /// One sentence for people, without a final full stop.
    #[must_use]
    pub fn explain(&self, a: &EntityName, b: &EntityName) -> String {
        let form = |name: &EntityName| name.form().map_or("no form", |form| form.label());
        match self.reason {
            Step::Identical => "the names are the same".to_owned(),
            Step::Case => "the names differ only in capital letters".to_owned(),
            Step::Punctuation => "the names differ only in punctuation".to_owned(),
            Step::SuffixSpelling => {
                format!("the legal form is written in two ways ({})", form(a))
            }
            Step::Diacritics => "the names differ only in diacritics".to_owned(),
            Step::SharpS => "one name has ß where the other has ss".to_owned(),
            Step::SpecialLetter => {
                "one name has a plain letter where the other has a special one".to_owned()
            }
            Step::Nfkc => "the same letters are encoded in two ways".to_owned(),
            Step::Nbsp => "the names differ only in the kind of space".to_owned(),
            Step::Ampersand => "one name writes `&`, the other writes it out".to_owned(),
            Step::PrefixForm => {
                format!("the legal form ({}) stands at another end of the name", form(a))
            }
            Step::FootnoteMarker => "the names differ only in a footnote mark".to_owned(),
            Step::TradeNameQuoting => "the names differ only in an added trade name".to_owned(),
            Step::FormMissing => {
                let (with, without) = if a.form().is_some() { (a, b) } else { (b, a) };
                format!("`{}` lacks the legal form ({})", without.legal_text(), form(with))
            }
            Step::FormDiffers => {
                format!("the legal forms differ ({} and {})", form(a), form(b))
            }
            Step::SpaceInsensitive => "the names differ only in spaces".to_owned(),
            Step::TradeName => "a trade name of one is the name of the other".to_owned(),
            Step::Confusable => {
                "the names look alike but are made of different characters".to_owned()
            }
            Step::Typo => "the names are one letter apart".to_owned(),
            Step::Qualifier => "one name is the start of the other".to_owned(),
            Step::Registry => "the built-in list has both in one group of companies".to_owned(),
            Step::BaseDiffers => "the names have nothing in common".to_owned(),
        }
    }
}

/// Compares two names. The order of the arguments does not matter.
#[must_use]
pub fn compare(a: &EntityName, b: &EntityName) -> Comparison {
    let result = compare_texts(a, b);
    if result.verdict == Verdict::Different && same_group(a, b) {
        return Comparison { verdict: Verdict::Related, reason: Step::Registry };
    }
    result
}

/// [`compare`] without the registry, which never makes two names one.
pub(super) fn compare_texts(a: &EntityName, b: &EntityName) -> Comparison {
    let result = |verdict, reason| Comparison { verdict, reason };
    if a.is_empty() || b.is_empty() {
        return if a.text.trim() == b.text.trim() && !a.text.trim().is_empty() {
            result(Verdict::Same, Step::Identical)
        } else {
            result(Verdict::Different, Step::BaseDiffers)
        };
    }
    let forms = Forms::of(a, b);
    if a.bases().any(|left| b.bases().any(|right| left == right)) {
        return match forms {
            // The entity in brackets behind another name may be meant as its owner.
            Forms::Equal if a.inverted != b.inverted => result(Verdict::Likely, Step::TradeName),
            Forms::Equal => result(Verdict::Same, same_step(a, b)),
            Forms::OneMissing => result(Verdict::Likely, Step::FormMissing),
            Forms::Different => result(Verdict::Related, Step::FormDiffers),
        };
    }
    if forms != Forms::Different && equal_without_spaces(a, b) {
        return result(Verdict::Likely, Step::SpaceInsensitive);
    }
    if trades_as(a, b) || trades_as(b, a) {
        return result(Verdict::Likely, Step::TradeName);
    }
    if skeletons(a).iter().zip(&skeletons(b)).any(|(left, right)| left == right) {
        return result(Verdict::Likely, Step::Confusable);
    }
    if let Some(step) = typo(a, b) {
        return result(Verdict::Likely, step);
    }
    if a.bases().any(|left| b.bases().any(|right| starts(left, right) || starts(right, left))) {
        return result(Verdict::Related, Step::Qualifier);
    }
    result(Verdict::Different, Step::BaseDiffers)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Forms {
    Equal,
    OneMissing,
    Different,
}

impl Forms {
    fn of(a: &EntityName, b: &EntityName) -> Self {
        match (a.form, b.form) {
            (None, None) => Self::Equal,
            (Some(a), Some(b)) if a.same_form(b) => Self::Equal,
            (Some(_), Some(_)) => Self::Different,
            _ => Self::OneMissing,
        }
    }
}

/// Letters that a name needs to be compared without its spaces.
const MIN_SPACELESS: usize = 5;

fn equal_without_spaces(a: &EntityName, b: &EntityName) -> bool {
    a.bases().any(|left| {
        b.bases().any(|right| {
            let (left, right) = (spaceless(left), spaceless(right));
            left == right && left.chars().count() >= MIN_SPACELESS
        })
    })
}

fn trades_as(a: &EntityName, b: &EntityName) -> bool {
    a.called().any(|trade| {
        trade.bases().any(|name| {
            b.bases().any(|base| base == name)
                || b.called().any(|other| other.bases().any(|other| other == name))
        })
    })
}

/// The UTS 39 skeletons of the legal part, in two readings: as written, and in
/// small letters. Punctuation and case are left out.
pub(super) fn skeletons(name: &EntityName) -> [String; 2] {
    let text = name.legal_text();
    if text.is_ascii() && text.len() <= fold::MAX_CHARS && !text.contains('|') {
        let as_written = drawn(text, true);
        // Only a capital I is read in two ways.
        let small = if text.contains('I') { drawn(text, false) } else { as_written.clone() };
        return [as_written, small];
    }
    let text: String = text.chars().take(fold::MAX_CHARS).collect();
    let of = |text: &str| {
        let words = fold::fold_name(&skeleton(text).collect::<String>());
        drawn(&words.replace('/', " "), false)
    };
    [of(&text), of(&text.to_lowercase())]
}

/// The skeleton of a text in ASCII, or of one in which nothing but ASCII is left
/// to draw: a capital I and a one look like a small l, a nought like an o, and m
/// like rn; all other ASCII letters are their own skeletons.
fn drawn(text: &str, is_written: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut gap = false;
    let mut at = 0;
    while let Some(char) = text[at..].chars().next() {
        // Most of a name is runs of letters that look like nothing else.
        let run = text.as_bytes()[at..].iter().take_while(|byte| is_own_skeleton(**byte)).count();
        at += run.max(char.len_utf8());
        let shape = match char {
            _ if run > 0 => "",
            'I' if is_written => "l",
            '1' => "l",
            '0' => "o",
            'm' | 'M' => "rn",
            '.' | '\'' | '`' => continue,
            '&' | '+' => " and ",
            _ if char.is_alphanumeric() || matches!(char, '#' | '@' | '$' | '%') => "",
            _ => {
                gap = true;
                continue;
            }
        };
        if std::mem::take(&mut gap) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        if run > 0 {
            let from = out.len();
            out.push_str(&text[at - run..at]);
            out[from..].make_ascii_lowercase();
        } else if shape.is_empty() {
            out.push(char.to_ascii_lowercase());
        } else if !(shape.starts_with(' ') && (out.is_empty() || out.ends_with(' '))) {
            out.push_str(shape);
        } else {
            out.push_str(&shape[1..]);
        }
    }
    out
}

fn is_own_skeleton(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() && !matches!(byte, b'I' | b'm' | b'M' | b'0' | b'1')
}

/// True if two names with one form are one edit apart.
pub(super) fn typo(a: &EntityName, b: &EntityName) -> Option<Step> {
    let step = one_edit(&a.base, &b.base)?;
    (Forms::of(a, b) == Forms::Equal).then_some(step)
}

/// Letters that a name needs for the typo step.
pub(super) const MIN_TYPO: usize = 8;

/// True if one edit makes one base the other: a letter more, less, changed, or
/// two swapped. An edit that touches a digit, or a word of three letters or
/// fewer, makes another name: `Vendor 1` and `Vendor 2`, `Holding II` and `III`.
fn one_edit(a: &str, b: &str) -> Option<Step> {
    if a.len().abs_diff(b.len()) > 4 || !is_nearly(a.as_bytes(), b.as_bytes()) {
        return None;
    }
    let front: usize =
        a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (x, y) = (&a[front..], &b[front..]);
    let back: usize = x
        .chars()
        .rev()
        .zip(y.chars().rev())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum();
    let (x, y) = (&x[..x.len() - back], &y[..y.len() - back]);
    let pair = |text: &str| {
        let mut chars = text.chars();
        (chars.next(), chars.next(), chars.next())
    };
    let step = match (pair(x), pair(y)) {
        ((Some(x), None, _), (Some(y), None, _)) if look_alike(x, y) => Step::Confusable,
        ((Some(_), None, _), (Some(_) | None, None, _)) | ((None, ..), (Some(_), None, _)) => {
            Step::Typo
        }
        ((Some(x0), Some(x1), None), (Some(y0), Some(y1), None)) if x0 == y1 && x1 == y0 => {
            Step::Typo
        }
        _ => return None,
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    if letters(a).min(letters(b)) < MIN_TYPO || !x.chars().chain(y.chars()).all(char::is_alphabetic)
    {
        return None;
    }
    // The edited word, by its letters before, in and after the edit.
    let is_letter = |c: &char| c.is_alphabetic();
    let before = a[..front].chars().rev().take_while(is_letter).count();
    let after = a[a.len() - back..].chars().take_while(is_letter).count();
    (before + after + x.chars().count().max(y.chars().count()) > 3).then_some(step)
}

/// True if all but a few bytes are equal from either end, as they are when two
/// characters at most differ.
fn is_nearly(a: &[u8], b: &[u8]) -> bool {
    let shorter = a.len().min(b.len());
    let mut front = 0;
    while front < shorter && a[front] == b[front] {
        front += 1;
    }
    let mut back = 0;
    while front + back < shorter && a[a.len() - 1 - back] == b[b.len() - 1 - back] {
        back += 1;
    }
    // A character takes four bytes at most.
    let two = if a.is_ascii() && b.is_ascii() { 2 } else { 8 };
    front + back + two >= shorter
}

fn look_alike(x: char, y: char) -> bool {
    let class = |c| match c {
        'i' | 'l' | 'j' => 1,
        'u' | 'v' => 2,
        _ => 0,
    };
    class(x) != 0 && class(x) == class(y)
}

fn starts(short: &str, long: &str) -> bool {
    long.len() > short.len() && long.starts_with(short) && long.as_bytes()[short.len()] == b' '
}

fn same_group(a: &EntityName, b: &EntityName) -> bool {
    let known = |name: &EntityName| {
        let mut found = vendors::lookup_tokens(&name.tokens, name.base_words(), name.form);
        for trade in name.called() {
            found.extend(vendors::lookup_key(&spaceless(&trade.base), None));
        }
        found
    };
    let left = known(a);
    if left.is_empty() {
        return false;
    }
    let right = known(b);
    left.iter().any(|(x, _)| right.iter().any(|(y, _)| vendors::same_group(x, y)))
}

/// Finds the difference between two spellings of one entity: the most telling of
/// the differences.
fn same_step(a: &EntityName, b: &EntityName) -> Step {
    let (left, right) = (a.text.as_str(), b.text.as_str());
    if left == right {
        return Step::Identical;
    }
    let base = |name: &EntityName| {
        let words = name.base_words().iter();
        words.map(|word| &name.text[word.source.clone()]).collect::<Vec<_>>().join(" ")
    };
    let (base_a, base_b) = (base(a), base(b));
    let folded = |text: &str| text.to_lowercase();
    let count = |text: &str, chars: &[char]| text.to_lowercase().matches(chars).count();
    let differ_in = |chars: &[char]| count(&base_a, chars) != count(&base_b, chars);
    let form_spelling = |name: &EntityName| fold::join(name.form_words());
    if a.footnote.is_some() != b.footnote.is_some() {
        return Step::FootnoteMarker;
    }
    if a.trade_names.len() != b.trade_names.len() {
        return Step::TradeNameQuoting;
    }
    // A form, or half of one, at the start of one name only.
    let leads = |name: &EntityName| {
        name.tokens[..name.base_tokens.start].iter().any(|token| token.text != "the")
    };
    if leads(a) != leads(b) || (a.form_tokens.start == 0) != (b.form_tokens.start == 0) {
        return Step::PrefixForm;
    }
    if differ_in(&['ß']) {
        return Step::SharpS;
    }
    if differ_in(&['ł', 'ø', 'đ', 'æ', 'œ', 'þ', 'ð', 'ı']) {
        return Step::SpecialLetter;
    }
    if letters(&base_a, true) != letters(&base_b, true)
        && base_a.contains('&') != base_b.contains('&')
    {
        return Step::Ampersand;
    }
    if letters(&base_a, false) != letters(&base_b, false) {
        return Step::Diacritics;
    }
    if base_a.matches('.').count() != base_b.matches('.').count() {
        return Step::Punctuation;
    }
    if form_spelling(a) != form_spelling(b) {
        return Step::SuffixSpelling;
    }
    let form = |name: &EntityName| {
        compose(&source(name, name.form_words()).trim_end_matches('.').to_lowercase())
    };
    let (form_a, form_b) = (form(a), form(b));
    if letters(&form_a, false) != letters(&form_b, false) {
        return Step::Diacritics;
    }
    if form_a != form_b {
        return Step::SuffixSpelling;
    }
    if squeeze(left) == squeeze(right) {
        return Step::Case;
    }
    if squeeze(left).replace(char::is_whitespace, " ")
        == squeeze(right).replace(char::is_whitespace, " ")
    {
        return if left.chars().any(|c| c.is_whitespace() && c != ' ')
            || right.chars().any(|c| c.is_whitespace() && c != ' ')
        {
            Step::Nbsp
        } else {
            Step::Case
        };
    }
    if compose(&folded(left)) == compose(&folded(right)) {
        return Step::Nfkc;
    }
    Step::Punctuation
}

/// The text that words were made from.
fn source<'a>(name: &'a EntityName, words: &[Token]) -> &'a str {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => {
            name.text.get(first.source.start..last.source.end).unwrap_or("")
        }
        _ => "",
    }
}

/// The letters of a text, composed and small; with `plain`, only those and no
/// words such as `and`.
fn letters(text: &str, plain: bool) -> String {
    let text = compose(&text.to_lowercase());
    if plain {
        return text.split_whitespace().filter(|word| *word != "and").collect();
    }
    text.replace('&', " and ").chars().filter(|c| c.is_alphanumeric()).collect()
}

fn compose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect()
}

fn squeeze(text: &str) -> String {
    text.to_lowercase().split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
