//! The usual slips in YAML, by the lines around the place where the reader stopped: what is
//! wrong in plain words, at the line where it is wrong.

use crate::text::Span;
use std::ops::Range;

/// Lines above the place where the reader stopped that are searched for the slip.
const LINES_ABOVE: usize = 200;

/// Characters of a line that help texts show.
const MAX_SHOWN: usize = 80;

/// A slip of the one who wrote the text.
pub(super) struct SyntaxSlip {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

/// A line of a text.
#[derive(Clone, Copy)]
struct TextLine<'t> {
    /// Its number, from 1.
    number: usize,
    start: usize,
    text: &'t str,
}

impl<'t> TextLine<'t> {
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// The line without its indentation and the dashes of list items, and where that starts.
    fn content(&self) -> (usize, &'t str) {
        let mut rest = self.text.trim_start_matches(' ');
        while let Some(after) = rest.strip_prefix("- ") {
            rest = after.trim_start_matches(' ');
        }
        (self.start + self.text.len() - rest.len(), rest.trim_end())
    }

    /// Its key, if it starts with one, and the text behind the colon.
    fn pair(&self) -> Option<(&'t str, &'t str)> {
        let (key, value) = self.content().1.split_once(':')?;
        (is_word(key) && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.start + range.start, self.start + range.end)
    }

    fn is_blank(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#')
    }
}

/// Finds the slip that made the reader stop at an offset, with these words.
pub(super) fn find(text: &str, at: usize, reason: &str) -> Option<SyntaxSlip> {
    let (line, above) = lines_around(text, at);
    let says = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    if says(&["trailing content"]) {
        return Some(broken_quotes(line));
    }
    if says(&["escape"]) {
        let help = "Double the backslash, or put the text in single quotes.";
        return Some(slip(
            char_at(text, at),
            "a backslash in double quotes starts an escape",
            help,
        ));
    }
    if says(&["quoted scalar", "closing quote"]) {
        return open_quote(line, &above);
    }
    if says(&["unexpected character", "cannot start any token"]) {
        return sign_in_front(text, line, at);
    }
    if says(&["bracket", "flow", "illegal placement"]) {
        return brackets(text, at, says(&["unclosed"]));
    }
    let before = above.iter().find(|line| !line.is_blank()).copied();
    if says(&["mapping values", "':'", "expected key", "indicator"]) {
        return [Some(line), before]
            .into_iter()
            .flatten()
            .find_map(missing_space)
            .or_else(|| second_colon(line, at))
            .or_else(|| below_block_text(line, before))
            .or_else(|| missing_colon(line))
            .or_else(|| before.and_then(missing_colon))
            .or_else(|| indentation(line, before));
    }
    None
}

fn slip(span: Span, message: impl Into<String>, help: impl Into<String>) -> SyntaxSlip {
    SyntaxSlip { span, message: message.into(), help: help.into() }
}

fn char_at(text: &str, at: usize) -> Span {
    let width = text[at..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
    Span::new(at, at + width)
}

/// The line of an offset and the lines above it, the nearest first.
fn lines_around(text: &str, at: usize) -> (TextLine<'_>, Vec<TextLine<'_>>) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let number = text[..start].bytes().filter(|byte| *byte == b'\n').count() + 1;
    let line_from = |number, start: usize| {
        let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        TextLine { number, start, text: text[start..end].trim_end_matches('\r') }
    };
    let mut above = Vec::new();
    let mut first = start;
    while first > 0 && above.len() < LINES_ABOVE {
        let from = text[..first - 1].rfind('\n').map_or(0, |end| end + 1);
        above.push(line_from(number - above.len() - 1, from));
        first = from;
    }
    (line_from(number, start), above)
}

