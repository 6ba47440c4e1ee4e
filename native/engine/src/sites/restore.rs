//! Two new keys for a geo whose keys are both lost (rule 4.6.3): the availability key opens the tenant
//! intermediate key, which is wrapped under the new ones, and every site is opened through both. That
//! key stays, and so does everything below it.

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_store::StateExt;
use ckey_store::model::{Geo, Policy, PolicyKind};
use ckey_vault::KeyUri;
use serde_json::json;

use super::Sites;
use super::recovery::in_recovery;
use super::register::must_have_version;
use super::status::GeoStatus;
use crate::error::{EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::{
    Askers, Hierarchy, Root, check_roots, commit_while_open, service_application,
};
use crate::policies::{Policies, must_be_new, parse_pair};
use crate::queue::{JobKind, ensure_job};
use crate::record::{Actor, AuditEvent};

/// A geo that may be given new keys.
struct Restoring {
    geo: Geo,
    policy: Policy,
    keys: [KeyUri; 2],
}

impl Sites<'_> {
    /// What keeps a geo from being given new keys, if anything; else the geo and how many sites would
    /// be opened through them.
    ///
    /// # Errors
    /// As [`Sites::restore`].
    pub fn check_restore(&self, geo: Option<&str>, keys: &[String; 2]) -> Result<(String, u64)> {
        let Restoring { geo, keys, .. } = self.restoring(geo, keys)?;
        check_roots(self.ground, PolicyKind::SharePoint, &keys)?;
        let sites =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.count_sites(geo.no)?))?;
        Ok((geo.name, sites))
    }

    fn restoring(&self, geo: Option<&str>, keys: &[String; 2]) -> Result<Restoring> {
        self.ground.must_be_writable()?;
        let (geo, now) = (self.find_geo(geo)?, self.ground.now());
        let (geo, policy) = self.ground.state().view(|reader| in_recovery(reader, geo.no, now))?;
        keys.iter().try_for_each(|key| must_have_version(self.ground, key).map(drop))?;
        let keys = parse_pair(self.ground, keys)?;
        must_be_new(self.ground, &keys)?;
        Policies::of(self.ground).check_regions(&keys)?;
        Ok(Restoring { geo, policy, keys })
    }

    /// Gives a geo in recovery mode two new keys, which ends the mode. Both must serve, or nothing
    /// has changed. A job then opens every site through both, and until it is done the geo is
    /// `Registering` again.
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotRegistered`; `NotInRecoveryMode` (rule 7.18); `KeyVersionRequired`;
    /// those of the keys of a new policy; `CustomerKeyUnavailable` where the availability key was
    /// destroyed.
    pub fn restore(
        &self,
        actor: &Actor,
        geo: Option<&str>,
        keys: &[String; 2],
        cancel: &CancelToken,
    ) -> Result<GeoStatus> {
        self.ground.sync()?;
        let Restoring { geo, policy, keys } = self.restoring(geo, keys)?;
        let tik = Hierarchy::of(self.ground).policy_key(&policy, Access::User, cancel)?;
        let caller = service_application(PolicyKind::SharePoint);
        let mut wraps = Vec::with_capacity(2);
        for (slot, key) in [Slot::First, Slot::Second].into_iter().zip(&keys) {
            let root = Root {
                backend: self.ground.backend(),
                tenant: &self.ground.id(),
                policy: &policy.guid,
                policy_no: policy.no,
                generation: policy.generation,
                slot,
            };
            wraps.push(root.establish(self.ground, &caller, key, &tik, cancel)?);
        }
        let (now, uris) = (self.ground.now(), keys.map(|key| key.to_string()));
        let askers = Askers::of(self.ground, &wraps);
        commit_while_open(self.ground, PolicyKind::SharePoint, &wraps, |writer| {
            let (mut geo, mut current) = in_recovery(writer, geo.no, now)?;
            if current != policy {
                return Err(EngineError::changed_meanwhile(&current.name));
            }
            current.key_uris = uris.to_vec();
            current.changed = now;
            geo.recovery = None;
            wraps.iter().try_for_each(|wrap| writer.replace_policy_wrap(wrap))?;
            writer.update_policy(&current)?;
            writer.update_geo(&geo)?;
            // What the availability key opened ends with the mode.
            writer.raise_epoch()?;
            let sites = writer.count_sites(geo.no)?;
            if sites > 0 {
                ensure_job(writer, &JobKind::OnboardSites { policy: current.no }, sites, now)?;
            }
            let mut details = json!({
                "policy": current.guid, "geo": geo.guid, "keys": wraps.iter().map(|wrap| &wrap.key_uri).collect::<Vec<_>>(),
                "keyUris": current.key_uris, "sites": sites, "recovery": false,
            });
            if let Some(details) = details.as_object_mut() {
                askers.keep(writer, current.guid, details)?;
            }
            let event =
                AuditEvent::new("Restore keys", "SharePoint", &actor.name, &geo.name, details);
            self.ground.chain().append(writer, now, &event)
        })?;
        self.ground.sync()?;
        self.ground.background().wake();
        self.status(Some(&geo.name))
    }
}
