//! The work that sentences say vendors do: `We use Acme for newsletters`, `For payments we use
//! Acme`, `Payments are processed by Acme`, `Acme handles payments`.

use super::names::{MentionedVendor, SentenceWords, is_joint};
use crate::facts::page_words::{self, PageUses};
use crate::page::entry;
use crate::page::rich::Rich;
use crate::page::statements;
use crate::text::fold::Words;
use std::ops::Range;

/// Bytes of a sentence before and behind a name that are looked at.
const REACH: usize = 400;

/// Words of a purpose, at most: more is a sentence of its own.
const MAX_WORDS: usize = 12;

/// Words before the work that vendors are used for.
const FOR: &[&str] = &[
    "for", "to", "für", "zur", "zum", "pour", "para", "per", "voor", "dla", "do", "pro", "för",
    "till", "til",
];

/// Words that stand before a noun and say nothing of the work.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "our", "all", "any", "your", "of", "der", "die", "das", "den", "dem", "des",
    "ein", "eine", "einen", "unser", "unsere", "unserer", "unseren", "alle", "le", "la", "les",
    "un", "une", "nos", "notre", "tous", "toutes", "el", "los", "las", "una", "nuestro", "nuestra",
    "nuestros", "nuestras", "il", "lo", "gli", "i", "nostro", "nostra", "nostri", "nostre", "het",
    "een", "onze", "ons", "o", "os", "as", "uma", "nosso", "nossa", "nossos", "nossas",
];

/// Words between what is done and the vendor that does it: `Payments are processed by`.
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "gets", "wird", "werden", "est", "sont", "es", "son", "está",
    "están", "è", "sono", "viene", "vengono", "wordt", "worden", "é", "são",
];

/// Who uses a vendor: `for payments we use Acme`.
const PRONOUNS: &[&str] =
    &["we", "i", "us", "wir", "nous", "nosotros", "noi", "wij", "my", "nós", "vi", "me"];

/// Words that start a clause about something else.
const RELATIVES: &[&str] = &[
    "which", "who", "whose", "whom", "that", "where", "when", "but", "so", "we", "you", "this",
    "these", "they", "it", "its", "welche", "welcher", "welches", "wobei", "sodass", "wir", "qui",
    "que", "dont", "nous", "che", "cui", "die", "waarbij", "located", "based", "see", "under",
    "as", "because", "since",
];

/// Words that are no work, alone or at its start.
const NO_WORK: &[&str] = &[
    "example",
    "instance",
    "details",
    "detail",
    "more",
    "further",
    "information",
    "this",
    "that",
    "these",
    "those",
    "it",
    "its",
    "them",
    "they",
    "us",
    "you",
    "him",
    "which",
    "what",
    "some",
    "data",
    "personal",
    "customer",
    "beispiel",
    "mehr",
    "weitere",
    "details",
    "daten",
    "diese",
    "exemple",
    "plus",
    "données",
    "ejemplo",
    "más",
    "datos",
    "esempio",
    "dati",
    "voorbeeld",
    "gegevens",
    "dados",
    "process",
];

/// The thing itself that a publisher sells, which is no work of a vendor.
const OWN_THINGS: &[&str] = &[
    "service",
    "services",
    "platform",
    "product",
    "products",
    "app",
    "application",
    "software",
    "system",
    "dienst",
    "dienste",
    "plattform",
    "produkt",
    "plateforme",
    "servicio",
    "servicios",
    "plataforma",
    "servizio",
    "servizi",
    "piattaforma",
    "serviço",
    "serviços",
    "tjänst",
];

/// Adds to vendors what a text says that they do, and where.
pub(super) fn add(text: &Rich, vendors: &mut [MentionedVendor], words: &SentenceWords) {
    let whole = text.text();
    let mut first = 0;
    let mut from = 0;
    while first < vendors.len() {
        // Names that are said together do the same.
        let mut last = first;
        while let Some(next) = vendors.get(last + 1)
            && next.name.start >= vendors[last].end
            && is_joint(&whole[vendors[last].end..next.name.start])
        {
            last += 1;
        }
        let names = vendors[first].name.start..vendors[last].end;
        let to = vendors.get(last + 1).map_or(whole.len(), |next| next.name.start);
        let to = end_of_sentence(whole, names.end).min(to.max(names.end));
        let start = start_of_sentence(whole, from.min(names.start)..names.start);
        let work = behind(whole, names.end..to, words)
            .or_else(|| before(whole, start..names.start, words));
        if let Some(work) = work {
            let (work, place) = without_place(whole, work);
            let is_work = work.as_ref().is_some_and(|work| is_work(&whole[work.clone()]));
            for vendor in &mut vendors[first..=last] {
                let knows_more = vendor.cells.len() > 1 && !vendor.has("location");
                if let Some(work) = work.clone().filter(|_| is_work && !knows_more) {
                    vendor.add("purpose", text.slice(work));
                }
                if let Some(place) = place.clone().filter(|_| !vendor.has("location")) {
                    vendor.add("location", text.slice(place));
                }
            }
        }
        from = names.end;
        first = last + 1;
    }
}

