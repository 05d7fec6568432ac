//! Pages that were made to cost as much as they can, each at any size.

#![allow(dead_code, reason = "not every program needs all of it")]

use super::attacks::Attack;
use std::fmt::Write as _;

/// All of them.
pub const ALL: &[Attack] = &[
    page("HTML: deep elements", "page.html", 100_000, deep_elements),
    page("HTML: deep lists", "page.html", 100_000, deep_lists),
    page("HTML: deep tables", "page.html", 20_000, deep_tables),
    page("HTML: attributes", "page.html", 100_000, attributes),
    page("HTML: nothing is closed", "page.html", 100_000, unclosed),
    page("HTML: open quotes", "page.html", 100_000, open_quotes),
    page("HTML: open comments", "page.html", 100_000, open_comments),
    page("HTML: 1 MB cell", "page.html", 1 << 20, long_cell),
    page("HTML: 1 MB cell of places", "page.html", 1 << 20, cell_of_places),
    page("HTML: 1 MB heading", "page.html", 1 << 20, long_heading),
    page("HTML: 1 MB footnote", "page.html", 1 << 20, long_footnote),
    page("HTML: one line", "page.html", 30_000, one_line),
    page("HTML: rowspan", "page.html", 30_000, rowspans),
    page("HTML: rowspan and colspan", "page.html", 1_000, spans),
    page("HTML: 30,000 rows", "page.html", 30_000, table_rows),
    page("HTML: rows that are headers", "page.html", 30_000, header_rows),
    page("HTML: tables", "page.html", 10_000, tables),
    page("HTML: headings", "page.html", 30_000, headings),
    page("HTML: cards", "page.html", 30_000, cards),
    page("HTML: entities", "page.html", 200_000, entities),
    page("Markdown: quotations", "page.md", 50_000, quotations),
    page("Markdown: open brackets", "page.md", 100_000, open_brackets),
    page("Markdown: deep items", "page.md", 3_000, deep_items),
    page("Markdown: emphasis", "page.md", 100_000, emphasis),
    page("Markdown: backticks", "page.md", 100_000, backticks),
    page("Markdown: references", "page.md", 50_000, references),
    page("Markdown: bars", "page.md", 200_000, bars),
    page("Markdown: 30,000 rows", "page.md", 30_000, markdown_rows),
    page("Markdown: headings", "page.md", 30_000, markdown_headings),
    page("Markdown: sentences", "page.md", 30_000, sentences),
    page("Markdown: names beside a list", "page.md", 20_000, names_beside_list),
    page("Markdown: templates", "page.md", 100_000, templates),
    page("CSV: open quote", "page.csv", 1 << 20, open_quote),
    page("CSV: quotes", "page.csv", 1 << 20, quotes),
    page("CSV: 1 MB cell", "page.csv", 1 << 20, csv_cell),
    page("CSV: columns", "page.csv", 100_000, csv_columns),
    page("CSV: 30,000 rows", "page.csv", 30_000, csv_rows),
    page("CSV: short rows", "page.csv", 100_000, csv_short_rows),
    page("text: one line", "page.txt", 1 << 20, text_line),
    page("text: lines in columns", "page.txt", 30_000, text_columns),
    page("text: keys", "page.txt", 100_000, text_keys),
    page("literals: open brackets", "subprocessors.ts", 100_000, literal_brackets),
    page("literals: open strings", "subprocessors.ts", 100_000, literal_strings),
    page("literals: templates", "subprocessors.ts", 100_000, literal_templates),
    page("literals: 30,000 records", "subprocessors.ts", 30_000, literal_records),
    page("literals: keys", "subprocessors.ts", 100_000, literal_keys),
    page("literals: names of names", "subprocessors.ts", 10_000, literal_names),
    page("literals: tags", "page.tsx", 100_000, literal_tags),
    page("data: keys", "vendors.json", 100_000, data_keys),
    page("data: 30,000 records", "vendors.json", 30_000, data_records),
];

