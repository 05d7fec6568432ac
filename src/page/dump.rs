//! Blocks as text, for tests of the format readers.

use super::block::{Block, CellOrigin, Content, PageArea, PageBlocks};
use super::rich::{MarkKind, Rich};
use std::fmt::Write as _;

/// The blocks of a page, a line for each part.
pub(crate) fn dump(page: &PageBlocks) -> String {
    let mut out = String::new();
    if let Some(title) = &page.title {
        let _ = writeln!(out, "title {}", rich(title));
    }
    for block in &page.blocks {
        self::block(&mut out, block, 0);
    }
    for remark in &page.remarks {
        let _ = writeln!(out, "remark {:?}", remark.kind);
    }
    if page.is_script_shell {
        out.push_str("script shell\n");
    }
    out
}

fn block(out: &mut String, block: &Block, depth: usize) {
    let indent = "  ".repeat(depth);
    let area = if block.area == PageArea::Around { "around " } else { "" };
    let hidden = if block.is_shown { "" } else { "hidden " };
    let _ = write!(out, "{indent}{area}{hidden}");
    match &block.content {
        Content::Heading { level, text } => {
            let _ = writeln!(out, "h{level} {}", rich(text));
        }
        Content::Paragraph(text) => {
            let _ = writeln!(out, "p {}", rich(text));
        }
        Content::Table(table) => {
            out.push_str("table");
            if let Some(caption) = &table.caption {
                let _ = write!(out, " caption {}", rich(caption));
            }
            out.push('\n');
            for row in &table.rows {
                let head = if row.is_head { "head" } else { "row" };
                let hidden = if row.is_shown { "" } else { " hidden" };
                let cells: Vec<String> = row
                    .cells
                    .iter()
                    .map(|cell| {
                        let origin = match cell.origin {
                            CellOrigin::Own => "",
                            CellOrigin::Above => "^",
                            CellOrigin::Left => "<",
                        };
                        format!("{origin}{}", rich(&cell.text))
                    })
                    .collect();
                let _ = writeln!(out, "{indent}  {head}{hidden} {}", cells.join(" | "));
            }
        }
        Content::List(list) => {
            let start = list.start.map_or(String::new(), |start| format!(" from {start}"));
            let _ = writeln!(out, "list{start}");
            for item in &list.items {
                let hidden = if item.is_shown { "" } else { "hidden " };
                let _ = writeln!(out, "{indent}  - {hidden}{}", rich(&item.text));
                item.inner.iter().for_each(|inner| self::block(out, inner, depth + 2));
            }
        }
        Content::Pairs(pairs) => {
            out.push_str("pairs\n");
            for pair in pairs {
                let _ = writeln!(out, "{indent}  {} = {}", rich(&pair.term), rich(&pair.text));
                pair.inner.iter().for_each(|inner| self::block(out, inner, depth + 2));
            }
        }
        Content::Cards(cards) => {
            out.push_str("cards\n");
            for card in cards {
                let _ = writeln!(out, "{indent}  card");
                card.iter().for_each(|inner| self::block(out, inner, depth + 2));
            }
        }
        Content::Records(records) => {
            let name =
                records.name.as_ref().map_or(String::new(), |name| format!(" {}", rich(name)));
            let _ = writeln!(out, "records{name}");
            for record in &records.records {
                let key =
                    record.key.as_ref().map_or(String::new(), |key| format!(" {}", rich(key)));
                let _ = writeln!(out, "{indent}  record{key}");
                for field in &record.fields {
                    let values: Vec<String> = field.values.iter().map(rich).collect();
                    let computed = if field.computed.is_some() { " (computed)" } else { "" };
                    let _ = writeln!(
                        out,
                        "{indent}    {}: {}{computed}",
                        field.key,
                        if field.is_list {
                            format!("[{}]", values.join(", "))
                        } else {
                            values.join(", ")
                        }
                    );
                }
            }
        }
    }
}

/// A text with its marks and links: `*bold*`, `~struck~`, `^1^`, `[text](address)`.
fn rich(text: &Rich) -> String {
    let mut inserts: Vec<(usize, u8, String)> = Vec::new();
    for mark in text.marks() {
        let sign = match mark.kind {
            MarkKind::Strong => "*",
            MarkKind::Emphasis => "_",
            MarkKind::Struck => "~",
            MarkKind::Superscript => "^",
            MarkKind::Badge => "=",
        };
        inserts.push((mark.range.start, 1, sign.to_owned()));
        inserts.push((mark.range.end, 0, sign.to_owned()));
    }
    for link in text.links() {
        inserts.push((link.range.start, 1, "[".to_owned()));
        inserts.push((link.range.end, 0, format!("]({})", link.target.address)));
    }
    inserts.sort();
    let mut out = String::new();
    let mut from = 0;
    for (at, _, sign) in inserts {
        out.push_str(&text.text()[from..at]);
        out.push_str(&sign);
        from = at;
    }
    out.push_str(&text.text()[from..]);
    out.replace('\n', "\\n")
}
