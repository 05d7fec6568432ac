//! `missing-transfer-mechanism`: vendors outside the exporter's area that name no mechanism.

use crate::checks::kit::exporter::{self, Exporters};
use crate::checks::kit::sites;
use crate::facts::adequacy::ExporterArea;
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::Value;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "missing-transfer-mechanism",
    summary: "reports vendors outside the area of the exporter that name no transfer mechanism",
    options: &[
        exporter::OPTION,
        OptionSpec::boolean(
            "establishment",
            true,
            "Whether the country of the company counts as a place.",
        ),
    ],
    arguments: &[("country", "the place outside the area"), ("area", "the area that data leaves")],
    variants: &[],
    build: |options| Check::list(MissingTransferMechanism::new(options)),
};

struct MissingTransferMechanism {
    exporter: Vec<ExporterArea>,
    establishment: bool,
}

impl MissingTransferMechanism {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { exporter: exporter::option(options), establishment: options.bool("establishment") }
    }
}

impl ListCheck for MissingTransferMechanism {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let exporters = Exporters::of(&self.exporter, subject.manifest);
        for vendor in subject.vendors {
            // Self-hosted software transfers nothing.
            let self_hosted = vendor.field("self_hosted").and_then(Value::as_bool) == Some(true);
            let stated = || vendor.transfers().iter().any(|entry| entry.mechanism.is_some());
            // `value-in-wrong-field` reports a mechanism beside the place.
            let beside = || vendor.readings().iter().any(sites::names_mechanism);
            if self_hosted || stated() || beside() {
                continue;
            }
            let mut places = sites::of_places(vendor);
            places.extend(sites::of_seat(vendor).filter(|_| self.establishment));
            let Some((place, area)) = sites::first_outside(&places, &exporters.areas) else {
                continue;
            };
            hits.push(Hit::missing(vendor).arg("country", place.label()).arg("area", area));
        }
    }
}
