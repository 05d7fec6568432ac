//! `missing-transfer-mechanism`: vendors outside the exporter's area that name no mechanism.

use crate::checks::kit::exporter::{self, Exporters};
use crate::checks::kit::sites;
use crate::facts::adequacy::{Adequacy, ExporterArea};
use crate::facts::countries::{Country, CountrySet};
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
    arguments: &[
        ("country", "the place outside the area"),
        ("area", "the area that data leaves"),
        ("mechanisms", "the mechanisms that can fit"),
    ],
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
            let left: Vec<ExporterArea> =
                exporters.areas.iter().copied().filter(|area| place.is_outside(*area)).collect();
            let mechanisms = mechanisms(&left, place.countries());
            let hit = Hit::missing(vendor).arg("country", place.label()).arg("area", area);
            hits.push(hit.arg("mechanisms", mechanisms));
        }
    }
}

/// The mechanisms that exporters of the areas can have for recipients in the countries, as they
/// are written in a manifest.
fn mechanisms(areas: &[ExporterArea], countries: CountrySet) -> String {
    let lists: Vec<String> = areas
        .iter()
        .map(|area| {
            let list = one_of(&ways(*area, countries));
            if areas.len() == 1 { list } else { format!("for {}, {list}", exporter::name(*area)) }
        })
        .collect();
    lists.join("; ")
}

fn ways(area: ExporterArea, countries: CountrySet) -> Vec<&'static str> {
    let clauses = "`{mechanism: scc, modules: [3]}` (between processors)";
    let addendum = "`[{mechanism: scc, modules: [3]}, uk_addendum]`";
    let (framework, contracts): (_, &[&str]) = match area {
        ExporterArea::Eea => ("`dpf` with `entity` and `checked`", &[clauses, "`bcr_p`"]),
        ExporterArea::Uk => {
            ("`dpf_uk_extension` with `entity` and `checked`", &["`uk_idta`", addendum, "`bcr_p`"])
        }
        ExporterArea::Ch => ("`dpf_swiss` with `entity` and `checked`", &[clauses, "`bcr_p`"]),
    };
    let is_american = countries.iter().eq([Country::US]);
    let is_adequate = !is_american
        && countries.iter().all(|country| !matches!(area.status(country), Adequacy::None));
    let first = is_adequate.then_some("`adequacy`").or(is_american.then_some(framework));
    first.into_iter().chain(contracts.iter().copied()).collect()
}

fn one_of(words: &[&str]) -> String {
    match words {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => words.concat(),
    }
}
