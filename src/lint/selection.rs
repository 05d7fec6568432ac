//! The vendors that rules are about.

use crate::manifest::{Manifest, Vendor};
use crate::policy::{Each, Selection};

/// Number of selections kept: each takes as much space as there are vendors.
const MAX_KNOWN: usize = 8;

/// The vendors of each selection. Most rules are about the same ones.
pub(super) struct SelectedVendors<'l, 'm, 't> {
    manifest: Option<&'m Manifest<'t>>,
    known: Vec<(&'l Selection, Vec<&'m Vendor<'t>>)>,
}

impl<'l, 'm, 't> SelectedVendors<'l, 'm, 't> {
    pub(super) fn new(manifest: Option<&'m Manifest<'t>>) -> Self {
        Self { manifest, known: Vec::new() }
    }

    /// The vendors of a selection, in the order of the list.
    pub(super) fn by(&mut self, selection: &'l Selection) -> &[&'m Vendor<'t>] {
        let at = match self.known.iter().position(|(known, _)| *known == selection) {
            Some(at) => at,
            None => {
                if self.known.len() == MAX_KNOWN {
                    self.known.clear();
                }
                self.known.push((selection, self.select(selection)));
                self.known.len() - 1
            }
        };
        &self.known[at].1
    }

    fn select(&self, selection: &Selection) -> Vec<&'m Vendor<'t>> {
        let Some(manifest) = self.manifest else { return Vec::new() };
        let recipients: &[Vendor<'t>] = match selection.each {
            Each::Recipient => &manifest.other_recipients,
            Each::Manifest | Each::Subprocessor | Each::Company | Each::Project => &[],
        };
        let declarer = manifest.organization.as_ref().filter(|_| selection.each == Each::Company);
        let declarer = declarer.map(|organization| &organization.company);
        let all = manifest.vendors.iter().chain(recipients).chain(declarer);
        all.filter(|vendor| selection.takes(vendor)).collect()
    }
}
