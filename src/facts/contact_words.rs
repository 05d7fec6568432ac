//! The words of contacts: labels, boxes, and mailboxes that nobody reads.
//!
//! Source and date: `data/contact_words.yaml`.

use super::lexicon::{Lexicon, LexiconEntry, LexiconMatch};
use crate::text::fold::{Words, fold_words};
use std::borrow::Cow;

/// The role of a word of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContactWord {
    /// Says what kind of address follows.
    Label,
    Joint,
    /// Stands in front of the number of a box.
    PoBox,
    /// A part of an address in scripts without spaces.
    PostalSign,
    /// The start of the name of a mailbox that nobody reads.
    UnreadMailbox,
    /// A whole part of such a name.
    UnreadPart,
    /// `@` in words.
    SpelledAt,
    /// A dot in words.
    SpelledDot,
}

include!(concat!(env!("OUT_DIR"), "/contact_words.rs"));

/// The words of a contact with their roles.
pub(crate) fn scan(words: &Words) -> Vec<LexiconMatch<ContactWord>> {
    CONTACT_WORDS.scan(words)
}

/// The role of a whole folded word.
pub(crate) fn role(folded: &str) -> Option<ContactWord> {
    CONTACT_WORDS.get(folded)
}

/// The sign of an address that a word stands for.
pub(crate) fn spelled_sign(word: &str) -> Option<char> {
    match SIGNS.get(&fold_words(word))? {
        ContactWord::SpelledAt => Some('@'),
        ContactWord::SpelledDot => Some('.'),
        _ => None,
    }
}

/// True if nobody reads a mailbox, by the part of its address in front of the `@`.
#[must_use]
pub fn is_unread_mailbox(local: &str) -> bool {
    let lower = local.to_lowercase();
    let name = lower.split('+').next().unwrap_or(&lower);
    let parts = || name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let joined: Cow<'_, str> = match parts().next() {
        Some(only) if only.len() == name.len() => only.into(),
        _ => parts().collect::<String>().into(),
    };
    let mut rest = &*joined;
    parts().any(|part| {
        let from = rest;
        rest = &from[part.len()..];
        MAILBOXES.has_prefix_of(from, ContactWord::UnreadMailbox)
            || MAILBOXES.get(part) == Some(ContactWord::UnreadPart)
            || MAILBOXES.get(from) == Some(ContactWord::UnreadPart)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_that_nobody_reads_are_known_in_every_spelling() {
        for local in [
            "noreply",
            "No-Reply",
            "no.reply",
            "privacy-noreply",
            "noreply-privacy",
            "noreply2",
            "do_not_reply",
            "nicht-antworten",
            "bitte-nicht-antworten",
            "ne-pas-repondre",
            "no-responder",
            "non.rispondere",
            "nie-odpowiadac",
            "svar-ikke",
            "bounce",
            "mailer-daemon",
            "bounces+abc",
        ] {
            assert!(is_unread_mailbox(local), "{local}");
        }
        for local in
            ["privacy", "nora.reply", "support", "norbert", "antworten", "bouncer", "reply"]
        {
            assert!(!is_unread_mailbox(local), "{local}");
        }
    }
}
