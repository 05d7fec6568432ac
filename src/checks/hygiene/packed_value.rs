//! `packed-value`: one field holds one address.

use crate::checks::kit::fields::{FieldScalar, visit};
use crate::manifest::Text;
use crate::manifest::fields::{self, VendorKey, VendorKeys};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::contact::{ContactText, may_be_packed};
use crate::values::{data_items, instrument};
use std::collections::HashSet;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "packed-value",
    summary: "reports several e-mail addresses, URLs or telephone numbers in one field, and several data categories or certificates in one item",
    options: &[],
    arguments: &[
        ("field", "the key of the value"),
        ("n", "the number of values in it"),
        ("values", "the values"),
        ("plural", "the list field for several of them"),
        ("value", "the value as written"),
    ],
    variants: &[
        ("link", "it is one of `links`, which hold one address each"),
        ("data", "it is an item of `data_categories` that names several"),
        ("certificates", "it is an item of `certifications` that names several"),
    ],
    build: |_| Check::list(PackedValue::new()),
};

struct PackedValue {
    /// The keys of entries that have a list in [`WITH_ADDRESS`]; few have.
    keys: VendorKeys,
    /// The lists of these keys.
    lists: Vec<(VendorKey, &'static str)>,
}

impl PackedValue {
    fn new() -> Self {
        let fields = fields::VENDOR.block().fields.iter();
        let with_address = fields.filter(|field| WITH_ADDRESS.contains(&field.list()));
        let lists: Vec<_> = with_address
            .filter_map(|field| Some((VendorKey::parse(field.name)?, field.list())))
            .collect();
        Self { keys: lists.iter().map(|(key, _)| *key).collect(), lists }
    }

    /// The list into which a field that holds one address can be split.
    fn plural(&self, field: &FieldScalar<'_, '_>) -> Option<&'static str> {
        // Where the address stands in a block, the list is one of such blocks.
        let key = match (field.parent, field.key) {
            (parent, "email" | "phone" | "url") => parent,
            ("links", _) => "links",
            (_, key) => key,
        };
        if field.vendor.is_some() {
            let key = VendorKey::parse(key).filter(|key| self.keys.contains(*key))?;
            return self.lists.iter().find(|(known, _)| *known == key).map(|(_, list)| *list);
        }
        let blocks = [fields::ORGANIZATION, fields::MANIFEST];
        let spec = blocks.iter().find_map(|block| block.block().key(key))?;
        let list = spec.list();
        WITH_ADDRESS.contains(&list).then_some(list)
    }
}

impl ListCheck for PackedValue {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        visit(subject, |field| {
            let Some(plural) = self.plural(&field) else { return };
            let Some(text) = Text::of(field.node) else { return };
            if !may_be_packed(text.value()) {
                return;
            }
            let parsed = ContactText::parse(text.value());
            if !parsed.is_packed() {
                return;
            }
            let values: Vec<&str> = parsed
                .addresses()
                .filter_map(|value| text.value().get(value.range.clone()))
                .collect();
            let hit = Hit::on(text)
                .arg("field", field.key)
                .arg("n", values.len().to_string())
                .arg("values", values.join(", "))
                .arg("plural", plural)
                .claims_own()
                .variant(if field.parent == "links" { "link" } else { "" });
            hits.push(match field.vendor {
                Some(vendor) => hit.of(vendor),
                None => hit,
            });
        });
        data_categories(subject, hits);
        certificates(subject, hits);
    }
}

/// Several certificates in one item of their list.
fn certificates(subject: &Subject<'_, '_>, hits: &mut Hits) {
    for vendor in subject.vendors {
        for name in vendor.certifications().iter().filter_map(|certification| certification.name) {
            let found = instrument::certificates_apart(name.value());
            if found.len() < 2 {
                continue;
            }
            let n = found.len().to_string();
            let values = found.into_iter().filter_map(|range| name.value().get(range));
            let values = values.collect::<Vec<_>>().join("; ");
            let hit = Hit::on(name).of(vendor).arg("field", "certifications").arg("n", n);
            let hit = hit.arg("values", values).arg("plural", "certifications");
            hits.push(hit.variant("certificates"));
        }
    }
}

/// Several data categories in one item of their list. As one text for all of them, the
/// field may hold a sentence.
fn data_categories(subject: &Subject<'_, '_>, hits: &mut Hits) {
    // Most lists say the same of many vendors.
    let mut plain: HashSet<&str> = HashSet::new();
    for vendor in subject.vendors {
        let items = vendor.field("data_categories").filter(|node| Text::of(*node).is_none());
        for text in items.into_iter().flat_map(Text::each) {
            if plain.contains(text.value()) {
                continue;
            }
            let found = data_items::packed(text.value());
            if found.is_empty() {
                plain.insert(text.value());
                continue;
            }
            let n = found.len().to_string();
            let values = found.into_iter().filter_map(|range| text.value().get(range));
            let values = values.collect::<Vec<_>>().join("; ");
            let hit = Hit::on(text).of(vendor).arg("field", "data_categories").arg("n", n);
            let hit = hit.arg("values", values).arg("plural", "data_categories");
            hits.push(hit.variant("data"));
        }
    }
}

/// The fields that hold one address each, or blocks with one; in other fields any
/// words may stand.
const WITH_ADDRESS: &[&str] = &[
    "agreements",
    "certifications",
    "contact",
    "contacts",
    "dpo",
    "links",
    "representative",
    "subprocessors",
];
