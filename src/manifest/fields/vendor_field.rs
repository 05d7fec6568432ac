//! A field of a vendor that a policy names, looked up once.

use super::stated::says;
use super::table::{FieldSpec, FieldType, VENDOR, VendorKey};
use crate::manifest::text::is_blank;
use crate::syntax::Value;

/// A field of a vendor with every path that states it.
#[derive(Clone, Debug)]
pub struct VendorField {
    /// Its dotted path, as it was named.
    pub name: String,
    /// The field of the table; none for `x-` fields and for paths into lists.
    spec: Option<&'static FieldSpec>,
    /// See [`VendorField::key`].
    key: &'static str,
    /// The paths that state it.
    pub paths: Vec<String>,
    /// The keys that these paths start with, if all of them are of the table.
    keys: Option<VendorKeys>,
}

impl VendorField {
    /// Looks up a dotted path, in any spelling.
    #[must_use]
    pub fn named(path: &str) -> Self {
        let spellings = VENDOR.block().spellings(path).ok();
        let spec = spellings.as_ref().and_then(|_| field_of(path));
        let paths = spellings.unwrap_or_else(|| vec![path.to_owned()]);
        let first = |path: &String| VendorKey::parse(path.split('.').next().unwrap_or(path));
        let keys: Option<Vec<VendorKey>> = paths.iter().map(first).collect();
        let keys = keys.map(|keys| keys.into_iter().collect());
        let key = spec.filter(|_| !path.contains('.')).map_or("", |spec| spec.name);
        Self { name: path.to_owned(), spec, key, paths, keys }
    }

    /// The canonical key of a field at the top of the entry: `locations` for
    /// `location`; empty for any other path.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// False if an entry with these keys has none of the paths.
    #[must_use]
    pub fn may_be_in(&self, keys: VendorKeys) -> bool {
        self.keys.is_none_or(|own| own.intersects(keys))
    }

    /// The keys of the entry that its paths start with; nothing if one is not of the table.
    #[must_use]
    pub fn first_keys(&self) -> Option<VendorKeys> {
        self.keys
    }

    /// True if a value at one of the paths says something.
    #[must_use]
    pub fn says(&self, value: Value<'_>) -> bool {
        self.spec.map_or_else(|| !is_blank(value), |spec| says(spec, value))
    }
}

/// The field at the end of a path through blocks.
fn field_of(path: &str) -> Option<&'static FieldSpec> {
    let mut steps = path.split('.');
    let mut field = VENDOR.block().find(steps.next()?)?;
    for step in steps {
        let FieldType::Block(block) = field.takes else { return None };
        field = block.block().find(step)?;
    }
    Some(field)
}

/// A set of keys of a vendor.
#[derive(Clone, Copy, Debug, Default)]
pub struct VendorKeys([u64; 2]);

impl VendorKeys {
    /// Adds a key.
    pub fn insert(&mut self, key: VendorKey) {
        let key = key as usize;
        self.0[key / 64] |= 1 << (key % 64);
    }

    /// True if a key is in the set.
    #[must_use]
    pub fn contains(self, key: VendorKey) -> bool {
        let key = key as usize;
        self.0[key / 64] & (1 << (key % 64)) != 0
    }

    /// The number of keys in the set that come before a key in the table.
    #[must_use]
    pub fn before(self, key: VendorKey) -> usize {
        let key = key as usize;
        let below = (1 << (key % 64)) - 1;
        let first = if key < 64 { self.0[0] & below } else { self.0[0] };
        let second = if key < 64 { 0 } else { self.0[1] & below };
        (first.count_ones() + second.count_ones()) as usize
    }

    /// The keys of both sets.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    /// True if the sets share a key.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        (self.0[0] & other.0[0]) | (self.0[1] & other.0[1]) != 0
    }
}

impl FromIterator<VendorKey> for VendorKeys {
    fn from_iter<I: IntoIterator<Item = VendorKey>>(keys: I) -> Self {
        let mut set = Self::default();
        keys.into_iter().for_each(|key| set.insert(key));
        set
    }
}
