//! The manifest that a page amounts to, as text, with the bytes of the page that each part of
//! it was read from.
//!
//! Rules run over this text, and what they find is shown in the page; `import` writes the same
//! text to a file. So a page and the manifest made from it have the same findings.

use super::list::{PageField, PageList, PageValue, PageVendor};
use crate::text::{SourceMap, Span, to_u32};
use std::collections::{HashMap, HashSet};

/// A manifest made from a page.
#[derive(Debug)]
pub(crate) struct ManifestText {
    /// The text, in YAML.
    pub(crate) text: String,
    /// The bytes of the page for each part of the text.
    pub(crate) map: SourceMap,
    /// The entries: their bytes in the text, and the bytes of the vendor in the page.
    pub(crate) entries: Vec<(Span, Span)>,
    /// The list of the page that each subprocessor stands in, in the order of the text.
    pub(crate) lists: Vec<usize>,
    /// The lists of the page that have subprocessors, in the order of the text.
    starts: Vec<ListStart>,
    /// The places in `starts` by list.
    start_of: HashMap<usize, usize>,
    /// The offset of the first field in the text, which stands for all of the page, and the start
    /// of its first list.
    document: (u32, Span),
}

/// The place in the text where the vendors of a list of the page start: what is said there is
/// about the list.
#[derive(Debug)]
struct ListStart {
    list: usize,
    /// The offset in the text.
    at: u32,
    /// The header or heading of the list in the page.
    head: Span,
}

/// A comment of the page that is kept, with the bytes of it.
#[derive(Clone, Debug)]
pub(crate) struct KeptComment<'p> {
    /// The words behind the `#`.
    pub(crate) text: &'p str,
    /// Its bytes.
    pub(crate) span: Span,
}

/// Options of the text to write.
#[derive(Clone, Copy, Default)]
pub(crate) struct WriteOptions<'w> {
    /// Places in the page, to be named in comments: the one of an offset, such as `line 4`.
    pub(crate) place_of: Option<&'w dyn Fn(u32) -> String>,
}

/// The fields of an entry in the order of a manifest that people write. What is not here
/// follows in the order of the page.
const ORDER: &[&str] = &[
    "name",
    "legal_name",
    "former_names",
    "services",
    "category",
    "affiliate",
    "purpose",
    "data_categories",
    "audiences",
    "location",
    "country",
    "address",
    "registration_id",
    "lei",
    "contact",
    "contact_person",
    "dpo",
    "website",
    "links.dpa",
    "links.privacy",
    "links.security",
    "subprocessors",
    "transfer",
    "opt_out",
    "condition",
    "features",
    "status",
    "announced_on",
    "effective_from",
    "ends_on",
    "last_reviewed",
    "certifications",
    "agreements",
    "processing",
    "group",
    "criticality",
    "notes",
];

/// The plural of a field whose singular takes one text only.
const PLURALS: &[(&str, &str)] = &[("location", "locations"), ("contact", "contacts")];

/// The fields that are written as a list where there is one text, too.
const ALWAYS_LISTS: &[&str] = &["data_categories", "audiences", "former_names", "certifications"];

/// The fields that take a list of texts under their own name.
const LISTS: &[&str] = &[
    "former_names",
    "services",
    "category",
    "data_categories",
    "audiences",
    "features",
    "certifications",
    "agreements",
    "subprocessors",
    "transfer",
];

