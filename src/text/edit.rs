//! Changes of a text, as bytes that are replaced.

use super::Span;

/// Bytes to replace, and what with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes; empty to insert before an offset.
    pub span: Span,
    /// The replacement; empty to delete.
    pub text: String,
}

impl Edit {
    /// Applies edits that do not overlap to a text.
    #[must_use]
    pub fn apply(text: &str, edits: &[Self]) -> String {
        let mut ordered: Vec<&Self> = edits.iter().collect();
        ordered.sort_by_key(|edit| edit.span);
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for edit in ordered {
            let range = edit.span.range();
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(&edit.text);
            at = range.end.max(at);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_in_the_order_of_the_text() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let edits = [edit(4, 5, "E"), edit(0, 1, ""), edit(2, 2, "+")];
        assert_eq!(Edit::apply("abcdef", &edits), "b+cdEf");
        assert_eq!(Edit::apply("abc", &[]), "abc");
    }
}
