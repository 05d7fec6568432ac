//! Identifies the vendor of the built-in registry that an entry means.

use super::compare::{Verdict, compare_texts};
use super::{EntityName, NamePartRole, seat};
use crate::facts::vendors::{self, Entity, KnownVendor, VendorNameKind};
use crate::text::fold::name::spaceless;

/// A vendor of the registry, and what it was recognised by.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// The vendor.
    pub vendor: &'static KnownVendor,
    /// The kind of name it was recognised by.
    pub via: Via,
}

/// The kind of name by which a vendor was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Its usual name.
    Name,
    /// A former name.
    Old,
    /// A product or trade name.
    Product,
    /// A legal entity, in the name or the legal name of the entry.
    Entity,
    /// A name in brackets.
    Bracket,
}

impl Via {
    /// The word for it: `name`, `old`, `product`, `entity` or `bracket`.
    #[cfg(test)]
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Old => "old",
            Self::Product => "product",
            Self::Entity => "entity",
            Self::Bracket => "bracket",
        }
    }

    fn of(kind: VendorNameKind) -> Self {
        match kind {
            VendorNameKind::Name => Self::Name,
            VendorNameKind::Old => Self::Old,
            VendorNameKind::Product => Self::Product,
            VendorNameKind::Entity => Self::Entity,
        }
    }
}

/// Recognises the vendor of an entry from its name, and where that says nothing,
/// from its legal name. Of several vendors under one name, the one that has the
/// legal name among its entities wins.
#[must_use]
pub fn identify(name: &str, legal_name: Option<&str>) -> Option<Match> {
    let legal = legal_name.map(EntityName::parse).filter(|legal| !legal.is_empty());
    identify_parsed(&EntityName::parse(name), legal.as_ref())
}

/// [`identify`] for names that were parsed before.
#[must_use]
pub fn identify_parsed(name: &EntityName, legal: Option<&EntityName>) -> Option<Match> {
    let entities = legal.map(known).unwrap_or_default();
    let pick = |found: Vec<(&'static KnownVendor, VendorNameKind)>| {
        let confirmed = found.iter().find(|(vendor, _)| {
            entities.iter().any(|(entity, kind)| {
                *kind == VendorNameKind::Entity && std::ptr::eq(*vendor, *entity)
            })
        });
        confirmed.or(found.first()).copied()
    };
    let by_name = known(name);
    // The text before a bracket is the name even if the entity is inside.
    for trade in name.other_names().filter(|trade| trade.role == NamePartRole::Outside) {
        if let Some((vendor, kind)) = pick(vendors::lookup_key(&spaceless(trade.base()), None)) {
            return Some(Match { vendor, via: Via::of(kind) });
        }
    }
    if let Some((vendor, kind)) = pick(by_name) {
        return Some(Match {
            vendor,
            via: if name.inverted { Via::Bracket } else { Via::of(kind) },
        });
    }
    for trade in name.other_names() {
        if let Some((vendor, _)) = pick(vendors::lookup_key(&spaceless(trade.base()), None)) {
            return Some(Match { vendor, via: Via::Bracket });
        }
    }
    let (vendor, kind) = entities.first().copied()?;
    Some(Match { vendor, via: Via::of(kind) })
}

/// The entity of a vendor that a legal name means, if the registry has it; its
/// `former` tells whether it is still the usual contracting party.
#[must_use]
pub fn entity_of(vendor: &'static KnownVendor, legal: &EntityName) -> Option<&'static Entity> {
    let is = |entity: &Entity, legal: &EntityName| {
        let verdict = compare_texts(&EntityName::parse(entity.name), legal).verdict;
        matches!(verdict, Verdict::Same | Verdict::Likely)
    };
    let as_written = vendor.entities.iter().find(|entity| is(entity, legal));
    as_written.or_else(|| {
        // "Acme, Inc. (USA)": the place of that very entity.
        let (bare, country) = seat::without_place(legal)?;
        let mut own = vendor.entities.iter();
        own.find(|entity| entity.country == country.alpha2() && is(entity, &bare))
    })
}

fn known(name: &EntityName) -> Vec<(&'static KnownVendor, VendorNameKind)> {
    vendors::lookup_tokens(&name.tokens, name.base_words(), name.form())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, legal: Option<&str>) -> Option<(&'static str, &'static str)> {
        identify(name, legal).map(|found| (found.vendor.id, found.via.as_str()))
    }

    #[test]
    fn entities_are_found_with_their_state() {
        let vendor = vendors::find("Postmark").unwrap();
        let entity = |legal: &str| entity_of(vendor, &EntityName::parse(legal));
        assert!(entity("Wildbit LLC (\"Postmark\")").unwrap().former);
        assert!(!entity("ACTIVECAMPAIGN, LLC").unwrap().former);
        assert!(entity("Mailgun Technologies, Inc.").is_none());
        assert!(!entity("ActiveCampaign, LLC (USA)").unwrap().former);
        assert!(entity("ActiveCampaign, LLC (Germany)").is_none());
    }

    #[test]
    fn entries_are_recognised_by_what_they_say() {
        for (name, legal, expected) in [
            ("Postmark", Some("Wildbit, LLC"), Some(("postmark", "name"))),
            ("Amazon CloudWatch (AWS)", None, Some(("aws", "product"))),
            ("Dots (Divisible Inc.)", None, Some(("dots", "name"))),
            ("Heroku (Salesforce, Inc.)", None, Some(("salesforce", "product"))),
            ("AWS", Some("Amazon Web Services, Inc."), Some(("aws", "product"))),
            ("Google AdWords", None, Some(("google-ads", "old"))),
            ("Twitter", None, Some(("xcorp", "old"))),
            ("MailChimp", None, Some(("mailchimp", "name"))),
            ("Google forms", None, Some(("google", "product"))),
            ("Anthropic Claude", None, Some(("anthropic", "product"))),
            ("Google reCAPTCHA", None, Some(("google", "product"))),
            ("Twilio SendGrid", None, Some(("sendgrid", "product"))),
            ("Functional Software, Inc.", None, Some(("sentry", "entity"))),
            ("Our mailer", Some("Mailgun Technologies Inc."), Some(("mailgun", "entity"))),
            ("Kit", Some("Kit, Inc."), Some(("kit", "name"))),
            ("Plain.com", None, Some(("plain", "product"))),
            ("Make", Some("CELONIS, INC."), Some(("make", "name"))),
            ("Acme", None, None),
            ("Acme", Some("Acme GmbH"), None),
            ("Elastic", Some("Elastic Inc."), Some(("elastic", "name"))),
            ("Wirecard", None, Some(("wirecard", "name"))),
            ("CRM tool (HubSpot)", None, Some(("hubspot", "bracket"))),
            ("Close Brothers Ltd", None, None),
            ("", None, None),
        ] {
            assert_eq!(found(name, legal), expected, "{name} {legal:?}");
        }
    }
}
