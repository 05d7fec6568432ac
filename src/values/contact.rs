//! A contact written as text: an e-mail address, a web address, a telephone
//! number, a postal address, or several of them, with or without words around.
//!
//! A closed reader: the parts of a reading tile the text.

use super::phone::{self, PhoneNumber};
use super::postal;
use super::web::{self, WebUrl};
use crate::facts::contact_words::{self, ContactWord};
use crate::facts::phrases;
use crate::text::{self, fold::Words};
use email_address::{EmailAddress, Options};
use std::ops::Range;

/// A contact text, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactText {
    /// The addresses in the order of the text; where there is none, the text itself.
    /// Blank text has none.
    pub values: Vec<ContactValue>,
    /// The pieces of the text, in its order, without gaps and overlaps.
    pub parts: Vec<ContactPart>,
}

/// One value of a contact text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactValue {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The kind.
    pub kind: ContactKind,
}

/// A piece of a contact text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactPart {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// Its role.
    pub role: ContactRole,
}

/// The role of a piece of a contact text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactRole {
    /// One can write to it, call it or open it.
    Address,
    /// Says what kind of address it is.
    Label,
    /// Joins addresses.
    Joint,
    /// Punctuation and white space.
    Separator,
    /// Not understood: mostly a name or a position.
    Unread,
}

/// The kind of a contact value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactKind {
    /// An e-mail address, with or without `mailto:`.
    Email(Email),
    /// An http(s) address.
    Url(WebUrl),
    /// A web address without its scheme; with the whole address.
    Host(String),
    /// A telephone number.
    Phone(PhoneNumber),
    /// A postal address.
    Postal,
    /// None of them.
    None,
}

/// An e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// The part before the `@`, as written.
    pub local: String,
    /// The host: in small letters, international names in their ASCII form.
    pub host: String,
}

/// Maximum number of values that are told apart; a text with more is no contact.
const MAX_VALUES: usize = 16;

/// Bytes in which addresses are looked for.
const MAX_LENGTH: usize = 2_000;

impl ContactText {
    /// Takes a contact text apart. Linear in its length.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let whole = trim(text, 0..text.len());
        if whole.is_empty() {
            return Self { values: Vec::new(), parts: separator(0..text.len()) };
        }
        let is_address = |kind| Self::of_one(text, whole.clone(), kind, ContactRole::Address);
        if let Some(kind) = classify(&text[whole.clone()]) {
            return is_address(kind);
        }
        if let Some(url) = web::without_scheme(&text[whole.clone()]) {
            return is_address(ContactKind::Host(url));
        }
        let found = addresses(text, whole.clone());
        if found.is_empty() {
            if postal::is_postal(&text[whole.clone()]) {
                return is_address(ContactKind::Postal);
            }
            return Self::of_one(text, whole, ContactKind::None, ContactRole::Unread);
        }
        Self::of_several(text, found)
    }

    /// One value with nothing but white space around it.
    fn of_one(text: &str, range: Range<usize>, kind: ContactKind, role: ContactRole) -> Self {
        let mut parts = separator(0..range.start);
        parts.push(ContactPart { range: range.clone(), role });
        parts.extend(separator(range.end..text.len()));
        Self { values: vec![ContactValue { range, kind }], parts }
    }

    /// Addresses with what is around them.
    fn of_several(text: &str, found: Vec<ContactValue>) -> Self {
        let mut contact = Self::default();
        let mut at = 0;
        for value in found {
            contact.words(text, at..value.range.start);
            at = value.range.end;
            let role = ContactRole::Address;
            contact.parts.push(ContactPart { range: value.range.clone(), role });
            contact.values.push(value);
        }
        contact.words(text, at..text.len());
        contact
    }

    /// Adds the words around addresses, which may be a postal address.
    fn words(&mut self, text: &str, range: Range<usize>) {
        let piece = &text[range.clone()];
        let around = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '-' | '–' | ':');
        let lead = piece.len() - piece.trim_start_matches(around).len();
        let trimmed = piece.trim_matches(around);
        let inner = range.start + lead..range.start + lead + trimmed.len();
        if postal::is_postal(trimmed) {
            self.parts.extend(separator(range.start..inner.start));
            let role = ContactRole::Address;
            self.parts.push(ContactPart { range: inner.clone(), role });
            self.values.push(ContactValue { range: inner.clone(), kind: ContactKind::Postal });
            self.parts.extend(separator(inner.end..range.end));
            return;
        }
        let words = Words::of(piece);
        let mut at = 0;
        for found in contact_words::scan(&words) {
            let start = found.range.start.max(at);
            self.parts.extend(separator(range.start + at..range.start + start));
            let is_number =
                piece[found.range.clone()].chars().all(|c| c.is_ascii_digit() || c == '.');
            let role = match found.role {
                Some(ContactWord::Label) => ContactRole::Label,
                Some(ContactWord::Joint) => ContactRole::Joint,
                // That of an extension.
                _ if is_number => ContactRole::Label,
                _ => ContactRole::Unread,
            };
            if start < found.range.end {
                let range = range.start + start..range.start + found.range.end;
                self.parts.push(ContactPart { range, role });
            }
            at = at.max(found.range.end);
        }
        self.parts.extend(separator(range.start + at..range.end));
    }

    /// The values that one can write to, call or open.
    pub fn addresses(&self) -> impl Iterator<Item = &ContactValue> {
        self.values.iter().filter(|value| value.kind != ContactKind::None)
    }

    /// True if several addresses stand in one text. A postal address beside another one
    /// is part of it.
    #[must_use]
    pub fn is_packed(&self) -> bool {
        self.addresses().filter(|value| value.kind != ContactKind::Postal).count() > 1
    }

    /// The words around the addresses that are not understood, from the first to the
    /// last of each run.
    #[must_use]
    pub fn unread(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut is_open = false;
        for (at, part) in self.parts.iter().enumerate() {
            match part.role {
                ContactRole::Unread => match runs.last_mut().filter(|_| is_open) {
                    Some(run) => run.end = part.range.end,
                    None => {
                        runs.push(part.range.clone());
                        is_open = true;
                    }
                },
                ContactRole::Address => is_open = false,
                // "Kelp Contact" is a name.
                ContactRole::Label if is_open && !self.leads_to_address(at) => {
                    if let Some(run) = runs.last_mut() {
                        run.end = part.range.end;
                    }
                }
                // "by post" and "DPO and legal" stay together.
                ContactRole::Joint | ContactRole::Label | ContactRole::Separator => {}
            }
        }
        runs
    }
}

