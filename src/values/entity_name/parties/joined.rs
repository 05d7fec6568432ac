//! Two names that a word joins, told by what the entry says beside them.
//!
//! "Barnes and Noble" is one company, and nothing in the words of "Kivra och Postnord" says that
//! it is two. So such a name only *reads* as two, unless the legal name or the domain says that
//! it is one.

use super::super::EntityName;
use super::several::{Joint, Piece, are_one};
use super::{Parties, PartyWords};
use crate::facts::name_words::{is_and_in, joined_within};
use crate::text::fold::name as fold;

/// The facts of an entry beside the name of its vendor.
#[derive(Clone, Debug, Default)]
pub struct NameSurroundings {
    /// The countries that the list has to do with, as ISO codes: they tell the language.
    pub countries: Vec<&'static str>,
    /// The domains of contacts and links, without the part behind the first dot.
    pub domains: Vec<String>,
}

/// The parties of a name in which a word or a sign joins two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinedNames {
    /// So many names. It may still be the name of one company.
    Several(usize),
    /// A name, and a role behind a slash: somebody else, or what the company is.
    WithRole,
}

/// The parties that a name reads as, if a word or a sign joins two parts of it.
#[must_use]
pub fn joined_names(name: &EntityName, around: &NameSurroundings) -> Option<JoinedNames> {
    let text = PartyWords::of(name);
    if text.tokens.is_empty() || text.is_known() {
        return None;
    }
    if text.has_role_behind_slash() {
        return Some(JoinedNames::WithRole);
    }
    number_of_names(name, text, around).map(JoinedNames::Several)
}

/// The number of parties that a name reads as where a word joins their names.
fn number_of_names(
    name: &EntityName,
    mut text: PartyWords<'_>,
    around: &NameSurroundings,
) -> Option<usize> {
    if let Some((first, second)) = joined_within(name.text()) {
        return are_two(first, second).then_some(2);
    }
    if text.has_sign_inside(around) {
        return Some(2);
    }
    // The Dutch "or" is an English word, too.
    text.joins_with_of = ["NL", "BE"].iter().any(|country| around.countries.contains(country));
    text.joined(around)
}

/// True if both texts may be names, and none says only what is done.
fn are_two(first: &str, second: &str) -> bool {
    [first, second].into_iter().all(|text| {
        let parsed = EntityName::parse_brand(text);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 2 && parsed.form().is_none() && super::parties(&parsed).is_none()
    })
}

impl PartyWords<'_> {
    /// "Groq / LLM provider".
    fn has_role_behind_slash(&self) -> bool {
        if !self.text.contains(['/', '／']) {
            return false;
        }
        let pieces = self.pieces(self.main.clone());
        let [first, second] = &pieces[..] else { return false };
        matches!(second.joined, Joint::SpacedSlash | Joint::Slash)
            && !self.is_category(first.words.clone())
            && self.category_of(second.words.clone()) == Some(Parties::Role)
    }

    /// "A1/Magenta" at `a1.at`: a slash that parts letters is none, unless a domain is one of both.
    fn has_sign_inside(&self, around: &NameSurroundings) -> bool {
        let Some((first, second)) = self.text.split_once('/') else { return false };
        let key = |text: &str| fold::spaceless(&fold::fold_name(text));
        let (first, second) = (key(first), key(second));
        let is_one = |domain: &String| *domain == first || *domain == second;
        first.len().min(second.len()) >= 2
            && !first.starts_with(&second)
            && !second.starts_with(&first)
            && around.domains.iter().any(is_one)
            && !self.is_category(self.main.clone())
    }

    fn joined(&self, around: &NameSurroundings) -> Option<usize> {
        let mut pieces = self.pieces(self.main.clone());
        if !(2..=4).contains(&pieces.len()) {
            return None;
        }
        pieces.iter_mut().for_each(|piece| piece.recognise(self));
        let keys: Vec<String> =
            pieces.iter().map(|piece| fold::spaceless(&fold::fold_name(piece.text))).collect();
        let at_one = around.domains.iter().any(|domain| keys.contains(domain));
        // Beside a name that has a domain, one in small letters is a name, too: `bpost`.
        let is_small_name = |piece: &Piece<'_>| {
            at_one && piece.words.len() == 1 && !self.is_category(piece.words.clone())
        };
        // A word for what is done is a name where the domain is called so: `correos.com`.
        let has_domain = |piece: &Piece<'_>| {
            let key = fold::spaceless(&fold::fold_name(piece.text));
            around.domains.contains(&key)
        };
        let is_plain = |piece: &Piece<'_>| {
            !piece.has_form && (piece.may_be_name() || is_small_name(piece) || has_domain(piece))
        };
        if !pieces.iter().all(is_plain) || are_one(&pieces) {
            return None;
        }
        let first_words = || {
            pieces.iter().map(|piece| {
                let name = fold::fold_name(piece.text);
                name.split(' ').next().unwrap_or_default().to_owned()
            })
        };
        // `privacy@marksandspencer.com`: the one company has a domain.
        let mut domains = around.domains.iter();
        if domains.any(|domain| first_words().all(|word| domain.contains(word.as_str()))) {
            return None;
        }
        let known = pieces.iter().any(|piece| piece.vendor.is_some());
        let joins = |pair: &[Piece<'_>]| match pair[1].joined {
            Joint::And => {
                let mut joint = pair[0].words.end..pair[1].words.start;
                joint.all(|at| {
                    let word = self.tokens[at].text.as_str();
                    // Companies of any country have an English name: "Weights and Biases".
                    is_and_in(word, &around.countries) && (word != "and" || known || at_one)
                })
            }
            // Of the words for "or" only "of" is left.
            Joint::Or => known || at_one || pieces.iter().any(Piece::has_inner_capital),
            Joint::Sign => at_one,
            Joint::Slash | Joint::SpacedSlash => at_one,
            // A comma stands in the names of firms, whose partners have a word each.
            Joint::Comma => pieces.len() == 2 && pieces.iter().all(Piece::is_short),
            _ => false,
        };
        pieces.windows(2).all(joins).then_some(pieces.len())
    }
}

impl Piece<'_> {
    /// Like a name, or letters and a number: `A1`.
    fn may_be_name(&self) -> bool {
        let has_digit = self.text.contains(|c: char| c.is_ascii_digit());
        self.is_name || has_digit && self.text.starts_with(char::is_uppercase)
    }

    /// One or two words, and none of them a number.
    fn is_short(&self) -> bool {
        self.words.len() <= 2 && !self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// True for a word such as `PostNL`.
    fn has_inner_capital(&self) -> bool {
        let mut words = self.text.split(' ');
        words.any(|word| {
            word.chars().skip(1).any(char::is_uppercase) && word.contains(char::is_lowercase)
        })
    }
}
