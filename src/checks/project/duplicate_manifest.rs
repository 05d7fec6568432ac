//! `duplicate-manifest`: no manifest is there twice.

use crate::manifest::summary::ManifestSummary;
use crate::policy::{Check, CheckSpec, Hit};
use crate::text::FileId;
use std::collections::HashMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "duplicate-manifest",
    summary: "reports a manifest that says the same as another one",
    options: &[],
    arguments: &[],
    variants: &[],
    build: |_| Check::AcrossLists(check),
};

/// The same manifest twice.
fn check(manifests: &[&ManifestSummary]) -> Vec<(FileId, Hit)> {
    let mut first: HashMap<[u8; 32], &ManifestSummary> = HashMap::new();
    let mut hits = Vec::new();
    for &manifest in manifests {
        let earlier = *first.entry(manifest.content).or_insert(manifest);
        if !std::ptr::eq(earlier, manifest) {
            let mut hit = Hit::at(manifest.span);
            hit.path = Some(String::new());
            hit.elsewhere.push(earlier.label(earlier.place, manifest, "the first one"));
            hits.push((manifest.file, hit));
        }
    }
    hits
}
