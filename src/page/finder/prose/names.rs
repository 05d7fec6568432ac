//! The names of vendors in sentences. Only what is surely a name counts, and what a sentence says
//! that the publisher does not use is none.

use super::MAX_NAMES;
use crate::facts::lexicon::LexiconMatch;
use crate::facts::page_words::{self, PageUses};
use crate::page::entry::{self, CellLabel, LabelledCell};
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::page::statements;
use crate::text::fold::Words;
use crate::values::entity_name::EntityName;
use std::ops::Range;

/// Bytes of what stands in brackets behind a name, at most.
const MAX_BRACKET: usize = 1_000;

/// Words of a name, at most.
const NAME_WORDS: usize = 6;

/// Names that are the subject of one verb, at most.
const SUBJECTS: usize = 6;

/// Bytes between a name and the verb that it is the subject of, at most.
const SUBJECT_REACH: usize = 200;

/// Bytes behind a name that are looked at for its place, at most.
const PLACE_REACH: usize = 1_000;

/// A vendor that a sentence names.
pub(super) struct MentionedVendor {
    /// The bytes of its name.
    pub(super) name: Range<usize>,
    /// The end of the name with what stands in brackets behind it.
    pub(super) end: usize,
    /// The statements about it.
    pub(super) cells: Vec<LabelledCell>,
}

impl MentionedVendor {
    fn of(text: &Rich, name: Range<usize>) -> Self {
        let cells = vec![cell("name", text.slice(name.clone()))];
        Self { end: name.end, name, cells }
    }

    /// True if something is said of the vendor in this field.
    pub(super) fn has(&self, path: &str) -> bool {
        let is_it = |label: &CellLabel| matches!(label, CellLabel::Field(field) if *field == path);
        self.cells.iter().any(|cell| is_it(&cell.label))
    }

    /// Adds what is said of the vendor.
    pub(super) fn add(&mut self, path: &'static str, text: Rich) {
        self.cells.push(cell(path, text));
    }
}

fn cell(path: &'static str, text: Rich) -> LabelledCell {
    LabelledCell { label: CellLabel::Field(path), text, is_shared: false }
}

/// The words of a text, and those that have a use in a sentence.
pub(super) struct SentenceWords {
    words: Vec<Range<usize>>,
    found: Vec<(Range<usize>, PageUses)>,
}

impl SentenceWords {
    /// Looks at the words of a text.
    pub(super) fn of(text: &str) -> Self {
        const USES: PageUses = PageUses::USING
            .or(PageUses::HANDLING)
            .or(PageUses::WORKING)
            .or(PageUses::NEGATED)
            .or(PageUses::KEPT);
        let with_use = |found: LexiconMatch<PageUses>| {
            let role = found.role.filter(|role| role.has(USES))?;
            Some((found.range, role))
        };
        let found = page_words::scan(&Words::of(text)).into_iter().filter_map(with_use);
        Self { words: words(text), found: found.collect() }
    }

    /// The words with a use that lie in a range.
    pub(super) fn within(
        &self,
        range: Range<usize>,
        uses: PageUses,
    ) -> impl DoubleEndedIterator<Item = &Range<usize>> {
        let from = self.found.partition_point(|(found, _)| found.start < range.start);
        let to = self.found.partition_point(|(found, _)| found.start < range.end);
        let found = self.found[from..to.max(from)].iter();
        found.filter(move |(found, role)| found.end <= range.end && role.has(uses)).map(|it| &it.0)
    }

    /// The word with a use that starts at a place.
    pub(super) fn at(&self, start: usize, uses: PageUses) -> Option<&Range<usize>> {
        let at = self.found.partition_point(|(found, _)| found.start < start);
        let (found, role) = self.found.get(at)?;
        (found.start == start && role.has(uses)).then_some(found)
    }
}

/// The words between names that are said together: `Acme, Larch and Birch`.
pub(super) fn is_joint(between: &str) -> bool {
    const JOINTS: &[&str] = &[
        "and", "or", "und", "oder", "sowie", "et", "ou", "y", "o", "e", "en", "of", "i", "oraz",
        "a", "och", "eller", "og", "ja", "as", "well", "&", "+", "/",
    ];
    between.len() <= 30
        && between
            .split([' ', ',', '\n'])
            .filter(|word| !word.is_empty())
            .all(|word| JOINTS.contains(&word))
}

/// Names that a page sets in bold.
pub(super) fn bold(text: &Rich, names: &[Range<usize>]) -> Vec<MentionedVendor> {
    let of = |name: &Range<usize>| {
        let mut vendor = MentionedVendor::of(text, name.clone());
        add_place_behind(text, &mut vendor);
        vendor
    };
    names.iter().map(of).collect()
}

