//! The steps of a purge that was approved, one after the other, each of which may be cut off and is
//! then begun anew (rule 4.8.5): policy deleted, mailboxes marked, keys destroyed, mailboxes destroyed, database
//! compacted, evidence taken.

use std::path::Path;

use ckey_base::{CancelToken, durable};
use ckey_store::model::{
    Among, Job, JobState, MailboxQuery, MailboxStatus, Policy, PolicyKind, Purge, PurgeStage,
    Removal, Removed,
};
use ckey_store::{FORMAT_VERSION, Reader, SecretName, StateExt, Writer, copy_before};
use serde_json::{Value, json};
use uuid::Uuid;

use super::completion::no_strangers;
use super::sites::secrets_of;
use super::{Purges, current, fingerprints};
use crate::error::{EngineError, Result};
use crate::ground::{Ground, Layout, Moment};
use crate::mailboxes::{Content, Mailboxes};
use crate::record::Actor;

/// Mailboxes in one change.
const PAGE: u32 = 256;

/// Makes the next step of the job of a purge. Returns how many mailboxes it looked at.
pub(crate) fn step(
    ground: &Ground,
    job: &Job,
    policy_no: i64,
    cancel: &CancelToken,
) -> Result<u64> {
    let purges = Purges::of(ground);
    let (policy, purge) = ground.state().view(|reader| current(reader, policy_no))?;
    let looked = match purge.stage {
        // Jobs are rows without a code: none begins a purge that nobody has approved.
        PurgeStage::Requested => Err(EngineError::damaged(
            &policy.name,
            format!(
                "A job wants to purge the data under '{}', and nobody has approved it.",
                policy.name
            ),
        )),
        PurgeStage::Approved => purges.delete_policy(job, policy_no).map(|()| 0),
        PurgeStage::Deleted => purges.mark(job, policy_no),
        PurgeStage::Marked => purges.erase(job, &policy, &purge).map(|()| 0),
        PurgeStage::Erased if policy.kind == PolicyKind::SharePoint => {
            purges.clear_sites(job, policy_no, cancel)
        }
        PurgeStage::Erased => purges.clear(job, policy_no, cancel),
        PurgeStage::Cleared => purges.compact(job, policy_no).map(|()| 0),
        PurgeStage::Compacted => purges.prove(job, policy_no, cancel).map(|()| 0),
        PurgeStage::Purged => {
            ground.state().commit(|writer| end(writer, job, ground.now())).map(|()| 0)
        }
    };
    ground.pause(Moment::Purged);
    looked
}

/// How many steps were made at a stage.
const fn made(stage: PurgeStage) -> u64 {
    match stage {
        PurgeStage::Requested | PurgeStage::Approved => 0,
        PurgeStage::Deleted => 1,
        PurgeStage::Marked => 2,
        PurgeStage::Erased => 3,
        PurgeStage::Cleared => 4,
        PurgeStage::Compacted => 5,
        PurgeStage::Purged => super::completion::STEPS,
    }
}

/// Ends the job.
fn end(writer: &mut dyn Writer, job: &Job, now: i64) -> Result<()> {
    let Some(mut job) = writer.job(job.guid)? else { return Ok(()) };
    (job.state, job.problem, job.changed) = (JobState::Completed, None, now);
    (job.done, job.total) = (super::completion::STEPS, super::completion::STEPS);
    (job.owner, job.due) = (None, 0);
    Ok(writer.update_job(&job)?)
}

/// The next mailboxes of a policy that are in use, or were removed and are not marked yet.
fn unmarked(reader: &mut dyn Reader, policy_no: i64) -> Result<Vec<MailboxStatus>> {
    let query = MailboxQuery { policy_no: Some(policy_no), limit: PAGE, ..MailboxQuery::default() };
    let in_use = reader.mailboxes(&query)?;
    if !in_use.is_empty() {
        return Ok(in_use);
    }
    removed(reader, policy_no, |how| how != Removal::Destroying)
}

/// The next removed mailboxes of a policy that were removed so.
fn removed(
    reader: &mut dyn Reader,
    policy_no: i64,
    so: fn(Removal) -> bool,
) -> Result<Vec<MailboxStatus>> {
    let mut query = MailboxQuery {
        policy_no: Some(policy_no),
        among: Among::Removed,
        limit: PAGE,
        ..MailboxQuery::default()
    };
    loop {
        let mut page = reader.mailboxes(&query)?;
        let Some(last) = page.last() else { return Ok(page) };
        query.after = last.mailbox.no;
        page.retain(|status| status.mailbox.removed.is_some_and(|removed| so(removed.how)));
        if !page.is_empty() {
            return Ok(page);
        }
    }
}

