//! Reads dates and spans of time as people and hosts write them.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::surface::written_date;

/// What a date of PowerShell can hold, 0001-01-01 to 9999-12-31T23:59:59Z, in Unix seconds.
pub(crate) const DATES: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Reads ISO 8601 (`2026-11-22T10:00:00Z`, `2026-11-22`) and what else PowerShell makes a date of
/// (`12/31/9999`, `May 30, 2019 12:01 AM`), without an offset as UTC: seconds since
/// 1970-01-01T00:00:00Z. A moment that no date can hold is none (rules 8.4.6
/// and 8.4.7).
#[must_use]
pub fn parse_moment(text: &str) -> Option<i64> {
    let text = text.trim();
    let moment = match OffsetDateTime::parse(text, &Rfc3339) {
        Ok(moment) => moment.unix_timestamp(),
        Err(_) => written_date::parse(text)?,
    };
    DATES.contains(&moment).then_some(moment)
}

/// Reads seconds (`90`), or what PowerShell writes for a time span (`1.02:30:00`, `02:30:00`,
/// `02:30`), fractions cut off.
pub(crate) fn parse_seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let seconds =
        if text.contains(':') { parse_clock(text)? } else { digits(text.split('.').next()?)? };
    seconds.checked_mul(sign)
}

fn parse_clock(text: &str) -> Option<i64> {
    let (days, clock) = match text.split_once('.') {
        Some((days, clock)) if clock.contains(':') => (digits(days)?, clock),
        _ => (0, text),
    };
    let clock = clock.split('.').next()?;
    let parts = clock.split(':').map(digits).collect::<Option<Vec<_>>>()?;
    let (hours, minutes, seconds) = match *parts.as_slice() {
        [hours, minutes] => (hours, minutes, 0),
        [hours, minutes, seconds] => (hours, minutes, seconds),
        _ => return None,
    };
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    days.checked_mul(86_400)?.checked_add(hours * 3600 + minutes * 60 + seconds)
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
