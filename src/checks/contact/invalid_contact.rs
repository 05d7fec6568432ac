//! `invalid-contact`: a contact is an address that one can write to.

use crate::diagnostics::Safety;
use crate::facts::calling_codes;
use crate::facts::contact_words::is_unread_mailbox;
use crate::facts::phrases;
use crate::manifest::{Contact, Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::contact::{self, ContactKind, ContactText, ContactValue};
use crate::values::instrument::{self, Instrument};
use crate::values::phone::{self, PhoneNumber, PhoneProblem};
use std::ops::Range;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "invalid-contact",
    summary: "reports contacts that one cannot write to, call or open, or not as they are written",
    options: &[],
    arguments: &[
        ("value", "the contact as written"),
        ("problem", "what is wrong with a telephone number"),
        ("suggestion", "what to write instead"),
    ],
    variants: &[
        ("placeholder_domain", "the domain is made for examples"),
        ("blank_block", "a block without any address"),
        ("unread_mailbox", "nobody reads the mailbox"),
        ("phone", "a telephone number that cannot be dialled"),
        ("phone_rewritten", "one that can be dialled when it is written in another way"),
        ("no_scheme", "a web address without its scheme"),
        ("words", "words stand around the address"),
        ("spelled_out", "the signs of the address are written in words"),
    ],
    build: |_| Check::list(InvalidContact),
};

struct InvalidContact;

impl ListCheck for InvalidContact {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let own = subject.manifest.and_then(|manifest| manifest.organization.as_ref());
        let own = own.filter(|_| subject.each_document).map(|organization| &organization.company);
        for vendor in subject.entries().chain(own) {
            for entry in &vendor.contacts.list {
                check(vendor, entry, hits);
            }
        }
    }
}

fn check(vendor: &Vendor<'_>, entry: &Contact<'_>, hits: &mut Hits) {
    if entry.addresses().next().is_none()
        && let Some(name) = entry.name
    {
        let hit = Hit::at(entry.node.span()).of(vendor).arg("value", name.value());
        hits.push(hit.variant("blank_block").claims_own());
    }
    for &(key, text, ref parsed) in entry.parsed() {
        // `placeholder-value` reports these.
        if phrases::is_placeholder(text.value(), key, &[], &[]) {
            continue;
        }
        let before = hits.len();
        for value in &parsed.values {
            hits.extend(check_value(vendor, key, text, value));
        }
        if hits.len() == before {
            hits.extend(words_around(vendor, entry, text, parsed));
        }
    }
}

/// Finds the defect of one address.
fn check_value(
    vendor: &Vendor<'_>,
    key: &str,
    text: Text<'_>,
    value: &ContactValue,
) -> Option<Hit> {
    let shown = text.value().get(value.range.clone()).unwrap_or(text.value());
    let hit = || at(text, value.range.clone(), shown).of(vendor);
    let fits = match (key, &value.kind) {
        (_, ContactKind::None) => false,
        ("email", kind) => matches!(kind, ContactKind::Email(_)),
        ("url", kind) => matches!(kind, ContactKind::Url(_) | ContactKind::Host(_)),
        _ => true,
    };
    if key == "phone" && !matches!(value.kind, ContactKind::Phone(_)) {
        // A number under `phone` may be written in ways that are too loose to be
        // recognised without the key.
        if let Some(number) = phone::read(shown, true) {
            return check_phone(vendor, shown, &number, hit());
        }
        let is_number = shown.bytes().filter(u8::is_ascii_digit).count() >= 5;
        return (!fits && !is_number).then(|| hit().claims_own());
    }
    if !fits {
        let spelled_out = contact::spelled_out(shown).filter(|_| value.kind == ContactKind::None);
        // Nobody can be reached here, so that the field is as good as missing.
        let hit = hit().claims_own();
        return Some(match spelled_out {
            Some(address) => {
                let hit = hit.fix_text(Safety::Unsafe, text, value.range.clone(), &address);
                hit.arg("suggestion", address).variant("spelled_out")
            }
            None => hit,
        });
    }
    match &value.kind {
        kind if kind.is_placeholder() => Some(hit().variant("placeholder_domain")),
        ContactKind::Email(email) if is_unread_mailbox(&email.local) => {
            Some(hit().variant("unread_mailbox"))
        }
        ContactKind::Phone(number) => check_phone(vendor, shown, number, hit()),
        ContactKind::Host(url) => Some(hit().arg("suggestion", url).variant("no_scheme")),
        _ => None,
    }
}

