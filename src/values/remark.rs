//! Remarks inside a purpose or a data category: when or for whom the vendor is used, where it
//! runs, a link, a reference, a sentence of its own.
//!
//! An open reader: a remark is what its words plainly say it is, and unknown words are fine.

use crate::facts::lexicon::LexiconMatch;
use crate::facts::places;
use crate::facts::remark_words::{self, RemarkUses};
use crate::facts::text_marks::TextMarks;
use crate::text::fold::{Gap, Words};
use std::ops::Range;

/// Bytes of a text that are read.
const MAX_LENGTH: usize = 2_000;
/// Words between one that opens a condition and the one that completes it.
const REACH: usize = 2;
/// The same where the condition says who takes a step.
const FAR_REACH: usize = 8;

/// The kind of a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueRemark {
    /// When or for whom the vendor is used.
    Condition,
    /// An address on the web.
    Link,
    /// The place where it runs.
    Place,
    /// Another part of the list is meant.
    Reference,
}

struct RemarkText<'a> {
    text: &'a str,
    words: Words,
    matches: Vec<LexiconMatch<RemarkUses>>,
}

/// The first remark of a text, if its marks do not rule one out.
#[must_use]
pub(crate) fn find_remark(text: &str, marks: TextMarks) -> Option<(ValueRemark, Range<usize>)> {
    if !marks.may_hold_remark() || text.len() > MAX_LENGTH {
        return None;
    }
    if let Some(range) = link(text) {
        return Some((ValueRemark::Link, range));
    }
    let words = Words::of(text);
    let matches = remark_words::scan(&words);
    let read = RemarkText { text, words, matches };
    read.clauses().into_iter().find_map(|clause| read.remark_of(&clause))
}

