//! Contacts as people write them.

use super::*;
use proptest::prelude::*;

#[test]
fn an_address_with_words_for_its_signs_is_read() {
    for text in [
        "privacy [at] kelp [dot] io",
        "privacy(at)kelp.io",
        "privacy at kelp dot io",
        "privacy @ kelp.io",
        "privacy {arroba} kelp punto io",
        "privacy AT kelp DOT io",
    ] {
        assert_eq!(spelled_out(text).as_deref(), Some("privacy@kelp.io"), "{text}");
    }
    for text in ["Meet at noon", "see website", "privacy@kelp", "write to us at kelp.io"] {
        assert_eq!(spelled_out(text), None, "{text}");
    }
}

/// The values as `kind:text`.
fn values(text: &str) -> Vec<String> {
    ContactText::parse(text)
        .values
        .iter()
        .map(|value| format!("{}:{}", value.kind.as_str(), &text[value.range.clone()]))
        .collect()
}

#[test]
fn single_values_are_read_whole() {
    for (text, expected) in [
        ("privacy@acme.eu", "e-mail:privacy@acme.eu"),
        (" mailto:Privacy@Acme.eu?subject=x y ", "e-mail:mailto:Privacy@Acme.eu?subject=x y"),
        ("\"data privacy\"@acme.co.uk", "e-mail:\"data privacy\"@acme.co.uk"),
        ("datenschutz@müller.de", "e-mail:datenschutz@müller.de"),
        ("a@b.newtld", "e-mail:a@b.newtld"),
        ("https://crisp.chat/en/privacy/", "URL:https://crisp.chat/en/privacy/"),
        ("+49 (0) 30 123456-78", "phone:+49 (0) 30 123456-78"),
        ("tel:+15550100123", "phone:tel:+15550100123"),
        ("(555) 010-0123 ext. 7", "phone:(555) 010-0123 ext. 7"),
        ("Crisp Contact", "text:Crisp Contact"),
        ("Name <a@b.com>", "e-mail:a@b.com"),
        ("E-Mail: privacy@kelp.io", "e-mail:privacy@kelp.io"),
        ("DPO:dpo@kelp.io", "e-mail:dpo@kelp.io"),
        ("kelp.io/contact", "URL:kelp.io/contact"),
        ("Tel. +372 600 1000", "phone:+372 600 1000"),
        ("puh. 09 123 4567", "phone:09 123 4567"),
        ("vault 09 123 4567", "text:vault 09 123 4567"),
        ("Ilica 1, 10000 Zagreb", "postal:Ilica 1, 10000 Zagreb"),
        ("support@crisp.chat OR Crisp Contact", "e-mail:support@crisp.chat"),
        ("a@b", "text:a@b"),
        ("a@-b.com", "text:a@-b.com"),
        ("a\u{200b}@b.com", "text:a\u{200b}@b.com"),
        ("2026-11-21", "text:2026-11-21"),
        ("12345678", "text:12345678"),
        ("contact form or chat", "text:contact form or chat"),
        ("a@b.com.", "e-mail:a@b.com"),
    ] {
        assert_eq!(values(text), [expected], "{text}");
    }
    assert!(values("  ").is_empty());
}

