//! Comparison of two names: do they mean one legal entity?

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

/// The reason for the relation of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Equal, or different only in case, punctuation, accents, or in what is added to
    /// the name.
    Spelling,
    /// In the spelling or the place of the legal form.
    FormSpelling,
    /// In `&` and a word for it.
    Ampersand,
    /// One has no legal form.
    FormMissing,
    /// Equal but for spaces and dots.
    Spacing,
    /// A trade name of one is the other.
    TradeName,
    /// They look alike, or are one letter apart.
    Lookalike,
    /// Equal but for the legal form.
    FormDiffers,
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
            Self::Spelling => "spelling",
            Self::FormSpelling => "form-spelling",
            Self::Ampersand => "ampersand",
            Self::FormMissing => "form-missing-on-one-side",
            Self::Spacing => "spacing",
            Self::TradeName => "trade-name",
            Self::Lookalike => "lookalike",
            Self::FormDiffers => "form-differs",
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
    /// The reason.
    pub reason: Step,
}

impl Comparison {
    /// One sentence for people, without a final full stop.
    #[must_use]
    pub fn explain(&self, a: &EntityName, b: &EntityName) -> String {
        let form = |name: &EntityName| name.form().map_or("no form", |form| form.label());
        match self.reason {
            Step::Spelling if a.text == b.text => "the names are the same".to_owned(),
            Step::Spelling => "the names differ only in spelling or in added text".to_owned(),
            Step::FormSpelling => {
                format!("the legal form ({}) is written in two ways", form(a))
            }
            Step::Ampersand => "one name writes `&`, the other writes it out".to_owned(),
            Step::FormMissing => {
                let (with, without) = if a.form().is_some() { (a, b) } else { (b, a) };
                format!("`{}` lacks the legal form ({})", without.legal_text(), form(with))
            }
            Step::FormDiffers if form(a) == form(b) => {
                format!("the legal form ({}) is one of several countries", form(a))
            }
            Step::FormDiffers => {
                format!("the legal forms differ ({} and {})", form(a), form(b))
            }
            Step::Spacing => "the names differ only in spaces".to_owned(),
            Step::TradeName => "a trade name of one is the name of the other".to_owned(),
            Step::Lookalike => "the names look alike or are one letter apart".to_owned(),
            Step::Qualifier => "one name is the start of the other".to_owned(),
            Step::Registry => "the built-in list has both in one group of companies".to_owned(),
            Step::BaseDiffers => "the names have nothing in common".to_owned(),
        }
    }
}

/// Compares two names. The order of the arguments does not matter.
#[must_use]
pub fn compare(a: &EntityName, b: &EntityName) -> Comparison {
    compare_in((a, None), (b, None))
}

