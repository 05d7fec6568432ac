//! Claims about where data stays, compared with where the vendors are.

use crate::facts::places::NamedPlace;
use crate::manifest::{
    Activity, Audience, ClosedVocabulary as _, LocationEntry, Manifest, ResidencyClaim, Scope,
    Text, Vendor,
};
use crate::policy::{CheckOptions, EvaluationFailure, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::text::Span;
use crate::text::fold::slug;
use crate::values::location::{self, Claim as Area, Context, Fit, Reading, Reason};
use std::collections::HashSet;

/// The option with the activities that claims are compared on.
pub(crate) const ACTIVITIES: OptionSpec<'static> = OptionSpec::words(
    "activities",
    ("an activity", activity_words),
    &[],
    "The activities that claims are compared on; all, if left out.",
);

/// The option with vendors that no claim is about.
pub(crate) const EXCEPTIONS: OptionSpec<'static> =
    OptionSpec::texts("exceptions", "Vendors, by id or name, that no claim is about.");

/// Arguments of the hits of both checks.
pub(crate) const SCOPE: (&str, &str) =
    ("scope", "whose data it is about, such as `end-user`; `personal` if nobody says");
/// See [`SCOPE`].
pub(crate) const CLAIM: (&str, &str) = ("claim", "the claim as written");
/// See [`SCOPE`].
pub(crate) const REGIONS: (&str, &str) = ("regions", "the regions of the claim");

fn activity_words() -> Vec<&'static str> {
    Activity::WORDS.iter().map(|(word, _)| *word).collect()
}

/// Claims times what vendors say of places and data that one manifest may have;
/// far beyond any list that people read.
const MAX_PAIRS: usize = 4_000_000;

/// Regions of a claim that a message names.
const MAX_SHOWN: usize = 50;

/// A comparison of residency claims with the places of the vendors in their
/// scope.
pub(crate) struct ResidencyComparison {
    /// Reports places outside a claim rather than those that cannot be told.
    mismatch: bool,
    activities: Vec<Activity>,
    exceptions: Vec<String>,
    establishment: bool,
}

impl ResidencyComparison {
    /// Reports places outside a claim.
    pub(crate) fn mismatch(options: &mut CheckOptions<'_>) -> Self {
        let words = options.words("activities");
        Self {
            mismatch: true,
            activities: words.iter().filter_map(|word| Activity::parse(word)).collect(),
            exceptions: options.texts("exceptions"),
            establishment: false,
        }
    }

    /// Reports places of which nobody can tell; `establishment` adds companies
    /// whose seat is outside.
    pub(crate) fn unverifiable(options: &mut CheckOptions<'_>, establishment: bool) -> Self {
        Self { mismatch: false, establishment, ..Self::mismatch(options) }
    }

    /// True if a claim speaks about a vendor's data.
    fn in_scope(
        &self,
        claim: &ResidencyClaim<'_>,
        words: &ClaimWords,
        exceptions: &ClaimExceptions,
        vendor: &Vendor<'_>,
    ) -> bool {
        let activity = self.activities.is_empty()
            || claim.activities.is_empty()
            || claim.activities.iter().any(|activity| self.activities.contains(activity));
        activity
            && claim.audiences.overlaps(vendor.audiences)
            && !exceptions.hold_for(vendor)
            && (words.data.is_empty() || words.overlap(&vendor.texts("data_categories")))
    }

    /// Compares a vendor with a claim; returns nothing if they fit.
    fn judge(
        &self,
        claim: &ResidencyClaim<'_>,
        words: &ClaimWords,
        area: &Area,
        vendor: &Vendor<'_>,
    ) -> Vec<(Option<Span>, ResidencyVerdict)> {
        let customer_choice = words.customer_choice;
        let mut verdicts = Vec::new();
        if vendor.places.is_empty() {
            verdicts.push((None, ResidencyVerdict::unverifiable("it has no location")));
        }
        let readings = vendor.readings();
        for (index, place) in vendor.places.iter().enumerate() {
            if !concerns(claim, words, place) {
                continue;
            }
            let span = place.shown().map(Text::span);
            match place.scope {
                Some(Scope::CustomerChoice) if customer_choice => continue,
                Some(Scope::CustomerChoice) => {
                    let verdict = ResidencyVerdict::unverifiable("the customer chooses where");
                    verdicts.push((Some(place.node.span()), verdict));
                    continue;
                }
                Some(Scope::Global) => {
                    let verdict = ResidencyVerdict::unverifiable("it is worldwide");
                    verdicts.push((Some(place.node.span()), verdict));
                    continue;
                }
                None => {}
            }
            // The readings stand in the order of the places.
            let start = readings.partition_point(|reading| reading.place < index);
            let own = || readings[start..].iter().take_while(|reading| reading.place == index);
            if own().next().is_none() {
                let verdict = ResidencyVerdict::unverifiable("its location names no place");
                verdicts.push((Some(place.node.span()), verdict));
            }
            for found in own() {
                let mut reading = &found.reading;
                let conditional;
                if place.when.is_some() {
                    conditional = reading.clone().under_condition();
                    reading = &conditional;
                }
                let text = found.text.value();
                let verdict = match area.fit(reading) {
                    Fit::Inside => continue,
                    Fit::Outside(_) | Fit::Unverifiable(Reason::UnreadableClaim)
                        if customer_choice =>
                    {
                        ResidencyVerdict::left_to_customer()
                    }
                    Fit::Outside(place) => ResidencyVerdict::Outside(place),
                    Fit::Unverifiable(reason) => ResidencyVerdict::of(reason, text),
                };
                verdicts.push((span, verdict));
                break;
            }
        }
        if verdicts.is_empty()
            && self.establishment
            && !self.mismatch
            && let Some(country) = vendor.country_code().filter(|country| !area.contains(*country))
        {
            let reason = format!("the company is established in {}", country.in_text());
            let span = vendor.text("country").map(Text::span);
            let variant = "establishment";
            verdicts.push((span, ResidencyVerdict::Unverifiable { reason, variant }));
        }
        verdicts
    }
}

