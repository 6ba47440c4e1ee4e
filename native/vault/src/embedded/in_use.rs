//! Private keys that somebody uses now, and those that a server keeps for a moment longer.

use super::EmbeddedVaults;
use ckey_crypto::rsa::RsaPrivateKey;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// More names than this are looked through for keys that nobody uses any more.
const MANY: usize = 64;
/// So many keys are kept after their use, at most.
const MOST_KEPT: usize = 16;

/// The opened private keys of one vault's file, by name and version, for as long as somebody uses
/// them, or [`KeptKeys`] keeps them: a file that has changed begins without any.
#[derive(Default)]
pub(super) struct InUse {
    keys: Mutex<HashMap<String, Weak<RsaPrivateKey>>>,
}

impl InUse {
    /// The key with this name and version, opened unless somebody uses it.
    ///
    /// # Errors
    /// Those of opening it.
    pub(super) fn get<E>(
        &self,
        name: &str,
        open: impl FnOnce() -> Result<RsaPrivateKey, E>,
    ) -> Result<Arc<RsaPrivateKey>, E> {
        let keys = || self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(used) = keys().get(name).and_then(Weak::upgrade) {
            return Ok(used);
        }
        // Nobody waits for the opening of another key.
        let opened = Arc::new(open()?);
        let mut keys = keys();
        if keys.len() >= MANY {
            keys.retain(|_, key| key.strong_count() > 0);
        }
        keys.insert(name.to_owned(), Arc::downgrade(&opened));
        Ok(opened)
    }
}

/// The keys that were used last, each with the time of its last use.
#[derive(Default)]
pub(super) struct Recent {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// How many wish that keys are kept; with none, none is.
    wishes: usize,
    /// The last used is the last.
    keys: Vec<(Instant, Arc<RsaPrivateKey>)>,
}

impl Recent {
    /// Keeps a key that is being used, where that is wished.
    pub(super) fn note(&self, used: &Arc<RsaPrivateKey>) {
        let mut kept = self.kept();
        if kept.wishes == 0 {
            return;
        }
        kept.keys.retain(|(_, key)| !Arc::ptr_eq(key, used));
        if kept.keys.len() >= MOST_KEPT {
            kept.keys.remove(0);
        }
        kept.keys.push((Instant::now(), Arc::clone(used)));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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
        self.recent.kept().keys.retain(|(used, _)| used.elapsed() < for_so_long);
    }
}

impl Drop for KeptKeys {
    fn drop(&mut self) {
        let mut kept = self.recent.kept();
        kept.wishes = kept.wishes.saturating_sub(1);
        if kept.wishes == 0 {
            kept.keys.clear();
        }
    }
}

impl fmt::Debug for KeptKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptKeys").finish_non_exhaustive()
    }
}

impl EmbeddedVaults {
    /// Keeps opened private keys for a while after their use, for a server: opening a key costs as
    /// much as using it. Nothing is judged by what is kept: who may use which key is asked of the
    /// vault's file every time, and a file that has changed has its keys opened anew.
    pub fn keep_opened_keys(&self) -> KeptKeys {
        let recent = Arc::clone(&self.recent);
        let mut kept = recent.kept();
        kept.wishes = kept.wishes.saturating_add(1);
        drop(kept);
        KeptKeys { recent }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_crypto::Backend;
    use ckey_crypto::rsa::RsaSize;

    fn key() -> Result<RsaPrivateKey, ()> {
        RsaPrivateKey::generate(Backend::AwsLc, RsaSize::Rsa2048).map_err(drop)
    }

    #[test]
    fn a_key_is_shared_by_who_uses_it_at_once_and_kept_for_nobody_else() {
        let in_use = InUse::default();
        let first = in_use.get("1", key).unwrap();
        let same = in_use.get("1", || Err(())).unwrap();
        assert!(Arc::ptr_eq(&first, &same));
        assert!(in_use.get("2", || Err(())).is_err(), "another version is another key");
        drop((first, same));
        assert!(in_use.get("1", || Err(())).is_err(), "nothing is kept");
    }

    #[test]
    fn names_of_keys_that_nobody_uses_take_bounded_room() {
        let in_use = InUse::default();
        let used = in_use.get("used", key).unwrap();
        let pkcs8 = used.to_pkcs8().unwrap();
        let copy = || RsaPrivateKey::from_pkcs8(Backend::AwsLc, pkcs8.expose()).map_err(drop);
        for number in 0..10 * MANY {
            in_use.get(&number.to_string(), copy).unwrap();
        }
        assert!(in_use.keys.lock().unwrap().len() <= MANY);
        assert!(Arc::ptr_eq(&used, &in_use.get("used", || Err(())).unwrap()));
    }

    #[test]
    fn keys_outlast_their_use_only_where_that_is_wished_and_until_they_are_forgotten() {
        let (recent, day) = (Arc::new(Recent::default()), Duration::from_secs(86_400));
        let used = |recent: &Recent| {
            let key = Arc::new(key().unwrap());
            recent.note(&key);
            Arc::downgrade(&key)
        };
        assert!(used(&recent).upgrade().is_none(), "nobody wishes it");
        recent.kept().wishes = 1;
        let keeper = KeptKeys { recent: Arc::clone(&recent) };
        let kept = used(&recent);
        keeper.forget_unused(day);
        assert!(kept.upgrade().is_some());
        keeper.forget_unused(Duration::ZERO);
        assert!(kept.upgrade().is_none(), "nobody has used it meanwhile");
        let kept = used(&recent);
        drop(keeper);
        assert!(kept.upgrade().is_none(), "nobody wishes it any more");
    }

    #[test]
    fn the_keys_that_are_kept_are_the_last_used_and_few() {
        let recent = Recent::default();
        recent.kept().wishes = 1;
        let pkcs8 = key().unwrap().to_pkcs8().unwrap();
        let copy = || RsaPrivateKey::from_pkcs8(Backend::AwsLc, pkcs8.expose()).unwrap();
        let keys: Vec<_> = (0..=MOST_KEPT).map(|_| Arc::new(copy())).collect();
        for used in keys.iter().take(MOST_KEPT).chain(keys.first()).chain(keys.last()) {
            recent.note(used);
        }
        let is_kept = |wanted: &Arc<RsaPrivateKey>| {
            recent.kept().keys.iter().filter(|(_, key)| Arc::ptr_eq(key, wanted)).count()
        };
        let kept: Vec<_> = keys.iter().map(is_kept).collect();
        assert_eq!((kept.first(), kept.get(1), kept.get(2)), (Some(&1), Some(&0), Some(&1)));
        assert_eq!(kept.iter().sum::<usize>(), MOST_KEPT);
    }
}
