//! `empty-list`: a manifest lists someone, or says that there is no one.

use crate::manifest::Status;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "empty-list",
    summary: "reports a manifest without an active vendor that does not say `declares_none`",
    options: &[],
    arguments: &[],
    variants: &[],
    build: |_| Check::list(EmptyList),
};

struct EmptyList;

impl ListCheck for EmptyList {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        let is_active = |status| matches!(status, Status::Active);
        if manifest.declares_none || manifest.vendors.iter().any(|vendor| is_active(vendor.status))
        {
            return;
        }
        hits.push(match manifest.key("subprocessors") {
            Some(key) => Hit::at(key.span()),
            None => Hit::document(manifest),
        });
    }
}
