//! Whose a domain is, as far as the list and the built-in one tell.

use crate::facts::{phrases, vendors};
use crate::manifest::{Manifest, Text, Vendor};
use crate::syntax::Value;
use crate::values::web::{WebUrl, registered, registrable_domain};
use std::collections::HashMap;

/// True if a domain is the vendor's own, or with `groups` that of a company of its group,
/// as far as can be told.
pub(crate) fn owns(vendor: &Vendor<'_>, domain: &str, groups: bool) -> bool {
    if domains_of(vendor).any(|own| own == domain) || resembles(vendor, domain) {
        return true;
    }
    let Some(known) = vendor.known() else { return false };
    let is_own = known.vendor.domains.iter().any(|own| covers(domain, own));
    is_own
        || (groups
            && vendors::by_domain(domain)
                .is_some_and(|other| vendors::same_group(known.vendor, other)))
}

/// True if a host is at a domain that the website, a link or the built-in list of a vendor
/// says to be its own. Names that look alike say nothing here.
pub(crate) fn is_stated_own(vendor: &Vendor<'_>, host: &str) -> bool {
    let Some(domain) = registered(host) else { return false };
    let links = vendor.field("links").into_iter().flat_map(Value::entries);
    let linked = links.filter_map(|(_, link)| Text::of(link)).filter_map(|link| {
        WebUrl::parse(link.value()).ok().and_then(|url| registrable_domain(&url.host))
    });
    domains_of(vendor).chain(linked).any(|own| own == domain)
        || vendor
            .known()
            .is_some_and(|known| known.vendor.domains.iter().any(|own| covers(domain, own)))
}

/// Whom a domain belongs to, as the manifest has it.
pub(crate) enum DomainOwner {
    Organization,
    Vendor(usize),
}

/// The domains of the listed vendors and of the organisation.
pub(crate) fn owners(manifest: &Manifest<'_>) -> HashMap<String, DomainOwner> {
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
pub(crate) fn domains_of<'v>(vendor: &'v Vendor<'_>) -> impl Iterator<Item = String> + 'v {
    let one = vendor.site().map(|site| site.host.clone());
    let several = vendor.website.filter(|_| one.is_none()).into_iter();
    let several = several.flat_map(|text| text.value().split_whitespace());
    let several = several.filter_map(|url| Some(WebUrl::parse(url).ok()?.host));
    one.into_iter().chain(several).filter_map(|host| Some(registered(&host)?.to_owned()))
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
