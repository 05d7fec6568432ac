//! What a newcomer sees on real lists. The lists themselves are third-party
//! text and not part of this repository:
//!
//! `LISTS=folder cargo test corpus -- --ignored --nocapture`
//!
//! reads `folder/*/expected.yaml` (keys `list` and `vendors`, one mapping a
//! vendor), makes a manifest of each, checks it with the recommended pack and
//! prints how many diagnostics are shown, and of which rules.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files and the environment"
)]

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use subprocessor_lint::cli::{self, Io};

/// A published list as a manifest: its facts, no more.
fn manifest(list: &Value) -> Value {
    let head = &list["list"];
    let vendors: Vec<Value> =
        list["vendors"].as_array().into_iter().flatten().map(vendor).collect();
    let mut manifest = Map::new();
    let mut organization = json!({"name": head["publisher"].as_str().unwrap_or("Publisher")});
    if let Some(contact) = head.get("contact") {
        organization["contact"] = contact.clone();
    }
    manifest.insert("organization".into(), organization);
    if let Some(updated) = head.get("updated") {
        manifest.insert("last_updated".into(), updated.clone());
    }
    let notice: Map<String, Value> = ["notice_days", "objection_days"]
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), head.get(key)?.clone())))
        .collect();
    if !notice.is_empty() {
        manifest.insert("change_notice".into(), Value::Object(notice));
    }
    manifest.insert("subprocessors".into(), Value::Array(vendors));
    Value::Object(manifest)
}

fn vendor(row: &Value) -> Value {
    let mut vendor = Map::new();
    for (from, to) in [
        ("name", "name"),
        ("legal_name", "legal_name"),
        ("purpose", "purpose"),
        ("location_raw", "location"),
        ("entity_location_raw", "country"),
        ("address", "address"),
        ("website", "website"),
        ("group", "category"),
    ] {
        if let Some(value) = row.get(from).filter(|value| !value.is_null()) {
            vendor.insert(to.into(), value.clone());
        }
    }
    if let Some(data) = row.get("data") {
        vendor.insert("data_categories".into(), json!([data]));
    }
    if let Some(service) = row.get("service").or(row.get("applies_to")) {
        vendor.insert("services".into(), json!([service]));
    }
    match row.get("contact").or(row.get("contact_url")) {
        Some(Value::Array(contacts)) => {
            vendor.insert("contacts".into(), Value::Array(contacts.clone()));
        }
        Some(contact) => {
            vendor.insert("contact".into(), contact.clone());
        }
        None => {}
    }
    let status = match row.get("status").and_then(Value::as_str) {
        Some("historical") => "retired",
        Some("planned") => "planned",
        _ => "active",
    };
    vendor.insert("status".into(), json!(status));
    Value::Object(vendor)
}

#[test]
#[ignore = "needs a folder of lists, see the head of this file"]
fn first_runs_on_real_lists_are_readable() {
    let folder = std::env::var("LISTS").expect("LISTS names a folder of lists");
    let mut shown = Vec::new();
    let mut by_rule: BTreeMap<String, usize> = BTreeMap::new();
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().collect();
    paths.sort_by_key(std::fs::DirEntry::file_name);
    for entry in paths {
        let Ok(text) = std::fs::read_to_string(entry.path().join("expected.yaml")) else {
            continue;
        };
        let list: Value = serde_yaml::from_str(&text).expect("a list is YAML");
        let output = check(&serde_json::to_string_pretty(&manifest(&list)).unwrap());
        let headers: Vec<&str> = output
            .lines()
            .filter(|line| {
                ["error[", "warning[", "info["].iter().any(|word| line.starts_with(word))
            })
            .collect();
        for header in &headers {
            let rule = header.split(['[', ']']).nth(1).unwrap_or_default();
            *by_rule.entry(rule.to_owned()).or_default() += 1;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let vendors = list["vendors"].as_array().map_or(0, Vec::len);
        println!(
            "{:4} diagnostics {:4} lines {vendors:4} vendors  {name}",
            headers.len(),
            output.lines().count()
        );
        if std::env::var("SHOW").is_ok_and(|wanted| name.contains(&wanted)) {
            println!("{output}");
        }
        shown.push((headers.len(), output.lines().count()));
    }
    assert!(!shown.is_empty(), "no list in {folder}");
    let median = |mut numbers: Vec<usize>| {
        numbers.sort_unstable();
        (numbers[numbers.len() / 2], *numbers.last().unwrap())
    };
    let (diagnostics, most) = median(shown.iter().map(|(count, _)| *count).collect());
    let (lines, longest) = median(shown.iter().map(|(_, lines)| *lines).collect());
    println!(
        "diagnostics: median {diagnostics}, most {most}; lines: median {lines}, most {longest}"
    );
    let mut rules: Vec<_> = by_rule.into_iter().collect();
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (rule, count) in rules {
        println!("{count:5}  {rule}");
    }
}

/// The width of the terminal, `COLUMNS` or 100.
fn columns() -> String {
    std::env::var("COLUMNS").unwrap_or_else(|_| "100".to_owned())
}

fn check(manifest: &str) -> String {
    let mut out = Vec::new();
    {
        let mut io = Io {
            stdin: Box::new(manifest.as_bytes()),
            stdout: Box::new(&mut out),
            stderr: Box::new(std::io::sink()),
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            columns: None,
            folder: Path::new("/").to_owned(),
            environment: BTreeMap::from([("COLUMNS".to_owned(), columns())]),
        };
        let args = [
            "subprocessor-lint",
            "check",
            "-",
            "--stdin-filename",
            "list.json",
            "--isolated",
            "--today",
            "2026-11-21",
        ];
        let _ = cli::run(args.iter().map(Into::into).collect(), &mut io);
    }
    String::from_utf8(out).expect("output is UTF-8")
}