const fn page(
    name: &'static str,
    file: &'static str,
    size: usize,
    make: fn(usize) -> String,
) -> Attack {
    Attack { name, file, size, make }
}

/// The attack of a name.
pub fn named(name: &str) -> &'static Attack {
    ALL.iter().find(|attack| attack.name == name).unwrap_or_else(|| panic!("no attack `{name}`"))
}

const HEAD: &str =
    "<h1>Subprocessors</h1>\n<table><tr><th>Vendor</th><th>Purpose</th><th>Location</th></tr>\n";
const ROW: &str = "<tr><td>Harbor Cloud</td><td>Hosting</td><td>Ireland</td></tr>\n";
const BARS: &str = "# Subprocessors\n\n| Vendor | Purpose | Location |\n|---|---|---|\n";

fn numbered(head: &str, count: usize, entry: &str, tail: &str) -> String {
    let mut text = head.to_owned();
    for index in 0..count {
        text.push_str(&entry.replace("{}", &index.to_string()));
    }
    text + tail
}

fn around(open: &str, count: usize, close: &str) -> String {
    format!("{}{HEAD}{ROW}</table>{}", open.repeat(count), close.repeat(count))
}

fn deep_elements(count: usize) -> String {
    around("<div>", count, "</div>")
}

fn deep_lists(count: usize) -> String {
    around("<ul><li>a", count, "")
}

fn deep_tables(count: usize) -> String {
    around("<table><tr><td>", count, "")
}

fn attributes(count: usize) -> String {
    let all = numbered("", count, " a{}=\"b\"", "");
    format!("<h1{all}>Subprocessors</h1><table{all}>{ROW}</table>")
}

fn unclosed(count: usize) -> String {
    numbered(HEAD, count, "<tr><td><b><p><a href=x><ul><li>Acme {} Inc<td>Hosting<td>Ireland", "")
}

fn open_quotes(count: usize) -> String {
    format!("{HEAD}{ROW}{}", "<a href=\"".repeat(count))
}

fn open_comments(count: usize) -> String {
    format!("{HEAD}{ROW}</table>{}", "<!-- <![CDATA[ <script> ".repeat(count))
}

fn with_cell(cell: &str) -> String {
    format!("{HEAD}<tr><td>Harbor Cloud</td><td>Hosting</td><td>{cell}</td></tr></table>")
}

fn long_cell(bytes: usize) -> String {
    with_cell(&"word ".repeat(bytes / 5))
}

fn cell_of_places(bytes: usize) -> String {
    with_cell(&numbered("", bytes / 12, "Berlin {}, ", ""))
}

fn long_heading(bytes: usize) -> String {
    let heading = "optional vendor ".repeat(bytes / 16);
    let rows =
        numbered("", bytes / 100, "<tr><td>Acme {} Inc</td><td>Hosting</td><td>US</td></tr>", "");
    format!(
        "<h1>Subprocessors</h1><h2>{heading}</h2><table><caption>{heading}</caption><tr><th>Vendor</th><th>Purpose</th><th>Location</th></tr>{rows}</table>"
    )
}

fn long_footnote(bytes: usize) -> String {
    let rows = numbered(
        "",
        bytes / 100,
        "<tr><td>Acme {} Inc [1]</td><td>Hosting</td><td>US</td></tr>",
        "",
    );
    format!("{HEAD}{rows}</table><p>[1] {}</p>", "only if you ask ".repeat(bytes / 16))
}

fn one_line(count: usize) -> String {
    table_rows(count).replace('\n', "")
}

fn rowspans(count: usize) -> String {
    let text = "Hosting of files ".repeat(60);
    let rows = numbered("", count, "<tr><td>Acme {} Inc</td></tr>\n", "");
    format!(
        "{HEAD}<tr><td>Acme Inc</td><td rowspan={count}>{text}</td><td rowspan=0>{text}</td></tr>{rows}</table>"
    )
}

