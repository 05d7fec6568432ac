//! `missing-mechanism-detail`: mechanisms without the detail that makes them checkable.

use crate::checks::kit::exporter::{self, Exporters};
use crate::checks::kit::sites;
use crate::facts::adequacy::{ExporterArea, Mechanism, NamedMechanism};
use crate::facts::countries::Country;
use crate::manifest::{Dated, Manifest, Text, Transfer, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::NodeKind;
use crate::values::date::{Date, days_between};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "missing-mechanism-detail",
    summary: "reports transfer mechanisms without the detail that makes them checkable",
    options: &[
        exporter::OPTION,
        OptionSpec::integer(
            "max_age_days",
            365,
            "The most days since a certification was checked.",
        ),
        OptionSpec::integer(
            "module",
            0,
            "The module of the clauses that is needed; 0 leaves it to the organisation's role.",
        ),
    ],
    arguments: &[
        ("mechanism", "the mechanism as written"),
        ("detail", "what is missing"),
        ("value", "the value that is pointed at"),
        ("module", "the number of the module that is needed, or an example of one"),
        ("entity", "the company of the entry, to be looked up"),
        ("today", "the date of the run"),
    ],
    variants: &[
        ("module", "the clauses have no module"),
        ("other_module", "the clauses have another module than the one that is needed"),
        ("certification", "the certified company or the date of the check is missing"),
        ("old_check", "the certification was looked up too long ago"),
        ("framework", "the decision on the United States, without the certified company"),
    ],
    build: |options| Check::list(MissingMechanismDetail::new(options)),
};

struct MissingMechanismDetail {
    exporter: Vec<ExporterArea>,
    max_age_days: i64,
    /// The module that a policy asks for; 0 when it leaves that to the role.
    module: i64,
}

/// The module of the clauses between a processor and its subprocessor.
const PROCESSOR_TO_SUBPROCESSOR: i64 = 3;

impl MissingMechanismDetail {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self {
            exporter: exporter::option(options),
            max_age_days: options.int("max_age_days"),
            module: options.int("module"),
        }
    }

    /// The module that the clauses need; nothing when it cannot be told, or
    /// when the organisation is a controller, which uses others.
    fn module(&self, manifest: Option<&Manifest<'_>>) -> Option<i64> {
        let organization = manifest.and_then(|manifest| manifest.organization.as_ref());
        let role = organization.and_then(|organization| organization.role);
        match role.map(Text::value) {
            Some("controller" | "joint_controller") => None,
            _ if self.module > 0 => Some(self.module),
            Some("processor" | "sub_processor") => Some(PROCESSOR_TO_SUBPROCESSOR),
            _ => None,
        }
    }

    fn certification(
        &self,
        vendor: &Vendor<'_>,
        entry: &Transfer<'_>,
        today: Date,
        hits: &mut Hits,
    ) {
        let lacking = match (entry.entity, entry.checked) {
            (None, None) => "the certified entity and the date of the check",
            (None, Some(_)) => "the certified entity",
            (Some(_), None) => "the date of the check",
            (Some(_), Some(_)) => "",
        };
        if !lacking.is_empty() {
            let hit = at_mechanism(vendor, entry, lacking);
            hits.extend(hit.map(|hit| hit.variant("certification")));
        }
        let Some(checked) = entry.checked.map(Dated::of) else { return };
        let too_old = |day: &Date| days_between(*day, today) > self.max_age_days;
        if let Some(day) = checked.day.filter(too_old) {
            let detail =
                format!("a check of the last {} days; the last is of {day}", self.max_age_days);
            let hit = at(vendor, entry, checked.text, &detail);
            hits.extend(hit.map(|hit| hit.variant("old_check")));
        }
    }
}

