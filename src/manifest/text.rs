//! A text value with its place.

use crate::facts::text_marks::TextMarks;
use crate::syntax::{NodeKind, Value, replace_text};
use crate::text::{Edit, Span, trim};
use std::ops::Range;

/// Non-blank text of the manifest, trimmed, with the value it was typed as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Text<'t> {
    value: &'t str,
    node: Value<'t>,
}

impl<'t> Text<'t> {
    /// The text of a scalar; nothing for blank text, null, lists and mappings.
    /// Numbers and truth values are taken as they were written.
    #[must_use]
    pub fn of(node: Value<'t>) -> Option<Self> {
        let value = trim(node.text()?);
        (!value.is_empty()).then_some(Self { value, node })
    }

    /// The text under a key of a mapping.
    #[must_use]
    pub fn get(map: Value<'t>, key: &str) -> Option<Self> {
        map.get(key).and_then(Self::of)
    }

    /// The texts of a list; of a lone scalar, that one.
    #[must_use]
    pub fn list(node: Value<'t>) -> Vec<Self> {
        Self::each(node).collect()
    }

    /// [`Text::list`], one by one.
    pub fn each(node: Value<'t>) -> impl Iterator<Item = Self> + use<'t> {
        let lone = if node.kind() == NodeKind::Seq { None } else { Self::of(node) };
        node.items().filter_map(Self::of).chain(lone)
    }

    /// The trimmed text.
    #[must_use]
    pub fn value(self) -> &'t str {
        self.value
    }

    /// The marks of its words.
    pub(crate) fn marks(self) -> TextMarks {
        marks(self.node)
    }

    /// The value it was typed as.
    #[must_use]
    pub fn node(self) -> Value<'t> {
        self.node
    }

    /// The bytes it was typed in, without quotes.
    #[must_use]
    pub fn span(self) -> Span {
        self.part(0..self.value.len())
    }

    /// The smallest span that covers a part of the trimmed text, which is that
    /// part unless it was typed with escapes or over several lines. For an
    /// alias, its name.
    #[must_use]
    pub fn part(self, part: Range<usize>) -> Span {
        self.node.part(self.shift(part))
    }

    /// Another text for a part of this one, in the notation that it has; nothing
    /// where that would touch anything else.
    #[must_use]
    pub fn rewrite(self, part: Range<usize>, with: &str) -> Option<Edit> {
        replace_text(self.node, self.shift(part), with)
    }

    /// A range of the trimmed text as one of the whole text.
    fn shift(self, part: Range<usize>) -> Range<usize> {
        let text = self.node.text().unwrap_or_default();
        let before = text.len() - text.trim_start().len();
        before + part.start..before + part.end
    }
}

/// The marks of the text of a scalar, which is looked at once.
pub(super) fn marks(value: Value<'_>) -> TextMarks {
    const KNOWN: u32 = 1 << 31;
    let look = |text: &str| {
        let marks = TextMarks::of(text);
        // What was replaced was odd.
        let marks = if value.is_replaced() { marks.or(TextMarks::ODD) } else { marks };
        marks.bits() | KNOWN
    };
    TextMarks::from_bits(value.remembered(look) & !KNOWN)
}

/// True if a value says nothing: null, blank text, or a list or mapping of
/// nothing but that.
#[must_use]
pub fn is_blank(value: Value<'_>) -> bool {
    match value.kind() {
        NodeKind::Null => true,
        NodeKind::Str => value.as_str().is_some_and(|text| trim(text).is_empty()),
        NodeKind::Seq => value.items().all(is_blank),
        NodeKind::Map => value.entries().all(|(_, value)| is_blank(value)),
        NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Format, Limits, parse};

    #[test]
    fn a_part_of_a_text_has_its_own_bytes() {
        let source = "a: '  US / global '\nb: \"US \\u002f global\"\n";
        let parsed = parse(source, Format::Yaml, &Limits::default());
        let root = parsed.tree.documents().next().unwrap();
        let a = Text::get(root, "a").unwrap();
        assert_eq!(&source[a.part(5..11).range()], "global");
        let b = Text::get(root, "b").unwrap();
        assert_eq!(b.value(), "US / global");
        assert_eq!(&source[b.part(5..11).range()], "global");
        assert_eq!(&source[b.part(0..5).range()], "US \\u002f ");
    }

    #[test]
    fn blank_is_null_spaces_and_lists_of_them() {
        let source = "[null, '  ', [], {}, ['', ~], {a: ''}, 0, false, x]";
        let parsed = parse(source, Format::Yaml, &Limits::default());
        let root = parsed.tree.documents().next().unwrap();
        let blank: Vec<_> = root.items().map(is_blank).collect();
        assert_eq!(blank, [true, true, true, true, true, true, false, false, false]);
    }
}
