//! What a vault does by itself when its time has come: new versions by rotation policies, and
//! notices that a version expires.
//!
//! Nobody runs an embedded vault, so it does this when it is next asked for something, once for all
//! that fell due since. Whoever asks is never refused because of it.
//!
//! Of those who ask over a network it is done for who is let in alone: to make a key takes long,
//! and whoever the vault refuses must not make it work. It takes no turn among those who make keys: of
//! each vault one thread does it, and it is done once for a due date that somebody with rights in
//! the vault has set, however many ask.

use super::EmbeddedVaults;
use super::access::{authorize, refuse_while_down};
use super::creation::{Addition, MOST_VERSIONS, new_version};
use super::keys::list_ops;
use super::lock::LOCK_FILE;
use super::material::Generated;
use super::record::{KeyRecord, RotationRecord, VaultRecord, VersionRecord};
use super::refusal;
use super::state::{Change, Loaded};
use crate::caller::Caller;
use crate::error::VaultError;
use crate::key::NewKey;
use crate::permission::KeyPermission;
use crate::rotation_policy::LifetimeActionType;
use std::cell::RefCell;
use std::sync::atomic::Ordering;

thread_local! {
    /// Whom this thread serves, and what it is asked to do with keys. It belongs to the thread so
    /// that no way into a vault, whichever is added later, does for a client what is due before the
    /// client was judged.
    static SERVED: RefCell<Option<(Caller, KeyPermission)>> = const { RefCell::new(None) };
}

/// How long after a failure nobody tries again.
const PAUSE: i64 = 60;
/// Who did it, in logs.
const ITSELF: &str = "Azure Key Vault";

/// A key whose next version is due, and what that will be.
struct Due {
    name: String,
    new: NewKey,
    pair: Generated,
}

/// Puts back whom the thread served before, also when the work panics.
struct Back(Option<(Caller, KeyPermission)>);

impl Drop for Back {
    fn drop(&mut self) {
        let before = self.0.take();
        SERVED.with_borrow_mut(|served| *served = before);
    }
}

/// Whether what is due in a vault may be done for whoever this thread works for.
fn is_let_in(record: &VaultRecord) -> bool {
    SERVED.with_borrow(|served| {
        served.as_ref().is_none_or(|(caller, permission)| {
            authorize(record, caller, *permission, &record.address()).is_ok()
        })
    })
}

impl EmbeddedVaults {
    /// Does `work` for a client of a server, which asks for what this permission allows: what is
    /// due in a vault is done meanwhile only where the vault gives the caller that permission.
    pub fn serving<T>(caller: &Caller, permission: KeyPermission, work: impl FnOnce() -> T) -> T {
        let served = Some((caller.clone(), permission));
        let _back = Back(SERVED.with_borrow_mut(|before| std::mem::replace(before, served)));
        work()
    }

    /// Does what is due in every vault, as their next callers would.
    ///
    /// # Errors
    /// `Io` if the folder cannot be listed; `NotRecorded`. What is wrong with one vault is told to
    /// whoever asks it.
    pub fn keep_all_up(&self) -> Result<(), VaultError> {
        for name in self.names()? {
            let _ = self.live(&name);
        }
        Ok(())
    }

    /// Does what is due, if anything; whether the vault's file may be another one now.
    pub(super) fn keep_up(&self, loaded: &Loaded) -> bool {
        let now = self.clock.now();
        let is_due = loaded.due.is_some_and(|due| due <= now);
        let is_down = || refuse_while_down(&loaded.record, &"").is_err();
        if !is_due || is_down() || !is_let_in(&loaded.record) {
            return false;
        }
        let last = loaded.tried.load(Ordering::Acquire);
        // One thread at a time, and not at once again after a failure.
        let mine = now >= last
            && loaded
                .tried
                .compare_exchange(
                    last,
                    now.saturating_add(PAUSE),
                    Ordering::AcqRel,
                    Ordering::Acquire,
                )
                .is_ok();
        if !mine {
            return false;
        }
        let done = self.do_what_is_due(loaded, now);
        done.unwrap_or_else(|error| {
            let vault = loaded.record.name.as_str();
            tracing::warn!(vault, %error, "what was due in a vault could not be done");
            false
        })
    }

