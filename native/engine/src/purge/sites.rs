//! Where the purge of a geo differs from that of mailboxes: sites are destroyed with their files,
//! and the key of the service installation goes with the last policy that used it (rule 4.8.13).

use ckey_base::CancelToken;
use ckey_store::model::{Job, Policy, PolicyKind, Purge, PurgeStage};
use ckey_store::{SecretName, StateExt, Writer};
use serde_json::json;
use uuid::Uuid;

use super::Purges;
use super::steps::keys_left;
use crate::error::{EngineError, Result};
use crate::ground::Moment;
use crate::mailboxes::{Content, destroy_items};
use crate::record::Actor;

/// Sites that are looked at in one step: each may hold many files.
const PAGE: u32 = 64;

/// The secrets that go with a policy.
pub(crate) fn secrets_of(policy: &Policy, purge: &Purge) -> Vec<SecretName> {
    let erasure = SecretName::ErasureKey(policy.guid);
    if policy.kind == PolicyKind::SharePoint {
        let installation = purge.installation.map(SecretName::StoreKey);
        return installation.into_iter().chain([erasure]).collect();
    }
    vec![SecretName::AvailabilityKey(policy.guid), erasure]
}

/// A site that is to be destroyed.
struct Doomed {
    no: i64,
    guid: Uuid,
    url: String,
}

impl Purges<'_> {
    /// Counts what goes, and takes the key of the service installation out of use where no other
    /// policy uses it: whoever registers one from now on makes another.
    pub(super) fn doom_sites(
        writer: &mut dyn Writer,
        policy: &Policy,
        purge: &mut Purge,
    ) -> Result<()> {
        let mut after = 0;
        loop {
            let page = writer.wraps_of_policy(policy.no, u32::MAX, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.scope_no;
            let mut scopes: Vec<_> = page.iter().map(|wrap| wrap.scope_no).collect();
            scopes.dedup();
            for scope in scopes {
                purge.items = purge.items.saturating_add(writer.count_items(scope)?);
            }
        }
        if writer.policies(PolicyKind::SharePoint)?.is_empty()
            && let Some(key) = writer.installation_key()?
        {
            purge.installation = Some(key.guid);
            writer.remove_installation_key()?;
        }
        Ok(())
    }

    fn doomed(&self, policy_no: i64) -> Result<Vec<Doomed>> {
        self.ground.state().view(|reader| {
            let mut found: Vec<Doomed> = Vec::new();
            for wrap in reader.wraps_of_policy(policy_no, u32::MAX, 0, PAGE)? {
                if found.last().is_some_and(|last| last.no == wrap.scope_no) {
                    continue;
                }
                let url = reader.scope(wrap.scope_no)?.map(|scope| scope.name).unwrap_or_default();
                found.push(Doomed { no: wrap.scope_no, guid: wrap.scope, url });
            }
            Ok::<_, EngineError>(found)
        })
    }

    /// Destroys the next sites: their files with all keys of their parts, their keys, their rows.
    pub(super) fn clear_sites(
        &self,
        job: &Job,
        policy_no: i64,
        cancel: &CancelToken,
    ) -> Result<u64> {
        let page = self.doomed(policy_no)?;
        let service = Actor::new(Actor::SERVICE);
        for site in &page {
            let scope = (site.no, site.guid, site.url.as_str());
            let doomed = |_: &mut dyn Writer| Ok(true);
            let next = || {
                destroy_items(self.ground, &service, "SharePoint", scope, Content::AtOnce, &doomed)
            };
            while next()? {
                if cancel.is_cancelled() {
                    return Err(EngineError::stopped(
                        "The purge was stopped. Its job goes on with it.",
                    ));
                }
            }
        }
        self.ground.pause(Moment::Emptied);
        self.ground.state().commit(|writer| {
            let Some((policy, purge)) = Self::at(writer, policy_no, PurgeStage::Erased)? else {
                return Ok(0);
            };
            if page.is_empty() {
                return self.end_sites(writer, job, (policy, purge)).map(|()| 0);
            }
            let (mut gone, mut purge) = (Vec::with_capacity(page.len()), purge);
            for site in &page {
                // Another process may have ended it meanwhile.
                if writer.scope_by_guid(site.guid)?.is_some() {
                    writer.destroy_site(site.no)?;
                    gone.push(site.guid);
                }
            }
            let looked = u64::try_from(gone.len()).unwrap_or(u64::MAX);
            purge.sites = purge.sites.saturating_add(looked);
            self.go_on(writer, job, (policy, purge), "Destroy sites", json!({ "sites": gone }))?;
            Ok::<_, EngineError>(looked)
        })
    }

    /// Nothing is under the policy any more: its geo has none.
    fn end_sites(
        &self,
        writer: &mut dyn Writer,
        job: &Job,
        (policy, mut purge): (Policy, Purge),
    ) -> Result<()> {
        let left = writer.count_wraps(policy.no, u32::MAX)?;
        if left > 0 {
            return Err(keys_left(&policy, left));
        }
        let geos = writer.geos()?.into_iter().filter(|geo| geo.policy_no == Some(policy.no));
        let mut details = json!({});
        for mut geo in geos {
            geo.policy_no = None;
            geo.recovery = None;
            writer.update_geo(&geo)?;
            details = json!({ "geo": geo.guid });
        }
        purge.stage = PurgeStage::Cleared;
        self.go_on(writer, job, (policy, purge), "End destroying sites", details)
    }
}
