//! The result of a check: a place and the arguments of the message.

use crate::diagnostics::{Fix, Label, Safety};
use crate::manifest::{Manifest, Text, Vendor};
use crate::text::{Edit, SourceFile, Span, start_of};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A place where a rule is hit.
#[derive(Clone, Debug, Default)]
pub struct Hit {
    /// The smallest true span.
    pub span: Span,
    /// Its path where that is not the one of the span: empty for the document
    /// as a whole.
    pub path: Option<String>,
    /// Related places in the same file.
    pub related: Vec<(Span, Cow<'static, str>)>,
    /// Related places in other files.
    pub elsewhere: Vec<Label>,
    /// The arguments of the message, by name.
    pub arguments: Vec<(&'static str, String)>,
    /// The variant of the rule's texts; empty for the main form.
    pub variant: &'static str,
    /// The name of the vendor it is about.
    pub vendor: Option<String>,
    /// The value that was judged.
    pub value: Option<String>,
    /// True if it is about what is not stated: the span is only the nearest one.
    pub absent: bool,
    /// The field that is missing, if it is about that.
    pub lacks: Option<String>,
    /// The fields that it speaks for: that they are missing is then not said as well.
    /// An empty name is the field of the entry that its bytes are in.
    pub claims: Vec<&'static str>,
    /// The value about which nothing else makes sense before it is fixed.
    pub claimed: Option<Span>,
    /// Edits that remove it.
    pub fix: Option<Fix>,
}

impl Hit {
    /// A hit at some bytes.
    #[must_use]
    pub fn at(span: Span) -> Self {
        Self { span, ..Self::default() }
    }

    /// A hit about the document as a whole: no bytes of it, where its first key
    /// starts.
    #[must_use]
    pub fn document(manifest: &Manifest<'_>) -> Self {
        let start = manifest.anchor().start;
        Self { path: Some(String::new()), ..Self::at(Span { start, end: start }) }.absent()
    }

    /// A hit about something that a vendor lacks, at its name.
    #[must_use]
    pub fn missing(vendor: &Vendor<'_>) -> Self {
        Self::at(vendor.anchor()).of(vendor).absent()
    }

    /// Says that it is about what is not stated.
    #[must_use]
    pub fn absent(mut self) -> Self {
        self.absent = true;
        self
    }

    /// A hit about a field that a vendor lacks.
    #[must_use]
    pub fn lacking(vendor: &Vendor<'_>, field: &str) -> Self {
        Self::missing(vendor).arg("field", field).lacks(field)
    }

    /// Says which field is missing.
    #[must_use]
    pub fn lacks(mut self, field: &str) -> Self {
        self.lacks = Some(field.to_owned());
        self
    }

    /// Speaks for a field of the entry or block that it is in.
    #[must_use]
    pub fn claims(mut self, field: &'static str) -> Self {
        self.claims.push(field);
        self
    }

    /// Speaks for the field that its bytes are in.
    #[must_use]
    pub fn claims_own(self) -> Self {
        self.claims("")
    }

    /// Speaks for all of its value.
    #[must_use]
    pub fn claims_value(self) -> Self {
        let span = self.span;
        self.claims_span(span)
    }

    /// Speaks for the value at a span.
    #[must_use]
    pub fn claims_span(mut self, span: Span) -> Self {
        self.claimed = Some(span);
        self
    }

    /// A hit at a text, which is also the `value` of the message.
    #[must_use]
    pub fn on(text: Text<'_>) -> Self {
        let hit = Self::at(text.span()).arg("value", text.value());
        hit.judging(text.value())
    }

    /// Says which value was judged.
    #[must_use]
    pub fn judging<'v>(mut self, value: impl Into<Cow<'v, str>>) -> Self {
        self.value = Some(cut(value, MAX_VALUE));
        self
    }

    /// Says which vendor it is about. What the entry takes from an alias is reported
    /// where it is used.
    #[must_use]
    pub fn of(mut self, vendor: &Vendor<'_>) -> Self {
        if self.path.is_none() {
            self.span = vendor.place_of(self.span);
        }
        let title = vendor.title();
        self.arguments.push(("vendor", title.clone()));
        self.vendor = Some(title);
        self
    }

    /// Adds an argument of the message.
    #[must_use]
    pub fn arg<'v>(mut self, name: &'static str, value: impl Into<Cow<'v, str>>) -> Self {
        self.arguments.push((name, cut(value, MAX_ARGUMENT)));
        self
    }

    /// Names the variant.
    #[must_use]
    pub fn variant(mut self, variant: &'static str) -> Self {
        self.variant = variant;
        self
    }

    /// Adds edits that remove it; none where they cannot be made.
    #[must_use]
    pub fn fix(mut self, safety: Safety, title: impl Into<String>, edit: Option<Edit>) -> Self {
        let title = title.into();
        self.fix = edit.map(|edit| Fix { title, edits: vec![edit], safety });
        self
    }

