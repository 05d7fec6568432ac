//! The words by which names are read: what joins two names, what leaves a company
//! open, what names a trade and no company, and what is a remark beside a name.
//!
//! Compiled from `data/name_words.yaml`.

use super::key_index::{KeyIndex, same};
use super::legal_forms::Spelling;
use super::vocabulary;
use crate::text::fold::name::Token;

/// The uses that a word or phrase may have in a name; often several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordUses(u32);

impl WordUses {
    /// Stands before a trade name.
    pub(crate) const TRADING_AS: Self = Self(1);
    /// Stands before a former name.
    pub(crate) const FORMER: Self = Self(1 << 1);
    /// "And".
    pub(crate) const AND: Self = Self(1 << 2);
    /// "Or".
    pub(crate) const OR: Self = Self(1 << 3);
    /// Leaves the company open behind "and" or "or".
    pub(crate) const OTHERS: Self = Self(1 << 4);
    /// The same, in small letters.
    pub(crate) const MORE: Self = Self(1 << 5);
    /// Leaves the company open by itself.
    pub(crate) const OPEN: Self = Self(1 << 6);
    /// Somebody by their role: provider.
    pub(crate) const ROLE: Self = Self(1 << 7);
    /// Stands before a role: our, various.
    pub(crate) const DETERMINER: Self = Self(1 << 8);
    /// A trade: hosting.
    pub(crate) const TRADE: Self = Self(1 << 9);
    /// Joins the words of a trade.
    pub(crate) const LINK: Self = Self(1 << 10);
    /// Stands before a number of a register.
    pub(crate) const NUMBER: Self = Self(1 << 11);
    /// The state that a company is in.
    pub(crate) const STATE: Self = Self(1 << 12);
    /// Opens a remark on when or for whom a vendor is used.
    pub(crate) const CONDITION: Self = Self(1 << 13);
    /// Opens a date.
    pub(crate) const DATE: Self = Self(1 << 14);
    /// A place where a vendor works.
    pub(crate) const SCOPE: Self = Self(1 << 15);
    /// Goes on with the name before it: "& Sons".
    pub(crate) const TAIL: Self = Self(1 << 16);

    /// Names nobody even when it stands alone.
    pub(crate) const ALONE: Self = Self(1 << 17);
    /// Stands before the name that a company has now.
    pub(crate) const NEW: Self = Self(1 << 18);
    /// Stands before the group of a company.
    pub(crate) const GROUP_OF: Self = Self(1 << 19);
    /// Ends a remark on the group: `a Kelp company`.
    pub(crate) const GROUP_WORD: Self = Self(1 << 20);
    /// A role in the plural, with what it is the role of behind it.
    pub(crate) const GROUP_HEAD: Self = Self(1 << 21);
    /// May stand between "and" and "others".
    pub(crate) const ADVERB: Self = Self(1 << 22);
    /// Names nobody when nothing else is said.
    pub(crate) const NOBODY: Self = Self(1 << 23);

    /// The uses of the blocks of `data/name_words.yaml` whose words stand alone: a word for
    /// "and" needs the countries that use it as well.
    const NAMED: [(&str, Self); 16] = [
        ("trading_as", Self::TRADING_AS),
        ("former_name", Self::FORMER),
        ("or", Self::OR),
        ("others", Self::OTHERS),
        ("more", Self::MORE),
        ("open", Self::OPEN),
        ("roles", Self::ROLE),
        ("determiners", Self::DETERMINER),
        ("trades", Self::TRADE),
        ("alone", Self::ALONE),
        ("links", Self::LINK),
        ("numbers", Self::NUMBER),
        ("states", Self::STATE),
        ("conditions", Self::CONDITION),
        ("dates", Self::DATE),
        ("scopes", Self::SCOPE),
    ];

    /// The names of the uses.
    pub(crate) fn names() -> Vec<&'static str> {
        Self::NAMED.iter().map(|(name, _)| *name).collect()
    }

    /// The use of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| *known == name).map(|(_, uses)| *uses)
    }

    /// These and others.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if it may be one of these.
    pub(crate) const fn holds(self, uses: Self) -> bool {
        self.0 & uses.0 != 0
    }
}

include!(concat!(env!("OUT_DIR"), "/name_words.rs"));

/// The first phrase with each first word. The phrases of one first word follow each
/// other.
static FIRST_WORDS: KeyIndex<16384> = {
    let mut words = KeyIndex::new();
    let mut before: &[u8] = b" ";
    let mut at = 0;
    while at < NAME_WORDS.len() {
        let first = first_word(NAME_WORDS[at].0.as_bytes());
        if !same(first, before) {
            words.add(first, at);
            before = first;
        }
        at += 1;
    }
    words
};

/// For the first phrase with each first word, the number of phrases with it. Words such as
/// `hosting` are in many names, and each is asked for twelve times.
static COUNTS: [u8; NAME_WORDS.len()] = {
    let mut counts = [0; NAME_WORDS.len()];
    let (mut from, mut at) = (0, 0);
    while at < NAME_WORDS.len() {
        if !same(first_word(NAME_WORDS[at].0.as_bytes()), first_word(NAME_WORDS[from].0.as_bytes()))
        {
            from = at;
        }
        counts[from] += 1;
        at += 1;
    }
    counts
};

const fn first_word(phrase: &[u8]) -> &[u8] {
    let mut end = 0;
    while end < phrase.len() && phrase[end] != b' ' {
        end += 1;
    }
    phrase.split_at(end).0
}

/// The uses of the phrases that start at one word of a name.
#[derive(Clone, Copy)]
pub(crate) struct PhrasesAt<'a> {
    tokens: &'a [Token],
    entries: &'static [(&'static str, WordUses)],
}

