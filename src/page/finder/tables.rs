//! Tables: the row that heads them, the fields of their columns, their rows.

use super::left_out::name_vendors;
use super::turned::transposed;
use super::wide::{TooWide, narrowed};
use super::{ListFinder, PartStanding};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Cell, CellOrigin, PageTable, Row};
use crate::page::columns::{self, known_labels};
use crate::page::entry::{self, CellLabel, LabelledCell};
use crate::page::list::{PageVendor, UnreadKind};
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::text::Span;
use crate::text::fold::fold_words;
use crate::values::location::{self, Context};
use crate::values::value_kind::{ValueKind, address_kind};

/// The columns of a table, as its header or its content tells.
struct Columns {
    labels: Vec<Option<CellLabel>>,
    head: Span,
}

impl Columns {
    fn has(&self, field: &str) -> bool {
        self.labels
            .iter()
            .flatten()
            .any(|label| matches!(label, CellLabel::Field(own) if *own == field))
    }

    fn place(&self, field: &str) -> Option<usize> {
        self.labels
            .iter()
            .position(|label| matches!(label, Some(CellLabel::Field(own)) if *own == field))
    }
}

/// Fields of which a table of vendors has one beside the name.
const TELLING: &[&str] = &[
    "purpose",
    "location",
    "country",
    "address",
    "transfer",
    "website",
    "contact",
    "dpo",
    "data_categories",
    "links.dpa",
    "links.privacy",
    "links.security",
    "legal_name",
    "services",
    "category",
    "notes",
    "audiences",
    "processing",
    "certifications",
    "effective_from",
    "opt_out",
    "agreements",
    "status",
    "condition",
];

/// Rows that tell what the first header of a table is about.
const FIRST_ROWS: usize = 2_000;

/// Rows that tell what another header of the same table is about.
const LATER_ROWS: usize = 20;

impl ListFinder {
    pub(super) fn table(&mut self, table: &PageTable, span: Span) {
        let narrow = match narrowed(table) {
            Ok(narrow) => narrow,
            Err(TooWide) => return self.unread(span, UnreadKind::TooMuch, ""),
        };
        let table = narrow.as_ref().unwrap_or(table);
        let turned = transposed(table);
        let table = turned.as_ref().unwrap_or(table);
        let rows: Vec<&Row> = table.rows.iter().filter(|row| row.is_shown).collect();
        let filled = |row: &&Row| row.cells.iter().any(|cell| !entry::is_blank(cell.text.text()));
        let rows: Vec<&Row> = rows.into_iter().filter(filled).collect();
        if rows.is_empty() {
            return;
        }
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let before = self.list.vendors.len();
        // A table may hold several, each under a header of its own.
        let mut columns: Option<Columns> = None;
        let mut list = None;
        let mut group: Option<Rich> = table.caption.clone();
        let mut is_skipped = false;
        let mut at = 0;
        while at < rows.len() {
            let row = rows[at];
            if let Some(text) = section(row, widest) {
                group = Some(text.clone());
                columns = columns.filter(|_| !is_head(rows.get(at + 1).copied()));
                at += 1;
                continue;
            }
            if is_header(row, columns.is_none(), &rows[at..]) {
                // The first rows tell what the columns are, and fewer for each further header.
                let most = if columns.is_none() && at < 20 { FIRST_ROWS } else { LATER_ROWS };
                let below = &rows[at + 1..(at + 1 + most).min(rows.len())];
                let found = header(row, below);
                is_skipped = !self.is_of_vendors(&found, below, group.as_ref());
                if is_skipped {
                    // Rows of a program stand for those of its data.
                    let is_program = |row: &&&Row| {
                        row.cells.iter().any(|cell| cell.text.text().contains(['{', '}']))
                    };
                    let programs = rows[at + 1..].iter().filter(is_program).count();
                    let count = rows.len() - at - 1 - programs;
                    let has_names = found.has("name") || name_vendors(below);
                    self.say_left_out(&found, span, (count, has_names));
                } else {
                    list = Some(self.start_table(span, row, &found));
                }
                columns = Some(found);
                at += 1;
                continue;
            }
            if columns.is_none() {
                let below = &rows[at..(at + FIRST_ROWS).min(rows.len())];
                let found = by_content(below);
                // Companies, most of them with their legal form, beside places.
                let names = below.iter().filter(is_vendor_row).count();
                let is_sure = names > 1 && names * 3 >= below.len() * 2 && found.has("location");
                let is_list = found.has("name")
                    && (self.is_about_vendors() || is_sure)
                    && self.is_of_vendors(&found, below, group.as_ref());
                if !is_list {
                    let names = rows[at..].iter().filter(is_vendor_row).count();
                    if names * 2 > rows.len() {
                        self.leave_out(
                            span,
                            None,
                            "nothing says that it lists vendors",
                            rows.len(),
                        );
                    }
                    return;
                }
                list = Some(self.start_table(span, row, &found));
                columns = Some(found);
            }
            if let (Some(columns), Some(list), false) = (&columns, list, is_skipped) {
                self.row(row, columns, list, group.as_ref());
            }
            at += 1;
        }
        self.join(before);
    }

