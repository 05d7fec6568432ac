//! Countries and territories of ISO 3166-1, and sets of them.
//!
//! Source and date: `data/countries.csv`.

include!(concat!(env!("OUT_DIR"), "/countries.rs"));

/// A country or territory with an ISO 3166-1 code. Ordered by alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(pub(super) u8);

struct CountryRow {
    alpha2: &'static str,
    alpha3: &'static str,
    name: &'static str,
    in_text: &'static str,
    eu: Membership,
    eea: bool,
    efta: bool,
    sovereign: Option<Country>,
}

/// The relation of a country to the European Union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// One of the 27 member states.
    Member,
    /// A territory of a member state to which Union law applies.
    Territory,
    /// Not in the European Union.
    None,
}

impl Country {
    /// The United States.
    pub const US: Self = Self::known("US");
    /// China, without Hong Kong, Macao and Taiwan.
    pub const CN: Self = Self::known("CN");
    /// The United Kingdom, without Gibraltar and the Crown dependencies.
    pub const GB: Self = Self::known("GB");
    /// Switzerland.
    pub const CH: Self = Self::known("CH");

    /// The country of an upper-case alpha-2 code.
    pub fn from_alpha2(code: &str) -> Option<Self> {
        let at = ROWS.binary_search_by(|row| row.alpha2.cmp(code)).ok()?;
        Some(Self::at(at))
    }

    /// The country of an upper-case alpha-3 code.
    pub fn from_alpha3(code: &str) -> Option<Self> {
        let at = ALPHA3.binary_search_by(|(alpha3, _)| (*alpha3).cmp(code)).ok()?;
        Some(Self(ALPHA3[at].1))
    }

    /// The country of a code in any case: alpha-2, alpha-3, or one of the codes
    /// in use that are not in ISO 3166-1 (`UK`, `EL`).
    pub fn from_code(text: &str) -> Option<Self> {
        let mut buffer = [0; 3];
        let code = buffer.get_mut(..text.len())?;
        code.copy_from_slice(text.as_bytes());
        code.make_ascii_uppercase();
        let code = std::str::from_utf8(code).ok()?;
        match code {
            "UK" => Some(Self::GB),
            "EL" => Self::from_alpha2("GR"),
            _ if code.len() == 2 => Self::from_alpha2(code),
            _ => Self::from_alpha3(code),
        }
    }

    /// Every country, by alpha-2 code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).map(Self::at)
    }

    /// ISO 3166-1 alpha-2, for example `DE`.
    pub fn alpha2(self) -> &'static str {
        self.row().alpha2
    }

    /// ISO 3166-1 alpha-3, for example `DEU`.
    pub fn alpha3(self) -> &'static str {
        self.row().alpha3
    }

    /// The usual English name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The English name in the middle of a sentence: `the United States`.
    pub fn in_text(self) -> &'static str {
        self.row().in_text
    }

    /// The relation of the country to the European Union.
    pub fn membership(self) -> Membership {
        self.row().eu
    }

    /// True if Union law applies: member states and their territories in the Union.
    pub fn eu(self) -> bool {
        self.row().eu != Membership::None
    }

    /// True if the country is in the European Economic Area.
    pub fn eea(self) -> bool {
        self.row().eea
    }

    /// True if the country is in the European Free Trade Association.
    pub fn efta(self) -> bool {
        self.row().efta
    }

    /// The state that this territory belongs to, if it is not one itself.
    pub fn sovereign(self) -> Option<Self> {
        self.row().sovereign
    }

    fn row(self) -> &'static CountryRow {
        &ROWS[usize::from(self.0)]
    }

    fn at(index: usize) -> Self {
        Self(u8::try_from(index).expect("internal: there are fewer than 256 countries"))
    }

    /// The country of a code that is known to be in the table. Evaluated when
    /// the program is compiled.
    const fn known(code: &str) -> Self {
        let code = code.as_bytes();
        let mut at = 0;
        while at < ROWS.len() {
            let alpha2 = ROWS[at].alpha2.as_bytes();
            if alpha2[0] == code[0] && alpha2[1] == code[1] {
                return Self(at as u8);
            }
            at += 1;
        }
        panic!("internal: not a country code")
    }
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.alpha2())
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.alpha2())
    }
}

/// A set of countries.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct CountrySet([u64; 4]);

impl CountrySet {
    /// No country.
    pub const EMPTY: Self = Self([0; 4]);

    pub(super) const fn from_bits(bits: [u64; 4]) -> Self {
        Self(bits)
    }

