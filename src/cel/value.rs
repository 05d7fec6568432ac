//! The values that expressions compute with, borrowed from what they read.

use super::fuel::{Fuel, OutOfFuel};
use jiff::civil::Date;
use std::any::Any;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// A value. What comes from a manifest or from the expression itself is
/// borrowed; only what an evaluation makes is owned, and shared when copied.
#[derive(Clone)]
pub enum Val<'t> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Double(f64),
    /// A text.
    Text(CelText<'t>),
    /// A calendar day.
    Date(Date),
    /// A list.
    List(List<'t>),
    /// Values under keys.
    Map(Map<'t>),
    /// A thing with declared fields.
    Record(&'t dyn Record),
}

/// A text, borrowed or made.
#[derive(Clone)]
pub enum CelText<'t> {
    /// Part of what was read.
    Borrowed(&'t str),
    /// Made by an evaluation.
    Owned(Rc<str>),
}

/// A thing with the fields that its [`super::RecordType`] declares.
pub trait Record {
    /// The value of a field, told by its place in the declaration; `None`
    /// when the field is absent. The value has the declared type.
    fn get(&self, field: usize) -> Option<Val<'_>>;

    /// The answer to a question that only the functions of the embedding
    /// program put, in a type of its own; `None` when it has no answer.
    fn ask(&self, question: &dyn Any) -> Option<Val<'_>> {
        let _ = question;
        None
    }
}

/// A list that is read in place.
pub trait Sequence {
    /// Number of elements.
    fn count(&self) -> usize;
    /// The element at a place below the count.
    fn nth(&self, index: usize) -> Option<Val<'_>>;
    /// Nesting depth of lists in it, itself included.
    fn depth(&self) -> usize {
        1
    }
}

/// A type that can be read as a value in place.
pub trait ToVal {
    /// The value.
    fn to_val(&self) -> Val<'_>;
}

/// A list, borrowed or made.
#[derive(Clone)]
pub enum List<'t> {
    /// Part of what was read.
    Borrowed(&'t dyn Sequence),
    /// Made by an evaluation.
    Owned(Rc<OwnedList<'t>>),
}

/// A list that an evaluation made.
pub struct OwnedList<'t> {
    items: Vec<Val<'t>>,
    depth: usize,
}

/// Values under keys, in the order written.
#[derive(Clone)]
pub struct Map<'t>(Rc<OwnedMap<'t>>);

struct OwnedMap<'t> {
    entries: Vec<(Val<'t>, Val<'t>)>,
    depth: usize,
}

/// Maximum nesting depth of lists and maps in a value.
pub const MAX_NESTING: usize = 64;

/// A list or map would nest more than [`MAX_NESTING`] levels deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooDeep;

impl<T: Record> ToVal for T {
    fn to_val(&self) -> Val<'_> {
        Val::Record(self)
    }
}

impl ToVal for String {
    fn to_val(&self) -> Val<'_> {
        Val::text(self)
    }
}

impl ToVal for &str {
    fn to_val(&self) -> Val<'_> {
        Val::text(self)
    }
}

impl ToVal for bool {
    fn to_val(&self) -> Val<'_> {
        Val::Bool(*self)
    }
}

impl ToVal for i64 {
    fn to_val(&self) -> Val<'_> {
        Val::Int(*self)
    }
}

impl ToVal for Date {
    fn to_val(&self) -> Val<'_> {
        Val::Date(*self)
    }
}

impl<T: ToVal> Sequence for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn nth(&self, index: usize) -> Option<Val<'_>> {
        self.get(index).map(ToVal::to_val)
    }
}

impl<'t> Val<'t> {
    /// A text that is read in place.
    #[must_use]
    pub fn text(text: &'t str) -> Self {
        Self::Text(CelText::Borrowed(text))
    }

    /// A text that was made.
    #[must_use]
    pub fn owned_text(text: impl Into<Rc<str>>) -> Self {
        Self::Text(CelText::Owned(text.into()))
    }

    /// A list that is read in place.
    #[must_use]
    pub fn list(list: &'t dyn Sequence) -> Self {
        Self::List(List::Borrowed(list))
    }

    /// A list that was made.
    ///
    /// # Errors
    /// When lists would nest too deep in it.
    pub fn owned_list(items: Vec<Val<'t>>) -> Result<Self, TooDeep> {
        let depth = nesting(items.iter())?;
        Ok(Self::List(List::Owned(Rc::new(OwnedList { items, depth }))))
    }

