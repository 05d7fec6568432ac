//! Character references: `&amp;`, `&#8211;`.

use html5gum::{Token, Tokenizer};
use std::borrow::Cow;

/// A reference as text; what is none stays as it is.
pub(super) fn decode(entity: &str) -> Cow<'_, str> {
    let usual = match entity {
        "&" => "&",
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&nbsp;" | "&#160;" => "\u{a0}",
        "&quot;" => "\"",
        "&#39;" => "'",
        _ => "",
    };
    if !usual.is_empty() {
        return Cow::Borrowed(usual);
    }
    let mut decoded = String::with_capacity(entity.len());
    for token in Tokenizer::new(entity).flatten() {
        if let Token::String(text) = token {
            decoded.push_str(&String::from_utf8_lossy(&text));
        }
    }
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn names_and_numbers_are_decoded_and_the_rest_is_kept() {
        for (entity, text) in [
            ("&ndash;", "\u{2013}"),
            ("&#8211;", "\u{2013}"),
            ("&#x2013;", "\u{2013}"),
            ("&ampere", "&ere"),
            ("&unknown;", "&unknown;"),
            ("&", "&"),
        ] {
            assert_eq!(decode(entity), text);
        }
    }
}
