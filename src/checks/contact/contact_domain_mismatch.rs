//! `contact-domain-mismatch`: a contact is at a domain of the vendor it is given for.

use crate::facts::{phrases, vendors};
use crate::manifest::{Manifest, Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::contact::ContactKind;
use crate::values::web::{WebUrl, registered, registrable_domain};
use std::cell::OnceCell;
use std::collections::HashMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "contact-domain-mismatch",
    summary: "reports contacts at a domain that is not the vendor's",
    options: &[
        OptionSpec::table(
            "known_domains",
            "Vendors, by name or id, with the domains that they use as well.",
        ),
        OptionSpec::boolean(
            "groups",
            true,
            "Whether domains of companies of the same group are fine.",
        ),
    ],
    arguments: &[
        ("email", "the address as written"),
        ("domain", "its registrable domain"),
        ("owner", "whom the domain belongs to"),
    ],
    variants: &[("unowned", "nobody is known to own the domain")],
    build: |options| Check::list(ContactDomainMismatch::new(options)),
};

struct ContactDomainMismatch {
    /// Vendors, by name or id, with the domains that are fine for them.
    known_domains: Vec<(String, Vec<String>)>,
    groups: bool,
}

impl ContactDomainMismatch {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { known_domains: options.table("known_domains"), groups: options.bool("groups") }
    }

    fn is_known_domain(&self, vendor: &Vendor<'_>, domain: &str) -> bool {
        self.known_domains.iter().any(|(name, domains)| {
            vendor.goes_by(name)
                && domains.iter().any(|allowed| allowed.eq_ignore_ascii_case(domain))
        })
    }

    /// True if a domain is the vendor's own, as far as can be told.
    fn owns(&self, vendor: &Vendor<'_>, domain: &str) -> bool {
        if domains_of(vendor).any(|own| own == domain) || resembles(vendor, domain) {
            return true;
        }
        let Some(known) = vendor.known() else { return false };
        let is_own = known.vendor.domains.iter().any(|own| covers(domain, own));
        is_own
            || (self.groups
                && vendors::by_domain(domain)
                    .is_some_and(|other| vendors::same_group(known.vendor, other)))
    }
}

impl ListCheck for ContactDomainMismatch {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        // Hardly any contact needs to be asked about.
        let owners = OnceCell::new();
        for vendor in subject.vendors {
            for (_, text, parsed) in vendor.contacts.list.iter().flat_map(|entry| entry.parsed()) {
                for value in &parsed.values {
                    let is_email = matches!(value.kind, ContactKind::Email(_));
                    let Some(host) = value.kind.host() else { continue };
                    let Some(domain) = registered(host) else { continue };
                    let skip = self.owns(vendor, domain)
                        || value.kind.is_placeholder()
                        || phrases::is_free_mail(domain)
                        || self.is_known_domain(vendor, domain);
                    if skip {
                        continue;
                    }
                    let listed = owners.get_or_init(|| self::owners(manifest)).get(domain);
                    let owner = match listed {
                        Some(DomainOwner::Organization) => "the declaring organisation".to_owned(),
                        Some(DomainOwner::Vendor(index)) => {
                            format!("\"{}\"", manifest.vendors[*index].title())
                        }
                        None => match vendors::by_domain(host) {
                            Some(other) if is_email => other.name.to_owned(),
                            _ => String::new(),
                        },
                    };
                    // A page may be hosted anywhere; a mailbox says more.
                    let is_known = vendor.website.is_some() || vendor.known().is_some();
                    if owner.is_empty() && !(is_email && is_known) {
                        continue;
                    }
                    let shown = text.value().get(value.range.clone()).unwrap_or(text.value());
                    let mut hit = Hit::at(text.part(value.range.clone()))
                        .of(vendor)
                        .arg("email", shown)
                        .arg("domain", domain)
                        .variant(if owner.is_empty() { "unowned" } else { "" })
                        .arg("owner", owner);
                    hit.value = Some(shown.to_owned());
                    if let Some(DomainOwner::Vendor(index)) = listed {
                        let owner = &manifest.vendors[*index];
                        hit = hit.related(owner.anchor(), "its owner is listed here");
                    }
                    hits.push(hit);
                }
            }
        }
    }
}

/// Whom a domain belongs to, as the manifest has it.
enum DomainOwner {
    Organization,
    Vendor(usize),
}

/// The domains of the listed vendors and of the organisation.
fn owners(manifest: &Manifest<'_>) -> HashMap<String, DomainOwner> {
    let mut owners = HashMap::new();
    for vendor in &manifest.vendors {
        for domain in domains_of(vendor) {
            owners.entry(domain).or_insert(DomainOwner::Vendor(vendor.index));
        }
        let known = vendor.known().into_iter().flat_map(|known| known.vendor.domains);
        for domain in known.filter_map(|domain| registrable_domain(domain)) {
            owners.entry(domain).or_insert(DomainOwner::Vendor(vendor.index));
        }
    }
    let organization = manifest.organization.iter();
    for (.., parsed) in organization
        .flat_map(|organization| &organization.contacts.list)
        .flat_map(|entry| entry.parsed())
    {
        for value in &parsed.values {
            if let Some(domain) = value.kind.host().and_then(registrable_domain)
                && !phrases::is_free_mail(&domain)
            {
                owners.entry(domain).or_insert(DomainOwner::Organization);
            }
        }
    }
    owners
}

/// The registrable domain of a vendor's website. Other links may lead to pages
/// that someone else hosts.
fn domains_of<'v>(vendor: &'v Vendor<'_>) -> impl Iterator<Item = String> + 'v {
    let hosts = vendor.website.into_iter().flat_map(|text| {
        text.value()
            .split_whitespace()
            .filter_map(|url| WebUrl::parse(url).ok())
            .map(|url| url.host)
            .collect::<Vec<_>>()
    });
    hosts.filter_map(|host| registrable_domain(&host))
}

/// True if a host is a domain or below it.
fn covers(host: &str, domain: &str) -> bool {
    host == domain || registrable_domain(domain).as_deref() == Some(host)
}

/// The ASCII letters and digits of a text, in small letters.
fn plain(text: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    text.filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

/// True if the domain is written like the vendor: `acme.io` for "Acme".
fn resembles(vendor: &Vendor<'_>, domain: &str) -> bool {
    let label = || plain(domain.bytes().take_while(|byte| *byte != b'.'));
    // One starts with the other.
    let is_like = |text: Text<'_>| {
        let name = || plain(text.value().bytes());
        label().zip(name()).all(|(a, b)| a == b) && name().nth(2).is_some()
    };
    label().nth(2).is_some() && [vendor.name, vendor.legal_name].into_iter().flatten().any(is_like)
}