/// The vendors that sentences of a paragraph say that the publisher uses, or that they do
/// something, each with what stands in brackets behind its name: `We rely on Acme, Inc. (hosting,
/// Ireland) and Stripe.`
pub(super) fn in_sentences(text: &Rich, sentence: &SentenceWords) -> Vec<MentionedVendor> {
    let whole = text.text();
    let words = &sentence.words;
    let mut found: Vec<MentionedVendor> = Vec::new();
    let mut used = false;
    let mut from = 0;
    // The end of the last name that is said not to be used.
    let mut unused = None;
    // The end of the last name that is the subject of a verb.
    let mut subjects = 0;
    let mut at = 0;
    while at < words.len() && found.len() < MAX_NAMES {
        let word = &words[at];
        if sentence.at(word.start, PageUses::USING).is_some() {
            used = !is_negated_use(whole, sentence, word.start);
        }
        let is_capital = whole[word.clone()].starts_with(char::is_uppercase);
        if !used && is_capital && word.start >= subjects {
            subjects = subjects.max(end_of_subjects(whole, sentence, at));
        }
        let name = ((used || word.start < subjects) && is_capital && word.start >= from)
            .then(|| (1..=NAME_WORDS).rev().find_map(|len| name_at(whole, words, at, len)))
            .flatten();
        let Some((name, taken)) = name else {
            // A full stop behind a word of small letters ends a sentence.
            let ends = whole[word.clone()].ends_with(['.', '!', '?', '\n'])
                || whole[word.end..].starts_with('\n');
            used &= !ends;
            at += 1;
            continue;
        };
        at += taken;
        let ends = whole[name.end..].starts_with(". ");
        used &= !ends;
        let is_joined =
            unused.is_some_and(|end: usize| end <= name.start && is_joint(&whole[end..name.start]));
        if is_joined || is_negated_name(whole, sentence, &name) {
            unused = Some(name.end);
            continue;
        }
        let mut vendor = MentionedVendor::of(text, name.clone());
        from = name.end;
        add_bracket(text, &mut vendor);
        if vendor.cells.len() == 1 {
            add_place_behind(text, &mut vendor);
        }
        from = from.max(vendor.end);
        found.push(vendor);
    }
    found
}

/// Adds what stands in brackets behind a name.
fn add_bracket(text: &Rich, vendor: &mut MentionedVendor) {
    let whole = text.text();
    let behind = whole[vendor.end..].trim_start();
    if !behind.starts_with('(') {
        return;
    }
    let close = behind.bytes().take(MAX_BRACKET).position(|byte| byte == b')');
    let Some(close) = close else { return };
    let open = whole.len() - behind.len();
    vendor.end = open + close + 1;
    let inner = open + 1..open + close;
    let said = &whole[inner.clone()];
    if said.contains([' ', ',']) {
        let mut start = inner.start;
        for piece in said.split_inclusive([',', ';']) {
            let end = start + piece.trim_end_matches([',', ';']).len();
            let text = text.slice(start..end);
            vendor.cells.push(LabelledCell { label: CellLabel::Unknown, text, is_shared: false });
            start += piece.len();
        }
    } else if entry::is_place(said) && !name_cell::is_short_form(said, &whole[..vendor.name.end]) {
        vendor.add("location", text.slice(inner));
    }
}

/// True if a sentence says that something is not used: `we do not use`, `no data is shared with`.
fn is_negated_use(text: &str, sentence: &SentenceWords, at: usize) -> bool {
    const REACH: usize = 3;
    let from = at.saturating_sub(80);
    sentence.within(from..at, PageUses::NEGATED).next_back().is_some_and(|negation| {
        let between = &text[negation.end..at];
        let is_apart =
            between.contains(['.', ',', ';', '\n']) || between.split_whitespace().any(is_joint);
        !is_apart && between.split_whitespace().count() <= REACH
    })
}

/// True if a name is said not to be used: `not Acme`, `instead of Acme`, `Acme nicht`.
fn is_negated_name(text: &str, sentence: &SentenceWords, name: &Range<usize>) -> bool {
    let from = name.start.saturating_sub(40);
    let before = sentence.within(from..name.start, PageUses::NEGATED).next_back();
    let is_before = before.is_some_and(|negation| {
        let between = &text[negation.end..name.start];
        // `no` before a name is "in the" in Portuguese.
        !text[negation.clone()].eq_ignore_ascii_case("no")
            && !between.contains(['.', ',', ';', '\n'])
            && between.split_whitespace().count() <= 1
    });
    let behind = &text[name.end..];
    let start = text.len() - behind.trim_start_matches(' ').len();
    is_before || (start > name.end && sentence.at(start, PageUses::NEGATED).is_some())
}

