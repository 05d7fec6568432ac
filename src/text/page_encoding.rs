//! Bytes of a page to text. Pages are written by editors, exports and browsers of all
//! ages, so that other encodings than UTF-8 are read, unlike those of manifests.

use super::encoding::{self, NotText};
use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes at the start of a page that its declaration is looked for in.
const MAX_PRESCAN: usize = 4096;

/// A page as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecodedPage {
    /// The text. Spans, lines and columns of findings are those of this text, which is what
    /// an editor shows.
    pub(crate) text: String,
    /// The name of the encoding, such as `windows-1252`.
    pub(crate) encoding: &'static str,
    /// The way the encoding was told.
    pub(crate) told_by: ToldBy,
    /// True if bytes did not fit and became U+FFFD.
    pub(crate) is_replaced: bool,
    /// The SHA-256 of the bytes of the file, where they are not those of the text.
    pub(crate) sha256: Option<String>,
}

/// The way an encoding was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToldBy {
    /// A byte order mark.
    Mark,
    /// `<meta charset>` or `<?xml encoding?>`.
    Declaration,
    /// The bytes are valid UTF-8.
    Utf8,
    /// The frequencies of bytes: a guess.
    Guess,
}

/// The encoding of a page that is not UTF-8, or whose bytes are not all characters of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageEncoding {
    /// Its name, such as `windows-1252`.
    pub name: &'static str,
    /// True if its bytes looked like it, and nothing says so.
    pub is_guess: bool,
    /// True if bytes did not fit and became U+FFFD.
    pub is_replaced: bool,
    /// The SHA-256 of the bytes of the file.
    pub sha256: String,
}

/// Reads the bytes of a page, in any encoding; with the encoding where that is not UTF-8.
///
/// # Errors
/// [`NotText`] for NUL characters, and for UTF-16 and UTF-32 without a mark.
pub(crate) fn read_page(
    bytes: Vec<u8>,
    is_html: bool,
) -> Result<(String, Option<PageEncoding>), NotText> {
    let is_marked = Encoding::for_bom(&bytes).is_some_and(|(found, _)| found != UTF_8);
    if !is_marked && memchr::memchr(0, &bytes).is_some() {
        return encoding::decode(bytes).map(|text| (text, None));
    }
    let page = decode_page(bytes, is_html);
    if page.text.contains('\0') {
        return encoding::decode(page.text.into_bytes()).map(|text| (text, None));
    }
    let DecodedPage { text, encoding: name, told_by, is_replaced, sha256 } = page;
    let is_guess = told_by == ToldBy::Guess;
    let encoding = sha256.map(|sha256| PageEncoding { name, is_guess, is_replaced, sha256 });
    Ok((text, encoding))
}

/// Decodes a page: by its byte order mark; as UTF-8 if it is valid; for HTML, by what it
/// declares; and else by what its bytes look like. A declaration other than UTF-8 goes
/// before, unless the text is valid UTF-8 with characters beyond ASCII, which is hardly
/// ever an accident.
#[must_use]
pub(crate) fn decode_page(bytes: Vec<u8>, is_html: bool) -> DecodedPage {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes).filter(|(found, _)| *found != UTF_8) {
        let (text, is_replaced) = encoding.decode_with_bom_removal(&bytes);
        return decoded(&bytes, text.into_owned(), encoding, ToldBy::Mark, is_replaced);
    }
    let declared = if is_html { declared_encoding(&bytes) } else { None };
    let bytes = match String::from_utf8(bytes) {
        // Escapes of ISO-2022-JP are ASCII.
        Ok(text) if declared.is_none_or(|declared| declared.is_ascii_compatible()) => {
            let told_by = if text.starts_with('\u{feff}') { ToldBy::Mark } else { ToldBy::Utf8 };
            let encoding = UTF_8.name();
            return DecodedPage { text, encoding, told_by, is_replaced: false, sha256: None };
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let (encoding, told_by) = match declared.filter(|declared| *declared != UTF_8) {
        Some(declared) => (declared, ToldBy::Declaration),
        None => (guessed_encoding(&bytes), ToldBy::Guess),
    };
    let (text, is_replaced) = encoding.decode_without_bom_handling(&bytes);
    decoded(&bytes, text.into_owned(), encoding, told_by, is_replaced)
}

fn decoded(
    bytes: &[u8],
    text: String,
    encoding: &'static Encoding,
    told_by: ToldBy,
    is_replaced: bool,
) -> DecodedPage {
    let sha256 = Some(crate::text::sha256(bytes));
    DecodedPage { text, encoding: encoding.name(), told_by, is_replaced, sha256 }
}

/// The encoding that the bytes suggest. A text of UTF-8 with a few bytes that do not fit stays UTF-8.
fn guessed_encoding(bytes: &[u8]) -> &'static Encoding {
    let lossy = String::from_utf8_lossy(bytes);
    let bad = lossy.matches(char::REPLACEMENT_CHARACTER).count();
    let good = lossy.chars().filter(|char| !char.is_ascii()).count() - bad;
    if good > bad * 4 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    let guessed = detector.guess(None, false);
    // A single byte, such as a hard space, tells nothing; this is the commonest.
    if bad < 2 { WINDOWS_1252 } else { guessed }
}

