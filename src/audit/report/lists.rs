//! The lists of the report, each with its worst findings.

use super::html::{escape, number, numbered};
use super::{ROOM, ROOM_FOR_FINDINGS, put};
use crate::audit::evidence::AuditEnd;
use crate::audit::worst::{BriefFinding, ListRow};
use std::fmt::Write as _;

/// Appends the section.
pub fn section(end: &AuditEnd, out: &mut String) {
    out.push_str("<h2 id=\"lists\">Lists</h2>\n");
    let all = end.tally.counts.files;
    if all == 0 {
        out.push_str("<p>No file was found.</p>\n");
        return;
    }
    out.push_str(
        "<p>Files with most errors come first. Open one to see its worst findings.</p>\n<ul \
         class=\"lists\">\n",
    );
    let mut shown = 0;
    for row in end.tally.worst.iter() {
        if out.len() > ROOM {
            break;
        }
        list(row, out.len() <= ROOM_FOR_FINDINGS, out);
        shown += 1;
    }
    out.push_str("</ul>\n");
    if shown < all {
        let (shown, all) = (number(shown), number(all));
        put!(
            out,
            "<p class=\"soft\">{shown} of {all} files are shown; <code>files.csv</code> has \
             all.</p>\n"
        );
    }
}

fn list(row: &ListRow, has_room: bool, out: &mut String) {
    let ListRow { path, vendors, errors, warnings, infos, worst, .. } = row;
    let path = escape(path);
    let mut result = status(row);
    if *vendors > 0 {
        result.push(numbered(*vendors, "vendor"));
    }
    for (n, severity) in [(*errors, "error"), (*warnings, "warning"), (*infos, "info")] {
        if n > 0 {
            result.push(format!("<span class=\"{severity}\">{}</span>", numbered(n, severity)));
        }
    }
    let line = format!(
        "<span class=\"row\"><span class=\"path\">{path}</span> <span>{}</span></span>",
        result.join(", ")
    );
    if worst.is_empty() || !has_room {
        put!(out, "<li class=\"closed\">{line}</li>\n");
        return;
    }
    put!(out, "<li><details><summary>{line}</summary><ul>\n");
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
            number(all - worst.len())
        );
    }
    put!(out, "</ul></details></li>\n");
}

/// The result of a file in words, where its findings do not say it.
fn status(row: &ListRow) -> Vec<String> {
    if row.status == "findings" {
        return Vec::new();
    }
    let word = row.status.replace('_', " ");
    let why = row.why.as_deref().map(|why| format!(": {}", escape(why))).unwrap_or_default();
    vec![format!("{word}{why}")]
}
