//! All rules over a page: they run over the manifest that it amounts to, and what they find
//! is shown in the page.

use super::cross_file::CrossFindings;
use super::file_run::FileRun;
use super::{FileText, Linter, VendorVisitor};
use crate::diagnostics::{Checked, FileKind, Finding, Fix, Label, Place};
use crate::page::{NoList, PageMapping, PageOrigin, ReadPage, Unread, UnreadKind};
use crate::policy::{PageProblem, PageProblemKind};
use crate::syntax::Problem;
use crate::text::page_encoding::PageEncoding;
use crate::text::{Advice, Edit, SourceFile, Span};
use std::sync::Arc;

/// The page that a file holds, if it could be read and is one.
pub(super) fn read(linter: &Linter, file: &FileText) -> Option<ReadPage> {
    if file.problem.is_some() {
        return None;
    }
    ReadPage::read(file.source.path(), file.source.text(), mapping(linter, file))
}

/// True if [`read`] would find a page.
pub(super) fn is_page(linter: &Linter, file: &FileText) -> bool {
    let is_format = || ReadPage::format(file.source.path(), file.source.text()).is_some();
    file.problem.is_none() && (mapping(linter, file).is_some() || is_format())
}

fn mapping(linter: &Linter, file: &FileText) -> Option<Arc<PageMapping>> {
    linter.policy.as_ref().and_then(|policy| policy.page_mapping(&file.scope))
}

/// The problem of a file in another encoding that is no page: a manifest in the front matter
/// of a page is UTF-8, as all are.
pub(super) fn not_utf8(encoding: &PageEncoding) -> Problem {
    let message = format!("the file is {}, not UTF-8", encoding.name);
    let advice = Advice::new(Span::default(), message);
    Problem::NotText(advice.with_help("Save it as UTF-8."))
}

/// Checks a file by the page that [`read`] found in it.
pub(super) fn check<'l>(
    linter: &'l Linter,
    file: FileText,
    mut page: ReadPage,
    cross: CrossFindings,
    visitor: Option<&'l mut VendorVisitor<'l>>,
) -> Checked {
    let labels = std::mem::take(&mut page.labels);
    let digest = file.encoding.as_ref().map(|encoding| encoding.sha256.clone());
    let mut checked = check_page(linter, file, page, cross, visitor);
    checked.bytes_sha256 = digest;
    checked.labels = Box::new(labels);
    checked
}

fn check_page<'l>(
    linter: &'l Linter,
    file: FileText,
    read: ReadPage,
    cross: CrossFindings,
    visitor: Option<&'l mut VendorVisitor<'l>>,
) -> Checked {
    let FileText { source, scope, encoding, .. } = file;
    let source = Arc::new(source);
    let mut problems = problems(&read);
    problems.extend(encoding.as_ref().map(|encoding| encoding_problem(encoding, source.text())));
    if read.list.vendors.is_empty() {
        let no_list = read.list.no_list.unwrap_or(NoList::Nothing);
        let problem = Problem::OtherShape(advice(no_list, read.heading));
        return FileRun::check_page_without_list(linter, source, &problem, &problems);
    }
    let text = SourceFile::new(source.path(), read.manifest.text.clone());
    let origin = PageOrigin {
        source: Arc::clone(&source),
        manifest: read.manifest,
        is_utf8: encoding.is_none(),
    };
    let inner = FileText { source: text, scope, problem: None, encoding: None };
    FileRun::check_page(linter, inner, &Arc::new(origin), &problems, cross, visitor)
}

/// The remark on a page that is not UTF-8: at its start, or at the first character that was
/// lost.
fn encoding_problem(encoding: &PageEncoding, text: &str) -> PageProblem {
    let lost = text.find('\u{fffd}').filter(|_| encoding.is_replaced);
    PageProblem {
        about: PageProblemKind::Encoding {
            is_guess: encoding.is_guess,
            is_replaced: encoding.is_replaced,
        },
        span: lost.map_or(Span::default(), |at| Span::new(at, at + '\u{fffd}'.len_utf8())),
        text: encoding.name.to_owned(),
    }
}

/// Moves all that was found from the manifest text to the page.
pub(super) fn in_page(checked: &mut Checked, origin: &PageOrigin) {
    checked.source = Arc::clone(&origin.source);
    checked.kind = FileKind::Page;
    let accepted = checked.suppressed.iter_mut().map(|one| &mut one.finding);
    for finding in checked.findings.iter_mut().chain(accepted) {
        move_finding(finding, origin);
    }
}

