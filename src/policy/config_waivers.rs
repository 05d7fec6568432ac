//! The waivers of a configuration, made ready for a run.

use super::config_file::Waiver;
use super::waivers::{ConfigWaiver, MAX_TEXT, NO_REASON, bad_date, is_visible, too_long};
use crate::syntax::Value;
use crate::text::{Advice, SourceFile};
use crate::values::date::Date;
use std::sync::Arc;

/// The fields of a waiver that take one text.
const TEXTS: &[&str] = &["vendor", "path", "reason", "until", "owner"];

/// The waiver of an entry under `allow`. `rule` is the id that the rule has now.
pub(super) fn grant(
    file: &Arc<SourceFile>,
    index: usize,
    waiver: &Waiver<'_>,
    rule: &str,
) -> ConfigWaiver {
    let (_, span) = waiver.rule;
    let mut defects = Vec::new();
    for &name in TEXTS {
        let Some(value) = waiver.node.get(name).filter(|value| !value.is_null()) else { continue };
        match value.text() {
            None => defects.push({
                Advice::new(value.span(), format!("its `{name}` is {}", value.kind().noun()))
                    .with_help("Give one text; several waivers make a list.")
            }),
            Some(text) if text.len() > MAX_TEXT => defects.push(too_long(name, value.span())),
            Some(_) => {}
        }
    }
    let has_reason = waiver.node.get("reason").is_some_and(|value| !is_blank(value));
    if !has_reason {
        let help = NO_REASON.replace('=', ": ");
        defects.push(Advice::new(span, "it gives no reason").with_help(help));
    }
    let until = waiver.until.and_then(|(typed, span)| match Date::parse(typed) {
        Ok(day) => Some((day, span)),
        Err(problem) => {
            let (problem, help) = bad_date(typed, problem);
            defects.push(Advice::new(span, problem).with_help(help));
            None
        }
    });
    ConfigWaiver {
        file: Arc::clone(file),
        span,
        path: format!("allow[{index}]"),
        rule: rule.into(),
        vendor: waiver.vendor.map(str::to_owned),
        place: waiver.path.map(str::to_owned),
        files: waiver.files.clone(),
        reason: waiver.reason.map(|reason| reason.trim().into()),
        until,
        owner: waiver.owner.map(Arc::from),
        defects,
    }
}

fn is_blank(value: Value<'_>) -> bool {
    value.is_null() || value.text().is_some_and(|text| !is_visible(text))
}
