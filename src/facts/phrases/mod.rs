//! Phrases that say nothing, promise too much, or give data away.
//!
//! Compiled from `data/phrases.yaml`. Every list can be extended, and made
//! shorter, by the options of a rule: `extra` and `allow` are compared like the
//! built-in entries.

mod domains;
mod index;
mod placeholder;

use super::quick::Starts;
use super::vocabulary::{self, AddedFacts};
use crate::text::fold::{Prose, fold_phrase};
pub use domains::{is_free_mail, is_placeholder_host, is_shared_host};
use index::{Index, matches_at, words};
pub use placeholder::is_placeholder;
use std::ops::Range;

include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// Fields with stock phrases of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vague {
    /// `various`, `worldwide`.
    Location,
    /// `services`, `to provide our services`.
    Purpose,
    /// `customer data`, `everything`.
    Data,
    /// `see website`, `contact form`.
    Contact,
    /// `various`, `third parties`.
    LegalName,
    /// `on request`, `available`.
    OptOut,
    /// `other`, `miscellaneous`.
    Category,
}

impl Vague {
    fn list(self) -> &'static Stock {
        match self {
            Self::Location => &STOCK[0],
            Self::Purpose => &STOCK[1],
            Self::Data => &STOCK[2],
            Self::Contact => &STOCK[3],
            Self::LegalName => &STOCK[4],
            Self::OptOut => &STOCK[5],
            Self::Category => &STOCK[6],
        }
    }
}

/// The stock phrases of a kind.
struct Stock {
    phrases: &'static [&'static str],
    starts: Starts,
}

static STOCK: [Stock; 7] = [
    Stock::of(VAGUE_LOCATION),
    Stock::of(VAGUE_PURPOSE),
    Stock::of(VAGUE_DATA),
    Stock::of(VAGUE_CONTACT),
    Stock::of(VAGUE_LEGAL_NAME),
    Stock::of(VAGUE_OPT_OUT),
    Stock::of(VAGUE_CATEGORY),
];

impl Stock {
    const fn of(phrases: &'static [&'static str]) -> Self {
        Self { phrases, starts: Starts::of(phrases) }
    }

    /// True if a value may be one of the phrases, or start with one, as far as its
    /// first word tells.
    fn may_start(&self, value: &str) -> bool {
        !value.is_ascii()
            || !value.starts_with(|c: char| c.is_ascii_alphabetic())
            || self.starts.may_start(value.as_bytes())
            || ARTICLES.may_start(value.as_bytes())
    }
}

static ARTICLES: Starts = Starts::of(&["the ", "our ", "your ", "their ", "its "]);

/// True if a whole value is one of the stock phrases of its kind, or a list of
/// nothing but such phrases (`services, tools and support`).
#[must_use]
pub fn is_vague(kind: Vague, text: &str, extra: &[String], allow: &[String]) -> bool {
    let stock = kind.list();
    let added = vocabulary::active().map_or(&[][..], |added| added.vague(kind));
    if extra.is_empty() && added.is_empty() && !stock.may_start(text) {
        return false;
    }
    let value = fold_phrase(text);
    if value.is_empty() || listed(allow, &value) {
        return false;
    }
    let is_stock = |value: &str| {
        contains(stock.phrases, value) || listed(extra, value) || listed(added, value)
    };
    if is_stock(&value) {
        return true;
    }
    if !matches!(kind, Vague::Purpose | Vague::Data | Vague::OptOut | Vague::Contact) {
        return false;
    }
    // Making a searcher for a word costs more than looking at the spaces.
    let is_joined = value.match_indices(' ').any(|(at, _)| {
        ["and ", "und ", "or "].iter().any(|word| value[at + 1..].starts_with(word))
    });
    if !is_joined && !value.contains([',', ';', '/', '|', '&']) {
        return is_stock(without_article(&value));
    }
    let mut parts = 0;
    let all = value
        .split([',', ';', '/', '|', '&'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" und "))
        .flat_map(|part| part.split(" or "))
        .map(|part| without_article(part.trim()))
        .filter(|part| !part.is_empty())
        .all(|part| {
            parts += 1;
            is_stock(part)
        });
    all && parts > 0
}

fn without_article(text: &str) -> &str {
    ["the ", "our ", "your ", "their ", "its "]
        .into_iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text)
}

