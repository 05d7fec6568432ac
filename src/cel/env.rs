//! The environment of an expression: variables and functions.

use super::functions::{Function, Signature};
use super::types::{RecordType, Type};
use super::{dates, standard};
use std::sync::Arc;

/// The variables and functions that expressions are checked against.
///
/// The place of a variable, counted from 0 in the order of declaration, is
/// its slot: an evaluation is given one value a slot.
#[derive(Debug)]
pub struct Env {
    variables: Vec<(String, Type)>,
    records: Vec<Arc<RecordType>>,
    functions: Vec<&'static [Function]>,
}

impl Env {
    /// No variables; the functions of CEL, and those on dates.
    #[must_use]
    pub fn new() -> Self {
        let (variables, records) = (Vec::new(), Vec::new());
        let mut env = Self { variables, records, functions: Vec::new() };
        env.functions(standard::FUNCTIONS);
        env.functions(dates::FUNCTIONS);
        env
    }

    /// Declares a variable and says its slot.
    pub fn variable(&mut self, name: &str, ty: Type) -> usize {
        self.variables.push((name.to_owned(), ty));
        self.variables.len() - 1
    }

    /// Lets the signatures of functions speak of a kind of record, by its name.
    pub fn record(&mut self, ty: Arc<RecordType>) {
        self.records.push(ty);
    }

    /// Adds functions. Their signatures are read when a call is checked: reading
    /// all of them took a twelfth of the instructions of a short run.
    pub fn functions(&mut self, table: &'static [Function]) {
        self.functions.push(table);
    }

    /// The signatures of all functions as text, in the order of the tables.
    pub fn signatures(&self) -> impl Iterator<Item = &'static str> {
        self.all().map(|(text, _)| text)
    }

    fn all(&self) -> impl Iterator<Item = (&'static str, &'static Function)> {
        let functions = self.functions.iter().flat_map(|table| table.iter());
        functions.flat_map(|function| function.signatures.iter().map(move |text| (*text, function)))
    }

    fn read(&self, text: &'static str) -> Signature {
        Signature::parse(text, &self.records)
            .expect("internal: a test reads the signatures of all tables")
    }

    pub(super) fn find_variable(&self, name: &str) -> Option<(usize, &Type)> {
        let slot = self.variables.iter().position(|(known, _)| known == name)?;
        Some((slot, &self.variables[slot].1))
    }

    pub(super) fn variable_names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    /// The signatures of a name, those called on a receiver or the others.
    pub(super) fn find_functions(
        &self,
        name: &str,
        receiver: bool,
    ) -> impl Iterator<Item = (Signature, &'static Function)> {
        let may_be = move |text: &str| {
            // No type has a dot in its name.
            let call =
                if receiver { text.split_once('.').map(|(_, call)| call) } else { Some(text) };
            call.and_then(|call| call.strip_prefix(name)).is_some_and(|rest| rest.starts_with('('))
        };
        let named = self.all().filter(move |(text, _)| may_be(text));
        named
            .map(|(text, function)| (self.read(text), function))
            .filter(move |(signature, _)| signature.receiver == receiver && signature.name == name)
    }

    pub(super) fn function_names(&self, receiver: bool) -> impl Iterator<Item = &'static str> {
        let all = self.signatures().map(|text| self.read(text));
        all.filter(move |signature| signature.receiver == receiver).map(|signature| signature.name)
    }
}

impl Default for Env {
    fn default() -> Self {
        Self::new()
    }
}
