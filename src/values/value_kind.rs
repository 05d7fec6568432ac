//! The kind of a whole value, whatever field it is in: to notice values in a
//! wrong field, mostly from a shifted column.

use super::contact::parse_email;
use super::date::{Date, DateProblem};
use super::entity_name::EntityName;
use super::web::WebUrl;
use crate::facts::{legal_forms, vendors};
use crate::text::trim;

/// The kind of a whole value. Countries and other places are told by the location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// The name of a legal entity, with its form.
    LegalName,
    /// A date, in whatever notation.
    Date,
}

impl ValueKind {
    /// The word for it, to follow "looks like": `an e-mail address`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Url => "a URL",
            Self::LegalName => "a legal name",
            Self::Date => "a date",
        }
    }
}

/// Classifies a whole value, if it is plainly one of these kinds.
#[must_use]
pub fn value_kind(text: &str) -> Option<ValueKind> {
    let text = trim(text);
    if text.is_empty() || text.len() > 512 {
        return None;
    }
    if let Some(kind) = address_kind(text) {
        return Some(kind);
    }
    if is_date(text) {
        return Some(ValueKind::Date);
    }
    (legal_forms::may_hold_form(text) && is_legal_name(text)).then_some(ValueKind::LegalName)
}

/// [`value_kind`] for those who only care for e-mail and web addresses.
#[must_use]
pub fn address_kind(text: &str) -> Option<ValueKind> {
    let text = trim(text);
    if text.len() > 512 {
        return None;
    }
    if text.contains('@') && parse_email(text).is_some() {
        return Some(ValueKind::Email);
    }
    let is_url = text.contains(':') && text.contains("://") && WebUrl::parse(text).is_ok();
    (is_url || is_www(text)).then_some(ValueKind::Url)
}

/// `www.acme.com/privacy`, without a scheme.
fn is_www(text: &str) -> bool {
    text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."))
        && !text.contains(char::is_whitespace)
        && WebUrl::parse(&format!("https://{text}")).is_ok()
}

fn is_date(text: &str) -> bool {
    text.len() >= 6
        && text.contains(|c: char| c.is_ascii_digit())
        && match Date::parse(text) {
            Ok(_)
            | Err(DateProblem::NotIso(_) | DateProblem::Likely(_) | DateProblem::Ambiguous(..)) => {
                true
            }
            Err(_) => false,
        }
}

/// A name with a legal form, in which every word is written as in a name. Forms
/// that are ordinary words have to be written as forms (`SE`, not `se`).
fn is_legal_name(text: &str) -> bool {
    let name = EntityName::parse_brand(text);
    let (Some(form), Some(range)) = (name.form(), name.form_range()) else { return false };
    let words = name.base().split(' ').count();
    if name.is_empty() || words > 7 {
        return false;
    }
    let written = &text[range];
    if form.is_weak() && !written.starts_with(char::is_uppercase) {
        return false;
    }
    if vendors::lookup(name.legal_text())
        .iter()
        .any(|(_, kind)| *kind == vendors::VendorNameKind::Entity)
    {
        return true;
    }
    // `Parent Company` is no name, as far as anybody knows.
    if form.words() == "company" {
        return false;
    }
    let legal = name.legal_text();
    let base = legal.get(..legal.rfind(written).unwrap_or(legal.len())).unwrap_or(legal);
    let base = if base.trim().is_empty() { legal } else { base };
    // Sentences hold small words; names hold few, and those are known.
    base.split_whitespace().all(|word| {
        let first = word.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        first.is_none_or(|c| !c.is_lowercase())
            || word.contains('.')
            || matches!(
                word,
                "and"
                    | "und"
                    | "et"
                    | "e"
                    | "y"
                    | "de"
                    | "of"
                    | "the"
                    | "van"
                    | "von"
                    | "der"
                    | "da"
                    | "di"
                    | "du"
                    | "la"
                    | "le"
                    | "for"
            ) && words > 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_values_are_recognised() {
        for (text, kind) in [
            ("privacy@acme.eu", ValueKind::Email),
            ("https://acme.eu/privacy", ValueKind::Url),
            ("www.acme.eu", ValueKind::Url),
            ("2026-11-21", ValueKind::Date),
            ("1st of April 2019", ValueKind::Date),
            ("04/05/2019", ValueKind::Date),
            ("Stripe, Inc.", ValueKind::LegalName),
            ("Amazon Web Services EMEA SARL", ValueKind::LegalName),
            ("seven communications GmbH & Co. KG", ValueKind::LegalName),
            ("monday.com Ltd.", ValueKind::LegalName),
            ("UAB Hostinger", ValueKind::LegalName),
            ("IONOS SE", ValueKind::LegalName),
        ] {
            assert_eq!(value_kind(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn prose_is_of_no_kind() {
        for text in [
            "Hosting",
            "Cloud hosting service provider",
            "payments for Stripe, Inc.",
            "Support chat and help desk",
            "Sends data to our company",
            "support as",
            "Since 2019",
            "24/7",
            "Credit card payments",
            "Transactional email by Postmark and co",
            "SMS and MMS delivery",
        ] {
            assert_eq!(value_kind(text), None, "{text}");
        }
    }
}
