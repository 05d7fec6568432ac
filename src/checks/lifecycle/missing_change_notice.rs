//! `missing-change-notice`: terms that do not say how, or how long before, customers are told.

use crate::checks::kit::change_terms as terms;
use crate::manifest::{ChangeNotice, Text, is_blank};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "missing-change-notice",
    summary: "reports terms on changes that do not say how, or how long before, customers are told",
    options: &[
        OptionSpec::integer("min_notice_days", 0, "The fewest days between notice and change."),
        OptionSpec::words(
            "fields",
            ("a field of `change_notice`", || FIELDS.to_vec()),
            &[],
            "The fields that the terms have to state.",
        ),
    ],
    arguments: &[
        ("problem", "what the terms lack"),
        ("value", "the number of days as written"),
        ("missing", "the fields to add, as they are written"),
        ("days", "the days that are asked for"),
    ],
    variants: &[
        ("incomplete", "the terms lack some fields"),
        ("short", "the days are fewer than are asked for"),
    ],
    build: |options| Check::list(MissingChangeNotice::new(options)),
};

struct MissingChangeNotice {
    min_notice_days: i64,
    fields: Vec<String>,
}

/// The fields that can be required.
const FIELDS: &[&str] = &[
    "authorisation",
    "committed",
    "channel",
    "notice_days",
    "objection_days",
    "covers",
    "exception",
    "text",
];

/// A field of the terms with a value, or a slot for one, as it is written.
fn as_written(field: &str) -> &str {
    match field {
        "authorisation" => "authorisation: general",
        "committed" => "committed: true",
        "channel" => "channel: [email]",
        "notice_days" => "notice_days: <days>",
        "objection_days" => "objection_days: <days>",
        "covers" => "covers: [new_vendor, replacement]",
        "exception" => "exception: ...",
        _ => "text: ...",
    }
}

impl MissingChangeNotice {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { min_notice_days: options.int("min_notice_days"), fields: options.words("fields") }
    }

    fn check(&self, notice: &ChangeNotice<'_>, hits: &mut Hits) {
        // "You may object within that period": the time to object is that of the notice.
        let is_same_time = notice.notice_days.is_some()
            && notice.text.is_some_and(|text| terms::objects_within_notice(text.value()));
        let lacks = |field: &&String| {
            notice.node.get(field).is_none_or(is_blank)
                && !(is_same_time && *field == "objection_days")
        };
        let fields = || self.fields.iter().filter(lacks);
        let lacking: Vec<String> = fields().map(|field| format!("`{field}`")).collect();
        if let [before @ .., last] = &lacking[..] {
            let list = match before {
                [] => last.clone(),
                _ => format!("{} or {last}", before.join(", ")),
            };
            let problem = format!("the change notice does not state {list}");
            let missing = fields().map(|field| format!("`{}`", as_written(field)));
            let missing = missing.collect::<Vec<_>>().join(", ");
            let hit = Hit::at(notice.key.span()).arg("problem", problem);
            hits.push(hit.arg("missing", missing).variant("incomplete"));
        }
        if let Some(days) = notice.notice_days.filter(|days| *days < self.min_notice_days)
            && let Some(text) = Text::get(notice.node, "notice_days")
        {
            let problem = format!(
                "customers are told {days} days before a change, {} are asked for",
                self.min_notice_days
            );
            let days = self.min_notice_days.to_string();
            hits.push(Hit::on(text).arg("problem", problem).arg("days", days).variant("short"));
        }
    }
}

impl ListCheck for MissingChangeNotice {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        match &manifest.change_notice {
            Some(notice) if !is_blank(notice.node) => {
                // Where each vendor is agreed on, nobody has to be told, and
                // where notice is ruled out, that is the defect.
                if !notice.is_specific() && !terms::rule_notice_out(notice, &[]) {
                    self.check(notice, hits);
                }
            }
            // Something other than a mapping is reported for what it is.
            None if manifest.root.get("change_notice").is_some_and(|value| !is_blank(value)) => {}
            _ => {
                let problem = "the list does not say how customers hear of new vendors";
                hits.push(Hit::document(manifest).arg("problem", problem).lacks("change_notice"));
            }
        }
    }
}
