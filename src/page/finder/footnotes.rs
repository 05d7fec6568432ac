//! Footnotes: the marks of cells, and what the notes say of their vendors.

use super::{ListFinder, MAX_INHERITED};
use crate::facts::page_words::{self, PageUses};
use crate::page::list::PageValue;
use crate::page::rich::Rich;
use std::collections::BTreeMap;

impl ListFinder {
    /// Gives vendors what the footnotes of their cells say.
    pub(super) fn resolve_footnotes(&mut self) {
        // Notes without marks of their own stand in the order of the marks.
        let mut marks: Vec<&String> = self.notes.iter().flatten().collect();
        marks.sort();
        marks.dedup();
        let is_numbered = marks.iter().enumerate().all(|(at, mark)| **mark == (at + 1).to_string());
        let mut by_order = BTreeMap::new();
        if is_numbered && !marks.is_empty() && self.after_list.len() >= marks.len() {
            for (mark, note) in marks.iter().zip(&self.after_list) {
                by_order.insert((*mark).clone(), note.clone());
            }
        }
        for (vendor, marks) in self.list.vendors.iter_mut().zip(&self.notes) {
            let mut marks = marks.clone();
            marks.sort();
            marks.dedup();
            for mark in &marks {
                let Some(note) = self.footnotes.get(mark).or_else(|| by_order.get(mark)) else {
                    continue;
                };
                if note.text().len() > MAX_INHERITED {
                    continue;
                }
                let uses = page_words::uses(note.text());
                let value = PageValue::read(note).inherited();
                if uses.has(PageUses::OPTING_OUT) {
                    vendor.add_if_missing("opt_out", value);
                } else if uses.has(PageUses::OPTIONAL) {
                    vendor.add_if_missing("condition", value);
                } else {
                    vendor.add("notes", value);
                }
            }
        }
    }
}

/// A paragraph or an item that starts with the mark of a footnote: `[1] Only if ...`.
pub(super) fn note_of(text: &Rich) -> Option<(String, Rich)> {
    let whole = text.text();
    let (mark, rest) = if let Some(rest) = whole.strip_prefix('[') {
        rest.split_once(']')?
    } else if let Some(rest) = whole.strip_prefix('(') {
        rest.split_once(')')?
    } else {
        let first = whole.chars().next()?;
        if matches!(first, '*' | '†' | '‡' | '¹' | '²' | '³') {
            whole.split_at(first.len_utf8())
        } else {
            return None;
        }
    };
    let is_mark = mark.chars().count() <= 2
        && mark
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | '¹' | '²' | '³'));
    if !is_mark || mark.is_empty() || rest.trim().is_empty() {
        return None;
    }
    Some((mark.to_owned(), text.slice(whole.len() - rest.len()..whole.len())))
}
