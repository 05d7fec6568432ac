//! Calendar dates, strictly `YYYY-MM-DD` (RFC 3339 full-date).

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// The reason why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// It has the right shape, but there is no such day.
    Impossible,
    /// It is written another way; with the date, where only one can be meant.
    NotIso(Option<Date>),
    /// Day and month may be either way round.
    Ambiguous,
    /// It is no date at all.
    NotADate,
}

impl std::fmt::Display for DateProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the text is {}", self.as_str())
    }
}

impl std::error::Error for DateProblem {}

impl DateProblem {
    /// The problem in words, to follow "is": `not a day of the calendar`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Impossible => "not a day of the calendar",
            Self::NotIso(_) => "not written as YYYY-MM-DD",
            Self::Ambiguous => "ambiguous: day and month may be either way round",
            Self::NotADate => "not a date",
        }
    }

    /// The date that is meant, if only one can be.
    #[must_use]
    pub fn suggestion(self) -> Option<Date> {
        match self {
            Self::NotIso(date) => date,
            Self::Impossible | Self::Ambiguous | Self::NotADate => None,
        }
    }
}

impl Date {
    /// A day by its numbers, each counted from 1; `None` if there is no such day.
    #[must_use]
    pub fn new(year: i32, month: i32, day: i32) -> Option<Self> {
        let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Reads a date.
    ///
    /// # Errors
    /// Anything but `YYYY-MM-DD` and a day that exists.
    pub fn parse(text: &str) -> Result<Self, DateProblem> {
        if is_iso_shape(text) {
            let number = |range| text.get(range).and_then(|digits: &str| digits.parse().ok());
            let parts = (number(0..4), number(5..7), number(8..10));
            let (Some(year), Some(month), Some(day)) = parts else {
                return Err(DateProblem::NotADate);
            };
            return Self::new(year, month, day).ok_or(DateProblem::Impossible);
        }
        Err(other_shape(text))
    }

    /// The year, from 1 to 9999.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// The same day for the engine of expressions.
    #[must_use]
    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }

    /// The date a number of days later, or earlier if negative; stops at the ends
    /// of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let days = i32::try_from(days.clamp(-4_000_000, 4_000_000)).unwrap_or(0);
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// The days from one date to another; negative if the second is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    // Both are days without time of day, so the difference is whole days.
    to.0.duration_since(from.0).as_secs() / (24 * 60 * 60)
}

fn is_iso_shape(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// True if a text is made of digits as dates are: two separators of one kind.
pub(crate) fn looks_like_date(text: &str) -> bool {
    numbers(text).is_some_and(|(parts, _)| {
        let long = parts.iter().filter(|part| part.len() == 4).count();
        long == 1 && parts.iter().all(|part| matches!(part.len(), 1 | 2 | 4))
    })
}

/// Three groups of digits and the separator between them.
fn numbers(text: &str) -> Option<([&str; 3], char)> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.split(separator);
    let found = [parts.next()?, parts.next()?, parts.next()?];
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (parts.next().is_none() && found.iter().all(digits)).then_some((found, separator))
}

/// Finds the problem of a date in another notation.
fn other_shape(text: &str) -> DateProblem {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 64 {
        return DateProblem::NotADate;
    }
    if let Ok(date) = Date::parse_iso_prefix(text) {
        return DateProblem::NotIso(Some(date));
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return from_numbers(&text[..4], &text[4..6], &text[6..]);
    }
    if let Some((parts, _)) = numbers(text) {
        return from_groups(parts);
    }
    from_words(text)
}

impl Date {
    /// A date with spaces around it, or with a time behind it.
    fn parse_iso_prefix(text: &str) -> Result<Self, DateProblem> {
        let head = text.get(..10).ok_or(DateProblem::NotADate)?;
        let rest = &text[10..];
        if !is_iso_shape(head) || !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
            return Err(DateProblem::NotADate);
        }
        let time = |c: char| {
            c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z' | 'z' | 'T' | 't' | ' ')
        };
        if !rest.chars().all(time) {
            return Err(DateProblem::NotADate);
        }
        Self::parse(head)
    }
}

