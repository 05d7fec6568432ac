//! The meaning of the places that a vendor states.

use super::location_entry::LocationEntry;
use super::text::Text;
use crate::facts::cloud_regions::Provider;
use crate::values::location::{self, Context, Reading};
use std::cell::LazyCell;

/// One text of a place with what it means.
#[derive(Debug)]
pub struct PlaceReading<'t> {
    /// Index of the vendor's location that it belongs to.
    pub place: usize,
    /// The key it stands under; `text` for free text.
    pub key: &'static str,
    /// The text.
    pub text: Text<'t>,
    /// The provider whose cloud regions it was read by: the one stated beside it, or the
    /// vendor itself.
    pub provider: Option<Provider>,
    /// Its meaning.
    pub reading: Reading,
}

/// Reads places. `base` is what is known about the vendor; `own_provider` is the cloud that
/// it is, which is only asked for when a text may be one of its regions.
pub(super) fn read<'t>(
    places: &[LocationEntry<'t>],
    base: Context<'t>,
    own_provider: impl FnOnce() -> Option<Provider>,
) -> Vec<PlaceReading<'t>> {
    let own = LazyCell::new(own_provider);
    let mut readings = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let stated = place.provider.and_then(|provider| provider_of(provider.value()));
        // No provider changes what the plain name of a country means.
        let needs_provider = place
            .text
            .or(place.region)
            .is_some_and(|text| !location::is_plain_country(text.value()));
        let provider = stated.or_else(|| if needs_provider { *own } else { None });
        let context = Context { provider, ..base };
        for (key, text) in texts(place) {
            let typed_country = key == "country";
            let reading = location::read(text.value(), &Context { typed_country, ..context });
            readings.push(PlaceReading { place: index, key, text, provider, reading });
        }
    }
    readings
}

fn texts<'t>(
    place: &LocationEntry<'t>,
) -> impl Iterator<Item = (&'static str, Text<'t>)> + use<'t> {
    let all = [
        ("text", place.text),
        ("country", place.country),
        ("region", place.region),
        ("city", place.city),
    ];
    all.into_iter().filter_map(|(key, text)| text.map(|text| (key, text)))
}

/// The provider of an id, `aws`, or of a name, `Amazon Web Services`.
#[must_use]
pub fn provider_of(name: &str) -> Option<Provider> {
    Provider::from_id(name).or_else(|| Provider::from_name(name))
}
