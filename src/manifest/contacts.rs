//! The contacts of a vendor or of the organisation, in every spelling.

use super::text::Text;
use crate::syntax::{NodeKind, Value};
use crate::values::contact::{ContactKind, ContactText};
use crate::values::postal::is_postal;
use std::cell::OnceCell;

/// All contacts of an entry, shorthands normalised.
#[derive(Debug, Default)]
pub struct Contacts<'t> {
    /// Those of every field that states one, in the order of the text.
    pub list: Vec<Contact<'t>>,
}

/// One contact: a mapping, or the one text it was shortened to.
#[derive(Debug)]
pub struct Contact<'t> {
    /// As it was typed.
    pub node: Value<'t>,
    /// True if it stands under `dpo`.
    pub dpo: bool,
    /// An address that was typed without saying which kind it is.
    pub address: Option<Text<'t>>,
    /// A person or a team.
    pub name: Option<Text<'t>>,
    /// The position of the person.
    pub position: Option<Text<'t>>,
    /// An e-mail address.
    pub email: Option<Text<'t>>,
    /// A telephone number.
    pub phone: Option<Text<'t>>,
    /// A page.
    pub url: Option<Text<'t>>,
    /// Most have one address, and room for more would be most of a vendor.
    parsed: OnceCell<Box<[ParsedAddress<'t>]>>,
}

/// An address with the key that says its kind, taken apart.
type ParsedAddress<'t> = (&'static str, Text<'t>, ContactText);

impl<'t> Contacts<'t> {
    /// Takes in `contact` or `contacts`.
    pub fn read(&mut self, value: Value<'t>) {
        self.add(value, false);
    }

    /// Takes in `dpo`.
    pub fn read_dpo(&mut self, value: Value<'t>) {
        self.add(value, true);
    }

    fn add(&mut self, value: Value<'t>, dpo: bool) {
        // Most vendors have one, and room for more would be most of a vendor.
        if value.kind() == NodeKind::Seq {
            self.list.reserve_exact(value.items().len());
            value.items().for_each(|item| self.list.extend(Contact::read(item, dpo)));
        } else if let Some(contact) = Contact::read(value, dpo) {
            self.list.reserve_exact(1);
            self.list.push(contact);
        }
    }

    /// True if there is no way to reach anyone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<'t> Contact<'t> {
    /// Reads one contact; nothing when it is blank.
    fn read(node: Value<'t>, dpo: bool) -> Option<Self> {
        let address = Text::of(node);
        let get = |key| Text::get(node, key);
        let contact = Self {
            node,
            dpo,
            address,
            name: get("name"),
            position: get("position"),
            email: get("email"),
            phone: get("phone"),
            url: get("url"),
            parsed: OnceCell::new(),
        };
        let reachable = contact.name.is_some() || contact.addresses().next().is_some();
        reachable.then_some(contact)
    }

    /// True if it has an address of a kind: `email`, `phone` or `url`.
    #[must_use]
    pub fn has(&self, kind: &str) -> bool {
        self.parsed().iter().any(|(key, _, parsed)| {
            *key == kind
                || parsed.values.iter().any(|value| match value.kind {
                    ContactKind::Email(_) => kind == "email",
                    ContactKind::Url(_) | ContactKind::Host(_) => kind == "url",
                    ContactKind::Phone(_) => kind == "phone",
                    ContactKind::Postal => kind == "address",
                    ContactKind::None => false,
                })
        })
    }

    /// [`Contact::addresses`], each taken apart.
    #[must_use]
    pub fn parsed(&self) -> &[ParsedAddress<'t>] {
        self.parsed.get_or_init(|| {
            let addresses = self.addresses();
            addresses.map(|(key, text)| (key, text, ContactText::parse(text.value()))).collect()
        })
    }

    /// Every address of it, with the key that says its kind; `contact` for
    /// one typed without a kind.
    pub fn addresses(&self) -> impl Iterator<Item = (&'static str, Text<'t>)> + use<'t> {
        let mut all = [
            ("contact", self.address),
            ("email", self.email),
            ("phone", self.phone),
            ("url", self.url),
        ];
        if all.iter().all(|(_, text)| text.is_none()) {
            all[0].1 = self.postal();
        }
        all.into_iter().filter_map(|(kind, text)| text.map(|text| (kind, text)))
    }

    /// A postal address in a block without any other address.
    fn postal(&self) -> Option<Text<'t>> {
        let texts = ["address", "for", "position", "name"].map(|key| Text::get(self.node, key));
        texts.into_iter().flatten().find(|text| is_postal(text.value()))
    }
}
