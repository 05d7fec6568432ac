//! The texts that a project starts with. `docs/ci.md` shows the same hook and workflow.

use crate::policy::links::DOCUMENTATION;
use crate::values::date::Date;

/// The mark of a fact that a person has to fill in; `placeholder-value` or `invalid-value` reports it.
pub const BLANK: &str = "TODO";

/// The configuration.
pub const CONFIGURATION: &str = include_str!("configuration.yaml");

/// The configuration of pre-commit and prek.
pub const HOOK: &str = include_str!("hook.yaml");

/// The workflow of GitHub.
pub fn workflow() -> String {
    include_str!("workflow.yml").replace("{version}", env!("CARGO_PKG_VERSION"))
}

/// The step of the workflow that checks.
pub fn workflow_step() -> String {
    let text = workflow();
    let last = text.lines().last();
    last.expect("internal: the workflow has lines").trim_start().to_owned()
}

/// The manifest, with a blank for each fact that only a person can know.
pub fn manifest(today: Date) -> String {
    include_str!("manifest.yaml")
        .replace("{today}", &today.to_string())
        .replace("{docs}", DOCUMENTATION)
}

/// A manifest that was made from a page, with the address of the schema for editors.
pub fn from_page(text: &str) -> String {
    let starter = include_str!("manifest.yaml");
    let schema = starter.lines().next().expect("internal: the starter has lines");
    format!("{schema}\n{text}")
}
