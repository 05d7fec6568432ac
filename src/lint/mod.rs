//! Runs rules over one file: text in, findings out.

use crate::accept::{FileWaivers, Scene, Suppressed, Waivers};
use crate::checks::only_where;
use crate::diagnostics::fingerprint::{Fingerprint, number_equal};
use crate::diagnostics::{Finding, Label, Severity};
use crate::manifest::schema::{self, SchemaProblem};
use crate::manifest::summary::ManifestSummary;
use crate::manifest::view::{Budget, Evaluator};
use crate::manifest::{Manifest, Vendor};
use crate::policy::{
    Check, Each, Failure, Hit, Hits, Rule, RuleSet, Selection, Subject, WaiverProblem,
};
use crate::syntax::{self, Format, Kind, Limit, Limits, Parsed, Problem, Value};
use crate::text::{FileId, SourceFile, Span};
use crate::values::date::Date;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

mod policies;

pub use policies::recommended;

/// The id under which a rule that failed to evaluate is reported.
pub const POLICY_ERROR: &str = "policy-error";

/// Rules that are ready to run, with everything else a run depends on.
#[derive(Debug)]
pub struct Linter {
    /// The rules, none of them off.
    pub rules: RuleSet,
    /// Where the sources of the run keep the texts of the policy.
    pub policy_files: Vec<(Arc<SourceFile>, FileId)>,
    /// The caps of one file.
    pub limits: Limits,
    /// The date of the run.
    pub today: Date,
    /// Which findings are accepted.
    pub waivers: Waivers,
}

/// What the rules found in one file.
#[derive(Debug, Default)]
pub struct FileReport {
    /// The findings in force, by offset and rule.
    pub findings: Vec<Finding>,
    /// The findings that waivers accept.
    pub suppressed: Vec<Suppressed>,
    /// The waivers that are for the file.
    pub waivers: FileWaivers,
    /// How many vendors it lists.
    pub vendors: usize,
    /// Whether all of it was read and every rule came to a result.
    pub complete: bool,
    /// What is kept of its documents to hold them against others; empty unless
    /// a rule needs it.
    pub digests: Vec<ManifestSummary>,
}

impl Linter {
    /// Reports a file that could not be read into memory.
    #[must_use]
    pub fn report(&self, id: FileId, file: &SourceFile, problem: Problem) -> FileReport {
        let mut run = Run::new(self, id, file);
        run.document(None, &[problem], &[]);
        run.report
    }

    /// Holds the manifests of several files against each other.
    #[must_use]
    pub fn across(&self, digests: &[ManifestSummary]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for rule in &*self.rules {
            let Check::AcrossLists(compare) = &rule.check else { continue };
            for (file, hit) in compare(digests) {
                if findings.len() >= self.limits.findings {
                    findings.push(stopped(self.limits.findings, file, hit.span));
                    return findings;
                }
                findings.extend(finding(rule, hit, file, None));
            }
        }
        findings
    }

    /// Checks a file that was read into memory, all in one.
    #[must_use]
    pub fn check(&self, id: FileId, file: &SourceFile) -> FileReport {
        self.check_as(id, file, file.path())
    }

    /// [`Linter::check`] for a file whose path, relative to the configuration,
    /// is not the one that messages show.
    #[must_use]
    pub fn check_as(&self, id: FileId, file: &SourceFile, path: &str) -> FileReport {
        let mut report = self.open(id, file, path);
        self.close(id, file, &mut report, Vec::new());
        report
    }

    /// Checks a file that stands alone: its documents are held against each
    /// other as files are. `path` is that of the file relative to the
    /// configuration.
    #[must_use]
    pub fn check_alone(&self, id: FileId, file: &SourceFile, path: &str) -> FileReport {
        let mut report = self.open(id, file, path);
        let across = self.across(&report.digests);
        self.close(id, file, &mut report, across);
        report
    }

