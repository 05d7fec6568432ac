//! A document: a list of subprocessors with what is said about the whole of it.

use super::analysis::Vendor;
use super::claim::{ClaimEntry, ResidencyClaim};
use super::fields::{self, FieldType, VendorKey};
use super::organization::{ChangeNotice, Organization};
use super::text::Text;
use crate::syntax::{NodeKind, Value};
use crate::text::Span;

/// One document of a file: a list of subprocessors.
#[derive(Debug)]
pub struct Manifest<'t> {
    /// The document.
    pub root: Value<'t>,
    /// The company that declares.
    pub organization: Option<Organization<'t>>,
    /// True if the list is empty on purpose.
    pub declares_none: bool,
    /// The date of the last change, as typed.
    pub last_updated: Option<Text<'t>>,
    /// The terms for changes.
    pub change_notice: Option<ChangeNotice<'t>>,
    /// The claims about where data stays.
    pub residency: Vec<ResidencyClaim<'t>>,
    /// Other statements.
    pub claims: Vec<ClaimEntry<'t>>,
    /// The subprocessors.
    pub vendors: Vec<Vendor<'t>>,
    /// Others that receive data.
    pub other_recipients: Vec<Vendor<'t>>,
}

impl<'t> Manifest<'t> {
    /// Reads a document. What it does not understand it leaves out.
    #[must_use]
    pub fn read(root: Value<'t>) -> Self {
        let mut manifest = Self {
            root,
            organization: None,
            declares_none: false,
            last_updated: None,
            change_notice: None,
            residency: Vec::new(),
            claims: Vec::new(),
            vendors: Vec::new(),
            other_recipients: Vec::new(),
        };
        for (key, value) in root.entries() {
            match key.text().unwrap_or_default() {
                "organization" if value.kind() == NodeKind::Map => {
                    manifest.organization = Some(Organization::read(value));
                }
                "declares_none" => manifest.declares_none = value.as_bool() == Some(true),
                "last_updated" => manifest.last_updated = Text::of(value),
                "change_notice" if value.kind() == NodeKind::Map => {
                    manifest.change_notice = Some(ChangeNotice::read(key, value));
                }
                "residency" => {
                    manifest.residency = value.items().map(ResidencyClaim::read).collect();
                }
                "claims" => manifest.claims = value.items().map(ClaimEntry::read).collect(),
                "subprocessors" => manifest.vendors = vendors(value),
                "other_recipients" => manifest.other_recipients = vendors(value),
                _ => {}
            }
        }
        manifest
    }

    /// The bytes that a finding about the whole document points at: its first key.
    #[must_use]
    pub fn anchor(&self) -> Span {
        let first = self.root.entries().next().map(|(key, _)| key.span());
        let span = first.unwrap_or(self.root.span());
        if self.root.kind() == NodeKind::Seq { Span { end: span.start, ..span } } else { span }
    }

    /// The key of a top-level field, to point at.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<Value<'t>> {
        self.root.entry(name).map(|(key, _)| key)
    }
}

fn vendors(list: Value<'_>) -> Vec<Vendor<'_>> {
    list.items().enumerate().map(|(index, node)| Vendor::read(node, index)).collect()
}

/// The number of entries that [`Manifest::read`] keeps of its longest kind of
/// list, at most: vendors, claims, or the places and contacts of all vendors. It
/// is found without building the model.
#[must_use]
pub fn listed_entries(root: Value<'_>) -> usize {
    let (mut longest, mut within) = (0, 0);
    for (key, list) in root.entries().filter(|(_, value)| value.kind() == NodeKind::Seq) {
        let field = key.text().and_then(|key| fields::MANIFEST.block().find(key));
        if field.is_none_or(|field| !matches!(field.takes, FieldType::List(_))) {
            continue;
        }
        longest = longest.max(list.items().len());
        for (key, list) in list.items().flat_map(Value::entries) {
            let key = || key.text().and_then(VendorKey::parse).map(VendorKey::list);
            if list.kind() == NodeKind::Seq
                && matches!(key(), Some(VendorKey::Locations | VendorKey::Contacts))
            {
                within += list.items().len();
            }
        }
    }
    longest.max(within)
}
