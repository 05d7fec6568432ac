//! Vocabulary files: what they add changes the verdict, and mistakes in them are found.

use subprocessor_lint::{Date, Linter, Policy};

/// The findings of a manifest, as `rule path`, under a vocabulary or without one.
fn findings(vocabulary: Option<&str>, manifest: &str) -> Vec<String> {
    let mut builder = Policy::builder();
    if let Some(text) = vocabulary {
        builder = builder.vocabulary("words.yaml", text);
    }
    let policy = builder.build().unwrap_or_else(|errors| panic!("{errors:#?}"));
    let linter = Linter::new(policy, Date::parse("2026-11-28").unwrap());
    let checked = linter.check("subprocessors.yaml", manifest);
    checked.findings.iter().map(|finding| format!("{} {}", finding.rule, finding.path)).collect()
}

/// What a vocabulary takes from the findings of an entry, and what it adds to them.
fn changes(vocabulary: &str, entries: &str) -> (Vec<String>, Vec<String>) {
    let manifest = format!("subprocessors:\n{entries}");
    let (before, after) = (findings(None, &manifest), findings(Some(vocabulary), &manifest));
    let without = |left: &[String], right: &[String]| {
        left.iter().filter(|finding| !right.contains(finding)).cloned().collect()
    };
    (without(&before, &after), without(&after, &before))
}

fn assert_has(found: &[String], expected: &[&str]) {
    for finding in expected {
        assert!(found.iter().any(|found| found == finding), "{finding}: {found:?}");
    }
}

#[test]
fn an_added_place_is_read_with_its_country() {
    let words =
        "places: [{place: Dunholm Campus, country: GB}, {place: Skerrymoor, country: GB}]\n";
    let (gone, new) = changes(words, "  - {name: Larch, location: Skerrymoor}\n");
    assert_eq!(gone, ["unknown-location subprocessors[0].location"]);
    assert!(new.is_empty());
    let claim = "residency: [{claim: All in the EU., regions: [EU]}]\n";
    let entry = format!("{claim}subprocessors: [{{name: Larch, location: Dunholm Campus}}]\n");
    let found = findings(Some(words), &entry);
    assert_has(&found, &["residency-mismatch subprocessors[0].location"]);
}

#[test]
fn an_added_word_of_a_location_has_its_role() {
    let words = "location_words: {filler: {en: [cage]}, hedge: [preferably-ish]}\n";
    let (gone, _) = changes(words, "  - {name: Larch, location: 'Sweden, cage 4'}\n");
    assert_eq!(gone, ["unknown-location subprocessors[0].location"]);
}

#[test]
fn an_added_word_of_a_name_has_its_use() {
    let words = "\
name_words:
  trading_as: {en: [sold under]}
  trades: [skywriting]
  states: [mothballed]
";
    let entries = "  \
  - {name: Larch, legal_name: Larch Oy sold under Birchmail}
  - {name: Skywriting provider}
  - {name: Birch, legal_name: Birch GmbH (Mothballed)}
";
    let (_, new) = changes(words, entries);
    assert_has(
        &new,
        &[
            "trade-name-in-legal-name subprocessors[0].legal_name",
            "multiple-entities subprocessors[1].name",
            "remark-in-name subprocessors[2].legal_name",
        ],
    );
}

#[test]
fn an_added_phrase_says_nothing_or_too_much() {
    let words = "\
phrases:
  placeholders: [ask Robin]
  vague: {purpose: [the usual]}
  special_categories: {health: [ward notes]}
";
    let entries = "  \
  - {name: Larch, contact: ask Robin, purpose: The usual}
  - {name: Birch, purpose: Storage of ward notes}
";
    let (_, new) = changes(words, entries);
    assert_has(
        &new,
        &[
            "placeholder-value subprocessors[0].contact",
            "vague-purpose subprocessors[0].purpose",
            "unflagged-special-category subprocessors[1].purpose",
        ],
    );
}

#[test]
fn an_added_legal_form_is_a_form_everywhere() {
    let words = "legal_forms: [{id: rkf, label: RKF, countries: [SE], spellings: [rkf]}]\n";
    let (gone, new) = changes(words, "  - {name: Larch, legal_name: Larch Print RKF}\n");
    assert_eq!(gone, ["missing-legal-form subprocessors[0].legal_name"]);
    assert!(new.is_empty(), "{new:?}");
    let twice = "  \
  - {name: Larch, legal_name: Larch Print RKF}
  - {name: Larch Two, legal_name: Larch Print R.K.F.}
";
    let (_, new) = changes(words, twice);
    assert!(new.iter().all(|finding| !finding.starts_with("missing-legal-form")), "{new:?}");
    let (_, new) = changes(words, "  - {name: Larch, legal_name: Larch RKF, country: JP}\n");
    assert_eq!(new, ["legal-form-country-mismatch subprocessors[0].legal_name"]);
}

