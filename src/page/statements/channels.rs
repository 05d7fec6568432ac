//! The ways in which customers hear of changes: `We notify you by e-mail before we add a subprocessor.`
//!
//! Where no way is named, the sentence that says that customers are told, or that they are not, is
//! kept as the text of the terms.

use super::sentences;
use crate::facts::lexicon::LexiconMatch;
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Block, Content, PageArea};
use crate::page::list::{PageField, PageList, PageValue};
use crate::page::rich::Rich;
use crate::text::fold::Words;
use crate::values::change_terms;

/// Bytes of a sentence, at most: more is a text without full stops.
const MAX_SENTENCE: usize = 800;

/// Words of a sentence about changes of the list.
const ABOUT: PageUses = PageUses::SUBPROCESSORS.or(PageUses::CHANGES).or(PageUses::CHANGING);

/// The words of the model, and those of the page that stand for them.
const CHANNELS: &[(PageUses, &str)] = &[
    (PageUses::CHANNEL_EMAIL, "email"),
    (PageUses::CHANNEL_MAILING_LIST, "mailing_list"),
    (PageUses::CHANNEL_RSS, "rss"),
    (PageUses::CHANNEL_WEBHOOK, "webhook"),
    (PageUses::CHANNEL_IN_APP, "in_app"),
    (PageUses::CHANNEL_WEBPAGE, "webpage"),
];

/// Sentences about changes that name no way.
#[derive(Default)]
struct ChangeSentences {
    /// The first that says that customers are told.
    telling: Option<PageValue>,
    /// The first that says that they are not.
    disclaiming: Option<PageValue>,
}

/// Adds the ways in which the page says that customers hear of changes.
pub(super) fn read(blocks: &[Block], list: &mut PageList) {
    let mut heading = PageUses::NONE;
    let mut sentences = ChangeSentences::default();
    read_blocks(blocks, &mut heading, list, &mut sentences);
    let channels = list.root.iter().filter(|field| field.path == CHANNEL);
    let mut channels = channels.flat_map(|field| &field.values).map(|value| value.text.as_str());
    let has_channel = channels.clone().next().is_some();
    // A way that reaches customers, or a time, says more than a sentence without them.
    let is_said = channels.any(|channel| channel != "webpage");
    let has_days = list.get("change_notice.notice_days").is_some();
    let text = match sentences {
        _ if is_said => None,
        ChangeSentences { telling, .. } if has_days => telling.filter(|_| has_channel),
        ChangeSentences { telling, disclaiming } => disclaiming.or(telling),
    };
    if let Some(text) = text {
        list.set("change_notice.text", text);
    }
}

fn read_blocks(
    blocks: &[Block],
    heading: &mut PageUses,
    list: &mut PageList,
    sentences: &mut ChangeSentences,
) {
    for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Main) {
        match &block.content {
            Content::Heading { text, .. } => *heading = page_words::uses(text.text()),
            Content::Paragraph(text) => {
                // A list often goes on with the sentence above it.
                read_text(text, *heading, list, sentences);
                if text.text().trim_end().ends_with(':') {
                    *heading = heading.or(page_words::uses(text.text()));
                }
            }
            Content::List(items) => {
                for item in items.items.iter().filter(|item| item.is_shown) {
                    read_text(&item.text, *heading, list, sentences);
                    read_blocks(&item.inner, heading, list, sentences);
                }
            }
            Content::Cards(cards) => {
                for card in cards {
                    read_blocks(card, heading, list, sentences);
                }
            }
            _ => {}
        }
    }
}

fn read_text(text: &Rich, heading: PageUses, list: &mut PageList, kept: &mut ChangeSentences) {
    let span = text.span();
    if list.lists.iter().any(|part| part.kind != "prose" && part.span.contains(span)) {
        return;
    }
    let mut from = 0;
    for sentence in sentences(text.text()) {
        let start = from;
        from += sentence.len();
        if sentence.len() > MAX_SENTENCE {
            continue;
        }
        let found = page_words::scan(&Words::of(sentence));
        let uses = |uses: PageUses| {
            found.iter().filter(move |found| found.role.is_some_and(|role| role.has(uses)))
        };
        // A sentence about changes, or one that tells something below a heading about them.
        let is_about = uses(ABOUT).next().is_some();
        let is_below = heading.has(PageUses::CHANGES.or(PageUses::TELLING));
        let tells = uses(PageUses::TELLING).next().is_some();
        kept.add(text, start, sentence, heading, &found);
        // How a customer objects is no way of telling them.
        let end = uses(PageUses::OBJECTION).next().map_or(sentence.len(), |word| word.range.start);
        for (use_, word) in CHANNELS {
            let is_page = *use_ == PageUses::CHANNEL_WEBPAGE;
            if !(is_about && (tells || is_page) || is_below && (tells || is_about || is_page)) {
                continue;
            }
            let Some(said) = uses(*use_).find(|said| said.range.end <= end) else { continue };
            let range = start + said.range.start..start + said.range.end;
            add(list, PageValue::word(word, text, range));
        }
    }
}

