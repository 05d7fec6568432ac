//! Marks of unfinished work in a text: what was to be checked, filled in or decided.

use super::{JudgedText, MAX_LENGTH};
use crate::facts::text_marks::TextMarks;
use crate::facts::text_words::{self, TextUses};
use crate::text::fold::Gap;
use std::ops::Range;

impl JudgedText<'_> {
    /// A word that stands in both lists is one of what is to be done.
    fn is_to_do_verb(&self, at: usize) -> bool {
        self.is(at, TextUses::UNFINISHED) && self.is(at, TextUses::TEMPLATE)
    }
}

/// A mark of unfinished work inside a longer text: "(to be checked)", "[Entity]", "TODO".
/// `is_name` says that the text is a name, in which such words count in brackets only.
#[must_use]
pub(crate) fn unfinished(text: &str, marks: TextMarks, is_name: bool) -> Option<Range<usize>> {
    if text.len() > MAX_LENGTH || !marks.may_be_unfinished() {
        return None;
    }
    if let Some(range) = template(text).or_else(|| questions(text)) {
        return Some(range);
    }
    let judged = JudgedText::of(text)?;
    (0..judged.matches.len()).find_map(|at| {
        if !judged.is(at, TextUses::UNFINISHED) {
            return None;
        }
        let found = &judged.matches[at];
        let words = found.first_word..found.end_word;
        let word = judged.words.list[words.start];
        let is_one = words.len() == 1 && !word.unspaced;
        let next = judged.words.list.get(words.end).map_or(Gap::Close, |next| next.gap);
        let in_brackets = word.gap == Gap::Open && next >= Gap::Break;
        // "Kelp - pendiente de definir": several words with signs on both sides are a note.
        let is_apart = words.len() > 1 && words.start > 0 && word.gap >= Gap::Break;
        let in_brackets = in_brackets || is_apart && next >= Gap::Break;
        // "a confirmar com ..." in small letters in front is no name.
        let leads =
            words.start == 0 && !is_one && !text.trim_start().starts_with(char::is_uppercase);
        let is_xxx = judged.words.folded(words.start).bytes().all(|byte| byte == b'x');
        // "Noch offen (Kelp hat zwei Standorte)": an answer of its own in front of a remark.
        let is_answer =
            words.start == 0 && next == Gap::Open && !is_name && !judged.is(at, TextUses::TEMPLATE);
        let counts =
            in_brackets || is_answer || leads || (!is_name || is_xxx) && (!is_one || word.upper);
        counts.then(|| found.range.clone())
    })
}

/// The same in a text that names a place, which does nothing: "confirm the region" is a note.
#[must_use]
pub(crate) fn unfinished_place(text: &str, marks: TextMarks) -> Option<Range<usize>> {
    if let Some(range) = unfinished(text, marks, false) {
        return Some(range);
    }
    if text.len() > MAX_LENGTH || !marks.may_be_unfinished() {
        return None;
    }
    let judged = JudgedText::of(text)?;
    let leads = judged.matches.len() > 1 && judged.is_to_do_verb(0);
    leads.then(|| judged.matches[0].range.clone())
}

/// Words in brackets that a template left to be filled in: `[Entity] Inc.`, or a note on what
/// is still to be done: `US [LEGAL: confirm the region]`.
fn template(text: &str) -> Option<Range<usize>> {
    const BRACKETS: [(&str, &str); 6] =
        [("[[", "]]"), ("[", "]"), ("<", ">"), ("{{", "}}"), ("${", "}"), ("⟨", "⟩")];
    BRACKETS.iter().find_map(|(open, close)| {
        let from = text.find(open)?;
        let inner = from + open.len();
        let len = text[inner..].find(close)?;
        let word = text[inner..inner + len].trim();
        let end = inner + len + close.len();
        let is_whole = from == 0 && end == text.trim_end().len();
        let is_left =
            !is_whole && (text_words::is(word, TextUses::TEMPLATE) || is_variable(word, open));
        (is_left || is_to_do(word)).then_some(from..end)
    })
}

/// True if the words in such brackets are the name of what goes there: `[HOSTING_REGION]`,
/// `{{vendor}}`. Brackets of the usual kinds hold ordinary words, too.
fn is_variable(word: &str, open: &str) -> bool {
    let is_of_name = |c: char| c.is_uppercase() || c.is_ascii_digit() || c == '_';
    let is_named = word.contains('_') && word.chars().all(is_of_name);
    is_named || !word.is_empty() && !matches!(open, "[" | "[[" | "<")
}

