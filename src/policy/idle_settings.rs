//! Settings that do nothing: remarks on what a later or a wider one hides.

use super::PathPatterns;
use super::config_file::{ConfigFile, Override, RuleSetting, Waiver};
use super::waiver_scope::{is_below, vendor_key};
use crate::diagnostics::PolicyError;
use crate::policy::Level;
use crate::syntax::Value;

/// Remarks on the settings of a configuration that others make idle.
pub(super) fn of_config(config: &ConfigFile<'_>) -> Vec<PolicyError> {
    let mut remarks = Vec::new();
    hidden_overrides(config, &mut remarks);
    covered_waivers(config, &mut remarks);
    idle_options(config, &mut remarks);
    remarks
}

/// An override of which all is set again by a later one for the same files.
fn hidden_overrides(config: &ConfigFile<'_>, remarks: &mut Vec<PolicyError>) {
    for (index, over) in config.overrides.iter().enumerate() {
        let later = &config.overrides[index + 1..];
        let by = later.iter().find(|later| {
            is_within(&over.files, &later.files)
                && !over.rules.is_empty()
                && over.rules.iter().all(|rule| is_set_again(rule, later))
        });
        let (Some(by), Some((span, files))) = (by, over.files.typed().first()) else { continue };
        let line = by.files.typed().first().map_or(0, |(span, _)| config.file.line(span.start));
        let message =
            format!("the override for `{files}` has no effect: line {line} sets the same");
        let remark = PolicyError::new(config.file, *span, message);
        remarks.push(remark.with_help("Remove one of the two; the later one wins."));
    }
}

fn is_set_again(rule: &RuleSetting<'_>, later: &Override<'_>) -> bool {
    later.rules.iter().filter(|other| other.id == rule.id).any(|other| {
        let options = |setting: &RuleSetting<'_>| -> Vec<String> {
            let keys = setting.options.into_iter().flat_map(Value::entries);
            keys.filter_map(|(key, _)| Some(key.text()?.to_owned())).collect()
        };
        let others = options(other);
        (rule.level.is_none() || other.level.is_some())
            && options(rule).iter().all(|key| key == "severity" || others.contains(key))
    })
}

/// True if each pattern of one setting is one of another, which may name every file.
fn is_within(one: &PathPatterns, other: &PathPatterns) -> bool {
    let known = |pattern: &str| {
        other.typed().iter().any(|(_, other)| other == pattern || matches!(&**other, "**" | "**/*"))
    };
    !one.is_empty() && one.typed().iter().all(|(_, pattern)| known(pattern))
}

/// A waiver whose findings an earlier or later one accepts as well.
fn covered_waivers(config: &ConfigFile<'_>, remarks: &mut Vec<PolicyError>) {
    // A list that is longer was made by a program.
    const MOST: usize = 500;
    let waivers = &config.allow[..config.allow.len().min(MOST)];
    for (index, waiver) in waivers.iter().enumerate() {
        let wider = waivers.iter().enumerate().find(|(other, wider)| {
            *other != index
                && covers(wider, waiver)
                // Of two that are equal the later one is too many.
                && (!covers(waiver, wider) || *other < index)
        });
        let Some((_, wider)) = wider else { continue };
        let line = config.file.line(wider.rule.1.start);
        let message =
            format!("this waiver of `{}` has no effect: line {line} covers it", waiver.rule.0);
        let remark = PolicyError::new(config.file, waiver.rule.1, message);
        remarks.push(remark.with_help("Remove it, or narrow the other one."));
    }
}

fn covers(wider: &Waiver<'_>, waiver: &Waiver<'_>) -> bool {
    let is_vendor = |name| waiver.vendor.is_some_and(|own| vendor_key(own) == vendor_key(name));
    let vendor = wider.vendor.is_none_or(is_vendor);
    let is_inside = |place| waiver.path.is_some_and(|own| own == place || is_below(place, own));
    let path = wider.path.is_none_or(is_inside);
    let files = match (&wider.files, &waiver.files) {
        (None, _) => true,
        (Some(wide), Some(own)) => is_within(own, wide),
        (Some(_), None) => false,
    };
    // One that ends keeps its meaning beside one that does not.
    let until = wider.until.is_none();
    // One without a reason has no effect, so it covers nothing.
    let holds = wider.reason.is_some();
    wider.rule.0 == waiver.rule.0 && holds && until && files && path && vendor
}

/// Options of a rule that the same place switches off.
fn idle_options(config: &ConfigFile<'_>, remarks: &mut Vec<PolicyError>) {
    let all = config.rules.iter().chain(config.overrides.iter().flat_map(|over| &over.rules));
    for setting in all.filter(|setting| setting.level == Some(Level::Off)) {
        let is_on_elsewhere = config.overrides.iter().flat_map(|over| &over.rules).any(|other| {
            other.id == setting.id && other.level.is_some_and(|level| level != Level::Off)
        });
        let options = setting.options.into_iter().flat_map(Value::entries);
        let mut options = options.filter(|(key, _)| key.text() != Some("severity"));
        if let (Some((key, _)), false) = (options.next(), is_on_elsewhere) {
            let name = key.text().unwrap_or_default();
            let message = format!("`{name}` has no effect: `{}` is off here", setting.id);
            let remark = PolicyError::new(config.file, key.span(), message);
            remarks.push(remark.with_help("Set a severity, or remove the options."));
        }
    }
}