fn spans(count: usize) -> String {
    numbered(HEAD, count, "<tr><td rowspan=65534 colspan=1000>Acme {} Inc</td></tr>\n", "</table>")
}

fn table_rows(count: usize) -> String {
    let row = "<tr><td>Acme {} Inc</td><td>Hosting</td><td>Ireland</td></tr>\n";
    numbered(HEAD, count, row, "</table>")
}

fn header_rows(count: usize) -> String {
    let row = "<tr><th>Vendor</th><th>Purpose</th><th>Location</th></tr><tr><td>Acme {}</td><td>Hosting</td><td>US</td></tr>\n";
    numbered(HEAD, count / 2, row, "</table>")
}

fn tables(count: usize) -> String {
    let table = "<table><tr><th>Vendor</th><th>Contact</th></tr><tr><td>Harbor Cloud</td><td>a{}@harbor.example</td></tr></table>\n";
    numbered(&format!("{HEAD}{ROW}</table>"), count, table, "")
}

fn headings(count: usize) -> String {
    numbered(
        &format!("{HEAD}{ROW}</table>"),
        count,
        "<h2>Chapter {}</h2><p>We do what we say here.</p>\n",
        "",
    )
}

fn cards(count: usize) -> String {
    let card = "<div class=card><h3>Acme {} Inc</h3><p>Purpose: hosting</p><p>Location: Ireland</p></div>\n";
    numbered("<h1>Subprocessors</h1><div>", count, card, "</div>")
}

fn entities(count: usize) -> String {
    with_cell(&"&amp;&nbsp;&lt;".repeat(count / 3))
}

fn quotations(count: usize) -> String {
    format!("# Subprocessors\n\n{} Acme Inc\n", ">".repeat(count))
}

fn open_brackets(count: usize) -> String {
    format!("# Subprocessors\n\n- {}Acme Inc\n\n{}", "[".repeat(count), "![](".repeat(count / 4))
}

fn deep_items(count: usize) -> String {
    let mut text = "# Subprocessors\n\n".to_owned();
    for level in 0..count {
        let _ = writeln!(text, "{}- Acme {level} Inc", "  ".repeat(level));
    }
    text
}

fn emphasis(count: usize) -> String {
    format!("# Subprocessors\n\n- {}\n", "*a **b _c __d ".repeat(count / 14))
}

fn backticks(count: usize) -> String {
    let mut text = "# Subprocessors\n\n".to_owned();
    for width in 1..(count / 200).max(2) {
        let _ = write!(text, "{} a ", "`".repeat(width));
    }
    text
}

fn references(count: usize) -> String {
    let text = numbered("# Subprocessors\n\n", count, "- [Acme {} Inc][r{}]: hosting\n", "\n");
    numbered(&text, count, "[r{}]: https://acme{}.example\n", "")
}

fn bars(count: usize) -> String {
    format!("{BARS}{}\n", "| a ".repeat(count))
}

fn markdown_rows(count: usize) -> String {
    numbered(BARS, count, "| Acme {} Inc | Hosting | Ireland |\n", "")
}

fn markdown_headings(count: usize) -> String {
    numbered("# Subprocessors\n\n", count, "## Chapter {}\n\nWe do what we say here.\n\n", "")
}

/// Sentences that name the last vendors of a long list again.
fn names_beside_list(n: usize) -> String {
    let mut page = String::from("# Subprocessors\n\n| Vendor | Purpose |\n|---|---|\n");
    page.extend((0..n).map(|at| format!("| Vendor{at} Ltd | Hosting |\n")));
    page.extend((0..n).rev().map(|at| format!("\nWe also use **Vendor{at} Ltd**.\n")));
    page
}

fn sentences(count: usize) -> String {
    numbered("# Subprocessors\n\n", count, "We use Acme {} Inc (hosting, Ireland and ", "\n")
}

