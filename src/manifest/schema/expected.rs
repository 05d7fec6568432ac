//! The expectations of the schema at a path, for the words of messages.

/// Longer vocabularies are listed in the help only.
const FEW: usize = 6;

/// The values that a place takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// The JSON types, `null` left out.
    pub types: Vec<String>,
    /// The words of a closed vocabulary.
    pub values: Vec<String>,
    /// The fields of a mapping.
    pub fields: Vec<String>,
    /// True if free text fits.
    pub takes_text: bool,
    /// True for a date.
    pub is_date: bool,
}

impl Expected {
    /// The words for it in `must be ...`.
    #[must_use]
    pub fn noun(&self) -> String {
        if !self.values.is_empty() && !self.takes_text {
            return match &self.values[..] {
                [one] => format!("`{one}`"),
                [before @ .., last] if before.len() < FEW => {
                    let before: Vec<_> = before.iter().map(|word| format!("`{word}`")).collect();
                    format!("{} or `{last}`", before.join(", "))
                }
                _ => "one of the known values".to_owned(),
            };
        }
        if self.is_date {
            return "a date".to_owned();
        }
        let mut nouns: Vec<&str> = Vec::new();
        for kind in &self.types {
            let noun = match kind.as_str() {
                "string" => "text",
                "integer" => "a whole number",
                "number" => "a number",
                "boolean" => "`true` or `false`",
                "array" => "a list",
                "object" => "a mapping",
                _ => continue,
            };
            if !nouns.contains(&noun) {
                nouns.push(noun);
            }
        }
        match &nouns[..] {
            [] => "something else".to_owned(),
            [one] => (*one).to_owned(),
            [before @ .., last] => format!("{} or {last}", before.join(", ")),
        }
    }
}

/// The statements of the schema about each place, one line each, sorted; made
/// by the build script.
const PLACES: &str = include_str!(concat!(env!("OUT_DIR"), "/places.tsv"));

// Where each line starts: `STARTS`.
include!(concat!(env!("OUT_DIR"), "/place_starts.rs"));

/// The expectations at a path of keys and indices. Nothing is known
/// below `x-` fields.
#[must_use]
pub fn expected_at(path: &[String]) -> Expected {
    let steps = path.iter().map(|step| if step.parse::<usize>().is_ok() { "0" } else { step });
    expected_for(&steps.collect::<Vec<_>>().join("/"))
}

/// [`expected_at`] for a path with `/` between its steps and `0` for every index.
#[must_use]
pub fn expected_for(shape: &str) -> Expected {
    let Some(mut columns) = line(shape).map(|line| line.split('\t').skip(1)) else {
        return Expected::default();
    };
    let mut words = || -> Vec<String> {
        let column = columns.next().unwrap_or_default();
        column.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (types, values, fields) = (words(), words(), words());
    Expected {
        takes_text: types.iter().any(|kind| kind == "string") && values.is_empty(),
        is_date: columns.next() == Some("date"),
        types,
        values,
        fields,
    }
}

/// The line of a place.
fn line(shape: &str) -> Option<&'static str> {
    let place = |start: u32| {
        let line = &PLACES[start as usize..];
        &line[..line.find('\t').unwrap_or(line.len())]
    };
    let at = STARTS.binary_search_by(|start| place(*start).cmp(shape)).ok()?;
    PLACES[STARTS[at] as usize..].lines().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let mut count = 0;
        for expected in PLACES.lines() {
            let place = expected.split('\t').next().unwrap();
            assert_eq!(line(place), Some(expected));
            assert_eq!(line(&format!("{place}!")), None);
            count += 1;
        }
        assert!(count > 300, "{count}");
    }
}
