//! Summaries of manifests, which rules across files compare with each other.

use super::analysis::Vendor;
use super::document::Manifest;
use crate::diagnostics::{Label, Place};
use crate::facts::countries::Country;
use crate::syntax::{NodeKind, Value};
use crate::text::{FileId, Span};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// A manifest in brief.
#[derive(Clone, Debug)]
pub struct ManifestSummary {
    /// The number of its file in the run.
    pub file: FileId,
    /// The name of its file.
    pub name: Arc<str>,
    /// Its first key, in the text that is checked.
    pub span: Span,
    /// The place of that as it is shown.
    pub place: Place,
    /// True if it is a page.
    pub is_page: bool,
    /// A hash of its values, without comments, order of keys and spelling of
    /// scalars.
    pub content: [u8; 32],
    /// Its subprocessors that are not retired.
    pub entries: Vec<VendorSummary>,
}

/// A vendor in brief.
#[derive(Clone, Debug)]
pub struct VendorSummary {
    /// Its title in messages.
    pub title: String,
    /// Its name, in the text that is checked.
    pub span: Span,
    /// The place of that as it is shown.
    pub place: Place,
    /// The path of its name.
    pub path: String,
    /// Its registered name without spelling differences, and its legal form.
    pub entity: Option<(String, &'static str)>,
    /// Its id, if it has one of its own.
    pub id: Option<String>,
    /// The country of its seat.
    pub country: Option<Country>,
}

/// The file that a summary is of.
#[derive(Clone, Copy)]
pub struct SummaryOf<'f> {
    /// Its number in the run.
    pub id: FileId,
    /// Its name.
    pub name: &'f str,
    /// True if it is a page.
    pub is_page: bool,
    /// The place, as it is shown, of some bytes of the text that is checked.
    pub place: &'f dyn Fn(Span) -> Place,
}

impl ManifestSummary {
    /// Summarises a manifest.
    #[must_use]
    pub fn of(file: SummaryOf<'_>, manifest: &Manifest<'_>) -> Self {
        let mut hash = Sha256::new();
        feed(manifest.root, &mut hash);
        let current = manifest.vendors.iter().filter(|vendor| vendor.is_current());
        Self {
            file: file.id,
            name: file.name.into(),
            span: manifest.anchor(),
            place: (file.place)(manifest.anchor()),
            is_page: file.is_page,
            content: hash.finalize().into(),
            entries: current.map(|vendor| VendorSummary::of(file, manifest, vendor)).collect(),
        }
    }

    /// A label at a place in this manifest, for a finding in another.
    pub(crate) fn label(&self, place: Place, finding_in: &Self, message: &str) -> Label {
        let file = (self.file != finding_in.file).then(|| Arc::clone(&self.name));
        Label { file, place, message: message.to_owned() }
    }
}

impl VendorSummary {
    fn of(file: SummaryOf<'_>, manifest: &Manifest<'_>, vendor: &Vendor<'_>) -> Self {
        let span = vendor.anchor();
        let entity = vendor.legal_entity().filter(|name| !name.base().is_empty());
        Self {
            title: vendor.title(),
            span,
            place: (file.place)(span),
            path: manifest.root.tree().path_of(manifest.root.id(), span),
            entity: entity
                .map(|name| (name.base().to_owned(), name.form().map_or("", |form| form.label()))),
            id: vendor.id.map(|id| id.value().to_lowercase()),
            country: vendor.country_code(),
        }
    }
}

/// Feeds a value to a hash, keys in the order of their names. The depth is that
/// of the tree, which is capped.
fn feed(value: Value<'_>, hash: &mut Sha256) {
    match value.kind() {
        NodeKind::Map => {
            let mut entries: Vec<_> = value.entries().collect();
            entries.sort_by_key(|(key, _)| key.text());
            hash.update(b"{");
            for (key, value) in entries {
                hash.update(key.text().unwrap_or_default());
                hash.update(b"\0");
                feed(value, hash);
            }
            hash.update(b"}");
        }
        NodeKind::Seq => {
            hash.update(b"[");
            value.items().for_each(|item| feed(item, hash));
            hash.update(b"]");
        }
        _ => {
            hash.update(value.text().unwrap_or_default().trim());
            hash.update(b"\0");
        }
    }
}
