//! `expression`: a condition of the author's own holds. Also the `when` that
//! every rule may have.

use crate::manifest::fields::VendorKeys;
use crate::manifest::view::{EvalError, Evaluator, Expression, VendorRecord};
use crate::manifest::{ClosedVocabulary as _, Manifest, Text, Vendor};
use crate::policy::{
    Check, CheckOptions, CheckSpec, EvaluationFailure, Hit, Hits, ListCheck, OptionSpec, Subject,
};
use crate::syntax::{NodeKind, Value};
use crate::text::Span;
use std::sync::{Arc, OnceLock};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "expression",
    summary: "reports entries for which a CEL condition does not hold",
    options: &[
        OptionSpec::condition("condition", "The expression that is true when the entry is fine.")
            .structural(),
        OptionSpec::text_expression(
            "message_expression",
            "The expression that gives the message; it is `{message}` in `message`.",
        )
        .structural(),
        OptionSpec::text("advice", "What to do about it; it is `{advice}` in `help`.").structural(),
        OptionSpec::field("at", "The field to point at; the name, if left out.").structural(),
        OptionSpec::boolean("at_key", false, "Whether to point at the key of the field.")
            .structural(),
        OptionSpec::boolean(
            "by_value",
            true,
            "Whether another text of the field makes another finding for a baseline.",
        )
        .structural(),
        OptionSpec::field("lacks", "The field that is missing where the condition does not hold.")
            .structural(),
        OptionSpec::declarations(
            "options",
            "Options of the rule, each with a `default` and a `meaning`; expressions read them as `option.NAME`.",
        )
        .structural(),
        OptionSpec::cases(
            "cases",
            &["condition", "message_expression", "advice", "at", "at_key"],
            "Several conditions, instead of one: the first that does not hold is reported.",
        )
        .structural(),
    ],
    arguments: &[
        ("message", "the text of `message_expression`"),
        ("advice", "the text of `advice`"),
        ("value", "the text of the field that is pointed at"),
        ("status", "the status of the vendor"),
        ("field", "the field that `lacks` names"),
    ],
    variants: &[],
    build: |options| Check::list(ExpressionCheck::new(options)),
};

/// A rule that fails for so many entries fails for a reason that the first few
/// show; the others are not tried.
const MAX_FAILURES: usize = 20;

/// The longest text that a `message_expression` adds to a report, in
/// characters.
const MAX_MESSAGE: usize = 400;

struct ExpressionCheck {
    cases: Vec<ExpressionCase>,
    by_value: bool,
    /// The field that is missing where it reports something.
    lacks: Option<String>,
    /// The keys of an entry without any of which all conditions hold.
    needed: OnceLock<Option<VendorKeys>>,
}

/// One condition, and what is reported when it does not hold.
struct ExpressionCase {
    condition: Option<Expression>,
    message: Option<Expression>,
    /// The next step.
    advice: Option<String>,
    /// The keys that the field to point at may be typed under.
    at: Vec<String>,
    at_key: bool,
}

impl ExpressionCheck {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        options.declarations("options");
        let mut cases = options.cases("cases", ExpressionCase::new);
        if options.get("cases").is_none() {
            cases.push(ExpressionCase::new(options));
        } else if let Some(at) = options.get("condition") {
            let help = "Make it the first of the cases.";
            options.error(at, "a condition beside `cases` has no effect", help);
        }
        let is_known = !options.field("lacks").is_empty();
        let stated = options.get("lacks").and_then(|(_, value)| value.text());
        let lacks = stated.filter(|_| is_known).map(str::to_owned);
        Self { cases, by_value: options.bool("by_value"), lacks, needed: OnceLock::new() }
    }

    /// True if an entry has none of the keys that some condition needs. Most rules with many
    /// cases are about keys that few entries have.
    fn holds_by_keys(&self, vendor: &Vendor<'_>) -> bool {
        let needed = self.needed.get_or_init(|| {
            let each = self.cases.iter().map(|case| case.condition.as_ref()?.needed_keys());
            each.collect::<Option<Vec<_>>>()?.into_iter().reduce(VendorKeys::union)
        });
        vendor.node.kind() == NodeKind::Map
            && needed.is_some_and(|needed| !needed.intersects(vendor.keys()))
    }

    /// Judges one entry; says whether to go on with the next.
    fn evaluator<'m, 't>(
        &self,
        evaluator: &Evaluator<'m, 't, '_>,
        manifest: &'m Manifest<'t>,
        vendor: Option<&'m Vendor<'t>>,
        hits: &mut Hits,
    ) -> bool {
        let mut entry = None;
        for case in &self.cases {
            // Without a condition the rule was refused when it was loaded.
            let Some(condition) = &case.condition else { return false };
            if condition.holds_without_a_look(manifest, vendor) {
                continue;
            }
            if entry.is_none() {
                entry = vendor.map(VendorRecord::new);
            }
            match evaluator.holds(condition, entry.as_ref()) {
                Ok(true) => continue,
                Ok(false) => {}
                Err(trouble) => return fail(condition, trouble, manifest, vendor, hits),
            }
            let mut hit = case.hit(manifest, vendor);
            hit.value = hit.value.filter(|_| self.by_value);
            if let Some(field) = &self.lacks {
                hit = hit.absent().arg("field", field).lacks(field);
            }
            let Some(message) = &case.message else {
                hits.push(hit);
                return true;
            };
            return match evaluator.text(message, entry.as_ref()) {
                Ok(text) => {
                    hits.push(hit.arg("message", one_line(&text)));
                    true
                }
                Err(trouble) => fail(message, trouble, manifest, vendor, hits),
            };
        }
        true
    }
}

