//! What a configuration says about the words of a page: the fields of columns, the use of
//! headings.
//!
//! Labels are read by functions of a text in every reader and finder. So a mapping is active for
//! a scope on the current thread, like a vocabulary, and what is read stays a function of the
//! page and the configuration.

use super::block::{Block, Content};
use super::columns::Column;
use crate::diagnostics::PageLabels;
use crate::text::fold::fold_key;
use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The word for a column or heading that is left out on purpose.
pub(crate) const IGNORE: &str = "ignore";

/// The fields that a column can be of: those of a vendor that one text of a page can state.
pub(crate) const COLUMN_FIELDS: &[&str] = &[
    "address",
    "agreements",
    "announced_on",
    "audiences",
    "category",
    "certifications",
    "condition",
    "contact",
    "contact_person",
    "country",
    "criticality",
    "data_categories",
    "dpo",
    "effective_from",
    "ends_on",
    "features",
    "group",
    "id",
    "last_reviewed",
    "legal_name",
    "lei",
    "links.dpa",
    "links.privacy",
    "links.security",
    "location",
    "name",
    "notes",
    "opt_out",
    "purpose",
    "registration_id",
    "services",
    "status",
    "subprocessors",
    "transfer",
    "website",
];

/// The plural names of fields, which a manifest has as well.
pub(crate) const PLURALS: &[(&str, &str)] = &[("contacts", "contact"), ("locations", "location")];

/// The field of a vendor under its own name, as a page reader knows it.
pub(crate) fn column_field(name: &str) -> Option<&'static str> {
    let plural = PLURALS.iter().find(|(many, _)| *many == name).map(|(_, one)| *one);
    let own = || COLUMN_FIELDS.iter().find(|known| **known == name).copied();
    plural.or_else(own)
}

/// The use of the part of a page below a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadingUse {
    /// It lists subprocessors.
    Subprocessors,
    /// It lists recipients that are no subprocessors.
    OtherRecipients,
    /// It is left out.
    Ignored,
}

impl HeadingUse {
    /// The words of a configuration with their meanings.
    pub(crate) const WORDS: &[(&str, Self)] = &[
        ("subprocessors", Self::Subprocessors),
        ("other_recipients", Self::OtherRecipients),
        (IGNORE, Self::Ignored),
    ];
}

/// The number of a mapped column or heading, by which its use is told.
pub(crate) type MappedLabel = usize;

/// Meanings by label, each with the numbers of all labels that it is for.
type LabelMap<T> = BTreeMap<String, (Vec<MappedLabel>, T)>;

/// The mapped columns and headings for one page.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageMapping {
    columns: LabelMap<Column>,
    headings: LabelMap<HeadingUse>,
}

impl PageMapping {
    /// The form in which labels are compared.
    pub(crate) fn key(label: &str) -> String {
        fold_key(label)
    }

    /// Maps a column to a field; no field leaves it out. A later mapping replaces an earlier one.
    pub(crate) fn add_column(
        &mut self,
        label: &str,
        number: MappedLabel,
        field: Option<&'static str>,
    ) {
        let column = field.map_or(Column::Nothing, Column::Field);
        add(&mut self.columns, label, number, column);
    }

    /// Maps a heading.
    pub(crate) fn add_heading(&mut self, label: &str, number: MappedLabel, meant: HeadingUse) {
        add(&mut self.headings, label, number, meant);
    }
}

fn add<T>(labels: &mut LabelMap<T>, label: &str, number: MappedLabel, meant: T) {
    match labels.entry(PageMapping::key(label)) {
        Entry::Occupied(mut known) => {
            let (numbers, own) = known.get_mut();
            numbers.push(number);
            *own = meant;
        }
        Entry::Vacant(place) => {
            place.insert((vec![number], meant));
        }
    }
}

/// The active mapping, with the labels that it was asked for.
struct ActiveMapping {
    mapping: Arc<PageMapping>,
    met: BTreeSet<MappedLabel>,
}

thread_local! {
    static ACTIVE: RefCell<Option<ActiveMapping>> = const { RefCell::new(None) };
}

/// Labels of one kind that are kept, and characters of each.
const MAX_LABELS: usize = 30;
const MAX_LABEL: usize = 60;

/// Adds the labels that a page has: the first row of each table, the keys of records, headings.
pub(super) fn add_labels(blocks: &[Block], labels: &mut PageLabels) {
    let add = |known: &mut BTreeSet<String>, text: &str| {
        let text = text.trim();
        if known.len() < MAX_LABELS && !text.is_empty() && text.chars().count() <= MAX_LABEL {
            known.insert(text.replace('\n', " "));
        }
    };
    for block in blocks {
        match &block.content {
            Content::Heading { text, .. } => add(&mut labels.headings, text.text()),
            Content::Table(table) => {
                let first = table.rows.iter().take(1).flat_map(|row| &row.cells);
                first.for_each(|cell| add(&mut labels.columns, cell.text.text()));
            }
            Content::Records(records) => {
                if let Some(name) = &records.name {
                    add(&mut labels.headings, name.text());
                }
                let first = records.records.iter().take(5).flat_map(|record| &record.fields);
                first.for_each(|field| add(&mut labels.columns, &field.key));
            }
            Content::Pairs(pairs) => {
                pairs.iter().for_each(|pair| add(&mut labels.columns, pair.term.text()));
            }
            Content::Cards(cards) => cards.iter().for_each(|card| add_labels(card, labels)),
            Content::Paragraph(_) | Content::List(_) => {}
        }
    }
}

/// Calls a function with a mapping active, and returns the numbers of the labels that were met.
pub(super) fn with_mapping<T>(
    mapping: Option<Arc<PageMapping>>,
    read: impl FnOnce() -> T,
) -> (T, BTreeSet<MappedLabel>) {
    /// Ends the scope, also when the function panics.
    struct MappingScope;
    impl Drop for MappingScope {
        fn drop(&mut self) {
            ACTIVE.take();
        }
    }
    let Some(mapping) = mapping else { return (read(), BTreeSet::new()) };
    ACTIVE.set(Some(ActiveMapping { mapping, met: BTreeSet::new() }));
    let _scope = MappingScope;
    let value = read();
    let met = ACTIVE.with_borrow_mut(Option::take).map(|active| active.met);
    (value, met.unwrap_or_default())
}

/// True while a mapping is active.
pub(super) fn is_mapped() -> bool {
    ACTIVE.with_borrow(Option::is_some)
}

/// The column that a label is mapped to.
pub(super) fn mapped_column(label: &str) -> Option<Column> {
    find(label, |mapping| &mapping.columns)
}

/// The use that a heading is mapped to.
pub(super) fn mapped_heading(label: &str) -> Option<HeadingUse> {
    find(label, |mapping| &mapping.headings)
}

fn find<T: Clone>(label: &str, of: impl Fn(&PageMapping) -> &LabelMap<T>) -> Option<T> {
    ACTIVE.with_borrow_mut(|active| {
        let active = active.as_mut()?;
        let known = of(&active.mapping);
        if known.is_empty() {
            return None;
        }
        let (numbers, meant) = known.get(&PageMapping::key(label))?;
        active.met.extend(numbers);
        Some(meant.clone())
    })
}
