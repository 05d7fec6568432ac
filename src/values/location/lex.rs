//! Finds the names and words of a location: every word belongs to one item.

use std::ops::Range;

use super::{Context, PartRole, is_word};
use crate::facts::cloud_regions::{Found, Provider};
use crate::facts::countries::Country;
use crate::facts::places::{self, At, Meaning, Town, WordRole};
use crate::facts::regions::Group;
use crate::facts::vocabulary::{self, AddedMeaning};
use crate::text::fold::{Gap, Word, Words, flag_letter};

/// Something that was found in a location.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The words it is made of.
    pub(super) words: Range<usize>,
    /// The bytes of the text it is made of.
    pub(super) bytes: Range<usize>,
    pub(super) kind: ItemKind,
    /// It turned out not to be a place of processing.
    pub(super) off: bool,
    /// Its role, where the kind does not give it.
    pub(super) role: Option<PartRole>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ItemKind {
    Country(Country),
    Group(Group),
    /// A group whose name people use loosely, and its readings.
    LooseGroup(Group, u8),
    City(Town),
    State(Town),
    Ambiguous {
        preferred: Option<Country>,
        readings: u8,
    },
    /// Two or three capitals: a country's code, a state's, or both.
    Code {
        country: Option<Country>,
        states: &'static [Country],
    },
    Region(Found),
    UnknownRegion,
    /// A word that is no place.
    Word(WordRole),
    /// A provider or the vendor itself.
    Named,
    /// Not known.
    Unread,
}

impl ItemKind {
    /// True if this may be a place.
    pub(super) fn is_place(self) -> bool {
        matches!(
            self,
            Self::Country(_)
                | Self::Group(_)
                | Self::LooseGroup(..)
                | Self::City(_)
                | Self::State(_)
                | Self::Ambiguous { .. }
                | Self::Code { .. }
                | Self::Region(_)
        )
    }
}

/// Finds everything that is known in the text, in order and without overlaps.
pub(super) fn lex(text: &str, words: &Words, context: &Context<'_>) -> Vec<Item> {
    let mut scanner = Scanner {
        text,
        words,
        context,
        provider: None,
        codes_only: is_list_of_codes(words),
        items: Vec::with_capacity(4),
    };
    let mut at = 0;
    while at < words.list.len() {
        at = scanner.step(at);
    }
    scanner.resolve_late_providers();
    scanner.items
}

/// The items of a text while they are found.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a Words,
    pub(super) context: &'a Context<'a>,
    /// The provider named last in the text.
    pub(super) provider: Option<Provider>,
    /// Nothing but codes between separators, so that lower case does not matter.
    codes_only: bool,
    pub(super) items: Vec<Item>,
}

