//! Words, places, vendors and legal forms that a policy adds to the built-in tables.
//!
//! The tables are asked by functions of a text, far below the policy. So the added entries are
//! active for a scope on the current thread, which a linter opens around each file: the result is
//! a function of the text and the policy all the same. While no policy has a vocabulary, a
//! look-up costs the load of one flag.
//!
//! Entries refer to each other and to the built-in tables for as long as the program runs, so
//! a vocabulary is kept for good; the same one is made once.

use super::countries::Country;
use super::legal_forms::strip::{self, Table};
use super::legal_forms::{self, AddedForm};
use super::name_words::WordUses;
use super::phrases::Vague;
use super::places::WordRole;
use super::vendors::{Entity, KnownVendor, VendorMatch, VendorNameKind};
use crate::text::fold::fold_words;
use crate::text::fold::name::{self as fold, Token, spaceless};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Words of the longest added phrase of a name.
pub(crate) const LONGEST_NAME_PHRASE: usize = 6;

/// The entries of the vocabulary files of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VocabularyEntries {
    /// Names of places, each with its country.
    pub places: Vec<(String, Country)>,
    /// Words of locations that are no places.
    pub location_words: Vec<(String, WordRole)>,
    /// Words by which names are read.
    pub(crate) name_words: Vec<(String, WordUses)>,
    /// Values that are as good as missing.
    pub placeholders: Vec<String>,
    /// Values that say nothing, by the field that they are for.
    pub vague: Vec<(Vague, String)>,
    /// Words for data that needs extra care.
    pub special_categories: Vec<String>,
    /// Legal forms.
    pub legal_forms: Vec<AddedForm>,
    /// Vendors.
    pub vendors: Vec<AddedVendor>,
}

/// A vendor as a vocabulary states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddedVendor {
    /// Its id.
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// True if the name followed by another word is one of its services.
    pub brand: bool,
    /// Products and trade names.
    pub products: Vec<String>,
    /// Former names.
    pub old: Vec<String>,
    /// Legal entities: the registered name, the country, and true if it is a former one.
    pub entities: Vec<(String, Country, bool)>,
    /// Web domains.
    pub domains: Vec<String>,
    /// The group of companies.
    pub group: String,
    /// The usual seat.
    pub hq: Option<Country>,
    /// The reason why it no longer exists, if so.
    pub defunct: Option<String>,
}

/// The added entries, ready to be looked up.
#[derive(Debug, Default)]
pub struct AddedFacts {
    entries: VocabularyEntries,
    /// Places and words by their folded form.
    locations: BTreeMap<String, AddedMeaning>,
    /// Words of names by their folded form.
    names: BTreeMap<String, WordUses>,
    /// Phrases that say nothing, by field.
    vague: BTreeMap<u8, Vec<String>>,
    forms: Option<&'static Table<'static>>,
    vendors: BTreeMap<String, Vec<VendorMatch>>,
    domains: BTreeMap<String, &'static KnownVendor>,
}

/// The meaning of an added name or word in a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddedMeaning {
    /// A name of a country, or of a place in it.
    Country(Country),
    /// A word that is no place.
    Word(WordRole),
}

/// True once there is a vocabulary.
static EXISTS: AtomicBool = AtomicBool::new(false);

/// Every vocabulary that was made.
static ALL: Mutex<Vec<&'static AddedFacts>> = Mutex::new(Vec::new());

thread_local! {
    static ACTIVE: Cell<Option<&'static AddedFacts>> = const { Cell::new(None) };
}

/// The vocabulary of the scope that the current thread is in.
pub(crate) fn active() -> Option<&'static AddedFacts> {
    if EXISTS.load(Ordering::Relaxed) { ACTIVE.get() } else { None }
}

/// The scope of a vocabulary on the current thread; it ends with the value.
#[derive(Debug)]
pub(crate) struct VocabularyScope {
    before: Option<&'static AddedFacts>,
}

impl VocabularyScope {
    /// Opens a scope, with a vocabulary or without one.
    #[must_use]
    pub(crate) fn open(vocabulary: Option<&'static AddedFacts>) -> Self {
        Self { before: ACTIVE.replace(vocabulary) }
    }
}

impl Drop for VocabularyScope {
    fn drop(&mut self) {
        ACTIVE.set(self.before);
    }
}

