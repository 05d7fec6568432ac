//! Places, for people and editors.

use super::sanitize;
use crate::diagnostics::Place;

/// `path:line:column` of the start of a place, which terminals and editors make
/// a link of; safe to show.
#[must_use]
pub fn link(file: &str, place: &Place, unicode: bool) -> String {
    format!("{}:{}:{}", path(file, unicode), place.start.line, place.start.column)
}

/// The path of a file, safe to show.
#[must_use]
pub fn path(file: &str, unicode: bool) -> String {
    sanitize::line(file, 4_096, unicode).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SourceFile, Span};

    #[test]
    fn a_path_cannot_add_lines() {
        let file = SourceFile::new("a\nb\u{1b}.yaml", "x");
        let place = Place::of(&file, Span::new(0, 1));
        assert_eq!(link(file.path(), &place, true), "a b\u{241b}.yaml:1:1");
    }
}
