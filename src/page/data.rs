//! Data files as pages: YAML and JSON that a site keeps its list of vendors in.

use super::block::{PageBlocks, PageLimits};
use super::data_blocks::DataWalker;
use super::data_tree::{DataScalar, Kind, ValueId, Values};
use super::embedded::EmbeddedReader;
use crate::syntax::{NodeKind, Tree, Value};
use crate::text::{SourceMap, Span};

/// Reads the documents of a tree. Strings that hold a page are read by `embedded`.
#[must_use]
pub(crate) fn read_tree(
    tree: &Tree<'_>,
    limits: &PageLimits,
    embedded: EmbeddedReader,
) -> PageBlocks {
    let mut values = Values::default();
    let mut seen = vec![None; tree.len()];
    let roots: Vec<ValueId> =
        tree.documents().map(|root| add(root, &mut values, &mut seen)).collect();
    let mut walker = DataWalker::new(&values, limits, embedded, true);
    for root in roots {
        walker.root(None, root);
    }
    let mut page = walker.finish();
    let comments = tree.comments().iter().map(|comment| comment_text(tree.text(), comment.span));
    page.comments.extend(comments.filter(|span| !span.is_empty()));
    page.comments.sort_unstable();
    page
}

/// A comment without its mark.
fn comment_text(text: &str, span: Span) -> Span {
    let whole = &text[span.range()];
    let said = whole.trim_start_matches('#').trim();
    let start = said.as_ptr() as usize - whole.as_ptr() as usize;
    span.part(start..start + said.len())
}

/// Copies a value; the tree caps the nesting. A value that an alias stands for is copied
/// once, but for scalars, which keep the place where they are used.
fn add(value: Value<'_>, values: &mut Values, seen: &mut [Option<ValueId>]) -> ValueId {
    let at = value.resolved().id().index() as usize;
    let kind = match value.kind() {
        NodeKind::Null => Kind::Null,
        NodeKind::Seq | NodeKind::Map => {
            if let Some(id) = seen[at] {
                return id;
            }
            if value.kind() == NodeKind::Seq {
                let items = value.items();
                Kind::List(items.map(|item| add(item, values, seen)).collect())
            } else {
                let entries = value.entries();
                let entry =
                    |(key, value): (Value<'_>, Value<'_>)| (scalar(key), add(value, values, seen));
                Kind::Map(entries.map(entry).collect())
            }
        }
        _ => Kind::Scalar(scalar(value)),
    };
    let is_collection = matches!(kind, Kind::List(_) | Kind::Map(_));
    let id = values.add(value.span(), kind);
    if is_collection {
        seen[at] = Some(id);
    }
    id
}