/// True for a word that may be a key: `legal_name`.
fn is_word(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.starts_with(char::is_alphabetic) && text.chars().all(is_part)
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A text in double quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", shown(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// A key with its text in quotes.
fn quoted_pair(key: &str, text: &str) -> String {
    if key.is_empty() { quoted(text) } else { format!("{key}: {}", quoted(text)) }
}

/// The quotes of a value end before its text does.
fn broken_quotes(line: TextLine<'_>) -> SyntaxSlip {
    let (start, content) = line.content();
    let (key, value) = line.pair().unwrap_or(("", content));
    let from = start + content.rfind(value).unwrap_or(0);
    let span = Span::new(from, from + value.len());
    let quote = value.chars().next().unwrap_or('"');
    let inner = value.trim_matches(quote);
    let count = value.matches(quote).count();
    if quote == '\'' && count > 2 {
        let help =
            format!("Double the apostrophe, or use double quotes: `{}`.", quoted_pair(key, inner));
        return slip(span, "the apostrophe in the text ends the quotes", help);
    }
    if count > 2 {
        let help =
            format!("Put a backslash in front of the inner quotes: `{}`.", quoted_pair(key, inner));
        return slip(span, "a quote inside of the text ends it", help);
    }
    let whole: String = value.chars().filter(|c| *c != quote).collect();
    let help = format!("Put all of the text in quotes: `{}`.", quoted_pair(key, &whole));
    slip(span, "the text goes on after its closing quote", help)
}

/// A quote that is opened and not closed in its line.
fn open_quote(line: TextLine<'_>, above: &[TextLine<'_>]) -> Option<SyntaxSlip> {
    let opens = |line: &TextLine<'_>| {
        let (start, content) = line.content();
        let value = line.pair().map_or(content, |(_, value)| value);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let is_closed = value[1..].contains(quote);
        (!is_closed).then(|| start + content.rfind(value).unwrap_or(0))
    };
    let lines = std::iter::once(&line).chain(above);
    let (number, at) = lines.filter_map(|line| Some((line.number, opens(line)?))).next()?;
    let message = format!("the quote opened in line {number} is not closed");
    Some(slip(Span::new(at, at + 1), message, "Put the closing quote at the end of the text."))
}

/// A sign that no unquoted text starts with.
fn sign_in_front(text: &str, line: TextLine<'_>, at: usize) -> Option<SyntaxSlip> {
    let sign = text[at..].chars().next().filter(|c| !c.is_control() && !c.is_whitespace())?;
    let (key, value) = line.pair().unwrap_or_default();
    let help = if value.starts_with(sign) {
        format!("Put the text in quotes: `{}`.", quoted_pair(key, value))
    } else {
        "Put the text in quotes.".to_owned()
    };
    Some(slip(char_at(text, at), format!("`{sign}` cannot start an unquoted text"), help))
}

/// A bracket that is not closed, or a comma that is missing between two values.
fn brackets(text: &str, at: usize, is_unclosed: bool) -> Option<SyntaxSlip> {
    // A bracket that is not closed is where the reader stopped itself.
    let (open, bracket) =
        innermost_bracket(&text[..text.len().min(at + usize::from(is_unclosed))])?;
    let closing = if bracket == '[' { ']' } else { '}' };
    let end = text[open..].find('\n').map_or(text.len(), |end| open + end);
    let (first, _) = lines_around(text, open);
    let rest = &text[at..];
    let closes_later = rest.contains(closing) && !rest.contains(['[', '{']);
    let is_closed =
        text[open + 1..end].contains(closing) || rest.starts_with(['{', '[']) || closes_later;
    if !is_closed || is_unclosed {
        let message =
            format!("the bracket `{bracket}` opened in line {} is not closed", first.number);
        let help = format!("Write the closing `{closing}`.");
        return Some(slip(Span::new(open, open + 1), message, help));
    }
    // In `a: b c: d` the reader stops at the second colon, behind the key.
    let word =
        text[..at].trim_end().rfind([' ', ',', '{', '[', '\n']).map_or(at, |space| space + 1);
    let start = if rest.starts_with(':') { word } else { at };
    let message = "a comma is missing in front of this";
    Some(slip(Span::new(start, at.max(start + 1)), message, "Separate the values with a comma."))
}

/// The last bracket of a text that is open at its end.
fn innermost_bracket(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote = None;
    let mut before = '\n';
    let mut in_comment = false;
    for (offset, c) in text.char_indices() {
        let starts_value = before.is_whitespace() || matches!(before, '[' | '{' | ',');
        match c {
            '\n' => in_comment = false,
            _ if in_comment => {}
            '#' if before.is_whitespace() && quote.is_none() => in_comment = true,
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() && starts_value => quote = Some(c),
            _ if quote.is_some() => {}
            '[' | '{' if starts_value => open.push((offset, c)),
            ']' | '}' => drop(open.pop()),
            _ => {}
        }
        before = c;
    }
    open.pop()
}

