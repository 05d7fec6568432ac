//! The looks of output on this terminal.

use super::args::Color;
use super::io::Io;
use crate::output::OutputOptions;

/// The looks that follow from `--color`, the environment and the terminal.
pub fn looks(color: Color, io: &Io<'_>, is_terminal: bool) -> OutputOptions {
    let dumb = io.env("TERM") == Some("dumb");
    let forced = io.env("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if io.env("NO_COLOR").is_some() => false,
        Color::Auto => forced || (is_terminal && !dumb),
    };
    let utf8 = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| io.env(name))
        .is_none_or(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"));
    let ascii_locale = !utf8 && is_terminal;
    let stated = io.env("COLUMNS").and_then(|columns| columns.parse().ok());
    let width = stated.or(if is_terminal { io.columns } else { None }).unwrap_or(80);
    OutputOptions {
        color,
        links: is_terminal && color,
        unicode: !dumb && !ascii_locale,
        width: width.clamp(40, 160),
        ..OutputOptions::default()
    }
}
