//! The declaring organisation and what it says about changes to its list.

use super::analysis::Vendor;
use super::contacts::Contacts;
use super::fields;
use super::text::Text;
use crate::syntax::Value;

/// The `organization` block.
#[derive(Debug)]
pub struct Organization<'t> {
    /// The whole block.
    pub node: Value<'t>,
    /// Its trade name.
    pub name: Option<Text<'t>>,
    /// In which role it declares.
    pub role: Option<Text<'t>>,
    /// The country of its seat.
    pub country: Option<Text<'t>>,
    /// Its contacts, from every field that states one.
    pub contacts: Contacts<'t>,
    /// The block read like an entry, for what holds of every company.
    pub company: Vendor<'t>,
    /// True if companies of its group may process the data.
    pub affiliates_may_process: Option<bool>,
}

impl<'t> Organization<'t> {
    pub(super) fn read(node: Value<'t>) -> Self {
        let mut contacts = Contacts::default();
        for (key, value) in node.entries() {
            let field = key.text().and_then(|key| fields::ORGANIZATION.block().find(key));
            match field.map(|field| field.name) {
                Some("contact" | "representative") => contacts.read(value),
                Some("dpo") => contacts.read_dpo(value),
                _ => {}
            }
        }
        let get = |key| Text::get(node, key);
        Self {
            node,
            name: get("name"),
            role: get("role"),
            country: get("country"),
            contacts,
            company: Vendor::read(node, 0),
            affiliates_may_process: node.get("affiliates_may_process").and_then(Value::as_bool),
        }
    }
}

/// The `change_notice` block.
#[derive(Debug)]
pub struct ChangeNotice<'t> {
    /// The key, to point at when something in the block is missing.
    pub key: Value<'t>,
    /// The whole block.
    pub node: Value<'t>,
    /// `general` or `specific`.
    pub authorisation: Option<Text<'t>>,
    /// True if notice is promised; nothing when that is not said.
    pub committed: Option<bool>,
    /// The channels by which notice is given.
    pub channels: Vec<Text<'t>>,
    /// Days of notice before a change.
    pub notice_days: Option<i64>,
    /// Days to object.
    pub objection_days: Option<i64>,
    /// When the periods do not apply, such as in an emergency.
    pub exception: Option<Text<'t>>,
    /// The words of the clause.
    pub text: Option<Text<'t>>,
}

impl<'t> ChangeNotice<'t> {
    pub(super) fn read(key: Value<'t>, node: Value<'t>) -> Self {
        let int = |key| node.get(key).and_then(Value::as_int);
        Self {
            key,
            node,
            authorisation: Text::get(node, "authorisation"),
            committed: node.get("committed").and_then(Value::as_bool),
            channels: node.get("channel").map(Text::list).unwrap_or_default(),
            notice_days: int("notice_days"),
            objection_days: int("objection_days"),
            exception: Text::get(node, "exception"),
            text: Text::get(node, "text"),
        }
    }

    /// True if each vendor is agreed on with every customer.
    #[must_use]
    pub fn is_specific(&self) -> bool {
        self.authorisation.is_some_and(|text| text.value() == "specific")
    }
}
