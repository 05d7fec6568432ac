//! Dates in any notation: every byte of the text has a role, and what is meant is a fold
//! over the parts. What has no role is unread, and a reading with such a part is open.

mod cut;

use self::cut::{
    DAY_SIGN, ERAS, MONTH_SIGN, YEAR_SIGN, cut, name_words, read_times, split_compact,
};
use super::{Date, Period};
use std::ops::Range;

/// The role of a part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRole {
    /// A number whose role the numbers around it settle; none is left in a reading.
    Number,
    /// A year.
    Year,
    /// A month, by number or name.
    Month,
    /// A day of a month.
    Day,
    /// A number that may be the day or the month.
    DayOrMonth,
    /// A quarter of a year, with its number.
    Quarter,
    /// A time of day, or a zone of time.
    Time,
    /// A day of the week.
    Weekday,
    /// Says that a date is the first day.
    From,
    /// Says that a date is the last day, or stands between two.
    Until,
    /// Words and signs that change nothing.
    Filler,
    /// Spaces and punctuation.
    Separator,
    /// Nobody knows.
    Unread,
}

/// A part of a text with its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatePart {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// Its role.
    pub role: DateRole,
    /// Its number, or that of its month.
    number: i32,
    /// The digits it has.
    digits: usize,
}

/// The meaning of a text about a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateMeaning {
    /// One day.
    Day(Date),
    /// Day and month, or a short year, may be either way round.
    Either(Date, Date),
    /// A month, a quarter or a year.
    Period(Period),
    /// From one day to another.
    Range(Date, Date),
    /// Numbers of a date that no calendar has; with the last day of its month, if there is
    /// such a month.
    Impossible(Option<Date>),
    /// No date.
    Nothing,
}

impl DateMeaning {
    /// The first and the last day of a day or a period.
    fn days(self) -> Option<(Date, Date)> {
        match self {
            Self::Day(date) => Some((date, date)),
            Self::Period(period) => Some((period.first_day(), period.last_day())),
            _ => None,
        }
    }
}

/// A text, read as a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateReading {
    /// The parts, in order; together they are all of the text.
    pub parts: Vec<DatePart>,
    /// The meaning of all of them.
    pub meaning: DateMeaning,
    /// True if a year has two digits.
    pub is_short_year: bool,
}

/// Bytes of a text that are read; no date is longer.
const MAX_LENGTH: usize = 160;

/// Words of the longest phrase.
const LONGEST_PHRASE: usize = 6;

impl DateReading {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text.len() > MAX_LENGTH {
            let part =
                DatePart { range: 0..text.len(), role: DateRole::Unread, number: 0, digits: 0 };
            return Self { parts: vec![part], meaning: DateMeaning::Nothing, is_short_year: false };
        }
        let mut parts = cut(text);
        name_words(text, &mut parts);
        read_times(text, &mut parts);
        split_compact(&mut parts);
        number_by_neighbours(&mut parts);
        let mut is_short_year = false;
        let meaning = settle(text, &mut parts, &mut is_short_year);
        for part in &mut parts {
            if part.role == DateRole::Number {
                part.role = DateRole::Unread;
            }
        }
        Self { parts, meaning, is_short_year }
    }

    /// The first part without a role.
    #[must_use]
    pub fn unread(&self) -> Option<Range<usize>> {
        self.parts.iter().find(|part| part.role == DateRole::Unread).map(|part| part.range.clone())
    }

    /// True if a date may not be the one that is asked for: its year has two digits, or it is
    /// the first or the last day of something.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        let is_bound = |part: &DatePart| matches!(part.role, DateRole::From | DateRole::Until);
        self.is_short_year || self.parts.iter().any(is_bound)
    }
}

/// Numbers that a sign or a word beside them settles.
fn number_by_neighbours(parts: &mut [DatePart]) {
    for at in 0..parts.len() {
        if parts[at].role != DateRole::Number {
            continue;
        }
        let near = |at: Option<usize>| at.and_then(|at| parts.get(at));
        let beyond = |at: usize, step: isize| {
            let mut next = at.checked_add_signed(step)?;
            while near(Some(next))?.role == DateRole::Separator {
                next = next.checked_add_signed(step)?;
            }
            Some(next)
        };
        let sign = near(beyond(at, 1))
            .filter(|next| next.role == DateRole::Filler)
            .map(|next| next.number);
        let is_quarter =
            |at: Option<usize>| near(at).is_some_and(|part| part.role == DateRole::Quarter);
        let behind_ordinal = near(Some(at + 1))
            .is_some_and(|next| next.role == DateRole::Filler && next.number == 0);
        let after = if behind_ordinal { beyond(at + 1, 1) } else { beyond(at, 1) };
        let era = near(at.checked_sub(1))
            .filter(|before| before.role == DateRole::Filler && before.number < ERAS)
            .map(|before| ERAS - before.number);
        let number = &parts[at];
        let of_era = era.filter(|_| sign == Some(YEAR_SIGN)).map(|before| before + number.number);
        let role = match sign {
            Some(YEAR_SIGN) if number.digits < 4 && of_era.is_none() => DateRole::Unread,
            Some(YEAR_SIGN) => DateRole::Year,
            Some(MONTH_SIGN) => DateRole::Month,
            Some(DAY_SIGN) => DateRole::Day,
            _ if number.digits == 1
                && (1..=4).contains(&number.number)
                && (is_quarter(beyond(at, -1)) || is_quarter(after)) =>
            {
                DateRole::Quarter
            }
            _ if number.digits == 4 => DateRole::Year,
            _ => continue,
        };
        parts[at].role = role;
        if let Some(year) = of_era {
            parts[at].number = year;
        }
    }
}

