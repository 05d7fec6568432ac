//! `report.html`: the audit for people, as one file that needs nothing else and runs nothing.

mod html;
mod lists;

use super::evidence::AuditEnd;
use super::places::{self, Occurrence, PlaceKind};
use super::tally::{AuditCounts, PlaceTally, RuleTally};
use crate::facts::vendors::group_name;
use crate::output::summary::severities;
use crate::policy::links::rule_page;
use html::{escape, number, numbered, share, table_end, table_start};
use std::fmt::Write as _;

/// Bytes of the report from which on lists are shown without their findings.
const ROOM_FOR_FINDINGS: usize = 16 << 20;
/// Bytes of the report from which on no more lists are shown.
const ROOM: usize = 18 << 20;
/// Rows of a table that is not about lists.
const ROWS: usize = 100;
/// Rows of the table of groups, most of which own one vendor.
const GROUP_ROWS: usize = 30;

const STYLE: &str = include_str!("style.css");
/// The digest of [`STYLE`], by which alone the policy of the page lets it through.
const STYLE_HASH: &str = "420yB2McYTN8W57RzfLl4M1RTBMQl1Y2dcbiIAJCIoE=";

/// The report of an audit.
#[must_use]
pub fn html(end: &AuditEnd) -> String {
    let mut out = String::new();
    head(end, &mut out);
    totals(end, &mut out);
    rules(end, &mut out);
    data_places(end, &mut out);
    vendors(end, &mut out);
    groups(end, &mut out);
    lists::section(end, &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Appends formatted text, whose values are escaped by then.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {
        write!($out, $($text)*).expect("internal: writing to a String cannot fail")
    };
}
use put;

fn head(end: &AuditEnd, out: &mut String) {
    let circumstances = &end.circumstances;
    let files = numbered(end.tally.counts.files, "file");
    let (tool, policy) = (&circumstances.tool, &circumstances.policy);
    let rules = match (&policy.configuration, &policy.packs[..]) {
        (Some(config), _) => format!("the configuration <code>{}</code>", escape(&config.name)),
        (None, [pack]) => format!("the pack <code>{}</code>", escape(pack)),
        (None, packs) => format!("the packs <code>{}</code>", escape(&packs.join(", "))),
    };
    put!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" \
         content=\"no-referrer\">\n<title>Audit of {files}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<a class=\"skip\" href=\"#lists\">Skip to the lists</a>\n<header>\n\
         <h1>Audit of {files}</h1>\n<p class=\"soft\">As of {}, by {} {} with facts of {}, under \
         {rules} (digest of the policy <code>{}</code>).</p>\n",
        escape(&circumstances.today),
        escape(&tool.name),
        escape(&tool.version),
        escape(&tool.facts_as_of),
        escape(policy.sha256.get(..12).unwrap_or_default()),
    );
    out.push_str(
        "<p>This report shows what lists of subprocessors declare, not what happens to the data, and \
         gives no legal advice. All of it is in the files of the same folder: <code>files.csv</code>, \
         <code>findings.csv</code>, <code>findings.jsonl</code>, <code>vendors.csv</code>, and \
         <code>evidence.json</code> with the digest of each.</p>\n",
    );
    if end.interrupted {
        put!(
            out,
            "<p class=\"notice\" role=\"note\"><strong>This report is partial.</strong> The audit \
             was interrupted after {} of {}; <code>--resume</code> checks the others.</p>\n",
            number(end.tally.counts.files),
            numbered(end.files_found, "file"),
        );
    }
    out.push_str(
        "<nav aria-label=\"Contents\"><ul>\n<li><a href=\"#rules\">Findings by rule</a></li>\n\
         <li><a href=\"#places\">Where data goes</a></li>\n<li><a href=\"#vendors\">Recurring \
         vendors</a></li>\n<li><a href=\"#groups\">Groups of companies</a></li>\n<li><a \
         href=\"#lists\">Lists</a></li>\n</ul></nav>\n</header>\n<main>\n",
    );
}

fn totals(end: &AuditEnd, out: &mut String) {
    let counts = &end.tally.counts;
    out.push_str("<h2 id=\"totals\">Totals</h2>\n");
    let files = [
        ("Files", counts.files),
        ("Clean", counts.clean),
        ("With findings", counts.with_findings),
        ("Not evaluated", counts.not_evaluated),
        ("Skipped", counts.skipped),
    ];
    let contents = [
        ("Vendors", counts.vendors),
        ("Distinct vendors", end.vendors.distinct),
        ("Errors", counts.errors),
        ("Warnings", counts.warnings),
        ("Infos", counts.infos),
    ];
    for tiles in [files, contents] {
        out.push_str("<dl class=\"totals\">\n");
        for (name, n) in tiles {
            put!(out, "<div><dt>{name}</dt><dd>{}</dd></div>\n", number(n));
        }
        out.push_str("</dl>\n");
    }
    if counts.not_evaluated + counts.skipped > 0 {
        out.push_str(
            "<p class=\"soft\">A file that was not evaluated may hold a list that could not be read; \
             one that was skipped does not look like one. <code>files.csv</code> has the reasons.</p>\n",
        );
    }
}

