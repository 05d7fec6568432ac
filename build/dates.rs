//! Compiles `data/date_words.yaml`.

use crate::lexicon::{self, Phrases, Words};
use std::collections::BTreeMap;
use std::path::Path;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The other roles; of a word with several, the first counts.
const ROLES: [(&str, &str); 10] = [
    ("year_sign", "YearSign"),
    ("month_sign", "MonthSign"),
    ("day_sign", "DaySign"),
    ("quarter", "Quarter"),
    ("time", "Time"),
    ("from", "From"),
    ("until", "Until"),
    ("filler", "Filler"),
    ("weekday", "Weekday"),
    ("ordinal", "Ordinal"),
];

pub(crate) fn write(out: &Path) {
    let text = std::fs::read_to_string("data/date_words.yaml").expect("data/ is there");
    let mut file: BTreeMap<String, serde_yaml::Value> =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("date_words.yaml: {error}"));
    let mut words = |role: &str| -> Words {
        let words = file.remove(role).unwrap_or_else(|| panic!("date_words.yaml: no {role}"));
        serde_yaml::from_value(words).unwrap_or_else(|error| panic!("{role}: {error}"))
    };
    let mut phrases = Phrases::new();
    for (at, month) in MONTHS.iter().enumerate() {
        lexicon::add(&mut phrases, &words(month), &format!("DateWord::Month({})", at + 1));
    }
    for (name, role) in ROLES {
        if name != "ordinal" {
            lexicon::add(&mut phrases, &words(name), &format!("DateWord::{role}"));
        }
    }
    let mut ordinals = Phrases::new();
    lexicon::add(&mut ordinals, &words("ordinal"), "DateWord::Ordinal");
    let eras: BTreeMap<u16, Words> =
        serde_yaml::from_value(file.remove("eras").expect("date_words.yaml: no eras"))
            .unwrap_or_else(|error| panic!("eras: {error}"));
    for (before, words) in &eras {
        lexicon::add(&mut phrases, words, &format!("DateWord::Era({before})"));
    }
    let numbers = words_of_numbers(file.remove("numbers"));
    file.remove("checked");
    file.remove("source");
    assert!(file.is_empty(), "date_words.yaml: unknown keys {:?}", file.keys());
    let mut code = lexicon::code("DATE_WORDS", "DateWord", &phrases);
    code.push_str(&lexicon::code("ORDINALS", "DateWord", &ordinals));
    code.push_str(&lexicon::code("NUMBERS", "u32", &numbers));
    std::fs::write(out.join("date_words.rs"), code).expect("OUT_DIR is writable");
}

/// The words of numbers, by the number.
fn words_of_numbers(value: Option<serde_yaml::Value>) -> Phrases {
    let value = value.expect("date_words.yaml: no numbers");
    let numbers: BTreeMap<u32, Words> =
        serde_yaml::from_value(value).unwrap_or_else(|error| panic!("numbers: {error}"));
    let mut phrases = Phrases::new();
    for (number, words) in &numbers {
        lexicon::add(&mut phrases, words, &number.to_string());
    }
    phrases
}
