//! How a directory has just refused who signs in, kept for a moment. A command asks many times, and
//! many threads may; a directory locks out who is wrong that often, and with it everybody by that
//! name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::OwnedMutexGuard;

use crate::failure::Failure;

/// More of what tokens are for are not kept apart.
const MOST_SCOPES: usize = 16;

/// When a directory refused, and how.
type Last = Option<(Instant, Failure)>;

/// Refusals, by what the token was to be for: a vault says that.
#[derive(Debug, Default)]
pub(crate) struct TurnedAway(Mutex<HashMap<String, Arc<tokio::sync::Mutex<Last>>>>);

/// The one who asks now for a token of its kind.
#[derive(Debug)]
pub(crate) struct Turn(OwnedMutexGuard<Last>);

impl TurnedAway {
    /// One after the other: whoever waits hears of a refusal that came meanwhile, and asks no more.
    ///
    /// # Errors
    /// The refusal that still holds.
    pub(crate) async fn turn(&self, scopes: &[&str]) -> Result<Turn, Failure> {
        let last = self.place(scopes.join(" ")).lock_owned().await;
        match last.as_ref() {
            Some((when, how)) if how.retry_after.is_some_and(|time| when.elapsed() < time) => {
                Err(how.clone())
            }
            _ => Ok(Turn(last)),
        }
    }

    fn place(&self, scopes: String) -> Arc<tokio::sync::Mutex<Last>> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= MOST_SCOPES && !places.contains_key(&scopes) {
            places.clear();
        }
        Arc::clone(places.entry(scopes).or_default())
    }
}

impl Turn {
    /// Keeps a refusal for as long as it says.
    pub(crate) fn refused(&mut self, how: &Failure) {
        *self.0 = Some((Instant::now(), how.clone()));
    }
}
