//! Contradictions inside one location: a bracket or a middle dot says "that is", so that
//! both sides have to fit.

use std::ops::Range;

use super::reading::{Gloss, Part, PartRole, Reading, Referent};
use crate::facts::countries::{Country, CountrySet};
use crate::facts::places::{self, Meaning, WordRole};

/// Two parts of a text that cannot both be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The more exact part.
    pub exact: Range<usize>,
    /// The countries that it may be in.
    pub exact_in: CountrySet,
    /// The part that says otherwise.
    pub other: Range<usize>,
    /// The countries that this leaves.
    pub other_in: CountrySet,
}

/// The precision of a part: 0 for an area, 3 for a city.
fn precision(part: &Part) -> u8 {
    match part.referent {
        Referent::Town(_) => 3,
        Referent::CloudRegion(_) => 2,
        Referent::Group(_) | Referent::LooseGroup(..) => 0,
        _ => 1,
    }
}

/// True if no country is in both sets; a territory and the state it belongs to agree.
pub fn contradicts(a: CountrySet, b: CountrySet) -> bool {
    with_states(a).intersection(with_states(b)).is_empty()
}

/// A set of countries with the states that its territories belong to.
pub fn with_states(set: CountrySet) -> CountrySet {
    set.iter().filter_map(Country::sovereign).fold(set, |mut set, state| {
        set.insert(state);
        set
    })
}

/// A part that names a place of processing, or an area that explains one.
fn names_place(part: &Part) -> bool {
    let explains = matches!(part.role, PartRole::Gloss(Gloss::Within));
    (part.role.is_place() || explains) && !part.referent.possible().is_empty()
}

impl Reading {
    /// The first two parts of the text that contradict each other.
    pub fn conflict(&self, text: &str) -> Option<Conflict> {
        // Most texts are one place.
        if self.parts.len() < 2 {
            return None;
        }
        self.false_gloss().or_else(|| {
            let places: Vec<usize> =
                (0..self.parts.len()).filter(|&at| names_place(&self.parts[at])).collect();
            places.windows(2).find_map(|pair| self.between(text, &places, pair[0], pair[1]))
        })
    }

    /// "Sweden (outside the EU)": a remark that is false about every place.
    fn false_gloss(&self) -> Option<Conflict> {
        let gloss = self.parts.iter().find(|part| {
            part.role == PartRole::Gloss(Gloss::Outside) && !part.referent.possible().is_empty()
        })?;
        let excluded = gloss.referent.possible();
        let mut places = self.places().filter(|part| !part.referent.possible().is_empty());
        let wrong = places.find(|part| part.referent.possible().is_subset(excluded))?;
        let exact_in = wrong.referent.possible();
        Some(Conflict {
            exact: wrong.range.clone(),
            exact_in,
            other: gloss.range.clone(),
            other_in: CountrySet::world().difference(excluded),
        })
    }

    fn between(&self, text: &str, places: &[usize], left: usize, right: usize) -> Option<Conflict> {
        let (first, second) = (&self.parts[left], &self.parts[right]);
        let joint = &self.parts[left + 1..right];
        let plain = |part: &Part| matches!(part.role, PartRole::Separator | PartRole::Filler);
        if !joint.iter().all(plain) {
            return None;
        }
        let between = &text[first.range.end..second.range.start];
        let outer = self.explained(text, places, left, right, between);
        let outer = outer.or_else(|| self.heads_list(text, right))?;
        let (a, b) = (&self.parts[outer], second);
        let wide = |part: &Part| precision(part) == 0;
        if wide(a) && wide(b) || !contradicts(a.referent.possible(), b.referent.possible()) {
            return None;
        }
        let (exact, other) =
            if precision(b) > precision(a) || precision(a) == precision(b) && outer != left {
                (b, a)
            } else {
                (a, b)
            };
        Some(Conflict {
            exact: exact.range.clone(),
            exact_in: exact.referent.possible(),
            other: other.range.clone(),
            other_in: other.referent.possible(),
        })
    }

    /// The country in front of a bracket that holds nothing but towns, this one among them:
    /// "Germany (Berlin, Munich, Helsinki)".
    fn heads_list(&self, text: &str, town: usize) -> Option<usize> {
        let is_town = |part: &Part| matches!(part.referent, Referent::Town(_));
        let is_country = |part: &Part| matches!(part.referent, Referent::Country(_));
        let before = text[..self.parts[town].range.start].rfind(['(', '[', '（'])?;
        let inside = &text[before..];
        let end = before + inside.find([')', ']', '）'])?;
        if !is_town(&self.parts[town]) || self.parts[town].range.start > end {
            return None;
        }
        let holds_towns = self
            .parts
            .iter()
            .filter(|part| (before..end).contains(&part.range.start))
            .all(|part| is_town(part) || part.role == PartRole::Separator);
        let head = self.parts[..town].iter().rposition(|part| part.range.end <= before)?;
        (is_country(&self.parts[head]) && self.parts[head].role.is_place() && holds_towns)
            .then_some(head)
    }

    /// The part that the second of two neighbours explains, by what stands between them.
    fn explained(
        &self,
        text: &str,
        places: &[usize],
        left: usize,
        right: usize,
        between: &str,
    ) -> Option<usize> {
        let (first, second) = (&self.parts[left], &self.parts[right]);
        let (opens, closes) =
            (between.contains(['(', '[', '（']), between.contains([')', ']', '）']));
        if opens && !closes {
            // The words in the bracket are about its places, and nothing else is in it.
            let inside = &text[second.range.end..];
            let rest = inside.find([')', ']', '）']).unwrap_or(inside.len());
            let end = second.range.end + rest;
            let pure = self
                .parts
                .iter()
                .filter(|part| part.range.start >= first.range.end && part.range.end <= end)
                .all(|part| {
                    // "US (edge EU)", "Estonia (servers in Germany)": the bracket names what
                    // there is at another place.
                    let mut words = text[part.range.clone()].split_whitespace();
                    let names_site = |word: &str| {
                        places::phrase_of(word).is_some_and(|known| {
                            matches!(known.meaning, Meaning::Word(WordRole::Edge | WordRole::Site))
                        })
                    };
                    part.role.is_place()
                        || part.role == PartRole::Filler && !words.any(names_site)
                        || matches!(part.role, PartRole::Separator | PartRole::Gloss(Gloss::Within))
                        || part.role == PartRole::Alternative
                });
            return pure.then_some(left);
        }
        let whole = places.len() == 2;
        let words = between.trim_matches([' ', '\u{a0}']);
        if words == "·" || words == "•" {
            return Some(left);
        }
        let is_region = |part: &Part| matches!(part.referent, Referent::CloudRegion(_));
        let is_town = |part: &Part| matches!(part.referent, Referent::Town(_));
        let is_country = |part: &Part| matches!(part.referent, Referent::Country(_));
        // "Frankfurt, Ireland"; "Frankfurt, Dublin" are two sites.
        if words == ","
            && whole
            && is_town(first)
            && first.role == PartRole::City
            && is_country(second)
            && text[second.range.clone()].len() > 2
        {
            return Some(left);
        }
        if words.is_empty() && is_region(first) != is_region(second) && whole {
            return Some(left);
        }
        None
    }
}
