//! Whether one name names several parties, or an open group of them.
//!
//! Company names hold commas, slashes and ampersands, so a separator alone is
//! never enough: the parts have to be companies by their legal forms or by the
//! registry, or be a plain list of three.

mod words;

use super::{EntityName, affixes};
use crate::facts::legal_forms;
use crate::facts::quick::Starts;
use crate::facts::vendors::{self, KnownVendor};
use crate::text::fold::name as fold;
use words::{GENERAL, GROUPS, OPEN_PHRASES, WHOLE};

/// The parties in one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Number of parties.
    pub n: usize,
    /// True if more are meant than are named.
    pub open_ended: bool,
}

static OPEN_STARTS: Starts = Starts::of(OPEN_PHRASES);

/// The parties that a name holds, if it holds more than one or leaves them open;
/// `None` for the name of one company.
#[must_use]
pub fn parties(name: &str) -> Option<Parties> {
    // The vocabulary is short, and so is every name that a person reads.
    let name = &name[..name.char_indices().nth(400).map_or(name.len(), |(at, _)| at)];
    let trimmed = name.trim();
    let split = affixes::split(trimmed);
    let outside = trimmed.get(split.legal.clone()).unwrap_or(trimmed);
    let lower = outside.to_lowercase();
    let plain = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if WHOLE.contains(&plain) {
        return Some(Parties { n: 0, open_ended: true });
    }
    let is_group = is_group(plain);
    if let Some(bracket) = split.brackets.first()
        && is_group
    {
        let inner = &trimmed[bracket.inner.clone()];
        let inner_open = open_phrase(&inner.to_lowercase()).is_some();
        return Some(Parties {
            n: items(inner).len(),
            open_ended: inner_open || items(inner).len() < 2,
        });
    }
    let has_form = || EntityName::parse(outside).form().is_some();
    if let Some((at, end)) = open_phrase(&lower) {
        let rest = lower[end..].trim();
        // `Etc GmbH` and `Such As Us Ltd` are names: the phrase is the base.
        if !has_form() || at > 0 && !ends_in_form_only(rest) {
            let before = items_of_open(&lower[..at], rest);
            return Some(Parties { n: before, open_ended: true });
        }
    }
    if is_group && !has_form() {
        return Some(Parties { n: 0, open_ended: true });
    }
    several(outside)
}

/// Number of parties around an open phrase: `Ecovis, and others` has one,
/// `providers, such as a CRM or a mailer` two.
fn items_of_open(before: &str, after: &str) -> usize {
    let before = before.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    if before.is_empty() || is_group(before) {
        return items(after).len();
    }
    items(before).len()
}

/// True if a text names a group: `oauth providers`, `other accountants`.
fn is_group(text: &str) -> bool {
    let text = text.trim();
    let bytes = text.as_bytes();
    // Hardly any name ends like one.
    let Some(last) = bytes.last() else { return false };
    let is_like = |group: &&&str| {
        let group = group.as_bytes();
        let at = text.len().checked_sub(group.len());
        group.last() == Some(last) && at.is_some_and(|at| bytes[at] == group[0])
    };
    GROUPS.iter().filter(is_like).any(|group| {
        text.strip_suffix(group).is_some_and(|head| {
            let mut words = head.split([' ', '/', ',', '&']).filter(|word| !word.is_empty());
            (head.is_empty() && *group != "services" && *group != "partners")
                || (head.ends_with(' ')
                    && head.trim() != ""
                    && words.all(|w| GENERAL.contains(&w) || w == "and"))
        })
    })
}

/// The first open phrase: where it starts and ends in a lower-case text. It has
/// to stand between words and behind the start, a comma, a bracket or a space.
fn open_phrase(lower: &str) -> Option<(usize, usize)> {
    if !OPEN_STARTS.may_stand_in(lower) {
        return None;
    }
    let mut before = ' ';
    let mut starts = lower.char_indices().filter(|&(at, char)| {
        let divides = !before.is_alphanumeric() && before != '.';
        before = char;
        divides && OPEN_STARTS.may_start(&lower.as_bytes()[at..])
    });
    starts.find_map(|(at, _)| {
        let here = &lower[at..];
        let alike = OPEN_PHRASES.iter().filter(|phrase| phrase.as_bytes()[0] == here.as_bytes()[0]);
        let phrases = alike.filter(|phrase| {
            here.strip_prefix(**phrase).is_some_and(|rest| {
                let after = rest.chars().next();
                after.is_none_or(|c| !c.is_alphanumeric())
                    // `u.a` is no phrase without its dots: `UA` is a country.
                    && !(phrase.len() <= 2 && after != Some('.') && after != Some(','))
            })
        });
        phrases.map(|phrase| (at, at + phrase.len())).min()
    })
}

fn ends_in_form_only(rest: &str) -> bool {
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    rest.is_empty() || legal_forms::find(rest).is_some()
}

/// The parts of a list that anything may separate.
fn items(text: &str) -> Vec<&str> {
    split_words(text, &[" and ", " or ", " & ", " und ", " oder ", " et ", " ou "])
        .into_iter()
        .flat_map(|part| part.split([',', '/', ';', '|', '\n']))
        .map(str::trim)
        .filter(|part| {
            part.chars().any(char::is_alphanumeric) && open_phrase(part) != Some((0, part.len()))
        })
        .collect()
}

