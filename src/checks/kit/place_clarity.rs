//! Texts about places that cannot be read, that say nothing, or that can be read
//! in several ways.

use crate::checks::kit::cloud_region_ids::{self, StatedProvider};
use crate::checks::kit::suggestions::alternatives;
use crate::diagnostics::Safety;
use crate::facts::countries::Country;
use crate::facts::places::{self, NamedPlace as Reads};
use crate::manifest::reading::PlaceReading;
use crate::manifest::{ClosedVocabulary as _, LocationEntry, Scope, Status, Text, Vendor};
use crate::policy::{CheckOptions, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::as_written;
use crate::values::location::{self, Context, Flag, Names, Part, PartRole, Reading, Referent};
use crate::values::plain_text;
use std::ops::Range;

/// The arguments of its hits.
pub(crate) const VALUE: (&str, &str) = ("value", "the text as written");
/// See [`VALUE`].
pub(crate) const PART: (&str, &str) = ("part", "the part of the text that is pointed at");
/// See [`VALUE`].
pub(crate) const PARTS: (&str, &str) = ("parts", "all parts that cannot be read, quoted");

/// The option with names of places that the user adds.
pub(crate) const EXTRA: OptionSpec<'static> =
    OptionSpec::table("extra", "More names of places, with their countries: `{Wien: AT}`.");

/// The option with the meanings of texts that can be read in several ways.
pub(crate) const PREFER: OptionSpec<'static> = OptionSpec::table(
    "prefer",
    "Texts that can be read in several ways, with the country that is meant: `{GA: US}`.",
);

/// A check for texts about places whose reading has a flag.
pub(crate) struct PlaceClarity {
    flag: Flag,
    extra: Names,
    prefer: Names,
    /// Ids, names and categories of vendors that may be worldwide.
    worldwide_vendors: Vec<String>,
}

fn names(options: &mut CheckOptions<'_>, name: &str) -> Names {
    let mut names = Vec::new();
    for (word, codes) in options.table(name) {
        let code = codes.first().map(String::as_str).unwrap_or_default();
        match Country::from_code(code) {
            Some(country) => names.push((word, country)),
            None => {
                if let Some(at) = options.get(name) {
                    let message = format!("`{code}` is not an ISO 3166-1 code");
                    options.error(at, message, "For example `{Wien: AT}`.");
                }
            }
        }
    }
    Names::new(names.iter().map(|(word, country)| (word.as_str(), *country)))
}

impl PlaceClarity {
    /// The check for a flag, with the options [`EXTRA`] and [`PREFER`].
    pub(crate) fn new(options: &mut CheckOptions<'_>, flag: Flag) -> Self {
        Self {
            flag,
            extra: names(options, "extra"),
            prefer: names(options, "prefer"),
            worldwide_vendors: Vec::new(),
        }
    }

    /// The same check, less vendors that may be worldwide.
    pub(crate) fn except_worldwide(self, worldwide_vendors: Vec<String>) -> Self {
        Self { worldwide_vendors, ..self }
    }

    /// The reading under the options of the rule.
    fn reread(&self, text: Text<'_>, typed_country: bool, context: Context<'_>) -> Reading {
        let context = Context {
            typed_country,
            extra: Some(&self.extra),
            prefer: Some(&self.prefer),
            ..context
        };
        location::read(text.value(), &context)
    }

    fn may_be_worldwide(&self, vendor: &Vendor<'_>) -> bool {
        let has_category = |known: &str| {
            let mut categories = vendor.texts("category").into_iter();
            categories.any(|category| category.value().eq_ignore_ascii_case(known))
        };
        self.worldwide_vendors.iter().any(|known| vendor.goes_by(known) || has_category(known))
    }

    /// The hits for a text whose reading has the flag.
    fn hits(&self, text: Text<'_>, reading: &Reading, field: PlaceField<'_, '_>) -> Vec<Hit> {
        let is_choice = reading.has_role(PartRole::Choice) && reading.places().next().is_none();
        match self.flag {
            Flag::Unknown => self.unread(text, reading, field),
            Flag::Vague if is_choice => {
                let choice = reading.parts.iter().find(|part| part.role == PartRole::Choice);
                let hit = choice.map(|part| hit_at(text, part.range.clone()).variant("choice"));
                hit.into_iter().collect()
            }
            Flag::Vague if !reading.has(Flag::Vague) => {
                let choice = choice_beside(text, reading);
                choice
                    .map(|range| hit_at(text, range).variant("choice_beside"))
                    .into_iter()
                    .collect()
            }
            flag if !reading.has(flag) => Vec::new(),
            flag => {
                let range = reading.range_of(flag).unwrap_or(0..text.value().len());
                // "To be checked, depending on the plan" is one remark.
                let unfinished = plain_text::unfinished_place(text.value(), text.marks());
                if unfinished.is_some_and(|mark| mark.start < range.end && range.start < mark.end) {
                    return Vec::new();
                }
                let mut hit = hit_at(text, range.clone());
                if flag == Flag::Vague {
                    hit = hit.variant(vague_variant(text, reading, &range));
                } else {
                    let readings: Vec<String> = reading.readings.iter().map(shown).collect();
                    // A continent has no code that says so.
                    let is_clear = |code: &&str| {
                        !location::read(code, &Context::default()).has(Flag::Ambiguous)
                    };
                    let codes = reading.readings.iter().map(|place| place.id()).filter(is_clear);
                    let codes: Vec<String> =
                        codes.map(|code| format!("`{}`", as_written(code))).collect();
                    hit = hit
                        .arg("readings", alternatives(&readings))
                        .arg("codes", alternatives(&codes));
                }
                vec![hit]
            }
        }
    }

