//! `suspicious-characters`: values hold no characters that hide, or that look like others.

mod mojibake;
mod scripts;

use crate::checks::kit::fields::{FieldScalar, visit_where};
use crate::manifest::Vendor;
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::{ScalarStyle, Value};
use crate::text::Span;
use crate::text::is_unsafe;
use crate::text::suggest::known_words;
use crate::values::markup::{FieldText, MarkupKind, MarkupPart, find_markup};
use scripts::{Mixture, SCRIPTS};
use std::ops::Range;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "suspicious-characters",
    summary: "reports hidden and misleading characters, mixed scripts and wrongly decoded text",
    options: &[OptionSpec::texts(
        "scripts",
        "The scripts that may be mixed, with Latin among them; letters of all others are reported.",
    )],
    arguments: &[
        ("field", "the key of the value"),
        ("value", "the value as written"),
        ("description", "what is wrong with its characters"),
        ("codepoints", "the characters by number"),
        ("suggestion", "the value without what is not part of it"),
    ],
    variants: &[
        ("comment", "a hidden character in a comment"),
        ("sign", "a sign of the page after a name"),
        ("quoted", "typographic quotation marks around the value"),
    ],
    build: |options| Check::list(SuspiciousCharacters::new(options)),
};

struct SuspiciousCharacters {
    /// Scripts whose letters may be mixed, with Latin among them. When there are
    /// any, letters of other scripts are reported. Places in [`SCRIPTS`].
    allowed: Vec<usize>,
}

impl SuspiciousCharacters {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        let mut allowed = Vec::new();
        for (at, name) in options.located_texts("scripts") {
            match SCRIPTS.iter().position(|script| script.name.eq_ignore_ascii_case(&name)) {
                Some(script) => allowed.push(script),
                None => {
                    let names: Vec<&str> = SCRIPTS.iter().map(|script| script.name).collect();
                    let help = known_words(&name, &names);
                    options.error(at, format!("`{name}` is not a script"), &help);
                }
            }
        }
        if !allowed.is_empty() {
            allowed.push(scripts::LATIN);
        }
        Self { allowed }
    }
}

impl ListCheck for SuspiciousCharacters {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        comments(subject, hits);
        let wanted = |vendor: &Vendor<'_>| vendor.marks().may_be_odd();
        visit_where(subject, wanted, |field| {
            // Most of what is looked for is taken off before anything else reads the value.
            let is_replaced = field.node.is_replaced();
            let plain = field.node.as_str().unwrap_or_default();
            let node = if is_replaced { field.node.typed() } else { field.node };
            let field = FieldScalar { node, ..field };
            let Some(text) = node.as_str() else { return };
            if is_plain(text) && !is_replaced {
                return;
            }
            let found = self.find(text, &field);
            if found.list.is_empty() {
                return;
            }
            let hit = Hit::at(found.span(field.node))
                .arg("field", field.key)
                .arg("value", text)
                .arg("description", found.description())
                .arg("codepoints", found.codepoints());
            let hit = match found.variant().filter(|_| is_replaced) {
                Some(variant) => hit.arg("suggestion", plain).variant(variant),
                None => hit,
            };
            let mut hit = match field.vendor {
                Some(vendor) => hit.of(vendor),
                None => hit,
            };
            hit.value = Some(text.to_owned());
            hits.push(hit);
        });
    }
}

