//! A policy: a configuration, and behind a line `---` packs and rules. What is
//! wrong with it is said at its place, and what is not can be run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use subprocessor_lint::policy::{CommandLine, Policy, PolicyFile, PolicyTexts, Role};
use subprocessor_lint::lint::Linter;
use subprocessor_lint::policy::builtin;
use subprocessor_lint::text::{FileId, SourceFile, Sources};
use subprocessor_lint::syntax::Limits;

const MANIFEST: &str = include_str!("../../examples/minimal.yaml");

fuzz_target!(|text: &str| {
    let (config, pack) = text.split_once("\n---\n").unwrap_or((text, ""));
    let mut sources = Sources::new();
    let core = sources.add(SourceFile::new(builtin::CORE_PATH, builtin::CORE));
    let mut add = |path: &str, text: &str, role, extends| {
        let id = sources.add(SourceFile::new(path, text));
        PolicyFile { id, path: PathBuf::from(path), text: text.to_owned(), role, extends }
    };
    let named = vec![PathBuf::from("pack.yaml")];
    let files = [
        add("subprocessor-lint.yaml", config, Role::Config, named),
        add("pack.yaml", pack, Role::Extension, Vec::new()),
    ];
    let texts = PolicyTexts::parse(&files);
    let policy = Policy::build(&texts, core, &CommandLine::default());
    let linter = policy.and_then(|policy| {
        let waivers = policy.waivers();
        let today = subprocessor_lint_fuzz::today();
        Ok(Linter { rules: policy.compile(1)?, limits: Limits::default(), today, waivers })
    });
    match linter {
        Ok(linter) => {
            let file = SourceFile::new("s.yaml", MANIFEST);
            let report = linter.check_alone(FileId(9), &file, "s.yaml");
            assert!(report.vendors > 0);
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                let text = sources.get(error.file).text();
                assert!(text.get(error.span.range()).is_some(), "{error:?}");
            }
        }
    }
});
