//! The name of a legal entity, taken apart: base, legal form, trade names,
//! footnote mark.

mod affixes;
mod compare;
mod duplicates;
mod identify;
mod irregular;
mod parties;
mod seat;
#[cfg(test)]
mod tests;

pub use compare::{Verdict, compare};
pub use duplicates::duplicates;
pub use identify::{Match, Via, entity_of, identify, identify_parsed};
pub use irregular::{Oddity, irregularities, tidy};
pub use parties::parties;

use crate::facts::legal_forms::{self, FORM_TABLE, Spelling, strip};
use crate::text::fold::name::{self as fold, Token};
use std::ops::Range;

/// A legal name with its parts. Ranges are bytes of the text that was parsed.
#[derive(Clone, Debug)]
pub struct EntityName {
    text: String,
    /// All words of the legal part, the form included.
    tokens: Vec<Token>,
    base_tokens: Range<usize>,
    base: String,
    /// The base with `ä` as `ae` and so on, where that differs.
    alt: Option<String>,
    form: Option<&'static Spelling>,
    form_tokens: Range<usize>,
    legal: Range<usize>,
    trade_names: Vec<TradeName>,
    footnote: Option<Range<usize>>,
    inverted: bool,
    suspicious: bool,
}

/// Another name that stands in the same text as the legal name.
#[derive(Clone, Debug)]
pub struct TradeName {
    /// The bytes of the name alone.
    pub range: Range<usize>,
    /// The bytes with brackets, quotes and marker, to cut out.
    pub outer: Range<usize>,
    /// The kind of its mark.
    pub kind: TradeNameKind,
    base: String,
    alt: Option<String>,
}

/// The mark of a trade name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradeNameKind {
    /// In quotes, mostly inside brackets: `("AWS")`.
    Quoted,
    /// In brackets: `(AWS)`.
    Bracketed,
    /// `d/b/a`, `trading as`, `aka` and their like.
    TradingAs,
    /// `formerly`, `f/k/a`.
    Former,
    /// A bracket that tells what the entry is for, such as `(hosting)`.
    Description,
    /// The text before the brackets, when the legal entity stands inside them:
    /// `Heroku (Salesforce, Inc.)`.
    Outside,
}

