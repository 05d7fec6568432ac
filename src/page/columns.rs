//! The fields that headers, keys and labels of a page stand for.

use super::mapping::mapped_column;
use crate::facts::field_names::{NameScope, field_named, forms, no_field};
use crate::text::fold::fold_words;

/// The meaning of a label for the values beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// They are of this field of a vendor, as a dotted path.
    Field(&'static str),
    /// They are of no field: numbers of rows, logos.
    Nothing,
    /// They are what the label says, for which the model has no field.
    Unknown,
}

/// The marks that divide a label into two: `Purpose / Service`.
const DIVIDERS: &[char] = &['/', '(', ')', '&', ',', '|', ':', '–', '-', '•', '·', '[', ']', '\n'];

/// Reads a label.
pub(crate) fn column(label: &str) -> Column {
    let label = label.trim().trim_end_matches([':', '*', '.', '：']).trim();
    if let Some(mapped) = mapped_column(label) {
        return mapped;
    }
    if label.is_empty() || is_row_number(label) {
        return Column::Nothing;
    }
    if let Some(field) = whole(label) {
        return Column::Field(field);
    }
    if let Some(known) = forms(label).iter().find_map(|form| no_field(form)) {
        return match known.field {
            "" => Column::Unknown,
            field => Column::Field(field),
        };
    }
    // `Location (of data)`, `Purpose / Service`: the first part that is known, and what is
    // outside of brackets before what is in them.
    let parts = label.split(DIVIDERS).map(str::trim).filter(|part| !part.is_empty());
    if let Some(field) = parts.clone().filter(|part| *part != label).find_map(whole) {
        return Column::Field(field);
    }
    words(label).map_or(Column::Unknown, Column::Field)
}

/// The field of a label that is one word of the dictionary.
pub(crate) fn whole(label: &str) -> Option<&'static str> {
    match mapped_column(label) {
        Some(Column::Field(field)) => return Some(field),
        Some(_) => return None,
        None => {}
    }
    forms(label)
        .iter()
        .find_map(|form| canonical(form).or_else(|| field_named(NameScope::Entry, form)))
}

/// The fields under their own names, which the dictionary leaves out.
fn canonical(folded: &str) -> Option<&'static str> {
    const OWN: &[&str] = &[
        "address",
        "agreements",
        "announced_on",
        "audiences",
        "category",
        "certifications",
        "condition",
        "contact",
        "country",
        "data_categories",
        "dpo",
        "effective_from",
        "ends_on",
        "features",
        "group",
        "id",
        "last_reviewed",
        "lei",
        "legal_name",
        "location",
        "name",
        "notes",
        "opt_out",
        "purpose",
        "registration_id",
        "services",
        "status",
        "transfer",
        "website",
        "links.dpa",
        "links.privacy",
        "links.security",
    ];
    const PLURALS: &[(&str, &str)] = &[
        ("locations", "location"),
        ("contacts", "contact"),
        ("countries", "location"),
        ("country", "country"),
        ("purposes", "purpose"),
        ("audience", "audiences"),
        ("datacategory", "data_categories"),
        ("data", "data_categories"),
        ("names", "name"),
        ("links", "website"),
        ("urls", "website"),
    ];
    let own =
        OWN.iter().find(|name| name.bytes().filter(u8::is_ascii_alphanumeric).eq(folded.bytes()));
    own.copied()
        .or_else(|| PLURALS.iter().find(|(word, _)| *word == folded).map(|(_, field)| *field))
}

/// The field that the last words of a label name: `Where we store your data location`; or its
/// first ones: `Location of the servers that we use`.
fn words(label: &str) -> Option<&'static str> {
    let words: Vec<&str> = label.split_whitespace().collect();
    if !(2..=8).contains(&words.len()) {
        return None;
    }
    const BETWEEN: &[&str] = &["of", "for", "to", "by", "with", "from", "and", "or", "the", "its"];
    let tails = (1..words.len()).map(|from| words[from..].join(" "));
    // `Service authentication` is about no service, `Location of the owner` about a location.
    let is_other = |from: usize| {
        let is_no_field =
            |form: &String| no_field(form).is_some_and(|known| known.field.is_empty());
        forms(&words[from..].join(" ")).iter().any(is_no_field)
    };
    let is_joined = words.iter().any(|word| BETWEEN.contains(&word.to_lowercase().as_str()));
    if !is_joined && (1..words.len()).any(is_other) {
        return None;
    }
    let heads = (1..words.len()).rev().map(|to| words[..to].join(" "));
    let is_telling = |part: &String| part.chars().count() > 3;
    tails.chain(heads).filter(is_telling).find_map(|part| whole(&part))
}

/// `No.`, `#`, `Nr.`: the numbers of the rows.
fn is_row_number(label: &str) -> bool {
    matches!(
        fold_words(label).as_str(),
        "" | "no"
            | "nr"
            | "num"
            | "number"
            | "s no"
            | "sr no"
            | "sl no"
            | "index"
            | "n"
            | "lp"
            | "c"
            | "row"
    )
}

/// True if this many labels of a row name fields, so that the row heads a table.
pub(crate) fn known_labels<'a>(labels: impl Iterator<Item = &'a str>) -> usize {
    labels
        .filter(|label| label.chars().count() <= 60)
        .filter(|label| matches!(column(label), Column::Field(_)))
        .count()
}

/// True if a key speaks of the company, and not of where the data is.
pub(super) fn is_seat(key: &str) -> bool {
    let key = fold_words(key).replace(' ', "");
    ["head", "hq", "seat", "jurisdiction", "incorporat", "company", "entity", "vendor", "provider"]
        .iter()
        .any(|word| key.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_in_many_words_and_languages_are_fields() {
        for (label, field) in [
            ("Sub-processor", "name"),
            ("NAME", "name"),
            ("Entity Name", "legal_name"),
            ("Purpose of Processing", "purpose"),
            ("Description/Purpose", "purpose"),
            ("Location (of data)", "location"),
            ("Unterauftragnehmer", "name"),
            ("Anschrift", "address"),
            ("Cadre transfert", "transfer"),
            ("업체명", "name"),
            ("hosting_region", "location"),
            ("Privacy Statement", "links.privacy"),
        ] {
            assert_eq!(column(label), Column::Field(field), "{label}");
        }
        for label in ["#", "No.", ""] {
            assert_eq!(column(label), Column::Nothing, "{label}");
        }
        for label in ["Favourite colour", "Service authentication", "Data encryption", "Data owner"]
        {
            assert_eq!(column(label), Column::Unknown, "{label}");
        }
        assert_eq!(column("Location of the owner"), Column::Field("location"));
    }
}