    /// A map that was made. Keys are told apart by the caller.
    ///
    /// # Errors
    /// When values would nest too deep in it.
    pub fn map(entries: Vec<(Val<'t>, Val<'t>)>) -> Result<Self, TooDeep> {
        let depth = nesting(entries.iter().map(|(_, value)| value))?;
        Ok(Self::Map(Map(Rc::new(OwnedMap { entries, depth }))))
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The CEL name of its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Double(_) => "double",
            Self::Text(_) => "string",
            Self::Date(_) => "date",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Record(_) => "record",
        }
    }

    fn nesting(&self) -> usize {
        match self {
            Self::List(list) => list.depth(),
            Self::Map(map) => map.0.depth,
            _ => 0,
        }
    }

    /// True if two values are equal: numbers by their place on the number
    /// line, whatever their types; lists and maps by their elements; values of
    /// other different types never.
    pub(super) fn equals(&self, other: &Val<'_>, fuel: &mut Fuel) -> Result<bool, OutOfFuel> {
        Ok(match (self, other) {
            (Self::Text(a), Val::Text(b)) => {
                fuel.spend_bytes(a.len().min(b.len()))?;
                **a == **b
            }
            (Self::Bool(a), Val::Bool(b)) => a == b,
            (Self::Date(a), Val::Date(b)) => a == b,
            (Self::Null, Val::Null) => true,
            (Self::List(a), Val::List(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for index in 0..a.len() {
                    fuel.spend(1)?;
                    let (Some(a), Some(b)) = (a.get(index), b.get(index)) else { return Ok(false) };
                    if !a.equals(&b, fuel)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Self::Map(a), Val::Map(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (key, value) in a.entries() {
                    match b.get(key, fuel)? {
                        Some(other) if value.equals(other, fuel)? => {}
                        _ => return Ok(false),
                    }
                }
                true
            }
            (a, b) => compare_numbers(a, b) == Some(Ordering::Equal),
        })
    }

    /// The order of two values of a type that has one, or of two numbers.
    /// The outer `None` is for values without an order, the inner one for a
    /// number that is none.
    pub(super) fn order(&self, other: &Val<'_>) -> Option<Option<Ordering>> {
        match (self, other) {
            (Self::Text(a), Val::Text(b)) => Some(Some((**a).cmp(&**b))),
            (Self::Bool(a), Val::Bool(b)) => Some(Some(a.cmp(b))),
            (Self::Date(a), Val::Date(b)) => Some(Some(a.cmp(b))),
            (Self::Int(_) | Self::Double(_), Val::Int(_) | Val::Double(_)) => {
                Some(compare_numbers(self, other))
            }
            _ => None,
        }
    }
}

fn nesting<'a, 't: 'a>(items: impl Iterator<Item = &'a Val<'t>>) -> Result<usize, TooDeep> {
    let depth = items.map(Val::nesting).max().unwrap_or(0) + 1;
    if depth > MAX_NESTING { Err(TooDeep) } else { Ok(depth) }
}

fn compare_numbers(a: &Val<'_>, b: &Val<'_>) -> Option<Ordering> {
    match (a, b) {
        (Val::Int(a), Val::Int(b)) => Some(a.cmp(b)),
        (Val::Double(a), Val::Double(b)) => a.partial_cmp(b),
        (Val::Int(a), Val::Double(b)) => compare_int_double(*a, *b),
        (Val::Double(a), Val::Int(b)) => compare_int_double(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

/// Near the ends of the range the whole number is rounded to a double first:
/// the conformance suite of CEL wants it so.
#[expect(clippy::cast_precision_loss, reason = "the comparison rounds by definition")]
fn compare_int_double(int: i64, double: f64) -> Option<Ordering> {
    (int as f64).partial_cmp(&double)
}

impl Deref for CelText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl<'t> List<'t> {
    /// Number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Borrowed(list) => list.count(),
            Self::Owned(list) => list.items.len(),
        }
    }

    /// True if there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at a place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Val<'t>> {
        match self {
            Self::Borrowed(list) => list.nth(index),
            Self::Owned(list) => list.items.get(index).cloned(),
        }
    }

    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = Val<'t>> + '_ {
        (0..self.len()).map_while(|index| self.get(index))
    }

    fn depth(&self) -> usize {
        match self {
            Self::Borrowed(list) => list.depth(),
            Self::Owned(list) => list.depth,
        }
    }
}

impl<'t> Map<'t> {
    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// True if there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// Keys and values in the order written.
    #[must_use]
    pub fn entries(&self) -> &[(Val<'t>, Val<'t>)] {
        &self.0.entries
    }

    /// The value under a key.
    pub(super) fn get(
        &self,
        key: &Val<'_>,
        fuel: &mut Fuel,
    ) -> Result<Option<&Val<'t>>, OutOfFuel> {
        for (known, value) in self.entries() {
            fuel.spend(1)?;
            if known.equals(key, fuel)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

impl fmt::Debug for Val<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Double(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{:?}", &**value),
            Self::Date(value) => write!(f, "date(\"{value}\")"),
            Self::List(list) => f.debug_list().entries(list.iter()).finish(),
            Self::Map(map) => f
                .debug_map()
                .entries(map.entries().iter().map(|(key, value)| (key, value)))
                .finish(),
            Self::Record(_) => f.write_str("record"),
        }
    }
}
