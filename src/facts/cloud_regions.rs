//! Regions of cloud providers. Ids are not unique across providers, and their
//! prefixes say nothing about membership: `eu-west-2` is London.
//!
//! Source and date: `data/cloud_providers.csv`, `data/cloud_regions.csv`.

use super::countries::CountrySet;
use super::quick::Starts;
use super::regions::Group;
use crate::text::fold::{fold_id, fold_words};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/cloud_regions.rs"));

/// Longest text that is looked up as a region id, in bytes.
const LONGEST_ID: usize = 40;

/// A provider whose regions are known. Ordered as an id without a provider is
/// tried: AWS, Google Cloud, Azure, Oracle, IBM, then the others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Provider(pub(super) u8);

struct ProviderRow {
    id: &'static str,
    name: &'static str,
    primary: bool,
    /// Whose regions the provider uses under their own ids.
    runs_on: &'static [u8],
    zones: &'static [Zone],
    checked: &'static str,
}

/// The notation of a zone behind the id of its region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// `us-east-1a`
    Letter,
    /// `us-central1-a`
    DashLetter,
    /// `fr-par-1`
    DashDigit,
    /// `GRA11`
    Digits,
    /// `fsn1-dc14`
    DataCentre,
}

/// A region of a cloud provider.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CloudRegion(u16);

struct RegionRow {
    provider: Provider,
    id: &'static str,
    key: &'static str,
    place: &'static str,
    area: Area,
    status: Status,
    basis: Basis,
    note: &'static str,
}

/// The area of a region, as far as the provider promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// In one country or spread over several.
    Countries(CountrySet),
    /// Somewhere in a group of countries.
    Group(Group),
    /// Anywhere.
    World,
    /// The provider does not publish the country.
    Unpublished,
}

/// True if a region can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Open to customers, or was when the data was made.
    Active,
    /// Open to some customers only.
    Restricted,
    /// Not open yet.
    Announced,
    /// No longer open.
    Closed,
    /// No region but a wish where to be near, which the provider does not promise.
    Hint,
}

/// The basis of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Seen in the source that the data file names.
    Read,
    /// General knowledge.
    Memory,
}

static PROVIDER_STARTS: Starts = {
    let mut starts = Starts::of(&[]);
    let mut at = 0;
    while at < PROVIDER_NAMES.len() {
        starts.add(PROVIDER_NAMES[at].0.as_bytes());
        at += 1;
    }
    starts
};

impl Provider {
    /// The provider of an id such as `aws`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|provider| provider.id() == id)
    }

    /// The provider that a vendor's name, legal name or id stands for: `AWS`,
    /// `Amazon Web Services EMEA SARL`, `Google Cloud`. The longest known name
    /// that the text starts with decides.
    pub fn from_name(text: &str) -> Option<Self> {
        if text.is_ascii()
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && !PROVIDER_STARTS.may_start(text.as_bytes())
        {
            return None;
        }
        let key = fold_words(text);
        let mut end = key.len();
        loop {
            if let Ok(at) = PROVIDER_NAMES.binary_search_by(|(name, _)| (*name).cmp(&key[..end])) {
                return Some(Self(PROVIDER_NAMES[at].1));
            }
            end = key[..end].rfind([' ', ',', '/'])?;
        }
    }

    /// Every provider.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..PROVIDERS.len())
            .map(|at| Self(u8::try_from(at).expect("internal: there are fewer than 256 providers")))
    }

    /// The id, for example `gcp`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The usual name, for example `Google Cloud`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// True if an id without a provider is read as one of its regions first.
    pub fn is_primary(self) -> bool {
        self.row().primary
    }

    /// The day on which its regions were last checked, `YYYY-MM-DD`.
    pub fn checked(self) -> &'static str {
        self.row().checked
    }

    /// Whose regions the provider uses under their own ids.
    pub fn runs_on(self) -> impl Iterator<Item = Self> {
        self.row().runs_on.iter().map(|provider| Self(*provider))
    }

    /// The regions of the provider, by id.
    pub fn regions(self) -> impl Iterator<Item = CloudRegion> {
        CloudRegion::all().filter(move |region| region.provider() == self)
    }

    fn row(self) -> &'static ProviderRow {
        &PROVIDERS[usize::from(self.0)]
    }
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl CloudRegion {
    /// Every region, by id and provider.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..REGIONS.len()).map(Self::at)
    }

    /// The provider of the region.
    pub fn provider(self) -> Provider {
        self.row().provider
    }

    /// The id as the provider writes it, for example `eu-west-1` or `GRA`. The
    /// case is that of the data, lower in results: see [`CloudRegion::key`].
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The id in lower case with hyphens.
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// The city or other place, as far as it is published.
    pub fn place(self) -> &'static str {
        self.row().place
    }

    /// The area of the region.
    pub fn area(self) -> Area {
        self.row().area
    }

    /// The countries of the region: empty where the provider does not say.
    pub fn countries(self) -> CountrySet {
        match self.area() {
            Area::Countries(countries) => countries,
            Area::Group(_) | Area::World | Area::Unpublished => CountrySet::EMPTY,
        }
    }

    /// True if the region can be used.
    pub fn status(self) -> Status {
        self.row().status
    }

    /// The basis of the facts.
    pub fn basis(self) -> Basis {
        self.row().basis
    }

    /// A remark, or an empty text.
    pub fn note(self) -> &'static str {
        self.row().note
    }

    pub(crate) fn at(index: usize) -> Self {
        debug_assert!(index < REGIONS.len());
        Self(u16::try_from(index).expect("internal: there are fewer than 65536 regions"))
    }

    fn row(self) -> &'static RegionRow {
        &REGIONS[usize::from(self.0)]
    }
}

