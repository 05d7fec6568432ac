//! The bytes with which a scalar of YAML or JSON spells each part of its text.

use super::{ScalarStyle, Value};
use crate::text::{SourceMap, Span};

/// The map of a scalar whose text is not the bytes it was written in. Linear in
/// its length. Where source and text cannot be walked side by side, the whole
/// scalar is one decoded run.
pub(super) fn of_scalar(value: Value<'_>) -> SourceMap {
    let text = value.text().unwrap_or_default();
    let whole = value.inner_span();
    let typed = &value.tree().text()[whole.range()];
    let quote = match value.style() {
        ScalarStyle::Quoted => value.tree().text()[value.span().range()].chars().next(),
        ScalarStyle::Plain | ScalarStyle::Block => None,
    };
    let base = whole.start as usize;
    let mut walk = Walker { typed, at: 0, text, read: 0, base, map: SourceMap::default() };
    let read = match (value.style(), quote) {
        (ScalarStyle::Block, _) => walk.block(),
        (_, quote) => walk.flow(quote),
    };
    if read.is_some() && walk.read == text.len() {
        return walk.map;
    }
    let mut map = SourceMap::default();
    map.push_decoded(text.len(), whole);
    map
}

/// White space of YAML; any other is a character like the rest.
fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r')
}

/// The leading white space.
fn space(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(is_space).len()]
}

/// Line breaks, CR LF counted once.
fn breaks(space: &str) -> usize {
    let lone = |(at, _): &(usize, &str)| !space[at + 1..].starts_with('\n');
    space.matches('\n').count() + space.match_indices('\r').filter(lone).count()
}

/// Goes through what was typed and the text it stands for side by side.
struct Walker<'t> {
    typed: &'t str,
    at: usize,
    text: &'t str,
    read: usize,
    /// Offset of `typed` in the source.
    base: usize,
    map: SourceMap,
}

