//! Data categories that were packed into one item of a list.
//!
//! An item is cut at commas and semicolons outside of brackets. A piece counts if it names
//! data; of a remark ("processed by us alone", "including ...") nothing does.

use crate::facts::text_words::{self, TextUses};
use crate::text::fold::{Gap, Words};
use std::ops::Range;

/// Bytes of an item that are judged.
const MAX_LENGTH: usize = 2_000;

/// True unless an item is one piece, by one look at its bytes.
fn may_be_packed(text: &str) -> bool {
    let sign = |byte: &u8| matches!(byte, b',' | b';' | b')') || !byte.is_ascii();
    text.len() <= MAX_LENGTH && text.as_bytes().iter().any(sign)
}

/// The categories that are packed into one item, as bytes of it; nothing if it is one.
#[must_use]
pub(crate) fn packed(text: &str) -> Vec<Range<usize>> {
    if !may_be_packed(text) {
        return Vec::new();
    }
    let pieces = pieces(text);
    if pieces.len() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for piece in pieces {
        let words = Words::of(&text[piece.clone()]);
        // What follows are parts of the category in front.
        if text_words::starts_with_example(&words.folded) {
            break;
        }
        if names_data(&words) {
            found.push(piece);
        }
        let introduces = |at: usize| {
            words.list[at].gap < Gap::Open
                && text_words::starts_with_example(&words.folded[words.list[at].at..])
        };
        if (1..words.list.len()).any(introduces) {
            break;
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// True if one of the words outside of brackets names data, and none denies or speaks of it.
fn names_data(words: &Words) -> bool {
    let own = TextUses::GLUE.or(TextUses::EMPTY_DATA);
    let speaks = |at: usize| {
        let word = words.folded(at);
        let denies = text_words::is(word, TextUses::NEGATION);
        // "No" is an article in Portuguese.
        at == 0 && denies
            || (denies || text_words::is(word, TextUses::RECEIVE)) && !text_words::is(word, own)
    };
    let count = (0..words.list.len()).take_while(|&at| at == 0 || words.list[at].gap < Gap::Open);
    let is_head = |at: usize| text_words::is_data_head(words.folded(at));
    let dense = words.list.first().is_some_and(|word| word.unspaced)
        && text_words::is_data_head(&words.folded.replace(' ', ""));
    (dense || count.clone().any(is_head)) && !count.into_iter().any(speaks)
}

/// The pieces between commas and semicolons, or behind the brackets of other pieces: "logs
/// (IP address) Invoices (postal address)".
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    let mut colon = false;
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let is_end = match c {
            '(' | '[' | '（' => {
                depth += 1;
                false
            }
            ')' | ']' | '）' => {
                depth = depth.saturating_sub(1);
                let rest = &text[end..];
                depth == 0
                    && rest.trim_start().starts_with(char::is_uppercase)
                    && rest.contains('(')
                    && text[start..].starts_with(char::is_alphanumeric)
                    && at + 1 < text.len()
            }
            ':' => {
                colon = true;
                false
            }
            ',' if digit(text.as_bytes().get(at.wrapping_sub(1)))
                && digit(text.as_bytes().get(end)) =>
            {
                false
            }
            // "Account data: name, e-mail; invoices": one category and its details.
            ',' | '、' | '，' => depth == 0 && !colon,
            ';' | '；' | '。' => depth == 0,
            '.' => depth == 0 && starts_sentence(&text[end..]),
            _ => false,
        };
        if is_end {
            colon = false;
            let to = if matches!(c, ')' | ']') { end } else { at };
            pieces.push(trim(text, start..to));
            start = end;
        }
    }
    pieces.push(trim(text, start..text.len()));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// True if a space and a capital follow a full stop.
fn starts_sentence(rest: &str) -> bool {
    rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase)
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + piece.len() - piece.trim_start().len();
    start..start + piece.trim().trim_end_matches('.').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_categories_in_one_item_are_counted() {
        for (text, count) in [
            ("Order numbers, delivery addresses", 2),
            ("Badge photos; door logs; visitor names", 3),
            ("Name, Anschrift, Nutzungsdaten", 3),
            ("noms, adresses postales", 2),
            ("nombres, direcciones", 2),
            ("nomi, indirizzi", 2),
            ("Kentekennummers, chatberichten", 2),
            ("nomes, endereços", 2),
            ("adresy, numery", 2),
            ("jména, adresy", 2),
            ("kundnamn, orderuppgifter", 2),
            ("osoitteet, tilaustiedot", 2),
            ("주문 기록, 배송 정보", 2),
            ("注文履歴、配送先情報", 2),
            ("Door logs (badge number) Visitor names (first and last)", 2),
            ("Card number, expiry, invoices (kept for a year)", 2),
            ("Login data: name, password; door logs", 2),
            // An article that is a negation elsewhere.
            ("nomes no contrato, endereços", 2),
            ("Names, addresses are not stored", 0),
        ] {
            assert_eq!(packed(text).len(), count, "{text}");
        }
    }

    #[test]
    fn one_category_with_a_remark_is_one() {
        for text in [
            "Order numbers",
            "Door logs (badge number, time)",
            "Photos, stored for 30 days",
            "Voice recordings, encrypted",
            "Message content, including attachments, file names",
            "Usage data such as clicks, page titles",
            "Invoices, no card numbers",
            "Rechnungen, keine Namen",
            "Contact, delivery and billing details",
            "Account data: name, e-mail, phone number",
            "1,000 invoices",
            "Shoe size, colour",
        ] {
            assert!(packed(text).is_empty(), "{text}");
        }
    }
}
