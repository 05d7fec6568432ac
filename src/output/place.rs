//! Where a span is, for people and editors.

use super::sanitize;
use crate::text::{Position, SourceFile, Span};

/// First and last place of a span. A place inside a line break or at the end of
/// the file is shown at the end of its line, since no editor has a column
/// beyond it; its offset stays true.
#[must_use]
pub fn range(file: &SourceFile, span: Span) -> (Position, Position) {
    (position(file, span.start), position(file, span.end))
}

/// The place of one offset, see [`range`].
#[must_use]
pub fn position(file: &SourceFile, offset: u32) -> Position {
    let at = file.position(offset);
    let end = file.line_span(at.line).end;
    if at.offset <= end as usize {
        return at;
    }
    Position { offset: at.offset, ..file.position(end) }
}

/// `path:line:column` of the start of a span, which terminals and editors make
/// a link of; safe to show.
#[must_use]
pub fn link(file: &SourceFile, span: Span, unicode: bool) -> String {
    let at = position(file, span.start);
    format!("{}:{}:{}", path(file, unicode), at.line, at.column)
}

/// The path of a file, safe to show.
#[must_use]
pub fn path(file: &SourceFile, unicode: bool) -> String {
    sanitize::line(file.path(), 4_096, unicode).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_end_with_their_line() {
        let file = SourceFile::new("m.yaml", "ab\r\ncd\n");
        let at = |offset| {
            let p = position(&file, offset);
            (p.line, p.column, p.offset)
        };
        assert_eq!(at(1), (1, 2, 1));
        assert_eq!(at(3), (1, 3, 3), "between CR and LF");
        assert_eq!(at(4), (2, 1, 4));
        assert_eq!(at(7), (2, 3, 7), "end of the file");
        assert_eq!(at(99), (2, 3, 7), "beyond it");
        assert_eq!(position(&SourceFile::new("m", ""), 0).column, 1);
    }

    #[test]
    fn a_path_cannot_add_lines() {
        let file = SourceFile::new("a\nb\u{1b}.yaml", "x");
        assert_eq!(link(&file, Span::new(0, 1), true), "a b\u{241b}.yaml:1:1");
    }
}
