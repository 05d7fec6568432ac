//! `explain`: what a rule or a pack says, from its own file.

use super::args::{ExplainArgs, TextOrJson};
use super::destination;
use super::failure::Failure;
use super::list::{self, Catalogue};
use super::status::ExitStatus;
use super::world::World;
use crate::lint::POLICY_ERROR;
use crate::policy::guide::{Guide, PackGuide, Reference};
use crate::text::suggest::did_you_mean;
use std::fmt::Write as _;
use std::io::Write as _;

/// Prints the guide of a rule or pack.
///
/// # Errors
/// When there is none of that name.
pub fn run(args: &ExplainArgs, world: &mut World<'_>) -> Result<ExitStatus, Failure> {
    let styles =
        Styles::new(destination::options(args.color, world, world.stdout_is_terminal).color);
    if args.id == POLICY_ERROR {
        // It has to be explained when the policy cannot be read.
        return print(&policy_error(), None, args, &styles, world);
    }
    let catalogue = Catalogue::load(&args.policy, world)?;
    if let Some((guide, level)) = catalogue.guide(&args.id) {
        return print(&guide, Some(level), args, &styles, world);
    }
    let text = if let Some(guide) = catalogue.pack_guide(&args.id) {
        match args.output_format {
            TextOrJson::Human => pack(&guide, &styles),
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
    world.stdout.write_all(text.as_bytes())?;
    world.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

fn print(
    guide: &Guide,
    level: Option<&str>,
    args: &ExplainArgs,
    styles: &Styles,
    world: &mut World<'_>,
) -> Result<ExitStatus, Failure> {
    let text = match args.output_format {
        TextOrJson::Human => rule(guide, level, styles),
        TextOrJson::Json => list::json(guide),
    };
    world.stdout.write_all(text.as_bytes())?;
    world.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

/// What there is to know about the findings that are no rule's.
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
        help: Some("Mend the policy at the marked place.".to_owned()),
        unsuppressible: true,
        options: Vec::new(),
        references: Vec::new(),
        examples: Vec::new(),
    }
}

/// Bold and dim, or neither.
pub struct Styles {
    bold: &'static str,
    dim: &'static str,
    reset: &'static str,
}

impl Styles {
    /// Escape sequences when `color`, nothing otherwise.
    pub fn new(color: bool) -> Self {
        if color {
            Self { bold: "\x1b[1m", dim: "\x1b[2m", reset: "\x1b[0m" }
        } else {
            Self { bold: "", dim: "", reset: "" }
        }
    }

    /// A text in bold.
    pub fn bold(&self, text: &str) -> String {
        format!("{}{text}{}", self.bold, self.reset)
    }

    /// A text in dim.
    pub fn dim(&self, text: &str) -> String {
        format!("{}{text}{}", self.dim, self.reset)
    }
}

/// A rule, with its level where that is not its own.
fn rule(guide: &Guide, level: Option<&str>, styles: &Styles) -> String {
    let mut text = String::new();
    let here = level.filter(|level| *level != guide.severity);
    let here = here.map_or_else(String::new, |level| format!(", here {level}"));
    let _ = writeln!(
        text,
        "{} {}\n\n{}",
        styles.bold(&guide.id),
        styles.dim(&format!("({}{here}, {})", guide.severity, guide.group)),
        guide.summary
    );
    section(&mut text, styles, "Why", &guide.why);
    let _ = writeln!(text, "\n{}", styles.bold("It says"));
    wrapped(&mut text, &guide.message, "  ", "  ");
    if let Some(help) = &guide.help {
        wrapped(&mut text, &format!("help: {help}"), "  ", "        ");
    }
    if !guide.options.is_empty() {
        let _ = writeln!(text, "\n{}", styles.bold("Options"));
        let width = guide.options.iter().map(|option| option.name.len()).max().unwrap_or(0);
        for option in &guide.options {
            let name = format!("  {:width$}  ", option.name);
            let margin = " ".repeat(name.len());
            wrapped(&mut text, &option.default, &name, &margin);
            let meaning = format!("{} Takes {}.", option.meaning, option.takes);
            wrapped(&mut text, &meaning, &margin, &margin);
        }
    }
    references(&mut text, styles, "Background", &guide.references);
    for (title, passing) in [("Reported", false), ("Not reported", true)] {
        let examples: Vec<_> =
            guide.examples.iter().filter(|example| example.passes == passing).collect();
        if !examples.is_empty() {
            let _ = writeln!(text, "\n{}", styles.bold(title));
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
    let _ = writeln!(text, "\n{}", styles.dim(&next));
    if let Some(url) = &guide.url {
        let _ = writeln!(text, "{}", styles.dim(&format!("More: {url}")));
    }
    text
}

fn pack(guide: &PackGuide, styles: &Styles) -> String {
    let mut text = String::new();
    let _ =
        writeln!(text, "{} {}\n\n{}", styles.bold(&guide.id), styles.dim("(pack)"), guide.summary);
    if !guide.extends.is_empty() {
        let _ = writeln!(text, "\nBuilds on: {}", guide.extends.join(", "));
    }
    if let Some(limits) = &guide.limits {
        section(&mut text, styles, "What this pack does not show", limits);
    }
    if !guide.rules.is_empty() {
        let _ = writeln!(text, "\n{}", styles.bold("Sets"));
        let width = guide.rules.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
        for (id, setting) in &guide.rules {
            let _ = writeln!(text, "  {id:width$}  {setting}");
        }
    }
    if !guide.notes.is_empty() {
        let _ = writeln!(text, "\n{}", styles.bold("Notes"));
        for note in &guide.notes {
            wrapped(&mut text, &format!("- {note}"), "  ", "    ");
        }
    }
    references(&mut text, styles, "Sources", &guide.sources);
    text
}

fn section(text: &mut String, styles: &Styles, title: &str, body: &str) {
    if body.trim().is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", styles.bold(title));
    wrapped(text, body, "  ", "  ");
}

fn references(text: &mut String, styles: &Styles, title: &str, references: &[Reference]) {
    if references.is_empty() {
        return;
    }
    let as_of = crate::facts::AS_OF;
    let _ = writeln!(text, "\n{} {}", styles.bold(title), styles.dim(&format!("(as of {as_of})")));
    for reference in references {
        wrapped(text, &format!("- {}", reference.sentence()), "  ", "    ");
    }
}

fn indent(text: &mut String, body: &str, margin: &str) {
    for line in body.trim_end().lines() {
        let _ = writeln!(text, "{}", format!("{margin}{line}").trim_end());
    }
}

/// Adds a text in lines of at most 88 columns.
fn wrapped(text: &mut String, body: &str, first: &str, rest: &str) {
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in body.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > 88 {
            let _ = writeln!(text, "{line}");
            rest.clone_into(&mut line);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    let _ = writeln!(text, "{line}");
}
