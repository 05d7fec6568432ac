//! A part of a manifest as a record that expressions read.
//!
//! Each field is worked out when it is first asked for, in one pass over the
//! keys of its block, and kept: whatever an expression repeats, a record is
//! read in time linear in its text.

use super::meaning::{self, RecordQuestion};
use super::shape::{DEFAULT_STATUS, FieldKind, RecordField, RecordShape, shapes};
use crate::cel::{Record, Sequence, ToVal, Val};
use crate::manifest::{ClosedVocabulary as _, Manifest, Text, Vendor, is_blank};
use crate::syntax::{self, Value};
use crate::values::contact::ContactText;
use crate::values::date::Date;
use std::any::Any;
use std::cell::OnceCell;

/// A block of a manifest with the shape that it is read by.
pub(super) struct ManifestRecord<'m, 't> {
    shape: &'static RecordShape,
    node: Value<'t>,
    /// The key that it stands under.
    key: &'t str,
    origin: RecordOrigin<'m, 't>,
    /// The field that a lone text in the place of a contact stands for, once it was
    /// looked at.
    address: OnceCell<&'static str>,
    fields_read: OnceCell<Box<ReadField<'m, 't>>>,
}

/// A field that was asked for, and the next one. A rule asks for few fields, so
/// a chain of them is cheaper than a table of all; none is longer than the
/// list of fields.
struct ReadField<'m, 't> {
    field: usize,
    value: Option<FieldValue<'m, 't>>,
    next: OnceCell<Box<ReadField<'m, 't>>>,
}

/// The part of the model that a block belongs to.
#[derive(Clone, Copy)]
enum RecordOrigin<'m, 't> {
    Manifest(&'m Manifest<'t>),
    Vendor(&'m Vendor<'t>),
    /// One of the vendor's places.
    Place(&'m Vendor<'t>, usize),
    Block,
}

/// A value that was worked out.
enum FieldValue<'m, 't> {
    Val(Val<'t>),
    Record(Box<ManifestRecord<'m, 't>>),
    List(Vec<FieldValue<'m, 't>>),
    Vendors(VendorSequence<'m, 't>),
}

/// A list of vendors, each of which becomes a record when it is asked for.
struct VendorSequence<'m, 't> {
    list: &'m [Vendor<'t>],
    records: Box<[OnceCell<ManifestRecord<'m, 't>>]>,
}

impl<'m, 't> ManifestRecord<'m, 't> {
    pub(super) fn manifest(manifest: &'m Manifest<'t>) -> Self {
        Self::new(&shapes().manifest, manifest.root, "", RecordOrigin::Manifest(manifest))
    }

    pub(super) fn vendor(vendor: &'m Vendor<'t>) -> Self {
        Self::new(&shapes().vendor, vendor.node, "", RecordOrigin::Vendor(vendor))
    }

    fn new(
        shape: &'static RecordShape,
        node: Value<'t>,
        key: &'t str,
        origin: RecordOrigin<'m, 't>,
    ) -> Self {
        Self { shape, node, key, origin, address: OnceCell::new(), fields_read: OnceCell::new() }
    }

