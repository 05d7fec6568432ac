//! Writes a lexicon: phrases with their roles, sorted, without an address in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Folded phrases with the expression of their role.
pub(crate) type Phrases = BTreeMap<String, String>;

/// The words of one role: by language, or as a plain list.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(crate) enum Words {
    /// In no order that matters.
    List(Vec<String>),
    /// By language; `any` are those of all.
    ByLanguage(BTreeMap<String, Vec<String>>),
}

impl Words {
    /// All of them.
    pub(crate) fn all(&self) -> Vec<&String> {
        match self {
            Self::List(list) => list.iter().collect(),
            Self::ByLanguage(languages) => languages.values().flatten().collect(),
        }
    }
}

/// Adds words to phrases; what comes first keeps its role.
pub(crate) fn add(phrases: &mut Phrases, words: &Words, role: &str) {
    for word in words.all() {
        add_word(phrases, word, role);
    }
}

/// Adds one word.
pub(crate) fn add_word(phrases: &mut Phrases, word: &str, role: &str) {
    let folded = crate::fold::fold_words(word);
    assert!(!folded.is_empty(), "{word:?} has no letters");
    phrases.entry(folded).or_insert_with(|| role.to_owned());
}

/// The static `name` of a lexicon whose roles are of the type `role`.
pub(crate) fn code(name: &str, role: &str, phrases: &Phrases) -> String {
    let mut texts = String::new();
    let mut entries = String::new();
    for (phrase, role) in phrases {
        let start = texts.find(phrase.as_str()).unwrap_or_else(|| {
            texts.push_str(phrase);
            texts.len() - phrase.len()
        });
        let len = phrase.len();
        let _ = writeln!(entries, "LexiconEntry {{ start: {start}, len: {len}, role: {role} }},");
    }
    let mut firsts = phrases.keys().map(|phrase| phrase.as_bytes()[0]).peekable();
    let mut first_bytes: Vec<usize> = Vec::new();
    let mut at = 0;
    for byte in 0..=u8::MAX {
        first_bytes.push(at);
        while firsts.next_if_eq(&byte).is_some() {
            at += 1;
        }
    }
    first_bytes.push(at);
    format!(
        "static {name}: Lexicon<{role}> = Lexicon {{ texts: {texts:?}, first_bytes: &{first_bytes:?}, entries: &[\n{entries}] }};\n"
    )
}
