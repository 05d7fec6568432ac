//! The text of a waiver in a comment:
//! `# subprocessor-lint: allow(rule-id, ...) reason="..." until=2026-12-31 owner=legal`.

use crate::policy::{NO_REASON, bad_date, is_visible};
use crate::text::suggest::known_words;
use crate::text::{Advice, Span};
use crate::values::date::Date;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// The word before the colon that marks a waiver comment.
const NAME: &str = "subprocessor-lint";

const KEYS: &[&str] = &["reason", "until", "owner"];
/// Words that other linters use for the same; they are not ours, but clearly
/// meant as such.
const VERBS: &[&str] = &["allow", "ignore", "disable", "waive", "suppress", "noqa", "off"];
/// Bytes of a waiver; a longer one is not read.
const MAX_WAIVER: usize = 4_000;
/// Rules that one waiver names.
const MAX_RULES: usize = 100;
const TOO_LONG: &str = "Name the rules that are meant and say why in a sentence.";
const EXAMPLE: &str =
    "Write `# subprocessor-lint: allow(missing-contact) reason=\"asked on 2 November\"`.";

/// A waiver as it is written; with defects it holds for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directive<'t> {
    /// From the name to the end of the last part that was understood.
    pub span: Span,
    /// The ids in brackets, as written.
    pub rules: Vec<(&'t str, Span)>,
    /// The reason.
    pub reason: Option<String>,
    /// The last day, with its place.
    pub until: Option<(Date, Span)>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Its defects.
    pub defects: Vec<Advice>,
}

impl<'t> Directive<'t> {
    /// Reads the waiver in a comment, if there is one. `start` is where the
    /// comment begins in its file. A waiver follows a `#`; one that is talked
    /// about in the middle of a sentence is none.
    #[must_use]
    pub fn parse(comment: &'t str, start: u32) -> Option<Self> {
        let Some(from) = names(comment).find(|at| comment[..*at].trim_end().ends_with('#')) else {
            return Self::near_miss(comment, start);
        };
        let mut reader =
            DirectiveReader { text: comment, at: from + NAME.len(), start: start as usize };
        reader.skip_spaces();
        let has_colon = reader.take(':');
        reader.skip_spaces();
        let verb = reader.word();
        let looks_meant = VERBS.contains(&&*verb.0.to_ascii_lowercase());
        let has_bracket = reader.rest().trim_start().starts_with('(');
        let is_meant = has_colon || (looks_meant && has_bracket);
        if !is_meant {
            return Self::near_miss(comment, start);
        }
        let mut directive = Self::default();
        if comment.len() - from > MAX_WAIVER {
            let span = reader.span(from, from + NAME.len());
            let problem = format!("it is longer than {MAX_WAIVER} bytes");
            directive.defect(span, problem, TOO_LONG);
            return Some(Self { span, ..directive });
        }
        if !has_colon {
            let after = reader.span(from + NAME.len(), from + NAME.len());
            directive.defect(after, "there is no colon after `subprocessor-lint`", EXAMPLE);
        } else if verb.0 != "allow" {
            let problem = match verb.0 {
                "" => "it does not say `allow(...)`".to_owned(),
                word => format!("there is no `{word}`, only `allow(...)`"),
            };
            directive.defect(reader.span(from, verb.1.end), problem, EXAMPLE);
        } else if directive.read_rules(&mut reader, from) {
            directive.read_keys(&mut reader);
        }
        directive.span = reader.span(from, reader.text[..reader.at].trim_end().len());
        if directive.defects.is_empty() {
            directive.check(reader.span(from, from + NAME.len()));
        }
        Some(directive)
    }

    /// Reads a comment that starts nearly as a waiver does and goes on like one: another
    /// spelling of the name, another sign behind it, or the verb joined to it.
    fn near_miss(comment: &'t str, start: u32) -> Option<Self> {
        let text = comment.trim_start_matches(['#', ' ', '\t']);
        let from = comment.len() - text.len();
        let behind = behind_name(text)?;
        let rest = text[behind..].trim_start_matches([' ', ':', '-', '_', '=', '–', '—', '/', '.']);
        let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
        let (word, after) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
        let goes_on = after.trim_start().starts_with(['(', ':', '=']);
        let is_verb = VERBS.contains(&&*word.to_ascii_lowercase());
        let has_sign = text[behind..].trim_start().starts_with(':');
        let is_rule = has_sign && is_rule_id(word);
        // "Disable-next-line missing-contact", as other linters spell it.
        let is_joined = word.split(['-', '_']).next().is_some_and(|first| {
            VERBS.contains(&&*first.to_ascii_lowercase()) && first.len() < word.len()
        });
        let names_rule = after.trim_start().split(&[' ', ',', '(', ')'][..]).any(is_rule_id);
        let joined = text[behind..].starts_with(['-', '_', ':']) && (is_verb || is_joined);
        if !(is_verb && (goes_on || has_sign)) && !is_rule && !(joined && names_rule) {
            return None;
        }
        let end = from + text.len() - after.len();
        let span = Span::new(start as usize + from, start as usize + end);
        let mut directive = Self { span, ..Self::default() };
        directive.defect(span, "a waiver starts with `subprocessor-lint: allow(...)`", EXAMPLE);
        Some(directive)
    }

