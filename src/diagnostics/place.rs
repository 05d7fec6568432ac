//! Places: ranges of bytes with their lines and columns.

use crate::text::{Position, SourceFile, Span};

/// A range of text with its lines and columns.
///
/// A place inside a line break or at the end of the file is shown at the end of
/// its line, since no editor has a column beyond it; its offset stays true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The bytes.
    pub span: Span,
    /// The first place.
    pub start: Position,
    /// The place after the last one.
    pub end: Position,
}

impl Place {
    /// The place of a span in a file.
    #[must_use]
    pub fn of(file: &SourceFile, span: Span) -> Self {
        Self { span, start: position(file, span.start), end: position(file, span.end) }
    }
}

/// The place of one offset, see [`Place`].
pub(crate) fn position(file: &SourceFile, offset: u32) -> Position {
    let at = file.position(offset);
    let end = file.line_span(at.line).end;
    if at.offset <= end as usize {
        return at;
    }
    Position { offset: at.offset, ..file.position(end) }
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
}
