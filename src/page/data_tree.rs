//! Values of a data file or of the literals of a program, with the place of each.

use super::rich::{Rich, RichBuilder};
use crate::text::{SourceMap, Span, to_u32};

/// Steps from a value to the place where it stands.
const MAX_STEPS: usize = 4;

/// The place of a value in [`Values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ValueId(u32);

/// Values with the place of each. A value may stand in several others.
#[derive(Debug, Default)]
pub(super) struct Values {
    nodes: Vec<DataNode>,
}

/// A value.
#[derive(Debug)]
pub(super) struct DataNode {
    /// Its bytes.
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// The kind of a value, with its content.
#[derive(Debug)]
pub(super) enum Kind {
    Null,
    Scalar(DataScalar),
    /// A value that a program computes when it runs.
    Computed,
    List(Vec<ValueId>),
    Map(Vec<(DataScalar, ValueId)>),
    /// A list or mapping that stands elsewhere.
    Same(ValueId),
}

/// A text with its bytes, before white space is folded.
#[derive(Clone, Debug, Default)]
pub(super) struct DataScalar {
    pub(super) text: String,
    pub(super) map: SourceMap,
}

impl DataScalar {
    /// The text as a page shows it.
    pub(super) fn rich(&self) -> Rich {
        let mut builder = RichBuilder::default();
        for run in self.map.runs() {
            let piece = &self.text[run.value.range()];
            if run.verbatim {
                builder.text_lines(piece, run.source.start as usize);
            } else {
                builder.decoded_lines(piece, run.source);
            }
        }
        builder.finish()
    }

    /// Its bytes.
    pub(super) fn span(&self) -> Span {
        self.map.part(0..self.text.len())
    }
}

impl Values {
    /// Adds a value.
    pub(super) fn add(&mut self, span: Span, kind: Kind) -> ValueId {
        let id = ValueId(to_u32(self.nodes.len()));
        self.nodes.push(DataNode { span, kind });
        id
    }

    /// A value.
    pub(super) fn get(&self, id: ValueId) -> &DataNode {
        &self.nodes[id.0 as usize]
    }

    /// A value, to change it.
    pub(super) fn get_mut(&mut self, id: ValueId) -> &mut DataNode {
        &mut self.nodes[id.0 as usize]
    }

    /// The kind of a value; a reference is followed to the value that it names.
    pub(super) fn kind(&self, mut id: ValueId) -> &Kind {
        for _ in 0..MAX_STEPS {
            let Kind::Same(other) = self.get(id).kind else { return &self.get(id).kind };
            id = other;
        }
        &Kind::Computed
    }

    pub(super) fn is_map(&self, id: ValueId) -> bool {
        matches!(self.kind(id), Kind::Map(_))
    }

    pub(super) fn is_scalar(&self, id: ValueId) -> bool {
        matches!(self.kind(id), Kind::Scalar(_))
    }

    pub(super) fn entries(&self, id: ValueId) -> &[(DataScalar, ValueId)] {
        if let Kind::Map(entries) = self.kind(id) { entries } else { &[] }
    }

    pub(super) fn items(&self, id: ValueId) -> &[ValueId] {
        if let Kind::List(items) = self.kind(id) { items } else { &[] }
    }
}
