//! The parts of a text with a name: what each stretch of it is, without a gap.

use super::EntityName;
use super::affixes::is_quote;
use crate::facts::name_words::is_and;
use std::ops::Range;

/// A stretch of the text and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePart {
    /// The bytes. The parts of a name follow each other without a gap.
    pub range: Range<usize>,
    /// The role.
    pub role: NamePartRole,
}

/// The role of a stretch of a text with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamePartRole {
    /// The name itself.
    Base,
    /// Its legal form.
    Form,
    /// `&` or a word for it, within the name.
    Connective,
    /// Another name that the company trades under.
    TradeName,
    /// A former name.
    FormerName,
    /// The name that the company has now.
    NewName,
    /// The name in front of a bracket that holds the legal entity: `Heroku (Salesforce,
    /// Inc.)`.
    Outside,
    /// A number of a register.
    Number,
    /// The state of the company, such as `in liquidation`.
    State,
    /// The part of the vendor that is meant: a region, a site.
    Scope,
    /// When or for whom it is used.
    Condition,
    /// Since or until when it is used.
    Date,
    /// The group that it belongs to.
    Group,
    /// The use of the vendor.
    Description,
    /// Any other text beside the name.
    Remark,
    /// Words that join another name: `d/b/a`, `formerly`.
    Marker,
    /// A footnote mark.
    Footnote,
    /// A quotation mark.
    Quote,
    /// White space, brackets and other signs.
    Punctuation,
}

impl NamePartRole {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Form => "legal form",
            Self::Connective => "connective",
            Self::TradeName => "trade name",
            Self::FormerName => "former name",
            Self::NewName => "new name",
            Self::Outside => "trade name outside",
            Self::Number => "number",
            Self::State => "state",
            Self::Scope => "scope",
            Self::Condition => "condition",
            Self::Date => "date",
            Self::Group => "group",
            Self::Description => "description",
            Self::Remark => "remark",
            Self::Marker => "marker",
            Self::Footnote => "footnote",
            Self::Quote => "quote",
            Self::Punctuation => "punctuation",
        }
    }

    /// True if it names somebody.
    #[must_use]
    pub fn is_name(self) -> bool {
        matches!(self, Self::TradeName | Self::FormerName | Self::NewName | Self::Outside)
    }
}

impl EntityName {
    /// The parts of the text, in order; together they are the whole text.
    #[must_use]
    pub fn parts(&self) -> Vec<NamePart> {
        let mut known: Vec<NamePart> = Vec::new();
        let mut add = |range: Range<usize>, role| known.push(NamePart { range, role });
        for (index, token) in self.tokens.iter().enumerate() {
            let is_inside = index > self.base_tokens.start && index + 1 < self.base_tokens.end;
            let role = if self.form.is_some() && self.form_tokens.contains(&index) {
                NamePartRole::Form
            } else if is_inside && is_and(&token.text, self.form) {
                NamePartRole::Connective
            } else {
                NamePartRole::Base
            };
            add(token.source.clone(), role);
        }
        for addition in &self.additions {
            let (outer, inner) = (&addition.outer, &addition.range);
            add(inner.clone(), addition.role);
            add(outer.start..inner.start, NamePartRole::Marker);
            add(inner.end..outer.end, NamePartRole::Punctuation);
        }
        if let Some(range) = self.footnote.clone() {
            add(range, NamePartRole::Footnote);
        }
        known.retain(|part| !part.range.is_empty());
        known.sort_by_key(|part| (part.range.start, part.range.end));
        let mut parts: Vec<NamePart> = Vec::new();
        let mut at = 0;
        for part in known {
            let range = part.range.start.max(at)..part.range.end;
            if range.is_empty() {
                continue;
            }
            self.fill(at..range.start, &mut parts);
            at = range.end;
            match part.role {
                NamePartRole::Marker => self.divide_marker(range, &mut parts),
                role => parts.push(NamePart { range, role }),
            }
        }
        self.fill(at..self.text.len(), &mut parts);
        parts
    }

    /// Words before an addition are a marker, the signs around them are not.
    fn divide_marker(&self, range: Range<usize>, parts: &mut Vec<NamePart>) {
        let text = &self.text[range.clone()];
        let is_word = |c: char| c.is_alphanumeric();
        let (Some(from), Some(last)) = (text.find(is_word), text.rfind(is_word)) else {
            return self.fill(range, parts);
        };
        let width = text[last..].chars().next().map_or(1, char::len_utf8);
        let words = range.start + from..range.start + last + width;
        self.fill(range.start..words.start, parts);
        parts.push(NamePart { range: words.clone(), role: NamePartRole::Marker });
        self.fill(words.end..range.end, parts);
    }

    /// Fills a gap between parts with quotes and other signs.
    fn fill(&self, gap: Range<usize>, parts: &mut Vec<NamePart>) {
        for (at, char) in self.text[gap.clone()].char_indices() {
            let start = gap.start + at;
            let range = start..start + char.len_utf8();
            let role = if is_quote(char) { NamePartRole::Quote } else { NamePartRole::Punctuation };
            match parts.last_mut() {
                Some(last) if last.role == role && last.range.end == start => {
                    last.range.end = range.end;
                }
                _ => parts.push(NamePart { range, role }),
            }
        }
    }
}
