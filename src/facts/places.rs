//! The names and words that a free-text location is read by.
//!
//! Source and date: `data/places.csv`, `data/state_codes.csv`, `data/province_codes.csv`,
//! `data/location_words.yaml`, and the aliases of the other tables.

use super::cloud_regions::Provider;
use super::countries::{Country, CountrySet};
use super::key_index::{self, KeyIndex, letters_hash};
use super::regions::Group;
use super::vocabulary::{self, AddedMeaning};
use crate::text::fold::fold_words;

include!(concat!(env!("OUT_DIR"), "/places.rs"));

/// A name or word, by its folded form.
#[derive(Debug)]
pub(crate) struct Phrase {
    key: Stored,
    name: Stored,
    pub(crate) meaning: Meaning,
    pub(crate) at: At,
}

/// A part of [`TEXTS`].
#[derive(Clone, Copy, Debug)]
struct Stored {
    start: u32,
    len: u16,
}

impl Stored {
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + usize::from(self.len)
    }
}

impl Phrase {
    /// The folded form.
    pub(crate) fn key(&self) -> &'static str {
        &TEXTS[self.key.range()]
    }

    /// The bytes of the folded form: all that a search compares.
    fn bytes(&self) -> &'static [u8] {
        &TEXTS.as_bytes()[self.key.range()]
    }

    /// As it is written in the data.
    pub(crate) fn name(&self) -> &'static str {
        &TEXTS[self.name.range()]
    }
}

/// The position of a phrase in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Anywhere,
    /// In capitals, or between separators: short names that are also words.
    Capitals,
    /// Between separators only: everyday words.
    Alone,
}

/// The meaning of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Country(Country),
    Group(Group),
    /// A group whose name people use loosely.
    LooseGroup {
        group: Group,
        readings: u8,
    },
    State(Town),
    City(Town),
    /// A name with several readings.
    Ambiguous {
        preferred: Option<Country>,
        readings: u8,
    },
    /// The display name of a region (an index), read where the provider is known.
    RegionName(u16),
    Provider(Provider),
    Word(WordRole),
}

/// The bearing of a word that is no place on the places beside it. The roles are explained
/// in `data/location_words.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordRole {
    Worldwide,
    Edge,
    Choice,
    Mechanism,
    ThirdCountry,
    Outside,
    Leave,
    Except,
    Exclude,
    Negation,
    Hedge,
    Default,
    Condition,
    When,
    WhenBehind,
    Offer,
    Depend,
    Example,
    Open,
    Quantity,
    Countries,
    Only,
    Every,
    Party,
    Plan,
    Choose,
    Own,
    Seat,
    Firm,
    Site,
    Activity,
    And,
    Per,
    Toward,
    Glue,
    Compass,
    Filler,
    Vendor,
    Street,
    StreetBefore,
    Company,
}

impl Meaning {
    /// True if this may be the name of a place.
    pub(crate) fn is_place(self) -> bool {
        matches!(
            self,
            Self::Country(_)
                | Self::Group(_)
                | Self::LooseGroup { .. }
                | Self::State(_)
                | Self::City(_)
                | Self::Ambiguous { .. }
        )
    }
}

/// A city or a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Town {
    pub(crate) country: Country,
    /// Set where the name alone is ambiguous.
    pub(crate) readings: Option<u8>,
    /// One of [`SETS`].
    elsewhere: u8,
}

impl Town {
    /// Countries with a namesake, meant only where the text says so.
    pub(crate) fn elsewhere(self) -> CountrySet {
        SETS[usize::from(self.elsewhere)]
    }
}

/// One reading of an ambiguous name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamedPlace {
    /// A country.
    Country(Country),
    /// A group of countries.
    Group(Group),
}

impl NamedPlace {
    /// ISO alpha-2 of the country, or the id of the group.
    pub fn id(self) -> &'static str {
        match self {
            Self::Country(country) => country.alpha2(),
            Self::Group(group) => group.id(),
        }
    }

    /// The English name in the middle of a sentence: `the United States`.
    pub fn in_text(self) -> &'static str {
        match self {
            Self::Country(country) => country.in_text(),
            Self::Group(group) => group.in_text(),
        }
    }

    /// The countries of the place.
    pub fn countries(self) -> CountrySet {
        match self {
            Self::Country(country) => std::iter::once(country).collect(),
            Self::Group(group) => group.members(),
        }
    }
}

