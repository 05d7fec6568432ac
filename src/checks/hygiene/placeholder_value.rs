//! `placeholder-value`: values that mean that nothing was filled in.

use crate::facts::phrases;
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::{NodeKind, Value};
use crate::values::location::{self, Context};
use crate::values::plain_text;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "placeholder-value",
    summary: "reports values such as `TBD` or `N/A`",
    options: &[
        OptionSpec::texts("fields", "The top fields of an entry to look at; all, if left out."),
        OptionSpec::texts("extra", "More values that are placeholders."),
        OptionSpec::texts("accepted_values", "Values that are no placeholders."),
    ],
    arguments: &[("field", "the key of the value"), ("value", "the value as written")],
    variants: &[
        ("inside", "a mark of unfinished work inside a longer text"),
        ("none_in_list", "a list whose only item says that there is none"),
        ("none_of_all", "a list that is empty where there is none"),
        ("no_transfer", "a transfer that is said not to take place"),
    ],
    build: |options| Check::list(PlaceholderValue::new(options)),
};

struct PlaceholderValue {
    fields: Vec<String>,
    extra: Vec<String>,
    accepted: Vec<String>,
}

/// Facts about an entry that are known before its values are looked at.
#[derive(Clone, Copy)]
struct EntryKind {
    /// "None" is an answer there.
    nothing_is_due: bool,
    /// One of its values may hold a mark of unfinished work.
    may_be_unfinished: bool,
}

impl EntryKind {
    /// One whose values are all looked through.
    const ANY: Self = Self { nothing_is_due: false, may_be_unfinished: true };

    fn of(vendor: &Vendor<'_>, nothing_is_due: bool) -> Self {
        Self { nothing_is_due, may_be_unfinished: vendor.marks().may_be_unfinished() }
    }
}

/// True if any text may stand in a field.
fn is_free(key: &str) -> bool {
    matches!(key, "id" | "notes" | "note" | "text" | "group" | "ref") || key.starts_with("x-")
}

impl PlaceholderValue {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self {
            fields: options.texts("fields"),
            extra: options.texts("extra"),
            accepted: options.texts("accepted_values"),
        }
    }

    /// Looks through the fields of an entry. `about` says whose they are.
    fn entry(
        &self,
        node: Value<'_>,
        entry: EntryKind,
        about: &dyn Fn(Hit) -> Hit,
        hits: &mut Hits,
    ) {
        for (key, value) in node.entries() {
            let key = key.text().unwrap_or_default();
            let wanted = self.fields.is_empty() || self.fields.iter().any(|field| field == key);
            if wanted && !is_free(key) {
                self.walk(key, value, entry, about, hits);
            }
        }
    }

    /// Looks through a value and what is below it. The depth is that of the
    /// tree, which is capped.
    fn walk(
        &self,
        field: &str,
        value: Value<'_>,
        entry: EntryKind,
        about: &dyn Fn(Hit) -> Hit,
        hits: &mut Hits,
    ) {
        match value.kind() {
            NodeKind::Map => {
                for (key, value) in value.entries() {
                    let key = key.text().unwrap_or_default();
                    // The text of a place is a location, of other records prose.
                    if key == "text" && matches!(field, "location" | "locations") {
                        self.walk("location", value, entry, about, hits);
                    } else if !is_free(key) {
                        self.walk(key, value, entry, about, hits);
                    }
                }
            }
            NodeKind::Seq => {
                value.items().for_each(|item| self.walk(field, item, entry, about, hits));
            }
            NodeKind::Str => {
                let Some(typed) = value.as_str() else { return };
                // "Aucune" in a list that can be left out.
                let is_answer = || plain_text::is_not_applicable(typed);
                let is_none_in_list = LISTS.contains(&field)
                    && is_answer()
                    && !self.accepted.iter().any(|one| one.eq_ignore_ascii_case(typed));
                if !(is_none_in_list
                    || phrases::is_placeholder(typed, field, &self.extra, &self.accepted))
                    || is_place(field, typed) && !self.is_extra(typed)
                {
                    if entry.may_be_unfinished {
                        hits.extend(self.inside(field, value).map(about));
                    }
                    return;
                }
                // Where nothing is due, "none" is an answer.
                if entry.nothing_is_due && is_answer() {
                    return;
                }
                let variant = match field {
                    _ if !is_answer() => None,
                    "special_categories" => Some("none_of_all"),
                    "transfer" | "transfers" => Some("no_transfer"),
                    field => LISTS.contains(&field).then_some("none_in_list"),
                };
                hits.extend(Text::of(value).map(|text| {
                    let hit = about(Hit::on(text)).arg("field", field).claims_own().claims_value();
                    match variant {
                        Some(variant) => hit.variant(variant),
                        None => hit,
                    }
                }));
            }
            _ => {}
        }
    }
}

/// Lists that an empty list or no list says the same for.
const LISTS: &[&str] = &["certifications", "agreements", "chain", "services", "former_names"];

impl PlaceholderValue {
    /// A mark of unfinished work in a text that says something as well.
    fn inside(&self, field: &str, value: Value<'_>) -> Option<Hit> {
        let text = Text::of(value)?;
        let is_name = matches!(field, "name" | "legal_name" | "former_names" | "services");
        let is_place = matches!(field, "location" | "locations" | "country" | "region");
        let range = match is_place {
            true => plain_text::unfinished_place(text.value(), text.marks())?,
            false => plain_text::unfinished(text.value(), text.marks(), is_name)?,
        };
        let shown = text.value().get(range.clone())?;
        if self.accepted.iter().any(|accepted| accepted.eq_ignore_ascii_case(shown)) {
            return None;
        }
        let mut hit = Hit::at(text.part(range)).arg("value", shown).arg("field", field);
        hit.value = Some(shown.to_owned());
        // A text that is nothing else is as good as missing.
        let is_whole = shown.len() == text.value().trim().len();
        if is_whole {
            return Some(hit.claims_own().claims_value());
        }
        if is_name {
            // What a name lacks may be what is to be filled in: "Kelp <legal form>".
            hit = hit.claims_span(value.span());
        }
        Some(hit.variant("inside"))
    }

    fn is_extra(&self, typed: &str) -> bool {
        self.extra.iter().any(|extra| extra.eq_ignore_ascii_case(typed.trim()))
    }
}

/// True if a value that looks like a placeholder names a place: a flag, `[Ireland]`.
fn is_place(field: &str, typed: &str) -> bool {
    matches!(field, "location" | "locations" | "country" | "regions") && {
        let context = Context { typed_country: field == "country", ..Context::default() };
        location::read(typed, &context).has_place()
    }
}

impl ListCheck for PlaceholderValue {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            self.entry(vendor.node, EntryKind::of(vendor, false), &|hit| hit.of(vendor), hits);
        }
        let document = subject.manifest.filter(|_| subject.each_document);
        for vendor in document.into_iter().flat_map(|manifest| &manifest.other_recipients) {
            self.entry(vendor.node, EntryKind::of(vendor, true), &|hit| hit.of(vendor), hits);
        }
        if let Some(updated) = document.and_then(|manifest| manifest.root.get("last_updated")) {
            self.walk(
                "last_updated",
                updated,
                EntryKind::ANY,
                &|hit| hit.arg("vendor", "the list"),
                hits,
            );
        }
        let organization = subject.manifest.filter(|_| subject.each_document);
        if let Some(organization) = organization.and_then(|manifest| manifest.organization.as_ref())
        {
            let name = organization.name.map_or("the organisation", Text::value);
            self.entry(organization.node, EntryKind::ANY, &|hit| hit.arg("vendor", name), hits);
        }
    }
}
