//! Characters that HTML spells by name: `&eacute;`.
//!
//! Source and date: `data/html_entities.csv`.

include!(concat!(env!("OUT_DIR"), "/html_entities.rs"));

/// The character of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<char> {
    let at = HTML_ENTITIES.binary_search_by_key(&name, |known| known.0).ok()?;
    Some(HTML_ENTITIES[at].1)
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn names_tell_large_letters_from_small_ones() {
        assert_eq!(by_name("amp"), Some('&'));
        assert_eq!(by_name("eacute"), Some('é'));
        assert_eq!(by_name("Eacute"), Some('É'));
        assert_eq!(by_name("acme"), None);
    }
}
