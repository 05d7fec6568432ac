//! Entries of several manifests, and hits that point from one to another.

use crate::diagnostics::Label;
use crate::manifest::summary::{ManifestSummary, VendorSummary};
use crate::policy::Hit;

/// Every entry with the manifest it is in.
pub(crate) fn entries(
    manifests: &[ManifestSummary],
) -> impl Iterator<Item = (&ManifestSummary, &VendorSummary)> {
    manifests
        .iter()
        .flat_map(|manifest| manifest.entries.iter().map(move |entry| (manifest, entry)))
}

/// A hit at an entry.
pub(crate) fn at(entry: &VendorSummary) -> Hit {
    let mut hit = Hit::at(entry.span).arg("vendor", &entry.title);
    hit.vendor = Some(entry.title.clone());
    hit.path = Some(entry.path.clone());
    hit
}

/// Points from a hit to the entry of another manifest.
pub(crate) fn related(
    mut hit: Hit,
    manifest: &ManifestSummary,
    entry: &VendorSummary,
    message: &str,
) -> Hit {
    let message = message.to_owned();
    hit.elsewhere.push(Label { file: manifest.file, span: entry.span, message });
    hit
}