/// The country or the group of countries that a text names as a whole, by a name
/// or alias without other readings.
#[must_use]
pub fn named(text: &str) -> Option<NamedPlace> {
    if let Some(country) = added_country(text) {
        return Some(NamedPlace::Country(country));
    }
    match phrase_of(text)?.meaning {
        Meaning::Country(country) => Some(NamedPlace::Country(country)),
        Meaning::Group(group) | Meaning::LooseGroup { group, .. } => Some(NamedPlace::Group(group)),
        _ => None,
    }
}

/// The country that a text names as a whole: a code, a name, or one of the names in
/// other languages; none for words with several readings.
#[must_use]
pub fn country_named(text: &str) -> Option<Country> {
    let text = text.trim();
    Country::from_code(text).or_else(|| added_country(text)).or_else(|| {
        match phrase_of(text)?.meaning {
            Meaning::Country(country) => Some(country),
            _ => None,
        }
    })
}

/// The country of a name that the active vocabulary adds.
fn added_country(text: &str) -> Option<Country> {
    match vocabulary::active()?.location(&fold_words(text))? {
        AddedMeaning::Country(country) => Some(country),
        AddedMeaning::Word(_) => None,
    }
}

/// The role with a name of `data/location_words.yaml`.
pub(crate) fn role_named(name: &str) -> Option<WordRole> {
    ROLE_NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
}

/// The names of the roles of `data/location_words.yaml`.
pub(crate) fn role_names() -> Vec<&'static str> {
    ROLE_NAMES.iter().map(|(name, _)| *name).collect()
}

/// The phrase that a text is as a whole, however it is written.
pub(crate) fn phrase_of(text: &str) -> Option<&'static Phrase> {
    // Most texts have other letters than any phrase: a hash of them takes a tenth of folding.
    if letters(text).is_some_and(|hash| LETTERS.find_hash(hash, |_| true).is_none()) {
        return None;
    }
    phrase(&fold_words(text))
}

/// The hash of the letters and digits that are left when a text is folded; nothing where
/// folding does more than to leave signs out.
fn letters(text: &str) -> Option<u64> {
    text.bytes().try_fold(key_index::START, |hash, byte| match byte {
        b'a'..=b'z' | b'0'..=b'9' => Some(key_index::step_folded(hash, byte)),
        b'A'..=b'Z' => Some(key_index::step(hash, byte)),
        b'&' | b'+' | 0x80.. => None,
        _ => Some(hash),
    })
}

/// The letters and digits of the keys in ASCII.
#[allow(long_running_const_eval, reason = "it takes a second, and the tables are its bound")]
static LETTERS: KeyIndex<32768> = {
    let mut index = KeyIndex::new();
    let mut at = 0;
    while at < PHRASES.len() {
        let Stored { start, len } = PHRASES[at].key;
        let (key, _) = TEXTS.as_bytes().split_at(start as usize).1.split_at(len as usize);
        if key.is_ascii() {
            index.add_hash(letters_hash(key), at);
        }
        at += 1;
    }
    index
};

/// Every phrase, by key.
pub(crate) fn phrases() -> &'static [Phrase] {
    &PHRASES
}

/// The readings with a number.
pub(crate) fn readings(index: u8) -> &'static [NamedPlace] {
    READINGS[usize::from(index)]
}

/// The phrase whose key is all of `folded`.
pub(crate) fn phrase(folded: &str) -> Option<&'static Phrase> {
    let phrases = starting_with(*folded.as_bytes().first()?);
    let at = phrases.binary_search_by(|phrase| phrase.bytes().cmp(folded.as_bytes())).ok()?;
    Some(&phrases[at])
}

/// The phrases that `folded` starts with, shortest first. The first word of
/// `folded` is `word` bytes long; in scripts that do not separate words, pass
/// the length of one character and `unspaced`.
pub(crate) fn prefixes(
    folded: &str,
    word: usize,
    unspaced: bool,
) -> impl DoubleEndedIterator<Item = &'static Phrase> {
    let first = &folded.as_bytes()[..word];
    let phrases = first.first().map_or(&[][..], |byte| starting_with(*byte));
    let low = phrases.partition_point(|phrase| phrase.bytes() < first);
    // The separators sort before letters and digits, so that the keys that go
    // on behind the first word follow it directly.
    let count = phrases[low..]
        .iter()
        .take_while(|phrase| {
            let key = phrase.bytes();
            key.starts_with(first) && (unspaced || key.get(word).is_none_or(|next| *next <= b'/'))
        })
        .count();
    phrases[low..low + count].iter().filter(move |phrase| {
        folded.strip_prefix(phrase.key()).is_some_and(|rest| {
            unspaced || rest.as_bytes().first().is_none_or(|next| *next <= b'/')
        })
    })
}

