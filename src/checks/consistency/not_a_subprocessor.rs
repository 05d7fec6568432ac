//! `not-a-subprocessor`: entries that are no subprocessors by what they say
//! themselves.

use crate::manifest::{ClosedVocabulary as _, EngagedAs, Manifest, Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::Value;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "not-a-subprocessor",
    summary: "reports self-hosted software, controllers and processors of own data in the list",
    options: &[],
    arguments: &[("reason", "why the entry is no subprocessor")],
    variants: &[],
    build: |_| Check::list(NotASubprocessor),
};

struct NotASubprocessor;

impl ListCheck for NotASubprocessor {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let own_data = subject.manifest.is_some_and(is_controller);
        for vendor in subject.vendors {
            if let Some(reason) = reason(vendor, own_data) {
                hits.push(Hit::missing(vendor).arg("reason", reason));
            }
        }
    }
}

/// True if the organisation lists the processors of its own data.
fn is_controller(manifest: &Manifest<'_>) -> bool {
    let role = manifest.organization.as_ref().and_then(|organization| organization.role);
    matches!(role.map(Text::value), Some("controller" | "joint_controller"))
}

fn reason(vendor: &Vendor<'_>, own_data: bool) -> Option<&'static str> {
    if vendor.field("self_hosted").and_then(Value::as_bool) == Some(true) {
        return Some("it is software that you run yourself");
    }
    match EngagedAs::parse(vendor.text("engaged_as")?.value())? {
        EngagedAs::Controller => Some("it is engaged as a controller, which decides for itself"),
        EngagedAs::JointController => {
            Some("it is engaged as a joint controller, which decides together with you")
        }
        EngagedAs::Processor if !own_data => {
            Some("it is engaged as a processor of data that is your own")
        }
        EngagedAs::Processor | EngagedAs::SubProcessor => None,
    }
}