/// The files that a share is a share of: all that may hold a list.
fn files_that_count(end: &AuditEnd) -> usize {
    end.tally.counts.files - end.tally.counts.skipped
}

/// Ends a table of which only the first rows are shown.
fn rest(shown: usize, all: usize, what: &str, file: &str, out: &mut String) {
    table_end(out);
    if shown < all {
        let (shown, all) = (number(shown), number(all));
        put!(
            out,
            "<p class=\"soft\">{shown} of {all} {what} are shown; <code>{file}</code> has all.</p>\n"
        );
    }
}

fn rules(end: &AuditEnd, out: &mut String) {
    out.push_str("<h2 id=\"rules\">Findings by rule</h2>\n");
    let rules = end.tally.rules();
    if rules.is_empty() {
        out.push_str("<p>Nothing was found.</p>\n");
        return;
    }
    let (all, most) = (files_that_count(end), rules.iter().map(|rule| rule.files).max());
    let caption = format!(
        "The findings of each rule, errors first, and the files that have one. Shares, here and below, are \
         those of the {} that were not skipped.",
        numbered(all, "file")
    );
    let columns =
        [("Rule", ""), ("Severity", ""), ("Findings", "n"), ("Files", "n"), ("Share", "share")];
    table_start(out, "Findings by rule", &caption, &columns);
    for RuleTally { rule, severity, findings, files } in rules.iter().take(ROWS) {
        let name = escape(rule);
        let link = match rule_page(rule) {
            Some(url) => format!("<a href=\"{}\">{name}</a>", escape(&url)),
            None => name.into_owned(),
        };
        put!(out, "<tr><th scope=\"row\">{link}");
        if let Some(summary) = end.summaries.get(rule) {
            put!(out, "<span class=\"soft summary\"><br>{}</span>", escape(summary));
        }
        put!(
            out,
            "</th><td class=\"{severity}\">{severity}</td><td class=\"n\">{}</td><td \
             class=\"n\">{}</td>{}</tr>\n",
            number(*findings),
            number(*files),
            share(*files, all, most.unwrap_or(1)),
        );
    }
    rest(rules.len().min(ROWS), rules.len(), "rules", "findings.csv", out);
}

/// The columns of a table of what lists and vendors have.
fn occurrence_columns(what: &'static str) -> [(&'static str, &'static str); 4] {
    [(what, ""), ("Lists", "n"), ("Vendors", "n"), ("Share of lists", "share")]
}

/// A row with a name, lists, vendors and the share of lists.
fn occurrence(name: &str, occurs: Occurrence, (all, most): (usize, usize), out: &mut String) {
    put!(
        out,
        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>{}</tr>\n",
        escape(name),
        number(occurs.lists),
        number(occurs.vendors),
        share(occurs.lists, all, most),
    );
}

fn data_places(end: &AuditEnd, out: &mut String) {
    out.push_str("<h2 id=\"places\">Where data goes</h2>\n");
    let places = end.tally.places();
    let Some(most) = places.iter().map(|place| place.occurs.lists).max() else {
        out.push_str("<p>No list has a vendor.</p>\n");
        return;
    };
    let caption = "Places of processing as the lists state them. A vendor in several places counts \
                   for each; retired and disabled vendors do not count.";
    table_start(out, "Where data goes", caption, &occurrence_columns("Place"));
    for PlaceTally { kind, id, occurs } in places.iter().take(ROWS) {
        let name = places::name(*kind, id);
        let name = match kind {
            PlaceKind::Country => format!("{name} ({id})"),
            _ => name,
        };
        occurrence(&name, *occurs, (files_that_count(end), most), out);
    }
    rest(places.len().min(ROWS), places.len(), "places", "vendors.csv", out);
}

