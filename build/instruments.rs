//! Compiles `data/instruments.yaml` into a lexicon.

use crate::fold::fold_words;
use crate::lexicon::{self, Phrases, Words};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(serde::Deserialize)]
struct InstrumentFile {
    mechanisms: BTreeMap<String, Words>,
    retired: BTreeMap<String, Words>,
    agreements: BTreeMap<String, Words>,
    assessments: Words,
    persons: Words,
    laws: Words,
    certificates: Words,
    roles: BTreeMap<String, Words>,
}

/// The mechanisms of `data/adequacy.yaml`, of which only the names matter here.
#[derive(serde::Deserialize)]
struct MechanismFile {
    mechanisms: Vec<NamedRow>,
    retired: Vec<NamedRow>,
}

#[derive(serde::Deserialize)]
struct NamedRow {
    id: String,
    name: String,
}

/// Words that are looked for in a location as well; those of the others are
/// everyday words.
const IN_A_LOCATION: &[&str] =
    &["adequacy", "dpf", "dpf_uk_extension", "dpf_swiss", "scc", "uk_addendum", "uk_idta", "bcr_p"];

fn read<T: serde::de::DeserializeOwned>(file: &str) -> T {
    let text = std::fs::read_to_string(Path::new("data").join(file)).expect("data/ is there");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The names of mechanisms that a location may hold.
pub(crate) fn in_locations() -> Vec<String> {
    let file: InstrumentFile = read("instruments.yaml");
    let active = file.mechanisms.iter().filter(|(id, _)| IN_A_LOCATION.contains(&id.as_str()));
    let words = active.chain(&file.retired).flat_map(|(_, words)| words.all());
    words.cloned().collect()
}

/// Writes the lexicon; returns its phrases.
pub(crate) fn write(out: &Path) -> Phrases {
    let file: InstrumentFile = read("instruments.yaml");
    let named: MechanismFile = read("adequacy.yaml");
    let mut phrases = Phrases::new();
    let lists = [
        ("Mechanism", &file.mechanisms, &named.mechanisms),
        ("Retired", &file.retired, &named.retired),
    ];
    for (kind, words, rows) in lists {
        assert!(words.keys().all(|id| rows.iter().any(|row| row.id == *id)), "{kind}: unknown id");
        for (index, row) in rows.iter().enumerate() {
            let role = format!("InstrumentWord::{kind}({index})");
            lexicon::add_word(&mut phrases, &row.id, &role);
            lexicon::add_word(&mut phrases, &row.name, &role);
            let words = words.get(&row.id).unwrap_or_else(|| panic!("{kind}: no {}", row.id));
            for word in words.all() {
                let known = phrases.get(&fold_words(word)).filter(|known| **known != role);
                assert!(known.is_none(), "instruments.yaml: {word} has two meanings");
            }
            lexicon::add(&mut phrases, words, &role);
        }
    }
    for (id, words) in &file.agreements {
        lexicon::add(
            &mut phrases,
            words,
            &format!("InstrumentWord::Agreement(AgreementType::{})", camel(id)),
        );
    }
    for (role, words) in [
        ("Assessment", &file.assessments),
        ("Person", &file.persons),
        ("Law", &file.laws),
        ("Certificate", &file.certificates),
    ] {
        lexicon::add(&mut phrases, words, &format!("InstrumentWord::{role}"));
    }
    for role in ["elsewhere", "past", "negation", "and", "area", "filler"] {
        let words = file.roles.get(role).unwrap_or_else(|| panic!("instruments.yaml: no {role}"));
        lexicon::add(&mut phrases, words, &format!("InstrumentWord::{}", camel(role)));
    }
    let code = lexicon::code("INSTRUMENTS", "InstrumentWord", &phrases);
    std::fs::write(out.join("instruments.rs"), code).expect("OUT_DIR is writable");
    phrases
}

/// `other` as `Other`.
fn camel(id: &str) -> String {
    let mut letters = id.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
