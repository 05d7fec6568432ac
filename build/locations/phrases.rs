//! Every name and word that the reading of a location knows, in one sorted table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::clouds::Clouds;
use super::regions::{self, Group};
use super::{Countries, list, save, table, yaml};
use crate::fold::fold_words;

/// The words of a location: by role, and there by language or as one list.
#[derive(serde::Deserialize)]
struct WordLists(BTreeMap<String, Words>);

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Words {
    List(Vec<String>),
    ByLanguage(BTreeMap<String, Vec<String>>),
}

impl WordLists {
    fn of(&self, role: &str) -> Vec<&String> {
        match self.0.get(role) {
            Some(Words::List(list)) => list.iter().collect(),
            Some(Words::ByLanguage(languages)) => languages.values().flatten().collect(),
            None => panic!("location_words.yaml: no {role}"),
        }
    }
}

/// How names of countries look inside a sentence, in one language.
#[derive(Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Forms {
    endings: BTreeMap<String, Vec<String>>,
    forms: BTreeMap<String, Vec<String>>,
    adjectives: BTreeMap<String, Vec<String>>,
}

impl Forms {
    /// The forms of a name of one word by its ending.
    fn of(&self, name: &str) -> Vec<String> {
        let ending = (0..=name.len())
            .filter(|at| name.is_char_boundary(*at))
            .find_map(|at| Some((&name[..at], self.endings.get(&name[at..])?)));
        let Some((stem, endings)) = ending else { return Vec::new() };
        endings.iter().map(|ending| format!("{stem}{}", fold_words(ending))).collect()
    }
}

/// The roles of words, by their key in the data, in the order of precedence where one
/// word has several, and whether they are read between separators only.
const ROLES: &[(&str, &str, bool)] = &[
    ("worldwide", "Worldwide", false),
    ("worldwide_alone", "Worldwide", true),
    ("edge", "Edge", false),
    ("choice", "Choice", false),
    ("mechanism", "Mechanism", false),
    ("third_country", "ThirdCountry", false),
    ("outside", "Outside", false),
    ("leave", "Leave", false),
    ("except", "Except", false),
    ("exclude", "Exclude", false),
    ("negation", "Negation", false),
    ("hedge", "Hedge", false),
    ("default", "Default", false),
    ("condition", "Condition", false),
    ("when", "When", false),
    ("when_behind", "WhenBehind", false),
    ("offer", "Offer", false),
    ("depend", "Depend", false),
    ("example", "Example", false),
    ("open", "Open", false),
    ("open_alone", "Open", true),
    ("quantity", "Quantity", false),
    ("countries", "Countries", false),
    ("only", "Only", false),
    ("every", "Every", false),
    ("plan", "Plan", false),
    ("party", "Party", false),
    ("choose", "Choose", false),
    ("own", "Own", false),
    ("seat", "Seat", false),
    ("firm", "Firm", false),
    ("site", "Site", false),
    ("activity", "Activity", false),
    ("and", "And", false),
    ("per", "Per", false),
    ("toward", "Toward", false),
    ("glue", "Glue", false),
    ("street_before", "StreetBefore", false),
    ("compass", "Compass", false),
    ("vendor", "Vendor", false),
    ("filler", "Filler", false),
    ("street", "Street", false),
    ("company", "Company", false),
];

/// The table while it grows. What comes first keeps its key.
struct Phrases<'a> {
    /// Key to (name as written, meaning, where it is read).
    entries: BTreeMap<String, (String, String, String)>,
    readings: Vec<String>,
    /// Sets of countries, as bits.
    sets: Vec<String>,
    words: &'a WordLists,
    /// Words that are also names which are read in capitals or alone only, with the role.
    homographs: BTreeMap<String, String>,
}

