//! The texts of a policy: each found once and parsed once.

use crate::diagnostics::PolicyError;
use crate::syntax::{Format, Limits, NodeId, NodeKind, Problem, Tree, Value, parse};
use crate::text::{Advice, SourceFile, Span};
use std::sync::Arc;

/// Maximum number of texts that build on each other.
const MAX_TEXTS: usize = 200;

/// Finds the files that `extends` entries name by a path. The library reads
/// none itself.
pub trait PolicyResolver {
    /// The name of the file that the file `from` calls `name`: the same for
    /// every way to call it.
    fn locate(&self, from: &str, name: &str) -> String;

    /// The text of a located file; nothing when there is no such file.
    ///
    /// # Errors
    /// The reason why it cannot be read, as a phrase.
    fn read(&self, located: &str) -> Result<Option<String>, String>;
}

/// A function from the name of a file to its text, if there is one.
impl<F: Fn(&str) -> Option<String>> PolicyResolver for F {
    fn locate(&self, from: &str, name: &str) -> String {
        join(from, name)
    }

    fn read(&self, located: &str) -> Result<Option<String>, String> {
        Ok(self(located))
    }
}

/// The path `name` as the file `from` means it, without `.` and `..` as far as
/// its text goes.
fn join(from: &str, name: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_full = name.starts_with('/');
    let whole =
        if is_full || folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if whole.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// The part that a text plays in a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The configuration.
    Config,
    /// A pack or rules.
    Extension,
    /// Words, places, vendors and legal forms.
    Vocabulary,
}

/// The target of an `extends` entry that is a path.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// To the text of this number.
    Text(usize),
    /// To no file.
    Missing,
    /// To a file that cannot be read, with the reason.
    Unreadable(String),
    /// Nowhere, because there are too many texts.
    TooMany,
}

/// A text of a policy, parsed.
#[derive(Debug)]
pub(super) struct PolicyText {
    pub source: Arc<SourceFile>,
    pub tree: Tree<'static>,
    pub problems: Vec<Problem>,
    pub role: Role,
    /// The entries of `extends` and `vocabulary` that are paths, by their places.
    pub extends: Vec<(Span, Target)>,
}

impl PolicyText {
    /// The text of a place of `extends`, if it is a path.
    pub fn target(&self, span: Span) -> Option<&Target> {
        self.extends.iter().find(|(place, _)| *place == span).map(|(_, target)| target)
    }

    /// Its mappings: documents, or the items of a document that is a list.
    pub fn mappings(&self) -> impl Iterator<Item = Value<'_>> {
        let roots = self.tree.documents().filter(|root| !root.is_null());
        roots.flat_map(|root| match root.kind() {
            NodeKind::Seq => root.items().collect(),
            _ => vec![root],
        })
    }
}

/// A node of one of the texts; those of the built-in rules have no number.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeRef {
    pub text: Option<usize>,
    pub node: NodeId,
}

/// Gathers texts with everything that they build on.
pub(super) struct TextLoader<'r> {
    pub texts: Vec<PolicyText>,
    /// Named texts that are at hand, until they are taken in.
    given: Vec<Option<(String, String)>>,
    resolver: &'r dyn PolicyResolver,
}

impl<'r> TextLoader<'r> {
    /// Reads a configuration and the given files, each with what it builds on,
    /// in this order.
    pub fn load(
        config: Option<(String, String)>,
        given: Vec<(String, String)>,
        vocabularies: Vec<(String, String)>,
        resolver: &'r dyn PolicyResolver,
    ) -> Vec<PolicyText> {
        let given = given.into_iter().map(Some).collect();
        let mut loader = Self { texts: Vec::new(), given, resolver };
        if let Some((name, text)) = config {
            loader.add(&name, &text, Role::Config);
        }
        for index in 0..loader.given.len() {
            if let Some((name, text)) = loader.given[index].take() {
                loader.add(&name, &text, Role::Extension);
            }
        }
        for (name, text) in vocabularies {
            loader.add(&name, &text, Role::Vocabulary);
        }
        loader.texts
    }