/// One date among the parts: the places of its numbers.
#[derive(Clone, Copy, Default)]
struct DateNumbers {
    year: Option<i32>,
    month: Option<i32>,
    day: Option<i32>,
    quarter: Option<i32>,
}

/// Settles the numbers that are left, and what all of them say.
fn settle(text: &str, parts: &mut [DatePart], is_short_year: &mut bool) -> DateMeaning {
    if let Some((at, behind)) = between(text, parts) {
        let (first, rest) = parts.split_at_mut(at);
        let sides = [
            one_date(text, first, is_short_year),
            one_date(text, &mut rest[behind - at..], is_short_year),
        ];
        if let [Some((from, _)), Some((_, to))] = sides.map(DateMeaning::days) {
            return DateMeaning::Range(from, to);
        }
        let mut own = [numbers(first), numbers(&rest[behind - at..])];
        for (at, side) in [(0, &mut *first), (1, &mut rest[behind - at..])] {
            // `1 - 3 March 2026`: a number alone is a day.
            let mut alone = side.iter_mut().filter(|part| part.role == DateRole::Number);
            if let (Some(number), None) = (alone.next(), alone.next())
                && number.digits <= 2
            {
                let has_month = own[0].month.or(own[1].month).is_some();
                number.role = if has_month { DateRole::Day } else { DateRole::Month };
                let place = if has_month { &mut own[at].day } else { &mut own[at].month };
                *place = Some(number.number);
            }
        }
        let [mut from, mut to] = own;
        from.year = from.year.or(to.year);
        to.year = to.year.or(from.year);
        if from.month.is_none() && from.day.is_some() {
            from.month = to.month;
        }
        if to.month.is_none() && to.day.is_some() {
            to.month = from.month;
        }
        let is_open = |side: &[DatePart]| side.iter().any(|part| part.role == DateRole::Number);
        if !is_open(first) && !is_open(&rest[behind - at..]) {
            let (first, _) = ends(from);
            let (_, last) = ends(to);
            return match (first, last) {
                (Some(first), Some(last)) => DateMeaning::Range(first, last),
                _ => DateMeaning::Nothing,
            };
        }
        return DateMeaning::Nothing;
    }
    one_date(text, parts, is_short_year)
}

fn numbers(parts: &[DatePart]) -> DateNumbers {
    let find = |role| {
        parts.iter().find(|part| part.role == role && part.number > 0).map(|part| part.number)
    };
    DateNumbers {
        year: find(DateRole::Year),
        month: find(DateRole::Month),
        day: find(DateRole::Day),
        quarter: find(DateRole::Quarter),
    }
}

/// The first and the last day of what some numbers say.
fn ends(numbers: DateNumbers) -> (Option<Date>, Option<Date>) {
    let Some(year) = numbers.year else { return (None, None) };
    match (numbers.month, numbers.day) {
        (Some(month), Some(day)) => {
            let day = Date::new(year, month, day);
            (day, day)
        }
        (None, Some(_)) => (None, None),
        (month, None) => match Period::new(year, month, numbers.quarter) {
            Some(period) => (Some(period.first_day()), Some(period.last_day())),
            None => (None, None),
        },
    }
}