    fn defect(&mut self, span: Span, problem: impl Into<String>, help: impl Into<String>) {
        self.defects.push(Advice::new(span, problem).with_help(help));
    }

    /// Reads `(rule-id, ...)`; whether it is closed.
    fn read_rules(&mut self, reader: &mut DirectiveReader<'t>, from: usize) -> bool {
        reader.skip_spaces();
        let open = reader.at;
        if !reader.take('(') {
            let span = reader.span(from, open);
            self.defect(span, "put the rule ids in parentheses after `allow`", EXAMPLE);
            return false;
        }
        let Some(close) = reader.rest().find(')') else {
            let span = reader.span(open, reader.text.trim_end().len());
            self.defect(span, "the bracket after `allow` is not closed", EXAMPLE);
            reader.at = reader.text.len();
            return false;
        };
        let mut at = reader.at;
        let end = reader.at + close;
        for part in reader.text[reader.at..end].split(',') {
            if self.rules.len() == MAX_RULES {
                let problem = format!("it names more than {MAX_RULES} rules");
                self.rules.clear();
                self.defect(reader.span(from, end), problem, TOO_LONG);
                break;
            }
            let id = part.trim();
            let before = part.len() - part.trim_start().len();
            if !id.is_empty() {
                self.rules.push((id, reader.span(at + before, at + before + id.len())));
            }
            at += part.len() + 1;
        }
        reader.at = end + 1;
        true
    }

    /// Reads `reason="..." until=... owner=...` in any order.
    fn read_keys(&mut self, reader: &mut DirectiveReader<'t>) {
        let mut seen: Vec<&str> = Vec::new();
        loop {
            reader.skip_separators();
            // What follows a second `#` is a remark for people.
            if reader.rest().is_empty() || reader.rest().starts_with('#') {
                return;
            }
            let (key, range) = reader.word();
            let key_span = reader.span(range.start, range.end);
            reader.skip_spaces();
            if key.is_empty() || !reader.take('=') {
                let word = reader.text[range.start..].split_whitespace().next().unwrap_or("");
                let span = reader.span(range.start, range.start + word.len());
                let problem = format!("cannot read `{word}`");
                self.defect(
                    span,
                    problem,
                    "Put a reason of several words in quotes: `reason=\"...\"`.",
                );
                reader.at = reader.text.len();
                return;
            }
            reader.skip_spaces();
            let Some((value, value_span)) = reader.value() else {
                let span = reader.span(range.start, reader.text.trim_end().len());
                self.defect(span, format!("the quote after `{key}=` is not closed"), EXAMPLE);
                reader.at = reader.text.len();
                return;
            };
            if !KEYS.contains(&key) {
                self.defect(
                    key_span,
                    format!("unknown key `{key}` of a waiver"),
                    known_words(key, KEYS),
                );
                continue;
            }
            if seen.contains(&key) {
                self.defect(key_span, format!("`{key}` appears twice"), "Keep one of the two.");
                continue;
            }
            seen.push(key);
            let value = value.trim();
            match key {
                "reason" => self.reason = Some(value.to_owned()).filter(|text| is_visible(text)),
                "owner" => self.owner = Some(value.to_owned()).filter(|text| is_visible(text)),
                _ => match Date::parse(value) {
                    Ok(day) => self.until = Some((day, value_span)),
                    Err(problem) => {
                        let defect = bad_date(value, problem);
                        self.defect(value_span, defect.0, defect.1);
                    }
                },
            }
        }
    }

    /// Reports the required parts that a waiver lacks.
    fn check(&mut self, name: Span) {
        if self.rules.is_empty() {
            self.defect(name, "it names no rule", EXAMPLE);
        } else if self.reason.is_none() {
            self.defect(name, "it gives no reason", NO_REASON);
        }
    }
}

/// True for a word that is spelled as the id of a rule is: `missing-contact`.
fn is_rule_id(word: &str) -> bool {
    word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

/// The places of the name of this program in a comment.
fn names(comment: &str) -> impl Iterator<Item = usize> {
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(NAME));
    FINDER.find_iter(comment.as_bytes())
}

