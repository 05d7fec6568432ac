//! `report.html`: the audit for people, as one file that needs nothing else and runs nothing.

mod html;

use super::evidence::AuditEnd;
use super::places::{self, PlaceKind};
use super::tally::{AuditCounts, PlaceTally, RuleTally};
use super::worst::{BriefFinding, ListRow};
use crate::output::summary::{count, severities};
use crate::policy::links::rule_page;
use html::{bar, escape, table_end, table_start};
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
const STYLE_HASH: &str = "FuvWt/YAaY/7Njue9IvZ5mJvrbrBX7Wgr8GJhz2Xxc0=";

/// The report of an audit.
#[must_use]
pub fn html(end: &AuditEnd) -> String {
    let mut out = String::new();
    head(end, &mut out);
    totals(&end.tally.counts, &mut out);
    rules(end, &mut out);
    data_places(end, &mut out);
    vendors(end, &mut out);
    lists(end, &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Appends formatted text, whose values are escaped by then.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {
        write!($out, $($text)*).expect("internal: writing to a String cannot fail")
    };
}

fn head(end: &AuditEnd, out: &mut String) {
    let circumstances = &end.circumstances;
    let files = count(end.tally.counts.files, "file");
    let (tool, policy) = (&circumstances.tool, &circumstances.policy);
    let rules = match &policy.configuration {
        Some(config) => format!("configuration <code>{}</code>", escape(&config.name)),
        None => format!("packs <code>{}</code>", escape(&policy.packs.join(", "))),
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
         {rules}. Policy <code>{}</code>.</p>\n",
        escape(&circumstances.today),
        escape(&tool.name),
        escape(&tool.version),
        escape(&tool.facts_as_of),
        escape(policy.sha256.get(..12).unwrap_or_default()),
    );
    out.push_str(
        "<p>It says what the lists declare, not what happens to the data, and gives no legal \
         advice. Everything is in the files beside this one: <code>files.csv</code>, \
         <code>findings.csv</code>, <code>findings.jsonl</code>, <code>vendors.csv</code>, and \
         <code>evidence.json</code> with the digest of each.</p>\n",
    );
    if end.interrupted {
        put!(
            out,
            "<p class=\"notice\" role=\"note\"><strong>This report is partial.</strong> The audit \
             was interrupted after {} of {}; <code>--resume</code> checks the others.</p>\n",
            end.tally.counts.files,
            count(end.files_found, "file"),
        );
    }
    out.push_str(
        "<nav aria-label=\"Contents\"><ul>\n<li><a href=\"#rules\">Findings by rule</a></li>\n\
         <li><a href=\"#places\">Where data goes</a></li>\n<li><a href=\"#vendors\">Vendors that \
         recur</a></li>\n<li><a href=\"#groups\">Groups of companies</a></li>\n<li><a \
         href=\"#lists\">Lists</a></li>\n</ul></nav>\n</header>\n<main>\n",
    );
}

fn totals(counts: &AuditCounts, out: &mut String) {
    out.push_str("<h2 id=\"totals\">Totals</h2>\n<dl class=\"totals\">\n");
    for (name, n) in [
        ("Files", counts.files),
        ("Clean", counts.clean),
        ("With findings", counts.with_findings),
        ("Not evaluated", counts.not_evaluated),
        ("Skipped", counts.skipped),
        ("Vendors", counts.vendors),
        ("Errors", counts.errors),
        ("Warnings", counts.warnings),
        ("Infos", counts.infos),
    ] {
        put!(out, "<div><dt>{name}</dt><dd>{n}</dd></div>\n");
    }
    out.push_str("</dl>\n");
}

/// Ends a table of which only the first rows are shown.
fn rest(shown: usize, all: usize, what: &str, file: &str, out: &mut String) {
    table_end(out);
    if shown < all {
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
    let most = rules.iter().map(|rule| rule.findings).max().unwrap_or(1);
    let caption = "The findings of each rule, errors first, and the files that have one.";
    let columns =
        [("Rule", ""), ("Severity", ""), ("Findings", "n"), ("Files", "n"), ("Share", "chart")];
    table_start(out, "Findings by rule", caption, &columns);
    for RuleTally { rule, severity, findings, files } in rules.iter().take(ROWS) {
        let name = escape(rule);
        let link = match rule_page(rule) {
            Some(url) => format!("<a href=\"{}\">{name}</a>", escape(&url)),
            None => name.into_owned(),
        };
        put!(
            out,
            "<tr><th scope=\"row\">{link}</th><td class=\"{severity}\">{severity}</td>\
             <td class=\"n\">{findings}</td><td class=\"n\">{files}</td><td class=\"chart\">{}</td>\
             </tr>\n",
            bar(*findings, most),
        );
    }
    rest(rules.len().min(ROWS), rules.len(), "rules", "findings.csv", out);
}

/// A row with a name, lists, vendors and a bar by lists.
fn occurrence(name: &str, [lists, vendors]: [usize; 2], most: usize, out: &mut String) {
    put!(
        out,
        "<tr><th scope=\"row\">{}</th><td class=\"n\">{lists}</td><td class=\"n\">{vendors}</td>\
         <td class=\"chart\">{}</td></tr>\n",
        escape(name),
        bar(lists, most),
    );
}

fn data_places(end: &AuditEnd, out: &mut String) {
    out.push_str("<h2 id=\"places\">Where data goes</h2>\n");
    let places = end.tally.places();
    if places.is_empty() {
        out.push_str("<p>No list has a vendor.</p>\n");
        return;
    }
    let most = places.iter().map(|place| place.occurs.lists).max().unwrap_or(1);
    let caption = "Places of processing as the lists state them. A vendor in several places counts \
                   for each; retired and disabled vendors do not count.";
    let columns = [("Place", ""), ("Lists", "n"), ("Vendors", "n"), ("Share of lists", "chart")];
    table_start(out, "Where data goes", caption, &columns);
    for PlaceTally { kind, id, occurs } in places.iter().take(ROWS) {
        let name = places::name(*kind, id);
        let name = match kind {
            PlaceKind::Country => format!("{name} ({id})"),
            _ => name,
        };
        occurrence(&name, [occurs.lists, occurs.vendors], most, out);
    }
    rest(places.len().min(ROWS), places.len(), "places", "vendors.csv", out);
}

fn vendors(end: &AuditEnd, out: &mut String) {
    let found = &end.vendors;
    put!(
        out,
        "<h2 id=\"vendors\">Vendors that recur</h2>\n<p>The lists name {} in all, of which {} \
         occur in several lists. Two entries are one vendor when the built-in list of vendors knows \
         them as one, or when their legal names, else their names, differ in spelling and legal \
         form only.</p>\n",
        count(found.distinct, "vendor"),
        found.recurring,
    );
    if let Some(most) = found.most.first() {
        let caption = "The vendors that most lists name.";
        let columns = [("Vendor", ""), ("Lists", "n"), ("Share of the first", "chart")];
        table_start(out, "Vendors that recur", caption, &columns);
        for vendor in &found.most {
            put!(
                out,
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"chart\">{}</td>\
                 </tr>\n",
                escape(&vendor.name),
                vendor.lists,
                bar(vendor.lists, most.lists),
            );
        }
        rest(found.most.len(), found.recurring, "recurring vendors", "vendors.csv", out);
    }
    let groups = end.tally.groups();
    out.push_str("<h2 id=\"groups\">Groups of companies</h2>\n");
    if groups.is_empty() {
        out.push_str("<p>The built-in list knows none of the vendors.</p>\n");
        return;
    }
    let most = groups.iter().map(|group| group.occurs.lists).max().unwrap_or(1);
    let caption = "The groups that own the vendors, as far as the built-in list knows them.";
    let columns = [("Group", ""), ("Lists", "n"), ("Vendors", "n"), ("Share of lists", "chart")];
    table_start(out, "Groups of companies", caption, &columns);
    for group in groups.iter().take(GROUP_ROWS) {
        occurrence(&group.group, [group.occurs.lists, group.occurs.vendors], most, out);
    }
    rest(groups.len().min(GROUP_ROWS), groups.len(), "groups", "vendors.csv", out);
}

fn lists(end: &AuditEnd, out: &mut String) {
    out.push_str("<h2 id=\"lists\">Lists</h2>\n");
    let all = end.tally.counts.files;
    if all == 0 {
        out.push_str("<p>No file was found.</p>\n");
        return;
    }
    let caption = "Each file with its result, those with most errors first. Open a file to see its \
                   worst findings.";
    let columns = [
        ("File", ""),
        ("Result", ""),
        ("Vendors", "n"),
        ("Errors", "n"),
        ("Warnings", "n"),
        ("Infos", "n"),
    ];
    table_start(out, "Lists", caption, &columns);
    let mut shown = 0;
    for row in end.tally.worst.iter() {
        if out.len() > ROOM {
            break;
        }
        list(row, out.len() <= ROOM_FOR_FINDINGS, out);
        shown += 1;
    }
    rest(shown, all, "files", "files.csv", out);
}

fn list(row: &ListRow, has_room: bool, out: &mut String) {
    let ListRow { path, status, why, vendors, errors, warnings, infos, worst } = row;
    let path = escape(path);
    put!(out, "<tr><th scope=\"row\">");
    if worst.is_empty() || !has_room {
        put!(out, "{path}");
    } else {
        put!(out, "<details><summary>{path}</summary><ul>\n");
        for BriefFinding { severity, rule, line, message } in worst {
            put!(
                out,
                "<li><span class=\"{severity}\">{severity}</span> <code>{}</code>, line {line}: \
                 {}</li>\n",
                escape(rule),
                escape(message),
            );
        }
        let all = errors + warnings + infos;
        if all > worst.len() {
            put!(
                out,
                "<li class=\"soft\">and {} more in <code>findings.csv</code></li>\n",
                all - worst.len()
            );
        }
        put!(out, "</ul></details>");
    }
    let word = status.replace('_', " ");
    let why = why.as_deref().map(|why| format!(": {}", escape(why))).unwrap_or_default();
    put!(out, "</th><td>{word}{why}</td><td class=\"n\">{vendors}</td>");
    for (n, class) in [(errors, "error"), (warnings, "warning"), (infos, "info")] {
        let class = if *n > 0 { format!("n {class}") } else { "n".to_owned() };
        put!(out, "<td class=\"{class}\">{n}</td>");
    }
    put!(out, "</tr>\n");
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
    use crate::diagnostics::report::PolicyInfo;
    use crate::syntax::Limits;
    use sha2::{Digest as _, Sha256};

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
        let shown = page.matches("not evaluated").count();
        assert!(page.contains(&format!("{shown} of 5000 files are shown")), "{shown}");
        assert!(page.ends_with("</html>\n"));
    }

    #[test]
    fn the_policy_of_the_page_knows_its_style() {
        assert_eq!(STYLE_HASH, base64(&Sha256::digest(STYLE)), "write this into STYLE_HASH");
        assert!(!STYLE.contains('<'), "the style ends where it should");
    }
}