/// Writes the manifest of a list. Comments are put above the entry that follows them in the
/// page.
pub(crate) fn write(
    list: &PageList,
    comments: &[KeptComment<'_>],
    options: WriteOptions<'_>,
) -> ManifestText {
    let mut writer = Writer { out: String::new(), map: SourceMap::default(), options };
    let mut comments = comments.iter().peekable();
    let start = list.lists.first().map_or(Span::default(), |part| part.span);
    while let Some(comment) = comments.next_if(|comment| comment.span.end <= start.start) {
        writer.comment(comment, "");
    }
    let first = list.lists.first().map_or(start, |part| part.heading.unwrap_or(part.head));
    let document = (to_u32(writer.out.len()), Span { end: first.start, ..first });
    writer.root(list);
    let (mut entries, mut lists, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    let mut started = HashSet::new();
    for (key, others) in [("subprocessors", false), ("other_recipients", true)] {
        let vendors: Vec<&PageVendor> =
            list.vendors.iter().filter(|vendor| vendor.is_other_recipient == others).collect();
        if vendors.is_empty() {
            continue;
        }
        let head = vendors.first().and_then(|vendor| list.lists.get(vendor.list));
        let head = head.map_or(start, |part| part.head);
        writer.decoded(&format!("{key}:\n"), head);
        for vendor in vendors {
            while let Some(comment) =
                comments.next_if(|comment| !others && comment.span.end <= vendor.span.start)
            {
                writer.comment(comment, "  ");
            }
            let from = writer.out.len();
            if !others {
                let at = to_u32(from);
                let part = list.lists.get(vendor.list).filter(|_| started.insert(vendor.list));
                starts.extend(part.map(|part| {
                    let head = part.heading.unwrap_or(part.head);
                    ListStart { list: vendor.list, at, head }
                }));
                lists.push(vendor.list);
            }
            writer.vendor(vendor);
            entries.push((Span::new(from, writer.out.len()), vendor.span));
        }
    }
    for comment in comments {
        writer.comment(comment, "");
    }
    let places = starts.iter().enumerate();
    let start_of = places.map(|(at, start): (usize, &ListStart)| (start.list, at)).collect();
    ManifestText { text: writer.out, map: writer.map, entries, lists, starts, start_of, document }
}

struct Writer<'w> {
    out: String,
    map: SourceMap,
    options: WriteOptions<'w>,
}

impl Writer<'_> {
    /// Writes text that stands for some bytes of the page.
    fn decoded(&mut self, text: &str, source: Span) {
        self.out.push_str(text);
        self.map.push_decoded(text.len(), source);
    }

    fn comment(&mut self, comment: &KeptComment<'_>, indent: &str) {
        let line: String = comment.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.decoded(&format!("{indent}# {line}\n"), comment.span);
    }

    fn root(&mut self, list: &PageList) {
        let blocks = ["organization", "change_notice"];
        if let Some(updated) = list.get("last_updated") {
            self.pair("", "last_updated", updated);
        }
        // A block about the publisher needs its name.
        let has_name = list.get("organization.name").is_some();
        if let Some(contact) = list.get("organization.contact").filter(|_| !has_name) {
            self.pair("", "x-contact", contact);
        }
        for block in blocks.into_iter().filter(|block| has_name || *block != "organization") {
            let prefix = format!("{block}.");
            let fields: Vec<&PageField> =
                list.root.iter().filter(|field| field.path.starts_with(&prefix)).collect();
            let Some(first) = fields.first().and_then(|field| field.values.first()) else {
                continue;
            };
            self.decoded(&format!("{block}:\n"), first.span());
            for field in fields {
                let key = &field.path[prefix.len()..];
                match field.values.as_slice() {
                    [] => {}
                    [value] => self.pair("  ", key, value),
                    values => self.list("  ", key, values),
                }
            }
        }
        let claims = list.root.iter().filter(|field| field.path == "residency");
        let claims: Vec<&PageField> = claims.collect();
        for (at, field) in claims.iter().enumerate() {
            let [claim, places @ ..] = field.values.as_slice() else { continue };
            if at == 0 {
                self.decoded("residency:\n", claim.span());
            }
            self.decoded("  - claim: ", claim.span());
            self.scalar(claim);
            self.decoded("\n    regions:\n", claim.span());
            for place in places {
                self.decoded("      - ", place.span());
                self.scalar(place);
                self.decoded("\n", place.span());
            }
        }
        let promises = list.root.iter().filter(|field| field.path == "claims");
        for (at, promise) in promises.flat_map(|field| &field.values).enumerate() {
            if at == 0 {
                self.decoded("claims:\n", promise.span());
            }
            self.decoded("  - kind: no_third_party\n    text: ", promise.span());
            self.scalar(promise);
            self.decoded("\n", promise.span());
        }
    }

    fn vendor(&mut self, vendor: &PageVendor) {
        let place = |field: &&PageField| {
            ORDER.iter().position(|key| *key == field.path).unwrap_or(ORDER.len())
        };
        let mut fields: Vec<&PageField> = vendor.fields.iter().collect();
        fields.sort_by_key(place);
        let mut is_first = true;
        let mut in_links = false;
        for field in fields {
            let Some(value) = field.values.first() else { continue };
            let path = field.path.as_str();
            if let Some(key) = path.strip_prefix("links.") {
                if !in_links {
                    self.start(&mut is_first, value);
                    self.decoded("links:\n", value.span());
                    in_links = true;
                }
                self.decoded("      ", value.span());
                self.key_value(key, &field.values, "      ");
                continue;
            }
            self.start(&mut is_first, value);
            self.key_value(path, &field.values, "    ");
        }
        if is_first {
            self.decoded("  - {}\n", vendor.span);
        }
    }

    /// The indentation of a key of an entry, with the dash before the first.
    fn start(&mut self, is_first: &mut bool, value: &PageValue) {
        let text = if std::mem::take(is_first) { "  - " } else { "    " };
        self.decoded(text, value.span());
    }

    fn key_value(&mut self, path: &str, values: &[PageValue], indent: &str) {
        let [first, ..] = values else { return };
        let plural = PLURALS.iter().find(|(one, _)| *one == path).map(|(_, many)| *many);
        let takes_list = plural.is_some() || LISTS.contains(&path) || path.starts_with("x-");
        let is_list = values.len() > 1 && takes_list || ALWAYS_LISTS.contains(&path);
        let key = if is_list { plural.unwrap_or(path) } else { path };
        if !is_list {
            self.decoded(&format!("{key}: "), first.span());
            if values.len() == 1 {
                self.scalar(first);
            } else {
                self.scalar(&joined(values));
            }
            self.annotation(first);
            self.decoded("\n", first.span());
            return;
        }
        self.items(key, values, indent);
    }

    fn list(&mut self, indent: &str, key: &str, values: &[PageValue]) {
        let [first, ..] = values else { return };
        self.decoded(indent, first.span());
        self.items(key, values, indent);
    }

    /// A key and a list below it.
    fn items(&mut self, key: &str, values: &[PageValue], indent: &str) {
        let [first, ..] = values else { return };
        self.decoded(&format!("{key}:"), first.span());
        self.annotation(first);
        self.decoded("\n", first.span());
        for value in values {
            self.decoded(&format!("{indent}  - "), value.span());
            self.scalar(value);
            self.decoded("\n", value.span());
        }
    }

    fn pair(&mut self, indent: &str, key: &str, value: &PageValue) {
        self.decoded(&format!("{indent}{key}: "), value.span());
        self.scalar(value);
        self.annotation(value);
        self.decoded("\n", value.span());
    }

    fn annotation(&mut self, value: &PageValue) {
        if let Some(place_of) = self.options.place_of {
            let place = place_of(value.span().start);
            self.decoded(&format!("  # {place}"), value.span());
        }
    }

    /// Writes a value so that YAML reads the same text, plain where that is possible.
    fn scalar(&mut self, value: &PageValue) {
        let text = value.text.as_str();
        if is_plain(text) {
            self.out.push_str(text);
            value.map.copy_to(0..text.len(), &mut self.map);
            return;
        }
        let all = value.span();
        self.decoded("\"", all);
        let mut from = 0;
        for (at, char) in text.char_indices() {
            let Some(escape) = escaped(char) else { continue };
            self.out.push_str(&text[from..at]);
            value.map.copy_to(from..at, &mut self.map);
            let end = at + char.len_utf8();
            self.decoded(&escape, value.map.part(at..end));
            from = end;
        }
        self.out.push_str(&text[from..]);
        value.map.copy_to(from..text.len(), &mut self.map);
        self.decoded("\"", all);
    }
}

