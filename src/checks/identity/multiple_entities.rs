//! `multiple-entities`: an entry names one company.

use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::entity_name::parties;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "multiple-entities",
    summary: "reports entries that name several companies or an open group of them",
    options: &[],
    arguments: &[("value", "the name as written"), ("n", "the number of companies in it")],
    variants: &[("open", "the name stands for a group without an end")],
    build: |_| Check::list(MultipleEntities),
};

struct MultipleEntities;

impl ListCheck for MultipleEntities {
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
