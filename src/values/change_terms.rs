//! Words of a clause about changes of the list: that rule notice out, or promise it.
//!
//! The phrases that do (`without notice`, `not obligated`) stand in promises,
//! too: "no vendor is added without notice", "if you do not notify us of an
//! objection". What stands before the phrase in its clause decides.

use crate::facts::page_words::{self, PageUses};
use crate::facts::phrases::{self, PhraseKind};
use crate::text::fold::Words;
use std::ops::Range;

/// Phrases of one text that are looked at.
const MAX_PHRASES: usize = 16;

/// The longest sentence that is quoted as a whole, in characters.
const MAX_QUOTE: usize = 160;

/// The phrase that rules notice out, as bytes of the text.
pub(crate) fn find(text: &str, extra: &[String]) -> Option<Range<usize>> {
    let mut from = 0;
    for _ in 0..MAX_PHRASES {
        let rest = text.get(from..)?;
        let found = phrases::find_phrase(PhraseKind::DisclaimedNotice, rest, extra)?;
        let range = from + found.start..from + found.end;
        if range.is_empty() {
            return None;
        }
        if !is_harmless(text, &range) {
            return Some(range);
        }
        from = range.end;
    }
    None
}

/// True if a text says that customers are told of something, by more than a page that they look
/// at: `We update this page and notify you`, but not `We notify you by updating this page`.
pub(crate) fn tells(text: &str) -> bool {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n' | '。');
    text.split(ends).any(tells_in_sentence)
}

/// True if a sentence says that customers may object within the time of the notice: `You may
/// object during that period`.
pub(crate) fn objects_within_notice(text: &str) -> bool {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '。');
    text.split(ends).any(|sentence| {
        let words = Words::of(sentence);
        words.list.len() <= MAX_WORDS && {
            let found = page_words::scan(&words);
            let has = |uses: PageUses| {
                found.iter().any(|found| found.role.is_some_and(|role| role.has(uses)))
            };
            has(PageUses::OBJECTION) && has(PageUses::SAME_PERIOD)
        }
    })
}

/// Words of a sentence that are looked at, at most.
const MAX_WORDS: usize = 200;

fn tells_in_sentence(sentence: &str) -> bool {
    let words = Words::of(sentence);
    if words.list.len() > MAX_WORDS {
        return false;
    }
    let found = page_words::scan(&words);
    let of = |uses: PageUses| {
        found.iter().filter(move |found| found.role.is_some_and(|role| role.has(uses)))
    };
    let objection = of(PageUses::OBJECTION).next().map_or(sentence.len(), |word| word.range.start);
    of(PageUses::TELLING).filter(|told| told.range.start < objection).any(|told| {
        let page = of(PageUses::CHANNEL_WEBPAGE).map(|page| &page.range).next();
        let is_beside_page = page.is_none_or(|page| {
            page.end <= told.range.start && joins(&sentence[page.end..told.range.start])
        });
        is_beside_page && is_told_to_customers(sentence, &told.range)
    })
}

/// True if the words between a page and what customers are told make two of them.
fn joins(between: &str) -> bool {
    const WORDS: &[&str] = &[
        "and",
        "und",
        "sowie",
        "et",
        "y",
        "e",
        "ed",
        "en",
        "och",
        "og",
        "oraz",
        "i",
        "a",
        "ja",
        "também",
        "also",
        "zudem",
        "additionally",
        "along",
        "plus",
    ];
    let mut words = between.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.any(|word| WORDS.contains(&word.as_str()) || word.ends_with('고') || word.ends_with('し'))
}