    /// Checks a file, but leaves open what there is to say about its waivers:
    /// findings from [`Linter::across`] may come that they are for. `path` is
    /// that of the file relative to the configuration.
    #[must_use]
    pub fn open(&self, id: FileId, file: &SourceFile, path: &str) -> FileReport {
        let format = Format::of_path(file.path());
        let mut parsed = syntax::parse(file.text(), format, &self.limits);
        let all_blank = parsed.tree.documents().all(Value::is_null);
        if all_blank && parsed.problems.is_empty() {
            parsed.problems.push(Problem::Empty);
        }
        let mut run = Run::new(self, id, file);
        run.check(&mut parsed, path);
        let mut report = run.report;
        report.complete &= !parsed.problems.iter().any(Problem::is_fatal);
        report
    }

    /// Adds the last findings of a file, applies its waivers to them, and
    /// reports what is wrong with the waivers themselves.
    pub fn close(
        &self,
        id: FileId,
        file: &SourceFile,
        report: &mut FileReport,
        more: Vec<Finding>,
    ) {
        report.complete &= !more.iter().any(|finding| *finding.rule == *POLICY_ERROR);
        report.waivers.apply(&self.waivers, more, &mut report.findings, &mut report.suppressed);
        let remarks = report.waivers.remarks(&self.rules, report.complete);
        let mut run = Run::new(self, id, file);
        std::mem::swap(&mut run.report, report);
        run.remark(&remarks);
        std::mem::swap(&mut run.report, report);
        report.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        let accepted = report.suppressed.iter_mut().map(|one| &mut one.finding);
        let mut all: Vec<&mut Finding> = report.findings.iter_mut().chain(accepted).collect();
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        number_equal(all);
    }

    /// Whether a rule yields to another, or another to it.
    fn may_yield(&self, rule: &Rule) -> bool {
        !rule.yields_to.is_empty()
            || self.rules.iter().any(|other| other.yields_to.contains(&rule.id))
    }

    /// Makes findings of what there is to say about waivers in a file that is
    /// no manifest.
    #[must_use]
    pub fn remark(&self, id: FileId, file: &SourceFile, remarks: &[WaiverProblem]) -> Vec<Finding> {
        let mut run = Run::new(self, id, file);
        run.remark(remarks);
        run.report.findings
    }
}

struct Run<'l> {
    linter: &'l Linter,
    id: FileId,
    file: &'l SourceFile,
    /// What expressions may still cost.
    budget: Budget,
    report: FileReport,
    /// The missing fields that findings are about, by the number of the finding.
    lacking: HashMap<usize, String>,
}

impl<'l> Run<'l> {
    fn new(linter: &'l Linter, id: FileId, file: &'l SourceFile) -> Self {
        let budget = Budget::for_vendors(0);
        let lacking = HashMap::new();
        Self { linter, id, file, budget, report: FileReport::default(), lacking }
    }

    fn check(&mut self, parsed: &mut Parsed<'_>, path: &str) {
        let Parsed { tree, problems } = parsed;
        let documents: Vec<Value<'_>> = tree.documents().filter(|root| !root.is_null()).collect();
        self.report.complete = true;
        let most = self.linter.limits.vendors;
        // Counted before they are read: each takes far more memory than its text.
        let entries: usize = documents.iter().map(|root| listed(*root)).sum();
        if entries.max(documents.len()) > most {
            let at = documents.first().map_or(Span::default(), |root| root.span());
            let at = Span { end: at.start, ..at };
            problems.push(Problem::Limit { at, limit: Limit::Vendors, allowed: most as u64 });
            self.document(None, problems, &[]);
            return;
        }
        let manifests: Vec<Manifest<'_>> = documents.iter().copied().map(Manifest::read).collect();
        let vendors: usize = manifests.iter().map(|manifest| manifest.vendors.len()).sum();
        self.report.vendors = vendors;
        if manifests.is_empty() {
            self.document(None, problems, &[]);
            return;
        }
        let mut rules = self.linter.rules.iter();
        let across = rules.any(|rule| matches!(rule.check, Check::AcrossLists(_)));
        self.budget = Budget::for_vendors(vendors);
        for (index, manifest) in manifests.iter().enumerate() {
            if across {
                self.report.digests.push(ManifestSummary::of(self.id, manifest));
            }
            let problems: &[Problem] = if index == 0 { problems } else { &[] };
            let schema = schema::validate(manifest.root, self.linter.limits.findings);
            if !self.document(Some(manifest), problems, &schema) {
                break;
            }
        }
        let Linter { rules, today, waivers, .. } = self.linter;
        if waivers.enabled {
            let scene = Scene { rules, waivers, today: *today, path, tree, manifests: &manifests };
            let found = std::mem::take(&mut self.report.findings);
            let FileReport { findings, suppressed, .. } = &mut self.report;
            let mut own = FileWaivers::read(&scene);
            own.apply(waivers, found, findings, suppressed);
            self.report.waivers = own;
        }
    }

