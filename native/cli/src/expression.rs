//! Dates, the one kind of value that command lines count with: `(Get-Date -Date "12/31/9999")`,
//! `(Get-Date).AddDays(-1)`.
//!
//! A date that nothing is added to is passed on as it is written; the cmdlet reads it as UTC.

use ckey_cmdlets::parse_moment;
use ckey_cmdlets::table::{Meant, meant};
use serde_json::Value as Json;
use time::format_description::well_known::Rfc3339;
use time::{Duration, Month, OffsetDateTime};

use crate::line::{Argument, Command, Value};

/// Whether this is what gives dates; it is no cmdlet of the table.
pub(crate) fn gives_date(command: &Command) -> bool {
    command.name.eq_ignore_ascii_case("Get-Date")
}

/// The date that `Get-Date` stands for, as text.
///
/// # Errors
/// A sentence naming what is not supported.
pub(crate) fn date(command: &Command) -> Result<String, String> {
    let mut date = None;
    let mut arguments = command.arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = match argument {
            Argument::Parameter { name, value }
                if meant(name, std::iter::once("Date"), |one| [one]) == Meant::One("Date") =>
            {
                match value {
                    Some(value) => Some(value),
                    None => match arguments.next() {
                        Some(Argument::Value(value)) => Some(value),
                        _ => None,
                    },
                }
            }
            Argument::Parameter { name, .. } => {
                return Err(format!("Get-Date -{name} needs PowerShell: here is only -Date"));
            }
            Argument::Value(value) => Some(value),
        };
        match value {
            Some(Value::Text { text, .. } | Value::Known(Json::String(text))) if date.is_none() => {
                date = Some(text.clone());
            }
            _ => {
                return Err(String::from(
                    "Get-Date takes one date, as in (Get-Date -Date \"12/31/9999\")",
                ));
            }
        }
    }
    match date {
        Some(date) => Ok(date),
        None => written(OffsetDateTime::now_utc()),
    }
}

/// A date to which something was added: `method` is one of those that a line may call.
///
/// # Errors
/// What it is called on is no date, the number is none, or no date is so far away.
pub(crate) fn added(of: &Json, method: &str, arguments: &[Json]) -> Result<String, String> {
    let text = of.as_str().unwrap_or_default();
    let date = parse_moment(text)
        .and_then(|moment| OffsetDateTime::from_unix_timestamp(moment).ok())
        .ok_or_else(|| format!("{method}() is for dates, and '{text}' is none"))?;
    // Every date here is in UTC.
    if method.eq_ignore_ascii_case("ToUniversalTime") && arguments.is_empty() {
        return written(date);
    }
    let number = match arguments {
        [Json::String(number)] => number.parse::<f64>().ok().filter(|number| number.is_finite()),
        _ => None,
    };
    let number = number
        .ok_or_else(|| format!("{method}() takes one number, as in (Get-Date).AddDays(-1)"))?;
    let too_far = || format!("{method}({number}) is past every date");
    let seconds = |each: f64| {
        Duration::checked_seconds_f64(number * each).and_then(|by| date.checked_add(by))
    };
    let later = match method.to_ascii_lowercase().as_str() {
        "adddays" => seconds(86_400.0),
        "addhours" => seconds(3_600.0),
        "addminutes" => seconds(60.0),
        "addseconds" => seconds(1.0),
        "addmonths" => months(date, number),
        "addyears" => months(date, number * 12.0),
        _ => return Err(format!("{method}() needs PowerShell")),
    };
    written(later.ok_or_else(too_far)?)
}

/// The same day of another month, or its last.
fn months(date: OffsetDateTime, number: f64) -> Option<OffsetDateTime> {
    // Only what is whole, and not too much for a number of months, reads as one.
    let number: i32 = number.to_string().parse().ok()?;
    let month = i32::from(u8::from(date.month())).checked_sub(1)?;
    let all = date.year().checked_mul(12)?.checked_add(month)?.checked_add(number)?;
    let (year, month) = (all.div_euclid(12), all.rem_euclid(12).checked_add(1)?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let first = date.replace_day(1).ok()?.replace_year(year).ok()?.replace_month(month).ok()?;
    first.replace_day(date.day().min(month.length(year))).ok()
}

fn written(date: OffsetDateTime) -> Result<String, String> {
    date.format(&Rfc3339).map_err(|problem| problem.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use serde_json::json;

    use super::*;
    use crate::line::parse_all;

    fn of(text: &str) -> Result<String, String> {
        date(parse_all(text).0.first().unwrap().commands.first().unwrap())
    }

    #[test]
    fn dates_of_the_documentation_are_passed_on() {
        assert_eq!(of("Get-Date -Date \"12/31/9999\"").unwrap(), "12/31/9999");
        assert_eq!(of("get-date '12/27/2016 12:01 AM'").unwrap(), "12/27/2016 12:01 AM");
        assert_eq!(of("Get-Date -D:“1/1/2030”").unwrap(), "1/1/2030");
        assert!(of("Get-Date").unwrap().ends_with('Z'));
        assert!(of("Get-Date -Format o").unwrap_err().contains("-Format needs PowerShell"));
    }

    #[test]
    fn a_date_is_counted_with_as_powershell_does() {
        for (from, method, by, to) in [
            ("2026-01-31", "AddDays", "-1", "2026-01-30T00:00:00Z"),
            ("1/31/2026", "addmonths", "1", "2026-02-28T00:00:00Z"),
            ("2024-02-29", "AddYears", "1", "2025-02-28T00:00:00Z"),
            ("2026-01-01T00:00:00Z", "AddHours", "1.5", "2026-01-01T01:30:00Z"),
            ("2026-01-01", "AddMonths", "-1", "2025-12-01T00:00:00Z"),
            ("2026-01-01", "AddMinutes", "-1", "2025-12-31T23:59:00Z"),
            ("2026-01-01", "AddSeconds", "1", "2026-01-01T00:00:01Z"),
        ] {
            assert_eq!(added(&json!(from), method, &[json!(by)]).unwrap(), to, "{from} {method}");
        }
    }

    #[test]
    fn what_is_no_date_no_number_or_too_far_is_refused() {
        for (from, by, part) in [
            ("contoso", "1", "is none"),
            ("2026-01-01", "one", "one number"),
            ("2026-01-01", "1e300", "past every date"),
            ("2026-01-01", "9e9", "past every date"),
            ("2026-01-01", "NaN", "one number"),
        ] {
            assert!(
                added(&json!(from), "AddDays", &[json!(by)]).unwrap_err().contains(part),
                "{by}"
            );
        }
        assert!(added(&json!("2026-01-01"), "AddMonths", &[json!("0.5")]).is_err());
        assert!(added(&json!("2026-01-01"), "AddDays", &[]).is_err());
        let same = added(&json!("2026-01-01"), "ToUniversalTime", &[]).unwrap();
        assert_eq!(same, "2026-01-01T00:00:00Z");
    }
}
