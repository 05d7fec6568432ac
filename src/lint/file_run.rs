//! All rules over one file.

use super::classify::classify;
use super::cross_file::{CrossFindings, changed_meanwhile, not_evaluated};
use super::header_findings;
use super::page_run;
use super::selection::SelectedVendors;
use super::yielding::FindingSubjects;
use super::{FileText, Linter, ListedVendor, VendorVisitor};
use crate::accept::{FileWaivers, WaiverContext};
use crate::checks::only_where;
use crate::diagnostics::POLICY_ERROR;
use crate::diagnostics::fingerprint::number_equal;
use crate::diagnostics::{
    Checked, FileKind, FileStatus, Finding, Fingerprint, Label, Place, Severity, VendorCounts,
};
use crate::manifest::schema::SchemaProblem;
use crate::manifest::view::{Budget, Evaluator};
use crate::manifest::{Manifest, Status, listed_entries};
use crate::page::PageOrigin;
use crate::policy::{
    Check, Each, EvaluationFailure, Hit, HitRoom, Hits, PageProblem, PageProblemKind, PolicyError,
    Rule, Subject, WaiverProblem,
};
use crate::syntax::{Limit, Problem, Tree, Value};
use crate::text::{SourceFile, Span};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The arguments of a fold that stand for the vendors of a file.
const COUNTS: &[&str] = &["n", "total"];

/// Bytes of text that a finding has on average at most; those of usual lists have
/// a fifth of it.
const TEXT_PER_FINDING: usize = 2_000;

/// The rules over one file, and what they have found so far.
pub(super) struct FileRun<'l> {
    linter: &'l Linter,
    file: Arc<SourceFile>,
    /// The remaining budget of expressions.
    budget: Budget,
    checked: Checked,
    /// The bytes of text that further findings may hold.
    text_left: usize,
    /// True if the room for findings was not enough, which is said once.
    is_stopped: bool,
    /// True if all was read and every rule came to a result.
    complete: bool,
    /// The fields and values that the findings speak for.
    subjects: FindingSubjects,
    /// The fields that findings about a page miss.
    lacking: HashMap<Fingerprint, String>,
    /// The page that the text was made from.
    page: Option<Arc<PageOrigin>>,
    /// The receiver of the vendors, if somebody wants them.
    visitor: Option<&'l mut VendorVisitor<'l>>,
}

impl<'l> FileRun<'l> {
    fn new(linter: &'l Linter, file: Arc<SourceFile>, kind: FileKind) -> Self {
        let checked = Checked::new(Arc::clone(&file), kind);
        let budget = Budget::for_vendors(0);
        let subjects = FindingSubjects::default();
        let text_left = linter.limits.findings.saturating_mul(TEXT_PER_FINDING);
        Self {
            linter,
            file,
            budget,
            checked,
            text_left,
            is_stopped: false,
            complete: true,
            subjects,
            lacking: HashMap::new(),
            page: None,
            visitor: None,
        }
    }

    /// Checks a file. `cross` is what comparing it with others has shown; a `visitor` is shown
    /// the vendors.
    pub(super) fn check(
        linter: &'l Linter,
        file: FileText,
        cross: CrossFindings,
        visitor: Option<&'l mut VendorVisitor<'l>>,
    ) -> Checked {
        if let Some(page) = page_run::read(linter, &file) {
            return page_run::check(linter, file, page, cross, visitor);
        }
        let FileText { source, scope, problem, encoding } = file;
        let problem = problem.or_else(|| encoding.as_ref().map(page_run::not_utf8));
        let mut run = Self::new(linter, Arc::new(source), FileKind::Manifest);
        run.visitor = visitor;
        match problem {
            Some(problem) => {
                run.complete = false;
                run.checked.is_text = false;
                run.document(None, &[problem], &[]);
            }
            None => run.text(&scope, cross),
        }
        let mut checked = run.finish();
        run_baseline(linter, &mut checked);
        checked
    }