/// The offset behind the name of this program at the start of a text, in any spelling
/// that is nearly the right one.
fn behind_name(text: &str) -> Option<usize> {
    const LETTERS: &str = "subprocessorlint";
    const SLIPS: usize = 2;
    let mut letters = String::with_capacity(2 * LETTERS.len());
    // Most comments are told by their first word or two: each letter that the name does not
    // have is a slip.
    let mut foreign = 0;
    for (at, c) in text.char_indices().take(2 * LETTERS.len()) {
        if c.is_ascii_alphabetic() {
            let c = c.to_ascii_lowercase();
            foreign += usize::from(!LETTERS.as_bytes().contains(&(c as u8)));
            if foreign > SLIPS {
                return None;
            }
            letters.push(c);
        } else if c.is_alphabetic() {
            letters.extend(c.to_lowercase());
        } else if !matches!(c, '-' | '_' | ' ' | '.') {
            return is_near(&letters, LETTERS, SLIPS).then_some(at);
        } else if is_near(&letters, LETTERS, SLIPS) {
            return Some(at);
        }
    }
    None
}

fn is_near(typed: &str, word: &str, slips: usize) -> bool {
    typed.len().abs_diff(word.len()) <= slips && strsim::osa_distance(typed, word) <= slips
}

/// A place in a comment.
struct DirectiveReader<'t> {
    text: &'t str,
    at: usize,
    /// Offset of the comment in its file.
    start: usize,
}

