//! Reads what a transfer rests on, or what is written in its place: mechanisms,
//! agreements, assessments, laws and certificates.
//!
//! A closed reader: the parts of a reading tile the text, and what is not understood is
//! a part that says so. Nothing is guessed from the spelling.

use crate::facts::adequacy::{NamedMechanism, Retired};
use crate::facts::date_words::{self, DateWord};
use crate::facts::instruments::{self, AgreementType, InstrumentWord};
use crate::facts::lexicon::LexiconMatch;
use crate::facts::places;
use crate::text::fold::{Gap, Words};
use std::ops::Range;

/// Something that a text may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    /// A transfer mechanism, active or retired.
    Mechanism(NamedMechanism),
    /// A contract with a vendor.
    Agreement(AgreementType),
    /// An assessment, such as one of a transfer.
    Assessment,
    /// Somebody who answers for data protection.
    Person,
    /// A law or regulation.
    Law,
    /// A certificate, report or mark.
    Certificate,
}

/// The role of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstrumentRole {
    /// It is named.
    Stated(Instrument),
    /// It is named, and denied.
    Denied(Instrument),
    /// It is named in a sentence about the past.
    Past(Instrument),
    /// An area that it is of.
    Area,
    /// "And", "or".
    Joint,
    /// A word that denies.
    Negation,
    /// A word about the past.
    PastWord,
    /// Words that change nothing.
    Filler,
    /// Punctuation and white space.
    Separator,
    /// Not understood.
    Unread,
}

/// A piece of the text and its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentPart {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Its role.
    pub role: InstrumentRole,
}

/// The meaning of a text: its parts, in order, without gaps and overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstrumentReading {
    /// The parts.
    pub parts: Vec<InstrumentPart>,
}

/// Bytes that are read; the rest of a longer text is one unread part.
const MAX_LENGTH: usize = 4_000;