    /// Checks the manifest that a page amounts to, and reports what the page holds and was
    /// not read. All places are those of the manifest, but for those of the page itself.
    pub(super) fn check_page(
        linter: &'l Linter,
        manifest: FileText,
        page: &Arc<PageOrigin>,
        problems: &[PageProblem],
        cross: CrossFindings,
        visitor: Option<&'l mut VendorVisitor<'l>>,
    ) -> Checked {
        let FileText { source, scope, .. } = manifest;
        let mut run = Self::new(linter, Arc::new(source), FileKind::Page);
        run.page = Some(Arc::clone(page));
        run.visitor = visitor;
        run.text(&scope, cross);
        run.complete &= !is_cut(problems);
        let mut checked = run.finish();
        page_run::in_page(&mut checked, page);
        let mut of_page = Self::new(linter, Arc::clone(&page.source), FileKind::Page);
        of_page.page_problems(problems);
        checked.findings.extend(of_page.finish().findings);
        page_run::settle(&mut checked);
        run_baseline(linter, &mut checked);
        checked
    }

    /// Reports a page in which no list was found.
    pub(super) fn check_page_without_list(
        linter: &'l Linter,
        source: Arc<SourceFile>,
        problem: &Problem,
        problems: &[PageProblem],
    ) -> Checked {
        let mut run = Self::new(linter, source, FileKind::Page);
        run.complete = false;
        run.document(None, std::slice::from_ref(problem), &[]);
        run.page_problems(problems);
        let mut checked = run.finish();
        run_baseline(linter, &mut checked);
        checked
    }

    /// Runs the rules about what a page holds and was not read.
    fn page_problems(&mut self, problems: &[PageProblem]) {
        let linter = self.linter;
        for rule in linter.rules.iter().filter(|_| !problems.is_empty()) {
            let Check::Page(check) = &rule.check else { continue };
            let mut hits = self.hits();
            check(problems, &mut hits);
            if !self.take(rule, hits, None) {
                return;
            }
        }
    }

    /// Reports that the rules for a file could not be settled.
    pub(super) fn refuse(linter: &'l Linter, file: FileText, errors: &[PolicyError]) -> Checked {
        let mut run = Self::new(linter, Arc::new(file.source), FileKind::Manifest);
        run.complete = false;
        for error in errors {
            let message = format!("invalid policy for this file: {}", error.advice.message);
            let finding =
                not_evaluated(&run.file, &error.advice.message, message, error.advice.help.clone());
            run.checked.findings.push(finding);
        }
        run.finish()
    }

    /// Reports problems with the waivers that a file holds.
    pub(super) fn check_waivers(
        linter: &'l Linter,
        file: &Arc<SourceFile>,
        kind: FileKind,
        problems: &[WaiverProblem],
    ) -> Checked {
        let mut run = Self::new(linter, Arc::clone(file), kind);
        run.waivers(problems);
        run.finish()
    }

    fn text(&mut self, scope: &str, cross: CrossFindings) {
        let file = Arc::clone(&self.file);
        // The manifest that a page amounts to is YAML, whatever the page is.
        let name = if self.page.is_some() { "" } else { file.path() };
        let mut classified = classify(name, file.text(), &self.linter.limits);
        let most = self.linter.limits.vendors;
        let documents = classified.roots();
        if !has_room(&documents, most) {
            let at = documents.first().map_or(Span::default(), |root| root.span());
            let at = Span { end: at.start, ..at };
            classified.problems.push(Problem::Limit {
                at,
                limit: Limit::Vendors,
                allowed: most as u64,
            });
            self.complete = false;
            self.document(None, &classified.problems, &[]);
            return;
        }
        let schema = classified.validate(self.linter.limits.findings);
        let (tree, problems) = (&classified.tree, &classified.problems);
        let manifests = classified.manifests();
        self.checked.vendors = counts(&manifests);
        if manifests.is_empty() {
            self.document(None, problems, &[]);
        }
        self.budget = Budget::for_vendors(self.checked.vendors.listed);
        for (index, manifest) in manifests.iter().enumerate() {
            let problems: &[Problem] = if index == 0 { problems } else { &[] };
            if !self.document(Some(manifest), problems, &schema[index]) {
                break;
            }
        }
        self.complete &= !problems.iter().any(Problem::is_fatal);
        self.cross_file(cross);
        if !manifests.is_empty() {
            self.accept(scope, tree, &manifests);
        }
        if let (Some(page), [manifest]) = (&self.page, &manifests[..]) {
            let Checked { findings, suppressed, .. } = &mut self.checked;
            let rules = &self.linter.rules;
            let found = (findings, &suppressed[..]);
            header_findings::merge(found, &self.lacking, rules, manifest, (page, &self.file));
        }
        self.show_vendors(&manifests);
    }

