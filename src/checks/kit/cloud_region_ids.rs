//! Texts that were meant for the id of a cloud region, known or not.

use crate::facts::cloud_regions::{self, Provider};
use crate::manifest::LocationEntry;
use crate::manifest::reading::{PlaceReading, provider_of};
use crate::values::location::{Part, PartRole};

/// Who should have the region.
#[derive(Clone, Copy)]
pub(crate) struct StatedProvider<'a> {
    /// The provider as stated next to the region.
    pub(crate) stated: Option<&'a str>,
    /// The provider in the built-in list, stated or the vendor itself.
    pub(crate) known: Option<Provider>,
}

impl<'a> StatedProvider<'a> {
    pub(crate) fn read(found: &PlaceReading<'a>, place: &LocationEntry<'a>) -> Self {
        if let Some(provider) = place.provider {
            return Self { stated: Some(provider.value()), known: provider_of(provider.value()) };
        }
        // The provider may stand in front: `AWS eu-west-1`.
        let text = found.text.value();
        let first = text.split_once(char::is_whitespace).map(|(first, _)| first);
        match first.and_then(|first| Some((first, Provider::from_name(text)?))) {
            Some((first, provider)) => Self { stated: Some(first), known: Some(provider) },
            None => Self { stated: None, known: found.provider },
        }
    }
}

/// Longest text that may be an id, in bytes.
const LONGEST_ID: usize = 40;

/// True if a part of a reading may be a region that its provider does not have.
pub(crate) fn is_candidate(part: &Part) -> bool {
    matches!(part.role, PartRole::CloudRegion | PartRole::Unread)
}

/// True if a part that has no known meaning was meant for the id of a region.
pub(crate) fn is_unknown(
    part: &Part,
    id: &str,
    key: &str,
    place: &LocationEntry<'_>,
    of: StatedProvider<'_>,
) -> bool {
    if id.len() > LONGEST_ID {
        return false;
    }
    match part.role {
        PartRole::CloudRegion => true,
        PartRole::Unread if !id.contains(char::is_whitespace) => {
            // Next to a provider, whatever stands under `region` is meant for one of
            // its ids.
            let is_stated = key == "region" && place.provider.is_some() && of.known.is_some();
            is_stated || cloud_regions::looks_like_region(id)
        }
        _ => false,
    }
}
