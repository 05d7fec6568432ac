//! Files of strangers: nothing in a folder that was submitted makes a list with
//! defects look clean, and every file is answered for.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests touch files")]

use crate::support::run;

use run::{check, write};
use std::path::Path;

const BAD: &str = "subprocessors: [{name: Harbor Cloud, legal_name: Harbor Cloud Ltd}]\n";
const CLEAN: &str = include_str!("../../examples/complete.yaml");

/// Checks a folder with the bad list and something else; the bad list has to be found.
fn still_bad(what: &str, place: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("lists/one.yaml", BAD)]);
    place(&folder.path().join("lists"));
    let ran = check(folder.path(), &["--untrusted", "lists"]);
    assert!(matches!(ran.code, 1 | 2), "{what}: {ran:#?}");
    let found = ran.in_force();
    let expected = "missing-contact lists/one.yaml subprocessors[0].name";
    assert!(found.iter().any(|one| one == expected), "{what}: {found:#?}");
}

#[test]
fn no_file_hides_a_bad_list() {
    let add = |path: &'static str, text: &'static str| {
        move |folder: &Path| write(folder, &[(path, text)])
    };
    still_bad("alone", |_| {});
    still_bad("a clean list of the usual name", add("subprocessors.yaml", CLEAN));
    still_bad("an ignore file", add(".ignore", "*\n"));
    still_bad("an ignore file of git", add(".gitignore", "*.yaml\n"));
    still_bad("a folder of git", add(".git/info/exclude", "*\n"));
    let off = "rules: {missing-contact: off}\nexclude: ['*']\nfail_on: never\n";
    still_bad("a configuration", add("subprocessor-lint.yaml", off));
    still_bad("a hidden configuration", add(".subprocessor-lint.yml", off));
    still_bad("a broken configuration", add("subprocessor-lint.yaml", "rules: ["));
    still_bad("a broken list", add("broken.yaml", "subprocessors: [\n"));
}

#[test]
fn no_vocabulary_of_the_checked_folder_is_read() {
    let words = "phrases: {placeholders: [Harbor Cloud]}\n";
    let bad = "subprocessors: [{name: Larch, location: Skerrymoor, contact: a@larch.example}]\n";
    let places = "places: [{place: Skerrymoor, country: GB}]\n";
    let found = |arguments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let config = "vocabulary: [words.yaml, places.yaml]\n";
        write(
            folder.path(),
            &[
                ("lists/one.yaml", bad),
                ("lists/subprocessor-lint.yaml", config),
                ("lists/words.yaml", words),
                ("lists/places.yaml", places),
                ("lists/vocabulary.yaml", places),
            ],
        );
        let ran = check(folder.path(), arguments);
        ran.in_force().iter().any(|one| one.starts_with("unknown-location lists/one.yaml"))
    };
    assert!(!found(&["lists/one.yaml"]), "the vocabulary is read");
    assert!(found(&["--untrusted", "lists"]), "a vocabulary of strangers is read");
}

#[test]
fn nothing_in_a_list_hides_its_defects() {
    let waiver = "# subprocessor-lint: allow(missing-contact) reason=\"asked\"\n";
    let folder = tempfile::tempdir().unwrap();
    let utf16: Vec<u8> = BAD.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    std::fs::write(folder.path().join("utf16.yaml"), utf16).unwrap();
    write(
        folder.path(),
        &[
            ("waived.yaml", &format!("{waiver}{BAD}")),
            ("modeline.yaml", &format!("# yaml-language-server: $schema=x\n# vim: ft=text\n{BAD}")),
            ("front.yaml", &format!("---\n{BAD}---\n{CLEAN}")),
            (".hidden.yaml", BAD),
            ("deep/er/list.json", "{\"subprocessors\": [{\"name\": \"Harbor Cloud\"}]}"),
        ],
    );
    let ran = check(folder.path(), &["--untrusted", "."]);
    let json = ran.json();
    for file in json["files"].as_array().unwrap() {
        let status = file["status"].as_str().unwrap();
        let is_seen = match file["path"].as_str().unwrap() {
            "utf16.yaml" => matches!(status, "findings" | "not_evaluated"),
            _ => status == "findings",
        };
        assert!(is_seen, "{file:#}");
    }
    assert_eq!(json["files"].as_array().unwrap().len(), 6);
    assert!(ran.suppressed().is_empty());
    assert_eq!(json["policies"][0]["waivers"], false);
}

