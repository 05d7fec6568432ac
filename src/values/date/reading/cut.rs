//! Cuts a date into its parts: words, numbers, times and signs.

use super::{DatePart, DateRole, LONGEST_PHRASE};
use crate::facts::date_words::{self, DateWord};
use crate::text::fold::fold_words;
use std::ops::Range;

/// A kind of character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CharKind {
    Digit,
    Letter,
    /// A letter of a script that runs words together.
    Dense,
    Space,
    Sign,
    Other,
}

fn kind(c: char) -> CharKind {
    match c {
        '0'..='9' => CharKind::Digit,
        c if c.is_whitespace() => CharKind::Space,
        ',' | '.' | '/' | '-' | '–' | '—' | '‐' | '‑' | '(' | ')' | ':' | ';' | '\'' | '’'
        | '+' | '~' | '～' | '〜' | '[' | ']' | '"' => CharKind::Sign,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => {
            CharKind::Dense
        }
        c if c.is_alphabetic() || is_mark(c) || c == '°' => CharKind::Letter,
        _ => CharKind::Other,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Cuts a text into runs of one kind; signs stand alone.
pub(super) fn cut(text: &str) -> Vec<DatePart> {
    let mut parts: Vec<DatePart> = Vec::new();
    let mut last = CharKind::Sign;
    for (at, c) in text.char_indices() {
        let own = kind(c);
        let end = at + c.len_utf8();
        if own == last
            && own != CharKind::Sign
            && let Some(part) = parts.last_mut()
        {
            part.range.end = end;
        } else {
            let role = match own {
                CharKind::Digit => DateRole::Number,
                CharKind::Space | CharKind::Sign => DateRole::Separator,
                CharKind::Letter | CharKind::Dense | CharKind::Other => DateRole::Unread,
            };
            parts.push(DatePart { range: at..end, role, number: 0, digits: 0 });
        }
        last = own;
    }
    for part in parts.iter_mut().filter(|part| part.role == DateRole::Number) {
        part.digits = part.range.len();
        part.number = text[part.range.clone()].parse().unwrap_or(0);
        if part.digits > 8 {
            part.role = DateRole::Unread;
        }
    }
    parts
}

/// Gives words their roles, the longest phrase first.
pub(super) fn name_words(text: &str, parts: &mut Vec<DatePart>) {
    let mut at = 0;
    while at < parts.len() {
        let start = parts[at].range.start;
        let first = text[start..].chars().next().map_or(CharKind::Other, kind);
        if parts[at].role != DateRole::Unread || first == CharKind::Other {
            at += 1;
            continue;
        }
        if first == CharKind::Dense {
            name_dense(text, parts, &mut at);
            continue;
        }
        let word = fold_words(&text[parts[at].range.clone()]);
        let behind_number = at > 0 && parts[at - 1].role == DateRole::Number;
        if behind_number
            && parts[at - 1].digits <= 2
            && (date_words::is_ordinal(&word) || text[start..].starts_with(['°', 'º', 'ª']))
        {
            parts[at].role = DateRole::Filler;
            at += 1;
            continue;
        }
        let last = (at..parts.len())
            .take(2 * LONGEST_PHRASE)
            .take_while(|part| *part == at || is_joined(text, &parts[*part]))
            .filter(|part| parts[*part].role == DateRole::Unread);
        let phrase = |end: usize| fold_words(&text[start..parts[end].range.end]);
        let found = last.filter_map(|end| Some((end, date_words::of_phrase(&phrase(end))?))).last();
        if let Some((end, word)) = found {
            give_role(&mut parts[at], word);
            parts[at].range.end = parts[end].range.end;
            parts.drain(at + 1..=end);
        }
        at += 1;
    }
}

/// True for a word, or for what stands between the words of a phrase.
fn is_joined(text: &str, part: &DatePart) -> bool {
    let typed = &text[part.range.clone()];
    part.role == DateRole::Unread
        || part.role == DateRole::Separator && matches!(typed, " " | "-" | "." | "'" | "’")
}

/// Scripts without spaces: the longest phrase at every letter.
fn name_dense(text: &str, parts: &mut Vec<DatePart>, at: &mut usize) {
    let range = parts[*at].range.clone();
    // A phrase may have spaces: `최종 업데이트`.
    let mut from = range.start;
    let mut own: Vec<DatePart> = Vec::new();
    while from < range.end {
        let ends =
            text[from..range.end].char_indices().map(|(at, c)| from + at + c.len_utf8()).rev();
        let known = |end: usize| date_words::of_phrase(&fold_words(&text[from..end]));
        let found = ends.into_iter().find_map(|end| Some((end, known(end)?)));
        if let Some((end, word)) = found {
            let mut part =
                DatePart { range: from..end, role: DateRole::Unread, number: 0, digits: 0 };
            give_role(&mut part, word);
            own.push(part);
            from = end;
            continue;
        }
        let end = from + text[from..].chars().next().map_or(1, char::len_utf8);
        match own.last_mut().filter(|last| last.role == DateRole::Unread) {
            Some(last) => last.range.end = end,
            None => own.push(DatePart {
                range: from..end,
                role: DateRole::Unread,
                number: 0,
                digits: 0,
            }),
        }
        from = end;
    }
    let count = own.len();
    parts.splice(*at..=*at, own);
    *at += count;
}

/// Signs behind a number give it their role later; until then they are kept as numbers
/// below zero.
pub(super) const YEAR_SIGN: i32 = -1;
pub(super) const MONTH_SIGN: i32 = -2;
pub(super) const DAY_SIGN: i32 = -3;
/// Less the year before an era, in front of a number.
pub(super) const ERAS: i32 = -1000;

fn give_role(part: &mut DatePart, word: DateWord) {
    (part.role, part.number) = match word {
        DateWord::Month(number) => (DateRole::Month, i32::from(number)),
        DateWord::Era(before) => (DateRole::Filler, ERAS - i32::from(before)),
        DateWord::YearSign => (DateRole::Filler, YEAR_SIGN),
        DateWord::MonthSign => (DateRole::Filler, MONTH_SIGN),
        DateWord::DaySign => (DateRole::Filler, DAY_SIGN),
        DateWord::Quarter => (DateRole::Quarter, 0),
        DateWord::Time => (DateRole::Time, 0),
        DateWord::From => (DateRole::From, 0),
        DateWord::Until => (DateRole::Until, 0),
        DateWord::Weekday => (DateRole::Weekday, 0),
        DateWord::Filler | DateWord::Ordinal => (DateRole::Filler, 0),
    };
}

/// `10:00`, `10:00:00.5`, `T10:00`, and a zone behind it.
pub(super) fn read_times(text: &str, parts: &mut [DatePart]) {
    let is = |part: Option<&DatePart>, sign: &str| {
        part.is_some_and(|part| {
            part.role == DateRole::Separator && text[part.range.clone()] == *sign
        })
    };
    let is_number = |part: Option<&DatePart>, digits: Range<usize>| {
        part.is_some_and(|part| part.role == DateRole::Number && digits.contains(&part.digits))
    };
    let mut at = 0;
    let mut end = None;
    while at < parts.len() {
        let starts = is_number(parts.get(at), 1..3)
            && is(parts.get(at + 1), ":")
            && is_number(parts.get(at + 2), 2..3)
            && parts[at].number < 25;
        if !starts {
            at += 1;
            continue;
        }
        let mut to = at + 3;
        while (is(parts.get(to), ":") && is_number(parts.get(to + 1), 2..3))
            || (is(parts.get(to), ".") && to > at + 3 && is_number(parts.get(to + 1), 1..9))
        {
            to += 2;
        }
        let is_zone = (is(parts.get(to), "+") || is(parts.get(to), "-"))
            && (is_number(parts.get(to + 1), 4..5)
                || is_number(parts.get(to + 1), 2..3)
                    && is(parts.get(to + 2), ":")
                    && is_number(parts.get(to + 3), 2..3)
                || is_number(parts.get(to + 1), 2..3) && !is(parts.get(to + 2), "-"));
        if is_zone {
            to += if is(parts.get(to + 2), ":") { 4 } else { 2 };
        }
        let to = to.min(parts.len());
        for part in &mut parts[at..to] {
            part.role = DateRole::Time;
        }
        // The letter between date and time, which is a word of French as well.
        if at > 0 && text[parts[at - 1].range.clone()].eq_ignore_ascii_case("t") {
            parts[at - 1].role = DateRole::Separator;
        }
        end = Some(to);
        at = to;
    }
    if end.is_none() {
        // Zones and halves of a day say nothing without a time.
        for part in parts.iter_mut().filter(|part| part.role == DateRole::Time) {
            part.role = DateRole::Unread;
        }
    }
}

/// `20260301` is three numbers.
pub(super) fn split_compact(parts: &mut Vec<DatePart>) {
    let mut numbers = parts.iter().enumerate().filter(|(_, part)| part.role == DateRole::Number);
    let (Some((at, part)), None) = (numbers.next(), numbers.next()) else { return };
    if part.digits != 8 {
        return;
    }
    let (start, number) = (part.range.start, part.number);
    let piece = |from: usize, to: usize, role, number| DatePart {
        range: start + from..start + to,
        role,
        number,
        digits: to - from,
    };
    let pieces = [
        piece(0, 4, DateRole::Year, number / 10_000),
        piece(4, 6, DateRole::Month, number / 100 % 100),
        piece(6, 8, DateRole::Day, number % 100),
    ];
    parts.splice(at..=at, pieces);
}
