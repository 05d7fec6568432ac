//! `vague-text`: a text that says nothing specific.

use crate::facts::phrases::{self, Vague};
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::plain_text;
use std::ops::Range;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "vague-text",
    summary: "reports texts of empty words, or that repeat the vendor's name or are too short",
    options: &[
        OptionSpec::text("field", "The field of the text.").structural(),
        OptionSpec::word("list", LISTS, "The list of stock phrases.").structural(),
        OptionSpec::texts("phrases", "More stock phrases."),
        OptionSpec::texts("accepted_phrases", "VagueText that are fine."),
        OptionSpec::integer("min_words", 1, "The fewest words of the text."),
    ],
    arguments: &[("field", "the field of the text"), ("value", "the text as written")],
    variants: &[("open_end", "the text says something and leaves its end open")],
    build: |options| Check::list(VagueText::new(options)),
};

/// The lists of phrases.
const LISTS: &[&str] =
    &["purpose", "data", "contact", "legal_name", "opt_out", "location", "category"];

struct VagueText {
    field: String,
    list: Vague,
    phrases: Vec<String>,
    accepted: Vec<String>,
    min_words: usize,
}

impl VagueText {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        options.require("field");
        let list = match options.word("list") {
            "data" => Vague::Data,
            "contact" => Vague::Contact,
            "legal_name" => Vague::LegalName,
            "opt_out" => Vague::OptOut,
            "category" => Vague::Category,
            "location" => Vague::Location,
            _ => Vague::Purpose,
        };
        Self {
            field: options.text("field").unwrap_or_default(),
            list,
            phrases: options.texts("phrases"),
            accepted: options.texts("accepted_phrases"),
            min_words: options.count("min_words"),
        }
    }

    /// The words that leave the end of a purpose open.
    fn open_end(&self, text: Text<'_>) -> Option<Range<usize>> {
        let is_accepted =
            self.accepted.iter().any(|allowed| allowed.eq_ignore_ascii_case(text.value()));
        if self.list != Vague::Purpose || is_accepted {
            return None;
        }
        plain_text::open_end(text.value(), text.marks())
    }

    fn is_empty_talk(&self, vendor: &Vendor<'_>, typed: Text<'_>) -> bool {
        let text = typed.value();
        if self.accepted.iter().any(|allowed| allowed.eq_ignore_ascii_case(text)) {
            return false;
        }
        let repeats = |name: Option<Text<'_>>| {
            name.is_some_and(|name| {
                name.node() != vendor.node && name.value().eq_ignore_ascii_case(text)
            })
        };
        words(text) < self.min_words
            || phrases::is_vague(self.list, text, &self.phrases, &self.accepted)
            || match self.list {
                Vague::Purpose => plain_text::is_empty_purpose(text, typed.marks()),
                Vague::Data => plain_text::is_empty_data(text, typed.marks()),
                _ => false,
            }
            || repeats(vendor.name)
            || repeats(vendor.legal_name)
    }
}

impl ListCheck for VagueText {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            let text =
                if self.field == "purpose" { vendor.purpose } else { vendor.text(&self.field) };
            let Some(text) = text else { continue };
            if self.is_empty_talk(vendor, text) {
                hits.push(Hit::on(text).of(vendor).arg("field", &self.field));
            } else if let Some(range) = self.open_end(text) {
                let shown = text.value().get(range.clone()).unwrap_or_default();
                let mut hit = Hit::at(text.part(range)).of(vendor).arg("value", shown);
                hit.value = Some(shown.to_owned());
                hits.push(hit.arg("field", &self.field).variant("open_end"));
            }
        }
    }
}

/// Number of words a text has. Scripts without spaces between words that are counted
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
