//! Rolling a policy to the current versions of its keys, `-Refresh` (rule 4.3.1), and to other keys,
//! `-Replace` (rule 4.1.9).

use ckey_base::CancelToken;
use ckey_store::model::{Policy, PolicyKind, PolicyWrap, WrapSlot};
use ckey_store::{SecretName, StateExt, StoreErrorKind};
use ckey_vault::KeyUri;
use serde_json::{Map, Value, json};

use super::Policies;
use super::keys::shown;
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::{
    Askers, AvailabilityKey, NewGeneration, check_roots, commit_while_open, current_version,
    new_generation, warn_unless_open, with_present_keys,
};
use crate::policies::{PolicyView, must_be_new, parse_pair};
use crate::protection::earlier_keys_setting;
use crate::queue::{JobKind, ensure_job};
use crate::record::{Actor, AuditEvent, Operation};
use crate::validation::Validation;

impl Policies<'_> {
    /// Makes a new generation of the policy key under the current versions of both customer keys,
    /// exactly two wraps, and leaves a job that rewraps the scope keys below. No content is touched
    /// (rule 4.3.2), the availability key is not rotated (rule 4.3.4). Allowed while an earlier
    /// refresh is still being run (rule 4.3.8). If either root fails, nothing has changed (rule
    /// 4.3.7).
    ///
    /// # Errors
    /// `PolicyNotFound`; those of the vault about the root that refused: nothing has changed then;
    /// `ValidationFailed` about what concerns the new versions; `PolicyRefreshedMeanwhile` when another process was faster.
    pub fn refresh(
        &self,
        actor: &Actor,
        kind: PolicyKind,
        identity: &str,
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        self.new_keys(actor, kind, identity, None, cancel)
    }

    /// The same under two other keys: the policy names them from then on. The older generations
    /// stay under the keys before until nothing needs them.
    ///
    /// # Errors
    /// Those of [`Self::refresh`] and of the keys of a new policy; `SameKeysAsBefore`.
    pub fn replace_keys(
        &self,
        actor: &Actor,
        kind: PolicyKind,
        identity: &str,
        keys: &[String],
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        self.new_keys(actor, kind, identity, Some(keys), cancel)
    }

    /// The same of a policy as it was read: what somebody else chose for it since then stays. `still`
    /// is asked once more when the new keys have served.
    ///
    /// # Errors
    /// Those of [`Self::replace_keys`] and of `still`; `PolicyRefreshedMeanwhile`.
    pub(crate) fn replace_keys_of(
        &self,
        actor: &Actor,
        policy: &Policy,
        keys: &[String],
        still: &dyn Fn() -> Result<()>,
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        self.ground.sync()?;
        let (now, pair) = self.rolled(policy.kind, &policy.guid.to_string(), Some(keys))?;
        if now.generation != policy.generation {
            return Err(refreshed_meanwhile(&policy.name));
        }
        self.with_keys(actor, (now, pair), Some(keys), still, cancel)
    }

    fn new_keys(
        &self,
        actor: &Actor,
        kind: PolicyKind,
        identity: &str,
        others: Option<&[String]>,
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        self.ground.sync()?;
        let (policy, keys) = self.rolled(kind, identity, others)?;
        self.with_keys(actor, (policy, keys), others, &|| Ok(()), cancel)
    }

    /// Gives a policy a generation under these keys.
    fn with_keys(
        &self,
        actor: &Actor,
        (policy, keys): (Policy, [KeyUri; 2]),
        others: Option<&[String]>,
        still: &dyn Fn() -> Result<()>,
        cancel: &CancelToken,
    ) -> Result<PolicyView> {
        let kind = policy.kind;
        let warning = Validation::of(self.ground).gate_roll(&policy, &keys)?;
        let number = policy.generation.saturating_add(1);
        let (availability_key, erasure_key) = (
            AvailabilityKey::OfPolicy(
                self.ground.secret(&SecretName::AvailabilityKey(policy.guid))?,
            ),
            self.ground.secret(&SecretName::ErasureKey(policy.guid))?,
        );
        let plan = NewGeneration {
            kind,
            policy: policy.guid,
            policy_no: policy.no,
            number,
            keys: &keys,
            availability_key: &availability_key,
            erasure_key: &erasure_key,
        };
        let (generation, wraps, _) = new_generation(self.ground, &plan, cancel)?;
        let before = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.policy_wraps(policy.no, policy.generation)?)
        })?;
        let unmoved = unmoved(&policy.name, &before, &wraps).filter(|_| others.is_none());
        let now = self.ground.now();
        let roots: Vec<_> =
            wraps.iter().map(|wrap| wrap.key_uri.clone()).filter(|uri| !uri.is_empty()).collect();
        let askers = Askers::of(self.ground, &wraps);
        still()?;
        let policy = commit_while_open(self.ground, kind, &wraps, |writer| {
            let mut current = writer.policy(policy.no)?.ok_or_else(|| {
                EngineError::damaged(&policy.name, "The policy vanished while it was refreshed.")
            })?;
            if current.purge.is_some() {
                return Err(super::purge_requested(&current));
            }
            // The vaults were asked before this change: of two refreshes of one generation the
            // number lets one in.
            writer.insert_generation(&generation, &wraps).map_err(|error| {
                if error.kind == StoreErrorKind::Conflict {
                    refreshed_meanwhile(&current.name)
                } else {
                    error.into()
                }
            })?;
            let mut details = Map::new();
            if others.is_some() {
                let earlier = with_present_keys(writer, &current)?;
                writer.set_setting(&earlier_keys_setting(current.guid), Some(&earlier))?;
                details.insert("earlierKeys".to_owned(), earlier.into());
            }
            current.generation = number;
            current.changed = now;
            if let Some(others) = others {
                current.key_uris = others.iter().map(|uri| shown(uri)).collect();
            }
            name_versions_in_use(&mut current, &wraps);
            writer.update_policy(&current)?;
            let total = writer.count_movable_wraps(current.no, number)?;
            ensure_job(writer, &JobKind::Policy { policy: current.no }, total, now)?;
            let told = json!({ "policy": current.guid, "keys": roots, "keyUris": current.key_uris, "generation": generation.guid, "rewraps": total });
            details.extend(told.as_object().cloned().unwrap_or_default());
            askers.keep(writer, current.guid, &mut details)?;
            let event = AuditEvent::new(
                if others.is_some() { "Replace keys of policy" } else { "Refresh policy" },
                crate::policies::audited_as(kind),
                &actor.name,
                current.name.as_str(),
                Value::Object(details),
            );
            self.ground.chain().append(writer, now, &event)?;
            Ok::<_, EngineError>(current)
        })?;
        self.ground.background().wake();
        warn_unless_open(self.ground, &policy, &wraps);
        unmoved.into_iter().chain(warning).for_each(Operation::warn);
        self.view(policy)
    }

    /// The policy to refresh, and the keys of its new generation: its own in their current
    /// versions, or others.
    fn rolled(
        &self,
        kind: PolicyKind,
        identity: &str,
        others: Option<&[String]>,
    ) -> Result<(Policy, [KeyUri; 2])> {
        self.ground.must_be_writable()?;
        let policy = self.find(kind, identity)?;
        if policy.purge.is_some() {
            return Err(super::purge_requested(&policy));
        }
        if let Some(others) = others {
            let keys = parse_pair(self.ground, others)?;
            must_differ(&policy, &keys)?;
            must_be_new(self.ground, &keys)?;
            return Ok((policy, keys));
        }
        // Versioned URIs name a version forever; a roll, and nothing else, means the current one
        // (rule 4.3.5).
        let keys = parse_pair(self.ground, &policy.key_uris)?.map(|uri| uri.unversioned());
        must_be_new(self.ground, &keys)?;
        Ok((policy, keys))
    }

    /// What keeps a policy from being refreshed, if anything; else the policy, and for each of its
    /// keys the version in use and the one that would be.
    pub(crate) fn check_refresh(
        &self,
        kind: PolicyKind,
        identity: &str,
        others: Option<&[String]>,
    ) -> Result<(Policy, Vec<Roll>)> {
        let (policy, keys) = self.rolled(kind, identity, others)?;
        Validation::of(self.ground).gate_roll(&policy, &keys)?;
        check_roots(self.ground, kind, &keys)?;
        let wraps = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.policy_wraps(policy.no, policy.generation)?)
        })?;
        let roll = |(key, slot): (&KeyUri, WrapSlot)| {
            let to = current_version(self.ground, kind, key)?.uri;
            let from = wraps.iter().find(|wrap| wrap.slot == slot).map(|wrap| wrap.key_uri.clone());
            Ok(Roll { from: from.and_then(|uri| KeyUri::stored(&uri).ok()), to })
        };
        let slots = [WrapSlot::First, WrapSlot::Second];
        let rolls = keys.iter().zip(slots).map(roll).collect::<Result<_>>()?;
        Ok((policy, rolls))
    }
}

