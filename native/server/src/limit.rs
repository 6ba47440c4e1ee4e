//! How often a sign-in may fail, and how often a principal may ask.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Counts what happens under a name within a window of time.
pub(crate) struct Limit {
    most: u32,
    window: Duration,
    /// Names may be long, and anybody's: kept is what nobody else can compute of them.
    names: RandomState,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    of: HashMap<u64, (Instant, u32)>,
    /// Windows by their beginning, oldest first.
    begun: VecDeque<(Instant, u64)>,
}

/// Of more names than this at once, the one whose window began first is forgotten.
const MOST_NAMES: usize = 65_536;

impl Limit {
    /// Five wrong secrets of an application in a minute.
    pub(crate) fn of_sign_ins() -> Self {
        Self::new(5, Duration::from_secs(60))
    }

    /// Ten sign-ins in a minute of applications that are not registered, all together, are looked
    /// at for as long as others.
    pub(crate) fn of_strangers() -> Self {
        Self::new(10, Duration::from_secs(60))
    }

    /// 4,000 requests of a principal in ten seconds: what the service lets a vault do with the
    /// smallest keys.
    pub(crate) fn of_requests() -> Self {
        Self::new(4000, Duration::from_secs(10))
    }

    fn new(most: u32, window: Duration) -> Self {
        Self { most, window, names: RandomState::new(), counts: Mutex::default() }
    }

    /// Whether the name has none left.
    pub(crate) fn is_reached(&self, name: &str) -> bool {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let held = counts.of.get(&self.names.hash_one(name));
        let held = held.filter(|(since, _)| since.elapsed() < self.window);
        held.is_some_and(|(_, count)| *count >= self.most)
    }

    /// Whether anybody has any now.
    pub(crate) fn is_any(&self) -> bool {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.begun.back().is_some_and(|(since, _)| since.elapsed() < self.window)
    }

    /// Counts one more; whether the name had one left.
    pub(crate) fn take(&self, name: &str) -> bool {
        let (name, now) = (self.names.hash_one(name), Instant::now());
        let is_over = |since: Instant| now.saturating_duration_since(since) >= self.window;
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let Counts { of, begun } = &mut *counts;
        while let Some((since, oldest)) = begun.front().copied()
            && (is_over(since) || begun.len() >= MOST_NAMES && !of.contains_key(&name))
        {
            begun.pop_front();
            of.remove(&oldest);
        }
        let (_, count) = of.entry(name).or_insert_with(|| {
            begun.push_back((now, name));
            (now, 0)
        });
        let had = *count < self.most;
        *count = count.saturating_add(1);
        had
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_name_that_has_reached_its_limit_stands_in_nobody_elses_way() {
        let limit = Limit::new(2, MINUTE);
        assert!(limit.take("a") && !limit.is_reached("a"));
        assert!(limit.take("a") && limit.is_reached("a") && !limit.is_reached("b"));
        assert!(!limit.take("a"));
        let over = Limit::new(1, Duration::ZERO);
        assert!(limit.is_any() && !over.is_any());
        assert!(over.take("a") && !over.is_any() && !over.is_reached("a") && over.take("a"));
    }

    #[test]
    fn thousands_of_other_names_give_a_name_nothing_back_and_take_bounded_room() {
        let limit = Limit::new(1, MINUTE);
        assert!(limit.take("a"));
        for number in 0..MOST_NAMES / 2 {
            limit.take(&number.to_string());
        }
        assert!(limit.is_reached("a"));
        for number in 0..MOST_NAMES + 10 {
            limit.take(&number.to_string());
        }
        let counts = limit.counts.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!((counts.of.len(), counts.begun.len()), (MOST_NAMES, MOST_NAMES));
    }
}
