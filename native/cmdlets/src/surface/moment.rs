//! Reads dates and spans of time as people and hosts write them.

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

/// Reads ISO 8601 (`2026-11-22T10:00:00Z`, `2026-11-22`) and the US order of the documentation's
/// examples (`12/31/9999`, `12/27/2016 12:01 AM`), without an offset as UTC: seconds since
/// 1970-01-01T00:00:00Z.
pub(crate) fn parse_moment(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(moment.unix_timestamp());
    }
    let second = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    let minute = format_description!(
        "[month padding:none]/[day padding:none]/[year] [hour repr:12 padding:none]:[minute] [period case_sensitive:false]"
    );
    if let Ok(moment) =
        PrimitiveDateTime::parse(text, &second).or_else(|_| PrimitiveDateTime::parse(text, &minute))
    {
        return Some(moment.assume_utc().unix_timestamp());
    }
    let day = format_description!("[year]-[month]-[day]");
    let us_day = format_description!("[month padding:none]/[day padding:none]/[year]");
    let date = Date::parse(text, &day).or_else(|_| Date::parse(text, &us_day)).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp())
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
