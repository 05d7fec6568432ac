//! The closed vocabularies of the model. A word outside of them is reported
//! by `invalid-value` and otherwise left out of the model.

use super::text::Text;
use crate::syntax::Value;

/// A closed list of words, each standing for one value.
pub trait ClosedVocabulary: Copy + PartialEq + 'static {
    /// The words in the order of the documentation.
    const WORDS: &'static [(&'static str, Self)];

    /// The value of a word.
    fn parse(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|&(_, value)| value)
    }

    /// The word of the value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }

    /// The known words of a list or of a lone scalar.
    fn list(node: Value<'_>) -> Vec<Self> {
        Text::list(node).into_iter().filter_map(|text| Self::parse(text.value())).collect()
    }
}

/// Declares an enum, its documentation and its words in one table.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl ClosedVocabulary for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)+];
        }
    };
}

words! {
    /// The stage of a vendor in its life on the list.
    Status {
        /// Announced, not yet used.
        Planned = "planned",
        /// In use; what a vendor without `status` is.
        Active = "active",
        /// Switched off for now.
        Disabled = "disabled",
        /// No longer used.
        Retired = "retired",
    }
}

words! {
    /// A group of people whose data it is about.
    Audience {
        /// The people of a customer who use the product.
        Customer = "customer",
        /// The customers' own users.
        EndUser = "end_user",
        /// Staff of the organisation or of its customers.
        Employee = "employee",
        /// People who apply for a job.
        Applicant = "applicant",
        /// Visitors of a website.
        Visitor = "visitor",
        /// People who may become customers.
        Prospect = "prospect",
        /// Patients.
        Patient = "patient",
        /// Pupils and students.
        Student = "student",
        /// Anyone else.
        Other = "other",
    }
}

words! {
    /// An activity with data at a place.
    Activity {
        /// Data is kept there.
        Storage = "storage",
        /// Data is worked on there.
        Processing = "processing",
        /// Data is looked at from there.
        Access = "access",
        /// Support staff works from there.
        Support = "support",
    }
}

words! {
    /// The reach of a place.
    Scope {
        /// Anywhere in the world.
        Global = "global",
        /// A place that the customer chooses.
        CustomerChoice = "customer_choice",
    }
}

words! {
    /// The kind of a claim.
    ClaimKind {
        /// No third party gets the data.
        NoThirdParty = "no_third_party",
        /// The data does not leave the area.
        NoTransfers = "no_transfers",
        /// Companies of the group may process the data.
        Affiliates = "affiliates",
        /// Security or quality is promised.
        Assurance = "assurance",
        /// A certificate is held.
        Certification = "certification",
    }
}

/// A set of [`Audience`]s; empty when none is stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audiences(u16);

impl Audiences {
    /// The stated audiences.
    #[must_use]
    pub fn of(node: Value<'_>) -> Self {
        Audience::list(node).into_iter().collect()
    }

    /// True if none is stated.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True if the two sets share an audience. One that states none means any.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.is_empty() || other.is_empty() || self.0 & other.0 != 0
    }

    /// True if any of `other` is in the set; an empty set has none.
    #[must_use]
    pub fn contains_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Audience> for Audiences {
    fn from_iter<I: IntoIterator<Item = Audience>>(audiences: I) -> Self {
        Self(audiences.into_iter().fold(0, |set, audience| set | 1 << audience as u16))
    }
}
