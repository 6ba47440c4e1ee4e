//! Assigning one multi-workload policy to the tenant, or none.

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::{Policy, PolicyKind, Scope, ScopeKind, ScopeWrap};
use ckey_store::{Reader, StateExt, Writer};
use ckey_vault::paste::word;
use serde_json::json;

use super::Policies;
use super::offboard::Offboarding;
use crate::error::{Category, EngineError, Result};
use crate::ground::Access;
use crate::hierarchy::Hierarchy;
use crate::policies::AssignmentView;
use crate::protection::{ExistingData, HAS_COME_BACK, HAS_LEFT, OFFBOARDED, is_offboarded};
use crate::queue::{JobKind, ensure_job, ensure_scope_job};
use crate::record::{Actor, AuditEvent};

/// The error of who would put something under a policy whose purge was asked for, or change it
/// (rule 4.8.3).
pub(crate) fn purge_requested(policy: &Policy) -> EngineError {
    EngineError::new(
        "PolicyPurgeRequested",
        Category::InvalidOperation,
        format!(
            "The purge of all data under the policy '{}' was asked for: nothing is put under it any more, and it is not changed.",
            policy.name
        ),
        format!(
            "Get-CustomerKeyPurge shows how far the purge has come; where it was only asked for, its document is next: New-CustomerKeyPurgeDocument {} -OutputFile FILE. For anything else use another policy.",
            word(&policy.name)
        ),
    )
    .about(policy.name.as_str())
}

/// Nothing leaves a policy that a purge has deleted.
pub(crate) fn must_stay(reader: &mut dyn Reader, policy_no: Option<i64>) -> Result<()> {
    match policy_no.map(|no| reader.policy(no)).transpose()?.flatten() {
        Some(policy) if policy.is_deleted() => Err(purge_requested(&policy)),
        _ => Ok(()),
    }
}

fn assignable(policy: Policy) -> Result<Policy> {
    if policy.purge.is_some() {
        return Err(purge_requested(&policy));
    }
    if policy.enabled {
        return Ok(policy);
    }
    let setter = if policy.kind == PolicyKind::MultiWorkload {
        "Set-M365DataAtRestEncryptionPolicy"
    } else {
        "Set-DataEncryptionPolicy"
    };
    Err(EngineError::new(
        "PolicyDisabled",
        Category::InvalidOperation,
        format!("The policy '{}' is disabled and cannot be assigned.", policy.name),
        format!("Enable it first: {setter} -Identity '{}' -Enabled $true.", policy.name),
    )
    .about(policy.name))
}

/// The policy as it is within the change that assigns it, which may still be assigned.
pub(crate) fn still_assignable(reader: &mut dyn Reader, no: i64) -> Result<Policy> {
    let gone = || EngineError::damaged("policy", format!("There is no policy {no}."));
    assignable(reader.policy(no)?.ok_or_else(gone)?)
}

/// Notes that the tenant leaves its policies, or comes back to one. What was looked at before this
/// change must still be so.
fn note_offboarding(
    writer: &mut dyn Writer,
    target: Option<&Policy>,
    leaving: Option<&Offboarding>,
) -> Result<()> {
    if let Some(leaving) = leaving {
        if writer.assignment()?.policy_no != leaving.assigned_no {
            return Err(EngineError::changed_meanwhile("tenant"));
        }
        return Ok(writer.set_setting(OFFBOARDED, Some(HAS_LEFT))?);
    }
    if target.is_some() && is_offboarded(writer)? {
        writer.set_setting(OFFBOARDED, Some(HAS_COME_BACK))?;
    }
    Ok(())
}

