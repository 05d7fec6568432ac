//! How entries are called where one refers to another.

use super::text::Text;
use super::vendor::Vendor;
use crate::text::fold::slug;

impl Vendor<'_> {
    /// The id of the entry: as stated, or made from its name.
    #[must_use]
    pub fn id_or_default(&self) -> Option<String> {
        self.id.or(self.name).map(Text::value).map(slug).filter(|slug| !slug.is_empty())
    }

    /// What its id and its name are as ids.
    pub fn slugs(&self) -> impl Iterator<Item = String> {
        self.id.iter().chain(&self.name).map(|text| slug(text.value()))
    }

    /// Whether its id or its name is this, in any case and spelling.
    #[must_use]
    pub fn goes_by(&self, name: &str) -> bool {
        let wanted = slug(name);
        let is_it = |text: &Text<'_>| {
            let own = text.value();
            own.eq_ignore_ascii_case(name) || (!wanted.is_empty() && slug(own) == wanted)
        };
        self.id.iter().chain(&self.name).any(is_it)
    }
}