    /// Works a field out.
    fn read(&self, place: usize) -> Option<FieldValue<'m, 't>> {
        let field = self.shape.fields.get(place)?;
        match &field.kind {
            FieldKind::Vendors(_) => {
                let RecordOrigin::Manifest(manifest) = self.origin else { return None };
                let list = match field.spec.map(|spec| spec.name) {
                    Some("subprocessors") => &manifest.vendors,
                    _ => &manifest.other_recipients,
                };
                let records = std::iter::repeat_with(OnceCell::new).take(list.len()).collect();
                Some(FieldValue::Vendors(VendorSequence { list, records }))
            }
            FieldKind::Places(shape) => {
                let RecordOrigin::Vendor(vendor) = self.origin else { return None };
                let places = vendor.places.iter().enumerate().map(|(index, place)| {
                    let origin = RecordOrigin::Place(vendor, index);
                    FieldValue::Record(Box::new(Self::new(shape, place.node, "", origin)))
                });
                Some(FieldValue::List(places.collect()))
            }
            FieldKind::List(element) => {
                let mut list = Vec::new();
                for (key, value) in self.entries(field) {
                    match value.kind() {
                        syntax::NodeKind::Seq => {
                            list.extend(
                                value.items().filter_map(|item| value_of(element, key, item)),
                            );
                        }
                        _ => list.extend(value_of(element, key, value)),
                    }
                }
                Some(FieldValue::List(list))
            }
            FieldKind::Own => self.own().map(FieldValue::Val),
            FieldKind::Itself => {
                Text::of(self.node).map(|text| FieldValue::Val(Val::text(text.value())))
            }
            FieldKind::Key(words) => {
                let known = words.words.iter().find(|word| *word == self.key);
                known.or(words.words.first()).map(|word| FieldValue::Val(Val::owned_text(&**word)))
            }
            kind => self
                .entries(field)
                .find_map(|(key, value)| value_of(kind, key, value))
                .or_else(|| self.default(field).map(FieldValue::Val)),
        }
    }

    /// The values that are typed under the keys of a field, in the order of
    /// the text; when the record was typed as one text, what that stands for.
    fn entries(&self, field: &'static RecordField) -> impl Iterator<Item = (&'t str, Value<'t>)> {
        let is_block = self.node.kind() == syntax::NodeKind::Map;
        let itself = (!is_block && self.stands_for(field)).then_some((self.key, self.node));
        // Most fields that rules ask for are in no key of the vendor, which it knows
        // without a look at them: 2.5 % of the instructions on a long list.
        let is_typed = match (self.origin, field.vendor_keys) {
            (RecordOrigin::Vendor(vendor), Some(keys)) => vendor.keys().intersects(keys),
            _ => true,
        };
        let entries = is_typed.then(|| self.node.entries()).into_iter().flatten();
        let typed = entries.flat_map(move |(key, value)| {
            let name = key.text().unwrap_or_default();
            field.keys.iter().filter_map(move |known| {
                if known.outer != name {
                    return None;
                }
                Some((name, known.inner.iter().try_fold(value, |value, key| value.get(key))?))
            })
        });
        itself.into_iter().chain(typed).filter(|(_, value)| !is_blank(*value))
    }

    /// True if a scalar in the place of the whole record is this field.
    fn stands_for(&self, field: &RecordField) -> bool {
        let Some(spec) = field.spec else { return false };
        let block = self.shape.block;
        if block.flag_is.is_some() && self.node.as_bool().is_some() {
            return block.flag_is == Some(spec.name);
        }
        match block.text_is {
            [one] => *one == spec.name,
            several => several.contains(&spec.name) && self.address() == spec.name,
        }
    }

    /// The field that a lone text in the place of a contact stands for.
    fn address(&self) -> &'static str {
        self.address.get_or_init(|| {
            let text = Text::of(self.node).map_or("", Text::value);
            let contact = ContactText::parse(text);
            contact.values.first().and_then(|value| value.kind.field()).unwrap_or_default()
        })
    }

    /// The value of a field that is not there.
    fn default(&self, field: &RecordField) -> Option<Val<'t>> {
        match (self.shape.block.name, field.spec?.name) {
            ("vendor", "status") => Some(Val::text(DEFAULT_STATUS.word())),
            // A `lei` is a registration number of that type.
            ("registration_id", "type") if self.key == "lei" => Some(Val::text("lei")),
            _ => None,
        }
    }

    /// The fields that start with `x-`, as they were typed.
    fn own(&self) -> Option<Val<'t>> {
        let own = self.node.entries().filter_map(|(key, value)| {
            let name = key.text().filter(|name| name.starts_with("x-"))?;
            Some((Val::text(name), any(value)?))
        });
        Val::map(own.collect()).ok()
    }
}