    /// Adds the fix that writes another text for a part of one.
    #[must_use]
    pub fn fix_text(self, safety: Safety, text: Text<'_>, part: Range<usize>, with: &str) -> Self {
        self.fix(safety, format!("Write `{with}`"), text.rewrite(part, with))
    }

    /// Adds a related place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        let text = match text.into() {
            Cow::Owned(text) => Cow::Owned(cut(text, MAX_ARGUMENT)),
            fixed @ Cow::Borrowed(_) => fixed,
        };
        self.related.push((span, text));
        self
    }

    /// The bytes of its texts.
    fn bytes(&self) -> usize {
        let arguments: usize = self.arguments.iter().map(|(_, value)| value.len()).sum();
        let related: usize = self.related.iter().map(|(_, text)| text.len()).sum();
        let fix = self.fix.as_ref().map_or(0, |fix| {
            let edits: usize = fix.edits.iter().map(|edit| edit.text.len()).sum();
            fix.title.len() + edits
        });
        let own = [&self.value, &self.vendor, &self.path].into_iter().flatten();
        arguments + related + fix + own.map(String::len).sum::<usize>()
    }
}

/// Bytes of an argument of a message, which shows less.
const MAX_ARGUMENT: usize = 2_000;

/// Bytes of a value that a finding keeps.
const MAX_VALUE: usize = 4_000;

/// A text of the manifest, as much of it as a finding keeps: a list may repeat one
/// megabyte in a hundred thousand findings.
fn cut<'v>(text: impl Into<Cow<'v, str>>, most: usize) -> String {
    let text = text.into();
    if text.len() <= most {
        return text.into_owned();
    }
    format!("{}…", start_of(&text, most))
}

/// An evaluation error. Reported as `policy-error`; never counts as a pass.
#[derive(Clone, Debug)]
pub struct EvaluationFailure {
    /// The entry it was about.
    pub span: Span,
    /// The name of the vendor it was about.
    pub vendor: Option<String>,
    /// The reason, as one lower-case phrase.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
    /// The bytes of the policy that it happened in, where it was an expression.
    pub policy: Option<(Arc<SourceFile>, Span)>,
}

/// The findings of a check before they get their texts. Nothing gets in but through
/// [`Hits::push`], which keeps the caps.
#[derive(Debug)]
pub struct Hits {
    found: Vec<Hit>,
    /// The evaluation errors.
    pub failures: Vec<EvaluationFailure>,
    /// Places that the rule answers for without a hit, so that no rule that yields to it
    /// reports them.
    pub settled: Vec<Span>,
    room: HitRoom,
    left_out: bool,
}

/// The room that is left for the findings of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HitRoom {
    /// Number of further findings.
    pub findings: usize,
    /// Bytes of text that they may hold together.
    pub bytes: usize,
}

impl Hits {
    /// Room for so many hits.
    #[must_use]
    pub fn with_room(room: HitRoom) -> Self {
        Self { found: Vec::new(), failures: Vec::new(), settled: Vec::new(), room, left_out: false }
    }

    /// Reports a hit. One that there is no room for is only remembered to have
    /// been.
    pub fn push(&mut self, mut hit: Hit) {
        if let Some(value) = &mut hit.value
            && value.len() > MAX_VALUE
        {
            *value = cut(&**value, MAX_VALUE);
        }
        let bytes = hit.bytes();
        if self.left_out || self.found.len() >= self.room.findings || bytes > self.room.bytes {
            self.left_out = true;
        } else {
            self.room.bytes -= bytes;
            self.found.push(hit);
        }
    }

    /// Reports some hits.
    pub fn extend(&mut self, hits: impl IntoIterator<Item = Hit>) {
        hits.into_iter().for_each(|hit| self.push(hit));
    }

    /// The number of hits so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// The hits from a number on, to add to what they say.
    pub fn since(&mut self, start: usize) -> &mut [Hit] {
        &mut self.found[start..]
    }

    /// The hits.
    #[cfg(test)]
    pub fn iter(&self) -> std::slice::Iter<'_, Hit> {
        self.found.iter()
    }

    /// Takes the hits and the evaluation errors.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Hit>, Vec<EvaluationFailure>) {
        (self.found, self.failures)
    }

    /// True if a hit had to be left out, so that looking for more is of no use.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.left_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_keeps_the_start_of_a_long_text() {
        let long = "é".repeat(500_000);
        let hit =
            Hit::default().arg("value", &*long).judging(&*long).related(Span::default(), long);
        assert!(hit.bytes() < 10_000);
        let short = Hit::default().arg("value", "as it is").judging("whole");
        assert_eq!((&*short.arguments[0].1, short.value.as_deref()), ("as it is", Some("whole")));
    }

    #[test]
    fn all_hits_share_the_room() {
        let fill = |findings, bytes| {
            let mut hits = Hits::with_room(HitRoom { findings, bytes });
            hits.extend((0..100).map(|_| Hit::default().arg("value", "0123456789")));
            (hits.len(), hits.is_over())
        };
        assert_eq!(fill(7, 10_000), (7, true));
        assert_eq!(fill(1_000, 55), (5, true));
        assert_eq!(fill(100, 1_000), (100, false));
    }
}
