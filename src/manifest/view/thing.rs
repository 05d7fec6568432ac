//! A part of a manifest as a record that expressions read.
//!
//! Each field is worked out when it is first asked for, in one pass over the
//! keys of its block, and kept: whatever an expression repeats, a record is
//! read in time linear in its text.

use super::meaning::{self, Question};
use super::shape::{DEFAULT_STATUS, Field, Kind, Shape, shapes};
use crate::cel::{Record, Sequence, ToVal, Val};
use crate::manifest::{Manifest, Text, Vendor, Word as _, is_blank};
use crate::syntax::{self, Value};
use crate::values::contact::{ContactKind, ContactText};
use crate::values::date::Date;
use std::any::Any;
use std::cell::OnceCell;

/// A block of a manifest with the shape that it is read by.
pub(super) struct Thing<'m, 't> {
    shape: &'static Shape,
    node: Value<'t>,
    /// The key that it stands under.
    key: &'t str,
    origin: Origin<'m, 't>,
    /// What a lone text in the place of a contact is, once it was looked at.
    address: OnceCell<&'static str>,
    held: OnceCell<Box<Slot<'m, 't>>>,
}

/// A field that was asked for, and the next one. A rule asks for few fields, so
/// a chain of them is cheaper than a table of all; none is longer than the
/// list of fields.
struct Slot<'m, 't> {
    field: usize,
    value: Option<Held<'m, 't>>,
    next: OnceCell<Box<Slot<'m, 't>>>,
}

/// What the model knows of a block.
#[derive(Clone, Copy)]
enum Origin<'m, 't> {
    Manifest(&'m Manifest<'t>),
    Vendor(&'m Vendor<'t>),
    /// One of the vendor's places.
    Place(&'m Vendor<'t>, usize),
    Block,
}

/// A value that was worked out.
enum Held<'m, 't> {
    Val(Val<'t>),
    Thing(Box<Thing<'m, 't>>),
    List(Vec<Held<'m, 't>>),
    Vendors(Vendors<'m, 't>),
}

/// A list of vendors, each of which becomes a record when it is asked for.
struct Vendors<'m, 't> {
    list: &'m [Vendor<'t>],
    things: Box<[OnceCell<Thing<'m, 't>>]>,
}

impl<'m, 't> Thing<'m, 't> {
    pub(super) fn manifest(manifest: &'m Manifest<'t>) -> Self {
        Self::new(&shapes().manifest, manifest.root, "", Origin::Manifest(manifest))
    }

    pub(super) fn vendor(vendor: &'m Vendor<'t>) -> Self {
        Self::new(&shapes().vendor, vendor.node, "", Origin::Vendor(vendor))
    }

    fn new(shape: &'static Shape, node: Value<'t>, key: &'t str, origin: Origin<'m, 't>) -> Self {
        Self { shape, node, key, origin, address: OnceCell::new(), held: OnceCell::new() }
    }

    /// Works a field out.
    fn read(&self, place: usize) -> Option<Held<'m, 't>> {
        let field = self.shape.fields.get(place)?;
        match &field.kind {
            Kind::Vendors(_) => {
                let Origin::Manifest(manifest) = self.origin else { return None };
                let list = match field.keys.first().map(|key| key.outer.as_str()) {
                    Some("subprocessors") => &manifest.vendors,
                    _ => &manifest.other_recipients,
                };
                let things = std::iter::repeat_with(OnceCell::new).take(list.len()).collect();
                Some(Held::Vendors(Vendors { list, things }))
            }
            Kind::Places(shape) => {
                let Origin::Vendor(vendor) = self.origin else { return None };
                let places = vendor.places.iter().enumerate().map(|(index, place)| {
                    let origin = Origin::Place(vendor, index);
                    Held::Thing(Box::new(Self::new(shape, place.node, "", origin)))
                });
                Some(Held::List(places.collect()))
            }
            Kind::List(element) => {
                let mut list = Vec::new();
                for (key, value) in self.entries(field) {
                    match value.kind() {
                        syntax::Kind::Seq => {
                            list.extend(value.items().filter_map(|item| held(element, key, item)));
                        }
                        _ => list.extend(held(element, key, value)),
                    }
                }
                Some(Held::List(list))
            }
            Kind::Own => self.own().map(Held::Val),
            Kind::Itself => Text::of(self.node).map(|text| Held::Val(Val::text(text.value()))),
            Kind::Key(words) => {
                let known = words.words.iter().find(|word| *word == self.key);
                known.or(words.words.first()).map(|word| Held::Val(Val::owned_text(word.as_str())))
            }
            kind => self
                .entries(field)
                .find_map(|(key, value)| held(kind, key, value))
                .or_else(|| self.default(field).map(Held::Val)),
        }
    }