    /// True if a table lists vendors: it has names, something that is said of vendors, and
    /// nothing around says otherwise.
    fn is_of_vendors(&self, columns: &Columns, rows: &[&Row], group: Option<&Rich>) -> bool {
        let Some(name) = columns.place("name").or_else(|| columns.place("legal_name")) else {
            return false;
        };
        let labels = columns.labels.iter().flatten();
        let telling = labels
            .filter(|label| matches!(label, CellLabel::Field(field) if TELLING.contains(field)))
            .count();
        let is_one_column = columns.labels.len() == 1 && self.is_about_vendors();
        if telling == 0 && !is_one_column {
            return false;
        }
        if matches!(self.standing(), PartStanding::LeftOut(_)) {
            return false;
        }
        if let Some(group) = group
            && page_words::uses(group.text()).has(PageUses::NOT_SUBPROCESSORS)
        {
            return false;
        }
        // A table of terms, of data or of cookies has something else in its first column.
        let cells = || rows.iter().filter_map(|row| row.cells.get(name));
        // "Hosting providers" under `Vendor` names nobody, which is a finding of its own.
        let is_named = |text: &str| name_cell::may_be_name(text) || name_cell::names_nobody(text);
        let named = cells().filter(|cell| is_named(cell.text.text())).count();
        let sure = cells().filter(|cell| name_cell::is_surely_name(cell.text.text())).count();
        let all = cells().count();
        let is_telling = columns.has("location")
            || columns.has("country")
            || columns.has("transfer")
            || columns.has("links.dpa")
            || columns.has("legal_name");
        all == 0 || sure > 0 || (named * 2 >= all && (self.is_about_vendors() || is_telling))
    }

    fn say_left_out(&mut self, columns: &Columns, span: Span, (rows, has_names): (usize, bool)) {
        match self.standing() {
            PartStanding::LeftOut(why) if rows > 0 && has_names => {
                self.leave_out(span, None, why, rows);
            }
            _ if columns.has("name") && self.is_about_vendors() && rows > 0 => {
                self.leave_out(
                    span,
                    Some(columns.head),
                    "its columns are not those of a list of vendors",
                    rows,
                );
            }
            _ => {}
        }
    }

    fn start_table(&mut self, span: Span, row: &Row, columns: &Columns) -> usize {
        let list = self.start(span, columns.head, "table");
        let words = row.cells.iter().map(|cell| cell.text.text().to_owned());
        let read = columns.labels.iter().map(|label| match label {
            Some(CellLabel::Field(field)) => (*field).to_owned(),
            Some(CellLabel::Other(_)) => "x-".to_owned(),
            Some(CellLabel::Unknown) => "by content".to_owned(),
            None => String::new(),
        });
        self.list.lists[list].columns = words.zip(read).collect();
        for (label, cell) in columns.labels.iter().zip(&row.cells) {
            if let (Some(CellLabel::Other(text)), false) = (label, cell.origin == CellOrigin::Left)
                // The same column of several tables is one thing to say.
                && self.unread_columns.insert(fold_words(text))
            {
                self.unread(cell.span, UnreadKind::Column, text);
            }
        }
        list
    }

