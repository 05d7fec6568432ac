//! The summary of an audit on the terminal.

use super::super::args::AuditArgs;
use super::super::failure::{Failure, harmless};
use super::super::io::Io;
use super::super::looks::looks;
use crate::audit::evidence::AuditEnd;
use crate::audit::{places, report};
use crate::output::sanitize;
use crate::output::summary::count;
use std::io::Write as _;
use std::path::Path;

/// Lines of each table.
const ROWS: usize = 10;
/// Columns of a path.
const PATH: usize = 60;

/// Prints what came out.
///
/// # Errors
/// When standard output is closed.
pub fn print(
    end: &AuditEnd,
    folder: &Path,
    args: &AuditArgs,
    io: &mut Io<'_>,
) -> Result<(), Failure> {
    let unicode = looks(args.color, io, io.stdout_is_terminal).unicode;
    let counts = &end.tally.counts;
    let out = &mut io.stdout;
    let worst = end.tally.worst.iter().filter(|row| row.errors + row.warnings + row.infos > 0);
    let worst: Vec<_> = worst.take(ROWS).collect();
    if args.quiet == 0 && !worst.is_empty() {
        writeln!(out, "  errors  warnings  infos  vendors  file")?;
        for row in worst {
            let path = sanitize::line(&row.path, PATH, unicode);
            writeln!(
                out,
                "{:8}{:10}{:7}{:9}  {path}",
                row.errors, row.warnings, row.infos, row.vendors
            )?;
        }
        writeln!(out, "\nfindings   files  rule")?;
        for rule in end.tally.rules().iter().take(ROWS) {
            let id = sanitize::line(&rule.rule, PATH, unicode);
            writeln!(out, "{:8}{:8}  {} {id}", rule.findings, rule.files, rule.severity)?;
        }
        writeln!(out)?;
    }
    let places = end.tally.places();
    if args.quiet == 0 && !places.is_empty() {
        writeln!(out, "   lists vendors  where data goes")?;
        for place in places.iter().take(ROWS) {
            let name = places::name(place.kind, &place.id);
            writeln!(out, "{:8}{:8}  {name}", place.occurs.lists, place.occurs.vendors)?;
        }
        writeln!(out)?;
    }
    if end.interrupted {
        writeln!(
            out,
            "Interrupted after {} of {}; `--resume` checks the others.",
            counts.files,
            count(end.files_found, "file")
        )?;
    }
    writeln!(
        out,
        "{}: {} clean, {} with findings, {} not evaluated, {} skipped.",
        count(counts.files, "file"),
        counts.clean,
        counts.with_findings,
        counts.not_evaluated,
        counts.skipped
    )?;
    let found = report::findings_in_words(counts);
    let found = if found.is_empty() { "no problems".to_owned() } else { found };
    writeln!(
        out,
        "{} in the lists, {} of them distinct: {found}.",
        count(counts.vendors, "vendor"),
        end.vendors.distinct
    )?;
    writeln!(out, "Wrote {}.", harmless(&folder.join("report.html").display().to_string()))?;
    out.flush()?;
    Ok(())
}
