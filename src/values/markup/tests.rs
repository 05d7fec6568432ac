use super::*;
use proptest::prelude::*;

fn plain(text: &str, field: FieldText) -> String {
    plain_text(text, &find_markup(text, field))
}

#[test]
fn markup_of_a_page_is_taken_off() {
    for (text, expected) in [
        ("<span class=\"x\">Norway</span>", "Norway"),
        ("Quartz GmbH <sup>2</sup>", "Quartz GmbH"),
        ("Quartz GmbH<sup>[1]</sup>", "Quartz GmbH"),
        ("Larch &amp; Pine", "Larch & Pine"),
        ("L&auml;rche&nbsp;GmbH", "Lärche GmbH"),
        ("Larch &#38; Pine &#x26; Fir", "Larch & Pine & Fir"),
        ("[Quartz GmbH](https://quartz.example)", "Quartz GmbH"),
        ("**[Quartz](https://quartz.example/a_(b))** Oy", "Quartz Oy"),
        ("<a href='https://quartz.example'>Quartz</a>", "Quartz"),
        ("*Japan*", "Japan"),
        ("__Japan__", "Japan"),
        ("`eu-west-1`", "eu-west-1"),
        ("~~Japan~~ Korea", "Japan Korea"),
        ("Quartz \\& Co", "Quartz & Co"),
        ("Ireland<br>Germany", "Ireland, Germany"),
        ("Ireland,<br/>Germany", "Ireland, Germany"),
        ("<ul><li>Ireland</li><li>Germany</li></ul>", "Ireland, Germany"),
        ("<p>Ireland</p>\n<p>Germany</p>", "Ireland, Germany"),
        ("<div>Germany, France</div>", "Germany, France"),
        ("Ireland <!-- check --> only", "Ireland  only"),
        ("• Quartz", "Quartz"),
        ("- Quartz", "Quartz"),
        ("### Quartz", "Quartz"),
        ("| Quartz |", "Quartz"),
        ("Quartz [1]", "Quartz"),
        ("Quartz[^note]", "Quartz"),
        ("Quartz [1][2]", "Quartz"),
        ("Quartz*", "Quartz"),
        ("Quartz **", "Quartz"),
        ("Quartz ‡", "Quartz"),
        ("Quartz²", "Quartz"),
        ("„Quartz“", "Quartz"),
        ("«Quartz»*", "Quartz"),
        ("<b>Quartz</b>*", "Quartz"),
        (" Quartz\u{200b}\u{a0}Oy ", "Quartz Oy"),
    ] {
        assert_eq!(plain(text, FieldText::Plain), expected, "{text}");
    }
    assert_eq!(plain("Quartz™, Inc.", FieldText::Name), "Quartz, Inc.");
    assert_eq!(plain("„Data stays here“", FieldText::Quotation), "„Data stays here“");
}

#[test]
fn of_a_link_the_target_is_meant_where_an_address_is() {
    for (text, expected) in [
        ("[Quartz](https://quartz.example/ \"Home\")", "https://quartz.example/"),
        ("<a href=\"https://quartz.example\">Quartz</a>", "https://quartz.example"),
        ("[Write to us](mailto:dpo@quartz.example)", "dpo@quartz.example"),
        ("<https://quartz.example>", "https://quartz.example"),
        ("https://quartz.example/?a=1&amp;b=2", "https://quartz.example/?a=1&b=2"),
    ] {
        assert_eq!(plain(text, FieldText::Address), expected, "{text}");
    }
}

