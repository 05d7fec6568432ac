//! Where and how output is written.

use super::args::Color;
use super::failure::Failure;
use super::world::World;
use crate::output;
use std::io::Write;
use std::path::Path;

/// How to draw, from `--color`, the environment and the terminal.
pub fn options(color: Color, world: &World<'_>, is_terminal: bool) -> output::Options {
    let dumb = world.env("TERM") == Some("dumb");
    let forced = world.env("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if world.env("NO_COLOR").is_some() => false,
        Color::Auto => forced || (is_terminal && !dumb),
    };
    let utf8 = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| world.env(name))
        .is_none_or(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"));
    let ascii_locale = !utf8 && is_terminal;
    let stated = world.env("COLUMNS").and_then(|columns| columns.parse().ok());
    let width = stated.or(if is_terminal { world.columns } else { None }).unwrap_or(80);
    output::Options {
        color,
        links: is_terminal && color,
        unicode: !dumb && !ascii_locale,
        width: width.clamp(40, 160),
        ..output::Options::default()
    }
}

/// Writes a file in one step: a reader sees the old one or the new one, never
/// a part. A link is not followed out of its folder but refused.
///
/// # Errors
/// When the folder does not allow it.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = |error| Failure::file(path, error);
    let old = std::fs::symlink_metadata(path).ok();
    if old.as_ref().is_some_and(|old| old.file_type().is_symlink()) {
        let error = std::io::Error::other("is a symbolic link; name the file itself");
        return Err(failed(error));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions()).map_err(failed)?;
    } else {
        readable(&file).map_err(failed)?;
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Temporary files are private; a report is an ordinary file.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}