fn split_words<'t>(text: &'t str, words: &[&str]) -> Vec<&'t str> {
    let mut parts = vec![text];
    for word in words {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    parts
}

/// Several companies in one name, told by forms and by the registry.
fn several(name: &str) -> Option<Parties> {
    let found = |n| Some(Parties { n, open_ended: false });
    let none = None;
    let holds = |marks: &[u8]| name.bytes().any(|byte| marks.contains(&byte));
    // Brackets in the middle tell about one party: `PayPal (Europe)`.
    if holds(b"()") && !holds(b";\n") {
        let bare = without_brackets(name);
        return if bare == name { none } else { several(&bare) };
    }
    let mut pieces = pieces(name);
    if pieces.len() < 2 {
        return none;
    }
    // The registry knows names that hold a separator (`1&1 IONOS`).
    if !vendors::lookup_key(&fold::spaceless(&fold::fold_name(name)), None).is_empty() {
        return none;
    }
    pieces.iter_mut().for_each(Piece::recognise);
    let formed = pieces.iter().filter(|piece| piece.has_form).count();
    let known: Vec<&'static KnownVendor> = pieces.iter().filter_map(|piece| piece.vendor).collect();
    let groups = {
        let mut groups: Vec<_> = known.iter().map(|vendor| vendor.group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.len()
    };
    if formed >= 2 || groups >= 2 {
        return found(pieces.len());
    }
    let joined_by_word = pieces.iter().any(|piece| piece.joined == Joint::And);
    // One known company beside another name: `Lovable / Resend`. Short capitals
    // are what it does (`Storage/CDN`), and names of its group are its own.
    if groups == 1 && formed == 0 {
        let others = pieces
            .iter()
            .filter(|piece| piece.vendor.is_none() && piece.is_name() && !joined_by_word)
            .count();
        return if others > 0 { found(others + 1) } else { none };
    }
    let plain = formed == 0 && groups == 0 && !joined_by_word;
    let listed = pieces.iter().all(|piece| piece.is_name() && piece.joined != Joint::Slash);
    if plain && listed && pieces.len() >= 3 {
        return found(pieces.len());
    }
    none
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(name.len());
    for char in name.chars() {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(char),
            _ => {}
        }
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    First,
    Comma,
    Slash,
    And,
    Or,
}

/// A part of a name that may be a company.
struct Piece<'t> {
    text: &'t str,
    joined: Joint,
    has_form: bool,
    vendor: Option<&'static KnownVendor>,
}

impl Piece<'_> {
    /// Looks for a legal form, and in the registry.
    fn recognise(&mut self) {
        let parsed = EntityName::parse(self.text);
        self.has_form =
            parsed.form().is_some_and(|form| !form.is_weak() || self.text.contains(','));
        self.vendor = vendors::lookup(self.text).first().map(|&(vendor, _)| vendor);
    }

    /// True if it looks like a name: a capital or a digit in front, one to four
    /// words, and not an abbreviation of what is done.
    fn is_name(&self) -> bool {
        let words = self.text.split_whitespace().count();
        let capital = self.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || self.text.contains('.');
        let acronym = self.text.chars().count() <= 4 && self.text.chars().all(char::is_uppercase);
        capital
            && words <= 4
            && !acronym
            && self.text.chars().filter(|c| c.is_alphabetic()).count() >= 2
    }
}

/// True if a part goes on with the name before it: `GmbH & Co. KG`, `Smith & Sons`.
fn is_company_tail(text: &str) -> bool {
    const TAILS: [&str; 9] =
        ["co", "cie", "company", "sons", "partners", "associates", "partner", "söhne", "bros"];
    let word = text.split([' ', '.', ',']).next().unwrap_or(text).to_lowercase();
    TAILS.contains(&word.as_str())
}