/// `name:Kelpworks` or `-name: Kelpworks`.
fn missing_space(line: TextLine<'_>) -> Option<SyntaxSlip> {
    let (start, content) = line.content();
    if let Some(rest) = content.strip_prefix('-')
        && rest.starts_with(char::is_alphanumeric)
    {
        let help = format!("Write `- {}`.", shown(rest));
        return Some(slip(Span::new(start, start + 1), "a space is missing after `-`", help));
    }
    let (key, value) = content.split_once(':')?;
    if !is_word(key) || value.is_empty() || value.starts_with([' ', '/', ':']) {
        return None;
    }
    let help = format!("Write `{key}: {}`.", shown(value));
    let span = Span::new(start, start + key.len() + 1);
    Some(slip(span, format!("a space is missing after `{key}:`"), help))
}

/// A colon in an unquoted text.
fn second_colon(line: TextLine<'_>, at: usize) -> Option<SyntaxSlip> {
    let (key, value) = line.pair()?;
    let (start, content) = line.content();
    if value.is_empty() || at < start + key.len() + 1 || !value.contains(':') {
        return None;
    }
    let text = value.split(" #").next().unwrap_or(value).trim_end();
    let from = start + content.rfind(value)?;
    let help = format!("Put the text in quotes: `{}`.", quoted_pair(key, text));
    let span = Span::new(from, from + text.len());
    Some(slip(span, "`: ` in an unquoted text starts a new key", help))
}

/// A text below `|` that is not indented.
fn below_block_text(line: TextLine<'_>, before: Option<TextLine<'_>>) -> Option<SyntaxSlip> {
    let before = before?;
    let (key, sign) = before.pair().filter(|(_, sign)| matches!(*sign, "|" | ">" | "|-" | ">-"))?;
    if line.indent() > before.indent() {
        return None;
    }
    let span = line.span(line.indent()..line.text.trim_end().len());
    let message = format!("the text below `{key}: {sign}` is not indented");
    Some(slip(span, message, format!("Indent the text by two spaces more than `{key}`.")))
}

/// `name Kelpworks`.
fn missing_colon(line: TextLine<'_>) -> Option<SyntaxSlip> {
    let (start, content) = line.content();
    let key = content.split(' ').next().filter(|key| is_word(key))?;
    if content.contains(':') {
        return None;
    }
    let value = content[key.len()..].trim();
    let value = if value.is_empty() { String::new() } else { format!(" {}", shown(value)) };
    let help = format!("Write `{key}:{value}`.");
    let span = Span::new(start, start + key.len());
    Some(slip(span, format!("a colon is missing after `{key}`"), help))
}

/// A line that is indented like none above it, or a dash where none belongs.
fn indentation(line: TextLine<'_>, before: Option<TextLine<'_>>) -> Option<SyntaxSlip> {
    let before = before?;
    let is_item = |line: &TextLine<'_>| line.text.trim_start().starts_with("- ");
    let span = line.span(line.indent()..line.text.trim_end().len());
    if is_item(&line) && !is_item(&before) {
        let is_deeper = line.indent() >= before.indent() && before.indent() > 0;
        return Some(if is_deeper {
            let help = "Remove the dash, or indent the line like the entries above it.";
            slip(span, "a dash inside of an entry", help)
        } else {
            let span = before.span(before.indent()..before.text.trim_end().len());
            let help = "Indent it like the fields of the entry above it.";
            slip(span, "a line without a dash between the entries of a list", help)
        });
    }
    let (key, _) = line.pair()?;
    let above = before.pair().map(|(key, _)| key)?;
    let message = format!("`{key}` is not indented like the lines above it");
    Some(slip(span, message, format!("Indent `{key}` like `{above}` if both belong to one entry.")))
}

#[cfg(test)]
mod tests {
    use crate::syntax::{Format, Limits, Problem, parse};