/// The work that the sentence above a list says all of its vendors do: `The following vendors
/// provide support and maintenance:`. A sentence about the publisher's own product says none.
pub(in super::super) fn introduced(text: &str) -> Option<Range<usize>> {
    let said = text.trim_end().strip_suffix(':')?;
    let words = SentenceWords::of(said);
    let found = page_words::scan(&Words::of(said));
    let is_listed = |role: PageUses| role.has(PageUses::SUBPROCESSORS.or(PageUses::AFFILIATES));
    let listed = found.iter().find(|found| found.role.is_some_and(is_listed))?.range.clone();
    let start = start_of_sentence(said, 0..said.len()).max(listed.end);
    let rest = start..said.len();
    let verb = words.within(rest.clone(), PageUses::HANDLING).next();
    let from = match verb {
        Some(verb) => verb.end,
        None => {
            let mark = [" with ", " for "].iter().find_map(|mark| said[rest.clone()].find(mark))?;
            rest.start + mark + said[rest.start + mark + 1..].find(' ')? + 1
        }
    };
    let (work, _) = without_place(said, clause(said, from..said.len())?);
    work.filter(|work| {
        let said = &said[work.clone()];
        // `our services`, `the Acme platform`, `customer data`.
        let is_own = |word: &str| {
            NO_WORK.contains(&word) || page_words::whole(word).has(PageUses::OURSELVES)
        };
        is_work(said) && !said.contains(char::is_uppercase) && !said.split(' ').any(is_own)
    })
}

/// Reads what is said behind names: `for newsletters`, `handles payments`, `hosts our servers`.
fn behind(text: &str, range: Range<usize>, words: &SentenceWords) -> Option<Range<usize>> {
    let range = trim_range(text, range);
    let rest = &text[range.clone()];
    let (first, _) = rest.split_once(' ')?;
    if FOR.contains(&first.to_lowercase().as_str()) {
        return clause(text, range.start + first.len()..range.end);
    }
    if let Some(verb) = words.at(range.start, PageUses::HANDLING) {
        return clause(text, verb.end.min(range.end)..range.end);
    }
    words.at(range.start, PageUses::WORKING).and_then(|_| clause(text, range))
}

/// Reads what is said before names: `For payments we use`, `Payments are processed by`.
fn before(text: &str, range: Range<usize>, words: &SentenceWords) -> Option<Range<usize>> {
    let range = trim_range(text, range);
    let said = &text[range.clone()];
    let verb = words.within(range.clone(), PageUses::USING).next_back()?;
    let (first, _) = said.split_once(' ')?;
    let before_verb = &text[range.start..verb.start];
    if FOR.contains(&first.to_lowercase().as_str()) {
        let mut start = range.start + first.len();
        let mut end = start;
        for word in before_verb.get(first.len()..)?.split(' ') {
            if PRONOUNS.contains(&word.to_lowercase().as_str()) {
                break;
            }
            end = start + word.len();
            start = end + 1;
            if word.ends_with(',') {
                break;
            }
        }
        let work = range.start + first.len()..end.min(verb.start);
        return clause(text, work);
    }
    // `processed by`, and the vendor has to follow: `by our affiliate Acme`.
    let is_passive = text[verb.clone()].contains(' ');
    if !is_passive || text[verb.end..range.end].split_whitespace().count() > 3 {
        return None;
    }
    // The verb may have the auxiliary itself: `werden von`.
    let until = text[range.start..verb.end].split(' ').scan(range.start, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    });
    let is_auxiliary = |word: &str| AUXILIARIES.contains(&word.to_lowercase().as_str());
    let (at, _) = until.into_iter().filter(|(_, word)| is_auxiliary(word)).last()?;
    if at <= range.start || text[at..verb.end].split_whitespace().count() > 5 {
        return None;
    }
    let subject = trim_range(text, range.start..at);
    let said = &text[subject.clone()];
    // `User data is stored in` is about data, and not about work.
    const DATA: &[&str] = &[
        "data",
        "information",
        "content",
        "files",
        "daten",
        "inhalte",
        "données",
        "datos",
        "dati",
        "gegevens",
        "dados",
        "uppgifter",
        "oplysninger",
    ];
    let is_data = |word: &str| DATA.contains(&word.to_lowercase().as_str());
    let is_pronoun = |word: &str| PRONOUNS.contains(&word.to_lowercase().as_str());
    let is_subject = said.split_whitespace().count() <= 6
        && !said.contains(',')
        && !said
            .split_whitespace()
            .next_back()
            .is_some_and(|last| is_pronoun(last) || is_data(last));
    is_subject.then_some(subject)
}

