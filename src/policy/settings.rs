//! The settings of one rule, from packs, configuration and command line.

use super::level::Level;
use super::options::Layer;

/// The effective settings of a rule.
#[derive(Clone, Debug, Default)]
pub struct Settings<'a> {
    /// The level, if anything sets it.
    pub level: Option<Level>,
    /// Mappings with options, the strongest first.
    pub options: Vec<Layer<'a>>,
}
