use super::*;
use crate::manifest::Manifest;
use crate::syntax::{Format, Limits, parse};
use proptest::prelude::*;

/// Returns the description and code points reported for a field.
fn found(key: &str, value: &str, allowed: &[usize]) -> Option<(String, String)> {
    let source = serde_json::json!({ key: value }).to_string();
    let parsed = parse(&source, Format::Json, &Limits::default());
    let root = parsed.tree.documents().next().unwrap();
    let manifest = Manifest::read(root);
    let node = manifest.root.get(key).unwrap();
    let text = node.as_str().unwrap();
    assert_eq!(text, value);
    let check = SuspiciousCharacters { allowed: allowed.to_vec() };
    let found = check.find(text, &FieldScalar { vendor: None, parent: "", key, node });
    (!found.list.is_empty()).then(|| (found.description(), found.codepoints()))
}

#[test]
fn characters_that_hide_or_mislead_are_named() {
    for (key, value, description, codepoints) in [
        ("name", "M\u{456}xpanel", "letters of several scripts in one word", "U+0456"),
        ("name", "Яндеx", "letters of several scripts in one word", "U+0078"),
        ("purpose", "Controllerβs", "letters of several scripts in one word", "U+03B2"),
        ("name", "Harbor\u{200b}Cloud", "an invisible character", "U+200B"),
        ("name", "Harbor\u{ad}Cloud", "an invisible character", "U+00AD"),
        ("name", "Harbor\u{a0}Cloud", "a no-break space", "U+00A0"),
        ("name", "\u{202e}duolC", "a character that turns the direction of text", "U+202E"),
        ("name", "Acme\u{7}", "a control character", "U+0007"),
        ("name", "Acme\tInc", "a control character", "U+0009"),
        ("name", "Acme ", "a space at the end", "U+0020"),
        ("name", " Acme", "a space at the start", "U+0020"),
        ("legal_name", "MÃ¼ller GmbH", "text that was decoded wrongly", "U+00C3, U+00BC"),
        ("purpose", "donâ€™t", "text that was decoded wrongly", "U+00E2, U+20AC, U+2122"),
        ("purpose", "Ð¯Ð½Ð´", "text that was decoded wrongly", "U+00D0, U+00AF, U+00BD, U+00B4"),
        ("name", "Caf\u{fffd}", "text that was decoded wrongly", "U+FFFD"),
        ("name", "𝐀𝐖𝐒", "symbols that look like letters", "U+1D400, U+1D416, U+1D412"),
        ("email", "privacy‑team@acme.eu", "a typographic dash", "U+2011"),
        ("contact", "“privacy@acme.eu”", "a typographic quotation mark", "U+201C, U+201D"),
        ("id", "o’neill", "a typographic quotation mark", "U+2019"),
        (
            "name",
            "Harbor\u{a0}\u{200b}Cloud",
            "a no-break space and an invisible character",
            "U+00A0, U+200B",
        ),
    ] {
        let expected = (description.to_owned(), codepoints.to_owned());
        assert_eq!(found(key, value, &[]), Some(expected), "{value:?} in {key}");
    }
}

#[test]
fn names_in_any_script_and_typography_are_fine() {
    for (key, value) in [
        ("name", "Müller & Søn A/S"),
        ("name", "ООО «Яндекс»"),
        ("name", "株式会社Example"),
        ("name", "カカオ株式会社"),
        ("name", "삼성SDS"),
        ("name", "Яндекс Cloud"),
        ("name", "Ελλάδα Mail"),
        ("name", "שלום Tech"),
        ("name", "Crème Brûlée SAS"),
        ("name", "Mu\u{308}ller"),
        ("name", "می\u{200c}خواهم"),
        ("location", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"),
        ("notes", "👩\u{200d}💻 ❤\u{fe0f}"),
        ("purpose", "Hébergement\u{a0}: stockage «\u{a0}à froid\u{a0}»"),
        ("purpose", "Sends “thank you” e-mails — in 12 languages"),
        ("name", "„Ä“-Dienste"),
        ("name", "CAFÉ"),
        ("notes", "first line\nsecond line"),
        ("legal_name", "Aut O’Mattic"),
        ("purpose", "ÂME É°"),
    ] {
        assert_eq!(found(key, value, &[]), None, "{value:?} in {key}");
    }
}

#[test]
fn allowed_scripts_may_be_mixed_and_others_are_reported() {
    let script = |name| SCRIPTS.iter().position(|script| script.name == name).unwrap();
    let greek = [script("Greek"), LATIN_SCRIPT];
    assert_eq!(found("purpose", "μs and βtest", &greek), None);
    let (description, _) = found("name", "Яндекс", &greek).unwrap();
    assert_eq!(description, "letters of a script that is not allowed");
}

const LATIN_SCRIPT: usize = scripts::LATIN;

proptest! {
    #[test]
    fn any_text_is_read_and_the_bytes_are_of_the_text(
        text in "\\PC{0,40}|[a-zÃÂâ€™¼\u{200b}\u{a0}а-я ]{0,40}",
    ) {
        let source = serde_json::json!({ "name": text }).to_string();
        let parsed = parse(&source, Format::Json, &Limits::default());
        let node = parsed.tree.documents().next().unwrap().get("name").unwrap();
        let check = SuspiciousCharacters { allowed: Vec::new() };
        let field = FieldScalar { vendor: None, parent: "", key: "name", node };
        for (_, range) in check.find(&text, &field).list {
            prop_assert!(text.get(range).is_some());
        }
    }
}