impl ChangeSentences {
    fn add(
        &mut self,
        text: &Rich,
        start: usize,
        sentence: &str,
        heading: PageUses,
        found: &[LexiconMatch<PageUses>],
    ) {
        let has = |uses: PageUses| {
            found.iter().any(|found| found.role.is_some_and(|role| role.has(uses)))
        };
        let said = sentence.trim();
        let at = start + (sentence.len() - sentence.trim_start().len());
        let value = || PageValue::part(text, at..at + said.len());
        let is_below = heading.has(PageUses::CHANGES.or(PageUses::CHANGING));
        // `We may change our prices without notice` is about something else, also below `Changes`.
        let is_of_list = heading.has(PageUses::SUBPROCESSORS) || has(PageUses::SUBPROCESSORS);
        let telling = || has(PageUses::TELLING);
        if self.disclaiming.is_none()
            && is_of_list
            && (is_below || has(PageUses::CHANGES.or(PageUses::CHANGING)))
            && change_terms::find(said, &[]).is_some_and(|phrase| {
                telling() || page_words::uses(&said[phrase]).has(PageUses::NOTICE)
            })
        {
            self.disclaiming = Some(value());
            return;
        }
        let is_about = is_below || has(PageUses::CHANGES.or(PageUses::CHANGING));
        if self.telling.is_none() && is_about && telling() && change_terms::tells(said) {
            self.telling = Some(value());
        }
    }
}

const CHANNEL: &str = "change_notice.channel";

fn add(list: &mut PageList, value: PageValue) {
    match list.root.iter_mut().find(|field| field.path == CHANNEL) {
        Some(field) => {
            if field.values.iter().all(|known| known.text != value.text) {
                field.values.push(value);
            }
        }
        None => list.root.push(PageField { path: CHANNEL.to_owned(), values: vec![value] }),
    }
}

#[cfg(test)]
mod tests {
    use crate::page::ReadPage;

    fn channels(text: &str) -> Vec<String> {
        let page = ReadPage::import("a.md", text, None).expect("a page");
        let fields = page.list.root.iter().filter(|field| field.path == "change_notice.channel");
        fields.flat_map(|field| &field.values).map(|value| value.text.clone()).collect()
    }

    fn terms(text: &str) -> String {
        let page = ReadPage::import("a.md", text, None).expect("a page");
        let text = page.list.get("change_notice.text");
        text.map_or_else(String::new, |text| text.text.clone())
    }

    #[test]
    fn a_sentence_that_names_no_way_is_kept_as_the_terms() {
        for (text, expected) in [
            (
                "# Changes of subprocessors\n\nHello. The customer will be notified in time.",
                "The customer will be notified in time.",
            ),
            (
                "Changes of this list are shown on this page, and customers are informed.",
                "Changes of this list are shown on this page, and customers are informed.",
            ),
            (
                "We are not obligated to give notice before we change subprocessors.",
                "We are not obligated to give notice before we change subprocessors.",
            ),
            // What names a way or a time, and what is about something else.
            ("We notify you by email before we add a subprocessor.", ""),
            ("We notify you 30 days before we change a subprocessor.", ""),
            ("We may change our prices without notice.", ""),
            ("# Changes of this policy\n\nWe may change it at any time without notice.", ""),
            ("If you object to a change, notify us.", ""),
            ("Subprocessors have to notify us of changes.", ""),
            ("We do not add a subprocessor without notice to you.", ""),
        ] {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_about_changes_says_how_customers_hear_of_them() {
        for (text, expected) in [
            ("We notify owners by email before we add a subprocessor.", &["email"][..]),
            ("Subscribe to notifications of new subprocessors.", &["mailing_list"]),
            ("Changes to this list will be updated here before activation.", &["webpage"]),
            (
                "We notify you of new subprocessors by updating this page and by email.",
                &["email", "webpage"],
            ),
            ("## Changes\n\n- We tell you in-app, in advance.", &["in_app"]),
            ("Bei Änderungen informieren wir Kunden per E-Mail.", &["email"]),
            ("Bij wijzigingen informeren we gebruikers per e-mail.", &["email"]),
            // No way of telling about changes.
            ("You may object to a new subprocessor by email.", &[]),
            ("This page lists our subprocessors.", &[]),
            ("Our subprocessors send invoices by email.", &[]),
            ("We notify you by email of a data breach.", &[]),
        ] {
            assert_eq!(channels(text), expected, "{text}");
        }
    }
}
