//! Country calling codes.
//!
//! Source and date: `data/calling_codes.csv`.

include!(concat!(env!("OUT_DIR"), "/calling_codes.rs"));

/// A calling code with the numbers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallingCode {
    code: u16,
    /// The fewest digits behind the code.
    pub min: usize,
    /// The most digits behind the code.
    pub max: usize,
    /// True if numbers keep their first zero when they are called from abroad.
    pub keeps_zero: bool,
    /// ISO codes of the countries that have it; empty for services of all countries.
    countries: &'static str,
}

impl CallingCode {
    /// The digits of the code.
    #[must_use]
    pub fn digits(self) -> String {
        self.code.to_string()
    }
}

/// Every code, sorted by its number.
#[cfg(test)]
#[must_use]
pub fn all() -> &'static [CallingCode] {
    CALLING_CODES
}

/// The code that a number without `+` starts with. No code is the start of another.
#[must_use]
pub fn of_number(number: &str) -> Option<CallingCode> {
    (1..=3).find_map(|len| {
        let code = number.get(..len)?.parse().ok()?;
        let at = CALLING_CODES.binary_search_by_key(&code, |known| known.code).ok()?;
        (!number.starts_with('0')).then_some(CALLING_CODES[at])
    })
}

/// The code of a country.
#[must_use]
pub fn of_country(alpha2: &str) -> Option<CallingCode> {
    CALLING_CODES.iter().find(|known| known.countries.split(';').any(|own| own == alpha2)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_number_and_country() {
        assert_eq!(of_number("493012345").map(CallingCode::digits).as_deref(), Some("49"));
        assert_eq!(of_number("35312345678").map(CallingCode::digits).as_deref(), Some("353"));
        assert_eq!(of_number("210123456"), None);
        assert_eq!(of_country("PL").map(CallingCode::digits).as_deref(), Some("48"));
        for code in all() {
            let shorter =
                (1..code.digits().len()).any(|len| of_number(&code.digits()[..len]).is_some());
            assert!(!shorter, "{code:?} starts with another code");
        }
    }
}