    fn row(&mut self, row: &Row, columns: &Columns, list: usize, group: Option<&Rich>) {
        let mut cells: Vec<LabelledCell> = Vec::with_capacity(row.cells.len());
        for (at, cell) in row.cells.iter().enumerate() {
            let label = match columns.labels.get(at) {
                Some(Some(label)) => label.clone(),
                Some(None) => continue,
                // More cells than headers: nothing says what they are.
                None => CellLabel::Unknown,
            };
            // A cell across two columns is said once, under the first of them; its second
            // column takes it as well if that is a field of its own.
            let is_across = cell.origin == CellOrigin::Left;
            if is_across && cells.last().is_some_and(|last: &LabelledCell| last.label == label) {
                continue;
            }
            let is_shared = cell.origin != CellOrigin::Own;
            cells.push(LabelledCell { label, text: cell.text.clone(), is_shared });
        }
        shift_back(&mut cells, columns);
        let is_program = |cell: &LabelledCell| {
            cell.label == CellLabel::Field("name") && cell.text.text().contains(['{', '}'])
        };
        if cells.iter().any(is_program) {
            self.unread(row.span, UnreadKind::Computed, "");
            return;
        }
        if is_template(&cells) {
            self.unread(row.span, UnreadKind::EmptyRow, "");
            return;
        }
        if is_total(&cells) {
            self.unread(row.span, UnreadKind::Nameless, cells[0].text.text());
            return;
        }
        let own = row.cells.iter().filter(|cell| cell.origin == CellOrigin::Own).count();
        if row.cells.len() < columns.labels.len() && own > 0 {
            let first = row.cells.first().map_or("", |cell| cell.text.text());
            self.unread(row.span, UnreadKind::ShortRow, &first.replace('\n', " "));
        }
        if !self.add(list, row.span, &cells, group) {
            let first = cells.iter().find(|cell| !cell.text.is_empty());
            let text = first.map_or("", |cell| cell.text.text()).replace('\n', " ");
            self.unread(row.span, UnreadKind::Nameless, &text);
        }
    }

    /// A later table that only adds contacts or links for vendors that are listed before
    /// belongs to them.
    fn join(&mut self, from: usize) {
        if from == 0 || from == self.list.vendors.len() {
            return;
        }
        let adds_only = |vendor: &PageVendor| {
            !["purpose", "location", "country", "services"]
                .iter()
                .any(|field| vendor.get(field).is_some())
        };
        if !self.list.vendors[from..].iter().all(adds_only) {
            return;
        }
        let new = self.list.vendors.split_off(from);
        let name = |vendor: &PageVendor| vendor.get("name").map(|name| name.text.clone());
        let names: Vec<String> =
            new.iter().map(|vendor| name(vendor).unwrap_or_default()).collect();
        if !names.iter().all(|name| !self.named_before(name).is_empty()) {
            self.list.vendors.extend(new);
            return;
        }
        let notes = self.notes.split_off(from);
        for ((vendor, notes), name) in new.into_iter().zip(notes).zip(names) {
            // Of many with one name, the first ones.
            for at in self.named_before(&name).iter().copied().take(20).collect::<Vec<_>>() {
                let known = &mut self.list.vendors[at];
                for field in &vendor.fields {
                    if matches!(field.path.as_str(), "name" | "legal_name" | "category") {
                        continue;
                    }
                    for value in &field.values {
                        known.add(&field.path, value.clone());
                    }
                }
                self.notes[at].extend(notes.iter().cloned());
            }
        }
    }
}

