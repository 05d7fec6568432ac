//! A contact written as text: an e-mail address, a web address, a telephone
//! number, or several of them.

use super::web::{self, WebUrl};
use crate::facts::phrases;
use email_address::{EmailAddress, Options};
use std::ops::Range;

/// A contact text, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactText {
    /// The values in the order of the text; one, unless several are packed into
    /// it. Blank text has none.
    pub values: Vec<ContactValue>,
}

/// One value of a contact text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactValue {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The kind.
    pub kind: ContactKind,
}

/// The kind of a contact value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactKind {
    /// An e-mail address, with or without `mailto:`.
    Email(Email),
    /// An http(s) address.
    Url(WebUrl),
    /// A telephone number: its digits, with `+` if it has one.
    Phone(String),
    /// None of them. The bytes of an address that stands inside the words, if
    /// there is one: `Privacy Team <privacy@acme.eu>`.
    None(Option<Range<usize>>),
}

/// An e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// The part before the `@`, as written.
    pub local: String,
    /// The host: in small letters, international names in their ASCII form.
    pub host: String,
}

impl ContactText {
    /// Takes a contact text apart.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let whole = trim(text, 0..text.len());
        if whole.is_empty() {
            return Self { values: Vec::new() };
        }
        if let Some(kind) = classify(&text[whole.clone()]) {
            return Self { values: vec![ContactValue { range: whole, kind }] };
        }
        let values = split(text, whole.clone());
        if values.len() > 1 {
            return Self { values };
        }
        let kind = ContactKind::None(address_inside(text, whole.clone()));
        Self { values: vec![ContactValue { range: whole, kind }] }
    }

    /// True if several values stand in one text.
    #[must_use]
    pub fn is_packed(&self) -> bool {
        self.values.len() > 1
    }
}

impl ContactKind {
    /// The word for it: `e-mail`, `URL`, `phone` or `text`.
    #[cfg(test)]
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Email(_) => "e-mail",
            Self::Url(_) => "URL",
            Self::Phone(_) => "phone",
            Self::None(_) => "text",
        }
    }

    /// The host of an e-mail or web address.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Email(email) => Some(&email.host),
            Self::Url(url) => Some(&url.host),
            Self::Phone(_) | Self::None(_) => None,
        }
    }

    /// True if the host is one of examples, such as `example.com`.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        self.host().is_some_and(phrases::is_placeholder_host)
    }
}

/// The values of a text in which one of several separators stands. Words such as
/// `or` divide when one part is an address; a comma, `and` and plain spaces only
/// when all parts are, for they stand inside names too.
fn split(text: &str, whole: Range<usize>) -> Vec<ContactValue> {
    let strong = divide(text, whole, &STRONG);
    let mut values = Vec::new();
    for part in strong {
        if let Some(kind) = classify(&text[part.clone()]) {
            values.push(ContactValue { range: part, kind });
            continue;
        }
        let weak = divide(text, part.clone(), &WEAK);
        let kinds: Option<Vec<_>> = weak.iter().map(|part| classify(&text[part.clone()])).collect();
        match kinds {
            Some(kinds) if weak.len() > 1 => {
                let found = weak.into_iter().zip(kinds);
                values.extend(found.map(|(range, kind)| ContactValue { range, kind }));
            }
            _ => {
                let kind = ContactKind::None(address_inside(text, part.clone()));
                values.push(ContactValue { range: part, kind });
            }
        }
    }
    let addresses = values.iter().filter(|value| !matches!(value.kind, ContactKind::None(None)));
    if addresses.count() == 0 { Vec::new() } else { values }
}

