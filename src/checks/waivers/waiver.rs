//! `waiver`: what is wrong with waivers and baselines themselves.
//!
//! It looks at what is known after all other rules have run and waivers have
//! been applied.

use crate::policy::{Check, CheckSpec, Hit, Hits, Options, Subject};
use crate::policy::{Term, Unused, WaiverProblem, WaiverProblemKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "waiver",
    summary: "reports waivers and baseline entries that are malformed, have no effect, or end",
    options: &["report"],
    arguments: &["rule", "rules", "problem", "advice", "until", "when", "owner", "file", "finding"],
    variants: &["off", "nowhere", "owned"],
    build: |options: &mut Options<'_>| {
        let words = ["malformed", "unused", "expired", "expiring", "stale"];
        Box::new(Waiver { report: options.word("report", &words) })
    },
};

struct Waiver {
    report: &'static str,
}

impl Check for Waiver {
    fn reads_remarks(&self) -> bool {
        true
    }

    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for remark in subject.remarks {
            let hit = match (&remark.about, self.report) {
                (WaiverProblemKind::Malformed(defect), "malformed") => of(remark, &defect.problem)
                    .arg("problem", &defect.problem)
                    .arg("advice", &defect.help),
                (WaiverProblemKind::Unused { rule, why }, "unused") => {
                    of(remark, rule).arg("rule", rule).variant(match why {
                        Unused::Clean => "",
                        Unused::Off => "off",
                        Unused::Nowhere => "nowhere",
                    })
                }
                (WaiverProblemKind::Expired { term }, "expired") => {
                    ending(remark, term, past(term.days))
                }
                (WaiverProblemKind::Expiring { term }, "expiring") => {
                    ending(remark, term, future(term.days))
                }
                (WaiverProblemKind::Stale { rule, file, message }, "stale") => {
                    of(remark, rule).arg("rule", rule).arg("file", file).arg("finding", message)
                }
                _ => continue,
            };
            hits.push(hit);
        }
    }
}

fn of(remark: &WaiverProblem, value: &str) -> Hit {
    let mut hit = Hit::at(remark.span);
    hit.path = Some(remark.path.clone());
    hit.vendor.clone_from(&remark.vendor);
    hit.value = Some(value.to_owned());
    hit.arg("vendor", remark.vendor.clone().unwrap_or_default())
}

fn ending(remark: &WaiverProblem, term: &Term, when: String) -> Hit {
    let quoted: Vec<String> = term.rules.iter().map(|rule| format!("`{rule}`")).collect();
    let hit = of(remark, &term.rules.join(", "))
        .arg("rules", quoted.join(", "))
        .arg("until", term.until.to_string())
        .arg("when", when);
    match &term.owner {
        Some(owner) => hit.arg("owner", owner).variant("owned"),
        None => hit,
    }
}

fn past(days: i64) -> String {
    if days == 1 { "yesterday".to_owned() } else { format!("{days} days ago") }
}

fn future(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}