/// Compares two names of companies that are established in these countries, given by
/// their ISO 3166-1 alpha-2 codes: a form may be another one in another country.
#[must_use]
pub fn compare_in(
    (a, a_country): (&EntityName, Option<&str>),
    (b, b_country): (&EntityName, Option<&str>),
) -> Comparison {
    let mut result = compare_texts(a, b);
    if result.verdict >= Verdict::Likely
        && let (Some(x), Some(y)) = (a.form, b.form)
        && x.same_form(y)
        && !x.same_form_in(a_country, y, b_country)
    {
        result = Comparison { verdict: Verdict::Related, reason: Step::FormDiffers };
    }
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
            result(Verdict::Same, Step::Spelling)
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
        return result(Verdict::Likely, Step::Spacing);
    }
    if trades_as(a, b) || trades_as(b, a) {
        return result(Verdict::Likely, Step::TradeName);
    }
    if skeletons(a).iter().zip(&skeletons(b)).any(|(left, right)| left == right) {
        return result(Verdict::Likely, Step::Lookalike);
    }
    if is_typo(a, b) {
        return result(Verdict::Likely, Step::Lookalike);
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
    a.other_names().any(|trade| {
        trade.bases().any(|name| {
            b.bases().any(|base| base == name)
                || b.other_names().any(|other| other.bases().any(|other| other == name))
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
        let rest = text.as_bytes()[at..].iter();
        let run = rest.take_while(|byte| OWN_SKELETON[usize::from(**byte)]).count();
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

/// The letters and digits of ASCII that are their own skeletons.
static OWN_SKELETON: [bool; 256] = {
    let mut own = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        own[byte as usize] =
            byte.is_ascii_alphanumeric() && !matches!(byte, b'I' | b'm' | b'M' | b'0' | b'1');
        byte += 1;
    }
    own
};

/// True if two names with one form are one edit apart.
pub(super) fn is_typo(a: &EntityName, b: &EntityName) -> bool {
    is_one_edit(&a.base, &b.base, MIN_TYPO) && Forms::of(a, b) == Forms::Equal
}

/// True if two short names differ by one typo. So do the names of many companies
/// that have nothing to do with each other: it counts only where all else agrees.
#[must_use]
pub fn is_short_slip(a: &EntityName, b: &EntityName) -> bool {
    is_one_edit(&a.base, &b.base, MIN_SHORT) && Forms::of(a, b) == Forms::Equal
}

/// Letters that a name needs for the typo step.
pub(super) const MIN_TYPO: usize = 8;

/// The same for a slip that something else confirms.
const MIN_SHORT: usize = 4;

/// True if one edit makes one base the other: a letter more, less, changed, or
/// two swapped. An edit that touches a digit, or a word of three letters or
/// fewer, makes another name: `Vendor 1` and `Vendor 2`, `Holding II` and `III`. So does one
/// of the first letter of a word, which a slip rarely touches: `Acme Health`, `Acme Wealth`.
fn is_one_edit(a: &str, b: &str, least: usize) -> bool {
    if a.len().abs_diff(b.len()) > 4 {
        return false;
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
    let is_edit = match (pair(x), pair(y)) {
        ((Some(_), None, _), (Some(_) | None, None, _)) | ((None, ..), (Some(_), None, _)) => true,
        ((Some(x0), Some(x1), None), (Some(y0), Some(y1), None)) => x0 == y1 && x1 == y0,
        _ => false,
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = x.chars().chain(y.chars()).all(char::is_alphabetic);
    if !is_edit || !is_word || letters(a).min(letters(b)) < least {
        return false;
    }
    // The edited word, by its letters before, in and after the edit.
    let is_letter = |c: &char| c.is_alphabetic();
    let before = a[..front].chars().rev().take_while(is_letter).count();
    let after = a[a.len() - back..].chars().take_while(is_letter).count();
    before > 0 && before + after + x.chars().count().max(y.chars().count()) > 3
}

fn starts(short: &str, long: &str) -> bool {
    long.len() > short.len() && long.starts_with(short) && long.as_bytes()[short.len()] == b' '
}

fn same_group(a: &EntityName, b: &EntityName) -> bool {
    let known = |name: &EntityName| {
        let mut found = vendors::lookup_tokens(&name.tokens, name.base_words(), name.form);
        for trade in name.other_names() {
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

/// The difference between two spellings of one entity.
fn same_step(a: &EntityName, b: &EntityName) -> Step {
    let words = |tokens: &[Token]| fold::join(tokens);
    let (base_a, base_b) = (words(a.base_words()), words(b.base_words()));
    let has_sign = |name: &EntityName| {
        let sources = name.base_words().iter().map(|word| &name.text[word.source.clone()]);
        sources.filter(|source| matches!(*source, "&" | "+")).count()
    };
    let form = |name: &EntityName| {
        let typed = name.form_words().iter().map(|word| &name.text[word.source.clone()]);
        let typed = typed.collect::<String>().to_lowercase();
        (name.form_tokens.start == 0, typed.trim_end_matches('.').to_owned())
    };
    if has_sign(a) != has_sign(b) || base_a != base_b && a.base == b.base {
        Step::Ampersand
    } else if form(a) != form(b) {
        Step::FormSpelling
    } else {
        Step::Spelling
    }
}
