//! `product-of-listed-vendor`: no entry is a product, an old name or a sister of another entry.
//!
//! The product is reported, never the company that offers it, whichever comes
//! first. Companies come from the names on the list itself, and from the
//! built-in list of well-known vendors.

use super::duplicate_legal_name::different_services;
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::entity_name::{
    EntityName, Match, NameAddition, NamePartRole, Verdict, Via, compare,
};
use std::cell::OnceCell;
use std::collections::HashMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "product-of-listed-vendor",
    summary: "reports entries that are a product, an old name or a sister company of another entry",
    options: &[OptionSpec::boolean(
        "groups",
        true,
        "Whether sister companies of one group are reported.",
    )],
    arguments: &[("other", "the entry that it belongs to"), ("line", "the line of that entry")],
    variants: &[("group", "both are companies of one group")],
    build: |options| Check::list(ProductOfListedVendor::new(options)),
};

struct ProductOfListedVendor {
    groups: bool,
}

impl ProductOfListedVendor {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { groups: options.bool("groups") }
    }
}

impl ListCheck for ProductOfListedVendor {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let stated = StatedNames::read(subject.vendors);
        let known = KnownCompanies::read(subject.vendors);
        for (index, vendor) in subject.vendors.iter().enumerate() {
            let found = stated
                .parent(index, subject.vendors)
                .map(|parent| (parent, ParentRelation::Service))
                .or_else(|| known.parent(index, self.groups))
                .map(|(parent, relation)| {
                    // A company of its own is a party of its own, whatever it makes.
                    let is_other = same_entity(vendor, subject.vendors[parent]) == Some(false);
                    let is_company = vendor.known().is_some_and(|known| known.via == Via::Entity)
                        && vendor.legal_entity().is_some();
                    (parent, if is_other || is_company { ParentRelation::Group } else { relation })
                });
            let Some((parent, relation)) = found else { continue };
            let parent = subject.vendors[parent];
            if are_two(vendor, parent)
                || relation == ParentRelation::Group && states_group(vendor, parent)
            {
                continue;
            }
            hits.push(
                Hit::at(vendor.anchor())
                    .of(vendor)
                    .arg("other", parent.title())
                    .arg("line", subject.line_of(parent.anchor()))
                    .variant(if relation == ParentRelation::Group { "group" } else { "" })
                    .related(parent.anchor(), "listed here"),
            );
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ParentRelation {
    /// One is a product or an old name of the other.
    Service,
    /// Both belong to one group, and neither is the company itself.
    Group,
}

/// True if two entries state that they are separate: names that other rules
/// speak about, services, a change-over, or companies of a group that say so.
fn are_two<'t>(a: &Vendor<'t>, b: &Vendor<'t>) -> bool {
    let same_name = match (a.name_parts(), b.name_parts()) {
        (Some(a), Some(b)) => key(a.base()) == key(b.base()),
        _ => false,
    };
    let sisters =
        [a, b].iter().all(|vendor| vendor.text("group").is_some() && vendor.legal_name.is_some());
    let replaces = |new: &Vendor<'_>, old: &Vendor<'_>| {
        old.id.is_some_and(|id| new.texts("replaces").iter().any(|r| r.value() == id.value()))
    };
    same_name
        || sisters
        || replaces(a, b)
        || replaces(b, a)
        || different_services(a, b)
        || same_entity(a, b) == Some(true)
}

/// True if two companies of a group say so themselves: each has a company of its own,
/// or one is marked as an affiliate or with its group.
fn states_group<'t>(a: &Vendor<'t>, b: &Vendor<'t>) -> bool {
    same_entity(a, b) == Some(false)
        || [a, b].iter().any(|vendor| vendor.is_affiliate() || vendor.text("group").is_some())
}

/// True if both legal names mean one entity; nothing if one is not given.
fn same_entity(a: &Vendor<'_>, b: &Vendor<'_>) -> Option<bool> {
    let (a, b) = (a.legal_entity()?, b.legal_entity()?);
    Some(matches!(compare(a, b).verdict, Verdict::Same | Verdict::Likely))
}

