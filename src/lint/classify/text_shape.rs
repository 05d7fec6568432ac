//! Texts that are no YAML and no JSON: pages, tables and programs, by their first lines.

use crate::text::{Advice, Span, to_u32};

/// Lines that are looked at.
const LINES: usize = 60;

/// Endings of the names of pages.
const PAGES: &[&str] =
    &["md", "mdx", "markdown", "html", "htm", "astro", "vue", "svelte", "njk", "liquid"];

/// Endings of the names of programs, and of tables.
const PROGRAMS: &[&str] = &[
    "js", "jsx", "ts", "tsx", "mjs", "cjs", "py", "rb", "php", "go", "rs", "java", "kt", "swift",
    "sh",
];
const TABLES: &[&str] = &["csv", "tsv"];

/// First words of the lines of programs.
const STATEMENTS: &[&str] = &[
    "export",
    "import",
    "const",
    "let",
    "var",
    "module.exports",
    "exports",
    "function",
    "interface",
    "type",
    "class",
    "package",
    "def",
    "from",
    "use",
    "<?php",
    "#!",
    "\"use",
    "'use",
    "return",
    "require",
    "public",
    "enum",
    "static",
];

/// The next step for texts of people.
const WRITE: &str = "Write the vendors into a manifest, as `docs/manifest.md` shows, or leave the file out with `exclude`.";

/// Names the kind of a text that is no data. `is_unread` is true if it did not read as YAML or JSON,
/// or only as one text, and `is_list` if it read as a list.
pub(super) fn other_text(path: &str, text: &str, is_unread: bool, is_list: bool) -> Option<Advice> {
    let extension =
        path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let is_of = |known: &[&str]| known.contains(&extension.as_str());
    let body = text.trim_start_matches('\u{feff}').trim_start();
    // A slip in a manifest does not make it a page.
    let is_data = body.lines().any(is_manifest_line);
    let could_not_read = is_unread;
    let is_unread = is_unread && !is_data;
    if body.starts_with("%PDF-") {
        return Some(advice(text, "this is a PDF; a manifest is YAML or JSON", WRITE));
    }
    let is_program = could_not_read && is_program(body);
    if is_of(TABLES) || (is_unread && !is_list && !is_program && is_table(body)) {
        return Some(advice(
            text,
            "this is a table of separated values; a manifest is YAML or JSON",
            WRITE,
        ));
    }
    if is_markup(body) {
        return Some(advice(text, "this is a page in HTML; a manifest is YAML or JSON", WRITE));
    }
    if is_of(PROGRAMS) || is_program {
        let help = "Export the data as JSON and put the vendors under `subprocessors`, or leave the file out with `exclude`.";
        return Some(advice(text, "this is a program; a manifest is YAML or JSON", help));
    }
    if is_of(PAGES)
        || body.starts_with("+++")
        || has_front_matter(text)
        || (!is_data && is_markdown(body, is_unread))
    {
        return Some(advice(text, "this is a page in Markdown; a manifest is YAML or JSON", WRITE));
    }
    if is_unread && is_toml(body) {
        return Some(advice(text, "this is TOML; a manifest is YAML or JSON", WRITE));
    }
    if is_unread && is_json_lines(body) {
        let help = "Put the objects into one list: `{\"subprocessors\": [...]}`.";
        return Some(advice(text, "each line is a JSON object of its own", help));
    }
    None
}

fn advice(text: &str, message: &str, help: &str) -> Advice {
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let start = to_u32(start);
    Advice::new(Span { start, end: start }, message).with_help(help)
}

/// True if a text has a block between lines of `---`, and something that is no data behind
/// it: prose, a heading, a table, markup.
pub(super) fn has_front_matter(text: &str) -> bool {
    let page = page_start(text) as usize;
    if page == 0 {
        return false;
    }
    let mut lines =
        text[page..].lines().filter(|line| !line.trim().is_empty()).take(LINES).peekable();
    let is_page = |line: &str| {
        let line = line.trim_start();
        let is_key = line.split_once(':').is_some_and(|(key, rest)| {
            !key.contains(char::is_whitespace) && (rest.is_empty() || rest.starts_with(' '))
        });
        is_heading(line)
            || line.starts_with(['|', '<', '*', '>', '!', '[', '{'])
            || (!is_key && !line.starts_with(['-', '#', '"', '\'']) && line.contains(' '))
            || is_statement(line)
    };
    lines.peek().is_some() && lines.any(|line| line != "---" && is_page(line))
}

