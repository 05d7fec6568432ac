//! Fingerprints: names for findings that outlive edits around them.
//!
//! Baselines and services such as code scanning must know tomorrow which of
//! today's findings they have seen. So a fingerprint depends on what is wrong
//! and not on where: rule, vendor, field and value as written, but no line,
//! index, file or message, and nothing that was looked up, so that a release
//! of facts keeps it.
//!
//! Scheme v1 is fixed by `tests/it/fingerprints.golden`.

use crate::diagnostics::Finding;
use crate::text::fold::{fold_case, fold_layout};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

/// Part of every hash, so that a later scheme cannot collide with this one.
const SCHEME: &str = "subprocessor-lint/v1";

/// The fingerprint of a finding: the first 16 bytes of a SHA-256, written as
/// 32 lower-case hexadecimal digits. Unique within a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of what is wrong. `path` is that of the field, whose
    /// indices are left out; `value` is the text that was judged, or the name
    /// of the field that the finding is about.
    #[must_use]
    pub fn new(rule: &str, vendor: &str, path: &str, value: &str) -> Self {
        let parts = [SCHEME, rule, &vendor_part(vendor), &field_part(path), &fold_layout(value)];
        Self::hash(parts.into_iter().map(str::as_bytes))
    }

    /// The fingerprint of the `count`th of findings that are equal.
    fn nth(self, count: usize) -> Self {
        Self::hash([SCHEME.as_bytes(), &self.0, format!(":{count}").as_bytes()])
    }

    fn hash<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            // The length keeps "ab", "c" and "a", "bc" apart.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let mut start = [0; 16];
        start.copy_from_slice(&hash.finalize()[..16]);
        Self(start)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Fingerprint {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        if text.len() != 32 || !text.bytes().all(is_digit) {
            return Err(());
        }
        let number = u128::from_str_radix(text, 16).map_err(|_| ())?;
        Ok(Self(number.to_be_bytes()))
    }
}

/// Numbers the second, third, ... of findings with equal fingerprints, so that
/// all of a file are unique. The order is that of the findings.
pub fn number_equal<'f>(findings: impl IntoIterator<Item = &'f mut Finding>) {
    let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
    let mut used = HashSet::new();
    for finding in findings {
        let base = finding.fingerprint;
        let count = seen.entry(base).or_insert(0);
        *count += 1;
        if *count > 1 {
            finding.fingerprint = base.nth(*count);
        }
        // Two different hashes that agree in 128 bits will not be seen, but
        // "unique" is a promise.
        while !used.insert(finding.fingerprint) {
            *count += 1;
            finding.fingerprint = base.nth(*count);
        }
    }
}

/// A vendor's name as part of a fingerprint. The title of an entry without a
/// name is its number, which is left out.
fn vendor_part(name: &str) -> String {
    match name.strip_prefix("entry ") {
        Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => "entry".to_owned(),
        _ => fold_case(name),
    }
}

/// A path without its indices: `subprocessors[3].legal_name` becomes
/// `subprocessors[].legal_name`.
fn field_part(path: &str) -> String {
    let mut parts = path.split('[');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('[');
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let index = part[digits..].starts_with(']');
        out.push_str(if index { &part[digits..] } else { part });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "malformed-legal-name";

    fn of(vendor: &str, path: &str, value: &str) -> Fingerprint {
        Fingerprint::new(RULE, vendor, path, value)
    }

    #[test]
    fn it_is_the_start_of_a_known_hash() {
        // Computed apart from this code, with Python's hashlib, over each
        // part behind its length as eight little-endian bytes.
        let of = of("AWS", "subprocessors[0].legal_name", "Amazon");
        assert_eq!(of.to_string(), "51f0b49907c39af334755ba486ac22e0");
        assert_eq!(of.to_string().parse(), Ok(of));
        for not_one in ["", "51F0B49907C39AF334755BA486AC22E0", "+1f0b49907c39af334755ba486ac22e0"]
        {
            assert!(not_one.parse::<Fingerprint>().is_err(), "{not_one}");
        }
    }

    #[test]
    fn moving_an_entry_keeps_it() {
        let here = of("AWS", "subprocessors[0].legal_name", "Amazon Inc");
        assert_eq!(here, of("AWS", "subprocessors[41].legal_name", "Amazon Inc"));
        assert_eq!(of("entry 3", "a[2]", "x"), of("entry 12", "a[11]", "x"));
    }

    #[test]
    fn what_does_not_make_another_defect_keeps_it() {
        let plain = of("Société X", "a[0].b", "one two");
        for (vendor, value) in [
            ("SOCIÉTÉ  X", "one two"),
            ("Socie\u{301}te\u{301} X", "one two"),
            (" Société X ", "one\n two "),
        ] {
            assert_eq!(plain, of(vendor, "a[7].b", value));
        }
    }

    #[test]
    fn what_makes_another_defect_changes_it() {
        let plain = of("AWS", "a[0].b", "x");
        let others = [
            Fingerprint::new("other", "AWS", "a[0].b", "x"),
            of("", "a[0].b", "x"),
            of("AWT", "a[0].b", "x"),
            of("AWS", "a[0].c", "x"),
            of("AWS", "a[0].b", "X"),
            of("AWSa[].b", "", "x"),
            of("AWS", "a[0].bx", ""),
        ];
        for other in others {
            assert_ne!(plain, other, "{other:?}");
        }
    }

    #[test]
    fn only_indices_leave_a_path() {
        for (path, expected) in [
            ("subprocessors[3].legal_name", "subprocessors[].legal_name"),
            ("a[0].locations[12]", "a[].locations[]"),
            ("a[\"x-1\"].b", "a[\"x-1\"].b"),
            ("a[12", "a[12"),
            ("a[]", "a[]"),
            ("", ""),
        ] {
            assert_eq!(field_part(path), expected);
        }
    }
}
