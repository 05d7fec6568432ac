//! Rules over vendors: fields that are there, and fields that are not.

use super::sample::{env, slots, test, vendor};
use crate::cel::{Fuel, Program, Type};
use jiff::civil::date;

fn fault(source: &str) -> (String, Option<String>, String) {
    let error = test(source, &vendor()).expect_err(source);
    (error.message, error.help, source[error.span.range()].to_owned())
}

#[test]
fn a_rule_reads_as_it_is_said() {
    let rule = r#"vendor.locations.exists(l, l.country == "US") && !has(vendor.transfer)"#;
    let mut mezmo = vendor();
    assert!(test(rule, &mezmo).unwrap());
    mezmo.transfer = Some("scc".to_owned());
    assert!(!test(rule, &mezmo).unwrap());
}

#[test]
fn an_absent_field_is_an_error_that_says_how_to_guard_it() {
    assert_eq!(
        fault(r#"vendor.legal_name == """#),
        (
            "no such key: `vendor.legal_name` is not given".to_owned(),
            Some(
                "guard it: `has(vendor.legal_name) && ...` is false where it is not given, \
                 `!has(vendor.legal_name) || ...` is true"
                    .to_owned()
            ),
            "vendor.legal_name".to_owned()
        )
    );
    let mezmo = vendor();
    assert!(!test(r#"has(vendor.legal_name) && vendor.legal_name == """#, &mezmo).unwrap());
    assert!(!test(r#"vendor.legal_name == "" && has(vendor.legal_name)"#, &mezmo).unwrap());
    assert!(test(r#"!has(vendor.legal_name) || vendor.legal_name == """#, &mezmo).unwrap());
}

#[test]
fn an_absent_record_is_named_where_the_chain_breaks() {
    assert_eq!(fault("vendor.opt_out.available").2, "vendor.opt_out");
    assert_eq!(fault("has(vendor.opt_out.how)").2, "vendor.opt_out");
    let guarded = "has(vendor.opt_out) && has(vendor.opt_out.how)";
    assert!(!test(guarded, &vendor()).unwrap());
}

#[test]
fn an_absent_list_reads_as_an_empty_one() {
    let mut bare = vendor();
    assert!(test("has(vendor.locations)", &bare).unwrap());
    bare.locations.clear();
    assert!(!test("has(vendor.locations)", &bare).unwrap());
    assert!(test("vendor.locations.all(l, l.country == 'IE')", &bare).unwrap());
    assert!(test("size(vendor.locations) == 0", &bare).unwrap());
}

#[test]
fn a_fault_inside_a_macro_is_located_there() {
    let (message, _, place) = fault("vendor.locations.all(l, l.region.startsWith('eu-'))");
    assert_eq!(message, "no such key: `l.region` is not given");
    assert_eq!(place, "l.region");
    // An element that decides makes the fault of another one irrelevant.
    assert!(!test("vendor.locations.all(l, l.region.startsWith('us-'))", &vendor()).unwrap());
}

#[test]
fn dates_are_compared_and_counted() {
    let reviewed = |year| {
        let mut vendor = vendor();
        vendor.last_reviewed = Some(date(year, 6, 30));
        test("days_between(vendor.last_reviewed, today) > 365", &vendor).unwrap()
    };
    assert!(!reviewed(2026));
    assert!(reviewed(2025));
    assert!(test("vendor.last_reviewed >= date('2026-06-30')", &vendor()).unwrap());
}

#[test]
fn lists_of_records_can_be_filtered_and_mapped() {
    let source = "vendor.name + ': ' + vendor.locations.filter(l, has(l.region)).map(l, l.country).join(', ')";
    let program = Program::compile(source, &env(), &Type::Text).unwrap();
    let text = program.text(&slots(&vendor()), &mut Fuel::new(1000)).unwrap();
    assert_eq!(text, "Mezmo: IE");
}

#[test]
fn words_of_a_vocabulary_are_texts() {
    assert!(test("vendor.status == 'active' && vendor.status.size() == 6", &vendor()).unwrap());
    assert!(test("'end_user' in vendor.audiences", &vendor()).unwrap());
    assert!(test("vendor.audiences == ['customer', 'end_user']", &vendor()).unwrap());
}

#[test]
fn a_program_is_shared_between_threads() {
    let program = Program::compile("vendor.name == 'Mezmo'", &env(), &Type::Bool).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let vendor = vendor();
                assert!(program.test(&slots(&vendor), &mut Fuel::new(100)).unwrap());
            });
        }
    });
}
