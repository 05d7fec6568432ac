//! The waivers of a configuration, made ready for a run.

use super::config_file::Waiver;
use super::effective::Policy;
use super::resolve::resolve;
use crate::accept::{
    Defect, Grant, KnownRule, MAX_TEXT, NO_REASON, Waivers, bad_date, too_long, unsuppressible,
};
use crate::policy::RuleFile;
use crate::syntax::Value;
use crate::text::FileId;
use crate::values::date::Date;
use std::sync::Arc;

/// The fields of a waiver that take one text.
const TEXTS: &[&str] = &["vendor", "path", "reason", "until", "owner"];

impl Policy<'_> {
    /// Which findings are accepted, with the defaults of the command line.
    #[must_use]
    pub fn waivers(&self) -> Waivers {
        Waivers { known: self.known_rules(), grants: self.grants(), ..Waivers::default() }
    }

    /// The rules that a waiver may name, whether they are on or off.
    fn known_rules(&self) -> Arc<[KnownRule]> {
        let known = self.rules.iter().map(|rule| KnownRule {
            unsuppressible: self.is_unsuppressible(rule),
            ..KnownRule::of(rule)
        });
        known.collect()
    }

    /// What the configuration allows.
    fn grants(&self) -> Arc<[Grant]> {
        let Some(config) = &self.config else { return Arc::default() };
        let grants = config.allow.iter().enumerate().map(|(index, waiver)| {
            let rule = self.rules.iter().find(|rule| rule.answers_to(waiver.rule.0));
            let mut grant = grant(config.file, index, waiver, rule.map_or("", |rule| rule.id));
            if rule.is_some_and(|rule| self.is_unsuppressible(rule)) {
                grant.defects.push(unsuppressible(waiver.rule.0, waiver.rule.1));
            }
            grant
        });
        grants.collect()
    }

    /// Whether no waiver applies to a rule: its file or a setting says so.
    fn is_unsuppressible(&self, rule: &RuleFile<'_>) -> bool {
        let known = self.rules.iter().find(|known| known.id == rule.id);
        let settings = known.map(|rule| resolve(&self.settings(rule, 0))).unwrap_or_default();
        let stated = settings.options.iter().find_map(|layer| layer.value.get("unsuppressible"));
        rule.is_unsuppressible() || stated.and_then(Value::as_bool) == Some(true)
    }
}

fn grant(file: FileId, index: usize, waiver: &Waiver<'_>, rule: &str) -> Grant {
    let (_, span) = waiver.rule;
    let mut defects = Vec::new();
    for &name in TEXTS {
        let Some(value) = waiver.node.get(name).filter(|value| !value.is_null()) else { continue };
        match value.text() {
            None => defects.push(Defect {
                span: value.span(),
                problem: format!("its `{name}` is {}", value.kind().noun()),
                help: "Give one text; several waivers make a list.".to_owned(),
            }),
            Some(text) if text.len() > MAX_TEXT => defects.push(too_long(name, value.span())),
            Some(_) => {}
        }
    }
    let has_reason = waiver.node.get("reason").is_some_and(|value| !is_blank(value));
    if !has_reason {
        defects.push(Defect {
            span,
            problem: "it gives no reason".to_owned(),
            help: NO_REASON.replace('=', ": "),
        });
    }
    let until = waiver.until.and_then(|(typed, span)| match Date::parse(typed) {
        Ok(day) => Some((day, span)),
        Err(problem) => {
            let (problem, help) = bad_date(typed, problem);
            defects.push(Defect { span, problem, help });
            None
        }
    });
    Grant {
        file,
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
    value.is_null() || value.text().is_some_and(|text| text.trim().is_empty())
}
