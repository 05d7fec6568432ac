//! Joins words and places: what a text denies, what it says of seats and customers, what is
//! an example, a condition, a preference or a choice.
//!
//! A text is cut into clauses at commas, brackets and dashes, and these into members at
//! slashes and "and". A word reaches to the end of its clause.

use std::ops::Range;

use super::lex::ItemKind;
use super::reading::PartRole;
use super::settle::Settler;
use crate::facts::countries::Country;
use crate::facts::places::WordRole;
use crate::text::fold::Gap;

/// The strongest sign between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClauseBreak {
    /// The start of the text.
    Start,
    Space,
    Hyphen,
    Slash,
    Comma,
    Semicolon,
    Colon,
    Dash,
    MiddleDot,
    Open,
    Close,
}

/// A run of items between two separators.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) items: Range<usize>,
    /// The sign in front.
    pub(super) before: ClauseBreak,
    /// The number of open brackets.
    pub(super) depth: usize,
}

impl Settler<'_> {
    /// The sign in front of an item.
    pub(super) fn separator_before(&self, at: usize) -> ClauseBreak {
        let word = self.items[at].words.start;
        // Scripts without spaces have several items in one word.
        if at > 0 && self.items[at - 1].words.end > word {
            return ClauseBreak::Space;
        }
        let Some(before) = word.checked_sub(1) else { return ClauseBreak::Start };
        let gap = self.words.list[word].gap;
        match gap {
            Gap::Space if self.ends_sentence(at) => ClauseBreak::Semicolon,
            Gap::Space => ClauseBreak::Space,
            Gap::Hyphen => ClauseBreak::Hyphen,
            Gap::Slash => ClauseBreak::Slash,
            Gap::Open => ClauseBreak::Open,
            Gap::Close => ClauseBreak::Close,
            Gap::Break => {
                let between = &self.text[self.words.list[before].end..self.words.list[word].start];
                let kind = between.chars().find_map(|char| {
                    Some(match char {
                        ';' | '；' | '|' | '\n' | '\r' | '。' => ClauseBreak::Semicolon,
                        ':' | '：' | '=' | '>' | '→' => ClauseBreak::Colon,
                        '·' | '•' | '・' | '∙' => ClauseBreak::MiddleDot,
                        '-' | '–' | '—' | '‐' | '‑' | '−' => ClauseBreak::Dash,
                        ',' | '，' | '、' => ClauseBreak::Comma,
                        _ => return None,
                    })
                });
                kind.unwrap_or(ClauseBreak::Comma)
            }
        }
    }

    /// True if a full stop ends a sentence in front of an item, and not an abbreviation.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        let (before, next) = (&self.items[at - 1].bytes, &self.items[at].bytes);
        let between = self.text.get(before.end..next.start).unwrap_or_default();
        let abbreviates = matches!(
            self.items[at - 1].kind,
            ItemKind::Word(
                WordRole::Example | WordRole::Except | WordRole::Hedge | WordRole::Street
            )
        );
        between.starts_with(". ") && before.len() > 3 && !abbreviates
    }

    /// Cuts the items into clauses.
    pub(super) fn clauses(&self) -> Vec<Clause> {
        let mut clauses: Vec<Clause> = Vec::with_capacity(4);
        let mut depth = 0_usize;
        let mut end = 0;
        for at in 0..self.items.len() {
            let before = self.separator_before(at);
            let start = self.items[at].bytes.start;
            for byte in self.text.get(end..start).unwrap_or_default().bytes() {
                match byte {
                    b'(' | b'[' | b'{' => depth += 1,
                    b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            end = self.items[at].bytes.end;
            match clauses.last_mut() {
                Some(clause)
                    if matches!(
                        before,
                        ClauseBreak::Space | ClauseBreak::Hyphen | ClauseBreak::Slash
                    ) =>
                {
                    clause.items.end = at + 1;
                }
                _ => clauses.push(Clause { items: at..at + 1, before, depth }),
            }
        }
        clauses
    }

    /// The members of a clause: what slashes, "and" and "or" join.
    pub(super) fn members(&self, clause: &Clause) -> Vec<Range<usize>> {
        let mut members = Vec::with_capacity(1);
        let mut start = clause.items.start;
        for at in clause.items.clone() {
            if self.is(at, WordRole::And) && !self.is_preposition(at) {
                members.push(start..at);
                start = at + 1;
            } else if at > start && self.separator_before(at) == ClauseBreak::Slash {
                members.push(start..at);
                start = at;
            }
        }
        members.push(start..clause.items.end);
        members.retain(|member| !member.is_empty());
        members
    }

    /// True for a word of a role; a plan is a party, too, and "only" a filler.
    pub(super) fn is(&self, at: usize, role: WordRole) -> bool {
        match self.items[at].kind {
            ItemKind::Word(WordRole::Plan) => matches!(role, WordRole::Plan | WordRole::Party),
            ItemKind::Word(WordRole::Only) => matches!(role, WordRole::Only | WordRole::Filler),
            ItemKind::Word(of) => of == role,
            _ => false,
        }
    }

    pub(super) fn any(&self, range: &Range<usize>, role: WordRole) -> bool {
        range.clone().any(|at| self.is(at, role) && self.items[at].role.is_none())
    }

    /// "Of", "en", "a": words that join places in one language and lead to one in another.
    pub(super) fn is_preposition(&self, at: usize) -> bool {
        let word = self.words.folded(self.items[at].words.start);
        let ambiguous = matches!(word, "of" | "en" | "a" | "e" | "i" | "o");
        // Between two places it joins them.
        let place = |at: Option<usize>| {
            at.is_some_and(|at| self.items.get(at).is_some_and(|item| item.kind.is_place()))
        };
        let article = at + 1 < self.items.len() && self.is(at + 1, WordRole::Glue);
        let right = if article { Some(at + 2) } else { Some(at + 1) };
        ambiguous && !(place(at.checked_sub(1)) && place(right))
    }

    pub(super) fn is_glue(&self, at: usize) -> bool {
        match self.items[at].kind {
            ItemKind::Word(
                WordRole::Glue
                | WordRole::Every
                | WordRole::Only
                | WordRole::Firm
                | WordRole::Toward
                | WordRole::Per
                | WordRole::Filler
                | WordRole::Vendor,
            ) => true,
            ItemKind::Word(WordRole::And) => self.is_preposition(at),
            _ => false,
        }
    }

    pub(super) fn has_place(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| self.is_active_place(at))
    }

    pub(super) fn set_off(&mut self, at: usize, role: PartRole) {
        self.items[at].off = true;
        self.items[at].role = Some(role);
    }

    /// Settles everything that depends on the words around the places.
    pub(super) fn settle_words(&mut self) {
        self.settle_portuguese();
        self.settle_lower_us();
        self.switch_off_mechanisms();
        self.settle_dates();
        let clauses = self.clauses();
        for clause in &clauses {
            self.switch_off_companies(clause);
            self.switch_off_streets(clause);
            self.switch_off_audiences(clause);
        }
        for at in 0..clauses.len() {
            self.settle_exclusions(&clauses[at]);
            self.settle_offers(&clauses[at]);
            self.switch_off_denied(&clauses, at);
            self.switch_off_seats(&clauses, at);
        }
        for clause in &clauses {
            self.settle_when(clause);
        }
        for at in 0..clauses.len() {
            for member in self.members(&clauses[at]) {
                self.settle_choice(&clauses, at, &member);
            }
            self.settle_bounded(&clauses, at);
        }
        self.settle_examples(&clauses);
        for clause in &clauses {
            self.settle_unread(&clauses, clause);
        }
    }

    /// "us region", "us-based": the word for "we" beside a noun for a site is the country.
    fn settle_lower_us(&mut self) {
        for at in 0..self.items.len() {
            let is_us = self.items[at].kind == ItemKind::Unread
                && self.words.folded(self.items[at].words.start) == "us";
            let free = at == 0 || self.gap_before(at).separates();
            let site = at + 1 < self.items.len()
                && !self.gap_before(at + 1).separates()
                && (matches!(
                    self.items[at + 1].kind,
                    ItemKind::Word(
                        WordRole::Site | WordRole::Edge | WordRole::Compass | WordRole::Quantity
                    )
                ) || self.gap_before(at + 1) == Gap::Hyphen);
            if is_us && free && site {
                self.items[at].kind = ItemKind::Country(Country::US);
            }
        }
    }

    /// "No" is "in the" in Portuguese: beside other small words of that language, where it
    /// goes on a phrase ("dados no Brasil"), and behind a town of the country.
    pub(super) fn settle_portuguese(&mut self) {
        let has = |settler: &Self, words: &[&str]| {
            (0..settler.words.list.len()).any(|word| words.contains(&settler.words.folded(word)))
        };
        let is_no = |settler: &Self, at: usize| {
            settler.is(at, WordRole::Negation)
                && settler.words.folded(settler.items[at].words.start) == "no"
        };
        if !(0..self.items.len()).any(|at| is_no(self, at))
            || has(self, &["y", "el", "los", "las", "en"])
        {
            return;
        }
        let is_portuguese =
            has(self, &["na", "nas", "nos", "em", "ou", "e", "da", "das", "dos", "nao", "dados"]);
        for at in 0..self.items.len() {
            let Some(place) = self.items.get(at + 1).map(|next| next.kind) else { continue };
            if !is_no(self, at) || !place.is_place() {
                continue;
            }
            let before = at.checked_sub(1).map(|before| self.items[before].kind);
            let goes_on = self.gap_before(at) == Gap::Space
                && matches!(
                    before,
                    Some(ItemKind::Word(WordRole::Filler | WordRole::Only | WordRole::Activity))
                );
            let is_of = matches!(
                (before, place),
                (Some(ItemKind::City(town) | ItemKind::State(town)), ItemKind::Country(country))
                    if town.country == country
            );
            if is_portuguese || goes_on || is_of {
                self.items[at].kind = ItemKind::Word(WordRole::Glue);
            }
        }
    }
}
