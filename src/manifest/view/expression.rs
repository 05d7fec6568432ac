//! An expression as it stands in a policy file.

use super::expression_guard::{ExpressionGuard, is_entry};
use super::functions;
use super::option_values::OptionValues;
use super::shape::shapes;
use crate::cel::{Env, Program, Type};
use crate::manifest::fields::VendorKeys;
use crate::manifest::{Manifest, Vendor};
use crate::syntax::Value;
use crate::text::{Advice, SourceFile, Span};
use std::sync::{Arc, OnceLock};

/// The subject of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpressionSubject {
    /// A vendor, its manifest, and the date of the run.
    Vendor,
    /// A manifest, and the date of the run.
    Manifest,
}

/// A checked expression that knows where it stands.
#[derive(Debug)]
pub struct Expression {
    /// That of a built-in rule is compiled when it is first asked for.
    program: OnceLock<Program>,
    /// The alternatives that can be told without evaluating it.
    guards: OnceLock<Vec<ExpressionGuard>>,
    text: String,
    scope: ExpressionScope,
    wanted: Type,
    /// The file it stands in.
    pub file: Arc<SourceFile>,
    /// The bytes of the whole expression.
    pub span: Span,
}

/// The names that an expression may use. The slots are the manifest, the date
/// of the run and, where the expression is about one, the vendor.
#[must_use]
pub fn expression_env(about: ExpressionSubject) -> &'static Env {
    static BOTH: OnceLock<[Env; 2]> = OnceLock::new();
    let both = BOTH.get_or_init(|| [false, true].map(|with_vendor| build_env(with_vendor, None)));
    match about {
        ExpressionSubject::Manifest => &both[0],
        ExpressionSubject::Vendor => &both[1],
    }
}

fn build_env(with_vendor: bool, options: Option<&OptionValues>) -> Env {
    let shapes = shapes();
    let mut env = Env::new();
    let record = |shape: &super::shape::RecordShape| Type::Record(Arc::clone(&shape.ty));
    env.variable("manifest", record(&shapes.manifest));
    env.variable("today", Type::Date);
    if with_vendor {
        env.variable("vendor", record(&shapes.vendor));
    }
    if let Some(options) = options {
        env.variable("option", Type::Record(Arc::clone(options.record_type())));
    }
    env.record(Arc::clone(&shapes.location.ty));
    env.record(Arc::clone(&shapes.vendor.ty));
    env.record(Arc::clone(&shapes.manifest.ty));
    env.functions(functions::FUNCTIONS);
    env
}

/// The names that one expression may use.
#[derive(Clone, Debug)]
pub struct ExpressionScope {
    /// The subject of the expression.
    pub about: ExpressionSubject,
    /// The options of its rule, if the rule declares some.
    pub options: Option<Arc<OptionValues>>,
}

impl ExpressionScope {
    fn compile(&self, source: &str, wanted: &Type) -> Result<Program, Vec<Advice>> {
        match self.options.as_deref() {
            None => Program::compile(source, expression_env(self.about), wanted),
            options => {
                let env = build_env(self.about == ExpressionSubject::Vendor, options);
                Program::compile(source, &env, wanted)
            }
        }
    }
}

impl From<ExpressionSubject> for ExpressionScope {
    fn from(about: ExpressionSubject) -> Self {
        Self { about, options: None }
    }
}

impl Expression {
    /// Checks the expression that a value of a policy file holds.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its bytes.
    pub fn compile(
        file: &Arc<SourceFile>,
        value: Value<'_>,
        scope: ExpressionScope,
        wanted: &Type,
    ) -> Result<Self, Vec<Advice>> {
        let Some(source) = value.text() else {
            return Err(vec![Advice {
                span: value.span(),
                message: format!("an expression is a text, found {}", value.kind().noun()),
                help: Some("Put it in quotes.".to_owned()),
            }]);
        };
        let about = scope.about;
        match scope.compile(source, wanted) {
            Ok(program) => Ok(Self {
                program: OnceLock::from(program),
                ..Self::built_in(file, value, scope, wanted)
            }),
            Err(errors) => Err(errors
                .into_iter()
                .map(|error| Advice {
                    span: value.resolved().part(error.span.range()),
                    help: vendor_in_manifest(&error, about).or(error.help.map(sentence)),
                    message: error.message,
                })
                .collect()),
        }
    }

    /// An expression of a built-in rule, which tests have compiled: a run
    /// compiles it when an entry is first judged by it.
    #[must_use]
    pub fn built_in(
        file: &Arc<SourceFile>,
        value: Value<'_>,
        scope: ExpressionScope,
        wanted: &Type,
    ) -> Self {
        Self {
            program: OnceLock::new(),
            guards: OnceLock::new(),
            text: value.text().unwrap_or_default().to_owned(),
            scope,
            wanted: wanted.clone(),
            file: Arc::clone(file),
            span: value.span(),
        }
    }

    /// True if an entry lacks something without which it is fine, so that nothing needs
    /// to be compiled or evaluated. Nearly all entries lack what most rules are about: it
    /// saves half of the programs of a short run and four fifths of the evaluations of a
    /// long one.
    #[must_use]
    pub fn holds_without_a_look(
        &self,
        manifest: &Manifest<'_>,
        vendor: Option<&Vendor<'_>>,
    ) -> bool {
        let mut guards = self.guards().iter();
        match vendor {
            Some(vendor) => is_entry(vendor) && guards.any(|guard| guard.holds(manifest, vendor)),
            None => guards.any(|guard| guard.holds_for(manifest)),
        }
    }

    /// The keys of an entry without any of which the condition holds; nothing if it takes
    /// more to know that.
    #[must_use]
    pub fn needed_keys(&self) -> Option<VendorKeys> {
        self.guards().iter().find_map(ExpressionGuard::keys)
    }

    fn guards(&self) -> &[ExpressionGuard] {
        self.guards.get_or_init(|| ExpressionGuard::all(&self.text))
    }

    /// The compiled program.
    pub(super) fn program(&self) -> &Program {
        self.program.get_or_init(|| {
            self.scope
                .compile(&self.text, &self.wanted)
                .expect("internal: a test compiles the expressions of all built-in rules")
        })
    }

    /// The options that it may read.
    pub(super) fn options(&self) -> Option<&OptionValues> {
        self.scope.options.as_deref()
    }

    /// The memory that its patterns take at most, in bytes; those of built-in
    /// rules are not counted.
    #[must_use]
    pub fn pattern_bytes(&self) -> usize {
        self.program.get().map_or(0, Program::pattern_bytes)
    }
}

/// A rule about the document as a whole has no vendor at hand.
fn vendor_in_manifest(error: &Advice, about: ExpressionSubject) -> Option<String> {
    (about == ExpressionSubject::Manifest && error.message == "unknown variable `vendor`").then(|| {
        "This rule is about the document: ask `manifest.subprocessors.exists(v, ...)`, or write \
         `for: {each: subprocessor}`."
            .to_owned()
    })
}

/// The advice of the engine, a phrase, as the sentence that policies get.
pub(super) fn sentence(phrase: String) -> String {
    let mut chars = phrase.chars();
    let Some(first) = chars.next() else { return phrase };
    let end = if phrase.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), chars.as_str())
}
