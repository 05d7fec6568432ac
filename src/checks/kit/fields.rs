//! Every scalar of a document, with its key and the entry it belongs to.

use crate::manifest::Vendor;
use crate::manifest::fields::VendorField;
use crate::policy::Subject;
use crate::syntax::{NodeKind, Value};

/// A field as most of the vendors spell it that state it: `audience` where they
/// have the singular of `audiences`; as it was named where none of them does.
pub(crate) fn spelling_of<'f>(field: &'f VendorField, vendors: &[&Vendor<'_>]) -> &'f str {
    let states =
        |path: &str, vendor: &Vendor<'_>| vendor.field(path).is_some_and(|value| field.says(value));
    let count = |path: &str| vendors.iter().filter(|vendor| states(path, vendor)).count();
    let counts = field.paths.iter().map(|path| (count(path), path.as_str()));
    let mut most = (0, field.name.as_str());
    for (n, path) in counts {
        // Of spellings that are as frequent, the one that was named.
        if n > most.0 || (n == most.0 && path == field.name) {
            most = (n, path);
        }
    }
    most.1
}

/// A scalar with what is known about its place.
#[derive(Clone, Copy)]
pub(crate) struct FieldScalar<'m, 't> {
    /// The entry it stands in; nothing for what is said about the whole list.
    pub(crate) vendor: Option<&'m Vendor<'t>>,
    /// The key above `key`, such as `links`; empty at the top of an entry.
    pub(crate) parent: &'t str,
    /// The key it stands under, also for the items of a list.
    pub(crate) key: &'t str,
    /// The scalar.
    pub(crate) node: Value<'t>,
}

/// Visits every scalar of the document: first what is not about an entry, then
/// the vendors that the rule is about, then the other recipients. Private
/// fields, `x-*`, are out of scope. The depth is that of the tree, which
/// is capped.
pub(crate) fn visit<'m, 't>(subject: &Subject<'m, 't>, found: impl FnMut(FieldScalar<'m, 't>)) {
    visit_where(subject, |_| true, found);
}

/// [`visit`], less the entries that are not wanted.
pub(crate) fn visit_where<'m, 't>(
    subject: &Subject<'m, 't>,
    wanted: impl Fn(&Vendor<'t>) -> bool,
    mut found: impl FnMut(FieldScalar<'m, 't>),
) {
    let Some(manifest) = subject.manifest else { return };
    for (key, node) in manifest.root.entries() {
        let key = key.text().unwrap_or_default();
        let is_private = key.starts_with("x-");
        if !is_private && !matches!(key, "subprocessors" | "other_recipients" | "$schema") {
            walk(FieldScalar { vendor: None, parent: "", key, node }, &mut found);
        }
    }
    let entries = subject.vendors.iter().copied().chain(&manifest.other_recipients);
    for vendor in entries.filter(|vendor| wanted(vendor)) {
        // An entry may be a bare name: `- AWS`.
        let key = if vendor.node.kind() == NodeKind::Map { "" } else { "name" };
        walk(FieldScalar { vendor: Some(vendor), parent: "", key, node: vendor.node }, &mut found);
    }
}

fn walk<'m, 't>(field: FieldScalar<'m, 't>, found: &mut impl FnMut(FieldScalar<'m, 't>)) {
    match field.node.kind() {
        NodeKind::Map => {
            for (key, node) in field.node.entries() {
                let key = key.text().unwrap_or_default();
                if !matches!(key.as_bytes(), [b'x', b'-', ..]) {
                    step(FieldScalar { parent: field.key, key, node, ..field }, found);
                }
            }
        }
        NodeKind::Seq => {
            field.node.items().for_each(|node| step(FieldScalar { node, ..field }, found));
        }
        NodeKind::Null => {}
        _ => found(field),
    }
}

/// Goes on to a value: most are scalars, and need no call.
fn step<'m, 't>(field: FieldScalar<'m, 't>, found: &mut impl FnMut(FieldScalar<'m, 't>)) {
    match field.node.kind() {
        NodeKind::Map | NodeKind::Seq => walk(field, found),
        NodeKind::Null => {}
        _ => found(field),
    }
}