#[test]
fn an_added_vendor_is_known_by_its_names_and_domains() {
    let words = "\
vendors:
  - name: Kelpworks
    products: [Kelpmail]
    entities: [{name: Kelpworks Oy, country: FI}]
    domains: [kelpworks.fi]
";
    let entries = "  \
  - {name: Kelpmail, legal_name: Otter Ltd}
  - {name: Stripe, contact: privacy@kelpworks.fi}
";
    let (_, new) = changes(words, entries);
    assert_has(&new, &["known-vendor-mismatch subprocessors[0].legal_name"]);
    let manifest = "subprocessors: [{name: Stripe, contact: privacy@kelpworks.fi}]\n";
    let policy = Policy::builder().vocabulary("words.yaml", words).build().unwrap();
    let checked = Linter::new(policy, Date::parse("2026-11-28").unwrap()).check("s.yaml", manifest);
    let owner = checked.findings.iter().find(|finding| &*finding.rule == "contact-domain-mismatch");
    assert!(owner.is_some_and(|finding| finding.message.contains("Kelpworks")), "{owner:?}");
}

#[test]
fn a_vocabulary_belongs_to_its_policy_alone() {
    let words = "places: [{place: Narwhal Point, country: CA}]\n";
    let manifest = "subprocessors: [{name: Larch, location: Narwhal Point}]\n";
    let unread = "unknown-location subprocessors[0].location".to_owned();
    assert!(!findings(Some(words), manifest).contains(&unread));
    assert!(findings(None, manifest).contains(&unread));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert!(!findings(Some(words), manifest).contains(&unread));
                    assert!(findings(None, manifest).contains(&unread));
                }
            });
        }
    });
}

#[test]
fn mistakes_are_found_at_their_place() {
    for (text, place, message, help) in [
        ("place: []\n", "1:1", "a vocabulary has no field `place`", "Did you mean `places`?"),
        (
            "places: [{place: X1, country: UK}]\n",
            "1:31",
            "`UK` is not an ISO 3166-1 code",
            "Write `GB`.",
        ),
        ("places: [{place: X1}]\n", "1:10", "a place has no `country`", "Add `country`"),
        ("places: {X1: SE}\n", "1:9", "`places` takes a list, found a mapping", ""),
        (
            "location_words: {fillers: [x]}\n",
            "1:18",
            "`location_words` has no field `fillers`",
            "filler",
        ),
        ("phrases: {vague: {porpose: [x]}}\n", "1:19", "`vague` has no field `porpose`", "purpose"),
        (
            "legal_forms: [{id: a, label: A}]\n",
            "1:15",
            "a legal form has no spelling",
            "Add `spellings`",
        ),
        (
            "legal_forms: [{id: a, label: A, countries: [Sweden], spellings: [qx]}]\n",
            "1:45",
            "`Sweden` is not",
            "two capital",
        ),
        (
            "legal_forms: [{id: a, label: A, countries: [DE], spellings: [gmbh]}]\n",
            "1:62",
            "has this form",
            "Leave it out",
        ),
        ("vendors: [{nam: X}]\n", "1:12", "a vendor has no field `nam`", "name"),
        (
            "vendors: [{name: X, entities: [{name: X Oy}]}]\n",
            "1:32",
            "an entity has no `country`",
            "Add `country`",
        ),
        ("places: [\n", "", "cannot read this file", ""),
    ] {
        let errors = Policy::builder().vocabulary("words.yaml", text).build().unwrap_err();
        let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let fits = |shown: &String| {
            shown.starts_with(&format!("words.yaml:{place}")) && shown.contains(message)
        };
        assert!(shown.iter().any(fits), "{text}{shown:#?}");
        assert!(
            errors.iter().any(|error| error
                .advice
                .help
                .as_deref()
                .unwrap_or_default()
                .contains(help)),
            "{text}{shown:#?}"
        );
    }
}

#[test]
fn a_configuration_names_its_vocabulary_files() {
    let config = "vocabulary: [./words.yaml, ./more.yaml]\n";
    let files = |path: &str| {
        (path == "words.yaml").then(|| "places: [{place: Fjordhall, country: 'NO'}]\n".to_owned())
    };
    let builder = || Policy::builder().config("subprocessor-lint.yaml", config);
    let errors = builder().resolver(&files).build().unwrap_err();
    assert!(errors[0].to_string().contains("cannot find `./more.yaml`"), "{errors:?}");
    let both = |path: &str| files(path).or_else(|| Some(String::new()));
    assert!(builder().resolver(&both).build().is_ok());
}