/// False for what customers or vendors have to tell: `notify us`, `you may inform Acme`.
fn is_told_to_customers(sentence: &str, told: &Range<usize>) -> bool {
    const US: &[&str] = &["us", "uns", "nous", "ons", "oss", "our"];
    const ACTIVE: &[&str] = &["notify", "inform", "tell", "alert", "announce"];
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let behind = sentence[told.end..].split_whitespace().map(plain).next();
    let before: Vec<String> = sentence[..told.start].split_whitespace().rev().map(plain).collect();
    let first = |count: usize| before.iter().take(count);
    let is_us = behind.is_some_and(|word| US.contains(&word.as_str()))
        || first(1).any(|word| US[..3].contains(&word.as_str()));
    // `you must notify`
    let is_theirs = ACTIVE.contains(&plain(&sentence[told.clone()]).as_str())
        && first(2).any(|word| CUSTOMERS.contains(&word.as_str()))
        && !first(2).any(|word| OWN.contains(&word.as_str()));
    let is_denied =
        first(3).any(|word| NEGATIONS.contains(&&**word) || PRIVATIVE.contains(&&**word));
    !(is_us || is_theirs || is_denied)
}

/// The sentence around some bytes, or only those when it is long.
pub(crate) fn quote<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let sentence = text.get(sentence(text, range)).unwrap_or(text);
    let sentence = sentence.trim().trim_end_matches('.');
    if sentence.chars().count() <= MAX_QUOTE {
        return sentence;
    }
    text.get(range.clone()).unwrap_or(sentence)
}

fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n');
    let start = text[..range.start].rfind(ends).map_or(0, |at| at + 1);
    let end = text[range.end..].find(ends).map_or(text.len(), |at| range.end + at);
    start..end
}

/// Words that start a clause of its own behind "and" and "but".
const STARTS: &[&str] = &[
    "we", "may", "can", "might", "our", "services", "changes", "it", "they", "wir", "können",
    "kann", "dürfen", "nous", "podemos", "possiamo",
];

/// The words of the clause in front of some bytes, in small letters.
fn clause_before(text: &str, at: usize) -> Vec<String> {
    let breaks =
        |c: char| matches!(c, '.' | '!' | '?' | ';' | ':' | ',' | '(' | ')' | '–' | '—' | '\n');
    let start = text[..at]
        .rfind(breaks)
        .map_or(0, |from| from + text[from..].chars().next().map_or(1, char::len_utf8));
    let words = text[start..at].split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let joins = |word: &str| matches!(word, "and" | "but" | "und" | "aber" | "et" | "mais" | "y");
    let starts = |word: &String| STARTS.contains(&word.as_str());
    let last = words.windows(2).rposition(|pair| joins(&pair[0]) && starts(&pair[1]));
    words.into_iter().skip(last.map_or(0, |at| at + 1)).collect()
}

/// Words that turn "without notice" into a promise.
const NEGATIONS: &[&str] = &[
    "no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "kein", "keine",
    "keinen", "keiner", "keinem", "keines", "nicht", "nichts", "nie", "niemals", "niemand", "pas",
    "jamais", "aucun", "aucune", "nunca", "ningún", "ninguno", "ninguna", "jamás", "non", "nessun",
    "nessuno", "nessuna", "mai", "geen", "niet", "nooit", "não", "nenhum", "nenhuma", "żaden",
    "ikke", "ingen", "aldrig", "inte", "inga", "aldri",
];

/// Words before what is not done.
const PRIVATIVE: &[&str] =
    &["without", "ohne", "sans", "sin", "senza", "zonder", "sem", "bez", "uden", "utan", "uten"];

/// Words for whom the terms are made for.
const CUSTOMERS: &[&str] = &[
    "you",
    "customer",
    "customers",
    "client",
    "clients",
    "controller",
    "controllers",
    "user",
    "users",
    "subscriber",
    "subscribers",
    "kunde",
    "kunden",
    "kundin",
    "auftraggeber",
    "verantwortliche",
    "cliente",
    "clientes",
    "clienti",
    "klant",
];

/// Words for who makes the terms.
const OWN: &[&str] = &[
    "we",
    "us",
    "company",
    "provider",
    "processor",
    "supplier",
    "wir",
    "anbieter",
    "auftragsverarbeiter",
    "auftragnehmer",
    "nous",
    "nosotros",
    "noi",
    "wij",
];

/// Beginnings of words about something other than changes to the list.
const OTHER_MATTERS: &[&str] = &["terminat", "cancel", "kündig", "résili", "rescind"];

