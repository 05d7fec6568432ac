//! Telephone numbers: the digits of a text, and what keeps them from being dialled.
//!
//! The number plans of the libraries take megabytes and a pattern per country, made at
//! the first number; the calling codes, lengths and leading zeros in
//! `data/calling_codes.csv` are all that is asked for here.

use crate::facts::calling_codes::{self, CallingCode};

/// A telephone number as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber {
    /// The digits, with `+` if the number has a country code.
    pub digits: String,
    /// The reason why it cannot be dialled from anywhere, if it cannot.
    pub problem: Option<PhoneProblem>,
}

/// The reason why a number cannot be dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneProblem {
    /// It has no country code.
    NoCountryCode,
    /// No country has the code that it starts with.
    UnknownCountryCode,
    /// The zero of national calls stands behind the country code; with the number
    /// without it.
    TrunkZero(String),
    /// It has fewer or more digits than any number of the country.
    Length,
}

impl PhoneProblem {
    /// The problem in words, to follow the number.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NoCountryCode => "has no country code",
            Self::UnknownCountryCode => "starts with a country code that does not exist",
            Self::TrunkZero(_) => "has a zero after the country code",
            Self::Length => "has too few or too many digits for its country",
        }
    }
}

/// Words that stand in front of an extension.
const EXTENSIONS: &[&str] =
    &["ext", " x", "durchwahl", ";ext=", "poste", "int.", "wew", "linka", "anknytning"];

/// Reads a telephone number: 7 to 15 digits (E.164) with `+`, spaces, hyphens, dots,
/// slashes and brackets, an extension, or `tel:` before it. Without `+` it has to be
/// grouped or start with 0, or any number would do; `marked` says that the text is known
/// to be a number.
#[must_use]
pub fn read(text: &str, marked: bool) -> Option<PhoneNumber> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let is_tel = text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("tel:"));
    let number = if is_tel { text[4..].trim() } else { text };
    let lower = number.to_ascii_lowercase();
    let end = EXTENSIONS.iter().filter_map(|word| lower.find(word)).min().unwrap_or(number.len());
    let (main, extension) = number.split_at(end);
    if !extension.is_empty() && !extension.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let main = main.trim();
    if !main.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) {
        return None;
    }
    let grouped = |c: char| {
        matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '\u{202f}' | '–' | '‑')
    };
    let body = main.strip_prefix('+').unwrap_or(main);
    if !body.chars().all(|c| c.is_ascii_digit() || grouped(c)) || super::date::looks_like_date(main)
    {
        return None;
    }
    let digits: String = main.chars().filter(|&c| c == '+' || c.is_ascii_digit()).collect();
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let least = if marked { 5 } else { 7 };
    let is_number = marked || is_tel || main.starts_with(['+', '0', '(']) || body.contains(grouped);
    if !(least..=15).contains(&count) || !is_number {
        return None;
    }
    let problem = problem(main, &digits);
    Some(PhoneNumber { digits, problem })
}

fn problem(main: &str, digits: &str) -> Option<PhoneProblem> {
    // Two zeros are what many countries dial for `+`.
    let Some(number) = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00")) else {
        return Some(PhoneProblem::NoCountryCode);
    };
    let Some(code) = calling_codes::of_number(number) else {
        return Some(PhoneProblem::UnknownCountryCode);
    };
    let national = &number[code.digits().len()..];
    if national.starts_with('0') && !code.keeps_zero {
        // `+49 (0) 30` says which digit to leave out.
        let Some(without) = without_zero(main, code) else {
            return check_length(&national[1..], code);
        };
        return Some(PhoneProblem::TrunkZero(without));
    }
    check_length(national, code)
}

fn check_length(national: &str, code: CallingCode) -> Option<PhoneProblem> {
    let fits = (code.min..=code.max).contains(&national.len());
    (!fits).then_some(PhoneProblem::Length)
}

/// A number without the zero behind its country code; nothing if that is in brackets.
fn without_zero(main: &str, code: CallingCode) -> Option<String> {
    let mut left = code.digits().len() + if main.starts_with("00") { 2 } else { 0 };
    let zero = main.char_indices().find_map(|(at, c)| {
        if !c.is_ascii_digit() {
            return None;
        }
        if left == 0 {
            return Some(at);
        }
        left -= 1;
        None
    })?;
    let behind = &main[zero + 1..];
    if main[..zero].ends_with('(') && behind.starts_with(')') {
        return None;
    }
    let rest = behind.trim_start_matches([' ', '-', '.', '/']);
    let mut without = main[..zero].to_owned();
    if rest.len() < behind.len() && !without.ends_with([' ', '-', '.', '/', '(']) {
        without.push(' ');
    }
    without.push_str(rest);
    Some(without)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem_of(text: &str) -> Option<PhoneProblem> {
        read(text, false).unwrap_or_else(|| panic!("{text} is a number")).problem
    }

    #[test]
    fn numbers_that_can_be_dialled() {
        for text in [
            "+49 (0) 30 123456-78",
            "+44 20 7946 0958",
            "tel:+15550100123",
            "+39 06 1234 5678",
            "+1 (555) 010-0123 ext. 7",
            "0049 30 1234567",
            "+358 9 1234 567",
            "+800 1234 5678",
            "+225 01 23 45 67 89",
            "+81 3-1234-5678",
            "+420 224 123 456",
            "+82-2-123-4567",
        ] {
            assert_eq!(problem_of(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_that_nobody_can_dial() {
        let zero = |text: &str| Some(PhoneProblem::TrunkZero(text.to_owned()));
        assert_eq!(problem_of("+48 022 123 45 67"), zero("+48 22 123 45 67"));
        assert_eq!(problem_of("+33 0 1 23 45 67 89"), zero("+33 1 23 45 67 89"));
        assert_eq!(problem_of("+44-020-7946-0958"), zero("+44-20-7946-0958"));
        assert_eq!(problem_of("+440 20 7946 0958"), zero("+44 20 7946 0958"));
        assert_eq!(problem_of("+210 123 456 789"), Some(PhoneProblem::UnknownCountryCode));
        assert_eq!(problem_of("+0 123 456 789"), Some(PhoneProblem::UnknownCountryCode));
        assert_eq!(problem_of("022 123 45 67"), Some(PhoneProblem::NoCountryCode));
        assert_eq!(problem_of("(555) 010-0123"), Some(PhoneProblem::NoCountryCode));
        assert_eq!(problem_of("+45 12 34 56"), Some(PhoneProblem::Length));
    }

    #[test]
    fn what_is_no_number() {
        for text in ["2026-11-21", "12345678", "Tel. 030", "24/7", "1 High Street"] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_suggestion_can_be_dialled(code in 0usize..200, rest in "[1-9][0-9]{8}") {
            let all = calling_codes::all();
            let code = all[code % all.len()];
            let text = format!("+{} 0{rest}", code.digits());
            if let Some(PhoneNumber { problem: Some(PhoneProblem::TrunkZero(with)), .. }) = read(&text, false) {
                let again = read(&with, false).unwrap();
                prop_assert!(!matches!(again.problem, Some(PhoneProblem::TrunkZero(_))));
            }
        }
    }
}
