//! A vocabulary file: words, places, vendors and legal forms in the format of `data/`, from text
//! with spans to entries that are known to make sense.

use crate::diagnostics::PolicyError;
use crate::facts::countries::Country;
use crate::facts::legal_forms::{self, AddedForm};
use crate::facts::name_words::WordUses;
use crate::facts::phrases::Vague;
use crate::facts::places;
use crate::facts::vocabulary::{AddedVendor, LONGEST_NAME_PHRASE, VocabularyEntries};
use crate::syntax::{NodeKind, Value};
use crate::text::fold::fold_name;
use crate::text::suggest::known_words;
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// The blocks of a file: each is the name of a table of `data/`.
const BLOCKS: &[&str] = &[
    "checked",
    "source",
    "places",
    "location_words",
    "name_words",
    "phrases",
    "legal_forms",
    "vendors",
];
const PLACE: &[&str] = &["place", "country"];
const PHRASES: &[&str] = &["placeholders", "vague", "special_categories"];
const FORM: &[&str] = &["id", "label", "countries", "spellings", "prefixes", "weak"];
const VENDOR: &[&str] = &[
    "id", "name", "brand", "products", "old", "entities", "domains", "group", "hq", "defunct",
    "basis", "source", "note",
];
const ENTITY: &[&str] = &["name", "country", "former"];

/// The fields that have phrases of their own.
const VAGUE: &[(&str, Vague)] = &[
    ("location", Vague::Location),
    ("purpose", Vague::Purpose),
    ("data", Vague::Data),
    ("contact", Vague::Contact),
    ("legal_name", Vague::LegalName),
    ("opt_out", Vague::OptOut),
    ("category", Vague::Category),
];

/// Maximum number of entries of all files together.
const MAX_ENTRIES: usize = 10_000;

/// Longest entry, in bytes.
const LONGEST: usize = 200;

/// Adds the entries of a file.
///
/// # Errors
/// Everything that is wrong with the file, each at its place.
pub(super) fn read(
    file: &Arc<SourceFile>,
    root: Value<'_>,
    entries: &mut VocabularyEntries,
) -> Result<(), Vec<PolicyError>> {
    let mut reader = VocabularyReader { file, errors: Vec::new(), count: 0, entries };
    reader.root(root);
    if reader.errors.is_empty() { Ok(()) } else { Err(reader.errors) }
}

struct VocabularyReader<'f, 'e> {
    file: &'f Arc<SourceFile>,
    errors: Vec<PolicyError>,
    /// Number of entries so far.
    count: usize,
    entries: &'e mut VocabularyEntries,
}

impl VocabularyReader<'_, '_> {
    fn error(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(PolicyError::new(self.file, span, message).with_help(help));
    }

