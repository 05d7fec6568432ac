//! The options of `facts`.

use super::shared::TextOrJson;
use clap::{Args, Subcommand};

/// `facts`
#[derive(Args, Debug)]
pub struct FactsArgs {
    /// The facts to look up.
    #[command(subcommand)]
    pub command: FactsCommand,
}

/// The facts to look up.
#[derive(Debug, Subcommand)]
pub enum FactsCommand {
    /// Show how a location is read
    Location {
        /// The text as it would stand in a manifest
        text: String,
        /// Whose cloud region it is, such as `aws`
        #[arg(long, value_name = "PROVIDER")]
        provider: Option<String>,
        /// Country of establishment of the vendor, as an ISO code
        #[arg(long, value_name = "CC")]
        entity_country: Option<String>,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
    /// The parts of a legal name, and what each of them is
    Entity {
        /// The name as it would stand in a manifest
        name: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
    /// The built-in tables and the day on which each was last checked
    Tables {
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
    /// True if two legal names are one entity, and why
    Entities {
        /// One name
        a: String,
        /// The other name
        b: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
}
