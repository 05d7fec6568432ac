//! Keys and column names that mean something about vendors.

use super::columns::Column;
use super::mapping::mapped_column;
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::manifest::fields::{MANIFEST, VENDOR};
use crate::text::fold::fold_key;

/// The field of a vendor that a key stands for.
#[must_use]
pub(super) fn entry_field(key: &str) -> Option<&'static str> {
    match mapped_column(key) {
        Some(Column::Field(field)) => return Some(field),
        Some(_) => return None,
        None => {}
    }
    let fields = VENDOR.block().fields;
    let own = |form: &str| {
        let field = fields.iter().find(|field| fold_key(field.name) == form);
        field.map(|field| field.name)
    };
    forms(key).iter().find_map(|form| own(form).or_else(|| field_named(NameScope::Entry, form)))
}

/// True if a key is a word for a list of vendors.
#[must_use]
pub(super) fn is_list(key: &str) -> bool {
    const ENDS: [&str; 4] = ["subprocessors", "vendors", "processors", "suppliers"];
    let forms = forms(key);
    forms.iter().any(|form| field_named(NameScope::List, form).is_some())
        || forms.first().is_some_and(|folded| ENDS.iter().any(|end| folded.ends_with(end)))
}

/// True if a key means something about vendors, their list or the whole file.
#[must_use]
pub(super) fn is_known(key: &str) -> bool {
    let fields = MANIFEST.block().fields;
    let is_root = |form: &String| {
        field_named(NameScope::Root, form).is_some()
            || fields.iter().any(|field| fold_key(field.name) == *form)
    };
    entry_field(key).is_some() || is_list(key) || forms(key).iter().any(is_root)
}
