//! Places that a sentence or a heading states about all of the list below it.

use super::words;
use crate::facts::page_words::{self, PageUses};
use crate::values::location::{self, Context, PartRole};
use std::ops::Range;

/// A place at the end of a sentence that introduces a list: `... all in the United States:`.
pub(crate) fn place_at_the_end(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim_end();
    let body = trimmed.strip_suffix(':').or_else(|| trimmed.strip_suffix('：'))?;
    let start = body.rfind(['.', '\n', ';']).map_or(0, |at| at + 1);
    let words: Vec<(usize, &str)> = words(&body[start..]).collect();
    if let Some(range) = place_at_the_start(&body[start..]) {
        return Some(start + range.start..start + range.end);
    }
    for take in (1..=5.min(words.len().saturating_sub(1))).rev() {
        let at = start + words[words.len() - take].0;
        let tail = &body[at..];
        if !tail.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) {
            continue;
        }
        let reading = location::read(tail, &Context::default());
        if reading.has_place() && reading.unread().next().is_none() {
            return Some(at..body.len());
        }
    }
    None
}

/// A place that a sentence starts with: `And in the EU there is one more`.
fn place_at_the_start(sentence: &str) -> Option<Range<usize>> {
    let mut words = words(sentence).peekable();
    words.next_if(|(_, word)| ["And", "Also", "Und", "Et", "Y", "E", "En"].contains(word));
    let (_, first) = words.next()?;
    if !matches!(
        first.to_lowercase().as_str(),
        "in" | "within" | "innerhalb" | "dans" | "en" | "binnen"
    ) {
        return None;
    }
    words.next_if(|(_, word)| matches!(*word, "the" | "der" | "den" | "la" | "de" | "l'"));
    let words: Vec<(usize, &str)> = words.take(4).collect();
    (1..=words.len()).rev().find_map(|len| {
        let (start, last) = (words[0].0, words[len - 1]);
        let part = sentence[start..last.0 + last.1.len()].trim_end_matches([',', ' ']);
        let is_named = part.starts_with(char::is_uppercase);
        (is_named && is_bare_place(part)).then(|| start..start + part.len())
    })
}

/// Words before a place: `in Germany`, `en Irlande`.
const IN: &[&str] = &[
    "in",
    "within",
    "inside",
    "the",
    "im",
    "innerhalb",
    "der",
    "den",
    "dem",
    "en",
    "dans",
    "aux",
    "au",
    "la",
    "el",
    "los",
    "las",
    "em",
    "no",
    "nos",
    "na",
    "nei",
    "nella",
    "nell",
    "negli",
    "binnen",
    "de",
    "het",
    "i",
    "inom",
    "inden",
    "for",
    "w",
    "v",
    "ve",
];

/// The starts of words that say where data or a company is: `hosting in Germany`, `stored in the
/// EU`, `con sede in Italia`. What is done for people in a place says nothing about data.
const AT: &[&str] = &[
    "host",
    "store",
    "storage",
    "storing",
    "server",
    "locat",
    "based",
    "process",
    "kept",
    "reside",
    "datacent",
    "headquarter",
    "company",
    "gehost",
    "gespeichert",
    "rechenzentr",
    "verarbeit",
    "sitz",
    "hébergé",
    "hébergement",
    "stocké",
    "situé",
    "alojad",
    "alojamiento",
    "almacenad",
    "ubicad",
    "ospitat",
    "conservat",
    "sede",
    "speicher",
    "stockage",
    "almacenamiento",
    "conservazione",
    "opslag",
    "opgeslagen",
    "bewaard",
    "gevestigd",
];

/// Words that may stand between such a word and the place.
const AT_REACH: usize = 6;