/// Phrases that are found inside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// Hedges in a data category: `may include`.
    DataHedge,
    /// Claims about security or compliance: `certified as safe`.
    SecurityClaim,
    /// Change terms that rule notice out: `without further announcement`.
    DisclaimedNotice,
}

static DATA_HEDGE: Index = Index::of(CONTAINS_DATA_HEDGE);
static SECURITY_CLAIM: Index = Index::of(CONTAINS_SECURITY_CLAIM);
static DISCLAIMED_NOTICE: Index = Index::of(CONTAINS_DISCLAIMED_NOTICE);

/// The first phrase of a kind in a text, as bytes of the text. Phrases match whole
/// words, with any spaces and hyphens between them.
#[must_use]
pub fn find_phrase(kind: PhraseKind, text: &str, extra: &[String]) -> Option<Range<usize>> {
    let index = match kind {
        PhraseKind::DataHedge => &DATA_HEDGE,
        PhraseKind::SecurityClaim => &SECURITY_CLAIM,
        PhraseKind::DisclaimedNotice => &DISCLAIMED_NOTICE,
    };
    if extra.is_empty() && !index.may_stand_in(text) {
        return None;
    }
    let prose = Prose::new(text);
    let built_in = words(&prose.text).find_map(|at| {
        let (_, phrase) = index.longest_at(&prose.text, at)?;
        Some((at, at + phrase.len()))
    });
    let added = extra.iter().filter_map(|phrase| {
        let phrase = Prose::new(phrase.trim()).text;
        let at = words(&prose.text)
            .find(|&at| !phrase.is_empty() && matches_at(&prose.text, at, &phrase))?;
        Some((at, at + phrase.len()))
    });
    let (from, to) = built_in.into_iter().chain(added).min()?;
    Some(prose.source(from, to))
}

/// A term that suggests special data, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialTerm {
    /// The value for `special_categories`: `health`, `biometric`, `card`, ... Terms
    /// of a rule's options have `other`.
    pub category: &'static str,
    /// The bytes of the text.
    pub range: Range<usize>,
}

static SPECIAL: Index = Index::of(SPECIAL_TERMS);
static EXCEPTIONS: Index = Index::of(SPECIAL_EXCEPTIONS);

/// The terms in a text that suggest data of GDPR Art. 9 or 10, of children, or of
/// payment cards, in the order of the text; terms in another sense (`health
/// check`, `browser fingerprint`) are passed over.
#[must_use]
pub fn special_terms(text: &str, extra: &[String]) -> Vec<SpecialTerm> {
    let added = vocabulary::active().map_or(&[][..], AddedFacts::special_categories);
    if extra.is_empty() && added.is_empty() && !SPECIAL.may_stand_in(text) {
        return Vec::new();
    }
    let prose = Prose::new(text);
    let extra: Vec<String> =
        extra.iter().chain(added).map(|term| Prose::new(term.trim()).text).collect();
    let mut found = Vec::new();
    let mut free = 0;
    for at in words(&prose.text) {
        if at < free {
            continue;
        }
        let term = SPECIAL.longest_at(&prose.text, at);
        let other = EXCEPTIONS.longest_at(&prose.text, at);
        // The longer one decides.
        if let Some((_, other)) = other
            && term.is_none_or(|(_, term)| term.len() <= other.len())
        {
            free = at + other.len();
        } else if let Some((place, term)) = term {
            free = at + term.len();
            let category = SPECIAL_CATEGORIES[place];
            found.push(SpecialTerm { category, range: prose.source(at, free) });
        } else if let Some(term) =
            extra.iter().find(|term| !term.is_empty() && matches_at(&prose.text, at, term))
        {
            free = at + term.len();
            found.push(SpecialTerm { category: "other", range: prose.source(at, free) });
        }
    }
    found
}

/// The use of a mailbox, by its local part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailbox {
    /// Privacy, data protection, legal.
    Privacy,
    /// Support, sales, security, no-reply and the like.
    Other,
    /// A person, or a mailbox that tells nothing.
    Unknown,
}

