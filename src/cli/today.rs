//! The date of the run.

use super::failure::Failure;
use crate::manifest::date::Date;

/// The stated date, or that of the system in UTC.
///
/// # Errors
/// When the stated date is none.
#[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub fn today(stated: Option<&str>) -> Result<Date, Failure> {
    if let Some(text) = stated {
        return crate::manifest::date::parse(text).map_err(|_| {
            Failure::usage_help(
                format!("`{text}` is not a date"),
                "Write it as YYYY-MM-DD, for example `--today 2026-11-21`.",
            )
        });
    }
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let timestamp = jiff::Timestamp::try_from(std::time::UNIX_EPOCH + since);
    Ok(timestamp.unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC).date())
}
