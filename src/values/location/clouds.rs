//! Finds the ids and names of cloud regions in a location.

use super::lex::{ItemKind, Scanner};
use crate::facts::cloud_regions::{self, Area, CloudRegion, Found, Provider};
use crate::facts::countries::Country;
use crate::facts::places::{self, Meaning};
use crate::text::fold::Gap;

impl Scanner<'_> {
    /// A region id at this word, and the word behind it.
    pub(super) fn region(&mut self, at: usize) -> Option<usize> {
        let word = self.words.list[at];
        if word.gap == Gap::Hyphen {
            return None;
        }
        let mut end = at + 1;
        while self.words.list.get(end).is_some_and(|next| next.gap == Gap::Hyphen) {
            end += 1;
        }
        let provider = self.known_provider();
        if let Some(prefixed) = self.prefixed_region(at, end) {
            return Some(prefixed);
        }
        let id = &self.text[word.start..self.words.list[end - 1].end];
        if end == at + 1 && !word.digit {
            let provider = provider?;
            return self.display_name(at, provider).or_else(|| self.bare_id(at, id, provider));
        }
        if let Some(found) = self.find(id) {
            self.push(at..end, ItemKind::Region(found));
            return Some(end);
        }
        if provider.is_some_and(|provider| self.display_name(at, provider).is_some()) {
            return self.items.last().map(|item| item.words.end);
        }
        let looks_known = provider.is_some_and(|provider| looks_like_id_of(provider, id));
        if looks_known || (end > at + 1 && cloud_regions::looks_like_region(id)) {
            self.push(at..end, ItemKind::UnknownRegion);
            return Some(end);
        }
        None
    }

    /// True if a phrase ends inside the id of a region: "United States (US" before `-central1`.
    pub(super) fn ends_within_id(&self, at: usize, end: usize) -> bool {
        let list = &self.words.list;
        let is_inner = |word: usize| list.get(word).is_some_and(|word| word.gap == Gap::Hyphen);
        if end == at + 1 || !is_inner(end) {
            return false;
        }
        let last = (end..list.len()).take_while(|&word| is_inner(word)).last().unwrap_or(end);
        let start = (at + 1..end).rev().find(|&word| !is_inner(word));
        start.is_some_and(|start| {
            cloud_regions::looks_like_region(&self.text[list[start].start..list[last].end])
        })
    }

    /// An id with a hyphen or a digit, of the provider named in the text, else
    /// of the vendor, else of the common ones.
    fn find(&self, id: &str) -> Option<Found> {
        let provider = self.known_provider();
        let found = cloud_regions::find(provider, id)?;
        match found {
            // `fra1` and the like are read only where the provider is known.
            Found::Region(region) => {
                (provider.is_some() || region.key().contains('-') || region.provider().is_primary())
                    .then_some(found)
            }
            Found::Several(first, _) => first.key().contains('-').then_some(found),
        }
    }

    /// An id without hyphen and digit, such as `iad`, `eu` or `frankfurt`.
    fn bare_id(&mut self, at: usize, id: &str, provider: Provider) -> Option<usize> {
        let Some(Found::Region(region)) = cloud_regions::find(Some(provider), id) else {
            return None;
        };
        if region.provider() != provider {
            return None;
        }
        let whole = self.words.list.len() == 1;
        if whole && id.len() == 2 && self.words.list[at].upper && Country::from_code(id).is_some() {
            // Two capitals are a country before they are a region.
            return None;
        }
        let accepted = match (region.area(), id.len()) {
            // "Global" and "EU" are words unless they are typed as the id.
            (Area::Group(_) | Area::World, _) => whole && id == region.id(),
            (_, 2) => whole || (id == region.id() && self.stands_alone(at, at + 1)),
            _ => whole || self.stands_alone(at, at + 1) || self.follows_provider(at),
        };
        if !accepted {
            return None;
        }
        self.push(at..at + 1, ItemKind::Region(Found::Region(region)));
        Some(at + 1)
    }

    /// The name of a region in the provider's console: `West Europe` is one
    /// country at Azure, `Europe (Ireland)` a region at AWS.
    fn display_name(&mut self, at: usize, provider: Provider) -> Option<usize> {
        let list = &self.words.list;
        if provider.id() == "azure" {
            let mut longest = at + 1;
            while longest < list.len().min(at + 4) && list[longest].gap == Gap::Space {
                longest += 1;
            }
            for end in (at + 2..=longest).rev() {
                let joined: String = (at..end).map(|word| self.words.folded(word)).collect();
                if let Some(Found::Region(region)) = cloud_regions::find(Some(provider), &joined)
                    && region.provider() == provider
                {
                    self.push(at..end, ItemKind::Region(Found::Region(region)));
                    return Some(end);
                }
            }
            return None;
        }
        let word = list[at];
        let phrase = places::prefixes(&self.words.folded[word.at..], word.to - word.at, false)
            .rev()
            .find_map(|phrase| match phrase.meaning {
                Meaning::RegionName(index) => Some((phrase, CloudRegion::at(usize::from(index)))),
                _ => None,
            });
        let (phrase, region) = phrase.filter(|(_, region)| region.provider() == provider)?;
        let end = self.words_end(at, phrase.key().len());
        self.push(at..end, ItemKind::Region(Found::Region(region)));
        Some(end)
    }

    /// `jurisdiction:eu`, `general:europe`, `de/fra`: ids in two parts.
    fn prefixed_region(&mut self, at: usize, end: usize) -> Option<usize> {
        let next = self.words.list.get(end)?;
        let first = &self.words.list[at];
        let between = self.text[self.words.list[end - 1].end..next.start].trim_end();
        if !matches!(between, ":" | "/") {
            return None;
        }
        let prefix = &self.text[first.start..self.words.list[end - 1].end];
        let id = format!("{prefix}{between}{}", &self.text[next.start..next.end]);
        let provider = self.known_provider();
        let Some(Found::Region(region)) = cloud_regions::find(provider, &id) else { return None };
        if !region.key().contains(between)
            || (between == "/" && provider != Some(region.provider()))
        {
            return None;
        }
        self.push(at..end + 1, ItemKind::Region(Found::Region(region)));
        Some(end + 1)
    }

    /// A long id in one word: `northeurope`.
    pub(super) fn plain_region(&mut self, at: usize) -> bool {
        let word = self.words.list[at];
        if word.digit || word.end - word.start < 6 {
            return false;
        }
        match cloud_regions::find(None, &self.text[word.start..word.end]) {
            Some(Found::Region(region)) if region.provider().is_primary() => {
                self.push(at..at + 1, ItemKind::Region(Found::Region(region)));
                true
            }
            _ => false,
        }
    }

    /// An id is often followed by its provider: `eu-west-1 (Alibaba Cloud)`.
    pub(super) fn resolve_late_providers(&mut self) {
        let Some(provider) = self.provider else { return };
        let first_mention = self.first_provider_word();
        for item in &mut self.items {
            let is_own = match item.kind {
                ItemKind::Region(found) => {
                    found.regions().next().is_some_and(|region| region.provider() == provider)
                }
                ItemKind::UnknownRegion => false,
                _ => continue,
            };
            if is_own {
                continue;
            }
            // Only if no provider was named in front of it.
            if item.words.start > first_mention {
                continue;
            }
            match cloud_regions::find(Some(provider), &self.text[item.bytes.clone()]) {
                Some(Found::Region(region)) if region.provider() == provider => {
                    item.kind = ItemKind::Region(Found::Region(region));
                }
                _ => item.kind = ItemKind::UnknownRegion,
            }
        }
    }

    fn follows_provider(&self, at: usize) -> bool {
        at > 0
            && (matches!(self.words.folded(at - 1), "region" | "zone" | "location")
                || places::phrase(self.words.folded(at - 1))
                    .is_some_and(|phrase| matches!(phrase.meaning, Meaning::Provider(_))))
    }

    fn first_provider_word(&self) -> usize {
        (0..self.words.list.len())
            .find(|&at| {
                let word = &self.words.list[at];
                places::prefixes(&self.words.folded[word.at..], word.to - word.at, word.unspaced)
                    .any(|phrase| matches!(phrase.meaning, Meaning::Provider(_)))
            })
            .unwrap_or(usize::MAX)
    }
}

/// True if an unknown word is written like the ids of the provider: three
/// letters and a number.
fn looks_like_id_of(provider: Provider, id: &str) -> bool {
    let shape = |id: &str| {
        let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.len() == 3
            && letters.len() < id.len()
            && letters.bytes().all(|b| b.is_ascii_alphabetic())
    };
    shape(id) && provider.regions().any(|region| shape(region.id()))
}
