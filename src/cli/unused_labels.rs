//! Columns and headings of a configuration that no page has: settings without effect.

use super::policy::LoadedPolicy;
use crate::diagnostics::{Checked, PageLabels, PolicyError};
use crate::policy::PageSetting;
use crate::text::suggest::did_you_mean;
use std::collections::{BTreeMap, BTreeSet};

/// Labels of pages that a remark names.
const NAMED: usize = 8;

/// The labels of the pages of one configuration.
#[derive(Debug, Default)]
pub struct LabelUse {
    /// The labels of the configuration that a page has.
    met: BTreeSet<usize>,
    /// The labels and the paths of the pages of each entry of `pages`.
    of_entries: BTreeMap<usize, (PageLabels, BTreeSet<String>)>,
}

impl LabelUse {
    /// Takes in a page, by its path relative to the configuration.
    pub fn add(&mut self, loaded: &LoadedPolicy, below: &str, checked: &Checked) {
        if !checked.is_text {
            return;
        }
        self.met.extend(&checked.labels.met);
        for (entry, setting) in loaded.policy.page_settings().iter().enumerate() {
            if setting.files.is_match(below) {
                let (labels, paths) = self.of_entries.entry(entry).or_default();
                labels.columns.extend(checked.labels.columns.iter().cloned());
                labels.headings.extend(checked.labels.headings.iter().cloned());
                paths.insert(below.to_owned());
            }
        }
    }

    /// A remark for each label that no page has, of entries whose pages were all looked at.
    pub fn remarks(&self, loaded: &LoadedPolicy, is_covered: bool) -> Vec<PolicyError> {
        let Some(file) = loaded.policy.configuration() else { return Vec::new() };
        let mut remarks = Vec::new();
        let mut number = 0;
        for (entry, setting) in loaded.policy.page_settings().iter().enumerate() {
            let first = number;
            number += setting.labels.len();
            let Some((known, paths)) = self.of_entries.get(&entry) else { continue };
            if !is_covered && !are_all(setting, paths) {
                continue;
            }
            for (at, label) in setting.labels.iter().enumerate() {
                if self.met.contains(&(first + at)) {
                    continue;
                }
                let noun = label.meaning.noun();
                let message = format!("no page of this entry has a {noun} `{}`", label.text);
                let known = if noun == "column" { &known.columns } else { &known.headings };
                let help = help(&label.text, noun, known);
                remarks.push(PolicyError::new(file, label.span, message).with_help(help));
            }
        }
        remarks
    }
}

/// True if the patterns of an entry are the paths of pages that were looked at.
fn are_all(setting: &PageSetting, paths: &BTreeSet<String>) -> bool {
    let is_path = |typed: &String| paths.contains(typed.trim_start_matches("./"));
    setting.files.typed().iter().all(|(_, typed)| is_path(typed))
}

/// The advice with the labels that there are.
fn help(typed: &str, noun: &str, known: &BTreeSet<String>) -> String {
    if let Some(near) = did_you_mean(typed, known.iter().map(String::as_str)) {
        return format!("Did you mean `{near}`?");
    }
    let names: Vec<String> = known.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > NAMED { ", ..." } else { "" };
    if names.is_empty() {
        format!("Remove it: no {noun} was found.")
    } else {
        format!("Correct it, or remove it. There are: {}{more}.", names.join(", "))
    }
}