/// A separator: a mark that may stand anywhere, or a word between spaces.
enum Separator {
    Mark(char),
    Word(&'static str),
}

use Separator::{Mark, Word};

const STRONG: [Separator; 9] = [
    Mark(';'),
    Mark('|'),
    Mark('\n'),
    Word("or"),
    Word("/"),
    Word("oder"),
    Word("ou"),
    Word("bzw."),
    Word("resp."),
];
const WEAK: [Separator; 10] = [
    Mark(','),
    Mark(' '),
    Mark('\t'),
    Mark('/'),
    Word("and"),
    Word("und"),
    Word("et"),
    Word("y"),
    Word("&"),
    Word("+"),
];

/// Maximum number of values that are told apart; a text with more is no contact.
const MAX_VALUES: usize = 16;

fn divide(text: &str, range: Range<usize>, separators: &[Separator]) -> Vec<Range<usize>> {
    let part = &text[range.clone()];
    let mut parts = Vec::new();
    let mut from = 0;
    let mut skip = 0;
    for (at, char) in part.char_indices() {
        if at < skip {
            continue;
        }
        let mut length = 0;
        for separator in separators {
            match separator {
                // The slashes of `https://` and of paths divide nothing.
                Mark('/') => {
                    let word = part[from..at].contains('@');
                    if char == '/' && word {
                        length = length.max(1);
                    }
                }
                Mark(mark) if *mark == char => length = length.max(char.len_utf8()),
                Word(word) if char.is_whitespace() => {
                    let rest = &part[at + char.len_utf8()..];
                    let trimmed = rest.trim_start();
                    let matches = trimmed.get(..word.len()).is_some_and(|head| {
                        head.eq_ignore_ascii_case(word)
                            && trimmed[word.len()..].starts_with(char::is_whitespace)
                    });
                    if matches {
                        length =
                            length.max(char.len_utf8() + rest.len() - trimmed.len() + word.len());
                    }
                }
                _ => {}
            }
        }
        if length > 0 {
            parts.push(trim(text, range.start + from..range.start + at));
            from = at + length;
            skip = from;
        }
        if parts.len() >= MAX_VALUES {
            break;
        }
    }
    parts.push(trim(text, range.start + from..range.end));
    parts.retain(|part| !part.is_empty());
    parts
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.start + part.trim_end().len();
    start.min(end)..end
}

/// True if several values may stand in a text, as far as a quick look tells: false
/// only if there is one.
#[must_use]
pub fn may_be_packed(text: &str) -> bool {
    let divides = |byte: u8| {
        byte.is_ascii_whitespace() || !byte.is_ascii() || matches!(byte, b',' | b';' | b'|' | 0x0b)
    };
    text.trim().bytes().any(divides) || (text.contains('/') && text.contains('@'))
}

/// Classifies a whole text; `None` if it is no address.
fn classify(text: &str) -> Option<ContactKind> {
    if text.contains('@')
        && let Some(email) = parse_email(text)
    {
        return Some(ContactKind::Email(email));
    }
    if text.contains("://") {
        return WebUrl::parse(text).ok().map(ContactKind::Url);
    }
    parse_phone(text).map(ContactKind::Phone)
}

/// An e-mail address, with or without `mailto:` and its parameters: RFC 5321 with
/// a host that has a dot, no display name and no address literal.
#[must_use]
pub fn parse_email(text: &str) -> Option<Email> {
    let text = text.trim();
    let is_mailto = text.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("mailto:"));
    let address = if is_mailto { text[7..].split('?').next()? } else { text };
    let hides = |c: char| c.is_control() || is_unseen(c);
    if address.len() > 320
        || address.bytes().any(|byte| !matches!(byte, b' '..=b'~')) && address.contains(hides)
    {
        return None;
    }
    let options =
        Options::default().with_required_tld().without_display_text().without_domain_literal();
    EmailAddress::parse_with_options(address, options).ok()?;
    // No other `@` can stand behind this one.
    let (local, host) = address.rsplit_once('@')?;
    let host = web::ascii_host(host).filter(|host| host.bytes().any(|byte| byte == b'.'))?;
    // DNS names may have an underscore, mail hosts may not.
    let is_sound = host.bytes().all(|byte| byte != b'_');
    is_sound.then(|| Email { local: local.to_owned(), host })
}

/// Characters that an address copied from a page may carry along.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{3000}')
}

/// A telephone number: 7 to 15 digits (E.164) with `+`, spaces, hyphens, dots,
/// slashes and brackets, an extension, or `tel:` before it. Without `+` it has to
/// be grouped or start with 0, or any number would do.
#[must_use]
pub fn parse_phone(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let is_tel = text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("tel:"));
    let number = if is_tel { text[4..].trim() } else { text };
    let lower = number.to_ascii_lowercase();
    let end = ["ext", " x", "durchwahl", ";ext="]
        .iter()
        .filter_map(|word| lower.find(word))
        .min()
        .unwrap_or(number.len());
    let (main, extension) = number.split_at(end);
    if !extension.is_empty() && !extension.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let main = main.trim();
    if !main.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) {
        return None;
    }
    let grouped = |c: char| matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '–' | '‑');
    let body = main.strip_prefix('+').unwrap_or(main);
    if !body.chars().all(|c| c.is_ascii_digit() || grouped(c)) || super::date::looks_like_date(main)
    {
        return None;
    }
    let digits: String = main.chars().filter(|&c| c == '+' || c.is_ascii_digit()).collect();
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let marked = is_tel || main.starts_with(['+', '0', '(']) || body.contains(grouped);
    ((7..=15).contains(&count) && marked).then_some(digits)
}

