//! `phrases`: a text that says nothing specific.

use crate::facts::phrases::{self, Vague};
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, Options, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "phrases",
    summary: "reports texts that are stock phrases, repeat the vendor's name or are too short",
    options: &["field", "list", "phrases", "min_words", "allow"],
    arguments: &["field", "value"],
    variants: &[],
    build: |options| Box::new(Phrases::new(options)),
};

/// The lists of phrases by name.
const LISTS: &[(&str, Vague)] = &[
    ("purpose", Vague::Purpose),
    ("data", Vague::Data),
    ("contact", Vague::Contact),
    ("legal_name", Vague::LegalName),
    ("opt_out", Vague::OptOut),
    ("location", Vague::Location),
];

struct Phrases {
    field: String,
    list: Vague,
    phrases: Vec<String>,
    allow: Vec<String>,
    min_words: usize,
}

impl Phrases {
    fn new(options: &mut Options<'_>) -> Self {
        let names: Vec<&'static str> = LISTS.iter().map(|(name, _)| *name).collect();
        let list = options.word("list", &names);
        Self {
            field: options.required_text("field"),
            list: LISTS
                .iter()
                .find(|(name, _)| *name == list)
                .map_or(Vague::Purpose, |&(_, list)| list),
            phrases: options.texts("phrases"),
            allow: options.texts("allow"),
            min_words: usize::try_from(options.int("min_words", 1)).unwrap_or(1),
        }
    }

    fn is_empty_talk(&self, vendor: &Vendor<'_>, text: &str) -> bool {
        if self.allow.iter().any(|allowed| allowed.eq_ignore_ascii_case(text)) {
            return false;
        }
        let repeats = |name: Option<Text<'_>>| {
            name.is_some_and(|name| {
                name.node() != vendor.node && name.value().eq_ignore_ascii_case(text)
            })
        };
        words(text) < self.min_words
            || phrases::is_vague(self.list, text, &self.phrases, &self.allow)
            || repeats(vendor.name)
            || repeats(vendor.legal_name)
    }
}

impl Check for Phrases {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            let text =
                if self.field == "purpose" { vendor.purpose } else { vendor.text(&self.field) };
            let Some(text) = text else { continue };
            if self.is_empty_talk(vendor, text.value()) {
                hits.push(Hit::on(text).of(vendor).arg("field", &self.field));
            }
        }
    }
}

/// How many words a text has. Scripts without spaces between words are counted
/// two characters a word.
pub(crate) fn words(text: &str) -> usize {
    if text.is_ascii() {
        let apart = |byte: &u8| {
            byte.is_ascii_whitespace() || matches!(byte, b'/' | b',' | b';' | b'&' | b'+')
        };
        let words = text.as_bytes().split(apart);
        return words.filter(|word| word.iter().any(u8::is_ascii_alphanumeric)).count();
    }
    let spaced = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '&' | '+'))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count();
    let dense = text.chars().filter(|c| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')).count();
    spaced + dense / 2
}
