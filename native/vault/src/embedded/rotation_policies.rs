//! Rotation policies of keys: read and set.

use super::EmbeddedVaults;
use super::access::{authorize, refuse_while_down};
use super::record::{KeyRecord, RotationRecord, VaultRecord};
use super::state::Change;
use crate::caller::Caller;
use crate::error::VaultError;
use crate::permission::KeyPermission;
use crate::rotation_policy::{KeyRotationPolicy, LifetimeTrigger, RotationPolicy};
use crate::uri::KeyUri;

impl EmbeddedVaults {
    /// The rotation policy of a key: the one that every key has, where none was set. Needs
    /// `getrotationpolicy`, or, where access policies count, `get`.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyNotFound`, `KeyDeleted`; as [`EmbeddedVaults::vault`].
    pub fn rotation_policy(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<KeyRotationPolicy, VaultError> {
        let loaded = self.live(vault)?;
        let record = &loaded.record;
        let uri = record.uri(name);
        refuse_while_down(record, &uri)?;
        let (own, of_key) = (KeyPermission::GetRotationPolicy, KeyPermission::Get);
        authorize_either(record, caller, own, of_key, &uri)?;
        Ok(record.describe_rotation(record.live_key(name, self.clock.now())?))
    }

    /// Sets the rotation policy of a key, in place of the one it has. Versions that are there keep
    /// their dates. Needs `setrotationpolicy`.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyNotFound`, `KeyDeleted`; `BadParameter` for times that the service does
    /// not take; as [`EmbeddedVaults::vault`].
    pub fn set_rotation_policy(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        policy: &RotationPolicy,
    ) -> Result<KeyRotationPolicy, VaultError> {
        self.change(vault, caller, |record, change| set(record, change, caller, name, policy))
    }

    /// What [`EmbeddedVaults::set_rotation_policy`] would make of it; nothing is changed.
    ///
    /// # Errors
    /// As that one.
    pub fn check_set_rotation_policy(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        policy: &RotationPolicy,
    ) -> Result<KeyRotationPolicy, VaultError> {
        self.plan(vault, |record, change| set(record, change, caller, name, policy))
    }
}

fn set(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    name: &str,
    policy: &RotationPolicy,
) -> Result<KeyRotationPolicy, VaultError> {
    let uri = record.uri(name);
    refuse_while_down(record, &uri)?;
    let (own, of_key) = (KeyPermission::SetRotationPolicy, KeyPermission::Update);
    authorize_either(record, caller, own, of_key, &uri)?;
    let now = change.now;
    let key = record.live_key_mut(name, now)?;
    let policy = policy.clone().judged(&uri)?;
    let detail = told(&policy);
    let earlier = key.rotation.take();
    key.rotation = Some(RotationRecord {
        created: earlier.as_ref().map_or(now, |earlier| earlier.created),
        updated: now,
        notified: earlier.and_then(|earlier| earlier.notified),
        policy,
    });
    let uri = record.uri(&record.live_key(name, now)?.name);
    change.note("SetRotationPolicy", uri, detail);
    Ok(record.describe_rotation(record.live_key(name, now)?))
}

/// Access policies as the service's cmdlets write them cannot name the permissions of rotation
/// policies; the protocol asks for those of the key.
fn authorize_either(
    record: &VaultRecord,
    caller: &Caller,
    own: KeyPermission,
    of_key: KeyPermission,
    target: &KeyUri,
) -> Result<(), VaultError> {
    match authorize(record, caller, own, target) {
        Err(_) if !record.rbac => authorize(record, caller, of_key, target),
        judged => judged,
    }
}

/// What a record says of a policy.
fn told(policy: &RotationPolicy) -> String {
    let validity = policy.expires_in.as_ref();
    let validity = validity.map_or_else(|| "no expiry".to_owned(), |span| format!("expiry {span}"));
    let actions = policy.actions.iter().map(|action| match &action.trigger {
        LifetimeTrigger::AfterCreate(span) => format!("{} {span} after creation", action.action),
        LifetimeTrigger::BeforeExpiry(span) => format!("{} {span} before expiry", action.action),
    });
    std::iter::once(validity).chain(actions).collect::<Vec<_>>().join(", ")
}

impl VaultRecord {
    fn describe_rotation(&self, key: &KeyRecord) -> KeyRotationPolicy {
        let set = key.rotation.as_ref();
        KeyRotationPolicy {
            key: self.uri(&key.name),
            policy: set.map(|set| set.policy.clone()).unwrap_or_default(),
            set: set.map(|set| (set.created, set.updated)),
        }
    }
}
