//! The claims of the organisation: where data stays, and other statements.

use super::fields::{self, BlockId};
use super::text::Text;
use super::vendor::MAX_TITLE;
use super::vocabulary::{Activity, Audiences, ClaimKind, ClosedVocabulary as _};
use crate::syntax::Value;

/// Regions of a claim that its title names.
const MAX_REGIONS: usize = 50;

/// An entry under `residency`.
#[derive(Debug)]
pub struct ResidencyClaim<'t> {
    /// Its id, for messages.
    pub id: Option<Text<'t>>,
    /// The words of the claim.
    pub claim: Option<Text<'t>>,
    /// The people whose data it covers; everyone when empty.
    pub audiences: Audiences,
    /// The data it covers; all of it if empty.
    pub data: Vec<Text<'t>>,
    /// The activities that it covers; every one when empty.
    pub activities: Vec<Activity>,
    /// The places where the data stays.
    pub regions: Vec<Text<'t>>,
    /// Vendors that it does not cover, by id or name.
    pub exceptions: Vec<Text<'t>>,
}

impl<'t> ResidencyClaim<'t> {
    pub(super) fn read(node: Value<'t>) -> Self {
        let list = |key| node.get(key).map(Text::list).unwrap_or_default();
        Self {
            id: Text::get(node, "id"),
            claim: Text::get(node, "claim"),
            audiences: audiences(node, fields::RESIDENCY),
            data: list("data"),
            activities: node.get("activity").map(Activity::list).unwrap_or_default(),
            regions: list("regions"),
            exceptions: list("exceptions"),
        }
    }

    /// Its title in messages: its words, else its id, else its regions.
    #[must_use]
    pub fn title(&self) -> String {
        match self.claim.or(self.id) {
            Some(text) => match text.value().char_indices().nth(MAX_TITLE) {
                Some((cut, _)) => format!("{}…", &text.value()[..cut]),
                None => text.value().to_owned(),
            },
            None => {
                let regions = self.regions.iter().take(MAX_REGIONS);
                let regions: Vec<_> = regions.map(|region| region.value()).collect();
                format!("data stays in {}", regions.join(", "))
            }
        }
    }

    /// The text to point at when the claim is meant.
    #[must_use]
    pub fn anchor(&self) -> Option<Text<'t>> {
        self.claim.or(self.regions.first().copied()).or(self.id)
    }
}

/// An entry under `claims`.
#[derive(Debug)]
pub struct ClaimEntry<'t> {
    /// The whole claim.
    pub node: Value<'t>,
    /// Its kind.
    pub kind: Option<ClaimKind>,
    /// The people whose data it covers; everyone when empty.
    pub audiences: Audiences,
    /// The words of the claim.
    pub text: Option<Text<'t>>,
    /// The document that shows that it holds.
    pub evidence: Option<Text<'t>>,
}

impl<'t> ClaimEntry<'t> {
    pub(super) fn read(node: Value<'t>) -> Self {
        Self {
            node,
            kind: Text::get(node, "kind").and_then(|text| ClaimKind::parse(text.value())),
            audiences: audiences(node, fields::CLAIM),
            text: Text::get(node, "text"),
            evidence: Text::get(node, "evidence"),
        }
    }
}

/// The audiences of a claim, in every spelling of the field.
fn audiences(node: Value<'_>, block: BlockId) -> Audiences {
    let field = block.block().key("audiences");
    let spellings = field.into_iter().flat_map(|field| field.spellings);
    let stated = spellings.filter_map(|key| node.get(key));
    stated.fold(Audiences::default(), |all, value| all.union(Audiences::of(value)))
}
