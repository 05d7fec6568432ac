//! Purposes and data categories: what their words leave when the empty ones are taken
//! away, and what they deny.
//!
//! An open reader: unknown words are fine, for they say something. Words are judged and
//! never counted.

use crate::facts::lexicon::LexiconMatch;
use crate::facts::text_marks::TextMarks;
use crate::facts::text_words::{self, TextUses};
use crate::text::fold::{Gap, Words};
use std::ops::Range;

mod to_do;

pub(crate) use to_do::{unfinished, unfinished_place};

/// Bytes of a text that are judged; longer texts say something.
const MAX_LENGTH: usize = 2_000;

/// The words of a text with their uses.
struct JudgedText<'a> {
    text: &'a str,
    words: Words,
    matches: Vec<LexiconMatch<TextUses>>,
}

impl<'a> JudgedText<'a> {
    fn of(text: &'a str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let words = Words::of(text);
        let matches = text_words::scan(&words);
        Some(Self { text, words, matches })
    }

    fn is(&self, at: usize, uses: TextUses) -> bool {
        self.matches[at].role.is_some_and(|known| known.has(uses))
    }

    /// True if every word has one of the uses, and one of them has `some`.
    fn consists_of(&self, some: TextUses, glue: TextUses) -> bool {
        let all = 0..self.matches.len();
        let has_some = all.clone().any(|at| self.is(at, some));
        has_some && all.into_iter().all(|at| self.is(at, some.or(glue)) || self.is_number(at))
    }

