//! `parties`: an entry names one company.

use crate::policy::{Check, CheckSpec, Hit, Hits, Subject};
use crate::values::entity_name::parties;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "parties",
    summary: "reports entries that name several companies or an open group of them",
    options: &[],
    arguments: &["value", "n"],
    variants: &["open"],
    build: |_| Box::new(Several),
};

struct Several;

impl Check for Several {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            // What is wrong with the name is mostly wrong with the legal name
            // too: one finding is enough.
            let texts = [vendor.name, vendor.legal_name].into_iter().flatten();
            let found = texts.filter_map(|text| Some((text, parties(text.value())?))).next();
            let Some((text, parties)) = found else { continue };
            let hit = Hit::on(text).of(vendor).arg("n", parties.n.to_string());
            hits.push(if parties.open_ended { hit.variant("open") } else { hit });
        }
    }
}
