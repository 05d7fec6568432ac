//! Entries of several manifests, and hits that point from one to another.

use crate::manifest::summary::{ManifestSummary, VendorSummary};
use crate::policy::Hit;

/// Every entry with the manifest it is in.
pub(crate) fn entries<'m>(
    manifests: &[&'m ManifestSummary],
) -> impl Iterator<Item = (&'m ManifestSummary, &'m VendorSummary)> {
    manifests
        .iter()
        .copied()
        .flat_map(|manifest| manifest.entries.iter().map(move |entry| (manifest, entry)))
}

/// A hit at an entry.
pub(crate) fn at(entry: &VendorSummary) -> Hit {
    let mut hit = Hit::at(entry.span).arg("vendor", &entry.title);
    hit.vendor = Some(entry.title.clone());
    hit.path = Some(entry.path.clone());
    hit
}

/// Points from a hit in a manifest to the entry of an earlier one.
pub(crate) fn related(
    mut hit: Hit,
    manifest: &ManifestSummary,
    (earlier, entry): (&ManifestSummary, &VendorSummary),
    message: &str,
) -> Hit {
    hit.elsewhere.push(earlier.label(entry.place, manifest, message));
    hit
}
