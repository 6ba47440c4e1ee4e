//! Keys and their versions: reading and changing them.

use super::access::{Target, authorize, refuse_while_down};
use super::record::{VaultRecord, VersionRecord};
use super::state::{Change, Loaded};
use super::vaults::check_tags;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::error::{VaultError, VaultErrorKind};
use crate::key::{KeyDescription, KeyOp, KeyUpdate};
use crate::permission::KeyPermission;
use crate::uri::KeyUri;
use std::sync::Arc;

/// A key with all its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedKey {
    /// Its name.
    pub name: String,
    /// When it was deleted and when it is purged by itself, unix seconds, where it was deleted and
    /// can still be recovered.
    pub deleted: Option<(i64, i64)>,
    /// Its versions, oldest first.
    pub versions: Vec<KeyDescription>,
}

impl EmbeddedVaults {
    /// Changes a version's attributes, operations or tags; the current version's when none is
    /// named. Needs `update`.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyNotFound`, `KeyDeleted`, `VersionNotFound`; `BadParameter` for dates or
    /// tags outside the rules; as [`EmbeddedVaults::vault`].
    pub fn update_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        version: Option<&str>,
        update: &KeyUpdate,
    ) -> Result<KeyDescription, VaultError> {
        self.change(vault, caller, |record, change| {
            change_key(record, change, caller, (name, version), update)
        })
    }

    /// What a change of a version would make of it.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::update_key`].
    pub fn check_update_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        version: Option<&str>,
        update: &KeyUpdate,
    ) -> Result<(Option<KeyDescription>, KeyDescription), VaultError> {
        self.plan(vault, |record, change| {
            let before = record
                .live_key(name, change.now)
                .ok()
                .and_then(|key| Some(record.describe_key(key, key.version(version)?)));
            Ok((before, change_key(record, change, caller, (name, version), update)?))
        })
    }

    /// A key's version, the current one when none is named. Needs `get`.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyNotFound`, `KeyDeleted`, `VersionNotFound`; as
    /// [`EmbeddedVaults::vault`].
    pub fn key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<KeyDescription, VaultError> {
        let uri = |record: &VaultRecord| record.uri_at(name, version);
        let loaded = self.admit(caller, vault, KeyPermission::Get, uri)?;
        loaded.record.described(&uri(&loaded.record), self.clock.now())
    }

    /// The URI of a key in a vault, at that vault's host.
    ///
    /// # Errors
    /// `BadParameter` for what is no name of a key or of a version; as [`EmbeddedVaults::vault`].
    pub fn key_uri(
        &self,
        vault: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<KeyUri, VaultError> {
        self.live_for(vault, None)?.record.checked_uri(name, version)
    }

    /// A key as it is written, whoever asks and whether or not its vault answers: for checks that
    /// must see what is wrong with a key beside a permission that is missing. Nothing is logged.
    ///
    /// # Errors
    /// `KeyNotFound`, `KeyDeleted`; as [`EmbeddedVaults::vault`].
    pub fn inspect_key(&self, uri: &KeyUri) -> Result<KeyDescription, VaultError> {
        self.live_at(uri)?.record.described(uri, self.clock.now())
    }

    /// All keys of a vault with all their versions, as they are written, whoever asks and whether
    /// or not the vault answers: for reports on who holds which key. Nothing is logged.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::vault`].
    pub fn inspect_keys(&self, vault: &str) -> Result<Vec<InspectedKey>, VaultError> {
        let loaded = self.live(vault)?;
        let (record, now) = (&loaded.record, self.clock.now());
        let kept = record
            .keys
            .iter()
            .filter(|(name, key)| key.deleted.is_none() || record.deleted_key(name, now).is_ok());
        Ok(kept
            .map(|(_, key)| InspectedKey {
                name: key.name.clone(),
                deleted: key.deleted.as_ref().map(|deletion| (deletion.at, deletion.purge_at)),
                versions: key
                    .versions
                    .iter()
                    .map(|version| record.describe_key(key, version))
                    .collect(),
            })
            .collect())
    }

    /// All keys of a vault at their current versions, by name without regard to case. Needs `list`.
    ///
    /// # Errors
    /// `AccessDenied`; as [`EmbeddedVaults::vault`].
    pub fn keys(&self, caller: &Caller, vault: &str) -> Result<Vec<KeyDescription>, VaultError> {
        let loaded = self.admit(caller, vault, KeyPermission::List, VaultRecord::address)?;
        let record = &loaded.record;
        let live = record.keys.values().filter(|key| key.deleted.is_none());
        Ok(live
            .filter_map(|key| key.versions.last().map(|version| record.describe_key(key, version)))
            .collect())
    }

    /// All versions of a key, oldest first. Needs `list`. A name no key has gives an empty list, as
    /// the service does.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyDeleted`; as [`EmbeddedVaults::vault`].
    pub fn key_versions(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<Vec<KeyDescription>, VaultError> {
        let uri = |record: &VaultRecord| record.uri(name);
        let loaded = self.admit(caller, vault, KeyPermission::List, uri)?;
        let record = &loaded.record;
        match record.live_key(name, self.clock.now()) {
            Ok(key) => {
                Ok(key.versions.iter().map(|version| record.describe_key(key, version)).collect())
            }
            Err(error) if error.kind == VaultErrorKind::KeyNotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// The vault, if it is up and lets the caller do this to the target.
    pub(super) fn admit<T: Target>(
        &self,
        caller: &Caller,
        vault: &str,
        permission: KeyPermission,
        target: impl Fn(&VaultRecord) -> T,
    ) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.live(vault)?;
        admits(&loaded.record, caller, permission, &target(&loaded.record))?;
        Ok(loaded)
    }

    /// The vault of a key, if it is up and lets the caller do this to the key.
    pub(super) fn admit_to(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        permission: KeyPermission,
    ) -> Result<Arc<Loaded>, VaultError> {
        let loaded = self.live_at(uri)?;
        admits(&loaded.record, caller, permission, uri)?;
        Ok(loaded)
    }
}

pub(super) fn admits(
    record: &VaultRecord,
    caller: &Caller,
    permission: KeyPermission,
    target: &dyn Target,
) -> Result<(), VaultError> {
    refuse_while_down(record, &target)?;
    authorize(record, caller, permission, target)
}

pub(super) fn change_key(
    record: &mut VaultRecord,
    change: &mut Change<'_>,
    caller: &Caller,
    (name, version): (&str, Option<&str>),
    update: &KeyUpdate,
) -> Result<KeyDescription, VaultError> {
    let uri = record.uri_at(name, version);
    refuse_while_down(record, &uri)?;
    authorize(record, caller, KeyPermission::Update, &uri)?;
    let key = record.live_key_mut(name, change.now)?;
    let missing = || refusal::version_not_found(&uri);
    let changed = key.version_mut(version).ok_or_else(missing)?;
    apply_update(changed, update, &uri)?;
    changed.updated = change.now;
    let uri = uri.with_version(&changed.version);
    let detail = describe_update(update);
    let wanted = changed.version.clone();
    change.note("UpdateKey", uri, detail);
    let key = record.live_key(name, change.now)?;
    Ok(record.describe_key(key, record.version_of(key, Some(&wanted))?))
}

/// What a date can hold, 0001-01-01 to 9999-12-31T23:59:59Z, in Unix seconds.
pub(super) const DATES: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Refuses a date that nobody could be shown (rule 8.4.6). What was stored before is left alone: a
/// key of such a date can still be disabled.
pub(super) fn check_given(dates: [Option<i64>; 2], uri: &KeyUri) -> Result<(), VaultError> {
    if dates.into_iter().flatten().all(|date| DATES.contains(&date)) {
        return Ok(());
    }
    let message = "A date of a key is at the latest 9999-12-31T23:59:59Z.".to_owned();
    Err(refusal::bad(uri, message, "Give 12/31/9999, the only expiry that Customer Key accepts."))
}

pub(super) fn check_dates(
    not_before: Option<i64>,
    expires: Option<i64>,
    uri: &KeyUri,
) -> Result<(), VaultError> {
    match (not_before, expires) {
        (Some(from), Some(until)) if until <= from => Err(refusal::bad(
            uri,
            format!(
                "The key would expire ({}) before it is valid ({}).",
                refusal::date(until),
                refusal::date(from)
            ),
            "Give an expiry after the not-before date, or none.",
        )),
        _ => Ok(()),
    }
}

fn apply_update(
    version: &mut VersionRecord,
    update: &KeyUpdate,
    uri: &KeyUri,
) -> Result<(), VaultError> {
    check_given([update.not_before, update.expires], uri)?;
    version.enabled = update.enabled.unwrap_or(version.enabled);
    version.not_before = update.not_before.or(version.not_before);
    version.expires = update.expires.or(version.expires);
    check_dates(version.not_before, version.expires, uri)?;
    if let Some(ops) = &update.ops {
        version.ops.clone_from(ops);
    }
    if let Some(tags) = &update.tags {
        check_tags(tags, &uri.to_string())?;
        version.tags.clone_from(tags);
    }
    Ok(())
}

fn describe_update(update: &KeyUpdate) -> String {
    let parts = [
        update.enabled.map(|enabled| format!("enabled {enabled}")),
        update.not_before.map(|time| format!("not before {}", refusal::date(time))),
        update.expires.map(|time| format!("expires {}", refusal::date(time))),
        update.ops.as_ref().map(|ops| format!("operations {}", list_ops(ops))),
        update.tags.as_ref().map(|tags| format!("{} tags", tags.len())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn list_ops(ops: &[KeyOp]) -> String {
    ops.iter().map(|op| op.as_str()).collect::<Vec<_>>().join(",")
}
