//! `duplicate-legal-name`: no legal entity appears twice on a list.

use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::entity_name::{EntityName, Verdict, duplicates};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "duplicate-legal-name",
    summary: "reports entries whose legal names are the same after normalisation",
    options: &[
        OptionSpec::word(
            "scope",
            &["audience", "list", "entry"],
            "With `audience`, entries for different audiences are only reported as `merge`.",
        ),
        OptionSpec::word(
            "likely",
            &["warning", "off"],
            "Whether names that are only likely the same are reported.",
        ),
    ],
    arguments: &[
        ("a", "the legal name of the earlier entry"),
        ("b", "the legal name of this entry"),
        ("line", "the line of the earlier entry"),
        ("reason", "why both are taken for one company"),
        ("value", "the same as `b`"),
    ],
    variants: &[
        ("merge", "the entries are for different audiences"),
        ("likely", "the names are only likely the same"),
    ],
    build: |options| Check::list(DuplicateLegalName::new(options)),
};

struct DuplicateLegalName {
    /// True if entries for different audiences are told apart.
    by_audience: bool,
    likely: bool,
}

impl DuplicateLegalName {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self {
            by_audience: options.word("scope") == "audience",
            likely: options.word("likely") != "off",
        }
    }
}

impl ListCheck for DuplicateLegalName {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let vendors: Vec<&Vendor<'_>> =
            subject.vendors.iter().copied().filter(|vendor| vendor.is_current()).collect();
        let names: Vec<Option<&EntityName>> =
            vendors.iter().map(|vendor| vendor.legal_entity()).collect();
        for duplicate in duplicates(&names) {
            let (earlier, later) = (vendors[duplicate.earlier], vendors[duplicate.later]);
            if different_services(earlier, later) {
                continue;
            }
            let variant = match duplicate.comparison.verdict {
                Verdict::Same if self.by_audience && disjoint(earlier, later) => "merge",
                Verdict::Same => "",
                Verdict::Likely if self.likely => "likely",
                _ => continue,
            };
            let (Some(a), Some(b)) = (earlier.legal_text(), later.legal_text()) else { continue };
            hits.push(
                Hit::on(b)
                    .of(later)
                    .arg("a", a.value())
                    .arg("b", b.value())
                    .arg("line", subject.line_of(a.span()))
                    .arg(
                        "reason",
                        duplicate.comparison.explain(
                            names[duplicate.earlier].expect("internal: only names are compared"),
                            names[duplicate.later].expect("internal: only names are compared"),
                        ),
                    )
                    .variant(variant)
                    .related(a.span(), "first listed here"),
            );
        }
    }
}

/// True if both entries say which services they are for, and those differ.
pub(crate) fn different_services(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let services = |vendor: &Vendor<'_>| -> Option<Vec<String>> {
        let texts = Text::list(vendor.services?);
        let mut words: Vec<String> = texts.iter().map(|text| text.value().to_lowercase()).collect();
        words.sort();
        Some(words)
    };
    match (services(a), services(b)) {
        (Some(a), Some(b)) => !a.iter().any(|service| b.contains(service)),
        _ => false,
    }
}

/// True if both entries say whom they are for, and no one is in both.
pub(crate) fn disjoint(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    !a.audiences.overlaps(b.audiences)
}