/// The vendors that a claim leaves out, as references name them.
#[derive(Default)]
struct ClaimExceptions {
    /// Ids that are stated; each stands for its entry only.
    ids: HashSet<String>,
    names: HashSet<String>,
}

impl ClaimExceptions {
    fn of(claim: &ResidencyClaim<'_>, more: &[String], manifest: &Manifest<'_>) -> Self {
        let stated = claim.exceptions.iter().map(|text| text.value());
        let all = stated.chain(more.iter().map(String::as_str)).map(slug);
        let mut all = all.filter(|slug| !slug.is_empty()).peekable();
        if all.peek().is_none() {
            return Self::default();
        }
        let entries = manifest.vendors.iter().chain(&manifest.other_recipients);
        let known: HashSet<String> = entries.filter_map(|vendor| vendor.id_or_default()).collect();
        let (ids, names) = all.partition(|slug| known.contains(slug));
        Self { ids, names }
    }

    fn hold_for(&self, vendor: &Vendor<'_>) -> bool {
        (!self.ids.is_empty() && vendor.id_or_default().is_some_and(|id| self.ids.contains(&id)))
            || (!self.names.is_empty() && vendor.slugs().any(|slug| self.names.contains(&slug)))
    }
}

enum ResidencyVerdict {
    Outside(NamedPlace),
    Unverifiable {
        reason: String,
        /// The variant of the texts: what the reason is about.
        variant: &'static str,
    },
}

impl ResidencyVerdict {
    fn unverifiable(reason: impl Into<String>) -> Self {
        Self::Unverifiable { reason: reason.into(), variant: "" }
    }

    /// The claim leaves the place to the customer, the vendor does not.
    fn left_to_customer() -> Self {
        let reason = "the claim leaves the place to the customer".to_owned();
        Self::Unverifiable { reason, variant: "choice" }
    }

    fn of(reason: Reason, text: &str) -> Self {
        let variant = match reason {
            Reason::UnreadableClaim | Reason::AmbiguousClaim(_) => "claim",
            _ => "",
        };
        Self::Unverifiable { reason: explain(reason, text), variant }
    }
}

/// Variants of the hits about what cannot be told.
pub(crate) const VARIANTS: &[(&str, &str)] = &[
    ("claim", "the claim itself cannot be read"),
    ("choice", "the claim leaves the place to the customer"),
    ("establishment", "the company is established elsewhere"),
];