/// The encoding that the start of an HTML page declares: `<meta charset=...>`, `<meta
/// http-equiv=... content="...; charset=...">`, `<?xml encoding=...?>`.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(MAX_PRESCAN)];
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        rest = &rest[open..];
        if rest.starts_with("<!--") {
            rest = &rest[rest.find("-->")?..];
            continue;
        }
        let tag = &rest[..rest.find('>')?];
        let value = if tag.starts_with("<meta") {
            tag.split_once("charset")
        } else if tag.starts_with("<?xml") {
            tag.split_once("encoding")
        } else {
            None
        };
        let value = value.and_then(|(_, value)| value.trim_start().strip_prefix('='));
        if let Some(value) = value {
            let quotes: &[char] = &['"', '\'', ' '];
            let value = value.trim_start_matches(quotes);
            let is_end = |char: char| quotes.contains(&char) || matches!(char, ';' | '/' | '?');
            let label = value.split(is_end).next().unwrap_or_default();
            if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
                // As HTML has it: a declaration that can be read is not UTF-16.
                let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
                return Some(if is_wide { UTF_8 } else { encoding });
            }
        }
        rest = &rest[1..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], is_html: bool) -> (String, &'static str, ToldBy) {
        let page = decode_page(bytes.to_vec(), is_html);
        (page.text, page.encoding, page.told_by)
    }

    #[test]
    fn the_mark_goes_before_the_bytes_before_the_declaration_before_a_guess() {
        for (bytes, is_html, text, encoding, told_by) in [
            (&b"\xff\xfea\0\xe9\0"[..], true, "aé", "UTF-16LE", ToldBy::Mark),
            (b"\xfe\xff\0a\0\xe9", false, "aé", "UTF-16BE", ToldBy::Mark),
            (b"\xef\xbb\xbfa", false, "\u{feff}a", "UTF-8", ToldBy::Mark),
            (b"caf\xc3\xa9", false, "café", "UTF-8", ToldBy::Utf8),
            (b"<meta charset=latin1>\xc3\xa9", true, "<meta charset=latin1>é", "UTF-8", ToldBy::Utf8),
            (
                b"<!-- <meta charset=utf-8> --><META http-equiv=x content='text/html; Charset=ISO-8859-2'>\xb3",
                true,
                "<!-- <meta charset=utf-8> --><META http-equiv=x content='text/html; Charset=ISO-8859-2'>ł",
                "ISO-8859-2",
                ToldBy::Declaration,
            ),
            (b"<meta charset=\"utf-8\">\xa0x", true, "<meta charset=\"utf-8\">\u{a0}x", "windows-1252", ToldBy::Guess),
            (b"<meta charset=iso-8859-2>\xe9", false, "<meta charset=iso-8859-2>é", "windows-1252", ToldBy::Guess),
        ] {
            let expected = (text.to_owned(), encoding, told_by);
            assert_eq!(read(bytes, is_html), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_few_bytes_that_do_not_fit_do_not_change_the_encoding() {
        let mut bytes = "Größe, Maße, Füße: ".repeat(3).into_bytes();
        bytes.push(0xff);
        let page = decode_page(bytes, false);
        assert_eq!(page.encoding, "UTF-8");
        assert!(page.is_replaced && page.sha256.is_some());
        assert!(page.text.ends_with('\u{fffd}'));
    }

    #[test]
    fn binary_files_and_utf_16_without_a_mark_are_no_text() {
        for bytes in [&b"PK\x03\x04\0\0"[..], b"a\0b\0", b"\xff\xfe\0\0a\0\0\0"] {
            assert!(read_page(bytes.to_vec(), false).is_err(), "{bytes:?}");
        }
        let (text, encoding) = read_page(b"caf\xe9".to_vec(), false).unwrap();
        let encoding = encoding.unwrap();
        assert_eq!((&*text, encoding.name, encoding.is_guess), ("caf\u{e9}", "windows-1252", true));
        assert_eq!(encoding.sha256, crate::text::sha256(b"caf\xe9"));
        assert_eq!(read_page("caf\u{e9}".into(), false).unwrap().1, None);
    }

    #[test]
    fn japanese_is_told_from_its_bytes() {
        let (bytes, _, _) =
            encoding_rs::SHIFT_JIS.encode("再委託先の一覧：データの保管、メールの配信");
        assert_eq!(decode_page(bytes.into_owned(), false).encoding, "Shift_JIS");
    }
}
