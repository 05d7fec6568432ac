//! A policy-as-code linter for subprocessor declarations: the lists of vendors
//! that handle personal data on a company's behalf (GDPR Art. 28).
//!
//! Text goes in, findings come out; nothing here touches a file, the network
//! or a clock, except [`cli`] behind the feature of that name.
//!
//! ```
//! use subprocessor_lint::values::date::Date;
//! use subprocessor_lint::text::{SourceFile, Sources};
//!
//! let mut sources = Sources::new();
//! let file = sources.add(SourceFile::new(
//!     "subprocessors.yaml",
//!     "subprocessors:\n  - {name: Mezmo, location: US, purpose: Log analysis}\n",
//! ));
//! let today = Date::parse("2026-11-21").expect("a date");
//! let linter = subprocessor_lint::recommended(today);
//! let report = linter.check(file, sources.get(file));
//! let found = report.findings.iter().find(|finding| &*finding.rule == "missing-contact");
//! let finding = found.expect("the vendor has no contact");
//! assert_eq!(finding.message, "\"Mezmo\" has no contact");
//! assert_eq!(finding.path, "subprocessors[0].name");
//! assert_eq!(sources.get(file).slice(finding.span), "Mezmo");
//! ```
//!
//! Data flows one way: [`syntax`] reads text into a tree with spans, [`manifest::schema`]
//! checks its form, [`manifest`] is the typed model, [`policy`] and [`checks`]
//! are the policy, [`lint`] runs it, [`policy`] decides what is in force, and
//! [`output`] prints a [`diagnostics::report::Report`].

pub mod accept;
pub mod cel;
pub mod checks;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostics;
pub mod facts;
pub mod lint;
pub mod manifest;
pub mod output;
pub mod policy;
pub mod syntax;
pub mod testing;
pub mod text;
pub mod values;

pub use diagnostics::{Finding, Label, Severity};
pub use lint::{FileReport, Linter, recommended};