impl<'t> Walker<'t> {
    fn rest(&self) -> &'t str {
        &self.typed[self.at..]
    }

    fn wanted(&self) -> &'t str {
        &self.text[self.read..]
    }

    fn span(&self, len: usize) -> Span {
        Span::new(self.base + self.at, self.base + self.at + len)
    }

    fn verbatim(&mut self, len: usize) {
        self.map.push_verbatim(self.span(len));
        self.at += len;
        self.read += len;
    }

    fn decoded(&mut self, typed: usize, text: usize) {
        self.map.push_decoded(text, self.span(typed));
        self.at += typed;
        self.read += text;
    }

    /// The longest stretch that both start with.
    fn same(&mut self, stops: impl Fn(char) -> bool) {
        let chars = self.rest().chars().zip(self.wanted().chars());
        let same = chars.take_while(|(typed, text)| typed == text && !stops(*typed));
        let len = same.map(|(char, _)| char.len_utf8()).sum();
        self.verbatim(len);
    }

    /// Plain and quoted scalars.
    fn flow(&mut self, quote: Option<char>) -> Option<()> {
        let escape = match quote {
            Some('"') => Some('\\'),
            Some('\'') => Some('\''),
            _ => None,
        };
        while self.read < self.text.len() {
            let before = self.at;
            self.same(|char| is_space(char) || Some(char) == escape);
            let rest = self.rest();
            if rest.starts_with(is_space) {
                let space = space(rest);
                match breaks(space) {
                    0 => self.expect(space)?,
                    1 => self.spelled(space.len(), " ")?,
                    more => self.spelled(space.len(), &"\n".repeat(more - 1))?,
                }
            } else if rest.starts_with(|char| Some(char) == escape) {
                self.escape()?;
            } else if self.at == before {
                return None;
            }
        }
        Some(())
    }

    /// White space that has to be in the text as it is.
    fn expect(&mut self, space: &str) -> Option<()> {
        let fits = self.wanted().starts_with(space);
        fits.then(|| self.verbatim(space.len()))
    }

    /// Typed bytes that stand for other text.
    fn spelled(&mut self, typed: usize, text: &str) -> Option<()> {
        let fits = self.wanted().starts_with(text);
        fits.then(|| self.decoded(typed, text.len()))
    }

    /// `''`, or a backslash with what follows it.
    fn escape(&mut self) -> Option<()> {
        let rest = self.rest();
        if rest.starts_with('\'') {
            return if rest.starts_with("''") { self.spelled(2, "'") } else { None };
        }
        let kind = rest[1..].chars().next()?;
        if matches!(kind, '\n' | '\r') {
            // Joins two lines; only further empty lines count.
            let space = space(&rest[1..]);
            return self.spelled(1 + space.len(), &"\n".repeat(breaks(space) - 1));
        }
        let char = self.wanted().chars().next()?;
        let len = match kind {
            'x' => 4,
            // Characters beyond 16 bits are two escapes in JSON.
            'u' if char.len_utf16() == 2 => 12,
            'u' => 6,
            'U' => 10,
            _ => 1 + kind.len_utf8(),
        };
        let fits = self.typed.is_char_boundary(self.at + len);
        fits.then(|| self.decoded(len, char.len_utf8()))
    }

    /// `|` and `>` blocks: lines lose their indentation, and folded ones their
    /// line breaks.
    fn block(&mut self) -> Option<()> {
        if self.typed.starts_with(['|', '>']) {
            self.at = self.typed.find('\n').map_or(self.typed.len(), |end| end + 1);
        }
        let mut is_start = true;
        while self.read < self.text.len() {
            let before = (self.at, self.read);
            let (typed, text) = (space(self.rest()), space(self.wanted()));
            let last_line = |text: &'t str| text.rsplit('\n').next().unwrap_or_default();
            if !is_start
                && !typed.contains(['\n', '\r'])
                && self.at + typed.len() < self.typed.len()
            {
                self.expect(typed)?;
            } else {
                // What a line is indented by beyond its block is text.
                let tail = if is_start || text.contains('\n') { last_line(text) } else { "" };
                let tail = if last_line(typed).ends_with(tail) { tail } else { "" };
                self.decoded(typed.len() - tail.len(), text.len() - tail.len());
                self.verbatim(tail.len());
            }
            is_start = false;
            self.same(is_space);
            if before == (self.at, self.read) {
                return None;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::{Format, Limits, ScalarStyle, parse};
    use proptest::prelude::*;

    /// The source of the first `needle` in the text under `a`.
    fn typed(source: &str, needle: &str) -> String {
        let format = if source.starts_with('{') { Format::Json } else { Format::Yaml };
        let parsed = parse(source, format, &Limits::default());
        let value = parsed.tree.documents().next().unwrap().get("a").unwrap().resolved();
        let at = value.text().unwrap().find(needle).unwrap();
        let part = source[value.part(at..at + needle.len()).range()].to_owned();
        let exact = value.exact(at..at + needle.len()).map(|span| &source[span.range()]);
        assert_eq!(exact, (part == needle).then_some(needle), "{source}");
        part
    }

    #[test]
    fn plain_and_quoted_texts_are_exact() {
        assert_eq!(typed("a: vendor.nmae == x\n", "nmae"), "nmae");
        assert_eq!(typed("a: 'vendor.nmae'\n", "nmae"), "nmae");
        assert_eq!(typed("a: \"vendor.nmae\"\n", "nmae"), "nmae");
        assert_eq!(typed("a: 1.10\n", "10"), "10");
    }

    #[test]
    fn escapes_are_followed() {
        assert_eq!(typed("a: 'it''s nmae'\n", "nmae"), "nmae");
        assert_eq!(typed("a: 'it''s nmae'\n", "it's"), "it''s");
        assert_eq!(typed(r#"a: "\"x\" \u00e9\x41 nmae""#, "nmae"), "nmae");
        assert_eq!(typed(r#"a: "\"x\" \u00e9\x41 nmae""#, "éA"), r"\u00e9\x41");
        assert_eq!(typed(r#"a: "\"x\" \u00e9\x41 nmae""#, "x"), "x");
        assert_eq!(typed(r#"{"a": "\"\ud83d\ude00\" nmae"}"#, "nmae"), "nmae");
        assert_eq!(typed(r#"{"a": "\"\ud83d\ude00\" nmae"}"#, "\u{1f600}"), r"\ud83d\ude00");
    }

    #[test]
    fn folded_lines_are_followed() {
        assert_eq!(typed("a: one\n   nmae\n   three\n", "nmae"), "nmae");
        assert_eq!(typed("a: one\n   nmae\n   three\n", "nmae three"), "nmae\n   three");
        assert_eq!(typed("a: 'one  \n\n   nmae'\n", "nmae"), "nmae");
        assert_eq!(typed("a: \"one \\\n   nmae\"\n", "nmae"), "nmae");
        assert_eq!(typed("a: \"one \\\n\n   nmae\"\n", "nmae"), "nmae");
        assert_eq!(typed("a: \"one\\n \n   nmae\"\r\n", "nmae"), "nmae");
    }

    #[test]
    fn the_lines_of_a_block_are_followed() {
        assert_eq!(typed("a: |\n  one &&\n  nmae\nb: 1\n", "nmae"), "nmae");
        assert_eq!(typed("a: >-  # why\n  one &&\n    nmae\n\n  three\n", "nmae"), "nmae");
        assert_eq!(typed("a: >-  # why\n  one &&\n    nmae\n\n  three\n", "  nmae"), "  nmae");
        assert_eq!(typed("a: >-\n  one\n  two\n", "one two"), "one\n  two");
        assert_eq!(typed("a: |2\n    one\n  two\n", "  one"), "  one");
        assert_eq!(typed("a: |\n\n\n  one  x\n  two\n\n\n", "one  x"), "one  x");
    }

    #[test]
    fn an_alias_has_no_parts() {
        let source = "b: &x 'it''s nmae'\na: *x\n";
        let parsed = parse(source, Format::Yaml, &Limits::default());
        let alias = parsed.tree.documents().next().unwrap().get("a").unwrap();
        assert_eq!(&source[alias.part(0..2).range()], "*x");
        assert_eq!(alias.exact(0..2), None);
        assert_eq!(typed(source, "nmae"), "nmae");
    }

    const FLOW: &[&str] = &[
        "a",
        "bc",
        "é",
        "\u{1d11e}",
        "\u{a0}",
        " ",
        "  ",
        "\t",
        "\n  ",
        "\n\n   ",
        " \n\t ",
        "\r\n ",
        ",",
        ".",
    ];
    const DOUBLE: &[&str] = &[
        "\\n",
        "\\x41",
        "\\u00e9",
        "\\U0001d11e",
        "\\\n  ",
        "\\\n\n ",
        "\\ ",
        "\\\t",
        "\\\"",
        "\\/",
        "\\\\",
    ];
    const BLOCK: &[&str] = &[
        "a",
        "bc",
        "é",
        "\u{1d11e}",
        " ",
        "\t",
        "\n  ",
        "\n\n  ",
        "\n    ",
        "\r\n  ",
        "\n \n  ",
        "# x",
        "'",
    ];
    const JSON: &[&str] =
        &["a", "é", " ", "\\n", "\\u00e9", "\\ud83d\\ude00", "\\\\", "\\\"", "\\/"];

    /// Sources of one scalar in every style: a start, what it is made of, an end.
    fn sources() -> impl Strategy<Value = String> {
        let style = |start: &'static str,
                     ends: &'static [&'static str],
                     parts: Vec<&'static str>| {
            let end = prop::sample::select(ends);
            let middle = prop::collection::vec(prop::sample::select(parts), 0..14);
            (middle, end).prop_map(move |(middle, end)| format!("{start}{}{end}", middle.concat()))
        };
        let with = |more: &[&'static str]| [FLOW, more].concat();
        prop_oneof![
            style("a: w", &["\n", "w  # c\n", "\n\nb: 1"], with(&["\"", "'"])),
            style("a: '", &["'", "' # c\n"], with(&["''", "\\", "\""])),
            style("a: \"", &["\"", "\"\n"], with(DOUBLE)),
            style("{\"a\": \"", &["\"}"], JSON.to_vec()),
            style("a: |\n  w", &["", "\n", "\n\n", "\nb: 1\n"], BLOCK.to_vec()),
            style("a: |2-\n    w", &["", "\n\n"], BLOCK.to_vec()),
            style("a: >\n  w", &["", "\n", "\n\n", "\nb: 1\n"], BLOCK.to_vec()),
            style("a: >+ # c\n\n  w", &["", "\n\n\nb: 1\n"], BLOCK.to_vec()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn runs_tile_the_text_and_spell_it(source in sources()) {
            let format = if source.starts_with('{') { Format::Json } else { Format::Yaml };
            let parsed = parse(&source, format, &Limits::default());
            prop_assume!(parsed.problems.is_empty());
            let value = parsed.tree.documents().next().unwrap().get("a").unwrap();
            let text = value.text().unwrap_or_default();
            let map = super::of_scalar(value);
            prop_assert_eq!(map.text_len(), text.len());
            let mut end = 0;
            for run in map.runs() {
                prop_assert_eq!(run.value.start, end);
                end = run.value.end;
                let spelled = source.get(run.source.range()).unwrap();
                let meant = &text[run.value.range()];
                if run.verbatim {
                    prop_assert_eq!(spelled, meant);
                } else if value.style() == ScalarStyle::Quoted {
                    let quote = &source[value.span().range()][..1];
                    let alone = format!("{{\"a\": {quote}w{spelled}w{quote}}}");
                    let alone = parse(&alone, format, &Limits::default());
                    let alone = alone.tree.documents().next().unwrap().get("a").unwrap().text();
                    prop_assert_eq!(alone, Some(&*format!("w{meant}w")));
                } else {
                    prop_assert!(spelled.chars().all(super::is_space), "{:?}", spelled);
                }
                let range = run.value.range();
                prop_assert_eq!(value.exact(range).is_some(), run.verbatim);
            }
            for (at, letters) in text.match_indices("bc") {
                prop_assert!(value.exact(at..at + letters.len()).is_some(), "not followed");
            }
            for ((from, _), (to, char)) in text.char_indices().zip(text.char_indices().skip(2)) {
                let part = value.part(from..to + char.len_utf8());
                prop_assert!(value.span().contains(part));
                prop_assert!(source.get(part.range()).is_some());
            }
        }
    }
}
