//! Reads text without markup: what was pasted from a page or a document.

use super::block::{PageBlocks, PageLimits};
use super::lines::{PageBudget, Whose, is_dashes, lines_of, read as read_lines, settle};
use std::ops::Range;

/// Reads a text without markup.
pub(crate) fn read(text: &str, limits: &PageLimits) -> PageBlocks {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    read_part(text, start..text.len(), limits)
}

/// Reads a part of a text without markup; all spans are those of the whole text.
pub(super) fn read_part(text: &str, range: Range<usize>, limits: &PageLimits) -> PageBlocks {
    let mut budget = PageBudget::new(limits);
    let mut blocks = Vec::new();
    let lines = lines_of(text, range);
    read_lines(text, &lines, Whose::Plain, &mut budget, &mut blocks);
    PageBlocks { blocks: settle(blocks), remarks: budget.remarks, ..PageBlocks::default() }
}

/// True if a text has marks that only Markdown gives a meaning.
pub(crate) fn looks_like_markdown(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if text.starts_with("---\n") || text.starts_with("+++\n") {
        return true;
    }
    let mut above = "";
    let mut is_row_above = false;
    for line in text.lines() {
        let is_numbering = |char: char| char.is_ascii_digit() || "-*>.)".contains(char);
        let trimmed = line.trim_start();
        let inner = trimmed.trim_start_matches(|char| is_numbering(char) || char == ' ');
        let hashes = inner.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = (1..=6).contains(&hashes) && inner[hashes..].starts_with(' ');
        let is_row = trimmed.starts_with('|') && trimmed[1..].contains('|');
        let is_setext = !above.trim().is_empty()
            && trimmed.len() > 2
            && trimmed.trim_end().bytes().all(|byte| byte == b'=');
        let is_fence = trimmed.starts_with("```") || trimmed.starts_with("~~~");
        let has_dashes = is_dashes(line) && line.contains('|');
        let has_html = ["<table", "<br", "<!--", "</", "<details", "<http"]
            .iter()
            .any(|tag| line.contains(tag));
        if is_heading
            || is_setext
            || is_fence
            || has_dashes
            || has_html
            || (is_row && is_row_above)
            || line.contains("](")
            || line.matches("**").nth(1).is_some()
        {
            return true;
        }
        above = line;
        is_row_above = is_row;
    }
    false
}

#[cfg(test)]
mod tests;
