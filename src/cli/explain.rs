//! `explain`: what a rule or a pack says, from its own file.

use super::args::{ExplainArgs, TextOrJson};
use super::failure::Failure;
use super::io::Io;
use super::list::{self, Catalogue};
use super::looks::looks;
use super::page::Page;
use super::status::ExitStatus;
use crate::diagnostics::POLICY_ERROR;
use crate::output::OutputOptions;
use crate::policy::guide::{Guide, OptionGuide, PackGuide, PackSetting, Reference};
use crate::text::suggest::did_you_mean;
use std::io::Write as _;

/// Prints the guide of a rule or pack.
///
/// # Errors
/// When there is none of that name.
pub fn run(args: &ExplainArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let looks = looks(args.output.color, io, io.stdout_is_terminal);
    if args.id == POLICY_ERROR {
        // It has to be explained when the policy cannot be read.
        return print(&policy_error(), None, args, &looks, io);
    }
    let catalogue = Catalogue::load(&args.policy, io)?;
    if let Some((guide, level)) = catalogue.guide(&args.id) {
        return print(&guide, Some(level), args, &looks, io);
    }
    let text = if let Some(guide) = catalogue.pack_guide(&args.id) {
        match args.output.format {
            TextOrJson::Human => pack(&guide, &looks),
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
    looks: &OutputOptions,
    io: &mut Io<'_>,
) -> Result<ExitStatus, Failure> {
    let text = match args.output.format {
        TextOrJson::Human => rule(guide, level, looks),
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
        check: String::new(),
        selection: String::new(),
        when: None,
        options: Vec::new(),
        references: Vec::new(),
        examples: Vec::new(),
    }
}

/// A rule, with its level where that is not its own.
fn rule(guide: &Guide, level: Option<&str>, looks: &OutputOptions) -> String {
    let mut page = Page::new(looks);
    let here = level.filter(|level| *level != guide.severity);
    let here = here.map_or_else(String::new, |level| format!(", here {level}"));
    page.heading(&guide.id, &format!("({}{here}, {})", guide.severity, guide.group));
    page.gap();
    page.prose(&guide.summary, "", "");
    section(&mut page, "Why", &guide.why);
    page.heading("It says", "");
    page.prose(&guide.message, "  ", "  ");
    if let Some(help) = &guide.help {
        page.prose(&format!("help: {help}"), "  ", "        ");
    }
    if !guide.check.is_empty() {
        page.heading("It looks at", "");
        page.prose(&format!("check: {}", guide.check), "  ", "         ");
        if !guide.selection.is_empty() {
            page.prose(&format!("for: {}", guide.selection), "  ", "       ");
        }
        if let Some(when) = &guide.when {
            page.prose(&format!("when: {when}"), "  ", "        ");
        }
    }
    if !guide.options.is_empty() {
        page.heading("Options", "");
        let width = guide.options.iter().map(|option| option.name.len()).max().unwrap_or(0) + 4;
        for option in &guide.options {
            let OptionGuide { name, default, meaning, takes } = option;
            page.entry(
                &format!("  {name}"),
                width,
                &format!("{meaning} Takes {takes}; default: {default}."),
            );
        }
    }
    references(&mut page, "Background", &guide.references);
    for (title, passing) in [("Reported", false), ("Not reported", true)] {
        let examples: Vec<_> =
            guide.examples.iter().filter(|example| example.passes == passing).collect();
        if !examples.is_empty() {
            page.heading(title, "");
        }
        for (index, example) in examples.iter().enumerate() {
            if index > 0 {
                page.block("---", "  ");
            }
            // Whoever follows the manifest alone has to know how the rule was set.
            let options = example.options.iter().map(|options| format!("options: {options}"));
            let today = example.today.iter().map(|today| format!("today: {today}"));
            for setting in options.chain(today) {
                page.block(&format!("# with {setting}"), "  ");
            }
            page.block(&example.manifest, "  ");
        }
    }
    let first = guide.examples.iter().find_map(|example| example.fixed.as_ref());
    if let Some(fixed) = first {
        page.heading("After the help was followed", "(first example)");
        page.block(fixed, "  ");
    }
    page.gap();
    let id = &guide.id;
    if guide.unsuppressible {
        page.remark("No comment, configuration or baseline hides what it reports.");
    } else {
        page.remark(&format!(
            "Set it in subprocessor-lint.yaml: `rules: {{{id}: off}}`, or allow one place with the \
             comment `# subprocessor-lint: allow({id}) reason=\"...\"`."
        ));
    }
    if let Some(url) = &guide.url {
        page.remark(&format!("More: {url}"));
    }
    page.finish()
}

fn pack(guide: &PackGuide, looks: &OutputOptions) -> String {
    let mut page = Page::new(looks);
    page.heading(&guide.id, "(pack)");
    page.gap();
    page.prose(&guide.summary, "", "");
    if !guide.extends.is_empty() {
        page.gap();
        page.prose(&format!("Builds on: {}", guide.extends.join(", ")), "", "  ");
    }
    if guide.only {
        page.gap();
        page.prose(
            "Only the rules that it names are active, unless another pack adds more.",
            "",
            "",
        );
    }
    if let Some(limits) = &guide.limits {
        section(&mut page, "What this pack does not show", limits);
    }
    if !guide.rules.is_empty() {
        page.heading("Sets", "");
        let width = guide.rules.iter().map(|set| set.rule.len()).max().unwrap_or(0) + 4;
        for PackSetting { rule, setting, source } in &guide.rules {
            // A rule that is only named keeps its own severity.
            let setting = if setting == "{}" { "(on)" } else { setting };
            page.entry(&format!("  {rule}"), width, setting);
            if let Some(source) = source {
                page.entry("", width, source);
            }
        }
    }
    if !guide.notes.is_empty() {
        page.heading("Notes", "");
        for note in &guide.notes {
            page.prose(&format!("- {note}"), "  ", "    ");
        }
    }
    references(&mut page, "Sources", &guide.sources);
    page.finish()
}

fn section(page: &mut Page, title: &str, body: &str) {
    if !body.trim().is_empty() {
        page.heading(title, "");
        page.prose(body, "  ", "  ");
    }
}

fn references(page: &mut Page, title: &str, references: &[Reference]) {
    if references.is_empty() {
        return;
    }
    page.heading(title, &format!("(as of {})", crate::facts::AS_OF));
    for reference in references {
        page.prose(&format!("- {}", reference.sentence()), "  ", "    ");
    }
}