    /// True if a value is a mapping with known keys only; reports what it is instead.
    fn keys(&mut self, node: Value<'_>, known: &[&str], what: &str) -> bool {
        if node.kind() != NodeKind::Map {
            let found = node.kind().noun();
            self.error(node.span(), format!("{what} is a mapping, found {found}"), "");
            return false;
        }
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            if !known.contains(&name) && !name.starts_with("x-") {
                let message = format!("{what} has no field `{name}`");
                self.error(key.span(), message, known_words(name, known));
            }
        }
        true
    }

    fn root(&mut self, root: Value<'_>) {
        if !self.keys(root, BLOCKS, "a vocabulary") {
            return;
        }
        for item in self.list(root, "places") {
            self.place(item);
        }
        if let Some(words) = root.get("location_words") {
            self.location_words(words);
        }
        if let Some(words) = root.get("name_words") {
            self.name_words(words);
        }
        if let Some(phrases) = root.get("phrases") {
            self.phrases(phrases);
        }
        for item in self.list(root, "legal_forms") {
            self.legal_form(item);
        }
        for item in self.list(root, "vendors") {
            self.vendor(item);
        }
    }

    /// The items of a list under a key.
    fn list<'a>(&mut self, node: Value<'a>, key: &str) -> Vec<Value<'a>> {
        let Some(value) = node.get(key).filter(|value| !value.is_null()) else {
            return Vec::new();
        };
        if value.kind() != NodeKind::Seq {
            let found = value.kind().noun();
            self.error(value.span(), format!("`{key}` takes a list, found {found}"), "");
            return Vec::new();
        }
        value.items().collect()
    }

    /// A text that is not blank and not longer than any entry is.
    fn word(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = value.text().map(str::trim).unwrap_or_default();
        if text.is_empty() || text.len() > LONGEST {
            let message = format!("{what} is a text of 1 to {LONGEST} bytes");
            self.error(value.span(), message, "Quote a word that YAML reads as something else.");
            return None;
        }
        self.count += 1;
        if self.count == MAX_ENTRIES + 1 {
            let message = format!("a vocabulary has at most {MAX_ENTRIES} entries");
            self.error(value.span(), message, "Leave out what the built-in tables have.");
        }
        (self.count <= MAX_ENTRIES).then(|| text.to_owned())
    }

    fn words(&mut self, node: Value<'_>, key: &str) -> Vec<String> {
        let items = self.list(node, key);
        items
            .into_iter()
            .filter_map(|item| self.word(item, &format!("an item of `{key}`")))
            .collect()
    }

    /// The text under a key that an entry has to state.
    fn required(&mut self, node: Value<'_>, key: &str, what: &str) -> Option<String> {
        match node.get(key).filter(|value| !value.is_null()) {
            Some(value) => self.word(value, &format!("`{key}`")),
            None => {
                self.error(node.span(), format!("{what} has no `{key}`"), format!("Add `{key}`."));
                None
            }
        }
    }

    fn flag(&mut self, node: Value<'_>, key: &str) -> bool {
        let Some(value) = node.get(key) else { return false };
        value.as_bool().unwrap_or_else(|| {
            self.error(value.span(), format!("`{key}` takes `true` or `false`"), "");
            false
        })
    }

    /// The country under a key.
    fn country(&mut self, node: Value<'_>, key: &str) -> Option<Country> {
        let value = node.get(key).filter(|value| !value.is_null())?;
        let typed = value.text().unwrap_or_default();
        let country = Country::from_alpha2(typed);
        if country.is_none() {
            let named = places::country_named(typed);
            let help = named.map_or_else(
                || "Write two capital letters, such as `SE`.".to_owned(),
                |country| format!("Write `{}`.", country.alpha2()),
            );
            let message = format!("`{typed}` is not an ISO 3166-1 code");
            self.error(value.span(), message, help);
        }
        country
    }

    fn place(&mut self, item: Value<'_>) {
        if !self.keys(item, PLACE, "a place") {
            return;
        }
        let name = self.required(item, "place", "a place");
        if item.get("country").is_none_or(Value::is_null) {
            let help = "Add `country` with the code of the country that it is in.";
            self.error(item.span(), "a place has no `country`", help);
        }
        let country = self.country(item, "country");
        if let (Some(name), Some(country)) = (name, country) {
            self.entries.places.push((name, country));
        }
    }

    fn location_words(&mut self, node: Value<'_>) {
        let roles = places::role_names();
        if !self.keys(node, &roles, "`location_words`") {
            return;
        }
        for (key, words) in node.entries() {
            let Some(role) = key.text().and_then(places::role_named) else { continue };
            for word in self.by_language(words, "a word of a location") {
                self.entries.location_words.push((word, role));
            }
        }
    }

    fn name_words(&mut self, node: Value<'_>) {
        if !self.keys(node, &WordUses::names(), "`name_words`") {
            return;
        }
        for (key, words) in node.entries() {
            let Some(uses) = key.text().and_then(WordUses::named) else { continue };
            for word in self.by_language(words, "a word of a name") {
                if fold_name(&word).split(' ').count() > LONGEST_NAME_PHRASE {
                    let message = format!("`{word}` has more than {LONGEST_NAME_PHRASE} words");
                    self.error(words.span(), message, "Shorten it to the words that tell it.");
                    continue;
                }
                self.entries.name_words.push((word, uses));
            }
        }
    }

    /// A list of words, or lists by language.
    fn by_language(&mut self, value: Value<'_>, what: &str) -> Vec<String> {
        match value.kind() {
            NodeKind::Seq => value.items().filter_map(|item| self.word(item, what)).collect(),
            NodeKind::Map => {
                let lists = value.entries();
                lists.flat_map(|(_, list)| self.by_language_list(list, what)).collect()
            }
            kind => {
                let message =
                    format!("expected a list, or lists by language, found {}", kind.noun());
                self.error(value.span(), message, "For example `en: [word]`.");
                Vec::new()
            }
        }
    }

    fn by_language_list(&mut self, value: Value<'_>, what: &str) -> Vec<String> {
        if value.kind() == NodeKind::Seq {
            return value.items().filter_map(|item| self.word(item, what)).collect();
        }
        let message = format!("the words of a language are a list, found {}", value.kind().noun());
        self.error(value.span(), message, "For example `en: [word]`.");
        Vec::new()
    }

    fn phrases(&mut self, node: Value<'_>) {
        if !self.keys(node, PHRASES, "`phrases`") {
            return;
        }
        let placeholders = self.words(node, "placeholders");
        self.entries.placeholders.extend(placeholders);
        if let Some(vague) = node.get("vague") {
            let fields: Vec<&str> = VAGUE.iter().map(|(name, _)| *name).collect();
            if self.keys(vague, &fields, "`vague`") {
                for (name, field) in VAGUE {
                    for phrase in self.words(vague, name) {
                        self.entries.vague.push((*field, phrase));
                    }
                }
            }
        }
        if let Some(special) = node.get("special_categories") {
            let words = self.by_language(special, "a word for sensitive data");
            self.entries.special_categories.extend(words);
        }
    }

    fn legal_form(&mut self, item: Value<'_>) {
        if !self.keys(item, FORM, "a legal form") {
            return;
        }
        let id = self.required(item, "id", "a legal form");
        let label = self.required(item, "label", "a legal form");
        let (spellings, prefixes) = (self.words(item, "spellings"), self.words(item, "prefixes"));
        if spellings.is_empty() && prefixes.is_empty() {
            let help = "Add `spellings`: how it is written after a name.";
            self.error(item.span(), "a legal form has no spelling", help);
        }
        let mut countries = Vec::new();
        for code in self.list(item, "countries") {
            let typed = code.text().unwrap_or_default();
            if typed == "EU" || Country::from_alpha2(typed).is_some() {
                countries.push(typed.to_owned());
            } else {
                let message = format!("`{typed}` is not an ISO 3166-1 code");
                self.error(code.span(), message, "Write two capital letters, such as `SE`.");
            }
        }
        for spelling in item.get("spellings").into_iter().flat_map(Value::items) {
            let known = spelling.text().and_then(legal_forms::find);
            let is_known = known.is_some_and(|known| {
                !countries.is_empty() && countries.iter().all(|code| known.is_usual_in(code))
            });
            if is_known {
                let message = "the built-in list has this form in these countries";
                self.error(spelling.span(), message, "Leave it out.");
            }
        }
        let weak = self.flag(item, "weak");
        if let (Some(id), Some(label)) = (id, label) {
            let form = AddedForm { id, label, countries, spellings, prefixes, weak };
            self.entries.legal_forms.push(form);
        }
    }

    fn vendor(&mut self, item: Value<'_>) {
        if !self.keys(item, VENDOR, "a vendor") {
            return;
        }
        let name = self.required(item, "name", "a vendor");
        let id = match item.get("id") {
            Some(id) => self.word(id, "`id`"),
            None => name.as_ref().map(|name| name.to_lowercase().replace(' ', "-")),
        };
        let mut entities = Vec::new();
        for entity in self.list(item, "entities") {
            if !self.keys(entity, ENTITY, "an entity") {
                continue;
            }
            let name = self.required(entity, "name", "an entity");
            if entity.get("country").is_none_or(Value::is_null) {
                self.error(entity.span(), "an entity has no `country`", "Add `country`.");
            }
            let country = self.country(entity, "country");
            let former = self.flag(entity, "former");
            if let (Some(name), Some(country)) = (name, country) {
                entities.push((name, country, former));
            }
        }
        let (Some(id), Some(name)) = (id, name) else { return };
        let group = match item.get("group") {
            Some(group) => self.word(group, "`group`").unwrap_or_default(),
            None => id.clone(),
        };
        let vendor = AddedVendor {
            brand: self.flag(item, "brand"),
            products: self.words(item, "products"),
            old: self.words(item, "old"),
            domains: self.words(item, "domains"),
            hq: self.country(item, "hq"),
            defunct: item.get("defunct").and_then(|text| self.word(text, "`defunct`")),
            id,
            name,
            entities,
            group,
        };
        self.entries.vendors.push(vendor);
    }
}
