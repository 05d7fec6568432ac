//! Guards: what makes a condition true of an entry before it is compiled.

use super::shape::DEFAULT_STATUS;
use crate::manifest::fields::{FieldType, MANIFEST, VENDOR, VendorField, VendorKey, VendorKeys};
use crate::manifest::{ClosedVocabulary as _, Manifest, Status, Text, Vendor};
use crate::syntax::{NodeKind, Value};
use crate::values::plain_text::may_deny_personal_data;

/// One of the alternatives of a condition. If it holds, all of it does.
#[derive(Debug)]
pub(super) enum ExpressionGuard {
    /// `!has(vendor.FIELD)`, or `size(vendor.FIELD) == 0` for a list.
    Lacks(VendorField),
    /// `!has(manifest.KEY)` or `!has(manifest.KEY.KEY)`.
    DocumentLacks(Vec<String>),
    /// `!vendor.FIELD.exists(one, denies_personal_data(one))` or
    /// `!denies_personal_data(vendor.FIELD)`.
    DeniesNothing,
    /// `vendor.status != "WORD"`.
    OtherStatus(Status),
    /// `legal_form(vendor, MORE) != ""`.
    HasLegalForm,
    /// `states(manifest, "KEY")`.
    DocumentStates(String),
    /// `manifest.subprocessors.exists(one, one.status == "WORD")`.
    AnyHasStatus(Status),
}

impl ExpressionGuard {
    /// Those of a condition.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let alternatives = alternatives(text).unwrap_or_default();
        let guards: Vec<Self> = alternatives.iter().filter_map(|text| Self::of(text)).collect();
        match (&guards[..], alternatives.len()) {
            // Alone, `!has(vendor.x)` is the whole condition: it is quick, and the field may
            // be there and say nothing.
            ([Self::Lacks(_) | Self::DocumentLacks(_)], 1) => Vec::new(),
            _ => guards,
        }
    }

    fn of(term: &str) -> Option<Self> {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        if let Some(path) = call(term, "!has(") {
            return match path.split_once('.')? {
                ("vendor", key) if is_name(key) => Some(Self::Lacks(VendorField::named(key))),
                ("manifest", path) if path.split('.').all(is_name) => {
                    Some(Self::DocumentLacks(MANIFEST.block().spellings(path).ok()?))
                }
                _ => None,
            };
        }
        if let Some(field) = term.strip_prefix("size(vendor.") {
            let field = field.strip_suffix(") == 0").filter(|field| is_name(field))?;
            let is_list = matches!(VENDOR.block().find(field)?.takes, FieldType::List(_));
            return is_list.then(|| Self::Lacks(VendorField::named(field)));
        }
        if let Some(key) = call(term, "states(manifest, \"") {
            let key = key.strip_suffix('"').filter(|key| is_name(key))?;
            return MANIFEST.block().find(key).map(|_| Self::DocumentStates(key.to_owned()));
        }
        if let Some(body) = call(term, "manifest.subprocessors.exists(") {
            let (one, body) = body.split_once(',')?;
            let word = body.trim().strip_prefix(one)?.strip_prefix(".status == \"")?;
            let status = word.strip_suffix('"').and_then(Status::parse)?;
            return is_name(one).then_some(Self::AnyHasStatus(status));
        }
        if let Some(word) = term.strip_prefix("vendor.status != \"") {
            return word.strip_suffix('"').and_then(Status::parse).map(Self::OtherStatus);
        }
        if let Some(more) = term.strip_prefix("legal_form(vendor, ") {
            let more = more.strip_suffix(") != \"\"")?;
            let is_path = more.split('.').all(is_name);
            return is_path.then_some(Self::HasLegalForm);
        }
        let field = match call(term, "!denies_personal_data(") {
            Some(field) => field.strip_prefix("vendor.")?,
            None => {
                let (field, body) = call(term, "!vendor.")?.split_once(".exists(")?;
                let (one, body) = body.split_once(',')?;
                let asked = call(body.trim(), "denies_personal_data(")?;
                (one == asked && is_name(one)).then_some(field)?
            }
        };
        is_name(field).then_some(Self::DeniesNothing)
    }

    /// True if it holds for the document, whatever the entry is.
    pub(super) fn holds_for(&self, manifest: &Manifest<'_>) -> bool {
        match self {
            Self::DocumentLacks(paths) => paths.iter().all(|path| lacks(manifest.root, path)),
            Self::DocumentStates(key) => Text::get(manifest.root, key).is_some(),
            Self::AnyHasStatus(status) => {
                let mut entries = manifest.vendors.iter();
                entries.any(|vendor| is_entry(vendor) && status_of(vendor) == Some(*status))
            }
            _ => false,
        }
    }

    /// The keys of which an entry has one if it does not hold; nothing if it takes more to
    /// know that.
    pub(super) fn keys(&self) -> Option<VendorKeys> {
        match self {
            Self::Lacks(field) => field.first_keys(),
            Self::OtherStatus(status) if *status != DEFAULT_STATUS => {
                Some(VendorKeys::from_iter([VendorKey::Status]))
            }
            _ => None,
        }
    }

    pub(super) fn holds(&self, manifest: &Manifest<'_>, vendor: &Vendor<'_>) -> bool {
        match self {
            Self::Lacks(field) => !field.may_be_in(vendor.keys()),
            Self::DocumentLacks(_) | Self::DocumentStates(_) | Self::AnyHasStatus(_) => {
                self.holds_for(manifest)
            }
            Self::OtherStatus(status) => status_of(vendor).is_some_and(|stated| stated != *status),
            Self::HasLegalForm => vendor.entity().is_some_and(|name| name.form().is_some()),
            Self::DeniesNothing => !may_deny_personal_data(vendor.marks()),
        }
    }
}

