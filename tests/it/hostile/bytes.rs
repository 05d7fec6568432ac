//! Attacks by the bytes of a file, through the command line: what is no text is
//! a finding at its place, what is text in another dress is read.

use super::acting;
use super::run::{Ran, check};
use std::path::Path;

/// Checks bytes as a file.
fn bytes(name: &str, bytes: &[u8]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    for format in ["human", "concise"] {
        let ran = check(folder.path(), &["--output-format", format, name]);
        assert_eq!(acting(&ran.out), None, "{format}: {}", ran.out);
    }
    check(folder.path(), &[name])
}

/// The message of the one finding of a file that could not be read.
fn refused(name: &str, content: &[u8]) -> String {
    let ran = bytes(name, content);
    assert_eq!(ran.code, 2);
    let all = ran.all();
    let [finding] = &all[..] else { panic!("{all:#?}") };
    assert_eq!(finding["rule"], "parse-error");
    let message = finding["message"].as_str().unwrap();
    message.strip_prefix("cannot read manifest: ").expect("the words of the rule").to_owned()
}

/// The vendors that lack a contact: that a file was read shows in them.
fn read(name: &str, content: &[u8]) -> Vec<String> {
    let ran = bytes(name, content);
    let all = ran.all();
    assert!(all.iter().all(|finding| finding["rule"] != "parse-error"), "{all:#?}");
    let own = all.iter().filter(|finding| finding["rule"] == "missing-contact");
    own.map(|finding| finding["vendor"].as_str().unwrap().to_owned()).collect()
}

const MANIFEST: &str = "subprocessors:\n  - name: Zo\u{eb}\n    location: IE\n";

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn a_nul_byte() {
    let message = refused("s.yaml", b"subprocessors:\n  - name: A\0B\n");
    assert_eq!(message, "the file has a NUL byte, so it is not a text file");
    let message = refused("s.json", b"{\"subprocessors\": [\"A\0\"]}");
    assert_eq!(message, "the file has a NUL byte, so it is not a text file");
}

#[test]
fn bytes_that_are_not_utf_8() {
    let message = refused("s.yaml", b"subprocessors:\n  - name: Zo\xeb\n");
    assert_eq!(message, "the file is not UTF-8: byte 0xeb does not fit here");
    // A surrogate, an overlong slash, and the start of a character at the end.
    for bad in [&b"a: \xed\xa0\x80"[..], b"a: \xc0\xaf", b"a: \xf0\x9f\x98"] {
        assert!(refused("s.yaml", bad).starts_with("the file is not UTF-8: byte 0x"));
    }
}

#[test]
fn utf_16_with_and_without_a_mark() {
    for (bytes, name) in [
        (utf_16(MANIFEST, u16::to_le_bytes), "UTF-16 (little-endian)"),
        (utf_16(MANIFEST, u16::to_be_bytes), "UTF-16 (big-endian)"),
        (utf_16(&format!("\u{feff}{MANIFEST}"), u16::to_le_bytes), "UTF-16 (little-endian)"),
        (utf_16(&format!("\u{feff}{MANIFEST}"), u16::to_be_bytes), "UTF-16 (big-endian)"),
    ] {
        assert_eq!(refused("s.yaml", &bytes), format!("the file is {name}, not UTF-8"));
    }
}

#[test]
fn a_byte_order_mark_in_utf_8() {
    assert_eq!(read("s.yaml", format!("\u{feff}{MANIFEST}").as_bytes()), ["Zo\u{eb}"]);
    let json = "\u{feff}{\"subprocessors\": [{\"name\": \"A\"}]}";
    assert_eq!(read("s.json", json.as_bytes()), ["A"]);
}

#[test]
fn line_breaks_of_windows_and_of_old_macs() {
    for line_break in ["\r\n", "\r"] {
        let text = MANIFEST.replace('\n', line_break);
        assert_eq!(read("s.yaml", text.as_bytes()), ["Zo\u{eb}"], "{line_break:?}");
    }
    let ran = bytes("s.yaml", MANIFEST.replace('\n', "\r\n").as_bytes());
    let found = ran.all();
    let missing = found.iter().find(|finding| finding["rule"] == "missing-contact").unwrap();
    assert_eq!(missing["range"]["start"]["line"], 2);
    assert_eq!(missing["range"]["start"]["column"], 11);
}

#[test]
fn control_characters_in_the_text_itself() {
    let message = refused("s.yaml", b"subprocessors:\n  - name: \x1b[2J\n");
    assert!(!message.is_empty());
    let message = refused("s.json", b"{\"subprocessors\": [{\"name\": \"\x1b[2J\"}]}");
    assert_eq!(message, "control characters in JSON have to be escaped");
}

#[test]
fn nothing_at_all() {
    for empty in ["", "\n", "# nothing\n", "---\n...\n", "\u{feff}"] {
        assert_eq!(refused("s.yaml", empty.as_bytes()), "the file is empty", "{empty:?}");
    }
    assert_eq!(refused("s.json", b" \n"), "the file is empty");
}

#[test]
fn a_text_is_said_to_be_another_one() {
    let ran = bytes("s.json", MANIFEST.as_bytes());
    assert_eq!(ran.code, 2, "YAML is no JSON");
    assert!(Path::new("s.json").extension().is_some());
}