/// The phrases at the start of some words.
pub(crate) fn phrases_at(tokens: &[Token]) -> PhrasesAt<'_> {
    let Some(first) = tokens.first() else { return PhrasesAt { tokens, entries: &[] } };
    let first = first.text.as_str();
    let is_at = |at: usize| first_word(NAME_WORDS[at].0.as_bytes()) == first.as_bytes();
    let Some(from) = FIRST_WORDS.find(first.bytes(), is_at) else {
        return PhrasesAt { tokens, entries: &[] };
    };
    PhrasesAt { tokens, entries: &NAME_WORDS[from..from + usize::from(COUNTS[from])] }
}

impl PhrasesAt<'_> {
    /// The same phrases, of which as many words are there as are given.
    pub(crate) fn among<'b>(self, tokens: &'b [Token]) -> PhrasesAt<'b> {
        PhrasesAt { tokens, entries: self.entries }
    }

    /// The words of the longest phrase with one of these uses.
    pub(crate) fn longest(self, uses: WordUses) -> Option<usize> {
        let fits = |phrase: &str| {
            let mut words = phrase.split(' ');
            let fits = words.by_ref().zip(self.tokens).all(|(word, token)| token.text == word);
            fits && phrase.split(' ').count() <= self.tokens.len()
        };
        let entries = self.entries.iter().rev();
        let mut found = entries.filter(|(phrase, all)| all.holds(uses) && fits(phrase));
        let known = found.next().map(|(phrase, _)| phrase.split(' ').count());
        let added = vocabulary::active().and_then(|added| added.name_phrase(self.tokens, uses));
        known.max(added)
    }
}

/// True if a word is "and" in a name whose legal form is of one of some countries;
/// without a form, in any language where it is not a word of other languages as well.
pub(crate) fn is_and(word: &str, form: Option<&Spelling>) -> bool {
    let Ok(at) = AND_WORDS.binary_search_by(|(known, _)| (*known).cmp(word)) else { return false };
    let used_in = AND_WORDS[at].1;
    match form {
        _ if used_in.is_empty() => true,
        Some(form) => used_in.iter().any(|country| form.is_usual_in(country)),
        None => matches!(word, "und" | "och" | "og" | "et" | "oraz" | "agus"),
    }
}

/// True if a word is "and" in a name of a list that has to do with some countries.
pub(crate) fn is_and_in(word: &str, countries: &[&str]) -> bool {
    let Ok(at) = AND_WORDS.binary_search_by(|(known, _)| (*known).cmp(word)) else { return false };
    is_and(word, None) || AND_WORDS[at].1.iter().any(|country| countries.contains(country))
}

/// True for a preposition behind which a place may stand: "agents in Manila".
pub(crate) fn leads_to_place(word: &str) -> bool {
    PLACE_LEADS.binary_search(&word).is_ok()
}

/// The two names that a word for "and" or "or" joins in a script without spaces between words.
pub(crate) fn joined_within(text: &str) -> Option<(&str, &str)> {
    if text.is_ascii() {
        return None;
    }
    let within = JOINTS_WITHIN.iter().find_map(|joint| text.split_once(joint));
    within.or_else(|| {
        let (first, second) = text.split_once(' ')?;
        let first = JOINT_ENDINGS.iter().find_map(|ending| first.strip_suffix(ending))?;
        Some((first, second))
    })
}

/// The last bytes of the endings of roles, by which most words are told.
static LAST_OF_ROLES: [bool; 256] = {
    let mut last = [false; 256];
    let mut at = 0;
    while at < ROLE_ENDINGS.len() {
        let ending = ROLE_ENDINGS[at].as_bytes();
        last[ending[ending.len() - 1] as usize] = true;
        at += 1;
    }
    last
};

/// True if a word ends like one for a role: Zahlungsdienstleister.
pub(crate) fn is_role_compound(word: &str) -> bool {
    let may_be = word.bytes().last().is_some_and(|byte| LAST_OF_ROLES[usize::from(byte)]);
    may_be && ROLE_ENDINGS.iter().any(|ending| word.len() > ending.len() && word.ends_with(ending))
}

/// True if a text in a script without spaces ends with words such as "and others".
pub(crate) fn ends_open(text: &str) -> bool {
    !text.is_ascii()
        && OPEN_ENDINGS.iter().any(|ending| text.len() > ending.len() && text.ends_with(ending))
}

/// True if a text in such a script ends as a remark on when a vendor is used does.
pub(crate) fn ends_in_condition(text: &str) -> bool {
    !text.is_ascii()
        && CONDITION_ENDINGS
            .iter()
            .any(|ending| text.len() > ending.len() && text.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::legal_forms;
    use crate::text::fold::name as fold;

    fn longest(text: &str, uses: WordUses) -> Option<usize> {
        phrases_at(&fold::fold(text, 0..text.len()).tokens).longest(uses)
    }

    #[test]
    fn the_longest_phrase_with_a_use_is_found() {
        assert_eq!(longest("doing business as Kelp", WordUses::TRADING_AS), Some(3));
        assert_eq!(longest("formerly Kelp", WordUses::FORMER), Some(1));
        assert_eq!(longest("formerly known as Kelp", WordUses::FORMER), Some(3));
        assert_eq!(longest("Kelp", WordUses::FORMER), None);
        assert!(NAME_WORDS.is_sorted_by_key(|(phrase, _)| *phrase));
    }

    #[test]
    fn and_depends_on_the_countries_of_the_form() {
        let form = |form| legal_forms::find(form);
        assert!(is_and("and", None) && is_and("och", None) && is_and("a", form("s.r.o.")));
        assert!(!is_and("a", None) && !is_and("a", form("Inc.")) && !is_and("kelp", None));
    }
}
