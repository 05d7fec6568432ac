//! Advice for a text that is no transfer mechanism of the manifest: by its
//! meaning, never by its spelling.

use crate::facts::adequacy::NamedMechanism;
use crate::policy::Hit;
use crate::values::instrument::{self, Instrument, InstrumentReading};

/// True if the words of a vocabulary are the transfer mechanisms.
pub(crate) fn are_mechanisms(values: &[String]) -> bool {
    values.iter().any(|value| value == "bcr_p")
}

/// The words of a vocabulary, without mechanisms that no longer exist.
pub(crate) fn usable(values: &[String]) -> Vec<&str> {
    let is_usable = |value: &&str| {
        !are_mechanisms(values)
            || !matches!(NamedMechanism::read(value), Some(NamedMechanism::Retired(_)))
    };
    values.iter().map(String::as_str).filter(is_usable).collect()
}

/// Adds the advice for a text to a hit. `in_block` says that the text is the value of
/// `mechanism`, which takes one word.
pub(crate) fn add(hit: Hit, typed: &str, in_block: bool) -> Hit {
    let reading = instrument::read(typed);
    let mut ids = reading.mechanism_ids();
    if reading.is_open() && ids.len() > 1 {
        // Beside another mechanism, "in the EU" says where the data is.
        ids.retain(|id| *id != "none_required");
    }
    let suggestion = match ids[..] {
        [] => String::new(),
        [id] => id.to_owned(),
        _ if in_block => format!("transfer: {}", list(&ids)),
        _ => list(&ids),
    };
    if !suggestion.is_empty() {
        let variant = if reading.is_open() { "partly" } else { "close_word" };
        return hit.arg("suggestion", suggestion).variant(variant);
    }
    match other(&reading) {
        Some(advice) => hit.arg("advice", advice).variant("instrument"),
        None => hit.variant("vocabulary"),
    }
}

/// Several ids as the value of `transfer`.
pub(crate) fn list(ids: &[&str]) -> String {
    match ids {
        [id] => (*id).to_owned(),
        _ => format!("[{}]", ids.join(", ")),
    }
}

/// The field for the thing that a text names instead of a mechanism.
fn other(reading: &InstrumentReading) -> Option<String> {
    Some(match reading.whole()? {
        Instrument::Agreement(kind) => match kind.id() {
            Some(id) => {
                format!("This is an agreement with the vendor: record it as `agreements: [{{type: {id}}}]`.")
            }
            None => "This is an agreement with the vendor, not what a transfer rests on.".to_owned(),
        },
        Instrument::Assessment => {
            "This is an assessment: name the mechanism that was assessed, with `tia: true` beside it under `transfer`.".to_owned()
        }
        Instrument::Person => {
            "This names somebody who answers for data protection: put their address under `dpo`.".to_owned()
        }
        Instrument::Law => "This is a law: name what the transfer rests on under it.".to_owned(),
        Instrument::Certificate => {
            "This is a certificate: list it under `certifications`, and name what the transfer rests on.".to_owned()
        }
        Instrument::Mechanism(_) => return None,
    })
}
