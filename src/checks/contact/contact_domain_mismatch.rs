//! `contact-domain-mismatch`: a contact is at a domain of the vendor it is given for.

use crate::checks::kit::domains::{self, DomainOwner};
use crate::facts::{phrases, vendors};
use crate::manifest::{Manifest, Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::{NodeKind, Value};
use crate::values::contact::ContactKind;
use crate::values::web::{WebUrl, registered};
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
        ("field", "the field of the link"),
        ("value", "the link as written"),
    ],
    variants: &[
        ("unowned", "nobody is known to own the domain"),
        ("link", "a link leads to the domain of another entry"),
    ],
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
                    let skip = domains::owns(vendor, domain, self.groups)
                        || value.kind.is_placeholder()
                        || phrases::is_free_mail(domain)
                        || self.is_known_domain(vendor, domain);
                    if skip {
                        continue;
                    }
                    let listed = owners.get_or_init(|| domains::owners(manifest)).get(domain);
                    // Another company of the group or the chain may answer for it.
                    if let Some(DomainOwner::Vendor(index)) = listed
                        && belong_together(vendor, &manifest.vendors[*index])
                    {
                        continue;
                    }
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
        for vendor in subject.vendors {
            self.links(vendor, manifest, &owners, hits);
        }
    }
}

/// The links of an entry that are its own pages, with the key of each block.
const LINKS: &[(&str, &str)] = &[
    ("agreements", "url"),
    ("certifications", "url"),
    ("opt_out", "link"),
    ("subprocessors", ""),
    ("transfer", "basis_url"),
];

impl ContactDomainMismatch {
    /// Reports links to the pages of another entry. A page may be hosted anywhere, so only
    /// the site of an entry of the list counts, and not where everybody may put a page.
    fn links(
        &self,
        vendor: &Vendor<'_>,
        manifest: &Manifest<'_>,
        owners: &OnceCell<HashMap<String, DomainOwner>>,
        hits: &mut Hits,
    ) {
        for (key, value) in vendor.node.entries() {
            let key = key.text().unwrap_or_default();
            let mut add = |field: String, value: Value<'_>| {
                let hit = Text::of(value)
                    .and_then(|text| self.link(vendor, &field, text, manifest, owners));
                hits.extend(hit);
            };
            if key == "links" {
                for (name, value) in value.entries() {
                    let name = name.text().unwrap_or_default();
                    // A shared website is `duplicate-vendor`'s.
                    if !name.starts_with("x-") && name != "website" {
                        add(format!("links.{name}"), value);
                    }
                }
            } else if let Some((_, link)) = LINKS.iter().find(|(block, _)| *block == key) {
                let blocks = value.items().chain((value.kind() != NodeKind::Seq).then_some(value));
                for block in blocks {
                    match block.kind() {
                        NodeKind::Map => {
                            if let Some(value) = block.get(link) {
                                add(format!("{key}.{link}"), value);
                            }
                        }
                        _ => add(key.to_owned(), block),
                    }
                }
            }
        }
    }

    fn link(
        &self,
        vendor: &Vendor<'_>,
        field: &str,
        text: Text<'_>,
        manifest: &Manifest<'_>,
        owners: &OnceCell<HashMap<String, DomainOwner>>,
    ) -> Option<Hit> {
        // Ids of entries are no links.
        if !text.value().contains("://") {
            return None;
        }
        let url = WebUrl::parse(text.value()).ok()?;
        let domain = registered(&url.host)?;
        // Nearly all links lead to pages of the vendor itself.
        if domains::owns(vendor, domain, self.groups) {
            return None;
        }
        let owners = owners.get_or_init(|| domains::owners(manifest));
        let DomainOwner::Vendor(index) = owners.get(domain)? else { return None };
        let owner = &manifest.vendors[*index];
        if owner.node == vendor.node
            || phrases::is_shared_host(domain)
            || self.is_known_domain(vendor, domain)
            || !is_site_of(owner, &url.host)
            || belong_together(vendor, owner)
        {
            return None;
        }
        let hit = Hit::on(text).of(vendor).arg("field", field).arg("domain", domain);
        let hit = hit.arg("owner", format!("\"{}\"", owner.title())).variant("link");
        Some(hit.related(owner.anchor(), "its owner is listed here"))
    }
}

/// Names in front of a domain under which a vendor has pages of its own.
const OWN_PAGES: &[&str] =
    &["www", "legal", "trust", "privacy", "security", "compliance", "terms", "policies", "docs"];

/// True if a host is the site of a vendor itself: `kelp.io`, `www.kelp.io` and `trust.kelp.io`
/// for one with this website, but not the pages of its customers below it.
fn is_site_of(owner: &Vendor<'_>, host: &str) -> bool {
    let bare = |host: &str| {
        let own = host.split_once('.').filter(|(first, _)| OWN_PAGES.contains(first));
        own.map_or(host, |(_, rest)| rest).to_owned()
    };
    owner.site().is_some_and(|site| bare(&site.host) == bare(host))
}

/// True if two entries say that they belong together: one company, group or chain.
fn belong_together(vendor: &Vendor<'_>, owner: &Vendor<'_>) -> bool {
    let names = |vendor: &Vendor<'_>, other: &Vendor<'_>| {
        ["via", "chain", "group", "parent", "replaces"]
            .iter()
            .any(|field| vendor.texts(field).iter().any(|text| other.goes_by(text.value())))
    };
    let same = |a: Option<Text<'_>>, b: Option<Text<'_>>| {
        a.zip(b).is_some_and(|(a, b)| a.value().eq_ignore_ascii_case(b.value()))
    };
    names(vendor, owner)
        || names(owner, vendor)
        || same(vendor.legal_name, owner.legal_name)
        || same(vendor.text("group"), owner.text("group"))
        || vendor.known().zip(owner.known()).is_some_and(|(a, b)| {
            a.vendor.id == b.vendor.id || vendors::same_group(a.vendor, b.vendor)
        })
}
