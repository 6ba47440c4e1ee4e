//! How often a sign-in may fail, and how often a principal may ask.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Counts what happens under a name within a window of time.
pub(crate) struct Limit {
    most: u32,
    window: Duration,
    counts: Mutex<HashMap<String, (Instant, u32)>>,
}

/// More names than this are not told apart: the oldest windows go.
const MOST_NAMES: usize = 1024;

impl Limit {
    /// Five wrong secrets of an application in a minute.
    pub(crate) fn of_sign_ins() -> Self {
        Self::new(5, Duration::from_secs(60))
    }

    /// 4,000 requests of a principal in ten seconds: what the service lets a vault do with the
    /// smallest keys.
    pub(crate) fn of_requests() -> Self {
        Self::new(4000, Duration::from_secs(10))
    }

    fn new(most: u32, window: Duration) -> Self {
        Self { most, window, counts: Mutex::default() }
    }

    /// Whether the name has none left.
    pub(crate) fn is_reached(&self, name: &str) -> bool {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let held = counts.get(name).filter(|(since, _)| since.elapsed() < self.window);
        held.is_some_and(|(_, count)| *count >= self.most)
    }

    /// Counts one more.
    pub(crate) fn count(&self, name: &str) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_NAMES && !counts.contains_key(name) {
            counts.retain(|_, (since, _)| since.elapsed() < self.window);
            if counts.len() >= MOST_NAMES {
                counts.clear();
            }
        }
        let held = counts.entry(name.to_owned()).or_insert((Instant::now(), 0));
        if held.0.elapsed() >= self.window {
            *held = (Instant::now(), 0);
        }
        held.1 = held.1.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_has_reached_its_limit_stands_in_nobody_elses_way() {
        let limit = Limit::new(2, Duration::from_secs(60));
        limit.count("a");
        assert!(!limit.is_reached("a"));
        limit.count("a");
        assert!(limit.is_reached("a") && !limit.is_reached("b"));
        let over = Limit::new(1, Duration::ZERO);
        over.count("a");
        assert!(!over.is_reached("a"));
    }
}
