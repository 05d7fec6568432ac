//! `multiple-entities`: an entry names one company.

use crate::facts::phrases::is_free_mail;
use crate::manifest::{Contacts, Manifest, Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::entity_name::{
    EntityName, JoinedNames, NameSurroundings, Parties, joined_names, names_known_companies,
    parties,
};
use crate::values::location::{self, Context, Flag};
use crate::values::web::registered;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "multiple-entities",
    summary: "reports entries that name several companies or an open group of them",
    options: &[],
    arguments: &[("value", "the name as written"), ("n", "the number of companies in it")],
    variants: &[
        ("open", "the name stands for a group without an end"),
        ("role", "the name only says by whom in general"),
        ("trade", "the name only says what is done"),
        ("unidentified", "no legal name, and no contact but the organisation's own"),
        ("described", "small words behind the first, and no contact but the organisation's own"),
        ("with_role", "a slash parts a company and a role"),
        ("joined", "a word joins two names, which may be the name of one company"),
    ],
    build: |_| Check::list(MultipleEntities),
};

struct MultipleEntities;

impl ListCheck for MultipleEntities {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            // What is wrong with the name is mostly wrong with the legal name
            // too: one finding is enough.
            let legal = in_legal_name(vendor);
            let found = match in_name(vendor) {
                // What names nobody is said where a company is asked for.
                Some((_, Parties::Role | Parties::Trade)) if legal.is_some() => legal,
                Some(found) => Some(found),
                None => legal.or_else(|| left_open(vendor)),
            };
            let Some((text, found)) = found else {
                if let Some((text, found)) = joined(vendor, subject.manifest) {
                    let hit = Hit::on(text).of(vendor);
                    hits.push(match found {
                        JoinedNames::Several(n) => hit.arg("n", n.to_string()).variant("joined"),
                        JoinedNames::WithRole => hit.variant("with_role"),
                    });
                } else if let Some((text, variant)) = unidentified(vendor, subject.manifest) {
                    hits.push(for_contact(Hit::on(text).of(vendor).variant(variant), vendor));
                }
                continue;
            };
            let hit = Hit::on(text).of(vendor);
            // Who is reached through the organisation is nobody else: that is said once.
            let hit = match found {
                Parties::Role | Parties::Trade if has_own_contacts(vendor, subject.manifest) => {
                    for_contact(hit, vendor)
                }
                _ => hit,
            };
            hits.push(match found {
                Parties::Several(n) => hit.arg("n", n.to_string()),
                Parties::Open(n) => hit.arg("n", n.to_string()).variant("open"),
                Parties::Role => hit.variant("role"),
                Parties::Trade => hit.variant("trade"),
            });
        }
    }
}

fn in_name<'t>(vendor: &Vendor<'t>) -> Option<(Text<'t>, Parties)> {
    let found = parties(vendor.name_parts()?)?;
    // A name that says what is done is fine beside the company that does it.
    let is_named =
        || vendor.entity().is_some_and(|legal| !legal.is_empty() && parties(legal).is_none());
    // Two brands of the one company that is stated beside them: `Nets / Nexi`.
    let is_excused = match found {
        Parties::Role | Parties::Trade => is_named(),
        Parties::Several(_) => is_named() && are_brands_of_company(vendor),
        Parties::Open(_) => false,
    };
    (!is_excused).then_some((vendor.name?, found))
}

/// A name that says who picks the company, or on what it hangs, in the words in which places
/// are left open: "nach Wahl des Kunden", "see contract". "Client Choice" may be a brand, and of
/// "Contabo (if enabled)" the bracket is a remark.
fn left_open<'t>(vendor: &Vendor<'t>) -> Option<(Text<'t>, Parties)> {
    let name = vendor.name.filter(|_| vendor.legal_name.is_none() && vendor.known().is_none())?;
    let is_title = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    // A sign begins a remark beside a name.
    let has_sign = name.value().contains(['(', '[', ',', ';', ':', '–', '—', '/']);
    if has_sign || name.value().split_whitespace().all(is_title) {
        return None;
    }
    let outside = name.value().split(['(', '[', '（']).next().unwrap_or_default();
    let reading = location::read(outside, &Context::default());
    let is_open = reading.has(Flag::Conditional)
        && !reading.has(Flag::Unknown)
        && !reading.has_place()
        && !reading.worldwide;
    is_open.then_some((name, Parties::Role))
}

/// Two names in an entry that does not say which company it is about.
fn joined<'t>(
    vendor: &Vendor<'t>,
    manifest: Option<&Manifest<'t>>,
) -> Option<(Text<'t>, JoinedNames)> {
    let name = vendor.name_parts()?;
    if vendor.legal_name.is_some()
        || name.text().split_whitespace().nth(1).is_none() && is_one_word(name.text())
    {
        return None;
    }
    Some((vendor.name?, joined_names(name, &surroundings(vendor, manifest))?))
}