fn vendors(end: &AuditEnd, out: &mut String) {
    let found = &end.vendors;
    put!(
        out,
        "<h2 id=\"vendors\">Recurring vendors</h2>\n<p>The lists name {} in all, of which {} \
         {} in several lists. Two entries are one vendor when the built-in list of vendors knows \
         them as one, or when their legal names (or names, where no legal name is stated) differ \
         only in spelling and legal form.</p>\n",
        numbered(found.distinct, "vendor"),
        number(found.recurring),
        if found.recurring == 1 { "occurs" } else { "occur" },
    );
    let Some(most) = found.most.first() else { return };
    let columns = [("Vendor", ""), ("Lists", "n"), ("Share of lists", "share")];
    table_start(out, "Recurring vendors", "The vendors that most lists name.", &columns);
    for vendor in &found.most {
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td>{}</tr>\n",
            escape(&vendor.name),
            number(vendor.lists),
            share(vendor.lists, files_that_count(end), most.lists),
        );
    }
    rest(found.most.len(), found.recurring, "recurring vendors", "vendors.csv", out);
}

fn groups(end: &AuditEnd, out: &mut String) {
    let groups = end.tally.groups();
    out.push_str("<h2 id=\"groups\">Groups of companies</h2>\n");
    let Some(most) = groups.iter().map(|group| group.occurs.lists).max() else {
        out.push_str("<p>The built-in list of vendors knows none of them.</p>\n");
        return;
    };
    let caption = "The groups that own the vendors, as far as the built-in list knows them. A vendor \
                   counts each time that it is listed.";
    table_start(out, "Groups of companies", caption, &occurrence_columns("Group"));
    for group in groups.iter().take(GROUP_ROWS) {
        let name = group_name(&group.group);
        occurrence(&name, group.occurs, (files_that_count(end), most), out);
    }
    rest(groups.len().min(GROUP_ROWS), groups.len(), "groups", "vendors.csv", out);
}

/// The findings of an audit in words: `2 errors, 1 info`.
#[must_use]
pub fn findings_in_words(counts: &AuditCounts) -> String {
    severities([counts.errors, counts.warnings, counts.infos], false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Tally;
    use crate::audit::evidence::{Circumstances, EvidenceLimits, EvidencePolicy, EvidenceTool};
    use crate::audit::mentions::{RecurringVendor, RecurringVendors};
    use crate::audit::worst::SHOWN_FINDINGS;
    use crate::audit::worst::{BriefFinding, ListRow};
    use crate::diagnostics::report::PolicyInfo;
    use crate::syntax::Limits;
    use sha2::{Digest as _, Sha256};
    use std::collections::BTreeMap;

    /// Base 64 of 32 bytes.
    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for three in bytes.chunks(3) {
            let all = three.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte));
            let all = all << (8 * (3 - three.len()));
            for digit in 0..=three.len() {
                text.push(char::from(DIGITS[(all >> (18 - 6 * digit) & 63) as usize]));
            }
        }
        text + "="
    }

    /// The end of an audit whose lists are as long to show as they can be.
    fn longest() -> AuditEnd {
        let long = |length: usize| "\"".repeat(length);
        let finding = BriefFinding {
            severity: "error".to_owned(),
            rule: long(300),
            line: usize::MAX,
            message: long(300),
        };
        let row = |number: usize| ListRow {
            path: format!("{number}{}", long(4_000)),
            status: "not_evaluated".to_owned(),
            why: Some(long(300)),
            vendors: 0,
            errors: 100,
            warnings: 0,
            infos: 0,
            worst: vec![finding.clone(); SHOWN_FINDINGS],
        };
        let mut end = AuditEnd {
            circumstances: Circumstances {
                tool: EvidenceTool::this(),
                today: "2026-11-21".to_owned(),
                policy: EvidencePolicy::of(&PolicyInfo::default()),
                fail_on: None,
                limits: EvidenceLimits::of(&Limits::default()),
            },
            paths: Vec::new(),
            files_found: 5_000,
            interrupted: false,
            exit_status: 2,
            tally: Tally::default(),
            vendors: RecurringVendors::default(),
            summaries: BTreeMap::new(),
        };
        (0..5_000).for_each(|number| end.tally.worst.add(row(number)));
        end.tally.counts.files = 5_000;
        end.vendors.recurring = 100;
        end.vendors.most = vec![RecurringVendor { name: long(1_000), lists: 2 }; 100];
        end
    }

    #[test]
    fn no_input_makes_the_report_larger_than_20_mb() {
        let page = html(&longest());
        assert!(page.len() > ROOM && page.len() < 20_000_000, "{} bytes", page.len());
        let shown = page.matches("<span>not evaluated").count();
        assert!(page.contains(&format!("{} of 5,000 files are shown", number(shown))), "{shown}");
        assert!(page.ends_with("</html>\n"));
    }

    #[test]
    fn the_policy_of_the_page_knows_its_style() {
        assert_eq!(STYLE_HASH, base64(&Sha256::digest(STYLE)), "write this into STYLE_HASH");
        assert!(!STYLE.contains('<'), "the style ends where it should");
    }
}
