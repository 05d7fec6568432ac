//! A quick first look at a word, before it is looked up in a list.

/// The pairs of ASCII letters that the entries of a list start with. Most words
/// start like none of them.
pub(crate) struct Pairs([u32; 26]);

impl Pairs {
    /// The pairs of a list of folded words or phrases.
    pub(crate) const fn of(list: &[&str]) -> Self {
        let mut pairs = Self([0; 26]);
        let mut at = 0;
        while at < list.len() {
            pairs = pairs.with(list[at]);
            at += 1;
        }
        pairs
    }

    /// The same with one more entry.
    pub(crate) const fn with(mut self, entry: &str) -> Self {
        if let [first @ b'a'..=b'z', second @ b'a'..=b'z', ..] = entry.as_bytes() {
            self.0[(*first - b'a') as usize] |= 1 << (*second - b'a');
        }
        self
    }

    /// Whether an entry may start like a text, in any case; false only if none
    /// does.
    pub(crate) const fn may_start(&self, text: &[u8]) -> bool {
        match text {
            [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                let second = (*second | 0x20) - b'a';
                self.0[((*first | 0x20) - b'a') as usize] & (1 << second) != 0
            }
            _ => true,
        }
    }
}
