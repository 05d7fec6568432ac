//! The meaning of an unquoted scalar: under the YAML 1.2 core schema, which this
//! crate follows, and under YAML 1.1, which many other readers follow.
//!
//! Source: YAML 1.2.2 section 10.3.2; the YAML 1.1 type repository
//! (yaml.org/type) for bool, int, float, null and timestamp.

/// A plain scalar under the YAML 1.2 core schema.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolved {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Another number.
    Float(f64),
    /// Text.
    Str,
}

/// Reads a plain scalar as the core schema does.
#[must_use]
pub fn resolve(text: &str) -> Resolved {
    let Some(first) = text.bytes().next() else { return Resolved::Null };
    match first {
        b'~' | b'n' | b'N' if matches!(text, "~" | "null" | "Null" | "NULL") => Resolved::Null,
        b't' | b'T' if matches!(text, "true" | "True" | "TRUE") => Resolved::Bool(true),
        b'f' | b'F' if matches!(text, "false" | "False" | "FALSE") => Resolved::Bool(false),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
        _ => Resolved::Str,
    }
}

fn number(text: &str) -> Resolved {
    let radix = |digits: &str, radix| {
        let plain = !digits.is_empty() && !digits.starts_with(['+', '-']);
        plain.then(|| i64::from_str_radix(digits, radix).ok()).flatten()
    };
    if let Some(hex) = text.strip_prefix("0x") {
        return radix(hex, 16).map_or(Resolved::Str, Resolved::Int);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return radix(octal, 8).map_or(Resolved::Str, Resolved::Int);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return match text.strip_prefix('+').unwrap_or(text).parse() {
            Ok(value) => Resolved::Int(value),
            Err(_) => text.parse().map_or(Resolved::Str, Resolved::Float),
        };
    }
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
            return Resolved::Float(sign * f64::INFINITY);
        }
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => {
            return Resolved::Float(f64::NAN);
        }
        _ => {}
    }
    // [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_ok = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let exponent_ok = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    if mantissa_ok && exponent_ok {
        text.parse().map_or(Resolved::Str, Resolved::Float)
    } else {
        Resolved::Str
    }
}

/// Names the type that a YAML 1.1 reader gives to a plain scalar that it does not take for
/// text: `a truth value`, `a number`, ... Nothing when it is text there too.
#[must_use]
pub fn yaml_1_1_type(text: &str) -> Option<&'static str> {
    let first = *text.as_bytes().first()?;
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'0'..=b'9' | b'+' | b'-' | b'.' => digits(text),
        b'=' if text == "=" => Some("the default-value key"),
        _ => None,
    }
}

fn word(text: &str) -> Option<&'static str> {
    let mut folded = [0; 5];
    let folded = folded.get_mut(..text.len())?;
    folded.copy_from_slice(text.as_bytes());
    folded.make_ascii_lowercase();
    let kind = match &*folded {
        b"y" | b"n" | b"yes" | b"no" | b"on" | b"off" | b"true" | b"false" => "true/false",
        b"null" | b"~" => "null",
        _ => return None,
    };
    // Only all lower, all upper and capitalised spellings are special.
    let [first, rest @ ..] = text.as_bytes() else { return None };
    let is_usual = rest.iter().all(u8::is_ascii_lowercase)
        || first.is_ascii_uppercase() && rest.iter().all(u8::is_ascii_uppercase);
    is_usual.then_some(kind)
}

fn digits(text: &str) -> Option<&'static str> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is = |class: fn(u8) -> bool, text: &str| {
        !text.is_empty() && text.bytes().all(|byte| class(byte) || byte == b'_')
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Some("a number");
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') || unsigned == "." {
        return None;
    }
    if let Some(hex) = unsigned.strip_prefix("0x") {
        return is(|byte| byte.is_ascii_hexdigit(), hex).then_some("a number");
    }
    if let Some(octal) = unsigned.strip_prefix("0o") {
        return is(|byte| matches!(byte, b'0'..=b'7'), octal).then_some("a number");
    }
    if let Some(binary) = unsigned.strip_prefix("0b") {
        return is(|byte| matches!(byte, b'0' | b'1'), binary).then_some("a number");
    }
    if is_date(unsigned) && unsigned.len() == text.len() {
        return Some("a date");
    }
    let decimal = |text: &str| is(|byte| byte.is_ascii_digit(), text);
    if unsigned.contains(':') {
        // Base 60: 12:30 is 750.
        let (parts, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let mut parts = parts.split(':');
        let head = parts.next().is_some_and(decimal);
        let tail =
            parts.all(|part| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']));
        return (head && tail && (fraction.is_empty() || decimal(fraction)))
            .then_some("a number in base 60");
    }
    if decimal(unsigned) {
        let octal = unsigned.len() > 1 && unsigned.starts_with('0');
        return Some(if octal && !unsigned.contains(['8', '9']) {
            "an octal number"
        } else {
            "a number"
        });
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let mantissa_ok = match mantissa.split_once('.') {
        Some(("", fraction)) => decimal(fraction),
        Some((whole, fraction)) => decimal(whole) && (fraction.is_empty() || decimal(fraction)),
        None => decimal(mantissa),
    };
    let exponent_ok = exponent
        .is_none_or(|exponent| decimal(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    (mantissa_ok && exponent_ok).then_some("a number")
}

/// True if a text has the shape `2026-11-21`, as YAML 1.1 dates do.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// True if some reader takes this plain scalar for something else than text.
#[must_use]
pub(crate) fn is_ambiguous(text: &str) -> bool {
    let looks = text.as_bytes().first().is_some_and(|first| match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' | b'=' | b'~' => true,
        // The longest such word is `false`.
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => text.len() <= 5,
        _ => false,
    });
    looks && (yaml_1_1_type(text).is_some() || resolve(text) != Resolved::Str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema_knows_few_words_and_plain_numbers() {
        for (text, expected) in [
            ("NO", Resolved::Str),
            ("yes", Resolved::Str),
            ("nULL", Resolved::Str),
            ("~", Resolved::Null),
            ("True", Resolved::Bool(true)),
            ("012", Resolved::Int(12)),
            ("0o14", Resolved::Int(12)),
            ("0x1F", Resolved::Int(31)),
            ("+7", Resolved::Int(7)),
            ("1_000", Resolved::Str),
            ("1.10", Resolved::Float(1.1)),
            ("1e3", Resolved::Float(1000.0)),
            ("-.5", Resolved::Float(-0.5)),
            (".", Resolved::Str),
            ("1.2.3", Resolved::Str),
            ("12:30", Resolved::Str),
            ("2026-11-21", Resolved::Str),
            ("99999999999999999999", Resolved::Float(1e20)),
            ("+", Resolved::Str),
            ("0x", Resolved::Str),
        ] {
            assert_eq!(resolve(text), expected, "{text}");
        }
    }

    #[test]
    fn yaml_1_1_reads_more_as_other_types() {
        for (text, expected) in [
            ("NO", Some("true/false")),
            ("Off", Some("true/false")),
            ("y", Some("true/false")),
            ("yEs", None),
            ("None", None),
            ("1_000", Some("a number")),
            ("012", Some("an octal number")),
            ("12:30", Some("a number in base 60")),
            ("12:99", None),
            ("1.10", Some("a number")),
            ("1e3", Some("a number")),
            ("2026-11-21", Some("a date")),
            ("1.2.3", None),
            ("24/7", None),
            ("=", Some("the default-value key")),
            ("null", Some("null")),
            ("North", None),
            ("é", None),
        ] {
            assert_eq!(yaml_1_1_type(text), expected, "{text}");
        }
    }
}
