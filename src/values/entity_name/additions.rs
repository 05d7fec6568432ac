//! Texts beside a legal name in the same text: another name, a number of a
//! register, the state of the company, a remark.

use super::NamePartRole;
use crate::facts::legal_forms::{self, strip};
use crate::facts::name_words::{PhrasesAt, WordUses, ends_in_condition, phrases_at};
use crate::facts::places;
use crate::text::fold::name::{self as fold, Token};
use std::ops::Range;

/// Words that join two names of one company.
pub(super) struct NameMarker {
    /// Places in the words.
    pub(super) words: Range<usize>,
    pub(super) role: NamePartRole,
}

/// The first marker that has a name on both sides.
pub(super) fn marker(tokens: &[Token], text: &str) -> Option<NameMarker> {
    (1..tokens.len().saturating_sub(1)).find_map(|at| {
        let marker = marker_at(tokens, at, text)?;
        let gap = &text[tokens[at - 1].source.end..tokens[at].source.start];
        let first = &text[tokens[at].source.start..];
        let length = text[tokens[at].source.start..tokens[marker.words.end - 1].source.end].len();
        // Short words of one language are names in another: `Prima Data`.
        let is_divided = gap.contains([',', ';', '-', '–', '—', '(', '/', ':']);
        let is_abbreviated = first[..length].contains(['/', '.']);
        let is_known = (length >= 6 || is_abbreviated || has_form_at_end(&tokens[..at], text))
            && !first.starts_with(char::is_uppercase)
            || marker.role == NamePartRole::TradeName;
        (is_divided && !first.starts_with(char::is_uppercase) || is_known).then_some(marker)
    })
}

/// A marker at the start of a bracket: `(formerly Sendinblue)`.
pub(super) fn leading_marker(tokens: &[Token], text: &str) -> Option<NameMarker> {
    marker_at(tokens, 0, text)
}

fn marker_at(tokens: &[Token], at: usize, text: &str) -> Option<NameMarker> {
    let phrases = phrases_at(&tokens[at..]);
    let length = |uses| phrases.longest(uses).unwrap_or(0);
    let (trading, former) = (length(WordUses::TRADING_AS), length(WordUses::FORMER));
    let new = length(WordUses::NEW);
    let words = at..at + trading.max(former).max(new);
    if words.is_empty() || words.end >= tokens.len() {
        return None;
    }
    let typed = &text[tokens[at].source.start..tokens[words.end - 1].source.end];
    let is_lettered = tokens[words.clone()].iter().all(|token| token.text.len() == 1);
    if is_lettered && !typed.contains(['/', '.']) {
        return None;
    }
    // Markers are small letters, or abbreviations in capitals.
    let is_capitalised =
        typed.starts_with(char::is_uppercase) && typed.contains(char::is_lowercase);
    if is_capitalised && at > 0 {
        return None;
    }
    let role = if trading >= former.max(new) {
        NamePartRole::TradeName
    } else if former >= new {
        NamePartRole::FormerName
    } else {
        NamePartRole::NewName
    };
    Some(NameMarker { words, role })
}

/// Classifies a text in brackets by its words.
pub(super) fn bracket_role(text: &str, tokens: &[Token]) -> NamePartRole {
    if let Some(role) = remark_role(text, tokens) {
        return role;
    }
    if legal_forms::is_descriptive(&fold::join(tokens)) || is_trade(tokens) {
        return NamePartRole::Description;
    }
    // Places and lists of services.
    let whole = &text[tokens[0].source.start..tokens[tokens.len() - 1].source.end];
    let is_place = places::phrase_of(whole).is_some_and(|phrase| phrase.meaning.is_place());
    if is_place || whole.contains([',', '/']) && !ends_in_form(tokens, text) {
        return NamePartRole::Scope;
    }
    // A company is told from a remark by how it is written.
    let typed = tokens.first().map_or("", |token| &text[token.source.clone()]);
    let is_sentence = typed.starts_with(char::is_lowercase) && tokens.len() > 1;
    if is_sentence && !typed.contains('.') && !ends_in_form(tokens, text) || tokens.len() > 8 {
        NamePartRole::Remark
    } else {
        NamePartRole::TradeName
    }
}

fn ends_in_form(tokens: &[Token], text: &str) -> bool {
    strip::strip(&mut tokens.to_vec(), text, legal_forms::table()).form.is_some()
}

/// True if words only say what is done, and name nobody.
fn is_trade(tokens: &[Token]) -> bool {
    let mut at = 0;
    while at < tokens.len() {
        let uses = WordUses::TRADE.or(WordUses::ROLE).or(WordUses::LINK).or(WordUses::DETERMINER);
        let Some(length) = phrases_at(&tokens[at..]).longest(uses) else { return false };
        at += length;
    }
    at > 0
}