/// True if a vendor is more than a bare name.
pub(super) fn is_entry(vendor: &Vendor<'_>) -> bool {
    vendor.node.kind() == NodeKind::Map
}

/// The status of an entry. What is no status is no default either.
fn status_of(vendor: &Vendor<'_>) -> Option<Status> {
    if !vendor.keys().contains(VendorKey::Status) {
        return Some(DEFAULT_STATUS);
    }
    vendor.text("status").and_then(|text| Status::parse(text.value()))
}

/// The texts between the operators `||` that are the outermost of a condition; nothing
/// for a condition that is written in an uncommon way.
fn alternatives(text: &str) -> Option<Vec<&str>> {
    let (mut found, mut depth, mut from, mut quoted) = (Vec::new(), 0_usize, 0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            // A conditional would be the outermost operator.
            b'?' | b'\\' | b'\'' => return None,
            b'"' | b'/' if text[at..].starts_with("\"\"\"") || text[at..].starts_with("//") => {
                return None;
            }
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b'|' if depth == 0 && text[at..].starts_with("||") => {
                found.push(text[from..at].trim());
                from = at + 2;
            }
            _ => {}
        }
    }
    found.push(text[from..].trim());
    Some(found)
}

/// True if a mapping has no value at a path.
fn lacks(map: Value<'_>, path: &str) -> bool {
    let (key, below) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    map.kind() == NodeKind::Map
        && map.get(key).is_none_or(|value| below.is_some_and(|path| lacks(value, path)))
}

/// The text between the start of a call and the bracket that ends the term.
fn call<'t>(term: &'t str, start: &str) -> Option<&'t str> {
    term.strip_prefix(start)?.strip_suffix(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_makes_all_of_a_condition_true_is_a_guard() {
        let count = |text: &str| ExpressionGuard::all(text).len();
        for (text, guards) in [
            ("!has(vendor.ends_on) || true", 1),
            (" !has(vendor.ends_on)||vendor.ends_on > today", 1),
            ("!has(vendor.notes) || !denies_personal_data(vendor.notes)", 2),
            ("!vendor.data_categories.exists(d, denies_personal_data(d))", 1),
            ("!has(manifest.organization) || !has(manifest.organization.role) || false", 2),
            ("vendor.status != \"planned\" || !has(vendor.ends_on)", 2),
            ("!has(vendor.legal_name) || legal_form(vendor, option.forms) != \"\"", 2),
            ("legal_form(vendor, [\"a\"]) != \"\" && legal_form(vendor, []) != \"\"", 0),
            ("(today > today || today < today) || !has(vendor.ends_on)", 1),
            ("size(vendor.name) == 0 && true || !has(vendor.ends_on)", 1),
            ("has(vendor.ends_on) || true", 0),
            ("vendor.status != \"unheard of\" || true", 0),
            ("vendor.name == \"|| !has(vendor.ends_on) ||\"", 0),
            ("!has(vendor.ends_on) && true", 0),
            ("!has(vendor.ends_on) && true || false", 0),
            ("!has(vendor.ends_on) || true ? false : true", 0),
            ("states(manifest, \"last_updated\")", 1),
            ("states(manifest, \"unheard_of\") || true", 0),
            ("manifest.subprocessors.exists(v, v.status == \"active\")", 1),
            ("manifest.subprocessors.exists(v, w.status == \"active\")", 0),
            ("manifest.subprocessors.exists(v, v.status == \"unheard of\")", 0),
            ("size(vendor.audiences) == 0 || true", 1),
            ("size(vendor.notes) == 0 || true", 0),
            ("has(vendor.notes) || \"a\" == \"//\" || !has(vendor.ends_on)", 0),
            ("!has(vendor.transfer.mechanism) || true", 0),
            ("!has(vendor.ends_on)", 0),
            ("(!has(vendor.ends_on) || true) && false", 0),
            ("!vendor.data_categories.exists(d, denies_personal_data(e))", 0),
            ("!vendor.data_categories.exists(d, denies_personal_data(d)) && false", 0),
            ("!vendor.data_categories.exists(d, denies_personal_data(d) || true)", 0),
        ] {
            assert_eq!(count(text), guards, "{text}");
        }
    }
}