    /// Every country of the table.
    pub fn world() -> Self {
        Country::all().collect()
    }

    /// Adds a country.
    pub fn insert(&mut self, country: Country) {
        self.0[usize::from(country.0) / 64] |= 1 << (country.0 % 64);
    }

    /// Takes a country out.
    pub fn remove(&mut self, country: Country) {
        self.0[usize::from(country.0) / 64] &= !(1 << (country.0 % 64));
    }

    /// True if `country` is in the set.
    pub fn contains(self, country: Country) -> bool {
        self.0[usize::from(country.0) / 64] & (1 << (country.0 % 64)) != 0
    }

    /// The countries in either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    /// The countries in both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }

    /// The countries of this set that are not in the other.
    #[must_use]
    pub fn difference(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & !other.0[at]))
    }

    /// True if every country of this set is in the other.
    pub fn is_subset(self, other: Self) -> bool {
        self.difference(other).is_empty()
    }

    /// True if there is no country in the set.
    pub fn is_empty(self) -> bool {
        self.0 == [0; 4]
    }

    /// Number of countries in the set.
    pub fn len(self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// The first country by alpha-2 code.
    pub fn first(self) -> Option<Country> {
        self.iter().next()
    }

    /// The countries by alpha-2 code.
    pub fn iter(self) -> impl Iterator<Item = Country> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let at = bits.iter().position(|&word| word != 0)?;
            let bit = bits[at].trailing_zeros() as usize;
            bits[at] &= bits[at] - 1;
            Some(Country::at(at * 64 + bit))
        })
    }
}

impl FromIterator<Country> for CountrySet {
    fn from_iter<I: IntoIterator<Item = Country>>(countries: I) -> Self {
        let mut set = Self::EMPTY;
        for country in countries {
            set.insert(country);
        }
        set
    }
}

impl std::fmt::Debug for CountrySet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(codes: &str) -> CountrySet {
        codes.split_whitespace().map(|code| Country::from_alpha2(code).unwrap()).collect()
    }

    #[test]
    fn codes_lead_to_the_same_country() {
        for country in Country::all() {
            assert_eq!(Country::from_alpha2(country.alpha2()), Some(country));
            assert_eq!(Country::from_alpha3(country.alpha3()), Some(country));
            assert_eq!(Country::from_code(&country.alpha2().to_lowercase()), Some(country));
        }
        assert_eq!(Country::from_code("UK"), Some(Country::GB));
        assert_eq!(Country::from_code("EL").map(Country::alpha2), Some("GR"));
        assert_eq!(Country::from_code("XK"), None, "Kosovo is not in ISO 3166-1");
        assert_eq!(Country::from_code("é"), None);
    }

    #[test]
    fn names_have_their_article_in_a_sentence() {
        let in_text = |code| Country::from_alpha2(code).map(Country::in_text);
        assert_eq!(in_text("US"), Some("the United States"));
        assert_eq!(in_text("CD"), Some("the Democratic Republic of the Congo"));
        assert_eq!(in_text("IE"), Some("Ireland"));
        for country in Country::all() {
            let (name, in_text) = (country.name(), country.in_text());
            // Names in the plural, and of unions, have it.
            let needs = ["Islands", "United ", " Republic"].iter().any(|word| name.contains(word));
            let is_list = name.contains(" and the ") || name.contains("Island and");
            assert_eq!(needs && !is_list, needs && in_text.starts_with("the "), "{name}");
        }
    }

    #[test]
    fn territories_follow_the_treaties() {
        let eu: CountrySet = Country::all().filter(|country| country.eu()).collect();
        assert_eq!(eu.len(), 27 + 7);
        assert!(set("AX GF GP MF MQ RE YT").is_subset(eu));
        assert!(eu.intersection(set("FO GL NC PF AW CW SX BQ GI JE GG IM CH GB NO")).is_empty());
        let eea: CountrySet = Country::all().filter(|country| country.eea()).collect();
        assert_eq!(eea.difference(eu), set("IS LI NO"), "Svalbard is outside");
    }

    #[test]
    fn sets_are_ordered_by_code() {
        let some = set("US DE ZW AD");
        assert_eq!(some.len(), 4);
        assert_eq!(format!("{some:?}"), "{AD, DE, US, ZW}");
        assert_eq!(some.first().map(Country::alpha2), Some("AD"));
        assert!(set("DE").is_subset(some));
        assert!(!some.is_subset(set("DE US")));
        assert_eq!(some.difference(set("US ZW")), set("AD DE"));
        assert_eq!(CountrySet::world().len(), 249);
    }
}
