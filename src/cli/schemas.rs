//! `schema`: prints the JSON Schema of a file format.

use super::args::{SchemaArgs, SchemaName};
use super::failure::Failure;
use super::io::Io;
use super::status::ExitStatus;
use std::io::Write as _;

/// Prints the schema that was asked for.
///
/// # Errors
/// When standard output is closed.
pub fn run(args: &SchemaArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let text = match args.name {
        SchemaName::Manifest => crate::manifest::schema::MANIFEST_SCHEMA,
        SchemaName::Config => crate::manifest::schema::CONFIG_SCHEMA,
        SchemaName::Rule => crate::manifest::schema::RULE_SCHEMA,
        SchemaName::Report => crate::manifest::schema::REPORT_SCHEMA,
        SchemaName::Evidence => crate::manifest::schema::EVIDENCE_SCHEMA,
    };
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}
