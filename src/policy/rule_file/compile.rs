//! Makes a rule of a rule file and the settings of a run.

use super::super::check::Check;
use super::super::level::Level;
use super::super::options::{CheckOptions, Layer, Origin};
use super::super::rule::{PageTexts, Rule, Selection, Variant};
use super::super::settings::Settings;
use super::super::template::Template;
use super::{DOCUMENT_ALONE, Each, RuleFile};
use crate::diagnostics::PolicyError;
use crate::manifest::view::ExpressionSubject;
use crate::manifest::{Audience, ClosedVocabulary as _, Status};
use crate::syntax::{NodeKind, Value};
use crate::text::suggest::known_words;
use std::sync::Arc;

impl<'a> RuleFile<'a> {
    /// Makes the rule ready to run under the given settings.
    ///
    /// # Errors
    /// CheckOptions that the check does not take, each at its place.
    pub fn compile(&self, settings: &Settings<'a>) -> Result<Rule, Vec<PolicyError>> {
        let mut layers: Vec<Layer<'a>> = settings.options.clone();
        layers.push(Layer { file: self.file, value: self.options, origin: Origin::Rule });
        let mut errors = Vec::new();
        // A test checks the options of the built-in rules.
        let is_checked = |layer: &&Layer<'_>| layer.origin == Origin::Rule && self.is_built_in();
        for layer in layers.iter().filter(|layer| !is_checked(layer)) {
            let known: Vec<_> = match layer.origin {
                Origin::Rule => self.check.options.iter().map(|option| option.name).collect(),
                _ => self.setting_names().collect(),
            };
            for (key, _) in layer.value.entries() {
                let name = key.text().unwrap_or_default();
                if !known.contains(&name) {
                    let message = format!("`{}` has no option `{name}`", self.id);
                    errors.push(
                        PolicyError::new(layer.file, key.span(), message)
                            .with_help(known_words(name, &known)),
                    );
                }
            }
        }
        let about = match self.each {
            Each::Manifest | Each::Project => ExpressionSubject::Manifest,
            Each::Subprocessor | Each::Recipient | Each::Company => ExpressionSubject::Vendor,
        };
        let mut options = CheckOptions::new(self.check, &layers, (self.file, self.anchor()), about);
        let check = (self.check.build)(&mut options);
        let selection = self.selection(&mut options);
        let stated = options.bool("unsuppressible");
        // For readers; asked for so that a list or a mapping is an error.
        options.text("source");
        let unsuppressible = stated || self.is_unsuppressible();
        let own = self.fields.when.map(|value| (self.file, value));
        let when = options.expression_or("when", own);
        let pattern_bytes = options.pattern_bytes();
        let of_options = options.into_errors();
        self.check_scope(&check, &layers, &mut errors);
        // Options are judged for what the rule is about, which has to be settled.
        if errors.is_empty() {
            errors = of_options;
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let template = |value: Option<Value<'_>>| {
            value.and_then(Value::text).map(|text| Template::new(text.trim_end()))
        };
        let page_texts = |stated: Value<'_>| PageTexts {
            message: template(stated.get("message")),
            help: template(stated.get("help")),
        };
        let variants = self.fields.variants.into_iter().flat_map(Value::entries);
        Ok(Rule {
            id: self.id.into(),
            level: settings.level.unwrap_or(self.level),
            level_is_set: settings.level.is_some(),
            selection,
            when,
            check,
            pattern_bytes,
            message: template(self.fields.message).unwrap_or_else(|| Template::new("{message}")),
            help: template(self.fields.help),
            fold: template(self.fields.fold),
            variants: variants
                .map(|(name, variant)| Variant {
                    name: name.text().unwrap_or_default().to_owned(),
                    severity: variant
                        .get("severity")
                        .and_then(Value::text)
                        .and_then(|word| Level::parse(word)?.severity()),
                    message: template(variant.get("message")),
                    help: template(variant.get("help")),
                    on_page: variant.get("on_page").map(page_texts),
                })
                .collect(),
            yields_to: self.yields_to().into_iter().map(Arc::from).collect(),
            unsuppressible,
            on_page: self.fields.on_page.map(page_texts),
            is_for_manifests: self.applies_to("manifest"),
            is_for_pages: self.applies_to("page"),
        })
    }

    /// Reports what selects vendors or documents for a check that looks at
    /// something else: it would have no effect, or keep the rule from running.
    fn check_scope(&self, check: &Check, layers: &[Layer<'_>], errors: &mut Vec<PolicyError>) {
        let name = self.check.name;
        let stated = self.fields.selection.and_then(|selection| selection.get("each"));
        let (is_wrong, looks_at, right) = match check {
            Check::List(_) => {
                (self.each == Each::Project, "looks at one list at a time", "subprocessor")
            }
            Check::AcrossLists(_) => {
                (self.each != Each::Project, "compares the lists of a run", "project")
            }
            Check::Page(_) => {
                (self.each != Each::Manifest, "looks at the page, not at vendors", "manifest")
            }
            Check::Waivers(_) => {
                (self.each != Each::Manifest, "looks at waivers, not at vendors", "manifest")
            }
        };
        if let Some(each) = stated.filter(|_| is_wrong) {
            let mut help = format!("Write `for: {{each: {right}}}`");
            if matches!(check, Check::List(_)) {
                help.push_str(", or `{each: manifest}` for a rule about the document as a whole");
            }
            let message = format!("check `{name}` {looks_at}");
            errors.push(PolicyError::new(self.file, each.span(), message).with_help(help + "."));
        }
        let looks_at = match check {
            Check::List(_) if self.each != Each::Manifest || !DOCUMENT_ALONE.contains(&name) => {
                return;
            }
            Check::List(_) => "a rule about the document looks at no vendor",
            _ => looks_at,
        };
        let is_list = matches!(check, Check::List(_));
        let narrows = |key: &str| match key {
            "statuses" | "audiences" | "except_vendors" => true,
            // A document may be left out, a comparison or a waiver may not.
            "when" => !is_list,
            _ => false,
        };
        let own = self.fields.selection.into_iter().chain([self.node]).map(|at| (self.file, at));
        let set = layers.iter().filter(|layer| layer.origin != Origin::Rule);
        for (file, block) in own.chain(set.map(|layer| (layer.file, layer.value))) {
            for (key, value) in block.entries() {
                let typed = key.text().unwrap_or_default();
                if narrows(typed) && !value.is_null() {
                    let subject = if is_list { String::new() } else { format!("check `{name}` ") };
                    let message = format!("`{typed}` has no effect: {subject}{looks_at}");
                    let error = PolicyError::new(file, key.span(), message);
                    errors.push(error.with_help("Remove it."));
                }
            }
        }
    }

    fn selection(&self, options: &mut CheckOptions<'_>) -> Selection {
        let stated = self.fields.selection;
        let own = |key: &str| {
            let value = stated.and_then(|selection| selection.get(key))?;
            Some(match value.kind() {
                NodeKind::Seq => value.items().filter_map(Value::text).map(str::to_owned).collect(),
                _ => value.text().map(str::to_owned).into_iter().collect(),
            })
        };
        let mut words = |name: &str, own: Option<Vec<String>>| {
            let set = options.words(name);
            if options.get(name).is_some() { set } else { own.unwrap_or_default() }
        };
        let statuses = words("statuses", own("statuses"));
        let audiences = words("audiences", own("audiences"));
        let except_vendors = options.texts("except_vendors");
        Selection {
            each: self.each,
            statuses: statuses.iter().filter_map(|word| Status::parse(word)).collect(),
            audiences: audiences.iter().filter_map(|word| Audience::parse(word)).collect(),
            except_vendors,
        }
    }
}
