//! Bytes of a file to text. Only UTF-8 is read; what else it seems to be is
//! said, so that the author knows what to save it as.

use crate::text::{Advice, Span};

/// The reason why bytes are not text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The reason, at its bytes in `shown`.
    pub advice: Advice,
    /// The text with what could not be read replaced, to show the place in.
    pub shown: String,
}

/// The bytes as text.
///
/// # Errors
/// [`NotText`] for UTF-16, UTF-32, NUL bytes and invalid UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    if let Some(name) = wide_encoding(&bytes) {
        return Err(NotText {
            advice: Advice::new(Span::default(), format!("the file is {name}, not UTF-8"))
                .with_help("Save it as UTF-8; editors offer that under \"encoding\"."),
            shown: String::new(),
        });
    }
    match String::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => Ok(text),
            Some(at) => Err(NotText {
                advice: Advice::new(
                    Span::new(at, at + 1),
                    "the file has a NUL byte, so it is not a text file".to_owned(),
                )
                .with_help("Remove the byte, or check that this is the right file."),
                shown: text,
            }),
        },
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[good];
            let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Err(NotText {
                advice: Advice::new(
                    Span::new(good, good + '\u{fffd}'.len_utf8()),
                    format!("the file is not UTF-8: byte 0x{byte:02x} does not fit here"),
                )
                .with_help("Save it as UTF-8; it may be Latin-1 or Windows-1252 now."),
                shown,
            })
        }
    }
}

/// UTF-16 and UTF-32 by their mark, or by the zero bytes beside an ASCII
/// character at the start (YAML 1.2.2 section 5.2).
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [1..=255, 0, 0, 0, ..] => Some("UTF-32 (little-endian)"),
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..=255, ..] => Some("UTF-32 (big-endian)"),
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => Some("UTF-16 (little-endian)"),
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => Some("UTF-16 (big-endian)"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_named_with_and_without_a_mark() {
        for (bytes, name) in [
            (b"\xff\xfea\0".to_vec(), "UTF-16 (little-endian)"),
            (b"a\0b\0".to_vec(), "UTF-16 (little-endian)"),
            (b"\xfe\xff\0a".to_vec(), "UTF-16 (big-endian)"),
            (b"\0a\0b".to_vec(), "UTF-16 (big-endian)"),
            (b"a\0\0\0".to_vec(), "UTF-32 (little-endian)"),
        ] {
            assert!(decode(bytes).unwrap_err().advice.message.contains(name));
        }
    }

    #[test]
    fn the_first_bad_byte_is_pointed_at() {
        let error = decode(b"name: caf\xe9\n".to_vec()).unwrap_err();
        assert_eq!(error.advice.span.start, 9);
        assert!(error.advice.message.contains("0xe9"));
        let error = decode(b"ab\0c".to_vec()).unwrap_err();
        assert_eq!(error.advice.span, Span::new(2, 3));
    }
}
