//! A name for a finding that outlives edits around it.
//!
//! Baselines and services such as code scanning must know tomorrow which of
//! today's findings they have seen. So a fingerprint depends on what is wrong
//! and not on where: rule, vendor, field and value, but no line, index, file
//! or message.

use crate::diagnostics::Finding;
use crate::text::fold::{fold_case, fold_layout};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Part of every hash, so that a later scheme cannot collide with this one.
const SCHEME: &str = "subprocessor-lint/v1";

/// The fingerprint of one finding: 32 lower-case hexadecimal digits, the first
/// 16 bytes of a SHA-256. Equal defects have equal fingerprints.
#[must_use]
pub fn fingerprint(finding: &Finding) -> String {
    nth(finding, 1)
}

/// The fingerprints of all findings of a report, in their order. The second,
/// third, ... of equal ones are hashed with their number, so all are unique.
#[must_use]
pub fn fingerprints<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut used = BTreeSet::new();
    let unique = |finding: &Finding| {
        let base = fingerprint(finding);
        let count = seen.entry(base.clone()).or_insert(0);
        *count += 1;
        let mut print = if *count == 1 { base } else { nth(finding, *count) };
        // Two different hashes that agree in 128 bits will not be seen, but
        // "unique" is a promise.
        while !used.insert(print.clone()) {
            *count += 1;
            print = nth(finding, *count);
        }
        print
    };
    findings.into_iter().map(unique).collect()
}

fn nth(finding: &Finding, count: usize) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        // The length keeps "ab", "c" and "a", "bc" apart.
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    part(SCHEME);
    part(&finding.rule);
    part(&fold_case(finding.vendor.as_deref().unwrap_or_default()));
    part(&field(&finding.path));
    part(&fold_layout(finding.value.as_deref().unwrap_or_default()));
    if count > 1 {
        part(&format!(":{count}"));
    }
    hash.finalize()[..16].iter().fold(String::with_capacity(32), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("internal: writing to a String cannot fail");
        hex
    })
}

/// A path without its indices: `subprocessors[3].legal_name` becomes
/// `subprocessors[].legal_name`.
fn field(path: &str) -> String {
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
    use crate::diagnostics::Severity;
    use crate::text::{FileId, Span};

    fn finding(vendor: &str, path: &str, value: &str) -> Finding {
        Finding {
            rule: "malformed-legal-name".into(),
            severity: Severity::Error,
            message: "anything".to_owned(),
            help: None,
            file: FileId(0),
            span: Span::new(10, 20),
            label: String::new(),
            path: path.to_owned(),
            vendor: Some(vendor.to_owned()),
            value: Some(value.to_owned()),
            labels: Vec::new(),
            fold: None,
        }
    }

    #[test]
    fn it_is_the_start_of_a_known_hash() {
        // Computed apart from this code, with Python's hashlib, over each
        // part behind its length as eight little-endian bytes.
        let of = fingerprint(&finding("AWS", "subprocessors[0].legal_name", "Amazon"));
        assert_eq!(of, "51f0b49907c39af334755ba486ac22e0");
    }

    #[test]
    fn moving_an_entry_keeps_it() {
        let here = finding("AWS", "subprocessors[0].legal_name", "Amazon Inc");
        let mut there = finding("AWS", "subprocessors[41].legal_name", "Amazon Inc");
        there.span = Span::new(9_000, 9_010);
        there.file = FileId(7);
        there.message = "said otherwise".to_owned();
        there.severity = Severity::Info;
        assert_eq!(fingerprint(&here), fingerprint(&there));
    }

    #[test]
    fn what_does_not_make_another_defect_keeps_it() {
        let plain = finding("Société X", "a[0].b", "one two");
        for (vendor, value) in [
            ("SOCIÉTÉ  X", "one two"),
            ("Socie\u{301}te\u{301} X", "one two"),
            (" Société X ", "one\n two "),
        ] {
            assert_eq!(fingerprint(&plain), fingerprint(&finding(vendor, "a[7].b", value)));
        }
    }

    #[test]
    fn what_makes_another_defect_changes_it() {
        let plain = finding("AWS", "a[0].b", "x");
        let mut rule = plain.clone();
        rule.rule = "other".into();
        let mut nobody = plain.clone();
        nobody.vendor = None;
        let others = [
            rule,
            nobody,
            finding("AWT", "a[0].b", "x"),
            finding("AWS", "a[0].c", "x"),
            finding("AWS", "a[0].b", "X"),
            finding("AWSa[].b", "", "x"),
            finding("AWS", "a[0].bx", ""),
        ];
        for other in others {
            assert_ne!(fingerprint(&plain), fingerprint(&other), "{other:?}");
        }
    }

    #[test]
    fn equal_ones_are_numbered_in_their_order() {
        let one = finding("AWS", "a[0].b", "x");
        let other = finding("GCP", "a[1].b", "x");
        let all = fingerprints(&[one.clone(), other, one.clone(), one.clone()]);
        assert_eq!(all[0], fingerprint(&one));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 4);
        assert_eq!(
            all[2],
            fingerprints(&[one.clone(), one])[1],
            "the number counts, not the place"
        );
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
            assert_eq!(field(path), expected);
        }
    }
}
