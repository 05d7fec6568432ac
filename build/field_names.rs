//! The words for fields, for `src/facts/field_names.rs`, from `data/field_names.yaml`.

use crate::fold::fold_key;
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// One folded word and the section that it is in.
type WordKey = (String, String);

/// Writes the words, one line each and sorted: the folded word, the section, and the
/// field or the reason why there is none; with the offset of every line.
pub(crate) fn write(out: &Path) {
    let text = std::fs::read_to_string("data/field_names.yaml").expect("the words for fields");
    let data: Value = serde_yaml::from_str(&text).expect("data/field_names.yaml is YAML");
    let mut words: BTreeMap<WordKey, String> = BTreeMap::new();
    for section in ["list", "root", "entry"] {
        fields(&mut words, section, &data[section]);
    }
    for (block, of_block) in mapping(&data["blocks"]) {
        fields(&mut words, text_of(block), of_block);
    }
    for group in data["no_field"].as_sequence().expect("`no_field` is a list") {
        let field = group.get("field").map(text_of).unwrap_or_default();
        let target = format!("{field}\t{}", text_of(&group["why"]));
        for word in group["words"].as_sequence().expect("`words` is a list") {
            add(&mut words, "none", text_of(word), &target);
        }
    }
    let (mut table, mut starts) = (String::new(), Vec::new());
    for ((word, section), target) in &words {
        starts.push(table.len());
        table += &format!("{word}\t{section}\t{target}\n");
    }
    let starts = format!("static STARTS: [u32; {}] = {starts:?};", starts.len());
    std::fs::write(out.join("field_names.tsv"), table).expect("writing a table");
    std::fs::write(out.join("field_name_starts.rs"), starts).expect("writing a table");
}

fn fields(words: &mut BTreeMap<WordKey, String>, section: &str, of_section: &Value) {
    for (field, languages) in mapping(of_section) {
        for (_, list) in mapping(languages) {
            for word in list.as_sequence().expect("the words of a language are a list") {
                add(words, section, text_of(word), text_of(field));
            }
        }
    }
}

/// Adds a word, and its spelling with two letters for an umlaut.
fn add(words: &mut BTreeMap<WordKey, String>, section: &str, word: &str, target: &str) {
    let spelt = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe")];
    let plain = spelt.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    let key = fold_key(word);
    assert!(!key.is_empty(), "`{word}` has no letters");
    let known = words.insert((key.clone(), section.to_owned()), target.to_owned());
    assert!(
        known.as_ref().is_none_or(|known| known == target),
        "`{word}` means `{target}` and {known:?} in `{section}`"
    );
    let plain = fold_key(&plain);
    if plain != key {
        words.entry((plain, section.to_owned())).or_insert_with(|| target.to_owned());
    }
}

fn mapping(value: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    value.as_mapping().expect("a mapping of fields").iter()
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}
