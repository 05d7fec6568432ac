//! `required`: a field is there and says something.

use crate::checks::kit::fields as fields_kit;
use crate::manifest::fields::{self, VendorField};
use crate::manifest::schema;
use crate::manifest::view::ExpressionSubject;
use crate::manifest::{Activity, ClosedVocabulary as _, Manifest, Text, Vendor, is_blank};
use crate::policy::{
    Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Origin, Subject,
};
use crate::syntax::Value;
use std::cell::LazyCell;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "required",
    summary: "reports entries in which a field is missing or blank",
    options: &[
        OptionSpec::field("field", "The field that has to be stated.").structural(),
        OptionSpec::texts("fields", "The fields that have to be stated."),
        OptionSpec::table(
            "field_help",
            "The advice for each field; its description in the schema, if left out.",
        )
        .structural(),
        OptionSpec::text(
            "under",
            "The block of the manifest that the fields are in, such as `organization`.",
        )
        .structural(),
        OptionSpec::words(
            "kinds",
            ("a kind of contact", || CONTACT_KINDS.to_vec()),
            &[],
            "For `contact`: the kinds of contacts that count; all, if left out.",
        ),
        OptionSpec::boolean(
            "inherit_category",
            false,
            "For `purpose`: whether a `category` is enough.",
        ),
        OptionSpec::boolean(
            "accept_none_with_reason",
            true,
            "For `opt_out`: whether a note that there is no way to opt out is enough.",
        ),
    ],
    arguments: &[
        ("field", "the field that is missing"),
        ("key", "the field as the list spells it"),
        ("field_help", "the advice for the field"),
        ("pack", "the pack that asks for the field"),
    ],
    variants: &[
        ("pack", "a pack asks for the field"),
        ("config", "a configuration asks for the field"),
    ],
    build: |options| Check::list(Required::new(options)),
};

/// The ways to reach someone that `kinds` may name.
const CONTACT_KINDS: &[&str] = &["email", "url", "phone", "dpo", "address"];

/// A condition for a field to count as present beyond
/// [`Vendor::states`].
enum Demand {
    Stated,
    /// Someone can be reached in one of the ways that `kinds` names.
    Reachable,
    /// A contact with a name, a position and an address, under any key.
    Person,
    /// A purpose or, with `inherit_category`, a category.
    Purpose,
    /// An audience of the closed list; other words are `invalid-value`'s.
    KnownAudience,
    /// A note; with `accept_none_with_reason: false` not one that refuses.
    Note,
    /// A place at which an activity happens, `locations.storage`.
    Place(Activity),
}

struct RequiredField {
    field: VendorField,
    demand: Demand,
}

impl RequiredField {
    fn named(path: &str) -> Self {
        let field = VendorField::named(path);
        let activity = path.strip_prefix("locations.").and_then(Activity::parse);
        let demand = match field.key() {
            "contacts" => Demand::Reachable,
            "contact_person" => Demand::Person,
            "purpose" => Demand::Purpose,
            "audiences" => Demand::KnownAudience,
            "opt_out" => Demand::Note,
            _ => activity.map_or(Demand::Stated, Demand::Place),
        };
        Self { field, demand }
    }
}

struct Required {
    fields: Vec<RequiredField>,
    help: Vec<(String, Vec<String>)>,
    under: Option<String>,
    kinds: Vec<String>,
    inherit_category: bool,
    accept_none_with_reason: bool,
    origin: Origin,
}

