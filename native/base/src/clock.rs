//! What time it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time by which validity, retention and deletion are judged. Injected, so that a rehearsal can
/// move it.
pub trait Clock: Send + Sync {
    /// Unix seconds, UTC.
    fn now(&self) -> i64;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        seconds()
    }
}

/// The machine's clock: Unix seconds.
#[must_use]
pub fn seconds() -> i64 {
    i64::try_from(since_1970().as_secs()).unwrap_or(i64::MAX)
}

/// The machine's clock: Unix milliseconds. Leases between processes run on it, never on a
/// rehearsal's clock.
#[must_use]
pub fn milliseconds() -> i64 {
    i64::try_from(since_1970().as_millis()).unwrap_or(i64::MAX)
}

/// None on a machine whose clock stands before 1970.
fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_counts_from_1970_in_the_unit_that_its_name_says() {
        let before = since_1970();
        let (seconds, milliseconds) = (SystemClock.now(), milliseconds());
        let after = since_1970();
        let within = |unit: fn(&Duration) -> u128, told: i64| {
            let told = u128::try_from(told).unwrap_or_default();
            (unit(&before)..=unit(&after)).contains(&told) && told > 0
        };
        assert!(within(|since| since.as_secs().into(), seconds));
        assert!(within(Duration::as_millis, milliseconds));
    }
}
