//! Opened keys are kept for a moment after their use.

use std::time::Duration;

use ckey_vault::KeptKeys;
use tokio::sync::watch;

/// How long a key is kept that nobody uses, at least; twice as long at most. Between the calls of a
/// client that works through many texts nearly always less passes.
const UNUSED: Duration = Duration::from_secs(1);

/// Forgets keys that are not used any more, until the server is told to stop, and then all.
pub(crate) async fn forget(keys: KeptKeys, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(UNUSED) => keys.forget_unused(UNUSED),
            _ = stop.changed() => return,
        }
    }
}
