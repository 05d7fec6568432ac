//! How many lists name a vendor, exactly, however many vendors there are: mentions are sorted
//! in runs that are written out, and the runs are merged.

use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io::{self, BufRead, Write};

/// Bytes of mentions that are kept in memory.
const ROOM: usize = 16 << 20;
/// Bytes that a mention takes besides its texts.
const MENTION: usize = 64;
/// Runs that are merged into one when there are so many: each is a file that is open.
const MOST_RUNS: usize = 64;
/// Vendors that are shown.
const SHOWN: usize = 100;

/// Runs of sorted mentions, outside of the memory.
pub trait MentionRuns {
    /// Writes a new run and gives its number.
    ///
    /// # Errors
    /// Those of the writer.
    fn write(&mut self, write: &mut WriteRun<'_>) -> io::Result<u32>;

    /// Reads a run from its start.
    ///
    /// # Errors
    /// Those of the reader.
    fn read(&self, number: u32) -> io::Result<Box<dyn BufRead>>;
}

/// Writes one run.
pub type WriteRun<'w> = dyn FnMut(&mut dyn Write) -> io::Result<()> + 'w;

/// A vendor in one list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    key: String,
    list: usize,
    name: String,
}

/// The vendors of all lists so far.
#[derive(Debug, Default)]
pub struct Mentions {
    kept: Vec<Mention>,
    bytes: usize,
    runs: Vec<u32>,
}

/// The vendors that several lists name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringVendors {
    /// The number of vendors, each counted once.
    pub distinct: usize,
    /// Those that more than one list names.
    pub recurring: usize,
    /// Those that most lists name, with the number of lists.
    pub most: Vec<RecurringVendor>,
}

/// A vendor of several lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringVendor {
    /// The name that the built-in list has for it, else that of the first list.
    pub name: String,
    /// The lists that name it.
    pub lists: usize,
}

impl Mentions {
    /// Goes on with the runs that an interrupted audit has written.
    #[must_use]
    pub fn with_runs(runs: Vec<u32>) -> Self {
        Self { runs, ..Self::default() }
    }

    /// The runs that are written.
    #[must_use]
    pub fn runs(&self) -> &[u32] {
        &self.runs
    }

    /// Takes in the vendors of the list of a number.
    ///
    /// # Errors
    /// Those of the runs.
    pub fn add(
        &mut self,
        list: usize,
        vendors: BTreeMap<String, String>,
        runs: &mut dyn MentionRuns,
    ) -> io::Result<()> {
        for (key, name) in vendors {
            self.bytes += MENTION + key.len() + name.len();
            self.kept.push(Mention { key, list, name });
        }
        if self.bytes >= ROOM { self.flush(runs) } else { Ok(()) }
    }

    /// Writes out what is in memory, and merges the runs when there are many. Runs that are no
    /// longer listed may be removed.
    ///
    /// # Errors
    /// Those of the runs.
    pub fn flush(&mut self, runs: &mut dyn MentionRuns) -> io::Result<()> {
        let mut kept = std::mem::take(&mut self.kept);
        self.bytes = 0;
        if !kept.is_empty() {
            kept.sort_unstable();
            let number = runs.write(&mut |out| kept.iter().try_for_each(|one| one.write(out)))?;
            self.runs.push(number);
        }
        if self.runs.len() >= MOST_RUNS {
            let all = std::mem::take(&mut self.runs);
            let mut merged = Merge::open(&all, runs)?;
            let number = runs.write(&mut |out| {
                while let Some(mention) = merged.next()? {
                    mention.write(out)?;
                }
                Ok(())
            })?;
            self.runs.push(number);
        }
        Ok(())
    }

