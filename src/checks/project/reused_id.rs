//! `reused-id`: an id stands for one company.

use crate::checks::kit::across;
use crate::manifest::summary::{ManifestSummary, VendorSummary};
use crate::policy::{Check, CheckSpec, Hit};
use crate::text::FileId;
use std::collections::HashMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "reused-id",
    summary: "reports an id that two manifests give to different companies",
    options: &[],
    arguments: &[("id", "the id"), ("other", "the company that the other manifest gives it to")],
    variants: &[],
    build: |_| Check::AcrossLists(check),
};

/// One id that two manifests give to different companies.
fn check(manifests: &[&ManifestSummary]) -> Vec<(FileId, Hit)> {
    let mut first: HashMap<&str, (&ManifestSummary, &VendorSummary)> = HashMap::new();
    let mut hits = Vec::new();
    for (manifest, entry) in across::entries(manifests) {
        let Some(id) = &entry.id else { continue };
        let (earlier, known) = *first.entry(id).or_insert((manifest, entry));
        let same = match (&entry.entity, &known.entity) {
            (Some(a), Some(b)) => a == b,
            _ => entry.title.eq_ignore_ascii_case(&known.title),
        };
        if same || std::ptr::eq(earlier, manifest) {
            continue;
        }
        let hit = across::at(entry).arg("id", id).arg("other", &known.title);
        hits.push((
            manifest.file,
            across::related(hit, manifest, (earlier, known), "used for another company here"),
        ));
    }
    hits
}