#[test]
fn signs_that_belong_to_a_text_stay() {
    for text in [
        "Quartz & Pine",
        "R&D; labs",
        "<Country>",
        "<address>",
        "[Entity] Inc.",
        "[Ireland]",
        "*",
        "4 * 5 * 6",
        "C* Systems",
        "snake_case_name",
        "_private",
        "a < b and c > d",
        "Müller Netz",
        "Quartz [Europe] Ltd",
        "https://quartz.example/?a=1&copy=2",
        "eu-west-*",
        "Quartz (beta)",
        "20 m²",
        "C#",
        "Norway - Sweden",
        "日本",
        "«Quartz» und «Pine»",
        "Privacy <dpo@quartz.example>",
    ] {
        assert_eq!(plain(text, FieldText::Plain), text, "{text}");
    }
    for text in ["* only for Norway", "- see the annex", "runs `deploy` daily", "price per m²"] {
        assert_eq!(plain(text, FieldText::Prose), text, "{text}");
    }
}

#[test]
fn no_sign_is_missed_by_the_first_look() {
    for char in ('\u{80}'..='\u{ffff}').filter(|c| !c.is_control()) {
        let text = format!("Larch{char}");
        let mut parts = Vec::new();
        signs::padding(&text, &mut parts);
        signs::at_the_ends(&text, FieldText::Name, &mut parts);
        assert!(parts.is_empty() || may_hold_markup(&text), "{char:?}");
    }
    assert!(!may_hold_markup("Müller Söhne, 株式 Łódź"));
}

#[test]
fn the_work_is_bounded_whatever_is_repeated() {
    for piece in [
        "<",
        "&",
        "[",
        "*",
        "**a",
        "[a](",
        "[a](b.c",
        "<x>",
        "<b>",
        "</x>",
        "<!--",
        "<sup>",
        "`",
        "[1]",
        "a† ",
        "«",
        "\u{a0}",
        "\\*",
        "<a href=\"x\">",
        "™",
        "_a_ ",
        "](",
    ] {
        let text = piece.repeat(MAX_LENGTH / piece.len());
        for field in [FieldText::Plain, FieldText::Address, FieldText::Name] {
            let parts = find_markup(&text, field);
            assert!(parts.len() <= MAX_PARTS + 3, "{piece}: {}", parts.len());
        }
    }
}

const PIECES: &[&str] = &[
    "Larch",
    " ",
    "GmbH",
    "ä",
    "*",
    "**",
    "_",
    "`",
    "[",
    "]",
    "(",
    ")",
    "](https://a.example)",
    "<b>",
    "</b>",
    "<br>",
    "<sup>1</sup>",
    "&amp;",
    "&#160;",
    "&",
    "<",
    ">",
    "[1]",
    "†",
    "™",
    "“",
    "”",
    "\u{200b}",
    "\u{a0}",
    "|",
    "- ",
    "# ",
    "\\",
    "~~",
    "<a href=\"https://a.example\">",
    "</a>",
    "\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn parts_are_in_order_and_no_letter_is_lost(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12),
    ) {
        let text = pieces.concat();
        for field in [FieldText::Plain, FieldText::Address, FieldText::Name, FieldText::Prose, FieldText::Quotation] {
            let parts = find_markup(&text, field);
            let mut from = 0;
            for part in &parts {
                prop_assert!(from <= part.range.start && part.range.start < part.range.end);
                prop_assert!(text.get(part.range.clone()).is_some());
                from = part.range.end;
            }
            let plain = plain_text(&text, &parts);
            prop_assert!(parts.is_empty() || !plain.trim().is_empty());
            if field != FieldText::Address {
                let count = |text: &str, word: &str| text.matches(word).count();
                prop_assert_eq!(count(&plain, "Larch"), count(&text, "Larch"), "{} -> {}", text, plain);
                prop_assert_eq!(count(&plain, "GmbH"), count(&text, "GmbH"), "{} -> {}", text, plain);
            }
        }
    }

    #[test]
    fn letters_and_their_punctuation_are_left_alone(text in "[a-zA-ZäöüßéčłΑ-Ω0-9 ,.:()/'&+-]{0,40}") {
        let trimmed = text.trim().trim_start_matches(['-', ' ']);
        prop_assert_eq!(find_markup(trimmed, FieldText::Plain), vec![], "{}", trimmed);
    }
}
