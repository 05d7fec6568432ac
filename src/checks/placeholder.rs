//! `placeholder`: values that mean that nothing was filled in.

use super::{Check, Hit, Hits, Options, Subject, Word};
use crate::facts::phrases;
use crate::manifest::{Text, Vendor};
use crate::syntax::{Kind, Value};

pub(super) const WORD: Word = Word {
    name: "placeholder",
    summary: "reports values such as `TBD` or `N/A`",
    options: &["fields", "extra", "allow"],
    arguments: &["field", "value"],
    variants: &[],
    build: |options| Box::new(Placeholder::new(options)),
};

struct Placeholder {
    fields: Vec<String>,
    extra: Vec<String>,
    allow: Vec<String>,
}

/// Fields in which any text may stand.
const FREE: &[&str] = &["id", "notes", "note", "text", "group", "ref"];

/// No placeholder is longer than this, notes to oneself included.
const MAX_LENGTH: usize = 200;

impl Placeholder {
    fn new(options: &mut Options<'_>) -> Self {
        Self {
            fields: options.texts("fields"),
            extra: options.texts("extra"),
            allow: options.texts("allow"),
        }
    }

    /// Looks through a value and what is below it. The depth is that of the
    /// tree, which is capped.
    fn walk(&self, vendor: &Vendor<'_>, field: &str, value: Value<'_>, hits: &mut Hits) {
        match value.kind() {
            Kind::Map => {
                for (key, value) in value.entries() {
                    let key = key.text().unwrap_or_default();
                    if !FREE.contains(&key) && !key.starts_with("x-") {
                        self.walk(vendor, key, value, hits);
                    }
                }
            }
            Kind::Seq => value.items().for_each(|item| self.walk(vendor, field, item, hits)),
            Kind::Str => {
                let Some(text) = Text::of(value) else { return };
                let is_placeholder = text.value().len() <= MAX_LENGTH
                    && phrases::is_placeholder(text.value(), field, &self.extra, &self.allow);
                if is_placeholder {
                    hits.push(Hit::on(text).of(vendor).arg("field", field));
                }
            }
            _ => {}
        }
    }
}

impl Check for Placeholder {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            for (key, value) in vendor.node.entries() {
                let key = key.text().unwrap_or_default();
                let wanted = self.fields.is_empty() || self.fields.iter().any(|field| field == key);
                if wanted && !FREE.contains(&key) && !key.starts_with("x-") {
                    self.walk(vendor, key, value, hits);
                }
            }
        }
    }
}
