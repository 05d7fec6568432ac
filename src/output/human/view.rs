//! One diagnostic as miette sees it, and how miette is to draw it.
//!
//! The stock `SourceCode` of miette scans a file from its start for each label,
//! panics beyond column 65,535 and passes escape sequences on. It never sees a
//! file here: a [`View`] hands it the few clean lines of a snippet.

use super::CONTEXT;
use crate::diagnostics::Severity;
use crate::output::OutputOptions;
use crate::output::snippet::{Mark, Snippet};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;

/// A label of a view, and the mark of the snippet that it is at.
#[derive(Debug)]
pub(super) struct Marked {
    pub(super) place: Mark,
    /// True if this is the finding's own place.
    pub(super) is_first: bool,
    pub(super) text: String,
}

/// One diagnostic as miette sees it: its own source, clean and small.
#[derive(Debug)]
pub(super) struct View {
    /// The message, broken into lines.
    pub(super) message: String,
    /// `error[rule-id]`.
    pub(super) tag: String,
    pub(super) severity: Severity,
    /// The path of the file.
    pub(super) name: String,
    pub(super) snippet: Snippet,
    /// The labels in the order of the snippet.
    pub(super) marks: Vec<Marked>,
}

impl View {
    /// The printer for this diagnostic: its tag in the place of miette's icon, and
    /// a colour for each of its labels.
    pub(super) fn handler(&self, theme: &GraphicalTheme, width: usize) -> GraphicalReportHandler {
        let mut theme = theme.clone();
        let icon = match self.severity {
            Severity::Error => &mut theme.characters.error,
            Severity::Warning => &mut theme.characters.warning,
            Severity::Info => &mut theme.characters.advice,
        };
        icon.clone_from(&self.tag);
        let primary = match self.severity {
            Severity::Error => theme.styles.error,
            Severity::Warning => theme.styles.warning,
            Severity::Info => theme.styles.advice,
        };
        let secondary = theme.styles.help;
        let styles = self.marks.iter().map(|mark| if mark.is_first { primary } else { secondary });
        theme.styles.highlights = styles.chain([primary]).collect();
        GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_context_lines(CONTEXT)
            .with_wrap_lines(false)
            .without_syntax_highlighting()
            .with_links(false)
    }
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
            match mark.is_first {
                true => LabeledSpan::new_primary_with_span(text, mark.place.range.clone()),
                false => LabeledSpan::new_with_span(text, mark.place.range.clone()),
            }
        })))
    }
}

impl SourceCode for View {
    /// The whole snippet, whatever is asked for. miette asks without context
    /// for the place to print above it.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let range = span.offset()..span.offset() + span.len();
        let mut marks = self.marks.iter().map(|mark| &mark.place);
        let mark = marks.find(|mark| context_before == 0 && mark.range == range);
        let (line, column) =
            mark.map_or((self.snippet.first_line, 1), |mark| (mark.line, mark.column));
        let data = self.snippet.text.as_bytes();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            (0..data.len()).into(),
            line - 1,
            column - 1,
            self.snippet.lines,
        )))
    }
}

/// Our colours in miette's terms.
pub(super) fn theme(options: &OutputOptions) -> GraphicalTheme {
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
