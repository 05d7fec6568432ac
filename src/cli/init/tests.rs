//! The texts of `init` and those of the documentation are the same.
#![expect(clippy::disallowed_methods, reason = "tests touch files and the environment")]

use super::*;

/// A block of `docs/ci.md` with the text that it has to show.
fn blocks() -> [(String, String); 2] {
    let marker = |name: &str, remark: &str| format!("<!-- check: {name}{remark} -->\n```yaml\n");
    [
        (marker(HOOKS[0], " local"), starter::HOOK.to_owned()),
        (marker(WORKFLOWS[0], ""), starter::workflow()),
    ]
}

#[test]
fn generated_blocks_of_the_documentation_are_up_to_date() {
    let found = std::fs::read_to_string("docs/ci.md").unwrap();
    let mut wanted = found.clone();
    for (marker, text) in blocks() {
        let (before, rest) = wanted.split_once(&marker).expect("the page has the block");
        let (_, after) = rest.split_once("```").expect("the block ends");
        wanted = format!("{before}{marker}{text}```{after}");
    }
    if std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty()) {
        std::fs::write("docs/ci.md", &wanted).unwrap();
    } else {
        assert!(found == wanted, "docs/ci.md is stale: run `UPDATE=1 cargo test generated`");
    }
}

#[test]
fn lines_to_add_are_those_of_the_hook_at_the_place_of_others() {
    for indent in ["", "  ", "    "] {
        let others = format!("# - repo: none\nrepos:\n{indent}- repo: https://example.com/x\n");
        let text = format!("{others}{}", hook_lines(&others));
        let value: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let hook: serde_yaml::Value = serde_yaml::from_str(starter::HOOK).unwrap();
        assert_eq!(value["repos"][1], hook["repos"][0], "{text}");
    }
    assert_eq!(format!("repos:\n{}", hook_lines("repos: []\n")), starter::HOOK);
}

#[test]
fn the_step_to_add_is_the_action() {
    let version = env!("CARGO_PKG_VERSION");
    let step = format!("- uses: subprocessor-lint/subprocessor-lint@v{version}");
    assert_eq!(starter::workflow_step(), step);
}

#[test]
fn paths_are_shown_as_they_are_typed() {
    let from = Path::new("/home/ann/shop/legal");
    for (path, wanted) in [
        ("/home/ann/shop/legal/a.yaml", "a.yaml"),
        ("/home/ann/shop/.github/b.yml", "../.github/b.yml"),
        ("/srv/c.yaml", "/srv/c.yaml"),
    ] {
        assert_eq!(shown(Path::new(path), from), wanted);
    }
}
