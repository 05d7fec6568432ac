//! Calendar dates, strictly `YYYY-MM-DD` (RFC 3339 full-date), and what other notations say.

mod reading;

use reading::{DateMeaning, DateReading};

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// The reason why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// There is no such day; with the last day of the month, if there is such a month.
    Impossible(Option<Date>),
    /// It is written another way, and one date is meant.
    NotIso(Date),
    /// The same, and somebody has to look: the year has two digits, or the date is said to be
    /// the first or the last.
    Likely(Date),
    /// One of two days, by the order in which it is read.
    Ambiguous(Date, Date),
    /// A month, a quarter or a year.
    Period(Period),
    /// From one day to another.
    Range(Date, Date),
    /// A date among other words, which may change what it means.
    AmongWords(Date),
    /// It is no date at all.
    NotADate,
}

impl std::fmt::Display for DateProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Impossible(_) => f.write_str("not a day of the calendar"),
            Self::NotIso(_) | Self::Likely(_) => f.write_str("not written as YYYY-MM-DD"),
            Self::Ambiguous(one, other) => write!(f, "ambiguous: {one} or {other}"),
            Self::Period(period) => write!(f, "{}, not a day", period.noun()),
            Self::Range(..) => f.write_str("a period, not a day"),
            Self::AmongWords(_) => f.write_str("a date among other words"),
            Self::NotADate => f.write_str("not a date"),
        }
    }
}

impl std::error::Error for DateProblem {}

