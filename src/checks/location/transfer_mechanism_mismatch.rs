//! `transfer-mechanism-mismatch`: mechanisms that cannot fit the places or the company of their entry.
//!
//! Only what the entry itself contradicts is reported. Where several mechanisms
//! are named without saying which is for which country, one that fits a single
//! place passes.

use crate::checks::kit::exporter::{self, Exporters};
use crate::checks::kit::sites::{self, Spot, What};
use crate::facts::adequacy::{Area, Mechanism, Named, Status};
use crate::facts::checked::ADEQUACY as CHECKED;
use crate::facts::countries::Country;
use crate::manifest::{Transfer, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Options, Subject};
use crate::values::entity_name::EntityName;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "transfer-mechanism-mismatch",
    summary: "reports transfer mechanisms that cannot fit the places or the company of their entry",
    options: &[
        exporter::OPTION,
        OptionSpec::boolean(
            "establishment",
            false,
            "Whether the country of the company counts as a place.",
        ),
    ],
    arguments: &[
        ("mechanism", "the mechanism as written"),
        ("country", "the place that it does not fit"),
        ("reason", "why it does not fit"),
        ("suggestion", "what to state instead"),
        ("value", "the same as `mechanism`"),
    ],
    variants: &[],
    build: |options| Check::list(TransferMechanismMismatch::new(options)),
};

struct TransferMechanismMismatch {
    exporter: Vec<Area>,
    establishment: bool,
}

impl TransferMechanismMismatch {
    fn new(options: &mut Options<'_>) -> Self {
        Self { exporter: exporter::option(options), establishment: options.bool("establishment") }
    }

    /// What is known about a vendor and its transfers.
    fn case<'m, 't>(&self, vendor: &'m Vendor<'t>, exporters: &Exporters) -> Case<'m, 't> {
        let mut entries = Vec::new();
        for transfer in vendor.transfers() {
            if let Some(Named::Mechanism(mechanism)) = transfer.named {
                let from = transfer.from.and_then(exporter::read);
                let areas = from.map_or_else(|| exporters.areas.clone(), |area| vec![area]);
                let to = transfer.to.iter().flat_map(|text| sites::of_text(*text)).collect();
                entries.push(Entry { transfer, mechanism, areas, to });
            }
        }
        let mut places = Vec::new();
        if !entries.is_empty() {
            places = sites::of_places(vendor);
        }
        let seat = sites::of_seat(vendor);
        if self.establishment {
            places.extend(seat.clone());
        }
        Case { entries, places, seat, areas_are_stated: exporters.stated }
    }
}

impl ListCheck for TransferMechanismMismatch {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let exporters = Exporters::of(&self.exporter, subject.manifest);
        for vendor in subject.vendors {
            let case = self.case(vendor, &exporters);
            let foreign = case.without_law(&exporters.areas);
            for (index, entry) in case.entries.iter().enumerate() {
                let own = case.misfit(entry);
                let misfit = match &foreign {
                    Some((at, misfit)) if *at == index && own.is_none() => Some(misfit.clone()),
                    _ => own,
                };
                let (Some(misfit), Some(text)) = (misfit, entry.transfer.mechanism) else {
                    continue;
                };
                hits.push(
                    Hit::on(text)
                        .of(vendor)
                        .arg("mechanism", text.value())
                        .arg("country", misfit.place)
                        .arg("reason", misfit.reason)
                        .arg("suggestion", misfit.suggestion),
                );
            }
        }
    }
}

/// A vendor with its usable mechanisms.
struct Case<'m, 't> {
    entries: Vec<Entry<'m, 't>>,
    places: Vec<Spot<'t>>,
    seat: Option<Spot<'t>>,
    areas_are_stated: bool,
}

/// A stated mechanism.
struct Entry<'m, 't> {
    transfer: &'m Transfer<'t>,
    mechanism: &'static Mechanism,
    /// The areas that it is for.
    areas: Vec<Area>,
    /// Where it says that the data goes; empty when it does not say.
    to: Vec<Spot<'t>>,
}

/// Why a mechanism does not fit.
#[derive(Clone)]
struct Misfit {
    place: String,
    reason: String,
    suggestion: &'static str,
}

/// Mechanisms that are made for exporters of one area; the others are known to
/// the laws of all of them, whatever their provisions are called.
const OF_ONE_LAW: &[&str] =
    &["dpf", "dpf_uk_extension", "dpf_swiss", "scc", "uk_addendum", "uk_idta"];

const USE_CONTRACT: &str = "State the mechanism in your contract with the vendor, such as scc with its module, bcr_p, or uk_idta or uk_addendum for the UK.";
const USE_OTHER: &str =
    "Correct the location, or name what the transfer rests on: adequacy, dpf, scc, bcr_p, ...";
const USE_UK: &str =
    "State `uk_addendum` beside `scc`, or `uk_idta`, `dpf_uk_extension` or `bcr_p`.";

impl<'m, 't> Case<'m, 't> {
    fn misfit(&self, entry: &Entry<'m, 't>) -> Option<Misfit> {
        if !entry.mechanism.only.is_empty() {
            return self.framework(entry);
        }
        match entry.mechanism.id {
            "none_required" => self.no_transfer(entry),
            "adequacy" => self.adequacy(entry),
            _ => None,
        }
    }

    /// The places that an entry is about.
    fn places<'s>(&'s self, entry: &'s Entry<'m, 't>) -> &'s [Spot<'t>] {
        if entry.to.is_empty() { &self.places } else { &entry.to }
    }

