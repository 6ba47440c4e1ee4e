//! A purge as it is shown.

use ckey_store::model::{Job, Policy, PolicyKind, Purge, PurgeStage};
use ckey_store::{Reader, StateExt};
use uuid::Uuid;

use super::Purges;
use crate::error::{EngineError, Result};
use crate::queue::JobKind;

/// The purge of the data under a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeView {
    /// The policy, by name.
    pub policy: String,
    /// Its GUID.
    pub guid: Uuid,
    /// How far it has come: `Requested`, `Approved`, `PolicyDeleted`, `MailboxesMarked`,
    /// `KeysDestroyed`, `MailboxesDestroyed`, `Compacted`, `Purged`; of a geo `SitesMarked` and
    /// `SitesDestroyed`.
    pub stage: &'static str,
    /// Why it does not go on, if anything keeps it.
    pub problem: Option<String>,
    /// When it was asked for, Unix seconds.
    pub requested: i64,
    /// Who asked.
    pub requested_by: String,
    /// Why.
    pub reason: String,
    /// Whom to ask about it.
    pub contact: String,
    /// The id of the document that was issued last.
    pub document: Option<String>,
    /// Who is to sign it, or has.
    pub approver: Option<String>,
    /// When the signature came back, Unix seconds.
    pub approved: Option<i64>,
    /// When it was over, Unix seconds.
    pub finished: Option<i64>,
    /// The keys whose vault was gone when it was asked for.
    pub keys_gone: Vec<String>,
    /// Why nothing was heard of a permission when the signed document was taken back.
    pub unanswered: Option<String>,
    /// Mailboxes in use that carry the policy.
    pub mailboxes: u64,
    /// Mailboxes that carry it and were removed, on hold or not: they are destroyed too.
    pub removed_mailboxes: u64,
    /// Mailboxes in use that do not.
    pub other_mailboxes: u64,
    /// Mailboxes that were destroyed.
    pub destroyed_mailboxes: u64,
    /// Items that were destroyed with them, or files of sites.
    pub destroyed_items: u64,
    /// Sites under the policy, where it is one of SharePoint, and those that were destroyed.
    pub sites: Option<(u64, u64)>,
}

const fn shown(kind: PolicyKind, stage: PurgeStage) -> &'static str {
    match (kind, stage) {
        (PolicyKind::SharePoint, PurgeStage::Marked) => "SitesMarked",
        (PolicyKind::SharePoint, PurgeStage::Cleared) => "SitesDestroyed",
        _ => stage.as_str(),
    }
}

fn problem(reader: &mut dyn Reader, policy: &Policy) -> Result<Option<String>> {
    Ok(job(reader, policy, false)?.and_then(|job| job.problem))
}

/// The job of a purge; a `finished` one too.
fn job(reader: &mut dyn Reader, policy: &Policy, finished: bool) -> Result<Option<Job>> {
    let meant = JobKind::Purge { policy: policy.no };
    let mut jobs = reader.jobs(finished)?.into_iter();
    Ok(jobs.rfind(|job| JobKind::of(job).is_ok_and(|kind| kind == meant)))
}

impl Purges<'_> {
    pub(super) fn view(&self, policy: Policy, purge: Purge) -> Result<PurgeView> {
        let is_of_sites = policy.kind == PolicyKind::SharePoint;
        let (mailboxes, removed_mailboxes, all, sites, problem) =
            self.ground.state().view(|reader| {
                let sites =
                    is_of_sites.then(|| reader.count_wraps(policy.no, u32::MAX)).transpose()?;
                let all = if is_of_sites { 0 } else { reader.count_mailboxes(None)? };
                Ok::<_, EngineError>((
                    reader.count_mailboxes(Some(policy.no))?,
                    super::count_removed(reader, Some(policy.no))?,
                    all,
                    sites,
                    problem(reader, &policy)?,
                ))
            })?;
        let document = purge.document;
        Ok(PurgeView {
            policy: policy.name,
            guid: policy.guid,
            stage: shown(policy.kind, purge.stage),
            problem: problem.filter(|_| purge.stage != PurgeStage::Purged),
            requested: purge.requested,
            requested_by: purge.by,
            reason: purge.reason,
            contact: purge.contact,
            approver: document.as_ref().map(|document| document.approver.clone()),
            document: document.map(|document| document.id),
            approved: purge.approved,
            finished: purge.finished,
            keys_gone: purge.keys_gone,
            unanswered: purge.unanswered,
            mailboxes,
            removed_mailboxes,
            other_mailboxes: all.saturating_sub(mailboxes),
            destroyed_mailboxes: purge.mailboxes,
            destroyed_items: purge.items,
            sites: sites.map(|under| (under, purge.sites)),
        })
    }

    /// All purges that were asked for, in the order of their policies.
    ///
    /// # Errors
    /// Those of the store.
    pub fn list(&self) -> Result<Vec<PurgeView>> {
        self.ground.sync()?;
        self.all()?.into_iter().map(|(policy, purge)| self.view(policy, purge)).collect()
    }

    /// The purge of the policy of this name or GUID.
    ///
    /// # Errors
    /// `PurgeNotRequested`.
    pub fn get(&self, identity: &str) -> Result<PurgeView> {
        self.ground.sync()?;
        let (policy, purge) = self.find(identity)?;
        self.view(policy, purge)
    }

    /// The job of the purge of the policy of this name or GUID, once it was approved: open, or one of
    /// the newest thousand that are finished.
    ///
    /// # Errors
    /// `PurgeNotRequested`.
    pub fn job_of(&self, identity: &str) -> Result<Option<Uuid>> {
        self.ground.sync()?;
        let (policy, _) = self.find(identity)?;
        let found = self.ground.state().view(|reader| job(reader, &policy, true))?;
        Ok(found.map(|job| job.guid))
    }
}
