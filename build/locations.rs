//! Tables about places: countries, groups, cloud regions, phrases, adequacy.

#[path = "locations/adequacy.rs"]
mod adequacy;
#[path = "locations/clouds.rs"]
mod clouds;
#[path = "locations/phrases.rs"]
mod phrases;
#[path = "locations/regions.rs"]
mod regions;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The countries by alpha-2 code; a country is its place in this order.
struct Countries {
    rows: Vec<Row>,
}

struct Row {
    alpha2: String,
    alpha3: String,
    name: String,
    in_text: String,
    eu: String,
    eea: bool,
    efta: bool,
    sovereign: String,
    aliases: Vec<String>,
}

/// A text, or another when there is none.
fn or(text: &str, other: &str) -> String {
    if text.is_empty() { other } else { text }.to_owned()
}

impl Countries {
    fn read() -> Self {
        let rows = table("countries.csv")
            .into_iter()
            .map(|row| Row {
                alpha2: row["alpha2"].clone(),
                alpha3: row["alpha3"].clone(),
                name: row["name"].clone(),
                in_text: or(&row["in_text"], &row["name"]),
                eu: row["eu"].clone(),
                eea: row["eea"] == "yes",
                efta: row["efta"] == "yes",
                sovereign: row["sovereign"].clone(),
                aliases: list(&row["aliases"]),
            })
            .collect::<Vec<_>>();
        assert!(rows.is_sorted_by(|a, b| a.alpha2 < b.alpha2), "countries.csv: sort by alpha2");
        Self { rows }
    }

    /// The number of a country, if `code` is one.
    fn find(&self, code: &str) -> Option<usize> {
        self.rows.binary_search_by(|row| row.alpha2.as_str().cmp(code)).ok()
    }

    fn index(&self, code: &str) -> usize {
        self.find(code).unwrap_or_else(|| panic!("{code} is not a country code"))
    }

    /// The bits of a set of countries, as a Rust expression.
    fn bits<'a>(&self, codes: impl Iterator<Item = &'a str>) -> String {
        let mut bits = [0u64; 4];
        for code in codes {
            let index = self.index(code);
            bits[index / 64] |= 1 << (index % 64);
        }
        format!("{bits:?}")
    }

    fn write(&self, out: &Path) {
        let mut text = format!("static ROWS: [CountryRow; {}] = [\n", self.rows.len());
        for row in &self.rows {
            let eu = match row.eu.as_str() {
                "member" => "Membership::Member",
                "territory" => "Membership::Territory",
                "no" => "Membership::None",
                other => panic!("countries.csv: eu is {other}"),
            };
            let sovereign = match row.sovereign.as_str() {
                "" => "None".to_owned(),
                code => format!("Some(Country({}))", self.index(code)),
            };
            let Row { alpha2, alpha3, name, in_text, eea, efta, .. } = row;
            let _ = writeln!(
                text,
                "CountryRow {{ alpha2: {alpha2:?}, alpha3: {alpha3:?}, name: {name:?}, in_text: {in_text:?}, eu: {eu}, eea: {eea}, efta: {efta}, sovereign: {sovereign} }},"
            );
        }
        let mut alpha3: Vec<_> =
            self.rows.iter().enumerate().map(|(index, row)| (&row.alpha3, index)).collect();
        alpha3.sort();
        let _ = writeln!(text, "];\nstatic ALPHA3: [(&str, u8); {}] = {alpha3:?};", alpha3.len());
        save(out, "countries.rs", &text);
    }
}

pub(crate) fn write(out: &Path) {
    let countries = Countries::read();
    let groups = regions::read(&countries);
    let clouds = clouds::read();
    countries.write(out);
    regions::write(out, &groups, &countries);
    clouds::write(out, &clouds, &groups, &countries);
    phrases::write(out, &countries, &groups, &clouds);
    adequacy::write(out, &countries);
}

fn source(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of a CSV file below `data/`, by column.
fn table(file: &str) -> Vec<BTreeMap<String, String>> {
    let text = source(file);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{file}: {error}"))).collect()
}

fn yaml<T: serde::de::DeserializeOwned>(file: &str) -> T {
    serde_yaml::from_str(&source(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The values of a cell that holds several.
fn list(cell: &str) -> Vec<String> {
    cell.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn save(out: &Path, file: &str, text: &str) {
    std::fs::write(out.join(file), text).unwrap_or_else(|error| panic!("{file}: {error}"));
}