impl<'t> DirectiveReader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.start + start, self.start + end)
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn skip_separators(&mut self) {
        let rest = self.rest().trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        self.at = self.text.len() - rest.len();
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    /// A word of letters, digits, `-` and `_`; maybe empty.
    fn word(&mut self) -> (&'t str, std::ops::Range<usize>) {
        let rest = self.rest();
        let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
        let length = rest.find(is_end).unwrap_or(rest.len());
        let range = self.at..self.at + length;
        self.at = range.end;
        (&rest[..length], range)
    }

    /// A value in quotes, those of word processors too, or a bare word;
    /// nothing if the quote is not closed.
    fn value(&mut self) -> Option<(String, Span)> {
        let rest = self.rest();
        let close = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => Some(quote),
            Some('\u{201c}') => Some('\u{201d}'),
            _ => None,
        };
        let Some(close) = close else {
            let is_end = |c: char| c.is_whitespace() || c == ',';
            let length = rest.find(is_end).unwrap_or(rest.len());
            let span = self.span(self.at, self.at + length);
            self.at += length;
            return Some((rest[..length].to_owned(), span));
        };
        let mut value = String::new();
        let mut chars = rest.char_indices().skip(1).peekable();
        while let Some((at, char)) = chars.next() {
            match char {
                '\\' if chars.peek().is_some_and(|&(_, next)| next == close || next == '\\') => {
                    value.extend(chars.next().map(|(_, escaped)| escaped));
                }
                char if char == close => {
                    let end = self.at + at + char.len_utf8();
                    let span = self.span(self.at, end);
                    self.at = end;
                    return Some((value, span));
                }
                char => value.push(char),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(comment: &str) -> Directive<'_> {
        Directive::parse(comment, 0).expect("a waiver")
    }

    #[test]
    fn all_parts_are_read_in_any_order() {
        let text = "# subprocessor-lint: allow(missing-contact, vague-purpose) owner=legal reason=\"asked \\\"them\\\" # twice\" until=2026-12-31  # see the ticket";
        let found = parse(text);
        assert_eq!(found.defects, []);
        let ids: Vec<&str> = found.rules.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, ["missing-contact", "vague-purpose"]);
        assert_eq!(&text[found.rules[1].1.range()], "vague-purpose");
        assert_eq!(found.reason.as_deref(), Some("asked \"them\" # twice"));
        assert_eq!(found.owner.as_deref(), Some("legal"));
        let (day, span) = found.until.unwrap();
        assert_eq!((day.to_string().as_str(), &text[span.range()]), ("2026-12-31", "2026-12-31"));
        assert!(text[found.span.range()].ends_with("until=2026-12-31"));
    }

    #[test]
    fn spaces_and_quotes_are_a_matter_of_taste() {
        for text in [
            "#subprocessor-lint:allow(x)reason='r'",
            "#  subprocessor-lint : allow ( x ) reason = \"r\" ",
            "## subprocessor-lint: allow(x,) reason=r",
            "# known # subprocessor-lint: allow(x), reason=\u{201c}r\u{201d}, owner=me",
            "# subprocessor-lint: allow(x) reason=r,",
        ] {
            let found = parse(text);
            assert_eq!(found.defects, [], "{text}");
            assert_eq!(found.rules[0].0, "x");
            assert_eq!(found.reason.as_deref(), Some("r"), "{text}");
        }
    }

    #[test]
    fn a_near_miss_of_the_name_is_a_waiver_that_is_malformed() {
        for text in [
            "# subprocesor-lint: allow(missing-contact) reason=r",
            "# subprocessorlint: allow(missing-contact) reason=r",
            "# subprocessor_lint: allow(missing-contact) reason=r",
            "# Subprocessor Lint: Allow(missing-contact)",
            "# subprocessor-lint - allow(missing-contact) reason=r",
            "# subprocessor-lint-ignore: missing-contact",
            "# subprocessors-lint: ignore missing-contact",
            "#subproccesor-lint:missing-contact",
            "# subprocessor-lint-disable-next-line missing-contact",
            "# subprocessor-lint-ignore missing-contact",
        ] {
            let found = parse(text);
            let [defect] = &found.defects[..] else { panic!("{text}: {found:?}") };
            assert!(text[defect.span.range()].to_lowercase().starts_with("subpr"), "{text}");
            assert!(
                defect.help.as_ref().is_some_and(|help| help.contains("allow(missing-contact)"))
            );
        }
        for text in ["# subprocessor list: allowed by legal", "# our subprocessor-linter: it works"]
        {
            assert_eq!(Directive::parse(text, 0), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_meant_for_us_is_left_alone() {
        for text in [
            "# a plain comment",
            "# checked with subprocessor-lint: it works",
            "# subprocessor-lint checks this file",
            "# subprocessor-lint allows comments",
            "# yaml-language-server: $schema=https://example.com/subprocessor-lint/manifest.json",
            "#",
            "",
        ] {
            assert_eq!(Directive::parse(text, 0), None, "{text}");
        }
    }

    #[test]
    fn defects_are_found_at_their_place() {
        for (text, problem, at) in [
            ("# subprocessor-lint: allow(x)", "it gives no reason", "subprocessor-lint"),
            (
                "# subprocessor-lint: allow(x) reason=\"\u{200b}\u{3164} \"",
                "it gives no reason",
                "subprocessor-lint",
            ),
            (
                "# subprocessor-lint: allow(x) reason=\"  \"",
                "it gives no reason",
                "subprocessor-lint",
            ),
            ("# subprocessor-lint: allow() reason=r", "it names no rule", "subprocessor-lint"),
            (
                "# subprocessor-lint allow(x) reason=r",
                "there is no colon after `subprocessor-lint`",
                "",
            ),
            (
                "# subprocessor-lint: ignore(x) reason=r",
                "there is no `ignore`, only `allow(...)`",
                "subprocessor-lint: ignore",
            ),
            ("# subprocessor-lint:", "it does not say `allow(...)`", "subprocessor-lint:"),
            (
                "# subprocessor-lint: allow x reason=r",
                "put the rule ids in parentheses after `allow`",
                "subprocessor-lint: allow ",
            ),
            (
                "# subprocessor-lint: allow(x reason=r",
                "the bracket after `allow` is not closed",
                "(x reason=r",
            ),
            ("# subprocessor-lint: allow(x) reason=agreed in May", "cannot read `in`", "in"),
            (
                "# subprocessor-lint: allow(x) reason=\"r",
                "the quote after `reason=` is not closed",
                "reason=\"r",
            ),
            (
                "# subprocessor-lint: allow(x) because=r",
                "unknown key `because` of a waiver",
                "because",
            ),
            ("# subprocessor-lint: allow(x) reason=r reason=s", "`reason` appears twice", "reason"),
            (
                "# subprocessor-lint: allow(x) reason=r until=31.12.2026",
                "the last day `31.12.2026` is not written as YYYY-MM-DD",
                "31.12.2026",
            ),
            (
                "# subprocessor-lint: allow(x) reason=r until=2026-02-30",
                "the last day `2026-02-30` is not a day of the calendar",
                "2026-02-30",
            ),
            ("# subprocessor-lint: allow(x) reason=r until", "cannot read `until`", "until"),
            ("# subprocessor-lint: allow(x) reason=r =", "cannot read `=`", "="),
        ] {
            let found = parse(text);
            assert_eq!(found.defects.len(), 1, "{text}: {:?}", found.defects);
            assert_eq!(found.defects[0].message, problem, "{text}");
            assert_eq!(&text[found.defects[0].span.range()], at, "{text}");
        }
    }
}
