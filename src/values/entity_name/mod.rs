//! The name of a legal entity, taken apart: base, legal form, other names, numbers,
//! remarks, footnote mark.
//!
//! The base is open: whatever no list knows is part of the name.

mod additions;
mod affixes;
mod compare;
mod duplicates;
mod identify;
mod irregular;
mod parties;
mod parts;
mod seat;
#[cfg(test)]
mod tests;
mod town;

pub use compare::{Step, Verdict, compare, compare_in, is_short_slip};
pub use duplicates::duplicates;
pub use identify::{Match, Via, entity_of, identify, identify_parsed};
pub use irregular::{Oddity, irregularities, tidy, write_as_brand};
pub use parties::{
    JoinedNames, NameSurroundings, Parties, joined_names, names_known_companies, parties,
};
pub use parts::NamePartRole;
pub use town::town_key;

use crate::facts::legal_forms::{self, Spelling, strip};
use crate::facts::name_words::is_and;
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
    /// True if the form may as well be the first word of the name.
    is_form_doubtful: bool,
    legal: Range<usize>,
    additions: Vec<NameAddition>,
    footnote: Option<Range<usize>>,
    inverted: bool,
}

/// Something that stands in the same text as the legal name.
#[derive(Clone, Debug)]
pub struct NameAddition {
    /// The bytes of it alone.
    pub range: Range<usize>,
    /// The bytes with brackets, quotes and marker, to cut out.
    pub outer: Range<usize>,
    /// The role.
    pub role: NamePartRole,
    base: String,
    alt: Option<String>,
}

