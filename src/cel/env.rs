//! What an expression may speak of: variables and functions.

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
    functions: Vec<(Signature, &'static Function)>,
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

    /// Lets the signatures of functions that are added later speak of a kind
    /// of record, by its name.
    pub fn record(&mut self, ty: Arc<RecordType>) {
        self.records.push(ty);
    }

    /// Adds functions.
    ///
    /// # Panics
    /// When a signature in the table is not well written, which is a mistake
    /// in that table.
    pub fn functions(&mut self, table: &'static [Function]) {
        for function in table {
            for text in function.signatures {
                let signature = Signature::parse(text, &self.records)
                    .expect("internal: the signatures in the tables are well written");
                self.functions.push((signature, function));
            }
        }
    }

    /// The signatures of all functions, in the order of the tables.
    pub fn signatures(&self) -> impl Iterator<Item = &'static str> {
        self.functions.iter().map(|(signature, _)| signature.text)
    }

    pub(super) fn find_variable(&self, name: &str) -> Option<(usize, &Type)> {
        let slot = self.variables.iter().position(|(known, _)| known == name)?;
        Some((slot, &self.variables[slot].1))
    }

    pub(super) fn variable_names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    /// The signatures of a name, those called on a receiver or the others.
    pub(super) fn find_functions<'a>(
        &'a self,
        name: &'a str,
        receiver: bool,
    ) -> impl Iterator<Item = (&'a Signature, &'static Function)> {
        self.functions
            .iter()
            .filter(move |(signature, _)| signature.receiver == receiver && signature.name == name)
            .map(|(signature, function)| (signature, *function))
    }

    pub(super) fn function_names(&self, receiver: bool) -> impl Iterator<Item = &str> {
        self.functions
            .iter()
            .filter(move |(signature, _)| signature.receiver == receiver)
            .map(|(signature, _)| signature.name)
    }
}

impl Default for Env {
    fn default() -> Self {
        Self::new()
    }
}
