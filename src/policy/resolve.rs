//! The precedence of settings: pack < configuration < path override <
//! command line.

use super::options::{Layer, Origin};
use crate::policy::{Level, Settings};
use crate::syntax::Value;
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// The layer of a setting, the weakest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// A pack, by its name.
    Pack(String),
    /// The configuration.
    Config,
    /// An override for some paths in the configuration.
    Override,
    /// The command line.
    CommandLine,
}

impl std::fmt::Display for LayerKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pack(name) => write!(f, "pack {name}"),
            Self::Config => f.write_str("configuration"),
            Self::Override => f.write_str("path override"),
            Self::CommandLine => f.write_str("command line"),
        }
    }
}

/// The settings of one rule in one layer.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// Its layer.
    pub kind: LayerKind,
    /// The file and bytes that say it; none on the command line.
    pub place: Option<(&'a Arc<SourceFile>, Span)>,
    /// The level it sets.
    pub level: Option<Level>,
    /// The options it sets.
    pub options: Option<Value<'a>>,
}

/// Merges all layers into the effective settings. Of equally strong layers
/// the later one wins; options that a layer does not name stay as they were.
#[must_use]
pub fn resolve<'a>(said: &[Setting<'a>]) -> Settings<'a> {
    let mut ordered: Vec<&Setting<'a>> = said.iter().collect();
    ordered.sort_by_key(|setting| setting.kind.rank());
    let mut settings = Settings::default();
    for setting in ordered {
        if setting.level.is_some() {
            settings.level = setting.level;
        }
        if let (Some(value), Some((file, _))) = (setting.options, setting.place) {
            let origin = match &setting.kind {
                LayerKind::Pack(name) => Origin::Pack(name.clone()),
                _ => Origin::Config,
            };
            settings.options.insert(0, Layer { file, value, origin });
        }
    }
    settings
}

impl LayerKind {
    /// Its strength; the name of a pack does not count.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Self::Pack(_) => 0,
            Self::Config => 1,
            Self::Override => 2,
            Self::CommandLine => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Severity::{Error, Info, Warning};

    fn level(kind: LayerKind, level: Level) -> Setting<'static> {
        Setting { kind, place: None, level: Some(level), options: None }
    }

    fn effective(said: &[Setting<'_>]) -> Option<Level> {
        resolve(said).level
    }

    #[test]
    fn nothing_said_leaves_the_default_of_the_rule() {
        assert_eq!(effective(&[]), None);
    }

    #[test]
    fn the_later_of_two_packs_wins() {
        let said = [
            level(LayerKind::Pack("a".into()), Level::On(Error)),
            level(LayerKind::Pack("b".into()), Level::On(Info)),
        ];
        assert_eq!(effective(&said), Some(Level::On(Info)));
    }

    #[test]
    fn the_configuration_is_stronger_than_a_pack() {
        let said = [
            level(LayerKind::Config, Level::Off),
            level(LayerKind::Pack("strict".into()), Level::On(Error)),
        ];
        assert_eq!(effective(&said), Some(Level::Off));
    }

    #[test]
    fn a_path_override_is_stronger_than_the_rest_of_the_configuration() {
        let said =
            [level(LayerKind::Override, Level::On(Warning)), level(LayerKind::Config, Level::Off)];
        assert_eq!(effective(&said), Some(Level::On(Warning)));
    }

    #[test]
    fn the_command_line_is_the_strongest() {
        let said = [
            level(LayerKind::CommandLine, Level::On(Info)),
            level(LayerKind::Override, Level::On(Warning)),
        ];
        assert_eq!(effective(&said), Some(Level::On(Info)));
    }

    #[test]
    fn options_add_up_and_the_stronger_layer_wins_each() {
        use crate::syntax::{Format, Limits, parse};
        let text = "[{a: 1, b: 1}, {b: 2}]";
        let parsed = parse(text, Format::Yaml, &Limits::default());
        let root = parsed.tree.documents().next().unwrap();
        let file = Arc::new(SourceFile::new("t", text));
        let place = Some((&file, Span::default()));
        let said: Vec<Setting<'_>> = [LayerKind::Pack("p".into()), LayerKind::Config]
            .into_iter()
            .zip(root.items())
            .map(|(kind, options)| Setting { kind, place, level: None, options: Some(options) })
            .collect();
        let settings = resolve(&said);
        let value = |name| {
            settings.options.iter().find_map(|layer| layer.value.get(name)).and_then(Value::as_int)
        };
        assert_eq!((value("a"), value("b")), (Some(1), Some(2)));
    }
}