    /// The values that are typed under the keys of a field, in the order of
    /// the text; when the record was typed as one text, what that stands for.
    fn entries(&self, field: &'static Field) -> impl Iterator<Item = (&'t str, Value<'t>)> {
        let is_block = self.node.kind() == syntax::Kind::Map;
        let itself = (!is_block && self.stands_for(field)).then_some((self.key, self.node));
        let typed = self.node.entries().flat_map(move |(key, value)| {
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

    /// Whether a text in the place of the whole record is this field.
    fn stands_for(&self, field: &Field) -> bool {
        let Some(key) = field.keys.first() else { return false };
        match (self.shape.ty.name.as_str(), key.outer.as_str()) {
            ("vendor" | "certification", "name")
            | ("location", "text")
            | ("transfer", "mechanism")
            | ("registration_id", "value") => true,
            ("opt_out", "available") => self.node.as_bool().is_some(),
            ("opt_out", "how") => self.node.as_bool().is_none(),
            ("contact", kind @ ("email" | "url" | "phone")) => self.address() == kind,
            _ => false,
        }
    }

    /// The field that a lone text in the place of a contact stands for.
    fn address(&self) -> &'static str {
        self.address.get_or_init(|| {
            let text = Text::of(self.node).map_or("", Text::value);
            match ContactText::parse(text).values.first().map(|value| &value.kind) {
                Some(ContactKind::Email(_)) => "email",
                Some(ContactKind::Url(_)) => "url",
                Some(ContactKind::Phone(_)) => "phone",
                Some(ContactKind::None(_)) | None => "",
            }
        })
    }

    /// What a field is that nobody typed.
    fn default(&self, field: &Field) -> Option<Val<'t>> {
        match (self.shape.ty.name.as_str(), field.keys.first()?.outer.as_str()) {
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
fn held<'m, 't>(kind: &'static Kind, key: &'t str, value: Value<'t>) -> Option<Held<'m, 't>> {
    if is_blank(value) {
        return None;
    }
    let text = || Text::of(value).map(Text::value);
    Some(Held::Val(match kind {
        Kind::Text => Val::text(text()?),
        Kind::Bool => Val::Bool(value.as_bool()?),
        Kind::Int => Val::Int(value.as_int()?),
        Kind::Date => Val::Date(Date::parse(text()?).ok()?.civil()),
        Kind::Word(words) => {
            let text = text()?;
            words.words.iter().any(|word| word == text).then(|| Val::text(text))?
        }
        Kind::Texts => {
            let entries = match value.kind() {
                syntax::Kind::Map => value
                    .entries()
                    .filter_map(|(key, value)| {
                        Some((Val::text(key.text()?), Val::text(Text::of(value)?.value())))
                    })
                    .collect(),
                _ => vec![(Val::text(""), Val::text(text()?))],
            };
            Val::map(entries).ok()?
        }
        Kind::Any => any(value)?,
        Kind::Record(shape) => {
            return Some(Held::Thing(Box::new(Thing::new(shape, value, key, Origin::Block))));
        }
        // The schema has no list of lists, and the rest is not typed.
        Kind::List(_)
        | Kind::Vendors(_)
        | Kind::Places(_)
        | Kind::Own
        | Kind::Itself
        | Kind::Key(_) => return None,
    }))
}

/// A value as it was typed, whatever it is. The caps on what a file holds
/// bound the depth and the size, aliases included.
fn any(value: Value<'_>) -> Option<Val<'_>> {
    Some(match value.kind() {
        syntax::Kind::Null => Val::Null,
        syntax::Kind::Bool(value) => Val::Bool(value),
        syntax::Kind::Int(value) => Val::Int(value),
        syntax::Kind::Float(value) => Val::Double(value),
        syntax::Kind::Str => Val::text(value.as_str()?),
        syntax::Kind::Seq => {
            Val::owned_list(value.items().map(any).collect::<Option<_>>()?).ok()?
        }
        syntax::Kind::Map => {
            let entries =
                value.entries().map(|(key, value)| Some((Val::text(key.text()?), any(value)?)));
            Val::map(entries.collect::<Option<_>>()?).ok()?
        }
    })
}

impl Record for Thing<'_, '_> {
    fn get(&self, field: usize) -> Option<Val<'_>> {
        let mut place = &self.held;
        while let Some(slot) = place.get() {
            if slot.field == field {
                return slot.value.as_ref().map(ToVal::to_val);
            }
            place = &slot.next;
        }
        let value = self.read(field);
        let slot = place.get_or_init(|| Box::new(Slot { field, value, next: OnceCell::new() }));
        slot.value.as_ref().map(ToVal::to_val)
    }

    fn ask(&self, question: &dyn Any) -> Option<Val<'_>> {
        let question = question.downcast_ref::<Question>()?;
        match self.origin {
            Origin::Place(vendor, index) => meaning::of_place(vendor, index, question),
            Origin::Vendor(vendor) => meaning::of_vendor(vendor, question),
            Origin::Manifest(_) | Origin::Block => None,
        }
    }
}

impl ToVal for Held<'_, '_> {
    fn to_val(&self) -> Val<'_> {
        match self {
            Self::Val(value) => value.clone(),
            Self::Thing(thing) => Val::Record(&**thing),
            Self::List(list) => Val::list(list),
            Self::Vendors(vendors) => Val::list(vendors),
        }
    }
}

impl Sequence for Vendors<'_, '_> {
    fn count(&self) -> usize {
        self.list.len()
    }

    fn nth(&self, index: usize) -> Option<Val<'_>> {
        let vendor = self.list.get(index)?;
        let thing = self.things.get(index)?.get_or_init(|| Thing::vendor(vendor));
        Some(Val::Record(thing))
    }
}
