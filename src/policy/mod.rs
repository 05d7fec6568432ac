//! Rules, packs and configuration: from text with spans to one effective policy.

mod assemble;
mod builder;
pub mod builtin;
mod check;
mod check_slips;
mod config_file;
mod config_waivers;
mod effective;
pub mod guide;
mod hit;
mod idle_settings;
pub mod level;
pub mod links;
mod option_spec;
mod options;
mod page_problem;
mod page_settings;
mod path_pattern;
mod resolve;
pub mod rule;
mod rule_fields;
pub mod rule_file;
#[cfg(test)]
pub(crate) mod schemas;
pub mod settings;
pub mod template;
mod texts;
mod vocabulary_file;
mod waiver_problem;
mod waiver_scope;
mod waivers;

pub use crate::diagnostics::PolicyError;
pub use builder::PolicyBuilder;
pub use check::{Check, CheckGroup, CheckSpec, ListCheck, Registry, Subject};
pub use config_file::ConfigFile;
#[cfg(test)]
pub(crate) use config_file::{CONFIG_KEYS, FAIL_ON, OVERRIDE_KEYS, PACK_KEYS, WAIVER_KEYS};
pub use effective::{OverrideSet, Policy, RuleSet};
pub use hit::{EvaluationFailure, Hit, HitRoom, Hits};
pub use level::Level;
#[cfg(test)]
pub(crate) use option_spec::OptionShape;
pub use option_spec::OptionSpec;
pub use options::{CheckOptions, Layer, Origin};
pub use page_problem::{PageProblem, PageProblemKind};
#[cfg(test)]
pub(crate) use page_settings::PAGE_KEYS;
pub(crate) use page_settings::PageSetting;
pub use path_pattern::PathPatterns;
pub(crate) use path_pattern::{FEWER, PatternDefect, glob_of};
pub use resolve::{Setting, resolve};
pub use rule::{Rule, Selection};
pub(crate) use rule_file::EXAMPLE_KEYS;
pub use rule_file::{Each, RuleFile};
pub use settings::Settings;
pub use texts::{PolicyResolver, is_path, unread};
pub use waiver_problem::{Term, Unused, WaiverProblem, WaiverProblemKind};
pub(crate) use waiver_scope::{PlaceIndex, path_in_entry, vendor_key};
pub use waivers::{ConfigWaiver, KnownRule, Waivers};
pub(crate) use waivers::{MAX_TEXT, NO_REASON, bad_date, is_visible, too_long, unsuppressible};

/// The names of a configuration, in the order they are looked for.
pub const CONFIG_NAMES: &[&str] = &[
    "subprocessor-lint.yaml",
    "subprocessor-lint.yml",
    ".subprocessor-lint.yaml",
    ".subprocessor-lint.yml",
];
