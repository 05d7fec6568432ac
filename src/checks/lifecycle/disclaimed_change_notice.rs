//! `disclaimed-change-notice`: terms that say that customers are not told.

use crate::checks::kit::change_terms as terms;
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "disclaimed-change-notice",
    summary: "reports terms that rule out notice of changes",
    options: &[OptionSpec::texts("phrases", "More phrases that rule notice out.")],
    arguments: &[
        ("problem", "what is wrong with the terms"),
        ("quote", "the words that rule notice out"),
    ],
    variants: &[],
    build: |options| Check::list(DisclaimedChangeNotice::new(options)),
};

struct DisclaimedChangeNotice {
    phrases: Vec<String>,
}

impl DisclaimedChangeNotice {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { phrases: options.texts("phrases") }
    }
}

impl ListCheck for DisclaimedChangeNotice {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let notice = subject.manifest.and_then(|manifest| manifest.change_notice.as_ref());
        let Some(notice) = notice else { return };
        let committed = notice.node.get("committed").filter(|_| notice.committed == Some(false));
        let words = notice.text.and_then(|text| {
            let range = terms::find(text.value(), &self.phrases)?;
            Some((text, range))
        });
        let mut hit = match (words, committed) {
            (Some((text, range)), committed) => {
                let quote = terms::quote(text.value(), &range).to_owned();
                let hit = Hit::at(text.part(range)).arg("quote", &quote);
                let hit = Hit { value: Some(quote), ..hit };
                match committed {
                    Some(value) => hit.related(value.span(), "not committed to notice"),
                    None => hit,
                }
            }
            (None, Some(value)) => {
                let quote = "committed: false".to_owned();
                Hit { value: Some(quote.clone()), ..Hit::at(value.span()).arg("quote", quote) }
            }
            (None, None) => return,
        };
        hit = hit.arg("problem", "the terms rule out notice");
        hits.push(hit);
    }
}
