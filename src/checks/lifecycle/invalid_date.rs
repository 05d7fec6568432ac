//! `invalid-date`: dates that are none, or that lie ahead where they cannot.

use crate::diagnostics::Safety;
use crate::manifest::{Status, Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::{NodeKind, Value};
use crate::values::date::{Date, DateProblem, Period};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "invalid-date",
    summary: "reports dates that are impossible, in the future or not written YYYY-MM-DD",
    options: &[OptionSpec::words(
        "future_fields",
        ("a date of the manifest", date_fields),
        &[],
        "The fields whose dates may be in the future.",
    )],
    arguments: &[
        ("field", "the field of the date"),
        ("value", "the date as written"),
        ("problem", "what is wrong with it"),
        ("suggestion", "the date that is likely meant"),
        ("first", "the first day of a period, or one of two days"),
        ("last", "the last day of a period or a month, or the other of two days"),
    ],
    variants: &[
        ("close", "a date can be suggested"),
        ("likely", "a date that somebody has to look at"),
        ("ambiguous", "one of two days"),
        ("period", "a month, a quarter, a year or the time between two days"),
        ("impossible", "a day that its month does not have"),
        ("among_words", "a date among words that may change it"),
        ("future", "a day that lies ahead"),
        ("history", "a month or a year in the history of a vendor"),
    ],
    build: |options| Check::list(InvalidDate::new(options)),
};

/// The date fields of an entry.
const FIELDS: &[&str] =
    &["announced_on", "effective_from", "disabled_on", "ends_on", "last_reviewed"];

/// The date fields in the blocks of an entry.
const BLOCKS: &[(&str, &[&str])] = &[
    ("transfer", &["checked"]),
    ("agreements", &["signed"]),
    ("certifications", &["period_end", "report_period_end", "valid_until"]),
];

/// Tolerance for clocks that differ, in days.
const CLOCK_SKEW: i64 = 1;

fn date_fields() -> Vec<&'static str> {
    let blocks = BLOCKS.iter().flat_map(|(_, fields)| fields.iter());
    ["last_updated"].iter().chain(FIELDS).chain(blocks).copied().collect()
}

struct InvalidDate {
    future_fields: Vec<String>,
}

impl InvalidDate {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { future_fields: options.words("future_fields") }
    }

    fn check(&self, field: &str, value: Value<'_>, today: Date) -> Option<Hit> {
        let text = Text::of(value)?;
        let hit = |problem: String| Hit::on(text).arg("field", field).arg("problem", problem);
        let problem = match Date::parse(text.value()) {
            Ok(date) => {
                let ahead = date > today.plus_days(CLOCK_SKEW)
                    && !self.future_fields.iter().any(|known| known == field);
                return ahead.then(|| hit("in the future".to_owned()).variant("future"));
            }
            Err(problem) => problem,
        };
        let hit = hit(problem.to_string());
        let days = |hit: Hit, first: Date, last: Date| {
            hit.arg("first", first.to_string()).arg("last", last.to_string())
        };
        let whole = 0..text.value().len();
        Some(match problem {
            DateProblem::NotIso(date) => {
                let date = date.to_string();
                hit.fix_text(Safety::Safe, text, whole, &date)
                    .arg("suggestion", date)
                    .variant("close")
            }
            DateProblem::Likely(date) => {
                let date = date.to_string();
                hit.fix_text(Safety::Unsafe, text, whole, &date)
                    .arg("suggestion", date)
                    .variant("likely")
            }
            DateProblem::AmongWords(date) => {
                hit.arg("suggestion", date.to_string()).variant("among_words")
            }
            DateProblem::Ambiguous(one, other) => days(hit, one, other).variant("ambiguous"),
            DateProblem::Period(period) => {
                days(hit, period.first_day(), period.last_day()).variant("period")
            }
            DateProblem::Range(first, last) => days(hit, first, last).variant("period"),
            DateProblem::Impossible(Some(last)) => {
                hit.arg("last", last.to_string()).variant("impossible")
            }
            DateProblem::Impossible(None) | DateProblem::NotADate => hit,
        })
    }

    fn check_entry(&self, vendor: &Vendor<'_>, today: Date, hits: &mut Hits) {
        let mut add = |field: &str, value: Value<'_>| {
            let hit = self.check(field, value, today).map(|hit| hit.of(vendor));
            let is_history = vendor.status == Status::Retired
                && Text::of(value).is_some_and(|text| is_past_period(text.value(), today));
            hits.extend(hit.map(|hit| if is_history { hit.variant("history") } else { hit }));
        };
        for (key, value) in vendor.node.entries() {
            let key = key.text().unwrap_or_default();
            if FIELDS.contains(&key) {
                add(key, value);
            } else if let Some((_, fields)) = BLOCKS.iter().find(|(block, _)| *block == key) {
                let blocks = value.items().chain((value.kind() == NodeKind::Map).then_some(value));
                for (key, value) in blocks.flat_map(Value::entries) {
                    let key = key.text().unwrap_or_default();
                    if fields.contains(&key) {
                        add(key, value);
                    }
                }
            }
        }
    }
}

/// True if a text is a month or a year that has ended.
fn is_past_period(text: &str, today: Date) -> bool {
    let Some(period) = Period::parse(text) else { return false };
    period.last_day() < today
}

impl ListCheck for InvalidDate {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let updated = subject.manifest.and_then(|manifest| manifest.root.get("last_updated"));
        if let Some(value) = updated.filter(|_| subject.each_document) {
            hits.extend(self.check("last_updated", value, subject.today));
        }
        for vendor in subject.entries() {
            self.check_entry(vendor, subject.today, hits);
        }
    }
}