/// The bytes of a well-formed address among other words.
fn address_inside(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let around =
        |c: char| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | '\'' | ':');
    let mut from = 0;
    for word in part.split(char::is_whitespace).take(64) {
        let at = from + (word.len() - word.trim_start_matches(around).len());
        let bare = word.trim_matches(around);
        from += word.len() + part[from + word.len()..].chars().next().map_or(0, char::len_utf8);
        let bare = bare.trim_end_matches('.');
        let found = (bare.contains('@') && parse_email(bare).is_some())
            || bare.contains("://") && WebUrl::parse(bare).is_ok();
        if found {
            return Some(range.start + at..range.start + at + bare.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The values as `kind:text`.
    fn values(text: &str) -> Vec<String> {
        ContactText::parse(text)
            .values
            .iter()
            .map(|value| format!("{}:{}", value.kind.as_str(), &text[value.range.clone()]))
            .collect()
    }

    #[test]
    fn single_values_are_read_whole() {
        for (text, expected) in [
            ("privacy@acme.eu", "e-mail:privacy@acme.eu"),
            (" mailto:Privacy@Acme.eu?subject=x y ", "e-mail:mailto:Privacy@Acme.eu?subject=x y"),
            ("\"data privacy\"@acme.co.uk", "e-mail:\"data privacy\"@acme.co.uk"),
            ("datenschutz@müller.de", "e-mail:datenschutz@müller.de"),
            ("a@b.newtld", "e-mail:a@b.newtld"),
            ("https://crisp.chat/en/privacy/", "URL:https://crisp.chat/en/privacy/"),
            ("+49 (0) 30 123456-78", "phone:+49 (0) 30 123456-78"),
            ("tel:+15550100123", "phone:tel:+15550100123"),
            ("(555) 010-0123 ext. 7", "phone:(555) 010-0123 ext. 7"),
            ("Crisp Contact", "text:Crisp Contact"),
            ("Name <a@b.com>", "text:Name <a@b.com>"),
            ("a@b", "text:a@b"),
            ("a@-b.com", "text:a@-b.com"),
            ("a\u{200b}@b.com", "text:a\u{200b}@b.com"),
            ("2026-11-21", "text:2026-11-21"),
            ("12345678", "text:12345678"),
            ("contact form or chat", "text:contact form or chat"),
            ("a@b.com.", "text:a@b.com."),
        ] {
            assert_eq!(values(text), [expected], "{text}");
        }
        assert!(values("  ").is_empty());
    }

    #[test]
    fn packed_values_are_told_apart() {
        for (text, expected) in [
            (
                "support@crisp.chat OR Crisp Contact",
                &["e-mail:support@crisp.chat", "text:Crisp Contact"][..],
            ),
            ("privacy@z.com OR eu@z.com", &["e-mail:privacy@z.com", "e-mail:eu@z.com"]),
            (
                "https://www.twilio.com/ https://www.twilio.com/legal/privacy",
                &["URL:https://www.twilio.com/", "URL:https://www.twilio.com/legal/privacy"],
            ),
            (
                "a@b.com, c@d.org; +49 30 1234567",
                &["e-mail:a@b.com", "e-mail:c@d.org", "phone:+49 30 1234567"],
            ),
            ("a@b.com and c@d.org", &["e-mail:a@b.com", "e-mail:c@d.org"]),
            ("a@b.com/c@d.org", &["e-mail:a@b.com", "e-mail:c@d.org"]),
            ("a@b.com / https://b.com/x", &["e-mail:a@b.com", "URL:https://b.com/x"]),
            ("a@b.com\nc@d.org", &["e-mail:a@b.com", "e-mail:c@d.org"]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn an_address_among_words_is_pointed_at() {
        let text = "Privacy Team <privacy@acme.eu>";
        let ContactKind::None(Some(range)) = &ContactText::parse(text).values[0].kind else {
            panic!("an address stands inside");
        };
        assert_eq!(&text[range.clone()], "privacy@acme.eu");
    }

    #[test]
    fn placeholder_hosts_are_known() {
        let parsed = ContactText::parse("privacy@mail.example.com");
        assert!(parsed.values[0].kind.is_placeholder());
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_in_order(text in "[a-z@./:; ,|\\n<>ORor+0-9é\u{200b}-]{0,80}") {
            let mut end = 0;
            for value in ContactText::parse(&text).values {
                prop_assert!(value.range.start >= end && text.get(value.range.clone()).is_some());
                end = value.range.end;
            }
        }
    }
}