/// The part of a sentence that names one kind of work: up to what starts a clause about something
/// else.
fn clause(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let range = trim_range(text, range);
    let mut start = range.start;
    let mut after_comma = false;
    for word in text[range.clone()].split(' ') {
        let plain = word.trim_end_matches([',', ':']).to_lowercase();
        let is_dash = matches!(word, "–" | "—" | "-");
        if is_dash || (after_comma && RELATIVES.contains(&plain.as_str())) {
            return Some(trim_range(text, range.start..start));
        }
        if word.ends_with(':') {
            return Some(trim_range(text, range.start..start + word.len() - 1));
        }
        after_comma =
            word.ends_with(',') || (after_comma && matches!(plain.as_str(), "and" | "und" | "et"));
        start += word.len() + 1;
    }
    Some(range)
}

/// The work without its article, the brackets and the place behind it; and the place.
fn without_place(text: &str, work: Range<usize>) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let said = text[work.clone()].trim_end_matches(['.', ',', ' ']);
    let (end, place) = match statements::place_of_work(said) {
        Some((end, place)) => (end, Some(work.start + place.start..work.start + place.end)),
        None => (said.len(), None),
    };
    // What else stands in brackets is a remark on the work.
    let end = said[..end].find(" (").unwrap_or(end);
    let mut said = said[..end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    for tail in ["ein", "and", "und", "et", "y", "e", "as well as"] {
        let shorter = said.strip_suffix(tail).filter(|shorter| shorter.ends_with([' ', ',']));
        said = shorter.unwrap_or(said).trim_end_matches([' ', ',']);
    }
    let mut start = work.start;
    while let Some((first, rest)) = said.split_once(' ')
        && ARTICLES.contains(&first.to_lowercase().as_str())
    {
        start += said.len() - rest.len();
        said = rest;
    }
    for elided in ["l'", "l’", "d'", "d’"] {
        if let Some(rest) = said.strip_prefix(elided) {
            start += elided.len();
            said = rest;
        }
    }
    let is_left = !said.is_empty();
    (is_left.then(|| start..start + said.len()), place)
}

/// True if a text may be work, and is not a place or a way to more information.
fn is_work(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    words <= MAX_WORDS
        && text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !NO_WORK.contains(&first.as_str())
        && !OWN_THINGS.contains(&text.to_lowercase().as_str())
        && !text.contains(['@', '/', '\n'])
        && !entry::is_place(text)
        && !page_words::uses(text).has(PageUses::SUBPROCESSORS)
}

/// A range without the spaces around.
fn trim_range(text: &str, range: Range<usize>) -> Range<usize> {
    let said = &text[range.clone()];
    let start = range.start + said.len() - said.trim_start().len();
    start..start + said.trim().len()
}

fn end_of_sentence(text: &str, from: usize) -> usize {
    let reach = text[from..].char_indices().take(REACH).last();
    let reach = reach.map_or(from, |(at, char)| from + at + char.len_utf8());
    let rest = &text[from..reach];
    let end = rest.char_indices().find(|(at, char)| match char {
        '\n' | '!' | '?' | ';' => true,
        '.' => !rest[at + 1..].starts_with(char::is_alphanumeric),
        _ => false,
    });
    end.map_or(reach, |(at, _)| from + at)
}

/// The start of the sentence that a range ends in.
fn start_of_sentence(text: &str, range: Range<usize>) -> usize {
    let reach = text[range.clone()].char_indices().rev().take(REACH).last();
    let start = range.start + reach.map_or(range.len(), |(at, _)| at);
    let part = &text[start..range.end];
    let ends = [". ", "! ", "? ", "; ", "\n", ": "];
    let last = ends.iter().filter_map(|end| Some(part.rfind(end)? + end.len())).max();
    start + last.unwrap_or(0)
}