    /// One hit for the parts that could not be read, and one for each that has a close match.
    fn unread(&self, text: Text<'_>, reading: &Reading, field: PlaceField<'_, '_>) -> Vec<Hit> {
        if !reading.has(Flag::Unknown) {
            return Vec::new();
        }
        let unfinished = plain_text::unfinished_place(text.value(), text.marks());
        let unknown_region = reading
            .parts
            .iter()
            .filter(|part| part.role == PartRole::CloudRegion && part.referent == Referent::None);
        let unread = reading.unread().take(MAX_PARTS);
        let alone = reading.places().next().is_none();
        // Where `unknown-cloud-region` is on, it has more to say about the ids of regions.
        let mut is_first = true;
        let region = unknown_region.filter(|part| {
            let counts = field.has_unknown_region(text, part) || alone && is_first;
            is_first = false;
            counts
        });
        let parts = unread.chain(region.take(MAX_PARTS));
        // `placeholder-value` reports a text that is unfinished; slips are reported beside it.
        let is_told = |hit: &Hit| {
            let has_close = hit.variant.starts_with("close") || hit.variant == "country";
            unfinished.is_none() || has_close
        };
        let is_country = matches!(field, PlaceField::Country);
        let hits = parts.map(|part| {
            let word = text.value().get(part.range.clone()).unwrap_or_default();
            let whole = word == text.value().trim() || part.range.len() >= location::MAX_LENGTH;
            // A name starts with a capital where the text has some: "presence" is no slip.
            let is_word = !whole
                && word.starts_with(char::is_lowercase)
                && text.value().contains(char::is_uppercase);
            let close = location::suggest(word).filter(|_| !is_word);
            // A field for one country holds its code.
            let close = match is_country {
                true => close.and_then(places::country_named).map(Country::alpha2),
                false => close,
            };
            let mut hit = hit_at(text, part.range.clone());
            if let Some(close) = close {
                hit = hit.fix_text(Safety::Unsafe, text, part.range.clone(), close);
            }
            match (close, whole) {
                (Some(close), _) if is_country => {
                    hit.arg("suggestion", close).variant("close_country")
                }
                (None, _) if is_country => hit.variant("country"),
                (Some(close), true) => hit.arg("suggestion", close).variant("close"),
                (Some(close), false) => hit.arg("suggestion", close).variant("close_part"),
                (None, true) => hit,
                (None, false) => hit.variant("part"),
            }
        });
        in_one(hits.filter(is_told).collect())
    }
}

/// Joins the hits for parts of one text that have the same advice: they are one cause.
fn in_one(hits: Vec<Hit>) -> Vec<Hit> {
    let (plain, mut others): (Vec<Hit>, Vec<Hit>) =
        hits.into_iter().partition(|hit| hit.variant == "part");
    let part = |hit: &Hit| hit.arguments.iter().find(|(name, _)| *name == PART.0).cloned();
    let shown: Vec<String> =
        plain.iter().filter_map(part).map(|(_, part)| format!("\"{part}\"")).collect();
    if let Some(first) = plain.into_iter().next() {
        others.push(match shown.len() {
            1 => first,
            _ => first.arg(PARTS.0, alternatives(&shown)).variant("parts"),
        });
    }
    others
}

/// The field that a text about a place is in.
#[derive(Clone, Copy)]
enum PlaceField<'a, 't> {
    /// One for a single country.
    Country,
    /// One of a vendor whose cloud regions `unknown-cloud-region` reports.
    OfVendor(&'a PlaceReading<'t>, &'a LocationEntry<'t>),
    Other,
}

impl<'a, 't> PlaceField<'a, 't> {
    fn of(vendor: &'a Vendor<'t>, found: &'a PlaceReading<'t>, is_listed: bool) -> Self {
        match found.key {
            "country" => Self::Country,
            "text" | "region" if is_listed && vendor.status != Status::Retired => vendor
                .places
                .get(found.place)
                .map_or(Self::Other, |place| Self::OfVendor(found, place)),
            _ => Self::Other,
        }
    }

