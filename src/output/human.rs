//! Findings in their source, for people: drawn by miette, from a small snippet
//! of each finding's surroundings.

mod notes;
mod view;

use super::fold::{FoldKind, Shown, fold};
use super::paint::{self, Style, paint};
use super::snippet::{Layout, Mark, Snippet, snippet};
use super::summary::CheckedFiles;
use super::{OutputOptions, place, sanitize, summary, width};
use crate::diagnostics::report::{RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, Finding, Label, Severity};
use crate::policy::links::rule_page;
use crate::text::{SourceFile, Span};
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
/// Columns before what follows the first line of a diagnostic without source.
const BRIEF: usize = 2;
/// Lines of context on each side of a marked line.
const CONTEXT: usize = 0;

/// From this many findings that fail a run on, a baseline is worth naming, also beside a
/// configuration, which shows that the program is in use.
const MANY: usize = 10;

/// The sink of this format.
pub struct Human<'w> {
    out: &'w mut dyn io::Write,
    options: OutputOptions,
    theme: GraphicalTheme,
    files: CheckedFiles,
    /// The worst rule that was reported first, for the hint.
    worst: Option<(Severity, String)>,
    /// True if several findings were shown as one.
    has_folds: bool,
    has_baseline: bool,
    /// True if a configuration holds, so that this is not the first run.
    has_configuration: bool,
    has_text: bool,
}

/// Makes the sink; widths below 40 columns count as 40.
#[must_use]
pub fn make<'w>(options: &OutputOptions, out: &'w mut dyn io::Write) -> Box<dyn Sink + 'w> {
    let options = OutputOptions { width: options.width.clamp(40, 1_000), ..*options };
    Box::new(Human {
        out,
        theme: theme(&options),
        files: CheckedFiles::new(&options),
        options,
        worst: None,
        has_folds: false,
        has_baseline: false,
        has_configuration: false,
        has_text: false,
    })
}

impl Sink for Human<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.has_baseline = run.has_baseline;
        self.has_configuration = run.policies.iter().any(|used| used.configuration.is_some());
        Ok(())
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        self.files.add(checked);
        if checked.findings.is_empty() || self.options.statistics {
            return Ok(());
        }
        let mut text = String::new();
        if checked.kind.is_list() {
            self.gap(&mut text);
            self.heading(checked, &mut text);
        }
        let mut was_brief = false;
        for item in fold(checked, self.options.fold) {
            let is_brief = self.is_brief(&item, checked);
            if !(is_brief && was_brief) {
                self.gap(&mut text);
            }
            match is_brief {
                true => self.brief(&item, &mut text),
                false => self.diagnostic(&item, &checked.source, &mut text),
            }
            was_brief = is_brief;
            self.out.write_all(text.as_bytes())?;
            text.clear();
            self.has_folds |= !item.rest.is_empty();
            let finding = item.first;
            if self.worst.as_ref().is_none_or(|(worst, _)| *worst < finding.severity) {
                self.worst = Some((finding.severity, finding.rule.to_string()));
            }
        }
        // Whoever waits for the end of a long run sees what there is.
        self.out.flush()
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        if self.options.statistics {
            summary::statistics(summary, &self.options, self.out)?;
        }
        if std::mem::take(&mut self.has_text) {
            writeln!(self.out)?;
        }
        if !self.options.quiet {
            self.files.write(self.out)?;
            let width = self.options.width;
            // That there is nothing to check is an error with words of its own.
            let line =
                (summary.exit_status != 3).then(|| summary::line(summary, self.options.color));
            for line in line.iter().flat_map(|line| width::wrap(line, 0, 0, width)) {
                writeln!(self.out, "{line}")?;
            }
            for line in self.hints(summary).iter().flat_map(|hint| width::wrap(hint, 0, 0, width)) {
                writeln!(self.out, "{}", paint(line, Style::Dim, self.options.color))?;
            }
        }
        self.out.flush()
    }
}

