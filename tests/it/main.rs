//! The integration tests, in one program.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that stops has failed; tests touch files and print"
)]

mod support;

#[cfg(feature = "cli")]
mod audit;
#[cfg(feature = "cli")]
mod baseline;
#[cfg(feature = "cli")]
mod corpus;
#[cfg(feature = "cli")]
mod explain_finding;
#[cfg(feature = "cli")]
mod fingerprints;
#[cfg(feature = "cli")]
mod hidden_and_odd;
#[cfg(feature = "cli")]
mod hostile;
mod house;
#[cfg(feature = "cli")]
mod init;
#[cfg(feature = "cli")]
mod inputs;
#[cfg(feature = "cli")]
mod ndjson;
#[cfg(feature = "cli")]
mod one_cause;
#[cfg(feature = "cli")]
mod outputs;
mod pack_sources;
#[cfg(feature = "cli")]
mod pages;
#[cfg(feature = "cli")]
mod policy_files;
mod public_items;
#[cfg(feature = "cli")]
mod render_formats;
#[cfg(feature = "cli")]
mod reports;
mod schema_examples;
#[cfg(feature = "cli")]
mod seeds;
#[cfg(feature = "cli")]
mod services;
#[cfg(feature = "cli")]
mod several_formats;
#[cfg(feature = "cli")]
mod since;
#[cfg(feature = "cli")]
mod test_command;
#[cfg(feature = "cli")]
mod threads;
#[cfg(feature = "cli")]
mod untrusted;
#[cfg(feature = "cli")]
mod user_rules;
#[cfg(feature = "cli")]
mod vocabulary;
#[cfg(feature = "cli")]
mod waivers;
