//! Addresses of the documentation, all of them made here.
//!
//! They lead into the public repository, which exists from the first release
//! on.

use super::builtin;

/// The repository; `Cargo.toml` has its address.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The folder of the JSON Schemas, as editors read them.
#[cfg(test)]
pub(super) const SCHEMAS: &str =
    "https://raw.githubusercontent.com/subprocessor-lint/subprocessor-lint/main/schemas";

/// The page about a rule; custom rules have none.
#[must_use]
pub fn rule_page(id: &str) -> Option<String> {
    builtin::group_of(id)?;
    Some(format!("{REPOSITORY}/blob/main/docs/rules/{id}.md"))
}

/// The folder of the documentation.
#[cfg(feature = "cli")]
pub(crate) const DOCUMENTATION: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_in_the_repository() {
        let name = REPOSITORY.strip_prefix("https://github.com/").unwrap();
        assert!(SCHEMAS.starts_with(&format!("https://raw.githubusercontent.com/{name}/")));
    }

    #[test]
    fn built_in_rules_have_a_page_each() {
        let page = rule_page("missing-contact").unwrap();
        assert!(page.ends_with("/docs/rules/missing-contact.md"), "{page}");
        assert_eq!(rule_page("house-rule"), None);
        assert_eq!(rule_page("policy-error"), None);
    }
}