/// The phrases whose key starts with a byte.
fn starting_with(byte: u8) -> &'static [Phrase] {
    let byte = usize::from(byte);
    &PHRASES[usize::from(FIRST_BYTES[byte])..usize::from(FIRST_BYTES[byte + 1])]
}

/// The countries that have a state with this upper-case code.
pub(crate) fn states(code: &str) -> &'static [Country] {
    match STATE_CODES.binary_search_by(|(state, _)| (*state).cmp(code)) {
        Ok(at) => STATE_CODES[at].1,
        Err(_) => &[],
    }
}

/// True if a place of the country may have the upper-case code behind it, for its province, state
/// or canton: `Bergamo (BG)`.
pub(crate) fn has_province(country: Country, code: &str) -> bool {
    let start = PROVINCES.partition_point(|(known, _)| *known < code);
    let of_code = PROVINCES[start..].iter().take_while(|(known, _)| *known == code);
    of_code.into_iter().any(|(_, of)| *of == country)
}

/// The role of a word that is a name in capitals, or alone: `el`, `na`.
pub(crate) fn homograph(word: &str) -> Option<WordRole> {
    let at = HOMOGRAPHS.binary_search_by(|(known, _)| (*known).cmp(word)).ok()?;
    Some(HOMOGRAPHS[at].1)
}

/// True if a word ends like the name of a street: `industriestrasse`.
pub(crate) fn ends_like_street(word: &str) -> bool {
    STREET_ENDS.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
}

/// True if a word ends the name of a quarter or a street in a script without spaces.
pub(crate) fn is_quarter_end(word: &str) -> bool {
    QUARTER_ENDS.contains(&word)
}

/// True if a text says in one of its words that something is in use.
pub(crate) fn says_in_use(folded: &str) -> bool {
    let is_dense = |word: &str| !word.is_ascii();
    IN_USE.iter().any(|word| {
        folded.split(' ').any(|own| own == *word) || is_dense(word) && folded.contains(word)
    })
}

/// True if a word leads from a town to the water or the region that its name is told by:
/// `Frankfurt am Main`.
pub(crate) fn is_town_joint(word: &str) -> bool {
    TOWN_JOINTS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_sorted() {
        assert!(PHRASES.is_sorted_by(|a, b| a.key() < b.key()));
        assert!(STATE_CODES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn names_are_read_in_several_languages() {
        for (name, code) in [
            ("Deutschland", "DE"),
            ("côte d’ivoire", "CI"),
            ("Türkiye", "TR"),
            ("Korea, Republic of", "KR"),
            ("アイルランド", "IE"),
            ("DEU", "DE"),
            (" nl ", "NL"),
        ] {
            assert_eq!(country_named(name).map(Country::alpha2), Some(code), "{name}");
        }
        assert_eq!(country_named("Georgia"), None, "two readings");
        assert_eq!(country_named("Wakanda"), None);
    }

    proptest! {
        #[test]
        fn a_phrase_is_found_however_its_words_are_parted(
            at in 0..PHRASES.len(), signs in "[ ,./'`+&-]{1,3}", capitals: bool
        ) {
            let key = PHRASES[at].key();
            let typed = key.replace(' ', &signs);
            let typed = if capitals { typed.to_uppercase() } else { typed };
            let found = |text: &str| phrase_of(text).map(Phrase::key);
            prop_assert_eq!(found(&typed), phrase(&fold_words(&typed)).map(Phrase::key));
            prop_assert_eq!(found(key), phrase(&fold_words(key)).map(Phrase::key));
        }
    }

    #[test]
    fn aliases_of_groups_are_read_without_case_and_accents() {
        for (alias, id) in [
            ("eu", "EU"),
            ("E.U.", "EU"),
            ("Union europeenne", "EU"),
            ("EU/EEA", "EEA"),
            ("EØS", "EEA"),
            ("UK&I", "UK_IE"),
            ("Asia-Pacific", "APAC"),
            ("Asia/Pacific", "APAC"),
            ("D-A-CH", "DACH"),
            ("Europe", "EUROPE"),
        ] {
            assert_eq!(named(alias).map(NamedPlace::id), Some(id), "{alias}");
        }
    }

    #[test]
    fn prefixes_are_whole_words() {
        let of = |folded, word| -> Vec<&str> {
            prefixes(folded, word, false).map(|phrase| phrase.key()).collect()
        };
        assert_eq!(of("new york city,us", 3), ["new york", "new york city"]);
        assert_eq!(of("nigeria", 7), ["nigeria"]);
        assert_eq!(of("niger", 5), ["niger"]);
        assert!(of("new", 3).is_empty());
    }
}
