//! Groups of countries.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::{Countries, or, save, yaml};

#[derive(serde::Deserialize)]
struct File {
    regions: BTreeMap<String, Entry>,
}

#[derive(serde::Deserialize)]
struct Entry {
    name: String,
    #[serde(default)]
    in_text: String,
    kind: String,
    aliases: Vec<String>,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    ambiguous: Vec<String>,
}

/// A group; it is known by its place in the order of ids.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    in_text: String,
    pub(super) aliases: Vec<String>,
    pub(super) ambiguous: Vec<String>,
    legal: bool,
    members: Vec<String>,
}

pub(super) fn read(countries: &Countries) -> Vec<Group> {
    let file: File = yaml("regions.yaml");
    file.regions
        .into_iter()
        .map(|(id, entry)| {
            let members = match id.as_str() {
                // The facts about these two are in countries.csv alone.
                "EU" => codes(countries, |row| row.eu != "no"),
                "EEA" => codes(countries, |row| row.eea),
                _ => entry.members,
            };
            assert!(!members.is_empty(), "regions.yaml: {id} has no members");
            let legal = match entry.kind.as_str() {
                "legal" => true,
                "editorial" => false,
                other => panic!("regions.yaml: kind is {other}"),
            };
            Group {
                id,
                in_text: or(&entry.in_text, &entry.name),
                name: entry.name,
                aliases: entry.aliases,
                ambiguous: entry.ambiguous,
                legal,
                members,
            }
        })
        .collect()
}

fn codes(countries: &Countries, wanted: fn(&super::Row) -> bool) -> Vec<String> {
    countries.rows.iter().filter(|row| wanted(row)).map(|row| row.alpha2.clone()).collect()
}

pub(super) fn write(out: &Path, groups: &[Group], countries: &Countries) {
    let mut text = format!("static ROWS: [GroupRow; {}] = [\n", groups.len());
    for Group { id, name, in_text, legal, members, .. } in groups {
        let kind = if *legal { "GroupKind::Legal" } else { "GroupKind::Editorial" };
        let members = countries.bits(members.iter().map(String::as_str));
        let _ = writeln!(
            text,
            "GroupRow {{ id: {id:?}, name: {name:?}, in_text: {in_text:?}, kind: {kind}, members: CountrySet::from_bits({members}) }},"
        );
    }
    text.push_str("];\n");
    save(out, "regions.rs", &text);
}

/// The number of a group.
pub(super) fn index(groups: &[Group], id: &str) -> Option<usize> {
    groups.iter().position(|group| group.id == id)
}