impl Phrases<'_> {
    fn add(&mut self, name: &str, meaning: &str) {
        let folded = fold_words(name);
        let alone = self.words.of("alone").into_iter().any(|word| fold_words(word) == folded);
        let short =
            folded.is_ascii() && folded.len() <= 3 && !self.words.of("short").contains(&&folded);
        let at = if alone {
            "At::Alone"
        } else if short {
            "At::Capitals"
        } else {
            "At::Anywhere"
        };
        self.add_at(name, meaning, at);
    }

    fn add_at(&mut self, name: &str, meaning: &str, at: &str) {
        let folded = fold_words(name);
        assert!(!folded.is_empty(), "{name:?} has no letters");
        let entry = (name.to_owned(), meaning.to_owned(), at.to_owned());
        let old = self.entries.entry(folded).or_insert_with(|| entry.clone());
        let same_place =
            old.1.starts_with("Meaning::Country") && meaning.starts_with("Meaning::Country");
        assert!(
            !same_place || old.1 == meaning,
            "{name:?} is the name of two countries: {} and {meaning}",
            old.1
        );
    }

    /// Adds a name unless its key has a meaning.
    fn add_further(&mut self, name: &str, meaning: &str) {
        if !self.entries.contains_key(&fold_words(name)) {
            self.add(name, meaning);
        }
    }

    /// Adds a word of sentences unless its key has a meaning.
    fn add_further_word(&mut self, word: &str, meaning: &str) {
        if !self.entries.contains_key(&fold_words(word)) {
            self.add_at(word, meaning, "At::Anywhere");
        }
    }

    /// The number of a list of readings.
    fn readings(&mut self, places: &[String], countries: &Countries, groups: &[Group]) -> usize {
        let places: Vec<String> = places
            .iter()
            .map(|place| match regions::index(groups, place) {
                Some(group) => format!("NamedPlace::Group(Group({group}))"),
                None => format!("NamedPlace::Country(Country({}))", countries.index(place)),
            })
            .collect();
        number(&mut self.readings, format!("&[{}]", places.join(", ")))
    }
}

/// The number of an expression in a list of them, which it is added to.
fn number(list: &mut Vec<String>, expression: String) -> usize {
    list.iter().position(|known| *known == expression).unwrap_or_else(|| {
        list.push(expression);
        list.len() - 1
    })
}

/// Where a text stands in a long one, to which it is added: a table of texts would
/// have to be written to memory at each start, with the address of each.
fn stored(texts: &mut String, text: &str) -> String {
    let start = texts.find(text).unwrap_or_else(|| {
        texts.push_str(text);
        texts.len() - text.len()
    });
    format!("Stored {{ start: {start}, len: {} }}", text.len())
}

