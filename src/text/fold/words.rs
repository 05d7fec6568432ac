//! Cuts a text into folded words: names are compared without case, accents and
//! punctuation, and the separators between them are kept in classes.

use super::{is_invisible, spell_plainly};

/// The separator between a word and the one before it, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// White space, a full stop, or nothing at all.
    Space,
    /// A hyphen or underscore without space around it.
    Hyphen,
    /// A slash.
    Slash,
    /// Any other separator, and the start of the text.
    Break,
    /// A closing bracket.
    Close,
    /// An opening bracket.
    Open,
}

impl Gap {
    /// True if the words on both sides belong to different parts of the text.
    pub(crate) fn separates(self) -> bool {
        self >= Gap::Slash
    }
}

/// One word: where it was typed and where its folded form is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// First byte in the text.
    pub(crate) start: usize,
    /// One past the last byte in the text.
    pub(crate) end: usize,
    /// First byte in the folded text.
    pub(crate) at: usize,
    /// One past the last byte in the folded text.
    pub(crate) to: usize,
    /// The separator in front of the word.
    pub(crate) gap: Gap,
    /// The letters are all capitals, and there is one.
    pub(crate) upper: bool,
    /// There is a digit in it.
    pub(crate) digit: bool,
    /// Written in a script without spaces between words.
    pub(crate) unspaced: bool,
}

/// The words of a text and their folded forms, joined by ` `, `/` or `,`.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The folded text.
    pub(crate) folded: String,
    /// The words in order.
    pub(crate) list: Vec<Word>,
}

impl Words {
    /// Cuts `text`. Linear in its length.
    pub(crate) fn of(text: &str) -> Self {
        let mut words =
            Words { folded: String::with_capacity(text.len() + 8), list: Vec::with_capacity(8) };
        let mut gap = Gap::Break;
        let mut open = false;
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let end = at + c.len_utf8();
            if c.is_ascii_alphanumeric() && open && words.goes_on(c, end) {
                continue;
            }
            if c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()) {
                let unspaced = is_unspaced(c);
                if open && words.last().is_some_and(|word| word.unspaced != unspaced) {
                    open = false;
                    gap = Gap::Space;
                }
                if !open {
                    words.begin(at, gap, unspaced);
                    open = true;
                    gap = Gap::Space;
                }
                words.push(c, end);
                continue;
            }
            if is_ignored(c) {
                continue;
            }
            if let Some(letter) = flag_letter(c) {
                // A flag is a code between separators: two letters, one symbol each.
                let second = words.last().is_some_and(|word| {
                    word.end == at && word.end - word.start == c.len_utf8() && word.upper
                }) && text[..at].ends_with(|before| flag_letter(before).is_some());
                if !second {
                    words.begin(at, Gap::Break, false);
                }
                words.push(letter, end);
                open = false;
                gap = Gap::Break;
                continue;
            }
            let next = rest.peek().map(|&(_, next)| next);
            if is_apostrophe(c) && open && next.is_some_and(char::is_alphabetic) {
                // "l'Irlande" is two words, "customer's" is one.
                if words.last().is_some_and(|word| is_elided(&words.folded[word.at..word.to])) {
                    open = false;
                }
                continue;
            }
            if c == '.' && open && words.is_initial() && is_initial_ahead(&text[end..]) {
                continue;
            }
            open = false;
            if c == '&' || (c == '+' && next.is_none_or(|next| !next.is_ascii_digit())) {
                words.begin(at, gap, false);
                words.push_str("and", end);
                gap = Gap::Space;
                continue;
            }
            gap = gap.max(separator(c, &text[..at], next));
        }
        words
    }

    /// The folded form of a word.
    pub(crate) fn folded(&self, word: usize) -> &str {
        let word = &self.list[word];
        &self.folded[word.at..word.to]
    }

    fn last(&self) -> Option<&Word> {
        self.list.last()
    }

    fn begin(&mut self, at: usize, gap: Gap, unspaced: bool) {
        if !self.folded.is_empty() {
            self.folded.push(match gap {
                Gap::Space | Gap::Hyphen => ' ',
                Gap::Slash => '/',
                Gap::Break | Gap::Close | Gap::Open => ',',
            });
        }
        let to = self.folded.len();
        self.list.push(Word {
            start: at,
            end: at,
            at: to,
            to,
            gap,
            upper: false,
            digit: false,
            unspaced,
        });
    }

    /// Adds an ASCII letter or digit to the open word, unless that is in a script
    /// without spaces: the common case, so it is the short one.
    fn goes_on(&mut self, c: char, end: usize) -> bool {
        let Some(word) = self.list.last_mut().filter(|word| !word.unspaced) else { return false };
        self.folded.push(c.to_ascii_lowercase());
        if c.is_ascii_digit() {
            word.digit = true;
        } else {
            // A first digit says nothing about the letters behind it.
            word.upper = c.is_ascii_uppercase() && (word.upper || word.digit);
        }
        word.end = end;
        word.to = self.folded.len();
        true
    }

    fn push(&mut self, c: char, end: usize) {
        fold(c, &mut self.folded);
        let to = self.folded.len();
        if let Some(word) = self.list.last_mut() {
            let first = word.start == word.end;
            word.upper = if c.is_alphabetic() {
                c.is_uppercase() && (first || word.upper || word.digit)
            } else {
                word.upper
            };
            word.digit |= c.is_ascii_digit();
            word.end = end;
            word.to = to;
        }
    }

    fn push_str(&mut self, text: &str, end: usize) {
        self.folded.push_str(text);
        let to = self.folded.len();
        if let Some(word) = self.list.last_mut() {
            word.end = end;
            word.to = to;
        }
    }

    /// True if the last word is an initial, or initials joined so far: `U` of
    /// `U.S.`, `U.S` of `U.S.A.`
    fn is_initial(&self) -> bool {
        self.list.last().is_some_and(|word| {
            let typed = word.end - word.start;
            // `U.S.A` has as many dots as letters less one. Some letters fold to nothing.
            typed + 1 == 2 * (word.to - word.at)
        })
    }
}