    /// Runs the rules about waivers, which is when all others are through.
    fn remark(&mut self, remarks: &[WaiverProblem]) {
        for rule in self.linter.rules.iter().filter(|_| !remarks.is_empty()) {
            let Check::Waivers(check) = &rule.check else { continue };
            let mut hits = self.hits();
            check(remarks, &mut hits);
            if !self.take(rule, hits, None) {
                return;
            }
        }
    }

    /// Runs the rules over a document; says whether there is room for another.
    fn document(
        &mut self,
        manifest: Option<&Manifest<'_>>,
        problems: &[Problem],
        schema: &[SchemaProblem],
    ) -> bool {
        let start = self.report.findings.len();
        let mut selected = Selected { manifest, known: Vec::new() };
        for rule in &*self.linter.rules {
            let Check::List(check) = &rule.check else { continue };
            let mut hits = self.hits();
            let mut vendors = Cow::Borrowed(selected.by(&rule.selection));
            if let (Some(when), Some(manifest)) = (&rule.when, manifest) {
                let evaluator = Evaluator::new(manifest, self.linter.today, &self.budget);
                let document = rule.selection.each == Each::Manifest;
                let meant =
                    only_where(when, &evaluator, document, vendors.to_mut(), manifest, &mut hits);
                if !meant {
                    self.take(rule, hits, Some(manifest));
                    continue;
                }
            }
            let subject = Subject {
                manifest,
                vendors: &vendors,
                each_document: rule.selection.each == Each::Manifest,
                file: self.file,
                problems,
                schema,
                today: self.linter.today,
                budget: &self.budget,
            };
            check.run(&subject, &mut hits);
            if !self.take(rule, hits, manifest) {
                return false;
            }
        }
        self.yield_to_stronger(start);
        true
    }

    /// What a check reports into: as much as the cap on findings leaves.
    fn hits(&self) -> Hits {
        Hits::with_room(self.linter.limits.findings.saturating_sub(self.report.findings.len()))
    }

    /// Takes what a check reports; says whether there is room for more.
    fn take(&mut self, rule: &Rule, hits: Hits, manifest: Option<&Manifest<'_>>) -> bool {
        let is_over = hits.is_over();
        for failure in hits.failures {
            self.report.complete = false;
            self.report.findings.push(self.failure(rule, failure, manifest));
        }
        let may_yield = hits.found.iter().any(|hit| hit.lacks_field) && self.linter.may_yield(rule);
        for hit in hits.found {
            if let Some(field) = hit.lacking_field().filter(|_| may_yield) {
                self.lacking.insert(self.report.findings.len(), field.to_owned());
            }
            self.report.findings.extend(finding(rule, hit, self.id, manifest));
        }
        if is_over && self.report.complete {
            self.report.complete = false;
            let span = manifest.map_or(Span::default(), Manifest::anchor);
            self.report.findings.push(stopped(self.linter.limits.findings, self.id, span));
        }
        !is_over
    }

