//! `claim-contradicted`: claims that the list does not bear out.

use crate::checks::kit::claims;
use crate::checks::kit::exporter::{self, Exporters};
use crate::checks::kit::sites;
use crate::facts::adequacy::ExporterArea;
use crate::manifest::{
    ClaimEntry, ClaimKind, ClosedVocabulary as _, Manifest, Status, Text, Vendor,
};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::Value;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "claim-contradicted",
    summary: "reports claims that the list contradicts",
    options: &[
        OptionSpec::words(
            "kinds",
            ("a kind of claim", claim_kinds),
            &[],
            "The kinds of claims to compare with the list; all, if left out.",
        ),
        exporter::OPTION,
    ],
    arguments: &[
        ("quote", "the claim as written"),
        ("line", "the line of the vendor that contradicts it"),
    ],
    variants: &[
        ("affiliates", "the claim speaks of group companies, and none is listed"),
        ("stated", "`affiliates_may_process` says so, and none is listed"),
        ("transfers", "data goes to places outside"),
    ],
    build: |options| Check::list(ClaimContradicted::new(options)),
};

fn claim_kinds() -> Vec<&'static str> {
    ClaimKind::WORDS.iter().map(|(word, _)| *word).collect()
}

struct ClaimContradicted {
    kinds: Vec<ClaimKind>,
    exporter: Vec<ExporterArea>,
}

/// Maximum number of further vendors that a finding points at.
const MAX_RELATED: usize = 4;

impl ClaimContradicted {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        let kinds = options.words("kinds");
        let kinds = kinds.iter().filter_map(|word| ClaimKind::parse(word)).collect();
        Self { kinds, exporter: exporter::option(options) }
    }

    fn checks(&self, kind: ClaimKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// Group companies may process the data, and none is on the list.
    fn affiliates(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        let organization = manifest.organization.as_ref();
        let claim = manifest.claims.iter().find(|claim| claim.kind == Some(ClaimKind::Affiliates));
        let stated = organization
            .filter(|organization| organization.affiliates_may_process == Some(true))
            .and_then(|organization| organization.node.get("affiliates_may_process"));
        if claim.is_none() && stated.is_none() {
            return;
        }
        let own = own_name(manifest);
        let is_affiliate = |vendor: &&Vendor<'_>| is_affiliate(vendor, own.as_deref());
        if subject.vendors.iter().filter(|vendor| vendor.is_current()).any(is_affiliate) {
            return;
        }
        let mut hit = match (claim, stated) {
            (Some(claim), _) => claims::hit(claim),
            (None, Some(value)) => {
                Hit::at(value.span()).arg("quote", "affiliates_may_process: true")
            }
            (None, None) => return,
        };
        if let (Some(_), Some(value)) = (claim, stated) {
            hit = hit.related(value.span(), "they may process data");
        }
        hits.push(hit.variant(if claim.is_some() { "affiliates" } else { "stated" }));
    }
}

impl ListCheck for ClaimContradicted {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        if self.checks(ClaimKind::Affiliates) {
            self.affiliates(subject, hits);
        }
        if manifest.claims.is_empty() {
            return;
        }
        let mut areas = Exporters::of(&self.exporter, Some(manifest)).areas;
        let organization = manifest.organization.as_ref();
        if areas.is_empty() && organization.is_none_or(|own| own.country.is_none()) {
            // Transfers to third countries are those of the GDPR.
            areas.push(ExporterArea::Eea);
        }
        let active: Vec<&Vendor<'_>> = subject
            .vendors
            .iter()
            .copied()
            .filter(|vendor| vendor.status == Status::Active && !is_self_hosted(vendor))
            .collect();
        // Which vendors are third parties, and which are abroad, does not
        // depend on the claim.
        let own = own_name(manifest);
        let is_third = |vendor: &&Vendor<'_>| !is_affiliate(vendor, own.as_deref());
        let third: Vec<_> = active.iter().copied().filter(is_third).collect();
        let mut abroad: Option<Vec<&Vendor<'_>>> = None;
        for claim in manifest.claims.iter().take(MAX_CLAIMS) {
            let Some(kind) = claim.kind.filter(|kind| self.checks(*kind)) else { continue };
            let against = match kind {
                ClaimKind::NoThirdParty => &third,
                ClaimKind::NoTransfers => abroad.get_or_insert_with(|| {
                    active.iter().copied().filter(|vendor| is_abroad(vendor, &areas)).collect()
                }),
                _ => continue,
            };
            let mut covered = against.iter().filter(|vendor| covers(claim, vendor));
            let Some(first) = covered.next() else { continue };
            let mut hit = claims::hit(claim)
                .of(first)
                .arg("line", subject.line_of(first.anchor()))
                .related(first.anchor(), "listed here")
                .variant(if kind == ClaimKind::NoTransfers { "transfers" } else { "" });
            for vendor in covered.take(MAX_RELATED) {
                hit = hit.related(vendor.anchor(), "and here");
            }
            hits.push(hit);
        }
    }
}

/// Claims that are compared with the list; far more than any page makes.
const MAX_CLAIMS: usize = 1_000;

/// True if a claim is about the data of a vendor. Where one names audiences and
/// the other does not, nobody can tell.
fn covers(claim: &ClaimEntry<'_>, vendor: &Vendor<'_>) -> bool {
    claim.audiences.is_empty() || vendor.audiences.contains_any(claim.audiences)
}

/// True if data leaves all of the areas.
fn is_abroad(vendor: &Vendor<'_>, areas: &[ExporterArea]) -> bool {
    !areas.is_empty()
        && sites::of_places(vendor)
            .iter()
            .any(|site| areas.iter().all(|area| site.is_outside(*area)))
}

/// The name of the organisation in small letters.
fn own_name(manifest: &Manifest<'_>) -> Option<String> {
    let name = manifest.organization.as_ref()?.name?;
    Some(name.value().to_lowercase())
}

/// True if a vendor is a company of the organisation's group: it is marked as
/// one, or called after the organisation, as `Wolke Ireland` is after `Wolke`.
fn is_affiliate(vendor: &Vendor<'_>, own: Option<&str>) -> bool {
    let called_after = |text: Text<'_>, own: &str| {
        let name = text.value().to_lowercase();
        let rest = name.strip_prefix(own);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    match vendor.field("affiliate").and_then(Value::as_bool) {
        Some(stated) => stated,
        None => own.is_some_and(|own| {
            let names = [vendor.name, vendor.legal_name].into_iter().flatten();
            names.into_iter().any(|text| called_after(text, own))
        }),
    }
}

fn is_self_hosted(vendor: &Vendor<'_>) -> bool {
    vendor.field("self_hosted").and_then(Value::as_bool) == Some(true)
}
