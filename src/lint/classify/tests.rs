use crate::diagnostics::FileStatus;
use crate::lint::recommended;
use crate::values::date::Date;

/// The findings of a file as `rule: message`, and true if it was evaluated.
fn check(path: &str, text: &str) -> (Vec<String>, bool) {
    let checked = recommended(Date::parse("2026-11-28").unwrap()).check(path, text);
    let found = checked.findings.iter().map(|one| format!("{}: {}", one.rule, one.message));
    (found.collect(), !matches!(checked.status, FileStatus::NotEvaluated(_)))
}

#[test]
fn what_is_no_manifest_is_said_once_with_the_next_step() {
    for (path, text, message) in [
        ("a.yaml", "- name: Kelpworks\n  location: AT\n", "the file is a list"),
        ("a.json", r#"[{"name": "Kelpworks"}]"#, "the file is a list"),
        ("a.json", "[]", "the file is a list"),
        (
            "a.yaml",
            "Kelpworks: {Standort: AT}\nTindle: {zweck: Mail}\n",
            "the vendors are keys here",
        ),
        (
            "a.yaml",
            "payload:\n  data:\n    subprocessors: [{name: A}]\n",
            "`subprocessors` is nested below `payload.data`",
        ),
        (
            "a.json",
            r#"{"result": {"vendors": [{"name": "A"}]}}"#,
            "`vendors` is nested below `result`",
        ),
        (
            "a.yaml",
            "organization: {name: A}\nsub_processors: [{name: A}]\n",
            "the vendors are under `sub_processors`",
        ),
        (
            "a.yaml",
            "Auftragsverarbeiter:\n  - name: A\n",
            "the vendors are under `Auftragsverarbeiter`",
        ),
        (
            "a.yaml",
            "subprocessors:\n  Kelpworks: {location: AT}\n",
            "the vendors are keys under `subprocessors`",
        ),
        (
            "a.yaml",
            "subprocessors:\n  eu: [{name: A}]\n  us: [{name: B}]\n",
            "`subprocessors` is divided into lists, such as `eu`",
        ),
        ("a.yaml", "subprocessors: A, B\n", "`subprocessors` is a text and no list"),
        ("a.yaml", "export const list = [{ name: \"A\", at: \"B\" }];\n", "this is a program"),
        ("a.yaml", "%PDF-1.4\n%x\n", "this is a PDF"),
        ("a.yaml", "subprocesors: [{name: A}]\n", "the vendors are under `subprocesors`"),
        ("a.yaml", "name: Kelpworks\nlocation: AT\n", "the file is one vendor and no list"),
        (
            "a.yaml",
            "jobs:\n  test:\n    steps: []\n",
            "the file has other keys than a manifest: `jobs`",
        ),
        ("a.yaml", "Kelpworks;AT;Hosting\nTindle;FI;Mail\n", "this is a table of separated values"),
        (
            "a.yaml",
            "id,name,place\n1,\"Kelpworks, Inc.\",AT\n",
            "this is a table of separated values",
        ),
        ("a.yaml", "<!DOCTYPE html>\n<title>Vendors: ours</title>\n", "this is a page in HTML"),
        ("a.yaml", "<table>\n<tr><td>Kelpworks</td></tr>\n", "this is a page in HTML"),
        ("a.yaml", "export const list = [\n  { name: \"Kelpworks\" },\n]\n", "this is a program"),
        ("a.yaml", "// our vendors\nmodule.exports = { subprocessors: [] }\n", "this is a program"),
        (
            "a.yaml",
            "# Vendors\n\n| Name | Place |\n| --- | --- |\n| Kelpworks | AT |\n",
            "this is a page in Markdown",
        ),
        ("a.csv", "name\nKelpworks\n", "no list of vendors was found in the page"),
        (
            "a.md",
            "+++\ntitle = \"Vendors\"\n+++\n\nKelpworks: our host\n",
            "no list of vendors was found in the page",
        ),
        (
            "a.md",
            "---\ntitle: Vendors\n---\n\nWe use Kelpworks.\n",
            "no list of vendors was found in the page",
        ),
        ("a.yaml", "[[vendors]]\nname = \"Kelpworks\"\n", "this is TOML"),
        (
            "a.json",
            "{\"name\": \"A\"}\n{\"name\": \"B\"}\n",
            "each line is a JSON object of its own",
        ),
        ("a.txt", "Our host is Kelpworks\n", "no list of vendors was found in the page"),
    ] {
        let (found, evaluated) = check(path, text);
        let [one] = &found[..] else { panic!("{text}: {found:#?}") };
        let is_page = message.starts_with("no list");
        let start = if is_page { "" } else { "not a manifest: " };
        assert!(one.starts_with(&format!("parse-error: {start}{message}")), "{text}: {one}");
        assert!(!evaluated, "{text}");
    }
}

#[test]
fn the_manifest_in_front_of_a_page_is_read_and_that_the_page_is_not_is_said() {
    for page in [
        "# Vendors\n\nKelpworks: our host\n",
        "We use the *following*:\n\n- AWS\n",
        "| a | b |\n| --- | --- |\n",
        "<Table rows={subprocessors} />\n",
        "import Table from './table'\n\n[link](x): \"unclosed\n",
    ] {
        let front = "---\nsubprocessors:\n  - {name: Kelpworks}\n---\n";
        let (with_page, evaluated) = check("a.mdx", &format!("{front}\n{page}"));
        let is_about_page = |one: &&String| one.contains("the page behind this manifest");
        assert_eq!(with_page.iter().filter(is_about_page).count(), 1, "{page}");
        let rest: Vec<String> =
            with_page.iter().filter(|one| !is_about_page(one)).cloned().collect();
        assert_eq!(rest, check("a.mdx", front).0, "{page}");
        assert!(!evaluated, "{page}");
    }
}

#[test]
fn a_slip_in_a_manifest_does_not_make_it_something_else() {
    for text in [
        "# Vendors\nsubprocessors:\n  - name: \"A\n",
        "# **Ours**\norganization: {name: A}\nsubprocessors:\n\t- name: A\n",
        "{\"subprocessors\": [{\"name\": \"A\",,}]}",
        "subprocessors:\n  - name: A, B, C\n   location: x, y, z\n",
    ] {
        let (found, evaluated) = check("a.yaml", text);
        let [one] = &found[..] else { panic!("{text}: {found:#?}") };
        assert!(one.starts_with("parse-error: cannot read"), "{text}: {one}");
        assert!(!evaluated);
    }
    for text in
        ["organization: {name: A}\n", "declares_none: true\n", "{}\n", "subprocessors: {}\n"]
    {
        let (found, evaluated) = check("a.yaml", text);
        assert!(evaluated && !found.iter().any(|one| one.starts_with("parse-error")), "{text}");
    }
}

#[test]
fn an_array_of_json_with_a_mistake_is_not_taken_for_toml() {
    for text in ["[1.]", "[tru]", "[\"a\"]]", "[-]"] {
        let (found, is_evaluated) = check("a.json", text);
        assert!(!is_evaluated && found.len() == 1, "{text}: {found:?}");
        assert!(!found[0].contains("TOML"), "{text}: {found:?}");
    }
}