/// The sentence behind the first one: a data category is named in fewer words.
#[must_use]
pub(crate) fn second_sentence(text: &str) -> Option<Range<usize>> {
    text.match_indices(". ").find_map(|(at, _)| {
        let (before, behind) = (&text[..at], text[at + 2..].trim());
        let last = before.rsplit(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
        // "e.g. Names", "incl. Names", "St. Gallen".
        let is_abbreviated = last.chars().count() < 5 || !last.chars().any(char::is_lowercase);
        let is_sentence = behind.starts_with(char::is_uppercase) && behind.contains(' ');
        let start = text.len() - text[at + 2..].trim_start().len();
        (!is_abbreviated && is_sentence).then(|| start..text.trim_end().len())
    })
}

/// A link behind other words.
fn link(text: &str) -> Option<Range<usize>> {
    let scheme = text.find("://")?;
    let start = text[..scheme].rfind(|char: char| !char.is_ascii_alphabetic())? + 1;
    let is_beside_words = text[..start].chars().any(char::is_alphanumeric);
    let length = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
    let end = start + text[start..start + length].trim_end_matches([')', ']', '.', ',', ';']).len();
    is_beside_words.then_some(start..end)
}

impl RemarkText<'_> {
    fn is(&self, at: usize, uses: RemarkUses) -> bool {
        self.matches[at].role.is_some_and(|known| known.has(uses))
    }

    fn any(&self, mut range: Range<usize>, uses: RemarkUses) -> bool {
        range.any(|at| self.is(at, uses))
    }

    /// The matches of each clause: what stands between commas, brackets and full stops.
    fn clauses(&self) -> Vec<Range<usize>> {
        let mut clauses = Vec::new();
        let mut from = 0;
        for at in 1..=self.matches.len() {
            let ends = self.matches.get(at).is_none_or(|found| {
                let before = self.matches[at - 1].range.end;
                let between = self.text.get(before..found.range.start).unwrap_or_default();
                self.words.list[found.first_word].gap >= Gap::Break && !between.is_empty()
                    || between.contains(['.', ';', '!', '?', '。', '、', '（'])
            });
            if ends && from < at {
                clauses.push(from..at);
                from = at;
            }
        }
        clauses
    }

    fn remark_of(&self, clause: &Range<usize>) -> Option<(ValueRemark, Range<usize>)> {
        let of = |from: usize| {
            let last = &self.matches[clause.end - 1];
            // A quotation inside the remark does not end it: only when "Share data" is on.
            let end = last.range.end;
            let is_quoted = self.text[end..].trim_start().starts_with(['"', '“', '„', '«']);
            let end =
                if is_quoted { self.text.trim_end_matches([' ', ')', ']']).len() } else { end };
            self.matches[from].range.start..end
        };
        let is_beside_another = clause.start > 0;
        let first = clause.start;
        if is_beside_another && clause.len() == 1 && self.is(first, RemarkUses::STATE) {
            return Some((ValueRemark::Condition, of(first)));
        }
        if let Some(from) = clause.clone().find(|&at| self.opens_condition(at, clause)) {
            return Some((ValueRemark::Condition, of(from)));
        }
        let reference = clause.clone().find(|&at| self.is(at, RemarkUses::REFERENCE));
        if let Some(at) = reference.filter(|at| *at > 0) {
            return Some((ValueRemark::Reference, of(at)));
        }
        let is_place = is_beside_another
            && clause.len() > 1
            && self.is(first, RemarkUses::HOSTED)
            && self.is_place(of(first + 1));
        is_place.then(|| (ValueRemark::Place, of(first)))
    }

    fn opens_condition(&self, at: usize, clause: &Range<usize>) -> bool {
        let near = at + 1..clause.end.min(at + 1 + REACH);
        let far = at + 1..clause.end.min(at + 1 + FAR_REACH);
        let is_dense = self.words.list[self.matches[at].first_word].unspaced;
        if is_dense {
            // The word that opens it stands behind the rest.
            let before = clause.start..at;
            return self.is(at, RemarkUses::WHEN) && self.any(before.clone(), RemarkUses::OPTION)
                || self.is(at, RemarkUses::ONLY)
                    && clause.start > 0
                    && self.any(before, RemarkUses::AUDIENCE);
        }
        // One word may be "when" in one language and "only" in another.
        let is_when = self.is(at, RemarkUses::WHEN)
            && (self.any(near, RemarkUses::OPTION)
                || self.any(far.clone(), RemarkUses::OPTION)
                    && self.any(far, RemarkUses::AUDIENCE));
        let next = at + 1..clause.end.min(at + 2);
        // "(only Enterprise customers)", "only for customers", "only if".
        let is_for = at == clause.start && at > 0 || self.any(next.clone(), RemarkUses::FOR);
        let soon = at + 1..clause.end.min(at + 5);
        let is_only = self.is(at, RemarkUses::ONLY)
            && (self.any(next, RemarkUses::WHEN)
                || self.any(soon.clone(), RemarkUses::OPTION)
                || is_for && self.any(soon, RemarkUses::AUDIENCE));
        if is_when || is_only {
            return true;
        }
        // "enterprise customers only": it begins with those whom it is for.
        let is_last = at + 2 == clause.end;
        is_last && self.is(at, RemarkUses::AUDIENCE) && self.is(at + 1, RemarkUses::ONLY)
    }

    /// True if some bytes are a place, with or without an article.
    fn is_place(&self, range: Range<usize>) -> bool {
        let text = &self.text[range];
        let behind = text.split_once(' ').map(|(_, behind)| behind);
        [Some(text), behind]
            .into_iter()
            .flatten()
            .any(|text| places::phrase_of(text).is_some_and(|phrase| phrase.meaning.is_place()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<ValueRemark> {
        find_remark(text, TextMarks::of(text)).map(|(kind, _)| kind)
    }

    #[test]
    fn a_condition_is_found_in_each_language() {
        for text in [
            "AI answers (when enabled by the customer)",
            "Error tracking, only with consent",
            "Voice calls; only for customers on the Pro plan",
            "Chat – if the customer turns it on",
            "Storage of recordings for enterprise customers only",
            "Map tiles; disabled by default",
            "Fehlerberichte (nur mit Einwilligung)",
            "KI-Antworten, wenn vom Kunden aktiviert",
            "Rapports d'erreurs (uniquement avec consentement)",
            "Réponses par IA si le client l'active",
            "Análisis de errores (solo con consentimiento)",
            "Risposte IA se attivate dal cliente",
            "AI-antwoorden, indien ingeschakeld door de klant",
            "Respostas de IA, quando ativadas pelo cliente",
            "Raporty o błędach (tylko za zgodą)",
            "AI odpovědi, pokud je zákazník zapne",
            "AI-svar, om kunden aktiverar det",
            "AI-svar, hvis kunden slår det til",
            "Feilrapporter (bare med samtykke)",
            "Virheraportit (vain suostumuksella)",
            "Kort, kun for kunder med tilvalg",
            "Estadísticas (solo clientes Enterprise)",
            "Kartat, vain jos asiakas on tilannut ne",
            "오류 추적 (동의한 경우에만)",
            "エラー追跡（同意した場合のみ）",
        ] {
            assert_eq!(kind(text), Some(ValueRemark::Condition), "{text}");
        }
    }

    #[test]
    fn a_condition_of_the_work_itself_is_part_of_the_purpose() {
        for text in [
            "Sending alerts when a server fails",
            "Only sign-in codes",
            "E-mail delivery for customers",
            "Consent management",
            "Opt-in management for newsletters",
            "Beta test distribution of apps",
            "Hosting of servers in the EU data centres",
            "Wenn-dann-Automatisierung",
            "Alertes en cas de panne",
            "On-demand video encoding",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn links_places_and_references_stand_beside_words() {
        assert_eq!(kind("Invoices, see https://kelp.example/dpa"), Some(ValueRemark::Link));
        assert_eq!(kind("https://kelp.example/dpa"), None);
        assert_eq!(kind("Search, hosted in Frankfurt"), Some(ValueRemark::Place));
        assert_eq!(kind("Ticket system (servers in the EU)"), Some(ValueRemark::Place));
        assert_eq!(kind("Prompt text as above"), Some(ValueRemark::Reference));
    }

    #[test]
    fn a_second_sentence_is_told_from_an_abbreviation() {
        let of = |text: &str| second_sentence(text).map(|range| text[range].to_owned());
        assert_eq!(of("IP address. No account data.").as_deref(), Some("No account data."));
        assert_eq!(of("Contact details, e.g. Names and numbers"), None);
        assert_eq!(of("Daten inkl. Namen der Kunden"), None);
        assert_eq!(of("Account e-mail, session data."), None);
    }

    proptest::proptest! {
        #[test]
        fn a_remark_is_a_part_of_the_text(text in "[ -~äé（）。]{0,60}|((if|only|customer|enabled|hosted in|EU|for) ?){0,8}") {
            if let Some((_, range)) = find_remark(&text, TextMarks::of(&text)) {
                proptest::prop_assert!(text.get(range).is_some_and(|part| !part.is_empty()));
            }
            if let Some(range) = second_sentence(&text) {
                proptest::prop_assert!(text.get(range).is_some());
            }
        }
    }
}