/// Divides a name where parties may meet. A part that is only a legal form, or
/// one that follows a form (`Inc., a Delaware corporation`), goes to the part
/// before. None for a name without a place to divide it.
fn pieces(name: &str) -> Vec<Piece<'_>> {
    let mut cuts: Vec<(usize, usize, Joint)> = Vec::new();
    for (at, byte) in name.bytes().enumerate() {
        let joint = match byte {
            b',' | b';' | b'|' | b'\n' => Some((1, Joint::Comma)),
            b'/' => {
                let rest = &name[at..];
                let before = name[..at].chars().rev().take_while(|c| c.is_alphabetic()).count();
                let after = rest[1..].chars().take_while(|c| c.is_alphabetic()).count();
                let spaced = name[..at].ends_with(' ') || rest[1..].starts_with(' ');
                // `A/S` and `24/7` are no joints.
                (spaced || before >= 2 && after >= 2).then_some((1, Joint::Slash))
            }
            // The first letters of all words that join.
            b' ' if !matches!(
                name.as_bytes().get(at + 1),
                Some(b'a' | b'A' | b'&' | b'+' | b'o' | b'O' | b'u' | b'U' | b'e' | b'E')
            ) =>
            {
                None
            }
            b' ' => [
                (" and ", Joint::And),
                (" & ", Joint::And),
                (" + ", Joint::And),
                (" or ", Joint::Or),
                (" und ", Joint::And),
                (" et ", Joint::And),
            ]
            .into_iter()
            .find(|(word, _)| {
                name[at..].get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            })
            .map(|(word, joint)| (word.len() - 1, joint)),
            _ => None,
        };
        if let Some((length, joint)) = joint {
            cuts.push((at, at + length, joint));
        }
        if cuts.len() > 32 {
            break;
        }
    }
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut start = 0;
    let mut from = 0;
    let mut joined = Joint::First;
    if cuts.is_empty() {
        return pieces;
    }
    cuts.push((name.len(), name.len(), Joint::First));
    for (at, end, next) in cuts {
        let text = name[from..at].trim();
        let following = legal_forms::find(text).is_some()
            || text.chars().filter(|c| c.is_alphanumeric()).count() < 2
            || text.starts_with("a ")
            || text.starts_with("an ")
            || is_company_tail(text);
        if following && !pieces.is_empty() {
            // It belongs to the part before, with the joint between them.
            if let Some(last) = pieces.last_mut() {
                last.text = name[start..at].trim();
            }
        } else if !text.is_empty() {
            start = from;
            pieces.push(Piece { text, joined, has_form: false, vendor: None });
        }
        from = end;
        joined = next;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn several_parties_are_counted() {
        for (name, n, open_ended) in [
            ("OpenAI, Anthropic, OpenRouter", 3, false),
            ("Mailjet/Sendgrid/Twilio", 3, false),
            ("Lovable / Resend", 2, false),
            ("Stripe and PayPal", 2, false),
            ("Stripe, Inc. and Adyen N.V.", 2, false),
            ("Acme GmbH; Other Data Ltd", 2, false),
            ("Google LLC, Microsoft Corporation", 2, false),
            ("Twilio or MessageBird", 2, false),
            ("Ecovis, and potentially other accountants", 1, true),
            ("Acme Data and others", 1, true),
            ("Google LLC and its affiliates", 1, true),
            ("OAuth providers (Google / Microsoft / LinkedIn)", 3, false),
            ("Payment providers (e.g. Stripe)", 1, true),
            ("third-party providers, such as a CRM or an e-mail sender", 2, true),
            ("Freelancers", 0, true),
            ("Various", 0, true),
            ("Hetzner u.a.", 1, true),
            ("Mailchimp etc.", 1, true),
            ("Northwind, Contoso, Fabrikam", 3, false),
            ("Cloud providers", 0, true),
        ] {
            assert_eq!(parties(name), Some(Parties { n, open_ended }), "{name}");
        }
    }

    #[test]
    fn company_names_with_separators_are_one_party() {
        for name in [
            "Salesforce, Inc.",
            "AT&T",
            "AT&T Inc.",
            "Søren Data A/S",
            "Johnson & Johnson",
            "Ernst & Young",
            "Ernst & Young GmbH Wirtschaftsprüfungsgesellschaft",
            "Cloudflare, Inc. (DNS, CDN)",
            "Shenzhen Data Co., Ltd.",
            "GmbH & Co. KG",
            "seven communications GmbH & Co. KG",
            "Google / Firebase",
            "Amazon Web Services (AWS)",
            "Storage/CDN",
            "Stripe/PSP",
            "24/7 Inc",
            "Skadden, Arps, Slate, Meagher & Flom",
            "Skadden, Arps, Slate, Meagher & Flom LLP",
            "Anthropic, PBC",
            "Anthropic, Inc., a public benefit corporation",
            "Accel Partners",
            "Partners Group AG",
            "Amazon Web Services EMEA SARL, Luxembourg",
            "Etc GmbH",
            "Marks and Spencer",
            "PayPal (Europe) S.à r.l. et Cie, S.C.A.",
            "Wolters Kluwer",
            "Render Services, Inc.",
            "Plausible (EU) of Google Analytics",
            "Microsoft Office 365 inkl. OneDrive for Business",
            "Cloud Infrastructure and Hosting",
            "Transactional Email and Notifications",
            "Intercom R&D Unlimited Company",
            "The Constant Company, LLC",
            "Make",
            "IA y analitica",
            "Domain and DNS",
            "Amazon Web Services, Inc. (\"AWS\")",
            "Elastic Inc. dba Close",
            "Eighth Wonder, Inc.",
            "Amazon CloudWatch (AWS)",
            "Twilio SendGrid",
            "Ltd., Co.",
            "",
            "Email transaccional",
            "Customer.io",
            "S.C. Date S.R.L.",
            "Good Methods Global Inc",
            "Managed Services Ltd",
            "Vonage Business Services",
            "Stripe Payments Europe, Ltd.",
            "Procter & Gamble Co.",
            "UA Data",
            "Legal & General Group plc",
            "Bain & Company",
        ] {
            assert_eq!(parties(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_counted_without_panic(name in "[A-Za-z ,./&()é-]{0,60}|.{0,40}") {
            let _ = parties(&name);
        }
    }
}
