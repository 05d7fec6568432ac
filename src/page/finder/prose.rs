//! Vendors that are named in sentences only. Only what a page sets in bold and what is surely
//! a name is taken.

use super::sections::heading_name;
use super::{Finder, Standing};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Area, Block, Content};
use crate::page::entry::Label;
use crate::page::entry::LabelledCell;
use crate::page::list::{PageValue, PageVendor};
use crate::page::name_cell;
use crate::page::rich::{MarkKind, Rich};

impl Finder {
    pub(super) fn prose(&mut self, blocks: &[Block]) {
        if !self.is_about {
            return;
        }
        self.headings.clear();
        let mut list = None;
        for block in blocks.iter().filter(|block| block.is_shown && block.area == Area::Main) {
            match &block.content {
                Content::Heading { level, text } => self.heading(*level, text),
                Content::Paragraph(text) => {
                    let is_elsewhere = self.nearest().has(PageUses::OTHER_PARTS)
                        || matches!(self.standing(), Standing::LeftOut(_));
                    if is_elsewhere {
                        continue;
                    }
                    for name in bold_names(text) {
                        let list = *list.get_or_insert_with(|| {
                            let place = self.list.lists.len();
                            self.list.lists.push(crate::page::list::ListPart {
                                span: block.span,
                                head: text.span(),
                                kind: "prose",
                                ..Default::default()
                            });
                            place
                        });
                        self.bold(list, &name, text);
                    }
                }
                _ => {}
            }
        }
    }

    fn bold(&mut self, list: usize, name: &Rich, text: &Rich) {
        let mut vendor = PageVendor { span: text.span(), list, ..PageVendor::default() };
        let cell =
            LabelledCell { label: Label::Field("name"), text: name.clone(), is_shared: false };
        let notes = crate::page::entry::read(&[cell], &mut vendor);
        let known = vendor.get("name").map(|name| name.text.clone());
        let is_twice = self
            .list
            .vendors
            .iter()
            .any(|own| own.get("name").map(|name| &name.text) == known.as_ref());
        if is_twice {
            return;
        }
        // The heading says what these are for, if it is not that of the page.
        if let Some(heading) =
            self.headings.last().filter(|heading| !heading.uses.has(PageUses::SUBPROCESSORS))
        {
            let (_, purpose) = heading_name(&heading.text);
            vendor.add("purpose", PageValue::read(&purpose).inherited());
        }
        self.add_vendor(vendor, notes, None);
    }
}

/// The bold parts of a paragraph that may be names of vendors.
fn bold_names(text: &Rich) -> Vec<Rich> {
    let whole = text.text();
    let strong = text.marks().iter().filter(|mark| mark.kind == MarkKind::Strong);
    strong
        .filter(|mark| mark.range.len() < whole.len())
        .map(|mark| text.slice(mark.range.clone()))
        .filter(|name| {
            let text = name.text();
            let uses = page_words::uses(text);
            text.starts_with(char::is_uppercase)
                && text.split_whitespace().count() <= 5
                && !text.ends_with(':')
                && !text.contains(|c: char| c.is_ascii_digit())
                && !uses.has(PageUses::SUBPROCESSORS.or(PageUses::DAYS).or(PageUses::OPTIONAL))
                && name_cell::may_be_name(text)
        })
        .collect()
}
