//! Whichever way a thing is typed, an expression sees it in one way.

use crate::cel::{Fuel, Program, Type};
use crate::manifest::Manifest;
use crate::manifest::view::expression::expression_env;
use crate::manifest::view::{Budget, Evaluator, ExpressionSubject, VendorRecord};
use crate::syntax::{Format, Limits, parse};
use crate::values::date::Date;

/// Evaluates an expression for the first vendor; returns its value or error.
fn value(vendor: &str, source: &str) -> String {
    let text = format!("subprocessors:\n- {}\n", vendor.replace('\n', "\n  "));
    let parsed = parse(&text, Format::Yaml, &Limits::default());
    assert!(parsed.problems.is_empty(), "{text}");
    let manifest = Manifest::read(parsed.tree.documents().next().unwrap());
    let budget = Budget::for_vendors(1);
    let judge = Evaluator::new(&manifest, Date::parse("2026-11-21").unwrap(), &budget);
    let entry = VendorRecord::new(&manifest.vendors[0]);
    let program = Program::compile(source, expression_env(ExpressionSubject::Vendor), &Type::Dyn)
        .unwrap_or_else(|errors| panic!("{source}: {}", errors[0].message));
    match program.eval(&judge.slots(Some(&entry)), &mut Fuel::new(10_000)) {
        Ok(value) => format!("{value:?}"),
        Err(error) => error.message,
    }
}

fn check(source: &str, rows: &[(&str, &str)]) {
    for (vendor, expected) in rows {
        assert_eq!(value(vendor, source), *expected, "{vendor}\n{source}");
    }
}