/// Several values of a field that takes one text.
fn joined(values: &[PageValue]) -> PageValue {
    let mut all = values[0].clone();
    for value in &values[1..] {
        all.text.push_str("; ");
        all.map.push_decoded(2, value.span());
        all.text.push_str(&value.text);
        value.map.copy_to(0..value.text.len(), &mut all.map);
    }
    all
}

/// The escape of a character in double quotes, if it needs one.
fn escaped(char: char) -> Option<String> {
    Some(match char {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
            format!("\\u{:04X}", char as u32)
        }
        char if char.is_control() || crate::text::is_unsafe(char) => {
            let code = char as u32;
            if code > 0xffff { format!("\\U{code:08X}") } else { format!("\\u{code:04X}") }
        }
        _ => return None,
    })
}

/// True if a text needs no quotes in YAML 1.1 and 1.2, whoever reads it.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let is_bare = !matches!(
        first,
        '-' | '?'
            | ':'
            | ','
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '&'
            | '*'
            | '!'
            | '|'
            | '>'
            | '\''
            | '"'
            | '%'
            | '@'
            | '`'
            | '='
            | '~'
            | '<'
            | '.'
            | '+'
    ) && !first.is_whitespace();
    let inside = !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.chars().any(|char| escaped(char).is_some_and(|_| !matches!(char, '"' | '\\')));
    is_bare && inside && !is_ambiguous(text)
}

