//! The table: blocks, their fields, and the look-ups over them.

include!(concat!(env!("OUT_DIR"), "/fields.rs"));

/// A kind of mapping: the document, a vendor, a contact.
#[derive(Debug)]
pub struct FieldBlock {
    /// Its name in the schema; `manifest` for the document.
    pub name: &'static str,
    /// Its fields, every key of the schema, sorted.
    pub fields: &'static [FieldSpec],
    /// The fields that a lone text in its place stands for.
    pub text_is: &'static [&'static str],
    /// The field that a truth value in its place stands for.
    pub flag_is: Option<&'static str>,
    /// The name of such a text for expressions.
    pub typed_as: Option<&'static str>,
    /// One of these has to be there for the block to say something; any value
    /// does when empty.
    pub stated_by: &'static [&'static str],
}

/// The place of a block in [`BLOCKS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockId(usize);

/// A key of a block.
#[derive(Debug)]
pub struct FieldSpec {
    /// The key.
    pub name: &'static str,
    /// The other field that it belongs to.
    pub relation: FieldRelation,
    /// The keys that state it, as dotted paths from its block.
    pub spellings: &'static [&'static str],
    /// Keys that are read as this one, though the schema refuses them.
    pub also_read: &'static [&'static str],
    /// The type of its value.
    pub takes: FieldType,
    /// True if an empty list is a statement and not a blank.
    pub empty_list_is_answer: bool,
    /// A sentence for those who fill it in.
    pub description: &'static str,
}

/// The relation of a key to another field of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldRelation {
    /// A field of its own.
    Itself,
    /// One item of a list, typed without the list.
    ItemOf(&'static str),
    /// An item of a list of a special kind.
    KindOf(&'static str),
    /// Another name of a field, given as a dotted path.
    SameAs(&'static str),
}

/// The type of a value.
#[derive(Debug)]
pub enum FieldType {
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Int,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A text or a truth value.
    Any,
    /// A text out of a closed list.
    Word {
        /// The name of the list.
        name: &'static str,
        /// The words, in the order of the schema.
        words: &'static [&'static str],
    },
    /// Texts by their keys, or one text.
    TextMap,
    /// A mapping.
    Block(BlockId),
    /// A list; a value that is no list is its only item.
    List(&'static FieldType),
}

impl BlockId {
    /// The block.
    #[must_use]
    pub fn block(self) -> &'static FieldBlock {
        &BLOCKS[self.0]
    }
}

impl FieldBlock {
    /// The field with exactly this key.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<&'static FieldSpec> {
        let at = self.fields.binary_search_by(|field| field.name.cmp(key)).ok()?;
        Some(&self.fields[at])
    }

    /// The field that a key states, in any spelling: `locations` for `location`.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&'static FieldSpec> {
        let also_read = || self.fields.iter().find(|field| field.also_read.contains(&key));
        let field = self.key(key).or_else(also_read)?;
        match field.relation {
            FieldRelation::ItemOf(list) => self.key(list),
            FieldRelation::Itself | FieldRelation::KindOf(_) | FieldRelation::SameAs(_) => {
                Some(field)
            }
        }
    }

    /// The keys under which a dotted path of fields may be typed.
    ///
    /// # Errors
    /// The fields that there are in the block where the path fails; none when that
    /// is no block.
    pub fn spellings(&self, path: &str) -> Result<Vec<String>, Vec<&'static str>> {
        let (step, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
        if step.starts_with("x-") {
            return Ok(vec![path.to_owned()]);
        }
        let field = self.find(step).ok_or_else(|| self.names().collect::<Vec<_>>())?;
        let keys = field.spellings.iter().map(|key| (*key).to_owned());
        let Some(rest) = rest else { return Ok(keys.collect()) };
        let FieldType::Block(block) = field.takes else { return Err(Vec::new()) };
        let below = block.block().spellings(rest)?;
        let long = keys.flat_map(|key| below.iter().map(move |rest| format!("{key}.{rest}")));
        let is_same = |field: &&FieldSpec| matches!(field.relation, FieldRelation::SameAs(other) if other == path);
        let short = self.fields.iter().filter(is_same).map(|field| field.name.to_owned());
        Ok(long.chain(short).collect())
    }

    /// The fields without the singulars of lists.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        let is_item = |field: &&FieldSpec| matches!(field.relation, FieldRelation::ItemOf(_));
        self.fields.iter().filter(move |field| !is_item(field)).map(|field| field.name)
    }
}

impl FieldSpec {
    /// The list that its value belongs to, as the key of the block: `contacts`
    /// for `dpo`, `links` for `website`, and the field itself otherwise.
    #[must_use]
    pub fn list(&self) -> &'static str {
        match self.relation {
            FieldRelation::ItemOf(list) | FieldRelation::KindOf(list) => list,
            FieldRelation::SameAs(path) => path.split('.').next().unwrap_or(path),
            FieldRelation::Itself => self.name,
        }
    }
}

impl FieldSpec {
    /// True if its value is one contact or several.
    #[must_use]
    pub fn states_contact(&self) -> bool {
        self.takes.block() == Some(CONTACT)
    }
}

impl FieldType {
    /// The block that it is, or that its items are.
    #[must_use]
    pub fn block(&self) -> Option<BlockId> {
        match self {
            Self::Block(block) => Some(*block),
            Self::List(item) => item.block(),
            _ => None,
        }
    }
}

/// The description of a field of a vendor or, failing that, of the document,
/// given as a dotted path.
#[must_use]
pub fn description_of(path: &str) -> Option<&'static str> {
    [VENDOR, MANIFEST].iter().find_map(|block| Some(field_at(block.block(), path)?.description))
}

/// The field at the end of a dotted path, under its own key.
pub fn field_at(block: &FieldBlock, path: &str) -> Option<&'static FieldSpec> {
    let Some((step, rest)) = path.split_once('.') else { return block.key(path) };
    field_at(block.key(step)?.takes.block()?.block(), rest)
}

impl VendorKey {
    /// The key with this text.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::parse_key(key)
    }

    /// Its field.
    #[cfg(test)]
    #[must_use]
    pub fn field(self) -> &'static FieldSpec {
        &VENDOR.block().fields[self as usize]
    }

    /// The list of which it is one item, or the key itself.
    #[must_use]
    pub fn list(self) -> Self {
        LIST_KEYS[self as usize]
    }
}
