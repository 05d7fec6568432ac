//! From a file to the manifest that it amounts to: which reader reads it, and what of it is
//! kept.

use super::block::{Content, PageBlocks, PageLimits};
use super::list::PageList;
use super::manifest_text::{self, KeptComment, ManifestText, WriteOptions};
use super::mapping::{PageMapping, add_labels, is_mapped, with_mapping};
use super::words::entry_field;
#[cfg(feature = "xlsx")]
use super::workbook::{self, CellPlaces, Workbook, WorkbookProblem};
use super::{component, csv, data, embedded, finder, html, literals, markdown, plain};
use crate::diagnostics::PageLabels;
use crate::syntax::{self, Format, Limits, NodeKind, Value};
use crate::text::Span;
use std::sync::Arc;

/// The notations of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageFormat {
    /// `.html`, `.htm`, `.xhtml`.
    Html,
    /// `.md`, `.markdown`, `.mdx`.
    Markdown,
    /// `.csv`, `.tsv`.
    Separated,
    /// `.txt`.
    Plain,
    /// `.ts`, `.tsx`, `.js`, `.jsx`, `.mjs`, `.astro`, `.vue`, `.svelte`.
    Program,
    /// `.yaml`, `.yml`, `.json` with keys of their own.
    Data,
}

impl PageFormat {
    /// The notation by the extension of a path; none for one that is not read.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Self::Html,
            "md" | "markdown" | "mdx" | "mdown" => Self::Markdown,
            "csv" | "tsv" => Self::Separated,
            "txt" | "text" => Self::Plain,
            "ts" | "tsx" | "js" | "jsx" | "mjs" | "cjs" | "mts" | "astro" | "vue" | "svelte" => {
                Self::Program
            }
            "yaml" | "yml" | "json" => Self::Data,
            _ => return None,
        })
    }

    /// The notation of a text without the name of a file.
    fn of_text(text: &str) -> Option<Self> {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with("<!") || start.starts_with("<html") || start.starts_with("<table") {
            Some(Self::Html)
        } else if plain::looks_like_markdown(text) && !may_be_yaml(text) {
            Some(Self::Markdown)
        } else {
            None
        }
    }

    /// The word for it in output.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Separated => "table",
            Self::Plain => "text",
            Self::Program => "program",
            Self::Data => "data",
        }
    }
}

/// A page as far as it was read.
#[derive(Debug)]
pub(crate) struct ReadPage {
    /// Its notation.
    pub(crate) format: PageFormat,
    /// Its list.
    pub(crate) list: PageList,
    /// The manifest that the list amounts to.
    pub(crate) manifest: ManifestText,
    /// The first heading, or the start of the page: what is about the whole of it.
    pub(crate) heading: Span,
    /// The labels that it has, if the configuration maps some.
    pub(crate) labels: PageLabels,
}

impl ReadPage {
    /// The notation of a file, if it is a page and no manifest.
    pub(crate) fn format(path: &str, text: &str) -> Option<PageFormat> {
        let format = match PageFormat::of_path(path) {
            None if path.contains('.') => return None,
            None => PageFormat::of_text(text)?,
            Some(PageFormat::Data) => {
                let is_page = is_foreign_data(path, text) || is_bare_list(path, text);
                return is_page.then_some(PageFormat::Data);
            }
            Some(format) => format,
        };
        // A manifest may be the front matter of a page, and is one whatever its file is called.
        let is_manifest = (format == PageFormat::Markdown && has_manifest_in_front(text))
            || (states_list(text) && is_manifest_text(text));
        (!is_manifest).then_some(format)
    }

    /// Reads a file that is checked; nothing if it is no page. One that the configuration maps
    /// is a page whatever it holds.
    pub(crate) fn read(path: &str, text: &str, mapping: Option<Arc<PageMapping>>) -> Option<Self> {
        if mapping.is_some() {
            return Self::import(path, text, mapping);
        }
        let page = Self::read_as(Self::format(path, text)?, path, text);
        // A list of something else is no page, and what it lacks for a manifest is said.
        let is_page = page.format != PageFormat::Data
            || !page.list.vendors.is_empty()
            || is_foreign_data(path, text);
        is_page.then_some(page)
    }

    /// Reads a file as a page, whatever it is.
    pub(crate) fn import(
        path: &str,
        text: &str,
        mapping: Option<Arc<PageMapping>>,
    ) -> Option<Self> {
        let format = PageFormat::of_path(path).or_else(|| PageFormat::of_text(text));
        let format = format.or_else(|| (!path.contains('.')).then_some(PageFormat::Plain))?;
        let (mut page, met) = with_mapping(mapping, || Self::read_as(format, path, text));
        page.labels.met = met;
        Some(page)
    }

    /// The manifest with the place in the page that each value is from, such as `line 4`.
    pub(crate) fn annotated(&self, place_of: &dyn Fn(u32) -> String) -> String {
        let options = WriteOptions { place_of: Some(place_of) };
        manifest_text::write(&self.list, &[], options).text
    }

