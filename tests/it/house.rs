//! The order of the house: which folders may use which, names, and words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of `src/`, each of which uses only those above it.
const LAYERS: &[&str] = &[
    "text",
    "syntax",
    "diagnostics",
    "facts",
    "values",
    "cel",
    "manifest",
    "page",
    "policy",
    "checks",
    "accept",
    "lint",
    "output",
    "audit",
    "testing",
    "cli",
];

/// Edges that [`LAYERS`] allows and that are forbidden all the same.
const FORBIDDEN: &[(&str, &[&str])] = &[
    // The expression engine knows nothing of manifests.
    ("cel", &["syntax", "diagnostics", "facts", "values"]),
    ("facts", &["syntax"]),
    ("values", &["syntax"]),
];

/// Phrases that have a plainer form, with the form to use.
const PHRASES: &[(&str, &str)] = &[
    ("Mend ", "Fix"),
    ("mended", "fixed"),
    ("in force", "active"),
    ("hold against", "compare with"),
    ("holds against", "compares with"),
    ("held against", "compared with"),
    ("stands twice", "appears twice"),
    ("in vain", "stale"),
    ("spoil", "mutate"),
    ("can not ", "cannot"),
    ("of one's own", "custom"),
    ("says more of", "run `explain`"),
    ("Known here", "Expected one of"),
    ("no business of", "outside"),
    ("slip of the pen", "typo"),
];

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, endings, found);
        } else if path.extension().is_some_and(|end| endings.iter().any(|e| end == *e)) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(Path::new("src"), &["rs"], &mut found);
    // Unit tests may use what they like.
    found.retain(|path| {
        let name = path.to_string_lossy();
        !name.ends_with("tests.rs") && !name.contains("/tests/")
    });
    found
}

/// The code of a file without comments and without its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The folder of `src/` that a file belongs to; nothing for `lib.rs` and `main.rs`.
fn layer(path: &Path) -> Option<String> {
    let below = path.strip_prefix("src").unwrap();
    let parts: Vec<_> = below.iter().collect();
    (parts.len() > 1).then(|| parts[0].to_string_lossy().into_owned())
}

/// The folders that a text names behind `crate::`, also in braces.
fn uses(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let word = |text: &str| -> String {
            text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 1;
        let mut is_start = true;
        for (index, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => is_start = true,
                c if is_start && c.is_alphabetic() => {
                    found.insert(word(&list[index..]));
                    is_start = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn each_folder_uses_only_those_above_it() {
    let position = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let mut wrong = Vec::new();
    for path in sources() {
        let Some(own) = layer(&path) else { continue };
        let at = position(&own).unwrap_or_else(|| panic!("{own} is not in the list of layers"));
        for used in uses(&code(&path)) {
            let Some(there) = position(&used) else { continue };
            let is_forbidden = FORBIDDEN
                .iter()
                .any(|(folder, others)| *folder == own && others.contains(&used.as_str()));
            if there > at || is_forbidden {
                wrong.push(format!("{}: {own} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_type_name_is_used_once() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in sources() {
        for line in code(&path).lines() {
            let line = line.trim_start();
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let line = match line.strip_prefix("pub(") {
                Some(rest) => rest.split_once(") ").map_or(rest, |(_, rest)| rest),
                None => line,
            };
            for kind in ["struct ", "enum ", "trait ", "type "] {
                if let Some(rest) = line.strip_prefix(kind) {
                    let name: String =
                        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    // Associated types of traits are not names of the crate.
                    if kind != "type " {
                        places.entry(name).or_default().push(path.display().to_string());
                    }
                }
            }
        }
    }
    let twice: Vec<String> = places
        .into_iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(name, places)| format!("{name}: {}", places.join(", ")))
        .collect();
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn texts_use_plain_words() {
    let mut paths = sources();
    for (folder, endings) in [
        ("docs", &["md"][..]),
        ("rules", &["yaml", "md"]),
        ("schemas", &["json", "md"]),
        ("examples", &["yaml", "md"]),
        ("build", &["rs"]),
    ] {
        files(Path::new(folder), endings, &mut paths);
    }
    for page in ["README.md", "CONTRIBUTING.md"] {
        paths.push(PathBuf::from(page));
    }
    let mut wrong = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            for (phrase, better) in PHRASES {
                let is_word = |at: usize| !line[..at].ends_with(char::is_alphabetic);
                if line.match_indices(phrase).any(|(at, _)| is_word(at)) {
                    let number = number + 1;
                    wrong.push(format!(
                        "{}:{number}: \"{phrase}\", better \"{better}\"",
                        path.display()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_first_doc_line_says_what_a_thing_is() {
    let clauses = ["Whether ", "What ", "How ", "Where ", "Why ", "Which "];
    let mut wrong = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let mut before = "";
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start();
            let first = line.strip_prefix("/// ").filter(|_| !before.starts_with("///"));
            if let Some(doc) = first
                && clauses.iter().any(|clause| doc.starts_with(clause))
            {
                wrong.push(format!("{}:{}: {doc}", path.display(), number + 1));
            }
            before = line;
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}