/// The role of a text beside a name that is not another name: a number, a state, a
/// condition, a date, a scope.
pub(super) fn remark_role(text: &str, tokens: &[Token]) -> Option<NamePartRole> {
    let first = tokens.first()?;
    let phrases = phrases_at(tokens);
    let typed = &text[first.source.start..tokens.last()?.source.end];
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let letters = typed.chars().filter(|c| c.is_alphabetic()).count();
    if phrases.longest(WordUses::DATE).is_some() && digits >= 1 {
        return Some(NamePartRole::Date);
    }
    if digits >= 2 && is_numbered(tokens) || digits >= 5 && letters <= 5 {
        return Some(NamePartRole::Number);
    }
    if names_group(text, tokens) {
        return Some(NamePartRole::Group);
    }
    // A state takes the whole text, or nearly: `in liquidation since 2024`.
    let state = phrases.longest(WordUses::STATE);
    if state.is_some_and(|length| length + 4 > tokens.len() && (length > 1 || is_state(typed))) {
        return Some(NamePartRole::State);
    }
    if opens_condition(text, tokens, phrases) || ends_in_condition(typed) {
        return Some(NamePartRole::Condition);
    }
    let opens_alternative = |uses| phrases.longest(uses).is_some();
    if tokens.len() > 1
        && typed.starts_with(char::is_lowercase)
        && opens_alternative(WordUses::OR.or(WordUses::AND))
    {
        return Some(NamePartRole::Remark);
    }
    if is_placeholder(typed) {
        return Some(NamePartRole::Remark);
    }
    let is_scope = |at: usize| phrases_at(&tokens[at..]).longest(WordUses::SCOPE).is_some();
    if (0..tokens.len()).any(is_scope) && tokens.len() <= 6 {
        return Some(NamePartRole::Scope);
    }
    None
}

/// A remark on the group: `part of Kelp`, `a Kelp company`.
fn names_group(text: &str, tokens: &[Token]) -> bool {
    let is_small = text[tokens[0].source.clone()].starts_with(char::is_lowercase);
    let opener = phrases_at(tokens).longest(WordUses::GROUP_OF);
    // Nouns of German have a capital: "Tochtergesellschaft der Kelp AG".
    let is_small = is_small || opener.is_some_and(|length| length > 1);
    let opens = opener.is_some();
    let (first, last) = (&tokens[0].text, &tokens[tokens.len() - 1..]);
    let ends = matches!(first.as_str(), "a" | "an" | "ein" | "eine" | "een" | "ett" | "et")
        && phrases_at(last).longest(WordUses::GROUP_WORD).is_some();
    is_small && tokens.len() > 1 && (opens || ends && tokens.len() > 2)
}

/// True if a name ends with its group behind a legal form, whose last word may look like
/// one: `Kelp Inc. a Brandel company`.
pub(super) fn ends_in_group(tokens: &[Token], text: &str) -> bool {
    let Some(last) = tokens.len().checked_sub(1) else { return false };
    phrases_at(&tokens[last..]).longest(WordUses::GROUP_WORD).is_some()
        && (1..last)
            .any(|at| names_group(text, &tokens[at..]) && has_form_at_end(&tokens[..at], text))
}

/// A number of a register: its name, then digits.
fn is_numbered(tokens: &[Token]) -> bool {
    let is_digits = |token: &Token| token.text.bytes().any(|byte| byte.is_ascii_digit());
    let mut at = 0;
    while at < tokens.len() {
        if is_digits(&tokens[at]) {
            return at > 0;
        }
        let named = phrases_at(&tokens[at..]).longest(WordUses::NUMBER);
        // The court or place of the register: `Amtsgericht Kiel HRB 1234`.
        let is_place = at > 0 && at + 1 < tokens.len() && at < 4;
        match named {
            Some(length) => at += length,
            None if is_place => at += 1,
            None => return false,
        }
    }
    false
}

/// Short abbreviations of a state are typed with dots: `i.L.`
fn is_state(typed: &str) -> bool {
    typed.contains('.') || typed.chars().count() > 4
}

fn is_placeholder(typed: &str) -> bool {
    crate::facts::phrases::is_placeholder(typed, "legal_name", &[], &[])
}