    fn failure(&self, rule: &Rule, failure: Failure, manifest: Option<&Manifest<'_>>) -> Finding {
        let about =
            failure.vendor.as_ref().map_or(String::new(), |vendor| format!(" for \"{vendor}\""));
        let path = path_of(manifest, failure.span);
        let vendor = failure.vendor.as_deref().unwrap_or_default();
        Finding {
            rule: POLICY_ERROR.into(),
            fingerprint: Fingerprint::new(POLICY_ERROR, vendor, &path, &rule.id),
            severity: Severity::Error,
            message: format!(
                "rule `{}` could not be evaluated{about}: {}",
                rule.id, failure.message
            ),
            help: failure.help,
            file: self.id,
            span: failure.span,
            label: String::new(),
            path,
            vendor: failure.vendor,
            value: None,
            labels: failure
                .policy
                .and_then(|(source, span)| self.in_policy(&source, span))
                .into_iter()
                .collect(),
            fold: None,
            fix: None,
        }
    }

    fn in_policy(&self, source: &Arc<SourceFile>, span: Span) -> Option<Label> {
        let mut files = self.linter.policy_files.iter();
        let (_, file) = files.find(|(known, _)| Arc::ptr_eq(known, source))?;
        Some(Label { file: *file, span, message: "in this rule".to_owned() })
    }

    /// One finding per cause: a rule that yields to another says nothing at a
    /// place where that one speaks. Places of missing fields are those of the
    /// vendors, so there the fields have to be the same, and the severity counts.
    fn yield_to_stronger(&mut self, start: usize) {
        let lacking = std::mem::take(&mut self.lacking);
        let mut at: HashMap<Span, Vec<Said<'_>>> = HashMap::new();
        let stronger: Vec<&Arc<str>> =
            self.linter.rules.iter().flat_map(|rule| &rule.yields_to).collect();
        for (index, finding) in self.report.findings.iter().enumerate().skip(start) {
            if stronger.contains(&&finding.rule) {
                let field = lacking.get(&index).map(String::as_str);
                let said =
                    Said { rule: Arc::clone(&finding.rule), severity: finding.severity, field };
                at.entry(finding.span).or_default().push(said);
            }
        }
        if at.is_empty() {
            return;
        }
        let yields: HashMap<&str, &[Arc<str>]> =
            self.linter.rules.iter().map(|rule| (&*rule.id, &rule.yields_to[..])).collect();
        // Findings of earlier documents stay as they are.
        let found = self.report.findings.split_off(start);
        for (index, finding) in (start..).zip(found) {
            let field = lacking.get(&index).map(String::as_str);
            let stronger = yields.get(&*finding.rule).copied().unwrap_or_default();
            let mut there = at.get(&finding.span).into_iter().flatten();
            let yields = there.any(|said| {
                let same_field = said.field == field && said.severity >= finding.severity;
                stronger.contains(&said.rule)
                    && (said.field.is_none() || field.is_none() || same_field)
            });
            if !yields {
                self.report.findings.push(finding);
            }
        }
    }
}

/// A finding that others may yield to.
struct Said<'a> {
    rule: Arc<str>,
    severity: Severity,
    /// The missing field that it is about.
    field: Option<&'a str>,
}

/// The arguments of a fold that stand for the vendors of a file.
const COUNTS: &[&str] = &["n", "total"];

/// The entries of a document that the model keeps: those of its longest kind of
/// list, be it vendors, claims, or the places and contacts of all vendors.
fn listed(root: Value<'_>) -> usize {
    let (mut longest, mut within) = (0, 0);
    for (key, list) in root.entries().filter(|(_, value)| value.kind() == Kind::Seq) {
        let key = key.text().unwrap_or_default();
        if !matches!(key, "subprocessors" | "other_recipients" | "residency" | "claims") {
            continue;
        }
        longest = longest.max(list.items().len());
        for (key, list) in list.items().flat_map(Value::entries) {
            let counts =
                || matches!(key.text(), Some("location" | "locations" | "contact" | "contacts"));
            if list.kind() == Kind::Seq && counts() {
                within += list.items().len();
            }
        }
    }
    longest.max(within)
}

