//! The options of a rule as its expressions see them.

use crate::cel::{Field, Record, RecordType, Type, Val};
use std::sync::Arc;

/// The value of one option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// A list of texts.
    Texts(Vec<String>),
}

/// The options of one rule, as the record `option`.
#[derive(Debug)]
pub struct OptionValues {
    ty: Arc<RecordType>,
    values: Vec<OptionValue>,
}

impl OptionValues {
    /// The record of some options by their names.
    #[must_use]
    pub fn new(options: Vec<(String, OptionValue)>) -> Self {
        let (names, values): (Vec<_>, Vec<_>) = options.into_iter().unzip();
        let fields = names.into_iter().zip(&values).map(|(name, value)| {
            let ty = match value {
                OptionValue::Number(_) => Type::Int,
                OptionValue::Flag(_) => Type::Bool,
                OptionValue::Texts(_) => Type::list(Type::Text),
            };
            Field { name: name.into(), ty }
        });
        let ty = RecordType { name: "option".into(), fields: fields.collect() };
        Self { ty: Arc::new(ty), values }
    }

    pub(super) fn record_type(&self) -> &Arc<RecordType> {
        &self.ty
    }
}

impl Record for OptionValues {
    fn get(&self, field: usize) -> Option<Val<'_>> {
        Some(match self.values.get(field)? {
            OptionValue::Number(number) => Val::Int(*number),
            OptionValue::Flag(flag) => Val::Bool(*flag),
            OptionValue::Texts(texts) => {
                Val::owned_list(texts.iter().map(|text| Val::text(text)).collect()).ok()?
            }
        })
    }
}
