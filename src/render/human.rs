//! Findings in their source, for people: drawn by miette, from a small snippet
//! of each finding's surroundings.
//!
//! The stock `SourceCode` of miette scans a file from its start for each label,
//! panics beyond column 65,535 and passes escape sequences on. It never sees a
//! file here: [`View`] hands it the few clean lines that [`super::snippet`] cut.

use super::fold::{Shown, fold};
use super::paint::{Style, paint};
use super::snippet::{Layout, Snippet, snippet};
use super::{Options, Render, place, sanitize, summary, width};
use crate::finding::{Finding, Label, Severity};
use crate::report::Report;
use crate::source::{SourceFile, Sources, Span};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt::{self, Write as _};
use std::io;

/// Limits, in characters: a message, a label, the name of a vendor.
const MESSAGE: usize = 1_000;
const LABEL: usize = 120;
const NAME: usize = 40;
/// Related places and vendors that are shown or named; the others are counted.
const RELATED: usize = 6;
const NAMES: usize = 8;
/// Lines of context on each side of a marked line.
const CONTEXT: usize = 1;

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
        let shown = fold(report, self.options.fold);
        let mut text = String::new();
        for item in &shown {
            text.clear();
            self.diagnostic(item, report, sources, &mut text);
            text.push('\n');
            out.write_all(text.as_bytes())?;
        }
        if self.options.quiet {
            return Ok(());
        }
        writeln!(out, "{}", summary::line(report, self.options.color))?;
        for hint in hints(&shown) {
            let mut text = String::new();
            width::wrap(&mut text, &hint, 0, self.options.width);
            for line in text.lines() {
                writeln!(out, "{}", paint(line, Style::Dim, self.options.color))?;
            }
        }
        Ok(())
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
        let handler = self.handler(&view);
        handler.render_report(out, &view).expect("internal: writing to a String cannot fail");
        tidy(out, start);
        if view.marks.is_empty() {
            let ThemeCharacters { lbot, hbar, .. } = self.theme.characters;
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
        let context = if item.also.is_empty() { CONTEXT } else { 0 };
        let snippet = snippet(file, &spans, Layout { context, ..layout });
        let mut marks: Vec<Marked> = marks
            .iter()
            .enumerate()
            .map(|(at, &(_, text, primary))| Marked { at, primary, text: self.clean(text, LABEL) })
            .collect();
        // miette colours labels in the order of their offsets.
        marks.sort_by_key(|mark| snippet.marks[mark.at].range.start);
        View {
            message: self.clean(&item.message, MESSAGE),
            tag: self.tag(finding, report),
            severity: finding.severity,
            name: place::path(file, self.options.unicode),
            snippet,
            marks,
        }
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

    /// `error[rule-id]`, a hyperlink when the terminal has them.
    fn tag(&self, finding: &Finding, report: &Report) -> String {
        let rule = self.clean(&finding.rule, LABEL);
        let url = report.rules.get(&finding.rule).and_then(|rule| rule.url.as_deref());
        match url.filter(|url| self.options.links && is_plain_url(url)) {
            Some(url) => {
                format!("{}[\u{1b}]8;;{url}\u{1b}\\{rule}\u{1b}]8;;\u{1b}\\]", finding.severity)
            }
            None => format!("{}[{rule}]", finding.severity),
        }
    }

    fn handler(&self, view: &View) -> GraphicalReportHandler {
        let mut theme = self.theme.clone();
        let icon = match view.severity {
            Severity::Error => &mut theme.characters.error,
            Severity::Warning => &mut theme.characters.warning,
            Severity::Info => &mut theme.characters.advice,
        };
        icon.clone_from(&view.tag);
        let primary = match view.severity {
            Severity::Error => theme.styles.error,
            Severity::Warning => theme.styles.warning,
            Severity::Info => theme.styles.advice,
        };
        let secondary = theme.styles.help;
        let styles = view.marks.iter().map(|mark| if mark.primary { primary } else { secondary });
        theme.styles.highlights = styles.chain([primary]).collect();
        GraphicalReportHandler::new_themed(theme)
            .with_width(self.options.width)
            .with_context_lines(CONTEXT)
            .with_break_words(false)
            .without_syntax_highlighting()
            .with_links(false)
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
        if self.options.verbose && !item.first.path.is_empty() {
            self.note("path", &item.first.path, out);
        }
    }

    /// The vendors of findings: `Mailgun, Sentry, Stripe and 9 more`.
    fn names(&self, findings: &[&Finding]) -> String {
        let mut names: Vec<String> = Vec::new();
        for vendor in findings.iter().filter_map(|finding| finding.vendor.as_deref()) {
            let name = self.clean(vendor, NAME);
            if names.len() < NAMES && !names.contains(&name) {
                names.push(name);
            }
        }
        let more = findings.len().saturating_sub(names.len());
        match more {
            0 => names.join(", "),
            _ => format!("{} and {more} more", names.join(", ")),
        }
    }

    fn note(&self, key: &str, text: &str, out: &mut String) {
        let _ =
            write!(out, "  {} ", paint(format_args!("{key}:"), Style::Bold, self.options.color));
        let indent = "  ".len() + key.len() + ": ".len();
        width::wrap(out, &self.clean(text, MESSAGE), indent, self.options.width);
        out.push('\n');
    }

    fn clean(&self, text: &str, limit: usize) -> String {
        sanitize::line(text, limit, self.options.unicode).into_owned()
    }
}