    fn read_as(format: PageFormat, path: &str, text: &str) -> Self {
        let limits = PageLimits::default();
        let page = match format {
            PageFormat::Html => html::read(text, &limits),
            PageFormat::Markdown => markdown::read(text, &limits),
            PageFormat::Separated => csv::read(text, &limits),
            PageFormat::Plain if plain::looks_like_markdown(text) => markdown::read(text, &limits),
            PageFormat::Plain => plain::read(text, &limits),
            PageFormat::Program if component::is_component(path) => {
                component::read(text, &limits, embedded::read)
            }
            PageFormat::Program => literals::read(text, &limits, embedded::read),
            PageFormat::Data => {
                let parsed = syntax::parse(text, Format::of_path(path), &Limits::default());
                data::read_tree(&parsed.tree, &limits, embedded::read)
            }
        };
        Self::of_blocks(format, &page, text)
    }

    /// Reads a workbook, which is imported and not checked; and the cells that its texts are
    /// from.
    #[cfg(feature = "xlsx")]
    pub(crate) fn import_workbook(
        bytes: &[u8],
        mapping: Option<Arc<PageMapping>>,
    ) -> Result<(Self, CellPlaces), WorkbookProblem> {
        let Workbook { page, places } = workbook::read(bytes, &PageLimits::default())?;
        let (mut page, met) =
            with_mapping(mapping, || Self::of_blocks(PageFormat::Separated, &page, ""));
        page.labels.met = met;
        Ok((page, places))
    }

    fn of_blocks(format: PageFormat, page: &PageBlocks, text: &str) -> Self {
        let list = finder::find(page);
        let mut labels = PageLabels::default();
        if is_mapped() {
            add_labels(&page.blocks, &mut labels);
        }
        let comments = waivers(page, text);
        let manifest = manifest_text::write(&list, &comments, WriteOptions::default());
        let heading = page.blocks.iter().find_map(|block| match &block.content {
            Content::Heading { text, .. } => Some(text.span()),
            _ => None,
        });
        Self { format, list, manifest, heading: heading.unwrap_or_default(), labels }
    }
}

/// The manifest that a page amounts to, and the bytes of each vendor and of what was not read;
/// none if the page has no list. For the fuzz targets.
#[must_use]
pub fn manifest_of_page(path: &str, text: &str) -> Option<(String, Vec<Span>)> {
    let ReadPage { list, manifest, heading, .. } = ReadPage::import(path, text, None)?;
    let vendors = list.vendors.iter().map(|vendor| vendor.span);
    let unread = list.unread.iter().map(|part| part.span);
    let spans = vendors.chain(unread).chain([heading]).collect();
    (!list.vendors.is_empty()).then_some((manifest.text, spans))
}

/// The manifest that a workbook amounts to; none if it cannot be read or has no list. For the
/// fuzz targets.
#[cfg(feature = "xlsx")]
#[must_use]
pub fn manifest_of_workbook(bytes: &[u8]) -> Option<String> {
    let (ReadPage { list, manifest, .. }, cells) = ReadPage::import_workbook(bytes, None).ok()?;
    for vendor in &list.vendors {
        assert!(!cells.cell(vendor.span.start).is_empty(), "internal: each text has a cell");
    }
    (!list.vendors.is_empty()).then_some(manifest.text)
}

/// The comments of a page that are waivers, without the signs around them.
fn waivers<'p>(page: &PageBlocks, text: &'p str) -> Vec<KeptComment<'p>> {
    let comments = page.comments.iter().filter_map(|span| {
        let whole = text.get(span.range())?;
        let inner = whole
            .trim_start_matches(['<', '!', '-', '#', '/', '*', '{', ' '])
            .trim_end_matches(['>', '-', '/', '*', '}', ' ', '\n']);
        inner
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("subprocessor")
            .then_some(KeptComment { text: inner.trim(), span: *span })
    });
    comments.collect()
}

