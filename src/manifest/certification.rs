//! Certificates and reports of a vendor.

use super::fields;
use super::text::{Text, is_blank};
use crate::syntax::Value;

/// An entry under `certifications`: a mapping, or the name it was shortened to.
#[derive(Debug)]
pub struct Certification<'t> {
    /// The standard or report.
    pub name: Option<Text<'t>>,
    /// The certificate, or a page about it.
    pub url: Option<Text<'t>>,
    /// The last day that it holds or that the report covers, as typed.
    pub until: Option<Text<'t>>,
}

impl<'t> Certification<'t> {
    /// Reads the items of a list; blanks are left out.
    #[must_use]
    pub fn list(value: Value<'t>) -> Vec<Self> {
        value.items().filter_map(Self::read).collect()
    }

    fn read(node: Value<'t>) -> Option<Self> {
        if is_blank(node) {
            return None;
        }
        let get = |key| Text::get(node, key);
        let period_end = fields::CERTIFICATION.block().key("period_end");
        let period_ends = period_end.into_iter().flat_map(|field| field.spellings);
        let until = get("valid_until").or_else(|| period_ends.copied().find_map(get));
        Some(Self { name: Text::of(node).or_else(|| get("name")), url: get("url"), until })
    }
}
