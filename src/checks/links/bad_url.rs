//! `bad-url`: links are full https addresses.

use crate::manifest::{Contacts, Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::{NodeKind, Value};
use crate::values::contact::ContactKind;
use crate::values::web::{UrlProblem, check_url};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "bad-url",
    summary: "reports links that are no full https addresses",
    options: &[OptionSpec::word("https", &["warning", "off"], "Whether plain http is reported.")],
    arguments: &[
        ("field", "the field of the link"),
        ("value", "the link as written"),
        ("problem", "what is wrong with it"),
        ("suggestion", "the address to write instead"),
    ],
    variants: &[
        ("suggested", "the right address follows from the text"),
        ("credentials", "a user name or password is in it"),
        ("example_host", "the host is one of examples"),
    ],
    build: |options| Check::list(BadUrl { want_https: options.word("https") != "off" }),
};

/// The links in the blocks of an entry.
const BLOCKS: &[(&str, &str)] = &[
    ("agreements", "url"),
    ("certifications", "url"),
    ("opt_out", "link"),
    ("transfer", "basis_url"),
];

struct BadUrl {
    want_https: bool,
}

impl BadUrl {
    fn check(&self, field: &str, text: Text<'_>) -> Option<Hit> {
        let problem = check_url(text.value(), self.want_https).err()?;
        Some(Self::hit(field, text, &problem))
    }

    /// [`BadUrl::check`] for the website of a vendor, which has been read.
    fn check_site(&self, vendor: &Vendor<'_>, text: Text<'_>) -> Option<Hit> {
        let known = vendor.site().filter(|_| vendor.website == Some(text));
        let Some(url) = known else { return self.check("website", text) };
        let problem = url.problem(text.value(), self.want_https)?;
        Some(Self::hit("website", text, &problem))
    }

    fn hit(field: &str, text: Text<'_>, problem: &UrlProblem) -> Hit {
        let hit = Hit::on(text).arg("field", field).claims_span(text.node().inner_span());
        advise(hit, problem, text.value())
    }

    /// Pages to write to are judged as contacts; how they are linked, here.
    fn check_contacts(&self, contacts: &Contacts<'_>, about: &dyn Fn(Hit) -> Hit, hits: &mut Hits) {
        for &(key, text, ref parsed) in contacts.list.iter().flat_map(|entry| entry.parsed()) {
            if key != "url" && key != "contact" {
                continue;
            }
            for value in &parsed.values {
                let Some(shown) = text.value().get(value.range.clone()) else { continue };
                let ContactKind::Url(url) = &value.kind else { continue };
                if let Some(problem @ (UrlProblem::Http(_) | UrlProblem::Credentials)) =
                    url.problem(shown, self.want_https)
                {
                    let hit = Hit::at(text.part(value.range.clone())).arg("field", key);
                    let hit = advise(hit.arg("value", shown), &problem, shown);
                    hits.push(about(Hit { value: Some(shown.to_owned()), ..hit }));
                }
            }
        }
    }

    fn check_entry(&self, vendor: &Vendor<'_>, is_page: bool, hits: &mut Hits) {
        let mut add = |field: &str, value: Value<'_>| {
            let hit = Text::of(value).and_then(|text| match field {
                "website" => self.check_site(vendor, text),
                _ => self.check(field, text),
            });
            // Readers of a page know what `acme.example` is.
            let is_plain_host = |hit: &Hit| {
                let value = hit.value.as_deref().unwrap_or_default();
                hit.variant == "suggested" && !value.contains("://") && !value.contains(' ')
            };
            let hit = hit.filter(|hit| !is_page || !is_plain_host(hit));
            hits.extend(hit.map(|hit| hit.of(vendor)));
        };
        for (key, value) in vendor.node.entries() {
            let key = key.text().unwrap_or_default();
            match key {
                "website" => add(key, value),
                "links" => {
                    links(value).for_each(|(name, value)| add(&format!("links.{name}"), value));
                }
                // A list of ids otherwise.
                "subprocessors" => Text::list(value)
                    .into_iter()
                    .filter(|text| is_link(text.value()))
                    .for_each(|text| add(key, text.node())),
                _ => {
                    let Some((_, link)) = BLOCKS.iter().find(|(block, _)| *block == key) else {
                        continue;
                    };
                    let blocks =
                        value.items().chain((value.kind() == NodeKind::Map).then_some(value));
                    for value in blocks.filter_map(|block| block.get(link)) {
                        add(&format!("{key}.{link}"), value);
                    }
                }
            }
        }
        self.check_contacts(&vendor.contacts, &|hit| hit.of(vendor), hits);
    }
}

impl ListCheck for BadUrl {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        if subject.each_document {
            for (name, value) in manifest.root.get("links").into_iter().flat_map(links) {
                let field = format!("links.{name}");
                let text = Text::of(value);
                hits.extend(text.and_then(|text| self.check(&field, text)));
            }
            let evidence = manifest.claims.iter().filter_map(|claim| claim.evidence);
            for text in evidence.filter(|text| is_link(text.value())) {
                hits.extend(self.check("claims.evidence", text));
            }
            if let Some(organization) = &manifest.organization {
                self.check_contacts(&organization.contacts, &|hit| hit, hits);
            }
        }
        for vendor in subject.entries() {
            self.check_entry(vendor, subject.page.is_some(), hits);
        }
    }
}

/// Adds what is wrong with a link, and the link to write instead.
fn advise(hit: Hit, problem: &UrlProblem, text: &str) -> Hit {
    let hit = hit.arg("problem", problem.as_text());
    let suggestion = match problem {
        UrlProblem::Spaces if text.matches("://").count() == 1 => {
            Some(text.trim().replace(' ', "%20"))
        }
        UrlProblem::Credentials => without_credentials(text),
        UrlProblem::NotAbsolute(Some(url)) | UrlProblem::Http(url) => Some(url.clone()),
        _ => None,
    };
    // Without user name or spaces there may be more that is wrong with it.
    let suggestion = suggestion.filter(|url| check_url(url, true).is_ok());
    match (problem, suggestion) {
        (UrlProblem::Credentials, Some(url)) => hit.arg("suggestion", url).variant("credentials"),
        (_, Some(url)) => hit.arg("suggestion", url).variant("suggested"),
        (UrlProblem::PlaceholderHost, None) => hit.variant("example_host"),
        (_, None) => hit,
    }
}

/// The address of `https://name:password@host/path` without what is before the host.
fn without_credentials(text: &str) -> Option<String> {
    let (_, rest) = text.trim().split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (_, host) = rest[..end].rsplit_once('@')?;
    Some(format!("https://{host}{}", &rest[end..]))
}

/// The links of a block, less the private ones.
fn links<'t>(block: Value<'t>) -> impl Iterator<Item = (&'t str, Value<'t>)> {
    let named = |(key, value): (Value<'t>, Value<'t>)| Some((key.text()?, value));
    block.entries().filter_map(named).filter(|(name, _)| !name.starts_with("x-"))
}

/// True if a text that may be something else is meant as a web address.
fn is_link(text: &str) -> bool {
    let one_word = !text.contains(char::is_whitespace);
    text.contains("://") || text.starts_with("www.") || (one_word && text.contains('/'))
}
