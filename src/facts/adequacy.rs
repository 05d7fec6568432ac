//! Adequacy decisions, and the vocabulary of transfer mechanisms.
//!
//! Source and date: `data/adequacy.yaml`.

use super::cloud_regions::Basis;
use super::countries::{Country, CountrySet};
use super::instruments;
use crate::text::fold::fold_words;

include!(concat!(env!("OUT_DIR"), "/adequacy.rs"));

/// The area whose law the exporter is under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExporterArea {
    /// The European Economic Area: GDPR.
    Eea,
    /// The United Kingdom: UK GDPR.
    Uk,
    /// Switzerland: FADP.
    Ch,
}

/// True if personal data may go to a country without a further instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adequacy {
    /// The country is in the area: there is no transfer.
    InArea,
    /// There is a decision for the whole country.
    Full(&'static Decision),
    /// There is a decision that holds only under its condition.
    Partial(&'static Decision),
    /// There is no decision.
    None,
}

/// An adequacy decision, or a country's place on a list of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Decision {
    /// The country.
    pub country: Country,
    /// The act, for example `(EU) 2026/179`.
    pub instrument: &'static str,
    /// `YYYY-MM-DD`, where it is known.
    pub adopted: Option<&'static str>,
    /// `YYYY-MM-DD` of the latest renewal.
    pub renewed: Option<&'static str>,
    /// `YYYY-MM-DD` of the last day, if it runs out.
    pub expires: Option<&'static str>,
    /// Condition on the recipient; the decision covers nothing else.
    pub condition: Option<&'static str>,
    /// A remark on the scope or the state of proceedings.
    pub note: Option<&'static str>,
    /// The basis of the fact.
    pub basis: Basis,
}

/// A transfer mechanism that can be used.
#[derive(Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// The value in the manifest, for example `scc`.
    pub id: &'static str,
    /// In words.
    pub name: &'static str,
    /// The provisions by area, in the order of [`ExporterArea::ALL`].
    law: [Option<&'static str>; 3],
    /// The countries that it works for; empty if it works for all.
    pub only: CountrySet,
    /// It covers one legal entity and not a country.
    pub per_entity: bool,
    /// It runs out unless it is renewed every year.
    pub yearly: bool,
    /// The modules that there are.
    pub modules: &'static [u8],
    /// The term of the W3C Data Privacy Vocabulary.
    pub dpv: Option<&'static str>,
    /// `YYYY-MM-DD` of the day from which it could be used.
    pub since: Option<&'static str>,
}

/// A transfer mechanism that can no longer be used.
#[derive(Debug, PartialEq, Eq)]
pub struct Retired {
    /// The value in the manifest, for example `privacy_shield`.
    pub id: &'static str,
    /// In words.
    pub name: &'static str,
    /// `YYYY-MM-DD` of the day from which it could not be used any more.
    pub ended: &'static str,
    /// `YYYY-MM-DD` until which old contracts stayed valid, if later.
    pub until: Option<&'static str>,
    /// The state since then, such as `has not been valid`.
    pub state: &'static str,
    /// The judgment or act that ended it.
    pub by: &'static str,
    /// The id of the mechanism that took its place.
    pub replaced_by: &'static str,
}

/// A mechanism, active or retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedMechanism {
    /// A mechanism that can be used.
    Mechanism(&'static Mechanism),
    /// One that cannot be used any more.
    Retired(&'static Retired),
}

impl ExporterArea {
    /// Every area.
    pub const ALL: [Self; 3] = [Self::Eea, Self::Uk, Self::Ch];

    /// The area of an id: `EEA` (or `EU`), `UK` (or `GB`), `CH`.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "EEA" | "EU" => Some(Self::Eea),
            "UK" | "GB" => Some(Self::Uk),
            "CH" => Some(Self::Ch),
            _ => None,
        }
    }

    /// `EEA`, `UK` or `CH`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Eea => "EEA",
            Self::Uk => "UK",
            Self::Ch => "CH",
        }
    }

    /// True if data that goes to the country stays in the area.
    pub fn contains(self, country: Country) -> bool {
        match self {
            Self::Eea => country.eea(),
            Self::Uk => country == Country::GB,
            Self::Ch => country == Country::CH,
        }
    }

    /// The decisions that hold for exporters of the area, by country.
    pub fn decisions(self) -> &'static [Decision] {
        match self {
            Self::Eea => &EEA_DECISIONS,
            Self::Uk => &UK_DECISIONS,
            Self::Ch => &CH_DECISIONS,
        }
    }

    /// True if personal data may go from the area to the country.
    pub fn status(self, country: Country) -> Adequacy {
        if self.contains(country) {
            return Adequacy::InArea;
        }
        let decisions = self.decisions();
        match decisions.binary_search_by_key(&country, |decision| decision.country) {
            Ok(at) if decisions[at].condition.is_some() => Adequacy::Partial(&decisions[at]),
            Ok(at) => Adequacy::Full(&decisions[at]),
            Err(_) => Adequacy::None,
        }
    }
}

