//! `unknown-cloud-region`: a cloud region is one that its provider has.

use crate::checks::kit::cloud_region_ids::{self, StatedProvider};
use crate::diagnostics::Safety;
use crate::facts::checked;
use crate::facts::cloud_regions::{self, CloudRegion, Found, Provider, Status};
use crate::facts::phrases;
use crate::manifest::reading::{PlaceReading, provider_of};
use crate::manifest::{LocationEntry, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::text::Span;
use crate::text::fold::fold_id;
use crate::text::suggest::known_words;
use crate::values::location::Referent;
use std::ops::Range;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unknown-cloud-region",
    summary: "reports cloud regions that the stated provider does not have, or not now",
    options: &[OptionSpec::table(
        "extra",
        "More cloud regions: providers with the ids of their regions.",
    )],
    arguments: &[
        ("provider", "the name of the provider"),
        ("value", "the region as written"),
        ("key", "the provider as `extra` names it"),
        ("as_of", "the date of the built-in list"),
        ("suggestion", "the region that is written most like it"),
    ],
    variants: &[
        ("close", "a region of the provider is written nearly like it"),
        ("unknown_provider", "nobody says whose region it is"),
        ("closed", "the provider no longer offers the region"),
    ],
    build: |options| Check::list(UnknownCloudRegion::new(options)),
};

struct UnknownCloudRegion {
    /// More regions: the provider as the user calls it, and folded ids.
    extra: Vec<(String, Vec<String>)>,
}

/// Maximum number of suggestions made for a document. A file with more wrong
/// regions than that was made to keep us busy.
const MAX_SUGGESTIONS: usize = 200;

/// A reason to report a region.
#[derive(Clone, Copy)]
enum RegionFault {
    /// The provider does not have it.
    Unknown,
    /// The provider does not offer it any more.
    Closed(CloudRegion),
}

impl UnknownCloudRegion {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        let extra = options.table("extra");
        if let Some(at) = options.get("extra") {
            for (provider, _) in extra.iter().filter(|(name, _)| name.trim().is_empty()) {
                let ids: Vec<&str> = Provider::all().map(Provider::id).collect();
                let help = known_words(provider, &ids);
                options.error(at, "a provider has no name", &help);
            }
        }
        let fold =
            |ids: Vec<String>| ids.iter().map(|id| fold_id(id.trim()).into_owned()).collect();
        Self { extra: extra.into_iter().map(|(name, ids)| (name, fold(ids))).collect() }
    }

    /// True if the user knows the region.
    fn is_added(&self, id: &str, of: StatedProvider<'_>) -> bool {
        let id = fold_id(id.trim()).into_owned();
        self.extra.iter().filter(|(_, ids)| ids.contains(&id)).any(|(name, _)| {
            let stated = of.stated.is_some_and(|stated| stated.eq_ignore_ascii_case(name));
            let nobody = of.known.is_none() && of.stated.is_none();
            stated || nobody || (of.known.is_some() && provider_of(name) == of.known)
        })
    }

    /// The bytes of the text that are a region its provider does not have, or not now.
    fn wrong(
        &self,
        found: &PlaceReading<'_>,
        place: &LocationEntry<'_>,
        of: StatedProvider<'_>,
        settled: &mut Vec<Span>,
    ) -> Vec<(Range<usize>, RegionFault)> {
        let text = found.text.value();
        let mut wrong = Vec::new();
        for part in &found.reading.parts {
            let Some(id) = text.get(part.range.clone()) else { continue };
            let fault = match part.referent {
                Referent::None => cloud_region_ids::is_unknown(part, id, found.key, place, of)
                    .then_some(RegionFault::Unknown),
                Referent::CloudRegion(Found::Region(region)) => {
                    if is_of_other(region, text, found.key, of) {
                        Some(RegionFault::Unknown)
                    } else {
                        (region.status() == Status::Closed).then_some(RegionFault::Closed(region))
                    }
                }
                _ => None,
            };
            match fault {
                Some(_) if self.is_added(id, of) => {
                    settled.push(found.text.part(part.range.clone()));
                }
                Some(fault) => wrong.push((part.range.clone(), fault)),
                None => {}
            }
        }
        wrong
    }
}

/// True if a region is one of another provider only.
fn is_of_other(region: CloudRegion, text: &str, key: &str, of: StatedProvider<'_>) -> bool {
    let Some(provider) = of.known.filter(|provider| *provider != region.provider()) else {
        return false;
    };
    if provider.runs_on().any(|host| host == region.provider()) {
        return false;
    }
    // A vendor, or a service named in the text, may run on another cloud, unless
    // it is one of the big ones itself; and the text may say whose region it is.
    let named = text.to_lowercase().contains(region.provider().id());
    key == "region" && of.stated.is_some() || provider.is_primary() && !named
}

impl ListCheck for UnknownCloudRegion {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let mut suggestions = 0;
        for vendor in subject.vendors {
            for found in vendor.readings() {
                let Some(place) = vendor.places.get(found.place) else { continue };
                let is_id = matches!(found.key, "text" | "region");
                if !is_id || phrases::is_placeholder(found.text.value(), "location", &[], &[]) {
                    continue;
                }
                if !found.reading.parts.iter().any(cloud_region_ids::is_candidate) {
                    continue;
                }
                let of = StatedProvider::read(found, place);
                for (range, fault) in self.wrong(found, place, of, &mut hits.settled) {
                    hits.push(match fault {
                        RegionFault::Closed(region) => closed(vendor, found, range, region),
                        RegionFault::Unknown => {
                            suggestions += 1;
                            let suggest = suggestions <= MAX_SUGGESTIONS;
                            hit(vendor, found, range, of, suggest)
                        }
                    });
                }
            }
        }
    }
}

fn closed(
    vendor: &Vendor<'_>,
    found: &PlaceReading<'_>,
    range: Range<usize>,
    region: CloudRegion,
) -> Hit {
    let id = found.text.value().get(range.clone()).unwrap_or(found.text.value());
    let mut hit = Hit::at(found.text.part(range))
        .of(vendor)
        .arg("value", id)
        .arg("provider", region.provider().name())
        .arg("as_of", region.provider().checked());
    hit.value = Some(id.to_owned());
    hit.variant("closed")
}

fn hit(
    vendor: &Vendor<'_>,
    found: &PlaceReading<'_>,
    range: Range<usize>,
    of: StatedProvider<'_>,
    suggest: bool,
) -> Hit {
    let id = found.text.value().get(range.clone()).unwrap_or(found.text.value());
    let key = of.known.map(Provider::id).or(of.stated).unwrap_or("provider");
    let mut hit = Hit::at(found.text.part(range.clone()))
        .of(vendor)
        .arg("value", id)
        .arg("key", key)
        .arg("as_of", of.known.map_or(checked::CLOUD_REGIONS, Provider::checked));
    hit.value = Some(id.to_owned());
    let Some(provider) = of.known else { return hit.variant("unknown_provider") };
    let hit = hit.arg("provider", provider.name());
    let near = if suggest { cloud_regions::suggest(Some(provider), id) } else { Vec::new() };
    match near.first() {
        Some(region) => hit
            .fix_text(Safety::Unsafe, found.text, range, region.id())
            .arg("suggestion", region.id())
            .variant("close"),
        None => hit,
    }
}
