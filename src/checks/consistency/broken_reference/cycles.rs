//! References that lead back to where they began.

use crate::manifest::Text;

/// A reference from one entry to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge<'t> {
    /// The number of the entry that refers.
    pub(super) from: usize,
    /// The number of the entry that is referred to.
    pub(super) to: usize,
    /// The field of the reference.
    pub(super) field: &'static str,
    /// The reference.
    pub(super) text: Text<'t>,
}

#[derive(Clone, Copy, PartialEq)]
enum VisitState {
    New,
    Open,
    Done,
}

/// The references that close a circle, one for each circle that a walk in the
/// order of the list meets. `edges` are sorted by `from`. Linear in entries and
/// references, and without recursion: chains may be long.
pub(super) fn back_edges<'e, 't>(entries: usize, edges: &'e [Edge<'t>]) -> Vec<&'e Edge<'t>> {
    let first = |entry: usize| edges.partition_point(|edge| edge.from < entry);
    let mut states = vec![VisitState::New; entries];
    let mut found = Vec::new();
    let mut path: Vec<(usize, usize)> = Vec::new();
    for edge in edges {
        if states[edge.from] != VisitState::New {
            continue;
        }
        states[edge.from] = VisitState::Open;
        path.push((edge.from, first(edge.from)));
        while let Some((entry, next)) = path.last_mut() {
            let Some(edge) = edges.get(*next).filter(|edge| edge.from == *entry) else {
                states[*entry] = VisitState::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match states[edge.to] {
                VisitState::New => {
                    states[edge.to] = VisitState::Open;
                    path.push((edge.to, first(edge.to)));
                }
                VisitState::Open => found.push(edge),
                VisitState::Done => {}
            }
        }
    }
    found
}
