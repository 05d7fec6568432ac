//! `vague-opt-out`: opt-out notes that name no usable way and no reason.

use crate::checks::purpose::vague_text::words;
use crate::facts::phrases::{self, Vague};
use crate::manifest::{OptOut, Text};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::contact::{ContactKind, ContactText};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "vague-opt-out",
    summary: "reports opt-out notes that say neither how nor why not",
    options: &[OptionSpec::integer(
        "min_words",
        1,
        "The fewest words of a note that names no address or setting.",
    )],
    arguments: &[("value", "the note as written")],
    variants: &[
        ("no_reason", "the note does not say why there is no way"),
        ("no_way", "the note names no way at all"),
    ],
    build: |options| Check::list(VagueOptOut::new(options)),
};

struct VagueOptOut {
    min_words: usize,
}

impl VagueOptOut {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { min_words: options.count("min_words") }
    }

    fn check(&self, note: &OptOut<'_>) -> Option<Hit> {
        // A note elsewhere is judged by whoever reads it.
        if note.reference.is_some() || note.link.is_some_and(is_filled) {
            return None;
        }
        let at_available = match note.available {
            Some((_, value)) => Hit::at(value.span()),
            None => Hit::at(note.node.entries().next().map_or(note.node, |(key, _)| key).span()),
        };
        if matches!(note.available, Some((false, _))) {
            if note.reason.or(note.how).is_some_and(is_reason) {
                return None;
            }
            let hit = note.reason.or(note.how).map_or(at_available, Hit::on);
            return Some(hit.variant("no_reason"));
        }
        match note.text.or(note.how) {
            Some(text) if self.is_vague(text) => Some(Hit::on(text)),
            Some(_) => None,
            // Whoever gives a reason means that there is no way.
            None if note.available.is_none() && note.reason.is_some_and(is_reason) => None,
            None => Some(at_available.variant("no_way")),
        }
    }

    fn is_vague(&self, text: Text<'_>) -> bool {
        let text = text.value();
        if phrases::is_vague(Vague::OptOut, text, &[], &[]) {
            return true;
        }
        words(text) < self.min_words && !names_address(text) && !names_setting(text)
    }
}

impl ListCheck for VagueOptOut {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.entries() {
            let hit = vendor.opt_out().and_then(|note| self.check(&note));
            hits.extend(hit.map(|hit| hit.of(vendor)));
        }
    }
}

fn is_filled(text: Text<'_>) -> bool {
    !phrases::is_placeholder(text.value(), "opt_out", &[], &[])
}

/// True if a text says why something cannot be switched off.
fn is_reason(text: Text<'_>) -> bool {
    is_filled(text) && !phrases::is_vague(Vague::OptOut, text.value(), &[], &[])
}

/// True if an e-mail or web address stands in a short text.
fn names_address(text: &str) -> bool {
    let address = |kind: &ContactKind| matches!(kind, ContactKind::Email(_) | ContactKind::Url(_));
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| matches!(c, ',' | ';' | '.' | '(' | ')'));
        let values = ContactText::parse(word).values;
        values.iter().any(|value| address(&value.kind))
    })
}

/// True if a text leads through menus: `Settings > Privacy`.
fn names_setting(text: &str) -> bool {
    let steps = text.split(['>', '→', '›', '»']);
    steps.filter(|step| step.chars().any(char::is_alphanumeric)).count() >= 2
}