impl Required {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        let mut fields = options.located_texts("fields");
        fields.extend(options.located_texts("field"));
        let under = options.text("under");
        let about = options.about();
        let at_under = options.get("under").filter(|_| about == ExpressionSubject::Vendor);
        if let Some(at) = at_under {
            let help = "Write `for: {each: manifest}`, or remove it.";
            options.error(at, "`under` has no effect in a rule about vendors", help);
        }
        for (at, field) in fields.iter().filter(|_| at_under.is_none()) {
            let full =
                under.as_ref().map_or_else(|| field.clone(), |under| format!("{under}.{field}"));
            if !is_known(&full, about) {
                let (message, help) = unknown(&full, about);
                options.error(*at, message, help);
            }
        }
        Self {
            fields: fields.iter().map(|(_, field)| RequiredField::named(field)).collect(),
            help: options.table("field_help"),
            under,
            kinds: options.words("kinds"),
            inherit_category: options.bool("inherit_category"),
            accept_none_with_reason: options.bool("accept_none_with_reason"),
            origin: match options.origin("fields").cloned() {
                Some(origin) => origin,
                None => Origin::Rule,
            },
        }
    }

    /// A hit about a field that the list spells as `key`.
    fn hit(&self, hit: Hit, field: &str, key: &str) -> Hit {
        let stated = self.help.iter().find(|(name, _)| name == field);
        let help = stated.and_then(|(_, texts)| texts.first()).cloned();
        let help = help.unwrap_or_else(|| field_help(key));
        let hit = hit.arg("field_help", help).arg("key", key);
        match &self.origin {
            Origin::Rule => hit,
            Origin::Pack(pack) => hit.arg("pack", pack).variant("pack"),
            Origin::Config => hit.variant("config"),
        }
    }

    /// True if an entry meets the demand on a field.
    fn has(&self, vendor: &Vendor<'_>, required: &RequiredField) -> bool {
        match required.demand {
            Demand::Stated => vendor.states(&required.field),
            Demand::Reachable => self.reachable(vendor),
            Demand::Person => vendor.contacts.list.iter().any(|contact| {
                let address = contact.addresses().next().is_some();
                contact.name.is_some() && contact.position.is_some() && address
            }),
            Demand::Purpose => {
                let category = || vendor.field("category").is_some_and(|value| !is_blank(value));
                vendor.states(&required.field) || (self.inherit_category && category())
            }
            Demand::KnownAudience => !vendor.audiences.is_empty(),
            Demand::Note => vendor.field("opt_out").is_some_and(|note| self.is_note(note)),
            Demand::Place(activity) => {
                vendor.places.iter().any(|place| place.activities.contains(&activity))
            }
        }
    }

    fn reachable(&self, vendor: &Vendor<'_>) -> bool {
        if self.kinds.is_empty() {
            let address = vendor.field("address").is_some_and(|value| !is_blank(value));
            return address || !vendor.contacts.is_empty();
        }
        self.kinds.iter().any(|kind| match kind.as_str() {
            "address" => {
                vendor.field("address").is_some_and(|value| !is_blank(value))
                    || vendor.contacts.list.iter().any(|contact| contact.has("address"))
            }
            "dpo" => vendor.contacts.list.iter().any(|contact| contact.dpo),
            kind => vendor.contacts.list.iter().any(|contact| contact.has(kind)),
        })
    }

    /// True if an opt-out note says anything.
    fn is_note(&self, note: Value<'_>) -> bool {
        if is_blank(note) {
            return false;
        }
        let refused = note.get("available").and_then(Value::as_bool) == Some(false);
        self.accept_none_with_reason || !refused
    }

    fn check_document(&self, manifest: &Manifest<'_>, hits: &mut Hits) {
        let root = match &self.under {
            None => Some(manifest.root),
            Some(under) => manifest.root.get(under),
        };
        // The block itself, if it is there: its name, or else its key.
        let named =
            root.filter(|_| self.under.is_some()).and_then(|block| Text::get(block, "name"));
        let key = self.under.as_ref().and_then(|under| manifest.key(under));
        let anchor = named.map(Text::span).or(key.map(Value::span));
        for RequiredField { field, .. } in &self.fields {
            let field = &field.name;
            let value = root.and_then(|root| match field.as_str() {
                "contact" => stated_contact(root),
                _ => field.split('.').try_fold(root, |value, key| value.get(key)),
            });
            if value.is_none_or(is_blank) {
                let hit =
                    anchor.map_or_else(|| Hit::document(manifest), |span| Hit::at(span).absent());
                let hit = hit.arg("field", field).lacks(field);
                hits.push(self.hit(hit, field, field));
            }
        }
    }
}

impl ListCheck for Required {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        if subject.each_document {
            if let Some(manifest) = subject.manifest {
                self.check_document(manifest, hits);
            }
            return;
        }
        let spell = |field| LazyCell::new(move || fields_kit::spelling_of(field, subject.vendors));
        let keys: Vec<_> = self.fields.iter().map(|field| spell(&field.field)).collect();
        for vendor in subject.vendors {
            for (field, key) in self.fields.iter().zip(&keys) {
                if !self.has(vendor, field) {
                    let name = &field.field.name;
                    hits.push(self.hit(Hit::lacking(vendor, name), name, key));
                }
            }
        }
    }
}

/// A value of the organisation that states a contact, under any field that can.
fn stated_contact(organization: Value<'_>) -> Option<Value<'_>> {
    let states = |(key, value): &(Value<'_>, Value<'_>)| {
        let field = key.text().and_then(|key| fields::ORGANIZATION.block().find(key));
        field.is_some_and(|field| field.states_contact() && fields::says(field, *value))
    };
    organization.entries().find(states).map(|(_, value)| value)
}

/// Names that stand for a way of filling several fields.
const VIRTUAL: &[&str] = &[
    "contact_person",
    "locations.storage",
    "locations.processing",
    "locations.access",
    "locations.support",
];

/// True if an entry of the kind that a rule is about may have a field.
fn is_known(field: &str, about: ExpressionSubject) -> bool {
    let path = |start: &[&str]| -> Vec<String> {
        start.iter().copied().chain(field.split('.')).map(str::to_owned).collect()
    };
    let known = |path: Vec<String>| {
        let expected = schema::expected_at(&path);
        !expected.types.is_empty() || !expected.values.is_empty()
    };
    field.starts_with("x-")
        || match about {
            ExpressionSubject::Manifest => known(path(&[])),
            ExpressionSubject::Vendor => {
                VIRTUAL.contains(&field) || known(path(&["subprocessors", "0"]))
            }
        }
}

/// The message about a field that there is not, with the next step.
fn unknown(field: &str, about: ExpressionSubject) -> (String, &'static str) {
    let (other, is, is_not, help) = match about {
        ExpressionSubject::Manifest => {
            let help = "Write `for: {each: subprocessor}`.";
            (ExpressionSubject::Vendor, "a vendor", "the document", help)
        }
        ExpressionSubject::Vendor => {
            let help = "Write `for: {each: manifest}`.";
            (ExpressionSubject::Manifest, "the document", "a vendor", help)
        }
    };
    if is_known(field, other) {
        return (format!("`{field}` is a field of {is}, not of {is_not}"), help);
    }
    (format!("the manifest has no field `{field}`"), "See `docs/manifest.md` for the fields.")
}

/// Makes the help for a missing field from its description in the schema.
fn field_help(field: &str) -> String {
    match field {
        "contact_person" => {
            "Give a contact with `name`, `position` and an e-mail address or phone number."
                .to_owned()
        }
        _ => match fields::description_of(field) {
            Some(text) => format!("Add `{field}`: {text}"),
            None => format!("Add `{field}`."),
        },
    }
}
