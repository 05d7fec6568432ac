//! Prefilters, which spare a look-up: nearly all texts are in
//! none of the lists, and most of those can be told from a few of their letters.

/// The first three ASCII letters of the entries of a list.
pub(crate) struct Starts([u32; 26 * 26]);

/// Marks two letters that an entry starts with before something other than a
/// letter. The bits below are those of the third letters.
const SHORT: u32 = 1 << 31;

impl Starts {
    /// The starts of a list of folded words or phrases.
    pub(crate) const fn of(list: &[&str]) -> Self {
        let mut starts = Self([0; 26 * 26]);
        let mut at = 0;
        while at < list.len() {
            starts.add(list[at].as_bytes());
            at += 1;
        }
        starts
    }

    /// Adds the start of another entry.
    pub(crate) const fn add(&mut self, entry: &[u8]) {
        if let [first @ b'a'..=b'z', second @ b'a'..=b'z', rest @ ..] = entry {
            self.0[(*first - b'a') as usize * 26 + (*second - b'a') as usize] |= match rest {
                [third @ b'a'..=b'z', ..] => 1 << (*third - b'a'),
                [_, ..] => SHORT,
                // A plural s may follow.
                [] => u32::MAX,
            };
        }
    }

    /// True if an entry may start like a text, in any case; false only if none
    /// does.
    pub(crate) const fn may_start(&self, text: &[u8]) -> bool {
        let [first, second, rest @ ..] = text else { return true };
        if !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() {
            return true;
        }
        let [first, second] = [(*first | 0x20) - b'a', (*second | 0x20) - b'a'];
        let thirds = self.0[first as usize * 26 + second as usize];
        match rest {
            [third, ..] if third.is_ascii_alphabetic() => {
                thirds & (1 << ((*third | 0x20) - b'a')) != 0
            }
            _ => thirds & SHORT != 0,
        }
    }

    /// [`Starts::may_start`] for entries that are compared without the signs between
    /// their letters.
    pub(crate) const fn may_start_letters(&self, text: &[u8]) -> bool {
        match text {
            [_, _, third, ..] if third.is_ascii_alphabetic() => self.may_start(text),
            [first, second, ..] => {
                let [first, second] = [(*first | 0x20) - b'a', (*second | 0x20) - b'a'];
                self.0[first as usize * 26 + second as usize] != 0
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_never_turned_away() {
        let list = ["health", "id", "ip address", "m.fl", "été", "24/7"];
        let starts = Starts::of(&list);
        for text in ["Health data", "HEALTH", "ids", "id", "IP address", "m.fl", "été", "24/7"] {
            assert!(starts.may_start(text.as_bytes()), "{text}");
        }
        for text in ["hello", "ipsum", "ipx", "data", "he"] {
            assert!(!starts.may_start(text.as_bytes()), "{text}");
        }
    }
}