    /// True if a part is a cloud region that its provider does not have, as
    /// `unknown-cloud-region` has it.
    fn has_unknown_region(self, text: Text<'_>, part: &Part) -> bool {
        let Self::OfVendor(found, place) = self else { return false };
        let id = text.value().get(part.range.clone()).unwrap_or_default();
        let of = StatedProvider::read(found, place);
        part.referent == Referent::None
            && cloud_region_ids::is_unknown(part, id, found.key, place, of)
    }
}

/// Parts of one text that are reported.
const MAX_PARTS: usize = 3;

fn hit_at(text: Text<'_>, range: Range<usize>) -> Hit {
    let part = text.value().get(range.clone()).unwrap_or(text.value());
    let mut hit = Hit::at(text.part(range)).arg("value", text.value()).arg("part", part);
    hit.value = Some(text.value().to_owned());
    hit
}

/// The customer's choice in front of one country: "Region set by the customer, Norway". One
/// country is nothing to choose from, so the choice goes beyond it.
fn choice_beside(text: Text<'_>, reading: &Reading) -> Option<Range<usize>> {
    let mut places = reading.places();
    let (place, None) = (places.next()?, places.next()) else { return None };
    let choice = reading.parts.iter().find(|part| part.role == PartRole::Choice)?;
    let between = text.value().get(choice.range.end..place.range.start)?;
    let is_country = place.role == PartRole::Place;
    (is_country && between.trim() == ",").then(|| choice.range.clone())
}

/// The variant of message and help for a vague part.
fn vague_variant(text: Text<'_>, reading: &Reading, range: &Range<usize>) -> &'static str {
    let role = reading.parts.iter().find(|part| part.range == *range).map(|part| part.role);
    match role {
        Some(PartRole::Hedge) => "hedge",
        Some(PartRole::Seat) => "seat",
        Some(PartRole::Date) => "date",
        _ if *range == (0..text.value().len()) => "whole",
        _ => "",
    }
}

impl ListCheck for PlaceClarity {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for (index, vendor) in subject.entries().enumerate() {
            let is_listed = index < subject.vendors.len();
            if self.flag == Flag::Vague && self.may_be_worldwide(vendor) {
                continue;
            }
            for found in vendor.readings() {
                if hits.is_over() {
                    return;
                }
                let choice = self.flag == Flag::Vague && found.reading.has_role(PartRole::Choice);
                if found.reading.has(self.flag) || choice {
                    let plain = self.extra == Names::default() && self.prefer == Names::default();
                    let again = if plain {
                        None
                    } else {
                        Some(self.reread(
                            found.text,
                            found.key == "country",
                            Context { provider: found.provider, ..vendor.location_context() },
                        ))
                    };
                    let reading = again.as_ref().unwrap_or(&found.reading);
                    hits.extend(
                        self.hits(found.text, reading, PlaceField::of(vendor, found, is_listed))
                            .into_iter()
                            .map(|hit| hit.of(vendor)),
                    );
                }
            }
            if self.flag == Flag::Vague {
                unexplained_global(vendor, hits);
            }
        }
        let Some(manifest) = subject.manifest.filter(|_| self.flag != Flag::Vague) else {
            return;
        };
        // The regions of a claim are places too, and have to be clear.
        for region in manifest.residency.iter().flat_map(|claim| &claim.regions) {
            if Scope::parse(region.value()).is_none() {
                let reading = self.reread(*region, false, Context::default());
                hits.extend(self.hits(*region, &reading, PlaceField::Other));
            }
        }
        // So are the countries that companies are established in.
        let organization = manifest.organization.iter().filter_map(|entry| entry.country);
        for country in organization {
            let reading = self.reread(country, true, Context::default());
            hits.extend(self.hits(country, &reading, PlaceField::Country));
        }
        for vendor in subject.entries() {
            if let Some(country) = vendor.text("country") {
                let reading = self.reread(country, true, Context::default());
                hits.extend(
                    self.hits(country, &reading, PlaceField::Country)
                        .into_iter()
                        .map(|hit| hit.of(vendor)),
                );
            }
        }
    }
}

/// `scope: global` says where; without `why` it is only a shorter "worldwide".
fn unexplained_global(vendor: &Vendor<'_>, hits: &mut Hits) {
    for place in &vendor.places {
        if place.scope == Some(Scope::Global)
            && place.why.is_none()
            && let Some(text) = Text::get(place.node, "scope")
        {
            hits.push(Hit::on(text).of(vendor).arg("part", text.value()).variant("unexplained"));
        }
    }
}

fn shown(place: &Reads) -> String {
    format!("{} ({})", place.in_text(), place.id())
}
