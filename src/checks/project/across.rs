//! `across`: what shows only when several manifests are held against each
//! other.

use crate::diagnostics::Label;
use crate::manifest::summary::{ManifestSummary, VendorSummary};
use crate::policy::{Check, CheckSpec, Hit, Hits, Subject};
use crate::text::FileId;
use std::collections::HashMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "across",
    summary: "holds several manifests against each other: facts of one company, copies, ids",
    options: &["report"],
    arguments: &["id", "country", "other_country", "other"],
    variants: &[],
    build: |options| {
        let report = options.word("report", &["conflict", "copy", "reused_id"]);
        Box::new(Across {
            report: match report {
                "copy" => copies,
                "reused_id" => reused_ids,
                _ => conflicts,
            },
        })
    },
};

type Report = fn(&[ManifestSummary]) -> Vec<(FileId, Hit)>;

struct Across {
    report: Report,
}

impl Check for Across {
    fn run(&self, _: &Subject<'_, '_>, _: &mut Hits) {}

    fn across(&self, manifests: &[ManifestSummary]) -> Vec<(FileId, Hit)> {
        (self.report)(manifests)
    }
}

/// One legal entity that two manifests establish in different countries.
fn conflicts(manifests: &[ManifestSummary]) -> Vec<(FileId, Hit)> {
    let mut first: HashMap<&(String, &str), (&ManifestSummary, &VendorSummary)> = HashMap::new();
    let mut hits = Vec::new();
    for (manifest, entry) in entries(manifests) {
        let (Some(entity), Some(country)) = (&entry.entity, entry.country) else { continue };
        let (earlier, known) = *first.entry(entity).or_insert((manifest, entry));
        let Some(known_country) = known.country.filter(|known| *known != country) else { continue };
        if std::ptr::eq(earlier, manifest) {
            continue;
        }
        let hit = at(entry)
            .arg("country", country.in_text())
            .arg("other_country", known_country.in_text())
            .arg("other", &known.title);
        hits.push((manifest.file, related(hit, earlier, known, "established elsewhere here")));
    }
    hits
}

/// One id that two manifests give to different companies.
fn reused_ids(manifests: &[ManifestSummary]) -> Vec<(FileId, Hit)> {
    let mut first: HashMap<&str, (&ManifestSummary, &VendorSummary)> = HashMap::new();
    let mut hits = Vec::new();
    for (manifest, entry) in entries(manifests) {
        let Some(id) = &entry.id else { continue };
        let (earlier, known) = *first.entry(id).or_insert((manifest, entry));
        let same = match (&entry.entity, &known.entity) {
            (Some(a), Some(b)) => a == b,
            _ => entry.title.eq_ignore_ascii_case(&known.title),
        };
        if same || std::ptr::eq(earlier, manifest) {
            continue;
        }
        let hit = at(entry).arg("id", id).arg("other", &known.title);
        hits.push((manifest.file, related(hit, earlier, known, "used for another company here")));
    }
    hits
}

/// The same manifest twice.
fn copies(manifests: &[ManifestSummary]) -> Vec<(FileId, Hit)> {
    let mut first: HashMap<[u8; 32], &ManifestSummary> = HashMap::new();
    let mut hits = Vec::new();
    for manifest in manifests {
        let earlier = *first.entry(manifest.content).or_insert(manifest);
        if !std::ptr::eq(earlier, manifest) {
            let mut hit = Hit::at(manifest.span);
            hit.path = Some(String::new());
            hit.elsewhere.push(Label {
                file: earlier.file,
                span: earlier.span,
                message: "the first one".to_owned(),
            });
            hits.push((manifest.file, hit));
        }
    }
    hits
}

fn entries(
    manifests: &[ManifestSummary],
) -> impl Iterator<Item = (&ManifestSummary, &VendorSummary)> {
    manifests
        .iter()
        .flat_map(|manifest| manifest.entries.iter().map(move |entry| (manifest, entry)))
}

fn at(entry: &VendorSummary) -> Hit {
    let mut hit = Hit::at(entry.span).arg("vendor", &entry.title);
    hit.vendor = Some(entry.title.clone());
    hit.path = Some(entry.path.clone());
    hit
}

fn related(mut hit: Hit, manifest: &ManifestSummary, entry: &VendorSummary, message: &str) -> Hit {
    let message = message.to_owned();
    hit.elsewhere.push(Label { file: manifest.file, span: entry.span, message });
    hit
}
