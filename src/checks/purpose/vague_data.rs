//! `vague-data`: data categories that name no data.

use crate::facts::phrases::{self, PhraseKind, Vague};
use crate::manifest::Text;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::Value;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "vague-data",
    summary: "reports data categories that are only catch-all words, or hedge",
    options: &[OptionSpec::texts("phrases", "More catch-all words.")],
    arguments: &[("values", "the categories that name no data")],
    variants: &[],
    build: |options| Check::list(VagueData { phrases: options.texts("phrases") }),
};

struct VagueData {
    phrases: Vec<String>,
}

/// Maximum number of values that a message shows.
const SHOWN: usize = 5;

impl VagueData {
    /// The values that say nothing: those that hedge, else all of them when
    /// none names any data.
    fn empty_talk<'t>(&self, node: Value<'t>) -> Vec<Text<'t>> {
        // `placeholder-value` reports the others.
        let filled =
            |text: &Text<'_>| !phrases::is_placeholder(text.value(), "data_categories", &[], &[]);
        let values = || Text::each(node).filter(filled);
        let hedges = |text: &Text<'_>| {
            phrases::find_phrase(PhraseKind::DataHedge, text.value(), &[]).is_some()
        };
        let is_vague =
            |text: Text<'_>| phrases::is_vague(Vague::Data, text.value(), &self.phrases, &[]);
        if values().any(|text| hedges(&text)) {
            values().filter(hedges).collect()
        } else if values().all(is_vague) {
            values().collect()
        } else {
            Vec::new()
        }
    }
}

impl ListCheck for VagueData {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.entries() {
            let Some(node) = vendor.field("data_categories") else { continue };
            let vague = self.empty_talk(node);
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