impl AddedFacts {
    /// The vocabulary of some entries; nothing when there are none.
    #[must_use]
    pub(crate) fn of(entries: VocabularyEntries) -> Option<&'static Self> {
        if entries == VocabularyEntries::default() {
            return None;
        }
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.iter().find(|known| known.entries == entries) {
            return Some(known);
        }
        let made: &'static Self = Box::leak(Box::new(Self::new(entries)));
        all.push(made);
        EXISTS.store(true, Ordering::Relaxed);
        Some(made)
    }

    fn new(entries: VocabularyEntries) -> Self {
        let mut made = Self::default();
        for (word, role) in &entries.location_words {
            made.locations.insert(fold_words(word), AddedMeaning::Word(*role));
        }
        for (name, country) in &entries.places {
            made.locations.insert(fold_words(name), AddedMeaning::Country(*country));
        }
        made.locations.remove("");
        for (phrase, uses) in &entries.name_words {
            let known = made.names.entry(fold::fold_name(phrase)).or_default();
            *known = known.or(*uses);
        }
        for (field, phrase) in &entries.vague {
            made.vague.entry(*field as u8).or_default().push(phrase.clone());
        }
        if !entries.legal_forms.is_empty() {
            made.forms = Some(legal_forms::extended(&entries.legal_forms));
        }
        let table = made.forms.unwrap_or(&legal_forms::FORM_TABLE);
        for vendor in &entries.vendors {
            made.add_vendor(vendor, table);
        }
        made.entries = entries;
        made
    }

    fn add_vendor(&mut self, vendor: &AddedVendor, table: &'static Table<'static>) {
        let kept = keep(vendor);
        let mut add = |key: String, kind, forms| {
            if !key.is_empty() {
                self.vendors.entry(key).or_default().push(VendorMatch {
                    vendor: kept,
                    kind,
                    forms,
                });
            }
        };
        for (name, ..) in &vendor.entities {
            let mut tokens = fold::fold(name, 0..name.len()).tokens;
            let stripped = strip::strip(&mut tokens, name, table);
            let forms = stripped.form.as_ref().map_or(&[][..], |(spelling, _)| spelling.forms);
            let key = fold::join_spaceless(&tokens[stripped.base.clone()]);
            add(key, VendorNameKind::Entity, forms);
        }
        let kinds = [
            (VendorNameKind::Name, std::slice::from_ref(&vendor.name)),
            (VendorNameKind::Product, &vendor.products),
            (VendorNameKind::Old, &vendor.old),
        ];
        for (kind, names) in kinds {
            names.iter().for_each(|name| add(spaceless(&fold::fold_name(name)), kind, &[]));
        }
        for domain in &vendor.domains {
            self.domains.insert(domain.to_lowercase(), kept);
        }
    }

    /// Number of entries of each kind, by the name of its block.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, usize); 6] {
        let entries = &self.entries;
        let phrases =
            entries.placeholders.len() + entries.vague.len() + entries.special_categories.len();
        [
            ("places", entries.places.len()),
            ("location_words", entries.location_words.len()),
            ("name_words", entries.name_words.len()),
            ("phrases", phrases),
            ("legal_forms", entries.legal_forms.len()),
            ("vendors", entries.vendors.len()),
        ]
    }

    /// The meaning of the name or word that is all of `folded`.
    pub(crate) fn location(&self, folded: &str) -> Option<AddedMeaning> {
        self.locations.get(folded).copied()
    }

    /// The longest name or word that `folded` starts with, and its length. In scripts that do
    /// not separate words it may end anywhere.
    pub(crate) fn longest_prefix(
        &self,
        folded: &str,
        unspaced: bool,
    ) -> Option<(usize, AddedMeaning)> {
        let first = folded.chars().next()?;
        let start = folded.get(..first.len_utf8())?;
        let from = self.locations.range(start.to_owned()..);
        let near = from.take_while(|(name, _)| name.starts_with(first));
        let fits = |name: &str| {
            folded.strip_prefix(name).is_some_and(|rest| {
                unspaced || rest.as_bytes().first().is_none_or(|next| *next <= b'/')
            })
        };
        let fitting = near.filter(|(name, _)| fits(name));
        fitting.map(|(name, meaning)| (name.len(), *meaning)).last()
    }

    /// The words of the longest phrase of names with one of some uses at the start of a name.
    pub(crate) fn name_phrase(&self, tokens: &[Token], uses: WordUses) -> Option<usize> {
        if self.names.is_empty() {
            return None;
        }
        (1..=tokens.len().min(LONGEST_NAME_PHRASE)).rev().find(|count| {
            let words: Vec<&str> =
                tokens[..*count].iter().map(|token| token.text.as_str()).collect();
            self.names.get(&words.join(" ")).is_some_and(|known| known.holds(uses))
        })
    }

    /// Values that are as good as missing.
    pub(crate) fn placeholders(&self) -> &[String] {
        &self.entries.placeholders
    }

    /// Phrases that say nothing in a field.
    pub(crate) fn vague(&self, field: Vague) -> &[String] {
        self.vague.get(&(field as u8)).map_or(&[], Vec::as_slice)
    }

    /// Words for data that needs extra care.
    pub(crate) fn special_categories(&self) -> &[String] {
        &self.entries.special_categories
    }

    /// The spellings of all legal forms, where there are more than the built-in ones.
    pub(crate) fn forms(&self) -> Option<&'static Table<'static>> {
        self.forms
    }

    /// The vendors with a spaceless name.
    pub(crate) fn vendors(&self, key: &str) -> &[VendorMatch] {
        self.vendors.get(key).map_or(&[], Vec::as_slice)
    }

    /// The vendor of a domain.
    pub(crate) fn vendor_of_domain(&self, domain: &str) -> Option<&'static KnownVendor> {
        self.domains.get(domain).copied()
    }
}

/// A vendor in the form of the built-in ones, kept for good.
fn keep(vendor: &AddedVendor) -> &'static KnownVendor {
    let text = |text: &str| -> &'static str { text.to_owned().leak() };
    let entities: Vec<Entity> = vendor
        .entities
        .iter()
        .map(|(name, country, former)| Entity {
            name: text(name),
            country: country.alpha2(),
            former: *former,
        })
        .collect();
    let domains: Vec<&'static str> = vendor.domains.iter().map(|domain| text(domain)).collect();
    Box::leak(Box::new(KnownVendor {
        id: text(&vendor.id),
        name: text(&vendor.name),
        brand: vendor.brand,
        entities: entities.leak(),
        domains: domains.leak(),
        group: text(&vendor.group),
        hq: vendor.hq.map(Country::alpha2),
        defunct: vendor.defunct.as_deref().map(text),
    }))
}