impl ListCheck for MissingMechanismDetail {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let exporters = Exporters::of(&self.exporter, subject.manifest);
        let module = self.module(subject.manifest);
        for vendor in subject.vendors {
            let before = hits.len();
            let entries = vendor.transfers();
            let certified = entries.iter().any(
                |entry| matches!(entry.named, Some(NamedMechanism::Mechanism(known)) if known.per_entity),
            );
            for entry in entries {
                let Some(NamedMechanism::Mechanism(mechanism)) = entry.named else { continue };
                if mechanism.per_entity {
                    self.certification(vendor, entry, subject.today, hits);
                } else if !mechanism.modules.is_empty() {
                    hits.extend(clauses(vendor, entry, mechanism, module));
                } else if mechanism.id == "adequacy" && !certified && entry.entity.is_none() {
                    hits.extend(framework(vendor, entry, &exporters));
                }
            }
            for hit in hits.since(before) {
                hit.arguments.push(("today", subject.today.to_string()));
            }
        }
    }
}

/// Clauses without their module, or with others than the one that is needed.
fn clauses(
    vendor: &Vendor<'_>,
    entry: &Transfer<'_>,
    mechanism: &Mechanism,
    needed: Option<i64>,
) -> Option<Hit> {
    let Some(first) = entry.modules.first() else {
        let hit = at_mechanism(vendor, entry, "the module of the clauses")?;
        let module = needed.unwrap_or(PROCESSOR_TO_SUBPROCESSOR);
        return Some(hit.arg("module", module.to_string()).variant("module"));
    };
    let number = |text: &Text<'_>| text.value().parse::<f64>().ok().and_then(whole);
    let known = |number: &i64| u8::try_from(*number).is_ok_and(|n| mechanism.modules.contains(&n));
    let numbers: Vec<i64> = entry.modules.iter().filter_map(number).collect();
    // Modules that do not exist are reported for what they are.
    let needed = needed.filter(|needed| {
        !numbers.is_empty() && numbers.iter().all(known) && !numbers.contains(needed)
    })?;
    let detail = if needed == PROCESSOR_TO_SUBPROCESSOR {
        "module 3, the one between a processor and its subprocessor".to_owned()
    } else {
        format!("module {needed}")
    };
    let hit = at(vendor, entry, *first, &detail)?;
    Some(hit.arg("module", needed.to_string()).variant("other_module"))
}

fn whole(number: f64) -> Option<i64> {
    NodeKind::Float(number).as_int()
}

/// The decision on the United States holds for certified companies only.
fn framework(vendor: &Vendor<'_>, entry: &Transfer<'_>, exporters: &Exporters) -> Option<Hit> {
    let to: Vec<_> = if entry.to.is_empty() {
        sites::of_places(vendor)
    } else {
        entry.to.iter().flat_map(|text| sites::of_text(*text)).collect()
    };
    let is_partial = |area: &ExporterArea| {
        matches!(area.status(Country::US), crate::facts::adequacy::Adequacy::Partial(_))
    };
    let in_the_us = to.iter().any(|site| site.what == sites::SiteKind::Country(Country::US));
    // The decisions of all areas are alike in this.
    let areas = if exporters.areas.is_empty() { &ExporterArea::ALL[..] } else { &exporters.areas };
    if !in_the_us || !areas.iter().any(is_partial) {
        return None;
    }
    let detail =
        "the certified entity: the decision on the United States covers certified companies only";
    Some(at_mechanism(vendor, entry, detail)?.variant("framework"))
}

fn at_mechanism(vendor: &Vendor<'_>, entry: &Transfer<'_>, detail: &str) -> Option<Hit> {
    at(vendor, entry, entry.mechanism?, detail)
}

fn at(vendor: &Vendor<'_>, entry: &Transfer<'_>, text: Text<'_>, detail: &str) -> Option<Hit> {
    let mechanism = entry.mechanism?;
    let hit = Hit::on(text).of(vendor).arg("mechanism", mechanism.value());
    let entity = entry.entity.or(vendor.legal_text()).or(vendor.name);
    let hit = hit.arg("entity", entity.map_or("", Text::value));
    Some(hit.arg("detail", detail))
}