/// The end of the work and the place that a short text ends with: `billing in the United States`.
pub(crate) fn place_at_its_end(text: &str) -> Option<(usize, Range<usize>)> {
    let body = text.trim_end_matches(['.', ' ']);
    let words: Vec<(usize, &str)> = words(body).take(200).collect();
    (1..words.len().saturating_sub(1)).find_map(|at| {
        let is_in = IN.contains(&words[at].1.to_lowercase().as_str());
        let next = at + 1 + usize::from(words[at + 1].1 == "the");
        let start = words.get(next).filter(|_| is_in)?.0;
        let before = body[..words[at].0].trim_end();
        let is_work = at <= MAX_WORK && !page_words::uses(before).has(PageUses::KEPT);
        (is_work && is_bare_place(&body[start..]) && !ends_with_place(before))
            .then_some((before.len(), start..body.len()))
    })
}

/// True if the last words of a text are a place: "en" in `Nederland en Duitsland` joins two.
fn ends_with_place(text: &str) -> bool {
    const MOST_WORDS: usize = 3;
    let words: Vec<(usize, &str)> = words(text).collect();
    words
        .iter()
        .rev()
        .take(MOST_WORDS)
        .any(|(at, word)| word.starts_with(char::is_uppercase) && is_bare_place(&text[*at..]))
}

/// Words of work before its place, at most: more is a sentence.
const MAX_WORK: usize = 5;

/// The place at the end of what a text says about a vendor, and the end of the rest: `newsletters
/// (United States)`, `hosting in Switzerland`.
pub(crate) fn place_of_work(text: &str) -> Option<(usize, Range<usize>)> {
    let body = text.trim_end_matches(['.', ' ']);
    if let Some(inner) = body.strip_suffix(')')
        && let Some(open) = inner.rfind('(')
        && is_bare_place(&inner[open + 1..])
    {
        return Some((body[..open].trim_end().len(), open + 1..inner.len()));
    }
    let (before, place) = place_after_words(body).last()?;
    // `card payments in Switzerland` names the work, `data is kept in Germany` is about the place
    // only, and a sentence stays as it is.
    let before = before.trim_end();
    let uses = page_words::uses(before);
    let first = before.split(' ').next().unwrap_or_default();
    let is_of_data = uses.has(PageUses::KEPT) || page_words::whole(first).has(PageUses::PARTIES);
    let is_long = before.split(' ').count() > MAX_WORK;
    let is_work = !before.contains(' ') || !(is_of_data || is_long);
    let end = if is_work { before.len() } else { text.len() };
    (place.end == body.len()).then_some((end, place))
}

/// The first place that a sentence says data or a company is at: `with servers in Italy`, `in the
/// Frankfurt data center`.
pub(crate) fn place_in_sentence(text: &str) -> Option<Range<usize>> {
    // `hosted by Larch in Frankfurt`
    let behind_name = place_at_the_start(text).filter(|_| text.starts_with(' '));
    behind_name
        .or_else(|| place_after_words(text).next().map(|(_, place)| place))
        .or_else(|| place_of_servers(text))
}

/// The place that stands before servers: `EU-datacenters`, `US servers`.
fn place_of_servers(text: &str) -> Option<Range<usize>> {
    const SERVERS: &[&str] = &["datacent", "rechenzentr", "server", "serveur", "hosting"];
    let is_servers = |word: &str| {
        let word = word.to_lowercase();
        SERVERS.iter().any(|start| word.starts_with(start))
    };
    let mut words = words(text).take(200).peekable();
    while let Some((start, word)) = words.next() {
        let (place, behind) = match word.split_once('-') {
            Some((place, behind)) => (place, behind),
            None => (word, words.peek().map_or("", |(_, next)| next)),
        };
        let is_capital = place.starts_with(char::is_uppercase);
        if is_capital && is_servers(behind) && is_bare_place(place) {
            return Some(start..start + place.len());
        }
    }
    None
}