impl ListCheck for ResidencyComparison {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        if manifest.residency.is_empty() {
            return;
        }
        let said = |vendor: &&Vendor<'_>| {
            let places = vendor.places.iter().map(|place| 1 + place.data.len());
            let data = vendor.field("data_categories").map_or(0, |data| data.items().len());
            1 + data + places.sum::<usize>()
        };
        let said: usize = subject.vendors.iter().map(said).sum();
        let pairs = manifest.residency.len().saturating_mul(said);
        if pairs > MAX_PAIRS {
            hits.failures.push(EvaluationFailure {
                span: manifest.key("residency").map_or(manifest.anchor(), |key| key.span()),
                vendor: None,
                message: format!(
                    "{} claims times {} vendors are too many to compare",
                    manifest.residency.len(),
                    subject.vendors.len()
                ),
                help: Some(
                    "Give each claim to the vendors it is about in a file of their own.".to_owned(),
                ),
                policy: None,
            });
            return;
        }
        for claim in &manifest.residency {
            let regions: Vec<Reading> = claim
                .regions
                .iter()
                .filter(|region| !is_choice(**region))
                .map(|region| location::read(region.value(), &Context::default()))
                .collect();
            let area = Area::of(&regions);
            let words = ClaimWords::of(claim);
            let exceptions = ClaimExceptions::of(claim, &self.exceptions, manifest);
            let shown: Vec<&str> =
                claim.regions.iter().take(MAX_SHOWN).map(|region| region.value()).collect();
            let (title, shown) = (claim.title(), shown.join(", "));
            for vendor in subject.vendors {
                if hits.is_over() {
                    return;
                }
                if !self.in_scope(claim, &words, &exceptions, vendor) {
                    continue;
                }
                let verdicts = self.judge(claim, &words, &area, vendor);
                // One finding for a vendor and a claim: what is known to be
                // outside says more than what cannot be told.
                let outside = verdicts
                    .iter()
                    .find(|(_, verdict)| matches!(verdict, ResidencyVerdict::Outside(_)));
                let Some((span, verdict)) = outside.or(verdicts.first()) else { continue };
                let hit = match verdict {
                    ResidencyVerdict::Outside(place) if self.mismatch => {
                        let hit = Hit::at(span.unwrap_or(vendor.anchor()));
                        hit.arg("place", place.in_text())
                    }
                    ResidencyVerdict::Unverifiable { reason, variant } if !self.mismatch => {
                        let hit = Hit::at(span.unwrap_or(vendor.anchor()));
                        hit.arg("reason", reason).variant(variant)
                    }
                    _ => continue,
                };
                let mut hit = hit
                    .of(vendor)
                    .arg("claim", &title)
                    .arg("regions", &shown)
                    .arg("scope", scope(claim, vendor))
                    .judging(&title);
                if let Some(text) = claim.anchor() {
                    hit = hit.related(text.span(), "claim made here");
                }
                hits.push(hit);
            }
        }
    }
}

fn is_choice(region: Text<'_>) -> bool {
    Scope::parse(region.value()) == Some(Scope::CustomerChoice)
}

/// The data of a claim in small letters, for every vendor to look up.
struct ClaimWords {
    data: HashSet<String>,
    /// True if the claim leaves the place to the customer.
    customer_choice: bool,
}

impl ClaimWords {
    fn of(claim: &ResidencyClaim<'_>) -> Self {
        let data = claim.data.iter().map(|text| text.value().to_lowercase()).collect();
        Self { data, customer_choice: claim.regions.iter().any(|region| is_choice(*region)) }
    }

    /// True if the claim is about some of the data. A list that is empty means
    /// any.
    fn overlap(&self, data: &[Text<'_>]) -> bool {
        self.data.is_empty()
            || data.is_empty()
            || data.iter().any(|text| {
                // Several in one text are several.
                let text = text.value().to_lowercase();
                let mut items = text.split([',', ';', '、', '\n']).map(str::trim);
                self.data.contains(text.as_str()) || items.any(|item| self.data.contains(item))
            })
    }
}

/// True if a place is about what a claim is about.
fn concerns(claim: &ResidencyClaim<'_>, words: &ClaimWords, place: &LocationEntry<'_>) -> bool {
    let activity = claim.activities.is_empty()
        || claim.activities.iter().any(|activity| place.covers(*activity));
    activity && words.overlap(&place.data)
}

/// Whose data the finding is about: `end-user`, or `personal` when nobody says.
fn scope(claim: &ResidencyClaim<'_>, vendor: &Vendor<'_>) -> String {
    let words: Vec<String> = Audience::WORDS
        .iter()
        .map(|&(_, audience)| audience)
        .filter(|&audience| {
            let one = std::iter::once(audience).collect();
            let stated = |set: crate::manifest::Audiences| set.is_empty() || set.contains_any(one);
            let any = claim.audiences.is_empty() && vendor.audiences.is_empty();
            !any && stated(claim.audiences) && stated(vendor.audiences)
        })
        .map(|audience| audience.word().replace('_', "-"))
        .collect();
    if words.is_empty() { "personal".to_owned() } else { words.join(" and ") }
}

fn explain(reason: Reason, text: &str) -> String {
    match reason {
        Reason::UnreadableClaim => "the claim names no region that can be read".to_owned(),
        Reason::AmbiguousClaim(country) => {
            format!("the claim can be read with and without {}", country.in_text())
        }
        Reason::Placeholder => format!("its location is a placeholder: \"{text}\""),
        Reason::Unknown => format!("its location cannot be read: \"{text}\""),
        Reason::Ambiguous => format!("its location has several readings: \"{text}\""),
        Reason::Worldwide => format!("its location is worldwide: \"{text}\""),
        Reason::Vague => format!("its location does not say where: \"{text}\""),
        Reason::Group(group) => format!("not all of {} is inside the claim", group.in_text()),
        Reason::Conditional => format!("its location holds under a condition only: \"{text}\""),
        Reason::Unread => format!("a part of its location cannot be read: \"{text}\""),
    }
}
