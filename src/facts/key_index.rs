//! The places of keys in a list, by a hash that is computed when the program is compiled.

/// An index of the keys of a list: one look tells the place of a key, or nearly
/// always that it is none.
///
/// Each slot holds some bits of the hash and the place. A reading of 50,000 vendors
/// asks for 6 million keys, of which hardly any is known. A miss costs the hash, five
/// instructions a byte, and ten besides; a binary search in the same lists takes
/// 700 instructions, and a `phf::Map` 180 for its hash alone.
pub(crate) struct KeyIndex<const SLOTS: usize>([u32; SLOTS]);

/// A slot without a key.
const FREE: u32 = u32::MAX;

impl<const SLOTS: usize> KeyIndex<SLOTS> {
    /// No keys.
    pub(crate) const fn new() -> Self {
        assert!(SLOTS.is_power_of_two(), "slots are found by the low bits of a hash");
        Self([FREE; SLOTS])
    }

    /// The keys of a list.
    pub(crate) const fn of(keys: &[&str]) -> Self {
        let mut index = Self::new();
        let mut place = 0;
        while place < keys.len() {
            index.add(keys[place].as_bytes(), place);
            place += 1;
        }
        index
    }

    /// Adds a key that is not there yet.
    pub(crate) const fn add(&mut self, key: &[u8], place: usize) {
        self.add_hash(hash(key), place);
    }

    /// [`KeyIndex::add`] for a key whose hash was made with [`step`].
    pub(crate) const fn add_hash(&mut self, hash: u64, place: usize) {
        assert!(place < u16::MAX as usize && place * 4 < SLOTS * 3, "a quarter stays free");
        let (tag, mut slot) = Self::first(hash);
        while self.0[slot] != FREE {
            slot = (slot + 1) % SLOTS;
        }
        self.0[slot] = tag | place as u32;
    }

    /// The place of a key, in any case of its ASCII letters. `is_at` says whether the
    /// key stands at a place of the list.
    #[inline]
    pub(crate) fn find(
        &self,
        key: impl IntoIterator<Item = u8>,
        is_at: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        self.find_hash(key.into_iter().fold(START, step), is_at)
    }

    /// [`KeyIndex::find`] for a key whose hash was made with [`step`].
    #[inline]
    pub(crate) fn find_hash(&self, hash: u64, is_at: impl Fn(usize) -> bool) -> Option<usize> {
        let (tag, mut slot) = Self::first(hash);
        loop {
            let entry = self.0[slot];
            if entry == FREE {
                return None;
            }
            let place = (entry & PLACE) as usize;
            if entry & !PLACE == tag && is_at(place) {
                return Some(place);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// The bits that a slot holds of a hash, and the slot to look at first.
    const fn first(hash: u64) -> (u32, usize) {
        let hash = hash ^ (hash >> 29);
        ((hash >> 32) as u32 & !PLACE, hash as usize % SLOTS)
    }
}

/// True if two keys are the same, where the program is compiled.
pub(crate) const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The bits of a slot that hold the place.
const PLACE: u32 = 0xffff;

/// The hash of no bytes.
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a key.
pub(crate) const fn hash(key: &[u8]) -> u64 {
    let mut hash = START;
    let mut at = 0;
    while at < key.len() {
        hash = step(hash, key[at]);
        at += 1;
    }
    hash
}

/// The hash of the ASCII letters and digits of a text.
pub(crate) const fn letters_hash(text: &[u8]) -> u64 {
    let mut hash = START;
    let mut at = 0;
    while at < text.len() {
        if text[at].is_ascii_alphanumeric() {
            hash = step(hash, text[at]);
        }
        at += 1;
    }
    hash
}

/// Adds a byte to a hash: FNV-1a, of small letters. Nothing but the built-in lists is put
/// into an index, so nobody can crowd one.
#[inline]
pub(crate) const fn step(hash: u64, byte: u8) -> u64 {
    step_folded(hash, byte.to_ascii_lowercase())
}

/// [`step`] for what is no capital letter.
#[inline]
pub(crate) const fn step_folded(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_at_their_places_and_others_are_not() {
        const KEYS: &[&str] = &["aws", "google", "hetzner", "ovh", "", "b c", "été"];
        static INDEX: KeyIndex<16> = KeyIndex::of(KEYS);
        let find = |key: &str| INDEX.find(key.bytes(), |at| KEYS[at].eq_ignore_ascii_case(key));
        for (place, key) in KEYS.iter().enumerate() {
            assert_eq!(find(key), Some(place), "{key}");
        }
        assert_eq!(find("OVH"), Some(3));
        assert!((0..1000).all(|n| find(&format!("vendor {n}")).is_none()));
    }
}
