//! What keys were used for: every wrap, unwrap, encryption, decryption, signature and verification
//! that a vault carries out.
//!
//! The answer leaves after its record is durable, and is refused where that cannot be had. Uses
//! that come together share one write and one sync: whoever finds nobody at it writes all that
//! wait. Where the records lie, `use_files` says.

use super::keyring::Keyring;
use super::log::{Entry, Tail};
use super::state::Loaded;
use super::{EmbeddedVaults, refusal};
use crate::caller::Asker;
use crate::error::VaultError;
use crate::key::KeyOp;
use crate::log_record::LogRecord;
use crate::uri::KeyUri;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How the name of a file of uses goes on after the name of its vault.
pub(super) const OF_USES: &str = ".uses-";

/// Who uses a key for what.
pub(super) struct Use<'a> {
    pub(super) by: Asker<'a>,
    pub(super) op: KeyOp,
    /// The key version.
    pub(super) uri: &'a KeyUri,
    pub(super) algorithm: &'static str,
}

/// A use that waits to be written.
pub(super) struct Waiting {
    pub(super) keyring: Arc<Keyring>,
    /// The last use that the vault's file knows of.
    pub(super) known: Option<Tail>,
    pub(super) record: LogRecord,
}

/// Uses of one vault, by its lower-case name and its id.
pub(super) type Batch = BTreeMap<String, Vec<Waiting>>;

/// The uses of all vaults of a folder that wait, and the answers that were not fetched yet.
#[derive(Default)]
pub(super) struct Uses {
    queue: Mutex<Queue>,
    /// Where those wait whose batch has an even number, and the others: while one batch is written,
    /// only the next one gathers, and nobody is woken for what another waits for.
    written: [Condvar; 2],
}

#[derive(Default)]
struct Queue {
    /// The number of the batch that gathers.
    batch: u64,
    gathering: Batch,
    is_written: bool,
    /// What became of batches, until all who were in them know.
    ended: HashMap<u64, Ended>,
    waiting: u64,
}

/// What became of a batch: which vaults' uses could not be written.
struct Ended {
    failed: Arc<HashMap<String, VaultError>>,
    left: u64,
}

impl EmbeddedVaults {
    /// Puts the use of a key on the record; what it gave may be handed out once this returns.
    pub(super) fn record_use(&self, loaded: &Loaded, used: &Use<'_>) -> Result<(), VaultError> {
        if !self.records_uses {
            return Ok(());
        }
        let entry = Entry {
            operation: called(used.op),
            object: used.uri.to_string(),
            detail: used.algorithm.to_owned(),
        };
        let mut record = entry.by(used.by.caller, self.clock.now());
        record.request = used.by.request;
        let vault = used_name(loaded);
        let (keyring, known) = (Arc::clone(&loaded.keyring), loaded.record.uses);
        let waiting = Waiting { keyring, known, record };
        match self.uses.written(&vault, waiting, |batch| self.write_uses(batch)) {
            Some(error) => Err(refusal::use_not_recorded(used.uri, &error)),
            None => Ok(()),
        }
    }
}

/// The name under which the uses of a vault lie: another vault that gets its name later has
/// another.
pub(super) fn used_name(loaded: &Loaded) -> String {
    name_of_uses(&loaded.record.name, &loaded.id)
}

pub(super) fn name_of_uses(vault: &str, id: &[u8]) -> String {
    format!("{}{OF_USES}{}", vault.to_ascii_lowercase(), hex::encode(id))
}

/// As the service's own log of a vault names it.
const fn called(op: KeyOp) -> &'static str {
    match op {
        KeyOp::Encrypt => "KeyEncrypt",
        KeyOp::Decrypt => "KeyDecrypt",
        KeyOp::Sign => "KeySign",
        KeyOp::Verify => "KeyVerify",
        KeyOp::WrapKey => "KeyWrap",
        KeyOp::UnwrapKey => "KeyUnwrap",
        KeyOp::Import => "KeyImport",
        KeyOp::Export => "KeyExport",
    }
}

