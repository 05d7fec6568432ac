//! The types that expressions are checked against before they run.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The type of an expression, a variable or a field.
#[derive(Clone, Debug)]
pub enum Type {
    /// Not known because it never matters: the elements of `[]`. It fits
    /// everywhere. After an error it keeps one mistake from being told twice.
    Unknown,
    /// Known only when the expression runs; fits everywhere but for records.
    Dyn,
    /// Only ever `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number of 64 bits.
    Int,
    /// A floating-point number of 64 bits.
    Double,
    /// A text.
    Text,
    /// A text out of a closed list of words.
    Word(Arc<Vocabulary>),
    /// A calendar day.
    Date,
    /// A list of values of one type.
    List(Arc<Type>),
    /// Values under keys.
    Map(Arc<Type>, Arc<Type>),
    /// A thing with declared fields, such as a vendor.
    Record(Arc<RecordType>),
    /// Anything at all; only parameters of functions have it.
    Any,
}

/// The words that a field may have, under the name that messages use.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// The name of the vocabulary, such as `status`.
    pub name: Cow<'static, str>,
    /// The words.
    pub words: Vec<Cow<'static, str>>,
}

/// A kind of record and its fields. A record is told by its name.
#[derive(Debug)]
pub struct RecordType {
    /// The name of the record type, such as `vendor`.
    pub name: Cow<'static, str>,
    /// Its fields; a field is asked for by its place in this list.
    pub fields: Vec<Field>,
}

/// A declared field. It may be absent in a record; a list or map that is
/// absent reads as an empty one.
#[derive(Debug)]
pub struct Field {
    /// The name after the dot.
    pub name: Cow<'static, str>,
    /// The type of its value when it is present.
    pub ty: Type,
}

impl Type {
    /// Lists of a type.
    #[must_use]
    pub fn list(element: Type) -> Self {
        Self::List(Arc::new(element))
    }

    /// Maps from one type to another.
    #[must_use]
    pub fn map(key: Type, value: Type) -> Self {
        Self::Map(Arc::new(key), Arc::new(value))
    }

    /// Records with these fields.
    #[must_use]
    pub fn record<'a>(name: &str, fields: impl IntoIterator<Item = (&'a str, Type)>) -> Self {
        let fields = fields
            .into_iter()
            .map(|(name, ty)| Field { name: name.to_owned().into(), ty })
            .collect();
        Self::Record(Arc::new(RecordType { name: name.to_owned().into(), fields }))
    }

    /// Texts out of a closed list.
    #[must_use]
    pub fn word<'a>(name: &str, words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = words.into_iter().map(|word| word.to_owned().into()).collect();
        Self::Word(Arc::new(Vocabulary { name: name.to_owned().into(), words }))
    }

    /// True if a value of this type may stand where another type is wanted.
    pub(super) fn fits(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (Self::Unknown, _) | (_, Self::Unknown | Self::Any) => true,
            (Self::Dyn, wanted) => !wanted.holds_record(),
            (_, Self::Dyn) => !self.holds_record(),
            (Self::Text | Self::Word(_), Self::Text | Self::Word(_)) => true,
            (Self::List(a), Self::List(b)) => a.fits(b),
            (Self::Map(a, b), Self::Map(c, d)) => a.fits(c) && b.fits(d),
            (Self::Record(a), Self::Record(b)) => a.name == b.name,
            _ => std::mem::discriminant(self) == std::mem::discriminant(wanted),
        }
    }

    /// The type that values of both types have, if one has.
    pub(super) fn join(&self, other: &Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Unknown, other) => other.clone(),
            (this, Self::Unknown) => this.clone(),
            (Self::Word(a), Self::Word(b)) if a == b => self.clone(),
            (Self::Text | Self::Word(_), Self::Text | Self::Word(_)) => Self::Text,
            (Self::List(a), Self::List(b)) => Self::list(a.join(b)?),
            (Self::Map(a, b), Self::Map(c, d)) => Self::map(a.join(c)?, b.join(d)?),
            (a, b) if a.fits(b) && b.fits(a) && !matches!(a, Self::Dyn) => a.clone(),
            (a, b) if a.holds_record() || b.holds_record() => return None,
            _ => Self::Dyn,
        })
    }

    /// True if a record is in it. Only the checker knows the fields of a
    /// record, so it never lets one hide in a `dyn`.
    pub(super) fn holds_record(&self) -> bool {
        match self {
            Self::Record(_) => true,
            Self::List(element) => element.holds_record(),
            Self::Map(_, value) => value.holds_record(),
            _ => false,
        }
    }

    /// True if `dyn` stands in it, so that the checker may not judge it.
    pub(super) fn is_dynamic(&self) -> bool {
        matches!(self, Self::Dyn | Self::Unknown | Self::Any)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown | Self::Dyn => f.write_str("dyn"),
            Self::Any => f.write_str("any"),
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Double => f.write_str("double"),
            Self::Text | Self::Word(_) => f.write_str("string"),
            Self::Date => f.write_str("date"),
            Self::List(element) => write!(f, "list({element})"),
            Self::Map(key, value) => write!(f, "map({key}, {value})"),
            Self::Record(record) => f.write_str(&record.name),
        }
    }
}
