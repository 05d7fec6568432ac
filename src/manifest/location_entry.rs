//! An entry under `location` or `locations`.

use super::fields;
use super::text::{Text, is_blank};
use super::vocabulary::{Activity, ClosedVocabulary as _, Scope};
use crate::syntax::{NodeKind, Value};

/// A stated place of processing, in the long form.
#[derive(Debug)]
pub struct LocationEntry<'t> {
    /// As it was typed: a text or a mapping.
    pub node: Value<'t>,
    /// Free text, or a shorthand for it.
    pub text: Option<Text<'t>>,
    /// A country.
    pub country: Option<Text<'t>>,
    /// A cloud region or a group of countries.
    pub region: Option<Text<'t>>,
    /// The provider of the cloud region.
    pub provider: Option<Text<'t>>,
    /// A city.
    pub city: Option<Text<'t>>,
    /// `global` or `customer_choice`.
    pub scope: Option<Scope>,
    /// The activities there; every one when empty.
    pub activities: Vec<Activity>,
    /// The data there; all of it if empty.
    pub data: Vec<Text<'t>>,
    /// When data goes there, which makes the place conditional.
    pub when: Option<Text<'t>>,
    /// The reason for the place.
    pub why: Option<Text<'t>>,
}

impl<'t> LocationEntry<'t> {
    /// Takes in the value of `location` or `locations`; blanks are skipped.
    pub(super) fn read_into(value: Value<'t>, places: &mut Vec<Self>) {
        // Most vendors have one, and room for more would be most of a vendor.
        if value.kind() == NodeKind::Seq {
            places.reserve_exact(value.items().len());
            value.items().for_each(|item| places.extend(Self::read(item)));
        } else if let Some(place) = Self::read(value) {
            places.reserve_exact(1);
            places.push(place);
        }
    }

    fn read(node: Value<'t>) -> Option<Self> {
        if is_blank(node) {
            return None;
        }
        let mut place = Self {
            node,
            text: Text::of(node),
            country: None,
            region: None,
            provider: None,
            city: None,
            scope: None,
            activities: Vec::new(),
            data: Vec::new(),
            when: None,
            why: None,
        };
        for (key, value) in node.entries() {
            match key.text().unwrap_or_default() {
                "text" => place.text = Text::of(value),
                "country" => place.country = Text::of(value),
                "region" => place.region = Text::of(value),
                "provider" => place.provider = Text::of(value),
                "city" => place.city = Text::of(value),
                "scope" => {
                    place.scope = Text::of(value).and_then(|text| Scope::parse(text.value()));
                }
                key if is_activity(key) => place.activities = Activity::list(value),
                "data" => place.data = Text::list(value),
                "when" => place.when = Text::of(value),
                "why" => place.why = Text::of(value),
                _ => {}
            }
        }
        Some(place)
    }

    /// True if an activity may happen there.
    #[must_use]
    pub fn covers(&self, activity: Activity) -> bool {
        self.activities.is_empty() || self.activities.contains(&activity)
    }

    /// The text that says most about where it is, for messages.
    #[must_use]
    pub fn shown(&self) -> Option<Text<'t>> {
        self.text.or(self.region).or(self.country).or(self.city).or(self.provider)
    }
}

fn is_activity(key: &str) -> bool {
    fields::LOCATION.block().find(key).is_some_and(|field| field.name == "activity")
}
