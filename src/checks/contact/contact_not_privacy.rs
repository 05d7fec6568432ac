//! `contact-not-privacy`: there is a contact for questions about privacy.

use crate::checks::kit::domains;
use crate::facts::contact_words::is_unread_mailbox;
use crate::facts::phrases::{self, Mailbox as MailboxPurpose};
use crate::manifest::{Contact, Text, Vendor, is_blank};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::contact::{ContactKind, Email};
use std::ops::Range;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "contact-not-privacy",
    summary: "reports vendors whose only contact is a mailbox for something else, or a free one",
    options: &[OptionSpec::texts(
        "privacy_mailboxes",
        "More names of mailboxes that are for questions about privacy, such as `legal`.",
    )],
    arguments: &[("email", "the address as written")],
    variants: &[
        ("free_mail", "the mailbox is at a provider for everybody"),
        ("own", "the contact is the organisation's own"),
    ],
    build: |options| {
        Check::list(ContactNotPrivacy { mailboxes: options.texts("privacy_mailboxes") })
    },
};

struct ContactNotPrivacy {
    /// More local parts that count as a privacy contact.
    mailboxes: Vec<String>,
}

/// Words that make a contact one for privacy, whatever its address.
const PRIVACY_WORDS: &[&str] =
    &["privacy", "data protection", "dpo", "gdpr", "datenschutz", "protection des données"];

/// The kind of one address.
enum AddressUse {
    /// Someone who may be asked about privacy, as far as can be told.
    Good,
    /// A mailbox for something else: the bytes of the text and the variant.
    Other(Range<usize>, &'static str),
    /// No address.
    Nothing,
}

impl ContactNotPrivacy {
    fn judge(&self, vendor: &Vendor<'_>, email: &Email, range: Range<usize>) -> AddressUse {
        // A provider of mail writes from its own domain.
        if phrases::is_free_mail(&email.host) && !domains::is_stated_own(vendor, &email.host) {
            return AddressUse::Other(range, "free_mail");
        }
        match phrases::mailbox(&email.local, &self.mailboxes) {
            MailboxPurpose::Other => AddressUse::Other(range, ""),
            MailboxPurpose::Privacy | MailboxPurpose::Unknown => AddressUse::Good,
        }
    }

    /// The first address of a vendor that has none to ask about privacy.
    fn only_other<'t>(
        &self,
        vendor: &Vendor<'t>,
    ) -> Option<(Text<'t>, Range<usize>, &'static str)> {
        // Whoever names a person has more than a mailbox.
        if vendor.field("contact_person").is_some_and(|person| !is_blank(person)) {
            return None;
        }
        let mut first = None;
        for contact in &vendor.contacts.list {
            if contact.dpo || is_for_privacy(contact) {
                return None;
            }
            for &(_, text, ref parsed) in contact.parsed() {
                for value in &parsed.values {
                    let found = match &value.kind {
                        ContactKind::Email(email) => {
                            match self.judge(vendor, email, value.range.clone()) {
                                // `invalid-contact` reports made-up addresses, and those
                                // that nobody reads.
                                AddressUse::Other(..)
                                    if value.kind.is_placeholder()
                                        || is_unread_mailbox(&email.local) =>
                                {
                                    AddressUse::Good
                                }
                                found => found,
                            }
                        }
                        ContactKind::Url(_)
                        | ContactKind::Host(_)
                        | ContactKind::Phone(_)
                        | ContactKind::Postal => AddressUse::Good,
                        ContactKind::None => AddressUse::Nothing,
                    };
                    match found {
                        AddressUse::Good => return None,
                        AddressUse::Other(range, variant) => {
                            first.get_or_insert((text, range, variant));
                        }
                        AddressUse::Nothing => {}
                    }
                }
            }
        }
        first
    }
}

fn is_for_privacy(contact: &Contact<'_>) -> bool {
    let purpose = Text::get(contact.node, "for");
    [contact.name, contact.position, purpose].into_iter().flatten().any(|text| {
        let lower = text.value().to_lowercase();
        PRIVACY_WORDS.iter().any(|word| lower.contains(word))
    })
}

impl ListCheck for ContactNotPrivacy {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            let Some((text, range, variant)) = self.only_other(vendor) else { continue };
            let organization = subject.manifest.and_then(|manifest| manifest.organization.as_ref());
            let is_own = organization.is_some_and(|entry| entry.node == vendor.node);
            let variant = if is_own && variant.is_empty() { "own" } else { variant };
            let shown = text.value().get(range.clone()).unwrap_or(text.value());
            let mut hit = Hit::at(text.part(range)).of(vendor).arg("email", shown).variant(variant);
            hit.value = Some(shown.to_owned());
            hits.push(hit);
        }
    }
}