/// Question marks in the place of what is not known: "Norway (?)", "Hosting ???".
fn questions(text: &str) -> Option<Range<usize>> {
    let from = text.find('?')?;
    let end = from + text[from..].bytes().take_while(|byte| *byte == b'?').count();
    let (front, behind) = (&text[..from], text[end..].trim_start());
    let in_brackets = front.ends_with(['(', '[']) && behind.starts_with([')', ']']);
    let apart =
        end - from > 1 && front.ends_with(' ') && !behind.starts_with(char::is_alphanumeric);
    let is_whole = !front.contains(char::is_alphanumeric);
    (!is_whole && (in_brackets || apart)).then_some(from..end)
}

/// True if a note starts or ends with a word for what is still to be done, perhaps behind the
/// name of who is to do it: "confirm the region", "LEGAL: insert", "region to be checked".
fn is_to_do(note: &str) -> bool {
    let is_label = |label: &str| {
        label.len() > 1 && label.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | '_'))
    };
    let note = match note.split_once(':') {
        Some((label, rest)) if is_label(label) => rest,
        _ => note,
    };
    let Some(judged) = JudgedText::of(note) else { return false };
    let is_verb = |at: usize| {
        let is_long = judged.matches[at].range.len() > 6;
        judged.is_to_do_verb(at) || judged.is(at, TextUses::UNFINISHED) && is_long
    };
    let last = judged.matches.len();
    last > 0 && (is_verb(0) || is_verb(last - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unfinished(text: &str, is_name: bool) -> Option<Range<usize>> {
        super::unfinished(text, TextMarks::of(text), is_name)
    }

    #[test]
    fn marks_of_unfinished_work_are_found_inside_a_text() {
        let found = |text: &str| unfinished(text, false).map(|range| text[range].to_owned());
        for (text, mark) in [
            ("Norway (to be checked)", "to be checked"),
            ("Portugal [check]", "[check]"),
            ("E-mail delivery (FIXME)", "FIXME"),
            ("XXX GmbH", "XXX"),
            ("US (TBC)", "TBC"),
            ("Hosting - TODO: confirm with legal", "TODO"),
            ("[Entity] Inc.", "[Entity]"),
            ("EU [HOSTING_REGION]", "[HOSTING_REGION]"),
            ("Norway; logs [[to be checked]]", "[[to be checked]]"),
            ("Mailer ⟨Anbieter⟩", "⟨Anbieter⟩"),
            ("${VENDOR} GmbH", "${VENDOR}"),
            ("Österreich (noch zu prüfen)", "noch zu prüfen"),
            ("Belgique, à vérifier", "à vérifier"),
            ("España (por confirmar)", "por confirmar"),
            ("Finland (ska bekräftas)", "ska bekräftas"),
            ("東京（要確認）", "要確認"),
            ("Requires verification (perhaps Norway)", "Requires verification"),
            ("(Hosting - pendiente de definir)", "pendiente de definir"),
            ("Norway (?)", "?"),
            ("Hosting ???", "???"),
            ("Norway [LEGAL: confirm which region]", "[LEGAL: confirm which region]"),
            (
                "[PRIVACY TEAM: insert, e.g. dpo@kelp.example]",
                "[PRIVACY TEAM: insert, e.g. dpo@kelp.example]",
            ),
            ("Sverige [region verifieras]", "[region verifieras]"),
            ("Tarkistettava (palvelulla on useita alueita)", "Tarkistettava"),
        ] {
            assert_eq!(found(text).as_deref(), Some(mark), "{text}");
        }
        for text in [
            "todo el tráfico",
            "Checks of identity",
            "[Ireland]",
            "Confirmed deliveries",
            "E-mail (confirm an account, reset a password)",
            "Verify (one-time codes)",
            "[EU: Ireland]",
            "[Check-in kiosks]",
            "Wer liefert was? (Verzeichnis)",
            "Rechnungen prüfen",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        let place = |text: &str| {
            unfinished_place(text, TextMarks::of(text)).map(|mark| text[mark].to_owned())
        };
        for (text, mark) in [
            ("verify the region", "verify"),
            ("ověřit region", "ověřit"),
            ("Confirmar la región", "Confirmar"),
            ("bekreft region", "bekreft"),
        ] {
            assert_eq!(place(text).as_deref(), Some(mark), "{text}");
            assert_eq!(found(text), None, "{text}: a purpose may say so");
        }
        assert_eq!(place("Norway"), None);
        assert_eq!(unfinished("TBC Bank JSC", true), None);
        assert_eq!(unfinished("Kelp - to be confirmed", true), Some(7..22));
        assert!(unfinished("Kelp Inc. (tbc)", true).is_some());
        assert!(unfinished("XXX GmbH", true).is_some());
    }
}