impl ContactText {
    /// True if nothing but signs stands between a part and an address behind it.
    fn leads_to_address(&self, at: usize) -> bool {
        let mut behind = self.parts[at + 1..].iter();
        behind
            .find(|part| part.role != ContactRole::Separator)
            .is_some_and(|part| part.role == ContactRole::Address)
    }
}

impl ContactKind {
    /// The word for it: `e-mail`, `URL`, `phone`, `postal` or `text`.
    #[cfg(test)]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Email(_) => "e-mail",
            Self::Url(_) | Self::Host(_) => "URL",
            Self::Phone(_) => "phone",
            Self::Postal => "postal",
            Self::None => "text",
        }
    }

    /// The field of a contact block that takes it.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Email(_) => Some("email"),
            Self::Url(_) | Self::Host(_) => Some("url"),
            Self::Phone(_) => Some("phone"),
            Self::Postal | Self::None => None,
        }
    }

    /// The host of an e-mail or web address.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Email(email) => Some(&email.host),
            Self::Url(url) => Some(&url.host),
            Self::Host(_) | Self::Phone(_) | Self::Postal | Self::None => None,
        }
    }

    /// True if the host is one of examples, such as `example.com`.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        self.host().is_some_and(phrases::is_placeholder_host)
    }
}

fn separator(range: Range<usize>) -> Vec<ContactPart> {
    if range.is_empty() {
        return Vec::new();
    }
    vec![ContactPart { range, role: ContactRole::Separator }]
}