fn from_numbers(year: &str, month: &str, day: &str) -> DateProblem {
    let number = |text: &str| text.parse().unwrap_or(0);
    match Date::new(number(year), number(month), number(day)) {
        Some(date) => DateProblem::NotIso(Some(date)),
        None => DateProblem::Impossible,
    }
}

/// `2019/04/01` has one reading; `04/05/2019` has two, `25.4.2019` again one.
fn from_groups(parts: [&str; 3]) -> DateProblem {
    let [a, b, c] = parts;
    if parts.iter().any(|part| part.len() > 4) {
        return DateProblem::NotADate;
    }
    if a.len() == 4 {
        return from_numbers(a, b, c);
    }
    if c.len() != 4 {
        // Years of two digits leave open which number they are.
        return DateProblem::NotIso(None);
    }
    let number = |text: &str| text.parse().unwrap_or(0);
    let (x, y, year) = (number(a), number(b), number(c));
    match (Date::new(year, y, x), Date::new(year, x, y)) {
        (Some(one), Some(other)) if one != other => DateProblem::Ambiguous,
        (Some(date), _) | (None, Some(date)) => DateProblem::NotIso(Some(date)),
        (None, None) => DateProblem::Impossible,
    }
}

/// A month or a year without a day: `2024-11`, `11/2024`, `November 2024`, `2023`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    year: i32,
    month: Option<i32>,
}

impl Period {
    /// Reads a month or a year; nothing for dates and other texts.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 40 {
            return None;
        }
        let lower = text.to_lowercase();
        let (mut year, mut named) = (None, None);
        for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            match word.len() {
                4 if is_number && year.is_none() => year = word.parse().ok(),
                1 | 2 if is_number && named.is_none() => named = word.parse().ok(),
                _ if named.is_none() && month(word).is_some() => named = month(word),
                _ if is_filler(word) => {}
                _ => return None,
            }
        }
        let named = named.filter(|month| (1..=12).contains(month)).or(named.map(|_| 0));
        let year: i32 = year?;
        ((1900..=2200).contains(&year) && named != Some(0)).then_some(Self { year, month: named })
    }

    /// The last day of it.
    #[must_use]
    pub fn last_day(self) -> Date {
        let month = self.month.unwrap_or(12);
        let last = (28..=31).rev().find_map(|day| Date::new(self.year, month, day));
        last.expect("internal: every month of these years has 28 days")
    }
}

/// Names of months, folded to their first letters: enough to tell them apart, in
/// English, German, French, Spanish, Italian, Dutch, Portuguese, Danish, Swedish,
/// Norwegian and Polish.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "sty"],
    &["feb", "fév", "fev", "lut"],
    &["mar", "mär", "maa", "mrt"],
    &["apr", "avr", "abr", "kwi"],
    &["may", "mai", "maj", "mag", "mei"],
    &["jun", "juin", "giu", "cze"],
    &["jul", "juil", "lug", "lip"],
    &["aug", "aoû", "aou", "ago", "sie"],
    &["sep", "set", "wrz"],
    &["oct", "okt", "ott", "out", "paź"],
    &["nov", "lis"],
    &["dec", "dez", "déc", "dic", "gru"],
];

fn month(word: &str) -> Option<i32> {
    if word.chars().count() < 3 || word.chars().count() > 12 {
        return None;
    }
    // The longest start wins: `juin` and `juil` are told by four letters.
    let mut found: Option<(usize, i32)> = None;
    for (index, starts) in MONTHS.iter().enumerate() {
        for start in *starts {
            if word.starts_with(start) && found.is_none_or(|(length, _)| start.len() > length) {
                found = Some((start.len(), i32::try_from(index).unwrap_or(0) + 1));
            }
        }
    }
    found.map(|(_, month)| month)
}

