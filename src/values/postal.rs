//! Postal addresses in contacts.

use crate::facts::contact_words::{self, ContactWord};
use crate::facts::places::{self, Meaning, WordRole};
use crate::text::fold::Words;

/// Bytes of the longest text that is taken for an address.
const MAX_LENGTH: usize = 400;

/// True if a text is an address that one can send a letter to: a box, a street with a
/// number, or a postcode with a place behind a comma or on a line of its own.
#[must_use]
pub fn is_postal(text: &str) -> bool {
    let text = text.trim();
    if text.len() > MAX_LENGTH || text.contains('@') || text.contains("://") {
        return false;
    }
    let words = Words::of(text);
    let has_number = words.list.iter().any(|word| word.digit);
    if !has_number {
        return false;
    }
    let scanned = contact_words::scan(&words);
    let is_number = |at: usize| words.list.get(at).is_some_and(|word| word.digit);
    let is_box = scanned
        .iter()
        .any(|found| found.role == Some(ContactWord::PoBox) && is_number(found.end_word));
    let is_dense = scanned.iter().any(|found| {
        found.role == Some(ContactWord::PostalSign)
            && words.list.iter().filter(|word| word.unspaced).count() > 0
    });
    is_box
        || is_dense
        || text.contains('〒')
        || names_street(&words)
        || names_postcode(text, &words)
}

/// True if a text is a whole postal address: a street with a number, and a postcode with a place.
#[must_use]
pub fn is_full_address(text: &str) -> bool {
    let text = text.trim();
    if text.len() > MAX_LENGTH || !text.contains(',') {
        return false;
    }
    let words = Words::of(text);
    names_street(&words) && names_postcode(text, &words)
}

/// A word for a street beside a number.
fn names_street(words: &Words) -> bool {
    (0..words.list.len()).any(|at| {
        let folded = words.folded(at);
        let is_street = places::ends_like_street(folded)
            || places::phrase(folded).is_some_and(|phrase| {
                matches!(phrase.meaning, Meaning::Word(WordRole::Street | WordRole::StreetBefore))
            });
        let near = at.saturating_sub(4)..(at + 5).min(words.list.len());
        is_street && words.list[near].iter().any(|word| word.digit)
    })
}

/// A postcode beside a capitalised name, in a text of several parts.
fn names_postcode(text: &str, words: &Words) -> bool {
    let parts = text.split([',', ';', '\n', '·', '|']).filter(|part| !part.trim().is_empty());
    if parts.count() < 2 {
        return false;
    }
    let is_postcode = |at: usize| {
        let word = &words.list[at];
        let typed = &text[word.start..word.end];
        let digits = typed.bytes().filter(u8::is_ascii_digit).count();
        // "10000", "SW1A", "00" of "00-950".
        (4..=6).contains(&digits) && digits == typed.len()
            || word.upper && (1..=3).contains(&digits) && (3..=8).contains(&typed.len())
            || matches!(digits, 2 | 3)
                && digits == typed.len()
                && words
                    .list
                    .get(at + 1)
                    .is_some_and(|next| next.digit && (2..=4).contains(&(next.end - next.start)))
    };
    let is_name = |at: usize| {
        words.list.get(at).is_some_and(|word| {
            let mut letters = text[word.start..word.end].chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some()
        })
    };
    (0..words.list.len()).any(|at| {
        is_postcode(at) && (is_name(at + 1) || is_name(at + 2) || at > 0 && is_name(at - 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_many_countries() {
        for text in [
            "PO Box 12, Wellington 6011, New Zealand",
            "Kelp d.o.o., Ilica 1, 10000 Zagreb, Croatia",
            "Ilica 1, 10000 Zagreb",
            "Datenschutz, Lindenstr. 25, 20095 Hamburg",
            "Postfach 1234, 8021 Zürich",
            "12 rue de la Paix, 75002 Paris",
            "Calle Mayor 5, 28013 Madrid",
            "Via Roma 3, 00184 Roma",
            "Keizersgracht 123, 1015 CJ Amsterdam",
            "ul. Prosta 51, 00-838 Warszawa",
            "Vodičkova 36, 110 00 Praha 1",
            "Box 123, 111 21 Stockholm",
            "Postboks 50, 0101 Oslo",
            "PL 10, 00101 Helsinki",
            "Attn: Privacy, 101 Elm St, Springfield, IL 62701, USA",
            "10 High Street, London SW1A 1AA",
            "〒100-0001 東京都千代田区千代田1-1",
            "서울특별시 강남구 테헤란로 152",
        ] {
            assert!(is_postal(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "Contact form",
            "Privacy team",
            "Crisp Contact",
            "see website",
            "24/7 support",
            "by post",
            "Support since 2019",
            "press 1 for privacy",
            "privacy@kelp.io",
        ] {
            assert!(!is_postal(text), "{text}");
        }
    }
}
