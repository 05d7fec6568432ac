//! The functions on privacy facts that expressions may call.
//!
//! Each row of the table is one function. The fuel of a call follows what it
//! costs: the reading of a text is paid for by its length.

use super::meaning::{self, RecordQuestion};
use crate::cel::{CallFailure, Cost, Fuel, Function, Val};
use crate::facts::adequacy::{Adequacy, ExporterArea};
use crate::facts::countries::Country;
use crate::facts::places::{self, NamedPlace};
use crate::facts::regions::Group;
use crate::values::contact::{ContactKind, ContactText};
use crate::values::entity_name::{EntityName, Parties, Verdict, compare, identify, parties};
use crate::values::location::{self, Claim, Context, Reading};
use crate::values::plain_text;
use crate::values::web;

/// The functions, by topic.
pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        signatures: &["country(location) -> string", "country(string) -> string"],
        cost: Cost::Constant(10),
        run: |args, fuel| match args {
            [place @ Val::Record(_)] => ask(place, &RecordQuestion::Country),
            [Val::Text(text)] => Ok(meaning::code(read(text, fuel)?.only_country())),
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["countries(location) -> list(string)", "countries(string) -> list(string)"],
        cost: Cost::Constant(40),
        run: |args, fuel| {
            let countries = match args {
                [place @ Val::Record(_)] => ask(place, &RecordQuestion::Countries)?,
                [Val::Text(text)] => meaning::codes(read(text, fuel)?.country_set()),
                _ => return Err(CallFailure::NoOverload),
            };
            if let Val::List(list) = &countries {
                fuel.spend(list.len())?;
            }
            Ok(countries)
        },
    },
    Function {
        signatures: &["in_region(location, string) -> bool", "in_region(string, string) -> bool"],
        cost: Cost::Constant(30),
        run: |args, fuel| match args {
            [place @ Val::Record(_), Val::Text(region)] => {
                ask(place, &RecordQuestion::Inside(area(region, fuel)?))
            }
            [Val::Text(text), Val::Text(region)] => {
                let claim = area(region, fuel)?;
                Ok(Val::Bool(meaning::is_inside(&claim, &read(text, fuel)?)))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["adequacy(string, string) -> string"],
        cost: Cost::Constant(10),
        run: |args, fuel| {
            Ok(Val::text(match adequacy(args, fuel)? {
                Some(Adequacy::InArea) => "in_area",
                Some(Adequacy::Full(_)) => "full",
                Some(Adequacy::Partial(_)) => "partial",
                Some(Adequacy::None) => "none",
                None => "",
            }))
        },
    },
    Function {
        signatures: &["is_adequate(string, string) -> bool"],
        cost: Cost::Constant(10),
        run: |args, fuel| {
            let status = adequacy(args, fuel)?;
            Ok(Val::Bool(matches!(status, Some(Adequacy::InArea | Adequacy::Full(_)))))
        },
    },
    Function {
        signatures: &["same_entity(string, string) -> bool"],
        cost: Cost::Constant(300),
        run: |args, fuel| match args {
            [Val::Text(a), Val::Text(b)] => {
                fuel.spend(a.len() + b.len())?;
                let comparison = compare(&EntityName::parse(a), &EntityName::parse(b));
                Ok(Val::Bool(comparison.verdict == Verdict::Same))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["denies_personal_data(string) -> bool"],
        cost: Cost::Constant(50),
        run: |args, fuel| match args {
            [Val::Text(text)] => {
                fuel.spend_bytes(text.len())?;
                Ok(Val::Bool(plain_text::denies_personal_data(text).is_some()))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["parties(string) -> int"],
        cost: Cost::Constant(100),
        run: |args, fuel| match args {
            [Val::Text(name)] => {
                fuel.spend_bytes(name.len())?;
                Ok(Val::Int(match parties(&EntityName::parse_brand(name)) {
                    Some(Parties::Several(n)) => i64::try_from(n).unwrap_or(i64::MAX),
                    Some(_) => 0,
                    None => 1,
                }))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["legal_form(vendor, list(string)) -> string"],
        cost: Cost::Constant(100),
        run: |args, fuel| match args {
            [vendor @ Val::Record(_), Val::List(more)] => {
                let mut forms = Vec::new();
                for form in more.iter() {
                    let Val::Text(form) = form else { return Err(CallFailure::NoOverload) };
                    fuel.spend(1 + form.len())?;
                    forms.push((*form).to_owned());
                }
                ask(vendor, &RecordQuestion::LegalForm(forms))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["registered_name(vendor) -> string"],
        cost: Cost::Constant(100),
        run: |args, _| match args {
            [vendor @ Val::Record(_)] => ask(vendor, &RecordQuestion::Registered),
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["base_name(string) -> string"],
        cost: Cost::Constant(100),
        run: |args, fuel| match args {
            [Val::Text(name)] => {
                fuel.spend_bytes(name.len())?;
                Ok(Val::owned_text(EntityName::parse(name).base()))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["states(vendor, string) -> bool", "states(manifest, string) -> bool"],
        cost: Cost::Constant(5),
        run: |args, fuel| match args {
            [Val::Record(record), Val::Text(field)] => {
                fuel.spend_bytes(field.len())?;
                let answer = record.ask(&RecordQuestion::States((**field).to_owned()));
                answer.ok_or_else(|| unknown(field, "a field of it", "such as `ends_on`"))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["known_vendor(vendor) -> string", "known_vendor(string) -> string"],
        cost: Cost::Constant(100),
        run: |args, fuel| match args {
            [vendor @ Val::Record(_)] => ask(vendor, &RecordQuestion::Known),
            [Val::Text(name)] => {
                fuel.spend(name.len())?;
                Ok(Val::text(identify(name, None).map_or("", |known| known.vendor.name)))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["domain(string) -> string"],
        cost: Cost::Constant(150),
        run: |args, fuel| match args {
            [Val::Text(address)] => {
                fuel.spend(address.len())?;
                Ok(domain(address).map_or(Val::text(""), Val::owned_text))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
];

fn ask<'t>(record: &Val<'t>, question: &RecordQuestion) -> Result<Val<'t>, CallFailure> {
    let Val::Record(record) = record else { return Err(CallFailure::NoOverload) };
    record.ask(question).ok_or(CallFailure::NoOverload)
}

/// Reads a text as a place.
fn read(text: &str, fuel: &mut Fuel) -> Result<Reading, CallFailure> {
    fuel.spend(100 + text.len().min(location::MAX_LENGTH))?;
    fuel.spend_bytes(text.len())?;
    Ok(location::read(text, &Context::default()))
}

/// A region that a rule names: it has to be one that is known.
fn area(region: &str, fuel: &mut Fuel) -> Result<Claim, CallFailure> {
    let by_id = Group::from_id(region);
    let Some(group) = by_id else {
        let reading = match Country::from_code(region) {
            Some(country) => Reading::of_place(NamedPlace::Country(country)),
            None => read(region, fuel)?,
        };
        return match reading.has_place() {
            true => Ok(Claim::of([&reading])),
            false => Err(unknown(region, "a region", "such as `EU`, `EEA` or a country")),
        };
    };
    Ok(Claim::of([&Reading::of_place(NamedPlace::Group(group))]))
}

/// The adequacy of a country; nothing when no country is given.
fn adequacy(args: &[Val<'_>], fuel: &mut Fuel) -> Result<Option<Adequacy>, CallFailure> {
    let [Val::Text(country), Val::Text(from)] = args else { return Err(CallFailure::NoOverload) };
    fuel.spend_bytes(country.len() * 8)?;
    let area = ExporterArea::from_id(from)
        .ok_or_else(|| unknown(from, "an area with adequacy decisions", "`EEA`, `UK` or `CH`"))?;
    if country.trim().is_empty() {
        return Ok(None);
    }
    let known = places::country_named(country)
        .ok_or_else(|| unknown(country, "a country", "such as `US`"))?;
    Ok(Some(area.status(known)))
}

/// The registered domain of an e-mail or web address, with or without a scheme.
fn domain(address: &str) -> Option<String> {
    let values = ContactText::parse(address).values;
    if let [one] = &values[..]
        && let Some(host) = one.kind.host()
    {
        return web::registrable_domain(host);
    }
    let is_text =
        values.len() == 1 && matches!(values[0].kind, ContactKind::None | ContactKind::Host(_));
    let host = address.trim().split(['/', '?', '#', ':']).next().filter(|_| is_text)?;
    web::registrable_domain(host)
}

fn unknown(text: &str, what: &str, examples: &str) -> CallFailure {
    let shown: String = text.chars().take(40).collect();
    CallFailure::Message(format!("`{shown}` is not {what}: write {examples}"))
}