impl EntityName {
    /// Takes a name apart. Anything parses; only the first 256 characters are
    /// looked at closely.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let split = affixes::split(text);
        let folded = fold::fold(text, split.legal.clone());
        let mut suspicious = folded.suspicious;
        let mut tokens = folded.tokens;
        let mut trade_names = Vec::new();
        let mut legal = split.legal;
        if let Some(marker) = affixes::marker(&tokens, text) {
            let outer = tokens[marker.words.start].source.start..legal.end;
            let inner = tokens[marker.words.end].source.start..legal.end;
            trade_names.push(TradeName::new(text, inner, outer, marker.kind));
            tokens.truncate(marker.words.start);
            let end = tokens.last().map_or(legal.start, |token| token.source.end);
            legal.end = end;
        }
        let mut inside = None;
        for bracket in split.brackets {
            let name = fold::fold(text, bracket.inner.clone());
            suspicious |= name.suspicious;
            let words = fold::join(&name.tokens);
            if name.tokens.is_empty() {
                continue;
            }
            let mut kind = if bracket.quoted {
                TradeNameKind::Quoted
            } else if legal_forms::is_descriptive(&words) {
                TradeNameKind::Description
            } else {
                TradeNameKind::Bracketed
            };
            let mut inner = bracket.inner;
            if let Some(marker) = affixes::leading_marker(&name.tokens, text) {
                kind = marker.kind;
                inner.start = name.tokens[marker.words.end].source.start;
            }
            if kind == TradeNameKind::Bracketed {
                inside.get_or_insert((trade_names.len(), name.tokens));
            }
            trade_names.push(TradeName::new(text, inner, bracket.outer, kind));
        }
        let mut stripped = strip::strip(&mut tokens, text, &FORM_TABLE);
        if stripped.form.is_none() && seat::form_before(&mut tokens, text, &legal) {
            stripped = strip::strip(&mut tokens, text, &FORM_TABLE);
        }
        let mut inverted = false;
        if let (None, Some((index, mut words))) = (&stripped.form, inside) {
            let entity = strip::strip(&mut words, text, &FORM_TABLE);
            // A short weak form alone is not proof enough: `Acme (Data SA)`.
            if entity.form.is_some() && !tokens.is_empty() {
                let outside = legal.clone();
                let trade = &mut trade_names[index];
                legal = trade.range.clone();
                *trade = TradeName::new(text, outside.clone(), outside, TradeNameKind::Outside);
                tokens = words;
                stripped = entity;
                inverted = true;
            }
        }
        let base_tokens = stripped.base;
        let (form, form_tokens) = match stripped.form {
            Some((spelling, words)) => (Some(spelling), words),
            None => (None, 0..0),
        };
        let (base, alt) = names(&tokens[base_tokens.clone()]);
        Self {
            text: text.to_owned(),
            base_tokens,
            base,
            alt,
            form,
            form_tokens,
            tokens,
            legal,
            trade_names,
            footnote: split.footnote,
            inverted,
            suspicious,
        }
    }

    /// The text that was parsed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The folded name without its legal form: `amazon web services`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The legal form, if one is known.
    #[must_use]
    pub fn form(&self) -> Option<&'static Spelling> {
        self.form
    }

    /// The bytes of the legal form.
    #[must_use]
    pub fn form_range(&self) -> Option<Range<usize>> {
        self.form?;
        // A form before brackets is moved behind the words inside of them.
        let words = self.tokens.get(self.form_tokens.clone())?.iter().map(|word| &word.source);
        let start = words.clone().map(|source| source.start).min()?;
        Some(start..words.map(|source| source.end).max()?)
    }

    /// The bytes of the legal name: without trade names and footnote.
    #[must_use]
    pub fn legal_range(&self) -> Range<usize> {
        self.legal.clone()
    }

    /// The legal name as it is written, without trade names and footnote.
    #[must_use]
    pub fn legal_text(&self) -> &str {
        &self.text[self.legal.clone()]
    }

    /// The other names in the text, [descriptions](TradeNameKind::Description)
    /// among them.
    #[must_use]
    pub fn trade_names(&self) -> &[TradeName] {
        &self.trade_names
    }

    /// The bytes of footnote marks such as `[1]` or `*` at the end.
    #[must_use]
    pub fn footnote(&self) -> Option<Range<usize>> {
        self.footnote.clone()
    }

    /// True if the legal entity stands in brackets behind a trade name.
    #[must_use]
    pub fn is_inverted(&self) -> bool {
        self.inverted
    }

    /// True if invisible or control characters stand in the name.
    #[must_use]
    pub fn has_suspicious_characters(&self) -> bool {
        self.suspicious
    }

    /// True if the text holds no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    /// Both foldings of the base.
    fn bases(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.base.as_str()).chain(self.alt.as_deref())
    }

    fn base_words(&self) -> &[Token] {
        &self.tokens[self.base_tokens.clone()]
    }

    fn form_words(&self) -> &[Token] {
        &self.tokens[self.form_tokens.clone()]
    }

    /// The trade names that name somebody.
    fn called(&self) -> impl Iterator<Item = &TradeName> {
        self.trade_names
            .iter()
            .filter(|trade| trade.kind != TradeNameKind::Description && !trade.base.is_empty())
    }
}

impl TradeName {
    fn new(text: &str, range: Range<usize>, outer: Range<usize>, kind: TradeNameKind) -> Self {
        let range = affixes::trim_quotes(text, range);
        let mut tokens = fold::fold(text, range.clone()).tokens;
        let stripped = strip::strip(&mut tokens, text, &FORM_TABLE);
        let (base, alt) = names(&tokens[stripped.base]);
        Self { range, outer, kind, base, alt }
    }

    /// The folded name without a legal form.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    fn bases(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.base.as_str()).chain(self.alt.as_deref())
    }
}

/// The joined words and, where it differs, their other folding.
fn names(tokens: &[Token]) -> (String, Option<String>) {
    let base = fold::join(tokens);
    let alt = tokens
        .iter()
        .any(|token| token.alt.is_some())
        .then(|| tokens.iter().map(Token::alt).collect::<Vec<_>>().join(" "));
    (base, alt)
}