/// The folded words of a text, joined by ` `, `/` or `,`: the key of a place in the
/// tables.
pub(crate) fn fold_words(text: &str) -> String {
    Words::of(text).folded
}

/// True if a word in front of an apostrophe is an article or preposition that lost its
/// vowel: "l'Irlande", "dell'India".
fn is_elided(folded: &str) -> bool {
    folded.len() == 1
        || matches!(
            folded,
            "dell" | "dall" | "nell" | "sull" | "all" | "coll" | "dagl" | "degl" | "qu"
        )
}

/// True if the text goes on with one letter that is a word of its own.
fn is_initial_ahead(rest: &str) -> bool {
    let mut rest = rest.chars();
    rest.next().is_some_and(|c| c.is_ascii_alphabetic())
        && rest.next().is_none_or(|c| !c.is_alphanumeric())
}

fn separator(c: char, before: &str, next: Option<char>) -> Gap {
    match c {
        ' ' | '.' | '\u{a0}' | '\u{202f}' | '\'' | '’' => Gap::Space,
        '(' | '[' | '{' | '（' | '【' => Gap::Open,
        ')' | ']' | '}' | '）' | '】' => Gap::Close,
        '/' | '\\' | '／' => Gap::Slash,
        '-' | '_' | '–' | '‐' | '‑' => {
            let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
            if spaced(next) || spaced(before.chars().next_back()) {
                Gap::Break
            } else {
                Gap::Hyphen
            }
        }
        _ if c.is_whitespace() && c != '\n' && c != '\r' => Gap::Space,
        _ => Gap::Break,
    }
}

/// Characters that show nothing, and combining marks.
fn is_ignored(c: char) -> bool {
    is_invisible(c) || is_mark(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The letter of a regional indicator: two of them make the flag of a country.
pub(crate) fn flag_letter(c: char) -> Option<char> {
    let offset = u32::from(c).checked_sub(0x1f1e6).filter(|offset| *offset < 26)?;
    char::from_u32(u32::from('A') + offset)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ')
}

/// Chinese, Japanese and Korean run their words together.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Appends the folded form of a letter or digit.
fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if !matches!(c, '\u{80}'..='\u{5ff}' | '\u{1e00}'..='\u{1fff}' | '\u{ff00}'..='\u{ff5e}') {
        out.extend(c.to_lowercase());
        return;
    }
    unicode_normalization::char::decompose_compatible(c, |part| {
        for small in part.to_lowercase().filter(|small| !is_mark(*small)) {
            match spell_plainly(small) {
                Some(plain) => out.push_str(plain),
                None => out.push(small),
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_know_no_case_accents_or_punctuation() {
        for (text, folded) in [
            ("Österreich", "osterreich"),
            ("U.S.A.", "usa"),
            ("U. S.", "u s"),
            ("N. Virginia", "n virginia"),
            ("Frankfurt a.M.", "frankfurt am"),
            ("Guinea-Bissau", "guinea bissau"),
            ("EU/EEA", "eu/eea"),
            ("Korea, Republic of", "korea,republic of"),
            ("Georgia (country)", "georgia,country"),
            ("UK&I", "uk and i"),
            ("customer’s choice", "customers choice"),
            ("l'Irlande", "l irlande"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("ドイツ", "ドイツ"),
            ("AWS東京", "aws 東京"),
            ("Ger\u{200b}many", "germany"),
            ("ＵＳＡ", "usa"),
            ("🇩🇪🇫🇷", "de,fr"),
            ("—", ""),
        ] {
            assert_eq!(fold_words(text), folded, "{text}");
        }
    }

    #[test]
    fn gaps_tell_what_belongs_together() {
        let gaps = |text| -> Vec<Gap> {
            Words::of(text).list.iter().skip(1).map(|word| word.gap).collect()
        };
        assert_eq!(gaps("EU (Germany) - France"), [Gap::Open, Gap::Close]);
        assert_eq!(
            gaps("a - b, c/d-e f"),
            [Gap::Break, Gap::Break, Gap::Slash, Gap::Hyphen, Gap::Space]
        );
        assert_eq!(gaps("a \u{b7} b\nc"), [Gap::Break, Gap::Break]);
    }

    #[test]
    fn words_know_where_they_were_typed() {
        let text = " Zürich (U.S.) 東京";
        let typed: Vec<&str> =
            Words::of(text).list.iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(typed, ["Zürich", "U.S", "東京"]);
    }
}