impl EntityName {
    /// Takes a registered name apart. Anything parses; only the first 256 characters
    /// and 40 words are looked at closely.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::read(text, true)
    }

    /// Takes the name of a vendor apart, in which a word in front that is written
    /// like a legal form is part of the brand: `AB Kelpvik`.
    #[must_use]
    pub fn parse_brand(text: &str) -> Self {
        Self::read(text, false)
    }

    fn read(text: &str, is_registered: bool) -> Self {
        let split = affixes::split(text);
        let mut tokens = fold::fold(text, split.legal.clone()).tokens;
        let mut additions = Vec::new();
        let mut legal = split.legal;
        if let Some(marker) = additions::marker(&tokens, text) {
            let outer = tokens[marker.words.start].source.start..legal.end;
            let inner = tokens[marker.words.end].source.start..legal.end;
            additions.push(NameAddition::new(text, inner, outer, marker.role));
            tokens.truncate(marker.words.start);
            let end = tokens.last().map_or(legal.start, |token| token.source.end);
            legal.end = end;
        }
        let mut inside = None;
        for bracket in split.brackets {
            let name = fold::fold(text, bracket.inner.clone());
            if name.tokens.is_empty() {
                continue;
            }
            let mut inner = bracket.inner;
            let mut role = NamePartRole::TradeName;
            if let Some(marker) = additions::leading_marker(&name.tokens, text) {
                role = marker.role;
                inner.start = name.tokens[marker.words.end].source.start;
            } else if !bracket.quoted {
                role = additions::bracket_role(text, &name.tokens);
                if role == NamePartRole::TradeName {
                    inside.get_or_insert((additions.len(), name.tokens));
                }
            }
            additions.push(NameAddition::new(text, inner, bracket.outer, role));
        }
        let mut stripped = strip_form(&mut tokens, text, is_registered);
        if stripped.form.is_none() && seat::form_before(&mut tokens, text, &legal) {
            stripped = strip_form(&mut tokens, text, is_registered);
        }
        let is_open = stripped.form.is_none() || stripped.is_doubtful;
        if (is_open || additions::ends_in_group(&tokens, text))
            && let Some(behind) = additions::behind(&tokens, text)
        {
            let start = tokens[behind.at].source.start;
            let outer = tokens[behind.at - 1].source.end..legal.end;
            additions.push(NameAddition::new(text, start..legal.end, outer.clone(), behind.role));
            legal.end = outer.start;
            tokens.truncate(behind.at);
            stripped = strip_form(&mut tokens, text, is_registered);
        }
        let mut inverted = false;
        if let (None, Some((index, mut words))) = (&stripped.form, inside) {
            let entity = strip_form(&mut words, text, false);
            // A short weak form alone is not proof enough: `Acme (Data SA)`.
            if entity.form.is_some() && !tokens.is_empty() {
                let outside = legal.clone();
                let other = &mut additions[index];
                legal = other.range.clone();
                *other = NameAddition::new(text, outside.clone(), outside, NamePartRole::Outside);
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
        let (base, alt) = names(&tokens[base_tokens.clone()], form);
        Self {
            text: text.to_owned(),
            base_tokens,
            base,
            alt,
            form,
            form_tokens,
            is_form_doubtful: stripped.is_doubtful,
            tokens,
            legal,
            additions,
            footnote: split.footnote,
            inverted,
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

    /// The kind of body that a name begins or ends with and that stands for a legal form:
    /// `university`.
    #[must_use]
    pub fn kind_of_body(&self) -> Option<&str> {
        let mut words = self.base.split(' ');
        let (first, last) = (words.next()?, words.next_back()?);
        [last, first].into_iter().find(|word| legal_forms::is_formless(word))
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

    /// True if the legal form may as well be the first word of the name.
    #[must_use]
    pub fn is_form_doubtful(&self) -> bool {
        self.is_form_doubtful
    }

    /// The legal name as it is written, without trade names and footnote.
    #[must_use]
    pub fn legal_text(&self) -> &str {
        &self.text[self.legal.clone()]
    }

    /// The rest of the text: other names, numbers, remarks.
    #[must_use]
    pub fn additions(&self) -> &[NameAddition] {
        &self.additions
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

    /// True if the text holds no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    /// Both foldings of the base.
    fn bases(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.base.as_str()).chain(self.alt.as_deref())
    }

    /// The words of the base in small letters, with their accents.
    #[must_use]
    pub fn base_as_written(&self) -> String {
        let words = self.base_words().iter().map(|word| match &self.text[word.source.clone()] {
            "&" | "+" => "and".to_owned(),
            word => word.to_lowercase(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn base_words(&self) -> &[Token] {
        &self.tokens[self.base_tokens.clone()]
    }

    fn form_words(&self) -> &[Token] {
        &self.tokens[self.form_tokens.clone()]
    }

    /// The additions that name somebody.
    pub fn other_names(&self) -> impl Iterator<Item = &NameAddition> {
        let is_named = |other: &&NameAddition| other.role.is_name() && !other.base.is_empty();
        self.additions.iter().filter(is_named)
    }
}

impl NameAddition {
    fn new(text: &str, range: Range<usize>, outer: Range<usize>, role: NamePartRole) -> Self {
        let range = affixes::trim_quotes(text, range);
        if !role.is_name() {
            return Self { range, outer, role, base: String::new(), alt: None };
        }
        let mut tokens = fold::fold(text, range.clone()).tokens;
        let stripped = strip_form(&mut tokens, text, false);
        let form = stripped.form.map(|(spelling, _)| spelling);
        let (base, alt) = names(&tokens[stripped.base], form);
        Self { range, outer, role, base, alt }
    }

    /// The folded name without a legal form; empty for what is no name.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    fn bases(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.base.as_str()).chain(self.alt.as_deref())
    }
}

/// Finds the legal form; in front of a name that is not said to be registered only
/// one that can be nothing else.
fn strip_form(
    tokens: &mut Vec<Token>,
    text: &str,
    is_registered: bool,
) -> strip::Stripped<'static> {
    let stripped = strip::strip(tokens, text, legal_forms::table());
    // Marks around the name prove the form: `AS "Kelp"`.
    let is_quoted = |form: &Range<usize>| {
        let after = tokens.get(form.end).map_or(text.len(), |token| token.source.start);
        text[tokens[form.end - 1].source.end..after].contains(affixes::is_quote)
    };
    let is_proven = stripped.form.as_ref().is_some_and(|(_, words)| is_quoted(words));
    if stripped.is_doubtful && !is_registered && !is_proven {
        let form = stripped.form.as_ref().map_or(0, |(_, words)| words.start);
        let base = form..stripped.base.end;
        return strip::Stripped { base, form: None, is_doubtful: false };
    }
    stripped
}

/// The joined words and, where it differs, their other folding. A word for "and" in
/// the language of the form is `and`, as `&` is.
fn names(tokens: &[Token], form: Option<&'static Spelling>) -> (String, Option<String>) {
    let last = tokens.len().saturating_sub(1);
    let join = |word: fn(&Token) -> &str| {
        let mut joined = String::with_capacity(tokens.iter().map(|t| t.text.len() + 1).sum());
        for (index, token) in tokens.iter().enumerate() {
            if index > 0 {
                joined.push(' ');
            }
            let is_inside = index > 0 && index < last && token.text.len() <= 8;
            let is_and = is_inside && is_and(&token.text, form);
            joined.push_str(if is_and { "and" } else { word(token) });
        }
        joined
    };
    let base = join(|token| token.text.as_str());
    let alt = tokens.iter().any(|token| token.alt.is_some()).then(|| join(Token::alt));
    (base, alt)
}
