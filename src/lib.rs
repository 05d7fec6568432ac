//! A policy-as-code linter for subprocessor declarations: the lists of vendors
//! that handle personal data on a company's behalf (GDPR Art. 28).
//!
//! Text goes in, findings come out; nothing here touches a file, the network
//! or a clock, except [`cli`] behind the feature of that name.
//!
//! ```
//! use subprocessor_lint::values::date::Date;
//!
//! let today = Date::parse("2026-11-21").expect("a date");
//! let linter = subprocessor_lint::recommended(today);
//! let text = "subprocessors:\n  - {name: Mezmo, location: US, purpose: Log analysis}\n";
//! let checked = linter.check("subprocessors.yaml", text);
//! let found = checked.findings.iter().find(|finding| &*finding.rule == "missing-contact");
//! let finding = found.expect("the vendor has no contact");
//! assert_eq!(finding.message, "\"Mezmo\" has no contact");
//! assert_eq!(finding.path, "subprocessors[0].name");
//! assert_eq!((finding.place.start.line, finding.place.start.column), (2, 12));
//!
//! ```
//!
//! Data flows one way: [`syntax`] reads text into a tree with spans, [`manifest::schema`]
//! checks its form, [`manifest`] is the typed model, [`policy`] and [`checks`]
//! are the policy, [`lint`] runs it, [`accept`] takes out what waivers
//! and baselines accept, and [`output`] prints each [`Checked`] file as it comes.

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

pub use diagnostics::{Checked, Finding, Label, Severity};
pub use lint::{Linter, recommended};
