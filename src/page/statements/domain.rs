//! The publisher by its own domain: `Meowtopia` beside `privacy@meowtopia.example`.

use super::declarer::{self, in_list, is_vendor};
use super::words;
use crate::facts::page_words::{self, PageUses};
use crate::page::entry::is_place;
use crate::page::list::{PageList, PageValue};
use crate::page::rich::Rich;
use crate::text::fold::fold_key;
use crate::values::web::{WebUrl, registrable_domain};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words of a name, at most.
const NAME_WORDS: usize = 3;

/// Letters of the label of a domain that says who it is, at least.
const SHORTEST: usize = 3;

/// Domains and words that are looked at, at most.
const MAX_DOMAINS: usize = 40;
const MAX_WORDS: usize = 2_000;

/// Adds the publisher whose name is the label of its domain: that of the address for
/// questions wherever the name stands, and that of a link where the text with the name is about
/// subprocessors.
pub(super) fn named(title: Option<&Rich>, texts: &[Rich], list: &mut PageList) {
    let own = list.get("organization.contact").and_then(|contact| {
        let (_, host) = contact.text.rsplit_once('@')?;
        label(host)
    });
    let prose = || title.into_iter().chain(texts.iter().filter(|text| !in_list(text, list)));
    let hosts = prose().flat_map(|text| text.links()).take(MAX_DOMAINS).filter_map(|link| {
        let url = WebUrl::parse(&link.target.address).ok()?;
        label(&url.host)
    });
    let linked: BTreeSet<String> = hosts.collect();
    let mut left = MAX_WORDS;
    let mut found = None;
    for text in prose() {
        let is_about = || page_words::uses(text.text()).has(PageUses::SUBPROCESSORS);
        let is_sought = |key: &str, name: &str| {
            let is_own = own.as_deref() == Some(key);
            (is_own && name.starts_with(char::is_uppercase)
                || (is_own || linked.contains(key)) && is_about())
                && declarer::is_name(name)
                && !is_place(name)
                && !is_vendor(name, list)
        };
        if let Some(range) = run_of_words(text.text(), &mut left, &is_sought) {
            found = Some((text, range));
            break;
        }
    }
    if let Some((text, range)) = found {
        list.set("organization.name", PageValue::part(text, range));
    }
}

/// The label of a domain that its owner chose, if it may be a name: `acme` of `www.acme.co.uk`.
fn label(host: &str) -> Option<String> {
    let domain = registrable_domain(host)?;
    let label = domain.split('.').next()?.replace('-', "");
    (label.len() >= SHORTEST && label.contains(|c: char| c.is_ascii_alphabetic())).then_some(label)
}

/// The first words of a text that are sought when they are written as one.
fn run_of_words(
    text: &str,
    left: &mut usize,
    is_sought: &dyn Fn(&str, &str) -> bool,
) -> Option<Range<usize>> {
    let all: Vec<(usize, &str)> = words(text).take(*left).collect();
    *left -= all.len();
    for (from, &(start, _)) in all.iter().enumerate() {
        let mut key = String::new();
        for &(at, word) in all[from..].iter().take(NAME_WORDS) {
            // An address holds its own label, and is no name.
            if word.contains(['@', '/']) || word.trim_matches('.').contains('.') {
                break;
            }
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let bare = bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare);
            key += &fold_key(bare);
            let first = start + text[start..].find(char::is_alphanumeric)?;
            let range = first..at + bare.len();
            if text.get(range.clone()).is_some_and(|name| is_sought(&key, name)) {
                return Some(range);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::page::ReadPage;

    fn publisher(around: &str) -> Option<String> {
        let text = format!("{around}\n\n| Vendor | Purpose |\n|---|---|\n| Larch | Hosting |\n");
        let page = ReadPage::import("page.md", &text, None)?;
        page.list.get("organization.name").map(|name| name.text.clone())
    }

    #[test]
    fn a_name_that_is_its_own_domain_is_that_of_the_publisher() {
        for (around, name) in [
            (
                "# Vendors\n\nData of users of Meowtopia. Write to privacy@meowtopia.app.",
                "Meowtopia",
            ),
            ("# Sub-processors of kelpvik\n\nsupport@kelpvik.com", "kelpvik"),
            (
                "# Vendors\n\nThe subprocessors Tern has engaged, see [terms](https://tern.dev/terms).",
                "Tern",
            ),
            (
                "---\ndescription: Pale Moor's data subprocessors.\n---\n# Vendors\n\n\
                 [Ask us](https://www.palemoor.co.uk/support).",
                "Pale Moor",
            ),
        ] {
            assert_eq!(publisher(around).as_deref(), Some(name), "{around}");
        }
    }

    #[test]
    fn a_domain_is_no_name_where_it_stands_for_something_else() {
        for around in [
            // A vendor, a place, a word of prose, another party, and an address alone.
            "# Subprocessors\n\nOur subprocessors, Larch among them: privacy@larch.com.",
            "# Vendors\n\nSubprocessors in Europa, see [SCC](https://europa.eu/scc).",
            "# Vendors\n\nPrivacy matters. Write to dpo@privacy.com.",
            "# Vendors\n\nWe keep to the rules of Iapp ([site](https://iapp.org)).",
            "# Vendors\n\nWrite to privacy@meowtopia.app.",
        ] {
            assert_eq!(publisher(around), None, "{around}");
        }
    }
}
