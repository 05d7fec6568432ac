//! Vendors outside the exporter's area that name no mechanism.

use crate::checks::exporter::{self, Exporters};
use crate::checks::{Check, Hit, Hits, Options, Subject, spots};
use crate::facts::adequacy::Area;
use crate::syntax::Value;

pub(super) struct Missing {
    exporter: Vec<Area>,
    establishment: bool,
}

impl Missing {
    pub(super) fn new(options: &mut Options<'_>) -> Self {
        Self {
            exporter: exporter::option(options),
            establishment: options.bool("establishment", true),
        }
    }
}

impl Check for Missing {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let exporters = Exporters::of(&self.exporter, subject.manifest);
        for vendor in subject.vendors {
            // Nobody receives anything through software of one's own.
            let self_hosted = vendor.field("self_hosted").and_then(Value::as_bool) == Some(true);
            let stated = || vendor.transfers().iter().any(|entry| entry.mechanism.is_some());
            if self_hosted || stated() {
                continue;
            }
            let mut places = spots::of_places(vendor);
            places.extend(spots::of_seat(vendor).filter(|_| self.establishment));
            let Some((place, area)) = spots::first_outside(&places, &exporters.areas) else {
                continue;
            };
            hits.push(Hit::missing(vendor).arg("country", place.label()).arg("area", area));
        }
    }
}
