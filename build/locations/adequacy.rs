//! Adequacy decisions and transfer mechanisms.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::{Countries, save, yaml};

#[derive(serde::Deserialize)]
struct File {
    areas: BTreeMap<String, Area>,
    mechanisms: Vec<Mechanism>,
    retired: Vec<Retired>,
}

#[derive(serde::Deserialize)]
struct Area {
    #[serde(default)]
    full: Vec<String>,
    #[serde(default)]
    full_instrument: String,
    decisions: Vec<Decision>,
}

#[derive(serde::Deserialize)]
struct Decision {
    country: String,
    instrument: String,
    #[serde(default)]
    adopted: String,
    #[serde(default)]
    renewed: String,
    #[serde(default)]
    expires: String,
    #[serde(default)]
    condition: String,
    #[serde(default)]
    note: String,
    basis: String,
}

#[derive(serde::Deserialize)]
struct Mechanism {
    id: String,
    name: String,
    law: BTreeMap<String, String>,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    per_entity: bool,
    #[serde(default)]
    yearly: bool,
    #[serde(default)]
    modules: Vec<u8>,
    #[serde(default)]
    dpv: String,
    #[serde(default)]
    since: String,
}

#[derive(serde::Deserialize)]
struct Retired {
    id: String,
    state: String,
    name: String,
    ended: String,
    #[serde(default)]
    until: String,
    by: String,
    replaced_by: String,
}

pub(super) fn write(out: &Path, countries: &Countries) {
    let file: File = yaml("adequacy.yaml");
    let mut text = String::new();
    for (id, area) in &file.areas {
        write_area(&mut text, id, area, countries);
    }
    write_mechanisms(&mut text, &file, countries);
    save(out, "adequacy.rs", &text);
}

fn write_area(text: &mut String, id: &str, area: &Area, countries: &Countries) {
    let mut rows: BTreeMap<usize, String> = BTreeMap::new();
    let mut full: Vec<&str> = area.full.iter().map(String::as_str).collect();
    if let Some(at) = full.iter().position(|code| *code == "EEA") {
        full.remove(at);
        full.extend(countries.rows.iter().filter(|row| row.eea).map(|row| row.alpha2.as_str()));
    }
    let instrument = &area.full_instrument;
    for code in full {
        let index = countries.index(code);
        let row = format!(
            "Decision {{ country: Country({index}), instrument: {instrument:?}, adopted: None, renewed: None, expires: None, condition: None, note: None, basis: Basis::Read }}"
        );
        assert!(rows.insert(index, row).is_none(), "adequacy.yaml: {code} twice");
    }
    for decision in &area.decisions {
        let index = countries.index(&decision.country);
        let basis = basis(&decision.basis);
        let row = format!(
            "Decision {{ country: Country({index}), instrument: {:?}, adopted: {}, renewed: {}, expires: {}, condition: {}, note: {}, basis: {basis} }}",
            decision.instrument,
            option(&decision.adopted),
            option(&decision.renewed),
            option(&decision.expires),
            option(&decision.condition),
            option(&decision.note),
        );
        assert!(rows.insert(index, row).is_none(), "adequacy.yaml: {} twice", decision.country);
    }
    let _ = writeln!(text, "static {id}_DECISIONS: [Decision; {}] = [", rows.len());
    for row in rows.values() {
        let _ = writeln!(text, "{row},");
    }
    text.push_str("];\n");
}

fn write_mechanisms(text: &mut String, file: &File, countries: &Countries) {
    let _ = writeln!(text, "static MECHANISMS: [Mechanism; {}] = [", file.mechanisms.len());
    for mechanism in &file.mechanisms {
        let only = countries.bits(mechanism.only.iter().map(String::as_str));
        let law = |area: &str| option(mechanism.law.get(area).map_or("", String::as_str));
        let Mechanism { id, name, per_entity, yearly, modules, .. } = mechanism;
        let _ = writeln!(
            text,
            "Mechanism {{ id: {id:?}, name: {name:?}, law: [{}, {}, {}], only: CountrySet::from_bits({only}), per_entity: {per_entity}, yearly: {yearly}, modules: &{modules:?}, dpv: {}, since: {} }},",
            law("EEA"),
            law("UK"),
            law("CH"),
            option(&mechanism.dpv),
            option(&mechanism.since),
        );
    }
    let _ = writeln!(text, "];\nstatic RETIRED: [Retired; {}] = [", file.retired.len());
    for retired in &file.retired {
        let Retired { id, name, ended, state, by, replaced_by, .. } = retired;
        let _ = writeln!(
            text,
            "Retired {{ id: {id:?}, name: {name:?}, ended: {ended:?}, until: {}, state: {state:?}, by: {by:?}, replaced_by: {replaced_by:?} }},",
            option(&retired.until),
        );
    }
    text.push_str("];\n");
}

fn basis(text: &str) -> &'static str {
    match text {
        "read" => "Basis::Read",
        "memory" => "Basis::Memory",
        other => panic!("adequacy.yaml: basis is {other}"),
    }
}

fn option(text: &str) -> String {
    if text.is_empty() { "None".to_owned() } else { format!("Some({text:?})") }
}
