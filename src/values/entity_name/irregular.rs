//! Oddities in the writing of a legal name: doubled and stray punctuation,
//! shouting capitals, ASCII stand-ins.

use super::EntityName;
use crate::facts::legal_forms;
use crate::facts::vendors;
use crate::text::fold::name as fold;
use std::ops::Range;

/// One oddity in a legal name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irregularity {
    /// The irregularity.
    pub oddity: Oddity,
    /// The bytes that are odd.
    pub range: Range<usize>,
    /// The replacement.
    pub replacement: String,
}

/// An irregularity of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A punctuation mark appears twice; taking one away is safe.
    DoubledPunctuation,
    /// A punctuation mark does not belong where it is.
    StrayPunctuation,
    /// No space follows a comma.
    MissingSpace,
    /// The whole name is in capital letters.
    Capitals,
    /// ASCII letters stand in for others.
    StandIn,
}

impl Oddity {
    /// The reason in words, to follow "is written oddly:".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DoubledPunctuation => "doubled punctuation",
            Self::StrayPunctuation => "stray punctuation",
            Self::MissingSpace => "no space after the comma",
            Self::Capitals => "all in capital letters",
            Self::StandIn => "ASCII letters stand in for others",
        }
    }
}

/// The oddities of a legal name, in the order of the text. Trade names and
/// footnotes are not looked at.
#[must_use]
pub fn irregularities(name: &EntityName) -> Vec<Irregularity> {
    let mut found = Vec::new();
    if name.is_empty() {
        return found;
    }
    punctuation(name, &mut found);
    capitals(name, &mut found);
    stand_ins(name, &mut found);
    if !found.is_empty() && is_registered(name) {
        return Vec::new();
    }
    found.sort_by_key(|oddity| (oddity.range.start, oddity.range.end));
    found
}

/// The text of a name with all its oddities put right; `None` without any.
#[must_use]
pub fn tidy(name: &EntityName, oddities: &[Irregularity]) -> Option<String> {
    if oddities.is_empty() {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    for oddity in oddities {
        if oddity.range.start >= at {
            out.push_str(name.text().get(at..oddity.range.start)?);
            out.push_str(&oddity.replacement);
            at = oddity.range.end;
        }
    }
    out.push_str(name.text().get(at..)?);
    Some(out)
}

/// Settles capitals by the brand of the same company: GoPay shows how "GOPAY s.r.o." is
/// written, and DATEV that "DATEV eG" does not shout.
pub fn write_as_brand(name: &EntityName, brand: &EntityName, oddities: &mut Vec<Irregularity>) {
    if brand.base() != name.base() {
        return;
    }
    let range = |name: &EntityName| {
        let words = name.base_words();
        Some(words.first()?.source.start..words.last()?.source.end)
    };
    let (Some(own), Some(words)) = (range(name), range(brand)) else { return };
    let Some(written) = brand.text().get(words) else { return };
    if name.text().get(own.clone()) == Some(written) {
        oddities.retain(|found| found.oddity != Oddity::Capitals);
    }
    let capitals =
        oddities.iter_mut().find(|found| found.oddity == Oddity::Capitals && found.range == own);
    if let Some(found) = capitals {
        written.clone_into(&mut found.replacement);
    }
}

/// Some names are registered in capitals, and the registry knows them.
fn is_registered(name: &EntityName) -> bool {
    entity_names(name).any(|entity| entity == name.legal_text())
}

fn entity_names(name: &EntityName) -> impl Iterator<Item = &'static str> {
    vendors::lookup_tokens(&name.tokens, name.base_words(), name.form())
        .into_iter()
        .flat_map(|(vendor, _)| vendor.entities)
        .map(|entity| entity.name)
}