/// The place between the two dates of a range: the parts in front of it and behind it.
fn between(text: &str, parts: &[DatePart]) -> Option<(usize, usize)> {
    let counts = |part: &DatePart| {
        matches!(
            part.role,
            DateRole::Number | DateRole::Year | DateRole::Month | DateRole::Day | DateRole::Quarter
        )
    };
    let is_space = |at: Option<usize>| {
        at.and_then(|at| parts.get(at))
            .is_some_and(|part| text[part.range.clone()].trim().is_empty())
    };
    (1..parts.len()).find_map(|at| {
        let sign = &text[parts[at].range.clone()];
        let is_dash = parts[at].role == DateRole::Separator
            && (matches!(sign, "–" | "—" | "~" | "～" | "〜")
                || sign == "-" && is_space(at.checked_sub(1)) && is_space(Some(at + 1)));
        let is_slash = parts[at].role == DateRole::Separator && sign == "/" && {
            let full = |parts: &[DatePart]| {
                parts.iter().filter(|part| counts(part)).count() == 3
                    && parts.iter().any(|part| part.role == DateRole::Year)
            };
            full(&parts[..at]) && full(&parts[at + 1..])
        };
        let is_between = parts[..at].iter().any(counts) && parts[at + 1..].iter().any(counts);
        (is_between
            && (is_dash || is_slash || matches!(parts[at].role, DateRole::From | DateRole::Until)))
        .then_some((at, at + 1))
    })
}

fn one_date(text: &str, parts: &mut [DatePart], is_short_year: &mut bool) -> DateMeaning {
    let known = numbers(parts);
    let open: Vec<usize> =
        (0..parts.len()).filter(|at| parts[*at].role == DateRole::Number).collect();
    let years = parts.iter().filter(|part| part.role == DateRole::Year).count();
    if years > 1 || open.len() > 3 || open.iter().any(|at| parts[*at].digits > 2) {
        return DateMeaning::Nothing;
    }
    let value = |place: usize| parts[open[place]].number;
    match (known.year, known.month, known.day, open.len()) {
        (Some(_), Some(_), Some(_), 0) => day_of(known),
        (Some(year), month, None, 0) => {
            let period = Period::new(year, month, known.quarter);
            period.map_or(DateMeaning::Impossible(None), DateMeaning::Period)
        }
        (Some(_), Some(_), None, 1) => {
            let day = value(0);
            parts[open[0]].role = DateRole::Day;
            day_of(DateNumbers { day: Some(day), ..known })
        }
        (None, Some(_), None, 2) => {
            // `1 March 26` and `March 1, '26`: the year comes last.
            let (day, year) = (value(0), 2000 + value(1));
            parts[open[0]].role = DateRole::Day;
            parts[open[1]].role = DateRole::Year;
            *is_short_year = true;
            day_of(DateNumbers { year: Some(year), day: Some(day), ..known })
        }
        (Some(year), None, None, 1) if known.quarter.is_none() => {
            let month = value(0);
            parts[open[0]].role = DateRole::Month;
            let period = Period::new(year, Some(month), None);
            period.map_or(DateMeaning::Impossible(None), DateMeaning::Period)
        }
        (Some(year), None, None, 2) => {
            let (a, b) = (value(0), value(1));
            let first = parts.iter().position(|part| part.role == DateRole::Year);
            if first < Some(open[0]) {
                parts[open[0]].role = DateRole::Month;
                parts[open[1]].role = DateRole::Day;
                return day_of(DateNumbers {
                    year: Some(year),
                    month: Some(a),
                    day: Some(b),
                    quarter: None,
                });
            }
            either(parts, &open, [Date::new(year, b, a), Date::new(year, a, b), None])
        }
        (None, None, None, 3) => {
            let (a, b, c) = (value(0), value(1), value(2));
            let sign = &text[parts[open[0]].range.end..parts[open[1]].range.start];
            let short = |year: i32, month, day| Date::new(2000 + year, month, day);
            let month_first = short(c, a, b).filter(|_| sign != ".");
            let year_first = short(a, b, c).filter(|_| sign == "-" || parts[open[0]].number > 31);
            let found = either(parts, &open, [short(c, b, a), month_first, year_first]);
            *is_short_year = found != DateMeaning::Impossible(None);
            found
        }
        _ => DateMeaning::Nothing,
    }
}

/// The days that some numbers may mean, in the orders that there are.
fn either(parts: &mut [DatePart], open: &[usize], days: [Option<Date>; 3]) -> DateMeaning {
    let mut found: Vec<Date> = Vec::new();
    for day in days.into_iter().flatten() {
        if !found.contains(&day) {
            found.push(day);
        }
    }
    for at in open {
        parts[*at].role = if found.len() == 1 { DateRole::Day } else { DateRole::DayOrMonth };
    }
    match found[..] {
        [] => DateMeaning::Impossible(None),
        [day] => DateMeaning::Day(day),
        [one, other, ..] => DateMeaning::Either(one, other),
    }
}

fn day_of(numbers: DateNumbers) -> DateMeaning {
    let (Some(year), Some(month), Some(day)) = (numbers.year, numbers.month, numbers.day) else {
        return DateMeaning::Nothing;
    };
    match Date::new(year, month, day) {
        Some(date) => DateMeaning::Day(date),
        None => {
            let period = Period::new(year, Some(month), None);
            DateMeaning::Impossible(period.map(Period::last_day))
        }
    }
}

#[cfg(test)]
mod tests;
