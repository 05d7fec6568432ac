//! Pairs of legal names, and what must hold for any of them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

use crate::values::entity_name::{EntityName, Verdict, compare, duplicates};
use proptest::prelude::*;

fn vectors() -> Vec<[String; 4]> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path("tests/vectors/legal_names.csv")
        .expect("the vectors are there");
    reader.deserialize().map(|row| row.expect("four columns")).collect()
}

#[test]
fn vectors_hold() {
    let mut wrong = Vec::new();
    for [a, b, verdict, step] in vectors() {
        let (left, right) = (EntityName::parse(&a), EntityName::parse(&b));
        for (x, y) in [(&left, &right), (&right, &left)] {
            let found = compare(x, y);
            if found.verdict.as_str() != verdict || found.reason.as_str() != step {
                wrong.push(format!(
                    "{a:?} {b:?}: {} {}, not {verdict} {step}",
                    found.verdict.as_str(),
                    found.reason.as_str()
                ));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} wrong", wrong.join("\n"), wrong.len());
}

#[test]
fn duplicates_of_the_vectors_are_those_that_comparing_all_finds() {
    let texts: Vec<String> = vectors().into_iter().flat_map(|[a, b, ..]| [a, b]).collect();
    for half in texts.chunks(40) {
        assert_agrees(half);
    }
}

#[test]
fn marks_around_a_brand_prove_the_form_in_front_of_it() {
    let has_form = |text| EntityName::parse_brand(text).form().is_some();
    assert!(has_form("AS \"Kelp\""));
    assert!(!has_form("AS Kelp"));
}

/// A word for a kind of body is no name that goes without the quoted one.
#[test]
fn marks_behind_a_kind_of_body_hold_the_name() {
    for body in ["Stiftung", "Fundación", "Association", "Firma", "Förening", "Fondazione"] {
        let [kelp, rand] =
            ["Kelp", "Rand"].map(|name| EntityName::parse(&format!("{body} «{name}»")));
        assert!(kelp.additions().is_empty(), "{body}");
        assert_eq!(compare(&kelp, &rand).verdict, Verdict::Different, "{body}");
    }
    assert_eq!(EntityName::parse("Kelpworks \"Kelp\"").additions().len(), 1);
}

/// The words of the form stand before and inside of the brackets.
#[test]
fn a_form_around_a_bracket_has_a_range() {
    let text = " %(A?AS\0\u{13}(\u{1}\u{e}WS'\0S))";
    let range = EntityName::parse(text).form_range().expect("a form");
    assert_eq!(&text[range], "AS\0\u{13}(\u{1}\u{e}WS'\0S");
}

fn assert_agrees(texts: &[String]) {
    let names: Vec<EntityName> = texts.iter().map(|text| EntityName::parse(text)).collect();
    let list: Vec<Option<&EntityName>> = names.iter().map(Some).collect();
    let found: Vec<_> =
        duplicates(&list).iter().map(|d| (d.earlier, d.later, d.comparison.verdict)).collect();
    let mut expected = Vec::new();
    for later in 1..names.len() {
        let of = |wanted| {
            (0..later).find(|&earlier| compare(&names[earlier], &names[later]).verdict == wanted)
        };
        let best = of(Verdict::Same)
            .map(|earlier| (earlier, later, Verdict::Same))
            .or_else(|| of(Verdict::Likely).map(|earlier| (earlier, later, Verdict::Likely)));
        expected.extend(best);
    }
    assert_eq!(found, expected, "{texts:?}");
}

/// Names that come near each other often.
fn name() -> impl Strategy<Value = String> {
    let base = prop::sample::select(vec![
        "Acme",
        "ACME",
        "Müller Daten",
        "Mueller Daten",
        "Muller Daten",
        "Partner Stack",
        "PartnerStack",
        "PartnerStock",
        "Partnerstackk",
        "Prtanerstack",
        "Vendor 10001",
        "Vendor 10002",
        "Mixpanel",
        "Mlxpanel",
        "monday.com",
        "The Data",
        "AT&T",
        "株式会社Acme",
    ]);
    let form = prop::sample::select(vec![
        "",
        "",
        ", Inc.",
        " Inc",
        " GmbH",
        " G.m.b.H.",
        " Ltd.",
        " Limitada",
        " Lda",
        " Ltda",
    ]);
    let tail = prop::sample::select(vec![
        "",
        "",
        "",
        " [1]",
        "*",
        " (AWS)",
        " (\"Partnerstack\")",
        " d/b/a Acme",
        " (Acme, Inc.)",
    ]);
    (base, form, tail).prop_map(|(base, form, tail)| format!("{base}{form}{tail}"))
}

proptest! {
    #[test]
    fn any_text_parses_and_its_ranges_are_sound(text in ".{0,300}") {
        let name = EntityName::parse(&text);
        prop_assert!(text.get(name.legal_range()).is_some());
        for addition in name.additions() {
            prop_assert!(text.get(addition.range.clone()).is_some());
            prop_assert!(text.get(addition.outer.clone()).is_some());
        }
        assert_covers(&name);
        if let Some(range) = name.form_range() {
            prop_assert!(text.get(range).is_some());
        }
        let _ = compare(&name, &name);
    }

    #[test]
    fn comparing_is_symmetric(a in name(), b in name()) {
        let (a, b) = (EntityName::parse(&a), EntityName::parse(&b));
        prop_assert_eq!(compare(&a, &b), compare(&b, &a));
    }

    #[test]
    fn comparing_any_texts_is_symmetric(a in "[A-Za-z0-9 .,&()\"\u{200b}äßИі㈱-]{0,40}", b in ".{0,40}") {
        let (a, b) = (EntityName::parse(&a), EntityName::parse(&b));
        prop_assert_eq!(compare(&a, &b), compare(&b, &a));
    }

    #[test]
    fn case_spaces_dots_and_footnotes_leave_a_name_the_same(
        words in prop::collection::vec("[A-Za-z]{2,9}", 1..4),
        form in prop::sample::select(vec!["Inc", "GmbH", "Ltd", "LLC", "SAS", "OÜ", "B.V", "K.K"]),
        mark in prop::sample::select(vec!["", ".", " [1]", "*", " \u{2020}", ". [12]", "  "]),
    ) {
        let plain = format!("{} {form}", words.join(" "));
        let other = format!("  {}  {}{mark}", words.join("  ").to_uppercase(), form.to_uppercase());
        let found = compare(&EntityName::parse(&plain), &EntityName::parse(&other));
        prop_assert_eq!(found.verdict, Verdict::Same, "{} / {}", plain, other);
    }

    #[test]
    fn duplicates_agree_with_comparing_all(texts in prop::collection::vec(name(), 0..12)) {
        assert_agrees(&texts);
    }

    #[test]
    fn a_slip_of_one_letter_is_found_wherever_it_is(
        base in "[a-zäé]{3,9}( [a-zäé]{1,9}){0,3}",
        form in prop::sample::select(vec!["", ", Inc.", " GmbH", " Limitada"]),
        at in any::<prop::sample::Index>(),
        letter in prop::char::ranges(vec!['a'..='f', 'ä'..='ä'].into()),
        edit in 0..4_u8,
    ) {
        let mut chars: Vec<char> = base.chars().collect();
        let at = at.index(chars.len());
        match edit {
            0 => chars.insert(at, letter),
            1 => { chars.remove(at); }
            2 => chars[at] = letter,
            _ => { let next = (at + 1).min(chars.len() - 1); chars.swap(at, next); }
        }
        let slip: String = chars.into_iter().collect();
        assert_agrees(&[format!("{base}{form}"), format!("{slip}{form}")]);
    }

    #[test]
    fn the_parts_of_a_name_are_its_text(text in name_with_parts()) {
        assert_covers(&EntityName::parse(&text));
    }

    #[test]
    fn quotation_marks_are_no_part_of_a_name(
        words in prop::collection::vec("[A-Z][a-z]{2,9}", 1..3),
        form in prop::sample::select(vec!["UAB", "SIA", "OÜ", "AS", "AB", "Oy", "ООО", "Stichting", "PT"]),
        marks in prop::sample::select(vec![
            ("\"", "\""), ("„", "“"), ("“", "”"), ("«", "»"), ("»", "«"), ("‘", "’"),
        ]),
    ) {
        let (open, close) = marks;
        let name = words.join(" ");
        let plain = EntityName::parse(&format!("{form} {name}"));
        let quoted = EntityName::parse(&format!("{form} {open}{name}{close}"));
        prop_assert_eq!(compare(&plain, &quoted).verdict, Verdict::Same);
        prop_assert!(quoted.additions().is_empty() && quoted.form().is_some());
    }

    #[test]
    fn a_word_for_and_is_a_sign_in_the_language_of_the_form(
        first in "[A-Z][a-z]{2,9}",
        second in "[A-Z][a-z]{3,9}",
        (and, form) in prop::sample::select(vec![
            ("and", "Ltd"), ("und", "GmbH"), ("et", "SARL"), ("y", "S.L."), ("e", "S.r.l."),
            ("e", "Lda."), ("en", "B.V."), ("og", "ApS"), ("og", "ehf."), ("och", "AB"),
            ("ja", "Oy"), ("i", "Sp. z o.o."), ("a", "s.r.o."), ("és", "Kft."), ("și", "S.R.L."),
            ("ve", "Ltd. Şti."), ("in", "d.o.o."), ("un", "SIA"), ("ir", "UAB"),
        ]),
    ) {
        // An article is no part of a name.
        prop_assume!(first != "The");
        let sign = EntityName::parse(&format!("{first} & {second} {form}"));
        let word = EntityName::parse(&format!("{first} {and} {second} {form}"));
        prop_assert_eq!(compare(&sign, &word).verdict, Verdict::Same);
    }

    #[test]
    fn a_footnote_mark_changes_nothing(text in name(), mark in "\\*|\\[[1-9]\\]|†|²") {
        let (plain, marked) = (EntityName::parse(&text), EntityName::parse(&format!("{text} {mark}")));
        prop_assert_eq!(plain.base(), marked.base());
        prop_assert_eq!(plain.form().map(|form| form.label()), marked.form().map(|form| form.label()));
        prop_assert_eq!(compare(&plain, &marked).verdict, Verdict::Same);
    }

    #[test]
    fn another_form_is_another_company(
        words in prop::collection::vec("[A-Z][a-z]{3,9}", 1..3),
        a in prop::sample::select(FORMS.to_vec()),
        b in prop::sample::select(FORMS.to_vec()),
    ) {
        let name = words.join(" ");
        let (left, right) = (format!("{name} {a}"), format!("{name} {b}"));
        let found = compare(&EntityName::parse(&left), &EntityName::parse(&right)).verdict;
        prop_assert_eq!(found == Verdict::Same, a == b, "{} / {}", left, right);
        prop_assert!(found >= Verdict::Related);
    }
}

/// Forms of which no two are one.
const FORMS: &[&str] = &[
    "Inc.",
    "LLC",
    "Ltd",
    "PLC",
    "GmbH",
    "AG",
    "KG",
    "UG",
    "SAS",
    "SARL",
    "S.L.",
    "S.p.A.",
    "B.V.",
    "N.V.",
    "AB",
    "A/S",
    "ApS",
    "Oy",
    "OÜ",
    "UAB",
    "SIA",
    "Kft.",
    "Zrt.",
    "Bt.",
    "Sp. z o.o.",
    "Sp.k.",
    "Sp.j.",
    "s.r.o.",
    "d.o.o.",
    "I.K.E.",
    "E.P.E.",
    "O.E.",
    "OOD",
    "EOOD",
    "Pty Ltd",
    "Pte. Ltd.",
    "Pvt. Ltd.",
    "Sdn. Bhd.",
    "K.K.",
    "Co., Ltd.",
    "S.A. de C.V.",
    "Ltda.",
    "FZ-LLC",
    "FZE",
];

/// Names with one or two things beside them.
fn name_with_parts() -> impl Strategy<Value = String> {
    let beside = prop::sample::select(vec![
        "",
        ", HRB 6089",
        " (Company No. 09123456)",
        " d/b/a Kelp",
        ", formerly Rand Ltd",
        " i.L.",
        " (in liquidation)",
        " (EU)",
        " (only for webinars)",
        " – nur bei SMS",
        " \"K\"",
        " [1]",
        "*",
        " (from 2027)",
        " & Co. KG",
        " / Orrery",
        ", Inc. (\"K\") [2]",
        " («Ж»)",
        "，东京",
    ]);
    ("[A-Za-z „“«»&éß株]{0,20}", beside.clone(), beside)
        .prop_map(|(base, a, b)| format!("{base}{a}{b}"))
}

/// The parts follow each other and are the whole text.
fn assert_covers(name: &EntityName) {
    let mut at = 0;
    for part in name.parts() {
        assert_eq!(part.range.start, at, "{:?}", name.text());
        assert!(part.range.end > at && name.text().get(part.range.clone()).is_some());
        at = part.range.end;
    }
    assert_eq!(at, name.text().len(), "{:?}", name.text());
}