impl Scanner<'_> {
    /// Reads at one word and returns the next one to read at.
    fn step(&mut self, at: usize) -> usize {
        let word = self.words.list[at];
        if word.unspaced {
            return self.unspaced(at);
        }
        if let Some(end) = self.region(at) {
            return end;
        }
        if self.is_number_sign(at) {
            self.push(at..at + 1, ItemKind::Word(WordRole::Filler));
            return at + 1;
        }
        if self.is_quarter(at) {
            self.push(at..at + 1, ItemKind::Word(WordRole::Filler));
            return at + 1;
        }
        if let Some(end) = self.phrase(at) {
            return end;
        }
        if self.code(at) {
            return at + 1;
        }
        if word.gap != Gap::Hyphen && self.plain_region(at) {
            return at + 1;
        }
        self.push(at..at + 1, self.kind_of_unknown(at));
        at + 1
    }

    /// Numbers and single letters name no place; what ends like a street is one.
    fn kind_of_unknown(&self, at: usize) -> ItemKind {
        let folded = self.words.folded(at);
        if let Some(role) = places::homograph(folded) {
            return ItemKind::Word(role);
        }
        // "NL x2": how many.
        let digits = folded.strip_prefix('x').unwrap_or(folded);
        if self.is_lone_capital(at) {
            return ItemKind::Unread;
        }
        if digits.bytes().all(|byte| byte.is_ascii_digit()) || folded.len() == 1 {
            return ItemKind::Word(WordRole::Filler);
        }
        if places::ends_like_street(folded) {
            return ItemKind::Word(WordRole::Street);
        }
        ItemKind::Unread
    }

    /// "No. 12", "NO 12": the short form of "number", and no negation and not Norway. "NO
    /// 0150" is a postcode of Norway.
    fn is_number_sign(&self, at: usize) -> bool {
        if self.words.folded(at) != "no" {
            return false;
        }
        let Some(next) = self.words.list.get(at + 1) else { return false };
        let number = self.words.folded(at + 1);
        let between = &self.text[self.words.list[at].end..next.start];
        let is_short = number.len() <= 3 && between.trim().is_empty() && !between.is_empty();
        let dotted = between.starts_with('.') && between[1..].trim().is_empty();
        number.bytes().all(|byte| byte.is_ascii_digit()) && (dotted || is_short)
    }

    /// "Aarhus N", "København Ø": a letter for a part of the town in front.
    fn is_quarter(&self, at: usize) -> bool {
        let word = self.words.list[at];
        let typed = &self.text[word.start..word.end];
        let is_letter = typed.chars().count() == 1 && typed.chars().all(char::is_uppercase);
        is_letter
            && word.gap == Gap::Space
            && self.is_separated_after(at + 1)
            && self
                .items
                .last()
                .is_some_and(|item| item.words.end == at && matches!(item.kind, ItemKind::City(_)))
    }

    /// "A, D, CH": a capital between separators stands for something, such as the sign of a
    /// country on its cars; "A) Dublin" counts.
    fn is_lone_capital(&self, at: usize) -> bool {
        let word = self.words.list[at];
        let typed = &self.text[word.start..word.end];
        let is_before = |char: char| matches!(char, ')' | '.' | ':');
        typed.len() == 1
            && typed.starts_with(char::is_uppercase)
            && (at == 0 || word.gap.separates())
            && self.is_separated_after(at + 1)
            && !self.text[word.end..].starts_with(is_before)
    }

    pub(super) fn push(&mut self, words: Range<usize>, kind: ItemKind) {
        let bytes = self.words.list[words.start].start..self.words.list[words.end - 1].end;
        self.items.push(Item { words, bytes, kind, off: false, role: None });
    }

    pub(super) fn known_provider(&self) -> Option<Provider> {
        self.provider.or(self.context.provider)
    }

    // ---- names

    /// The longest phrase at this word, and the word behind it.
    fn phrase(&mut self, at: usize) -> Option<usize> {
        let word = self.words.list[at];
        let rest = &self.words.folded[word.at..];
        let length = word.to - word.at;
        if let Some((length, country)) =
            self.context.extra.and_then(|extra| extra.longest_prefix(rest, length))
        {
            let end = self.words_end(at, length);
            self.push(at..end, ItemKind::Country(country));
            return Some(end);
        }
        if let Some((length, meaning)) =
            vocabulary::active().and_then(|added| added.longest_prefix(rest, false))
        {
            let end = self.words_end(at, length);
            self.push(at..end, kind_of_added(meaning));
            return Some(end);
        }
        for phrase in places::prefixes(rest, length, false).rev() {
            let end = self.words_end(at, phrase.key().len());
            if !self.is_read_here(phrase, at, end)
                || self.is_cut_short(at, end)
                || self.ends_within_id(at, end)
            {
                continue;
            }
            if let Meaning::Provider(provider) = phrase.meaning {
                self.provider = Some(provider);
                self.push(at..end, ItemKind::Named);
                return Some(end);
            }
            let Some(kind) = kind(phrase.meaning) else { continue };
            // "NO" is Norway, "no" is a word.
            if end == at + 1 && !kind.is_place() && self.code(at) {
                return Some(end);
            }
            let is_sign = end == at + 1 && !kind.is_place() && self.is_lone_capital(at);
            self.push(at..end, if is_sign { ItemKind::Unread } else { kind });
            return Some(end);
        }
        None
    }

    /// True if "the United States" is the start of "the United States Minor Outlying
    /// Islands", which has no article in the data.
    fn is_cut_short(&self, at: usize, end: usize) -> bool {
        if end == at + 1 || self.words.folded(at) != "the" {
            return false;
        }
        let word = self.words.list[at + 1];
        let longest =
            places::prefixes(&self.words.folded[word.at..], word.to - word.at, false).last();
        longest.is_some_and(|phrase| self.words_end(at + 1, phrase.key().len()) > end)
    }

    fn is_read_here(&self, phrase: &places::Phrase, at: usize, end: usize) -> bool {
        // "Korea, South" is not the start of "Korea, South Africa".
        let goes_on = || {
            let next = self.words.list.get(end);
            next.is_some_and(|word| self.text[word.start..].starts_with(char::is_uppercase))
        };
        if phrase.key().contains(',') && !self.is_separated_after(end) && goes_on() {
            return false;
        }
        match phrase.at {
            At::Anywhere => true,
            At::Alone => self.stands_alone(at, end) || self.is_led_to(at, end),
            At::Capitals => {
                self.words.list[at..end].iter().all(|word| word.upper)
                    || self.stands_alone(at, end)
                    || (at > 0 && self.words.folded(at - 1) == "the")
            }
        }
    }

    /// Scripts without spaces: names are found at every character. Returns the
    /// word to go on at.
    fn unspaced(&mut self, at: usize) -> usize {
        let mut last = at;
        let mut offset = self.words.list[at].at;
        let mut unread: Option<(usize, usize)> = None;
        while offset < self.words.list[last].to {
            let rest = &self.words.folded[offset..];
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let added = vocabulary::active().and_then(|added| added.longest_prefix(rest, true));
            let added = added.map(|(length, meaning)| (length, kind_of_added(meaning)));
            let found = added.or_else(|| {
                let mut known = places::prefixes(rest, first, true).rev();
                known.find_map(|phrase| Some((phrase.key().len(), kind(phrase.meaning)?)))
            });
            let found = found.filter(|(length, kind)| {
                !kind.is_place() || self.is_word_of_kana(offset, *length, unread.is_some())
            });
            let Some((length, kind)) = found else {
                unread.get_or_insert((last, offset));
                offset += first;
                continue;
            };
            if let Some((word, start)) = unread.take() {
                self.push_within(word, last, start..offset, ItemKind::Unread);
            }
            let start = offset;
            offset += length;
            let words = last;
            while self.words.list.get(last + 1).is_some_and(|next| next.at < offset) {
                last += 1;
            }
            self.push_within(words, last, start..offset, kind);
        }
        if let Some((word, start)) = unread {
            self.push_within(word, last, start..offset, ItemKind::Unread);
        }
        last + 1
    }

    /// False for a name in katakana inside another word in katakana: "ゼルマリオン" is not Mali.
    fn is_word_of_kana(&self, offset: usize, length: usize, is_behind_unread: bool) -> bool {
        let is_kana = |char: char| matches!(char, 'ァ'..='ヺ' | 'ー');
        let (before, rest) = self.words.folded.split_at(offset);
        let (name, behind) = rest.split_at(length);
        if !name.starts_with(is_kana) {
            return true;
        }
        if is_behind_unread && before.ends_with(is_kana) {
            return false;
        }
        // A longer name is likely to be the first part of a compound.
        let is_short = name.chars().count() <= 2;
        let goes_on =
            behind.chars().next().filter(|char| is_kana(*char)).is_some_and(|char| {
                places::prefixes(behind, char.len_utf8(), true).next().is_none()
            });
        !(is_short && goes_on)
    }

    /// Adds a piece of words in a script without spaces: `folded` are its bytes in the
    /// folded text.
    fn push_within(&mut self, first: usize, last: usize, folded: Range<usize>, kind: ItemKind) {
        // These scripts are folded to themselves, so that bytes agree unless characters
        // were dropped; then the place is the whole word.
        let agrees = |word: &Word| word.end - word.start == word.to - word.at;
        let word = self.words.list[first];
        let start = if agrees(&word) { word.start + (folded.start - word.at) } else { word.start };
        let word = self.words.list[last];
        let end = if agrees(&word) { word.start + (folded.end - word.at) } else { word.end };
        let (words, bytes) = (first..last + 1, start..end);
        self.items.push(Item { words, bytes, kind, off: false, role: None });
    }

    /// A code of two or three capitals.
    fn code(&mut self, at: usize) -> bool {
        let word = self.words.list[at];
        let folded = self.words.folded(at);
        if !matches!(folded.len(), 2 | 3)
            || !(word.upper || self.codes_only)
            || !folded.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return false;
        }
        let code = folded.to_ascii_uppercase();
        let country = if code.len() == 2 {
            Country::from_alpha2(&code)
        } else {
            Country::from_alpha3(&code).filter(|_| self.codes_only || !is_word(&code))
        };
        // A flag is never that of a state.
        let flag = self.text[word.start..].starts_with(|c| flag_letter(c).is_some());
        let states = if flag { &[] } else { places::states(&code) };
        if country.is_none() && states.is_empty() {
            let is_province = self.items.last().is_some_and(|item| match item.kind {
                ItemKind::City(town) | ItemKind::State(town) => {
                    item.words.end == at && places::has_province(town.country, &code)
                }
                _ => false,
            });
            if is_province {
                self.push(at..at + 1, ItemKind::Word(WordRole::Filler));
            }
            return is_province;
        }
        let after_place =
            self.items.last().is_some_and(|item| item.kind.is_place() && item.words.end == at);
        let postcode_behind =
            self.words.list.get(at + 1).is_some_and(|next| next.digit && next.gap <= Gap::Hyphen);
        let before = self.is_separated_before(at) || self.follows_location_word(at);
        let behind = self.is_separated_after(at + 1) || postcode_behind || self.ends_sentence(at);
        let alone = before && (behind || self.leads_location_word(at));
        let accepted = match code.as_str() {
            // Words and legal forms: only where a place or a list of codes asks for them.
            "OK" | "HI" | "OR" => {
                (after_place || postcode_behind)
                    && word.gap == Gap::Break
                    && self.is_separated_after(at + 1)
                    || alone && postcode_behind
            }
            "AG" | "AI" | "AS" | "BI" | "BV" | "CC" | "CX" | "DC" | "IO" | "KG" | "PM" | "PR"
            | "QA" | "SA" | "TV" | "VC" => self.codes_only || (after_place && alone),
            // Departments: a country only between separators.
            "HR" | "ID" | "IT" | "MS" | "PS" => self.stands_alone(at, at + 1),
            _ => flag || alone || (after_place && self.is_separated_after(at + 1)),
        };
        if accepted {
            self.push(at..at + 1, ItemKind::Code { country, states });
        }
        accepted
    }

    // ---- surroundings

    /// The word behind a phrase of `length` folded bytes that starts at a word.
    pub(super) fn words_end(&self, at: usize, length: usize) -> usize {
        let to = self.words.list[at].at + length;
        let mut end = at + 1;
        while self.words.list.get(end).is_some_and(|word| word.at < to) {
            end += 1;
        }
        end
    }

    pub(super) fn stands_alone(&self, at: usize, end: usize) -> bool {
        self.is_separated_before(at) && self.is_separated_after(end)
    }

    /// True if an everyday word is written as a name behind a preposition: "en Inde".
    fn is_led_to(&self, at: usize, end: usize) -> bool {
        let capital = self.text[self.words.list[at].start..].starts_with(char::is_uppercase);
        let leads = |word: &str| {
            places::phrase(word)
                .is_some_and(|phrase| phrase.meaning == Meaning::Word(WordRole::Glue))
        };
        capital && at > 0 && leads(self.words.folded(at - 1)) && self.is_separated_after(end)
    }

    /// "In DE", "mainly IE", "endast SE", "hlavně v ČR": a word that says something of places
    /// stands right in front. With other little words a code is short for anything: "with GA".
    fn follows_location_word(&self, at: usize) -> bool {
        let last = self.items.last().filter(|item| item.words.end == at);
        last.is_some_and(|item| match item.kind {
            ItemKind::Word(WordRole::Glue) => matches!(
                self.words.folded(at - 1),
                "in" | "the"
                    | "from"
                    | "within"
                    | "to"
                    | "at"
                    | "aus"
                    | "nach"
                    | "en"
                    | "em"
                    | "na"
                    | "no"
                    | "v"
                    | "ve"
                    | "w"
                    | "we"
                    | "z"
                    | "ze"
                    | "do"
                    | "i"
                    | "fra"
                    | "fran"
                    | "til"
                    | "till"
                    | "uit"
                    | "binnen"
                    | "naar"
                    | "vanuit"
                    | "da"
            ),
            ItemKind::Word(role) => !matches!(
                role,
                WordRole::Company
                    | WordRole::Street
                    | WordRole::StreetBefore
                    | WordRole::Mechanism
                    | WordRole::Compass
                    | WordRole::Vendor
            ),
            _ => false,
        })
    }

    /// "DE region", "AU only", "SG depending on ...", "FR selon le contrat".
    fn leads_location_word(&self, at: usize) -> bool {
        let Some(next) = self.words.list.get(at + 1) else { return false };
        let word = self.words.folded(at + 1);
        let known = matches!(
            word,
            "region"
                | "regions"
                | "zone"
                | "only"
                | "data"
                | "datacenter"
                | "datacentre"
                | "servers"
                | "server"
                | "based"
                | "hosted"
                | "hosting"
                | "if"
                | "by"
                | "when"
                | "for"
                | "with"
        );
        // Codes that are small words as well need one of those above.
        let code = self.words.folded(at);
        let is_small = matches!(
            code,
            "no" | "so" | "me" | "my" | "be" | "is" | "am" | "to" | "at" | "in" | "as" | "do"
        );
        let of_place = || {
            let (rest, length) = (&self.words.folded[next.at..], next.to - next.at);
            places::prefixes(rest, length, false).last().is_some_and(|phrase| {
                matches!(
                    phrase.meaning,
                    Meaning::Word(
                        WordRole::Site
                            | WordRole::Depend
                            | WordRole::Per
                            | WordRole::Hedge
                            | WordRole::Default
                    )
                )
            })
        };
        // "NO data in the US" denies, "NO region" is Norway.
        let denies = code == "no"
            && matches!(
                word,
                "data" | "hosting" | "hosted" | "if" | "by" | "when" | "for" | "with"
            );
        !next.upper && !denies && (known || word.starts_with("depend") || !is_small && of_place())
    }

    /// "Invoices: IE. Backups: DK": a full stop behind a code, and not a number.
    fn ends_sentence(&self, at: usize) -> bool {
        let behind = &self.text[self.words.list[at].end..];
        behind.starts_with(". ") && self.words.list.get(at + 1).is_some_and(|next| !next.digit)
    }

    fn is_separated_before(&self, at: usize) -> bool {
        at == 0 || self.words.list[at].gap.separates() || is_conjunction(self.words.folded(at - 1))
    }

    fn is_separated_after(&self, end: usize) -> bool {
        self.words
            .list
            .get(end)
            .is_none_or(|next| next.gap.separates() || is_conjunction(self.words.folded(end)))
    }
}