impl Mechanism {
    /// Every mechanism that can be used, in the order of the data.
    pub fn all() -> &'static [Self] {
        &MECHANISMS
    }

    /// The provision that it rests on for exporters of the area; `None` where
    /// the law of the area does not know it.
    pub fn law(&self, area: ExporterArea) -> Option<&'static str> {
        self.law[area as usize]
    }

    /// True if the mechanism can cover a recipient in the country.
    #[cfg(test)]
    pub fn fits(&self, country: Country) -> bool {
        self.only.is_empty() || self.only.contains(country)
    }
}

impl Retired {
    /// Every retired mechanism, in the order of the data.
    pub fn all() -> &'static [Self] {
        &RETIRED
    }
}

impl NamedMechanism {
    /// Its id in the manifest.
    pub fn id(self) -> &'static str {
        match self {
            Self::Mechanism(mechanism) => mechanism.id,
            Self::Retired(retired) => retired.id,
        }
    }

    /// Looks up a mechanism by its id or one of its usual names.
    pub fn read(text: &str) -> Option<Self> {
        instruments::mechanism(&fold_words(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(area: ExporterArea, code: &str) -> Adequacy {
        area.status(Country::from_alpha2(code).unwrap())
    }

    fn codes(area: ExporterArea, wanted: fn(Adequacy) -> bool) -> Vec<&'static str> {
        Country::all()
            .filter(|&country| wanted(area.status(country)))
            .map(Country::alpha2)
            .collect()
    }

    #[test]
    fn the_three_lists_differ() {
        let full = |status| matches!(status, Adequacy::Full(_));
        let partial = |status| matches!(status, Adequacy::Partial(_));
        assert_eq!(
            codes(ExporterArea::Eea, full),
            ["AD", "AR", "BR", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "NZ", "UY"]
        );
        assert_eq!(codes(ExporterArea::Eea, partial), ["CA", "JP", "KR", "US"]);
        assert_eq!(codes(ExporterArea::Uk, partial), ["CA", "JP", "US"]);
        assert_eq!(codes(ExporterArea::Ch, partial), ["CA", "US"]);
        assert!(matches!(status(ExporterArea::Uk, "KR"), Adequacy::Full(_)));
        assert_eq!(status(ExporterArea::Uk, "BR"), Adequacy::None, "no UK regulation for Brazil");
        assert_eq!(status(ExporterArea::Ch, "JP"), Adequacy::None);
        assert_eq!(status(ExporterArea::Ch, "KR"), Adequacy::None);
        assert!(matches!(status(ExporterArea::Ch, "MC"), Adequacy::Full(_)));
        assert!(matches!(status(ExporterArea::Uk, "GI"), Adequacy::Full(_)));
        assert_eq!(status(ExporterArea::Eea, "GI"), Adequacy::None);
    }

    #[test]
    fn nothing_is_transferred_within_the_area() {
        for (area, code) in [
            (ExporterArea::Eea, "NO"),
            (ExporterArea::Eea, "RE"),
            (ExporterArea::Uk, "GB"),
            (ExporterArea::Ch, "CH"),
        ] {
            assert_eq!(status(area, code), Adequacy::InArea, "{code}");
        }
        assert_eq!(status(ExporterArea::Eea, "SJ"), Adequacy::None, "Svalbard is outside the EEA");
        assert!(matches!(status(ExporterArea::Uk, "IE"), Adequacy::Full(_)));
    }

    #[test]
    fn mechanisms_are_known_by_id_and_name() {
        let id = |text| match NamedMechanism::read(text) {
            Some(NamedMechanism::Mechanism(mechanism)) => mechanism.id,
            Some(NamedMechanism::Retired(retired)) => retired.id,
            None => "",
        };
        assert_eq!(id("scc"), "scc");
        assert_eq!(id("Standard Contractual Clauses"), "scc");
        assert_eq!(id("EU-US Data Privacy Framework"), "dpf");
        assert_eq!(id("privacy_shield"), "privacy_shield");
        assert_eq!(id("Privacy Shield"), "privacy_shield");
        assert_eq!(id("magic"), "");
        for retired in Retired::all() {
            assert_eq!(id(retired.id), retired.id);
            assert!(Mechanism::all().iter().any(|new| new.id == retired.replaced_by));
        }
        let Some(NamedMechanism::Mechanism(dpf)) = NamedMechanism::read("dpf") else { panic!() };
        assert!(dpf.fits(Country::US) && !dpf.fits(Country::GB));
        assert_eq!(dpf.law(ExporterArea::Uk), None);
    }
}