    fn add(&mut self, name: &str, text: &str, role: Role) -> usize {
        let parsed = parse(text, Format::of_path(name), &Limits::default());
        let under = |key: &'static str| {
            let roots = parsed.tree.documents();
            roots
                .flat_map(|root| std::iter::once(root).chain(root.items()))
                .filter_map(move |node| node.get(key))
                .flat_map(|value| std::iter::once(value).chain(value.items()))
                .filter_map(|item| {
                    // An entry of `extends` may pin the file of its path.
                    let item = item.get("path").unwrap_or(item);
                    Some((item.span(), item.text()?.to_owned()))
                })
        };
        let mut named: Vec<(Span, String, Role)> = Vec::new();
        if role != Role::Vocabulary {
            let paths = under("extends").filter(|(_, name)| is_path(name));
            named.extend(paths.map(|(span, name)| (span, name, Role::Extension)));
        }
        if role == Role::Config {
            named.extend(under("vocabulary").map(|(span, name)| (span, name, Role::Vocabulary)));
        }
        let index = self.texts.len();
        self.texts.push(PolicyText {
            source: Arc::new(SourceFile::new(name, text)),
            tree: parsed.tree.into_owned(),
            problems: parsed.problems,
            role,
            extends: Vec::new(),
        });
        for (span, called, role) in named {
            let target = self.target(name, &called, role);
            self.texts[index].extends.push((span, target));
        }
        index
    }

    fn target(&mut self, from: &str, called: &str, role: Role) -> Target {
        let name = self.resolver.locate(from, called);
        if let Some(known) = self.texts.iter().position(|text| text.source.path() == name) {
            return Target::Text(known);
        }
        if self.texts.len() >= MAX_TEXTS {
            return Target::TooMany;
        }
        let mut given = self.given.iter_mut();
        let at_hand = given.find(|given| given.as_ref().is_some_and(|(given, _)| *given == name));
        let text = match at_hand.and_then(Option::take) {
            Some((_, text)) => Ok(Some(text)),
            None => self.resolver.read(&name),
        };
        match text {
            Ok(Some(text)) => Target::Text(self.add(&name, &text, role)),
            Ok(None) => Target::Missing,
            Err(reason) => Target::Unreadable(reason),
        }
    }
}

/// Converts the problems of a file of a policy, or of its tests, to errors.
#[must_use]
pub fn unread(file: &Arc<SourceFile>, problems: &[Problem]) -> Vec<PolicyError> {
    let errors = problems.iter().filter_map(|problem| {
        let (message, help) = match problem {
            Problem::Syntax { message, help, .. } => {
                let help = help.as_deref().unwrap_or("Fix the marked place.");
                (format!("cannot read this file: {message}"), help)
            }
            Problem::NotText(Advice { message, .. })
            | Problem::OtherShape(Advice { message, .. }) => {
                (format!("cannot read this file: {message}"), "Save it as UTF-8.")
            }
            // An empty configuration changes nothing.
            Problem::Empty => return None,
            Problem::DuplicateKey { key, .. } => {
                (format!("key `{key}` appears twice"), "Keep one of the two.")
            }
            Problem::Limit { limit, allowed, .. } => (
                format!("cannot read this file: more than {allowed} {}", limit.unit()),
                "A policy is far smaller than that.",
            ),
        };
        Some(PolicyError::new(file, problem.span(), message).with_help(help))
    });
    errors.collect()
}

/// True if an `extends` entry names a file rather than a built-in pack.
#[must_use]
pub fn is_path(name: &str) -> bool {
    name.contains(['/', '\\'])
        || name.ends_with(".yaml")
        || name.ends_with(".yml")
        || name.ends_with(".json")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_start_at_the_folder_of_the_file_that_names_them() {
        for (from, name, expected) in [
            ("subprocessor-lint.yaml", "./house.yaml", "house.yaml"),
            ("a/b.yaml", "c.yaml", "a/c.yaml"),
            ("a/b.yaml", "../c.yaml", "c.yaml"),
            ("b.yaml", "../../c.yaml", "../../c.yaml"),
            ("/a/b.yaml", "../c.yaml", "/c.yaml"),
            ("a/b.yaml", "/c.yaml", "/c.yaml"),
        ] {
            assert_eq!(join(from, name), expected, "{from} {name}");
        }
    }
}
