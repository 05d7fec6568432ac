//! Lists that a project has already.

use crate::cli::discover::{Finder, Input, Inputs, is_manifest};
use crate::cli::failure::Failure;
use std::path::{Path, PathBuf};

/// The extensions of pages, and of tables that pages are made from.
const PAGES: &[&str] =
    &["md", "mdx", "markdown", "html", "htm", "csv", "tsv", "rst", "adoc", "txt"];

/// The ends of the names of pages, in small letters and without the signs between words.
const STEMS: &[&str] = &["subprocessors", "subprocessor", "subprocessorlist", "subprocessorslist"];

/// The lists below a folder, as paths of `check`.
#[derive(Debug, Default)]
pub struct ExistingLists {
    /// Those that are checked.
    pub manifests: Vec<PathBuf>,
    /// Pages by their names, which are not.
    pub pages: Vec<PathBuf>,
}

impl ExistingLists {
    /// Looks for lists below a folder; one that is not there has none.
    ///
    /// # Errors
    /// None but those of a path that is no folder.
    pub fn find(below: &Path, folder: &Path) -> Result<Self, Failure> {
        let mut lists = Self::default();
        if !below.is_dir() {
            return Ok(lists);
        }
        let mut found = Inputs::new();
        Finder { folder, untrusted: false, stops: None }.expand(below, &mut found)?;
        for input in found.into_keys() {
            let Input::File(path) = input else { continue };
            if is_manifest(&folder.join(&path)) {
                lists.manifests.push(path);
            } else if is_page(&path) {
                lists.pages.push(path);
            }
        }
        Ok(lists)
    }
}

/// True if a file is a page or a table with the name of a list. What is in it is not looked
/// at: many pages mention subprocessors.
fn is_page(path: &Path) -> bool {
    let part =
        |text: Option<&std::ffi::OsStr>| text.map(|text| text.to_string_lossy().to_lowercase());
    let Some(extension) = part(path.extension()) else { return false };
    let mut stem = part(path.file_stem()).unwrap_or_default();
    if matches!(&*stem, "index" | "_index" | "readme") {
        stem = part(path.parent().and_then(Path::file_name)).unwrap_or_default();
    }
    let stem = stem.replace(['-', '_', ' ', '.'], "");
    PAGES.contains(&&*extension) && STEMS.iter().any(|end| stem.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_name_of_a_list() {
        for path in [
            "Subprocessors.md",
            "docs/sub-processors.html",
            "legal/list_of_subprocessors.csv",
            "subprocessor-list.mdx",
            "content/sub-processors/index.md",
        ] {
            assert!(is_page(Path::new(path)), "{path}");
        }
        for path in [
            "subprocessors.rs",
            "subprocessors",
            "docs/subprocessor-audit.md",
            "index.md",
            "subprocessors/style.css",
        ] {
            assert!(!is_page(Path::new(path)), "{path}");
        }
    }
}