pub(super) fn write(out: &Path, countries: &Countries, groups: &[Group], clouds: &Clouds) {
    let words: WordLists = yaml("location_words.yaml");
    let mut phrases = Phrases {
        entries: BTreeMap::new(),
        readings: Vec::new(),
        sets: Vec::new(),
        words: &words,
        homographs: BTreeMap::new(),
    };

    // Words with several readings go first: they win over the single readings.
    let places = table("places.csv");
    for row in places.iter().filter(|row| row["kind"] == "ambiguous") {
        let readings = phrases.readings(&list(&row["readings"]), countries, groups);
        let preferred = option(&row["country"], countries);
        phrases.add(
            &row["place"],
            &format!("Meaning::Ambiguous {{ preferred: {preferred}, readings: {readings} }}"),
        );
    }
    for (index, row) in countries.rows.iter().enumerate() {
        let meaning = format!("Meaning::Country(Country({index}))");
        // "Georgia" and the like are among the words with several readings.
        for name in std::iter::once(&row.name).chain(&row.aliases) {
            phrases.add(name, &meaning);
        }
    }
    for (index, group) in groups.iter().enumerate() {
        let meaning = if group.ambiguous.is_empty() {
            format!("Meaning::Group(Group({index}))")
        } else {
            let readings = phrases.readings(&group.ambiguous, countries, groups);
            format!("Meaning::LooseGroup {{ group: Group({index}), readings: {readings} }}")
        };
        for name in &group.aliases {
            phrases.add(name, &meaning);
        }
    }
    for row in &places {
        let kind = match row["kind"].as_str() {
            "city" => "City",
            "state" => "State",
            "ambiguous" => continue,
            other => panic!("places.csv: kind is {other}"),
        };
        let country = countries.index(&row["country"]);
        let readings = match row["readings"].as_str() {
            "" => "None".to_owned(),
            cell => format!("Some({})", phrases.readings(&list(cell), countries, groups)),
        };
        let elsewhere = countries.bits(row["elsewhere"].split(';').filter(|code| !code.is_empty()));
        let elsewhere = number(&mut phrases.sets, format!("CountrySet::from_bits({elsewhere})"));
        let meaning = format!(
            "Meaning::{kind}(Town {{ country: Country({country}), readings: {readings}, elsewhere: {elsewhere} }})"
        );
        if row["alone"] == "alone" {
            phrases.add_at(&row["place"], &meaning, "At::Alone");
        } else {
            phrases.add(&row["place"], &meaning);
        }
    }
    for (index, region) in clouds.regions.iter().enumerate() {
        for name in &region.names {
            // "South America (Sao Paulo)" and the like are words of one provider.
            phrases.add_at(name, &format!("Meaning::RegionName({index})"), "At::Anywhere");
        }
    }
    let languages: BTreeMap<String, Forms> = yaml("country_forms.yaml");
    let names = table("country_names.csv");
    for (index, country) in countries.rows.iter().enumerate() {
        let row = names.iter().find(|row| row["alpha2"] == country.alpha2);
        let row = row.unwrap_or_else(|| panic!("country_names.csv: no {}", country.alpha2));
        let meaning = format!("Meaning::Country(Country({index}))");
        for name in languages.keys().filter_map(|language| row.get(language)) {
            if !name.is_empty() {
                phrases.add_further(name, &meaning);
            }
        }
        for forms in languages.values() {
            for list in [&forms.forms, &forms.adjectives] {
                for name in list.get(&country.alpha2).into_iter().flatten() {
                    phrases.add_further(name, &meaning);
                }
            }
        }
    }
    for (role, meaning, alone) in ROLES {
        let at = if *alone { "At::Alone" } else { "At::Anywhere" };
        for word in words.of(role) {
            let folded = fold_words(word);
            let elsewhere = phrases.entries.get(&folded).is_some_and(|(_, known, read)| {
                !known.starts_with("Meaning::Word") && read != "At::Anywhere"
            });
            if elsewhere && !alone {
                phrases.homographs.entry(folded).or_insert_with(|| (*meaning).to_owned());
            }
            phrases.add_at(word, &format!("Meaning::Word(WordRole::{meaning})"), at);
        }
    }
    for word in crate::instruments::in_locations() {
        phrases.add_further_word(&word, "Meaning::Word(WordRole::Mechanism)");
    }
    for (index, provider) in clouds.providers.iter().enumerate() {
        for alias in provider.aliases.iter().filter(|alias| alias.len() > 2) {
            phrases.add_at(alias, &format!("Meaning::Provider(Provider({index}))"), "At::Anywhere");
        }
    }
    add_forms(&mut phrases, &languages, &names, countries);
    save_phrases(out, &phrases);
}

/// Adds the forms that are made by rule. They come last, and those of two countries are
/// left out.
fn add_forms(
    phrases: &mut Phrases<'_>,
    languages: &BTreeMap<String, Forms>,
    names: &[BTreeMap<String, String>],
    countries: &Countries,
) {
    let mut made: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (index, country) in countries.rows.iter().enumerate() {
        let row = names.iter().find(|row| row["alpha2"] == country.alpha2);
        for (language, forms) in languages {
            let name = if language == "en" {
                Some(&country.name)
            } else {
                row.and_then(|row| row.get(language))
            };
            let name = name.map(|name| fold_words(name)).unwrap_or_default();
            let plain = name.chars().all(char::is_alphabetic) && name.chars().count() > 3;
            for form in if plain { forms.of(&name) } else { Vec::new() } {
                made.entry(form)
                    .and_modify(|known| *known = known.filter(|known| *known == index))
                    .or_insert(Some(index));
            }
        }
    }
    for (form, index) in made {
        if let Some(index) = index.filter(|_| form.chars().count() > 3) {
            phrases.add_further(&form, &format!("Meaning::Country(Country({index}))"));
        }
    }
}

