//! `required`: a field is there and says something.

use crate::checks::kit::company::Company;
use crate::checks::kit::fields as fields_kit;
use crate::checks::kit::suggestions::alternatives;
use crate::manifest::fields::{self, VendorField};
use crate::manifest::schema;
use crate::manifest::view::ExpressionSubject;
use crate::manifest::{Activity, ClosedVocabulary as _, Manifest, Text, Vendor, is_blank};
use crate::policy::{
    Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Origin, Subject,
};
use crate::syntax::{Value, as_written};
use crate::text::suggest::did_you_mean;
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
        OptionSpec::texts(
            "manifest_fields",
            "Those of the fields that a page has no place for, so that they are asked of manifests only.",
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
        ("block", "the block of `under` with its fields, as it is written"),
        ("contact", "for `contact`: a contact of `kinds`, as it is written"),
        ("kinds", "for `contact`: the kinds of contacts that count, in words"),
        ("seat", "for `location`: the field that says where the company is"),
    ],
    variants: &[
        ("pack", "a pack asks for the field"),
        ("config", "a configuration asks for the field"),
        ("block", "the block of `under` is missing"),
        ("kind", "the contact is of another kind"),
        ("linked", "the privacy policy of the vendor is linked"),
        ("seat", "the entry says where the company is, and not where the data is"),
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

/// The kinds of contacts that count; all, if none is named.
struct ContactDemand {
    kinds: Vec<String>,
}

impl ContactDemand {
    fn of(kinds: Vec<String>) -> Self {
        Self { kinds }
    }

    fn is_met_by(&self, vendor: &Vendor<'_>) -> bool {
        if self.kinds.is_empty() {
            return has_any_contact(vendor);
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

    fn counts(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|known| known == kind)
    }

    /// The kinds in words: `an e-mail address or a phone number`.
    fn words(&self) -> String {
        let words = [
            ("email", "e-mail address"),
            ("url", "web form"),
            ("phone", "phone number"),
            ("dpo", "data protection officer"),
            ("address", "postal address"),
        ];
        let words = words.iter().filter(|(kind, _)| self.counts(kind)).map(|(_, word)| *word);
        alternatives(&words.collect::<Vec<_>>())
    }

    /// A contact as it is written, with a slot for its value.
    fn example(&self) -> String {
        let slots = [("email", "e-mail address"), ("url", "web form"), ("phone", "phone number")];
        let slots: Vec<&str> =
            slots.iter().filter(|(kind, _)| self.counts(kind)).map(|(_, slot)| *slot).collect();
        match &slots[..] {
            [] if self.counts("dpo") => "dpo: <e-mail address>".to_owned(),
            [] => "address: <postal address>".to_owned(),
            slots => format!("contact: <{}>", alternatives(slots)),
        }
    }
}

/// True if anybody can be reached in any way.
fn has_any_contact(vendor: &Vendor<'_>) -> bool {
    let address = vendor.field("address").is_some_and(|value| !is_blank(value));
    address || !vendor.contacts.is_empty()
}

struct Required {
    fields: Vec<RequiredField>,
    help: Vec<(String, Vec<String>)>,
    under: Option<String>,
    manifest_fields: Vec<String>,
    contact: ContactDemand,
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
                options.error(*at, message, &help);
            }
        }
        Self {
            fields: fields.iter().map(|(_, field)| RequiredField::named(field)).collect(),
            help: options.table("field_help"),
            under,
            manifest_fields: options.texts("manifest_fields"),
            contact: ContactDemand::of(options.words("kinds")),
            inherit_category: options.bool("inherit_category"),
            accept_none_with_reason: options.bool("accept_none_with_reason"),
            origin: match options.origin("fields").cloned() {
                Some(origin) => origin,
                None => Origin::Rule,
            },
        }
    }

    /// A hit about a field that the list spells as `key`, with the advice that follows from
    /// the rest of the entry, if there is any.
    fn hit(&self, hit: Hit, field: &str, key: &str, advice: Option<String>) -> Hit {
        let stated = self.help.iter().find(|(name, _)| name == field);
        let help = advice.or_else(|| stated.and_then(|(_, texts)| texts.first()).cloned());
        let help = help.unwrap_or_else(|| field_help(key));
        let hit = hit.arg("field_help", help).arg("key", key);
        match &self.origin {
            Origin::Rule => hit,
            Origin::Pack(pack) => hit.arg("pack", pack).variant("pack"),
            Origin::Config => hit.variant("config"),
        }
    }

    /// Adds what the entry says beside the field that it lacks.
    fn beside(&self, hit: Hit, vendor: &Vendor<'_>, required: &RequiredField) -> Hit {
        match required.demand {
            Demand::Reachable => {
                let hit = hit.arg("contact", self.contact.example());
                let links_policy =
                    || vendor.field("links.privacy").is_some_and(|value| !is_blank(value));
                match () {
                    () if has_any_contact(vendor) => {
                        hit.arg("kinds", self.contact.words()).variant("kind")
                    }
                    () if links_policy() => hit.variant("linked"),
                    () => hit,
                }
            }
            Demand::Stated if required.field.key() == "locations" => {
                let states = |key: &&&str| vendor.field(key).is_some_and(|value| !is_blank(value));
                match ["country", "address"].iter().find(states) {
                    Some(seat) => hit.arg("seat", *seat).variant("seat"),
                    None => hit,
                }
            }
            _ => hit,
        }
    }

    /// The block of `under` with the fields that have to be stated.
    fn block(&self, under: &str) -> String {
        let fields = self.fields.iter().map(|required| match required.field.name.as_str() {
            "role" => "role: processor".to_owned(),
            field => format!("{field}: ..."),
        });
        format!("{under}: {{name: ..., {}}}", fields.collect::<Vec<_>>().join(", "))
    }

    /// True if an entry meets the demand on a field.
    fn has(&self, vendor: &Vendor<'_>, required: &RequiredField) -> bool {
        match required.demand {
            Demand::Stated => vendor.states(&required.field),
            Demand::Reachable => self.contact.is_met_by(vendor),
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

    /// True if an opt-out note says anything.
    fn is_note(&self, note: Value<'_>) -> bool {
        if is_blank(note) {
            return false;
        }
        let refused = note.get("available").and_then(Value::as_bool) == Some(false);
        self.accept_none_with_reason || !refused
    }

    fn check_document(&self, manifest: &Manifest<'_>, is_page: bool, hits: &mut Hits) {
        let root = match &self.under {
            None => Some(manifest.root),
            Some(under) => manifest.root.get(under),
        };
        // Without the block all of its fields are missing: one finding.
        if let Some(under) = self.under.as_ref().filter(|_| root.is_none_or(is_blank)) {
            let key = manifest.key(under).map(Value::span);
            let hit = key.map_or_else(|| Hit::document(manifest), Hit::at);
            hits.push(hit.arg("field", under).arg("block", self.block(under)).variant("block"));
            return;
        }
        // The block itself, if it is there: its name, or else its key.
        let named =
            root.filter(|_| self.under.is_some()).and_then(|block| Text::get(block, "name"));
        let key = self.under.as_ref().and_then(|under| manifest.key(under));
        let anchor = named.map(Text::span).or(key.map(Value::span));
        for RequiredField { field, .. } in &self.fields {
            let field = &field.name;
            if is_page && self.manifest_fields.contains(field) {
                continue;
            }
            let value = root.and_then(|root| match field.as_str() {
                "contact" => stated_contact(root),
                _ => field.split('.').try_fold(root, |value, key| value.get(key)),
            });
            if value.is_none_or(is_blank) {
                let hit =
                    anchor.map_or_else(|| Hit::document(manifest), |span| Hit::at(span).absent());
                let hit = hit.arg("field", field).lacks(field);
                hits.push(self.hit(hit, field, field, None));
            }
        }
    }
}

impl ListCheck for Required {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        if subject.each_document {
            if let Some(manifest) = subject.manifest {
                self.check_document(manifest, subject.page.is_some(), hits);
            }
            return;
        }
        let spell = |field| LazyCell::new(move || fields_kit::spelling_of(field, subject.vendors));
        let keys: Vec<_> = self.fields.iter().map(|field| spell(&field.field)).collect();
        for vendor in subject.vendors {
            for (field, key) in self.fields.iter().zip(&keys) {
                if !self.has(vendor, field) {
                    let name = &field.field.name;
                    let hit = self.beside(Hit::lacking(vendor, name), vendor, field);
                    hits.push(self.hit(hit, name, key, nearly_stated(vendor, field)));
                }
            }
        }
    }
}

/// The advice about a missing field that another field nearly states.
fn nearly_stated(vendor: &Vendor<'_>, required: &RequiredField) -> Option<String> {
    if required.field.key() != "country" {
        return None;
    }
    let country = Company::of(vendor).of_address()?;
    Some(format!("Add `country: {}`, as `address` has it.", as_written(country.alpha2())))
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
fn unknown(field: &str, about: ExpressionSubject) -> (String, String) {
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
        return (format!("`{field}` is a field of {is}, not of {is_not}"), help.to_owned());
    }
    let block = match about {
        ExpressionSubject::Vendor => fields::VENDOR,
        ExpressionSubject::Manifest => fields::MANIFEST,
    };
    let known = block.block().spellings(field).err().unwrap_or_default();
    let last = field.rsplit('.').next().unwrap_or(field);
    let help = match did_you_mean(last, known) {
        Some(close) => format!("Did you mean `{close}`?"),
        None => "See `docs/manifest.md` for the fields.".to_owned(),
    };
    (format!("the manifest has no field `{field}`"), help)
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
