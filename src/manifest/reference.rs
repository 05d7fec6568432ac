//! How entries are called where one refers to another.

use super::text::Text;
use super::vendor::Vendor;

/// The id that a name stands for: its letters and digits in lower case, and
/// single hyphens for everything between them. `Harbor Cloud, Inc.` is
/// `harbor-cloud-inc`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

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

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn ids_are_made_of_letters_digits_and_hyphens() {
        for (text, expected) in [
            ("AWS", "aws"),
            ("Harbor Cloud, Inc.", "harbor-cloud-inc"),
            ("  Plain.com ", "plain-com"),
            ("Müller & Söhne", "müller-söhne"),
            ("[1]", "1"),
            ("---", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }
}
