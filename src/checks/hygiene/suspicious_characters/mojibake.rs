//! Text that was written as UTF-8 and read as Windows-1252 or Latin-1:
//! `MÃ¼ller`, `donâ€™t`.

use std::ops::Range;

/// The characters of Windows-1252 for the bytes 0x80 to 0x9f; the rest are as in
/// Latin-1. Five bytes have none.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The bytes of the text that were decoded wrongly.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut sure = false;
    let mut at = 0;
    while at < chars.len() {
        let Some((length, is_sure)) = sequence(&chars[at..]) else {
            at += 1;
            continue;
        };
        let end = chars.get(at + length).map_or(text.len(), |(end, _)| *end);
        found.push(chars[at].0..end);
        sure |= is_sure;
        at += length;
    }
    // `Ä“` may be a letter in quotation marks; twice in a text it is not.
    if sure || found.len() > 1 { found } else { Vec::new() }
}

/// The length of a sequence of UTF-8 that starts here, in characters, and
/// whether it can hardly be anything else.
fn sequence(chars: &[(usize, char)]) -> Option<(usize, bool)> {
    let lead = byte(chars.first()?.1)?;
    let (length, is_sure) = match lead {
        0xc2 | 0xc3 => (2, true),
        0xc4..=0xdf => (2, false),
        // Punctuation and signs: `â€™`, `â„¢`. The mark of UTF-8: `ï»¿`.
        0xe2 | 0xef => (3, true),
        0xe1..=0xee => (3, false),
        0xf0 => (4, true),
        _ => return None,
    };
    let rest = chars.get(1..length)?;
    let continues = rest.iter().all(|(_, char)| byte(*char).is_some_and(|b| b < 0xc0));
    continues.then_some((length, is_sure))
}

/// The byte of a character in Windows-1252, from 0x80.
fn byte(char: char) -> Option<u8> {
    match char {
        '\u{80}'..='\u{ff}' => u8::try_from(u32::from(char)).ok(),
        _ => {
            let at = WINDOWS.iter().position(|known| *known == char)?;
            u8::try_from(0x80 + at).ok()
        }
    }
}