impl Purges<'_> {
    /// Writes how far a purge has come, tells the audit log and the job.
    pub(super) fn go_on(
        &self,
        writer: &mut dyn Writer,
        job: &Job,
        (mut policy, purge): (Policy, Purge),
        activity: &str,
        details: Value,
    ) -> Result<()> {
        let now = self.ground.now();
        let mut told = json!({ "policy": policy.guid, "stage": purge.stage.as_str() });
        if let (Some(told), Some(more)) = (told.as_object_mut(), details.as_object()) {
            told.extend(more.clone());
        }
        if let Some(mut job) = writer.job(job.guid)? {
            (job.done, job.changed, job.problem) = (made(purge.stage), now, None);
            job.lease_until = ckey_base::clock::milliseconds().saturating_add(crate::queue::LEASE);
            writer.update_job(&job)?;
        }
        policy.changed = now;
        policy.purge = Some(Box::new(purge));
        writer.update_policy(&policy)?;
        self.record(writer, Actor::SERVICE, activity, &policy, told)
    }

    /// The policy as it is within a change, where its purge is still at this stage. Another process
    /// may have made the step meanwhile.
    pub(super) fn at(
        writer: &mut dyn Writer,
        policy_no: i64,
        stage: PurgeStage,
    ) -> Result<Option<(Policy, Purge)>> {
        Ok(Some(current(writer, policy_no)?).filter(|(_, purge)| purge.stage == stage))
    }

    /// From here on nothing below the policy opens.
    fn delete_policy(&self, job: &Job, policy_no: i64) -> Result<()> {
        self.ground.state().commit(|writer| {
            let Some((policy, mut purge)) = Self::at(writer, policy_no, PurgeStage::Approved)?
            else {
                return Ok(());
            };
            no_strangers(writer, &policy)?;
            purge.fingerprints = fingerprints::take(writer, &policy)?;
            purge.stage = PurgeStage::Deleted;
            writer.raise_epoch()?;
            self.go_on(writer, job, (policy, purge), "Delete policy", json!({}))
        })?;
        self.ground.sync()
    }

    /// Marks the next mailboxes for destruction, also those that were removed or are on hold.
    fn mark(&self, job: &Job, policy_no: i64) -> Result<u64> {
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let Some((policy, mut purge)) = Self::at(writer, policy_no, PurgeStage::Deleted)?
            else {
                return Ok(0);
            };
            let page = unmarked(writer, policy_no)?;
            if page.is_empty() {
                purge.stage = PurgeStage::Marked;
                let mut activity = "End marking mailboxes";
                if policy.kind == PolicyKind::SharePoint {
                    Self::doom_sites(writer, &policy, &mut purge)?;
                    activity = "End marking sites";
                }
                self.go_on(writer, job, (policy, purge), activity, json!({}))?;
                return Ok(0);
            }
            let mut guids = Vec::with_capacity(page.len());
            for status in page {
                let mut mailbox = status.mailbox;
                let at = mailbox.removed.map_or(now, |removed| removed.at);
                mailbox.removed = Some(Removed { how: Removal::Destroying, at });
                mailbox.changed = now;
                writer.update_mailbox(&mailbox)?;
                purge.items = purge.items.saturating_add(status.items);
                guids.push(mailbox.guid);
            }
            writer.raise_epoch()?;
            let looked = u64::try_from(guids.len()).unwrap_or(u64::MAX);
            let details = json!({ "mailboxes": guids });
            self.go_on(writer, job, (policy, purge), "Mark mailboxes", details)?;
            Ok::<_, EngineError>(looked)
        })
    }

    /// Destroys availability key and erasure key, then every wrap of the policy's own key.
    fn erase(&self, job: &Job, policy: &Policy, purge: &Purge) -> Result<()> {
        let secrets = secrets_of(policy, purge);
        for secret in &secrets {
            self.ground.secrets().destroy(secret)?;
        }
        self.ground.pause(Moment::Erased);
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let Some((policy, mut purge)) = Self::at(writer, policy.no, PurgeStage::Marked)? else {
                return Ok(());
            };
            let generations = writer.erase_policy(policy.no, now)?;
            purge.stage = PurgeStage::Erased;
            writer.raise_epoch()?;
            let secrets: Vec<_> = secrets.iter().map(SecretName::label).collect();
            let details = json!({ "generations": generations, "secrets": secrets });
            self.go_on(writer, job, (policy, purge), "Destroy keys of policy", details)
        })?;
        self.ground.sync()
    }

    /// Destroys the next marked mailboxes: their items, their keys, their rows.
    fn clear(&self, job: &Job, policy_no: i64, cancel: &CancelToken) -> Result<u64> {
        let page = self
            .ground
            .state()
            .view(|reader| removed(reader, policy_no, |how| how == Removal::Destroying))?;
        let service = Actor::new(Actor::SERVICE);
        for status in page.iter().filter(|status| status.items > 0) {
            while Mailboxes::of(self.ground).destroy_items(
                &service,
                &status.mailbox,
                Content::AtOnce,
            )? {
                if cancel.is_cancelled() {
                    return Err(EngineError::stopped(
                        "The purge was stopped. Its job goes on with it.",
                    ));
                }
            }
        }
        self.ground.pause(Moment::Emptied);
        self.ground.state().commit(|writer| {
            let Some((policy, mut purge)) = Self::at(writer, policy_no, PurgeStage::Erased)? else {
                return Ok(0);
            };
            if page.is_empty() {
                let left = writer.count_wraps(policy_no, u32::MAX)?;
                if left > 0 {
                    return Err(keys_left(&policy, left));
                }
                purge.stage = PurgeStage::Cleared;
                self.go_on(writer, job, (policy, purge), "End destroying mailboxes", json!({}))?;
                return Ok(0);
            }
            let mut gone = Vec::<Uuid>::with_capacity(page.len());
            for status in &page {
                // Another process may have ended it meanwhile.
                if writer.scope_by_guid(status.mailbox.guid)?.is_some() {
                    writer.destroy_mailbox(status.mailbox.no)?;
                    gone.push(status.mailbox.guid);
                }
            }
            let looked = u64::try_from(gone.len()).unwrap_or(u64::MAX);
            purge.mailboxes = purge.mailboxes.saturating_add(looked);
            let details = json!({ "mailboxes": gone });
            self.go_on(writer, job, (policy, purge), "Destroy mailboxes", details)?;
            Ok::<_, EngineError>(looked)
        })
    }

    /// Nothing that was overwritten stays: not in the log, not in free pages, not in the copy that
    /// was made before the database came to this format. Who still reads an older state keeps it
    /// waiting.
    fn compact(&self, job: &Job, policy_no: i64) -> Result<()> {
        let state = self.ground.layout().state();
        let copies: Vec<_> =
            (1..FORMAT_VERSION).map(|version| copy_before(&state, version)).collect();
        for copy in &copies {
            durable::destroy(copy)
                .map_err(|error| Layout::failed(copy, "destroy the file", &error))?;
        }
        // First alone: where somebody is in the way it costs little to find out.
        self.ground.state().truncate_log()?;
        self.ground.state().compact()?;
        self.ground.pause(Moment::Compacted);
        self.ground.state().commit(|writer| {
            let Some((policy, mut purge)) = Self::at(writer, policy_no, PurgeStage::Cleared)?
            else {
                return Ok(());
            };
            purge.stage = PurgeStage::Compacted;
            let mut forgotten = Vec::new();
            for backup in writer.backups()? {
                if copies.iter().any(|copy| copy == Path::new(&backup.output)) {
                    writer.remove_backup(backup.guid)?;
                    forgotten.push(backup.guid);
                }
            }
            let details = json!({ "forgotten": forgotten });
            self.go_on(writer, job, (policy, purge), "Compact after purge", details)
        })
    }

    /// Looks for whatever could be left, and keeps what was found.
    fn prove(&self, job: &Job, policy_no: i64, cancel: &CancelToken) -> Result<()> {
        let (policy, purge) = self.ground.state().view(|reader| current(reader, policy_no))?;
        let report = self.look(&policy, &purge, cancel)?.to_string();
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            let Some((policy, mut purge)) = Self::at(writer, policy_no, PurgeStage::Compacted)?
            else {
                return Ok(());
            };
            purge.stage = PurgeStage::Purged;
            (purge.finished, purge.fingerprints) = (Some(now), Vec::new());
            purge.report = Some(report.clone());
            let digest = hex::encode(ckey_crypto::digest::sha256(report.as_bytes()));
            let details = json!({ "report": digest });
            self.go_on(writer, job, (policy, purge), "End data purge", details)?;
            end(writer, job, now)
        })
    }
}

pub(super) fn keys_left(policy: &Policy, left: u64) -> EngineError {
    EngineError::damaged(
        &policy.name,
        format!(
            "{} under the policy '{}' after all below it was destroyed.",
            ckey_base::counted(left, "key lies", "keys lie"),
            policy.name
        ),
    )
}