// ---- what the list itself says

/// Names by which entries refer to one another.
#[derive(Default)]
struct StatedNames {
    /// The first entry of each name; made when
    /// an entry refers to another.
    names: OnceCell<HashMap<String, usize>>,
    /// Old names, abbreviations and services of an entry.
    aliases: HashMap<String, ParentAlias>,
}

struct ParentAlias {
    of: usize,
    /// True if it is a service: a company of that name may also be another one.
    service: bool,
}

/// Shorter names say too little to connect two entries.
const SHORTEST: usize = 3;

impl StatedNames {
    fn read(vendors: &[&Vendor<'_>]) -> Self {
        let mut stated = Self::default();
        for (index, vendor) in vendors.iter().enumerate() {
            let Some(name) = vendor.name_parts() else { continue };
            for other in name.other_names() {
                if other.role == NamePartRole::FormerName || is_abbreviation(other.base(), name) {
                    stated.add(key(other.base()), index, false);
                }
            }
            for old in vendor.texts("former_names") {
                stated.add(key(EntityName::parse_brand(old.value()).base()), index, false);
            }
            let services = vendor.services.map(Text::list).unwrap_or_default();
            for service in services {
                stated.add(key(EntityName::parse_brand(service.value()).base()), index, true);
            }
        }
        stated
    }

    fn names(&self, vendors: &[&Vendor<'_>]) -> &HashMap<String, usize> {
        self.names.get_or_init(|| {
            let mut names = HashMap::with_capacity(vendors.len());
            for (index, vendor) in vendors.iter().enumerate() {
                if let Some(name) = vendor.name_parts() {
                    names.entry(own_key(name)).or_insert(index);
                }
            }
            names
        })
    }

    fn add(&mut self, name: String, of: usize, service: bool) {
        if name.len() >= SHORTEST {
            self.aliases.entry(name).or_insert(ParentAlias { of, service });
        }
    }

    /// The entry that another one belongs to by the names on the list.
    fn parent(&self, index: usize, vendors: &[&Vendor<'_>]) -> Option<usize> {
        let vendor = vendors[index];
        let name = vendor.name_parts()?;
        // Two companies, each with its own legal name, are no product.
        let fits =
            |other: &usize| *other != index && same_entity(vendor, vendors[*other]) != Some(false);
        let alias = match self.aliases.is_empty() {
            true => None,
            false => self.aliases.get(&own_key(name)),
        };
        let alias = alias.filter(|alias| {
            // A service of one company may be a company of its own: Redis.
            fits(&alias.of) && !(alias.service && is_someone_else(vendor, vendors[alias.of]))
        });
        if let Some(alias) = alias {
            return Some(alias.of);
        }
        let inside = name.is_inverted().then(|| key(name.base()));
        let beside = name
            .other_names()
            .filter(|other| {
                !matches!(other.role, NamePartRole::FormerName | NamePartRole::Outside)
                    && !is_abbreviation(other.base(), name)
            })
            .map(|other| key(other.base()));
        inside
            .into_iter()
            .chain(beside)
            .filter(|name| name.len() >= SHORTEST)
            .filter_map(|name| self.names(vendors).get(&name).copied())
            .find(fits)
    }
}

/// True if an entry is a company other than the one that lists it as a service.
fn is_someone_else(vendor: &Vendor<'_>, other: &Vendor<'_>) -> bool {
    let other = other.known().map(|known| known.vendor.group);
    vendor.legal_name.is_some()
        || vendor.known().is_some_and(|known| Some(known.vendor.group) != other)
}

/// The folded name of an entry: `heroku` for `Heroku (Salesforce, Inc.)`.
fn own_key(name: &EntityName) -> String {
    let outside = name.other_names().find(|other| other.role == NamePartRole::Outside);
    key(outside.map_or(name.base(), NameAddition::base))
}

fn key(base: &str) -> String {
    let mut key = base.to_owned();
    key.retain(|c| c != ' ');
    key
}

/// True if a name is made of the first letters of another.
fn is_abbreviation(short: &str, name: &EntityName) -> bool {
    is_made_of_initials(short, name.base())
}

fn is_made_of_initials(short: &str, base: &str) -> bool {
    let initials = base.split(' ').filter_map(|word| word.chars().next());
    base.contains(' ') && initials.eq(short.chars())
}

// ---- what the built-in list says

/// Entries by the vendor and the group that the built-in list has them under.
#[derive(Default)]
struct KnownCompanies<'m> {
    matches: Vec<Option<&'m Match>>,
    /// The entry that is the company of a vendor itself.
    companies: HashMap<&'static str, (usize, NameRank)>,
    /// The first entry of a vendor.
    vendors: HashMap<&'static str, usize>,
    /// The first entry of a group.
    groups: HashMap<&'static str, usize>,
}

/// The relation of an entry to the company in the built-in list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NameRank {
    /// A product or an old name.
    Product,
    /// Another short name of the company, such as AWS.
    ShortName,
    /// The company by its name.
    Company,
}

impl<'m> KnownCompanies<'m> {
    fn read<'t>(vendors: &[&'m Vendor<'t>]) -> Self {
        let mut known = Self::default();
        for (index, vendor) in vendors.iter().enumerate() {
            let found = vendor.known();
            known.matches.push(found);
            let Some(found) = found else { continue };
            known.vendors.entry(found.vendor.id).or_insert(index);
            known.groups.entry(found.vendor.group).or_insert(index);
            let standing = standing(vendor, found);
            if standing > NameRank::Product {
                let company = known.companies.entry(found.vendor.id).or_insert((index, standing));
                if standing > company.1 {
                    *company = (index, standing);
                }
            }
        }
        known
    }

