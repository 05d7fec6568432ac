//! Well-known vendors, for hints: "is part of", "the built-in list has".
//!
//! Compiled from `data/vendors.yaml`. Corporate facts age fast: nothing here is
//! ground for more than information.

use super::key_index::KeyIndex;
use super::legal_forms::{self, Spelling, strip};
use super::vocabulary;
use crate::text::fold::name::{self as fold, Token};
use std::sync::LazyLock;

/// A vendor as the registry has it.
#[derive(Debug)]
pub struct KnownVendor {
    /// The id in the data file, such as `aws`.
    pub id: &'static str,
    /// The usual name.
    pub name: &'static str,
    /// True if the name followed by another word is one of its services.
    pub brand: bool,
    /// Legal entities, the usual contracting party first.
    pub entities: &'static [Entity],
    /// Web domains; some are hosts below a registrable domain.
    pub domains: &'static [&'static str],
    /// Vendors with the same group belong to one group of companies.
    pub group: &'static str,
    /// ISO 3166-1 alpha-2 code of the usual seat.
    pub hq: Option<&'static str>,
    /// The reason why it no longer exists, if so.
    pub defunct: Option<&'static str>,
}

/// A legal entity of a vendor.
#[derive(Debug)]
pub struct Entity {
    /// The registered name.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code of its seat.
    pub country: &'static str,
    /// True if it is no longer the usual contracting party.
    pub former: bool,
}

/// The kind of name by which a vendor was found, in descending order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VendorNameKind {
    /// Its usual name.
    Name,
    /// A former name.
    Old,
    /// A product or trade name.
    Product,
    /// One of its legal entities.
    Entity,
}

#[derive(Debug)]
struct NameEntry {
    vendor: u16,
    kind: VendorNameKind,
    /// The forms of an entity, empty for other names.
    forms: &'static [u16],
}

/// A vendor that goes by a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VendorMatch {
    pub(crate) vendor: &'static KnownVendor,
    pub(crate) kind: VendorNameKind,
    /// The forms of an entity, empty for other names.
    pub(crate) forms: &'static [u16],
}

include!(concat!(env!("OUT_DIR"), "/vendors.rs"));

/// All vendors, in the order of the data file.
#[cfg(test)]
#[must_use]
pub fn all() -> &'static [KnownVendor] {
    VENDORS
}

/// The vendor with this trade name, product, former name or legal entity.
#[cfg(test)]
#[must_use]
pub fn find(name: &str) -> Option<&'static KnownVendor> {
    lookup(name).first().map(|&(vendor, _)| vendor)
}

/// Every vendor that knows a text under one of its names, best first: the entity
/// with exactly this legal form, else names, else an entity whose form is left out.
#[must_use]
pub fn lookup(name: &str) -> Vec<(&'static KnownVendor, VendorNameKind)> {
    let mut tokens = fold::fold(name, 0..name.len()).tokens;
    let stripped = strip::strip(&mut tokens, name, legal_forms::table());
    let form = stripped.form.map(|(spelling, _)| spelling);
    lookup_tokens(&tokens, &tokens[stripped.base], form)
}

/// The vendor whose name a word is a slip of: a letter is doubled, left out, or swapped
/// with the next. The word may be the name itself, which is no slip.
///
/// Names with another letter in place of one are other names, and so are short ones.
#[must_use]
pub(crate) fn misspelt(word: &str) -> Option<&'static KnownVendor> {
    static SPELLINGS: LazyLock<Vec<(String, &'static KnownVendor)>> = LazyLock::new(|| {
        let mut names: Vec<_> = VENDORS
            .iter()
            .filter(|vendor| vendor.name.len() >= SHORTEST_MISSPELT)
            .filter(|vendor| vendor.name.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .map(|vendor| (vendor.name.to_ascii_lowercase(), vendor))
            .collect();
        names.sort_by(|(a, _), (b, _)| a.cmp(b));
        names
    });
    let start = word.get(..1)?;
    let from = SPELLINGS.partition_point(|(name, _)| name.as_str() < start);
    let alike = SPELLINGS[from..].iter().take_while(|(name, _)| name.starts_with(start));
    let mut slips = alike.filter(|(name, _)| is_slip(word.as_bytes(), name.as_bytes()));
    slips.next().map(|&(_, vendor)| vendor)
}

/// Minimum number of letters of a name that [`misspelt`] finds.
const SHORTEST_MISSPELT: usize = 6;

