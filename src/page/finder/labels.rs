//! Labels on lines of their own, above what they are about: `Location`, and below it `Ireland`.

use super::bullets::line_cells;
use crate::page::columns;
use crate::page::entry::{LabelledCell, line_label};
use crate::page::rich::Rich;
use crate::text::fold::fold_words;
use std::collections::BTreeSet;

/// The cells of lines below the name, of which some may be labels of those below them: `Location`
/// above `Ireland`.
pub(super) fn cells_of_lines(lines: &[Rich], labels: &BTreeSet<String>) -> Vec<LabelledCell> {
    let mut cells = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let label = label_alone(line).filter(|_| labels.contains(&fold_words(line.text())));
        match (label, lines.get(at + 1)) {
            (Some(field), Some(value)) if label_alone(value).is_none() => {
                let label = line_label(line.text(), field);
                cells.push(LabelledCell { label, text: value.clone(), is_shared: false });
                at += 1;
            }
            _ => cells.extend(line_cells(line)),
        }
        at += 1;
    }
    cells
}

/// The labels that stand on lines of their own in several entries of a list.
pub(super) fn common_labels<'t>(entries: impl Iterator<Item = &'t [Rich]>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut common = BTreeSet::new();
    for lines in entries {
        let own: BTreeSet<String> = lines
            .iter()
            .filter(|line| label_alone(line).is_some())
            .map(|line| fold_words(line.text()))
            .collect();
        common.extend(own.iter().filter(|label| seen.contains(*label)).cloned());
        seen.extend(own);
    }
    common
}

/// The field of a line that is nothing but a label.
fn label_alone(line: &Rich) -> Option<&'static str> {
    let text = line.text().trim_end_matches(':');
    let is_short = text.split_whitespace().count() <= 4 && line.links().is_empty();
    columns::whole(text).filter(|field| is_short && *field != "name")
}