/// `1st of April 2019`, `April 1, 2019`, `1. April 2019`.
fn from_words(text: &str) -> DateProblem {
    let lower = text.to_lowercase();
    let (mut day, mut year, mut named, mut odd) = (None, None, None, false);
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let suffix = &word[digits.len()..];
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let ordinal = matches!(suffix, "" | "st" | "nd" | "rd" | "th" | "er" | "e" | "o");
            match digits.len() {
                1 | 2 if ordinal && day.is_none() => day = digits.parse().ok(),
                4 if suffix.is_empty() && year.is_none() => year = digits.parse().ok(),
                _ => odd = true,
            }
        } else if let Some(month) = month(word).filter(|_| named.is_none()) {
            named = Some(month);
        } else if !is_filler(word) {
            odd = true;
        }
    }
    match (odd, day, named, year) {
        (false, Some(day), Some(month), Some(year)) => match Date::new(year, month, day) {
            Some(date) => DateProblem::NotIso(Some(date)),
            None => DateProblem::Impossible,
        },
        // A month and a year, or a date among other words.
        (false, _, Some(_), _) | (true, Some(_), Some(_), Some(_)) => DateProblem::NotIso(None),
        _ => DateProblem::NotADate,
    }
}

fn is_filler(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "of",
        "the",
        "de",
        "del",
        "do",
        "den",
        "der",
        "am",
        "le",
        "el",
        "il",
        "on",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_are_periods() {
        let last = |text: &str| Period::parse(text).map(|period| period.last_day().to_string());
        assert_eq!(last("2024-11").as_deref(), Some("2024-11-30"));
        assert_eq!(last("02/2024").as_deref(), Some("2024-02-29"));
        assert_eq!(last("novembre 2024").as_deref(), Some("2024-11-30"));
        assert_eq!(last("2023").as_deref(), Some("2023-12-31"));
        for text in ["2024-11-05", "2024-13", "soon", "12", "20245"] {
            assert_eq!(last(text), None, "{text}");
        }
    }
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        match Date::parse(text) {
            Ok(date) => date.to_string(),
            Err(problem) => match problem.suggestion() {
                Some(date) => format!("not iso: {date}"),
                None => format!("{problem:?}"),
            },
        }
    }

    #[test]
    fn only_iso_dates_are_dates() {
        for (text, expected) in [
            ("2019-04-01", "2019-04-01"),
            ("2024-02-29", "2024-02-29"),
            ("2023-02-29", "Impossible"),
            ("2019-13-01", "Impossible"),
            ("0000-01-01", "Impossible"),
            ("1st of April 2019", "not iso: 2019-04-01"),
            ("April 1, 2019", "not iso: 2019-04-01"),
            ("Monday, 1 April 2019", "not iso: 2019-04-01"),
            ("1. März 2019", "not iso: 2019-03-01"),
            ("1er juillet 2019", "not iso: 2019-07-01"),
            ("1 de mayo de 2019", "not iso: 2019-05-01"),
            ("31 April 2019", "Impossible"),
            ("2019/04/01", "not iso: 2019-04-01"),
            ("2019-4-1", "not iso: 2019-04-01"),
            ("20190401", "not iso: 2019-04-01"),
            (" 2019-04-01", "not iso: 2019-04-01"),
            ("2019-04-01T10:00:00Z", "not iso: 2019-04-01"),
            ("04/05/2019", "Ambiguous"),
            ("1.4.2019", "Ambiguous"),
            ("4/4/2019", "not iso: 2019-04-04"),
            ("25.4.2019", "not iso: 2019-04-25"),
            ("4/25/2019", "not iso: 2019-04-25"),
            ("32/13/2019", "Impossible"),
            ("1/4/19", "NotIso(None)"),
            ("April 2019", "NotIso(None)"),
            ("recently", "NotADate"),
            ("", "NotADate"),
            ("2019", "NotADate"),
            ("2024-01-01[Europe/Paris]", "NotADate"),
            ("２０１９-04-01", "NotADate"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(days_between(day("2024-02-28"), day("2024-03-01")), 2);
        assert_eq!(days_between(day("2026-11-21"), day("2019-04-01")), -2791);
        assert_eq!(day("2024-12-31").plus_days(1), day("2025-01-01"));
        assert_eq!(day("9999-12-31").plus_days(i64::MAX), day("9999-12-31"));
    }

    proptest! {
        #[test]
        fn any_text_reads_or_does_not(text in ".{0,40}") {
            let _ = Date::parse(&text);
        }

        #[test]
        fn what_is_read_is_what_is_written(year in 1..9999_i32, month in 1..13_i32, day in 1..32_i32) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            if let Ok(date) = Date::parse(&text) {
                prop_assert_eq!(date.to_string(), text);
            }
        }
    }
}
