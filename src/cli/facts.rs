//! `facts`: how the tool reads a place, and how it compares two legal names.

use super::args::{FactsArgs, FactsCommand, TextOrJson};
use super::failure::Failure;
use super::io::Io;
use super::list::json;
use super::status::ExitStatus;
use crate::facts::checked;
use crate::facts::cloud_regions::Provider;
use crate::facts::countries::Country;
use crate::facts::places;
use crate::facts::regions::Group;
use crate::output::sanitize;
use crate::values::entity_name::{EntityName, Parties, compare, parties};
use crate::values::location::{self, Context, PartRole, Reading};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;

/// Looks something up.
///
/// # Errors
/// A provider or country that is not known, or a closed standard output.
pub fn run(args: &FactsArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let text = match &args.command {
        FactsCommand::Location { text, provider, entity_country, output_format } => {
            place(text, provider.as_deref(), entity_country.as_deref(), *output_format)?
        }
        FactsCommand::Tables { output_format } => tables(*output_format),
        FactsCommand::Entity { name, output_format } => entity(name, *output_format),
        FactsCommand::Entities { a, b, output_format } => entities(a, b, *output_format),
    };
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

/// A text that does nothing to the terminal: it repeats what was typed.
fn harmless(text: &str) -> String {
    text.lines().map(|line| sanitize::line(line, usize::MAX, true) + "\n").collect()
}

fn place(
    text: &str,
    provider: Option<&str>,
    country: Option<&str>,
    format: TextOrJson,
) -> Result<String, Failure> {
    let provider = match provider {
        None => None,
        Some(name) => match Provider::from_id(name).or_else(|| Provider::from_name(name)) {
            Some(provider) => Some(provider),
            None => {
                let ids: Vec<_> = Provider::all().map(Provider::id).collect();
                let help = crate::text::suggest::known_words(name, &ids);
                let message = format!("there is no provider `{name}` in the built-in list");
                return Err(Failure::usage_help(message, help));
            }
        },
    };
    let country = match country {
        None => None,
        Some(code) => match places::country_named(code) {
            Some(country) => Some(country),
            None => {
                let message = format!("`{code}` is not an ISO 3166-1 country code");
                return Err(Failure::usage_help(message, "For example `--entity-country US`."));
            }
        },
    };
    let context =
        Context { provider, us_incorporated: country == Some(Country::US), ..Context::default() };
    let reading = location::read(text, &context);
    Ok(match format {
        TextOrJson::Json => json(&PlaceShown::of(text, &reading)),
        TextOrJson::Human => harmless(&place_text(text, &reading)),
    })
}

/// A place with how it was read, for people.
pub(super) fn place_text(text: &str, reading: &Reading) -> String {
    let PlaceShown { summary, parts } = PlaceShown::of(text, reading);
    let mut out = String::new();
    let line = |out: &mut String, name: &str, values: &[String]| {
        if !values.is_empty() {
            let _ = writeln!(out, "{name:14} {}", values.join(", "));
        }
    };
    let named = |codes: &[&'static str]| codes.iter().map(|code| named(code)).collect::<Vec<_>>();
    let flags: Vec<String> = summary.flags.iter().map(|flag| (*flag).to_owned()).collect();
    line(&mut out, "countries", &named(&summary.countries));
    line(&mut out, "groups", &named(&summary.groups));
    line(&mut out, "cloud regions", &summary.cloud_regions);
    if summary.worldwide {
        line(&mut out, "worldwide", &["yes".to_owned()]);
    }
    line(&mut out, "flags", &flags);
    line(&mut out, "can mean", &named(&summary.readings));
    for (index, part) in parts.iter().enumerate() {
        let name = if index == 0 { "parts" } else { "" };
        let _ = writeln!(out, "{name:14} {:18} {}", part.role, part.text);
    }
    if reading.has(location::Flag::Unknown)
        && let Some(close) = location::suggest(text)
    {
        line(&mut out, "did you mean", &[close.to_owned()]);
    }
    out
}

/// A reading with the parts that it was made from.
#[derive(Serialize)]
pub(super) struct PlaceShown<'a> {
    #[serde(flatten)]
    summary: location::ReadingSummary,
    parts: Vec<PartShown<'a>>,
}

impl<'a> PlaceShown<'a> {
    pub(super) fn of(text: &'a str, reading: &Reading) -> Self {
        let parts = reading.parts.iter().filter(|part| part.role != PartRole::Separator);
        let parts = parts.map(|part| PartShown {
            role: part.role.id(),
            text: &text[part.range.clone()],
            start: part.range.start,
            end: part.range.end,
        });
        Self { parts: parts.collect(), summary: reading.summary() }
    }
}

/// A part of the text: `start` and `end` are bytes.
#[derive(Serialize)]
struct PartShown<'a> {
    role: &'a str,
    text: &'a str,
    start: usize,
    end: usize,
}

