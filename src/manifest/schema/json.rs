//! The tree as the JSON that the validator reads, without a copy.

use crate::syntax::{Entries, Items, NodeKind, Value};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use std::borrow::Cow;

/// The tree as a representation of JSON.
pub(super) struct TreeJson;

/// A value of a tree, or a key of a mapping on its own.
#[derive(Clone)]
pub(super) enum TreeNode<'a> {
    Value(Value<'a>),
    Key(&'a str),
}

impl Json for TreeJson {
    type Node<'a> = TreeNode<'a>;
    type PreparedKey = String;
    type StringBuffer = String;
    // Looking a key up means comparing keys in turn.
    const KEYS_PER_LOOKUP: usize = 4;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(
        buffer: &mut String,
        string: &str,
        f: impl FnOnce(TreeNode<'_>) -> T,
    ) -> T {
        buffer.clear();
        buffer.push_str(string);
        f(TreeNode::Key(buffer))
    }
}

/// A number of a tree.
pub(super) enum TreeNumber {
    Int(i64),
    Float(f64),
}

impl JsonNumber for TreeNumber {
    fn as_u64(&self) -> Option<u64> {
        self.as_i64().and_then(|value| u64::try_from(value).ok())
    }

    fn as_i64(&self) -> Option<i64> {
        if let Self::Int(value) = self { Some(*value) } else { None }
    }

    fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "that is what a JSON number does")]
            Self::Int(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
        }
    }

    fn as_str(&self) -> Cow<'_, str> {
        match self {
            Self::Int(value) => value.to_string().into(),
            Self::Float(value) => value.to_string().into(),
        }
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Owned(match self {
            Self::Int(value) => (*value).into(),
            // YAML has infinities; the schema has no place for any of them.
            Self::Float(value) => {
                serde_json::Number::from_f64(*value).unwrap_or_else(|| serde_json::Number::from(0))
            }
        })
    }

    fn is_integer(&self) -> bool {
        match self {
            Self::Int(_) => true,
            // Beyond this not every whole number has a float of its own.
            Self::Float(value) => value.fract() == 0.0 && value.abs() < (1_u64 << 53) as f64,
        }
    }

    fn is_written_as_integer(&self) -> bool {
        matches!(self, Self::Int(_))
    }
}

impl<'a> Node<'a, TreeJson> for TreeNode<'a> {
    type Object = Members<'a>;
    type Array = Elements<'a>;
    type Number = TreeNumber;

    fn as_object(&self) -> Option<Members<'a>> {
        match self {
            Self::Value(value) if value.kind() == NodeKind::Map => Some(Members(*value)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Elements<'a>> {
        match self {
            Self::Value(value) if value.kind() == NodeKind::Seq => Some(Elements(*value)),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Value(value) => value.as_str().map(Cow::Borrowed),
            Self::Key(key) => Some(Cow::Borrowed(key)),
        }
    }

    fn as_number(&self) -> Option<TreeNumber> {
        match self {
            Self::Value(value) => match value.kind() {
                NodeKind::Int(value) => Some(TreeNumber::Int(value)),
                NodeKind::Float(value) => Some(TreeNumber::Float(value)),
                _ => None,
            },
            Self::Key(_) => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        if let Self::Value(value) = self { value.as_bool() } else { None }
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Value(value) if value.is_null())
    }

    fn json_type(&self) -> JsonType {
        match self {
            Self::Key(_) => JsonType::String,
            Self::Value(value) => match value.kind() {
                NodeKind::Null => JsonType::Null,
                NodeKind::Bool(_) => JsonType::Boolean,
                NodeKind::Int(_) | NodeKind::Float(_) => JsonType::Number,
                NodeKind::Str => JsonType::String,
                NodeKind::Seq => JsonType::Array,
                NodeKind::Map => JsonType::Object,
            },
        }
    }

    fn equals_value(&self, expected: &serde_json::Value) -> bool {
        match expected {
            serde_json::Value::String(text) => self.as_string().is_some_and(|own| own == *text),
            serde_json::Value::Null => self.is_null(),
            serde_json::Value::Bool(value) => self.as_boolean() == Some(*value),
            serde_json::Value::Number(number) => {
                self.as_number().and_then(|own| own.as_f64()) == number.as_f64()
            }
            // The schema compares with scalars only.
            serde_json::Value::Array(_) | serde_json::Value::Object(_) => false,
        }
    }

    /// Scalars only: nothing compares whole collections, and errors are worded
    /// from the tree, so they need not carry a copy of it.
    fn to_value(&self) -> Cow<'a, serde_json::Value> {
        Cow::Owned(match (self.as_string(), self.as_number(), self.as_boolean()) {
            (Some(text), _, _) => text.into_owned().into(),
            (_, Some(number), _) => serde_json::Value::Number(number.to_number().into_owned()),
            (_, _, Some(value)) => value.into(),
            _ => serde_json::Value::Null,
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            Self::Value(value) => {
                let value = value.resolved();
                let tree = std::ptr::from_ref(value.tree()) as usize;
                Some(NodeIdentity::tagged(tree, value.id().index()))
            }
            Self::Key(_) => None,
        }
    }
}

/// The entries of a mapping.
pub(super) struct Members<'a>(Value<'a>);

impl<'a> Object<'a, TreeJson> for Members<'a> {
    type Node = TreeNode<'a>;
    type MemberName = &'a str;
    type MembersIter = MembersIter<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<TreeNode<'a>> {
        self.0.get(key).map(TreeNode::Value)
    }

    fn members(&self) -> MembersIter<'a> {
        MembersIter(self.0.entries())
    }
}

pub(super) struct MembersIter<'a>(Entries<'a>);

impl<'a> Iterator for MembersIter<'a> {
    type Item = (&'a str, TreeNode<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = self.0.next()?;
        Some((key.text().unwrap_or_default(), TreeNode::Value(value)))
    }
}

/// The items of a list.
pub(super) struct Elements<'a>(Value<'a>);

impl<'a> Array<'a, TreeJson> for Elements<'a> {
    type Node = TreeNode<'a>;
    type ElementsIter = ElementsIter<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> ElementsIter<'a> {
        ElementsIter(self.0.items())
    }
}

pub(super) struct ElementsIter<'a>(Items<'a>);

impl<'a> Iterator for ElementsIter<'a> {
    type Item = TreeNode<'a>;

    fn next(&mut self) -> Option<TreeNode<'a>> {
        self.0.next().map(TreeNode::Value)
    }
}