impl Human<'_> {
    /// The reason for the exit status and the next steps, each named once and not with
    /// each finding.
    fn hints(&self, summary: &Summary) -> Vec<String> {
        let mut hints = Vec::new();
        let failing = summary.failing();
        if summary.exit_status == 1 && failing > 0 {
            hints.push(format!("Failed because of {}.", summary::failing(summary)));
            let is_worth_naming = failing >= MANY || !self.has_configuration;
            if is_worth_naming && !self.has_baseline {
                hints.push(
                    "To start with what is there today, accept it with --write-baseline FILE; \
                     from then on only new findings fail."
                        .to_owned(),
                );
            }
        }
        if summary.not_evaluated > 0 && summary.files > 0 {
            let files = summary::count(summary.not_evaluated, "file");
            hints.push(format!("{files} could not be evaluated in full."));
        }
        if let Some((_, rule)) = &self.worst {
            let rule = sanitize::line(rule, LABEL, true);
            let more = if self.has_folds { ", or use --no-fold to list every finding" } else { "" };
            hints.push(format!("Run `subprocessor-lint explain {rule}` for details{more}."));
        }
        hints
    }

    /// Starts a paragraph.
    fn gap(&mut self, out: &mut String) {
        if std::mem::replace(&mut self.has_text, true) {
            out.push('\n');
        }
    }

    /// The name of a file and what was found in it.
    fn heading(&self, checked: &Checked, out: &mut String) {
        let path = place::path(checked.path(), self.options.unicode);
        let path = paint(path, Style::Bold, self.options.color).to_string();
        let counts = summary::severities(
            [Severity::Error, Severity::Warning, Severity::Info].map(|one| checked.count(one)),
            self.options.color,
        );
        let is_wide = width::of(&path) + ": ".len() + width::of(&counts) > self.options.width;
        let _ = writeln!(out, "{path}:{}{counts}", if is_wide { "\n  " } else { " " });
    }

    /// True if a diagnostic needs no drawing: there is nothing to see where
    /// something is not stated, and what is only worth knowing takes a line.
    fn is_brief(&self, item: &Shown<'_>, checked: &Checked) -> bool {
        let is_light = item.first.absent || item.first.severity == Severity::Info;
        is_light && self.options.fold && !self.options.verbose && checked.is_complete()
    }

    /// A diagnostic without its source.
    fn brief(&self, item: &Shown<'_>, out: &mut String) {
        let finding = item.first;
        let (columns, tag) = self.tag(finding);
        let mut message = item.message.clone();
        let has_line = item.kind == FoldKind::List && !finding.place.span.is_empty();
        if has_line {
            message = format!("line {}: {message}", finding.place.start.line);
        }
        let is_info = finding.severity == Severity::Info;
        if is_info && item.kind != (FoldKind::Lack { all: true }) {
            let others = self.others(item);
            if !others.is_empty() {
                message = format!("{message}; also {others}");
            }
        }
        let style = Style::of(finding.severity);
        let _ = write!(out, "{} ", paint(tag, style, self.options.color));
        let lines = width::wrap(&self.clean(&message, MESSAGE), columns, BRIEF, self.options.width);
        for (at, line) in lines.iter().enumerate() {
            let indent = if at == 0 { 0 } else { BRIEF };
            let _ = writeln!(out, "{:indent$}{}", "", self.bold(line, is_info));
        }
        if !is_info {
            self.write_notes(&self.notes(item, &[], &[]), BRIEF, out);
        }
    }

    /// The message of what has to be acted on is what the eye meets first.
    fn bold(&self, line: &str, is_info: bool) -> String {
        paint(line, Style::Bold, self.options.color && !is_info).to_string()
    }
}

impl Human<'_> {
    fn diagnostic(&self, item: &Shown<'_>, file: &SourceFile, out: &mut String) {
        let finding = item.first;
        let labels = match item.kind {
            FoldKind::List => &finding.labels[..finding.labels.len().min(RELATED)],
            FoldKind::Lack { .. } | FoldKind::Values => &[],
        };
        let drawing = self.view(item, labels, file);
        let notes = self.notes(item, labels, &drawing.drawn);
        let start = out.len();
        let handler = drawing.view.handler(&self.theme, self.options.width);
        handler
            .render_report(out, &drawing.view)
            .expect("internal: writing to a String cannot fail");
        tidy(out, start);
        let signs = &self.theme.characters;
        let indent = if drawing.view.marks.is_empty() {
            let corner = if notes.is_empty() { signs.lbot } else { signs.ltop };
            let indent = finding.place.start.line.to_string().len() + 2;
            let link = place::link(file.path(), &finding.place, self.options.unicode);
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

    /// Makes the drawing for miette: the message, and the labelled places in their lines.
    fn view(&self, item: &Shown<'_>, labels: &[Label], file: &SourceFile) -> Drawing {
        let finding = item.first;
        let mut places: Vec<(Span, &str)> = Vec::new();
        let own: Vec<usize> = (0..labels.len()).filter(|&at| labels[at].file.is_none()).collect();
        // Where a field is missing there is nothing to see, again and again.
        if has_place(finding, file) && !matches!(item.kind, FoldKind::Lack { .. }) {
            places.push((finding.place.span, &finding.label));
            places.extend(own.iter().map(|&at| (labels[at].place.span, &*labels[at].message)));
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
        let (before, tag) = self.tag(finding);
        let view = View {
            message: width::wrap(&message, before, MARGIN, self.options.width)
                .iter()
                .map(|line| self.bold(line, finding.severity == Severity::Info))
                .collect::<Vec<_>>()
                .join("\n"),
            tag,
            severity: finding.severity,
            name: place::path(file.path(), self.options.unicode),
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

    /// `error[rule-id]`, behind the columns that it takes with the blank after it. The id has
    /// the colour alone, so that the message stands out.
    fn tag(&self, finding: &Finding) -> (usize, String) {
        let rule = self.clean(&finding.rule, LABEL);
        let plain = format!("{}[{rule}]", finding.severity);
        let columns = width::of(&plain) + 1;
        let rule = match rule_page(&finding.rule).filter(|_| self.options.links) {
            Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{rule}\u{1b}]8;;\u{1b}\\"),
            None => rule,
        };
        let light = if self.options.color { paint::NOT_BOLD } else { "" };
        (columns, format!("{}{light}[{rule}]", finding.severity))
    }

    fn clean(&self, text: &str, limit: usize) -> String {
        sanitize::line(text.trim(), limit, self.options.unicode).into_owned()
    }
}

/// The input of miette, with the related places in it.
struct Drawing {
    view: View,
    drawn: Vec<usize>,
}

/// True if there is something to show: not for a whole document or an empty
/// file.
fn has_place(finding: &Finding, file: &SourceFile) -> bool {
    // An empty place at the end is where a reader stopped, and is shown.
    let at_end = finding.place.span.start as usize >= file.text().trim_end().len();
    let whole = finding.place.span.is_empty() && finding.path.is_empty() && !at_end;
    !whole && !file.text().is_empty()
}

/// Takes the indent off the message and the blanks off the ends of lines.
fn tidy(out: &mut String, start: usize) {
    let drawn = out.split_off(start);
    for line in drawn.strip_prefix("  ").unwrap_or(&drawn).lines() {
        out.push_str(line.trim_end_matches(' '));
        out.push('\n');
    }
}
