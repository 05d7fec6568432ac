//! The kind of a file, by its content: a manifest, or something else that a person may
//! take for one. What is no manifest is said once, with the next step, and nothing is said
//! about its content.

mod data_shape;
mod text_shape;

use crate::manifest::Manifest;
use crate::manifest::plain_values::read_as_plain_text;
use crate::manifest::schema::{self, SchemaProblem};
use crate::syntax::{self, Format, Limits, NodeKind, Problem, Tree, Value};
use crate::text::{Advice, Span};

/// A file as far as it was read, with the documents that are manifests.
pub(super) struct ClassifiedFile<'t> {
    pub(super) tree: Tree<'t>,
    pub(super) problems: Vec<Problem>,
    /// The places of the manifests among the documents of the tree.
    manifests: Vec<usize>,
}

impl<'t> ClassifiedFile<'t> {
    /// The roots of the manifests.
    pub(super) fn roots(&self) -> Vec<Value<'_>> {
        let documents: Vec<Value<'_>> = self.tree.documents().collect();
        self.manifests.iter().map(|at| documents[*at]).collect()
    }

    /// Finds the problems of each manifest with the schema. From then on values are read as
    /// plain text, and those under keys that only mean a field as that field.
    pub(super) fn validate(&mut self, limit: usize) -> Vec<Vec<SchemaProblem>> {
        let roots: Vec<_> = self.roots().into_iter().map(Value::id).collect();
        read_as_plain_text(&mut self.tree, &roots);
        let roots = self.roots();
        let found: Vec<_> = roots.iter().map(|root| schema::validate(*root, limit)).collect();
        for reading in found.iter().flatten().filter_map(|problem| problem.reading) {
            self.tree.read_as(&reading);
        }
        found
    }

    /// The manifests.
    pub(super) fn manifests(&self) -> Vec<Manifest<'_>> {
        self.roots().into_iter().map(Manifest::read).collect()
    }
}

/// Reads a text, and settles what it is.
pub(super) fn classify<'t>(path: &str, text: &'t str, limits: &Limits) -> ClassifiedFile<'t> {
    let format = Format::of_path(path);
    let syntax::Parsed { tree, mut problems } = syntax::parse(text, format, limits);
    let slip = tree.documents().find_map(joined_dash);
    if slip.is_some() {
        problems.extend(slip);
        return ClassifiedFile { tree, problems, manifests: Vec::new() };
    }
    let mut manifests = Vec::new();
    let mut others = Vec::new();
    for (at, root) in tree.documents().enumerate().filter(|(_, root)| !root.is_null()) {
        match data_shape::other_shape(root) {
            None => manifests.push(at),
            Some(advice) => others.push(advice),
        }
    }
    let stopped = problems.iter().any(|problem| matches!(problem, Problem::Syntax { .. }));
    // Another list is a document of its own, and no page.
    let is_list = |root: Value<'_>| root.get("subprocessors").is_some();
    let is_several = tree.documents().filter(|root| !root.is_null()).skip(1).any(is_list);
    let is_front_matter = text_shape::has_front_matter(text) && !is_several;
    if is_front_matter && !manifests.is_empty() {
        // The page behind the front matter is written for people: what the manifest says is
        // in front of it, and what is not read is said.
        let page = text_shape::page_start(text);
        problems.retain(|problem| problem.span().start < page);
        let first = tree.documents().position(|root| !root.is_null());
        manifests.retain(|at| Some(*at) == first);
        others = vec![text_shape::unread_page(text)];
    } else if manifests.is_empty() && (stopped || !others.is_empty()) {
        let has_scalar = tree.documents().any(|root| is_text(root));
        let is_list = tree.documents().any(|root| root.kind() == NodeKind::Seq);
        let advice = text_shape::other_text(path, text, stopped || has_scalar, is_list);
        // The words of the parser are no help about a text that is no YAML.
        if let Some(advice) = advice {
            problems.clear();
            others = vec![advice];
        } else if stopped {
            others.clear();
        }
    }
    // What a file is like is told when all of it was read.
    let is_cut = problems.iter().any(|problem| matches!(problem, Problem::Limit { .. }));
    if is_cut || stopped && !manifests.is_empty() && !is_front_matter {
        others.clear();
    }
    problems.extend(others.into_iter().take(1).map(Problem::OtherShape));
    if problems.is_empty() && manifests.is_empty() {
        problems.push(Problem::Empty);
    }
    ClassifiedFile { tree, problems, manifests }
}

/// A dash without a space, which makes a list of vendors a mapping or a text.
fn joined_dash(root: Value<'_>) -> Option<Problem> {
    let list = root.get("subprocessors")?;
    let (at, text) = match list.kind() {
        NodeKind::Map => list.entries().find_map(|(key, _)| Some((key.span(), key.text()?)))?,
        NodeKind::Str => (list.span(), list.as_str()?),
        _ => return None,
    };
    let rest = text.strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphanumeric))?;
    let rest = rest.split_whitespace().next().unwrap_or(rest);
    let colon = if list.kind() == NodeKind::Map { ": ..." } else { "" };
    Some(Problem::Syntax {
        at: Span { end: at.start + 1, ..at },
        message: "a space is missing after `-`".to_owned(),
        help: Some(format!("Write `- {rest}{colon}`.")),
    })
}

fn is_text(root: Value<'_>) -> bool {
    !matches!(root.kind(), NodeKind::Map | NodeKind::Seq | NodeKind::Null)
}

/// A remark at the start of a value: it is about all of it.
fn at_start(value: Value<'_>, message: impl Into<String>, help: impl Into<String>) -> Advice {
    let start = value.entries().next().map_or(value.span(), |(key, _)| key.span()).start;
    Advice::new(Span { start, end: start }, message).with_help(help)
}

#[cfg(test)]
mod tests;
