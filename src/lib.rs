//! A policy-as-code linter for subprocessor declarations: the lists of vendors
//! that handle personal data on a company's behalf (GDPR Art. 28).
//!
//! Text goes in, findings come out. Nothing here touches a file, the network or
//! a clock, except the command line behind the feature `cli`.
//!
//! ```
//! use subprocessor_lint::{Date, Linter, Policy};
//!
//! let policy = Policy::builder().pack("gdpr-art28").build().map_err(|errors| errors[0].clone())?;
//! let linter = Linter::new(policy, Date::parse("2026-11-21")?);
//! let text = "subprocessors:\n  - {name: Mezmo, location: US, purpose: Log analysis}\n";
//! let checked = linter.check("subprocessors.yaml", text);
//! let finding = checked.findings.iter().find(|one| &*one.rule == "missing-contact");
//! let finding = finding.expect("the vendor has no contact");
//! assert_eq!(finding.message, "\"Mezmo\" has no contact");
//! assert_eq!(finding.path, "subprocessors[0].name");
//! assert_eq!((finding.place.start.line, finding.place.start.column), (2, 12));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Policy::builder`] takes configuration, packs and custom rules as texts; a
//! [`Linter`] gives a [`Checked`] for each file, and a [`Run`] those of many. An
//! output format is a [`Sink`]. `docs/library.md` in the repository has more.

#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, unused_imports, reason = "some parts serve the command line only")
)]

pub(crate) mod accept;
#[cfg(feature = "cli")]
pub(crate) mod audit;
pub(crate) mod cel;
pub(crate) mod checks;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub(crate) mod diagnostics;
pub(crate) mod facts;
pub(crate) mod lint;
pub(crate) mod manifest;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod policy;
pub(crate) mod syntax;
pub(crate) mod testing;
pub(crate) mod text;
pub(crate) mod values;

pub use accept::baseline::Baseline;
pub use diagnostics::report::{PolicyFileInfo, PolicyInfo, RunInfo, Sink, Summary, Tool};
#[doc(hidden)]
pub use diagnostics::report::{Repository, RuleInfo};
pub use diagnostics::{
    Checked, FileKind, FileStatus, Finding, Fingerprint, Fix, Label, Place, PolicyError, Safety,
    Severity, Suppressed, Suppression, SuppressionKind, VendorCounts,
};
pub use lint::{FileText, Linter, Run};
pub use output::{FORMATS, OutputFormat, OutputOptions};
pub use policy::{Level, Policy, PolicyBuilder, PolicyResolver};
pub use syntax::{Limits, Problem};
pub use text::{Advice, Edit, Position, SourceFile, Span};
pub use values::date::Date;

// For the tests, benchmarks and fuzz targets of this repository: no promise is
// made about them.
#[doc(hidden)]
pub use accept::Inline;
#[doc(hidden)]
pub use accept::baseline::BaselineEntry;
#[doc(hidden)]
pub use cel::{Env, Fuel, Program, Type, Val};
#[doc(hidden)]
pub use diagnostics::{fingerprint::number_equal, policy_results};
#[doc(hidden)]
pub use lint::recommended;
#[doc(hidden)]
pub use manifest::schema::MANIFEST_SCHEMA;
#[doc(hidden)]
pub use page::manifest_of_page;
#[cfg(feature = "xlsx")]
#[doc(hidden)]
pub use page::manifest_of_workbook;
#[doc(hidden)]
pub use syntax::{Format, parse};
#[doc(hidden)]
pub use testing::mutate::mutants;
#[doc(hidden)]
pub use text::is_unsafe;
#[doc(hidden)]
pub use values::entity_name::{
    EntityName, Verdict, compare, duplicates, irregularities, parties, tidy,
};
#[doc(hidden)]
pub use values::location::{Context, read as read_location};

/// The examples of the page about the library are tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct LibraryPage;
