//! `vague-data`: data categories that name no data.

use crate::facts::phrases::{self, PhraseKind, Vague};
use crate::facts::text_marks::TextMarks;
use crate::manifest::Text;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::Value;
use crate::values::plain_text;
use std::collections::HashMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "vague-data",
    summary: "reports data categories that are only catch-all words, or hedge",
    options: &[OptionSpec::texts("phrases", "More catch-all words.")],
    arguments: &[("values", "the categories that name no data")],
    variants: &[("none", "the categories say that there are none")],
    build: |options| Check::list(VagueData { phrases: options.texts("phrases") }),
};

struct VagueData {
    phrases: Vec<String>,
}

/// Maximum number of values that a message shows.
const SHOWN: usize = 5;

impl VagueData {
    fn talk(&self, text: &str) -> Talk {
        let marks = TextMarks::of(text);
        let hedges = phrases::find_phrase(PhraseKind::DataHedge, text, &[]).is_some()
            || plain_text::leaves_data_open(text, marks)
            || plain_text::is_empty_data_with_examples(text, marks);
        let is_vague = || {
            phrases::is_vague(Vague::Data, text, &self.phrases, &[])
                || plain_text::is_empty_data(text, marks)
                    && plain_text::denies_personal_data(text).is_none()
        };
        // `placeholder-value` reports the others.
        if phrases::is_placeholder(text, "data_categories", &[], &[]) {
            Talk::Placeholder
        } else if hedges {
            Talk::Hedged
        } else if is_vague() {
            Talk::Vague
        } else {
            Talk::Plain
        }
    }
}

/// The kind of thing that a value says about the data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Talk {
    Plain,
    Vague,
    Hedged,
    Placeholder,
}

/// The values that say nothing: those that hedge, else all of them when none names
/// any data.
fn empty_talk<'t>(node: Value<'t>, mut talk: impl FnMut(Text<'t>) -> Talk) -> Vec<Text<'t>> {
    let talks: Vec<(Text<'t>, Talk)> = Text::each(node).map(|text| (text, talk(text))).collect();
    let holds = |wanted: Talk| talks.iter().any(|(_, talk)| *talk == wanted);
    let reported = match (holds(Talk::Hedged), holds(Talk::Plain)) {
        (true, _) => Talk::Hedged,
        (false, true) => return Vec::new(),
        (false, false) => Talk::Vague,
    };
    talks.into_iter().filter(|(_, talk)| *talk == reported).map(|(text, _)| text).collect()
}

/// The one value of a field that says that there is no data.
fn stated_none(node: Value<'_>) -> Option<Text<'_>> {
    let mut texts = Text::each(node);
    let (text, None) = (texts.next()?, texts.next()) else { return None };
    let is_placeholder = phrases::is_placeholder(text.value(), "data_categories", &[], &[]);
    (!is_placeholder && plain_text::says_none(text.value())).then_some(text)
}

impl ListCheck for VagueData {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        // Most lists say the same of many vendors.
        let mut known: HashMap<&str, Talk> = HashMap::new();
        for (index, vendor) in subject.entries().enumerate() {
            let Some(node) = vendor.field("data_categories") else { continue };
            // Of another recipient nothing is an honest answer.
            let is_listed = index < subject.vendors.len();
            if let Some(none) = stated_none(node).filter(|_| is_listed) {
                let mut hit = Hit::at(none.span()).of(vendor).arg("values", none.value());
                hit.value = Some(none.value().to_owned());
                hits.push(hit.variant("none"));
                continue;
            }
            let vague = empty_talk(node, |text| {
                *known.entry(text.value()).or_insert_with_key(|text| self.talk(text))
            });
            if vague.is_empty() {
                continue;
            }
            let mut shown: Vec<&str> = vague.iter().take(SHOWN).map(|text| text.value()).collect();
            if vague.len() > SHOWN {
                shown.push("...");
            }
            let shown = shown.join(", ");
            let span = Text::of(node).map_or(node.span(), Text::span);
            let mut hit = Hit::at(span).of(vendor).arg("values", &shown);
            hit.value = Some(shown);
            hits.push(hit);
        }
    }
}