fn save_phrases(out: &Path, phrases: &Phrases<'_>) {
    let mut text = format!("static PHRASES: [Phrase; {}] = [\n", phrases.entries.len());
    let mut texts = String::new();
    for (key, (name, meaning, at)) in &phrases.entries {
        let (key, name) = (stored(&mut texts, key), stored(&mut texts, name));
        let _ =
            writeln!(text, "Phrase {{ key: {key}, name: {name}, meaning: {meaning}, at: {at} }},");
    }
    // Where the keys that start with each byte begin, so that a look-up only
    // searches among those.
    let mut keys = phrases.entries.keys().map(|key| key.as_bytes()[0]).peekable();
    let mut first_bytes = Vec::new();
    let mut at = 0;
    for byte in 0..=u8::MAX {
        first_bytes.push(at);
        while keys.next_if_eq(&byte).is_some() {
            at += 1;
        }
    }
    first_bytes.push(at);
    let _ = writeln!(text, "];\nstatic FIRST_BYTES: [u16; 257] = {first_bytes:?};");
    let homographs = phrases.homographs.iter();
    let homographs: Vec<String> =
        homographs.map(|(word, role)| format!("({word:?}, WordRole::{role})")).collect();
    let _ = writeln!(
        text,
        "static HOMOGRAPHS: [(&str, WordRole); {}] = [{}];",
        homographs.len(),
        homographs.join(", ")
    );
    let roles: Vec<String> = ROLES
        .iter()
        .filter(|(.., alone)| !alone)
        .map(|(name, meaning, _)| format!("({name:?}, WordRole::{meaning})"))
        .collect();
    let (count, roles) = (roles.len(), roles.join(", "));
    let _ = writeln!(text, "static ROLE_NAMES: [(&str, WordRole); {count}] = [{roles}];");
    let _ = writeln!(text, "static TEXTS: &str = {texts:?};");
    let (count, sets) = (phrases.sets.len(), phrases.sets.join(", "));
    let _ = writeln!(text, "static SETS: [CountrySet; {count}] = [{sets}];");
    let _ = writeln!(text, "static READINGS: [&[NamedPlace]; {}] = [", phrases.readings.len());
    for readings in &phrases.readings {
        let _ = writeln!(text, "{readings},");
    }
    text.push_str("];\n");
    let mut ends: Vec<String> =
        phrases.words.of("street_end").into_iter().map(|word| fold_words(word)).collect();
    ends.sort();
    ends.dedup();
    let _ = writeln!(text, "static STREET_ENDS: [&str; {}] = {ends:?};", ends.len());
    let quarters = phrases.words.of("quarter_end").into_iter().map(|word| fold_words(word));
    let quarters: Vec<String> = quarters.collect();
    let _ = writeln!(text, "static QUARTER_ENDS: [&str; {}] = {quarters:?};", quarters.len());
    let uses = phrases.words.of("in_use").into_iter().map(|word| fold_words(word));
    let uses: Vec<String> = uses.collect();
    let _ = writeln!(text, "static IN_USE: [&str; {}] = {uses:?};", uses.len());
    let joints = phrases.words.of("town_joint").into_iter().map(|word| fold_words(word));
    let joints: Vec<String> = joints.collect();
    let _ = writeln!(text, "static TOWN_JOINTS: [&str; {}] = {joints:?};", joints.len());

    let mut states = table("state_codes.csv");
    states.sort_by(|a, b| a["code"].cmp(&b["code"]));
    let countries = Countries::read();
    let _ = writeln!(text, "static STATE_CODES: [(&str, &[Country]); {}] = [", states.len());
    for row in &states {
        let list: Vec<String> = list(&row["country"])
            .iter()
            .map(|code| format!("Country({})", countries.index(code)))
            .collect();
        let _ = writeln!(text, "({:?}, &[{}]),", row["code"], list.join(", "));
    }
    text.push_str("];\n");

    // Sorted by code, then country, for a look-up of the pair.
    let mut provinces: Vec<(String, usize)> = Vec::new();
    for row in table("province_codes.csv") {
        let country = countries.index(&row["country"]);
        provinces.extend(list(&row["codes"]).into_iter().map(|code| (code, country)));
    }
    provinces.sort();
    let _ = writeln!(text, "static PROVINCES: [(&str, Country); {}] = [", provinces.len());
    for (code, country) in &provinces {
        let _ = writeln!(text, "({code:?}, Country({country})),");
    }
    text.push_str("];\n");
    save(out, "places.rs", &text);
}

fn option(code: &str, countries: &Countries) -> String {
    match code {
        "" => "None".to_owned(),
        code => format!("Some(Country({}))", countries.index(code)),
    }
}