    /// Whether an entry may be for some of the places only.
    fn shares_places(&self, entry: &Entry<'m, 't>) -> bool {
        entry.to.is_empty() && self.entries.len() > 1
    }

    /// A framework is for companies of one country, wherever they keep the data.
    fn framework(&self, entry: &Entry<'m, 't>) -> Option<Misfit> {
        let seat = self.seat.as_ref().filter(|_| entry.to.is_empty());
        let places = self.places(entry);
        let may_fit =
            |spot: &Spot<'_>| !spot.countries().intersection(entry.mechanism.only).is_empty();
        if places.iter().chain(seat).any(may_fit) {
            return None;
        }
        let inside = |spot: &&Spot<'_>| !entry.areas.iter().any(|area| spot.is_outside(*area));
        let all = || places.iter().chain(seat);
        // Data may stay in the area while another company of the group, the
        // certified one, has access.
        if all().all(|spot| inside(&spot)) && names_us_company(entry) {
            return None;
        }
        let place = all().find(|spot| !inside(spot)).or(all().next())?;
        Some(Misfit {
            place: place.label(),
            reason: "the Data Privacy Framework is for certified companies in the United States"
                .to_owned(),
            suggestion: USE_OTHER,
        })
    }

    /// No transfer takes place when the data stays in the area.
    fn no_transfer(&self, entry: &Entry<'m, 't>) -> Option<Misfit> {
        let places = self.places(entry);
        let outside = |spot: &&Spot<'_>| entry.areas.iter().all(|area| spot.is_outside(*area));
        if self.shares_places(entry) && !places.iter().all(|spot| outside(&spot)) {
            return None;
        }
        let place = places.iter().find(outside)?;
        Some(Misfit {
            place: place.label(),
            reason: format!("data that goes there leaves {}", exporter::names(&entry.areas)),
            suggestion: USE_OTHER,
        })
    }

    /// A decision exists for a country or it does not.
    fn adequacy(&self, entry: &Entry<'m, 't>) -> Option<Misfit> {
        let stated = self.places(entry);
        // Without places, the seat is where the data goes.
        let places = || stated.iter().chain(self.seat.as_ref().filter(|_| stated.is_empty()));
        // A code is taken for a country here; `ambiguous-location` has the rest.
        let lacks = |area: Area, spot: &Spot<'_>| {
            let lacking = |country| !is_adequate(area, country);
            match (spot.what, spot.coded()) {
                (What::Worldwide, _) => true,
                (_, Some(country)) => !area.contains(country) && lacking(country),
                (_, None) => spot.is_outside(area) && spot.countries().iter().all(lacking),
            }
        };
        let pairs = || entry.areas.iter().flat_map(|area| places().map(move |spot| (*area, spot)));
        if self.shares_places(entry) && !pairs().all(|(area, spot)| lacks(area, spot)) {
            return None;
        }
        let (area, place) = pairs().find(|(area, spot)| lacks(*area, spot))?;
        Some(Misfit {
            place: place
                .coded()
                .map_or_else(|| place.label(), |country| country.in_text().to_owned()),
            reason: format!(
                "the built-in list ({CHECKED}) has no adequacy decision for exporters in {}",
                exporter::name(area)
            ),
            suggestion: USE_CONTRACT,
        })
    }

    /// The first entry that is made for another law, when nothing is stated for
    /// the law of an area that data leaves.
    fn without_law(&self, areas: &[Area]) -> Option<(usize, Misfit)> {
        if !self.areas_are_stated {
            return None;
        }
        for area in areas {
            let applies = |entry: &&Entry<'m, 't>| entry.areas.contains(area);
            let serves = |entry: &Entry<'m, 't>| {
                !OF_ONE_LAW.contains(&entry.mechanism.id) || entry.mechanism.law(*area).is_some()
            };
            let mut stated = self.entries.iter().filter(applies).peekable();
            if stated.peek().is_none() || stated.any(serves) {
                continue;
            }
            let needs_one = |spot: &&Spot<'_>| {
                spot.is_outside(*area)
                    && spot.countries().iter().any(|country| {
                        !matches!(area.status(country), Status::InArea | Status::Full(_))
                    })
            };
            let Some(place) = self.places.iter().chain(&self.seat).find(needs_one) else {
                continue;
            };
            let index = self.entries.iter().position(|entry| applies(&entry))?;
            let mechanism = self.entries[index].mechanism;
            let (reason, suggestion) = match (mechanism.id, area) {
                ("scc", Area::Uk) => (
                    "for exporters in the UK the EU clauses need the UK addendum".to_owned(),
                    USE_UK,
                ),
                ("dpf", Area::Uk) => (
                    format!(
                        "for exporters in the UK the framework needs its UK Extension (built-in list of {CHECKED})"
                    ),
                    USE_UK,
                ),
                _ => (
                    format!("it is not made for exporters in {}", exporter::name(*area)),
                    if *area == Area::Uk { USE_UK } else { USE_CONTRACT },
                ),
            };
            return Some((index, Misfit { place: place.label(), reason, suggestion }));
        }
        None
    }
}

/// Whether data may go to a country on a decision, if only under its condition.
fn is_adequate(area: Area, country: Country) -> bool {
    !matches!(area.status(country), Status::None)
}

/// Whether the certified company has a legal form of the United States.
fn names_us_company(entry: &Entry<'_, '_>) -> bool {
    entry.transfer.entity.is_some_and(|text| {
        EntityName::parse(text.value()).form().is_some_and(|form| form.countries().contains(&"US"))
    })
}
