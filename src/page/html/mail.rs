//! E-mail addresses that a proxy hides from robots: the first byte is the key of the others.

use super::node::Element;
use crate::page::rich::Rich;
use crate::text::Span;

/// The address that an element hides, and the bytes that state it.
pub(super) fn address(element: &Element) -> Option<(String, Span)> {
    if let Some(data) = element.attribute("data-cfemail") {
        return Some((decode(data.value.trim())?, data.source));
    }
    let href = element.attribute("href")?;
    let (_, code) = href.value.split_once("/cdn-cgi/l/email-protection#")?;
    Some((decode(code.trim())?, href.source))
}

/// True if a text stands in for an address: `[email protected]`.
pub(super) fn is_placeholder(text: &Rich) -> bool {
    let text = text.text();
    text.starts_with('[') && text.ends_with(']')
}

fn decode(code: &str) -> Option<String> {
    let digits = code.as_bytes();
    if digits.len() < 4 || digits.len() > 1_000 || !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8]| Some(digit(pair[0])? * 16 + digit(pair[1])?);
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    let (key, hidden) = bytes.as_deref()?.split_first()?;
    String::from_utf8(hidden.iter().map(|byte| byte ^ key).collect()).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn an_address_is_decoded_by_its_first_byte() {
        assert_eq!(decode("422302206c21").as_deref(), Some("a@b.c"));
        for bad in ["", "42", "42é", "4223022", "zz23"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