fn is_slip(typed: &[u8], name: &[u8]) -> bool {
    let same = typed.iter().zip(name).take_while(|(a, b)| a == b).count();
    let (typed_rest, name_rest) = (&typed[same..], &name[same..]);
    // The letter before the place where the two part.
    let before = same.checked_sub(1).map(|at| name[at]);
    match (typed_rest, name_rest) {
        ([extra, typed_rest @ ..], _) if typed_rest == name_rest => Some(*extra) == before,
        (_, [missing, name_rest @ ..]) if name_rest == typed_rest => {
            let is_double = Some(*missing) == before;
            is_double || name.len() > SHORTEST_MISSPELT && !name_rest.is_empty()
        }
        ([a, b, typed_rest @ ..], [c, d, name_rest @ ..]) => {
            (a, b) == (d, c) && typed_rest == name_rest
        }
        _ => false,
    }
}

/// [`lookup`] for a name that was folded before: all its words, those without the
/// legal form, and the form.
pub(crate) fn lookup_tokens(
    all: &[Token],
    base: &[Token],
    form: Option<&Spelling>,
) -> Vec<(&'static KnownVendor, VendorNameKind)> {
    let mut found = lookup_words(base, form);
    if form.is_some() && found.is_empty() {
        // A product may end in what looks like a form.
        found = lookup_words(all, None);
    }
    if let ([name], true) = (base, found.is_empty())
        && name.text.contains('.')
    {
        // Some vendors go by their address: `sentry.io`.
        found.extend(by_domain(&name.text).map(|vendor| (vendor, VendorNameKind::Product)));
    }
    if found.is_empty() {
        found.extend(branded(base).map(|vendor| (vendor, VendorNameKind::Product)));
    }
    found
}

/// [`lookup_key`] for the words of a base.
fn lookup_words(
    words: &[Token],
    form: Option<&Spelling>,
) -> Vec<(&'static KnownVendor, VendorNameKind)> {
    if vocabulary::active().is_some() {
        return lookup_key(&fold::join_spaceless(words), form);
    }
    pick(hits(words.iter().flat_map(|word| word.text.bytes())), form)
}

/// [`lookup`] for a spaceless base and its form.
pub(crate) fn lookup_key(
    key: &str,
    form: Option<&Spelling>,
) -> Vec<(&'static KnownVendor, VendorNameKind)> {
    // What a vocabulary says about a name comes before the built-in list.
    let added = vocabulary::active().map_or(&[][..], |added| added.vendors(key));
    if !added.is_empty() {
        return pick_added(added, form);
    }
    pick(hits(key.bytes()), form)
}

/// [`pick`] for the vendors of a vocabulary.
fn pick_added(
    hits: &[VendorMatch],
    form: Option<&Spelling>,
) -> Vec<(&'static KnownVendor, VendorNameKind)> {
    let is_exact = |hit: &VendorMatch| {
        form.is_some_and(|form| form.forms.iter().any(|f| hit.forms.contains(f)))
    };
    let any_exact = hits.iter().any(is_exact);
    let fits = |hit: &&VendorMatch| {
        is_exact(hit) || !any_exact && (form.is_none() || hit.kind != VendorNameKind::Entity)
    };
    let mut found: Vec<_> = hits.iter().filter(fits).map(|hit| (hit.vendor, hit.kind)).collect();
    found.sort_by_key(|&(_, kind)| kind);
    found
}

/// The best of the vendors under one key, for a name with or without a form.
fn pick(
    hits: &'static [NameEntry],
    form: Option<&Spelling>,
) -> Vec<(&'static KnownVendor, VendorNameKind)> {
    if hits.is_empty() {
        return Vec::new();
    }
    let same_form = |hit: &&NameEntry| {
        form.is_some_and(|form| form.forms.iter().any(|f| hit.forms.contains(f)))
    };
    let sorted = |hits: Vec<&NameEntry>| {
        let mut found: Vec<_> =
            hits.into_iter().map(|hit| (&VENDORS[usize::from(hit.vendor)], hit.kind)).collect();
        found.sort_by_key(|&(_, kind)| kind);
        found
    };
    let exact: Vec<_> = hits.iter().filter(same_form).collect();
    if !exact.is_empty() {
        return sorted(exact);
    }
    let names: Vec<_> = hits.iter().filter(|hit| hit.kind != VendorNameKind::Entity).collect();
    if !names.is_empty() || form.is_some() {
        return sorted(names);
    }
    sorted(hits.iter().collect())
}

static NAME_INDEX: KeyIndex<1024> = {
    let mut index = KeyIndex::new();
    let mut at = 0;
    while at < NAMES.len() {
        index.add(NAMES[at].0.as_bytes(), at);
        at += 1;
    }
    index
};

static DOMAIN_INDEX: KeyIndex<1024> = {
    let mut index = KeyIndex::new();
    let mut at = 0;
    while at < DOMAINS.len() {
        index.add(DOMAINS[at].0.as_bytes(), at);
        at += 1;
    }
    index
};

