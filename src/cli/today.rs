//! The date of the run.

use super::failure::Failure;
use crate::values::date::Date;

/// Months after which the facts of a build count as stale.
const MONTHS: i64 = 12;

/// True if the facts of this build are too old on a day.
#[must_use]
pub fn facts_are_stale(today: Date) -> bool {
    let as_of = Date::parse(crate::facts::AS_OF).expect("internal: the build checks the date");
    let last = as_of.civil().saturating_add(jiff::Span::new().months(MONTHS));
    today.civil() > last
}

/// The stated date, or that of the system in UTC.
///
/// # Errors
/// When the stated date is none.
#[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub fn today(stated: Option<&str>) -> Result<Date, Failure> {
    if let Some(text) = stated {
        return Date::parse(text).map_err(|_| {
            Failure::usage_help(
                format!("`{text}` is not a date"),
                "Write it as YYYY-MM-DD, for example `--today 2026-11-21`.",
            )
        });
    }
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since.as_secs() / 86_400).unwrap_or(0);
    let epoch = Date::new(1970, 1, 1).expect("internal: the first day of the epoch is a day");
    Ok(epoch.plus_days(days))
}