/// Puts findings in the order of the page again.
pub(super) fn settle(checked: &mut Checked) {
    checked.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    checked.suppressed.sort_by(|a, b| a.finding.order().cmp(&b.finding.order()));
    checked.settle();
}

fn move_finding(finding: &mut Finding, origin: &PageOrigin) {
    let place = |span: Span| Place::of(&origin.source, origin.manifest.in_page(span));
    finding.place = place(finding.place.span);
    for label in finding.labels.iter_mut().filter(|label: &&mut Label| label.file.is_none()) {
        label.place = place(label.place.span);
    }
    finding.fix = finding.fix.take().and_then(|fix| moved_fix(fix, origin));
}

/// A fix whose edits replace the same bytes in the page, and put nothing there that a page
/// would read in another way.
fn moved_fix(fix: Fix, origin: &PageOrigin) -> Option<Fix> {
    // Offsets of the text are none of the file in another encoding.
    if !origin.is_utf8 {
        return None;
    }
    let path = origin.source.path().to_ascii_lowercase();
    let is_open = [".md", ".markdown", ".csv", ".tsv"].iter().any(|end| path.ends_with(end));
    let is_plain = |text: &str| {
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '/' | '(' | ')'))
    };
    let edits = fix.edits.into_iter().map(|edit| {
        let span = origin.manifest.exact(edit.span).filter(|span| !span.is_empty())?;
        (is_open && is_plain(&edit.text)).then_some(Edit { span, ..edit })
    });
    let edits: Option<Vec<Edit>> = edits.collect();
    Some(Fix { edits: edits?, ..fix })
}

/// The parts of the page that were not read.
fn problems(read: &ReadPage) -> Vec<PageProblem> {
    let left_out = read.list.left_out.iter().map(|part| PageProblem {
        about: PageProblemKind::LeftOut { why: part.why, because: part.because, rows: part.rows },
        span: part.span,
        text: String::new(),
    });
    // A row whose cells are joined is short for that reason.
    let joined = read.list.unread.iter().filter(|part| part.kind == UnreadKind::JoinedCells);
    let mut joined: Vec<Span> = joined.map(|part| part.span).collect();
    joined.sort_by_key(|cell| cell.start);
    let is_cause = |part: &&Unread| {
        let from = joined.partition_point(|cell| cell.start < part.span.start);
        let inside = joined[from..].iter().take_while(|cell| cell.start <= part.span.end);
        part.kind != UnreadKind::ShortRow || !inside.take(100).any(|cell| part.span.contains(*cell))
    };
    let unread = read.list.unread.iter().filter(is_cause).map(|part| PageProblem {
        about: match part.kind {
            UnreadKind::Column => PageProblemKind::Column,
            UnreadKind::ShortRow => PageProblemKind::ShortRow,
            UnreadKind::Nameless => PageProblemKind::NoName,
            UnreadKind::NoVendor => PageProblemKind::NoVendor,
            UnreadKind::EmptyRow => PageProblemKind::EmptyRow,
            UnreadKind::JoinedCells => PageProblemKind::JoinedCells,
            UnreadKind::HiddenRows => PageProblemKind::Hidden,
            UnreadKind::Computed => PageProblemKind::Computed,
            UnreadKind::TooMuch => PageProblemKind::TooMuch,
        },
        span: part.span,
        text: part.text.clone(),
    });
    left_out.chain(unread).collect()
}

/// The reason why no list was found, with the next step.
fn advice(no_list: NoList, at: Span) -> Advice {
    let (message, help) = match no_list {
        NoList::Script => (
            "the page holds no list: a script fills it in the browser",
            "Open it in a browser, save the page once it has loaded, and check what you saved; or \
             check the data that the script reads.",
        ),
        NoList::Link => {
            ("the page links to a list and holds none", "Check the page that it links to.")
        }
        NoList::OnRequest => {
            ("the page names no vendor: the list is given on request", "Check the list itself.")
        }
        NoList::Nothing => (
            "no list of vendors was found in the page",
            "Write one table or list with a heading such as Subprocessors, and columns such as \
             Vendor, Purpose and Location; or check another file.",
        ),
    };
    Advice::new(at, message.to_owned()).with_help(help)
}
