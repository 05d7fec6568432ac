//! The entries under `transfer`, in every spelling.

use super::text::{Text, is_blank};
use crate::facts::adequacy::NamedMechanism;
use crate::syntax::{NodeKind, Value};

/// An entry under `transfer`: a mapping, or the mechanism it was shortened to.
#[derive(Debug)]
pub struct Transfer<'t> {
    /// The mechanism.
    pub mechanism: Option<Text<'t>>,
    /// The mechanism in the built-in list, if its name is known.
    pub named: Option<NamedMechanism>,
    /// The modules of the standard contractual clauses.
    pub modules: Vec<Text<'t>>,
    /// The certified company.
    pub entity: Option<Text<'t>>,
    /// When the certification was looked up, as typed.
    pub checked: Option<Text<'t>>,
    /// The area or country that the data leaves.
    pub from: Option<Text<'t>>,
    /// The countries that the data goes to; wherever the vendor is when empty.
    pub to: Vec<Text<'t>>,
}

impl<'t> Transfer<'t> {
    /// Reads a text, a mapping, or a list of them; blanks are left out.
    #[must_use]
    pub fn list(value: Value<'t>) -> Vec<Self> {
        match value.kind() {
            NodeKind::Seq => value.items().filter_map(Self::read).collect(),
            _ => Self::read(value).into_iter().collect(),
        }
    }

    fn read(node: Value<'t>) -> Option<Self> {
        if is_blank(node) {
            return None;
        }
        let list = |key| node.get(key).map(Text::list).unwrap_or_default();
        let mechanism = Text::of(node).or_else(|| Text::get(node, "mechanism"));
        Some(Self {
            mechanism,
            named: mechanism.and_then(|name| NamedMechanism::read(name.value())),
            modules: list("modules"),
            entity: Text::get(node, "entity"),
            checked: Text::get(node, "checked"),
            from: Text::get(node, "from"),
            to: list("to"),
        })
    }
}
