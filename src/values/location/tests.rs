//! Readings of locations as people write them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

use crate::facts::cloud_regions::Provider;
use crate::values::location::reading::ReadingSummary;
use crate::values::location::{self, Context};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    text: String,
    provider: Option<String>,
    #[serde(default)]
    us_incorporated: bool,
    #[serde(default)]
    typed_country: bool,
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    cloud_regions: Vec<String>,
    #[serde(default)]
    worldwide: bool,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    readings: Vec<String>,
}

impl Vector {
    fn read(&self) -> ReadingSummary {
        let provider = self
            .provider
            .as_deref()
            .map(|id| Provider::from_id(id).unwrap_or_else(|| panic!("no provider {id}")));
        let context = Context {
            provider,
            us_incorporated: self.us_incorporated,
            typed_country: self.typed_country,
            ..Context::default()
        };
        location::read(&self.text, &context).summary()
    }

    fn agrees(&self, summary: &ReadingSummary) -> bool {
        summary.countries == self.countries
            && summary.groups == self.groups
            && summary.cloud_regions == self.cloud_regions
            && summary.worldwide == self.worldwide
            && summary.flags == self.flags
            && summary.readings == self.readings
    }
}

#[test]
fn vectors() {
    let vectors: Vec<Vector> =
        serde_yaml::from_str(include_str!("../../../tests/vectors/locations.yaml")).unwrap();
    assert!(vectors.len() > 90);
    let wrong: Vec<String> = vectors
        .iter()
        .filter_map(|vector| {
            let summary = vector.read();
            (!vector.agrees(&summary)).then(|| format!("{:?}: {summary:?}", vector.text))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn read(text: &str) -> ReadingSummary {
    location::read(text, &Context::default()).summary()
}

/// Reads rows of a table below `data/`.
fn rows(table: &str) -> Vec<std::collections::HashMap<String, String>> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the table is well-formed")
}

#[test]
fn every_name_of_a_country_reads_as_itself() {
    // What a text cannot decide: other readings, and `NA` for "not applicable".
    let ambiguous = ["Georgia"];
    let elsewhere = ["NA", "NAM"];
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../../data/countries.csv")) {
        let code = &row["alpha2"];
        let aliases = row["aliases"].split(';').filter(|alias| !alias.is_empty());
        for name in
            [code, &row["alpha3"], &row["name"]].into_iter().map(String::as_str).chain(aliases)
        {
            let summary = read(name);
            let plain = summary.countries == [code] && summary.flags.is_empty();
            if ambiguous.contains(&name) {
                assert_eq!(summary.flags, ["ambiguous"], "{name}");
                assert!(summary.readings.contains(&code.as_str()), "{name}");
            } else if !plain && !elsewhere.contains(&name) {
                wrong.push(format!("{name:?} ({code}): {summary:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_alias_of_a_group_reads_as_itself() {
    #[derive(Deserialize)]
    struct File {
        regions: std::collections::BTreeMap<String, Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        aliases: Vec<String>,
    }
    let file: File = serde_yaml::from_str(include_str!("../../../data/regions.yaml")).unwrap();
    let mut wrong = Vec::new();
    for (id, entry) in &file.regions {
        for alias in &entry.aliases {
            let summary = read(alias);
            let expected = if alias == "NA" { Vec::new() } else { vec![id.as_str()] };
            if summary.groups != expected || !summary.countries.is_empty() {
                wrong.push(format!("{alias:?} ({id}): {summary:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_place_reads_as_its_country() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../../data/places.csv")) {
        let place = &row["place"];
        let summary = read(place);
        let countries: Vec<&str> =
            [row["country"].as_str()].into_iter().filter(|c| !c.is_empty()).collect();
        let mut readings: Vec<&str> =
            row["readings"].split(';').filter(|c| !c.is_empty()).collect();
        let mut found = summary.readings.clone();
        readings.sort_unstable();
        found.sort_unstable();
        if summary.countries != countries || found != readings {
            wrong.push(format!("{place:?}: {summary:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_cloud_region_reads_as_itself() {
    for region in crate::facts::cloud_regions::CloudRegion::all() {
        let context = Context { provider: Some(region.provider()), ..Context::default() };
        let summary = location::read(region.id(), &context).summary();
        // `DE` and `UK` in capitals are countries before they are ids.
        if matches!(region.id(), "DE" | "UK") {
            assert!(summary.cloud_regions.is_empty() && summary.countries.len() == 1);
            continue;
        }
        assert_eq!(summary.cloud_regions, [region.to_string()]);
        let countries: Vec<&str> = region.countries().iter().map(|c| c.alpha2()).collect();
        assert_eq!(summary.countries, countries, "{region}");
    }
}

mod properties {
    use crate::facts::countries::{Country, CountrySet};
    use crate::facts::regions::Group;
    use crate::values::location::{self, Context, Flag, MAX_LENGTH, Names, Reading, Referent};
    use proptest::prelude::*;

    /// Words that mean something to the reading, and some that do not.
    const WORDS: [&str; 60] = [
        "US",
        "EU",
        "us",
        "DE",
        "CA",
        "IN",
        "Georgia",
        "Korea",
        "Europe",
        "Frankfurt",
        "London",
        "Ontario",
        "Paris",
        "Texas",
        "eu-west-1",
        "ap-southeast",
        "fra1",
        "eu-west-9",
        "AWS",
        "Azure",
        "West",
        "global",
        "various",
        "customers",
        "only",
        "SCCs",
        "outside",
        "the",
        "except",
        "no",
        "and",
        "or",
        "(",
        ")",
        ",",
        "/",
        "-",
        "·",
        ":",
        ";",
        ".",
        "94105",
        "Road",
        "rue",
        "de",
        "日本",
        "미국",
        "등",
        "Türkiye",
        "Hong",
        "Kong",
        "China",
        "UK",
        "🇩🇪",
        "U.S.",
        "N/A",
        "incorporated",
        "depends",
        "on",
        "\u{200b}",
    ];

    fn read(text: &str) -> Reading {
        location::read(text, &Context::default())
    }

    fn assert_sound(text: &str, reading: &Reading) {
        let mut end = 0;
        for part in &reading.parts {
            assert!(text.get(part.range.clone()).is_some(), "{:?} in {text:?}", part.range);
            assert_eq!(part.range.start, end, "a gap in {text:?}: {:?}", reading.parts);
            end = part.range.end;
        }
        assert_eq!(end, text.len(), "{text:?} is not covered: {:?}", reading.parts);
        assert!(reading.has_place() || !reading.flags.is_empty(), "silent about {text:?}");
    }

    fn country() -> impl Strategy<Value = Country> {
        let all: Vec<Country> = Country::all().filter(|c| c.name() != "Georgia").collect();
        prop::sample::select(all)
    }

    #[test]
    fn characters_that_are_dropped_move_no_place() {
        for text in ["fr日'本", "日\u{200b}本", "日\u{200b}本米国"] {
            let reading = read(text);
            assert_sound(text, &reading);
            let first = reading.places().next().unwrap();
            assert_eq!(first.referent, Referent::Country(Country::from_alpha2("JP").unwrap()));
            assert!(text[first.range.clone()].starts_with('日'), "{first:?} of {text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            assert_sound(&text, &read(&text));
        }

        #[test]
        fn any_mixture_of_words_is_read(
            words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..12),
            spaces in any::<u16>(),
        ) {
            let mut text = String::new();
            for (at, word) in words.iter().enumerate() {
                if spaces & (1 << at) != 0 {
                    text.push(' ');
                }
                text.push_str(word);
            }
            assert_sound(&text, &read(&text));
        }

        #[test]
        fn case_does_not_matter_to_names(country in country()) {
            for name in [country.name().to_uppercase(), country.name().to_lowercase()] {
                prop_assert_eq!(read(&name).only_country(), Some(country));
            }
        }

        #[test]
        fn a_list_is_the_union_of_its_members(a in country(), b in country(), join in 0..5usize) {
            // A territory next to its state is the territory alone, and so on.
            prop_assume!(a.sovereign() != Some(b) && b.sovereign() != Some(a));
            let join = [", ", " / ", " and ", " & ", "; "][join];
            let text = format!("{}{join}{}", a.name(), b.name());
            let both: CountrySet = [a, b].into_iter().collect();
            // Some groups are called by their members: "Australia and New Zealand".
            let reading = read(&text);
            let groups = reading.groups.iter().map(|group| group.members());
            prop_assert_eq!(groups.fold(reading.countries, CountrySet::union), both, "{}", text);
        }

        #[test]
        fn denying_a_place_never_adds_a_country(a in country(), b in country(), form in 0..6usize) {
            let (kept, denied) = (a.name(), b.in_text());
            // Names with a bracket, of which there is one, are not denied from behind.
            prop_assume!(!denied.contains('('));
            let text = match form {
                0 => format!("{kept}, no transfer to {denied}"),
                1 => format!("{kept} (not {denied})"),
                2 => format!("{kept}; {denied} not used"),
                3 => format!("{kept} without {denied}"),
                4 => format!("{kept} - nicht {denied}"),
                _ => format!("{kept}, never in {denied}"),
            };
            let only: CountrySet = std::iter::once(a).collect();
            prop_assert!(read(&text).countries.is_subset(only), "{}: {:?}", text, read(&text));
        }

        #[test]
        fn a_word_without_a_role_is_reported(a in country(), word in "[bcdfgjkqvxz]{5,9}", form in 0..5usize) {
            let name = a.name();
            let text = match form {
                0 => format!("{name}, {word}"),
                1 => format!("{name} / {word}"),
                2 => format!("{name} ({word})"),
                3 => format!("{word} {name}"),
                _ => format!("{name} and {word}"),
            };
            let reading = read(&text);
            prop_assert!(reading.has(Flag::Unknown), "{}: {:?}", text, reading);
            let unread = reading.unread().any(|part| text[part.range.clone()].contains(&word));
            prop_assert!(unread, "{}: {:?}", text, reading);
        }

        #[test]
        fn a_filler_changes_nothing(
            a in country(),
            word in prop::sample::select(&["only", "servers", "hosted", "data center", "storage", "primary", "region"][..]),
            form in 0..3usize,
        ) {
            let name = a.name();
            let text = match form {
                0 => format!("{name} ({word})"),
                1 => format!("{name}, {word}"),
                _ => format!("{word} in {}", a.in_text()),
            };
            prop_assert_eq!(read(&text).only_country(), Some(a), "{}: {:?}", text, read(&text));
        }

        #[test]
        fn a_member_in_brackets_is_meant(country in country()) {
            for group in Group::all().filter(|group| group.members().contains(country)) {
                let id = group.id().replace('_', " ");
                // Not every id is written as a name.
                if read(&id).groups != [group] || !read(&id).countries.is_empty() {
                    continue;
                }
                let name = country.name();
                for text in [format!("{id} ({name})"), format!("{name} ({id})")] {
                    prop_assert_eq!(read(&text).only_country(), Some(country), "{}", text);
                }
            }
        }
    }

    #[test]
    fn long_texts_are_read_up_to_the_limit() {
        for piece in
            ["Germany, ", "eu-", "(", "U.S.", "customers ", "outside the EU and ", "日", "a"]
        {
            let text = piece.repeat(1_000_000 / piece.len());
            let reading = read(&text);
            assert_sound(&text, &reading);
            let flagged = reading.has(Flag::Vague) || reading.has(Flag::Placeholder);
            assert!(flagged, "{piece}");
            assert!(reading.parts.len() <= MAX_LENGTH);
        }
    }

    #[test]
    fn a_configuration_adds_names_and_settles_words() {
        let kenya = Country::from_alpha2("KE").unwrap();
        let extra = Names::new([("Wakanda", kenya), ("Silicon Savannah", kenya)]);
        let prefer = Names::new([("CA", Country::US), ("georgia", Country::US)]);
        let context = Context { extra: Some(&extra), prefer: Some(&prefer), ..Context::default() };
        for (text, country) in [
            ("Wakanda", kenya),
            ("silicon savannah (Wakanda)", kenya),
            ("CA", Country::US),
            ("Georgia", Country::US),
        ] {
            assert_eq!(location::read(text, &context).only_country(), Some(country), "{text}");
        }
    }
}

mod residency {
    use crate::facts::countries::Country;
    use crate::facts::places::NamedPlace;
    use crate::facts::regions::Group;
    use crate::values::location::{self, Claim, Context, Fit, Reason};

    fn fit(claim: &str, location: &str) -> Fit {
        let read = |text| location::read(text, &Context::default());
        let regions: Vec<_> = claim.split(" | ").map(read).collect();
        Claim::of(&regions).fit(&read(location))
    }

    fn country(code: &str) -> Country {
        Country::from_alpha2(code).expect("a code")
    }

    fn place(code: &str) -> NamedPlace {
        NamedPlace::Country(country(code))
    }

    #[test]
    fn known_countries_decide() {
        assert_eq!(fit("EU", "AWS eu-west-1"), Fit::Inside);
        assert_eq!(fit("EU", "EU (Germany), Ireland"), Fit::Inside);
        assert_eq!(fit("EU", "Guadeloupe"), Fit::Inside);
        assert_eq!(fit("EEA", "EU"), Fit::Inside);
        assert_eq!(fit("EU | UK", "London"), Fit::Inside);
        assert_eq!(fit("EU", "eu-west-2"), Fit::Outside(place("GB")));
        assert_eq!(
            fit("EU", "Switzerland"),
            Fit::Outside(place("CH")),
            "adequacy is not residency"
        );
        assert_eq!(
            fit("EU", "Germany, USA, Brazil"),
            Fit::Outside(place("US")),
            "first in the text"
        );
        assert_eq!(fit("EU", "USA / global"), Fit::Outside(place("US")));
        // Who is not used processes nothing, and every customer is all of them.
        assert_eq!(fit("EU", "Ireland when SMS is used"), Fit::Inside);
        assert_eq!(fit("EU", "Deutschland, wenn Zoom genutzt wird"), Fit::Inside);
        assert_eq!(fit("EU", "EU on all plans"), Fit::Inside);
    }

    #[test]
    fn what_is_not_known_is_not_decided() {
        for (claim, location, reason) in [
            ("EU", "global", Reason::Worldwide),
            ("EU", "Germany / global", Reason::Worldwide),
            ("EU", "various", Reason::Vague),
            ("EU", "N/A", Reason::Placeholder),
            ("EU", "Wakanda", Reason::Unknown),
            ("EU", "eu-isoe-west-1", Reason::Unknown),
            ("EU", "Europe", Reason::Ambiguous),
            ("EU", "EMEA", Reason::Group(Group::from_id("EMEA").unwrap())),
            ("EU", "EEA", Reason::Group(Group::EEA)),
            ("EU", "US (or EU region if configured)", Reason::Conditional),
            ("EU", "EU (Business plan)", Reason::Conditional),
            ("EU", "EU, falls gebucht", Reason::Conditional),
            ("EU", "EU, if the EU cluster is used", Reason::Conditional),
            ("EU", "Ireland when the Business plan is used", Reason::Conditional),
            ("EU", "Irlande pour les clients Premium", Reason::Conditional),
            ("Atlantis", "Germany", Reason::UnreadableClaim),
        ] {
            assert_eq!(fit(claim, location), Fit::Unverifiable(reason), "{location} for {claim}");
        }
    }

    /// A condition or a preference reaches to the end of its statement, and no further.
    #[test]
    fn a_certain_place_decides_whatever_stands_in_the_next_statement() {
        for (location, reason) in [
            ("Brazil, preferably Germany", Reason::Conditional),
            ("USA (EU data residency available)", Reason::Conditional),
            ("EU. Support from India if required", Reason::Conditional),
            ("Spain, kaboodle USA", Reason::Unread),
        ] {
            assert_eq!(fit("EU", location), Fit::Unverifiable(reason), "{location}");
        }
        for location in
            ["Brazil; preferably Germany", "Brazil; EU on request", "Brazil | DE, JP by plan"]
        {
            assert_eq!(fit("EU", location), Fit::Outside(place("BR")), "{location}");
        }
    }

    /// A double negation denies nothing.
    #[test]
    fn what_cannot_be_excluded_is_possible() {
        for location in [
            "Germany; remote access from India cannot be excluded",
            "Deutschland, Zugriff aus Indien nicht ausgeschlossen",
            "Allemagne; accès depuis le Maroc ne peut être exclu",
            "Germania; accesso dall'India non escluso",
            "Niemcy; dostęp z Indii nie jest wykluczony",
        ] {
            assert_eq!(fit("EU", location), Fit::Unverifiable(Reason::Conditional), "{location}");
        }
        for location in ["Germany; India is excluded", "Germany. Excluded: India, Japan"] {
            assert_eq!(fit("EU", location), Fit::Inside, "{location}");
        }
    }

    #[test]
    fn editorial_groups_count_only_where_the_claim_names_them() {
        let benelux = Group::from_id("BENELUX").unwrap();
        assert_eq!(fit("EU", "Benelux"), Fit::Unverifiable(Reason::Group(benelux)));
        assert_eq!(fit("Benelux", "Benelux"), Fit::Inside);
        assert_eq!(fit("Benelux", "Belgium"), Fit::Inside);
        assert_eq!(fit("Europe", "Europe"), Fit::Inside);
    }

    #[test]
    fn an_ambiguous_claim_is_met_by_what_every_reading_contains() {
        assert_eq!(fit("Europe", "eu-west-1 (Ireland)"), Fit::Inside);
        assert_eq!(fit("Europe", "EU"), Fit::Inside);
        assert_eq!(fit("Europe", "US"), Fit::Outside(place("US")));
        let britain = Reason::AmbiguousClaim(Country::GB);
        assert_eq!(fit("Europe", "UK"), Fit::Unverifiable(britain));
    }
}