impl DateProblem {
    /// The date that is meant, if only one can be.
    #[must_use]
    pub fn suggestion(self) -> Option<Date> {
        match self {
            Self::NotIso(date) | Self::Likely(date) => Some(date),
            _ => None,
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
    /// Anything but `YYYY-MM-DD` and a day that exists, with what it says instead.
    pub fn parse(text: &str) -> Result<Self, DateProblem> {
        if is_iso_shape(text) {
            let number = |range| text.get(range).and_then(|digits: &str| digits.parse().ok());
            let parts = (number(0..4), number(5..7), number(8..10));
            let (Some(year), Some(month), Some(day)) = parts else {
                return Err(DateProblem::NotADate);
            };
            return Self::new(year, month, day).ok_or_else(|| {
                let period = Period::new(year, Some(month), None);
                DateProblem::Impossible(period.map(Period::last_day))
            });
        }
        Err(problem(text))
    }

    /// The day that a text means, in whatever notation, if it can only be one.
    #[must_use]
    pub fn understood(text: &str) -> Option<Self> {
        match Self::parse(text) {
            Ok(date) | Err(DateProblem::NotIso(date)) => Some(date),
            Err(_) => None,
        }
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
fn problem(text: &str) -> DateProblem {
    let reading = DateReading::of(text);
    let is_open = reading.unread().is_some();
    match reading.meaning {
        DateMeaning::Day(date) | DateMeaning::Range(date, _) if is_open => {
            DateProblem::AmongWords(date)
        }
        DateMeaning::Either(..) | DateMeaning::Period(_) | DateMeaning::Impossible(_)
            if is_open =>
        {
            DateProblem::NotADate
        }
        DateMeaning::Day(date) if reading.needs_a_look() => DateProblem::Likely(date),
        DateMeaning::Day(date) => DateProblem::NotIso(date),
        DateMeaning::Either(one, other) => DateProblem::Ambiguous(one, other),
        DateMeaning::Period(period) => DateProblem::Period(period),
        DateMeaning::Range(first, last) => DateProblem::Range(first, last),
        DateMeaning::Impossible(last) => DateProblem::Impossible(last),
        DateMeaning::Nothing => DateProblem::NotADate,
    }
}

/// A month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    year: i32,
    /// The first and the last month.
    months: (i32, i32),
}

impl Period {
    fn new(year: i32, month: Option<i32>, quarter: Option<i32>) -> Option<Self> {
        let months = match (month, quarter) {
            (Some(month), None) => (month, month),
            (None, Some(quarter)) => (3 * quarter - 2, 3 * quarter),
            (None, None) => (1, 12),
            (Some(_), Some(_)) => return None,
        };
        let exists = (1..=12).contains(&months.0) && (1900..=2200).contains(&year);
        exists.then_some(Self { year, months })
    }

    /// Reads a month, a quarter or a year; nothing for dates and other texts.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match DateReading::of(text) {
            reading if reading.unread().is_some() => None,
            DateReading { meaning: DateMeaning::Period(period), .. } => Some(period),
            _ => None,
        }
    }

    /// The kind of period.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self.months.1 - self.months.0 {
            0 => "a month",
            2 => "a quarter",
            _ => "a year",
        }
    }

    /// The first day of it.
    #[must_use]
    pub fn first_day(self) -> Date {
        let first = Date::new(self.year, self.months.0, 1);
        first.expect("internal: every month has a first day")
    }

    /// The last day of it.
    #[must_use]
    pub fn last_day(self) -> Date {
        let last = (28..=31).rev().find_map(|day| Date::new(self.year, self.months.1, day));
        last.expect("internal: every month of these years has 28 days")
    }
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
        for (text, noun) in [("2024-11", "a month"), ("Q3 2024", "a quarter"), ("2024", "a year")] {
            assert_eq!(Period::parse(text).map(Period::noun), Some(noun), "{text}");
        }
    }
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        match Date::parse(text) {
            Ok(date) => date.to_string(),
            Err(problem) => match problem.suggestion() {
                Some(date) => format!("not iso: {date}"),
                None => match problem {
                    DateProblem::Impossible(Some(last)) => format!("impossible, until {last}"),
                    DateProblem::Impossible(None) => "impossible".to_owned(),
                    DateProblem::Ambiguous(one, other) => format!("{one} or {other}"),
                    DateProblem::Period(period) => {
                        format!("{} to {}", period.first_day(), period.last_day())
                    }
                    DateProblem::Range(first, last) => format!("from {first} to {last}"),
                    DateProblem::AmongWords(date) => format!("among words: {date}"),
                    _ => "no date".to_owned(),
                },
            },
        }
    }

    #[test]
    fn only_iso_dates_are_dates() {
        for (text, expected) in [
            ("2019-04-01", "2019-04-01"),
            ("2024-02-29", "2024-02-29"),
            ("2023-02-29", "impossible, until 2023-02-28"),
            ("2019-13-01", "impossible"),
            ("0000-01-01", "impossible"),
            ("1st of April 2019", "not iso: 2019-04-01"),
            ("April 1, 2019", "not iso: 2019-04-01"),
            ("Monday, 1 April 2019", "not iso: 2019-04-01"),
            ("1. März 2019", "not iso: 2019-03-01"),
            ("1er juillet 2019", "not iso: 2019-07-01"),
            ("1 de mayo de 2019", "not iso: 2019-05-01"),
            ("31 April 2019", "impossible, until 2019-04-30"),
            ("2019/04/01", "not iso: 2019-04-01"),
            ("2019-4-1", "not iso: 2019-04-01"),
            ("20190401", "not iso: 2019-04-01"),
            (" 2019-04-01", "not iso: 2019-04-01"),
            ("2019-04-01T10:00:00Z", "not iso: 2019-04-01"),
            ("04/05/2019", "2019-05-04 or 2019-04-05"),
            ("1.4.2019", "2019-04-01 or 2019-01-04"),
            ("4/4/2019", "not iso: 2019-04-04"),
            ("25.4.2019", "not iso: 2019-04-25"),
            ("4/25/2019", "not iso: 2019-04-25"),
            ("32/13/2019", "impossible"),
            ("1/4/19", "2019-04-01 or 2019-01-04"),
            ("April 2019", "2019-04-01 to 2019-04-30"),
            ("recently", "no date"),
            ("", "no date"),
            ("2019", "2019-01-01 to 2019-12-31"),
            ("2024-01-01[Europe/Paris]", "among words: 2024-01-01"),
            ("２０１９-04-01", "no date"),
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
