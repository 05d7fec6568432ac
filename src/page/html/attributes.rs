//! Tags with very many attributes. The tokenizer calls itself for each attribute in quotes, so
//! that they would take its stack.

use std::borrow::Cow;

/// Attributes in quotes that are read of a tag.
const MAX_QUOTED: usize = 64;

/// The elements whose content is no markup.
const RAW: &[&str] = &["script", "style"];

/// The same text with white space for the attributes of a tag that are beyond the cap.
pub(super) fn without_excess(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let open = at + found;
        at = open + 1;
        if bytes[at..].starts_with(b"!--") {
            at = memchr::memmem::find(&bytes[at..], b"-->").map_or(bytes.len(), |end| at + end);
            continue;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name = at;
        let (end, cut) = tag(bytes, at);
        cuts.extend(cut.map(|from| (from, end)));
        at = end;
        let is_raw = |raw: &&&str| {
            let behind = name + raw.len();
            bytes.get(name..behind).is_some_and(|own| own.eq_ignore_ascii_case(raw.as_bytes()))
                && !bytes.get(behind).is_some_and(u8::is_ascii_alphanumeric)
        };
        if let Some(raw) = RAW.iter().find(is_raw) {
            at = raw_end(bytes, at, raw);
        }
    }
    if cuts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in cuts {
        out.push_str(&text[from..start]);
        out.extend(std::iter::repeat_n(' ', end - start));
        from = end;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// The end of a tag that starts before a place: its `>`, or the end of the text. With the place
/// behind the last attribute that is read, if there are more.
fn tag(bytes: &[u8], from: usize) -> (usize, Option<usize>) {
    let mut quoted = 0;
    let mut cut = None;
    let mut at = from;
    // A quotation mark opens a value only behind `=`.
    let mut is_value = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return (at, cut),
            b'"' | b'\'' if is_value => {
                let close = memchr::memchr(byte, &bytes[at + 1..]);
                let Some(close) = close else { return (bytes.len(), cut) };
                at += 1 + close;
                quoted += 1;
                if quoted == MAX_QUOTED {
                    cut = Some(at + 1);
                }
                is_value = false;
            }
            b'=' => is_value = true,
            byte if byte.is_ascii_whitespace() => {}
            _ => is_value = false,
        }
        at += 1;
    }
    (bytes.len(), cut)
}

/// The start of the end tag of an element whose content is no markup.
fn raw_end(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut ends = memchr::memmem::find_iter(&bytes[from..], b"</").map(|at| from + at);
    let is_own = |at: &usize| {
        let own = bytes.get(at + 2..at + 2 + name.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    };
    ends.find(is_own).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_beyond_the_cap_are_white_space() {
        let all = " a=\"é>\"".repeat(MAX_QUOTED);
        let tag = format!("<p{all}>é</p>");
        assert_eq!(without_excess(&tag), tag);
        let more = format!("<p{all} b=\"é\" c='x>'>é</p>");
        let blank = " ".repeat(" b=\"é\" c='x>'".len());
        assert_eq!(without_excess(&more), format!("<p{all}{blank}>é</p>"));
        let script = format!("<script>if (i<n) {{{}}}</script>{tag}", "x='a',".repeat(200));
        assert_eq!(without_excess(&script), script);
        let open = format!("<p{all} b=\"é");
        assert_eq!(without_excess(&open).len(), open.len());
    }
}