/// Says that the cap on findings was reached.
fn stopped(limit: usize, file: FileId, span: Span) -> Finding {
    Finding {
        rule: POLICY_ERROR.into(),
        fingerprint: Fingerprint::new(POLICY_ERROR, "", "", "stopped"),
        severity: Severity::Error,
        message: format!("stopped after {limit} findings; the rest was not checked"),
        help: Some("Raise `--max-findings`, or mend the first ones.".to_owned()),
        file,
        span,
        label: String::new(),
        path: String::new(),
        vendor: None,
        value: None,
        labels: Vec::new(),
        fold: None,
        fix: None,
    }
}

/// The finding of a hit; none when the rule is off.
fn finding(
    rule: &Rule,
    hit: Hit,
    file: FileId,
    manifest: Option<&Manifest<'_>>,
) -> Option<Finding> {
    let variant = rule.variants.iter().find(|variant| variant.name == hit.variant);
    let message = variant.and_then(|variant| variant.message.as_ref());
    let help = variant.and_then(|variant| variant.help.as_ref()).or(rule.help.as_ref());
    let path = hit.path.clone().unwrap_or_else(|| path_of(manifest, hit.span));
    let field = || hit.arguments.iter().find(|(name, _)| *name == "field");
    let value = hit.value.as_deref().or_else(|| field().map(|(_, field)| field.as_str()));
    let vendor = hit.vendor.as_deref().unwrap_or_default();
    let fingerprint = Fingerprint::new(&rule.id, vendor, &path, value.unwrap_or_default());
    let related = hit.related.into_iter().map(|(span, message)| Label {
        file,
        span,
        message: message.into_owned(),
    });
    let fold =
        rule.fold.as_ref().filter(|fold| fold.arguments().any(|name| !COUNTS.contains(&name)));
    Some(Finding {
        rule: Arc::clone(&rule.id),
        fingerprint,
        severity: rule.severity(variant)?,
        message: message.unwrap_or(&rule.message).fill(&hit.arguments),
        help: help.map(|help| help.fill(&hit.arguments)).filter(|help| !help.is_empty()),
        file,
        span: hit.span,
        label: hit.label.into_owned(),
        path,
        vendor: hit.vendor,
        value: hit.value,
        labels: related.chain(hit.elsewhere).collect(),
        fold: fold.map(|fold| fold.fill_but(COUNTS, &hit.arguments)),
        fix: hit.fix,
    })
}

/// The vendors that rules are about. Most rules are about the same ones.
struct Selected<'l, 'm, 't> {
    manifest: Option<&'m Manifest<'t>>,
    known: Vec<(&'l Selection, Vec<&'m Vendor<'t>>)>,
}

/// How many selections are kept: each takes as much space as there are vendors.
const MAX_KNOWN: usize = 8;

impl<'l, 'm, 't> Selected<'l, 'm, 't> {
    /// The vendors of a selection, in the order of the list.
    fn by(&mut self, selection: &'l Selection) -> &[&'m Vendor<'t>] {
        let at = match self.known.iter().position(|(known, _)| *known == selection) {
            Some(at) => at,
            None => {
                if self.known.len() == MAX_KNOWN {
                    self.known.clear();
                }
                self.known.push((selection, self.select(selection)));
                self.known.len() - 1
            }
        };
        &self.known[at].1
    }

    fn select(&self, selection: &Selection) -> Vec<&'m Vendor<'t>> {
        let Some(manifest) = self.manifest else { return Vec::new() };
        let recipients: &[Vendor<'t>] = match selection.each {
            Each::Recipient => &manifest.other_recipients,
            Each::Manifest | Each::Subprocessor | Each::Project => &[],
        };
        let all = manifest.vendors.iter().chain(recipients);
        all.filter(|vendor| selection.takes(vendor)).collect()
    }
}

fn path_of(manifest: Option<&Manifest<'_>>, span: Span) -> String {
    manifest
        .map_or_else(String::new, |manifest| manifest.root.tree().path_of(manifest.root.id(), span))
}
