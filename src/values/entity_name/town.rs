//! Names that a town tells apart, in whatever form the town is written.

use super::EntityName;
use crate::facts::name_words::leads_to_place;
use crate::facts::places::{self, Meaning};

/// Letters that the forms of the name of a town have in common: Kraków, Krakowie.
const STEM: usize = 4;

/// The words of a name with its town as country and stem, and without the preposition in front:
/// equal for "Kelp Kraków" and "Kelp w Krakowie". Nothing for a name without a town.
#[must_use]
pub fn town_key(name: &EntityName) -> Option<String> {
    let words: Vec<&str> = name.base().split_whitespace().collect();
    // A town in front is the name itself: "Berlin Kelp".
    let mut has_town = false;
    let mut key: Vec<String> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let town = places::phrase(word).and_then(|phrase| match phrase.meaning {
            Meaning::City(town) if at > 0 && word.chars().count() >= STEM => Some(town),
            _ => None,
        });
        let Some(town) = town else {
            key.push((*word).to_owned());
            continue;
        };
        if key.len() > 1 && words.get(at - 1).is_some_and(|before| leads_to_place(before)) {
            key.pop();
        }
        has_town = true;
        let stem: String = word.chars().take(STEM).collect();
        key.push(format!("{}:{stem}", town.country.alpha2()));
    }
    has_town.then(|| key.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_town_makes_no_other_name() {
        let key = |name: &str| town_key(&EntityName::parse_brand(name));
        assert_eq!(key("Kelpowa Kraków"), key("Kelpowa w Krakowie"));
        assert_eq!(key("Kelp Berlin"), key("Kelp in Berlin"));
        assert_ne!(key("Kelp Berlin"), key("Kelp Bremen"));
        assert_eq!(key("Kelp Hosting"), None);
    }
}