/// The end of names that start at a word and are the subject of a verb that says what vendors do:
/// `Acme and Larch process payments`. Nothing else has an end.
fn end_of_subjects(text: &str, sentence: &SentenceWords, at: usize) -> usize {
    const VERBS: PageUses = PageUses::HANDLING.or(PageUses::WORKING);
    let words = &sentence.words;
    let start = words[at].start;
    if sentence.within(start..start + SUBJECT_REACH, VERBS).next().is_none() {
        return 0;
    }
    let mut at = at;
    for _ in 0..SUBJECTS {
        let name = (1..=NAME_WORDS).rev().find_map(|len| name_at(text, words, at, len));
        let Some((name, taken)) = name else { return 0 };
        at += taken;
        let Some(mut next) = words.get(at) else { return 0 };
        let is_apart = text[name.end..next.start].contains(['.', '\n']);
        if !is_apart && sentence.at(next.start, VERBS).is_some() {
            return name.end;
        }
        if is_joint(&text[next.clone()]) {
            at += 1;
            let Some(behind) = words.get(at) else { return 0 };
            next = behind;
        }
        if is_apart || !is_joint(&text[name.end..next.start]) {
            return 0;
        }
    }
    0
}

/// A name of this many words that starts at a word.
fn name_at(
    text: &str,
    words: &[Range<usize>],
    at: usize,
    len: usize,
) -> Option<(Range<usize>, usize)> {
    let run = words.get(at..at + len)?;
    let is_open = |word: &Range<usize>| {
        let word = &text[word.clone()];
        !word.starts_with(|c: char| c.is_uppercase() || c == '&')
    };
    // Brackets and ends of sentences are in no name; a comma only before its form.
    if run.iter().any(is_open) {
        return None;
    }
    let part = &text[run[0].start..run[len - 1].end];
    let trimmed = part.trim_end_matches([',', ';', ':', ')']);
    if trimmed.contains(['(', ')', ';', ':', '\n']) {
        return None;
    }
    // A full stop ends the sentence before, unless it is that of `Dr.`, `Inc.` or `S.A.`
    let ends_inside = |word: &Range<usize>| {
        let word = &text[word.clone()];
        word.ends_with('.') && word.chars().count() > 5 && word.matches('.').count() == 1
    };
    if run[..len - 1].iter().any(ends_inside) {
        return None;
    }
    let trimmed = without_full_stop(trimmed);
    let read = EntityName::parse_brand(trimmed);
    let has_form = read.form().is_some() && !read.is_form_doubtful();
    let trimmed = if has_form { trimmed } else { trimmed.trim_end_matches('.') };
    let commas = trimmed.matches(',').count();
    let is_name = if has_form {
        commas < 2 && len > 1 && read.additions().is_empty()
    } else {
        commas == 0 && !trimmed.contains(". ") && name_cell::is_surely_name(trimmed)
    };
    is_name.then(|| (run[0].start..run[0].start + trimmed.len(), len))
}

/// A name without the full stop of its sentence: that of `Inc.` and `B.V.` is its own.
fn without_full_stop(name: &str) -> &str {
    const SHORT: &[&str] = &["inc", "ltd", "corp", "co", "pty", "pte", "pvt", "bros"];
    let Some(rest) = name.strip_suffix('.') else { return name };
    let last = rest.rsplit(' ').next().unwrap_or(rest);
    let is_own = last.contains('.') || SHORT.contains(&last.to_lowercase().as_str());
    if is_own { name } else { rest }
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for word in text.split([' ', '\n']) {
        if !word.is_empty() {
            found.push(at..at + word.len());
        }
        at += word.len() + 1;
    }
    found
}

/// Adds the place that the rest of a sentence says a vendor is at: `(United States)`, `with
/// servers in Italy`.
fn add_place_behind(text: &Rich, vendor: &mut MentionedVendor) {
    let from = vendor.name.end;
    let rest = &text.text()[from..];
    let mut reach = rest.len().min(PLACE_REACH);
    while !rest.is_char_boundary(reach) {
        reach -= 1;
    }
    let rest = &rest[..reach];
    let end = rest.match_indices(['.', '\n', ';']).find(|(at, mark)| {
        *mark != "." || rest[at + 1..].starts_with([' ', '\n']) || at + 1 == rest.len()
    });
    let sentence = &rest[..end.map_or(rest.len(), |(at, _)| at)];
    let bracket = sentence.trim_start().strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let range = match bracket {
        Some((inner, _))
            if entry::is_place(inner) && !name_cell::is_short_form(inner, &text.text()[..from]) =>
        {
            let start = sentence.len() - sentence.trim_start().len() + 1;
            Some(start..start + inner.len())
        }
        _ => statements::place_in_sentence(sentence),
    };
    if let Some(range) = range {
        vendor.add("location", text.slice(from + range.start..from + range.end));
    }
}
