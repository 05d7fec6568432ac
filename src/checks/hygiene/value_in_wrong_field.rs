//! `value-in-wrong-field`: a value that is plainly of another field's kind, mostly from a
//! table row that slipped by a column.

use crate::checks::kit::{mechanism_advice, sites};
use crate::facts::cloud_regions;
use crate::facts::places::{self, NamedPlace};
use crate::manifest::reading::PlaceReading;
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::instrument::{self, Instrument, InstrumentReading};
use crate::values::location::{Flag, Part, PartRole};
use crate::values::plain_text;
use crate::values::postal::is_full_address;
use crate::values::value_kind::{ValueKind, address_kind, value_kind};
use crate::values::web::WebUrl;
use std::collections::HashSet;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "value-in-wrong-field",
    summary: "reports a value that belongs into another field, such as a country under `purpose`",
    options: &[OptionSpec::texts("fields", "The fields to look at; all, if left out.")],
    arguments: &[
        ("field", "the field of the value"),
        ("kind", "what the value is"),
        ("value", "the value as written"),
        ("other_field", "the field that it belongs into"),
        ("mechanism", "the value of `transfer`"),
        ("agreement", "the type of the agreement"),
    ],
    variants: &[
        ("mechanism", "a transfer mechanism stands beside a place"),
        ("agreement", "an agreement with the vendor stands beside a place"),
        ("certificate", "a certificate stands beside a place"),
        ("links", "two links are exchanged"),
    ],
    build: |options| Check::list(ValueInWrongField::new(options)),
};

struct ValueInWrongField {
    fields: Vec<String>,
}

/// True if a text is a location.
struct ForeignValue {
    kind: &'static str,
    other_field: &'static str,
}

/// Words that purposes are made of and names of places are not.
const PURPOSE_WORDS: &[&str] = &[
    "analytics",
    "billing",
    "chat",
    "crm",
    "delivery",
    "email",
    "e-mail",
    "hosting",
    "logging",
    "management",
    "marketing",
    "messaging",
    "monitoring",
    "payment",
    "payments",
    "platform",
    "processing",
    "provider",
    "service",
    "services",
    "software",
    "storage",
    "support",
    "tracking",
];

impl ValueInWrongField {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { fields: options.texts("fields") }
    }

    fn looks_at(&self, field: &str) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|known| known == field)
    }

    fn check<'t>(
        &self,
        vendor: &Vendor<'_>,
        field: &'static str,
        text: Option<Text<'t>>,
        kind_of: impl FnOnce(Text<'t>) -> Option<ForeignValue>,
        hits: &mut Hits,
    ) {
        let Some(text) = text.filter(|_| self.looks_at(field)) else { return };
        if let Some(found) = kind_of(text) {
            let hit = Hit::on(text)
                .of(vendor)
                .arg("field", field)
                .arg("kind", found.kind)
                .arg("other_field", found.other_field)
                .claims_own()
                .claims_value();
            // A blank in the place of the value is a gap of its own.
            let is_left_blank = vendor.field(found.other_field).is_some();
            hits.push(if is_left_blank { hit } else { hit.claims(found.other_field) });
        }
    }
}

