//! What a configuration says about pages: which files are pages, and what their columns and
//! headings mean where the dictionary does not know it.

use super::PathPatterns;
use super::config_file::ConfigReader;
use crate::page::PageMapping;
use crate::page::mapping::{COLUMN_FIELDS, HeadingUse, IGNORE, column_field};
use crate::syntax::{NodeKind, Value};
use crate::text::Span;
use crate::text::suggest::known_words;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

pub(crate) const PAGE_KEYS: &[&str] = &["files", "columns", "headings"];

/// The settings for some pages: an entry under `pages`.
#[derive(Debug)]
pub(crate) struct PageSetting {
    /// The pages.
    pub(crate) files: PathPatterns,
    /// Their columns and headings.
    pub(crate) labels: Vec<MappedWords>,
}

/// A column or a heading, as typed, with what it means.
#[derive(Debug)]
pub(crate) struct MappedWords {
    /// Its place in the configuration.
    pub(crate) span: Span,
    /// Its words.
    pub(crate) text: String,
    /// The meaning, as typed.
    pub(crate) typed: String,
    pub(crate) meaning: LabelMeaning,
}

/// The meaning of a column or a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabelMeaning {
    /// A column of a field; one without is left out.
    Column(Option<&'static str>),
    /// A heading.
    Heading(HeadingUse),
}

impl LabelMeaning {
    /// The word for what has the meaning.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Column(_) => "column",
            Self::Heading(_) => "heading",
        }
    }
}

/// The mapping for a page, by its path relative to the configuration; nothing for a file that no
/// entry names. Labels are numbered through all entries, and of two for one label the later wins.
pub(super) fn mapping_for(settings: &[PageSetting], path: &Path) -> Option<Arc<PageMapping>> {
    let mut mapping: Option<PageMapping> = None;
    let mut number = 0;
    for setting in settings {
        if setting.files.is_match(path) {
            let mapping = mapping.get_or_insert_default();
            for (at, label) in setting.labels.iter().enumerate() {
                match label.meaning {
                    LabelMeaning::Column(field) => {
                        mapping.add_column(&label.text, number + at, field);
                    }
                    LabelMeaning::Heading(meant) => {
                        mapping.add_heading(&label.text, number + at, meant);
                    }
                }
            }
        }
        number += setting.labels.len();
    }
    mapping.map(Arc::new)
}

impl ConfigReader<'_> {
    /// The entries of `pages`.
    pub(super) fn pages(&mut self, value: Value<'_>) -> Vec<PageSetting> {
        const EXAMPLE: &str =
            "For example `pages: [{files: [docs/vendors.md], columns: {Why: purpose}}]`.";
        if !matches!(value.kind(), NodeKind::Seq | NodeKind::Null) {
            let found = value.kind().noun();
            self.error(value.span(), format!("`pages` takes a list, found {found}"), EXAMPLE);
        }
        let mut settings = Vec::new();
        for item in value.items() {
            self.keys(item, PAGE_KEYS, "an entry of `pages`");
            if item.kind() != NodeKind::Map {
                continue;
            }
            let Some(files) = item.get("files").filter(|files| !files.is_null()) else {
                let message = "an entry of `pages` says for which `files` it is";
                self.error(item.span(), message, EXAMPLE);
                continue;
            };
            let texts = self.texts(files, "files");
            let files = self.patterns(&texts);
            let mut labels = Vec::new();
            self.labels(item, "columns", &mut labels, |typed| match typed {
                IGNORE => Some(LabelMeaning::Column(None)),
                _ => column_field(typed).map(|field| LabelMeaning::Column(Some(field))),
            });
            self.labels(item, "headings", &mut labels, |typed| {
                let known = HeadingUse::WORDS.iter().find(|(word, _)| *word == typed);
                known.map(|(_, meant)| LabelMeaning::Heading(*meant))
            });
            settings.push(PageSetting { files, labels });
        }
        settings
    }

    /// The labels under a key of an entry, with their meanings.
    fn labels(
        &mut self,
        item: Value<'_>,
        key: &str,
        labels: &mut Vec<MappedWords>,
        meaning: impl Fn(&str) -> Option<LabelMeaning>,
    ) {
        let Some(value) = item.get(key).filter(|value| !value.is_null()) else { return };
        let (noun, example) = match key {
            "columns" => ("column", "For example `columns: {Where it runs: locations}`."),
            _ => ("heading", "For example `headings: {Our partners: subprocessors}`."),
        };
        if value.kind() != NodeKind::Map {
            let found = value.kind().noun();
            let message = format!("`{key}` maps words of a page to their meaning, found {found}");
            self.error(value.span(), message, example);
            return;
        }
        let mut known: HashMap<String, (String, u32)> = HashMap::new();
        for (words, of_words) in value.entries() {
            let text = words.text().unwrap_or_default();
            let folded = PageMapping::key(text);
            if folded.is_empty() {
                let message = format!("a {noun} has at least one letter or digit");
                self.error(words.span(), message, example);
                continue;
            }
            if let Some((earlier, start)) = known.get(&folded) {
                let line = self.file.line(*start);
                let message = format!("`{text}` is the same {noun} as `{earlier}` in line {line}");
                let help = "Keep one of the two; case, spaces and punctuation do not count.";
                self.error(words.span(), message, help);
                continue;
            }
            let typed = of_words.text().unwrap_or_default();
            let Some(meaning) = meaning(typed) else {
                let (message, help) = unknown_meaning(noun, typed);
                self.error(of_words.span(), message, help);
                continue;
            };
            known.insert(folded, (text.to_owned(), words.span().start));
            let (text, typed) = (text.to_owned(), typed.to_owned());
            labels.push(MappedWords { span: words.span(), text, typed, meaning });
        }
    }
}

/// The message and the help about a meaning that there is not.
fn unknown_meaning(noun: &str, typed: &str) -> (String, String) {
    if noun == "heading" {
        let words: Vec<&str> = HeadingUse::WORDS.iter().map(|(word, _)| *word).collect();
        return (format!("a heading cannot be `{typed}`"), known_words(typed, &words));
    }
    let mut words: Vec<&str> = COLUMN_FIELDS.to_vec();
    words.push(IGNORE);
    (format!("no column can be of the field `{typed}`"), known_words(typed, &words))
}
