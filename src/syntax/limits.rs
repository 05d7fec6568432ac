//! Caps against hostile input. Each breach is a finding that names the cap.

/// The caps on one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub bytes: usize,
    /// Levels of nesting, aliases followed.
    pub depth: usize,
    /// Values of all documents, aliases expanded.
    pub nodes: usize,
    /// Bytes of one scalar.
    pub scalar: usize,
    /// Entries under `subprocessors` of all documents together; as many claims,
    /// places and documents.
    pub vendors: usize,
    /// Findings of one file.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            depth: 64,
            nodes: 2_000_000,
            scalar: 1 << 20,
            vendors: 200_000,
            findings: 50_000,
        }
    }
}

/// The name of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::bytes`].
    Bytes,
    /// [`Limits::depth`].
    Depth,
    /// [`Limits::nodes`].
    Nodes,
    /// [`Limits::scalar`].
    Scalar,
    /// [`Limits::vendors`].
    Vendors,
    /// [`Limits::findings`].
    Findings,
}

impl Limit {
    /// The option that sets it, without its dashes: `max-depth`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bytes => "max-bytes",
            Self::Depth => "max-depth",
            Self::Nodes => "max-nodes",
            Self::Scalar => "max-scalar",
            Self::Vendors => "max-vendors",
            Self::Findings => "max-findings",
        }
    }

    /// The unit of the cap, for a message: `more than {allowed} {unit}`.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Depth => "levels of nesting",
            Self::Nodes => "values after alias expansion",
            Self::Scalar => "bytes in one value",
            Self::Vendors => "vendors, claims, places or documents",
            Self::Findings => "findings",
        }
    }

    /// The six names, for options and documentation.
    pub const ALL: [Self; 6] =
        [Self::Bytes, Self::Depth, Self::Nodes, Self::Scalar, Self::Vendors, Self::Findings];
}
