//! `broken-reference`: ids that entries refer to exist, and lead to an end.

mod cycles;
mod directory;

use crate::manifest::{Manifest, Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::NodeKind;
use crate::text::fold::slug;
use cycles::Edge;
use directory::Directory;
use std::cell::LazyCell;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "broken-reference",
    summary: "reports references to ids that do not exist, and chains that go in circles",
    options: &[],
    arguments: &[
        ("field", "the field that holds the reference"),
        ("ref", "the id that it refers to"),
        ("near", "the known ids that are written most like it"),
        ("value", "the same as `ref`"),
    ],
    variants: &[
        ("cycle", "the reference leads back to where it began"),
        ("no_entry", "no other entry has an id"),
        ("no_note", "there are no notes"),
    ],
    build: |_| Check::list(BrokenReference),
};

struct BrokenReference;

/// The fields of an entry that hold ids of others, by what they mean: a circle
/// is one of a single meaning.
const RELATIONS: &[&[&str]] = &[&["via"], &["chain", "subprocessors"], &["replaces"]];

impl ListCheck for BrokenReference {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        // Most manifests refer to nothing, so nothing has to be looked up.
        let mut entries = LazyCell::new(|| Directory::of_entries(manifest));
        for text in manifest.residency.iter().flat_map(|claim| &claim.exceptions) {
            if entries.find(text.value()).is_none() {
                hits.push(broken("exceptions", *text, &mut entries, None));
            }
        }
        for fields in RELATIONS {
            relation(manifest, fields, &mut entries, hits);
        }
        let mut notes = Directory::of_keys(manifest.root.get("notes"));
        for vendor in subject.entries() {
            let reference = vendor.opt_out().and_then(|note| note.reference);
            if let Some(text) = reference.filter(|text| notes.find(text.value()).is_none()) {
                let hit = broken("opt_out.ref", text, &mut notes, None).of(vendor);
                hits.push(if hit.variant.is_empty() { hit } else { hit.variant("no_note") });
            }
        }
    }
}

/// Follows the references of one meaning.
fn relation(
    manifest: &Manifest<'_>,
    fields: &[&'static str],
    entries: &mut LazyCell<Directory, impl FnOnce() -> Directory>,
    hits: &mut Hits,
) {
    let mut edges = Vec::new();
    let vendors: Vec<&Vendor<'_>> =
        manifest.vendors.iter().chain(&manifest.other_recipients).collect();
    for (from, vendor) in vendors.iter().enumerate() {
        for field in fields {
            for text in vendor.texts(field) {
                match entries.find(text.value()) {
                    Some(to) => edges.push(Edge { from, to, field, text }),
                    None if *field == "subprocessors" && is_link(text.value()) => {}
                    None => hits.push(broken(field, text, entries, Some(from)).of(vendor)),
                }
            }
        }
    }
    for edge in cycles::back_edges(vendors.len(), &edges) {
        let hit = Hit::on(edge.text).of(vendors[edge.from]).arg("field", edge.field);
        hits.push(hit.arg("ref", edge.text.value()).variant("cycle"));
    }
}

/// A hit at a reference; `own` is the number of the entry that it is in, which
/// cannot be the one that is meant.
fn broken(field: &str, text: Text<'_>, known: &mut Directory, own: Option<usize>) -> Hit {
    let hit = Hit::on(text).arg("field", field).arg("ref", text.value());
    match known.near(&slug(text.value()), own) {
        Some(near) => hit.arg("near", near),
        None => hit.variant("no_entry"),
    }
}

/// True if a text is a web address rather than an id.
fn is_link(text: &str) -> bool {
    text.contains('/') || text.starts_with("www.")
}

impl Directory {
    /// The entries of a manifest, numbered in the order of the lists.
    fn of_entries(manifest: &Manifest<'_>) -> Self {
        let mut directory = Self::default();
        let entries = || manifest.vendors.iter().chain(&manifest.other_recipients).enumerate();
        for (index, vendor) in entries() {
            if let Some(id) = vendor.id_or_default() {
                directory.add(id, index);
            }
        }
        // The name is taken for the id, too, where it is nobody else's.
        for (index, vendor) in entries().filter(|(_, vendor)| vendor.id.is_some()) {
            if let Some(name) = vendor.name {
                directory.add_alias(slug(name.value()), index);
            }
        }
        directory
    }

    /// The keys of a mapping.
    fn of_keys(map: Option<crate::syntax::Value<'_>>) -> Self {
        let mut directory = Self::default();
        let map = map.filter(|map| map.kind() == NodeKind::Map);
        for (index, (key, _)) in map.into_iter().flat_map(|map| map.entries()).enumerate() {
            directory.add(slug(key.text().unwrap_or_default()), index);
        }
        directory
    }
}