/// New versions of the same keys are a refresh.
pub(crate) fn must_differ(policy: &Policy, keys: &[KeyUri; 2]) -> Result<()> {
    let mut before: Vec<_> = policy
        .key_uris
        .iter()
        .filter_map(|uri| KeyUri::stored(uri).ok())
        .map(|uri| uri.unversioned().to_string())
        .collect();
    let mut after: Vec<_> = keys.iter().map(|uri| uri.unversioned().to_string()).collect();
    before.sort();
    after.sort();
    let names_version = keys.iter().any(|uri| uri.version().is_some());
    if before != after || names_version {
        return Ok(());
    }
    Err(EngineError::invalid(
        "SameKeysAsBefore",
        &policy.name,
        format!("The policy '{}' has these keys already.", policy.name),
        "To take new versions of them into use, give -Refresh. To replace a key, give the two keys that the policy is to have.",
    ))
}

/// What a refresh does to one key of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Roll {
    /// The version that is in use.
    from: Option<KeyUri>,
    /// The version that would be.
    to: KeyUri,
}

impl Roll {
    /// That as a sentence.
    pub(crate) fn told(&self) -> String {
        let version = |uri: &KeyUri| uri.version().unwrap_or_default().to_owned();
        let key = self.to.unversioned();
        match &self.from {
            Some(from) if *from == self.to => {
                format!("'{key}' has no version newer than {}, which is in use.", version(from))
            }
            Some(from) if from.unversioned() != key => {
                format!("From '{from}' to '{}'.", self.to)
            }
            Some(from) => format!("'{key}': from {} to {}.", version(from), version(&self.to)),
            None => format!("'{key}': to {}.", version(&self.to)),
        }
    }
}