/// The name of an entry that names no company and nobody to ask but the organisation itself, and
/// how it reads: three words and more, small behind the first, are a description ("Badge presses
/// hired per venue"); of another name nobody can tell whose it is.
fn unidentified<'t>(
    vendor: &Vendor<'t>,
    manifest: Option<&Manifest<'t>>,
) -> Option<(Text<'t>, &'static str)> {
    let name = vendor.name_parts()?;
    if vendor.legal_name.is_some()
        || name.form().is_some()
        || vendor.known().is_some()
        || vendor.site().is_some()
        || vendor.is_affiliate()
    {
        return None;
    }
    let words: Vec<&str> = name.text().split_whitespace().collect();
    let is_small = |word: &&str| word.chars().all(|c| c.is_lowercase() || c == '\'' || c == '-');
    // A sign would begin a remark beside a name.
    let is_described = words.len() >= 3
        && words[0].chars().all(char::is_alphanumeric)
        && words[1..].iter().all(is_small);
    let variant = if is_described { "described" } else { "unidentified" };
    let is_organization = manifest
        .and_then(|manifest| manifest.organization.as_ref())
        .is_some_and(|organization| organization.node == vendor.node);
    let is_told = is_described && vendor.contacts.list.is_empty() && !is_organization;
    (is_told || has_own_contacts(vendor, manifest)).then_some((vendor.name?, variant))
}

/// A hit that speaks for the one contact of its entry as well.
fn for_contact(hit: Hit, vendor: &Vendor<'_>) -> Hit {
    match vendor.contacts.list.as_slice() {
        [contact] => hit.claims_span(contact.node.span()),
        _ => hit,
    }
}

/// True if an entry has contacts, and all of them are at the domain of the organisation.
fn has_own_contacts(vendor: &Vendor<'_>, manifest: Option<&Manifest<'_>>) -> bool {
    let organization = manifest.and_then(|manifest| manifest.organization.as_ref());
    let Some(organization) = organization else { return false };
    // The rule is about the organisation, too.
    if organization.node == vendor.node {
        return false;
    }
    let own = hosts_of(&organization.contacts);
    let hosts = hosts_of(&vendor.contacts);
    let domain = |host: &str| registered(host).unwrap_or(host).to_owned();
    let is_own = |host: &String| {
        let domain_of_vendor = domain(host);
        !is_free_mail(&domain_of_vendor) && own.iter().any(|own| domain(own) == domain_of_vendor)
    };
    !hosts.is_empty() && hosts.iter().all(is_own)
}

/// The hosts of contacts.
fn hosts_of(contacts: &Contacts<'_>) -> Vec<String> {
    let parsed = contacts.list.iter().flat_map(|contact| contact.parsed());
    let values = parsed.flat_map(|(.., parsed)| &parsed.values);
    values.filter_map(|value| value.kind.host().map(str::to_owned)).collect()
}

/// True for a word without a sign inside.
fn is_one_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The facts of an entry beside its name.
fn surroundings(vendor: &Vendor<'_>, manifest: Option<&Manifest<'_>>) -> NameSurroundings {
    let organization = manifest.and_then(|manifest| manifest.organization.as_ref());
    let seats = [vendor.country_code(), organization.and_then(|o| o.company.country_code())];
    let places = vendor.readings().iter().flat_map(|found| found.reading.countries.iter());
    let countries = seats.into_iter().flatten().chain(places).map(|country| country.alpha2());
    let hosts = hosts_of(&vendor.contacts).into_iter();
    let site = vendor.site().map(|site| site.host.clone());
    // What no register has is told by the name in front of its last dot.
    let label = |host: String| {
        let label = match registered(&host) {
            Some(domain) => domain.split('.').next()?,
            None => host.rsplit('.').nth(1)?,
        };
        Some(label.replace('-', "").to_lowercase())
    };
    NameSurroundings {
        countries: countries.collect(),
        domains: hosts.chain(site).filter_map(label).collect(),
    }
}

fn in_legal_name<'t>(vendor: &Vendor<'t>) -> Option<(Text<'t>, Parties)> {
    Some((vendor.legal_name?, parties(vendor.entity()?)?))
}

/// True if one of the names in an entry is that of its company, and the built-in list does not
/// have them under two.
fn are_brands_of_company(vendor: &Vendor<'_>) -> bool {
    let (Some(name), Some(legal)) = (vendor.name_parts(), vendor.legal_entity()) else {
        return false;
    };
    let first = legal.base().split(' ').next().unwrap_or_default();
    let has_name = name.text().split(['/', '|', ';']).any(|part| {
        let part = EntityName::parse_brand(part);
        part.base().split(' ').next() == Some(first)
    });
    vendor.legal_name.is_some()
        && legal.form().is_some()
        && has_name
        && !names_known_companies(name)
}
