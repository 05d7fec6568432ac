//! `missing-legal-form`: a legal name has a legal form.

use crate::manifest::Vendor;
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::text::fold::fold_name;
use crate::values::entity_name::EntityName;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "missing-legal-form",
    summary: "reports legal names without a legal form such as Inc. or GmbH",
    options: &[OptionSpec::texts("forms", "More legal forms.")],
    arguments: &[("value", "the legal name as written")],
    variants: &[],
    build: |options| Check::list(MissingLegalForm::new(options)),
};

struct MissingLegalForm {
    /// More forms, folded as names are.
    forms: Vec<String>,
}

impl MissingLegalForm {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        let forms = options.texts("forms");
        let folded = forms.iter().map(|form| fold_name(form));
        Self { forms: folded.filter(|form| !form.is_empty()).collect() }
    }

    /// True if the name ends or starts with one of the added forms.
    fn has_added_form(&self, name: &EntityName) -> bool {
        self.forms.iter().any(|form| {
            let base = name.base();
            base.strip_suffix(form.as_str()).is_some_and(|rest| rest.ends_with(' '))
                || base.strip_prefix(form.as_str()).is_some_and(|rest| rest.starts_with(' '))
        })
    }
}

impl ListCheck for MissingLegalForm {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            let (Some(text), Some(name)) = (vendor.legal_name, vendor.entity()) else { continue };
            let has_form = name.form().is_some() || self.has_added_form(name);
            if !has_form && !name.is_empty() && !is_registered(vendor, name) {
                hits.push(Hit::on(text).of(vendor));
            }
        }
    }
}

/// True if the built-in list has the entity under just this name: some
/// foundations really have no form.
fn is_registered(vendor: &Vendor<'_>, name: &EntityName) -> bool {
    vendor.known().is_some_and(|known| {
        let mut entities = known.vendor.entities.iter();
        entities.any(|entity| entity.name.eq_ignore_ascii_case(name.legal_text()))
    })
}