/// The text of a row that is one cell across all columns: a heading for those below.
fn section(row: &Row, widest: usize) -> Option<&Rich> {
    let mut own = row.cells.iter().filter(|cell| cell.origin == CellOrigin::Own);
    let first = own.next()?;
    let rest_is_blank = own.all(|cell| cell.text.is_empty());
    let spans = row.cells.len() == widest
        && row.cells.iter().skip(1).all(|cell| cell.origin == CellOrigin::Left);
    // Rows above may have more columns than the header of this part of the table.
    let text = first.text.text();
    let is_title = text.ends_with(':') || page_words::uses(text).has(PageUses::SUBPROCESSORS);
    let spans = spans
        || (is_title
            && row.cells.len() > 1
            && row.cells.iter().skip(1).all(|cell| cell.origin == CellOrigin::Left));
    let is_first = row.cells.first().is_some_and(|cell| cell.origin == CellOrigin::Own);
    let is_alone = widest > 1
        && (spans || (is_first && is_title) || (row.cells.len() == 1 && row.cells[0].is_head));
    (is_alone && rest_is_blank && !first.text.is_empty()).then_some(&first.text)
}

fn is_head(row: Option<&Row>) -> bool {
    row.is_some_and(|row| known(row) >= 2)
}

pub(super) fn known(row: &Row) -> usize {
    let mut labels: Vec<&str> = Vec::new();
    for cell in row.cells.iter().filter(|cell| cell.origin == CellOrigin::Own) {
        labels.push(cell.text.text());
    }
    known_labels(labels.into_iter())
}

/// True if a row heads the ones below it.
fn is_header(row: &Row, is_first: bool, rows: &[&Row]) -> bool {
    let own = row.cells.iter().filter(|cell| cell.origin == CellOrigin::Own);
    let filled = own.clone().filter(|cell| !cell.text.is_empty()).count();
    let all_bold = own.clone().all(|cell| {
        cell.text.is_empty()
            || cell.is_head
            || cell.text.is_all(crate::page::rich::MarkKind::Strong)
    });
    let has_data = own.clone().any(|cell| {
        let text = cell.text.text();
        address_kind(text).is_some() || text.chars().count() > 80
    });
    if has_data {
        return false;
    }
    if !is_first {
        return is_later_header(row, all_bold, filled);
    }
    let known = known(row);
    if row.is_head && known >= 1 {
        return true;
    }
    let sure = own.clone().any(|cell| name_cell::is_surely_name(cell.text.text()));
    if (row.is_head || all_bold) && filled > 0 && rows.len() > 1 {
        // A header in words that no dictionary has is still one.
        return row.is_head || !sure || known >= 2;
    }
    // Words such as `Service` and `Data` are headers and may be values: most of them have to be
    // known, and none of them a vendor.
    !sure && (known >= 2 && known * 2 > filled || known == filled && known > 0)
}

/// True if a row behind the first one heads the rows below it. `Product usage analytics` has
/// words of headers and is a value, so that a later header is marked as one, or made up of whole
/// labels for the most part.
fn is_later_header(row: &Row, all_bold: bool, filled: usize) -> bool {
    let own = row.cells.iter().filter(|cell| cell.origin == CellOrigin::Own);
    let has_name = || own.clone().any(|cell| name_cell::is_surely_name(cell.text.text()));
    if row.is_head || all_bold {
        let known = known(row);
        return known >= 2 && known * 2 > filled && !has_name();
    }
    let fields: Vec<&str> =
        own.clone().filter_map(|cell| columns::whole(cell.text.text())).collect();
    fields.len() >= 2 && fields.len() * 2 > filled && fields.contains(&"name") && !has_name()
}

fn header(row: &Row, rows: &[&Row]) -> Columns {
    let mut labels: Vec<Option<CellLabel>> = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let text = cell.text.text();
        let label = if cell.origin == CellOrigin::Left && at > 0 && !text.is_empty() {
            // One header over two columns.
            labels.last().cloned().flatten()
        } else if text.is_empty() {
            let filled = rows.iter().filter_map(|row| row.cells.get(at));
            let filled = filled.filter(|cell| !entry::is_blank(cell.text.text())).count();
            (filled > 0).then_some(CellLabel::Unknown)
        } else {
            CellLabel::of(text)
        };
        labels.push(label);
    }
    let start = row.cells.iter().map(|cell| cell.span).find(|span| !span.is_empty());
    let head = start.unwrap_or(row.span);
    let mut columns = Columns { labels, head };
    settle(&mut columns, rows);
    // `Country` is where the data is unless another column says that; `Headquarters` is not.
    if !columns.has("location")
        && let Some(at) = columns.place("country")
        && !row.cells.get(at).is_some_and(|cell| columns::is_seat(cell.text.text()))
    {
        columns.labels[at] = Some(CellLabel::Field("location"));
    }
    // What the configuration says about a column is not settled again.
    for (label, cell) in columns.labels.iter_mut().zip(&row.cells) {
        if let Some(mapped) = CellLabel::mapped(cell.text.text()) {
            *label = mapped;
        }
    }
    columns
}