fn scalar(value: Value<'_>) -> DataScalar {
    let text = value.text().unwrap_or_default();
    let mut map = SourceMap::default();
    value.push_runs(0..text.len(), &mut map);
    DataScalar { text: text.to_owned(), map }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::block::Content;
    use crate::page::dump::dump;
    use crate::page::embedded::Markup;
    use crate::syntax::{Format, Limits, parse};

    fn read(text: &str) -> PageBlocks {
        let format = if text.starts_with(['{', '[']) { Format::Json } else { Format::Yaml };
        let parsed = parse(text, format, &Limits::default());
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        read_tree(&parsed.tree, &PageLimits::default(), table_reader)
    }

    /// Stands for the reader of a notation: takes the text for a table with bars.
    fn table_reader(text: &str, markup: Markup, limits: &PageLimits) -> Option<PageBlocks> {
        let is_table = markup == Markup::Markdown && text.contains('|');
        is_table.then(|| crate::page::csv::read(text, limits))
    }

    #[test]
    fn data_files_become_blocks() {
        for (principle, text, expected) in [
            (
                "a list of mappings are records, and other scalars are pairs with dotted terms",
                r#"{"dateModified": "2026-02-01", "notificationPolicy": {"method": "mail", "noticePeriodDays": 30},
                   "subprocessors": [{"name": "Larch", "region": ["EU", "US"], "isPii": false, "notes": null, "tags": []}]}"#,
                "pairs\n  dateModified = 2026-02-01\n  notificationPolicy.method = mail\n  notificationPolicy.noticePeriodDays = 30\nrecords subprocessors\n  record\n    name: Larch\n    region: [EU, US]\n    isPii: false\n    notes: \n    tags: []\n",
            ),
            (
                "the list may be the whole file",
                "- name: Larch\n  purpose: Mail\n- name: Pine\n  purpose: >\n    Hosting\n    and backup\n",
                "records\n  record\n    name: Larch\n    purpose: Mail\n  record\n    name: Pine\n    purpose: Hosting and backup\n",
            ),
            (
                "what is nested in a record has a dotted key",
                "vendors:\n- name: Larch\n  links: {dpa: https://larch.example/dpa}\n  contacts:\n  - {name: Ann, email: ann@larch.example}\n  - {email: bo@larch.example}\n  locations: [{name: Berlin, code: DE}]\n",
                "records vendors\n  record\n    name: Larch\n    links.dpa: https://larch.example/dpa\n    contacts.name: [Ann]\n    contacts.email: [ann@larch.example, bo@larch.example]\n    locations.name: [Berlin]\n    locations.code: [DE]\n",
            ),
            (
                "vendors may stand under their names",
                "subprocessors:\n  Larch: {purpose: Mail}\n  Pine: {purpose: Hosting, country: DE}\n",
                "records subprocessors\n  record Larch\n    purpose: Mail\n  record Pine\n    purpose: Hosting\n    country: DE\n",
            ),
            (
                "so they may without a word for the list",
                "Larch: {purpose: Mail}\nPine: {purpose: Hosting}\n",
                "records\n  record Larch\n    purpose: Mail\n  record Pine\n    purpose: Hosting\n",
            ),
            (
                "parts of a file that are mappings are no vendors",
                "organization: {name: Oak}\nchange_notice: {url: https://oak.example}\n",
                "pairs\n  organization.name = Oak\n  change_notice.url = https://oak.example\n",
            ),
            (
                "a name with a text is a pair below the word for the list",
                "subprocessors:\n  Larch: Mail\n  Pine: Hosting\n",
                "h3 subprocessors\npairs\n  Larch = Mail\n  Pine = Hosting\n",
            ),
            (
                "names alone are a list",
                "vendors: [Larch, Pine]\ntags: [a, b]\n",
                "h3 vendors\nlist\n  - Larch\n  - Pine\npairs\n  tags = a\\nb\n",
            ),
            (
                "a section is a heading with the list that it has",
                "title: Partners\nsections:\n- title: Infrastructure\n  description: They run it.\n  items:\n  - {name: Larch, purpose: Mail}\n- title: Support\n  items:\n  - {name: Pine, purpose: Desk}\n",
                "title Partners\nh4 Infrastructure\np They run it.\nrecords items\n  record\n    name: Larch\n    purpose: Mail\nh4 Support\nrecords items\n  record\n    name: Pine\n    purpose: Desk\n",
            ),
            (
                "lists by the name of a group stand below the word for the list",
                "subprocessors:\n  hosting:\n  - {name: Larch}\n  mail:\n  - {name: Pine}\n",
                "h3 subprocessors\nrecords hosting\n  record\n    name: Larch\nrecords mail\n  record\n    name: Pine\n",
            ),
            (
                "lists of lists are a table",
                r#"{"rows": [["Vendor", "Purpose"], ["Larch", "Mail"]]}"#,
                "table\n  head Vendor | Purpose\n  row Larch | Mail\n",
            ),
            (
                "aliases and merge keys are followed",
                "base: &base {country: DE}\nvendors:\n- {<<: *base, name: Larch}\n",
                "pairs\n  base.country = DE\nrecords vendors\n  record\n    name: Larch\n    country: DE\n",
            ),
            (
                "a string that holds a page is one",
                "components:\n- type: Hero\n- content: |\n    Vendor|Purpose\n    --|--\n    Larch|Mail\n",
                "pairs\n  components.type = Hero\ntable\n  head Vendor | Purpose\n  row -- | --\n  row Larch | Mail\n",
            ),
        ] {
            assert_eq!(dump(&read(text)), expected, "{principle}");
        }
    }

    #[test]
    fn texts_have_the_bytes_that_they_were_typed_with() {
        let text = "# as of now\nvendors:\n- name: \"Larch \\u0026 Co\" # new\n  page: |\n    a|b\n    -|-\n    c|d\n";
        let page = read(text);
        let comments: Vec<&str> = page.comments.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(comments, ["as of now", "new"]);
        let Content::Records(records) = &page.blocks[0].content else { panic!("records") };
        let name = &records.records[0].fields[0].values[0];
        assert_eq!(name.text(), "Larch & Co");
        assert_eq!(&text[name.map().part(6..7).range()], "\\u0026");
        assert_eq!(&text[name.map().part(8..10).range()], "Co");

        let text = "page: |\n  # Vendors\n\n  a|b\n  c|d\n";
        let page = read(text);
        let Content::Table(table) = &page.blocks.last().unwrap().content else { panic!("table") };
        let cell = &table.rows.last().unwrap().cells[1];
        assert_eq!(&text[cell.text.span().range()], "d");
        assert_eq!(&text[cell.span.range()], "d");
    }

    #[test]
    fn aliases_that_multiply_end_at_a_cap() {
        let mut text = "- &a0 {name: Larch}\n".to_owned();
        for level in 1..60 {
            let before = level - 1;
            text.push_str(&format!("- &a{level} {{x: *a{before}, y: *a{before}}}\n"));
        }
        let limits = Limits { nodes: usize::MAX, ..Limits::default() };
        let parsed = parse(&text, Format::Yaml, &limits);
        let page = read_tree(
            &parsed.tree,
            &PageLimits { cells: 1000, ..PageLimits::default() },
            |_, _, _| None,
        );
        assert!(
            page.remarks
                .iter()
                .any(|remark| remark.kind == crate::page::block::RemarkKind::TooMany)
        );
    }
}