/// Looks up a name without its spaces and dots.
fn hits(key: impl Iterator<Item = u8> + Clone) -> &'static [NameEntry] {
    let key = key.filter(|byte| !matches!(byte, b' ' | b'.'));
    let found = NAME_INDEX.find(key.clone(), |at| NAMES[at].0.bytes().eq(key.clone()));
    found.map_or(&[], |at| NAMES[at].1)
}

/// `Google Fonts` is a service of Google although the registry does not list it.
fn branded(words: &[Token]) -> Option<&'static KnownVendor> {
    let [first, rest @ ..] = words else { return None };
    if rest.is_empty() || rest.len() > 6 {
        return None;
    }
    let known = hits(first.text.bytes());
    if known.is_empty() {
        return None;
    }
    let known = known
        .iter()
        .filter(|hit| hit.kind != VendorNameKind::Entity)
        .map(|hit| &VENDORS[usize::from(hit.vendor)]);
    // The rest may be a listed product: `Anthropic Claude`.
    let rest = hits(rest.iter().flat_map(|word| word.text.bytes()));
    known.into_iter().find(|vendor| {
        vendor.brand
            || rest.iter().any(|hit| {
                std::ptr::eq(&raw const VENDORS[usize::from(hit.vendor)], &raw const **vendor)
            })
    })
}

/// The vendor that a host belongs to: `trust.zendesk.com` as well as
/// `zendesk.com`, in lower case.
#[must_use]
pub fn by_domain(host: &str) -> Option<&'static KnownVendor> {
    let mut rest = host;
    loop {
        if let Some(vendor) = vocabulary::active().and_then(|added| added.vendor_of_domain(rest)) {
            return Some(vendor);
        }
        if let Some(at) = DOMAIN_INDEX.find(rest.bytes(), |at| DOMAINS[at].0 == rest) {
            return Some(&VENDORS[usize::from(DOMAINS[at].1)]);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// The name of a group of companies: that of its vendor of the same id, else its id as a name
/// is written.
#[cfg(feature = "cli")]
#[must_use]
pub fn group_name(group: &str) -> String {
    if let Some(vendor) = VENDORS.iter().find(|vendor| vendor.id == group) {
        return vendor.name.to_owned();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    match group {
        "spacex" => "SpaceX".to_owned(),
        _ => group.split('-').map(capital).collect::<Vec<_>>().join(" "),
    }
}

/// True if two vendors are one or belong to one group of companies.
#[must_use]
pub fn same_group(a: &KnownVendor, b: &KnownVendor) -> bool {
    a.group == b.group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_told_from_another_name() {
        let found = |word: &str| misspelt(word).map(|vendor| vendor.name);
        assert_eq!(found("stripee"), Some("Stripe"));
        assert_eq!(found("clouddflare"), Some("Cloudflare"));
        assert_eq!(found("cloudlare"), Some("Cloudflare"));
        assert_eq!(found("hubpsot"), Some("HubSpot"));
        assert_eq!(found("molie"), Some("Mollie"));
        // The names themselves, another letter, the plural, and too short to tell.
        for word in ["stripe", "stripo", "strip", "stipe", "cloudflares", "sllack", ""] {
            assert_eq!(found(word), None, "{word}");
        }
    }

    #[test]
    fn vendors_are_found_under_all_their_names() {
        for (name, id) in [
            ("Amazon Web Services", "aws"),
            ("amazon s3", "aws"),
            ("Sendinblue", "brevo"),
            ("Peaberry Software Inc", "customerio"),
            ("Elastic Inc.", "close"),
            ("Elasticsearch B.V.", "elastic"),
            ("sentry.io", "sentry"),
            ("Google Fonts", "google"),
        ] {
            assert_eq!(find(name).map(|vendor| vendor.id), Some(id), "{name}");
        }
        assert!(find("Nobody knows Ltd").is_none() && find("").is_none());
    }

    #[cfg(feature = "cli")]
    #[test]
    fn groups_have_names() {
        let names = ["alphabet", "openai", "united-internet", "spacex"].map(group_name);
        assert_eq!(names, ["Alphabet", "OpenAI", "United Internet", "SpaceX"]);
    }

    #[test]
    fn hosts_and_groups_belong_to_vendors() {
        assert_eq!(by_domain("trust.zendesk.com").map(|vendor| vendor.id), Some("zendesk"));
        assert_eq!(by_domain("notzendesk.com").map(|vendor| vendor.id), None);
        let vendor = |name| find(name).expect("a vendor of the registry");
        assert!(same_group(vendor("SendGrid"), vendor("Twilio")));
        assert!(!same_group(vendor("Make"), vendor("PartnerStack")));
    }

    #[test]
    fn ids_and_tables_are_in_order() {
        let mut ids: Vec<_> = all().iter().map(|vendor| vendor.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all().len(), "an id appears twice");
        assert!(NAMES.is_sorted_by_key(|(key, _)| *key) && DOMAINS.is_sorted());
    }
}