fn check_phone(vendor: &Vendor<'_>, shown: &str, number: &PhoneNumber, hit: Hit) -> Option<Hit> {
    let problem = number.problem.as_ref()?;
    let hit = hit.arg("problem", problem.as_str());
    let rewritten = match problem {
        PhoneProblem::TrunkZero(without) => Some(without.clone()),
        PhoneProblem::NoCountryCode => with_country(vendor, shown),
        PhoneProblem::UnknownCountryCode | PhoneProblem::Length => None,
    };
    Some(match rewritten {
        Some(number) => hit.arg("suggestion", number).variant("phone_rewritten"),
        None => hit.variant("phone"),
    })
}

/// A national number with the code of the vendor's country.
fn with_country(vendor: &Vendor<'_>, shown: &str) -> Option<String> {
    let code = calling_codes::of_country(vendor.country_code()?.alpha2())?;
    let national = shown.trim();
    let national =
        if code.keeps_zero { national } else { national.strip_prefix('0').unwrap_or(national) };
    let number = format!("+{} {national}", code.digits());
    phone::read(&number, false).filter(|number| number.problem.is_none())?;
    Some(number)
}

/// Words around the only address of a text.
fn words_around(
    vendor: &Vendor<'_>,
    entry: &Contact<'_>,
    text: Text<'_>,
    parsed: &ContactText,
) -> Option<Hit> {
    let mut addresses = parsed.addresses();
    let address = addresses.next()?;
    // `packed-value` reports several; a postal address takes any words.
    if addresses.next().is_some() || matches!(address.kind, ContactKind::Postal) {
        return None;
    }
    let whole = text.value();
    if address.range == (0..whole.len()) {
        return None;
    }
    let shown = whole.get(address.range.clone())?;
    let words = parsed.unread();
    let field = address.kind.field()?;
    // Inside of a block the other keys are at hand.
    let in_block = entry.address.is_none();
    let suggestion = match words.first().zip(words.last()) {
        None => shown.to_owned(),
        Some((first, last)) => {
            let first_run = whole.get(first.clone())?;
            let key = key_for(first_run);
            let words = if words.len() == 1 { first_run } else { whole.get(last.clone())? };
            let pair = format!("{key}: {}", quoted(words));
            if in_block {
                format!("{field}: {shown}, {pair}")
            } else {
                format!("{{{field}: {}, {pair}}}", quoted(shown))
            }
        }
    };
    let range = words.first().map_or(0..whole.len(), |first| first.clone());
    let hit = at(text, range, whole).of(vendor);
    Some(hit.arg("suggestion", suggestion).variant("words"))
}

/// The key of a contact block for some words.
fn key_for(words: &str) -> &'static str {
    let reading = instrument::read(words);
    let names_position = reading.stated().any(|(named, _)| matches!(named, Instrument::Person));
    if names_position {
        "position"
    } else if words.starts_with(char::is_lowercase) {
        "for"
    } else {
        "name"
    }
}

/// A text as a value in a block of one line.
fn quoted(text: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '@' | '.' | '-' | '_' | '/' | '+');
    let starts_plain = text.starts_with(char::is_alphabetic);
    if starts_plain && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace(['"', '\\'], ""))
    }
}

fn at(text: Text<'_>, range: Range<usize>, shown: &str) -> Hit {
    let mut hit = Hit::at(text.part(range)).arg("value", shown);
    hit.value = Some(shown.to_owned());
    hit
}
