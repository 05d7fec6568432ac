//! `short-notice-window`: periods that do not leave customers the time to object.

use crate::checks::kit::change_terms as terms;
use crate::manifest::{ChangeNotice, Status, Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::date::{Date, days_between};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "short-notice-window",
    summary: "reports periods that do not leave customers the time to object",
    options: &[OptionSpec::texts("phrases", "More phrases that rule notice out.")],
    arguments: &[
        ("problem", "which periods do not fit"),
        ("value", "the number or date as written"),
    ],
    variants: &[],
    build: |options| Check::list(ShortNoticeWindow::new(options)),
};

struct ShortNoticeWindow {
    phrases: Vec<String>,
}

impl ShortNoticeWindow {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { phrases: options.texts("phrases") }
    }

    /// Describes the defect of the objection period.
    fn objection(&self, notice: &ChangeNotice<'_>) -> Option<String> {
        let objection = notice.objection_days.filter(|days| *days > 0)?;
        // A period of notice that is not stated is a gap and no contradiction.
        let denied = notice.committed == Some(false) && notice.channels.is_empty();
        match notice.notice_days {
            // Terms that promise notice and rule it out are for another rule.
            _ if notice.committed != Some(true)
                && terms::rule_notice_out(notice, &self.phrases) =>
            {
                Some(format!(
                    "customers have {} to object, but the list commits to no change notice",
                    days(objection)
                ))
            }
            Some(told) if objection > told => Some(format!(
                "customers have {} to object, but hear of a change {} before it",
                days(objection),
                days(told)
            )),
            // How long before is for another rule, whether at all is for this.
            None if denied => Some(format!(
                "customers have {} to object, but no notice is promised",
                days(objection)
            )),
            _ => None,
        }
    }
}

impl ListCheck for ShortNoticeWindow {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let notice = subject.manifest.and_then(|manifest| manifest.change_notice.as_ref());
        let Some(notice) = notice else { return };
        if let Some(problem) = self.objection(notice)
            && let Some(text) = Text::get(notice.node, "objection_days")
        {
            hits.push(Hit::on(text).arg("problem", problem));
        }
        // Whether a vendor is such an exception is not for a linter to say.
        let period = notice.notice_days.or(notice.objection_days);
        let Some(period) = period.filter(|_| notice.exception.is_none()) else { return };
        for vendor in subject.vendors {
            hits.extend(early_start(vendor, period, subject.today));
        }
    }
}

/// A planned vendor that starts before the period since its announcement, or
/// from today on when that is not stated, has ended.
fn early_start(vendor: &Vendor<'_>, period: i64, today: Date) -> Option<Hit> {
    if vendor.status != Status::Planned {
        return None;
    }
    let start = vendor.dated("effective_from")?;
    let start_day = start.day?;
    let announced = vendor.dated("announced_on");
    let from = match announced {
        Some(announced) => announced.day?,
        None => today,
    };
    let given = days_between(from, start_day);
    // A start in the past is a contradiction of another kind.
    if given >= period || (announced.is_none() && given < 0) {
        return None;
    }
    let since = match announced {
        Some(_) if given < 0 => format!("{} before it was announced", days(-given)),
        Some(_) => format!("{} after it was announced", days(given)),
        None => format!("in {}", days(given)),
    };
    let problem =
        format!("\"{}\" starts {since}; the notice period is {}", vendor.title(), days(period));
    let hit = Hit::on(start.text).of(vendor).arg("problem", problem);
    Some(match announced {
        Some(announced) => hit.related(announced.text.span(), "announced here"),
        None => hit,
    })
}

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}
