//! `inconsistent-status-dates`: what the status of a vendor says and what its dates say.

use crate::manifest::{ClosedVocabulary as _, Dated, Status, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::text::Span;
use crate::values::date::{Date, days_between};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "inconsistent-status-dates",
    summary: "reports vendors whose status and dates disagree",
    options: &[OptionSpec::integer(
        "keep_retired_days",
        365,
        "The days after its end in which a retired vendor may stay listed.",
    )],
    arguments: &[("status", "the status of the vendor"), ("problem", "what its dates say")],
    variants: &[],
    build: |options| Check::list(InconsistentStatusDates::new(options)),
};

struct InconsistentStatusDates {
    keep_retired_days: i64,
}

/// Tolerance for clocks that differ, in days.
const CLOCK_SKEW: i64 = 1;

impl InconsistentStatusDates {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { keep_retired_days: options.int("keep_retired_days") }
    }

    /// The first contradiction; what follows from it would be the same news.
    fn problem(&self, vendor: &Vendor<'_>, today: Date) -> Option<(Span, String)> {
        let start = vendor.dated("effective_from");
        let end = vendor.dated("ends_on");
        let off = vendor.dated("disabled_on");
        let at_status = || vendor.text("status").map_or(vendor.anchor(), |status| status.span());
        let day = |dated: Option<Dated<'_>>| Some((dated?.text.span(), dated?.day?));
        if let (Some((_, start)), Some((span, end))) = (day(start), day(end))
            && start > end
        {
            return Some((span, format!("ends on {end}, before it starts on {start}")));
        }
        match vendor.status {
            Status::Planned if start.is_none() => {
                Some((at_status(), "has no date of its start".to_owned()))
            }
            Status::Planned => {
                let (span, start) = day(start).filter(|(_, start)| *start < today)?;
                Some((span, format!("was to start on {start}")))
            }
            Status::Active => {
                if let Some((span, end)) = day(end).filter(|(_, end)| *end < today) {
                    return Some((span, format!("ended on {end}")));
                }
                let soonest = today.plus_days(CLOCK_SKEW);
                let (span, start) = day(start).filter(|(_, start)| *start > soonest)?;
                Some((span, format!("starts only on {start}")))
            }
            Status::Disabled if off.or(end).is_none() => {
                Some((at_status(), "does not say since when".to_owned()))
            }
            Status::Disabled => {
                let ((_, start), (span, off)) = (day(start)?, day(off)?);
                (start > off)
                    .then(|| (span, format!("was disabled on {off}, before its start on {start}")))
            }
            Status::Retired if end.or(off).is_none() => {
                Some((at_status(), "has no date of its end".to_owned()))
            }
            Status::Retired => {
                let (span, end) = day(end)?;
                if end > today.plus_days(CLOCK_SKEW) {
                    return Some((span, format!("ends only on {end}")));
                }
                let days = days_between(end, today);
                (days > self.keep_retired_days)
                    .then(|| (span, format!("is still listed {days} days after its end")))
            }
        }
    }
}

impl ListCheck for InconsistentStatusDates {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.entries() {
            let Some((span, problem)) = self.problem(vendor, subject.today) else { continue };
            let hit = Hit::at(span).of(vendor).arg("status", vendor.status.word());
            hits.push(hit.arg("problem", problem));
        }
    }
}