    /// Shows the vendors to whoever wants them. They come last, when the rules have worked out
    /// most of what their entries mean.
    fn show_vendors(&mut self, manifests: &[Manifest<'_>]) {
        let Some(visitor) = &mut self.visitor else { return };
        for manifest in manifests {
            let lists = [(&manifest.vendors, false), (&manifest.other_recipients, true)];
            for (vendors, is_other_recipient) in lists {
                for vendor in vendors {
                    let span = vendor.anchor();
                    let place = match &self.page {
                        Some(page) => Place::of(&page.source, page.manifest.in_page(span)),
                        None => Place::of(&self.file, span),
                    };
                    visitor(&ListedVendor { vendor, is_other_recipient, line: place.start.line });
                }
            }
        }
    }

    /// Adds what comparing files has shown about this one.
    fn cross_file(&mut self, cross: CrossFindings) {
        if cross.sha256.is_some() && cross.sha256 != self.checked.sha256() {
            self.complete = false;
            self.checked.findings.push(changed_meanwhile(&self.file));
            return;
        }
        for (rule, hit) in cross.hits {
            self.checked.findings.extend(finding(&rule, hit, &self.file, None, false));
        }
        if let Some(span) = cross.stopped {
            self.stop(span);
        }
    }

    /// Applies the waivers, and reports what is wrong with them.
    fn accept<'t>(&mut self, scope: &str, tree: &'t Tree<'t>, manifests: &[Manifest<'t>]) {
        let Linter { rules, today, waivers, .. } = self.linter;
        if !waivers.enabled {
            return;
        }
        let context = WaiverContext { rules, waivers, today: *today, path: scope, tree, manifests };
        let mut own = FileWaivers::read(&context);
        own.apply(waivers, &mut self.checked);
        let problems = own.problems(rules, self.complete);
        self.waivers(&problems);
        self.checked.met_waivers = own.met(waivers);
        self.checked.used_waivers = own.into_used();
    }

    /// Runs the rules about waivers, which is when all others are through.
    fn waivers(&mut self, problems: &[WaiverProblem]) {
        let linter = self.linter;
        for rule in linter.rules.iter().filter(|_| !problems.is_empty()) {
            let Check::Waivers(check) = &rule.check else { continue };
            let mut hits = self.hits();
            check(problems, &mut hits);
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
        let linter = self.linter;
        let start = self.checked.findings.len();
        let mut selected = SelectedVendors::new(manifest);
        for rule in &*linter.rules {
            let Check::List(check) = &rule.check else { continue };
            let is_meant = match self.checked.kind {
                FileKind::Page => rule.is_for_pages,
                _ => rule.is_for_manifests,
            };
            if !is_meant {
                continue;
            }
            let mut hits = self.hits();
            let mut vendors = Cow::Borrowed(selected.by(&rule.selection));
            if let (Some(when), Some(manifest)) = (&rule.when, manifest) {
                let evaluator = Evaluator::new(manifest, linter.today, &self.budget);
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
                file: &self.file,
                page: self.page.as_deref(),
                problems,
                schema,
                today: linter.today,
                budget: &self.budget,
            };
            check.run(&subject, &mut hits);
            if !self.take(rule, hits, manifest) {
                return false;
            }
        }
        let subjects = std::mem::take(&mut self.subjects);
        linter.yield_to_stronger(&mut self.checked.findings, start, &subjects);
        true
    }

    /// Makes the collector of a check, with the room that the cap on findings leaves.
    fn hits(&self) -> Hits {
        let found = self.checked.findings.len();
        let findings = self.linter.limits.findings.saturating_sub(found);
        Hits::with_room(HitRoom { findings, bytes: self.text_left })
    }

    /// Takes what a check reports; says whether there is room for more.
    fn take(&mut self, rule: &Rule, mut hits: Hits, manifest: Option<&Manifest<'_>>) -> bool {
        let mut is_over = hits.is_over();
        let settled = std::mem::take(&mut hits.settled);
        let (found, failures) = hits.into_parts();
        for failure in failures {
            self.complete = false;
            let failed = self.failure(rule, failure, manifest);
            self.checked.findings.push(failed);
        }
        self.subjects.settle(rule, settled);
        let is_page = self.checked.kind == FileKind::Page;
        for mut hit in found {
            if self.text_left == 0 {
                is_over = true;
                break;
            }
            let lacks = hit.lacks.clone().filter(|_| is_page);
            self.subjects.add(self.checked.findings.len(), &mut hit);
            let Some(finding) = finding(rule, hit, &self.file, manifest, is_page) else { continue };
            self.text_left = self.text_left.saturating_sub(finding.text_bytes());
            self.lacking.extend(lacks.map(|field| (finding.fingerprint, field)));
            self.checked.findings.push(finding);
        }
        if is_over && !self.is_stopped {
            self.stop(manifest.map_or(Span::default(), Manifest::anchor));
        }
        !is_over
    }

    fn failure(
        &self,
        rule: &Rule,
        failure: EvaluationFailure,
        manifest: Option<&Manifest<'_>>,
    ) -> Finding {
        let about =
            failure.vendor.as_ref().map_or(String::new(), |vendor| format!(" for \"{vendor}\""));
        let path = path_of(manifest, failure.span);
        let vendor = failure.vendor.as_deref().unwrap_or_default();
        let in_policy = |(source, span): (Arc<SourceFile>, Span)| Label {
            file: Some(source.path().into()),
            place: Place::of(&source, span),
            message: "in this rule".to_owned(),
        };
        Finding {
            rule: POLICY_ERROR.into(),
            fingerprint: Fingerprint::new(POLICY_ERROR, vendor, &path, &rule.id),
            severity: Severity::Error,
            message: format!(
                "rule `{}` could not be evaluated{about}: {}",
                rule.id, failure.message
            ),
            help: failure.help,
            place: Place::of(&self.file, failure.span),
            label: String::new(),
            path,
            vendor: failure.vendor,
            value: None,
            labels: failure.policy.map(in_policy).into_iter().collect(),
            fold: None,
            fix: None,
            absent: false,
        }
    }

    /// Says that the cap on findings was reached.
    fn stop(&mut self, span: Span) {
        (self.complete, self.is_stopped) = (false, true);
        let limit = self.linter.limits.findings;
        let found = self.checked.findings.len();
        let message = if found < limit {
            format!("stopped after {found} findings with much text; the rest was not checked")
        } else {
            format!("stopped after {limit} findings; the rest was not checked")
        };
        self.checked.findings.push(Finding {
            rule: POLICY_ERROR.into(),
            fingerprint: Fingerprint::new(POLICY_ERROR, "", "", "stopped"),
            severity: Severity::Error,
            message,
            help: Some("Raise `--max-findings`, or fix the first ones.".to_owned()),
            place: Place::of(&self.file, span),
            label: String::new(),
            path: String::new(),
            vendor: None,
            value: None,
            labels: Vec::new(),
            fold: None,
            fix: None,
            absent: false,
        });
    }

    /// Orders and numbers the findings and settles the status.
    fn finish(self) -> Checked {
        let Self { mut checked, complete, .. } = self;
        checked.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        checked.suppressed.sort_by(|a, b| a.finding.order().cmp(&b.finding.order()));
        let accepted = checked.suppressed.iter_mut().map(|one| &mut one.finding);
        let mut all: Vec<&mut Finding> = checked.findings.iter_mut().chain(accepted).collect();
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        number_equal(all);
        if !complete {
            let causes = [POLICY_ERROR, PARSE_ERROR];
            let cause = checked.findings.iter().find(|one| causes.contains(&&*one.rule));
            let why = cause.map_or("not all of it could be evaluated", |one| &one.message);
            checked.status = FileStatus::NotEvaluated(why.to_owned());
        }
        checked.settle();
        checked
    }
}

