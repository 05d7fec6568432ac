//! Records of data files: their keys are columns.

use super::tables::is_hosting;
use super::{ListFinder, PartStanding};
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{DataRecord, Records};
use crate::page::columns;
use crate::page::entry::{self, CellLabel, LabelledCell};
use crate::page::list::UnreadKind;
use crate::page::name_cell;
use crate::page::rich::{Rich, RichBuilder};
use crate::text::Span;
use crate::text::fold::fold_words;
use crate::values::entity_name::EntityName;
use crate::values::value_kind;
use std::collections::BTreeSet;

/// Keys of the records of a list, at most: each is looked up for each field.
const MAX_KEYS: usize = 200;

impl ListFinder {
    pub(super) fn records(&mut self, records: &Records, span: Span) {
        let name = records.name.as_ref();
        let called = name.map(|name| spaced(name.text()));
        let uses = called.as_deref().map_or(PageUses::NONE, page_words::uses);
        let is_named = called.as_deref().is_some_and(|name| {
            forms(name).iter().any(|form| field_named(NameScope::List, form).is_some())
        });
        let mut keys: Vec<&str> = Vec::new();
        let mut known = BTreeSet::new();
        for field in records.records.iter().flat_map(|record| &record.fields) {
            if known.insert(field.key.as_str()) {
                keys.push(&field.key);
            }
            if keys.len() == MAX_KEYS {
                self.unread(span, UnreadKind::TooMuch, "");
                break;
            }
        }
        let mut labels: Vec<(&str, Option<CellLabel>)> =
            keys.iter().map(|key| (*key, label_of(key))).collect();
        let asked = settle_answers(&mut labels, records);
        settle(&mut labels, records);
        // What the configuration says about a key is not settled again.
        for (key, label) in &mut labels {
            if let Some(mapped) = CellLabel::mapped(key) {
                *label = mapped;
            }
        }
        let has = |field: &str| {
            labels
                .iter()
                .any(|(_, label)| matches!(label, Some(CellLabel::Field(own)) if *own == field))
        };
        let has_name = has("name") || records.records.iter().all(|record| record.key.is_some());
        let telling = [
            "purpose",
            "location",
            "country",
            "website",
            "data_categories",
            "transfer",
            "legal_name",
            "links.dpa",
            "links.privacy",
            "contact",
            "services",
            "category",
        ]
        .iter()
        .filter(|field| has(field))
        .count();
        let rows = records.records.len();
        let because = name.map(Rich::span);
        let mapped = self.mapped_use();
        let uses = if mapped.is_some() { PageUses::NONE } else { uses };
        let is_named = is_named || mapped.is_some();
        if uses.has(PageUses::CHANGES) && !uses.has(PageUses::SUBPROCESSORS) {
            if has_name {
                self.leave_out(span, because, "its name says that it lists changes", rows);
            }
            return;
        }
        let other = matches!(self.standing(), PartStanding::LeftOut(_))
            || uses.has(PageUses::COOKIES)
            || (uses.has(PageUses::NOT_SUBPROCESSORS) && !is_named);
        let is_vendors =
            has_name && (telling >= 2 || (telling >= 1 && (is_named || self.is_about_vendors())));
        if !is_vendors || other {
            if let (PartStanding::LeftOut(why), true) = (self.standing(), has_name) {
                self.leave_out(span, because, why, rows);
                return;
            }
            let sure = records.records.iter().filter(|record| is_sure(record)).count();
            if has_name && sure * 2 > rows {
                self.leave_out(span, because, "its keys are not those of a list of vendors", rows);
            }
            return;
        }
        let head = because.or(records.records.first().map(|record| record.span)).unwrap_or(span);
        let list = self.start(span, head, "records");
        self.list.lists[list].columns = labels
            .iter()
            .map(|(key, label)| {
                let read = match label {
                    Some(CellLabel::Field(field)) => (*field).to_owned(),
                    Some(_) => "x-".to_owned(),
                    None => String::new(),
                };
                ((*key).to_owned(), read)
            })
            .collect();
        for record in &records.records {
            if let Some(answer) = denied(record, &asked) {
                let why = "the page says that it is no subprocessor";
                self.leave_out(record.span, Some(answer), why, 1);
                continue;
            }
            self.record(record, &labels, list);
        }
        self.say_unread_keys(records, &labels, list);
    }

    /// Says which keys were not understood, where no vendor of a list has a purpose: one of them
    /// may be what it is called.
    fn say_unread_keys(
        &mut self,
        records: &Records,
        labels: &[(&str, Option<CellLabel>)],
        list: usize,
    ) {
        let said = ["purpose", "services", "processing"];
        let mut own = self.list.vendors.iter().filter(|vendor| vendor.list == list);
        if own.any(|vendor| said.iter().any(|field| vendor.get(field).is_some())) {
            return;
        }
        let is_words = |text: &Rich| {
            let text = text.text();
            text.chars().filter(|c| c.is_alphabetic()).count() > 2
                && !entry::is_answer(text)
                && !entry::is_place(text)
                && value_kind::address_kind(text).is_none()
        };
        for (key, label) in labels {
            let is_open = matches!(label, Some(CellLabel::Other(_))) && !key.contains('.');
            let fields = records.records.iter().flat_map(|record| &record.fields);
            let mut fields = fields.filter(|field| field.key == *key);
            let Some(first) = fields.clone().next().filter(|_| is_open) else { continue };
            let all_words = fields.all(|field| field.values.iter().all(is_words));
            if all_words && self.unread_columns.insert(fold_words(key)) {
                self.unread(first.key_span, UnreadKind::Column, key);
            }
        }
    }