/// Classifies a mailbox. `ok` are more local parts that count as privacy.
#[must_use]
pub fn mailbox(local: &str, ok: &[String]) -> Mailbox {
    let local = local.trim().to_lowercase();
    // What follows a plus is a note of the owner.
    let name = local.split('+').next().unwrap_or(&local);
    let parts = || name.split(['.', '-', '_']).filter(|part| !part.is_empty());
    let is_privacy = |part: &str| {
        contains(MAILBOX_PRIVACY, part) || ok.iter().any(|ok| ok.trim().eq_ignore_ascii_case(part))
    };
    // `data-protection-office` has two words that are one of the list.
    let all: Vec<&str> = parts().collect();
    let is_joined = || all.windows(2).any(|pair| is_privacy(&pair.concat()));
    if is_privacy(name) || is_privacy(&local) || parts().any(is_privacy) || is_joined() {
        return Mailbox::Privacy;
    }
    let is_other = |part: &str| contains(MAILBOX_OTHER, part);
    if is_other(name)
        || parts().next().is_some_and(is_other)
        || parts().next_back().is_some_and(is_other)
    {
        return Mailbox::Other;
    }
    Mailbox::Unknown
}

fn contains(list: &[&str], value: &str) -> bool {
    list.binary_search(&value).is_ok()
}

