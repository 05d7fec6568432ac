use super::*;
use proptest::prelude::*;

type Strength = (&'static str, fn(&str) -> String);

const ALL: [Strength; 7] = [
    ("layout", fold_layout),
    ("case", fold_case),
    ("phrase", fold_phrase),
    ("id", |text| fold_id(text).into_owned()),
    ("slug", slug),
    ("words", fold_words),
    ("name", fold_name),
];

/// All strengths but some.
fn without(names: &'static [&'static str]) -> impl Iterator<Item = Strength> {
    ALL.into_iter().filter(|(name, _)| !names.contains(name))
}

#[test]
fn each_strength_folds_what_it_says() {
    let folded = |text: &str| ALL.map(|(_, fold)| fold(text));
    assert_eq!(
        folded("  “E\u{301}cole_ＡＢ”  &\n‘Søn’, L.L.C. "),
        [
            "“École_ＡＢ” & ‘Søn’, L.L.C.",
            "“école_ab” & ‘søn’, l.l.c.",
            "école_ab” & 'søn', l.l.c",
            "  “e\u{301}cole-ＡＢ”  &\n‘søn’, l.l.c. ",
            "école-ａｂ-søn-l-l-c",
            "ecole ab,and,son,llc",
            "ecole ab and son llc",
        ]
    );
}

#[test]
fn ids_are_made_of_letters_digits_and_hyphens() {
    for (text, expected) in [
        ("AWS", "aws"),
        ("Harbor Cloud, Inc.", "harbor-cloud-inc"),
        ("  Plain.com ", "plain-com"),
        ("Müller & Söhne", "müller-söhne"),
        ("Mu\u{308}ller", "müller"),
        ("[1]", "1"),
        ("---", ""),
    ] {
        assert_eq!(slug(text), expected, "{text}");
    }
}

#[test]
fn long_names_are_cut_and_still_told_apart() {
    let words = |last: &str| format!("{} {last}", vec!["a"; 200].join(" "));
    let (one, other) = (fold_name(&words("kelp")), fold_name(&words("fjord")));
    assert!(one.split(' ').count() < 50, "{one}");
    assert_ne!(one, other);
    assert_eq!(one, fold_name(&words("Kelp")));
}

proptest! {
    #[test]
    fn folding_again_changes_nothing(text in "[A-Za-zÀ-ľŁ-ňŊ-ž0-9 ,.;:&'()\u{2019}/_-]{0,24}") {
        for (name, fold) in ALL {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once, "{}", name);
        }
    }

    #[test]
    fn case_is_not_told(text in "[A-Za-zÀ-ÖØ-Þà-öø-įı-ľŁ-ňŊ-ž0-9 ,.;:&'()/_-]{0,24}") {
        for (name, fold) in without(&["layout", "id"]) {
            prop_assert_eq!(fold(&text.to_lowercase()), fold(&text), "{}", name);
        }
    }

    #[test]
    fn the_unicode_form_is_not_told(text in "[A-Za-zÀ-ľŁ-ňŊ-ž0-9 ,;:&'()-]{0,24}") {
        let apart: String = text.nfd().collect();
        for (name, fold) in without(&["id"]) {
            prop_assert_eq!(fold(&apart), fold(&text), "{}", name);
        }
    }

    #[test]
    fn nor_is_it_in_korean_and_japanese(text in "[a-z가-힣ァ-ヴ ,.]{0,24}") {
        let apart: String = text.nfd().collect();
        for (name, fold) in without(&["id", "words"]) {
            prop_assert_eq!(fold(&apart), fold(&text), "{}", name);
        }
    }
}