/// Whether there is something to show: not for a whole document or an empty
/// file.
fn has_place(finding: &Finding, file: &SourceFile) -> bool {
    let whole = finding.span == Span::default() && finding.path.is_empty();
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

fn theme(options: &Options) -> GraphicalTheme {
    let characters =
        if options.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let mut styles = ThemeStyles::none();
    if options.color {
        let plain = styles.linum;
        styles.error = plain.red().bold();
        styles.warning = plain.yellow().bold();
        styles.advice = plain.cyan().bold();
        styles.help = plain.blue().bold();
        styles.link = plain.bold();
        styles.linum = plain.dimmed();
    }
    GraphicalTheme { characters, styles }
}

/// A label of a view, and which mark of the snippet it is at.
#[derive(Debug)]
struct Marked {
    at: usize,
    primary: bool,
    text: String,
}

/// One diagnostic as miette sees it: its own source, clean and small.
#[derive(Debug)]
struct View {
    message: String,
    tag: String,
    severity: Severity,
    name: String,
    snippet: Snippet,
    marks: Vec<Marked>,
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Diagnostic for View {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.marks.is_empty()).then_some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks.iter().map(|mark| {
            let text = (!mark.text.is_empty()).then(|| mark.text.clone());
            let range = self.snippet.marks[mark.at].range.clone();
            match mark.at {
                0 => LabeledSpan::new_primary_with_span(text, range),
                _ => LabeledSpan::new_with_span(text, range),
            }
        })))
    }
}

impl SourceCode for View {
    /// The chunk that holds a span. miette asks without context for the place
    /// to print above a chunk, and for two chunks at once to see whether they
    /// can be joined, which is refused.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let range = span.offset()..span.offset() + span.len();
        let mut chunks = self.snippet.chunks.iter();
        let chunk = chunks
            .find(|chunk| chunk.range.start <= range.start && range.end <= chunk.range.end)
            .ok_or(MietteError::OutOfBounds)?;
        let (mut line, mut column) = (chunk.first_line, 1);
        if context_before == 0 {
            let mut marks = self.marks.iter().map(|mark| &self.snippet.marks[mark.at]);
            if let Some(mark) = marks.find(|mark| mark.range == range) {
                (line, column) = (mark.line, mark.column);
            }
        }
        let data = &self.snippet.text.as_bytes()[chunk.range.clone()];
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            chunk.range.clone().into(),
            line - 1,
            column - 1,
            chunk.lines,
        )))
    }
}