fn listed(list: &[String], value: &str) -> bool {
    !list.is_empty() && list.iter().any(|entry| fold_phrase(entry) == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholder(text: &str, field: &str) -> bool {
        is_placeholder(text, field, &[], &[])
    }

    #[test]
    fn placeholders_are_known_in_many_shapes() {
        for text in [
            "TBD",
            "tbd.",
            "N/A",
            "n.a.",
            "-",
            "—",
            "???",
            "xxx",
            "OFFEN",
            "PENDING",
            "[vendor]",
            "<name>",
            "{{vendor}}",
            "${VENDOR}",
            "{vendor}",
            "⟨Land⟩",
            "\"none\"",
            "Not applicable",
            "Unbekannt",
            "…",
            "TBD: ask legal",
            "todo (Anna)",
            "(preencher)",
            "s/o",
            "\u{ff34}\u{ff22}\u{ff24}",
            "Offen - Vertrieb fragen",
            "PENDING legal review",
            "k. A.",
            "Lorem ipsum",
            "–",
            "\"",
        ] {
            assert!(placeholder(text, "purpose"), "{text}");
        }
    }

    #[test]
    fn every_placeholder_is_one_in_every_text_field() {
        let data: serde_yaml::Value =
            serde_yaml::from_str(include_str!("../../../data/phrases.yaml")).unwrap();
        let words: Vec<&str> =
            data["placeholders"].as_sequence().unwrap().iter().filter_map(|w| w.as_str()).collect();
        assert!(words.len() > 150);
        for word in words {
            for field in ["name", "legal_name", "purpose", "location", "contact", "country"] {
                let is_abbreviation = matches!(word, "ka" | "nvt" | "ntb" | "nnb");
                if is_abbreviation && field.ends_with("name") {
                    continue;
                }
                for text in [word.to_owned(), word.to_uppercase(), format!(" {word}. ")] {
                    let is_namibia = text == "NA" && field == "country";
                    let is_company = text == "X" && field.ends_with("name");
                    assert!(
                        placeholder(&text, field) || is_namibia || is_company,
                        "{text} in {field}"
                    );
                }
            }
            let reading = crate::values::location::read(word, &Default::default());
            assert!(reading.has(crate::values::location::Flag::Placeholder), "{word}: {reading:?}");
        }
    }

    #[test]
    fn values_with_a_meaning_are_no_placeholders() {
        for (text, field) in [
            ("NA", "country"),
            ("none", "opt_out.available"),
            ("none", "transfer.mechanism"),
            ("X", "name"),
            ("OpenAI", "name"),
            ("Open Source Collective", "legal_name"),
            ("Open banking connections", "purpose"),
            ("Pending payment reminders", "purpose"),
            ("<privacy@acme.eu>", "contact"),
            ("Testing of releases", "purpose"),
            ("Todo el alojamiento", "purpose"),
            ("todo o conteúdo", "data_categories"),
            ("Namibia", "location"),
            ("", "purpose"),
            ("  ", "purpose"),
            ("Hosting", "purpose"),
        ] {
            assert!(!placeholder(text, field), "{text} in {field}");
        }
        assert!(placeholder("NA", "location"));
    }

    #[test]
    fn options_extend_and_shorten_the_lists() {
        let list = |text: &str| vec![text.to_owned()];
        assert!(is_placeholder("later!", "purpose", &list("Later"), &[]));
        assert!(!is_placeholder("Test", "name", &[], &list("test")));
        assert!(is_vague(Vague::Purpose, "Magic", &list("magic"), &[]));
        assert!(!is_vague(Vague::Purpose, "Tools", &[], &list("tools")));
    }

    #[test]
    fn stock_phrases_are_vague_alone_and_in_lists() {
        for text in ["Services", "IT services", "Tools & services", "to provide our services."] {
            assert!(is_vague(Vague::Purpose, text, &[], &[]), "{text}");
        }
        for text in ["Cloud hosting service provider", "Hosting", "Customer support", "Chat"] {
            assert!(!is_vague(Vague::Purpose, text, &[], &[]), "{text}");
        }
        assert!(is_vague(Vague::Data, "Customer Data", &[], &[]));
        assert!(is_vague(Vague::Data, "customer data, user data", &[], &[]));
        assert!(!is_vague(Vague::Data, "all service data", &[], &[]));
        assert!(!is_vague(Vague::Data, "e-mail address", &[], &[]));
        assert!(is_vague(Vague::OptOut, "available", &[], &[]));
        assert!(!is_vague(Vague::OptOut, "one-click link in each newsletter", &[], &[]));
    }

    #[test]
    fn phrases_are_found_with_their_place() {
        let text = "All partners are Certified  as Safe and secure.";
        let range = find_phrase(PhraseKind::SecurityClaim, text, &[]).unwrap();
        assert_eq!(&text[range], "Certified  as Safe");
        let text = "services may change without further announcement";
        let range = find_phrase(PhraseKind::DisclaimedNotice, text, &[]).unwrap();
        assert_eq!(&text[range], "without further announcement");
        assert!(
            find_phrase(PhraseKind::DisclaimedNotice, "not obligated to provide notice", &[])
                .is_some()
        );
        assert!(
            find_phrase(PhraseKind::DisclaimedNotice, "we give notice 30 days before", &[])
                .is_none()
        );
        let text = "may include limited customer data";
        assert_eq!(find_phrase(PhraseKind::DataHedge, text, &[]), Some(0..11));
        let text = "Änderungen ohne vorherige Ankündigung möglich";
        let range = find_phrase(PhraseKind::DisclaimedNotice, text, &[]).unwrap();
        assert_eq!(&text[range], "ohne vorherige Ankündigung");
        let extra = vec!["rock-solid".to_owned()];
        assert_eq!(find_phrase(PhraseKind::SecurityClaim, "Rock solid!", &extra), Some(0..10));
        assert!(
            find_phrase(PhraseKind::SecurityClaim, "industry-leading DDoS mitigation", &[])
                .is_some()
        );
    }

    #[test]
    fn special_data_is_told_from_ordinary_words() {
        let terms = |text: &str| -> Vec<(&'static str, String)> {
            special_terms(text, &[])
                .into_iter()
                .map(|term| (term.category, text[term.range].to_owned()))
                .collect()
        };
        assert_eq!(
            terms("Face images for identity check; Credit Card numbers"),
            [
                ("biometric", "Face image".to_owned()),
                ("biometric", "identity check".to_owned()),
                ("card", "Credit Card number".to_owned()),
            ]
        );
        assert_eq!(terms("Gesundheitsdaten"), [("health", "Gesundheitsdaten".to_owned())]);
        assert_eq!(terms("données de santé")[0].0, "health");
        for text in
            ["health checks", "browser fingerprint", "business card", "e-mail address", "trace"]
        {
            assert_eq!(terms(text), [], "{text}");
        }
    }

    #[test]
    fn mailboxes_are_told_by_their_local_part() {
        for local in [
            "privacy",
            "DPO",
            "data-protection",
            "data-protection-office",
            "legal",
            "eu-privacy",
            "privacy+x",
            "gdpr",
            "dpo.emea",
        ] {
            assert_eq!(mailbox(local, &[]), Mailbox::Privacy, "{local}");
        }
        for local in ["support", "Security", "no-reply", "support-eu", "eu.support", "noreply"] {
            assert_eq!(mailbox(local, &[]), Mailbox::Other, "{local}");
        }
        for local in ["data-access-requests", "anna.schmidt"] {
            assert_ne!(mailbox(local, &[]), Mailbox::Other, "{local}");
        }
        assert_eq!(mailbox("trustdesk", &["TrustDesk".to_owned()]), Mailbox::Privacy);
        assert!(is_free_mail("Gmail.com") && is_placeholder_host("mail.Example.com."));
        assert!(!is_placeholder_host("examples.com") && is_placeholder_host("example"));
        assert!(!is_placeholder_host("privacy.acme.example"));
    }
}