#[test]
fn places() {
    check(
        "vendor.locations.map(l, has(l.text) ? l.text : l.country)",
        &[
            ("location: US", r#"["US"]"#),
            ("location: {country: US}", r#"["US"]"#),
            ("locations: [US, {text: Oslo}]", r#"["US", "Oslo"]"#),
            ("locations: US", r#"["US"]"#),
            ("locations: ['', null, {}]", "[]"),
            ("name: V", "[]"),
        ],
    );
    check(
        "vendor.locations.map(l, l.activity)",
        &[
            ("location: {country: US, activity: storage}", r#"[["storage"]]"#),
            ("location: {country: US, activity: [access, nonsense]}", r#"[["access"]]"#),
            ("location: {country: US}", "[[]]"),
        ],
    );
}

#[test]
fn what_places_mean() {
    check(
        "vendor.locations.map(l, country(l))",
        &[
            ("location: {provider: aws, region: eu-central-1}", r#"["DE"]"#),
            ("location: {city: Frankfurt, country: DE}", r#"["DE"]"#),
            ("location: {city: Gunzenhausen, country: DE}", r#"["DE"]"#),
            ("location: {region: EU, country: DE}", r#"["DE"]"#),
            ("location: {region: eu-central-1, country: US}", r#"[""]"#),
            ("locations: [EU, worldwide, nowhere in particular]", r#"["", "", ""]"#),
            ("location: {scope: customer_choice, country: DE}", r#"[""]"#),
        ],
    );
    check(
        "vendor.locations.all(l, in_region(l, 'EEA'))",
        &[
            ("locations: [DE, NO, EU, eu-west-1]", "true"),
            ("location: EMEA", "false"),
            ("location: worldwide", "false"),
            ("location: {scope: global, country: DE}", "false"),
            ("location: {scope: customer_choice}", "false"),
            ("location: to be announced", "false"),
            ("location: DE or US", "false"),
            ("name: V", "true"),
        ],
    );
    check(
        "vendor.locations.map(l, size(countries(l)))",
        &[("locations: [DE and FR, Benelux, TBD]", "[2, 3, 0]")],
    );
    check(
        "vendor.locations.all(l, size(countries(l)) > 240)",
        &[("location: {scope: global}", "true")],
    );
}

#[test]
fn contacts() {
    check(
        "vendor.contacts.map(c, c.kind + ' ' + (has(c.email) ? c.email : has(c.url) ? c.url : c.phone))",
        &[
            ("contact: privacy@acme.com", r#"["contact privacy@acme.com"]"#),
            ("contact: {email: privacy@acme.com}", r#"["contact privacy@acme.com"]"#),
            ("contacts: [https://acme.com/privacy]", r#"["contact https://acme.com/privacy"]"#),
            ("contact: +49 9831 505216", r#"["contact +49 9831 505216"]"#),
            ("dpo: dpo@acme.com", r#"["dpo dpo@acme.com"]"#),
            (
                "contact_person: {name: Jo, email: jo@acme.com}\ndpo: dpo@acme.com",
                r#"["contact_person jo@acme.com", "dpo dpo@acme.com"]"#,
            ),
        ],
    );
    check("vendor.contacts[0].text", &[("contact: the usual people", r#""the usual people""#)]);
    check("vendor.dpo.email", &[("dpo: dpo@acme.com", r#""dpo@acme.com""#)]);
}

#[test]
fn blocks_typed_as_one_text() {
    check(
        "vendor.transfer.map(t, t.mechanism)",
        &[
            ("transfer: scc", r#"["scc"]"#),
            ("transfer: {mechanism: scc}", r#"["scc"]"#),
            ("transfer: [scc, {mechanism: dpf}]", r#"["scc", "dpf"]"#),
            ("name: V", "[]"),
        ],
    );
    check(
        "has(vendor.opt_out) ? (has(vendor.opt_out.how) ? vendor.opt_out.how : string(vendor.opt_out.available)) : 'none'",
        &[
            ("opt_out: Settings", r#""Settings""#),
            ("opt_out: {how: Settings}", r#""Settings""#),
            ("opt_out: false", r#""false""#),
            ("opt_out: {available: true}", r#""true""#),
            ("opt_out: {}", r#""none""#),
            ("opt_out: ''", r#""none""#),
        ],
    );
    check("vendor.address.text", &[("address: 1 Quay, Dublin", r#""1 Quay, Dublin""#)]);
    check("vendor.address.city", &[("address: {city: Dublin}", r#""Dublin""#)]);
    check(
        "vendor.certifications.map(c, c.name)",
        &[("certifications: [SOC 2, {name: ISO 27001}]", r#"["SOC 2", "ISO 27001"]"#)],
    );
    check(
        "vendor.certifications[0].period_end",
        &[(
            "certifications: [{name: SOC 2, report_period_end: 2026-01-31}]",
            r#"date("2026-01-31")"#,
        )],
    );
    check(
        "vendor.registration_id.map(r, (has(r.type) ? r.type : '?') + ' ' + r.value)",
        &[
            ("registration_id: 12345", r#"["? 12345"]"#),
            ("lei: 5493007DY18BGNLDWU14", r#"["lei 5493007DY18BGNLDWU14"]"#),
            ("registration_id: [{type: vat, value: X1}, Y2]", r#"["vat X1", "? Y2"]"#),
        ],
    );
    check("vendor.name", &[("Acme", r#""Acme""#), ("{name: Acme}", r#""Acme""#)]);
}

#[test]
fn other_spellings() {
    check(
        "vendor.audiences",
        &[
            ("audience: end_user", r#"["end_user"]"#),
            ("audiences: [end_user, customers]", r#"["end_user"]"#),
        ],
    );
    check(
        "vendor.website",
        &[
            ("website: https://acme.com", r#""https://acme.com""#),
            ("links: {website: https://acme.com}", r#""https://acme.com""#),
        ],
    );
    check("vendor.services", &[("service: EC2", r#"["EC2"]"#), ("services: [EC2]", r#"["EC2"]"#)]);
    check("vendor.data_categories", &[("data_categories: email", r#"["email"]"#)]);
    check("vendor.ict_service_type", &[("ict_service_type: S17", r#"["S17"]"#)]);
}

#[test]
fn values_that_do_not_fit_are_missing() {
    check(
        "has(vendor.last_reviewed)",
        &[
            ("last_reviewed: 2026-06-30", "true"),
            ("last_reviewed: 3.6.2026", "false"),
            ("last_reviewed: 2026-02-30", "false"),
        ],
    );
    check(
        "vendor.status",
        &[
            ("status: retired", r#""retired""#),
            ("status: gone", r#""active""#),
            ("name: V", r#""active""#),
        ],
    );
    check("has(vendor.phi)", &[("phi: false", "true"), ("phi: 'no'", "false")]);
    check("has(vendor.purpose)", &[("purpose: '  '", "false"), ("purpose: null", "false")]);
    check(
        "has(vendor.chain_rank) && vendor.chain_rank == 1",
        &[("chain_rank: 1", "true"), ("chain_rank: one", "false")],
    );
}

#[test]
fn fields_of_ones_own() {
    check(
        "vendor.x",
        &[
            ("name: V", "{}"),
            (
                "x-a: {b: [1, 2.5, null, yes, true]}",
                r#"{"x-a": {"b": [1, 2.5, null, "yes", true]}}"#,
            ),
        ],
    );
    check("vendor.x['x-a'].b[0] > 0", &[("x-a: {b: [1]}", "true")]);
    check("vendor.locations[0].x['x-rack']", &[("location: {country: DE, x-rack: 7}", "7")]);
}
