//! A small model of a manifest, declared as an embedding program would.

use crate::cel::{Env, Fuel, Program, Record, ToVal, Type, Val};
use crate::text::Advice;
use jiff::civil::{Date, date};

pub(crate) struct Location {
    pub(crate) country: Option<String>,
    pub(crate) region: Option<String>,
}

pub(crate) struct SampleOptOut {
    pub(crate) available: Option<bool>,
    pub(crate) how: Option<String>,
}

pub(crate) struct SampleVendor {
    pub(crate) name: String,
    pub(crate) legal_name: Option<String>,
    pub(crate) status: String,
    pub(crate) audiences: Vec<String>,
    pub(crate) locations: Vec<Location>,
    pub(crate) opt_out: Option<SampleOptOut>,
    pub(crate) transfer: Option<String>,
    pub(crate) last_reviewed: Option<Date>,
    pub(crate) notice_days: Option<i64>,
}

/// One row a field: its name and how it is read.
type Getters<T> = &'static [(&'static str, for<'a> fn(&'a T) -> Option<Val<'a>>)];

fn text(value: &Option<String>) -> Option<Val<'_>> {
    value.as_ref().map(ToVal::to_val)
}

const LOCATION: Getters<Location> =
    &[("country", |it| text(&it.country)), ("region", |it| text(&it.region))];

const OPT_OUT: Getters<SampleOptOut> =
    &[("available", |it| it.available.map(Val::Bool)), ("how", |it| text(&it.how))];

const VENDOR: Getters<SampleVendor> = &[
    ("name", |it| Some(it.name.to_val())),
    ("legal_name", |it| text(&it.legal_name)),
    ("status", |it| Some(it.status.to_val())),
    ("audiences", |it| Some(Val::list(&it.audiences))),
    ("locations", |it| Some(Val::list(&it.locations))),
    ("opt_out", |it| it.opt_out.as_ref().map(ToVal::to_val)),
    ("transfer", |it| text(&it.transfer)),
    ("last_reviewed", |it| it.last_reviewed.map(Val::Date)),
    ("notice_days", |it| it.notice_days.map(Val::Int)),
];

impl Record for Location {
    fn get(&self, field: usize) -> Option<Val<'_>> {
        LOCATION[field].1(self)
    }
}

impl Record for SampleOptOut {
    fn get(&self, field: usize) -> Option<Val<'_>> {
        OPT_OUT[field].1(self)
    }
}

impl Record for SampleVendor {
    fn get(&self, field: usize) -> Option<Val<'_>> {
        VENDOR[field].1(self)
    }
}

/// The type of a record from its getters; texts unless said otherwise.
fn record<T>(name: &str, getters: Getters<T>, others: &[(&str, Type)]) -> Type {
    let ty = |field: &str| {
        others.iter().find(|(name, _)| *name == field).map_or(Type::Text, |(_, ty)| ty.clone())
    };
    Type::record(name, getters.iter().map(|(name, _)| (*name, ty(name))))
}

pub(crate) fn env() -> Env {
    let location = record("location", LOCATION, &[]);
    let opt_out = record("opt_out", OPT_OUT, &[("available", Type::Bool)]);
    let audience = Type::word("audience", ["customer", "end_user", "employee", "visitor"]);
    let status = Type::word("status", ["planned", "active", "disabled", "retired"]);
    let vendor = record(
        "vendor",
        VENDOR,
        &[
            ("status", status),
            ("audiences", Type::list(audience)),
            ("locations", Type::list(location)),
            ("opt_out", opt_out),
            ("last_reviewed", Type::Date),
            ("notice_days", Type::Int),
        ],
    );
    let mut env = Env::new();
    env.variable("vendor", vendor);
    env.variable("today", Type::Date);
    env
}

pub(crate) fn vendor() -> SampleVendor {
    let location = |country: &str, region: Option<&str>| Location {
        country: Some(country.to_owned()),
        region: region.map(str::to_owned),
    };
    SampleVendor {
        name: "Mezmo".to_owned(),
        legal_name: None,
        status: "active".to_owned(),
        audiences: vec!["customer".to_owned(), "end_user".to_owned()],
        locations: vec![location("IE", Some("eu-west-1")), location("US", None)],
        opt_out: None,
        transfer: None,
        last_reviewed: Some(date(2026, 6, 30)),
        notice_days: Some(30),
    }
}

/// Compiles for the sample and evaluates over one vendor.
pub(crate) fn test(source: &str, vendor: &SampleVendor) -> Result<bool, Advice> {
    let program = Program::compile(source, &env(), &Type::Bool)
        .unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
    program.test(&slots(vendor), &mut Fuel::new(100_000))
}

pub(crate) fn slots(vendor: &SampleVendor) -> [Val<'_>; 2] {
    [vendor.to_val(), Val::Date(date(2026, 11, 21))]
}

/// The value of an expression without variables, as its `Debug` text, or its
/// error after `error: `.
pub(crate) fn value(source: &str) -> String {
    let program = match Program::compile(source, &Env::new(), &Type::Dyn) {
        Ok(program) => program,
        Err(errors) => return format!("refused: {}", errors[0].message),
    };
    match program.eval(&[], &mut Fuel::new(100_000)) {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("error: {}", error.message),
    }
}
