//! Lengths of time as rotation policies name them: ISO 8601 durations, such as `P18M`.

use crate::error::{VaultError, VaultErrorKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use time::{Month, OffsetDateTime};

const SECONDS_PER_DAY: i64 = 86_400;
/// More than any date allows; a sum of such numbers overflows nothing.
const MOST: i64 = 1_000_000_000;

/// A length of time, of which months and years follow the calendar. Kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifespan {
    text: String,
    months: i64,
    seconds: i64,
}

impl Lifespan {
    /// So many days.
    #[must_use]
    pub fn days(days: u16) -> Self {
        let seconds = i64::from(days).saturating_mul(SECONDS_PER_DAY);
        Self { text: format!("P{days}D"), months: 0, seconds }
    }

    /// The moment that is so long after another, Unix seconds.
    #[must_use]
    pub fn after(&self, start: i64) -> i64 {
        by_months(start, self.months).saturating_add(self.seconds)
    }

    /// The moment that is so long before another, Unix seconds.
    #[must_use]
    pub fn before(&self, end: i64) -> i64 {
        by_months(end, self.months.saturating_neg()).saturating_sub(self.seconds)
    }

    /// How long it is, for comparison with other lengths: a year has 365 days, a month 30.
    pub(crate) const fn nominal_seconds(&self) -> i64 {
        let (years, months) = (self.months / 12, self.months % 12);
        let days = years.saturating_mul(365).saturating_add(months.saturating_mul(30));
        days.saturating_mul(SECONDS_PER_DAY).saturating_add(self.seconds)
    }

    /// The text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A moment moved by months; a day that its month does not have becomes the last one.
fn by_months(at: i64, months: i64) -> i64 {
    if months == 0 {
        return at;
    }
    let moved = || {
        let from = OffsetDateTime::from_unix_timestamp(at).ok()?;
        let all = i64::from(from.year())
            .checked_mul(12)?
            .checked_add(i64::from(u8::from(from.month())))?
            .checked_sub(1)?
            .checked_add(months)?;
        let month = u8::try_from(all.rem_euclid(12)).ok()?.checked_add(1)?;
        let month = Month::try_from(month).ok()?;
        let year = i32::try_from(all.div_euclid(12)).ok()?;
        let day = from.day().min(month.length(year));
        let date = time::Date::from_calendar_date(year, month, day).ok()?;
        Some(from.replace_date(date).unix_timestamp())
    };
    // Beyond all dates: never, or always.
    moved().unwrap_or(if months > 0 { i64::MAX } else { i64::MIN })
}

impl FromStr for Lifespan {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| {
            VaultError::new(
                VaultErrorKind::BadParameter,
                format!("'{text}' is no ISO 8601 duration."),
                text,
                "Write years, months, weeks or days, such as P18M, P1Y10D or P90D.",
            )
        })
    }
}

/// `P[nY][nM][nW][nD][T[nH][nM][nS]]`, whole numbers, each unit once and in this order.
fn read(text: &str) -> Option<Lifespan> {
    let text = text.trim().to_ascii_uppercase();
    let (date, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text.strip_prefix('P')?, ""),
    };
    let (mut months, mut seconds) = (0_i64, 0_i64);
    for (unit, number) in parts(date, "YMWD")? {
        match unit {
            'Y' => months = months.checked_add(number.checked_mul(12)?)?,
            'M' => months = months.checked_add(number)?,
            'W' => seconds = seconds.checked_add(number.checked_mul(7 * SECONDS_PER_DAY)?)?,
            _ => seconds = seconds.checked_add(number.checked_mul(SECONDS_PER_DAY)?)?,
        }
    }
    for (unit, number) in parts(time, "HMS")? {
        let factor = if unit == 'H' {
            3600
        } else if unit == 'M' {
            60
        } else {
            1
        };
        seconds = seconds.checked_add(number.checked_mul(factor)?)?;
    }
    (months > 0 || seconds > 0).then_some(Lifespan { text, months, seconds })
}

fn parts(mut text: &str, units: &str) -> Option<Vec<(char, i64)>> {
    let (mut found, mut left) = (Vec::new(), units);
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let (digits, rest) = text.split_at_checked(end)?;
        let unit = rest.chars().next()?;
        left = left.split_once(unit)?.1;
        let number = digits.parse().ok().filter(|number| *number <= MOST)?;
        found.push((unit, number));
        text = rest.strip_prefix(unit)?;
    }
    Some(found)
}

impl fmt::Display for Lifespan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Lifespan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Lifespan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Lifespan, SECONDS_PER_DAY};
    use proptest::prelude::*;

    /// 2024-01-31T00:00:00Z.
    const JANUARY_31: i64 = 1_706_659_200;

    fn span(text: &str) -> Lifespan {
        text.parse().unwrap()
    }

    #[test]
    fn months_and_years_follow_the_calendar_and_days_do_not() {
        // 2024-02-29: the month has no 31st.
        assert_eq!(span("P1M").after(JANUARY_31), JANUARY_31 + 29 * SECONDS_PER_DAY);
        assert_eq!(span("P1Y").after(JANUARY_31), JANUARY_31 + 366 * SECONDS_PER_DAY);
        assert_eq!(span("P1M").before(JANUARY_31), JANUARY_31 - 31 * SECONDS_PER_DAY);
        assert_eq!(span("p2w").after(0), 14 * SECONDS_PER_DAY);
        assert_eq!(span("P1Y10DT1H1M1S").nominal_seconds(), 375 * SECONDS_PER_DAY + 3661);
        assert_eq!(span("P90D"), Lifespan::days(90));
        assert_eq!(span("P900000000Y").after(0), i64::MAX);
    }

    #[test]
    fn what_is_no_duration_or_none_at_all_is_refused() {
        for text in [
            "", "P", "PT", "P1", "1D", "P1DT", "P1D1M", "P1.5D", "P-1D", "P0D", "P1H", "PD",
            "P1D1D", "P1M2M",
        ] {
            assert!(text.parse::<Lifespan>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String, at: i64) {
            if let Ok(span) = text.parse::<Lifespan>() {
                prop_assert!(span.after(at) >= at.saturating_sub(1) || span.after(at) > 0);
                prop_assert!(span.to_string().parse::<Lifespan>().is_ok());
            }
        }

        #[test]
        fn what_is_written_is_read_back(years in 0..5000_i64, days in 1..9000_i64) {
            let text = format!("P{years}Y{days}D");
            let span = span(&text);
            prop_assert_eq!(span.as_str(), &text);
            prop_assert!(span.after(0) > 0 && span.before(0) < 0);
        }
    }
}