/// True if words open a remark on when or for whom a vendor is used. A name may
/// start with such a word: `When I Work`.
fn opens_condition(text: &str, tokens: &[Token], phrases: PhrasesAt<'_>) -> bool {
    let Some(length) = phrases.longest(WordUses::CONDITION) else {
        // `EU only`, `webinars only`.
        let last = tokens.last().map_or("", |token| token.text.as_str());
        return tokens.len() > 1
            && matches!(last, "only" | "optional" | "nur" | "のみ" | "限定")
            && (tokens.len() == 2
                || text[tokens[tokens.len() - 2].source.clone()].starts_with(char::is_lowercase));
    };
    let starts_small =
        |token: &Token| text[token.source.clone()].starts_with(|c: char| !c.is_uppercase());
    let first = &tokens[0];
    if tokens.len() == length {
        return length > 1 || first.text.chars().count() > 3;
    }
    let is_small = starts_small(first);
    is_small && length < tokens.len() || !is_small && tokens[1..].iter().all(starts_small)
}

/// Reads the text behind the legal form, or behind a name without one.
pub(super) struct Behind {
    /// The first word that does not belong to the name.
    pub(super) at: usize,
    pub(super) role: NamePartRole,
}

/// Places of a text at which its name may end. Each takes time for all words around it, and a
/// text with more of them is a list.
const MAX_ENDS: usize = 16;

/// Looks for text behind a name that does not end in a legal form: `Kelp GmbH, HRB
/// 6089`, `Zoom, only for webinars`.
pub(super) fn behind(tokens: &[Token], text: &str) -> Option<Behind> {
    let mut ends = 0;
    for at in 1..tokens.len() {
        let gap = &text[tokens[at - 1].source.end..tokens[at].source.start];
        let tail = &tokens[at..];
        let is_cut = is_cut(gap) || text[tokens[at - 1].source.clone()].ends_with(':');
        if !is_cut && !may_follow(text, tail) {
            continue;
        }
        ends += 1;
        if ends > MAX_ENDS {
            break;
        }
        let role = remark_role(text, tail);
        let has_form = has_form_at_end(&tokens[..at], text);
        match role {
            Some(NamePartRole::Group) if !is_cut && !has_form => {}
            Some(role)
                if is_cut
                    || has_form
                        && matches!(
                            role,
                            NamePartRole::Number | NamePartRole::State | NamePartRole::Group
                        ) =>
            {
                return Some(Behind { at, role });
            }
            Some(role @ NamePartRole::Condition) => return Some(Behind { at, role }),
            // Behind a form anything is beside the name, unless it is a second one.
            None if is_cut && has_form && !ends_in_form(tail, text) && !goes_on(tail) => {
                return Some(Behind { at, role: behind_form(text, tail) });
            }
            _ => {}
        }
    }
    None
}

/// True if a gap between two words ends a name.
fn is_cut(gap: &str) -> bool {
    gap.contains([',', ';', '|', '\n', ':'])
        || [" - ", " – ", " — ", " · "].iter().any(|dash| gap.contains(dash))
}

/// Words that open a remark without a comma before them.
fn may_follow(text: &str, tail: &[Token]) -> bool {
    let first = &text[tail[0].source.clone()];
    let is_limit = matches!(
        tail[0].text.as_str(),
        "only"
            | "nur"
            | "seulement"
            | "uniquement"
            | "solamente"
            | "soltanto"
            | "alleen"
            | "tylko"
            | "pouze"
            | "endast"
            | "kun"
            | "vain"
            | "apenas"
    );
    let phrases = phrases_at(tail);
    is_limit && first.starts_with(char::is_lowercase) && tail.len() > 1
        || phrases.longest(WordUses::NUMBER.or(WordUses::STATE)).is_some()
        || names_group(text, tail)
}

fn has_form_at_end(head: &[Token], text: &str) -> bool {
    let mut head = head.to_vec();
    let count = head.len();
    let stripped = strip::strip(&mut head, text, legal_forms::table());
    stripped.form.is_some_and(|(spelling, words)| {
        let is_weak = spelling.forms().all(|form| form.weak);
        words.end == head.len() && head.len() == count && !is_weak
    })
}

fn goes_on(tail: &[Token]) -> bool {
    let uses = WordUses::TAIL.or(WordUses::AND).or(WordUses::OR);
    phrases_at(tail).longest(uses).is_some() || matches!(tail[0].text.as_str(), "a" | "an")
}

fn behind_form(text: &str, tail: &[Token]) -> NamePartRole {
    let typed = &text[tail[0].source.start..tail[tail.len() - 1].source.end];
    let is_place = typed
        .split(',')
        .any(|part| places::phrase_of(part.trim()).is_some_and(|phrase| phrase.meaning.is_place()));
    if is_place || is_trade(tail) { NamePartRole::Scope } else { NamePartRole::Remark }
}
