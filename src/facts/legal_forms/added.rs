//! Legal forms that a vocabulary adds.

use super::{ATTACHED, FORMS, LegalForm, SPELLINGS, Spelling, Table, fold, strip};
use std::sync::{Mutex, PoisonError};

/// A legal form as a vocabulary states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddedForm {
    /// Its id.
    pub id: String,
    /// The usual spelling.
    pub label: String,
    /// ISO 3166-1 alpha-2 codes.
    pub countries: Vec<String>,
    /// Its spellings at the end of a name.
    pub spellings: Vec<String>,
    /// Its spellings in front of a name only.
    pub prefixes: Vec<String>,
    /// True if its spellings are ordinary words as well.
    pub weak: bool,
}

/// The added forms, numbered behind those of the data.
static ADDED: Mutex<Vec<&'static LegalForm>> = Mutex::new(Vec::new());

/// The form with a number.
pub(super) fn form(index: u16) -> &'static LegalForm {
    let index = usize::from(index);
    FORMS.get(index).unwrap_or_else(|| {
        let added = ADDED.lock().unwrap_or_else(PoisonError::into_inner);
        added[index - FORMS.len()]
    })
}

/// The table of all spellings with those of some more forms, kept for good. Forms beyond the
/// numbers that there are, more than 60,000, are left out.
pub(crate) fn extended(forms: &[AddedForm]) -> &'static Table<'static> {
    let mut spellings: Vec<Spelling> = SPELLINGS.iter().map(Spelling::copied).collect();
    let mut attached = ATTACHED.to_vec();
    for form in forms {
        let Some(number) = add(form) else { break };
        let at_end = form.spellings.iter().map(|text| (text, true));
        let in_front = form.prefixes.iter().map(|text| (text, false));
        for (text, is_suffix) in at_end.chain(in_front) {
            let words: &'static str = fold::fold_name(text).leak();
            let key: &'static str = fold::spaceless(words).leak();
            if key.is_empty() {
                continue;
            }
            if words.chars().any(is_wide) && words.chars().count() > 1 && !words.contains(' ') {
                attached.push(words);
            }
            let at = spellings.partition_point(|known| (known.key, known.typed) < (key, ""));
            let is_known = |known: &&mut Spelling| known.key == key && known.typed.is_empty();
            if let Some(known) = spellings.get_mut(at).filter(is_known) {
                known.forms = [known.forms, &[number]].concat().leak();
                known.suffix |= is_suffix;
                known.prefix |= !is_suffix;
                known.front = true;
            } else {
                let forms: &'static [u16] = vec![number].leak();
                let (typed, suffix, prefix) = ("", is_suffix, !is_suffix);
                let front = true;
                spellings.insert(at, Spelling { key, typed, words, forms, suffix, prefix, front });
            }
        }
    }
    let spellings: &'static [Spelling] = spellings.leak();
    let first = move |key: strip::FormKey<'_>| {
        let wanted: Vec<u8> = key.bytes().collect();
        let at = spellings.partition_point(|known| known.key.as_bytes() < &*wanted);
        spellings.get(at).filter(|known| known.key.as_bytes() == wanted).map(|_| at)
    };
    let first: &'static (dyn Fn(strip::FormKey<'_>) -> Option<usize> + Sync) =
        Box::leak(Box::new(first));
    Box::leak(Box::new(Table { spellings, attached: attached.leak(), first }))
}

/// Numbers a form.
fn add(form: &AddedForm) -> Option<u16> {
    let countries: Vec<&'static str> =
        form.countries.iter().map(|code| &*code.clone().leak()).collect();
    let made = LegalForm {
        id: form.id.clone().leak(),
        label: form.label.clone().leak(),
        countries: countries.leak(),
        weak: form.weak,
    };
    let mut added = ADDED.lock().unwrap_or_else(PoisonError::into_inner);
    let number = u16::try_from(FORMS.len() + added.len()).ok()?;
    added.push(Box::leak(Box::new(made)));
    Some(number)
}

/// True for scripts that write without spaces.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}
