//! Where the data of many lists goes, counted by list and by vendor.

use crate::facts::countries::Country;
use crate::facts::regions::Group;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kind of a place in the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A country, by its ISO 3166-1 alpha-2 code.
    Country,
    /// A group of countries, by its id, such as `EEA`.
    Area,
    /// The whole world.
    Worldwide,
    /// A place is stated, and no country or area can be read from it.
    Unread,
    /// No place is stated.
    Unstated,
}

/// The number of lists that something occurs in, and of vendors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// Lists.
    pub lists: usize,
    /// Vendors of these lists.
    pub vendors: usize,
}

/// The places of the vendors of one list: so many vendors for each.
pub type ListPlaces = BTreeMap<(PlaceKind, &'static str), usize>;

/// The name of a place in reports.
#[must_use]
pub fn name(kind: PlaceKind, id: &str) -> String {
    match kind {
        PlaceKind::Country => {
            Country::from_alpha2(id).map_or_else(|| id.to_owned(), |one| one.name().to_owned())
        }
        PlaceKind::Area => {
            Group::from_id(id).map_or_else(|| id.to_owned(), |one| one.name().to_owned())
        }
        PlaceKind::Worldwide => "Worldwide".to_owned(),
        PlaceKind::Unread => "A place that names no country".to_owned(),
        PlaceKind::Unstated => "No place stated".to_owned(),
    }
}
