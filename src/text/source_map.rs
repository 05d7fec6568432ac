//! Maps a text to the bytes of a source that it was read from, piece by piece.
//!
//! A reader that decodes (escapes, entities, folded lines) pushes one run after
//! the other. The runs tile the text; the source may have bytes between them
//! that stand for nothing, such as indentation.

use super::Span;
use std::ops::Range;

/// A stretch of a text with the bytes it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappedRun {
    /// The range in the text.
    pub value: Span,
    /// The range in the source.
    pub source: Span,
    /// The source has the same bytes as the text, so that parts of the run have
    /// their own bytes and may be replaced.
    pub verbatim: bool,
}

/// The runs of one text, in order and without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<MappedRun>,
}

impl SourceMap {
    /// Adds a stretch that stands in the source as it is.
    pub fn push_verbatim(&mut self, source: Span) {
        let len = (source.end - source.start) as usize;
        if let Some(last) = self.runs.last_mut()
            && last.verbatim
            && last.source.end == source.start
        {
            last.value = Span::new(last.value.start as usize, last.value.end as usize + len);
            last.source.end = source.end;
            return;
        }
        self.push(len, source, true);
    }

    /// Adds `len` bytes of text that the source spells in another way.
    pub fn push_decoded(&mut self, len: usize, source: Span) {
        self.push(len, source, false);
    }

    fn push(&mut self, len: usize, source: Span, verbatim: bool) {
        if len > 0 {
            let start = self.text_len();
            let value = Span::new(start, start + len);
            self.runs.push(MappedRun { value, source, verbatim });
        }
    }

    /// The runs in the order of the text.
    #[must_use]
    pub fn runs(&self) -> &[MappedRun] {
        &self.runs
    }

    /// The length of the text, in bytes.
    #[must_use]
    pub fn text_len(&self) -> usize {
        self.runs.last().map_or(0, |run| run.value.end as usize)
    }

    /// The bytes of a part of the text; nothing unless they are the same bytes.
    /// Only such a part can be replaced without touching what is around it.
    #[must_use]
    pub fn exact(&self, part: Range<usize>) -> Option<Span> {
        let holds = |run: &&MappedRun| {
            let value = run.value.range();
            run.verbatim && value.start <= part.start && part.end <= value.end
        };
        let at = self.at(part.start);
        // An empty part between two runs belongs to either.
        let mut near = self.runs[at.saturating_sub(1)..].iter().take(2);
        near.find(holds).map(|run| shift(*run, &part))
    }

    /// The smallest span of the source that covers a part of the text.
    #[must_use]
    pub fn part(&self, part: Range<usize>) -> Span {
        let Some(first) = self.runs.get(self.at(part.start)).or(self.runs.last()) else {
            return Span::default();
        };
        let start = match first {
            run if run.verbatim => shift(*run, &(part.start..part.start)).start,
            run if part.start < run.value.end as usize => run.source.start,
            run => run.source.end,
        };
        if part.end <= part.start {
            return Span { start, end: start };
        }
        let last = self.runs.get(self.at(part.end - 1)).or(self.runs.last()).unwrap_or(first);
        let end = match last {
            run if run.verbatim => shift(*run, &(part.end..part.end)).end,
            run => run.source.end,
        };
        Span { start, end: end.max(start) }
    }

    /// Adds the runs of a part of the text to another map.
    pub fn copy_to(&self, part: Range<usize>, map: &mut Self) {
        for run in &self.runs[self.at(part.start).min(self.runs.len())..] {
            let own = run.value.range();
            let both = own.start.max(part.start)..own.end.min(part.end);
            if both.is_empty() {
                return;
            }
            if run.verbatim {
                map.push_verbatim(shift(*run, &both));
            } else {
                map.push_decoded(both.len(), run.source);
            }
        }
    }

    /// The same text with the bytes of another source: that which the source of this map
    /// was itself read from.
    #[must_use]
    pub fn through(&self, outer: &Self) -> Self {
        let mut map = Self::default();
        for run in &self.runs {
            let before = map.text_len();
            if run.verbatim {
                outer.copy_to(run.source.range(), &mut map);
            }
            let missing = (run.value.end - run.value.start) as usize + before - map.text_len();
            map.push_decoded(missing, outer.part(run.source.range()));
        }
        map
    }

    /// The index of the run that holds a byte of the text.
    fn at(&self, offset: usize) -> usize {
        self.runs.partition_point(|run| run.value.end as usize <= offset)
    }
}

/// The bytes of a part of the text within a verbatim run.
fn shift(run: MappedRun, part: &Range<usize>) -> Span {
    let from = run.value.start as usize;
    run.source.part(part.start.saturating_sub(from)..part.end.saturating_sub(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a &amp; b<br>c` as a page has it, for `a & b\nc`.
    fn page() -> SourceMap {
        let mut map = SourceMap::default();
        map.push_verbatim(Span::new(10, 12));
        map.push_decoded(1, Span::new(12, 17));
        map.push_verbatim(Span::new(17, 18));
        map.push_verbatim(Span::new(18, 19));
        map.push_decoded(1, Span::new(19, 23));
        map.push_verbatim(Span::new(23, 24));
        map
    }

    #[test]
    fn runs_tile_the_text_and_join_where_they_touch() {
        let map = page();
        assert_eq!(map.text_len(), "a & b\nc".len());
        assert_eq!(map.runs().len(), 5);
        assert!(map.runs().windows(2).all(|two| two[0].value.end == two[1].value.start));
    }

    #[test]
    fn only_verbatim_parts_are_exact() {
        let map = page();
        assert_eq!(map.exact(3..5), Some(Span::new(17, 19)));
        assert_eq!(map.exact(2..3), None, "an entity");
        assert_eq!(map.exact(0..5), None, "has an entity inside");
        assert_eq!(map.exact(2..2), Some(Span::new(12, 12)));
        assert_eq!(map.exact(7..7), Some(Span::new(24, 24)));
        assert_eq!(map.exact(7..8), None);
        assert_eq!(SourceMap::default().exact(0..0), None);
    }

    #[test]
    fn a_part_is_copied_with_its_bytes() {
        let mut map = SourceMap::default();
        page().copy_to(1..4, &mut map);
        assert_eq!(map.text_len(), 3);
        assert_eq!(map.part(0..3), Span::new(11, 18));
        assert_eq!(map.exact(0..1), Some(Span::new(11, 12)));
        assert_eq!(map.exact(1..2), None, "an entity");
    }

    #[test]
    fn a_text_within_a_text_has_the_bytes_of_the_outermost() {
        let mut inner = SourceMap::default();
        inner.push_verbatim(Span::new(0, 4));
        inner.push_decoded(1, Span::new(4, 6));
        let map = inner.through(&page());
        assert_eq!(map.text_len(), 5);
        assert_eq!(map.exact(0..2), Some(Span::new(10, 12)));
        assert_eq!(map.exact(2..3), None, "an entity of the outer text");
        assert_eq!(map.exact(4..5), None, "decoded from the inner text");
        assert_eq!(map.part(4..5), Span::new(18, 23));
    }

    #[test]
    fn a_part_is_covered_by_whole_entities() {
        let map = page();
        assert_eq!(map.part(0..7), Span::new(10, 24));
        assert_eq!(map.part(2..3), Span::new(12, 17));
        assert_eq!(map.part(1..4), Span::new(11, 18));
        assert_eq!(map.part(4..6), Span::new(18, 23));
        assert_eq!(map.part(7..7), Span::new(24, 24));
        assert_eq!(map.part(7..99), Span::new(24, 24));
    }
}
