//! The service that a purpose starts with, where a vendor has a row for each: `Larch services:
//! Hosting`, `Larch Government: Hosting`.

use super::ListFinder;
use crate::page::columns;
use crate::page::list::PageVendor;
use crate::text::fold::fold_words;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words of a service, at most.
const MAX_WORDS: usize = 6;

impl ListFinder {
    /// Divides the purposes of vendors that have several rows, each for a service.
    pub(super) fn divide_services(&mut self) {
        let mut rows: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for (at, vendor) in self.list.vendors.iter().enumerate() {
            if let Some(name) = vendor.get("name") {
                rows.entry((vendor.list, fold_words(&name.text))).or_default().push(at);
            }
        }
        for rows in rows.into_values().filter(|rows| rows.len() > 1) {
            let divided: Option<Vec<(usize, Range<usize>, usize)>> = rows
                .into_iter()
                .map(|at| {
                    let (service, rest) = service_of(&self.list.vendors[at])?;
                    Some((at, service, rest))
                })
                .collect();
            let Some(divided) = divided else { continue };
            for (at, service, rest) in divided {
                let vendor = &mut self.list.vendors[at];
                let Some(purpose) = vendor.get("purpose").cloned() else { continue };
                let end = purpose.text.len();
                vendor.fields.retain(|field| field.path != "purpose");
                vendor.add("services", purpose.slice(service));
                vendor.add("purpose", purpose.slice(rest..end));
            }
        }
    }
}

/// The service in front of the purpose of a vendor, and the start of the rest.
fn service_of(vendor: &PageVendor) -> Option<(Range<usize>, usize)> {
    let purpose = vendor.get("purpose").filter(|_| vendor.get("services").is_none())?;
    let (service, rest) = purpose.text.split_once(": ")?;
    let is_service = service.starts_with(char::is_uppercase)
        && service.split_whitespace().count() <= MAX_WORDS
        && !service.contains(['.', ';', ','])
        && columns::whole(service).is_none();
    let start = purpose.text.len() - rest.trim_start().len();
    (is_service && start < purpose.text.len()).then_some((0..service.len(), start))
}
