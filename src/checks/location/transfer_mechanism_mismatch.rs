//! `transfer-mechanism-mismatch`: mechanisms fit the places and the company of
//! their entry.
//!
//! Only what the entry itself contradicts is reported. Where several mechanisms
//! are named without saying which is for which country, one that fits a single
//! place passes.

use crate::checks::kit::company::Company;
use crate::checks::kit::exporter::{self, Exporters};
use crate::checks::kit::sites::{self, Site, SiteKind};
use crate::facts::adequacy::{Adequacy, ExporterArea, Mechanism, NamedMechanism};
use crate::facts::checked::ADEQUACY as CHECKED;
use crate::facts::countries::Country;
use crate::manifest::{Text, Transfer, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};

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
        ("entity", "the certified company"),
    ],
    variants: &[("entity", "the certified company is not that of the entry")],
    build: |options| Check::list(TransferMechanismMismatch::new(options)),
};

struct TransferMechanismMismatch {
    exporter: Vec<ExporterArea>,
    establishment: bool,
}

impl TransferMechanismMismatch {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { exporter: exporter::option(options), establishment: options.bool("establishment") }
    }

    /// Collects the facts about a vendor and its transfers.
    fn vendor_transfers<'m, 't>(
        &self,
        vendor: &'m Vendor<'t>,
        exporters: &Exporters,
    ) -> VendorTransfers<'m, 't> {
        let mut entries = Vec::new();
        for transfer in vendor.transfers() {
            if let Some(NamedMechanism::Mechanism(mechanism)) = transfer.named {
                let from = transfer.from.and_then(exporter::read);
                let areas = from.map_or_else(|| exporters.areas.clone(), |area| vec![area]);
                let to = transfer.to.iter().flat_map(|text| sites::of_text(*text)).collect();
                entries.push(StatedTransfer { transfer, mechanism, areas, to });
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
        let areas_are_stated = exporters.stated;
        VendorTransfers { entries, places, seat, areas_are_stated, company: Company::of(vendor) }
    }
}

impl ListCheck for TransferMechanismMismatch {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let exporters = Exporters::of(&self.exporter, subject.manifest);
        for vendor in subject.vendors {
            let vendor_transfers = self.vendor_transfers(vendor, &exporters);
            let foreign = vendor_transfers.without_law(&exporters.areas);
            for (index, entry) in vendor_transfers.entries.iter().enumerate() {
                if let Some(entity) = entry.transfer.entity.filter(|entity| {
                    entry.mechanism.per_entity && !vendor_transfers.company.has(*entity)
                }) {
                    let hit = Hit::on(entity).of(vendor).arg("entity", entity.value());
                    let mechanism = entry.transfer.mechanism.map_or("", Text::value);
                    hits.push(hit.arg("mechanism", mechanism).variant("entity"));
                    continue;
                }
                let own = vendor_transfers.misfit(entry);
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
struct VendorTransfers<'m, 't> {
    entries: Vec<StatedTransfer<'m, 't>>,
    places: Vec<Site<'t>>,
    seat: Option<Site<'t>>,
    areas_are_stated: bool,
    company: Company<'m, 't>,
}

/// A stated mechanism.
struct StatedTransfer<'m, 't> {
    transfer: &'m Transfer<'t>,
    mechanism: &'static Mechanism,
    /// The areas that it is for.
    areas: Vec<ExporterArea>,
    /// The stated destinations; empty if none are stated.
    to: Vec<Site<'t>>,
}

/// A mechanism that does not fit, with the reason.
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
const USE_CERTIFIED: &str = "Name the certified company under `entity`, or what the transfer rests on instead: scc, bcr_p, adequacy, ...";
const USE_UK: &str =
    "State `uk_addendum` beside `scc`, or `uk_idta`, `dpf_uk_extension` or `bcr_p`.";

impl<'m, 't> VendorTransfers<'m, 't> {
    fn misfit(&self, entry: &StatedTransfer<'m, 't>) -> Option<Misfit> {
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
    fn places<'s>(&'s self, entry: &'s StatedTransfer<'m, 't>) -> &'s [Site<'t>] {
        if entry.to.is_empty() { &self.places } else { &entry.to }
    }

    /// True if an entry may be for some of the places only.
    fn shares_places(&self, entry: &StatedTransfer<'m, 't>) -> bool {
        entry.to.is_empty() && self.entries.len() > 1
    }

    /// A framework is for companies of one country, wherever they keep the data: only a
    /// fact about the company, or a stated destination, contradicts it.
    fn framework(&self, entry: &StatedTransfer<'m, 't>) -> Option<Misfit> {
        let may_fit =
            |site: &Site<'_>| !site.countries().intersection(entry.mechanism.only).is_empty();
        let place = if entry.to.is_empty() {
            self.company.foreign(entry.mechanism.only, entry.transfer.entity)?.in_text().to_owned()
        } else if entry.to.iter().any(may_fit) {
            return None;
        } else {
            entry.to.first()?.label()
        };
        Some(Misfit {
            place,
            reason: "the Data Privacy Framework is for certified companies in the United States"
                .to_owned(),
            suggestion: USE_CERTIFIED,
        })
    }

    /// No transfer takes place when the data stays in the area.
    fn no_transfer(&self, entry: &StatedTransfer<'m, 't>) -> Option<Misfit> {
        let places = self.places(entry);
        // Nobody says where data leaves from.
        if entry.areas.is_empty() {
            return None;
        }
        let outside = |site: &&Site<'_>| entry.areas.iter().all(|area| site.is_outside(*area));
        if self.shares_places(entry) && !places.iter().all(|site| outside(&site)) {
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
    fn adequacy(&self, entry: &StatedTransfer<'m, 't>) -> Option<Misfit> {
        let stated = self.places(entry);
        // Without places, the seat is where the data goes.
        let places = || stated.iter().chain(self.seat.as_ref().filter(|_| stated.is_empty()));
        // A code is taken for a country here; `ambiguous-location` has the rest.
        let lacks = |area: ExporterArea, site: &Site<'_>| {
            let lacking = |country| !is_adequate(area, country);
            match (site.what, site.coded()) {
                (SiteKind::Worldwide, _) => true,
                (_, Some(country)) => !area.contains(country) && lacking(country),
                (_, None) => site.is_outside(area) && site.countries().iter().all(lacking),
            }
        };
        let pairs = || entry.areas.iter().flat_map(|area| places().map(move |site| (*area, site)));
        if self.shares_places(entry) && !pairs().all(|(area, site)| lacks(area, site)) {
            return None;
        }
        let (area, place) = pairs().find(|(area, site)| lacks(*area, site))?;
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
    fn without_law(&self, areas: &[ExporterArea]) -> Option<(usize, Misfit)> {
        if !self.areas_are_stated {
            return None;
        }
        for area in areas {
            let applies = |entry: &&StatedTransfer<'m, 't>| entry.areas.contains(area);
            let serves = |entry: &StatedTransfer<'m, 't>| {
                !OF_ONE_LAW.contains(&entry.mechanism.id) || entry.mechanism.law(*area).is_some()
            };
            let mut stated = self.entries.iter().filter(applies).peekable();
            if stated.peek().is_none() || stated.any(serves) {
                continue;
            }
            let needs_one = |site: &&Site<'_>| {
                site.is_outside(*area)
                    && site.countries().iter().any(|country| {
                        !matches!(area.status(country), Adequacy::InArea | Adequacy::Full(_))
                    })
            };
            let Some(place) = self.places.iter().chain(&self.seat).find(needs_one) else {
                continue;
            };
            let index = self.entries.iter().position(|entry| applies(&entry))?;
            let mechanism = self.entries[index].mechanism;
            let (reason, suggestion) = match (mechanism.id, area) {
                ("scc", ExporterArea::Uk) => (
                    "for exporters in the UK the EU clauses need the UK addendum".to_owned(),
                    USE_UK,
                ),
                ("dpf", ExporterArea::Uk) => (
                    format!(
                        "for exporters in the UK the framework needs its UK Extension (built-in list of {CHECKED})"
                    ),
                    USE_UK,
                ),
                _ => (
                    format!("it is not made for exporters in {}", exporter::name(*area)),
                    if *area == ExporterArea::Uk { USE_UK } else { USE_CONTRACT },
                ),
            };
            return Some((index, Misfit { place: place.label(), reason, suggestion }));
        }
        None
    }
}

/// True if data may go to a country on a decision, if only under its condition.
fn is_adequate(area: ExporterArea, country: Country) -> bool {
    !matches!(area.status(country), Adequacy::None)
}
