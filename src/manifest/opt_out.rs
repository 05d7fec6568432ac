//! The value of `opt_out`.

use super::text::{Text, is_blank};
use crate::syntax::{NodeKind, Value};

/// The value of `opt_out`: a mapping, or the text or truth value it was
/// shortened to.
#[derive(Debug)]
pub struct OptOut<'t> {
    /// As it was typed.
    pub node: Value<'t>,
    /// The note, where it is not a mapping.
    pub text: Option<Text<'t>>,
    /// True if the vendor can be switched off, with the value that says so.
    pub available: Option<(bool, Value<'t>)>,
    /// The way to switch it off.
    pub how: Option<Text<'t>>,
    /// The reason why it cannot be switched off.
    pub reason: Option<Text<'t>>,
    /// A page that explains it.
    pub link: Option<Text<'t>>,
    /// The id of a note that holds for several vendors.
    pub reference: Option<Text<'t>>,
}

impl<'t> OptOut<'t> {
    /// Reads the value of `opt_out`; nothing when it is blank.
    #[must_use]
    pub fn read(node: Value<'t>) -> Option<Self> {
        if is_blank(node) {
            return None;
        }
        let get = |key| Text::get(node, key);
        let available = match node.kind() {
            NodeKind::Map => node.get("available"),
            _ => Some(node),
        };
        Some(Self {
            node,
            text: Text::of(node),
            available: available.and_then(|value| Some((value.as_bool()?, value))),
            how: get("how"),
            reason: get("reason"),
            link: get("link"),
            reference: get("ref"),
        })
    }
}
