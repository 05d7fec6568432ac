//! The records that expressions see, made from the table of fields.
//!
//! The table of fields says which fields there are, how they are spelled and what
//! they take; this module gives each its type in expressions.

use crate::cel::{Field, RecordType, Type, Vocabulary};
use crate::manifest::Status;
use crate::manifest::fields::{
    self, BLOCKS, BlockId, FieldBlock, FieldRelation, FieldSpec, FieldType, VendorKey, VendorKeys,
};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A kind of record: what the checker knows of it, and how it is read.
#[derive(Debug)]
pub(super) struct RecordShape {
    /// The block of the table that it is made of.
    pub(super) block: &'static FieldBlock,
    /// Its type for the checker. The fields are those below, in their order.
    pub(super) ty: Arc<RecordType>,
    /// The reading of each field.
    pub(super) fields: Vec<RecordField>,
}

/// A field of a record.
#[derive(Debug)]
pub(super) struct RecordField {
    /// The field of the table; none for what expressions see besides.
    pub(super) spec: Option<&'static FieldSpec>,
    /// The keys that it is typed under.
    pub(super) keys: Vec<KeyPath>,
    /// The same as keys of a vendor, where all of them are.
    pub(super) vendor_keys: Option<VendorKeys>,
    /// The kind of its value.
    pub(super) kind: FieldKind,
}

/// A key, or the way to one inside of a block.
#[derive(Debug)]
pub(super) struct KeyPath {
    /// The key of the record itself.
    pub(super) outer: &'static str,
    /// The key inside of the block under that key.
    pub(super) inner: Option<&'static str>,
}

impl KeyPath {
    /// Reads a key; a dot leads into a block.
    fn parse(path: &'static str) -> Self {
        match path.split_once('.') {
            None => Self { outer: path, inner: None },
            Some((outer, inner)) => Self { outer, inner: Some(inner) },
        }
    }
}

/// The kind of value that a field becomes.
#[derive(Clone, Debug)]
pub(super) enum FieldKind {
    /// A text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A day.
    Date,
    /// Whatever it is.
    Any,
    /// A text out of a closed list.
    Word(Arc<Vocabulary>),
    /// Texts by their keys; a lone text stands under the empty one.
    Texts,
    /// A block.
    Record(Arc<RecordShape>),
    /// A list; something that is no list is its only element.
    List(Box<FieldKind>),
    /// The entries of one of the two lists of vendors.
    Vendors(Arc<RecordShape>),
    /// The places of a vendor.
    Places(Arc<RecordShape>),
    /// The fields that start with `x-`.
    Own,
    /// The one text that stands in the place of a block.
    Itself,
    /// The key that a block stands under, out of a closed list.
    Key(Arc<Vocabulary>),
}

/// The name of the field with all that is in `x-` fields.
pub(super) const OWN: &str = "x";

/// The status of a vendor that states none.
pub(super) const DEFAULT_STATUS: Status = Status::Active;

/// Every shape; the others are reached through the first.
#[derive(Debug)]
pub(super) struct Shapes {
    pub(super) manifest: Arc<RecordShape>,
    pub(super) vendor: Arc<RecordShape>,
    pub(super) location: Arc<RecordShape>,
}

/// The shapes. They are made when the first expression asks for them.
pub(super) fn shapes() -> &'static Shapes {
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    SHAPES.get_or_init(|| {
        let mut builder = ShapeBuilder { made: Vec::new() };
        Shapes {
            manifest: builder.record(fields::MANIFEST),
            vendor: builder.record(fields::VENDOR),
            location: builder.record(fields::LOCATION),
        }
    })
}

struct ShapeBuilder {
    made: Vec<(BlockId, Arc<RecordShape>)>,
}

impl ShapeBuilder {
    fn record(&mut self, id: BlockId) -> Arc<RecordShape> {
        if let Some((_, shape)) = self.made.iter().find(|(known, _)| *known == id) {
            return Arc::clone(shape);
        }
        let block = id.block();
        let mut fields: Vec<(&'static str, RecordField)> =
            Vec::with_capacity(block.fields.len() + 3);
        for spec in block.fields {
            // `location` is one item of `locations`.
            if matches!(spec.relation, FieldRelation::ItemOf(_)) {
                continue;
            }
            let keys: Vec<_> = spec.spellings.iter().map(|key| KeyPath::parse(key)).collect();
            let kind = self.kind(id, &spec.takes);
            let vendor_keys = match id {
                fields::VENDOR => keys.iter().map(|key| VendorKey::parse(key.outer)).collect(),
                _ => None,
            };
            fields.push((spec.name, RecordField { spec: Some(spec), keys, vendor_keys, kind }));
        }
        let mut add = |name: &'static str, kind| {
            fields.push((
                name,
                RecordField { spec: None, keys: Vec::new(), vendor_keys: None, kind },
            ));
        };
        if let Some(name) = block.typed_as {
            add(name, FieldKind::Itself);
        }
        if id == fields::CONTACT {
            add("kind", FieldKind::Key(vocabulary("kind", &contact_keys())));
        }
        add(OWN, FieldKind::Own);
        let declared =
            fields.iter().map(|(name, field)| Field { name: (*name).into(), ty: field.kind.ty() });
        let ty = RecordType { name: block.name.into(), fields: declared.collect() };
        let fields = fields.into_iter().map(|(_, field)| field).collect();
        let shape = Arc::new(RecordShape { block, ty: Arc::new(ty), fields });
        self.made.push((id, Arc::clone(&shape)));
        shape
    }