/// What is said of a roll to the versions that were in use before. It is done all the same, as in the
/// service; but who has forgotten to make the new versions has rolled nothing.
fn unmoved(policy: &str, before: &[PolicyWrap], after: &[PolicyWrap]) -> Option<String> {
    let same = [WrapSlot::First, WrapSlot::Second].map(|slot| {
        let of = |wraps: &[PolicyWrap]| {
            wraps.iter().find(|wrap| wrap.slot == slot).map(|wrap| wrap.key_uri.clone())
        };
        of(after).filter(|now| of(before).is_some_and(|old| old.eq_ignore_ascii_case(now)))
    });
    let [Some(first), Some(second)] = same else { return None };
    Some(format!(
        "Neither key of the policy '{policy}' has a version that is newer than the one in use: {first} and {second}. The policy has a new generation under the same versions. To roll its keys, make new versions with Add-AzKeyVaultKey and refresh it again."
    ))
}

/// A policy whose keys were given with their versions shows those that wrap it now (rule 4.3.9).
fn name_versions_in_use(policy: &mut Policy, wraps: &[PolicyWrap]) {
    for (shown, slot) in policy.key_uris.iter_mut().zip([WrapSlot::First, WrapSlot::Second]) {
        let has_version = KeyUri::stored(shown).is_ok_and(|uri| uri.version().is_some());
        let in_use = wraps.iter().find(|wrap| wrap.slot == slot).filter(|_| has_version);
        if let Some(wrap) = in_use {
            shown.clone_from(&wrap.key_uri);
        }
    }
}

fn refreshed_meanwhile(name: &str) -> EngineError {
    let mut error = EngineError::new(
        "PolicyRefreshedMeanwhile",
        Category::ResourceBusy,
        format!("Somebody else refreshed the policy '{name}' at the same moment."),
        "Look at the policy; refresh it again if its key versions are not the ones you want.",
    )
    .about(name);
    error.retryable = true;
    error
}
