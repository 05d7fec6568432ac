//! `import`: makes a manifest of a page.

mod places;

use super::args::{ImportArgs, ImportFormat, PolicyArgs};
use super::destination::write_file;
use super::failure::{Failure, harmless};
use super::io::Io;
use super::load::{self, Loaded};
use super::policy::{self, LoadedPolicy};
use super::status::ExitStatus;
use crate::facts::vocabulary::VocabularyScope;
#[cfg(feature = "xlsx")]
use crate::page::PageMapping;
use crate::page::list::{PageField, PageValue, PageVendor};
use crate::page::{NoList, ReadPage, UnreadKind};
use crate::policy::Policy;
use crate::syntax::{Limits, Problem};
use crate::text::SourceFile;
use places::PagePlaces;
use serde_json::{Map, Value as Json, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A page with its text.
struct Imported {
    shown: String,
    places: PagePlaces,
    page: ReadPage,
}

/// Writes a manifest for each page that is named.
///
/// # Errors
/// A page that cannot be read, and a manifest that cannot be written.
pub fn run(args: &ImportArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let is_json = args.output_format == ImportFormat::Json;
    if args.pages.len() > 1 && args.output.is_none() && !is_json {
        return Err(Failure::usage_help(
            "several pages make several manifests",
            "Name a folder for them: `-o DIR`.",
        ));
    }
    let mut pages = Vec::new();
    let mut is_broken = false;
    let mut policies = PagePolicies::new(args.config.clone(), args.isolated);
    for path in &args.pages {
        match read(path, &mut policies, io)? {
            Ok(imported) => pages.push(imported),
            Err(failure) => {
                failure.print(io);
                is_broken = true;
            }
        }
    }
    for imported in &pages {
        is_broken |= imported.page.list.vendors.is_empty();
        report(imported, io)?;
    }
    if is_json {
        let all: Vec<Json> = pages.iter().map(as_json).collect();
        let mut text = serde_json::to_string_pretty(&json!({"version": 1, "pages": all}))
            .expect("internal: JSON of texts cannot fail");
        text.push('\n');
        put(args.output.as_deref(), &text, args.force, io)?;
    } else {
        let is_folder = args.pages.len() > 1;
        for imported in pages.iter().filter(|one| !one.page.list.vendors.is_empty()) {
            let text = manifest(imported, args.annotate);
            let target = args.output.as_ref().map(|output| match is_folder {
                true => output.join(name_for(&imported.shown)),
                false => output.clone(),
            });
            put(target.as_deref(), &text, args.force, io)?;
        }
    }
    io.stdout.flush()?;
    Ok(if is_broken { ExitStatus::Broken } else { ExitStatus::Clean })
}

/// The manifest of one page, after what was read and what was not is said; nothing for a page
/// without a list.
///
/// # Errors
/// A page that cannot be read.
pub fn manifest_of(path: &Path, io: &mut Io<'_>) -> Result<Option<String>, Failure> {
    let imported = read(path, &mut PagePolicies::default(), io)??;
    report(&imported, io)?;
    let has_list = !imported.page.list.vendors.is_empty();
    Ok(has_list.then(|| manifest(&imported, false)))
}

/// The policies of pages, which say what the words of a page mean.
#[derive(Default)]
struct PagePolicies {
    args: PolicyArgs,
    loaded: Vec<LoadedPolicy>,
}

impl PagePolicies {
    fn new(config: Option<PathBuf>, isolated: bool) -> Self {
        let args = PolicyArgs { config, isolated, ..PolicyArgs::default() };
        Self { args, loaded: Vec::new() }
    }

    /// The policy of a page, and its path relative to the configuration.
    ///
    /// # Errors
    /// A configuration that cannot be used.
    fn of(&mut self, page: &Path, folder: &Path) -> Result<(Arc<Policy>, PathBuf), Failure> {
        let full = policy::clean(&folder.join(page));
        let config = policy::config_for(&full, &self.args, folder);
        let known = self.loaded.iter().position(|loaded| loaded.config == config);
        if known.is_none() {
            self.loaded.push(policy::load(config.as_deref(), &self.args, folder)?);
        }
        let loaded = &self.loaded[known.unwrap_or(self.loaded.len() - 1)];
        let root = loaded.root.as_deref().unwrap_or(folder);
        let below = full.strip_prefix(root).unwrap_or(&full).to_owned();
        Ok((Arc::clone(&loaded.policy), below))
    }
}

fn read(
    path: &Path,
    policies: &mut PagePolicies,
    io: &mut Io<'_>,
) -> Result<Result<Imported, Failure>, Failure> {
    let (policy, below) = policies.of(path, &io.folder)?;
    let _scope = VocabularyScope::open(policy.vocabulary());
    let limits = Limits::default();
    let is_stdin = path == Path::new("-");
    let shown = if is_stdin { "<stdin>".to_owned() } else { path.display().to_string() };
    #[cfg(feature = "xlsx")]
    if let Some(bytes) = load::workbook(&io.folder.join(path), &limits) {
        return Ok(match bytes {
            Ok(bytes) => workbook(&shown, &bytes, policy.page_mapping(&below)),
            Err(problem) => Err(unread(&shown, problem, &limits)),
        });
    }
    let loaded = if is_stdin {
        load::stream(&mut io.stdin, path, &limits)?
    } else {
        load::checked_file(&io.folder.join(path), &limits)
    };
    let text = match loaded {
        Loaded::Text(text) | Loaded::Decoded(text, _) => text,
        Loaded::Problem(problem, _) => return Ok(Err(unread(&shown, problem, &limits))),
    };
    let Some(page) = ReadPage::import(&shown, &text, policy.page_mapping(&below)) else {
        return Ok(Err(Failure::usage_help(
            format!("`{shown}` is no page that can be read"),
            "HTML, Markdown, CSV, text, YAML, JSON and TypeScript are read. Save anything else as \
             one of them: a PDF or a document by copying its table into a CSV file.",
        )));
    };
    let places = PagePlaces::Text(SourceFile::new(shown.clone(), text));
    Ok(Ok(Imported { shown, places, page }))
}

/// A workbook with its list.
#[cfg(feature = "xlsx")]
fn workbook(
    shown: &str,
    bytes: &[u8],
    mapping: Option<Arc<PageMapping>>,
) -> Result<Imported, Failure> {
    match ReadPage::import_workbook(bytes, mapping) {
        Ok((page, cells)) => {
            Ok(Imported { shown: shown.to_owned(), places: PagePlaces::Cells(cells), page })
        }
        Err(problem) => {
            let (message, help) = problem.advice();
            Err(Failure::usage_help(format!("cannot read `{shown}`: {message}"), help))
        }
    }
}

/// The failure that a page is which could not be loaded.
fn unread(shown: &str, problem: Problem, limits: &Limits) -> Failure {
    let advice = load::unread(problem, limits, "Import a smaller page.");
    let message = format!("cannot read `{shown}`: {}", advice.message);
    Failure::usage_help(message, advice.help.unwrap_or_default())
}

/// The manifest of a page, with the lines it is from if asked for.
fn manifest(imported: &Imported, annotate: bool) -> String {
    let place_of = |offset: u32| imported.places.in_words(offset);
    if annotate { imported.page.annotated(&place_of) } else { imported.page.manifest.text.clone() }
}

/// Writes to a file that is not there yet, or to standard output.
fn put(target: Option<&Path>, text: &str, force: bool, io: &mut Io<'_>) -> Result<(), Failure> {
    let Some(shown) = target else {
        io.stdout.write_all(text.as_bytes())?;
        return Ok(());
    };
    let path = io.folder.join(shown);
    if path.is_file() && !force {
        return Err(Failure::usage_help(
            format!("`{}` exists already", shown.display()),
            "Name another file, or replace it with --force.",
        ));
    }
    write_file(&path, shown, text.as_bytes())?;
    writeln!(io.stderr, "note: wrote {}", harmless(&shown.display().to_string()))?;
    Ok(())
}

/// The name of the manifest of a page: `legal/vendors.html` becomes `vendors.subprocessors.yaml`.
fn name_for(page: &str) -> PathBuf {
    let stem = Path::new(page)
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let stem = if stem.starts_with('<') { "stdin".to_owned() } else { stem };
    let is_usual = super::discover::is_usual_name(Path::new(&format!("{stem}.yaml")));
    if is_usual {
        format!("{stem}.yaml").into()
    } else {
        format!("{stem}.subprocessors.yaml").into()
    }
}

/// Says what was read and what was not.
fn report(imported: &Imported, io: &mut Io<'_>) -> Result<(), Failure> {
    let Imported { shown, places, page } = imported;
    let list = &page.list;
    let shown = harmless(shown);
    let count = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    if let Some(no_list) = list.no_list {
        let why = match no_list {
            NoList::Script => "a script fills it in the browser: save it once it has loaded",
            NoList::Link => "it links to a list and holds none",
            NoList::OnRequest => "the list is given on request",
            NoList::Nothing => "no list of vendors was found in it",
        };
        writeln!(io.stderr, "error: {shown}: nothing to import: {why}")?;
    }
    for part in &list.lists {
        if part.vendors == 0 {
            continue;
        }
        let line = places.short(part.head.start);
        writeln!(
            io.stderr,
            "{shown}:{line}: read {} from {}",
            count(part.vendors, "vendor"),
            harmless(kind(part.kind))
        )?;
        let unknown: Vec<&str> = part
            .columns
            .iter()
            .filter(|(_, read)| read == "x-")
            .map(|(label, _)| label.as_str())
            .collect();
        if !unknown.is_empty() {
            let unknown = harmless(&unknown.join(", ").replace('\n', " "));
            writeln!(io.stderr, "  kept without a field: {unknown}")?;
        }
    }
    for part in &list.left_out {
        let line = places.short(part.because.start);
        let rows = count(part.rows, "row");
        writeln!(io.stderr, "{shown}:{line}: left out {rows}: {}", part.why)?;
    }
    for part in &list.unread {
        let line = places.short(part.span.start);
        let text = harmless(&part.text);
        let said = match part.kind {
            UnreadKind::Column => continue,
            UnreadKind::ShortRow => format!("row \"{text}\" has fewer cells than its header"),
            UnreadKind::Nameless => format!("\"{text}\" names no vendor"),
            UnreadKind::NoVendor => format!("\"{text}\" names no vendor"),
            UnreadKind::JoinedCells => "cells are joined: no mark divides them".to_owned(),
            UnreadKind::HiddenRows => "a part of the list is hidden, and was left out".to_owned(),
            UnreadKind::Computed if text.is_empty() => {
                "the cell holds no value that was computed: save the workbook in a spreadsheet \
                 program"
                    .to_owned()
            }
            UnreadKind::Computed => format!("the value of `{text}` is computed, and was not read"),
            UnreadKind::EmptyRow => "a row was never filled in".to_owned(),
            UnreadKind::TooMuch => "the page is larger than is read".to_owned(),
        };
        writeln!(io.stderr, "{shown}:{line}: {said}")?;
    }
    Ok(())
}

fn kind(kind: &'static str) -> &'static str {
    match kind {
        "table" => "a table",
        "list" => "a list",
        "records" => "a data list",
        "sections" => "headings with what is below them",
        "cards" => "cards",
        "terms" => "a list of terms",
        "lines" => "lines",
        _ => "sentences: check each of them",
    }
}

/// The list of a page with the place of each value.
fn as_json(imported: &Imported) -> Json {
    let Imported { shown, places, page } = imported;
    let list = &page.list;
    let lists: Vec<Json> = list
        .lists
        .iter()
        .map(|part| {
            let columns: Vec<Json> = part
                .columns
                .iter()
                .map(|(label, read)| json!({"label": label, "field": read}))
                .collect();
            json!({
                "kind": part.kind,
                places.key(): places.json(part.head.start),
                "vendors": part.vendors,
                "columns": columns,
            })
        })
        .collect();
    let left_out: Vec<Json> = list
        .left_out
        .iter()
        .map(|part| {
            json!({places.key(): places.json(part.because.start), "rows": part.rows, "why": part.why})
        })
        .collect();
    let unread: Vec<Json> = list
        .unread
        .iter()
        .map(|part| {
            json!({
                places.key(): places.json(part.span.start),
                "kind": format!("{:?}", part.kind),
                "text": part.text,
            })
        })
        .collect();
    json!({
        "file": shown,
        "format": page.format.as_str(),
        "list": fields(&list.root, places),
        "vendors": list.vendors.iter().map(|vendor| of_vendor(vendor, places)).collect::<Vec<_>>(),
        "lists": lists,
        "left_out": left_out,
        "unread": unread,
    })
}

fn of_vendor(vendor: &PageVendor, places: &PagePlaces) -> Json {
    fields(&vendor.fields, places)
}

fn fields(fields: &[PageField], places: &PagePlaces) -> Json {
    let mut object = Map::new();
    for field in fields {
        let values: Vec<Json> = field.values.iter().map(|value| of_value(value, places)).collect();
        object.insert(field.path.clone(), Json::Array(values));
    }
    Json::Object(object)
}

fn of_value(value: &PageValue, places: &PagePlaces) -> Json {
    let mut object = Map::new();
    object.insert("value".to_owned(), json!(value.text));
    object.insert("how".to_owned(), json!(value.how));
    object.extend(places.range(value.span()));
    Json::Object(object)
}
