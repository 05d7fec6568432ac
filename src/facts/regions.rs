//! Groups of countries: the European Union, the Nordics, Asia-Pacific.
//!
//! Source and date: `data/regions.yaml`.

use super::countries::CountrySet;

include!(concat!(env!("OUT_DIR"), "/regions.rs"));

/// A group of countries. Ordered by id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(pub(super) u8);

/// Who says what belongs to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// The membership is fixed by treaty.
    Legal,
    /// Usage differs; the members are a choice of this project.
    Editorial,
}

struct GroupRow {
    id: &'static str,
    name: &'static str,
    in_text: &'static str,
    kind: GroupKind,
    members: CountrySet,
}

impl Group {
    /// The European Union.
    pub const EU: Self = Self::known("EU");
    /// The European Economic Area.
    pub const EEA: Self = Self::known("EEA");
    /// The continent.
    pub const EUROPE: Self = Self::known("EUROPE");

    /// The group of an id such as `EU` or `SOUTHEAST_ASIA`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|group| group.id() == id)
    }

    /// Every group, by id.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len())
            .map(|at| Self(u8::try_from(at).expect("internal: there are fewer than 256 groups")))
    }

    /// The id, for example `EU`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The English name in the middle of a sentence: `the European Union`.
    pub fn in_text(self) -> &'static str {
        self.row().in_text
    }

    /// True if a treaty or this project says what belongs to the group.
    pub fn kind(self) -> GroupKind {
        self.row().kind
    }

    /// The countries of the group. Territories of member states to which Union
    /// law applies count as members of EU and EEA.
    pub fn members(self) -> CountrySet {
        self.row().members
    }

    fn row(self) -> &'static GroupRow {
        &ROWS[usize::from(self.0)]
    }

    /// The group of an id that is known to be in the table. Evaluated when the
    /// program is compiled.
    const fn known(id: &str) -> Self {
        let id = id.as_bytes();
        let mut at = 0;
        while at < ROWS.len() {
            let row = ROWS[at].id.as_bytes();
            let mut same = 0;
            while same < id.len() && same < row.len() && row[same] == id[same] {
                same += 1;
            }
            if same == id.len() && same == row.len() {
                return Self(at as u8);
            }
            at += 1;
        }
        panic!("internal: not the id of a group")
    }
}

impl std::fmt::Debug for Group {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl std::fmt::Display for Group {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::countries::Country;

    #[test]
    fn ids_are_sorted_and_lead_to_the_group() {
        assert!(Group::all().is_sorted_by(|a, b| a.id() < b.id()));
        for group in Group::all() {
            assert_eq!(Group::from_id(group.id()), Some(group));
        }
    }

    #[test]
    fn europe_is_not_the_union() {
        let britain = Country::from_alpha2("GB").unwrap();
        assert!(Group::EUROPE.members().contains(britain));
        assert!(!Group::EEA.members().contains(britain));
        assert!(Group::EU.members().is_subset(Group::EEA.members()));
        assert_eq!(Group::EUROPE.kind(), GroupKind::Editorial);
    }
}
