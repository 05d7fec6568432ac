//! Words that are suggested for keys and values of the manifest.

use crate::diagnostics::Safety;
use crate::manifest::schema::Suggestion;
use crate::policy::Hit;
use crate::text::suggest::is_same_word;

/// Adds a suggestion and its fix. Another spelling of a word is the same fact; a
/// word that is only close may be another one.
pub(crate) fn suggest(hit: Hit, typed: &str, close: &Suggestion) -> Hit {
    let same = is_same_word(typed, &close.word);
    let safety = if same { Safety::Safe } else { Safety::Unsafe };
    let title = format!("Write `{}`", close.word);
    hit.arg("suggestion", &close.word).fix(safety, title, close.edit.clone())
}

/// Words of which one is to be chosen: `a, b or c`.
pub(crate) fn alternatives<W: AsRef<str>>(words: &[W]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match &words[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}