impl std::fmt::Debug for CloudRegion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.provider().id(), self.key())
    }
}

impl std::fmt::Display for CloudRegion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.provider().id(), self.key())
    }
}

/// The result of looking up a region id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// One region.
    Region(CloudRegion),
    /// Regions of several providers that lie in different places, and no reason
    /// to prefer one: those with this id, in the order of the table.
    Several(CloudRegion, usize),
}

impl Found {
    /// The regions that the id may stand for.
    pub fn regions(self) -> impl Iterator<Item = CloudRegion> {
        let (first, count) = match self {
            Self::Region(region) => (region, 1),
            Self::Several(first, count) => (first, count),
        };
        (usize::from(first.0)..usize::from(first.0) + count).map(CloudRegion::at)
    }
}

impl std::fmt::Display for Found {
    /// `aws:eu-west-1`, or `?:ap-southeast` where the providers differ.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Region(region) => region.fmt(f),
            Self::Several(first, _) => write!(f, "?:{}", first.key()),
        }
    }
}

/// The region of an id: of `provider` or one that it runs on; without a provider, of AWS,
/// Google Cloud, Azure, Oracle or IBM, else of the others. Accepts upper case, `_`, the
/// provider as a prefix (`aws-us-east-1`) and a zone (`us-east-1a`, `europe-west1-b`,
/// `GRA11`). An id that the provider does not have is never that of another.
pub fn find(provider: Option<Provider>, id: &str) -> Option<Found> {
    let key = key_of(id)?;
    let own = match provider {
        Some(provider) => of_provider_or_host(provider, &key).map(Found::Region),
        None => of_any_provider(&key),
    };
    if own.is_some() {
        return own;
    }
    let (prefix, rest) = key.split_once('-')?;
    let prefixed = match prefix {
        "google" => Provider::from_id("gcp"),
        "do" => Provider::from_id("digitalocean"),
        _ => Provider::from_id(prefix),
    }?;
    of_provider_or_host(prefixed, rest).map(Found::Region)
}

/// The region of a provider, or of one that it runs on, by a folded id or zone.
fn of_provider_or_host(provider: Provider, key: &str) -> Option<CloudRegion> {
    let (low, count) = with_key(key);
    std::iter::once(provider).chain(provider.runs_on()).find_map(|provider| {
        of_provider(provider, low, count).or_else(|| without_zone(key, Some(provider)))
    })
}

/// The ids of `provider` (of the common ones if it is not known) nearest to
/// `id`, nearest first, at most three. For help texts.
pub fn suggest(provider: Option<Provider>, id: &str) -> Vec<CloudRegion> {
    let Some(key) = key_of(id) else { return Vec::new() };
    let mut near: Vec<(usize, CloudRegion)> = CloudRegion::all()
        .filter(|region| {
            let of = region.provider();
            provider.map_or(of.row().primary, |provider| provider == of)
                && region.key().len().abs_diff(key.len()) <= 2
        })
        .map(|region| (strsim::damerau_levenshtein(&key, region.key()), region))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort_by_key(|&(distance, region)| (distance, region.provider(), region));
    near.truncate(3);
    near.into_iter().map(|(_, region)| region).collect()
}

