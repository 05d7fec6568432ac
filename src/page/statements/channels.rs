//! The ways in which customers hear of changes: `We notify you by e-mail before we add a subprocessor.`

use super::sentences;
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Block, Content, PageArea};
use crate::page::list::{PageField, PageList, PageValue};
use crate::page::rich::Rich;
use crate::text::fold::Words;

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

/// Adds the ways in which the page says that customers hear of changes.
pub(super) fn read(blocks: &[Block], list: &mut PageList) {
    let mut heading = PageUses::NONE;
    read_blocks(blocks, &mut heading, list);
}

fn read_blocks(blocks: &[Block], heading: &mut PageUses, list: &mut PageList) {
    for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Main) {
        match &block.content {
            Content::Heading { text, .. } => *heading = page_words::uses(text.text()),
            Content::Paragraph(text) => {
                // A list often goes on with the sentence above it.
                read_text(text, *heading, list);
                if text.text().trim_end().ends_with(':') {
                    *heading = heading.or(page_words::uses(text.text()));
                }
            }
            Content::List(items) => {
                for item in items.items.iter().filter(|item| item.is_shown) {
                    read_text(&item.text, *heading, list);
                    read_blocks(&item.inner, heading, list);
                }
            }
            Content::Cards(cards) => {
                for card in cards {
                    read_blocks(card, heading, list);
                }
            }
            _ => {}
        }
    }
}

fn read_text(text: &Rich, heading: PageUses, list: &mut PageList) {
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

fn add(list: &mut PageList, value: PageValue) {
    const PATH: &str = "change_notice.channel";
    match list.root.iter_mut().find(|field| field.path == PATH) {
        Some(field) => {
            if field.values.iter().all(|known| known.text != value.text) {
                field.values.push(value);
            }
        }
        None => list.root.push(PageField { path: PATH.to_owned(), values: vec![value] }),
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
