//! Identifiers of companies: LEI, EUID, VAT number, number of a register.

/// The kind of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierKind {
    /// Legal Entity Identifier, ISO 17442.
    Lei,
    /// European Unique Identifier of the registers, Regulation (EU) 2015/884.
    Euid,
    /// VAT identification number, as in VIES.
    Vat,
    /// The number of a national register; any shape.
    National,
}

impl IdentifierKind {
    /// The kind of a `type` word: `lei`, `euid`, `vat` or `national`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "lei" => Some(Self::Lei),
            "euid" => Some(Self::Euid),
            "vat" => Some(Self::Vat),
            "national" => Some(Self::National),
            _ => None,
        }
    }

    /// The usual name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lei => "LEI",
            Self::Euid => "EUID",
            Self::Vat => "VAT number",
            Self::National => "register number",
        }
    }
}

/// The reason why a value is no identifier of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierProblem {
    /// It has the wrong number of characters.
    Length {
        /// The number found.
        found: usize,
        /// The number expected.
        expected: usize,
    },
    /// A character that cannot stand there.
    Character,
    /// Small letters where capital ones belong.
    LowerCase,
    /// The check digits do not fit.
    CheckDigits,
    /// It does not start with the code of a country that has such identifiers.
    Country,
    /// It does not have the shape that the country uses.
    Shape,
    /// Nothing stands there.
    Empty,
}

impl IdentifierProblem {
    /// The problem in words.
    #[must_use]
    pub fn as_text(self) -> String {
        match self {
            Self::Length { found: 1, expected } => {
                format!("it has 1 character instead of {expected}")
            }
            Self::Length { found, expected } => {
                format!("it has {found} characters instead of {expected}")
            }
            Self::Character => "it has a character that cannot stand there".to_owned(),
            Self::LowerCase => "it has small letters".to_owned(),
            Self::CheckDigits => "its check digits do not fit".to_owned(),
            Self::Country => "it does not start with the code of such a country".to_owned(),
            Self::Shape => "it does not have the shape of that country".to_owned(),
            Self::Empty => "it is empty".to_owned(),
        }
    }
}

/// Checks an identifier.
///
/// # Errors
/// The first problem that is found.
pub fn check(kind: IdentifierKind, value: &str) -> Result<(), IdentifierProblem> {
    if value.trim().is_empty() {
        return Err(IdentifierProblem::Empty);
    }
    match kind {
        IdentifierKind::Lei => lei(value),
        IdentifierKind::Euid => euid(value),
        IdentifierKind::Vat => vat(value),
        IdentifierKind::National => national(value),
    }
}

/// 18 letters and digits and two check digits, ISO 7064 mod 97-10.
fn lei(value: &str) -> Result<(), IdentifierProblem> {
    let found = value.chars().count();
    if found != 20 {
        return Err(IdentifierProblem::Length { found, expected: 20 });
    }
    if !value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(IdentifierProblem::Character);
    }
    if value.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Err(IdentifierProblem::LowerCase);
    }
    if !value.bytes().skip(18).all(|byte| byte.is_ascii_digit()) {
        return Err(IdentifierProblem::Character);
    }
    if mod_97(value) == 1 { Ok(()) } else { Err(IdentifierProblem::CheckDigits) }
}

/// The remainder by 97 of the number in which A is 10 and Z is 35.
fn mod_97(value: &str) -> u32 {
    value.chars().filter_map(|c| c.to_digit(36)).fold(0, |sum, digit| {
        let base = if digit > 9 { 100 } else { 10 };
        (sum * base + digit) % 97
    })
}

/// Countries whose registers are connected: the Union and the EEA.
const EUID_COUNTRIES: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// A country, a register, a full stop and a number: `DEK1101R.HRB116737`.
fn euid(value: &str) -> Result<(), IdentifierProblem> {
    let country = value.get(..2).ok_or(IdentifierProblem::Country)?;
    if !EUID_COUNTRIES.contains(&country) {
        return Err(IdentifierProblem::Country);
    }
    let (register, number) = value[2..].split_once('.').ok_or(IdentifierProblem::Shape)?;
    let register_fits = register.len() <= 20
        && register.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let number_fits = (1..=40).contains(&number.len())
        && number.contains(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '_' | '.' | ' '));
    if register_fits && number_fits { Ok(()) } else { Err(IdentifierProblem::Shape) }
}

/// Shapes of VAT numbers behind the country code: `9` is a digit, `A` a letter, `X`
/// either; as published for VIES, and by the tax offices of GB, CH and NO.
const VAT_SHAPES: &[(&str, &[&str])] = &[
    ("AT", &["U99999999"]),
    ("BE", &["9999999999"]),
    ("BG", &["999999999", "9999999999"]),
    ("CHE", &["999999999", "999999999MWST", "999999999TVA", "999999999IVA"]),
    ("CY", &["99999999A"]),
    ("CZ", &["99999999", "999999999", "9999999999"]),
    ("DE", &["999999999"]),
    ("DK", &["99999999"]),
    ("EE", &["999999999"]),
    ("EL", &["999999999"]),
    ("ES", &["X9999999X"]),
    ("FI", &["99999999"]),
    ("FR", &["XX999999999"]),
    ("GB", &["999999999", "999999999999", "AA999"]),
    ("HR", &["99999999999"]),
    ("HU", &["99999999"]),
    ("IE", &["9X99999A", "9999999A", "9999999AA"]),
    ("IT", &["99999999999"]),
    ("LT", &["999999999", "999999999999"]),
    ("LU", &["99999999"]),
    ("LV", &["99999999999"]),
    ("MT", &["99999999"]),
    ("NL", &["XXXXXXXXXXXX"]),
    ("NO", &["999999999", "999999999MVA"]),
    ("PL", &["9999999999"]),
    ("PT", &["999999999"]),
    (
        "RO",
        &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"],
    ),
    ("SE", &["999999999999"]),
    ("SI", &["99999999"]),
    ("SK", &["9999999999"]),
    ("XI", &["999999999", "999999999999", "AA999"]),
];

