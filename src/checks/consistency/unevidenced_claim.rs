//! `unevidenced-claim`: praise and certificates that nothing shows.

use crate::checks::kit::claims;
use crate::facts::phrases::{self, PhraseKind};
use crate::manifest::{ClaimEntry, ClaimKind, Text};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unevidenced-claim",
    summary: "reports claims and certificates that come without evidence",
    options: &[OptionSpec::texts("phrases", "More phrases that need evidence.")],
    arguments: &[
        ("quote", "the claim or certificate as written"),
        ("value", "the name of the certificate"),
    ],
    variants: &[("certification", "a certificate of a vendor")],
    build: |options| Check::list(UnevidencedClaim::new(options)),
};

struct UnevidencedClaim {
    phrases: Vec<String>,
}

impl UnevidencedClaim {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { phrases: options.texts("phrases") }
    }

    /// True if a claim needs evidence: a certificate does, and absolute words.
    fn needs_evidence(&self, claim: &ClaimEntry<'_>) -> bool {
        let praise = |text: Text<'_>| {
            phrases::find_phrase(PhraseKind::SecurityClaim, text.value(), &self.phrases).is_some()
        };
        claim.kind == Some(ClaimKind::Certification) || claim.text.is_some_and(praise)
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

fn is_evidence(text: Text<'_>) -> bool {
    !phrases::is_placeholder(text.value(), "evidence", &[], &[])
}