fn templates(count: usize) -> String {
    format!("{BARS}{}", "{{ {% if <Vendor ".repeat(count / 8))
}

fn open_quote(bytes: usize) -> String {
    format!("Vendor,Purpose,Location\nAcme Inc,\"{}", "Hosting,\n".repeat(bytes / 9))
}

fn quotes(bytes: usize) -> String {
    format!("Vendor,Purpose,Location\nAcme Inc,{},US\n", "\"\"\"a".repeat(bytes / 4))
}

fn csv_cell(bytes: usize) -> String {
    format!("Vendor,Purpose,Location\n{0},{0},{0}\n", "Acme Inc and ".repeat(bytes / 39))
}

fn csv_columns(count: usize) -> String {
    numbered(
        "Vendor,Purpose,Location",
        count,
        ",Column {}",
        &format!("\nAcme Inc{}\n", ",a".repeat(count)),
    )
}

fn csv_rows(count: usize) -> String {
    numbered("Vendor,Purpose,Location\n", count, "Acme {} Inc,Hosting,Ireland\n", "")
}

fn csv_short_rows(count: usize) -> String {
    numbered("Vendor,Purpose,Location\n", count, "Acme {} Inc\n", "")
}

fn text_line(bytes: usize) -> String {
    format!("Subprocessors\n\nWe use {}\n", "Acme Inc, ".repeat(bytes / 10))
}

fn text_columns(count: usize) -> String {
    numbered(
        "Subprocessors\n\nVendor   Purpose   Location\n",
        count,
        "Acme {} Inc   Hosting   Ireland\n",
        "",
    )
}

fn text_keys(count: usize) -> String {
    numbered(
        "Subprocessors\n\n",
        count / 3,
        "Vendor: Acme {} Inc\nPurpose: hosting\nLocation: Ireland\n\n",
        "",
    )
}

fn literal_brackets(count: usize) -> String {
    format!("export const subprocessors = {}", "[{a:(".repeat(count / 5))
}

fn literal_strings(count: usize) -> String {
    format!("export const subprocessors = [{}", "{ name: 'Acme\n \"a\n".repeat(count / 18))
}

fn literal_templates(count: usize) -> String {
    format!("export const subprocessors = [{{ name: {}", "`${".repeat(count))
}

fn literal_records(count: usize) -> String {
    let record = "  { name: 'Acme {} Inc', purpose: 'Hosting', location: 'Ireland' },\n";
    numbered("export const subprocessors = [\n", count, record, "];\n")
}

fn literal_keys(count: usize) -> String {
    let head =
        "export const subprocessors = [{ name: 'Acme Inc', purpose: 'Hosting', location: 'US'";
    numbered(head, count, ", key{}: 'a'", "}];\n")
}

fn literal_names(count: usize) -> String {
    let text = numbered(
        "const v0 = { name: 'Acme Inc', purpose: 'Hosting' };\n",
        count,
        "const w{} = [...v0, ...w0, v{}];\n",
        "",
    );
    numbered(&(text + "export const subprocessors = ["), count, "w{}, ", "];\n")
}

fn literal_tags(count: usize) -> String {
    format!("export default () => ({}", "<div a={() => <b>".repeat(count / 17))
}

fn data_keys(count: usize) -> String {
    let head = "[{\"vendor\": \"Acme Inc\", \"purpose\": \"Hosting\", \"location\": \"US\"";
    numbered(head, count, ", \"key{}\": \"a\"", "}]\n")
}

fn data_records(count: usize) -> String {
    let record =
        "{\"vendor\": \"Acme {} Inc\", \"purpose\": \"Hosting\", \"region\": \"Ireland\"},\n";
    numbered(
        "[\n",
        count,
        record,
        "{\"vendor\": \"Last Inc\", \"purpose\": \"Mail\", \"region\": \"Ireland\"}]\n",
    )
}