    fn is_number(&self, at: usize) -> bool {
        let range = self.matches[at].range.clone();
        self.text[range].bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The matches of each clause: what stands between commas, brackets and full stops.
    fn clauses(&self) -> Vec<Range<usize>> {
        let mut clauses = Vec::new();
        let mut from = 0;
        for at in 1..=self.matches.len() {
            let ends = self.matches.get(at).is_none_or(|found| {
                let before = self.matches[at - 1].range.end;
                let between = self.text.get(before..found.range.start).unwrap_or_default();
                self.words.list[found.first_word].gap >= Gap::Break
                    || between.contains(['.', ';', '!', '?', '。', '、'])
            });
            if ends && from < at {
                clauses.push(from..at);
                from = at;
            }
        }
        clauses
    }
}

/// True if a purpose says nothing: there is nothing left without its empty words.
#[must_use]
pub(crate) fn is_empty_purpose(text: &str, marks: TextMarks) -> bool {
    let empty = TextUses::EMPTY.or(TextUses::OPEN_END);
    consists_of(text, marks, empty)
}

/// True if a data category says nothing.
#[must_use]
pub(crate) fn is_empty_data(text: &str, marks: TextMarks) -> bool {
    consists_of(text, marks, TextUses::EMPTY_DATA.or(TextUses::PERSONAL))
}

/// True if a data category is a catch-all with examples: "customer data, such as names". The
/// examples say what may be among the data, and not what is.
#[must_use]
pub(crate) fn is_empty_data_with_examples(text: &str, marks: TextMarks) -> bool {
    if text.len() > MAX_LENGTH || !marks.may_have(TextUses::EMPTY_DATA.or(TextUses::PERSONAL)) {
        return false;
    }
    let words = Words::of(text);
    let is_example =
        |at: usize| text_words::starts_with_example(&words.folded[words.list[at].at..]);
    let Some(at) = (1..words.list.len()).find(|&at| is_example(at)) else { return false };
    let head = text.get(..words.list[at].start).unwrap_or_default();
    is_empty_data(head, TextMarks::of(head))
}

fn consists_of(text: &str, marks: TextMarks, empty: TextUses) -> bool {
    marks.may_consist_of(empty)
        && JudgedText::of(text).is_some_and(|judged| judged.consists_of(empty, TextUses::GLUE))
}

/// The words that leave the end of a text open: "and other services as needed". Words that
/// are glue, too, only say when: "reminders as needed" names all there is.
#[must_use]
pub(crate) fn open_end(text: &str, marks: TextMarks) -> Option<Range<usize>> {
    if !marks.may_have(TextUses::OPEN_END) {
        return None;
    }
    let judged = JudgedText::of(text)?;
    let last = judged.matches.len().checked_sub(1)?;
    // They count at the end of the text or of a list in brackets, with the empty words behind
    // them: "und weitere Leistungen".
    let mut from = None;
    let opens = |at: usize| judged.is(at, TextUses::OPEN_END) && !judged.is(at, TextUses::GLUE);
    for at in (0..=last).rev() {
        if opens(at) {
            from = Some(at);
        } else if !judged.is(at, TextUses::GLUE.or(TextUses::EMPTY)) {
            break;
        }
    }
    let mut from = from?;
    // What is left has to be something: the whole of it is an empty text.
    if from == 0 {
        return None;
    }
    while from < last && !opens(from) {
        from += 1;
    }
    let is_dense = judged.words.list[judged.matches[from].first_word].unspaced;
    let ends = judged.matches[last].range.end;
    let tail = &text[ends..];
    // A syllable such as the Korean one for "and so on" is part of many words.
    let stands_apart = !is_dense || !tail.contains(char::is_alphanumeric);
    stands_apart.then(|| judged.matches[from].range.start..ends)
}

/// True if a data category leaves open what else there is: "names etc.", "m.m." alone.
#[must_use]
pub(crate) fn leaves_data_open(text: &str, marks: TextMarks) -> bool {
    open_end(text, marks).is_some() || consists_of(text, marks, TextUses::OPEN_END)
}

/// True if the clause around some bytes of a text denies what stands there.
#[must_use]
pub fn is_denied(text: &str, part: &Range<usize>) -> bool {
    let Some(judged) = JudgedText::of(text) else { return false };
    judged.clauses().into_iter().any(|clause| {
        let first = judged.matches[clause.start].range.start;
        let last = judged.matches[clause.end - 1].range.end;
        let holds = first < part.end && part.start < last;
        holds
            && clause.into_iter().any(|at| {
                judged.is(at, TextUses::NEGATION) && !judged.is(at, TextUses::NO_NEGATION)
            })
    })
}

/// True if a term for sensitive data is meant in an everyday sense: it has one, and no
/// word beside it is about a person or data.
#[must_use]
pub fn is_everyday(text: &str, part: &Range<usize>) -> bool {
    let Some(term) = text.get(part.clone()) else { return false };
    if !text_words::is(term, TextUses::EVERYDAY) || term.len() == text.trim().len() {
        return false;
    }
    let Some(judged) = JudgedText::of(text) else { return false };
    let is_beside = |at: usize| {
        let found = &judged.matches[at].range;
        found.end <= part.start || part.end <= found.start
    };
    !(0..judged.matches.len()).any(|at| {
        is_beside(at)
            && judged.is(
                at,
                TextUses::PERSON.or(TextUses::PERSONAL).or(TextUses::EMPTY_DATA).or(TextUses::DATA),
            )
    })
}

/// False only if no text with these marks says that no personal data is involved.
pub(crate) fn may_deny_personal_data(marks: TextMarks) -> bool {
    marks.may_have(TextUses::NEGATION) && marks.may_have(TextUses::PERSONAL)
}

/// The words by which a text says that no personal data is involved.
#[must_use]
pub fn denies_personal_data(text: &str) -> Option<Range<usize>> {
    if !may_deny_personal_data(TextMarks::of(text)) {
        return None;
    }
    let judged = JudgedText::of(text)?;
    judged.clauses().into_iter().find_map(|clause| {
        let is = |at: usize, uses| judged.is(at, uses);
        let all = || clause.clone();
        let denies = all().any(|at| is(at, TextUses::NEGATION))
            && all().any(|at| is(at, TextUses::PERSONAL));
        let known = TextUses::NEGATION
            .or(TextUses::PERSONAL)
            .or(TextUses::RECEIVE)
            .or(TextUses::GLUE)
            .or(TextUses::EMPTY)
            .or(TextUses::EMPTY_DATA);
        let is_closed = || all().all(|at| is(at, known));
        (denies && is_closed()).then(|| {
            judged.matches[clause.start].range.start..judged.matches[clause.end - 1].range.end
        })
    })
}

/// True if a whole text is the answer that something does not apply.
#[must_use]
pub fn is_not_applicable(text: &str) -> bool {
    text.len() <= 40 && text_words::is(text, TextUses::NOT_APPLICABLE)
}

/// True if a text answers that there is nothing, perhaps with a remark in brackets: "none (only
/// formulas)".
#[must_use]
pub(crate) fn says_none(text: &str) -> bool {
    if text.len() > MAX_LENGTH {
        return false;
    }
    let head = text.split(['(', '（', '[']).next().unwrap_or(text);
    !head.trim().is_empty()
        && JudgedText::of(head).is_some_and(|judged| {
            let none = TextUses::NOT_APPLICABLE.or(TextUses::NEGATION);
            !judged.matches.is_empty()
                && judged.matches.len() <= 2
                && (0..judged.matches.len()).all(|at| judged.is(at, none))
        })
}

/// True if a text is a list of data categories.
#[must_use]
pub(crate) fn names_data(text: &str, marks: TextMarks) -> bool {
    marks.may_consist_of(TextUses::DATA)
        && JudgedText::of(text)
            .is_some_and(|judged| judged.consists_of(TextUses::DATA, TextUses::GLUE))
}

/// True if a data category names what is done instead of data: "Newsletter delivery".
#[must_use]
pub(crate) fn names_activity(text: &str, marks: TextMarks) -> bool {
    let last = text.trim_end_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
    if !marks.may_have(TextUses::ACTIVITY.or(TextUses::ACTIVITY_FIRST))
        && !text_words::ends_like_activity(last)
    {
        return false;
    }
    let Some(judged) = JudgedText::of(text) else { return false };
    let count = judged.matches.len();
    let data = TextUses::DATA.or(TextUses::EMPTY_DATA).or(TextUses::PERSON);
    if count == 0 || (0..count).any(|at| judged.is(at, data)) {
        return false;
    }
    let folded = judged.words.folded(judged.words.list.len() - 1);
    let ends = judged.is(count - 1, TextUses::ACTIVITY) && count > 1
        || text_words::ends_like_activity(folded);
    let starts = judged.is(0, TextUses::ACTIVITY_FIRST) && count > 1;
    ends || starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_empty_purpose(text: &str) -> bool {
        super::is_empty_purpose(text, TextMarks::of(text))
    }

    fn is_empty_data(text: &str) -> bool {
        super::is_empty_data(text, TextMarks::of(text))
    }

    fn open_end(text: &str) -> Option<Range<usize>> {
        super::open_end(text, TextMarks::of(text))
    }

    fn names_data(text: &str) -> bool {
        super::names_data(text, TextMarks::of(text))
    }

    fn names_activity(text: &str) -> bool {
        super::names_activity(text, TextMarks::of(text))
    }

    #[test]
    fn a_purpose_is_judged_by_what_its_words_leave() {
        for text in [
            "Services",
            "Professional services",
            "Technische Dienstleistungen",
            "Group company",
            "Konzerngesellschaft",
            "prestations techniques",
            "servicios profesionales",
            "servizi vari",
            "algemene diensten",
            "serviços gerais",
            "usługi ogólne",
            "různé služby",
            "diverse tjänster",
            "generelle ydelser",
            "muut palvelut",
            "일반 서비스",
            "その他サービス",
            "IT and other services",
            "AI services",
            "KI-Dienstleistungen",
            "services d'intelligence artificielle",
            "servicios en la nube",
            "usługi chmurowe",
            "molntjänster",
            "To provide our services",
        ] {
            assert!(is_empty_purpose(text), "{text}");
        }
        for text in [
            "Captcha",
            "AI transcription",
            "KI-Zusammenfassungen",
            "Cloud hosting",
            "Hosting",
            "Lohnabrechnung",
            "Lønkørsel",
            "Adatmentés",
            "E-Mail-Versand",
            "Fehlerüberwachung",
            "Payment processing",
            "Zahlungsabwicklung",
            "Analytics",
            "メール配信",
            "서버 호스팅",
            "Customer support tickets",
            "Palkanlaskenta",
            "Fakturace",
        ] {
            assert!(!is_empty_purpose(text), "{text}");
        }
    }

    #[test]
    fn an_open_end_is_found_where_it_is() {
        let found = |text: &str| open_end(text).map(|range| text[range].to_owned());
        assert_eq!(
            found("Hosting and other services as needed").as_deref(),
            Some("other services as needed")
        );
        assert_eq!(
            found("Object storage, related infrastructure").as_deref(),
            Some("related infrastructure")
        );
        assert_eq!(found("Hosting usw.").as_deref(), Some("usw"));
        assert_eq!(found("Hébergement et autres services").as_deref(), Some("et autres services"));
        assert_eq!(found("Fakturace a další služby").as_deref(), Some("a další služby"));
        assert_eq!(found("Faturação e afins").as_deref(), Some("e afins"));
        assert_eq!(
            found("Versand und weitere Leistungen").as_deref(),
            Some("und weitere Leistungen")
        );
        assert_eq!(found("Kuljetus ja muut palvelut").as_deref(), Some("ja muut palvelut"));
        // When it is done is no open end.
        for text in ["Reminders as needed", "Påminnelser (vid behov)", "Rappels (si nécessaire)"]
        {
            assert_eq!(found(text), None, "{text}");
        }
        assert_eq!(found("ホスティングなど").as_deref(), Some("など"));
        for text in ["Hosting", "등록 관리", "Monitoring and more than ten other reports a day"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn empty_data_categories_in_other_words() {
        for text in [
            "whatever the user uploads",
            "standard personal data",
            "personuppgifter",
            "osobní údaje",
            "allgemeine personenbezogene Daten",
            "toutes les données clients",
            "datos de carácter personal",
            "henkilötiedot",
            "dane osobowe",
            "개인정보",
            "個人データ",
            // Whether and how there are data, and not which.
            "Yes (in transit)",
            "Ja, verschlüsselt",
            "oui (au repos)",
            "personal data, encrypted at rest",
        ] {
            assert!(is_empty_data(text), "{text}");
        }
        for text in [
            "e-mail addresses",
            "log data",
            "all service data",
            "invoices",
            "IP-adresse",
            "Yes (invoices)",
            "encrypted backups",
        ] {
            assert!(!is_empty_data(text), "{text}");
        }
    }

    #[test]
    fn a_catch_all_stays_one_with_examples() {
        let found = |text: &str| is_empty_data_with_examples(text, TextMarks::of(text));
        for text in [
            "Customer data including names and order numbers",
            "personal information (e.g. birthdays)",
            "Kundendaten wie z. B. Anschriften",
            "données personnelles, notamment le nom",
            "datos personales, por ejemplo direcciones",
            "dati dei clienti, ad esempio indirizzi",
            "klantgegevens zoals adressen",
            "dane osobowe, np. adresy",
            "osobní údaje, např. adresy",
            "personuppgifter, t.ex. adresser",
            "henkilötiedot, esim. osoitteet",
        ] {
            assert!(found(text), "{text}");
        }
        for text in [
            "Message content, including attachments",
            "contact details such as e-mail addresses",
            "including names",
            "Rechnungsdaten inklusive Anschrift",
            "names",
            "customer data",
        ] {
            assert!(!found(text), "{text}");
        }
    }

    #[test]
    fn a_negation_reaches_over_its_clause() {
        let denied = |text: &str, term: &str| {
            let at = text.find(term).unwrap();
            is_denied(text, &(at..at + term.len()))
        };
        assert!(denied("no biometric data", "biometric"));
        assert!(denied("sans données de santé", "santé"));
        assert!(denied("message body (no clinical content)", "clinical"));
        assert!(denied("Checkout; card details never reach our servers", "card"));
        assert!(denied("keine Gesundheitsdaten", "Gesundheitsdaten"));
        assert!(denied("ei terveystietoja", "terveystietoja"));
        assert!(!denied("no names, health data", "health"));
        assert!(!denied("not only health data", "health"));
        assert!(!denied("health data", "health"));
    }

    #[test]
    fn a_word_with_an_everyday_sense_needs_a_person() {
        let everyday = |text: &str, term: &str| {
            let at = text.find(term).unwrap();
            is_everyday(text, &(at..at + term.len()))
        };
        assert!(everyday("Race timing for sports events", "Race"));
        assert!(everyday("Diagnosis of slow queries", "Diagnosis"));
        assert!(!everyday("Race and ethnicity data", "Race"));
        assert!(!everyday("Diagnosis of patients", "Diagnosis"));
        assert!(!everyday("race", "race"));
        assert!(!everyday("biometric data", "biometric"));
    }

    #[test]
    fn texts_that_say_that_no_personal_data_is_involved() {
        for text in [
            "aucune donnée personnelle",
            "Never receives data of persons.",
            "Does not process personal data",
            "Es werden keine personenbezogenen Daten verarbeitet",
            "no PII",
            "Weather maps. No personal data is processed.",
            "ei henkilötietoja",
            "geen persoonsgegevens",
            "sin datos personales",
            "Solo estáticos; no almacena datos personales de la app",
        ] {
            assert!(denies_personal_data(text).is_some(), "{text}");
        }
        for text in [
            "Does not sell personal data",
            "No personal data is shared with advertisers",
            "personal data",
            "never stores card numbers",
        ] {
            assert_eq!(denies_personal_data(text), None, "{text}");
        }
    }

    #[test]
    fn other_kinds_of_values_are_told() {
        assert!(names_activity("Newsletter delivery") && names_activity("Newsletter-Versand"));
        assert!(names_activity("Envoi de newsletters"));
        assert!(!names_activity("delivery address") && !names_activity("billing data"));
        assert!(names_data("Name, IP address") && names_data("Vor- und Nachname"));
        assert!(!names_data("E-mail delivery"));
        assert!(is_not_applicable("N/A") && is_not_applicable("entfällt"));
    }

    proptest! {
        #[test]
        fn a_word_that_is_not_known_says_something(word in "[qxz]{4,9}") {
            for text in ["Professional services", "IT"] {
                let with = format!("{text} {word}");
                prop_assert!(!is_empty_purpose(&with));
                prop_assert!(!is_empty_data(&with));
            }
        }

        #[test]
        fn a_filler_changes_no_verdict(at in 0usize..4) {
            let glue = ["the ", "our ", "die ", "les "][at];
            for text in ["Services", "Captcha", "Payment processing", "Dienstleistungen"] {
                let with = format!("{glue}{text}");
                prop_assert_eq!(is_empty_purpose(&with), is_empty_purpose(text));
            }
        }
    }
}
