//! Patterns of a configuration that match nothing: settings without effect.

use super::policy::LoadedPolicy;
use crate::diagnostics::PolicyError;
use crate::policy::PathPatterns;
use crate::text::suggest::did_you_mean;
use std::collections::BTreeSet;

/// The patterns of one configuration that matched something.
#[derive(Debug, Default)]
pub struct PatternUse {
    /// Those of `files`, `exclude`, of each entry of `pages` and of each override, by their
    /// numbers.
    used: BTreeSet<(usize, usize)>,
    /// The paths that there are, with their folders.
    paths: BTreeSet<String>,
}

impl PatternUse {
    /// Takes in a file, by its path relative to the configuration.
    pub fn add(&mut self, loaded: &LoadedPolicy, below: &str, is_list: bool) {
        for (setting, (name, patterns)) in settings(loaded).enumerate() {
            if is_list || name != OVERRIDES {
                self.used.extend(patterns.matching(below).map(|number| (setting, number)));
            }
        }
        let folders = below.match_indices('/').map(|(at, _)| below[..at].to_owned());
        self.paths.extend(folders);
        self.paths.insert(below.to_owned());
    }

    /// A remark for each pattern that matched nothing.
    pub fn remarks(&self, loaded: &LoadedPolicy) -> Vec<PolicyError> {
        let Some(file) = loaded.policy.configuration() else { return Vec::new() };
        let mut remarks = Vec::new();
        for (setting, (name, patterns)) in settings(loaded).enumerate() {
            for (number, (span, typed)) in patterns.typed().iter().enumerate() {
                if self.used.contains(&(setting, number)) {
                    continue;
                }
                let what = if name == OVERRIDES { "list" } else { "file" };
                let message = format!("`{typed}` under `{name}` matches no {what}");
                let paths = self.paths.iter().map(String::as_str);
                let help = match did_you_mean(typed.trim_end_matches(['/', '*']), paths) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => {
                        "Correct it, or remove it; paths start at the configuration.".to_owned()
                    }
                };
                remarks.push(PolicyError::new(file, *span, message).with_help(help));
            }
        }
        remarks
    }
}

/// The setting that is about lists only; the others are about any file.
const OVERRIDES: &str = "overrides";

/// The settings that take patterns.
fn settings(loaded: &LoadedPolicy) -> impl Iterator<Item = (&'static str, &PathPatterns)> {
    let policy = &loaded.policy;
    let files = policy.files().map(|files| ("files", files));
    let exclude = policy.exclude().map(|exclude| ("exclude", exclude));
    let pages = policy.page_settings().iter().map(|setting| ("pages", &setting.files));
    let overrides = policy.override_files().map(|files| (OVERRIDES, files));
    files.into_iter().chain(exclude).chain(pages).chain(overrides)
}