fn kind(meaning: Meaning) -> Option<ItemKind> {
    Some(match meaning {
        Meaning::Country(country) => ItemKind::Country(country),
        Meaning::Group(group) => ItemKind::Group(group),
        Meaning::LooseGroup { group, readings } => ItemKind::LooseGroup(group, readings),
        Meaning::State(town) => ItemKind::State(town),
        Meaning::City(town) => ItemKind::City(town),
        Meaning::Ambiguous { preferred, readings } => ItemKind::Ambiguous { preferred, readings },
        Meaning::Word(role) => ItemKind::Word(role),
        Meaning::RegionName(_) | Meaning::Provider(_) => return None,
    })
}

/// True if a word joins places.
pub(super) fn is_conjunction(word: &str) -> bool {
    places::phrase(word).is_some_and(|phrase| phrase.meaning == Meaning::Word(WordRole::And))
}

/// True if the text is nothing but codes of two or three letters.
fn is_list_of_codes(words: &Words) -> bool {
    words.list.len() > 1
        && words.list.iter().enumerate().all(|(at, word)| {
            let folded = words.folded(at);
            (at > 0 && folded == "and" && word.gap == Gap::Space)
                || (matches!(folded.len(), 2 | 3)
                    && (word.gap.separates() || at == 0 || words.folded(at - 1) == "and")
                    && (Country::from_code(folded).is_some() || places::phrase(folded).is_some()))
        })
}

/// The gap in front of a word.
pub(super) fn gap(words: &Words, at: usize) -> Gap {
    words.list.get(at).map_or(Gap::Break, |word: &Word| word.gap)
}

/// The kind of what a vocabulary adds.
fn kind_of_added(meaning: AddedMeaning) -> ItemKind {
    match meaning {
        AddedMeaning::Country(country) => ItemKind::Country(country),
        AddedMeaning::Word(role) => ItemKind::Word(role),
    }
}
