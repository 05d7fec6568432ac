//! Ranges of bytes, and their offsets.

/// A half-open range of bytes in one file: `start..end`, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte; equal to `start` for an empty span.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets beyond 4 GiB saturate; the byte limit
    /// of a file is far below that.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let (start, end) = (to_u32(start), to_u32(end));
        Self { start, end: end.max(start) }
    }

    /// The span as a range of `usize`, to slice text with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// A span inside this one: `start..end` counted from this span's start and
    /// clamped to its end.
    #[must_use]
    pub fn part(self, range: std::ops::Range<usize>) -> Self {
        let at =
            |offset: usize| (self.start as usize).saturating_add(offset).min(self.end as usize);
        Self::new(at(range.start), at(range.end))
    }

    /// True if the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if `inner` lies within this span.
    #[must_use]
    pub fn contains(self, inner: Self) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}

/// The start of a text, of so many bytes at most.
#[must_use]
pub(crate) fn start_of(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A count or an offset in the 32 bits that trees and spans store. Saturates;
/// the limits on the bytes of a file are far below that.
#[must_use]
pub(crate) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