/// True if the text is shaped like the id of a region: an area, a direction or
/// city, and a number, as in `eu-west-9`.
pub fn looks_like_region(id: &str) -> bool {
    let Some(key) = key_of(id) else { return false };
    let key = PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix)).unwrap_or(&key);
    let mut parts = key.split('-');
    if !parts.next().is_some_and(|area| AREAS.contains(&area)) {
        return false;
    }
    let mut named = false;
    let mut direction = false;
    let mut number = false;
    for part in parts {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let zone = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if word.is_empty() || (part.len() == zone.len() + 1 && is_number(zone)) {
            number = named;
        } else if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            named = true;
            direction |= is_direction(word);
            number |= word.len() < part.len();
        } else {
            return false;
        }
    }
    named && (number || direction)
}

const PREFIXES: [&str; 3] = ["aws-", "gcp-", "azure-"];

const AREAS: [&str; 24] = [
    "us",
    "eu",
    "ap",
    "sa",
    "ca",
    "me",
    "af",
    "il",
    "mx",
    "cn",
    "uk",
    "gb",
    "na",
    "in",
    "jp",
    "au",
    "br",
    "eusc",
    "europe",
    "asia",
    "australia",
    "northamerica",
    "southamerica",
    "africa",
];

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_direction(word: &str) -> bool {
    let rest = word.strip_prefix("north").or_else(|| word.strip_prefix("south")).unwrap_or(word);
    matches!(rest, "" | "east" | "west" | "central") && !word.is_empty()
}

/// The id as it is looked up; nothing for a text that is too long to be one.
fn key_of(id: &str) -> Option<Cow<'_, str>> {
    (id.len() <= LONGEST_ID).then(|| fold_id(id))
}

/// The regions whose key is `key`: first place and number in the table.
fn with_key(key: &str) -> (usize, usize) {
    let low = REGIONS.partition_point(|row| row.key < key);
    let count = REGIONS[low..].iter().take_while(|row| row.key == key).count();
    (low, count)
}

/// The region of an id whose provider is not known.
fn of_any_provider(key: &str) -> Option<Found> {
    let (low, count) = with_key(key);
    if count > 0 {
        return choose(low, count);
    }
    without_zone(key, None).map(Found::Region)
}

fn of_provider(provider: Provider, low: usize, count: usize) -> Option<CloudRegion> {
    (low..low + count).find(|&at| REGIONS[at].provider == provider).map(CloudRegion::at)
}

/// The region of an id without a provider.
fn choose(low: usize, count: usize) -> Option<Found> {
    let first = &REGIONS[low];
    // The table is sorted by provider within a key, the common ones first.
    if first.provider.row().primary {
        return Some(Found::Region(CloudRegion::at(low)));
    }
    if REGIONS[low..low + count].iter().any(|row| row.area != first.area) {
        return Some(Found::Several(CloudRegion::at(low), count));
    }
    // `eu-west` may be short for one of `eu-west-1`, `eu-west-2`, ... of another
    // provider: they must lie in the same place.
    let unanimous = REGIONS[low..]
        .iter()
        .take_while(|row| row.key.starts_with(first.key))
        .all(|row| row.area == first.area);
    unanimous.then(|| Found::Region(CloudRegion::at(low)))
}

/// The region of a zone, of one provider or of those that write it so.
fn without_zone(key: &str, provider: Option<Provider>) -> Option<CloudRegion> {
    for (zone, key) in zones(key) {
        let (low, count) = with_key(key);
        let found = (low..low + count).map(CloudRegion::at).find(|region| {
            let row = region.provider().row();
            let provider_fits = match provider {
                Some(provider) => region.provider() == provider,
                // `us-south-1` and `GRA11` say too little without the provider.
                None => zone != Zone::Digits && !(zone == Zone::DashDigit && row.primary),
            };
            provider_fits && row.zones.contains(&zone)
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The regions that `key` may be a zone of, by its notation.
fn zones(key: &str) -> impl Iterator<Item = (Zone, &str)> {
    let without_letter = key
        .strip_suffix(|c: char| c.is_ascii_lowercase())
        .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
    let without_dash_letter =
        key.strip_suffix(|c: char| c.is_ascii_lowercase()).and_then(|rest| rest.strip_suffix('-'));
    let without_dash_digit =
        key.strip_suffix(['1', '2', '3']).and_then(|rest| rest.strip_suffix('-'));
    let without_digits = Some(key.trim_end_matches(|c: char| c.is_ascii_digit()));
    let without_data_centre = key.rsplit_once("-dc").map(|(rest, _)| rest);
    [
        (Zone::Letter, without_letter),
        (Zone::DashLetter, without_dash_letter),
        (Zone::DashDigit, without_dash_digit),
        (Zone::Digits, without_digits.filter(|rest| rest.len() < key.len())),
        (Zone::DataCentre, without_data_centre),
    ]
    .into_iter()
    .filter_map(|(zone, rest)| Some((zone, rest?)))
}

#[cfg(test)]
mod tests;
