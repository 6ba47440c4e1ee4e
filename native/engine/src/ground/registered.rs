//! Who the applications are that may sign in over the network, as they were read at one key epoch:
//! whoever serves vaults asks it for every request.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ckey_vault::Caller;

/// So many are kept; each may be asked for by several forms of its id.
const MOST: usize = 1024;

/// An application that may sign in over the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Who it is to the vaults.
    pub caller: Caller,
    /// Which registration this is; what another gave, holds no more. Empty for one that was made
    /// before registrations had ids.
    pub registration: String,
}

/// Those that were asked for. Every change of a registration raises the epoch, which ends them all.
#[derive(Default)]
pub(crate) struct KnownApplications(Mutex<Known>);

#[derive(Default)]
struct Known {
    epoch: i64,
    by_id: HashMap<String, Registered>,
}

impl KnownApplications {
    /// What was read of an application at this epoch.
    pub(crate) fn get(&self, epoch: i64, app_id: &str) -> Option<Registered> {
        let known = self.known();
        known.by_id.get(app_id).filter(|_| known.epoch == epoch).cloned()
    }

    /// Keeps what was read at this epoch or after it; nothing where a later one has begun.
    pub(crate) fn keep(&self, epoch: i64, app_id: &str, registered: &Registered) {
        let mut known = self.known();
        if known.epoch > epoch {
            return;
        }
        if known.epoch < epoch || known.by_id.len() >= MOST {
            *known = Known { epoch, by_id: HashMap::new() };
        }
        known.by_id.insert(app_id.to_owned(), registered.clone());
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registered(registration: &str) -> Registered {
        let caller = Caller::application("id", "app", "name");
        Registered { caller, registration: registration.to_owned() }
    }

    #[test]
    fn what_was_read_ends_with_its_epoch_and_never_takes_the_place_of_what_was_read_later() {
        let known = KnownApplications::default();
        known.keep(3, "app", &registered("first"));
        assert_eq!(known.get(3, "app"), Some(registered("first")));
        assert_eq!((known.get(4, "app"), known.get(3, "other")), (None, None));
        known.keep(4, "app", &registered("second"));
        known.keep(3, "app", &registered("first"));
        assert_eq!(known.get(4, "app"), Some(registered("second")));
        assert_eq!(known.get(3, "app"), None);
    }

    #[test]
    fn the_forms_of_ids_that_are_asked_for_take_bounded_room() {
        let known = KnownApplications::default();
        for number in 0..3 * MOST {
            known.keep(1, &number.to_string(), &registered(""));
        }
        assert!(known.known().by_id.len() <= MOST);
    }
}