/// True if a text that may be Markdown may as well be a manifest: all of it is comments, or a
/// line of it starts like a key.
fn may_be_yaml(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_key = |line: &str| {
        let key = line.split(':').next().unwrap_or_default();
        line.contains(':')
            && !key.is_empty()
            && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    lines.clone().all(|line| line.starts_with('#')) || lines.any(is_key)
}

/// True if the front matter of a page is a manifest.
fn has_manifest_in_front(text: &str) -> bool {
    let Some(rest) = text.trim_start_matches('\u{feff}').strip_prefix("---") else { return false };
    let end = rest.find("\n---").unwrap_or(0);
    rest[..end].lines().any(|line| line.starts_with("subprocessors:"))
}

/// True if a text has the key of a manifest's list at the start of a line, or in JSON.
fn states_list(text: &str) -> bool {
    let key = memchr::memmem::Finder::new("subprocessors");
    key.find_iter(text.as_bytes()).any(|at| {
        let (before, behind) = (&text[..at], &text[at + "subprocessors".len()..]);
        (before.is_empty() || before.ends_with(['\n', '\u{feff}']))
            && behind.trim_start().starts_with(':')
            || before.ends_with(['"', '\'']) && behind.starts_with(['"', '\''])
    })
}

/// True if a text reads as a manifest in YAML, such as that in a file called `list.txt`.
fn is_manifest_text(text: &str) -> bool {
    let parsed = syntax::parse(text, Format::Yaml, &Limits::default());
    parsed.tree.documents().any(|root| root.get("subprocessors").is_some())
}

/// True if data is no manifest and has records with keys of its own.
fn is_foreign_data(path: &str, text: &str) -> bool {
    // Manifests are told by their keys: to parse them twice would double their cost.
    let states_list = states_list(text);
    if states_list && (states_name(text) || text.contains(MANIFEST_SCHEMA)) {
        return false;
    }
    let parsed = syntax::parse(text, Format::of_path(path), &Limits::default());
    if states_list {
        let mut roots = parsed.tree.documents();
        return roots.next().is_some_and(has_other_names) && roots.next().is_none();
    }
    let has_own = |root: Value<'_>| {
        ["subprocessors", "declares_none", "other_recipients", "$schema"]
            .iter()
            .any(|key| root.get(key).is_some())
    };
    let mut roots = parsed.tree.documents();
    let Some(root) = roots.next() else { return false };
    let is_one = roots.next().is_none();
    let is_data = matches!(root.kind(), NodeKind::Map | NodeKind::Seq);
    is_one && is_data && !has_own(root) && has_foreign_records(root, 4)
}

/// True if a file is a list of vendors and nothing else, as site generators keep them: whatever
/// the keys, it is no manifest, which has its list under `subprocessors`.
fn is_bare_list(path: &str, text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    // What cannot be a list need not be parsed.
    if !start.starts_with(['-', '[', '#']) || states_list(text) {
        return false;
    }
    let parsed = syntax::parse(text, Format::of_path(path), &Limits::default());
    let mut roots = parsed.tree.documents();
    let Some(root) = roots.next().filter(|root| root.kind() == NodeKind::Seq) else {
        return false;
    };
    let is_name = |key: &str| matches!(entry_field(key), Some("name" | "legal_name"));
    let is_named =
        |entry: &Value<'_>| entry.entries().any(|(key, _)| key.text().is_some_and(is_name));
    // A list of names alone says nothing that could be read.
    let says_more = |entry: &Value<'_>| entry.entries().nth(1).is_some();
    let entries = root.items().count();
    let named = root.items().filter(|entry| is_named(entry) && says_more(entry)).count();
    named * 2 > entries && roots.next().is_none()
}

/// The end of the address of the schema of manifests.
const MANIFEST_SCHEMA: &str = "manifest.schema.json";

/// True if a text has the key `name` anywhere: each entry of a manifest has it.
fn states_name(text: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
    memchr::memmem::find_iter(text.as_bytes(), "name").any(|at| {
        let (before, behind) = (&text[..at], &text[at + "name".len()..]);
        let behind = behind.strip_prefix(['"', '\'']).unwrap_or(behind);
        !before.ends_with(is_part) && behind.trim_start_matches([' ', '\t']).starts_with(':')
    })
}

/// True if the vendors under `subprocessors` are named under another key, and nothing else is of
/// a manifest alone.
fn has_other_names(root: Value<'_>) -> bool {
    const OF_MANIFESTS: &[&str] = &[
        "$schema",
        "declares_none",
        "other_recipients",
        "organization",
        "change_notice",
        "claims",
    ];
    let is_name = |key: &str| {
        !OWN_KEYS.contains(&key) && matches!(entry_field(key), Some("name" | "legal_name"))
    };
    let is_other =
        |entry: &Value<'_>| entry.entries().any(|(key, _)| key.text().is_some_and(is_name));
    let list = root.get("subprocessors").map(Value::resolved);
    let Some(list) = list.filter(|list| list.kind() == NodeKind::Seq) else { return false };
    let entries = list.items().count();
    let others = list.items().filter(is_other).count();
    others > 0 && others * 2 > entries && OF_MANIFESTS.iter().all(|key| root.get(key).is_none())
}

/// True if a list of mappings below a value has keys that no manifest has.
fn has_foreign_records(value: Value<'_>, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    match value.kind() {
        NodeKind::Seq => {
            let records = value.items().filter(|item| item.kind() == NodeKind::Map);
            records.take(5).any(|record| {
                let keys = record.entries().filter_map(|(key, _)| key.text());
                let foreign = keys.filter(|key| !OWN_KEYS.contains(key)).count();
                foreign > 0
            })
        }
        NodeKind::Map => {
            value.entries().take(200).any(|(_, value)| has_foreign_records(value, depth - 1))
        }
        _ => false,
    }
}

/// Keys that an entry of a manifest has as well, and that say nothing about whose format it is.
const OWN_KEYS: &[&str] = &[
    "name",
    "legal_name",
    "purpose",
    "location",
    "locations",
    "country",
    "contact",
    "contacts",
    "website",
    "data_categories",
    "transfer",
    "links",
    "category",
    "id",
    "service",
    "services",
    "address",
    "status",
    "notes",
    "opt_out",
    "audiences",
];
