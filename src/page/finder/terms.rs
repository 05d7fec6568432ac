//! Lists of terms: vendors and what is said about each, or work and who does it.

use super::bullets::{is_field_line, is_titled, line_cells};
use super::sections::{body_of, cell, joined_cells};
use super::{ListFinder, PartStanding};
use crate::page::block::{Content, Pair};
use crate::page::columns::{self, Column};
use crate::page::entry::{CellLabel, LabelledCell, is_place};
use crate::page::{links, name_cell, statements};
use crate::text::Span;
use std::collections::BTreeSet;

impl ListFinder {
    pub(super) fn pairs(&mut self, pairs: &[Pair], span: Span) {
        if matches!(self.standing(), PartStanding::LeftOut(_)) {
            return;
        }
        let joined: Vec<Vec<LabelledCell>> = pairs
            .iter()
            .filter(|pair| columns::whole(pair.term.text()) == Some("name"))
            .filter_map(|pair| joined_cells(&pair.text))
            .collect();
        if joined.len() * 2 > pairs.len() {
            let list = self.start(span, pairs[0].term.span(), "lines");
            for cells in joined {
                let at = cells.iter().map(|cell| cell.text.span());
                let whole = at.reduce(|one, other| Span { end: other.end, ..one });
                self.add(list, whole.unwrap_or(span), &cells, None);
            }
            return;
        }
        if self.vendors_by_work(pairs, span) {
            return;
        }
        let is_field = |pair: &Pair| {
            let term = pair.term.text().trim_end_matches(':');
            let is_name = columns::whole(term).is_none() && is_titled(term);
            !is_name && matches!(columns::column(term), Column::Field(field) if field != "name")
        };
        let nested = |pair: &Pair| {
            pair.inner
                .iter()
                .any(|block| matches!(block.content, Content::Pairs(_) | Content::List(_)))
                || pair.text.lines().iter().any(is_field_line)
        };
        let fields = pairs.iter().filter(|pair| is_field(pair)).count();
        let structured = pairs.iter().filter(|pair| nested(pair)).count();
        let sure = pairs.iter().filter(|pair| name_cell::is_surely_name(pair.term.text())).count();
        // `Acme` and `Larch GmbH`, each with a line about it, on a page about vendors.
        let named = |pair: &&Pair| {
            let term = pair.term.text();
            name_cell::may_be_name(term)
                && name_cell::is_spelled_as_name(term)
                && (name_cell::is_surely_name(term)
                    || pair
                        .term
                        .links()
                        .iter()
                        .any(|link| links::is_followed(&link.target.address))
                    || is_place(pair.text.text())
                    || statements::place_of_work(pair.text.text()).is_some())
        };
        let is_named =
            self.is_about_vendors() && pairs.iter().filter(named).count() * 3 >= pairs.len() * 2;
        let is_list = fields * 2 < pairs.len()
            && (is_named || structured * 2 >= pairs.len() || sure * 2 >= pairs.len())
            && (self.is_about_vendors() || structured + sure > 1);
        if !is_list {
            return;
        }
        let list = self.start(span, pairs.first().map_or(span, |pair| pair.term.span()), "terms");
        for pair in pairs {
            let mut cells: Vec<LabelledCell> = line_cells(&pair.text);
            cells.extend(body_of(&pair.inner, &BTreeSet::new()).cells);
            let whole = Span { end: span.end, ..pair.term.span() };
            self.section(list, whole, &pair.term, &cells);
        }
    }

    /// `Hosting: Acme (Germany)`, where the terms say the work. Most values have to be names, with
    /// a place or a legal form.
    pub(super) fn vendors_by_work(&mut self, pairs: &[Pair], span: Span) -> bool {
        let named = |pair: &Pair| {
            let value = pair.text.text();
            let (name, bracket) = value.split_once(" (").unwrap_or((value, ""));
            let is_sure =
                name_cell::is_surely_name(name) || bracket.strip_suffix(')').is_some_and(is_place);
            is_sure
                && pair.inner.is_empty()
                && name_cell::may_be_name(name)
                && name_cell::is_spelled_as_name(name)
                && !name_cell::is_surely_name(pair.term.text())
        };
        let count = pairs.iter().filter(|pair| named(pair)).count();
        if !self.is_about_vendors() || count < 2 || count * 3 < pairs.len() * 2 {
            return false;
        }
        let list = self.start(span, pairs[0].term.span(), "lines");
        for pair in pairs {
            if named(pair) {
                let cells = [
                    cell(CellLabel::Field("name"), pair.text.clone()),
                    cell(CellLabel::Field("purpose"), pair.term.clone()),
                ];
                let whole = Span { end: pair.text.span().end, ..pair.term.span() };
                self.add(list, whole, &cells, None);
            }
        }
        true
    }
}