/// Settles which columns are meant where their words fit two fields.
fn settle(columns: &mut Columns, rows: &[&Row]) {
    let texts = |at: usize| {
        rows.iter().filter_map(move |row| row.cells.get(at)).map(|cell: &Cell| cell.text.text())
    };
    if !columns.has("name") {
        // `Entity`, `Service` and the like name the vendor where nothing else does.
        let known = ["legal_name", "services", "features"];
        let named = known.iter().find_map(|field| columns.place(field)).filter(|at| {
            let filled = texts(*at).filter(|text| !entry::is_blank(text)).count();
            texts(*at).filter(|text| name_cell::may_be_name(text)).count() * 2 >= filled.max(1)
        });
        let named = named.or_else(|| {
            let is_unknown = |label: &Option<CellLabel>| {
                matches!(label, Some(CellLabel::Other(_) | CellLabel::Unknown))
            };
            let first = columns.labels.iter().position(is_unknown)?;
            (first == 0 && texts(0).any(name_cell::is_surely_name)).then_some(first)
        });
        if let Some(at) = named {
            columns.labels[at] = Some(CellLabel::Field("name"));
        }
    } else if let (Some(service), Some(name)) = (columns.place("services"), columns.place("name"))
        && service < name
        && !columns.has("legal_name")
    {
        // `Service | Company name`: the product is the name that people know.
        let pairs =
            rows.iter().filter_map(|row| Some((row.cells.get(service)?, row.cells.get(name)?)));
        let pairs: Vec<_> = pairs.collect();
        let alike = pairs.iter().filter(|(service, company)| {
            let first =
                |text: &str| fold_words(text).split(' ').next().unwrap_or_default().to_owned();
            let short = first(service.text.text());
            !short.is_empty() && fold_words(company.text.text()).starts_with(&short)
        });
        let legal =
            pairs.iter().filter(|(_, company)| name_cell::is_surely_name(company.text.text()));
        if alike.count() * 3 >= pairs.len() && legal.count() * 2 >= pairs.len() {
            columns.labels[service] = Some(CellLabel::Field("name"));
            columns.labels[name] = Some(CellLabel::Field("legal_name"));
        }
    }
    // The work of a vendor is said under `Service` where no column is about its purpose.
    if !columns.has("purpose") {
        let meant = columns.place("services").or_else(|| columns.place("features"));
        // `Name | Details`
        let fields = columns.labels.iter().flatten();
        let fields = fields.filter(|label| matches!(label, CellLabel::Field(_))).count();
        let details = columns.place("notes").filter(|_| fields == 2 && columns.has("name"));
        if let Some(at) = meant.or_else(|| columns.place("category")).or(details) {
            columns.labels[at] = Some(CellLabel::Field("purpose"));
        }
    }
    // `Hosting` is where, if places stand below it.
    if !columns.has("location") {
        let is_hosting = |label: &Option<CellLabel>| match label {
            Some(CellLabel::Other(label)) => is_hosting(label),
            _ => false,
        };
        if let Some(at) = columns.labels.iter().position(is_hosting) {
            let filled: Vec<&str> = texts(at).filter(|text| !entry::is_blank(text)).collect();
            let placed = filled.iter().filter(|text| entry::is_place(text)).count();
            if placed > 0 && placed * 2 >= filled.len() {
                columns.labels[at] = Some(CellLabel::Field("location"));
            }
        }
    }
    // `URL` and `Link` of a table whose first column is the name.
    let mut seen: Vec<&'static str> = Vec::new();
    for label in columns.labels.iter_mut().flatten() {
        if let CellLabel::Field(field) = label {
            if seen.last() != Some(field) && seen.contains(field) && *field == "location" {
                *label = CellLabel::Field("notes");
            } else {
                seen.push(field);
            }
        }
    }
}