/// The addresses among other words, in order and without overlaps.
fn addresses(text: &str, whole: Range<usize>) -> Vec<ContactValue> {
    let mut found = Vec::new();
    let mut end = whole.end.min(whole.start + MAX_LENGTH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let part = &text[whole.start..end];
    let mut at = 0;
    for token in part.split(char::is_whitespace) {
        if found.len() >= MAX_VALUES {
            break;
        }
        let start = whole.start + at;
        at += token.len();
        at += part[at..].chars().next().map_or(0, char::len_utf8);
        in_token(token, start, &mut found);
    }
    phones(text, whole.start..end, &mut found);
    found.sort_by_key(|value: &ContactValue| value.range.start);
    found.truncate(MAX_VALUES);
    found
}

/// The e-mail and web addresses of a token between spaces.
fn in_token(token: &str, start: usize, found: &mut Vec<ContactValue>) {
    if !token.contains(['@', '/']) && !token.contains("www.") {
        return;
    }
    let mut add = |piece: &str, offset: usize| {
        let around = |c: char| is_division(c) || matches!(c, '"' | '\'' | '.');
        let lead = piece.len() - piece.trim_start_matches(around).len();
        let bare = piece.trim_matches(around);
        let kind = address(bare)?;
        let from = start + offset + lead;
        found.push(ContactValue { range: from..from + bare.len(), kind });
        Some(())
    };
    if add(token, 0).is_some() {
        return;
    }
    // `a@b.com,c@d.org`, `E-Mail:a@b.com`; the slashes and colons of addresses divide nothing.
    let is_page = token.contains("://");
    let is_list = token.matches('@').count() > 1;
    let divides = |c: char| match c {
        '/' => is_list && !is_page,
        ':' => !is_page,
        c => is_division(c),
    };
    let mut at = 0;
    for piece in token.split(divides) {
        add(piece, at);
        at += piece.len();
        at += token[at..].chars().next().map_or(0, char::len_utf8);
    }
}

/// Signs that stand between an address and something else.
fn is_division(c: char) -> bool {
    matches!(c, ':' | ',' | ';' | '|' | '<' | '>' | '(' | ')' | '[' | ']')
        || matches!(c, '：' | '，' | '、' | '；' | '（' | '）' | '。')
}

/// A whole token that is an e-mail or web address.
fn address(token: &str) -> Option<ContactKind> {
    if token.contains('@') {
        return parse_email(token).map(ContactKind::Email);
    }
    if token.contains("://") {
        return WebUrl::parse(token).ok().map(ContactKind::Url);
    }
    // Names such as `monday.com` are no address among other words.
    let is_page = token.contains('/') || token.starts_with("www.");
    web::without_scheme(token).filter(|_| is_page).map(ContactKind::Host)
}

/// The telephone numbers among other words: those with `+`, and those behind a label.
fn phones(text: &str, whole: Range<usize>, found: &mut Vec<ContactValue>) {
    let part = &text[whole.clone()];
    let in_number = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '+' | '(' | ')' | '-' | '.' | '/' | ' ' | '\u{a0}' | '\u{202f}' | '–' | '‑'
            )
    };
    let mut from = 0;
    while let Some(lead) = part[from..].find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('))
    {
        let start = from + lead;
        let rest = &part[start..];
        let len = rest.find(|c: char| !in_number(c)).unwrap_or(rest.len());
        let run = rest[..len].trim_end_matches(|c: char| !c.is_ascii_digit());
        from = start + len.max(1);
        while !part.is_char_boundary(from) {
            from += 1;
        }
        if run.is_empty() {
            continue;
        }
        let range = whole.start + start..whole.start + start + run.len();
        let is_taken =
            |value: &ContactValue| value.range.start < range.end && range.start < value.range.end;
        let is_marked =
            run.starts_with('+') || run.starts_with("00") || is_labelled(&part[..start]);
        if !is_marked || found.iter().any(is_taken) || found.len() >= MAX_VALUES {
            continue;
        }
        if let Some(number) = phone::read(run, false) {
            found.push(ContactValue { range, kind: ContactKind::Phone(number) });
        }
    }
}

/// True if a text ends with a word such as "Tel.:".
fn is_labelled(before: &str) -> bool {
    let last = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let from = last.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
    let from = (from..=last.len()).find(|at| last.is_char_boundary(*at)).unwrap_or(last.len());
    let word = &last[from..];
    !word.is_empty() && contact_words::role(&Words::of(word).folded) == Some(ContactWord::Label)
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
    let (mut has_slash, mut has_at) = (false, false);
    let found = text::trim(text).bytes().any(|byte| {
        has_slash |= byte == b'/';
        has_at |= byte == b'@';
        divides(byte)
    });
    found || has_slash && has_at
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
    phone::read(text, false).map(ContactKind::Phone)
}

/// An e-mail address, with or without `mailto:` and its parameters: RFC 5321 with
/// a host that has a dot, no display name and no address literal.
#[must_use]
pub fn parse_email(text: &str) -> Option<Email> {
    let text = text::trim(text);
    let is_mailto = text.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("mailto:"));
    let address = if is_mailto { text[7..].split('?').next()? } else { text };
    plain_email(address).or_else(|| any_email(address))
}

/// An address of letters, digits and the usual signs. Nearly all are like that, and the
/// full parser takes eight times as many instructions for one (4,400 for 550).
fn plain_email(address: &str) -> Option<Email> {
    let mut before = b'.';
    let end = address.bytes().position(|byte| {
        let goes_on = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'+')
            || byte == b'.' && before != b'.';
        before = if goes_on { byte } else { before };
        !goes_on
    })?;
    let (local, host) = (&address[..end], address[end..].strip_prefix('@')?);
    let is_plain = (1..=64).contains(&end)
        && before != b'.'
        && web::plain_host(host).is_some_and(|plain| plain.len() == host.len());
    is_plain.then(|| Email { local: local.to_owned(), host: host.to_owned() })
}

fn any_email(address: &str) -> Option<Email> {
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

/// The e-mail address that a text writes with words for its signs, or with spaces around
/// them: `privacy [at] kelp [dot] io`.
#[must_use]
pub fn spelled_out(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 320 {
        return None;
    }
    let mut address = String::new();
    let mut signs = false;
    for piece in text.split(|c: char| c.is_whitespace() || "[](){}<>*_-|".contains(c)) {
        if piece.is_empty() {
            continue;
        }
        match contact_words::spelled_sign(piece) {
            Some(sign) => {
                signs = true;
                address.push(sign);
            }
            None => {
                signs |= piece.starts_with(['@', '.']) || piece.ends_with(['@', '.']);
                let joins = address.is_empty()
                    || address.ends_with(['@', '.'])
                    || piece.starts_with(['@', '.']);
                if !joins {
                    return None;
                }
                address.push_str(piece);
            }
        }
    }
    (signs && parse_email(&address).is_some()).then_some(address)
}

/// Characters that an address copied from a page may carry along.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{3000}')
}

#[cfg(test)]
mod tests;
