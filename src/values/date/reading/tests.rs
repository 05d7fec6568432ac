use super::*;
use crate::facts::date_words;
use proptest::prelude::*;

fn day(text: &str) -> String {
    let reading = DateReading::of(text);
    match reading.meaning {
        _ if reading.unread().is_some() => {
            format!("unread: {}", &text[reading.unread().unwrap()])
        }
        DateMeaning::Day(date) => date.to_string(),
        DateMeaning::Either(one, other) => format!("{one} or {other}"),
        DateMeaning::Period(period) => format!("{}..{}", period.first_day(), period.last_day()),
        DateMeaning::Range(first, last) => format!("{first}..{last}"),
        DateMeaning::Impossible(_) => "impossible".to_owned(),
        DateMeaning::Nothing => "nothing".to_owned(),
    }
}

#[test]
fn a_day_is_read_in_every_language() {
    for text in [
        "1 March 2026",
        "March 1st, 2026",
        "1st of March 2026",
        "1-Mar-2026",
        "Sunday, 1 March 2026",
        "as of 1 March 2026",
        "effective from 1 March 2026",
        "Last updated: March 1, 2026",
        "1. März 2026",
        "Stand: 1. März 2026",
        "ab dem 1. Mrz. 2026",
        "So., 1. März 2026",
        "1er mars 2026",
        "Mis à jour le 1er mars 2026",
        "1 de marzo de 2026",
        "desde el 1 de marzo de 2026",
        "1º marzo 2026",
        "Aggiornato al 1° marzo 2026",
        "1 maart 2026",
        "laatst bijgewerkt op 1 mrt 2026",
        "1 de março de 2026",
        "1 marca 2026 r.",
        "od dnia 1 marca 2026",
        "1. března 2026",
        "ke dni 1. března 2026",
        "den 1 mars 2026",
        "senast uppdaterad den 1 mars 2026",
        "d. 1. marts 2026",
        "1. mars 2026",
        "1. maaliskuuta 2026",
        "päivitetty 1. maaliskuuta 2026",
        "2026년 3월 1일",
        "2026년 3월 1일 기준",
        "2026年3月1日",
        "2026年3月1日現在",
        "最終更新日:2026年3月1日",
        "2026/03/01",
        "2026. 3. 1.",
        "20260301",
        "2026-03-01T10:00:00Z",
        "2026-03-01 10:00 UTC",
        "2026-03-01T10:00:00.123+01:00",
        "1 March 2026, 10:00 am CET",
    ] {
        assert_eq!(day(text), "2026-03-01", "{text}");
    }
}

#[test]
fn what_is_no_single_day_says_what_it_is() {
    for (text, expected) in [
        ("03/04/2026", "2026-04-03 or 2026-03-04"),
        ("1.4.26", "2026-04-01"),
        ("1/4/26", "2026-04-01 or 2026-01-04"),
        ("25.12.26", "2026-12-25"),
        ("1 March 26", "2026-03-01"),
        ("31 Feb 2026", "impossible"),
        ("2026-02-30", "impossible"),
        ("31/31/2026", "impossible"),
        ("2026年13月1日", "impossible"),
        ("Q3 2026", "2026-07-01..2026-09-30"),
        ("2026 Q3", "2026-07-01..2026-09-30"),
        ("3. Quartal 2026", "2026-07-01..2026-09-30"),
        ("3e trimestre 2026", "2026-07-01..2026-09-30"),
        ("2026年第3四半期", "unread: 第"),
        ("03/2026", "2026-03-01..2026-03-31"),
        ("2026-03", "2026-03-01..2026-03-31"),
        ("March 2026", "2026-03-01..2026-03-31"),
        ("maaliskuu 2026", "2026-03-01..2026-03-31"),
        ("březen 2026", "2026-03-01..2026-03-31"),
        ("2026年3月", "2026-03-01..2026-03-31"),
        ("令和8年3月1日", "2026-03-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("2026", "2026-01-01..2026-12-31"),
        ("2026-03-01 - 2026-05-31", "2026-03-01..2026-05-31"),
        ("2026-03-01/2026-05-31", "2026-03-01..2026-05-31"),
        ("1–3 March 2026", "2026-03-01..2026-03-03"),
        ("March – May 2026", "2026-03-01..2026-05-31"),
        ("from 1 March 2026 to 31 May 2026", "2026-03-01..2026-05-31"),
        ("vom 1. März 2026 bis zum 31. Mai 2026", "2026-03-01..2026-05-31"),
        ("2026年3月1日から2026年5月31日まで", "2026-03-01..2026-05-31"),
        ("March", "nothing"),
        ("12", "unread: 12"),
        ("3/4", "unread: 3"),
        ("", "nothing"),
        ("soon", "unread: soon"),
        ("before 1 March 2026", "unread: before"),
        ("around 1 March 2026", "unread: around"),
        ("1 March 2026 (?)", "unread: ?"),
    ] {
        assert_eq!(day(text), expected, "{text}");
    }
}

const PIECES: &[&str] = &[
    "2026", "1", "03", "31", "March", "mars", "3月", "일", "Q", "since", "bis", "Stand:", " ", " ",
    ", ", ".", "/", "-", "–", "10:00", "T", "Z", "+01:00", "st", "er", "é", "第", "~", "?", "年",
    "26",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_parts_cover_the_text(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..10)) {
        let text = pieces.concat();
        let reading = DateReading::of(&text);
        let mut from = 0;
        for part in &reading.parts {
            prop_assert_eq!(part.range.start, from, "{}", text);
            prop_assert!(text.get(part.range.clone()).is_some() && !part.range.is_empty());
            prop_assert!(part.role != DateRole::Number);
            from = part.range.end;
        }
        prop_assert_eq!(from, text.len());
    }

    #[test]
    fn any_text_has_parts(text in ".{0,40}") {
        let reading = DateReading::of(&text);
        let len: usize = reading.parts.iter().map(|part| part.range.len()).sum();
        prop_assert_eq!(len, text.len());
    }

    #[test]
    fn a_word_without_a_role_leaves_the_reading_open(
        date in prop::sample::select(&["1 March 2026", "2026-03-01", "Q3 2026", "1. března 2026", "2026年3月1日"][..]),
        word in "[a-z]{4,9}",
        first in any::<bool>(),
    ) {
        let is_known = date_words::of_phrase(&word).is_some();
        prop_assume!(!is_known);
        let text = if first { format!("{word} {date}") } else { format!("{date} {word}") };
        prop_assert!(DateReading::of(&text).unread().is_some(), "{}", text);
        prop_assert!(Date::parse(&text).unwrap_err().suggestion().is_none(), "{}", text);
    }

    #[test]
    fn a_known_filler_changes_no_verdict(
        date in prop::sample::select(&[
            "1 March 2026", "2026-03-01", "Q3 2026", "31 Feb 2026", "03/04/2026", "2026年3月1日", "March 2026",
        ][..]),
        filler in prop::sample::select(&[
            "as of", "effective", "since", "Stand:", "mis à jour le", "desde", "dal", "op", "atualizado em", "dnia",
            "ke dni", "den", "opdateret", "päivitetty", "기준", "現在", "Monday,", "(", "...",
        ][..]),
    ) {
        let text = format!("{filler} {date}");
        prop_assert_eq!(DateReading::of(&text).meaning, DateReading::of(date).meaning, "{}", text);
        prop_assert_eq!(DateReading::of(&text).unread(), None, "{}", text);
    }
}
