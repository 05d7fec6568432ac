//! Runs the cases of a test file under the policy that it names.

use super::bench::{Bench, Failed, FileResult};
use crate::cli::args::PolicyArgs;
use crate::cli::failure::Failure;
use crate::cli::load::{self, Loaded};
use crate::cli::policy;
use crate::cli::session::slashes;
use crate::diagnostics::Checked;
use crate::lint::Linter;
use crate::policy::{PolicyError, RuleFile, builtin, is_path};
use crate::syntax::{Limits, Parsed, Value};
use crate::testing::{Case, Stated, TestFile};
use crate::text::suggest::did_you_mean;
use crate::text::{SourceFile, Span};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Runs all cases of a file; what is wrong with it or its policy comes back.
pub(super) fn run(
    bench: &mut Bench<'_>,
    path: &Path,
    source: &Arc<SourceFile>,
    parsed: &Parsed<'_>,
    result: &mut FileResult,
) -> Result<Vec<PolicyError>, Failure> {
    let mut errors = Vec::new();
    for root in parsed.tree.documents().filter(|root| !root.is_null()) {
        match TestFile::read(source, root) {
            Ok(test) => errors.extend(document(bench, path, &test, result)?),
            Err(found) => errors.extend(found),
        }
    }
    Ok(errors)
}

fn document(
    bench: &mut Bench<'_>,
    path: &Path,
    test: &TestFile<'_>,
    result: &mut FileResult,
) -> Result<Vec<PolicyError>, Failure> {
    let folder = bench.folder.join(path).parent().map_or_else(PathBuf::new, Path::to_owned);
    let named = match named(test, &folder) {
        Ok(named) => named,
        Err(errors) => return Ok(errors),
    };
    let texts = match manifests(test, &folder) {
        Ok(texts) => texts,
        Err(errors) => return Ok(errors),
    };
    let mut args = PolicyArgs { rules: bench.args.policy.rules.clone(), ..PolicyArgs::default() };
    args.packs.clone_from(&bench.args.policy.packs);
    args.packs.extend(named.iter().cloned());
    let config = policy::config_for(path, &bench.args.policy, &bench.folder);
    let today = test.today.unwrap_or(bench.today);
    let policy = match policy::load(config.as_deref(), &args, &bench.folder) {
        Ok(loaded) => loaded.policy,
        Err(Failure::Policy(errors)) => return Ok(errors),
        Err(failure) => return Err(failure),
    };
    let rules: Vec<RuleFile<'_>> = policy.rules().collect();
    let unknown = test.unknown_rules(&rules);
    if !unknown.is_empty() {
        return Ok(unknown);
    }
    let files: Vec<String> =
        named.iter().filter(|name| is_path(name)).map(|name| shown(name, &bench.folder)).collect();
    let own = policy.rules_in(&files);
    let mut linter = Linter { is_settled: true, ..Linter::new(Arc::clone(&policy), today) };
    // A case is about the rules, so what the configuration accepts is no part of it.
    linter.waivers.config = Arc::default();
    let outcomes = test.cases.iter().zip(&texts).map(|(case, text)| {
        linter.today = case.today.unwrap_or(today);
        let checked = check(case, text.as_ref(), &linter)
            .expect("internal: a case without a text of its own has a file");
        let is_about = |rule: &str| test.is_about(case, &own, rule);
        let shown = |rule: &str| {
            let is_on = linter.rules.iter().any(|on| *on.id == *rule);
            let is_found = checked.findings.iter().any(|finding| *finding.rule == *rule);
            is_on && is_about(rule) && !is_found
        };
        let difference = case.compare(&checked, &linter, is_about);
        let passing = rules.iter().map(|rule| rule.id).filter(|rule| shown(rule));
        (difference, passing.map(str::to_owned).collect::<Vec<_>>())
    });
    let outcomes: Vec<_> = outcomes.collect();
    bench.note(policy.notices());
    for ((index, case), (difference, passing)) in test.cases.iter().enumerate().zip(outcomes) {
        for expected in &case.expect {
            bench.coverage.case(expected.rule.0, false);
        }
        for rule in passing {
            bench.coverage.case(&rule, true);
        }
        let Some(difference) = difference else {
            result.passed += 1;
            continue;
        };
        let title = case.name.map_or_else(|| format!("case {}", index + 1), str::to_owned);
        let line = test.file.line(case.span.start);
        result.failed.push(Failed { line, title, difference });
    }
    Ok(Vec::new())
}

/// The entries under `policy` of a test file: packs by name, files by full path.
fn named(test: &TestFile<'_>, folder: &Path) -> Result<Vec<String>, Vec<PolicyError>> {
    let packs: Vec<&str> =
        builtin::packs().filter_map(|pack| pack.get("id").and_then(Value::text)).collect();
    let mut errors = Vec::new();
    let mut named = Vec::new();
    for &(span, name) in &test.policy {
        if is_path(name) {
            let path = policy::clean(&folder.join(name));
            if path.is_file() {
                named.push(path.to_string_lossy().into_owned());
            } else {
                errors.push(missing(test.file, span, name));
            }
        } else if packs.contains(&name) {
            named.push(name.to_owned());
        } else {
            let help = match did_you_mean(name, packs.iter().copied()) {
                Some(known) => format!("Did you mean `{known}`?"),
                None => "`subprocessor-lint packs` lists them; a file is named by a path such as \
                         `./house.yaml`."
                    .to_owned(),
            };
            let message = format!("there is no pack `{name}`");
            errors.push(PolicyError::new(test.file, span, message).with_help(help));
        }
    }
    if errors.is_empty() { Ok(named) } else { Err(errors) }
}

fn missing(file: &Arc<SourceFile>, span: Span, name: &str) -> PolicyError {
    PolicyError::new(file, span, format!("cannot find `{name}`"))
        .with_help("Paths start at the folder of this file.")
}

/// The manifests of the cases that have theirs in a file.
fn manifests(
    test: &TestFile<'_>,
    folder: &Path,
) -> Result<Vec<Option<(String, Loaded)>>, Vec<PolicyError>> {
    let mut errors = Vec::new();
    let mut texts = Vec::new();
    for case in &test.cases {
        let Stated::File(span, name) = case.manifest else {
            texts.push(None);
            continue;
        };
        let path = folder.join(name);
        if !path.is_file() {
            errors.push(missing(test.file, span, name));
            continue;
        }
        texts.push(Some((name.to_owned(), load::checked_file(&path, &Limits::default()))));
    }
    if errors.is_empty() { Ok(texts) } else { Err(errors) }
}

/// A full path as the policy names it.
fn shown(path: &str, folder: &Path) -> String {
    let path = Path::new(path);
    slashes(path.strip_prefix(folder).unwrap_or(path))
}

fn check(case: &Case<'_>, text: Option<&(String, Loaded)>, linter: &Linter) -> Option<Checked> {
    match text {
        Some((name, loaded)) => Some(linter.check_file(loaded.clone().into_file(name))),
        None => case.check(linter),
    }
}