/// Hidden characters in comments, the first of each: they end the comment for some readers, or
/// show it in another order.
fn comments(subject: &Subject<'_, '_>, hits: &mut Hits) {
    let Some(manifest) = subject.manifest.filter(|_| subject.each_document) else { return };
    let tree = manifest.root.tree();
    // The comments of a file are looked at once.
    if tree.documents().next().map(Value::id) != Some(manifest.root.id()) {
        return;
    }
    for comment in tree.comments() {
        let text = tree.text().get(comment.span.range()).unwrap_or_default();
        if is_plain(text.trim()) {
            continue;
        }
        let odd = text.char_indices().find_map(|(at, char)| {
            if char == '\t' || !is_unsafe(char) {
                return None;
            }
            let before = text[..at].chars().next_back();
            let kind = judge(char, before, || text[at + char.len_utf8()..].chars().next())?;
            Some((at, char, kind))
        });
        let Some((at, char, kind)) = odd else { continue };
        let start = comment.span.start as usize + at;
        let mut found = OddCharacters::default();
        found.add(kind, at..at + char.len_utf8(), std::iter::once(char));
        let hit = Hit::at(Span::new(start, start + char.len_utf8()))
            .arg("description", found.description())
            .arg("codepoints", found.codepoints())
            .judging(text.trim());
        hits.push(Hit { path: Some(String::new()), ..hit }.variant("comment"));
    }
}

/// True if a text needs no closer look: nearly all are like this.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without a branch for each byte, several are looked at at once.
    bytes.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
}

/// A defect of one character or of a few.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CharacterOddity {
    Invisible,
    Bidi,
    Control,
    Mixed,
    Unexpected,
    Styled,
    Mojibake,
    NoBreakSpace,
    OtherSpace,
    Quote,
    Sign,
    Dash,
    Start,
    End,
}

impl CharacterOddity {
    fn description(self) -> &'static str {
        match self {
            Self::Invisible => "an invisible character",
            Self::Bidi => "a character that turns the direction of text",
            Self::Control => "a control character",
            Self::Mixed => "letters of several scripts in one word",
            Self::Unexpected => "letters of a script that is not allowed",
            Self::Styled => "symbols that look like letters",
            Self::Mojibake => "text that was decoded wrongly",
            Self::NoBreakSpace => "a no-break space",
            Self::OtherSpace => "an unusual space",
            Self::Quote => "a typographic quotation mark",
            Self::Sign => "a sign that is not part of the name",
            Self::Dash => "a typographic dash",
            Self::Start => "a space at the start",
            Self::End => "a space at the end",
        }
    }
}

/// The defect found in one text.
#[derive(Default)]
struct OddCharacters {
    list: Vec<(CharacterOddity, Range<usize>)>,
    kinds: Vec<CharacterOddity>,
    chars: Vec<char>,
}

/// Maximum number of code points that a message shows.
const SHOWN: usize = 5;

impl OddCharacters {
    fn add(
        &mut self,
        oddity: CharacterOddity,
        range: Range<usize>,
        chars: impl Iterator<Item = char>,
    ) {
        self.list.push((oddity, range));
        if !self.kinds.contains(&oddity) {
            self.kinds.push(oddity);
        }
        for char in chars {
            if self.chars.len() <= SHOWN && !self.chars.contains(&char) {
                self.chars.push(char);
            }
        }
    }

    /// The variant of a value that has nothing else wrong with it.
    fn variant(&self) -> Option<&'static str> {
        match self.kinds[..] {
            [CharacterOddity::Sign] => Some("sign"),
            [CharacterOddity::Quote] => Some("quoted"),
            _ => None,
        }
    }

    fn description(&self) -> String {
        let words: Vec<&str> = self.kinds.iter().map(|kind| kind.description()).collect();
        match words[..] {
            [ref before @ .., last] if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            _ => words.concat(),
        }
    }

    fn codepoints(&self) -> String {
        let shown = self.chars.iter().take(SHOWN).map(|c| format!("U+{:04X}", u32::from(*c)));
        let mut shown: Vec<String> = shown.collect();
        if self.chars.len() > SHOWN {
            shown.push("...".to_owned());
        }
        shown.join(", ")
    }

    /// The bytes of the first oddity.
    fn span(&self, node: Value<'_>) -> Span {
        let ranges = self.list.iter().map(|(_, range)| range.clone());
        let first = ranges.min_by_key(|range| range.start);
        first.map_or_else(|| node.inner_span(), |range| node.part(range))
    }
}

