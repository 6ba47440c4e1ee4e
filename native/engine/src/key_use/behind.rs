//! Scope keys that lag, and how a sentence names them.

use crate::policies::RootUse;

/// A page of scope keys or failures.
pub(super) const PAGE: u32 = 1000;
/// How many names a sentence shows.
pub(super) const SHOWN: usize = 5;

/// A scope key that lags.
pub(super) struct Behind {
    pub(super) scope: String,
    pub(super) problem: Option<String>,
}

pub(super) fn names(behind: &[Behind], count: u64) -> String {
    let shown: Vec<_> = behind.iter().take(SHOWN).map(|one| format!("'{}'", one.scope)).collect();
    let more = u64::try_from(shown.len()).map_or(0, |shown| count.saturating_sub(shown));
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

pub(super) fn older(used: &RootUse, what: &str) -> String {
    format!(
        "Under the older generation {} of the policy '{}': {what}",
        used.generation, used.policy
    )
}
