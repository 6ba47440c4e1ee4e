//! Opened private keys that a server keeps for a moment after their use.

use super::EmbeddedVaults;
use ckey_crypto::rsa::RsaPrivateKey;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// So many keys are kept after their use, at most.
const MOST: usize = 16;

/// Each with the time of its last use; the last used is the last.
type Recent = Mutex<Vec<(Instant, Arc<RsaPrivateKey>)>>;

/// While it lives, opened private keys outlast their use until
/// [`KeptKeys::forget_unused`] is called: at most 16, those that were used last.
#[must_use = "nothing is kept once it is dropped"]
pub struct KeptKeys {
    recent: Arc<Recent>,
}

impl KeptKeys {
    /// Forgets the keys that nobody has used for so long. Whoever keeps keys calls it again and
    /// again: nothing else does.
    pub fn forget_unused(&self, for_so_long: Duration) {
        lock(&self.recent).retain(|(used, _)| used.elapsed() < for_so_long);
    }
}

impl fmt::Debug for KeptKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptKeys").finish_non_exhaustive()
    }
}

/// Where used keys are noted: nowhere, unless somebody has [`KeptKeys`].
#[derive(Default)]
pub(super) struct Keeping(Mutex<Weak<Recent>>);

impl Keeping {
    /// Keeps a key that is being used, where that is wished.
    pub(super) fn note(&self, used: &Arc<RsaPrivateKey>) {
        let Some(recent) = lock(&self.0).upgrade() else { return };
        let mut keys = lock(&recent);
        keys.retain(|(_, key)| !Arc::ptr_eq(key, used));
        if keys.len() >= MOST {
            keys.remove(0);
        }
        keys.push((Instant::now(), Arc::clone(used)));
    }

    fn keep(&self) -> KeptKeys {
        let mut kept = lock(&self.0);
        let recent = kept.upgrade().unwrap_or_default();
        *kept = Arc::downgrade(&recent);
        KeptKeys { recent }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl EmbeddedVaults {
    /// Keeps opened private keys for a while after their use, for a server: opening a key costs as
    /// much as using it. Nothing is judged by what is kept: who may use which key is asked of the
    /// vault's file every time, and a file that has changed has its keys opened anew.
    pub fn keep_opened_keys(&self) -> KeptKeys {
        self.keeping.keep()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_crypto::Backend;
    use ckey_crypto::rsa::RsaSize;

    fn key() -> RsaPrivateKey {
        RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa2048).unwrap()
    }

    #[test]
    fn keys_outlast_their_use_only_where_that_is_wished_and_until_they_are_forgotten() {
        let (keeping, day) = (Keeping::default(), Duration::from_secs(86_400));
        let used = || {
            let key = Arc::new(key());
            keeping.note(&key);
            Arc::downgrade(&key)
        };
        assert!(used().upgrade().is_none(), "nobody wishes it");
        let keeper = keeping.keep();
        let kept = used();
        keeper.forget_unused(day);
        assert!(kept.upgrade().is_some());
        keeper.forget_unused(Duration::ZERO);
        assert!(kept.upgrade().is_none(), "nobody has used it meanwhile");
        let (kept, another) = (used(), keeping.keep());
        drop(keeper);
        assert!(kept.upgrade().is_some(), "somebody else wishes it");
        drop(another);
        assert!(kept.upgrade().is_none(), "nobody wishes it any more");
    }

    #[test]
    fn the_keys_that_are_kept_are_the_last_used_and_few() {
        let keeping = Keeping::default();
        let keeper = keeping.keep();
        let pkcs8 = key().to_pkcs8().unwrap();
        let copy = || RsaPrivateKey::from_pkcs8(Backend::AwsLc, pkcs8.expose()).unwrap();
        let keys: Vec<_> = (0..=MOST).map(|_| Arc::new(copy())).collect();
        for used in keys.iter().take(MOST).chain(keys.first()).chain(keys.last()) {
            keeping.note(used);
        }
        let is_kept = |wanted: &Arc<RsaPrivateKey>| {
            lock(&keeper.recent).iter().filter(|(_, key)| Arc::ptr_eq(key, wanted)).count()
        };
        let kept: Vec<_> = keys.iter().map(is_kept).collect();
        assert_eq!((kept.first(), kept.get(1), kept.get(2)), (Some(&1), Some(&0), Some(&1)));
        assert_eq!(kept.iter().sum::<usize>(), MOST);
    }
}
