//! Pages: what is read of them, where it is from, and that a manifest made from one says the
//! same. `pages/` holds a page for each notation and each way of writing a list.

use crate::support::run::{check, import, write};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// For each page the vendors: name, places, then contacts and links.
const EXPECTED: &str = include_str!("pages/expected.txt");
const FOLDER: &str = "tests/it/pages";
/// The pages of the walk-through.
const EXAMPLES: [&str; 4] = [
    "examples/pages/tidewright/docs/vendors.md",
    "examples/pages/saltmarsh/docs/subprocessors.md",
    "examples/pages/kilnworks/public/sub-processors.html",
    "examples/pages/vendors.csv",
];
/// The fields whose values may be words of a closed list.
const CLOSED: [&str; 4] = ["audiences", "status", "affiliate", "change_notice.channel"];

/// The pages with their texts.
fn pages() -> Vec<(PathBuf, String)> {
    let names = EXPECTED.lines().filter(|line| !line.starts_with(' '));
    let twins = names.map(|name| Path::new(FOLDER).join(name));
    let paths = twins.chain(EXAMPLES.iter().map(PathBuf::from));
    paths.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// A page alone in a folder, under its own name.
fn alone(path: &Path, text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    write(folder.path(), &[(&name, text)]);
    (folder, name)
}

/// What `import` gives for a page, as JSON.
fn imported(path: &Path, text: &str) -> Value {
    let (folder, name) = alone(path, text);
    let ran = import(folder.path(), &["--output-format", "json", &name]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    ran.json()["pages"][0].clone()
}

/// Every value of an import, with its field.
fn values(page: &Value) -> Vec<(String, Value)> {
    let vendors = page["vendors"].as_array().unwrap().iter();
    let objects = vendors.chain([&page["list"]]).map(|object| object.as_object().unwrap());
    let fields = objects.flat_map(|object| object.iter());
    fields
        .flat_map(|(field, values)| {
            values.as_array().unwrap().iter().map(|value| (field.clone(), value.clone()))
        })
        .collect()
}

/// The letters and digits of a text without its markup.
fn folded(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        plain += before;
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    plain += rest;
    let plain = plain.replace("&nbsp;", " ").replace("&amp;", "&");
    plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True if a date is made of numbers that a text has.
fn is_date_of(value: &str, text: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let has = |part: &str| {
        numbers.iter().any(|number| number.trim_start_matches('0') == part.trim_start_matches('0'))
    };
    parts.len() == 3 && has(parts[0]) && has(parts[2])
}

/// True if a part of a program is the name of a text that the page holds.
fn is_reference_to(value: &str, name: &str, page: &str) -> bool {
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '.') && name.contains('.');
    is_name && page.contains(&format!("'{value}'"))
}

/// The rules that run over one kind of list only.
fn rules_of_one_kind() -> BTreeSet<String> {
    let groups = std::fs::read_dir("rules").unwrap().map(|entry| entry.unwrap().path());
    let files = groups
        .filter(|path| path.is_dir())
        .flat_map(|group| std::fs::read_dir(group).unwrap().map(|entry| entry.unwrap().path()));
    files
        .filter(|path| std::fs::read_to_string(path).unwrap().contains("\napplies_to: ["))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn vendors_places_and_links_are_read() {
    let mut found = String::new();
    for name in EXPECTED.lines().filter(|line| !line.starts_with(' ')) {
        let path = Path::new(FOLDER).join(name);
        let page = imported(&path, &std::fs::read_to_string(&path).unwrap());
        found += &format!("{name}\n");
        for vendor in page["vendors"].as_array().unwrap() {
            let texts = |fields: &[&str]| -> String {
                let all = fields.iter().flat_map(|field| {
                    vendor[field].as_array().into_iter().flatten().map(|one| &one["value"])
                });
                all.map(|value| value.as_str().unwrap()).collect::<Vec<_>>().join("; ")
            };
            let links = texts(&["contact", "links.dpa", "links.privacy", "website"]);
            let row = format!("  {} | {} | {links}", texts(&["name"]), texts(&["location"]));
            found += &format!("{}\n", row.trim_end());
        }
    }
    assert_eq!(found, EXPECTED);
}

#[test]
fn every_page_beside_the_table_is_in_it() {
    for entry in std::fs::read_dir(FOLDER).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "expected.txt" || EXPECTED.lines().any(|line| line == name), "{name}");
    }
}

#[test]
fn an_imported_manifest_has_the_findings_of_its_page() {
    let of_one_kind = rules_of_one_kind();
    assert!(of_one_kind.contains("unread-list") && of_one_kind.contains("invalid-value"));
    for (path, text) in pages() {
        for pack in ["recommended", "strict"] {
            let (folder, name) = alone(&path, &text);
            let ran = import(folder.path(), &[&name, "-o", "made.subprocessors.yaml"]);
            assert_eq!((ran.code, &*ran.out), (0, ""), "{ran:#?}");
            let role = "the declaring organisation has no `role`";
            let findings = |file: &str| {
                let ran = check(folder.path(), &[file, "--pack", pack]);
                assert_ne!(ran.code, 2, "{ran:#?}");
                let all = ran.all().into_iter().chain(ran.of_files("suppressed"));
                let mut all: Vec<[String; 4]> = all
                    .map(|finding| {
                        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
                        ["rule", "fingerprint", "message", "path"].map(text)
                    })
                    .filter(|[rule, _, message, _]| !of_one_kind.contains(rule) && message != role)
                    .collect();
                all.sort();
                all
            };
            let mut of_page = findings(&name);
            let mut of_manifest = findings("made.subprocessors.yaml");
            assert!(!of_page.is_empty());
            // What no vendor of a list states is one finding with its number in the page.
            let is_of_list =
                |one: &&[String; 4]| one[3] == "subprocessors" && !one[2].contains('"');
            let mut of_lists: BTreeMap<String, usize> = BTreeMap::new();
            for [rule, _, message, _] in of_page.iter().filter(is_of_list) {
                let count = message.split(' ').next().and_then(|count| count.parse::<usize>().ok());
                *of_lists.entry(rule.clone()).or_default() += count.unwrap_or_default();
            }
            of_page.retain(|one| !is_of_list(&one));
            for (rule, count) in of_lists {
                let has = |all: &[[String; 4]]| all.iter().filter(|one| one[0] == rule).count();
                assert_eq!(count + has(&of_page), has(&of_manifest), "{} {rule}", path.display());
                of_page.retain(|one| one[0] != rule);
                of_manifest.retain(|one| one[0] != rule);
            }
            let prints = |all: Vec<[String; 4]>| -> Vec<[String; 2]> {
                all.into_iter().map(|[rule, print, ..]| [rule, print]).collect()
            };
            assert_eq!(prints(of_page), prints(of_manifest), "{} {pack}", path.display());
        }
    }
}

#[test]
fn every_imported_value_stands_in_the_page() {
    let mut wrong = Vec::new();
    for (path, text) in pages() {
        for (field, value) in values(&imported(&path, &text)) {
            let offset =
                |end: &str| -> usize { value[end]["offset"].as_u64().unwrap().try_into().unwrap() };
            let slice = &text[offset("start")..offset("end")];
            let said = value["value"].as_str().unwrap();
            let is_there = folded(slice).contains(&folded(said))
                // The address of a link is markup.
                || slice.contains(said)
                || is_date_of(said, slice)
                || is_reference_to(said, slice, &text)
                || CLOSED.contains(&&*field) && !slice.trim().is_empty();
            if !is_there || said.is_empty() {
                wrong.push(format!("{}: {field}: {said:?} from {slice:?}", path.display()));
            }
            assert!(["read", "split", "inherited"].contains(&value["how"].as_str().unwrap()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Fails unless line and column of a position are those of its offset.
fn assert_position(position: &Value, text: &str, about: &Value) {
    let number = |key: &str| -> usize { position[key].as_u64().unwrap().try_into().unwrap() };
    let before = text.get(..number("offset")).unwrap_or_else(|| panic!("outside: {about}"));
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    // A byte order mark is no column.
    let column = before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1;
    assert_eq!((number("line"), number("column")), (line, column), "{about}");
}

#[test]
fn every_place_is_in_the_page_and_its_line_is_that_of_its_offset() {
    for (path, text) in pages() {
        let (folder, name) = alone(&path, &text);
        let ran = check(folder.path(), &[&name, "--pack", "strict"]);
        for finding in ran.all() {
            let labels = finding["labels"].as_array().unwrap().iter();
            for range in labels.map(|label| &label["range"]).chain([&finding["range"]]) {
                assert_position(&range["start"], &text, &finding);
                assert_position(&range["end"], &text, &finding);
                let offset = |end: &str| range[end]["offset"].as_u64();
                assert!(offset("start") <= offset("end"), "{finding}");
            }
            assert_eq!(finding["file"], *name, "{finding}");
        }
        for (field, value) in values(&imported(&path, &text)) {
            assert_position(&value["start"], &text, &field.clone().into());
            assert_position(&value["end"], &text, &field.into());
        }
    }
}

/// The output that the texts show is printed by the runs on file.
#[test]
fn the_output_in_the_readme_is_printed() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    for (command, recording) in [
        ("check examples/pages/saltmarsh/docs/subprocessors.md", "check-markdown"),
        ("import examples/pages/vendors.csv", "import-csv"),
    ] {
        let printed = std::fs::read_to_string(format!("tests/cmd/pages/{recording}.stdout"));
        let printed = printed.unwrap();
        let (_, shown) = readme.split_once(&format!("$ subprocessor-lint {command}\n")).unwrap();
        let (shown, _) = shown.split_once("```").unwrap();
        let parts: Vec<&str> = shown.split("...\n").flat_map(|part| part.split("\n\n")).collect();
        for part in parts {
            assert!(printed.contains(part.trim_matches('\n')), "not printed any more:\n{part}");
        }
    }
}

const WAIVER: &str = "subprocessor-lint: allow(vague-purpose) reason=\"asked\"";

/// The comments that `docs/pages.md` names.
#[test]
fn a_waiver_is_a_comment_above_an_entry() {
    let html = "<h1>Subprocessors</h1>\n<table><tr><th>Vendor</th><th>Purpose</th></tr>\n\
                <tr><td>Hearthside Ltd</td><td>Hosting</td></tr>\n<!-- WAIVER -->\n\
                <tr><td>Graphwise Inc</td><td>Services</td></tr></table>\n";
    let bullets = "# Subprocessors\n\n- **Hearthside Ltd** - Hosting - IE\n<!-- WAIVER -->\n\
                   - **Graphwise Inc** - Services - US\n";
    let headings = "# Subprocessors\n\n## Hearthside Ltd\n\n- Purpose: Hosting\n\n\
                    <!-- WAIVER -->\n\n## Graphwise Inc\n\n- Purpose: Services\n";
    let program = "export const subprocessors = [\n  { vendor: 'Hearthside Ltd', purpose: \
                   'Hosting' },\n  // WAIVER\n  { vendor: 'Graphwise Inc', purpose: 'Services' \
                   },\n];\n";
    let block_comment = program.replace("// WAIVER", "/* WAIVER */");
    let data = "vendors:\n  - vendor: Hearthside Ltd\n    purpose: Hosting\n  # WAIVER\n  - \
                vendor: Graphwise Inc\n    purpose: Services\n";
    for (name, text) in [
        ("a.html", html),
        ("a.md", bullets),
        ("b.md", headings),
        ("a.ts", program),
        ("b.ts", &block_comment),
        ("a.yaml", data),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[(name, &text.replace("WAIVER", WAIVER))]);
        let ran = check(folder.path(), &[name]);
        let count = |lines: Vec<String>| {
            lines.iter().filter(|line| line.starts_with("vague-purpose ")).count()
        };
        assert_eq!((count(ran.in_force()), count(ran.suppressed())), (0, 1), "{name}: {ran:#?}");
        assert!(!ran.out.contains("unused-waiver"), "{name}: {ran:#?}");
        let ran = import(folder.path(), &[name]);
        assert!(ran.out.contains(&format!("  # {WAIVER}\n  - name: Graphwise Inc\n")), "{ran:#?}");
    }
}

/// A configuration that says what the words of `page` mean.
fn own_words(page: &str) -> String {
    format!(
        "pages:\n  - files: {page}\n    columns: {{Mate: name, Why: purpose, whereItRuns: locations, \
         Desk: ignore}}\n    headings: {{Crew: subprocessors, Ports: other_recipients, \
         Gone: ignore}}\n"
    )
}

#[test]
fn the_configuration_says_what_the_words_of_a_page_mean() {
    let table = "## Crew\n\n| Mate | Why | Where it runs | Desk |\n|---|---|---|---|\n\
                 | Kelpworks | Mail | Germany | 3 |\n";
    let lines = "## Crew\n\n- Kelpworks\n  - Why: Mail\n  - Where it runs: Germany\n";
    let csv = "Mate;Why;Where it runs;Desk\nKelpworks;Mail;Germany;3\n";
    let yaml =
        "crew:\n  - mate: Kelpworks\n    why: Mail\n    where_it_runs: Germany\n    desk: 3\n";
    let json = r#"[{"mate": "Kelpworks", "why": "Mail", "whereItRuns": "Germany", "desk": 3}]"#;
    let program =
        "export const crew = [{mate: 'Kelpworks', why: 'Mail', whereItRuns: 'Germany'}];\n";
    for (page, text) in [
        ("mates.md", table),
        ("lines.md", lines),
        ("mates.csv", csv),
        ("mates.yaml", yaml),
        ("mates.json", json),
        ("mates.ts", program),
        // A usual name says nothing against the configuration.
        ("subprocessors.yaml", &yaml.replace("crew", "subprocessors")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let config = own_words(page);
        write(folder.path(), &[(page, text), ("subprocessor-lint.yaml", &config)]);
        let ran = import(folder.path(), &[page]);
        let expected = "subprocessors:\n  - name: Kelpworks\n    purpose: Mail\n    \
                        location: Germany\n";
        assert_eq!((ran.code, &*ran.out), (0, expected), "{page}: {ran:#?}");
        // It is found, too, and read in the same way.
        let ran = check(folder.path(), &[]);
        let rules: BTreeSet<String> =
            ran.all().iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ran.json()["files"][0]["path"], page, "{ran:#?}");
        assert_eq!(ran.json()["files"][0]["kind"], "page", "{ran:#?}");
        assert!(
            !rules.contains("missing-purpose") && !rules.contains("unread-column"),
            "{rules:?}"
        );
        let ran = import(folder.path(), &[page, "--isolated"]);
        assert_ne!(ran.out, expected, "{page}");
    }
}

#[test]
fn headings_say_which_lists_of_a_page_are_meant() {
    let list = |name: &str| format!("| Name | Purpose |\n|---|---|\n| {name} GmbH | Mail |\n\n");
    let page = format!(
        "# Who works with us\n\n## Crew\n\n{}## Ports\n\n{}## Gone\n\n{}",
        list("Kelpworks"),
        list("Harrow"),
        list("Oldrope")
    );
    let data = "crew:\n  - {name: Kelpworks GmbH, purpose: Mail}\nports:\n  \
                - {name: Harrow GmbH, purpose: Mail}\ngone:\n  - {name: Oldrope GmbH, purpose: Mail}\n";
    for (file, text) in [("who.md", &*page), ("who.yaml", data)] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[(file, text), ("subprocessor-lint.yaml", &own_words(file))]);
        let ran = import(folder.path(), &[file]);
        let (listed, others) = ran.out.split_once("other_recipients:").unwrap_or_default();
        assert!(listed.contains("Kelpworks") && !listed.contains("Harrow"), "{ran:#?}");
        assert!(others.contains("Harrow") && !ran.out.contains("Oldrope"), "{ran:#?}");
        let ran = check(folder.path(), &[]);
        assert!(ran.all().iter().all(|finding| finding["rule"] != "unread-list"), "{ran:#?}");
    }
}

#[test]
fn what_no_vendor_of_a_list_states_is_one_finding_at_its_header() {
    let rows = |names: &[&str], place: &str| -> String {
        names.iter().map(|name| format!("| {name} GmbH | Mail | {place} |\n")).collect()
    };
    let head = "| Vendor | Purpose | Location |\n|---|---|---|\n";
    let page = format!(
        "# Subprocessors\n\n## Mail\n\n{head}{}\n## Desk\n\n{head}{}",
        rows(&["Kelpworks", "Harrow"], "DE"),
        rows(&["Larch", "Pine", "Oak"], "")
    );
    let cards = "## Our subprocessors\n\n### Kelpworks GmbH\n\nPurpose: Mail\n\n\
                 ### Harrow GmbH\n\nPurpose: Desk\n";
    let folder = tempfile::tempdir().unwrap();
    let found = |rule: &str, page: &str, config: &str| -> Vec<(String, u64, String)> {
        let config = format!("extends: []\nrules: {{{rule}: error}}\n{config}");
        write(folder.path(), &[("page.md", page), ("subprocessor-lint.yaml", &config)]);
        let all = check(folder.path(), &["page.md"]).all();
        let text =
            |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let line = |finding: &Value| finding["range"]["start"]["line"].as_u64().unwrap_or_default();
        all.iter().map(|one| (text(one, "path"), line(one), text(one, "message"))).collect()
    };
    let list = |line, message: &str| ("subprocessors".to_owned(), line, message.to_owned());
    let none = "2 of 2 vendors have no contact";
    assert_eq!(
        found("missing-contact", &page, ""),
        [list(5, none), list(12, "3 of 3 vendors have no contact")]
    );
    assert_eq!(found("missing-location", &page, "").len(), 1);
    assert_eq!(found("missing-contact", cards, ""), [list(1, none)]);
    // One that is allowed for itself is no part of it, and one waiver covers all.
    let allow = |of: &str| format!("allow: [{{rule: missing-contact, reason: asked{of}}}]\n");
    let one = found("missing-contact", &page, &allow(", vendor: Oak GmbH"));
    assert_eq!(one[1], list(12, "2 of 3 vendors have no contact"));
    assert_eq!(found("missing-contact", &page, &allow("")), []);
    // A vendor that has it makes it a matter of the others.
    let some = page.replace("| Oak GmbH | Mail |  |", "| Oak GmbH | Mail | DE |");
    assert_eq!(found("missing-location", &some, "").len(), 2);
}

#[test]
fn data_that_names_vendors_under_another_key_is_a_page() {
    let kind = |name: &str, text: &str| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[(name, text)]);
        let ran = check(folder.path(), &[name]);
        assert!(ran.all().iter().all(|one| one["rule"] != "parse-error"), "{ran:#?}");
        ran.json()["files"][0]["kind"].as_str().unwrap().to_owned()
    };
    for text in [
        r#"{"subprocessors": [{"entity": "Kelpworks GmbH", "headquarters": "DE", "purpose": "Mail"}]}"#,
        r#"{"last_updated": "2026-11-01", "subprocessors": [{"vendor": "Kelpworks", "region": "EU"}]}"#,
    ] {
        assert_eq!(kind("subprocessors.json", text), "page", "{text}");
    }
    let yaml = "subprocessors:\n  - company: Kelpworks GmbH\n    what_for: Mail\n";
    assert_eq!(kind("subprocessors.yaml", yaml), "page");
    for text in [
        "subprocessors:\n  - name: Kelpworks GmbH\n    vendor: x\n",
        "subprocessors: [{'name': Kelpworks}]\n",
        "subprocessors: []\n",
        "subprocessors: [Kelpworks]\n",
        "subprocessors:\n  - legal_name: Kelpworks GmbH\n",
        "organization: {legal_name: Larch}\nsubprocessors:\n  - vendor: Kelpworks\n",
        "# yaml-language-server: $schema=https://x.example/manifest.schema.json\nsubprocessors:\n  - vendor: K\n",
    ] {
        assert_eq!(kind("subprocessors.yaml", text), "manifest", "{text}");
    }
}