impl ListCheck for ValueInWrongField {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        // Most lists say the same of many vendors. To know a text again takes 250
        // instructions, and to judge one 3,000.
        let (mut purposes, mut categories) = (HashSet::new(), HashSet::new());
        for vendor in subject.vendors {
            self.check(
                vendor,
                "purpose",
                vendor.purpose,
                |text| {
                    unless_known(&mut purposes, text, |text| {
                        place(text.value())
                            .or_else(|| other(text.value()))
                            .or_else(|| of_instrument(text))
                            .or_else(|| data(text))
                            .or_else(|| postal(text.value()))
                    })
                },
                hits,
            );
            self.check(
                vendor,
                "legal_name",
                vendor.legal_name,
                |text| address_or_country(text).or_else(|| of_instrument(text)),
                hits,
            );
            // Aruba S.p.A. is called like a country.
            let is_company = is_named_like_its_company(vendor);
            self.check(
                vendor,
                "name",
                vendor.name,
                |text| address_or_country(text).filter(|_| !is_company),
                hits,
            );
            self.check(vendor, "website", vendor.website, |text| email(text.value()), hits);
            for text in vendor.field("data_categories").into_iter().flat_map(Text::each) {
                let kind = |text| {
                    unless_known(&mut categories, text, |text| {
                        other(text.value())
                            .or_else(|| place(text.value()))
                            .or_else(|| of_instrument(text))
                            .or_else(|| activity(text))
                    })
                };
                self.check(vendor, "data_categories", Some(text), kind, hits);
            }
            for text in vendor.field("category").into_iter().flat_map(Text::each) {
                let kind = |text: Text<'_>| {
                    other(text.value())
                        .or_else(|| place(text.value()))
                        .or_else(|| of_instrument(text))
                };
                self.check(vendor, "category", Some(text), kind, hits);
            }
            self.check(vendor, "opt_out", vendor.text("opt_out"), |text| place(text.value()), hits);
            if self.looks_at("links") {
                hits.extend(exchanged_links(vendor));
            }
            for reading in vendor.readings() {
                let is_unread = reading.reading.has(Flag::Unknown) && !reading.reading.has_place();
                let key = if reading.key == "text" { "location" } else { reading.key };
                if self.looks_at(key) {
                    instruments(vendor, key, reading, hits);
                }
                if is_unread {
                    self.check(
                        vendor,
                        key,
                        Some(reading.text),
                        |text| {
                            other(text.value())
                                .or_else(|| data(text))
                                .or_else(|| activity(text))
                                .or_else(|| purpose(text.value()))
                        },
                        hits,
                    );
                }
            }
        }
    }
}