/// Reads a text. Linear in its length.
#[must_use]
pub fn read(text: &str) -> InstrumentReading {
    let mut end = text.len().min(MAX_LENGTH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let words = Words::of(&text[..end]);
    let matches = instruments::scan(&words);
    let roles = settle(text, &words, &matches);
    let mut parts = Vec::with_capacity(matches.len() * 2 + 1);
    let mut at = 0;
    let mut push = |range: Range<usize>, role| {
        if !range.is_empty() {
            parts.push(InstrumentPart { range, role });
        }
    };
    for (found, role) in matches.iter().zip(roles) {
        push(at..found.range.start.max(at), InstrumentRole::Separator);
        push(found.range.start.max(at)..found.range.end, role);
        at = at.max(found.range.end);
    }
    push(at..end, InstrumentRole::Separator);
    push(end..text.len(), InstrumentRole::Unread);
    InstrumentReading { parts }
}

/// The roles of the matches, by what stands around them.
fn settle(
    text: &str,
    words: &Words,
    matches: &[LexiconMatch<InstrumentWord>],
) -> Vec<InstrumentRole> {
    let mut roles: Vec<InstrumentRole> = matches.iter().map(|found| plain(words, found)).collect();
    let gap = |at: usize| words.list[matches[at].first_word].gap;
    // A negation reaches over what it stands before, and back to what it stands behind.
    for at in 0..roles.len() {
        if roles[at] != InstrumentRole::Negation {
            continue;
        }
        let mut reached = false;
        for (next, role) in roles.iter_mut().enumerate().skip(at + 1) {
            match *role {
                _ if next > at + 1 && gap(next) >= Gap::Break => break,
                InstrumentRole::Stated(named) => {
                    *role = InstrumentRole::Denied(named);
                    reached = true;
                }
                InstrumentRole::Area | InstrumentRole::Filler | InstrumentRole::Joint => {}
                _ => break,
            }
        }
        if let Some(before) = at.checked_sub(1).filter(|_| !reached)
            && let InstrumentRole::Stated(named) = roles[before]
        {
            roles[before] = InstrumentRole::Denied(named);
        }
    }
    // A sentence about the past names what was.
    let mut start = 0;
    for at in 0..=roles.len() {
        let ends = at == roles.len()
            || at > 0
                && ends_sentence(
                    &text[matches[at - 1].range.end
                        ..matches[at].range.start.max(matches[at - 1].range.end)],
                );
        if !ends {
            continue;
        }
        let sentence = &mut roles[start..at];
        if sentence.contains(&InstrumentRole::PastWord) {
            for role in sentence {
                // What is still valid is what the past was replaced by.
                if let InstrumentRole::Stated(
                    named @ Instrument::Mechanism(NamedMechanism::Retired(_)),
                ) = *role
                {
                    *role = InstrumentRole::Past(named);
                }
            }
        }
        start = at;
    }
    for at in 0..roles.len() {
        if is_certificate_word(roles[at]) && joins_named(&roles, at, gap) {
            roles[at] = InstrumentRole::Filler;
        }
    }
    roles
}

/// True for the mechanism that is called "certification".
fn is_certificate_word(role: InstrumentRole) -> bool {
    matches!(
        role,
        InstrumentRole::Stated(Instrument::Mechanism(NamedMechanism::Mechanism(named)))
            if named.id == "certification"
    )
}

/// True if the word "certification" stands right beside what is certified: a framework, a
/// standard.
fn joins_named(roles: &[InstrumentRole], at: usize, gap: impl Fn(usize) -> Gap) -> bool {
    let is_certified = |role: InstrumentRole| match role {
        InstrumentRole::Stated(Instrument::Certificate) => true,
        InstrumentRole::Stated(Instrument::Mechanism(NamedMechanism::Mechanism(named))) => {
            named.id.starts_with("dpf")
        }
        _ => false,
    };
    let is_plain =
        |role: &InstrumentRole| matches!(role, InstrumentRole::Filler | InstrumentRole::Area);
    let before = (0..at).rev().take_while(|&word| gap(word + 1) < Gap::Slash);
    let mut before = before.map(|word| roles[word]).skip_while(is_plain);
    let behind = (at + 1..roles.len()).take_while(|&word| gap(word) < Gap::Slash);
    let mut behind = behind.map(|word| roles[word]).skip_while(is_plain);
    before.next().is_some_and(is_certified) || behind.next().is_some_and(is_certified)
}

/// True if the signs between two words end a sentence.
fn ends_sentence(between: &str) -> bool {
    between.contains([';', '\n', '。', '!', '?']) || between.contains(". ")
}

/// The role of a match by itself.
fn plain(words: &Words, found: &LexiconMatch<InstrumentWord>) -> InstrumentRole {
    use InstrumentWord as W;
    let Some(word) = found.role else {
        let folded = words.folded(found.first_word);
        let is_iso = folded
            .strip_prefix("iso")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
        // Numbers, single letters and months are of articles and dates.
        let is_sign = folded.bytes().all(|byte| byte.is_ascii_digit())
            || folded.len() == 1
            || matches!(date_words::of_phrase(folded), Some(DateWord::Month(_)));
        return match (is_iso, is_sign) {
            (true, _) => InstrumentRole::Stated(Instrument::Certificate),
            (_, true) => InstrumentRole::Filler,
            _ if folded.len() > 3 && places::country_named(folded).is_some() => {
                InstrumentRole::Area
            }
            _ => InstrumentRole::Unread,
        };
    };
    let stated = InstrumentRole::Stated;
    match word {
        W::Mechanism(_) | W::Retired(_) => word
            .mechanism()
            .map_or(InstrumentRole::Unread, |named| stated(Instrument::Mechanism(named))),
        W::Agreement(kind) => stated(Instrument::Agreement(kind)),
        W::Assessment => stated(Instrument::Assessment),
        W::Person => stated(Instrument::Person),
        W::Law => stated(Instrument::Law),
        W::Certificate => stated(Instrument::Certificate),
        W::Past => InstrumentRole::PastWord,
        W::Negation => InstrumentRole::Negation,
        W::And => InstrumentRole::Joint,
        W::Area => InstrumentRole::Area,
        W::Filler => InstrumentRole::Filler,
        W::Elsewhere => InstrumentRole::Unread,
    }
}

/// The stretches of a text that name a certificate each, divided by a comma, a sign or a
/// word for "and": "ISO 27001, SOC 2".
#[must_use]
pub fn certificates_apart(text: &str) -> Vec<Range<usize>> {
    let reading = read(text);
    // A law beside a certificate is another item, and no certificate at all.
    let is_item = |named| matches!(named, Instrument::Certificate | Instrument::Law);
    if !reading.stated().any(|(named, _)| named == Instrument::Certificate) {
        return Vec::new();
    }
    let named = reading.stated().filter(|(named, _)| is_item(*named));
    let starts: Vec<usize> = named.map(|(_, range)| range.start).collect();
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for start in starts {
        let Some(last) = pieces.last_mut() else {
            pieces.push(0..text.len());
            continue;
        };
        // The part or sign between the two, nearest to the second.
        let divides = |part: &&InstrumentPart| {
            last.start < part.range.start
                && part.range.end <= start
                && (part.role == InstrumentRole::Joint
                    || text[part.range.clone()].contains([',', ';', '+', '&', '/', '|']))
        };
        if let Some(part) = reading.parts.iter().rev().find(divides) {
            last.end = part.range.start;
            pieces.push(start..text.len());
        }
    }
    for piece in &mut pieces {
        let trimmed = text[piece.clone()].trim_end();
        piece.end = piece.start + trimmed.len();
    }
    pieces
}

impl InstrumentReading {
    /// Everything that is stated, with its bytes, in the order of the text.
    pub fn stated(&self) -> impl Iterator<Item = (Instrument, Range<usize>)> + '_ {
        self.parts.iter().filter_map(|part| match part.role {
            InstrumentRole::Stated(named) => Some((named, part.range.clone())),
            _ => None,
        })
    }

    /// The ids of the active mechanisms that are stated, none twice.
    #[must_use]
    pub fn mechanism_ids(&self) -> Vec<&'static str> {
        let mut ids = Vec::new();
        for (named, _) in self.stated() {
            if let Instrument::Mechanism(NamedMechanism::Mechanism(mechanism)) = named
                && !ids.contains(&mechanism.id)
            {
                ids.push(mechanism.id);
            }
        }
        ids
    }

    /// The retired mechanisms that are stated as if they were active.
    pub fn retired(&self) -> impl Iterator<Item = (&'static Retired, Range<usize>)> + '_ {
        self.stated().filter_map(|(named, range)| match named {
            Instrument::Mechanism(NamedMechanism::Retired(retired)) => Some((retired, range)),
            _ => None,
        })
    }

    /// True if a part was not understood.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.parts.iter().any(|part| part.role == InstrumentRole::Unread)
    }

    /// The first thing that a text states, if all of the text is understood.
    #[must_use]
    pub fn whole(&self) -> Option<Instrument> {
        let first = self.stated().next()?.0;
        let denies = |part: &InstrumentPart| {
            matches!(part.role, InstrumentRole::Denied(_) | InstrumentRole::Past(_))
        };
        (!self.is_open() && !self.parts.iter().any(denies)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn certificates_in_one_text_are_told_apart() {
        let apart = |text: &str| -> Vec<String> {
            certificates_apart(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(apart("ISO 27001, SOC 2 Type II"), ["ISO 27001", "SOC 2 Type II"]);
        assert_eq!(
            apart("PCI DSS Level 1; SOC 2 und TISAX"),
            ["PCI DSS Level 1", "SOC 2", "TISAX"]
        );
        for text in
            ["ISO/IEC 27001:2022", "SOC 2 Type II", "TÜV ISO 27001", "ISO 27001, 27018", "", "Kelp"]
        {
            assert!(apart(text).len() < 2, "{text}");
        }
    }

    fn ids(text: &str) -> Vec<&'static str> {
        read(text).mechanism_ids()
    }

    fn retired(text: &str) -> Vec<&'static str> {
        read(text).retired().map(|(retired, _)| retired.id).collect()
    }

    #[test]
    fn mechanisms_are_read_in_the_words_of_each_language() {
        for (id, texts) in [
            (
                "scc",
                &[
                    "SCCs",
                    "EU Standard Contractual Clauses (Module 3)",
                    "EU-Standardvertragsklauseln",
                    "les clauses contractuelles types",
                    "cláusulas contractuales tipo",
                    "Clausole contrattuali standard",
                    "standaardcontractbepalingen",
                    "cláusulas contratuais-tipo",
                    "Standardowe klauzule umowne",
                    "standardní smluvní doložky",
                    "standardavtalsklausuler",
                    "standardkontraktbestemmelser",
                    "vakiosopimuslausekkeet",
                    "EUs standardkontrakt",
                    "표준계약조항",
                    "標準契約条項",
                ][..],
            ),
            (
                "bcr_p",
                &[
                    "BCR",
                    "binding corporate rules",
                    "Verbindliche interne Datenschutzvorschriften",
                    "règles d'entreprise contraignantes",
                    "bindende virksomhedsregler",
                    "wiążące reguły korporacyjne",
                    "拘束的企業準則",
                ],
            ),
            ("dpf", &["DPF certified", "EU-US Data Privacy Framework", "Datenschutzrahmen EU-USA"]),
            ("dpf_uk_extension", &["Data Bridge", "UK Extension to the EU-US DPF"]),
            ("adequacy", &["Angemessenheitsbeschluss", "décision d'adéquation", "十分性認定"]),
            ("none_required", &["intra-EEA", "innerhalb des EWR", "au sein de l'UE", "ei siirtoa"]),
        ] {
            for text in texts {
                assert_eq!(ids(text), [id], "{text}");
                assert!(!read(text).is_open(), "{text}: {:?}", read(text).parts);
            }
        }
        // Articles, dates, countries and authorities belong to the mechanism.
        for (id, text) in [
            ("scc", "Standardvertragsklauseln gem. Art. 46 Abs. 2 lit. c DSGVO"),
            ("scc", "Cláusulas contractuales tipo de la Comisión Europea"),
            ("scc", "EU-Kommissionens standardkontraktbestemmelser"),
            ("adequacy", "Adequacy (Japan)"),
            ("adequacy", "Décision d'adéquation du 10 juillet 2023"),
            ("adequacy", "Rozhodnutí Komise o odpovídající ochraně"),
            ("none_required", "Geen doorgifte buiten de EER"),
        ] {
            assert_eq!(ids(text), [id], "{text}");
            assert!(!read(text).is_open(), "{text}: {:?}", read(text).parts);
        }
        assert_eq!(ids("SCC / BCR"), ["scc", "bcr_p"]);
        assert_eq!(ids("Certification Data Privacy Framework"), ["dpf"]);
        assert_eq!(ids("SCC, certification under the DPF"), ["scc", "dpf"]);
        assert_eq!(ids("DPF, certification"), ["dpf", "certification"]);
        assert_eq!(ids("DPF und Standardvertragsklauseln"), ["dpf", "scc"]);
    }

    #[test]
    fn what_is_no_mechanism_is_told_by_its_kind() {
        let whole = |text| read(text).whole();
        assert_eq!(whole("DPO"), Some(Instrument::Person));
        assert_eq!(whole("BAA"), Some(Instrument::Agreement(AgreementType::Baa)));
        assert_eq!(whole("AV-Vertrag"), Some(Instrument::Agreement(AgreementType::Dpa)));
        assert_eq!(whole("TIA"), Some(Instrument::Assessment));
        assert_eq!(whole("POPIA"), Some(Instrument::Law));
        assert_eq!(whole("ISO 22301"), Some(Instrument::Certificate));
        assert_eq!(whole("ISO27018:2019"), Some(Instrument::Certificate));
        assert_eq!(whole("SCA"), None);
        assert_eq!(whole("Newsletter delivery"), None);
    }

    #[test]
    fn a_sentence_about_the_past_states_nothing() {
        assert_eq!(retired("E-mail delivery under the Privacy Shield"), ["privacy_shield"]);
        assert_eq!(retired("TRUSTe Safe Harbor seal"), ["safe_harbor"]);
        assert_eq!(retired("gemäß SCC 2010/87/EU"), ["scc_2010_87_eu"]);
        assert_eq!(retired("Swiss-US Privacy Shield"), ["privacy_shield_swiss"]);
        assert_eq!(retired("https://www.privacyshield.gov/list"), ["privacy_shield"]);
        for text in [
            "was under the Privacy Shield until 2020",
            "bis 2020 nach dem Privacy Shield",
            "anciennement Privacy Shield",
            "SCC in place of Safe Harbor, which was annulled",
            "not certified under the Privacy Shield",
            "DMCA safe harbor agent",
        ] {
            assert!(retired(text).is_empty(), "{text}");
        }
        assert_eq!(retired("It was ours. Certified under the Privacy Shield"), ["privacy_shield"]);
    }

    proptest! {
        #[test]
        fn parts_tile_the_text(text in "\\PC{0,80}") {
            let mut at = 0;
            for part in read(&text).parts {
                prop_assert_eq!(part.range.start, at);
                prop_assert!(part.range.end > at);
                at = part.range.end;
            }
            prop_assert_eq!(at, text.len());
        }

        #[test]
        fn a_word_without_a_role_opens_the_reading(word in "[qxz]{4,9}") {
            for text in ["SCC", "Binding Corporate Rules", "BAA", "intra-EEA"] {
                let behind = format!("{text} {word}");
                prop_assert!(read(&behind).is_open());
                let before = format!("{word} {text}");
                prop_assert!(read(&before).whole().is_none());
            }
        }

        #[test]
        fn a_filler_changes_nothing(at in 0usize..4) {
            let filler = ["certified", "under", "Modul", "the"][at];
            for text in ["SCC", "BCR, SCC", "Privacy Shield", "POPIA", "TIA"] {
                let with = read(&format!("{filler} {text}"));
                let stated = |reading: &InstrumentReading| -> Vec<Instrument> {
                    reading.stated().map(|(named, _)| named).collect()
                };
                prop_assert_eq!(stated(&with), stated(&read(text)));
                prop_assert_eq!(with.is_open(), read(text).is_open());
            }
        }
    }
}
