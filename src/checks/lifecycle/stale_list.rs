//! `stale-list`: how long ago the list was updated, and its vendors were reviewed.

use crate::manifest::{Dated, Text, Vendor};
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
        ("vendor", "the vendor whose entry changed later"),
    ],
    variants: &[
        ("reviews", "the date is that of the last review of a vendor"),
        ("changed", "an entry has a later date than the list"),
    ],
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
        let changed = || {
            let (text, day) = updated?;
            changed_since(subject, text, day)
        };
        hits.extend(hit.or_else(changed));
    }
}

/// The latest change of an entry that the list is older than.
fn changed_since(subject: &Subject<'_, '_>, updated: Text<'_>, day: Date) -> Option<Hit> {
    let manifest = subject.manifest?;
    let mut latest: Option<(Date, Text<'_>, &Vendor<'_>)> = None;
    for vendor in &manifest.vendors {
        for key in ["announced_on", "effective_from", "disabled_on", "ends_on"] {
            let Some(dated) = vendor.dated(key) else { continue };
            // What is planned is no change yet; what was announced is.
            let is_change = |change: &Date| *change > day && *change <= subject.today;
            if let Some(change) = dated.day.filter(is_change)
                && latest.is_none_or(|(known, ..)| known < change)
            {
                latest = Some((change, dated.text, vendor));
            }
        }
    }
    let (change, text, vendor) = latest?;
    let hit = Hit::on(updated).arg("date", change.to_string()).arg("vendor", vendor.title());
    let hit = hit.arg("n", days_between(day, change).to_string());
    Some(hit.related(text.span(), "changed here").variant("changed"))
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
