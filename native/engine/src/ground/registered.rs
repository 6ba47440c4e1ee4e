//! Who the applications are that may sign in over the network, for whoever serves vaults: that is
//! asked for every request. What is kept of a registration is read each time, so that one that has
//! ended is refused at once; what was made of it is made once.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ckey_crypto::digest::sha256;
use ckey_vault::Caller;

/// More are not known at once.
const MOST: usize = 1024;
/// For so long a name that the directory has learned may not be shown.
const LIFE: Duration = Duration::from_secs(60);

/// An application that may sign in over the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Who it is to the vaults.
    pub caller: Caller,
    /// Which registration this is; what another gave, holds no more. Empty for one that was made
    /// before registrations had ids.
    pub registration: String,
}

/// Applications by the names of their settings.
#[derive(Default)]
pub(crate) struct KnownApplications(Mutex<HashMap<String, Known>>);

struct Known {
    /// Of the value of the setting.
    digest: [u8; 32],
    made: Instant,
    registered: Registered,
}

impl KnownApplications {
    /// What was made of this very value.
    pub(crate) fn get(&self, name: &str, value: &str) -> Option<Registered> {
        let digest = sha256(value.as_bytes());
        let all = self.all();
        let known = all.get(name).filter(|known| known.made.elapsed() < LIFE)?;
        (known.digest == digest).then(|| known.registered.clone())
    }

    pub(crate) fn keep(&self, name: String, value: &str, registered: &Registered) {
        let (digest, made) = (sha256(value.as_bytes()), Instant::now());
        let mut all = self.all();
        if all.len() >= MOST && !all.contains_key(&name) {
            all.clear();
        }
        all.insert(name, Known { digest, made, registered: registered.clone() });
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_of_one_value_is_never_that_of_another() {
        let known = KnownApplications::default();
        let registered = |registration: &str| {
            let caller = Caller::application("id", "app", "name");
            Registered { caller, registration: registration.to_owned() }
        };
        known.keep("app".to_owned(), "first", &registered("1"));
        assert_eq!(known.get("app", "first"), Some(registered("1")));
        assert_eq!((known.get("app", "second"), known.get("other", "first")), (None, None));
        known.keep("app".to_owned(), "second", &registered("2"));
        assert_eq!(known.get("app", "second"), Some(registered("2")));
        assert_eq!(known.get("app", "first"), None);
        for number in 0..3 * MOST {
            known.keep(number.to_string(), "", &registered(""));
        }
        assert!(known.all().len() <= MOST);
    }
}
