//! Cloud providers and their regions.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::checked::is_date;

use super::{Countries, list, regions, save, table};
use crate::fold::{fold_id, fold_words};

/// A provider; it is known by its place in the file.
pub(super) struct Provider {
    pub(super) id: String,
    name: String,
    primary: bool,
    runs_on: Vec<String>,
    zones: Vec<String>,
    pub(super) aliases: Vec<String>,
    /// The day on which its regions were last checked.
    checked: String,
}

pub(super) struct Region {
    pub(super) provider: usize,
    id: String,
    /// The id as it is looked up: lower case, hyphens for underscores.
    key: String,
    place: String,
    country: String,
    status: String,
    read: bool,
    pub(super) names: Vec<String>,
    note: String,
}

pub(super) struct Clouds {
    pub(super) providers: Vec<Provider>,
    /// Sorted by key, then by provider.
    pub(super) regions: Vec<Region>,
}

pub(super) fn read() -> Clouds {
    let providers: Vec<Provider> = table("cloud_providers.csv")
        .into_iter()
        .map(|row| Provider {
            id: row["provider"].clone(),
            name: row["name"].clone(),
            primary: row["primary"] == "yes",
            runs_on: list(&row["runs_on"]),
            zones: list(&row["zones"]),
            aliases: list(&row["aliases"]),
            checked: checked(&row),
        })
        .collect();
    let mut regions: Vec<Region> = table("cloud_regions.csv")
        .into_iter()
        .map(|row| Region {
            provider: providers
                .iter()
                .position(|provider| provider.id == row["provider"])
                .unwrap_or_else(|| panic!("cloud_regions.csv: no provider {}", row["provider"])),
            id: row["region"].clone(),
            key: fold_id(&row["region"]).into_owned(),
            place: row["place"].clone(),
            country: row["country"].clone(),
            status: row["status"].clone(),
            read: row["basis"] == "read",
            names: list(&row["names"]),
            note: row["note"].clone(),
        })
        .collect();
    regions.sort_by(|a, b| (&a.key, a.provider).cmp(&(&b.key, b.provider)));
    for pair in regions.windows(2) {
        let same = pair[0].key == pair[1].key && pair[0].provider == pair[1].provider;
        assert!(!same, "cloud_regions.csv: {} stands there twice", pair[0].id);
    }
    Clouds { providers, regions }
}

/// The date of a provider, which has to name its source as well.
fn checked(row: &BTreeMap<String, String>) -> String {
    let (checked, provider) = (&row["checked"], &row["provider"]);
    assert!(is_date(checked), "cloud_providers.csv: {provider}: `checked` is no date");
    assert!(!row["source"].is_empty(), "cloud_providers.csv: {provider} has no source");
    checked.clone()
}

pub(super) fn write(out: &Path, clouds: &Clouds, groups: &[regions::Group], countries: &Countries) {
    let mut text = format!("static PROVIDERS: [ProviderRow; {}] = [\n", clouds.providers.len());
    for Provider { id, name, primary, zones, runs_on, checked, .. } in &clouds.providers {
        let index = |id: &String| clouds.providers.iter().position(|provider| provider.id == *id);
        let runs_on: Vec<usize> = runs_on.iter().filter_map(index).collect();
        let zones: Vec<&str> = zones
            .iter()
            .map(|zone| match zone.as_str() {
                "letter" => "Zone::Letter",
                "dash-letter" => "Zone::DashLetter",
                "dash-digit" => "Zone::DashDigit",
                "digits" => "Zone::Digits",
                "dc" => "Zone::DataCentre",
                other => panic!("cloud_providers.csv: zones are {other}"),
            })
            .collect();
        let _ = writeln!(
            text,
            "ProviderRow {{ id: {id:?}, name: {name:?}, primary: {primary}, runs_on: &{runs_on:?}, zones: &[{}], checked: {checked:?} }},",
            zones.join(", ")
        );
    }
    text.push_str("];\n");

    let mut names: Vec<(String, usize)> = Vec::new();
    for (index, provider) in clouds.providers.iter().enumerate() {
        names.push((fold_words(&provider.id), index));
        names.extend(provider.aliases.iter().map(|alias| (fold_words(alias), index)));
    }
    names.sort();
    names.dedup();
    let _ = writeln!(text, "static PROVIDER_NAMES: [(&str, u8); {}] = {names:?};", names.len());

    let _ = writeln!(text, "static REGIONS: [RegionRow; {}] = [", clouds.regions.len());
    for Region { provider, id, key, place, country, status, read, note, .. } in &clouds.regions {
        let area = match country.as_str() {
            "" => "Area::Unpublished".to_owned(),
            "GLOBAL" => "Area::World".to_owned(),
            code => match regions::index(groups, code) {
                Some(group) => format!("Area::Group(Group({group}))"),
                None => {
                    let bits = countries.bits(code.split(';'));
                    format!("Area::Countries(CountrySet::from_bits({bits}))")
                }
            },
        };
        let status = match status.as_str() {
            "active" => "Status::Active",
            "closed" => "Status::Closed",
            "restricted" => "Status::Restricted",
            "announced" => "Status::Announced",
            "hint" => "Status::Hint",
            other => panic!("cloud_regions.csv: status is {other}"),
        };
        let basis = if *read { "Basis::Read" } else { "Basis::Memory" };
        let _ = writeln!(
            text,
            "RegionRow {{ provider: Provider({provider}), id: {id:?}, key: {key:?}, place: {place:?}, area: {area}, status: {status}, basis: {basis}, note: {note:?} }},"
        );
    }
    text.push_str("];\n");
    save(out, "cloud_regions.rs", &text);
}