fn punctuation(name: &EntityName, found: &mut Vec<Irregularity>) {
    let range = name.legal_range();
    let text = name.legal_text();
    let mut add = |oddity, from: usize, to: usize, replacement: &str| {
        let range = range.start + from..range.start + to;
        found.push(Irregularity { oddity, range, replacement: replacement.to_owned() });
    };
    let is_mark = |c: char| matches!(c, '.' | ',' | ';' | ':' | '-' | '/' | '&');
    let bytes = text.as_bytes();
    let mut chars = text.char_indices().peekable();
    let mut end = text.len();
    // What hangs at the end first: `Acme Inc.,` and `Acme GmbH -`.
    let kept = text.trim_end_matches([',', ';', ':', '-', '–', '/', ' ']);
    if kept.len() < text.len() && !kept.is_empty() {
        add(Oddity::StrayPunctuation, kept.len(), text.len(), "");
        end = kept.len();
    }
    let lead = text.trim_start_matches([',', ';', ':', '-', '–', '.', ' ']);
    if lead.len() < text.len() && text.starts_with(|c: char| c != '.') {
        add(Oddity::StrayPunctuation, 0, text.len() - lead.len(), "");
    }
    while let Some((at, char)) = chars.next() {
        if at >= end {
            break;
        }
        if char == '.' && bytes.get(at + 1) == Some(&b'.') {
            let run = text[at..].bytes().take_while(|&byte| byte == b'.').count();
            if run == 2 || at + run == text.len() {
                add(Oddity::DoubledPunctuation, at, at + run, ".");
            }
            while chars.next_if(|&(next, _)| next < at + run).is_some() {}
        } else if char == ',' {
            let rest = &text[at + 1..];
            let gap = rest.len() - rest.trim_start().len();
            let next = rest.trim_start().chars().next();
            if next == Some(',') {
                add(Oddity::DoubledPunctuation, at, at + 2 + gap, ",");
                while chars.next_if(|&(next, _)| next < at + 2 + gap).is_some() {}
            } else if gap == 0 && next.is_some_and(char::is_alphabetic) {
                add(Oddity::MissingSpace, at, at + 1, ", ");
            }
            if at > 0
                && bytes[at - 1] == b' '
                && text[..at].trim_end().ends_with(|c: char| !is_mark(c))
            {
                let from = text[..at].trim_end().len();
                add(Oddity::StrayPunctuation, from, at, "");
            }
        }
    }
    final_dot(name, end, text, &mut add);
}

/// A full stop after a form that is no abbreviation: `GOOGLE, LLC.`
fn final_dot(
    name: &EntityName,
    end: usize,
    text: &str,
    add: &mut impl FnMut(Oddity, usize, usize, &str),
) {
    let text = &text[..end];
    let Some(rest) = text.strip_suffix('.') else { return };
    if rest.ends_with('.') || rest.is_empty() {
        return;
    }
    let start = rest.rfind([' ', ',', '(']).map_or(0, |at| at + 1);
    let word = fold::fold_name(&rest[start..]);
    let at_end = name.form().is_some() && name.form_tokens.end == name.tokens.len();
    let stray = if at_end {
        !rest[start..].contains('.') && legal_forms::is_undotted(&word)
    } else {
        // Without a form a short word may be an abbreviation.
        word.chars().filter(|c| c.is_alphabetic()).count() > 4 && !word.contains('.')
    };
    if stray {
        add(Oddity::StrayPunctuation, rest.len(), text.len(), "");
    }
}

/// A name shouts when its base has capital letters only and one word of it is
/// too long, and too easy to say, for an acronym.
fn capitals(name: &EntityName, found: &mut Vec<Irregularity>) {
    let words = name.base_words();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let range = first.source.start..last.source.end;
    let Some(base) = name.text().get(range.clone()) else { return };
    let shouts = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 5
            && !word.contains(|c: char| c.is_ascii_digit())
            && word.contains(['A', 'E', 'I', 'O', 'U', 'Y', 'Ä', 'Ö', 'Ü', 'É', 'Á', 'Ó', 'Å', 'Ø'])
    };
    // Scripts without capitals do not shout.
    let cased = |c: char| c.is_alphabetic() && !c.is_uppercase();
    if base.contains(cased) || !base.split([' ', '-', '.', '/']).any(shouts) {
        return;
    }
    let known = entity_names(name).find(|entity| {
        let entity = EntityName::parse(entity);
        entity.base() == name.base()
    });
    let known = known.and_then(|entity| {
        let entity = EntityName::parse(entity);
        let words = entity.base_words();
        let range = words.first()?.source.start..words.last()?.source.end;
        entity.text().get(range).map(str::to_owned)
    });
    let replacement = known.unwrap_or_else(|| title_case(base));
    found.push(Irregularity { oddity: Oddity::Capitals, range, replacement });
    // The form shouts along: `INC.` is `Inc.`
    if let (Some(range), Some(form)) = (name.form_range(), name.form()) {
        let written = name.text()[range.clone()].trim_end_matches('.');
        let range = range.start..range.start + written.len();
        let label = form.label().trim_end_matches('.');
        if written != label && written.to_lowercase() == label.to_lowercase() {
            let replacement = label.to_owned();
            found.push(Irregularity { oddity: Oddity::Capitals, range, replacement });
        }
    }
}

fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for char in text.chars() {
        if start {
            out.push(char);
        } else {
            out.extend(char.to_lowercase());
        }
        start = !(char.is_alphanumeric() || char == '\'' || char == '.');
    }
    out
}

fn stand_ins(name: &EntityName, found: &mut Vec<Irregularity>) {
    for token in name.form_words() {
        let Some(written) = name.text().get(token.source.clone()) else { continue };
        let word = written.trim_end_matches(['.', ',']);
        // The table has the spelling in capitals, as most people write it.
        let in_capitals = || match word.len() {
            2 => legal_forms::stand_in(&word.to_uppercase()),
            _ => None,
        };
        let hit = legal_forms::stand_in(word).or_else(in_capitals);
        if let Some(replacement) = hit {
            let range = token.source.start..token.source.start + word.len();
            found.push(Irregularity {
                oddity: Oddity::StandIn,
                range,
                replacement: replacement.to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn suggestion(text: &str) -> Option<String> {
        let name = EntityName::parse(text);
        tidy(&name, &irregularities(&name))
    }

    #[test]
    fn oddities_are_put_right() {
        for (text, expected) in [
            ("Intercom, Inc..", "Intercom, Inc."),
            ("GOOGLE, LLC.", "Google, LLC"),
            ("Veriff OU.", "Veriff OÜ"),
            ("CHARGE BEE, INC", "Charge Bee, Inc"),
            ("STRIPE, INC.", "Stripe, Inc."),
            ("DATADOG, INC.", "Datadog, Inc."),
            ("MIXPANEL, INC.", "Mixpanel, Inc."),
            ("CRISP IM", "Crisp IM"),
            ("Acme GmbH.", "Acme GmbH"),
            ("Acme Inc.,", "Acme Inc."),
            ("Acme,, Inc.", "Acme, Inc."),
            ("Acme,Inc.", "Acme, Inc."),
            ("Acme , Inc.", "Acme, Inc."),
            ("Acme Limited.", "Acme Limited"),
            ("Acme UG (haftungsbeschraenkt)", "Acme UG (haftungsbeschränkt)"),
        ] {
            assert_eq!(suggestion(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn regular_names_have_none() {
        for text in [
            "Amazon Web Services, Inc. (\"AWS\")",
            "Help Scout PBC (\"Help Scout\")",
            "200 OK, LLC (\"ProfitWell\")",
            "Wildbit, LLC (\"Postmark\")",
            "Zoho Corporation",
            "MaxMind, Inc. (\"MaxMind\") [1]",
            "FingerprintJS, Inc",
            "Google L.L.C.",
            "SAP SE",
            "IBM Corporation",
            "Mollie B.V.",
            "TYPEFORM, S.L.",
            "SFDC Ireland Limited",
            "NHN KCP",
            "(주)KG이니시스",
            "Acme Pte. Ltd.",
            "Acme e.V.",
            "Celonis s.r.o.",
            "Acme Sp. z o.o.",
            "Shenzhen Data Co., Ltd.",
            "ACPM, LLC",
            "UAB Hostinger",
            "Veriff OÜ",
            "Sinch AB (publ)",
            "ООО Ромашка",
            "株式会社Example",
            "monday.com Ltd.",
            "PayPal (Europe) S.à r.l. et Cie, S.C.A.",
            "Aut O'Mattic A8C Ireland Ltd.",
            "Intercom R&D Unlimited Company",
            "Acme Holdings",
        ] {
            assert_eq!(suggestion(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_read_without_panic(text in "[A-Za-z ,.;:()ÜéÖ-]{0,40}|.{0,40}") {
            let _ = suggestion(&text);
        }
    }
}