impl ExpressionCase {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        options.require("condition");
        Self {
            condition: options.expression("condition"),
            message: options.expression("message_expression"),
            advice: options.text("advice"),
            at: options.field("at"),
            at_key: options.bool("at_key"),
        }
    }

    fn hit(&self, manifest: &Manifest<'_>, vendor: Option<&Vendor<'_>>) -> Hit {
        let root = vendor.map_or(manifest.root, |vendor| vendor.node);
        let found = self.at.iter().find_map(|path| {
            let mut last = None;
            path.split('.').try_fold(root, |value, key| {
                last = value.entry(key);
                last.map(|(_, value)| value)
            })?;
            last
        });
        let mut hit = match (found, vendor) {
            (Some((key, _)), _) if self.at_key => Hit::at(key.span()),
            (Some((key, value)), _) => pointing_at(key, value),
            (None, Some(vendor)) => Hit::at(vendor.anchor()),
            (None, None) => Hit::document(manifest),
        };
        if let Some(advice) = &self.advice {
            hit = hit.arg("advice", advice);
        }
        if let Some(vendor) = vendor {
            hit = hit.of(vendor).arg("status", vendor.status.word());
        }
        hit
    }
}

impl ListCheck for ExpressionCheck {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        let evaluator = Evaluator::new(manifest, subject.today, subject.budget);
        if subject.each_document {
            self.evaluator(&evaluator, manifest, None, hits);
            return;
        }
        for vendor in subject.vendors {
            if self.holds_by_keys(vendor) {
                continue;
            }
            if !self.evaluator(&evaluator, manifest, Some(vendor), hits) {
                break;
            }
        }
    }
}

/// A text itself; of a list or block only the key, which is one line.
fn pointing_at(key: Value<'_>, value: Value<'_>) -> Hit {
    match Text::of(value) {
        Some(text) => Hit::on(text),
        None if matches!(value.kind(), NodeKind::Seq | NodeKind::Map) => Hit::at(key.span()),
        None => Hit::at(value.span()),
    }
}

/// Keeps the vendors for which a `when` holds, and says whether anything is
/// left to check: for a rule about the document, whether it holds for that.
///
/// An entry for which it cannot be told is a failure, and not checked.
#[must_use]
pub fn only_where<'m, 't>(
    when: &Expression,
    evaluator: &Evaluator<'m, 't, '_>,
    each_document: bool,
    vendors: &mut Vec<&'m Vendor<'t>>,
    manifest: &'m Manifest<'t>,
    hits: &mut Hits,
) -> bool {
    let mut goes_on = true;
    let mut holds = |vendor: Option<&'m Vendor<'t>>| {
        let entry = vendor.map(VendorRecord::new);
        goes_on
            && evaluator.holds(when, entry.as_ref()).unwrap_or_else(|trouble| {
                goes_on = fail(when, trouble, manifest, vendor, hits);
                false
            })
    };
    if each_document {
        return holds(None);
    }
    vendors.retain(|vendor| holds(Some(vendor)));
    true
}

/// Reports that an expression has no value; says whether to go on.
fn fail(
    expression: &Expression,
    trouble: EvalError,
    manifest: &Manifest<'_>,
    vendor: Option<&Vendor<'_>>,
    hits: &mut Hits,
) -> bool {
    let span = vendor.map_or(manifest.anchor(), |vendor| vendor.anchor());
    let policy = Some((Arc::clone(&expression.file), expression.span));
    let (message, help) = (trouble.message, trouble.help);
    let vendor = vendor.filter(|_| !trouble.is_final).map(|vendor| vendor.title());
    hits.failures.push(EvaluationFailure { span, vendor, message, help, policy: policy.clone() });
    if !trouble.is_final && hits.failures.len() >= MAX_FAILURES {
        hits.failures.push(EvaluationFailure {
            span: Span { end: span.start, ..span },
            vendor: None,
            message: format!("given up after {MAX_FAILURES} entries"),
            help: None,
            policy,
        });
        return false;
    }
    !trouble.is_final
}

/// A text on one line, cut after [`MAX_MESSAGE`] characters.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let space = (!line.is_empty()).then_some(' ');
        for char in space.into_iter().chain(word.chars()) {
            if count == MAX_MESSAGE {
                line.push('…');
                return line;
            }
            line.push(char);
            count += 1;
        }
    }
    line
}
