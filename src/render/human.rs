//! Findings in their source, for people: drawn by miette, from a small snippet
//! of each finding's surroundings.

mod view;

use super::fold::{Shown, fold};
use super::paint::{Style, paint};
use super::snippet::{Layout, Snippet, snippet};
use super::{Options, Render, place, sanitize, summary, width};
use crate::finding::{Finding, Label};
use crate::report::Report;
use crate::source::{SourceFile, Sources, Span};
use miette::GraphicalTheme;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use view::{Marked, View, theme};

/// Limits, in characters: a message, a label, the name of a vendor.
const MESSAGE: usize = 1_000;
const LABEL: usize = 120;
const NAME: usize = 40;
/// Related places and vendors that are shown or named; the others are counted.
const RELATED: usize = 6;
const NAMES: usize = 8;
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
        writeln!(out, "{}", summary::line(report, self.options.color))?;
        for hint in hints(&shown) {
            for line in width::wrap(&hint, 0, 0, self.options.width) {
                writeln!(out, "{}", paint(line, Style::Dim, self.options.color))?;
            }
        }
        out.flush()
    }
}

/// What to do next, said once and not with each finding.
fn hints(shown: &[Shown<'_>]) -> Vec<String> {
    let mut hints = Vec::new();
    let Some(first) = shown.first() else { return hints };
    if shown.iter().any(|item| !item.rest.is_empty()) {
        hints.push(
            "Findings that most vendors share are shown as one; --no-fold shows each.".to_owned(),
        );
    }
    let rule = sanitize::line(&first.first.rule, LABEL, true);
    hints.push(format!("For more about a rule: subprocessor-lint explain {rule}"));
    hints
}

impl Human {
    fn diagnostic(&self, item: &Shown<'_>, report: &Report, sources: &Sources, out: &mut String) {
        let finding = item.first;
        let file = sources.get(finding.file);
        let own = |label: &&Label| label.file == finding.file && has_place(finding, file);
        let folded = !item.also.is_empty();
        let labels = if folded { &[][..] } else { &finding.labels[..] };
        let (near, far): (Vec<&Label>, Vec<&Label>) = labels.iter().partition(own);

        let view = self.view(item, &near, file, report);
        let start = out.len();
        let handler = view.handler(&self.theme, self.options.width);
        handler.render_report(out, &view).expect("internal: writing to a String cannot fail");
        tidy(out, start);
        if view.marks.is_empty() {
            let (lbot, hbar) = (self.theme.characters.lbot, self.theme.characters.hbar);
            let link = place::link(file, finding.span, self.options.unicode);
            let _ =
                writeln!(out, "   {lbot}{hbar}[{}]", paint(link, Style::Bold, self.options.color));
        }
        self.notes(item, &far, near.len().saturating_sub(RELATED), sources, out);
    }

    /// What miette draws: the message, and the labelled places in their lines.
    fn view<'a>(
        &self,
        item: &Shown<'a>,
        near: &[&'a Label],
        file: &SourceFile,
        report: &Report,
    ) -> View {
        let finding = item.first;
        let mut marks: Vec<(Span, &str, bool)> = Vec::new();
        if has_place(finding, file) {
            marks.push((finding.span, &finding.label, true));
            // In a fold the same words beside each place would say nothing new.
            let text = |f: &'a Finding| if f.label == finding.label { "" } else { &*f.label };
            marks.extend(item.also.iter().map(|f| (f.span, text(f), true)));
            marks.extend(near.iter().take(RELATED).map(|l| (l.span, &*l.message, false)));
        }
        let spans: Vec<Span> = marks.iter().map(|&(span, ..)| span).collect();
        let layout = self.layout(file, &spans);
        let snippet = snippet(file, &spans, layout);
        let mut marks: Vec<Marked> = marks
            .iter()
            .enumerate()
            .map(|(at, &(_, text, primary))| {
                let text = self.label(text, &snippet, at, layout);
                Marked { at, primary, text }
            })
            .collect();
        // miette colours labels in the order of their offsets.
        marks.sort_by_key(|mark| snippet.marks[mark.at].range.start);
        // miette would leave out the tag of an empty message.
        let said = if item.message.trim().is_empty() { &*finding.rule } else { &item.message };
        let message = self.clean(said, MESSAGE);
        let (before, tag) = self.tag(finding, report);
        View {
            message: width::wrap(&message, before, MARGIN, self.options.width).join("\n"),
            tag,
            severity: finding.severity,
            name: place::path(file, self.options.unicode),
            snippet,
            marks,
        }
    }

    /// The text of a label, broken where the line ends to the right of its mark.
    fn label(&self, text: &str, snippet: &Snippet, at: usize, layout: Layout) -> String {
        let text = self.clean(text, LABEL);
        let mark = snippet.marks[at].range.clone();
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

    /// The lines below the source: help, related places elsewhere, the rest of
    /// a fold.
    fn notes(
        &self,
        item: &Shown<'_>,
        far: &[&Label],
        mut hidden: usize,
        sources: &Sources,
        out: &mut String,
    ) {
        let unicode = self.options.unicode;
        if let Some(help) = &item.first.help {
            // Advice for one vendor is not advice for the others of a fold.
            let mut others = item.also.iter().chain(&item.rest);
            let shared = others.all(|other| other.help.as_ref() == Some(help));
            match &item.first.vendor {
                Some(vendor) if !shared => {
                    self.note("help", &format!("for {}: {help}", self.clean(vendor, NAME)), out);
                }
                _ => self.note("help", help, out),
            }
        }
        for label in far.iter().take(RELATED) {
            let link = place::link(sources.get(label.file), label.span, unicode);
            self.note("related", &format!("{link} {}", label.message), out);
        }
        hidden += far.len().saturating_sub(RELATED);
        if hidden > 0 {
            self.note("related", &format!("and {}", summary::count(hidden, "more place")), out);
        }
        if !item.rest.is_empty() {
            self.note("also", &self.names(&item.rest), out);
        }
        for same in item.same_place.iter().take(RELATED) {
            self.note("also", &same.message, out);
        }
        if item.same_place.len() > RELATED {
            let more = item.same_place.len() - RELATED;
            self.note("also", &format!("{} here", summary::count(more, "more finding")), out);
        }
        if self.options.verbose && !item.first.path.is_empty() {
            self.note("path", &item.first.path, out);
        }
    }

    /// The vendors of findings: `Mailgun, Sentry, Stripe and 9 more`.
    fn names(&self, findings: &[&Finding]) -> String {
        let mut seen = BTreeSet::new();
        let vendors = findings.iter().filter_map(|finding| finding.vendor.as_deref());
        let vendors: Vec<&str> = vendors.filter(|vendor| seen.insert(*vendor)).collect();
        let names = vendors.iter().take(NAMES).map(|vendor| self.clean(vendor, NAME));
        let names: Vec<String> = names.collect();
        let more = vendors.len() - names.len();
        match more {
            0 => names.join(", "),
            _ => format!("{} and {more} more", names.join(", ")),
        }
    }

    fn note(&self, key: &str, text: &str, out: &mut String) {
        let _ =
            write!(out, "  {} ", paint(format_args!("{key}:"), Style::Bold, self.options.color));
        let indent = "  ".len() + key.len() + ": ".len();
        let lines = width::wrap(&self.clean(text, MESSAGE), indent, indent, self.options.width);
        out.push_str(&lines.join(&format!("\n{:indent$}", "")));
        out.push('\n');
    }

    fn clean(&self, text: &str, limit: usize) -> String {
        sanitize::line(text.trim(), limit, self.options.unicode).into_owned()
    }
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
