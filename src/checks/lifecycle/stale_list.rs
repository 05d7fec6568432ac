//! `stale-list`: how long ago the list was updated, and its vendors were reviewed.

use crate::manifest::{Dated, Text};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::date::{Date, days_between};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "stale-list",
    summary: "reports a list that was not updated, or not reviewed, for a long time",
    options: &[OptionSpec::integer(
        "max_age_days",
        365,
        "The most days since the last update, or else since the last review of a vendor.",
    )],
    arguments: &[
        ("n", "the days since then"),
        ("date", "the date of the last update or review"),
        ("value", "the date as written"),
    ],
    variants: &[("reviews", "the date is that of the last review of a vendor")],
    build: |options| Check::list(StaleList::new(options)),
};

struct StaleList {
    max_age_days: i64,
}

impl StaleList {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { max_age_days: options.int("max_age_days") }
    }

    fn hit(&self, text: Text<'_>, day: Date, today: Date) -> Option<Hit> {
        let days = days_between(day, today);
        let hit = || Hit::on(text).arg("n", days.to_string()).arg("date", day.to_string());
        (days > self.max_age_days).then(hit)
    }
}

impl ListCheck for StaleList {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        let updated = manifest.last_updated.map(Dated::of);
        let updated = updated.and_then(|updated| Some((updated.text, updated.day?)));
        let stale = updated.and_then(|(text, day)| self.hit(text, day, subject.today));
        let hit = stale.or_else(|| {
            let (text, day) = last_review(subject)?;
            Some(self.hit(text, day, subject.today)?.variant("reviews"))
        });
        hits.extend(hit);
    }
}

/// The latest review, if every vendor in use has the date of one.
fn last_review<'t>(subject: &Subject<'_, 't>) -> Option<(Text<'t>, Date)> {
    let mut latest: Option<(Text<'t>, Date)> = None;
    for vendor in subject.vendors.iter().filter(|vendor| vendor.is_current()) {
        let reviewed = vendor.dated("last_reviewed")?;
        let day = reviewed.day?;
        if latest.is_none_or(|(_, before)| before < day) {
            latest = Some((reviewed.text, day));
        }
    }
    latest
}