    fn do_what_is_due(&self, loaded: &Loaded, now: i64) -> Result<bool, VaultError> {
        let free = || {
            loaded.tried.store(now, Ordering::Release);
            Ok(false)
        };
        // No key is made where it could not be kept.
        if self.folder.try_lock(LOCK_FILE)?.is_none() {
            return free();
        }
        let due = self.make_due(&loaded.record, now)?;
        let Some(lock) = self.folder.try_lock(LOCK_FILE)? else { return free() };
        let name = loaded.record.name.to_ascii_lowercase();
        let current = self.live_for(&name, Some(&lock))?;
        if current.stamp != loaded.stamp {
            return Ok(true);
        }
        let caller = Caller::person("", ITSELF);
        self.commit(&lock, &current, &caller, |record, change| {
            let rotated = due.iter().try_for_each(|due| add_due(record, change, &caller, due));
            give_notice(record, change);
            rotated
        })?;
        Ok(true)
    }

    fn make_due(&self, record: &VaultRecord, now: i64) -> Result<Vec<Due>, VaultError> {
        let due =
            record.keys.values().filter(|key| rotation_of(key).is_some_and(|moment| moment <= now));
        due.map(|key| {
            let new = record.next_version(&key.name, now)?;
            let pair = Generated::make(self.backend, &new, &record.uri(&key.name))?;
            Ok(Due { name: key.name.clone(), new, pair })
        })
        .collect()
    }
}

fn add_due(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    due: &Due,
) -> Result<(), VaultError> {
    let addition = Addition {
        caller,
        name: &due.name,
        new: &due.new,
        permission: KeyPermission::Rotate,
        operation: "RotateKey",
        version: None,
    };
    let version = new_version(&due.name, &addition, &due.pair, change)?;
    let uri = record.uri_at(&due.name, Some(&version.version));
    let detail = format!(
        "by its rotation policy: {} {} bits, {}",
        version.key_type,
        version.bits,
        list_ops(&version.ops)
    );
    change.note(addition.operation, uri, detail);
    record.live_key_mut(&due.name, change.now)?.versions.push(version);
    Ok(())
}

/// Says of each version that is about to expire that it is, once.
fn give_notice(record: &mut VaultRecord, change: &mut Change<'_>) {
    // The keys are changed while their URIs are asked for.
    let mut keys = std::mem::take(&mut record.keys);
    for key in keys.values_mut() {
        if notice_of(key).is_none_or(|moment| moment > change.now) {
            continue;
        }
        let KeyRecord { name, versions, rotation, .. } = key;
        let (Some(version), Some(rotation)) = (versions.last(), rotation) else { continue };
        let expires = version.expires.map(refusal::date).unwrap_or_default();
        let uri = record.uri_at(name, Some(&version.version));
        change.note("KeyNearExpiry", uri, format!("it expires on {expires}"));
        rotation.notified = Some(version.version.clone());
    }
    record.keys = keys;
}

impl VaultRecord {
    /// When the vault next does something by itself, Unix seconds.
    pub(super) fn next_due(&self) -> Option<i64> {
        let moments = |key| [rotation_of(key), notice_of(key)];
        self.keys.values().flat_map(moments).flatten().min()
    }
}

/// A key that has a policy and takes versions, with its current one. One that is disabled was taken
/// out of use, and nothing is added to it.
fn watched(key: &KeyRecord) -> Option<(&RotationRecord, &VersionRecord)> {
    let current = key.versions.last().filter(|current| current.enabled)?;
    key.rotation.as_ref().filter(|_| key.deleted.is_none()).map(|set| (set, current))
}

fn rotation_of(key: &KeyRecord) -> Option<i64> {
    let (set, current) = watched(key).filter(|_| key.versions.len() < MOST_VERSIONS)?;
    let trigger = set.policy.trigger(LifetimeActionType::Rotate)?;
    trigger.moment(current.created, current.expires)
}

fn notice_of(key: &KeyRecord) -> Option<i64> {
    let (set, current) = watched(key)?;
    let told = set.notified.as_deref() == Some(current.version.as_str());
    let trigger = set.policy.trigger(LifetimeActionType::Notify).filter(|_| !told)?;
    trigger.moment(current.created, current.expires)
}