    /// The kind that the values of a field of a block become.
    fn kind(&mut self, holder: BlockId, takes: &'static FieldType) -> FieldKind {
        match takes {
            FieldType::Text => FieldKind::Text,
            FieldType::Flag => FieldKind::Bool,
            FieldType::Int => FieldKind::Int,
            FieldType::Date => FieldKind::Date,
            FieldType::Any => FieldKind::Any,
            FieldType::Word { name, words } => FieldKind::Word(vocabulary(name, words)),
            FieldType::TextMap => FieldKind::Texts,
            FieldType::Block(id) => FieldKind::Record(self.record(*id)),
            // The model has read these two.
            FieldType::List(FieldType::Block(id)) if *id == fields::VENDOR => {
                FieldKind::Vendors(self.record(*id))
            }
            FieldType::List(FieldType::Block(id))
                if *id == fields::LOCATION && holder == fields::VENDOR =>
            {
                FieldKind::Places(self.record(*id))
            }
            FieldType::List(item) => FieldKind::List(Box::new(self.kind(holder, item))),
        }
    }
}

/// The keys that a contact stands under, lists of contacts aside.
fn contact_keys() -> Vec<&'static str> {
    let mut keys = Vec::new();
    for block in &BLOCKS {
        for field in block.fields {
            let is_list = block
                .fields
                .iter()
                .any(|other| other.relation == FieldRelation::ItemOf(field.name));
            if field.takes.block() == Some(fields::CONTACT)
                && !is_list
                && !keys.contains(&field.name)
            {
                keys.push(field.name);
            }
        }
    }
    keys.sort_unstable();
    keys
}

fn vocabulary(name: &'static str, words: &[&'static str]) -> Arc<Vocabulary> {
    let words = words.iter().map(|word| Cow::Borrowed(*word)).collect();
    Arc::new(Vocabulary { name: name.into(), words })
}

impl FieldKind {
    /// The type that the checker gives it.
    fn ty(&self) -> Type {
        match self {
            Self::Text | Self::Itself => Type::Text,
            Self::Bool => Type::Bool,
            Self::Int => Type::Int,
            Self::Date => Type::Date,
            Self::Any => Type::Dyn,
            Self::Word(words) | Self::Key(words) => Type::Word(Arc::clone(words)),
            Self::Texts => Type::map(Type::Text, Type::Text),
            Self::Own => Type::map(Type::Text, Type::Dyn),
            Self::Record(shape) => Type::Record(Arc::clone(&shape.ty)),
            Self::List(element) => Type::list(element.ty()),
            Self::Vendors(shape) | Self::Places(shape) => {
                Type::list(Type::Record(Arc::clone(&shape.ty)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{ClosedVocabulary as _, schema};

    fn shown(shape: &RecordShape, field: &str) -> String {
        let found = shape.ty.fields.iter().find(|known| known.name == field);
        found.map_or_else(|| "none".to_owned(), |found| found.ty.to_string())
    }

    #[test]
    fn every_field_of_the_table_can_be_reached() {
        let mut builder = ShapeBuilder { made: Vec::new() };
        builder.record(fields::MANIFEST);
        // Every record is a field of another one, so nothing is out of reach.
        assert_eq!(builder.made.len(), BLOCKS.len());
        for (id, shape) in &builder.made {
            for key in id.block().fields {
                let reads =
                    |field: &RecordField| field.keys.iter().any(|known| known.outer == key.name);
                let known = shape.fields.iter().any(reads);
                assert!(known, "no field of `{}` reads `{}`", id.block().name, key.name);
            }
        }
        assert_eq!(contact_keys(), ["contact", "contact_person", "dpo", "representative"]);
    }

    #[test]
    fn fields_have_the_types_that_the_schema_gives_them() {
        let Shapes { manifest, vendor, location } = shapes();
        for (shape, field, ty) in [
            (manifest, "$schema", "string"),
            (manifest, "version", "int"),
            (manifest, "last_updated", "date"),
            (manifest, "organization", "organization"),
            (manifest, "change_notice", "change_notice"),
            (manifest, "residency", "list(residency)"),
            (manifest, "claims", "list(claim)"),
            (manifest, "declares_none", "bool"),
            (manifest, "subprocessors", "list(vendor)"),
            (manifest, "other_recipients", "list(vendor)"),
            (manifest, "notes", "map(string, string)"),
            (vendor, "name", "string"),
            (vendor, "services", "list(string)"),
            (vendor, "category", "list(string)"),
            (vendor, "affiliate", "bool"),
            (vendor, "registration_id", "list(registration_id)"),
            (vendor, "address", "address"),
            (vendor, "locations", "list(location)"),
            (vendor, "contacts", "list(contact)"),
            (vendor, "dpo", "contact"),
            (vendor, "links", "vendor_links"),
            (vendor, "special_categories", "list(string)"),
            (vendor, "audiences", "list(string)"),
            (vendor, "opt_out", "opt_out"),
            (vendor, "transfer", "list(transfer)"),
            (vendor, "chain_rank", "int"),
            (vendor, "certifications", "list(certification)"),
            (vendor, "ict_service_type", "list(string)"),
            (vendor, "notes", "string"),
            (vendor, "x", "map(string, dyn)"),
            (vendor, "location", "none"),
            (location, "activity", "list(string)"),
            (location, "data", "list(string)"),
        ] {
            assert_eq!(shown(shape, field), ty, "{field}");
        }
    }

    #[test]
    fn the_defaults_of_the_schema_are_those_of_the_model() {
        let full: serde_json::Value = serde_json::from_str(schema::MANIFEST_SCHEMA).unwrap();
        let default = &full["$defs"]["vendor"]["properties"]["status"]["default"];
        assert_eq!(default, DEFAULT_STATUS.word());
    }
}
