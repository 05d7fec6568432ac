use super::stated::says;
use super::table::field_at;
use super::*;
use crate::manifest::Manifest;
use crate::syntax::{Format, Limits, parse};

#[test]
fn every_spelling_leads_to_its_field() {
    let vendor = VENDOR.block();
    for (key, field) in [
        ("location", "locations"),
        ("locations", "locations"),
        ("audience", "audiences"),
        ("contact", "contacts"),
        // These are fields of their own as well.
        ("dpo", "dpo"),
        ("lei", "lei"),
        ("website", "website"),
    ] {
        assert_eq!(vendor.find(key).map(|field| field.name), Some(field), "{key}");
    }
    assert!(vendor.find("purpos").is_none());
    let of = |block: BlockId, key| block.block().find(key).map(|field| field.name);
    assert_eq!(of(LOCATION, "activities"), Some("activity"));
    assert_eq!(of(ORGANIZATION, "contacts"), Some("contact"));
}

#[test]
fn a_path_has_every_spelling_of_its_fields() {
    let vendor = VENDOR.block();
    for (path, spellings) in [
        ("locations", &["location", "locations"][..]),
        ("location", &["location", "locations"]),
        ("contacts", &["contact", "contacts", "contact_person", "dpo"]),
        ("registration_id", &["registration_id", "lei"]),
        ("website", &["website", "links.website"]),
        ("opt_out.how", &["opt_out.how"]),
        ("x-owner", &["x-owner"]),
        ("dpo.x-a.b", &["dpo.x-a.b"]),
    ] {
        assert_eq!(vendor.spellings(path).unwrap(), spellings, "{path}");
    }
    assert!(vendor.spellings("purpos").unwrap_err().contains(&"purpose"));
    assert!(vendor.spellings("purpose.x").is_err());
    let certification = CERTIFICATION.block();
    let both = ["report_period_end", "period_end"];
    assert_eq!(certification.spellings("report_period_end").unwrap(), both);
}

#[test]
fn the_keys_of_a_vendor_are_the_fields_of_its_block() {
    for (index, field) in VENDOR.block().fields.iter().enumerate() {
        let key = VendorKey::parse(field.name).expect(field.name);
        assert_eq!((key as usize, key.field().name), (index, field.name));
        let keys: VendorKeys = [key].into_iter().collect();
        assert!(keys.contains(key) && keys.intersects(keys));
    }
    assert!(VENDOR.block().fields.len() <= 128, "`VendorKeys` holds 128 keys");
    assert_eq!(VendorKey::parse("x-name"), None);
    assert_eq!(VendorKey::Location.list(), VendorKey::Locations);
    assert_eq!(VendorKey::Dpo.list(), VendorKey::Dpo);
}

#[test]
fn relations_lead_to_fields_that_there_are() {
    for block in &BLOCKS {
        for field in block.fields {
            let target = match field.relation {
                FieldRelation::Itself => field.name,
                FieldRelation::ItemOf(name) | FieldRelation::KindOf(name) => name,
                FieldRelation::SameAs(path) => path,
            };
            assert!(field_at(block, target).is_some(), "{}.{}", block.name, field.name);
            assert!(block.key(field.list()).is_some());
            assert!(field.also_read.iter().all(|key| block.key(key).is_none()));
        }
        let named = block.text_is.iter().chain(&block.flag_is).chain(block.stated_by);
        for name in named {
            assert!(block.key(name).is_some(), "{} has no `{name}`", block.name);
        }
    }
}

#[test]
fn blank_values_and_blocks_that_lead_nowhere_say_nothing() {
    let vendor = VENDOR.block();
    for (key, value, expected) in [
        ("purpose", "Hosting", true),
        ("purpose", "' '", false),
        ("services", "['', ~]", false),
        ("special_categories", "[]", true),
        ("special_categories", "~", false),
        ("data_categories", "[]", false),
        ("contact", "privacy@acme.example", true),
        ("contact", "{position: DPO, for: customers}", false),
        ("contacts", "[{position: DPO}, {phone: '+49 30 1'}]", true),
        ("links", "{website: ''}", false),
        ("opt_out", "false", true),
    ] {
        let parsed = parse(value, Format::Yaml, &Limits::default());
        let value = parsed.tree.documents().next().unwrap();
        assert_eq!(says(vendor.find(key).unwrap(), value), expected, "{key}");
    }
}

/// A field of the schema that takes a contact is read as one, and one is enough.
#[test]
fn every_field_that_can_state_a_contact_does() {
    let stating = |block: BlockId| {
        let fields = block.block().fields.iter().filter(|field| field.states_contact());
        fields.map(|field| field.name).collect::<Vec<_>>()
    };
    assert!(stating(VENDOR).contains(&"contact_person"));
    for key in stating(VENDOR) {
        let text = format!("subprocessors: [{{name: A, {key}: privacy@acme.example}}]");
        let parsed = parse(&text, Format::Yaml, &Limits::default());
        let manifest = Manifest::read(parsed.tree.documents().next().unwrap());
        assert_eq!(manifest.vendors[0].contacts.list.len(), 1, "{key}");
    }
    for key in stating(ORGANIZATION) {
        let text = format!("organization: {{name: A, {key}: privacy@acme.example}}");
        let parsed = parse(&text, Format::Yaml, &Limits::default());
        let manifest = Manifest::read(parsed.tree.documents().next().unwrap());
        assert_eq!(manifest.organization.as_ref().unwrap().contacts.list.len(), 1, "{key}");
    }
}

#[test]
fn a_named_field_knows_its_paths() {
    assert_eq!(VendorField::named("links.website").paths, ["links.website", "website"]);
    assert_eq!(VendorField::named("location").key(), "locations");
    assert_eq!(VendorField::named("opt_out.how").key(), "");
    // A path into a list is taken as it is.
    assert_eq!(VendorField::named("location.country").paths, ["location.country"]);
    let keys = |key| [key].into_iter().collect();
    assert!(VendorField::named("location").may_be_in(keys(VendorKey::Locations)));
    assert!(!VendorField::named("location").may_be_in(keys(VendorKey::Purpose)));
    assert!(VendorField::named("x-owner").may_be_in(VendorKeys::default()));
}

#[test]
fn descriptions_are_those_of_the_key_itself() {
    assert!(description_of("location").unwrap().contains("if it is one place"));
    assert!(description_of("organization.role").unwrap().starts_with("In which role"));
    assert!(description_of("transfer.mechanism").is_some());
    assert_eq!(description_of("purpos"), None);
}
