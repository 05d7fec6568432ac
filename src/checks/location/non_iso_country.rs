//! `non-iso-country`: a `country` field holds a code of ISO 3166-1.

use crate::checks::kit::fields::{FieldScalar, visit};
use crate::diagnostics::Safety;
use crate::facts::countries::Country;
use crate::facts::places;
use crate::manifest::Text;
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::as_written;
use crate::values::location::{self, Context, Flag, PartRole};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "non-iso-country",
    summary: "reports names and unofficial codes in the `country` fields",
    options: &[OptionSpec::word(
        "style",
        &["alpha2", "alpha3", "name"],
        "How countries are written.",
    )],
    arguments: &[
        ("field", "the field of the country"),
        ("value", "the country as written"),
        ("code", "the country as it should be written"),
        ("codes", "the countries, if there are several"),
        ("place", "the field for the place of the data, as it is written"),
    ],
    variants: &[
        ("alpha3", "three letters are wanted"),
        ("name", "a name is wanted"),
        ("several", "it holds several countries"),
        ("place", "it holds a city or a cloud region"),
        ("area", "it holds an area"),
        ("world", "it holds the world"),
        ("elsewhere", "it holds no single country, and no place of the data is near"),
    ],
    build: |options| Check::list(NonIsoCountry { style: CountryStyle::new(options) }),
};

struct NonIsoCountry {
    style: CountryStyle,
}

#[derive(Clone, Copy)]
enum CountryStyle {
    Alpha2,
    Alpha3,
    Name,
}

impl CountryStyle {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        match options.word("style") {
            "alpha3" => Self::Alpha3,
            "name" => Self::Name,
            _ => Self::Alpha2,
        }
    }

    /// Returns the spelling that the style asks for.
    fn wanted(self, country: Country) -> &'static str {
        match self {
            Self::Alpha2 => country.alpha2(),
            Self::Alpha3 => country.alpha3(),
            Self::Name => country.name(),
        }
    }

    /// True if a text that means the country is written so. Any name of it will
    /// do, in any language.
    fn fits(self, text: &str, country: Country) -> bool {
        match self {
            Self::Name => Country::from_code(text).is_none(),
            _ => text == self.wanted(country),
        }
    }

    fn variant(self) -> &'static str {
        match self {
            Self::Alpha2 => "",
            Self::Alpha3 => "alpha3",
            Self::Name => "name",
        }
    }
}

impl NonIsoCountry {
    /// The hit for a value that is no name of one country; nothing for what cannot be
    /// read, or only in several ways: other rules report that.
    fn other_than_country(&self, text: Text<'_>) -> Option<Hit> {
        let context = Context { typed_country: true, ..Context::default() };
        let reading = location::read(text.value(), &context);
        if [Flag::Ambiguous, Flag::Unknown, Flag::Placeholder].iter().any(|flag| reading.has(*flag))
        {
            return None;
        }
        let codes: Vec<&str> =
            reading.countries.iter().map(|country| self.style.wanted(country)).collect();
        let hit = Hit::on(text);
        if reading.worldwide {
            return Some(hit.variant("world"));
        }
        match (&codes[..], reading.groups.is_empty()) {
            ([], true) => None,
            ([code], true) => {
                let exact = reading
                    .places()
                    .any(|part| matches!(part.role, PartRole::City | PartRole::CloudRegion));
                let hit = hit.arg("code", as_written(code));
                Some(if exact { hit.variant("place") } else { hit.variant(self.style.variant()) })
            }
            ([first, ..], true) => {
                let shown = codes.join(", ");
                Some(hit.arg("code", as_written(first)).arg("codes", shown).variant("several"))
            }
            (_, false) => Some(hit.variant("area")),
        }
    }
}

/// Adds the field that a place belongs in that is no single country.
fn beside(hit: Hit, field: FieldScalar<'_, '_>, text: Text<'_>) -> Hit {
    if !matches!(hit.variant, "several" | "place" | "area" | "world") {
        return hit;
    }
    let value = as_written(text.value());
    let nested = matches!(field.parent, "location" | "locations");
    let codes = hit.arguments.iter().find(|(name, _)| *name == "codes");
    let codes = codes.map_or("", |(_, codes)| codes);
    let place = match (hit.variant, nested) {
        ("several", false) => format!("locations: [{codes}]"),
        ("world", false) => "location: {scope: global, why: ...}".to_owned(),
        ("world", true) => "scope: global, why: ...".to_owned(),
        (_, false) => format!("location: {value}"),
        (_, true) => format!("region: {value}"),
    };
    let is_elsewhere = field.vendor.is_none() || !(field.parent.is_empty() || nested);
    match hit.variant {
        "several" if nested => hit.variant("elsewhere"),
        _ if is_elsewhere => hit.variant("elsewhere"),
        _ => hit.arg("place", place),
    }
}

/// No name of a country is longer, in bytes.
const LONGEST: usize = 80;

impl ListCheck for NonIsoCountry {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        visit(subject, |field| {
            if field.key != "country" {
                return;
            }
            let Some(text) = Text::of(field.node).filter(|text| text.value().len() <= LONGEST)
            else {
                return;
            };
            let hit = match places::country_named(text.value()) {
                Some(country) if self.style.fits(text.value(), country) => return,
                Some(country) => {
                    let wanted = self.style.wanted(country);
                    Hit::on(text)
                        .arg("code", as_written(wanted))
                        .fix_text(Safety::Safe, text, 0..text.value().len(), wanted)
                        .variant(self.style.variant())
                }
                None => match self.other_than_country(text) {
                    Some(hit) => hit,
                    None => return,
                },
            };
            let hit = beside(hit.arg("field", field.key), field, text);
            hits.push(match field.vendor {
                Some(vendor) => hit.of(vendor),
                None => hit,
            });
        });
    }
}