/// Fields of prose, in which typographic spaces are right.
const PROSE: &[&str] = &[
    "purpose",
    "responsibilities",
    "processing",
    "text",
    "claim",
    "how",
    "reason",
    "condition",
    "notes",
    "note",
    "why",
    "when",
    "for",
    "exception",
    "except_reason",
];

/// Fields that machines read, in which quotation marks cannot stand.
const EXACT: &[&str] = &[
    "id",
    "email",
    "url",
    "website",
    "link",
    "basis_url",
    "evidence",
    "lei",
    "ref",
    "via",
    "replaces",
    "chain",
    "exceptions",
];

impl SuspiciousCharacters {
    fn find(&self, text: &str, field: &FieldScalar<'_, '_>) -> OddCharacters {
        let mut found = OddCharacters::default();
        let is_prose = PROSE.contains(&field.key);
        let is_exact = EXACT.contains(&field.key)
            || field.parent == "links"
            || (!is_prose && !text.contains(' ') && (text.contains('@') || text.contains("://")));
        edges(text, field.node, &mut found);
        let parts = find_markup(text, FieldText::of(field.parent, field.key));
        let is_wrapped = parts.iter().any(|part| part.kind == MarkupKind::Quote);
        for part in parts.iter().filter(|part| part.kind == MarkupKind::Sign) {
            let sign = text[part.range.clone()].trim_start();
            let range = part.range.end - sign.len()..part.range.end;
            found.add(CharacterOddity::Sign, range, sign.chars());
        }
        let wrong = mojibake::find(text);
        for range in &wrong {
            let chars = text.get(range.clone()).unwrap_or_default().chars();
            found.add(CharacterOddity::Mojibake, range.clone(), chars);
        }
        let mut wrong = wrong.into_iter().peekable();
        let mut before = None;
        for (at, char) in text.char_indices() {
            while wrong.next_if(|range| range.end <= at).is_some() {}
            let next = || text[at + char.len_utf8()..].chars().next();
            let is_wrong = wrong.peek().is_some_and(|range| range.contains(&at));
            if !is_wrong && (!char.is_ascii() || char.is_ascii_control()) {
                let odd = judge(char, before, next).filter(|odd| match odd {
                    CharacterOddity::NoBreakSpace => !is_prose || !is_typographic(before, next()),
                    CharacterOddity::Quote => {
                        let is_edge = |part: &MarkupPart| {
                            part.kind == MarkupKind::Quote && part.range.start == at
                        };
                        is_exact || is_wrapped && parts.iter().any(is_edge)
                    }
                    CharacterOddity::Dash => is_exact,
                    // Lines and tabs belong to prose.
                    CharacterOddity::Control => {
                        !(matches!(char, '\t' | '\n' | '\r')
                            && (is_prose
                                || char != '\t'
                                || field.node.style() == ScalarStyle::Block))
                    }
                    _ => true,
                });
                if let Some(odd) = odd {
                    found.add(odd, at..at + char.len_utf8(), std::iter::once(char));
                }
            }
            before = Some(char);
        }
        self.words(text, &mut found);
        found
    }

    /// Words whose letters are of several scripts.
    fn words(&self, text: &str, found: &mut OddCharacters) {
        if text.is_ascii() {
            return;
        }
        let mut start = None;
        for (at, char) in text.char_indices().chain([(text.len(), ' ')]) {
            let inside = char.is_alphabetic() || scripts::is_mark(char);
            match start {
                None if inside => start = Some(at),
                Some(from) if !inside => {
                    self.word(&text[from..at], from, found);
                    start = None;
                }
                _ => {}
            }
        }
    }

