//! The explanation of a finding, for people.

use super::explain_finding::{Explanation, WaiverForms};
use super::facts::{name_text, place_text};
use super::page::Page;
use crate::lint::ValueReading;
use crate::output::OutputOptions;

/// The width of the names beside the facts about a rule.
const NAME: usize = 14;

/// The explanation as a page.
pub(super) fn text(shown: &Explanation<'_>, looks: &OutputOptions) -> String {
    let mut page = Page::new(looks);
    page.heading(shown.rule, &format!("({}) at {}", shown.severity, shown.place));
    page.prose(shown.message, "  ", "  ");
    if !shown.path.is_empty() {
        page.prose(&format!("path: {}", shown.path), "  ", "        ");
    }
    for place in &shown.also_in {
        page.prose(&format!("also at {place}"), "  ", "    ");
    }
    match &shown.reading {
        Some(ValueReading::Place(text, reading)) => {
            page.heading("The value was read as a place", &format!("\"{text}\""));
            page.block(&place_text(text, reading), "  ");
        }
        Some(ValueReading::Name(text, name)) => {
            page.heading("The value was read as a name", &format!("\"{text}\""));
            page.block(&name_text(text, name), "  ");
        }
        None => {}
    }
    rule(&mut page, shown);
    if shown.help.is_some() || shown.fix.is_some() {
        page.heading("How to fix it", "");
        for text in shown.help.iter().chain(&shown.fix) {
            page.prose(text, "  ", "  ");
        }
    }
    allow(&mut page, shown);
    page.gap();
    page.remark(&format!("Fingerprint: {}", shown.fingerprint));
    page.finish()
}

fn rule(page: &mut Page, shown: &Explanation<'_>) {
    page.heading("The rule", "");
    let yields_to = shown.yields_to.join(", ");
    let replaces = shown.replaces.join(", ");
    let facts = [
        ("summary", &shown.summary),
        ("check", &shown.check),
        ("yields to", &yields_to),
        ("replaces", &replaces),
    ];
    for (name, text) in facts.into_iter().filter(|(_, text)| !text.is_empty()) {
        page.entry(&format!("  {name}"), NAME, text);
    }
    let severity = format!("{} ({})", shown.severity, shown.severity_from);
    page.entry("  severity", NAME, &severity);
}

fn allow(page: &mut Page, shown: &Explanation<'_>) {
    if let Some(by) = &shown.suppressed {
        page.heading("Allowed", "");
        page.prose(by, "  ", "  ");
        return;
    }
    let Some(WaiverForms { comment, above_line, configuration }) = &shown.waiver else {
        page.gap();
        page.prose("No comment, configuration or baseline hides it.", "", "");
        return;
    };
    page.heading("How to allow it", "(with the reason, where it cannot be fixed)");
    if let (Some(comment), Some(line)) = (comment, above_line) {
        page.prose(&format!("as a comment above line {line}, indented like it:"), "  ", "  ");
        page.block(comment, "    ");
    }
    page.prose("under `allow:` in subprocessor-lint.yaml:", "  ", "  ");
    page.block(configuration, "    ");
}
