//! `invalid-contact`: a contact is an address that one can write to.

use crate::facts::phrases;
use crate::manifest::{Contact, Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::contact::ContactKind;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "invalid-contact",
    summary: "reports contacts that are no e-mail address, http(s) URL or telephone number",
    options: &[],
    arguments: &[("value", "the contact as written")],
    variants: &[
        ("placeholder_domain", "the domain is made for examples"),
        ("blank_block", "a block without any address"),
    ],
    build: |_| Check::list(InvalidContact),
};

struct InvalidContact;

impl ListCheck for InvalidContact {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.entries() {
            for entry in &vendor.contacts.list {
                check(vendor, entry, hits);
            }
        }
    }
}

fn check(vendor: &Vendor<'_>, entry: &Contact<'_>, hits: &mut Hits) {
    if entry.addresses().next().is_none()
        && let Some(name) = entry.name
    {
        let hit = Hit::at(entry.node.span()).of(vendor).arg("value", name.value());
        hits.push(hit.variant("blank_block"));
    }
    for &(key, text, ref parsed) in entry.parsed() {
        // `placeholder-value` reports these.
        if phrases::is_placeholder(text.value(), key, &[], &[]) {
            continue;
        }
        for value in &parsed.values {
            let shown = text.value().get(value.range.clone()).unwrap_or(text.value());
            let fits = match (key, &value.kind) {
                (_, ContactKind::None(_)) => false,
                ("email", kind) => matches!(kind, ContactKind::Email(_)),
                ("url", kind) => matches!(kind, ContactKind::Url(_)),
                // A number under `phone` may be written in ways that are too
                // loose to be recognised without the key.
                ("phone", _) => true,
                _ => true,
            };
            let is_number = key == "phone" && shown.bytes().filter(u8::is_ascii_digit).count() >= 5;
            let hit = || at(text, value.range.clone(), shown).of(vendor);
            if !fits && !is_number {
                hits.push(hit());
            } else if value.kind.is_placeholder() {
                hits.push(hit().variant("placeholder_domain"));
            }
        }
    }
}

fn at(text: Text<'_>, range: std::ops::Range<usize>, shown: &str) -> Hit {
    let mut hit = Hit::at(text.part(range)).arg("value", shown);
    hit.value = Some(shown.to_owned());
    hit
}
