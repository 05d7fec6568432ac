//! `init`: what it writes, what it keeps, and what a check then says.

use crate::support::run::{check, import, init, write};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

const ALL: [&str; 2] = ["--hook", "--workflow"];
const WORKFLOW: &str = ".github/workflows/subprocessors.yml";
/// A line for each blank of the starter, in its order.
const FILLED: [&str; 12] = [
    "Larkspur Surveys",
    "Larkspur Surveys GmbH",
    "privacy@larkspur-surveys.com",
    "true",
    "email",
    "30",
    "30",
    "AWS",
    "Amazon Web Services, Inc.",
    "eu-central-1",
    "https://aws.amazon.com/contact-us/",
    "Cloud hosting",
];

/// An empty git repository.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    folder
}

/// Every file and folder below a folder, with the text of files.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
                found.insert(name, String::new());
            } else {
                found.insert(name, std::fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

/// The starter with its blanks filled in.
fn filled(starter: &str) -> String {
    let mut facts = FILLED.iter();
    let mut text = String::new();
    for line in starter.lines() {
        let is_blank = !line.starts_with('#') && line.contains("TODO");
        let fact = if is_blank { facts.next().expect("a fact for the blank") } else { "" };
        text += &(line.replacen("TODO", fact, 1) + "\n");
    }
    assert_eq!(facts.next(), None, "there are as many blanks as facts");
    text
}

#[test]
fn a_check_of_a_fresh_project_reports_the_blanks_and_nothing_else() {
    let folder = repository();
    let ran = init(folder.path(), &ALL);
    assert_eq!((ran.code, &*ran.err), (0, ""), "{ran:#?}");
    let ran = check(folder.path(), &[]);
    assert_eq!(ran.code, 1, "{ran:#?}");
    let mut rules: BTreeMap<String, usize> = BTreeMap::new();
    for finding in ran.all() {
        assert!(finding["message"].as_str().unwrap().contains("\"TODO\""), "{finding}");
        *rules.entry(finding["rule"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let expected = [("invalid-value".to_owned(), 4), ("placeholder-value".to_owned(), 8)];
    assert_eq!(rules, BTreeMap::from(expected));
}

#[test]
fn filling_the_blanks_in_leaves_no_finding() {
    let folder = repository();
    init(folder.path(), &ALL);
    let manifest = folder.path().join("subprocessors.yaml");
    let text = filled(&std::fs::read_to_string(&manifest).unwrap());
    std::fs::write(&manifest, &text).unwrap();
    let ran = check(folder.path(), &["--fail-on", "info"]);
    assert_eq!((ran.code, ran.all()), (0, vec![]), "{ran:#?}");
    // As the comment says for a list of no vendors.
    let (before, _) = text.split_once("subprocessors:\n").unwrap();
    std::fs::write(&manifest, format!("{before}declares_none: true\n")).unwrap();
    let ran = check(folder.path(), &["--fail-on", "info"]);
    assert_eq!((ran.code, ran.all()), (0, vec![]), "{ran:#?}");
}

#[test]
fn what_is_commented_out_in_the_configuration_works() {
    let folder = repository();
    init(folder.path(), &[]);
    let path = folder.path().join("subprocessor-lint.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let (settings, waivers) = text.split_once("# A finding is allowed").unwrap();
    let settings = settings.replace("# rules:", "rules:").replace("#   stale", "  stale");
    let waivers = waivers.replace("# allow:", "allow:").replace("#   - {", "  - {");
    std::fs::write(&path, format!("{settings}# A finding is allowed{waivers}")).unwrap();
    let ran = check(folder.path(), &["--show-settings", "--output-format", "human"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(ran.out.contains("max_age_days") && !ran.err.contains("error"), "{ran:#?}");
}

#[test]
fn a_second_run_changes_nothing() {
    let folder = repository();
    init(folder.path(), &ALL);
    let before = tree(folder.path());
    let ran = init(folder.path(), &ALL);
    assert_eq!(ran.code, 0);
    assert!(!ran.out.contains("wrote"), "{}", ran.out);
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn what_is_there_is_kept_and_the_rest_is_written() {
    let folder = repository();
    let hook = "repos:\n- repo: https://example.com/other\n  rev: v1\n  hooks: [{id: other}]\n";
    let kept = [
        (".subprocessor-lint.yml", "fail_on: warning\n"),
        ("legal/acme.subprocessors.json", "{}\n"),
        (".pre-commit-config.yaml", hook),
    ];
    write(folder.path(), &kept);
    let ran = init(folder.path(), &ALL);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let after = tree(folder.path());
    for (path, text) in kept {
        assert_eq!(after[path], text);
        assert!(ran.out.contains(&format!("kept   {path} ")), "{}", ran.out);
    }
    assert!(after.contains_key(WORKFLOW));
    assert!(
        !after.contains_key("subprocessors.yaml") && !after.contains_key("subprocessor-lint.yaml")
    );
    // The lines to add stand as far to the right as those of the file.
    assert!(ran.out.contains("\n- repo: local\n  hooks:\n"), "{}", ran.out);
    // With them, there is nothing left to add.
    let (_, lines) = ran.out.split_once("\n- repo: local\n").unwrap();
    let (lines, _) = lines.split_once("\n\n").unwrap();
    write(
        folder.path(),
        &[(".pre-commit-config.yaml", &format!("{hook}- repo: local\n{lines}\n"))],
    );
    let ran = init(folder.path(), &["--hook"]);
    assert!(ran.out.contains("runs subprocessor-lint already"), "{}", ran.out);
}

#[test]
fn a_page_with_the_name_of_a_list_is_pointed_at() {
    let folder = repository();
    write(folder.path(), &[("docs/Sub-processors.md", "| vendor |\n"), ("docs/sub.md", "")]);
    let ran = init(folder.path(), &[]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(ran.out.contains("kept   docs/Sub-processors.md"), "{}", ran.out);
    assert!(ran.out.contains("because docs/Sub-processors.md may be"), "{}", ran.out);
    assert!(!folder.path().join("subprocessors.yaml").exists());
    // A folder that is named is looked at, and nothing beside it.
    let ran = init(folder.path(), &["legal"]);
    assert!(ran.out.contains("wrote  legal/subprocessors.yaml"), "{}", ran.out);
}

#[test]
fn a_folder_that_is_missing_is_made() {
    let folder = repository();
    let ran = init(folder.path(), &["legal/lists", "--hook", "--workflow"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let after = tree(folder.path());
    for path in ["legal/lists/subprocessors.yaml", ".pre-commit-config.yaml", WORKFLOW] {
        assert!(after.contains_key(path), "{after:#?}");
    }
    assert!(ran.out.contains("`subprocessor-lint check legal/lists`"), "{}", ran.out);
}

#[test]
fn hook_and_workflow_are_at_the_root_of_the_repository() {
    let folder = repository();
    write(folder.path(), &[("subprocessor-lint.yaml", "fail_on: warning\n"), ("legal/x", "")]);
    let ran = init(&folder.path().join("legal"), &ALL);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let expected = [
        "kept   ../subprocessor-lint.yaml ",
        "wrote  subprocessors.yaml ",
        "wrote  ../.pre-commit-config.yaml ",
        "wrote  ../.github/workflows/subprocessors.yml ",
    ];
    for line in expected {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    assert!(folder.path().join(WORKFLOW).is_file());
}

#[test]
fn outside_of_a_repository_the_first_step_is_one() {
    let folder = tempfile::tempdir().unwrap();
    assert!(init(folder.path(), &ALL).out.contains("Run `git init` here"));
    assert!(!init(folder.path(), &[]).out.contains("git init"));
}

#[test]
fn nothing_is_written_when_one_file_cannot_be() {
    let folder = repository();
    // Where the last of the files needs a folder, there is a file.
    write(folder.path(), &[(".github", "")]);
    let before = tree(folder.path());
    let ran = init(folder.path(), &["new", "--hook", "--workflow"]);
    assert_eq!((ran.code, &*ran.out), (2, ""), "{ran:#?}");
    let said = "error: cannot write `.github/workflows/subprocessors.yml`: ";
    assert!(ran.err.starts_with(said), "{}", ran.err);
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_file_is_no_folder() {
    let folder = repository();
    write(folder.path(), &[("legal", "")]);
    let ran = init(folder.path(), &["legal"]);
    assert_eq!((ran.code, &*ran.out), (2, ""), "{ran:#?}");
    assert!(ran.err.starts_with("error: `legal` is not a folder\n  help: "), "{}", ran.err);
}

/// The tests may run as a user who may write everywhere; nobody writes here.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_nobody_may_write_to_is_said() {
    let ran = init(Path::new("/proc"), &["."]);
    assert_eq!((ran.code, &*ran.out), (2, ""), "{ran:#?}");
    assert!(ran.err.starts_with("error: cannot write `subprocessor-lint.yaml`: "), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

/// A link is something that is there, wherever it leads.
#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_kept() {
    let folder = repository();
    let links = ["subprocessor-lint.yaml", "subprocessors.yaml", ".pre-commit-config.yaml"];
    for link in links {
        std::os::unix::fs::symlink("gone", folder.path().join(link)).unwrap();
    }
    let ran = init(folder.path(), &["--hook"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(!ran.out.contains("wrote"), "{}", ran.out);
    assert!(!folder.path().join("gone").exists());
}

const PAGE: &str = "# Subprocessors\n\n| Vendor | Purpose | Location |\n|---|---|---|\n\
                    | Hearthside Hosting Ltd | Hosting | IE |\n";

#[test]
fn a_manifest_is_made_from_a_page() {
    let folder = repository();
    write(folder.path(), &[("docs/subprocessors.md", PAGE)]);
    let ran = init(folder.path(), &["--from", "docs/subprocessors.md"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert_eq!(ran.err, "docs/subprocessors.md:3: read 1 vendor from a table\n");
    assert!(ran.out.contains("Compare subprocessors.yaml with docs/subprocessors.md"), "{ran:#?}");
    let after = tree(folder.path());
    assert!(after.contains_key("subprocessor-lint.yaml"), "{after:#?}");
    assert_eq!(after["docs/subprocessors.md"], PAGE);
    let manifest = &after["subprocessors.yaml"];
    let (schema, rest) = manifest.split_once('\n').unwrap();
    assert!(schema.starts_with("# yaml-language-server: "), "{manifest}");
    assert_eq!(rest, import(folder.path(), &["docs/subprocessors.md"]).out);
}

#[test]
fn data_with_the_name_of_a_manifest_may_be_the_page() {
    let folder = repository();
    let data = "vendors:\n  - vendor: Hearthside Hosting Ltd\n    purpose: Hosting\n";
    write(folder.path(), &[("_data/subprocessors.yml", data)]);
    let ran = init(folder.path(), &["--from", "_data/subprocessors.yml"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(ran.out.contains("wrote  subprocessors.yaml"), "{ran:#?}");
    // A list that is there is kept, as without a page.
    let ran = init(folder.path(), &["--from", "_data/subprocessors.yml"]);
    assert!(ran.out.contains("kept   subprocessors.yaml"), "{ran:#?}");
}

#[test]
fn a_page_without_a_list_leaves_nothing_behind() {
    let folder = repository();
    write(folder.path(), &[("notes.md", "# Notes\n")]);
    let before = tree(folder.path());
    for (page, said) in [
        ("notes.md", "error: notes.md: nothing to import: no list of vendors was found in it\n"),
        ("gone.md", "error: cannot read `gone.md`: "),
        ("list.pdf", "error: "),
    ] {
        let ran = init(folder.path(), &["--from", page]);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{ran:#?}");
        assert!(ran.err.starts_with(said), "{ran:#?}");
        assert_eq!(tree(folder.path()), before);
    }
}