/// Beginnings of words for cases in which nobody can wait.
const EMERGENCIES: &[&str] = &[
    "emergenc",
    "urgent",
    "urgenc",
    "notf",
    "dringend",
    "emergenz",
    "urgenz",
    "noodgeval",
    "spoed",
];

/// True if a phrase does not rule notice out where it stands.
fn is_harmless(text: &str, range: &Range<usize>) -> bool {
    let phrase = text[range.clone()].to_lowercase();
    let clause = clause_before(text, range.start);
    let has = |list: &[&str]| {
        clause.iter().any(|word| list.contains(&word.as_str()) || word.ends_with("n't"))
    };
    let begins = |words: &[String], list: &[&str]| {
        words.iter().any(|word| list.iter().any(|start| word.starts_with(start)))
    };
    if begins(&clause, OTHER_MATTERS) {
        return true;
    }
    let sentence: Vec<String> = text[sentence(text, range)]
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .collect();
    if begins(&sentence, EMERGENCIES) {
        return true;
    }
    if PRIVATIVE.iter().any(|word| phrase.starts_with(word)) {
        return has(NEGATIONS);
    }
    if phrase.contains("notified") {
        return false;
    }
    // "If you do not notify us": the duty, or its absence, is the customer's.
    let subject = clause
        .iter()
        .rfind(|word| CUSTOMERS.contains(&word.as_str()) || OWN.contains(&word.as_str()));
    subject.is_some_and(|word| CUSTOMERS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_rule_notice_out() {
        for text in [
            "services may change without further announcement",
            "not obligated to provide notice of changes",
            "We do not sell data, and we may change vendors without notice.",
            "We do not sell data and may change vendors without notice.",
            "Customers will not be notified of changes.",
            "As a customer you accept that we are not obliged to tell you.",
            "Wir sind nicht verpflichtet über Änderungen zu informieren.",
            "Wir können Dienstleister ohne Ankündigung wechseln.",
            "No data is sold. Vendors are replaced without prior notice.",
        ] {
            assert!(find(text, &[]).is_some(), "{text}");
        }
        assert!(find("Check back often.", &["check back".to_owned()]).is_some());
    }

    #[test]
    fn promises_in_the_same_words() {
        for text in [
            "No vendor is added without notice to you.",
            "We never replace a vendor without prior notice.",
            "We won't add vendors without notification.",
            "If you do not notify us of an objection within 30 days, you agree.",
            "Customer is not obligated to accept a new vendor.",
            "You may terminate without notice if you object.",
            "In an emergency a vendor may be replaced without prior notice.",
            "Kein Dienstleister wird ohne vorherige Ankündigung eingesetzt.",
            "We give 30 days' notice by e-mail.",
            "",
        ] {
            assert_eq!(find(text, &[]), None, "{text}");
        }
    }

    #[test]
    fn terms_that_say_that_customers_are_told() {
        for text in [
            "The Customer will be notified in a timely manner.",
            "We will update this page and notify you where the law asks for it.",
            "Customers may be notified of changes that matter.",
            "Publicamos as alterações nesta página e avisamos os clientes.",
            "Tout ajout fait l'objet d'une mise à jour de la présente page et d'une notification.",
            "본 페이지에 지체 없이 반영하고 사용자에게 고지합니다.",
        ] {
            assert!(tells(text), "{text}");
        }
        for text in [
            "We notify you by updating this page.",
            "Notice of updates is given through this page.",
            "We will update this page.",
            "You may notify us of an objection.",
            "Customer must notify Acme within ten days.",
            "Customers are not notified.",
            "We may change our prices without notice.",
            "",
        ] {
            assert!(!tells(text), "{text}");
        }
    }

    #[test]
    fn a_quote_is_the_sentence_or_the_phrase() {
        let text = "Hello. We act without notice. Bye.";
        let range = find(text, &[]).unwrap();
        assert_eq!(quote(text, &range), "We act without notice");
        let long = format!("{} without notice", "word ".repeat(60));
        let range = find(&long, &[]).unwrap();
        assert_eq!(quote(&long, &range), "without notice");
    }
}
