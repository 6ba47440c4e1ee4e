//! Private keys that somebody uses now.

use ckey_crypto::rsa::RsaPrivateKey;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// More names than this are looked through for keys that nobody uses any more.
const MANY: usize = 64;

/// The opened private keys of one vault's file, by name and version, for as long as somebody uses
/// them, or [`super::KeptKeys`] keeps them: a file that has changed begins without any.
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
}
