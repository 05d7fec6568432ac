//! Marks the words of the phrases of lexicons with what the phrases are for.

use crate::lexicon::Phrases;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The bits of `src/facts/text_marks.rs`; those of the uses of words are below them.
const INSTRUMENT: u32 = 1 << 16;
const RETIRED: u32 = 1 << 17;
const REMARK: u32 = 1 << 22;
const OTHER_TEXT_WORD: u32 = 1 << 19;
const OTHER_INSTRUMENT_WORD: u32 = 1 << 20;

/// The roles of instruments that can be the whole of a value.
const NAMED: &[&str] =
    &["Mechanism(", "Retired(", "Agreement(", "Assessment", "Person", "Law", "Certificate"];

/// Words with the marks of the phrases that they stand in.
#[derive(Default)]
struct MarkedWords(BTreeMap<String, u32>);

/// A phrase with its marks, and the mark that its words take off.
type MarkedPhrase = (String, u32, u32);

fn words(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split([' ', ',', '/'])
}

impl MarkedWords {
    /// Marks one word of each phrase.
    fn of(phrases: &[MarkedPhrase]) -> Self {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for word in phrases.iter().flat_map(|(phrase, ..)| words(phrase)) {
            *uses.entry(word).or_default() += 1;
        }
        let mut marked = Self::default();
        for (phrase, marks, other) in phrases {
            for word in words(phrase) {
                let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
                let other_words =
                    if is_number { 0 } else { OTHER_TEXT_WORD | OTHER_INSTRUMENT_WORD };
                *marked.0.entry(word.to_owned()).or_insert(other_words) &= !other;
            }
            // A word of few phrases is in few texts.
            let rarest = words(phrase).min_by_key(|word| (uses[word], usize::MAX - word.len()));
            if let Some(word) = rarest {
                *marked.0.entry(word.to_owned()).or_default() |= marks;
            }
        }
        marked
    }
}

pub(crate) fn write(
    out: &Path,
    uses: &BTreeMap<String, u16>,
    instruments: &Phrases,
    remarks: &[String],
) {
    let mut phrases: Vec<MarkedPhrase> = Vec::new();
    for (phrase, uses) in uses {
        phrases.push((phrase.clone(), u32::from(*uses), OTHER_TEXT_WORD));
    }
    for (phrase, role) in instruments {
        let role = role.trim_start_matches("InstrumentWord::");
        let is_named = NAMED.iter().any(|named| role.starts_with(named));
        let mut marks = if is_named { INSTRUMENT } else { 0 };
        if role.starts_with("Retired(") {
            marks |= RETIRED;
        }
        phrases.push((phrase.clone(), marks, OTHER_INSTRUMENT_WORD));
    }
    phrases.extend(remarks.iter().map(|phrase| (phrase.clone(), REMARK, 0)));
    // Phrases with letters other than ASCII are in no text that is looked at.
    phrases.retain(|(phrase, ..)| phrase.is_ascii());
    let words = MarkedWords::of(&phrases);
    let (mut texts, mut places) = (String::new(), String::new());
    for word in words.0.keys() {
        let start = texts.find(word.as_str()).unwrap_or_else(|| {
            texts.push_str(word);
            texts.len() - word.len()
        });
        let _ = writeln!(places, "MarkedWord {{ start: {start}, len: {} }},", word.len());
    }
    let count = words.0.len();
    let marks: Vec<&u32> = words.0.values().collect();
    let code = format!(
        "static MARKED_TEXTS: &str = {texts:?};\nstatic MARKED_WORDS: [MarkedWord; {count}] = [\n{places}];\nstatic MARKS: [u32; {count}] = {marks:?};\n"
    );
    std::fs::write(out.join("text_marks.rs"), code).expect("OUT_DIR is writable");
}
