//! Texts about places that cannot be read, that say nothing, or that can be read
//! in several ways.

use crate::diagnostics::Safety;
use crate::facts::countries::Country;
use crate::facts::places::NamedPlace as Reads;
use crate::manifest::{ClosedVocabulary as _, Scope, Text, Vendor};
use crate::policy::{CheckOptions, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::location::{self, Context, Flag, Names, Reading};

/// The arguments of its hits.
pub(crate) const VALUE: (&str, &str) = ("value", "the text as written");
/// See [`VALUE`].
pub(crate) const PART: (&str, &str) = ("part", "the part of the text that is pointed at");

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
    fn reread(&self, text: Text<'_>, typed_country: bool) -> Reading {
        let context = Context {
            typed_country,
            extra: Some(&self.extra),
            prefer: Some(&self.prefer),
            ..Context::default()
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

    /// The hit for a text whose reading has the flag.
    fn hit(&self, text: Text<'_>, reading: &Reading) -> Option<Hit> {
        if !reading.has(self.flag) {
            return None;
        }
        let range = reading.range_of(self.flag).unwrap_or(0..text.value().len());
        let part = text.value().get(range.clone()).unwrap_or(text.value());
        let mut hit =
            Hit::at(text.part(range.clone())).arg("value", text.value()).arg("part", part);
        hit.value = Some(text.value().to_owned());
        if self.flag == Flag::Vague && part == text.value() {
            hit = hit.variant("whole");
        }
        if self.flag == Flag::Ambiguous {
            let readings: Vec<String> = reading.readings.iter().map(shown).collect();
            let example = reading.readings.first().map_or("", |place| place.id());
            hit = hit.arg("readings", join(&readings)).arg("example", example);
        }
        if self.flag == Flag::Unknown {
            if reading.has_place() {
                return None;
            }
            if let Some(word) = location::suggest(part) {
                hit = hit.fix_text(Safety::Unsafe, text, range, word);
                hit = hit.arg("suggestion", word).variant("close");
            }
        }
        Some(hit)
    }
}

impl ListCheck for PlaceClarity {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.entries() {
            if self.flag == Flag::Vague && self.may_be_worldwide(vendor) {
                continue;
            }
            for found in vendor.readings() {
                if hits.is_over() {
                    return;
                }
                if found.reading.has(self.flag) {
                    let plain = self.extra == Names::default() && self.prefer == Names::default();
                    let again = if plain {
                        None
                    } else {
                        Some(self.reread(found.text, found.key == "country"))
                    };
                    let reading = again.as_ref().unwrap_or(&found.reading);
                    hits.extend(self.hit(found.text, reading).map(|hit| hit.of(vendor)));
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
                let reading = self.reread(*region, false);
                hits.extend(self.hit(*region, &reading));
            }
        }
        // So are the countries that companies are established in.
        let organization = manifest.organization.iter().filter_map(|entry| entry.country);
        for country in organization {
            let reading = self.reread(country, true);
            hits.extend(self.hit(country, &reading));
        }
        for vendor in subject.entries() {
            if let Some(country) = vendor.text("country") {
                let reading = self.reread(country, true);
                hits.extend(self.hit(country, &reading).map(|hit| hit.of(vendor)));
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
            hits.push(Hit::on(text).of(vendor).arg("part", text.value()));
        }
    }
}

fn shown(place: &Reads) -> String {
    format!("{} ({})", place.in_text(), place.id())
}

fn join(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}