    fn record(&mut self, record: &DataRecord, labels: &[(&str, Option<CellLabel>)], list: usize) {
        let mut cells = Vec::new();
        let has_name = record
            .fields
            .iter()
            .any(|field| matches!(find(labels, &field.key), Some(CellLabel::Field("name"))));
        if !has_name && let Some(key) = &record.key {
            let label = CellLabel::Field("name");
            cells.push(LabelledCell { label, text: key.clone(), is_shared: false });
        }
        for field in &record.fields {
            let Some(label) = find(labels, &field.key) else { continue };
            if let Some(span) = field.computed {
                self.unread(span, UnreadKind::Computed, &field.key);
            }
            if field.values.is_empty() {
                continue;
            }
            let text = joined(&field.values);
            cells.push(LabelledCell { label: label.clone(), text, is_shared: false });
        }
        // `role: independent controller` says that it belongs elsewhere.
        if !self.add(list, record.span, &cells, None) {
            self.unread(record.span, UnreadKind::Nameless, "");
        }
    }
}

/// Finds the keys that ask whether a record is a subprocessor, and keeps them from being names:
/// `isSubProcessor: true`.
fn settle_answers<'l>(
    labels: &mut [(&'l str, Option<CellLabel>)],
    records: &Records,
) -> Vec<&'l str> {
    let mut asked = Vec::new();
    for (key, label) in labels {
        let is_name = matches!(label, Some(CellLabel::Field("name" | "legal_name")));
        let fields = records.records.iter().flat_map(|record| &record.fields);
        let mut values = fields.filter(|field| field.key == *key).flat_map(|field| &field.values);
        let is_answer = |value: &Rich| entry::is_answer(value.text());
        if is_name && values.next().is_some_and(is_answer) && values.all(is_answer) {
            *label = Some(CellLabel::Other(spaced(key)));
            asked.push(*key);
        }
    }
    asked
}

/// The answer of a record that says that it is no subprocessor.
fn denied(record: &DataRecord, asked: &[&str]) -> Option<Span> {
    let mut fields = record.fields.iter().filter(|field| asked.contains(&field.key.as_str()));
    let is_no = |value: &&Rich| matches!(fold_words(value.text()).as_str(), "false" | "no");
    fields.find_map(|field| field.values.iter().find(is_no)).map(Rich::span)
}

fn find<'l>(labels: &'l [(&str, Option<CellLabel>)], key: &str) -> Option<&'l CellLabel> {
    labels.iter().find(|(own, _)| *own == key)?.1.as_ref()
}

/// The values of a list, each on a line of its own.
fn joined(values: &[Rich]) -> Rich {
    if let [value] = values {
        return value.clone();
    }
    let mut builder = RichBuilder::default();
    for value in values {
        builder.line_break(value.span());
        builder.rich(value);
    }
    builder.finish()
}

fn label_of(key: &str) -> Option<CellLabel> {
    if let Some(mapped) = CellLabel::mapped(key) {
        return mapped;
    }
    let last = key.rsplit('.').next().unwrap_or(key);
    if matches!(
        last.to_ascii_lowercase().as_str(),
        "id" | "slug"
            | "key"
            | "uuid"
            | "icon"
            | "logo"
            | "logourl"
            | "order"
            | "color"
            | "image"
            | "avatar"
            | "href_target"
    ) {
        return None;
    }
    let whole = CellLabel::of(&spaced(key));
    if matches!(whole, Some(CellLabel::Field(_))) || !key.contains('.') {
        return whole;
    }
    // A nested key: `links.dpa`, `location.country`, `contact.email`.
    let outer = key.split('.').next().unwrap_or(key);
    let inner = CellLabel::of(&spaced(last));
    let outer = CellLabel::of(&spaced(outer));
    match (outer, inner) {
        (
            Some(CellLabel::Field(
                outer @ ("location" | "contact" | "address" | "transfer" | "dpo"),
            )),
            _,
        ) => Some(CellLabel::Field(outer)),
        (_, Some(CellLabel::Field(inner))) => Some(CellLabel::Field(inner)),
        (Some(CellLabel::Field(outer)), _) => Some(CellLabel::Field(outer)),
        _ => whole,
    }
}

