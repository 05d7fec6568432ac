//! Rules are data: their format, their levels, their messages.

pub mod builtin;
pub mod error;
pub mod guide;
pub mod level;
pub mod rule;
pub mod settings;
pub mod template;

pub use error::PolicyError;
pub use level::Level;
pub use rule::{Each, Rule, RuleFile, Selection};
pub use settings::Settings;
