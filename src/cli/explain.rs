//! `explain`: what a rule or a pack says, from its own file.

use super::args::{ExplainArgs, TextOrJson};
use super::failure::Failure;
use super::io::Io;
use super::list::{self, Catalogue};
use super::looks::looks;
use super::status::ExitStatus;
use crate::diagnostics::POLICY_ERROR;
use crate::output::paint::{Style, paint};
use crate::output::width;
use crate::policy::guide::{Guide, PackGuide, PackSetting, Reference};
use crate::text::suggest::did_you_mean;
use std::fmt::Write as _;
use std::io::Write as _;

/// Prints the guide of a rule or pack.
///
/// # Errors
/// When there is none of that name.
pub fn run(args: &ExplainArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let color = looks(args.color, io, io.stdout_is_terminal).color;
    if args.id == POLICY_ERROR {
        // It has to be explained when the policy cannot be read.
        return print(&policy_error(), None, args, color, io);
    }
    let catalogue = Catalogue::load(&args.policy, io)?;
    if let Some((guide, level)) = catalogue.guide(&args.id) {
        return print(&guide, Some(level), args, color, io);
    }
    let text = if let Some(guide) = catalogue.pack_guide(&args.id) {
        match args.output_format {
            TextOrJson::Human => pack(&guide, color),
            TextOrJson::Json => list::json(&guide),
        }
    } else {
        let known = catalogue.names();
        let help = match did_you_mean(&args.id, known.iter().map(String::as_str)) {
            Some(name) => format!("Did you mean `{name}`?"),
            None => "`subprocessor-lint rules` and `subprocessor-lint packs` list them.".to_owned(),
        };
        return Err(Failure::usage_help(format!("there is no rule or pack `{}`", args.id), help));
    };
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

fn print(
    guide: &Guide,
    level: Option<&str>,
    args: &ExplainArgs,
    color: bool,
    io: &mut Io<'_>,
) -> Result<ExitStatus, Failure> {
    let text = match args.output_format {
        TextOrJson::Human => rule(guide, level, color),
        TextOrJson::Json => list::json(guide),
    };
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

/// The guide for findings that belong to no rule.
fn policy_error() -> Guide {
    Guide {
        id: POLICY_ERROR.to_owned(),
        group: "policy".to_owned(),
        url: None,
        severity: "error".to_owned(),
        summary: "The policy cannot be used, or a rule could not be evaluated.".to_owned(),
        why: "A configuration, pack or rule with a slip in it checks nothing. A rule whose \
              expression has no answer for an entry says nothing about that entry, and what is \
              beyond `--max-findings` was not looked at. In all these cases silence would look \
              like a pass, so the run ends with status 2."
            .to_owned(),
        message: "rule `{rule}` could not be evaluated for \"{vendor}\": {reason}".to_owned(),
        help: Some("Fix the policy at the marked place.".to_owned()),
        unsuppressible: true,
        options: Vec::new(),
        references: Vec::new(),
        examples: Vec::new(),
    }
}

/// A rule, with its level where that is not its own.
fn rule(guide: &Guide, level: Option<&str>, color: bool) -> String {
    let mut text = String::new();
    let here = level.filter(|level| *level != guide.severity);
    let here = here.map_or_else(String::new, |level| format!(", here {level}"));
    let _ = writeln!(
        text,
        "{} {}\n\n{}",
        paint(&guide.id, Style::Bold, color),
        paint(format!("({}{here}, {})", guide.severity, guide.group), Style::Dim, color),
        guide.summary
    );
    section(&mut text, color, "Why", &guide.why);
    let _ = writeln!(text, "\n{}", paint("It says", Style::Bold, color));
    wrapped(&mut text, &guide.message, "  ", "  ");
    if let Some(help) = &guide.help {
        wrapped(&mut text, &format!("help: {help}"), "  ", "        ");
    }
    if !guide.options.is_empty() {
        let _ = writeln!(text, "\n{}", paint("Options", Style::Bold, color));
        let width = guide.options.iter().map(|option| option.name.len()).max().unwrap_or(0);
        for option in &guide.options {
            let name = format!("  {:width$}  ", option.name);
            let margin = " ".repeat(name.len());
            wrapped(&mut text, &option.default, &name, &margin);
            let meaning = format!("{} Takes {}.", option.meaning, option.takes);
            wrapped(&mut text, &meaning, &margin, &margin);
        }
    }
    references(&mut text, color, "Background", &guide.references);
    for (title, passing) in [("Reported", false), ("Not reported", true)] {
        let examples: Vec<_> =
            guide.examples.iter().filter(|example| example.passes == passing).collect();
        if !examples.is_empty() {
            let _ = writeln!(text, "\n{}", paint(title, Style::Bold, color));
        }
        for (index, example) in examples.iter().enumerate() {
            if index > 0 {
                text.push_str("  ---\n");
            }
            indent(&mut text, &example.manifest, "  ");
        }
    }
    let id = &guide.id;
    let next = if guide.unsuppressible {
        "No comment, configuration or baseline hides what it reports.".to_owned()
    } else {
        format!(
            "Set it in subprocessor-lint.yaml: `rules: {{{id}: off}}`,\nor allow one place with the \
             comment `# subprocessor-lint: allow({id}) reason=\"...\"`."
        )
    };
    let _ = writeln!(text, "\n{}", paint(&next, Style::Dim, color));
    if let Some(url) = &guide.url {
        let _ = writeln!(text, "{}", paint(format!("More: {url}"), Style::Dim, color));
    }
    text
}

fn pack(guide: &PackGuide, color: bool) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} {}\n\n{}",
        paint(&guide.id, Style::Bold, color),
        paint("(pack)", Style::Dim, color),
        guide.summary
    );
    if !guide.extends.is_empty() {
        let _ = writeln!(text, "\nBuilds on: {}", guide.extends.join(", "));
    }
    if guide.only {
        let _ = writeln!(
            text,
            "\nOnly the rules that it names are active, unless another pack adds more."
        );
    }
    if let Some(limits) = &guide.limits {
        section(&mut text, color, "What this pack does not show", limits);
    }
    if !guide.rules.is_empty() {
        let _ = writeln!(text, "\n{}", paint("Sets", Style::Bold, color));
        let width = guide.rules.iter().map(|set| set.rule.len()).max().unwrap_or(0);
        for PackSetting { rule, setting, source } in &guide.rules {
            // A rule that is only named keeps its own severity.
            let setting = if setting == "{}" { "(on)" } else { setting };
            let _ = writeln!(text, "  {rule:width$}  {setting}");
            if let Some(source) = source {
                let margin = " ".repeat(width + 4);
                wrapped(&mut text, source, &margin, &margin);
            }
        }
    }
    if !guide.notes.is_empty() {
        let _ = writeln!(text, "\n{}", paint("Notes", Style::Bold, color));
        for note in &guide.notes {
            wrapped(&mut text, &format!("- {note}"), "  ", "    ");
        }
    }
    references(&mut text, color, "Sources", &guide.sources);
    text
}

fn section(text: &mut String, color: bool, title: &str, body: &str) {
    if body.trim().is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", paint(title, Style::Bold, color));
    wrapped(text, body, "  ", "  ");
}

fn references(text: &mut String, color: bool, title: &str, references: &[Reference]) {
    if references.is_empty() {
        return;
    }
    let as_of = crate::facts::AS_OF;
    let _ = writeln!(
        text,
        "\n{} {}",
        paint(title, Style::Bold, color),
        paint(format!("(as of {as_of})"), Style::Dim, color)
    );
    for reference in references {
        wrapped(text, &format!("- {}", reference.sentence()), "  ", "    ");
    }
}

fn indent(text: &mut String, body: &str, margin: &str) {
    for line in body.trim_end().lines() {
        let _ = writeln!(text, "{}", format!("{margin}{line}").trim_end());
    }
}

/// Adds a text in lines of at most 88 columns, behind what stands before the
/// first line and before the others.
fn wrapped(text: &mut String, body: &str, first: &str, rest: &str) {
    let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = width::wrap(&body, width::of(first), width::of(rest), 88);
    for (index, line) in lines.iter().enumerate() {
        let _ = writeln!(text, "{}{line}", if index == 0 { first } else { rest });
    }
}