/// A code or id with the name: `DE (Germany)`, `EU (the European Union)`.
fn named(code: &str) -> String {
    let country = Country::from_alpha2(code).map(Country::in_text);
    let name = country.or_else(|| Group::from_id(code).map(Group::in_text));
    name.filter(|name| *name != code)
        .map_or_else(|| code.to_owned(), |name| format!("{code} ({name})"))
}

#[derive(Serialize)]
struct FactTable {
    name: &'static str,
    checked: &'static str,
    source: &'static str,
}

/// The files of `data/` with the day on which each was last checked, and against what.
fn tables(format: TextOrJson) -> String {
    let all = checked::ALL.map(|(name, checked, source)| FactTable { name, checked, source });
    if format == TextOrJson::Json {
        return json(&all);
    }
    all.iter().fold(String::new(), |mut out, table| {
        let FactTable { name, checked, source } = table;
        let _ = writeln!(out, "{name:16} checked {checked}  {source}");
        out
    })
}

#[derive(Serialize)]
struct Entities<'a> {
    verdict: &'a str,
    reason: &'a str,
    explanation: String,
    a: EntityFacts<'a>,
    b: EntityFacts<'a>,
}

#[derive(Serialize)]
struct EntityFacts<'a> {
    name: &'a str,
    base: &'a str,
    form: Option<&'a str>,
    trade_names: Vec<&'a str>,
}

impl<'a> EntityFacts<'a> {
    fn of(text: &'a str, name: &'a EntityName) -> Self {
        Self {
            name: text,
            base: name.base(),
            form: name.form().map(|form| form.label()),
            trade_names: name.other_names().map(|other| &text[other.range.clone()]).collect(),
        }
    }
}

/// A name with its parts.
#[derive(Serialize)]
pub(super) struct NameFacts<'a> {
    #[serde(flatten)]
    entity: EntityFacts<'a>,
    countries: Vec<&'static str>,
    parties: Option<&'static str>,
    parts: Vec<PartFacts<'a>>,
}

#[derive(Serialize)]
struct PartFacts<'a> {
    role: &'static str,
    text: &'a str,
}

impl<'a> NameFacts<'a> {
    pub(super) fn of(text: &'a str, name: &'a EntityName) -> Self {
        let parts = name.parts();
        Self {
            entity: EntityFacts::of(text, name),
            countries: name.form().map(|form| form.countries()).unwrap_or_default(),
            parties: parties(name).map(|found| match found {
                Parties::Several(_) => "several",
                Parties::Open(_) => "open group",
                Parties::Role | Parties::Trade => "no company",
            }),
            parts: parts
                .iter()
                .map(|part| PartFacts { role: part.role.as_str(), text: &text[part.range.clone()] })
                .collect(),
        }
    }
}

fn entity(text: &str, format: TextOrJson) -> String {
    let name = EntityName::parse(text);
    match format {
        TextOrJson::Json => json(&NameFacts::of(text, &name)),
        TextOrJson::Human => harmless(&name_text(text, &name)),
    }
}

/// A name with how it was read, for people.
pub(super) fn name_text(text: &str, name: &EntityName) -> String {
    let shown = NameFacts::of(text, name);
    let mut out = String::new();
    for part in shown.parts.iter().filter(|part| part.role != "punctuation") {
        let _ = writeln!(out, "{:20} {}", part.role, part.text);
    }
    let form = shown.entity.form.unwrap_or("none");
    let _ = writeln!(out, "base: {}, form: {form}", or_none(shown.entity.base));
    if !shown.countries.is_empty() {
        let _ = writeln!(out, "form of: {}", shown.countries.join(", "));
    }
    if let Some(parties) = shown.parties {
        let _ = writeln!(out, "parties: {parties}");
    }
    out
}

fn entities(a: &str, b: &str, format: TextOrJson) -> String {
    let (parsed_a, parsed_b) = (EntityName::parse(a), EntityName::parse(b));
    let result = compare(&parsed_a, &parsed_b);
    let shown = Entities {
        verdict: result.verdict.as_str(),
        reason: result.reason.as_str(),
        explanation: result.explain(&parsed_a, &parsed_b),
        a: EntityFacts::of(a, &parsed_a),
        b: EntityFacts::of(b, &parsed_b),
    };
    if format == TextOrJson::Json {
        return json(&shown);
    }
    let mut out = format!("{}: {} ({})\n", shown.verdict, shown.explanation, shown.reason);
    for entity in [&shown.a, &shown.b] {
        let (base, form) = (or_none(entity.base), entity.form.unwrap_or("none"));
        let _ = write!(out, "  {}\n    base: {base}, form: {form}", or_none(entity.name));
        if !entity.trade_names.is_empty() {
            let _ = write!(out, ", trade names: {}", entity.trade_names.join(", "));
        }
        out.push('\n');
    }
    harmless(&out)
}

/// A text, or a word where there is none.
fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
