//! Legal forms: their spellings, and the countries where they are used.
//!
//! Compiled from `data/legal_forms.yaml`.

mod added;
pub(crate) mod strip;

use super::key_index::{KeyIndex, same};
use super::vocabulary::{self, AddedFacts};
use crate::text::fold::name as fold;
pub use added::AddedForm;
pub(crate) use added::extended;
pub use strip::Spelling;
use strip::Table;

/// A kind of legal entity, such as Inc. or GmbH.
#[derive(Debug)]
pub struct LegalForm {
    /// The id in the data file, such as `gmbh_co_kg`.
    pub id: &'static str,
    /// The usual spelling: `GmbH & Co. KG`.
    pub label: &'static str,
    /// ISO 3166-1 alpha-2 codes of the countries where it is usual, and `EU` for
    /// the forms of the Union; not all of them.
    pub countries: &'static [&'static str],
    /// True if its spellings are ordinary words or codes as well.
    pub weak: bool,
}

include!(concat!(env!("OUT_DIR"), "/legal_forms.rs"));

/// The spellings of all forms.
pub(crate) static FORM_TABLE: Table<'static> = Table {
    spellings: SPELLINGS,
    attached: ATTACHED,
    first: &|key| SPELLING_INDEX.find(key.bytes(), |at| key.is(SPELLINGS[at].key)),
};

/// The spellings that names are read by: of all forms, with those of the active vocabulary.
pub(crate) fn table() -> &'static Table<'static> {
    vocabulary::active().and_then(AddedFacts::forms).unwrap_or(&FORM_TABLE)
}

/// The first spelling with each key.
static SPELLING_INDEX: KeyIndex<2048> = {
    let mut index = KeyIndex::new();
    let mut before: &[u8] = b" ";
    let mut at = 0;
    while at < SPELLINGS.len() {
        let key = SPELLINGS[at].key.as_bytes();
        if !same(key, before) {
            index.add(key, at);
            before = key;
        }
        at += 1;
    }
    index
};

impl Spelling {
    /// The same spelling, for a longer table.
    fn copied(&self) -> Self {
        let &Self { key, typed, words, forms, suffix, prefix, front } = self;
        Self { key, typed, words, forms, suffix, prefix, front }
    }

    /// The forms that it may mean; `Limitada` is one in Portugal and another in
    /// Brazil.
    pub fn forms(&self) -> impl Iterator<Item = &'static LegalForm> {
        self.forms.iter().map(|&form| added::form(form))
    }

    /// The folded spelling, such as `sp z oo`.
    #[must_use]
    pub fn words(&self) -> &'static str {
        self.words
    }

    /// The usual spelling of its first form.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.forms.first().map_or("", |&form| added::form(form).label)
    }

    /// True if the two may mean the same form.
    #[must_use]
    pub fn same_form(&self, other: &Self) -> bool {
        self.forms.iter().any(|form| other.forms.contains(form))
    }

    /// True if the two may mean the same form when the companies are established in
    /// these countries: `AS` is one form in Norway and another in Latvia.
    #[must_use]
    pub(crate) fn same_form_in(
        &self,
        country: Option<&str>,
        other: &Self,
        other_country: Option<&str>,
    ) -> bool {
        let (left, right) = (self.forms_in(country), other.forms_in(other_country));
        left.iter().any(|form| right.contains(form))
    }

    /// The forms of a country, or all of them where none of them is one of it.
    fn forms_in(&self, country: Option<&str>) -> Vec<u16> {
        let is_usual = |form: &&u16| {
            let form = added::form(**form);
            country.is_some_and(|country| form.countries.contains(&country))
        };
        let usual: Vec<u16> = self.forms.iter().filter(is_usual).copied().collect();
        if usual.is_empty() { self.forms.to_vec() } else { usual }
    }

    /// True if every form that it may mean is weak.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.forms().all(|form| form.weak)
    }

    /// True if the form is used in a country, given by its ISO 3166-1 alpha-2
    /// code. Forms without a list, and the forms of the Union, fit everywhere.
    #[must_use]
    pub fn is_used_in(&self, country: &str) -> bool {
        self.forms().any(|form| {
            form.countries.is_empty()
                || form.countries.contains(&"EU")
                || form.countries.iter().any(|code| code.eq_ignore_ascii_case(country))
        })
    }

    /// True if one of its forms is usual in a country, given by its ISO 3166-1
    /// alpha-2 code in capitals.
    #[must_use]
    pub fn is_usual_in(&self, country: &str) -> bool {
        self.forms().any(|form| form.countries.contains(&country))
    }

    /// The countries of all its forms, sorted.
    #[must_use]
    pub fn countries(&self) -> Vec<&'static str> {
        let mut all: Vec<_> = self.forms().flat_map(|form| form.countries).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The spelling of exactly this text, such as `S.à r.l.` or `(haftungsbeschränkt)`.
#[must_use]
pub fn find(text: &str) -> Option<&'static Spelling> {
    strip::lookup(&fold::fold(text, 0..text.len()).tokens, text, table())
}

static FORM_WORD_INDEX: KeyIndex<2048> = KeyIndex::of(FORM_WORDS);

/// True if a legal form may stand in a text, as far as a quick look tells: false
/// only if there is none.
#[must_use]
pub fn may_hold_form(text: &str) -> bool {
    if !text.is_ascii() || vocabulary::active().is_some_and(|added| added.forms().is_some()) {
        return true;
    }
    // Dots and apostrophes are not heard, see `fold`; other signs part words.
    let is_silent = |byte: &u8| matches!(byte, b'.' | b'\'' | b'`');
    let mut was_short = false;
    for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric() && !is_silent(byte)) {
        let letters = || word.iter().copied().filter(|byte| !is_silent(byte));
        let length = letters().count();
        if length == 0 {
            continue;
        }
        // Short words may be letters of one form: `s. a. s.`
        let is_short = length <= 2;
        let is_at =
            |at: usize| FORM_WORDS[at].bytes().eq(letters().map(|byte| byte.to_ascii_lowercase()));
        if is_short && was_short || FORM_WORD_INDEX.find(letters(), is_at).is_some() {
            return true;
        }
        was_short = is_short;
    }
    false
}

/// True if a folded bracket text belongs to the name before it.
pub(crate) fn is_kept_bracket(folded: &str) -> bool {
    KEPT_BRACKETS.binary_search(&folded).is_ok()
}

/// True if folded words are a kind of body: an association, a foundation.
pub(crate) fn is_body(folded: &str) -> bool {
    BODIES.binary_search(&folded).is_ok()
}

/// True if a folded word is a kind of body that has no legal form beside it: a university.
pub(crate) fn is_formless(folded: &str) -> bool {
    FORMLESS.binary_search(&folded).is_ok()
}

/// True if a folded bracket text tells what an entry is for.
pub(crate) fn is_descriptive(folded: &str) -> bool {
    DESCRIPTIVE.binary_search(&folded).is_ok()
}

/// True if a form with this folded spelling is written without a final dot.
pub(crate) fn is_undotted(folded: &str) -> bool {
    UNDOTTED.binary_search(&folded).is_ok()
}

/// The registered spelling of an ASCII stand-in: `OÜ` for `OU`.
pub(crate) fn stand_in(word: &str) -> Option<&'static str> {
    let at = STAND_INS.binary_search_by(|(ascii, _)| ascii.cmp(&word)).ok()?;
    Some(STAND_INS[at].1)
}