    /// Counts the vendors.
    ///
    /// # Errors
    /// Those of the runs.
    pub fn count(&mut self, runs: &mut dyn MentionRuns) -> io::Result<RecurringVendors> {
        self.flush(runs)?;
        let mut merge = Merge::open(&self.runs, runs)?;
        let mut found = RecurringVendors::default();
        // Fewest lists first, so that it is the one to let go.
        let mut most: BinaryHeap<Reverse<(usize, Reverse<String>, String)>> = BinaryHeap::new();
        let mut next = merge.next()?;
        while let Some(first) = next {
            let mut lists = 1;
            next = merge.next()?;
            while next.as_ref().is_some_and(|next| next.key == first.key) {
                lists += 1;
                next = merge.next()?;
            }
            found.distinct += 1;
            if lists > 1 {
                found.recurring += 1;
                most.push(Reverse((lists, Reverse(first.key), first.name)));
                if most.len() > SHOWN {
                    most.pop();
                }
            }
        }
        let mut most = most.into_vec();
        most.sort();
        let most = most.into_iter();
        found.most =
            most.map(|Reverse((lists, _, name))| RecurringVendor { name, lists }).collect();
        Ok(found)
    }
}

impl Mention {
    /// Writes it on a line: neither key nor name holds a tab or a line break.
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}\t{}\t{}", self.key, self.list, self.name)
    }

    fn read(reader: &mut dyn BufRead) -> io::Result<Option<Self>> {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut parts = line.trim_end_matches('\n').splitn(3, '\t');
        let (key, list, name) = (parts.next(), parts.next(), parts.next());
        let list = list.and_then(|list| list.parse().ok());
        match (key, list, name) {
            (Some(key), Some(list), Some(name)) => {
                Ok(Some(Self { key: key.to_owned(), list, name: name.to_owned() }))
            }
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "a run of vendors is damaged")),
        }
    }
}

/// The mentions of several runs in their order.
struct Merge {
    readers: Vec<Box<dyn BufRead>>,
    /// The next mention of each run.
    next: BinaryHeap<Reverse<(Mention, usize)>>,
}

impl Merge {
    fn open(runs: &[u32], all: &dyn MentionRuns) -> io::Result<Self> {
        let readers = runs.iter().map(|run| all.read(*run)).collect::<io::Result<Vec<_>>>()?;
        let mut merge = Self { readers, next: BinaryHeap::new() };
        (0..merge.readers.len()).try_for_each(|run| merge.advance(run))?;
        Ok(merge)
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        if let Some(mention) = Mention::read(&mut self.readers[run])? {
            self.next.push(Reverse((mention, run)));
        }
        Ok(())
    }

    fn next(&mut self) -> io::Result<Option<Mention>> {
        let Some(Reverse((mention, run))) = self.next.pop() else { return Ok(None) };
        self.advance(run)?;
        Ok(Some(mention))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs in memory.
    #[derive(Default)]
    struct Memory(Vec<Vec<u8>>);

    impl MentionRuns for Memory {
        fn write(&mut self, write: &mut WriteRun<'_>) -> io::Result<u32> {
            let mut run = Vec::new();
            write(&mut run)?;
            self.0.push(run);
            Ok(u32::try_from(self.0.len() - 1).unwrap())
        }

        fn read(&self, number: u32) -> io::Result<Box<dyn BufRead>> {
            Ok(Box::new(io::Cursor::new(self.0[number as usize].clone())))
        }
    }

    fn counted(flush_every: usize) -> RecurringVendors {
        let (mut mentions, mut runs) = (Mentions::default(), Memory::default());
        for list in 0..200_usize {
            let own = (format!("own {list}"), format!("Own {list}"));
            let shared = (format!("shared {}", list % 7), format!("Shared from {list}"));
            mentions.add(list, [own, shared].into(), &mut runs).unwrap();
            if list % flush_every == 0 {
                mentions.flush(&mut runs).unwrap();
            }
        }
        mentions.count(&mut runs).unwrap()
    }

    #[test]
    fn the_counts_are_exact_however_often_mentions_are_written_out() {
        let whole = counted(usize::MAX);
        assert_eq!((whole.distinct, whole.recurring), (207, 7));
        assert_eq!(whole.most[0], RecurringVendor { name: "Shared from 0".to_owned(), lists: 29 });
        assert_eq!(whole.most.len(), 7);
        // 200 runs are merged three times on the way.
        assert_eq!(counted(1), whole);
        assert_eq!(counted(13), whole);
    }
}