/// A value of the manifest as what a field takes; nothing when it is blank or
/// something else, which the schema has already told.
fn value_of<'m, 't>(
    kind: &'static FieldKind,
    key: &'t str,
    value: Value<'t>,
) -> Option<FieldValue<'m, 't>> {
    if is_blank(value) {
        return None;
    }
    let text = || Text::of(value).map(Text::value);
    Some(FieldValue::Val(match kind {
        FieldKind::Text => Val::text(text()?),
        FieldKind::Bool => Val::Bool(value.as_bool()?),
        FieldKind::Int => Val::Int(value.as_int()?),
        FieldKind::Date => Val::Date(Date::understood(text()?)?.civil()),
        FieldKind::Word(words) => {
            let text = text()?;
            words.words.iter().any(|word| word == text).then(|| Val::text(text))?
        }
        FieldKind::Texts => {
            let entries = match value.kind() {
                syntax::NodeKind::Map => value
                    .entries()
                    .filter_map(|(key, value)| {
                        Some((Val::text(key.text()?), Val::text(Text::of(value)?.value())))
                    })
                    .collect(),
                _ => vec![(Val::text(""), Val::text(text()?))],
            };
            Val::map(entries).ok()?
        }
        FieldKind::Any => any(value)?,
        FieldKind::Record(shape) => {
            return Some(FieldValue::Record(Box::new(ManifestRecord::new(
                shape,
                value,
                key,
                RecordOrigin::Block,
            ))));
        }
        // The schema has no list of lists, and the rest is not typed.
        FieldKind::List(_)
        | FieldKind::Vendors(_)
        | FieldKind::Places(_)
        | FieldKind::Own
        | FieldKind::Itself
        | FieldKind::Key(_) => return None,
    }))
}

/// A value as it was typed, whatever it is. The caps on what a file holds
/// bound the depth and the size, aliases included.
fn any(value: Value<'_>) -> Option<Val<'_>> {
    Some(match value.kind() {
        syntax::NodeKind::Null => Val::Null,
        syntax::NodeKind::Bool(value) => Val::Bool(value),
        syntax::NodeKind::Int(value) => Val::Int(value),
        syntax::NodeKind::Float(value) => Val::Double(value),
        syntax::NodeKind::Str => Val::text(value.as_str()?),
        syntax::NodeKind::Seq => {
            Val::owned_list(value.items().map(any).collect::<Option<_>>()?).ok()?
        }
        syntax::NodeKind::Map => {
            let entries =
                value.entries().map(|(key, value)| Some((Val::text(key.text()?), any(value)?)));
            Val::map(entries.collect::<Option<_>>()?).ok()?
        }
    })
}

impl Record for ManifestRecord<'_, '_> {
    fn get(&self, field: usize) -> Option<Val<'_>> {
        let mut place = &self.fields_read;
        while let Some(slot) = place.get() {
            if slot.field == field {
                return slot.value.as_ref().map(ToVal::to_val);
            }
            place = &slot.next;
        }
        let value = self.read(field);
        let slot =
            place.get_or_init(|| Box::new(ReadField { field, value, next: OnceCell::new() }));
        slot.value.as_ref().map(ToVal::to_val)
    }

    fn ask(&self, question: &dyn Any) -> Option<Val<'_>> {
        let question = question.downcast_ref::<RecordQuestion>()?;
        match self.origin {
            RecordOrigin::Place(vendor, index) => meaning::of_place(vendor, index, question),
            RecordOrigin::Vendor(vendor) => meaning::of_vendor(vendor, question),
            RecordOrigin::Manifest(manifest) => meaning::of_manifest(manifest, question),
            RecordOrigin::Block => None,
        }
    }
}

impl ToVal for FieldValue<'_, '_> {
    fn to_val(&self) -> Val<'_> {
        match self {
            Self::Val(value) => value.clone(),
            Self::Record(record) => Val::Record(&**record),
            Self::List(list) => Val::list(list),
            Self::Vendors(vendors) => Val::list(vendors),
        }
    }
}

impl Sequence for VendorSequence<'_, '_> {
    fn count(&self) -> usize {
        self.list.len()
    }

    fn nth(&self, index: usize) -> Option<Val<'_>> {
        let vendor = self.list.get(index)?;
        let record = self.records.get(index)?.get_or_init(|| ManifestRecord::vendor(vendor));
        Some(Val::Record(record))
    }
}