    /// The entry that another one belongs to by the built-in list.
    fn parent(&self, index: usize, groups: bool) -> Option<(usize, ParentRelation)> {
        let vendor = self.matches.get(index).copied().flatten()?.vendor;
        let other = |at: usize| (at != index).then_some(at);
        match self.companies.get(vendor.id) {
            Some(&(company, _)) if company != index => {
                return Some((company, ParentRelation::Service));
            }
            Some(_) => {}
            // Two products of a company that is not on the list itself.
            None => {
                if let Some(first) = self.vendors.get(vendor.id).copied().and_then(other) {
                    return Some((first, ParentRelation::Group));
                }
            }
        }
        if !groups {
            return None;
        }
        // Some groups have the name of their main company. Otherwise the vendor
        // that stands first speaks for the group, by its company where that is
        // on the list.
        let main = match self.companies.get(vendor.group) {
            Some(&(company, _)) => company,
            None => self.groups.get(vendor.group).copied()?,
        };
        let of = self.matches.get(main).copied().flatten()?.vendor;
        if of.id == vendor.id {
            return None;
        }
        let company = self.companies.get(of.id).map_or(main, |&(company, _)| company);
        Some((company, ParentRelation::Group))
    }
}

fn standing(vendor: &Vendor<'_>, found: &Match) -> NameRank {
    let name = vendor.name_parts();
    match found.via {
        Via::Name => NameRank::Company,
        // Told by the legal name alone, the name is one of a product.
        Via::Entity if name.is_none_or(|name| name.form().is_some()) => NameRank::Company,
        Via::Product if name.is_some_and(|name| is_short_name(name, found.vendor.name)) => {
            NameRank::ShortName
        }
        Via::Product | Via::Old | Via::Entity | Via::Bracket => NameRank::Product,
    }
}

/// True if a product of the built-in list is rather a way to write the name of
/// the company: AWS, Digital Ocean, Plain.com.
fn is_short_name(name: &EntityName, company: &str) -> bool {
    let company = EntityName::parse_brand(company);
    let (short, long) = (key(name.base()), key(company.base()));
    let stem = short.split('.').next().unwrap_or_default();
    is_made_of_initials(&short, company.base())
        || stem == long
        || (short.len() >= SHORTEST && long.starts_with(&short))
}
