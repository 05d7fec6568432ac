//! What is checked and how: packs, configuration and command line, from raw
//! text with spans to one effective policy.

mod file;
mod policy;
mod resolve;
mod waivers;

pub(crate) use file::{CONFIG_KEYS, OVERRIDE_KEYS, PACK_KEYS, WAIVER_KEYS};
pub use file::{ConfigFile, FAIL_ON, Override, RuleSetting, Waiver};
pub use policy::{
    CommandLine, Policy, PolicyFile, PolicyTexts, Role, is_path, recommended, unread,
};
pub use resolve::{LayerKind, Setting, resolve};

/// The names under which a configuration is found.
pub const CONFIG_NAMES: &[&str] = &["subprocessor-lint.yaml", ".subprocessor-lint.yaml"];
