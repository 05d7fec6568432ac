//! `conflicting-establishment`: a legal entity is established in one country.

use crate::checks::kit::across;
use crate::manifest::summary::{ManifestSummary, VendorSummary};
use crate::policy::{Check, CheckSpec, Hit};
use crate::text::FileId;
use std::collections::HashMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "conflicting-establishment",
    summary: "reports a company that two manifests establish in different countries",
    options: &[],
    arguments: &[
        ("country", "the country here"),
        ("other_country", "the country in the other manifest"),
        ("other", "the entry in the other manifest"),
    ],
    variants: &[],
    build: |_| Check::AcrossLists(check),
};

/// One legal entity that two manifests establish in different countries.
fn check(manifests: &[&ManifestSummary]) -> Vec<(FileId, Hit)> {
    let mut first: HashMap<&(String, &str), (&ManifestSummary, &VendorSummary)> = HashMap::new();
    let mut hits = Vec::new();
    for (manifest, entry) in across::entries(manifests) {
        let (Some(entity), Some(country)) = (&entry.entity, entry.country) else { continue };
        let (earlier, known) = *first.entry(entity).or_insert((manifest, entry));
        let Some(known_country) = known.country.filter(|known| *known != country) else { continue };
        if std::ptr::eq(earlier, manifest) {
            continue;
        }
        let hit = across::at(entry)
            .arg("country", country.in_text())
            .arg("other_country", known_country.in_text())
            .arg("other", &known.title);
        hits.push((
            manifest.file,
            across::related(hit, manifest, (earlier, known), "established elsewhere here"),
        ));
    }
    hits
}