/// The places behind words such as "hosted in", each with the text before the word "in".
fn place_after_words(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let words: Vec<(usize, &str)> = words(text).take(200).collect();
    let mut at = 1;
    std::iter::from_fn(move || {
        while at < words.len() {
            let from = at;
            at += 1;
            let is_capital = words[from].1.starts_with(|c: char| c.is_uppercase() || c == '(');
            let plain =
                |at: usize| words[at].1.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if !is_capital || !IN.contains(&plain(from - 1).as_str()) {
                continue;
            }
            let ins = (0..from).rev().take_while(|at| IN.contains(&plain(*at).as_str())).last();
            let ins = ins.unwrap_or(from - 1);
            let run = (1..=5.min(words.len() - from)).rev().find_map(|len| {
                let last = words[from + len - 1];
                let part = &text[words[from].0..last.0 + last.1.len()];
                let part = part.trim_end_matches([',', '.', ';', ':', ' ']);
                let is_whole = part.matches('(').count() == part.matches(')').count();
                (is_whole && is_bare_place(part)).then_some((len, part.len()))
            });
            let Some((len, width)) = run else { continue };
            let before = ins.saturating_sub(AT_REACH)..ins;
            let is_at = |word: String| AT.iter().any(|start| word.starts_with(start));
            let is_centre = || {
                let behind = (from + len..words.len()).take(2).map(plain);
                let behind: Vec<String> = behind.collect();
                matches!(behind.join(" ").as_str(), "data center" | "data centre" | "data centers")
                    || matches!(behind.first().map(String::as_str), Some("datacenter" | "region"))
            };
            if before.clone().any(|at| is_at(plain(at))) || is_centre() {
                at = from + len;
                let place = words[from].0..words[from].0 + width;
                return Some((&text[..words[ins].0], place));
            }
        }
        None
    })
}

/// The place that a heading says its vendors are at: `Germany`, `Vendors within the EU`,
/// `Subprocessors outside of the EEA`. The name of a company may end with a place, so that a
/// word such as "in" has to stand before one.
pub(crate) fn place_of_heading(text: &str, is_of_vendors: bool) -> Option<Range<usize>> {
    const OUTSIDE: &[&str] = &[
        "outside",
        "außerhalb",
        "ausserhalb",
        "hors",
        "fuera",
        "fuori",
        "fora",
        "buiten",
        "utanför",
        "utenfor",
        "uden",
        "poza",
        "mimo",
    ];
    let body = text.trim_end_matches([' ', ':', '.', ')']);
    let words: Vec<(usize, &str)> = words(body).collect();
    let plain = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.to_lowercase()
    };
    for take in (1..=5.min(words.len())).rev() {
        let first = words.len() - take;
        let in_brackets = words[first].1.starts_with('(');
        let at = words[first].0 + usize::from(in_brackets);
        let tail = &body[at..];
        let is_named = tail.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        if !is_named || !is_bare_place(tail) {
            continue;
        }
        if first == 0 {
            return Some(at..body.len());
        }
        let before = words[..first].iter().rev().take(4);
        let out = before.clone().find(|(_, word)| OUTSIDE.contains(&plain(word).as_str()));
        if let Some((start, word)) = out {
            let signs = word.len() - word.trim_start_matches('(').len();
            return is_of_vendors.then_some(start + signs..body.len());
        }
        let last = words[first - 1].1;
        let is_apart = in_brackets || matches!(last, "–" | "—" | "-" | "|" | "·");
        let is_in = IN.contains(&plain(last).as_str());
        return (is_apart || (is_in && is_of_vendors)).then_some(at..body.len());
    }
    None
}

/// True if a text is places and nothing else.
pub(crate) fn is_bare_place(text: &str) -> bool {
    let reading = location::read(text, &Context::default());
    let is_bare = |role| {
        matches!(
            role,
            PartRole::Place
                | PartRole::Area
                | PartRole::City
                | PartRole::CloudRegion
                | PartRole::Separator
        )
    };
    // `Irlanda y Estados Unidos`
    let joins = |at: usize| at > 0 && at + 1 < reading.parts.len();
    // A network for content is everywhere, and a kind of work where no column asks for a place.
    let is_network = || {
        let text = text.to_lowercase();
        ["cdn", "edge", "network", "delivery"].iter().any(|word| text.contains(word))
    };
    reading.has_place()
        && reading.parts.iter().enumerate().all(|(at, part)| {
            is_bare(part.role) || (part.role == PartRole::Alternative && joins(at))
        })
        && !(reading.worldwide && is_network())
}