fn vat(value: &str) -> Result<(), IdentifierProblem> {
    // Spaces, dots and hyphens are for the eye.
    let plain: String = value.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if !plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        // The Dutch and Irish numbers may hold `+` and `*`.
        let symbols = plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '*'));
        if !symbols || !(plain.starts_with("NL") || plain.starts_with("IE")) {
            return Err(IdentifierProblem::Character);
        }
        return Ok(());
    }
    if plain.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Err(IdentifierProblem::LowerCase);
    }
    if plain.len() > 20 || plain.len() < 4 || !plain.contains(|c: char| c.is_ascii_digit()) {
        return Err(IdentifierProblem::Shape);
    }
    let known = VAT_SHAPES.iter().find_map(|(country, shapes)| {
        plain.strip_prefix(country).map(|rest| shapes.iter().any(|shape| fits(rest, shape)))
    });
    match known {
        Some(true) => Ok(()),
        Some(false) => Err(IdentifierProblem::Shape),
        // Elsewhere the tax number has no code in front.
        None => Ok(()),
    }
}

fn fits(value: &str, shape: &str) -> bool {
    value.len() == shape.len()
        && value.bytes().zip(shape.bytes()).all(|(byte, sign)| match sign {
            b'9' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_uppercase(),
            b'X' => byte.is_ascii_alphanumeric(),
            // The letters of a fixed part, such as MWST.
            _ => byte == sign,
        })
}

fn national(value: &str) -> Result<(), IdentifierProblem> {
    if value.chars().any(char::is_control) {
        return Err(IdentifierProblem::Character);
    }
    let sound = value.chars().count() <= 60 && value.contains(|c: char| c.is_ascii_digit());
    if sound { Ok(()) } else { Err(IdentifierProblem::Shape) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdentifierKind as K;
    use IdentifierProblem as P;

    #[test]
    fn lei_check_digits_are_computed() {
        // Published by GLEIF for itself and for Apple Inc.
        assert_eq!(check(K::Lei, "506700GE1G29325QX363"), Ok(()));
        assert_eq!(check(K::Lei, "HWUPKR0MPOU8FGXBT394"), Ok(()));
        assert_eq!(check(K::Lei, "5493000IBP32UQZ0KL99"), Err(P::CheckDigits));
        assert_eq!(
            check(K::Lei, "HWUPKR0MPOU8FGXBT39"),
            Err(P::Length { found: 19, expected: 20 })
        );
        assert_eq!(check(K::Lei, "HWUPKR0MPOU8FGXBT3A4"), Err(P::Character));
        assert_eq!(check(K::Lei, "hwupkr0mpou8fgxbt394"), Err(P::LowerCase));
        assert_eq!(check(K::Lei, ""), Err(P::Empty));
    }

    #[test]
    fn euids_name_country_register_and_number() {
        for value in ["DEK1101R.HRB116737", "NLNHR.12345678", "IEIERO.123456", "LULBRF.B101395"] {
            assert_eq!(check(K::Euid, value), Ok(()), "{value}");
        }
        assert_eq!(check(K::Euid, "USDE.123"), Err(P::Country));
        assert_eq!(check(K::Euid, "DEHRB116737"), Err(P::Shape));
        assert_eq!(check(K::Euid, "DEK1101R."), Err(P::Shape));
    }

    #[test]
    fn vat_numbers_have_the_shape_of_their_country() {
        for value in [
            "DE123456789",
            "ATU12345678",
            "FR XX 999999999",
            "NL123456789B01",
            "CHE-123.456.789 MWST",
            "GB 123 4567 89",
            "US12-3456789",
        ] {
            assert_eq!(check(K::Vat, value), Ok(()), "{value}");
        }
        assert_eq!(check(K::Vat, "DE12345678"), Err(P::Shape));
        assert_eq!(check(K::Vat, "AT12345678"), Err(P::Shape));
        assert_eq!(check(K::Vat, "de123456789"), Err(P::LowerCase));
        assert_eq!(check(K::Vat, "none"), Err(P::LowerCase));
        // Signs are in Irish and Dutch numbers only, and only two of them.
        assert_eq!(check(K::Vat, "IE1+23456L"), Ok(()));
        assert_eq!(check(K::Vat, "ATU1+345678"), Err(P::Character));
        assert_eq!(check(K::Vat, "NL123456789B0#"), Err(P::Character));
    }
}