#[test]
fn packed_values_are_told_apart() {
    for (text, expected) in [
        ("privacy@z.com OR eu@z.com", &["e-mail:privacy@z.com", "e-mail:eu@z.com"][..]),
        (
            "https://www.twilio.com/ https://www.twilio.com/legal/privacy",
            &["URL:https://www.twilio.com/", "URL:https://www.twilio.com/legal/privacy"],
        ),
        (
            "a@b.com, c@d.org; +49 30 1234567",
            &["e-mail:a@b.com", "e-mail:c@d.org", "phone:+49 30 1234567"],
        ),
        ("a@b.com and c@d.org", &["e-mail:a@b.com", "e-mail:c@d.org"]),
        ("a@b.com/c@d.org", &["e-mail:a@b.com", "e-mail:c@d.org"]),
        ("a@b.com / https://b.com/x", &["e-mail:a@b.com", "URL:https://b.com/x"]),
        ("a@b.com\nc@d.org", &["e-mail:a@b.com", "e-mail:c@d.org"]),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
}

#[test]
fn a_number_inside_of_an_address_is_no_phone_number() {
    assert_eq!(
        values("0049301234567@kelp.io, b@kelp.io"),
        ["e-mail:0049301234567@kelp.io", "e-mail:b@kelp.io"]
    );
}

#[test]
fn a_postal_address_beside_another_is_exactly_its_text() {
    let postal = "Kelp GmbH, Hauptstrasse 5, 10115 Berlin";
    for text in [format!("privacy@kelp.io;  {postal}"), format!("{postal} | privacy@kelp.io")] {
        let found = values(&text);
        assert!(found.contains(&format!("postal:{postal}")), "{text}: {found:?}");
    }
}

#[test]
fn the_words_around_an_address_are_told_from_labels() {
    for (text, unread) in [
        ("Privacy Team <privacy@acme.eu>", &["Privacy Team"][..]),
        ("privacy@acme.eu or by post", &["by post"]),
        // A label that leads to no address is part of the name in front of it.
        ("privacy@acme.eu, Kelp Contact", &["Kelp Contact"]),
        ("Datenschutzbeauftragte: dsb@acme.eu", &["Datenschutzbeauftragte"]),
        ("E-mailadres: privacy@acme.eu", &[]),
        ("sähköposti: privacy@acme.eu", &[]),
        ("이메일: privacy@acme.eu", &[]),
        ("Kelp, Ilica 1, 10000 Zagreb; privacy@acme.eu", &[]),
    ] {
        let contact = ContactText::parse(text);
        let words: Vec<_> = contact.unread().into_iter().map(|range| &text[range]).collect();
        assert_eq!(words, unread, "{text}: {:?}", contact.parts);
        assert!(!contact.is_packed(), "{text}");
    }
}

#[test]
fn placeholder_hosts_are_known() {
    let parsed = ContactText::parse("privacy@mail.example.com");
    assert!(parsed.values[0].kind.is_placeholder());
}

proptest! {
    #[test]
    fn plain_addresses_read_as_by_the_full_parser(address in "[aZ0._+-]{0,4}@[aZ0_-]{0,3}[.]?[a0-]{0,3}[.]?[a0]{0,2}@?") {
        let plain = plain_email(&address);
        prop_assert!(plain.is_none() || plain == any_email(&address), "{}", address);
    }

    #[test]
    fn parts_tile_the_text(text in "([a-z@./:; ,|\\n<>ORor+0-9é\u{200b}-]|Tel|post){0,80}") {
        let contact = ContactText::parse(&text);
        let mut at = 0;
        for part in &contact.parts {
            prop_assert_eq!(part.range.start, at, "{:?}", contact.parts);
            prop_assert!(part.range.end > at && text.get(part.range.clone()).is_some());
            at = part.range.end;
        }
        prop_assert_eq!(at, text.len());
        let mut end = 0;
        for value in &contact.values {
            prop_assert!(value.range.start >= end);
            end = value.range.end;
        }
    }

    #[test]
    fn a_word_without_a_role_is_unread(word in "[qxz]{3,9}") {
        for text in ["privacy@kelp.io", "https://kelp.io/privacy", "+48 22 123 45 67"] {
            let with = format!("{word} {text}");
            prop_assert_eq!(ContactText::parse(&with).unread().len(), 1);
        }
    }

    #[test]
    fn a_label_changes_no_address(at in 0usize..4) {
        let label = ["E-Mail: ", "Kontakt: ", "contact ", "メール："][at];
        for text in ["privacy@kelp.io", "https://kelp.io/privacy", "+48 22 123 45 67"] {
            let with = format!("{label}{text}");
            let contact = ContactText::parse(&with);
            prop_assert!(contact.unread().is_empty(), "{:?}", contact.parts);
            prop_assert_eq!(&contact.values[0].kind, &ContactText::parse(text).values[0].kind);
        }
    }
}