/// True if the legal name of an entry begins with its name, and has a legal form.
fn is_named_like_its_company(vendor: &Vendor<'_>) -> bool {
    let (Some(name), Some(legal)) = (vendor.name_parts(), vendor.legal_entity()) else {
        return false;
    };
    let rest = legal.base().strip_prefix(name.base());
    legal.form().is_some() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Judges a text, unless it is known to be plain.
fn unless_known<'t>(
    plain: &mut HashSet<&'t str>,
    text: Text<'t>,
    kind_of: impl FnOnce(Text<'t>) -> Option<ForeignValue>,
) -> Option<ForeignValue> {
    if plain.contains(text.value()) {
        return None;
    }
    let found = kind_of(text);
    if found.is_none() {
        plain.insert(text.value());
    }
    found
}

/// A mechanism, agreement or certificate. Everyday words for them are none here.
fn of_instrument(text: Text<'_>) -> Option<ForeignValue> {
    let everyday = ["none_required", "derogation", "code_of_conduct", "certification"];
    if text.value().len() > 80 || !text.marks().may_be_instrument() {
        return None;
    }
    let (kind, other_field) = match instrument::read(text.value()).whole()? {
        Instrument::Mechanism(named) if !everyday.contains(&named.id()) => {
            ("a transfer mechanism", "transfer")
        }
        Instrument::Agreement(kind) if kind.id().is_some() => ("an agreement", "agreements"),
        Instrument::Certificate => ("a certificate", "certifications"),
        _ => return None,
    };
    Some(ForeignValue { kind, other_field })
}

fn data(text: Text<'_>) -> Option<ForeignValue> {
    let found = ForeignValue { kind: "a data category", other_field: "data_categories" };
    plain_text::names_data(text.value(), text.marks()).then_some(found)
}

fn activity(text: Text<'_>) -> Option<ForeignValue> {
    let found = ForeignValue { kind: "a purpose", other_field: "purpose" };
    plain_text::names_activity(text.value(), text.marks()).then_some(found)
}

/// Two links whose addresses say that each is the other.
fn exchanged_links(vendor: &Vendor<'_>) -> Option<Hit> {
    vendor.field("links")?;
    let path = |field: &str| {
        let text = vendor.text(field)?;
        Some((text, WebUrl::parse(text.value()).ok()?.path.to_lowercase()))
    };
    let ((dpa, dpa_path), (privacy, privacy_path)) =
        path("links.dpa").zip(path("links.privacy"))?;
    let holds = |path: &str, words: &[&str]| words.iter().any(|word| path.contains(word));
    let exchanged = holds(&dpa_path, PRIVACY_PATHS)
        && !holds(&dpa_path, DPA_PATHS)
        && holds(&privacy_path, DPA_PATHS)
        && !holds(&privacy_path, PRIVACY_PATHS);
    let hit = Hit::on(dpa).of(vendor).arg("field", "links.dpa").arg("other_field", "links.privacy");
    let hit = hit.arg("kind", "the privacy policy");
    exchanged.then(|| hit.related(privacy.span(), "and this like the agreement").variant("links"))
}

/// Words in the addresses of privacy policies.
const PRIVACY_PATHS: &[&str] = &[
    "privacy",
    "datenschutz",
    "confidentialite",
    "vie-privee",
    "privacidad",
    "privacidade",
    "privatliv",
    "integritet",
    "personvern",
    "prywatnosc",
    "soukromi",
    "tietosuoja",
];

/// Words in the addresses of data processing agreements.
const DPA_PATHS: &[&str] = &[
    "dpa",
    "data-processing",
    "dataprocessing",
    "data_processing",
    "auftragsverarbeitung",
    "avv",
    "verwerkersovereenkomst",
    "databehandler",
    "personuppgiftsbitrade",
];

/// Reports a transfer mechanism and a certificate that stand beside a place.
fn instruments(vendor: &Vendor<'_>, field: &str, found: &PlaceReading<'_>, hits: &mut Hits) {
    let has_mechanism = sites::names_mechanism(found);
    let marks = found.text.marks();
    // A text of nothing but instruments is another matter.
    let may_have_certificate = marks.may_name_instrument() && !marks.may_be_instrument();
    let is_told = |part: &Part| part.role == PartRole::Mechanism;
    let has_agreement = found.reading.has_place() && found.reading.parts.iter().any(is_told);
    if !has_mechanism && !has_agreement && !may_have_certificate {
        return;
    }
    let reading = instrument::read(found.text.value());
    if has_mechanism {
        hits.extend(mechanism(vendor, field, found, &reading));
    } else if has_agreement {
        hits.extend(agreement(vendor, field, found.text, &reading));
    }
    if may_have_certificate {
        hits.extend(certificate(vendor, field, found.text, &reading));
    }
}

/// A transfer mechanism that stands beside a place.
fn mechanism(
    vendor: &Vendor<'_>,
    field: &str,
    found: &PlaceReading<'_>,
    reading: &InstrumentReading,
) -> Option<Hit> {
    let ids = reading.mechanism_ids();
    let is_named = |(named, _): &(Instrument, _)| matches!(named, Instrument::Mechanism(_));
    let (_, range) = reading.stated().find(is_named).filter(|_| !ids.is_empty())?;
    let shown = found.text.value().get(range.clone())?;
    let mut hit = Hit::at(found.text.part(range)).of(vendor).arg("field", field);
    hit.value = Some(shown.to_owned());
    let hit = hit.arg("value", shown).arg("kind", "a transfer mechanism");
    let hit = hit.arg("mechanism", mechanism_advice::list(&ids)).arg("other_field", "transfer");
    Some(hit.variant("mechanism"))
}

/// An agreement with the vendor that stands beside a place.
fn agreement(
    vendor: &Vendor<'_>,
    field: &str,
    text: Text<'_>,
    reading: &InstrumentReading,
) -> Option<Hit> {
    let (id, range) = reading.stated().find_map(|(named, range)| match named {
        Instrument::Agreement(kind) => Some((kind.id()?, range)),
        _ => None,
    })?;
    let shown = text.value().get(range.clone())?;
    let mut hit = Hit::at(text.part(range)).of(vendor).arg("field", field);
    hit.value = Some(shown.to_owned());
    let hit = hit.arg("value", shown).arg("kind", "an agreement").arg("agreement", id);
    Some(hit.arg("other_field", "agreements").variant("agreement"))
}

/// A certificate that stands beside a place.
fn certificate(
    vendor: &Vendor<'_>,
    field: &str,
    text: Text<'_>,
    reading: &InstrumentReading,
) -> Option<Hit> {
    let (_, range) = reading.stated().find(|(named, _)| *named == Instrument::Certificate)?;
    let shown = text.value().get(range.clone())?;
    let mut hit = Hit::at(text.part(range)).of(vendor).arg("field", field);
    hit.value = Some(shown.to_owned());
    let hit = hit.arg("value", shown).arg("kind", "a certificate");
    Some(hit.arg("other_field", "certifications").variant("certificate"))
}

/// The whole text is a country, a group of countries or a cloud region.
fn place(text: &str) -> Option<ForeignValue> {
    let found = |kind| Some(ForeignValue { kind, other_field: "location" });
    // Short words such as `ME` and `AP` are no safe sign.
    let named = if (3..=60).contains(&text.len()) { places::named(text) } else { None };
    match named {
        Some(NamedPlace::Country(_)) if text.len() > 3 => return found("a country"),
        Some(NamedPlace::Group(_)) => return found("a region"),
        _ => {}
    }
    let short = if text.len() <= 3 { country(text) } else { None };
    short.or_else(|| {
        if text.contains('-') && cloud_regions::find(None, text).is_some() {
            return found("a cloud region");
        }
        None
    })
}

fn country(text: &str) -> Option<ForeignValue> {
    // An unusual abbreviation such as `IT` is also a purpose or a name.
    let is_country = match text.len() {
        0..=1 => false,
        2 => matches!(text, "US" | "UK" | "DE" | "FR" | "GB" | "NL" | "IE"),
        3 => matches!(text, "USA" | "UAE" | "GBR" | "DEU"),
        4..=60 => places::country_named(text).is_some(),
        _ => false,
    };
    is_country.then_some(ForeignValue { kind: "a country", other_field: "location" })
}

fn address_or_country(text: Text<'_>) -> Option<ForeignValue> {
    address(text.value()).or_else(|| country(text.value()))
}

fn address(text: &str) -> Option<ForeignValue> {
    address_kind(text).and_then(belongs)
}

/// The field that a value of some kind belongs into.
fn belongs(kind: ValueKind) -> Option<ForeignValue> {
    let other_field = match kind {
        ValueKind::Email => "contact",
        ValueKind::Url => "website",
        ValueKind::LegalName => "legal_name",
        ValueKind::Date => "last_reviewed",
    };
    Some(ForeignValue { kind: kind.as_str(), other_field })
}

fn email(text: &str) -> Option<ForeignValue> {
    if !text.contains('@') {
        return None;
    }
    address(text).filter(|found| found.other_field == "contact")
}

/// A street with a number, and a postcode with a town.
fn postal(text: &str) -> Option<ForeignValue> {
    is_full_address(text)
        .then_some(ForeignValue { kind: "a postal address", other_field: "address" })
}

fn other(text: &str) -> Option<ForeignValue> {
    value_kind(text).and_then(belongs)
}

/// A text of a place in which the words of a purpose stand.
fn purpose(text: &str) -> Option<ForeignValue> {
    let words =
        || text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let is_purpose = text.len() <= 200
        && words().any(|word| PURPOSE_WORDS.contains(&word.to_lowercase().as_str()));
    is_purpose.then_some(ForeignValue { kind: "a purpose", other_field: "purpose" })
}
