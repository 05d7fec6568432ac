//! `unevidenced-claim`: praise and certificates that nothing shows.

use crate::checks::kit::claims;
use crate::facts::phrases::{self, PhraseKind};
use crate::manifest::{ClaimEntry, ClaimKind, Dated, Text};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::date::days_between;
use crate::values::instrument::{self, Instrument};
use crate::values::location::{self, Context, Flag};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unevidenced-claim",
    summary: "reports claims and certificates that come without evidence",
    options: &[
        OptionSpec::texts("phrases", "More phrases that need evidence."),
        OptionSpec::integer(
            "max_report_age_days",
            730,
            "The days after the end of its period in which a report counts.",
        ),
    ],
    arguments: &[
        ("quote", "the claim or certificate as written"),
        ("value", "the name of the certificate"),
        ("date", "the day on which it ended"),
    ],
    variants: &[
        ("certification", "a certificate of a vendor"),
        ("law", "a law, for which there is no certificate"),
        ("agreement", "an agreement with the vendor"),
        ("mechanism", "a transfer mechanism"),
        ("place", "a place"),
        ("ended", "the report or certificate ended long ago"),
    ],
    build: |options| Check::list(UnevidencedClaim::new(options)),
};

struct UnevidencedClaim {
    phrases: Vec<String>,
    max_report_age_days: i64,
}

impl UnevidencedClaim {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        let max_report_age_days = options.int("max_report_age_days");
        Self { phrases: options.texts("phrases"), max_report_age_days }
    }

    /// True if a claim needs evidence: a certificate does, and absolute words.
    fn needs_evidence(&self, claim: &ClaimEntry<'_>) -> bool {
        let praise = |text: Text<'_>| {
            phrases::find_phrase(PhraseKind::SecurityClaim, text.value(), &self.phrases).is_some()
        };
        // What is marked as an assurance and names a standard or law promises it.
        let names = |text: Text<'_>| {
            instrument::read(text.value())
                .stated()
                .any(|(named, _)| matches!(named, Instrument::Law | Instrument::Certificate))
        };
        match claim.kind {
            Some(ClaimKind::Certification) => true,
            Some(ClaimKind::Assurance) => {
                claim.text.is_some_and(|text| praise(text) || names(text))
            }
            _ => claim.text.is_some_and(praise),
        }
    }
}

impl ListCheck for UnevidencedClaim {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        for claim in &manifest.claims {
            if self.needs_evidence(claim) && !claim.evidence.is_some_and(is_evidence) {
                hits.push(claims::hit(claim));
            }
        }
        for vendor in subject.vendors.iter().filter(|vendor| vendor.is_current()) {
            for certification in vendor.certifications() {
                let Some(name) = certification.name else { continue };
                if phrases::is_placeholder(name.value(), "certifications", &[], &[]) {
                    continue;
                }
                if let Some(variant) = no_certificate(name) {
                    // A retired mechanism is reported for what it is.
                    if !variant.is_empty() {
                        let hit = Hit::on(name).of(vendor).arg("quote", name.value());
                        hits.push(hit.variant(variant));
                    }
                    continue;
                }
                if let Some(until) = certification.until.map(Dated::of)
                    && let Some(day) = until.day
                    && days_between(day, subject.today) > self.max_report_age_days
                {
                    let hit = Hit::on(until.text).of(vendor).arg("quote", name.value());
                    hits.push(hit.arg("date", day.to_string()).variant("ended"));
                    continue;
                }
                let shown = [certification.url, certification.until].into_iter().flatten();
                if shown.into_iter().any(is_evidence) || name.value().contains("://") {
                    continue;
                }
                let hit = Hit::on(name).of(vendor).arg("quote", name.value());
                hits.push(hit.variant("certification"));
            }
        }
    }
}

/// The variant of a name that is that of no certificate; empty for what another rule reports.
fn no_certificate(name: Text<'_>) -> Option<&'static str> {
    let reading = instrument::read(name.value());
    if reading.retired().next().is_some() {
        return Some("");
    }
    match reading.whole() {
        Some(Instrument::Law) => return Some("law"),
        Some(Instrument::Agreement(_)) => return Some("agreement"),
        Some(Instrument::Mechanism(named)) if named.id() != "certification" => {
            return Some("mechanism");
        }
        Some(_) => return None,
        None => {}
    }
    let place = location::read(name.value(), &Context::default());
    let is_place = place.has_place() && !place.has(Flag::Unknown) && name.value().len() > 3;
    is_place.then_some("place")
}

fn is_evidence(text: Text<'_>) -> bool {
    !phrases::is_placeholder(text.value(), "evidence", &[], &[])
}