/// True if a part of a page was too large to be read.
fn is_cut(problems: &[PageProblem]) -> bool {
    problems.iter().any(|problem| problem.about == PageProblemKind::TooMuch)
}

/// Takes out the findings that the baseline of a library's linter has.
fn run_baseline(linter: &Linter, checked: &mut Checked) {
    if let Some(baseline) = &linter.baseline {
        let name = checked.source.path().to_owned();
        baseline.suppress(&name, checked, |finding| linter.may_baseline(finding));
    }
}

/// The rule that reports what could not be read.
const PARSE_ERROR: &str = "parse-error";

fn counts(manifests: &[Manifest<'_>]) -> VendorCounts {
    let mut counts = VendorCounts::default();
    for manifest in manifests {
        counts.listed += manifest.vendors.len();
        let of = |status| manifest.vendors.iter().filter(|vendor| vendor.status == status).count();
        counts.retired += of(Status::Retired);
        counts.disabled += of(Status::Disabled);
        counts.other_recipients += manifest.other_recipients.len();
    }
    counts
}

/// True if the documents of a file have no more entries than a file may have.
/// They are counted before they are read: each takes far more memory than its
/// text.
pub(super) fn has_room(documents: &[Value<'_>], most: usize) -> bool {
    let entries: usize = documents.iter().map(|root| listed_entries(*root)).sum();
    entries.max(documents.len()) <= most
}

#[cfg(test)]
thread_local! {
    /// The hits of this thread with the ids of their rules, for tests of checks.
    pub(crate) static RECORDED_HITS: std::cell::RefCell<Vec<(Arc<str>, Hit)>> =
        const { std::cell::RefCell::new(Vec::new()) };
}

/// The finding of a hit; none when the rule is off.
fn finding(
    rule: &Rule,
    hit: Hit,
    file: &SourceFile,
    manifest: Option<&Manifest<'_>>,
    is_page: bool,
) -> Option<Finding> {
    #[cfg(test)]
    RECORDED_HITS.with_borrow_mut(|hits| hits.push((Arc::clone(&rule.id), hit.clone())));
    let variant = rule.variants.iter().find(|variant| variant.name == hit.variant);
    let of_page = rule.on_page.as_ref().filter(|_| is_page);
    let of_variant = variant.and_then(|variant| variant.on_page.as_ref()).filter(|_| is_page);
    let message = of_variant.or(of_page).and_then(|page| page.message.as_ref());
    let message = message.or_else(|| variant.and_then(|variant| variant.message.as_ref()));
    let help = variant.and_then(|variant| variant.help.as_ref());
    // Advice in backticks is about the keys of a manifest.
    let plain = help.filter(|help| of_page.is_some() && !help.source().contains('`'));
    let of_variant = of_variant.and_then(|page| page.help.as_ref());
    let of_page = of_page.and_then(|page| page.help.as_ref());
    let help = of_variant.or(plain).or(of_page).or(help).or(rule.help.as_ref());
    let path = hit.path.clone().unwrap_or_else(|| path_of(manifest, hit.span));
    let field = || hit.arguments.iter().find(|(name, _)| *name == "field");
    let value = hit.value.as_deref().or_else(|| field().map(|(_, field)| field.as_str()));
    let vendor = hit.vendor.as_deref().unwrap_or_default();
    let fingerprint = Fingerprint::new(&rule.id, vendor, &path, value.unwrap_or_default());
    let related = hit.related.into_iter().map(|(span, message)| Label {
        file: None,
        place: Place::of(file, span),
        message: message.into_owned(),
    });
    let fold = rule.fold.as_ref().map(|fold| {
        if fold.needs_filling(COUNTS) {
            fold.fill_but(COUNTS, &hit.arguments)
        } else {
            fold.source().to_owned()
        }
    });
    Some(Finding {
        rule: Arc::clone(&rule.id),
        fingerprint,
        severity: rule.severity(variant)?,
        message: message.unwrap_or(&rule.message).fill(&hit.arguments),
        help: help.map(|help| help.fill(&hit.arguments)).filter(|help| !help.is_empty()),
        place: Place::of(file, hit.span),
        label: String::new(),
        path,
        vendor: hit.vendor,
        value: hit.value,
        labels: related.chain(hit.elsewhere).collect(),
        fold,
        fix: hit.fix,
        absent: hit.absent,
    })
}

fn path_of(manifest: Option<&Manifest<'_>>, span: Span) -> String {
    manifest
        .map_or_else(String::new, |manifest| manifest.root.tree().path_of(manifest.root.id(), span))
}