    fn word(&self, word: &str, from: usize, found: &mut OddCharacters) {
        if word.is_ascii() {
            return;
        }
        let mixture = Mixture::of(word);
        let allows = |script: &usize| self.allowed.contains(script);
        if mixture.is_suspicious() && !mixture.scripts().all(|script| allows(&script)) {
            let minority = mixture.minority();
            let chars = word.chars().filter(|c| scripts::of(*c) == minority);
            found.add(CharacterOddity::Mixed, from..from + word.len(), chars);
        } else if !self.allowed.is_empty()
            && let Some(other) = mixture.scripts().find(|script| !allows(script))
        {
            let chars = word.chars().filter(|c| scripts::of(*c) == Some(other));
            found.add(CharacterOddity::Unexpected, from..from + word.len(), chars);
        }
    }
}

/// Spaces before and behind a quoted text. Blank text is missing text.
fn edges(text: &str, node: Value<'_>, found: &mut OddCharacters) {
    let is_space = |c: char| matches!(c, ' ' | '\t');
    if node.style() == ScalarStyle::Block || text.trim().is_empty() {
        return;
    }
    let head = text.len() - text.trim_start_matches(is_space).len();
    if head > 0 {
        found.add(CharacterOddity::Start, 0..head, text[..head].chars());
    }
    let tail = text.trim_end_matches(is_space).len();
    if tail < text.len() {
        found.add(CharacterOddity::End, tail..text.len(), text[tail..].chars());
    }
}

/// Finds the defect of a character among its neighbours.
fn judge(
    char: char,
    before: Option<char>,
    next: impl Fn() -> Option<char>,
) -> Option<CharacterOddity> {
    Some(match char {
        '\u{00a0}' | '\u{2007}' | '\u{202f}' => CharacterOddity::NoBreakSpace,
        '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' => {
            CharacterOddity::OtherSpace
        }
        // Joiners belong to some scripts and to emoji.
        '\u{200c}' | '\u{200d}' => {
            if before.is_some_and(is_joined) && next().is_some_and(is_joined) {
                return None;
            }
            CharacterOddity::Invisible
        }
        '\u{00ad}'
        | '\u{034f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' => CharacterOddity::Invisible,
        // Tags spell the flags of England, Scotland and Wales.
        '\u{e0000}'..='\u{e007f}' => {
            let flag = |c: char| c == '\u{1f3f4}' || ('\u{e0000}'..='\u{e007f}').contains(&c);
            if before.is_some_and(flag) {
                return None;
            }
            CharacterOddity::Invisible
        }
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            if before.is_some_and(|c| !c.is_ascii_alphabetic()) {
                return None;
            }
            CharacterOddity::Invisible
        }
        '\u{200e}' | '\u{200f}' | '\u{061c}' => {
            let neighbours = [before, next()];
            if neighbours.into_iter().flatten().any(scripts::is_right_to_left) {
                return None;
            }
            CharacterOddity::Bidi
        }
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => CharacterOddity::Bidi,
        '\u{2028}' | '\u{2029}' => CharacterOddity::Control,
        '\u{fffd}' => CharacterOddity::Mojibake,
        '\u{1d400}'..='\u{1d7ff}' | '\u{249c}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}' => {
            CharacterOddity::Styled
        }
        '\u{2018}'..='\u{201f}'
        | '\u{300c}'..='\u{300f}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{ff02}'
        | '\u{ff07}' => CharacterOddity::Quote,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => CharacterOddity::Dash,
        _ if char.is_control() => CharacterOddity::Control,
        _ => return None,
    })
}

/// True if a joiner may stand beside a character: letters of scripts that join,
/// and emoji.
fn is_joined(char: char) -> bool {
    let is_emoji = matches!(char, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    is_emoji || scripts::is_joining(char)
}

/// True if a no-break space is one of typography: before French punctuation,
/// inside guillemets, between digits, before a unit.
fn is_typographic(before: Option<char>, next: Option<char>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    matches!(next, Some(':' | ';' | '!' | '?' | '»' | '%' | '€' | '–' | '—'))
        || matches!(before, Some('«' | '§' | '–' | '—'))
        || digit(before)
        || (digit(next) && before.is_some_and(|c| c == '.' || c.is_alphabetic()))
}

#[cfg(test)]
mod tests;
