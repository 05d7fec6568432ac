//! Compiles `data/contact_words.yaml` and `data/calling_codes.csv`.

use crate::lexicon::{self, Phrases, Words};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn write(out: &Path) {
    let text = std::fs::read_to_string("data/contact_words.yaml").expect("data/ is there");
    let mut file: BTreeMap<String, serde_yaml::Value> =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("contact_words.yaml: {error}"));
    let mut words = |role: &str| -> Words {
        let words = file.remove(role).unwrap_or_else(|| panic!("contact_words.yaml: no {role}"));
        serde_yaml::from_value(words).unwrap_or_else(|error| panic!("{role}: {error}"))
    };
    let lexicon = |roles: &[(&Words, &str)]| {
        let mut phrases = Phrases::new();
        for (words, role) in roles {
            lexicon::add(&mut phrases, words, &format!("ContactWord::{role}"));
        }
        phrases
    };
    let (boxes, labels, joints) = (words("po_box"), words("label"), words("joint"));
    let (signs, unread, parts) =
        (words("postal_sign"), words("unread_mailboxes"), words("unread_parts"));
    let of_texts = lexicon(&[
        (&boxes, "PoBox"),
        (&labels, "Label"),
        (&joints, "Joint"),
        (&signs, "PostalSign"),
    ]);
    let (at, dot) = (words("spelled_at"), words("spelled_dot"));
    let of_signs = lexicon(&[(&at, "SpelledAt"), (&dot, "SpelledDot")]);
    let of_mailboxes = lexicon(&[(&unread, "UnreadMailbox"), (&parts, "UnreadPart")]);
    let mut code = lexicon::code("CONTACT_WORDS", "ContactWord", &of_texts);
    code.push_str(&lexicon::code("SIGNS", "ContactWord", &of_signs));
    code.push_str(&lexicon::code("MAILBOXES", "ContactWord", &of_mailboxes));
    std::fs::write(out.join("contact_words.rs"), code).expect("OUT_DIR is writable");
    std::fs::write(out.join("calling_codes.rs"), calling_codes()).expect("OUT_DIR is writable");
}

fn calling_codes() -> String {
    let text = std::fs::read_to_string("data/calling_codes.csv").expect("data/ is there");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows = reader.deserialize::<(u16, String, usize, usize, String)>();
    let mut rows: Vec<_> =
        rows.map(|row| row.unwrap_or_else(|error| panic!("calling_codes.csv: {error}"))).collect();
    rows.sort();
    let mut code = String::from("static CALLING_CODES: &[CallingCode] = &[\n");
    for (number, countries, min, max, zero) in rows {
        let keeps_zero = zero == "yes";
        let _ = writeln!(
            code,
            "CallingCode {{ code: {number}, min: {min}, max: {max}, keeps_zero: {keeps_zero}, countries: {countries:?} }},"
        );
    }
    code.push_str("];\n");
    code
}
