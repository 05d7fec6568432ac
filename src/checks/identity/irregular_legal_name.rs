//! `irregular-legal-name`: a legal name is written as it is registered.

use crate::diagnostics::Safety;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::entity_name::{Oddity, irregularities, tidy, write_as_brand};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "irregular-legal-name",
    summary: "reports doubled punctuation, shouting capitals and ASCII stand-ins in legal names",
    options: &[OptionSpec::boolean("caps", true, "Whether names all in capitals are reported.")],
    arguments: &[
        ("value", "the legal name as written"),
        ("reason", "what is unusual about it"),
        ("suggestion", "the name as it is likely registered"),
    ],
    variants: &[],
    build: |options| Check::list(IrregularLegalName { caps: options.bool("caps") }),
};

struct IrregularLegalName {
    caps: bool,
}

impl ListCheck for IrregularLegalName {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            let (Some(text), Some(name)) = (vendor.legal_text(), vendor.legal_entity()) else {
                continue;
            };
            let mut odd = irregularities(name);
            odd.retain(|found| self.caps || found.oddity != Oddity::Capitals);
            if let (Some(brand), true) = (vendor.name_parts(), vendor.legal_name.is_some()) {
                write_as_brand(name, brand, &mut odd);
            }
            // Where nothing else can be written, nothing is wrong.
            let suggestion = tidy(name, &odd).filter(|tidied| tidied != text.value());
            let Some(suggestion) = suggestion else { continue };
            let mut reasons: Vec<&str> = Vec::new();
            for found in &odd {
                let reason = found.oddity.as_str();
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            hits.push(
                Hit::on(text)
                    .of(vendor)
                    .arg("reason", reasons.join(", "))
                    .fix_text(Safety::Unsafe, text, 0..text.value().len(), &suggestion)
                    .arg("suggestion", suggestion),
            );
        }
    }
}