/// True if a label is about hosting, by whom or where.
pub(super) fn is_hosting(label: &str) -> bool {
    matches!(
        fold_words(label).as_str(),
        "hosting"
            | "hosted"
            | "hosted in"
            | "host"
            | "server"
            | "servers"
            | "storage"
            | "hebergement"
            | "alojamiento"
            | "servidores"
            | "datacenter"
            | "data center"
    )
}

/// The columns of a table without a header, by what stands in them.
fn by_content(rows: &[&Row]) -> Columns {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let share = |at: usize, is: &dyn Fn(&str) -> bool| {
        let texts = rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text.text());
        let texts: Vec<&str> = texts.filter(|text| !entry::is_blank(text)).collect();
        !texts.is_empty() && texts.iter().filter(|text| is(text)).count() * 3 >= texts.len() * 2
    };
    let is_place =
        |text: &str| location::read(text, &Context::default()).has_place() && text.len() < 80;
    let mut labels: Vec<Option<CellLabel>> = vec![Some(CellLabel::Unknown); width];
    let is_number = |text: &str| text.trim_end_matches('.').parse::<u32>().is_ok();
    let name = (0..width).find(|at| !share(*at, &is_number));
    for (at, label) in labels.iter_mut().enumerate() {
        if Some(at) == name && share(at, &name_cell::may_be_name) {
            *label = Some(CellLabel::Field("name"));
        } else if share(at, &is_number) {
            *label = None;
        } else if share(at, &is_place) {
            *label = Some(CellLabel::Field("location"));
        } else if share(at, &|text| address_kind(text) == Some(ValueKind::Url)) {
            *label = Some(CellLabel::Field("website"));
        } else if share(at, &|text| address_kind(text) == Some(ValueKind::Email)) {
            *label = Some(CellLabel::Field("contact"));
        }
    }
    let head = rows.first().map_or(Span::default(), |row| row.span);
    Columns { labels, head }
}

/// Puts a place that slid into the column of the purpose back into its own, which is blank:
/// `Acme | USA | `.
fn shift_back(cells: &mut [LabelledCell], columns: &Columns) {
    let at = |field| cells.iter().position(|cell| cell.label == CellLabel::Field(field));
    let Some(purpose) = at("purpose") else { return };
    let is_blank = at("location").map_or(columns.has("location"), |location| {
        purpose < location && entry::is_blank(cells[location].text.text())
    });
    if is_blank && entry::is_place(cells[purpose].text.text()) {
        cells[purpose].label = CellLabel::Field("location");
    }
}

fn is_vendor_row(row: &&&Row) -> bool {
    row.cells.first().is_some_and(|cell| name_cell::is_surely_name(cell.text.text()))
}

/// True if all cells of a row hold the same filler: `(fill in) | (fill in) | ...`.
fn is_template(cells: &[LabelledCell]) -> bool {
    let name = cells.iter().find(|cell| cell.label == CellLabel::Field("name"));
    let Some(name) = name.or(cells.first()) else { return true };
    let is_filler = |text: &str| {
        entry::is_blank(text) || crate::facts::phrases::is_placeholder(text, "name", &[], &[])
    };
    let filled = cells.iter().filter(|cell| !is_filler(cell.text.text())).count();
    is_filler(name.text.text()) && filled * 2 <= cells.len()
}

/// `Total | 12`: the last row of a spreadsheet.
fn is_total(cells: &[LabelledCell]) -> bool {
    let [first, rest @ ..] = cells else { return false };
    page_words::whole(first.text.text()).has(PageUses::TOTALS)
        && rest.iter().all(|cell| !cell.text.text().contains(char::is_alphabetic))
}