impl Uses {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where those of a batch wait.
    fn batch(&self, number: u64) -> &Condvar {
        let [even, odd] = &self.written;
        if number.is_multiple_of(2) { even } else { odd }
    }

    /// Waits until a use was written, by `write` or by another thread's; or why it was not.
    fn written(
        &self,
        vault: &str,
        waiting: Waiting,
        write: impl Fn(Batch) -> HashMap<String, VaultError>,
    ) -> Option<VaultError> {
        let mut queue = self.queue();
        let mine = queue.batch;
        queue.gathering.entry(vault.to_owned()).or_default().push(waiting);
        queue.waiting = queue.waiting.saturating_add(1);
        while !queue.ended.contains_key(&mine) {
            if queue.is_written {
                let written = self.batch(mine);
                queue = written.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let (number, left) = (queue.batch, std::mem::take(&mut queue.waiting));
            let batch = std::mem::take(&mut queue.gathering);
            queue.batch = number.saturating_add(1);
            queue.is_written = true;
            drop(queue);
            let failed = Arc::new(write(batch));
            queue = self.queue();
            queue.is_written = false;
            queue.ended.insert(number, Ended { failed, left });
            self.batch(number).notify_all();
            // One of those who came meanwhile writes for all of them.
            self.batch(queue.batch).notify_one();
        }
        queue.answer(mine, vault)
    }
}

impl Queue {
    /// What became of a use in a batch; forgets the batch when its last one asks.
    fn answer(&mut self, batch: u64, vault: &str) -> Option<VaultError> {
        let ended = self.ended.get_mut(&batch)?;
        ended.left = ended.left.saturating_sub(1);
        let error = ended.failed.get(vault).cloned();
        if ended.left == 0 {
            self.ended.remove(&batch);
        }
        error
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::keyring::Root;
    use super::*;
    use crate::caller::Caller;
    use ckey_crypto::{Backend, SecretKey};
    use std::sync::atomic::{AtomicBool, Ordering};

    fn waiting() -> Waiting {
        let root = Root::new(&SecretKey::from_slice(&[7; 32]).unwrap(), Backend::AwsLc).unwrap();
        let entry = Entry {
            operation: "KeyWrap",
            object: "https://abc.vault.azure.net/keys/Root/1".to_owned(),
            detail: String::new(),
        };
        let record = entry.by(&Caller::person("id", "alice"), 0);
        Waiting { keyring: Arc::new(root.keyring("abc", &[1; 16]).unwrap()), known: None, record }
    }

    /// Whoever comes while something is written waits, and all who wait are written at once.
    #[test]
    fn uses_that_come_together_share_one_write_and_each_learns_how_it_ended() {
        const OTHERS: u64 = 15;
        let (uses, is_first) = (Uses::default(), AtomicBool::new(true));
        let written = Mutex::new(Vec::new());
        let write = &|batch: Batch| {
            written.lock().unwrap().push(batch.values().map(Vec::len).sum::<usize>());
            if is_first.swap(false, Ordering::SeqCst) {
                while uses.queue().waiting < OTHERS {
                    std::thread::yield_now();
                }
                return HashMap::new();
            }
            let full = VaultError::new(crate::error::VaultErrorKind::StoreFull, "Full.", "abc", "");
            batch.into_keys().map(|vault| (vault, full.clone())).collect()
        };
        std::thread::scope(|scope| {
            let first = scope.spawn(|| uses.written("abc", waiting(), write));
            while is_first.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            let other = |_| scope.spawn(|| uses.written("abc", waiting(), write));
            let others: Vec<_> = (0..OTHERS).map(other).collect();
            assert_eq!(first.join().unwrap(), None);
            assert!(others.into_iter().all(|other| other.join().unwrap().is_some()));
        });
        assert_eq!(*written.lock().unwrap(), [1, 15]);
        assert!(uses.queue().ended.is_empty(), "nothing is kept of who knows");
    }
}