    /// The marked text, the message and the help of the first problem of a text.
    fn problem(text: &str, format: Format) -> (String, String, String) {
        let parsed = parse(text, format, &Limits::default());
        match parsed.problems.first() {
            Some(Problem::Syntax { at, message, help }) => {
                let help = help.clone().unwrap_or_default();
                (text[at.range()].to_owned(), message.clone(), help)
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn the_usual_slips_are_named_in_plain_words_where_they_are() {
        for (entry, marked, message, shown) in [
            (
                "purpose: \"Mail (soon)\n    location: US",
                "\"",
                "the quote opened in line 3 is not closed",
                "closing quote",
            ),
            (
                "purpose: 'Mail\n  - name: B",
                "'",
                "the quote opened in line 3 is not closed",
                "closing quote",
            ),
            (
                "note:Mail\n    location: US",
                "note:",
                "a space is missing after `note:`",
                "`note: Mail`",
            ),
            (
                "notes: 'don't'",
                "'don't'",
                "the apostrophe in the text ends the quotes",
                "`notes: \"don't\"`",
            ),
            (
                "notes: \"a \"b\" c\"",
                "\"a \"b\" c\"",
                "a quote inside of the text ends it",
                r#"`notes: "a \"b\" c"`"#,
            ),
            (
                "legal_name: \"Kelp\", Inc.",
                "\"Kelp\", Inc.",
                "the text goes on after its closing quote",
                "`legal_name: \"Kelp, Inc.\"`",
            ),
            (
                "purpose: Mail: EU only",
                "Mail: EU only",
                "`: ` in an unquoted text starts a new key",
                "`purpose: \"Mail: EU only\"`",
            ),
            (
                "purpose Mail\n    location: US",
                "purpose",
                "a colon is missing after `purpose`",
                "`purpose: Mail`",
            ),
            (
                "   location: US",
                "location: US",
                "`location` is not indented like the lines above it",
                "`location` like `name`",
            ),
            (
                "locations: [DE, FR\n    purpose: x",
                "[",
                "the bracket `[` opened in line 3 is not closed",
                "`]`",
            ),
            (
                "contact: {email: a@b.c phone: 1}",
                "phone",
                "a comma is missing in front of this",
                "comma",
            ),
            (
                "contacts: [\n      {email: a@b.c}\n      {phone: 1}]",
                "{",
                "a comma is missing in front of this",
                "comma",
            ),
            ("contact: @kelp", "@", "`@` cannot start an unquoted text", "`contact: \"@kelp\"`"),
            ("notes: `x`", "`", "``` cannot start an unquoted text", "`notes: \"`x`\"`"),
            (
                "notes: |\n  text\n    location: US",
                "text",
                "the text below `notes: |` is not indented",
                "two spaces",
            ),
            (
                "notes: \"C:\\path\"",
                "\"",
                "a backslash in double quotes starts an escape",
                "Double the backslash",
            ),
            (
                "purpose: Mail\n    - location: US",
                "- location: US",
                "a dash inside of an entry",
                "Remove the dash",
            ),
        ] {
            let text = format!("subprocessors:\n  - name: Kelp\n    {entry}\n");
            let (found_marked, found, help) = problem(&text, Format::Yaml);
            assert_eq!((&*found_marked, &*found), (marked, message), "{text}");
            assert!(help.contains(shown), "{text}: {help}");
        }
        let text = "subprocessors:\n  -name: Kelp\n   location: US\n";
        assert_eq!(problem(text, Format::Yaml).1, "a space is missing after `-`");
    }

    #[test]
    fn json_says_what_to_write() {
        for (text, message) in [
            (r#"{"a": [1,]}"#, "trailing commas are not allowed"),
            (r#"{"a": 1 "b": 2}"#, "a comma is missing"),
            (r#"{a: 1}"#, "a key is not in double quotes"),
            ("{'a': 1}", "single-quoted strings are not allowed"),
            (r#"{"a": [1]"#, "a bracket `{` is not closed"),
            (r#"{"a": [1"#, "a bracket `[` is not closed"),
            (r#"{"a": x}"#, "a text is not in double quotes"),
            ("{\"a\": 1} // b", "comments are not allowed"),
        ] {
            let (_, found, help) = problem(text, Format::Json);
            assert_eq!(found, message, "{text}");
            assert!(!help.is_empty(), "{text}");
        }
    }
}
