//! Promises that nobody else gets data: `We do not share any of your data with subprocessors.`

use super::{sentences, words};
use crate::facts::page_words::{self, PageUses};
use crate::page::list::{PageField, PageList, PageValue};
use crate::page::rich::Rich;
use crate::text::fold::Words;

/// Words between a negation and what is not done, at most.
const REACH: usize = 3;

/// Words of a sentence that are looked at, at most.
const MAX_WORDS: usize = 40;

/// Adds the sentences of a text that promise that no subprocessor gets data.
pub(super) fn read(text: &Rich, list: &mut PageList) {
    let span = text.span();
    if list.lists.iter().any(|part| part.kind != "prose" && part.span.contains(span)) {
        return;
    }
    let mut from = 0;
    for sentence in sentences(text.text()) {
        let start = from + (sentence.len() - sentence.trim_start().len());
        from += sentence.len();
        let said = sentence.trim();
        if is_promise(said.trim_end_matches(['.', '!', ';'])) {
            let value = PageValue::part(text, start..start + said.len());
            list.root.push(PageField { path: "claims".to_owned(), values: vec![value] });
        }
    }
}

/// True for a sentence that starts with the publisher and ends with those who get nothing: what
/// stands before or behind may be a condition or an exception.
fn is_promise(sentence: &str) -> bool {
    if words(sentence).nth(MAX_WORDS).is_some() {
        return false;
    }
    let found = page_words::scan(&Words::of(sentence));
    let first =
        |uses: PageUses| found.iter().find(|found| found.role.is_some_and(|role| role.has(uses)));
    let starts = first(PageUses::OURSELVES).is_some_and(|own| own.range.start == 0);
    // Third parties are others as well, such as those who buy data.
    let ends = found.last().is_some_and(|last| {
        last.range.end == sentence.len()
            && last.role.is_some_and(|role| role.has(PageUses::SUBPROCESSORS))
            && !page_words::uses(&sentence[last.range.clone()]).has(PageUses::NOT_SUBPROCESSORS)
            && is_processor(&sentence[last.range.clone()])
    });
    let (Some(not), Some(sharing)) = (first(PageUses::NEGATED), first(PageUses::SHARING)) else {
        return false;
    };
    let is_denied = not.range.end <= sharing.range.start
        && words(&sentence[not.range.end..sharing.range.start]).count() <= REACH;
    // `We do not share payment data with subprocessors` is about some of it.
    let given = &sentence[sharing.range.end..found.last().map_or(0, |last| last.range.start)];
    let is_of_all = words(given).all(|(_, word)| is_of_all_data(word));
    let is_open = found.iter().any(|found| {
        let opens = |role: PageUses| {
            role.has(PageUses::HEDGED.or(PageUses::EXCLUSIVE)) && !role.has(PageUses::NEGATED)
        };
        found.range.end < sentence.len() && found.role.is_some_and(opens)
    });
    starts && ends && is_denied && is_of_all && !is_open && !sentence.contains([',', ':', '('])
}

/// True for a word of a sentence that names data and not which: `any of your user data to`.
fn is_of_all_data(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "any",
        "of",
        "your",
        "the",
        "our",
        "user",
        "users",
        "customer",
        "customers",
        "end",
        "personal",
        "data",
        "information",
        "to",
        "with",
        "third",
        "party",
        "daten",
        "personenbezogenen",
        "ihre",
        "an",
        "données",
        "personnelles",
        "vos",
        "à",
        "aux",
        "avec",
        "des",
        "de",
        "datos",
        "personales",
        "sus",
        "con",
        "a",
        "dati",
        "personali",
        "i",
        "suoi",
        "ai",
        "gegevens",
        "persoonsgegevens",
        "uw",
        "met",
        "aan",
        "dados",
        "pessoais",
        "os",
        "com",
        "dane",
        "osobowe",
        "personuppgifter",
        "personoplysninger",
        "med",
        "till",
        "til",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}

/// True for a word that only means those who handle data for somebody.
fn is_processor(word: &str) -> bool {
    const PARTS: &[&str] = &[
        "processor",
        "verarbeiter",
        "unterauftragnehmer",
        "sous-traitant",
        "subencargad",
        "sub-encargad",
        "responsabil",
        "verwerker",
        "subcontratant",
        "biträde",
        "databehandler",
    ];
    let word = word.to_lowercase();
    PARTS.iter().any(|part| word.contains(part))
}

#[cfg(test)]
mod tests {
    use super::is_promise;

    #[test]
    fn a_promise_is_a_whole_sentence_without_conditions() {
        for (sentence, expected) in [
            ("We are not sending any of your user data to third party sub-processors", true),
            ("We do not share personal data with subprocessors", true),
            ("Wir geben keine Daten an Unterauftragsverarbeiter", false),
            ("We do not share personal data with third parties", false),
            ("We do not share personal data with subprocessors for marketing", false),
            ("For on-premise installations we share no data with subprocessors", false),
            ("We do not only share data with subprocessors", false),
            ("We share data with subprocessors", false),
            ("We do not share payment data with subprocessors", false),
            ("We do not share data with anyone, except our subprocessors", false),
        ] {
            assert_eq!(is_promise(sentence), expected, "{sentence}");
        }
    }
}
