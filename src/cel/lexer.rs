//! Text to tokens.

use super::text_literal;
use crate::text::{Advice, Span};

/// The longest expression, in bytes.
pub const MAX_SOURCE_BYTES: usize = 4096;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum CelToken {
    /// A name or a word such as `true`; the parser tells them apart.
    Word(String),
    /// Digits without a sign: the sign may be needed to fit the range.
    Int(u64),
    Double(f64),
    Text(String),
    /// An operator or a bracket.
    Symbol(&'static str),
    End,
}

impl CelToken {
    /// The name used in messages.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Word(word) => format!("`{}`", excerpt(word)),
            Self::Int(number) => format!("`{number}`"),
            Self::Double(number) => format!("`{number}`"),
            Self::Text(_) => "a text".to_owned(),
            Self::Symbol(symbol) => format!("`{symbol}`"),
            Self::End => "the end of the expression".to_owned(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spanned {
    pub(super) token: CelToken,
    pub(super) span: Span,
}

/// Every operator and bracket; a longer one stands before its prefixes.
const SYMBOLS: &[&str] = &[
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",",
    "(", ")", "[", "]", "{", "}",
];

/// Operators of other languages and slips of the pen, longer ones first, each with what
/// to write.
const OTHER_OPERATORS: &[(&str, &str)] = &[
    ("===", "write `==`"),
    ("!==", "write `!=`"),
    ("=<", "write `<=`"),
    ("=>", "write `>=`"),
    ("=!", "write `!=`"),
    ("=~", "write `text.matches(r'pattern')`"),
    ("<>", "write `!=`"),
    ("~=", "write `!=`, or `text.matches(r'pattern')` for a pattern"),
    (":=", "compare with `==`"),
    ("??", "write `has(a.b) ? a.b : other`"),
    ("->", "write `condition ? this : that`"),
    ("**", "multiply with `*`"),
    ("=", "compare with `==`"),
    ("&", "write `&&` for \"and\""),
    ("|", "write `||` for \"or\""),
    ("^", "write `!=` for one of two conditions"),
];

/// Mistyped characters, each with the right one.
const MISTAKES: &[(&str, &str)] = &[
    (";", "an expression is one value, without `;`"),
    ("#", "a comment starts with `//`"),
    ("`", "texts stand in double or single quotes"),
    ("@", "texts stand in double or single quotes"),
    ("\u{201c}", "use straight quotes: `\"text\"`"),
    ("\u{201d}", "use straight quotes: `\"text\"`"),
    ("\u{201e}", "use straight quotes: `\"text\"`"),
    ("\u{ab}", "use straight quotes: `\"text\"`"),
    ("\u{bb}", "use straight quotes: `\"text\"`"),
    ("\u{2018}", "use straight quotes: `'text'`"),
    ("\u{2019}", "use straight quotes: `'text'`"),
    ("\u{2260}", "write `!=`"),
    ("\u{2264}", "write `<=`"),
    ("\u{2265}", "write `>=`"),
    ("\u{2013}", "write `-`"),
    ("\u{2212}", "write `-`"),
    ("\u{a0}", "this is a no-break space; use a plain one"),
];

/// The tokens of an expression, the last of them [`CelToken::End`].
pub(super) fn tokens(source: &str) -> Result<Vec<Spanned>, Advice> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(Advice::new(
            Span::new(MAX_SOURCE_BYTES, source.len()),
            format!(
                "the expression has {} bytes, over the limit of {MAX_SOURCE_BYTES}",
                source.len()
            ),
        )
        .with_help("split it into several rules"));
    }
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at = skip_blanks(source, at);
        if at == source.len() {
            found.push(Spanned { token: CelToken::End, span: Span::new(at, at) });
            return Ok(found);
        }
        let (token, end) = token(source, at)?;
        found.push(Spanned { token, span: Span::new(at, end) });
        at = end;
    }
}

fn skip_blanks(source: &str, mut at: usize) -> usize {
    let bytes = source.as_bytes();
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')) {
            at += 1;
        }
        if !source[at..].starts_with("//") {
            return at;
        }
        at = source[at..].find('\n').map_or(source.len(), |end| at + end);
    }
}

fn token(source: &str, at: usize) -> Result<(CelToken, usize), Advice> {
    let rest = &source[at..];
    let bytes = rest.as_bytes();
    let digit = |offset: usize| bytes.get(offset).is_some_and(u8::is_ascii_digit);
    if digit(0) || (bytes[0] == b'.' && digit(1)) {
        return number(source, at);
    }
    if let Some(literal) = text_literal::read(source, at)? {
        return Ok((CelToken::Text(literal.text), literal.end));
    }
    if bytes[0] == b'_' || bytes[0].is_ascii_alphabetic() {
        let end = at + word_len(rest);
        // A name in another script would otherwise be cut in two tokens.
        if let Some(odd) = source[end..].chars().next().filter(|c| c.is_alphanumeric()) {
            return Err(odd_character(odd, end));
        }
        return Ok((CelToken::Word(source[at..end].to_owned()), end));
    }
    // `x<-1` and `a?b:c` hold no such operator.
    let is_symbol = |sign: &str| {
        SYMBOLS.iter().any(|symbol| rest.starts_with(symbol) && symbol.len() >= sign.len())
    };
    let other = OTHER_OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign) && !is_symbol(sign));
    if let Some((sign, help)) = other {
        let span = Span::new(at, at + sign.len());
        let advice = Advice::new(span, format!("`{sign}` is not an operator"));
        return Err(advice.with_help(*help));
    }
    match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
        Some(symbol) => Ok((CelToken::Symbol(symbol), at + symbol.len())),
        None => Err(odd_character(rest.chars().next().unwrap_or_default(), at)),
    }
}