#[test]
fn no_name_hides_a_bad_list() {
    for name in [
        "LIST.YAML",
        "list",
        "list.txt",
        "list.yaml.bak",
        "vendors.md",
        ".hidden.yml",
        "docker-compose.yml",
        "node_modules/list.yaml",
        ".git/list",
        "a\u{202e}b.yaml",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = format!("lists/{name}");
        write(folder.path(), &[("lists/subprocessors.yaml", CLEAN), (&path, BAD)]);
        let ran = check(folder.path(), &["--untrusted", "lists"]);
        let json = ran.json();
        let row =
            json["files"].as_array().unwrap().iter().find(|row| row["vendors"]["listed"] == 1);
        let row = row.unwrap_or_else(|| panic!("{name}: {json:#}"));
        assert_eq!((&row["status"], ran.code), (&"findings".into(), 1), "{name}");
    }
}

#[test]
fn no_status_and_no_heading_hides_the_vendors() {
    let statuses = ["retired", "disabled", "planned", "removed"];
    let statuses =
        statuses.map(|status| format!("subprocessors: [{{name: H, status: {status}}}]\n"));
    let others = [
        "other_recipients: [{name: H}]\n",
        "declares_none: true\nsubprocessors: [{name: H}]\n",
        "# Subprocessors\n\nsubprocessors: [{name: H}]\n",
        "Subprocessors\n=============\n\nsubprocessors: [{name: H}]\n",
        "# Subprocessors\n\n| name |\n|---|\n| H |\n",
        "vendors: [{name: H}]\n",
        "x: 1\n---\nsubprocessors: [{name: H}]\n",
        "openapi: 3.0.0\nsubprocessors: [{name: H}]\n",
        "---\ntitle: Subprocessors\n---\n\n# Subprocessors\n\n- H\n",
    ];
    for text in statuses.iter().map(String::as_str).chain(others) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("lists/subprocessors.yaml", text)]);
        let ran = check(folder.path(), &["--untrusted", "lists"]);
        assert!(matches!(ran.code, 1 | 2), "{text}: {ran:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_list_has_a_row() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("bad.yaml", BAD), ("lists/subprocessors.yaml", CLEAN)]);
    for (link, target) in [("one.yaml", "../bad.yaml"), ("more", "..")] {
        std::os::unix::fs::symlink(target, folder.path().join("lists").join(link)).unwrap();
    }
    let ran = check(folder.path(), &["--untrusted", "lists"]);
    let json = ran.json();
    let links =
        json["files"].as_array().unwrap().iter().filter(|row| row["why"] == "a symbolic link");
    assert_eq!(links.count(), 2, "{json:#}");
    assert!(!ran.out.contains("Harbor Cloud"), "{json:#}");
}

#[test]
fn every_file_has_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        root,
        &[
            ("a/subprocessors.yaml", CLEAN),
            ("a/README.md", "# Hello\n"),
            ("a/subprocessors.csv", "name,country\n"),
            ("b/vendors.csv", "name,country\n"),
            ("c/list.yml", "- name: Harbor Cloud\n"),
            ("c/notes.txt", "hello\n"),
            ("subprocessor-lint.yaml", "rules: {}\n"),
        ],
    );
    std::fs::write(root.join("c/logo.png"), [0, 1, 2]).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("a/subprocessors.yaml", root.join("link.yaml")).unwrap();
    let ran = check(root, &["--untrusted", "."]);
    let json = ran.json();
    let rows: Vec<String> = json["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            let text = |key: &str| file[key].as_str().unwrap_or_default().to_owned();
            let why = text("why");
            let why = why.split(':').next().unwrap_or_default();
            format!("{} {} {why}", text("path"), text("status")).trim_end().to_owned()
        })
        .collect();
    let mut expected = vec![
        "a/README.md skipped not a list",
        "a/subprocessors.csv not_evaluated no list of vendors was found in the page",
        "a/subprocessors.yaml clean",
        "b/vendors.csv not_evaluated no list of vendors was found in the page",
        "c/list.yml not_evaluated not a manifest",
        "c/logo.png skipped not a list",
        "c/notes.txt skipped not a list",
        "subprocessor-lint.yaml skipped a configuration",
    ];
    if cfg!(unix) {
        expected.insert(7, "link.yaml skipped a symbolic link");
    }
    assert_eq!(rows, expected);
    assert_eq!(ran.code, 2);
    assert_eq!(json["summary"]["skipped"], expected.len() - 4);
}

#[test]
fn a_configuration_that_is_named_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let config = "rules: {missing-contact: info, missing-location: off, missing-purpose: off}\n";
    write(folder.path(), &[("lists/one.yaml", BAD), ("mine.yaml", config)]);
    let ran = check(folder.path(), &["--untrusted", "--config", "mine.yaml", "lists"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
}

#[cfg(unix)]
#[test]
fn what_only_links_is_nothing_to_check() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("lists/one.yaml", BAD)]);
    std::os::unix::fs::symlink("lists", folder.path().join("link")).unwrap();
    let ran = check(folder.path(), &["--untrusted", "link"]);
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert_eq!(ran.json()["files"][0]["why"], "a symbolic link");
}