impl Policies<'_> {
    /// A policy that may be assigned: enabled (rule 4.1.13), and of the kind that goes there (rule
    /// 1.16).
    pub(crate) fn check_assignable(&self, kind: PolicyKind, identity: &str) -> Result<Policy> {
        assignable(self.find(kind, identity)?)
    }

    /// The policy that is to be assigned to the tenant, and whether it is already. Does not open its
    /// key.
    pub(crate) fn check_assignment(&self, policy: Option<&str>) -> Result<(Option<Policy>, bool)> {
        let target = policy
            .map(|identity| self.check_assignable(PolicyKind::MultiWorkload, identity))
            .transpose()?;
        let current =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.assignment()?))?;
        let stays = current.policy_no == target.as_ref().map(|policy| policy.no);
        if !stays {
            self.ground.must_be_writable()?;
        }
        Ok((target, stays))
    }

    /// Assigns a multi-workload policy to the whole tenant; a second assignment replaces the first
    /// (rules 1.12 and 4.1.3). Mailboxes without a mailbox policy and data types of which existing
    /// data is covered are rewrapped by a job; the others get a new key for new data (rule 1.8).
    /// Encryption starts by itself (rule 1.10). `None` unassigns: all of that goes back to
    /// service-managed encryption (rule 4.2.5). A policy key that does not open for a user is not
    /// assigned (rule 4.1.14).
    ///
    /// # Errors
    /// `PolicyNotFound`, `PolicyDisabled`; `CustomerKeyAccessDenied` or `CustomerKeyUnavailable`
    /// when the policy key cannot be opened.
    pub fn assign(
        &self,
        actor: &Actor,
        policy: Option<&str>,
        cancel: &CancelToken,
    ) -> Result<Option<AssignmentView>> {
        self.ground.sync()?;
        let (target, stays) = self.check_assignment(policy)?;
        if !stays {
            self.change_assignment(actor, target.as_ref(), None, cancel)?;
            self.ground.sync()?;
            self.ground.background().wake();
        }
        self.assignment()
    }

    /// `leaving` where the tenant leaves multi-workload policies altogether.
    pub(super) fn change_assignment(
        &self,
        actor: &Actor,
        target: Option<&Policy>,
        leaving: Option<&Offboarding>,
        cancel: &CancelToken,
    ) -> Result<()> {
        let now = self.ground.now();
        // Where nothing is assigned, the newest keys are under service-managed encryption already.
        let fresh = match leaving {
            Some(Offboarding { assigned: None, .. }) => Vec::new(),
            _ => self.fresh_keys()?,
        };
        let choose = |reader: &mut dyn Reader| match target {
            Some(policy) => still_assignable(reader, policy.no),
            None => crate::protection::service_policy(reader),
        };
        Hierarchy::of(self.ground).commit_under(Access::User, cancel, choose, |writer, under| {
            note_offboarding(writer, target, leaving)?;
            writer.set_assignment(target.map(|policy| policy.no), now)?;
            // Nobody may go on reading by keys that a cache opened under what is no longer assigned.
            if target.is_none() {
                writer.raise_epoch()?;
            }
            self.activate(writer, under.policy.no, now)?;
            // Only their new data is covered: it gets a key of its own, and what is there keeps its.
            for (scope, key) in &fresh {
                let version = writer
                    .scope_wraps(scope.no)?
                    .first()
                    .map_or(1, |wrap: &ScopeWrap| wrap.version.saturating_add(1));
                under.insert(writer, scope.no, scope.guid, scope.kind, version, key)?;
            }
            let existing = self.scopes_to_move(writer, leaving.is_some())?;
            if !existing.is_empty() {
                writer.add_pending_scopes(&existing)?;
                ensure_scope_job(writer, existing.len(), now)?;
            }
            let total = writer.count_mailboxes(None)?;
            if total > 0 {
                ensure_job(writer, &JobKind::Assignment, total, now)?;
            }
            let (activity, object) = match (target, leaving) {
                (Some(policy), _) => ("Assign policy", policy.name.as_str()),
                (None, None) => ("Unassign policy", "tenant"),
                (None, Some(_)) => ("Offboard workloads", "tenant"),
            };
            let mut details =
                json!({ "policy": target.map(|policy| policy.guid), "mailboxes": total });
            if let (Some(leaving), Some(details)) = (leaving, details.as_object_mut()) {
                details.insert("policies".to_owned(), json!(leaving.policies));
            }
            self.ground.chain().append(
                writer,
                now,
                &AuditEvent::new(activity, "DataAtRestEncryption", &actor.name, object, details),
            )
        })
    }

    /// Notes that a policy has been assigned to something for the first time (rule 4.2.2).
    pub(crate) fn activate(&self, writer: &mut dyn Writer, policy_no: i64, now: i64) -> Result<()> {
        if let Some(mut policy) = writer.policy(policy_no)?
            && policy.activated.is_none()
        {
            policy.activated = Some(now);
            writer.update_policy(&policy)?;
        }
        Ok(())
    }

    /// A new key for each workload of which only new data is covered.
    fn fresh_keys(&self) -> Result<Vec<(Scope, SecretKey)>> {
        let scopes = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.scopes(ScopeKind::Workload, 0, 1000)?))?;
        scopes
            .into_iter()
            .filter(|scope| ExistingData::of(scope) == ExistingData::NewOnly)
            .map(|scope| Ok((scope, SecretKey::generate()?)))
            .collect()
    }

    /// Workloads of which existing data is covered, and application scopes; all workloads where the
    /// tenant leaves.
    fn scopes_to_move(&self, writer: &mut dyn Writer, leaves: bool) -> Result<Vec<i64>> {
        let mut found = Vec::new();
        for kind in [ScopeKind::Workload, ScopeKind::Application] {
            let mut after = 0;
            loop {
                let page = writer.scopes(kind, after, 1000)?;
                let Some(last) = page.last() else { break };
                after = last.no;
                found.extend(
                    page.iter()
                        .filter(|scope| {
                            leaves || ExistingData::of(scope) == ExistingData::ExistingAndNew
                        })
                        .map(|scope| scope.no),
                );
            }
        }
        Ok(found)
    }
}
