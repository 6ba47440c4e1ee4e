//! Rolling one key of a geo's policy (rule 4.4.1): its wrap of the tenant intermediate key is replaced,
//! and every site is opened through the new one. That key stays, and so does everything below it.

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_store::model::{Geo, Policy, PolicyKind, WrapSlot};
use ckey_store::{Reader, StateExt};
use ckey_vault::KeyUri;
use serde_json::json;

use super::Sites;
use super::register::must_have_version;
use super::site::current_geo;
use super::status::{GeoStatus, Stage, not_registered, stage};
use crate::error::{Category, EngineError, Result};
use crate::ground::{Access, Ground};
use crate::hierarchy::{
    Askers, Hierarchy, Root, check_roots, commit_while_open, service_application,
};
use crate::policies::parse_pair;
use crate::protection::{is_in_recovery, policy_row};
use crate::queue::{JobKind, ensure_job};
use crate::record::{Actor, AuditEvent, Operation};
use crate::validation::Validation;

/// A roll that may be made.
struct Roll {
    geo: Geo,
    policy: Policy,
    slot: WrapSlot,
    key: KeyUri,
    /// Both keys after it.
    uris: Vec<String>,
    /// What the checks of the new pair warn of.
    warning: Option<String>,
}

impl Sites<'_> {
    /// What keeps a key from being rolled, if anything; else what it is rolled from and to.
    ///
    /// # Errors
    /// As [`Sites::roll`].
    pub fn check_roll(&self, geo: Option<&str>, slot: Slot, key: &str) -> Result<(String, String)> {
        let roll = self.planned_roll(geo, slot, key)?;
        check_roots(self.ground, PolicyKind::SharePoint, &[roll.key.clone(), roll.key.clone()])?;
        let before = roll.policy.key_uris.get(index(roll.slot)).cloned().unwrap_or_default();
        // As the other is written, whatever way it was given in.
        let before = KeyUri::stored(&before).map_or(before, |uri| uri.to_string());
        Ok((before, roll.key.to_string()))
    }

    fn planned_roll(&self, geo: Option<&str>, slot: Slot, key: &str) -> Result<Roll> {
        self.ground.must_be_writable()?;
        let geo = self.find_geo(geo)?;
        let now = self.ground.now();
        let (geo, policy) = self.ground.state().view(|reader| rollable(reader, geo.no, now))?;
        let slot = if slot == Slot::First { WrapSlot::First } else { WrapSlot::Second };
        let mut uris = policy.key_uris.clone();
        let key = new_key(self.ground, &geo, slot, key, &mut uris)?;
        // Of the two it is the new one alone that a roll may be refused for.
        let warning = Validation::of(self.ground).gate_roll_of(&policy, &uris, &key.to_string())?;
        Ok(Roll { geo, policy, slot, key, uris, warning })
    }

    /// The key of a roll after changes that are only supposed, which left the policy with these keys;
    /// and both keys after it.
    ///
    /// # Errors
    /// Those of [`Sites::roll`] that no vault is asked about.
    pub(crate) fn supposed_roll(
        &self,
        geo: Option<&str>,
        (slot, key): (WrapSlot, &str),
        mut uris: Vec<String>,
        now: i64,
    ) -> Result<(KeyUri, Vec<String>)> {
        self.ground.must_be_writable()?;
        let geo = self.find_geo(geo)?;
        self.ground.state().view(|reader| rollable(reader, geo.no, now))?;
        let key = new_key(self.ground, &geo, slot, key, &mut uris)?;
        Ok((key, uris))
    }

    /// Rolls one key: to another version, or to another key in the same or another vault. One at a
    /// time: while sites are checked, the other one waits.
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotRegistered`; `RollInProgress` with the percentage (rule 7.12);
    /// `KeyInUse`, `KeyVersionRequired`; those of the keys of a new policy; those of opening the
    /// tenant intermediate key, which one key that answers is enough for.
    pub fn roll(
        &self,
        actor: &Actor,
        geo: Option<&str>,
        slot: Slot,
        key: &str,
        cancel: &CancelToken,
    ) -> Result<GeoStatus> {
        self.ground.sync()?;
        let roll = self.planned_roll(geo, slot, key)?;
        let policy = &roll.policy;
        let tik = Hierarchy::of(self.ground).policy_key(policy, Access::User, cancel)?;
        let root = Root {
            backend: self.ground.backend(),
            tenant: &self.ground.id(),
            policy: &policy.guid,
            policy_no: policy.no,
            generation: policy.generation,
            slot,
        };
        let caller = service_application(PolicyKind::SharePoint);
        let wrap = root.establish(self.ground, &caller, &roll.key, &tik, cancel)?;
        let now = self.ground.now();
        let wraps = [wrap];
        let askers = Askers::of(self.ground, &wraps);
        commit_while_open(self.ground, PolicyKind::SharePoint, &wraps, |writer| {
            let (geo, mut current) = rollable(writer, roll.geo.no, now)?;
            if current != *policy {
                return Err(EngineError::changed_meanwhile(&current.name));
            }
            current.key_uris.clone_from(&roll.uris);
            current.changed = now;
            wraps.iter().try_for_each(|wrap| writer.replace_policy_wrap(wrap))?;
            writer.update_policy(&current)?;
            let sites = writer.count_sites(geo.no)?;
            if sites > 0 {
                let kind = JobKind::CheckSites { policy: current.no, slot: roll.slot };
                ensure_job(writer, &kind, sites, now)?;
            }
            let key_type = if slot == Slot::First { "Primary" } else { "Secondary" };
            let mut details = json!({
                "policy": current.guid, "geo": geo.guid, "keyType": key_type, "key": wraps.first().map(|wrap| &wrap.key_uri),
                "keyUris": current.key_uris, "sites": sites,
            });
            if let Some(details) = details.as_object_mut() {
                askers.keep(writer, current.guid, details)?;
            }
            let event =
                AuditEvent::new("Roll key", "SharePoint", &actor.name, geo.name.as_str(), details);
            self.ground.chain().append(writer, now, &event)
        })?;
        self.ground.background().wake();
        roll.warning.into_iter().for_each(Operation::warn);
        self.status(Some(&roll.geo.name))
    }
}

/// The key that takes the place of another among those of a geo.
fn new_key(
    ground: &Ground,
    geo: &Geo,
    slot: WrapSlot,
    key: &str,
    uris: &mut [String],
) -> Result<KeyUri> {
    let key = must_have_version(ground, key)?;
    ground.provider().must_stay_in_use(&key)?;
    let in_use = |uri: &String| KeyUri::stored(uri).is_ok_and(|uri| uri == key);
    if uris.iter().any(in_use) {
        return Err(EngineError::invalid(
            "KeyInUse",
            &key.to_string(),
            format!("The geo '{}' uses '{key}' now.", geo.name),
            "Give another version, or another key.",
        ));
    }
    if let Some(rolled) = uris.get_mut(index(slot)) {
        *rolled = key.to_string();
    }
    parse_pair(ground, uris)?;
    Ok(key)
}

const fn index(slot: WrapSlot) -> usize {
    if matches!(slot, WrapSlot::First) { 0 } else { 1 }
}

/// In recovery mode the availability key would open what is to be wrapped anew: both keys are
/// replaced then, or the mode ends first.
fn recovering(geo: &Geo) -> EngineError {
    EngineError::new(
        "InRecoveryMode",
        Category::InvalidOperation,
        format!("The geo '{}' is in recovery mode: no single key is rolled in it.", geo.name),
        "Give it two new keys with Restore-SPODataEncryptionPolicy. If the old ones were found again, end the mode first: Disable-CustomerKeyRecoveryMode",
    )
    .about(geo.name.as_str())
}

/// The policy of a geo whose keys may be rolled now (rules 4.4.3 and 7.12).
fn rollable(reader: &mut dyn Reader, geo_no: i64, now: i64) -> Result<(Geo, Policy)> {
    let geo = current_geo(reader, geo_no)?;
    let Some(no) = geo.policy_no else { return Err(not_registered(&geo)) };
    if is_in_recovery(&geo, now) {
        return Err(recovering(&geo));
    }
    let policy = policy_row(reader, no)?;
    if policy.purge.is_some() {
        return Err(crate::policies::purge_requested(&policy));
    }
    let (id, what, percent) = match stage(reader, &geo, &policy)? {
        Stage::Registered => return Ok((geo, policy)),
        Stage::Rolling(percent, _) => ("RollInProgress", "A key of it is being rolled", percent),
        Stage::Registering(percent) | Stage::Onboarding(percent, _) => {
            ("RegistrationInProgress", "Its sites are being encrypted", percent)
        }
    };
    let mut error = EngineError::new(
        id,
        Category::ResourceBusy,
        format!(
            "No key of the geo '{}' can be rolled now. {what}: {percent} % of the sites are done.",
            geo.name
        ),
        "Wait until Get-SPODataEncryptionPolicy shows Registered. One key is rolled at a time.",
    )
    .about(geo.name);
    error.retryable = true;
    Err(error)
}
