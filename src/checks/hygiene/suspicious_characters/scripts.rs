//! The scripts of letters, as far as their mixture can mislead.

/// A script with its ranges of letters.
pub(super) struct Script {
    /// Its name in Unicode.
    pub(super) name: &'static str,
    ranges: &'static [(char, char)],
    kind: ScriptFamily,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ScriptFamily {
    /// Has letters that are easily taken for those of another script.
    LookAlike,
    Latin,
    /// Written together with each other and with Latin.
    EastAsian,
    /// Joins its letters, or is written from right to left; not taken for Latin.
    Other,
}

/// The place of Latin in [`SCRIPTS`].
pub(super) const LATIN: usize = 0;

/// The scripts that are told apart; letters of others are passed over. After
/// the blocks of the Unicode standard.
pub(super) const SCRIPTS: &[Script] = &[
    script(
        "Latin",
        ScriptFamily::Latin,
        &[
            ('A', 'Z'),
            ('a', 'z'),
            ('\u{aa}', '\u{aa}'),
            ('\u{ba}', '\u{ba}'),
            ('\u{c0}', '\u{d6}'),
            ('\u{d8}', '\u{f6}'),
            ('\u{f8}', '\u{2af}'),
            ('\u{1e00}', '\u{1eff}'),
            ('\u{2c60}', '\u{2c7f}'),
            ('\u{a722}', '\u{a7ff}'),
            ('\u{ab30}', '\u{ab64}'),
            ('\u{fb00}', '\u{fb06}'),
            ('\u{ff21}', '\u{ff3a}'),
            ('\u{ff41}', '\u{ff5a}'),
        ],
    ),
    script("Greek", ScriptFamily::LookAlike, &[('\u{370}', '\u{3ff}'), ('\u{1f00}', '\u{1fff}')]),
    script(
        "Cyrillic",
        ScriptFamily::LookAlike,
        &[('\u{400}', '\u{52f}'), ('\u{1c80}', '\u{1c8f}'), ('\u{a640}', '\u{a69f}')],
    ),
    script("Armenian", ScriptFamily::LookAlike, &[('\u{530}', '\u{58f}')]),
    script(
        "Cherokee",
        ScriptFamily::LookAlike,
        &[('\u{13a0}', '\u{13ff}'), ('\u{ab70}', '\u{abbf}')],
    ),
    script("Coptic", ScriptFamily::LookAlike, &[('\u{2c80}', '\u{2cff}')]),
    script(
        "Georgian",
        ScriptFamily::LookAlike,
        &[('\u{10a0}', '\u{10ff}'), ('\u{1c90}', '\u{1cbf}')],
    ),
    script("Hebrew", ScriptFamily::Other, &[('\u{590}', '\u{5ff}'), ('\u{fb1d}', '\u{fb4f}')]),
    script(
        "Arabic",
        ScriptFamily::Other,
        &[
            ('\u{600}', '\u{6ff}'),
            ('\u{750}', '\u{77f}'),
            ('\u{8a0}', '\u{8ff}'),
            ('\u{fb50}', '\u{fdff}'),
            ('\u{fe70}', '\u{fefc}'),
        ],
    ),
    script("Devanagari", ScriptFamily::Other, &[('\u{900}', '\u{97f}')]),
    script("Bengali", ScriptFamily::Other, &[('\u{980}', '\u{9ff}')]),
    script("Gurmukhi", ScriptFamily::Other, &[('\u{a00}', '\u{a7f}')]),
    script("Gujarati", ScriptFamily::Other, &[('\u{a80}', '\u{aff}')]),
    script("Tamil", ScriptFamily::Other, &[('\u{b80}', '\u{bff}')]),
    script("Telugu", ScriptFamily::Other, &[('\u{c00}', '\u{c7f}')]),
    script("Kannada", ScriptFamily::Other, &[('\u{c80}', '\u{cff}')]),
    script("Malayalam", ScriptFamily::Other, &[('\u{d00}', '\u{d7f}')]),
    script("Sinhala", ScriptFamily::Other, &[('\u{d80}', '\u{dff}')]),
    script("Thai", ScriptFamily::Other, &[('\u{e00}', '\u{e7f}')]),
    script("Khmer", ScriptFamily::Other, &[('\u{1780}', '\u{17ff}')]),
    script(
        "Hangul",
        ScriptFamily::EastAsian,
        &[('\u{1100}', '\u{11ff}'), ('\u{3131}', '\u{318e}'), ('\u{ac00}', '\u{d7a3}')],
    ),
    script("Hiragana", ScriptFamily::EastAsian, &[('\u{3041}', '\u{309f}')]),
    script(
        "Katakana",
        ScriptFamily::EastAsian,
        &[('\u{30a0}', '\u{30ff}'), ('\u{31f0}', '\u{31ff}'), ('\u{ff66}', '\u{ff9d}')],
    ),
    script("Bopomofo", ScriptFamily::EastAsian, &[('\u{3105}', '\u{312f}')]),
    script(
        "Han",
        ScriptFamily::EastAsian,
        &[
            ('\u{3005}', '\u{3007}'),
            ('\u{3400}', '\u{4dbf}'),
            ('\u{4e00}', '\u{9fff}'),
            ('\u{f900}', '\u{faff}'),
            ('\u{20000}', '\u{3ffff}'),
        ],
    ),
];

const fn script(name: &'static str, kind: ScriptFamily, ranges: &'static [(char, char)]) -> Script {
    Script { name, ranges, kind }
}

/// The script of a letter: its place in [`SCRIPTS`].
pub(super) fn of(char: char) -> Option<usize> {
    if char.is_ascii() {
        return char.is_ascii_alphabetic().then_some(LATIN);
    }
    SCRIPTS.iter().position(|script| {
        script.ranges.iter().any(|(first, last)| (*first..=*last).contains(&char))
    })
}

/// True if a character goes with the letter before it.
pub(super) fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// True if a letter is of a script that is written from right to left.
pub(super) fn is_right_to_left(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// True if a letter is of a script in which joiners are part of the spelling.
pub(super) fn is_joining(char: char) -> bool {
    of(char).is_some_and(|script| SCRIPTS[script].kind == ScriptFamily::Other)
}

/// The scripts of one word with the number of their letters.
pub(super) struct Mixture {
    counts: [u32; SCRIPTS.len()],
}

impl Mixture {
    pub(super) fn of(word: &str) -> Self {
        let mut counts = [0; SCRIPTS.len()];
        for script in word.chars().filter_map(of) {
            counts[script] += 1;
        }
        Self { counts }
    }

    /// The scripts of the word.
    pub(super) fn scripts(&self) -> impl Iterator<Item = usize> {
        (0..SCRIPTS.len()).filter(|script| self.counts[*script] > 0)
    }

    /// True if letters of one script stand among those of another that they
    /// are taken for.
    pub(super) fn is_suspicious(&self) -> bool {
        self.scripts().count() > 1
            && self.scripts().any(|script| SCRIPTS[script].kind == ScriptFamily::LookAlike)
    }

    /// The script with the fewest letters; of two, the one that is not Latin.
    pub(super) fn minority(&self) -> Option<usize> {
        self.scripts().min_by_key(|script| (self.counts[*script], *script == LATIN))
    }
}
