//! An audit: one run over the lists of many companies, as a folder of files.
//!
//! Data goes one way. Each file becomes a [`ListRecord`], on any thread; records come in the
//! order of the paths, are appended to the streams, counted by the [`Tally`], and dropped; at
//! the end the tally becomes the report and the evidence. Nothing here opens a file: whoever
//! runs an audit passes writers and readers in.

pub mod compare;
pub mod csv;
pub mod differences;
pub mod evidence;
pub mod mentions;
pub mod places;
pub mod record;
pub mod report;
pub mod tally;
pub mod vendor_rows;
pub mod worst;

pub use evidence::{Evidence, EvidenceOutput};
pub use mentions::{MentionRuns, Mentions};
pub use record::ListRecord;
pub use tally::Tally;
pub use vendor_rows::VendorRows;

/// A file that grows by a piece for each list, in the order of the paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// A row for each file.
    Files,
    /// A row for each finding.
    FindingsCsv,
    /// An object for each finding.
    FindingsJsonl,
    /// A row for each vendor.
    Vendors,
    /// The `inputs` of the evidence.
    Inputs,
}

impl Stream {
    /// All of them. The last is a part of the evidence, the others are files of the audit.
    pub const ALL: [Self; 5] =
        [Self::Files, Self::FindingsCsv, Self::FindingsJsonl, Self::Vendors, Self::Inputs];

    /// The name of the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "files.csv",
            Self::FindingsCsv => "findings.csv",
            Self::FindingsJsonl => "findings.jsonl",
            Self::Vendors => "vendors.csv",
            Self::Inputs => "inputs.jsonl",
        }
    }

    /// Its first line.
    #[must_use]
    pub fn head(self) -> Vec<u8> {
        let columns: &[&str] = match self {
            Self::Files => record::FILE_COLUMNS,
            Self::FindingsCsv => record::FINDING_COLUMNS,
            Self::Vendors => vendor_rows::COLUMNS,
            Self::FindingsJsonl | Self::Inputs => return Vec::new(),
        };
        let mut head = Vec::new();
        csv::push_row(&mut head, columns);
        head
    }
}

/// The name of the report.
pub const REPORT: &str = "report.html";
/// The name of the evidence.
pub const EVIDENCE: &str = "evidence.json";
