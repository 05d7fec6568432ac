//! The reading of the value that a finding is about, for those who ask why it was found.

use super::Linter;
use super::classify::classify;
use crate::diagnostics::Finding;
use crate::manifest::{Text, Vendor};
use crate::text::SourceFile;
use crate::values::entity_name::EntityName;
use crate::values::location::Reading;

/// A text of a list as the rules read it.
#[derive(Clone, Debug)]
pub(crate) enum ValueReading {
    /// A place.
    Place(String, Reading),
    /// The name of a company.
    Name(String, EntityName),
}

impl Linter {
    /// Reads the value of a finding again, if it is a place or a name. What an entry lacks
    /// has no reading.
    #[must_use]
    pub(crate) fn read_value(&self, file: &SourceFile, finding: &Finding) -> Option<ValueReading> {
        if finding.absent {
            return None;
        }
        let _scope = self.vocabulary_scope();
        let mut classified = classify(file.path(), file.text(), &self.limits);
        classified.validate(self.limits.findings);
        let manifests = classified.manifests();
        let lists = manifests.iter().flat_map(|one| [&one.vendors, &one.other_recipients]);
        lists.flatten().find_map(|vendor| of_vendor(vendor, finding))
    }
}

fn of_vendor(vendor: &Vendor<'_>, finding: &Finding) -> Option<ValueReading> {
    let span = finding.place.span;
    if !vendor.node.span().contains(span) {
        return None;
    }
    let is_it = |text: Text<'_>| text.span().contains(span);
    if let Some(place) = vendor.readings().iter().find(|place| is_it(place.text)) {
        return Some(ValueReading::Place(place.text.value().to_owned(), place.reading.clone()));
    }
    let names = [(vendor.legal_name, vendor.entity()), (vendor.name, vendor.name_parts())];
    names.into_iter().find_map(|(text, name)| {
        let text = text.filter(|text| is_it(*text))?;
        Some(ValueReading::Name(text.value().to_owned(), name?.clone()))
    })
}
