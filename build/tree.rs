//! Writes a JSON value as text, and as the tables that the reader of that text
//! would come to: a run then reads nothing.

use serde_json::Value;
use std::fmt::Write as _;

/// The text and the tables, in the order in which the reader fills them.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) text: String,
    /// The texts with escapes, without them.
    decoded: String,
    /// Each node as a Rust expression.
    nodes: Vec<String>,
    items: Vec<usize>,
    entries: Vec<(usize, usize)>,
}

impl Tree {
    pub(crate) fn of(value: &Value) -> Self {
        let mut tree = Self::default();
        tree.value(value);
        tree
    }

    /// The tables as Rust statics; `src/syntax/prepared.rs` takes them in.
    pub(crate) fn code(&self) -> String {
        let Self { decoded, nodes, items, entries, .. } = self;
        let mut code = format!("static DECODED: &str = {decoded:?};\n");
        let _ =
            writeln!(code, "static NODES: [NodeData; {}] = [{}];", nodes.len(), nodes.join(", "));
        let items: Vec<String> = items.iter().map(|id| format!("NodeId({id})")).collect();
        let _ = writeln!(code, "static ITEMS: [NodeId; {}] = [{}];", items.len(), items.join(", "));
        let entry = |(key, value): &(usize, usize)| format!("(NodeId({key}), NodeId({value}))");
        let entries: Vec<String> = entries.iter().map(entry).collect();
        let (count, entries) = (entries.len(), entries.join(", "));
        let _ = writeln!(code, "static ENTRIES: [(NodeId, NodeId); {count}] = [{entries}];");
        code
    }

    /// Adds a value; gives its place among the nodes.
    fn value(&mut self, value: &Value) -> usize {
        if let Value::String(text) = value {
            return self.string(text);
        }
        // A collection comes before what it holds.
        let (id, start) = (self.nodes.len(), self.text.len());
        self.nodes.push(String::new());
        let data = match value {
            Value::Null => "Data::Null".to_owned(),
            Value::Bool(truth) => format!("Data::Bool({truth})"),
            Value::Number(number) => match number.as_i64() {
                Some(number) => format!("Data::Int({number})"),
                None => format!("Data::Float({:?})", number.as_f64().expect("a number")),
            },
            Value::String(_) => unreachable!("texts are done"),
            Value::Array(items) => {
                let ids: Vec<usize> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| {
                        self.text.push(if index == 0 { '[' } else { ',' });
                        self.value(item)
                    })
                    .collect();
                self.text.push_str(if ids.is_empty() { "[]" } else { "]" });
                self.items.extend(&ids);
                run("Seq", self.items.len() - ids.len(), ids.len())
            }
            Value::Object(fields) => {
                let ids: Vec<(usize, usize)> = fields
                    .iter()
                    .enumerate()
                    .map(|(index, (key, value))| {
                        self.text.push(if index == 0 { '{' } else { ',' });
                        let key = self.string(key);
                        self.text.push(':');
                        (key, self.value(value))
                    })
                    .collect();
                self.text.push_str(if ids.is_empty() { "{}" } else { "}" });
                self.entries.extend(&ids);
                run("Map", self.entries.len() - ids.len(), ids.len())
            }
        };
        if !matches!(value, Value::Array(_) | Value::Object(_)) {
            self.text.push_str(&value.to_string());
        }
        self.nodes[id] = node(start, self.text.len(), &data, "Plain");
        id
    }

    fn string(&mut self, text: &str) -> usize {
        let (id, start) = (self.nodes.len(), self.text.len());
        let typed = Value::from(text).to_string();
        let data = if typed[1..typed.len() - 1] == *text {
            "Data::Source".to_owned()
        } else {
            self.decoded.push_str(text);
            run("Decoded", self.decoded.len() - text.len(), text.len())
        };
        self.text.push_str(&typed);
        self.nodes.push(node(start, self.text.len(), &data, "Quoted"));
        id
    }
}

fn run(kind: &str, start: usize, len: usize) -> String {
    format!("Data::{kind}(TableRange {{ start: {start}, len: {len} }})")
}

fn node(start: usize, end: usize, data: &str, style: &str) -> String {
    format!(
        "NodeData {{ span: Span {{ start: {start}, end: {end} }}, data: {data}, style: ScalarStyle::{style} }}"
    )
}