/// Of two keys for one field the one that says more is meant.
fn settle(labels: &mut [(&str, Option<CellLabel>)], records: &Records) {
    let named: Vec<usize> = labels
        .iter()
        .enumerate()
        .filter(|(_, (_, label))| *label == Some(CellLabel::Field("name")))
        .map(|(at, _)| at)
        .collect();
    let rank = |key: &str| match spaced(key).as_str() {
        "name" => 0,
        "vendor" | "subprocessor" | "provider" | "company" => 1,
        _ => 2,
    };
    let short = product_key(&named, labels, records);
    if let Some(best) = short.or_else(|| named.iter().copied().min_by_key(|at| rank(labels[*at].0)))
    {
        for at in named.into_iter().filter(|at| *at != best) {
            // `company: "Acme, Inc."` beside `name: Acme`.
            labels[at].1 = Some(CellLabel::Field("legal_name"));
        }
    } else if let Some(at) = ["legal_name", "services"].iter().find_map(|field| {
        labels.iter().position(|(_, label)| *label == Some(CellLabel::Field(field)))
    }) {
        labels[at].1 = Some(CellLabel::Field("name"));
    }
    // `role` beside `purpose`: the key that is the field's own name is meant.
    for field in ["purpose", "location"] {
        let is_own = |key: &str| spaced(key) == field;
        let of_field = |label: &Option<CellLabel>| *label == Some(CellLabel::Field(field));
        if labels.iter().any(|(key, label)| of_field(label) && is_own(key)) {
            for (key, label) in labels.iter_mut().filter(|(key, _)| !is_own(key)) {
                if of_field(label) && !key.contains('.') {
                    *label = Some(CellLabel::Other(spaced(key)));
                }
            }
        }
    }
    let has = |labels: &[(&str, Option<CellLabel>)], field: &'static str| {
        labels.iter().any(|(_, label)| *label == Some(CellLabel::Field(field)))
    };
    if !has(labels, "purpose")
        && let Some(at) = ["services", "category"].iter().find_map(|field| {
            labels.iter().position(|(_, label)| *label == Some(CellLabel::Field(field)))
        })
    {
        labels[at].1 = Some(CellLabel::Field("purpose"));
    }
    // `hosting: EU` is where the data is, whatever country the company is from.
    if !has(labels, "location")
        && let Some(at) = labels.iter().position(
            |(_, label)| matches!(label, Some(CellLabel::Other(label)) if is_hosting(label)),
        )
    {
        let fields = records.records.iter().flat_map(|record| &record.fields);
        let values = fields.filter(|field| field.key == labels[at].0);
        let values: Vec<&Rich> = values.flat_map(|field| &field.values).collect();
        let placed = values.iter().filter(|value| entry::is_place(value.text())).count();
        if placed > 0 && placed * 2 >= values.len() {
            labels[at].1 = Some(CellLabel::Field("location"));
        }
    }
    if !has(labels, "location") {
        let at = labels.iter().position(|(_, label)| *label == Some(CellLabel::Field("country")));
        if let Some(at) = at
            && !columns::is_seat(labels[at].0)
        {
            labels[at].1 = Some(CellLabel::Field("location"));
        }
    }
}

/// Of two keys for names the one for what people know, where the other one has the companies
/// behind them: `title: Larch` beside `company: Larch, Inc.`.
fn product_key(
    named: &[usize],
    labels: &[(&str, Option<CellLabel>)],
    records: &Records,
) -> Option<usize> {
    let [one, other] = named else { return None };
    let value = |record: &DataRecord, at: usize| {
        let field = record.fields.iter().find(|field| field.key == labels[at].0)?;
        Some(field.values.first()?.text().to_owned())
    };
    let pairs: Vec<(String, String)> = records
        .records
        .iter()
        .take(MAX_KEYS)
        .filter_map(|record| Some((value(record, *one)?, value(record, *other)?)))
        .collect();
    let has_form = |text: &String| EntityName::parse_brand(text).form().is_some();
    let first = |text: &str| fold_words(text).split(' ').next().unwrap_or_default().to_owned();
    let alike = pairs.iter().filter(|(one, other)| first(one) == first(other)).count();
    let forms = (
        pairs.iter().filter(|(one, _)| has_form(one)).count(),
        pairs.iter().filter(|(_, other)| has_form(other)).count(),
    );
    if pairs.is_empty() || alike * 3 < pairs.len() {
        return None;
    }
    match (forms.0 * 2 >= pairs.len(), forms.1 * 2 >= pairs.len()) {
        (false, true) => Some(*one),
        (true, false) => Some(*other),
        _ => None,
    }
}

fn is_sure(record: &DataRecord) -> bool {
    let texts = record.fields.iter().flat_map(|field| &field.values);
    texts.take(3).any(|text| name_cell::is_surely_name(text.text()))
}

/// The words of a key: `hostingRegion` and `hosting_region` are two.
fn spaced(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    let mut was_small = false;
    for char in key.chars() {
        if matches!(char, '_' | '-' | '.') {
            out.push(' ');
        } else {
            if char.is_uppercase() && was_small {
                out.push(' ');
            }
            out.extend(char.to_lowercase());
        }
        was_small = char.is_lowercase();
    }
    out
}