/// True if a plain text would be read as something else: a number, a truth value, a time.
fn is_ambiguous(text: &str) -> bool {
    const WORDS: &[&str] =
        &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "none"];
    if WORDS.contains(&text.to_ascii_lowercase().as_str()) {
        // `true` and `false` are written for fields that take them.
        return !matches!(text, "true" | "false");
    }
    let digits = text.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, '.' | '_' | ',' | '-' | '+' | ':' | 'e' | 'E' | 'x' | 'o')
    });
    let is_date = text.len() == 10 && text.as_bytes()[4] == b'-';
    let is_count = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.contains(|c: char| c.is_ascii_digit()) && !is_date && !is_count
}

impl ManifestText {
    /// The bytes of the page for some bytes of the text: those of the value, or those of the
    /// vendor where they are about more than one value.
    pub(crate) fn in_page(&self, span: Span) -> Span {
        // Entries are in the order of the text.
        let after = self.entries.partition_point(|(entry, _)| entry.start <= span.start);
        let near = self.entries[..after].last();
        let entry = near.filter(|(entry, _)| entry.contains(span));
        let said = self.text[span.range()].trim_end();
        // The values of one field are a part of the page, several fields are all of the vendor.
        let is_list = || said.lines().all(|line| line.trim_start().starts_with("- "));
        if let Some((entry, vendor)) = entry
            && (*entry == span || said.contains('\n') && !is_list())
        {
            return *vendor;
        }
        if span.is_empty() {
            if span.start == self.document.0 {
                return self.document.1;
            }
            if let Ok(start) = self.starts.binary_search_by_key(&span.start, |start| start.at) {
                return self.starts[start].head;
            }
            let at = span.start as usize;
            let part = self.map.part(at..(at + 1).min(self.text.len()));
            return Span { end: part.start, ..part };
        }
        self.map.part(span.range())
    }

    /// The offset at which the vendors of a list of the page start.
    pub(crate) fn start_of_list(&self, list: usize) -> Option<u32> {
        self.starts.get(*self.start_of.get(&list)?).map(|start| start.at)
    }

    /// The bytes of the page that are the same as those of the text, to be replaced.
    pub(crate) fn exact(&self, span: Span) -> Option<Span> {
        self.map.exact(span.range())
    }
}
