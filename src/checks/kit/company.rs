//! The company of an entry: where it is known to be, and the names that are its own.

use super::sites;
use crate::facts::countries::{Country, CountrySet};
use crate::facts::legal_forms;
use crate::facts::places;
use crate::facts::vendors::{self, KnownVendor};
use crate::manifest::{Text, Vendor};
use crate::text::fold::fold_words;
use crate::values::entity_name::{EntityName, identify};
use crate::values::location::{self, Context};

/// The company of an entry, by all that the entry and the built-in list say about it.
pub(crate) struct Company<'m, 't> {
    vendor: &'m Vendor<'t>,
}

/// Letters of a name that the other may start with.
const MIN_SHARED: usize = 3;

impl<'m, 't> Company<'m, 't> {
    /// The company of an entry.
    pub(crate) fn of(vendor: &'m Vendor<'t>) -> Self {
        Self { vendor }
    }

    /// The country that the company is known to be in, if that is none of `countries` and
    /// nothing suggests that a company of its group, such as `entity`, is in one of them.
    pub(crate) fn foreign(
        &self,
        countries: CountrySet,
        entity: Option<Text<'_>>,
    ) -> Option<Country> {
        let is_in = |code: &str| {
            Country::from_alpha2(code).is_some_and(|country| countries.contains(country))
        };
        let form_fits = |name: &EntityName| {
            name.form().is_some_and(|form| form.countries().iter().any(|code| is_in(code)))
        };
        // Another company of the group may be the certified one.
        let is_group = |known: &KnownVendor| {
            known.hq.is_some_and(is_in) || known.entities.iter().any(|entity| is_in(entity.country))
        };
        if entity.is_some_and(|text| form_fits(&EntityName::parse(text.value())))
            || self.vendor.known().is_some_and(|known| is_group(known.vendor))
        {
            return None;
        }
        let stated = self.seat();
        if let Some(country) = stated {
            return (!countries.contains(country)).then_some(country);
        }
        // Without a stated seat the legal form tells, if it is used in one country only, and
        // the place of processing may be that of another company.
        let form = self.vendor.legal_entity().filter(|name| !form_fits(name))?.form()?;
        let [code] = form.countries()[..] else { return None };
        let country = Country::from_alpha2(code)?;
        let places = sites::of_places(self.vendor);
        let elsewhere =
            |site: &sites::Site<'_>| site.countries().intersection(countries).is_empty();
        places.iter().all(elsewhere).then_some(country)
    }

    /// The seat: `country`, else that of the address.
    fn seat(&self) -> Option<Country> {
        if let Some(text) = self.vendor.text("country") {
            return places::country_named(text.value());
        }
        if let Some(text) = self.vendor.text("address.country") {
            return places::country_named(text.value());
        }
        self.of_address()
    }

    /// The country that the address names, if it names one.
    pub(crate) fn of_address(&self) -> Option<Country> {
        let address = self.vendor.text("address")?;
        let reading = location::read(address.value(), &Context::default());
        let mut countries = reading.country_set().iter();
        let first = countries.next()?;
        countries.next().is_none().then_some(first)
    }

    /// True if a name is that of the company or of one of its group, as far as can be told.
    pub(crate) fn has(&self, name: Text<'_>) -> bool {
        let other = EntityName::parse(name.value());
        let own = [self.vendor.legal_name, self.vendor.name];
        let group = ["group", "parent", "former_names", "services", "service"];
        let listed = group.iter().flat_map(|field| self.vendor.texts(field));
        let mut own = own.into_iter().flatten().chain(listed).peekable();
        if own.peek().is_none() {
            return true;
        }
        let known = identify(name.value(), None).map(|found| found.vendor);
        let same_group =
            |a: &KnownVendor, b: &KnownVendor| a.id == b.id || vendors::same_group(a, b);
        if let (Some(own), Some(other)) = (self.vendor.known(), known)
            && same_group(own.vendor, other)
        {
            return true;
        }
        own.any(|text| shares_a_word(&EntityName::parse(text.value()), &other))
    }
}

/// True if two names share a word that names somebody, or one is made of the initials of
/// the other.
fn shares_a_word(a: &EntityName, b: &EntityName) -> bool {
    let (a, b) = (fold_words(a.base()), fold_words(b.base()));
    let words = |text: &str| -> Vec<String> {
        let words = text.split([' ', ',', '/']).filter(|word| !is_common(word));
        words.map(str::to_owned).collect()
    };
    let initials = |text: &str| -> String {
        text.split([' ', ',', '/']).filter_map(|word| word.chars().next()).collect()
    };
    if a == b {
        return true;
    }
    let (of_a, of_b) = (words(&a), words(&b));
    let joined = |words: &[String]| words.concat();
    let starts = |long: &str, short: &str| short.len() >= MIN_SHARED && long.starts_with(short);
    // "Technologies" and the like are the first word of neither.
    of_a.first().is_some_and(|word| of_b.contains(word))
        || of_b.first().is_some_and(|word| of_a.contains(word))
        || starts(&joined(&of_a), &joined(&of_b))
        || starts(&joined(&of_b), &joined(&of_a))
        || of_a.contains(&initials(&b))
        || of_b.contains(&initials(&a))
}

/// Words that many companies have in their names.
fn is_common(word: &str) -> bool {
    word == "the" || legal_forms::is_descriptive(word)
}
