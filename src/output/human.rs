//! Findings in their source, for people: drawn by miette, from a small snippet
//! of each finding's surroundings.

mod notes;
mod view;

use super::fold::{Kind, Shown, fold};
use super::paint::{Style, paint};
use super::snippet::{Layout, Mark, Snippet, snippet};
use super::{Options, Render, place, sanitize, summary, width};
use crate::diagnostics::report::Report;
use crate::diagnostics::{Finding, Label};
use crate::text::{SourceFile, Sources, Span};
use miette::GraphicalTheme;
use std::fmt::Write as _;
use std::io;
use view::{Marked, View, theme};

/// Limits, in characters: a message, a label, the name of a vendor.
const MESSAGE: usize = 1_000;
const LABEL: usize = 120;
const NAME: usize = 40;
/// Related places and findings that are shown, vendors that are named and lines
/// that are numbered; the others are counted.
const RELATED: usize = 6;
const NAMES: usize = 8;
const LINES: usize = 12;
/// A label is not broken into shorter lines than this.
const LABEL_LINE: usize = 24;
/// Columns before the further lines of a message: `  │ `.
const MARGIN: usize = 4;
/// Lines of context on each side of a marked line.
const CONTEXT: usize = 0;

/// The renderer of this format.
#[derive(Debug)]
pub struct Human {
    options: Options,
    theme: GraphicalTheme,
}

/// Makes the renderer.
#[must_use]
pub fn make(options: &Options) -> Box<dyn Render> {
    Box::new(Human::new(options))
}

impl Human {
    /// A renderer with these options; widths below 40 columns count as 40.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let options = Options { width: options.width.clamp(40, 1_000), ..*options };
        Self { options, theme: theme(&options) }
    }
}

impl Render for Human {
    fn render(
        &self,
        report: &Report,
        sources: &Sources,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        let out: &mut dyn io::Write = &mut out;
        let shown = fold(report, self.options.fold);
        let mut text = String::new();
        for item in &shown {
            text.clear();
            self.diagnostic(item, report, sources, &mut text);
            text.push('\n');
            out.write_all(text.as_bytes())?;
        }
        if self.options.quiet {
            return out.flush();
        }
        if self.options.verbose {
            write!(out, "{}", summary::files(report, sources, self.options.unicode))?;
        }
        writeln!(out, "{}", summary::line(report, self.options.color))?;
        if let Some(hint) = hint(&shown) {
            for line in width::wrap(&hint, 0, 0, self.options.width) {
                writeln!(out, "{}", paint(line, Style::Dim, self.options.color))?;
            }
        }
        out.flush()
    }
}