fn word_len(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'_' || byte.is_ascii_alphanumeric()).count()
}

fn odd_character(odd: char, at: usize) -> Advice {
    let span = Span::new(at, at + odd.len_utf8());
    let help = MISTAKES.iter().find(|(typed, _)| typed.starts_with(odd)).map(|(_, help)| *help);
    // Marks that steer the text around them are named, not printed.
    let shown = odd.is_alphanumeric() || odd.is_ascii_graphic() || help.is_some();
    let message = if shown && !odd.is_whitespace() {
        format!("unexpected character `{odd}`")
    } else {
        format!("unexpected character U+{:04X}", u32::from(odd))
    };
    let help = match help {
        None if odd.is_alphabetic() => Some("names have the letters a to z, digits and `_` only"),
        help => help,
    };
    Advice::new(span, message).maybe_help(help.map(str::to_owned))
}

fn number(source: &str, at: usize) -> Result<(CelToken, usize), Advice> {
    let bytes = source.as_bytes();
    let digits = |mut from: usize, digit: fn(&u8) -> bool| {
        while bytes.get(from).is_some_and(digit) {
            from += 1;
        }
        from
    };
    let hex = matches!(bytes.get(at..at + 2), Some(b"0x" | b"0X"))
        && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit);
    let mut end =
        if hex { digits(at + 2, u8::is_ascii_hexdigit) } else { digits(at, u8::is_ascii_digit) };
    let mut double = false;
    if !hex {
        if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            double = true;
            end = digits(end + 1, u8::is_ascii_digit);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
                double = true;
                end = digits(end + 1 + sign, u8::is_ascii_digit);
            }
        }
    }
    let text = &source[at..end];
    let tail = word_len(&source[end..]);
    if tail > 0 {
        let span = Span::new(at, end + tail);
        let error =
            Advice::new(span, format!("`{}` is not a number", excerpt(&source[span.range()])));
        return Err(if matches!(&source[end..end + tail], "u" | "U") {
            error.with_help(format!("there are no unsigned numbers here; write `{text}`"))
        } else {
            error
        });
    }
    let span = Span::new(at, end);
    let too_big = || Advice::new(span, format!("the number `{}` is too big", excerpt(text)));
    if double {
        let value: f64 = text.parse().map_err(|_| too_big())?;
        return if value.is_finite() { Ok((CelToken::Double(value), end)) } else { Err(too_big()) };
    }
    let value = if hex { u64::from_str_radix(&text[2..], 16) } else { text.parse() };
    Ok((CelToken::Int(value.map_err(|_| too_big())?), end))
}

/// Text for a message, cut when it is long.
pub(super) fn excerpt(text: &str) -> String {
    const CHARS: usize = 60;
    match text.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexed(source: &str) -> Vec<CelToken> {
        tokens(source).unwrap().into_iter().map(|spanned| spanned.token).collect()
    }

    fn refused(source: &str) -> (String, Option<String>, std::ops::Range<usize>) {
        let error = tokens(source).unwrap_err();
        (error.message, error.help, error.span.range())
    }

    #[test]
    fn numbers_dots_and_names_come_apart() {
        use CelToken::{Double, End, Int, Symbol, Word};
        assert_eq!(lexed("1.5"), [Double(1.5), End]);
        assert_eq!(lexed(".5e1"), [Double(5.0), End]);
        assert_eq!(lexed("0x1F"), [Int(31), End]);
        assert_eq!(lexed("a.b"), [Word("a".into()), Symbol("."), Word("b".into()), End]);
        assert_eq!(lexed("1 //c\n<=//d"), [Int(1), Symbol("<="), End]);
        assert_eq!(lexed("9223372036854775808"), [Int(1 << 63), End]);
    }

    #[test]
    fn numbers_that_are_none_are_refused_whole() {
        assert_eq!(refused("1 + 12abc").0, "`12abc` is not a number");
        assert_eq!(
            refused("7u").1.as_deref(),
            Some("there are no unsigned numbers here; write `7`")
        );
        assert_eq!(refused("0x").0, "`0x` is not a number");
        assert_eq!(
            refused("99999999999999999999").0,
            "the number `99999999999999999999` is too big"
        );
        assert_eq!(refused("1e999").0, "the number `1e999` is too big");
    }

    #[test]
    fn slips_of_the_keyboard_get_advice() {
        assert_eq!(
            refused("a = 1"),
            ("`=` is not an operator".into(), Some("compare with `==`".into()), 2..3)
        );
        assert_eq!(
            refused("name == \u{201c}AWS\u{201d}").1.as_deref(),
            Some("use straight quotes: `\"text\"`")
        );
        assert_eq!(refused("a\u{a0}b").0, "unexpected character U+00A0");
    }

    #[test]
    fn attack_nul_and_control_characters_are_named_not_printed() {
        assert_eq!(refused("a\0b").0, "unexpected character U+0000");
        assert_eq!(refused("\u{1b}[2J").0, "unexpected character U+001B");
        assert_eq!(refused("\u{202e}a").0, "unexpected character U+202E");
    }

    #[test]
    fn attack_non_ascii_identifiers_are_refused() {
        // The second letter is a Cyrillic one.
        assert_eq!(refused("v\u{435}ndor.name").2, 1..3);
        assert!(
            refused("\u{4f1a}\u{793e}").1.unwrap().starts_with("names have the letters a to z")
        );
    }

    #[test]
    fn attack_an_expression_of_many_bytes_is_not_read() {
        let (message, _, span) = refused(&"1".repeat(5000));
        assert_eq!(message, "the expression has 5000 bytes, over the limit of 4096");
        assert_eq!(span, 4096..5000);
        assert!(tokens(&" ".repeat(4096)).is_ok());
    }
}
