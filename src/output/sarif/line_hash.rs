//! The hash of a line by which GitHub follows an alert while code moves: a rolling hash of the
//! hundred UTF-16 units from its start on, blanks left out.
//!
//! GitHub computes it where a report has none, with the same algorithm
//! (`primaryLocationLineHash`); a report that brings it is matched without the file.

use std::collections::HashMap;

/// Units that a hash covers.
const BLOCK: usize = 100;

/// The base of the hash.
const BASE: u64 = 37;

/// The unit behind the last one.
const END: u16 = 65_535;

/// The hashes of some lines of a text, counted from 1.
pub(super) fn line_hashes(text: &str, wanted: impl Fn(usize) -> bool) -> HashMap<usize, String> {
    let mut hashes = LineHashes {
        window: [0; BLOCK],
        lines: [0; BLOCK],
        hash: 0,
        first: (0..BLOCK).fold(1, |power: u64, _| power.wrapping_mul(BASE)),
        index: 0,
        seen: HashMap::new(),
        found: HashMap::new(),
    };
    let (mut line, mut is_start, mut after_return) = (0, true, false);
    for unit in text.encode_utf16().chain([END]) {
        let is_blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        if is_blank || after_return && unit == u16::from(b'\n') {
            after_return = false;
            continue;
        }
        after_return = unit == u16::from(b'\r');
        let unit = if after_return { u16::from(b'\n') } else { unit };
        hashes.leave(&wanted);
        if is_start {
            line += 1;
            hashes.lines[hashes.index] = line;
        }
        is_start = unit == u16::from(b'\n');
        hashes.push(unit);
    }
    for _ in 0..BLOCK {
        hashes.leave(&wanted);
        hashes.push(0);
    }
    hashes.found
}

/// A window that rolls over the units of a text.
struct LineHashes {
    window: [u16; BLOCK],
    /// The line that starts at each unit of the window; 0 if none does.
    lines: [usize; BLOCK],
    hash: u64,
    /// The weight of the unit that leaves the window.
    first: u64,
    index: usize,
    /// The number of times that each hash was found.
    seen: HashMap<u64, usize>,
    found: HashMap<usize, String>,
}

impl LineHashes {
    /// Notes the hash of the line that starts at the unit which leaves the window.
    fn leave(&mut self, wanted: &impl Fn(usize) -> bool) {
        let line = std::mem::take(&mut self.lines[self.index]);
        if line == 0 {
            return;
        }
        let seen = self.seen.entry(self.hash).or_default();
        *seen += 1;
        if wanted(line) {
            self.found.insert(line, format!("{:x}:{seen}", self.hash));
        }
    }

    fn push(&mut self, unit: u16) {
        let gone = u64::from(std::mem::replace(&mut self.window[self.index], unit));
        self.hash = BASE
            .wrapping_mul(self.hash)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(self.first.wrapping_mul(gone));
        self.index = (self.index + 1) % BLOCK;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut lines: Vec<_> = line_hashes(text, |_| true).into_iter().collect();
        lines.sort();
        lines.into_iter().map(|(_, hash)| hash).collect()
    }

    /// Values that GitHub's own implementation gives for these texts.
    #[test]
    fn hashes_are_those_of_github() {
        assert_eq!(all(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            all(" a\nb\n  \t\tc\n d"),
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1",]
        );
        assert_eq!(
            all("alpha\nbeta\nalpha\n"),
            [
                "8d07ce75f7b3af45:1",
                "ca140c3f893ffa65:1",
                "26f09ff008857193:1",
                "c129715d7a2bc9a3:1",
            ]
        );
    }

    #[test]
    fn equal_lines_are_counted_and_line_breaks_are_alike() {
        let text = "x\n".repeat(250);
        let hashes = all(&text);
        assert!(hashes[1].ends_with(":2") && hashes[2].ends_with(":3"), "{:?}", &hashes[..4]);
        assert_eq!(all("a\r\nb\r\n"), all("a\nb\n"));
        assert_eq!(all("a\rb\r"), all("a\nb\n"));
    }
}