/// What to do next, said once and not with each finding.
fn hint(shown: &[Shown<'_>]) -> Option<String> {
    let first = shown.first()?;
    let rule = sanitize::line(&first.first.rule, LABEL, true);
    let mut hint = format!("For more about a rule: subprocessor-lint explain {rule}");
    if shown.iter().any(|item| !item.rest.is_empty()) {
        hint.push_str("; for each finding: --no-fold");
    }
    Some(hint)
}

impl Human {
    fn diagnostic(&self, item: &Shown<'_>, report: &Report, sources: &Sources, out: &mut String) {
        let finding = item.first;
        let file = sources.get(finding.file);
        let labels = match item.kind {
            Kind::List => &finding.labels[..finding.labels.len().min(RELATED)],
            Kind::Lack { .. } | Kind::Values => &[],
        };
        let drawing = self.view(item, labels, file, report);
        let notes = self.notes(item, labels, &drawing, sources);
        let start = out.len();
        let handler = drawing.view.handler(&self.theme, self.options.width);
        handler
            .render_report(out, &drawing.view)
            .expect("internal: writing to a String cannot fail");
        tidy(out, start);
        let signs = &self.theme.characters;
        let indent = if drawing.view.marks.is_empty() {
            let at = place::position(file, finding.span.start);
            let corner = if notes.is_empty() { signs.lbot } else { signs.ltop };
            let indent = at.line.to_string().len() + 2;
            let link = place::link(file, finding.span, self.options.unicode);
            let link = paint(link, Style::Bold, self.options.color);
            let _ = writeln!(out, "{:indent$}{corner}{}[{link}]", "", signs.hbar);
            indent
        } else {
            // The last line closes the box; the notes hang from it instead.
            let last = out[start..].trim_end().rfind('\n').map_or(start, |end| start + end + 1);
            let indent = out[last..].len() - out[last..].trim_start().len();
            if !notes.is_empty() {
                out.truncate(last);
            }
            indent
        };
        self.write_notes(&notes, indent, out);
    }

    /// What miette draws: the message, and the labelled places in their lines.
    fn view(
        &self,
        item: &Shown<'_>,
        labels: &[Label],
        file: &SourceFile,
        report: &Report,
    ) -> Drawing {
        let finding = item.first;
        let mut places: Vec<(Span, &str)> = Vec::new();
        let own: Vec<usize> =
            (0..labels.len()).filter(|&at| labels[at].file == finding.file).collect();
        // Where a field is missing there is nothing to see, again and again.
        if has_place(finding, file) && !matches!(item.kind, Kind::Lack { .. }) {
            places.push((finding.span, &finding.label));
            places.extend(own.iter().map(|&at| (labels[at].span, &*labels[at].message)));
        }
        let spans: Vec<Span> = places.iter().map(|&(span, _)| span).collect();
        let layout = self.layout(file, &spans);
        let mut snippet = snippet(file, &spans, layout);
        let mut marks = Vec::new();
        for (at, place) in std::mem::take(&mut snippet.marks).into_iter().enumerate() {
            let Some(place) = place else { continue };
            let text = self.label(places[at].1, &snippet, &place, layout);
            marks.push((at, Marked { place, is_first: at == 0, text }));
        }
        let drawn: Vec<usize> =
            marks.iter().filter(|(at, _)| *at > 0).map(|(at, _)| own[at - 1]).collect();
        // miette colours labels in the order of their offsets.
        marks.sort_by_key(|(_, mark)| mark.place.range.start);
        // miette would leave out the tag of an empty message.
        let said = if item.message.trim().is_empty() { &*finding.rule } else { &item.message };
        let message = self.clean(said, MESSAGE);
        let (before, tag) = self.tag(finding, report);
        let view = View {
            message: width::wrap(&message, before, MARGIN, self.options.width).join("\n"),
            tag,
            severity: finding.severity,
            name: place::path(file, self.options.unicode),
            snippet,
            marks: marks.into_iter().map(|(_, mark)| mark).collect(),
        };
        Drawing { view, drawn }
    }

    /// The text of a label, broken where the line ends to the right of its mark.
    fn label(&self, text: &str, snippet: &Snippet, place: &Mark, layout: Layout) -> String {
        let text = self.clean(text, LABEL);
        let mark = place.range.clone();
        let line = snippet.text[..mark.start].rfind('\n').map_or(0, |end| end + 1);
        let mark_ends = snippet.text[mark.clone()].find('\n').map_or(mark.end, |n| mark.start + n);
        let middle = width::of(&snippet.text[line..mark.start])
            + width::of(&snippet.text[mark.start..mark_ends]) / 2;
        let left = layout.columns.saturating_sub(middle + "`-- ".len()).max(LABEL_LINE);
        width::wrap(&text, 0, 0, left).join("\n")
    }

    /// The width that is left for source text beside line numbers and signs.
    fn layout(&self, file: &SourceFile, spans: &[Span]) -> Layout {
        let last = spans.iter().map(|span| file.line(span.end)).max().unwrap_or(1) + CONTEXT;
        let numbers = " ".len() + last.to_string().len() + " | ".len();
        let signs = 2 * sanitize::ellipsis(self.options.unicode).chars().count();
        let several = spans.iter().any(|span| file.line(span.start) != file.line(span.end));
        let gutter = if several { 4 } else { 0 };
        let taken = numbers + signs + gutter;
        Layout {
            columns: self.options.width.saturating_sub(taken).max(20),
            context: CONTEXT,
            unicode: self.options.unicode,
        }
    }

    /// `error[rule-id]`, a hyperlink when the terminal has them, behind the
    /// columns that it takes with the blank after it.
    fn tag(&self, finding: &Finding, report: &Report) -> (usize, String) {
        let rule = self.clean(&finding.rule, LABEL);
        let plain = format!("{}[{rule}]", finding.severity);
        let columns = width::of(&plain) + 1;
        let url = report.rules.get(&finding.rule).and_then(|rule| rule.url.as_deref());
        match url.filter(|url| self.options.links && is_plain_url(url)) {
            Some(url) => {
                let link = format!("\u{1b}]8;;{url}\u{1b}\\{rule}\u{1b}]8;;\u{1b}\\");
                (columns, format!("{}[{link}]", finding.severity))
            }
            None => (columns, plain),
        }
    }

    fn clean(&self, text: &str, limit: usize) -> String {
        sanitize::line(text.trim(), limit, self.options.unicode).into_owned()
    }
}

/// What miette is to draw, and which related places are in it.
struct Drawing {
    view: View,
    drawn: Vec<usize>,
}

/// Whether there is something to show: not for a whole document or an empty
/// file.
fn has_place(finding: &Finding, file: &SourceFile) -> bool {
    // An empty place at the end is where a reader stopped, and is shown.
    let at_end = finding.span.start as usize >= file.text().trim_end().len();
    let whole = finding.span.is_empty() && finding.path.is_empty() && !at_end;
    !whole && !file.text().is_empty()
}

/// Whether a string may stand in an OSC 8 sequence and be followed.
fn is_plain_url(url: &str) -> bool {
    url.starts_with("https://") && url.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Takes the indent off the message and the blanks off the ends of lines.
fn tidy(out: &mut String, start: usize) {
    let drawn = out.split_off(start);
    for line in drawn.strip_prefix("  ").unwrap_or(&drawn).lines() {
        out.push_str(line.trim_end_matches(' '));
        out.push('\n');
    }
}