/// Says that the page behind the front matter is not read.
pub(super) fn unread_page(text: &str) -> Advice {
    let page = page_start(text) as usize;
    let start = to_u32(page + text[page..].len() - text[page..].trim_start().len());
    let message = "the page behind this manifest is not read";
    let help =
        "Move the manifest into a YAML file of its own, and leave the page out with `exclude`.";
    Advice::new(Span { start, end: start }, message).with_help(help)
}

/// The offset behind the front matter of a text; 0 if there is none.
pub(super) fn page_start(text: &str) -> u32 {
    let body = text.trim_start_matches('\u{feff}');
    let mut at = text.len() - body.len();
    for (number, line) in body.split_inclusive('\n').enumerate() {
        let is_fence = line.trim_end() == "---";
        if number == 0 && !is_fence {
            return 0;
        }
        at += line.len();
        if number > 0 && is_fence {
            return to_u32(at);
        }
    }
    0
}

/// True if a line has the key of a list of vendors.
fn is_manifest_line(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '"', '\'', '{', '-']);
    ["subprocessors", "other_recipients", "organization", "declares_none"]
        .iter()
        .any(|key| line.strip_prefix(key).is_some_and(|rest| rest.starts_with([':', '"', '\''])))
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    (1..=6).contains(&level) && text.starts_with(' ')
}

fn is_markup(body: &str) -> bool {
    let Some(rest) = body.strip_prefix('<') else { return false };
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        || rest.starts_with("!--")
        || {
            rest.len() > 8 && rest.is_char_boundary(8) && rest[..8].eq_ignore_ascii_case("!doctype")
        }
        || rest.starts_with("?xml")
}

fn is_program(body: &str) -> bool {
    let mut lines = body.lines().take(LINES).map(str::trim).filter(|line| {
        !line.is_empty()
            && !["//", "/*", "*", "#"]
                .iter()
                .any(|start| line.starts_with(start) && !line.starts_with("#!"))
    });
    lines.next().is_some_and(is_statement) || body.starts_with("//") || body.starts_with("/*")
}

fn is_statement(line: &str) -> bool {
    let first = line.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let has_sign = line.contains(['=', '{', '(', ';', '"', '\'']);
    line.starts_with("<?php") || line.starts_with("#!") || (STATEMENTS.contains(&first) && has_sign)
}

/// A heading, a table with a ruler, a link or a list of bold names.
fn is_markdown(body: &str, is_unread: bool) -> bool {
    let lines = || body.lines().take(LINES).map(str::trim);
    let is_ruler = |line: &str| {
        line.contains("---")
            && line.contains('|')
            && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
    };
    let has_heading = lines().any(is_heading);
    let has_link = || lines().any(|line| line.contains("](") && line.contains('['));
    let is_bold = |line: &str| line.matches("**").count() >= 2;
    lines().any(is_ruler)
        || (has_heading && lines().any(is_bold))
        || is_unread && (has_link() || has_heading || lines().any(|line| line.starts_with("**")))
}

/// Two lines or more with the same number of the same separator, outside of quotes.
fn is_table(body: &str) -> bool {
    let lines: Vec<&str> =
        body.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    if lines.iter().any(|line| line.trim_start().starts_with(['-', '{', '[', '<', '|', '#'])) {
        return false;
    }
    let is_separated = |separator: char| {
        let counts: Vec<usize> = lines.iter().map(|line| separators(line, separator)).collect();
        let Some(&first) = counts.first() else { return false };
        let least = if separator == ',' { 2.min(lines.len()) } else { 1 };
        first >= 1 && counts.len() >= least && counts.iter().all(|count| *count == first)
    };
    [';', '\t', ','].into_iter().any(is_separated)
}

fn separators(line: &str, separator: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|&c| {
            quoted ^= c == '"';
            c == separator && !quoted
        })
        .count()
}

fn is_toml(body: &str) -> bool {
    let mut lines = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | '"');
    let is_pair = |line: &str| {
        let key = line.split_once('=').map(|(key, _)| key.trim());
        key.is_some_and(|key| !key.is_empty() && key.chars().all(is_key))
    };
    lines.next().is_some_and(|line| {
        let is_table = line.starts_with('[') && line.ends_with(']') && line.chars().all(is_key);
        // An array of JSON with a mistake, such as `[1.]`, looks like the name of a table.
        is_pair(line) || is_table && lines.any(is_pair)
    })
}

fn is_json_lines(body: &str) -> bool {
    let mut lines = body.lines().map(str::trim).filter(|line| !line.is_empty()).take(3);
    let is_object = |line: &str| line.starts_with('{') && line.ends_with('}');
    lines.next().is_some_and(is_object) && lines.next().is_some_and(is_object)
}
