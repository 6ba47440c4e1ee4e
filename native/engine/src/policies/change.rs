//! Renaming, describing, enabling and disabling a policy (rule 4.1.12).

use ckey_store::model::{Policy, PolicyKind};
use ckey_store::{Reader, StateExt};
use ckey_vault::paste::word;
use serde_json::json;

use super::create::audited_as;
use super::{Policies, PolicyView};
use crate::error::{Category, EngineError, Result};
use crate::protection::carrying_application;
use crate::record::{Actor, AuditEvent};

/// Changes to a policy; `None` leaves a property as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyChange {
    /// A new name.
    pub name: Option<String>,
    /// A new description.
    pub description: Option<String>,
    /// Whether it may be assigned.
    pub enabled: Option<bool>,
}

impl PolicyChange {
    fn applied_to(&self, policy: &Policy) -> Policy {
        Policy {
            name: self
                .name
                .as_ref()
                .map_or_else(|| policy.name.clone(), |name| name.trim().to_owned()),
            description: self.description.as_ref().unwrap_or(&policy.description).clone(),
            enabled: self.enabled.unwrap_or(policy.enabled),
            ..policy.clone()
        }
    }

    /// An assigned policy is not disabled (rules 4.2.4 and 7.13).
    fn refuse_if_assigned(&self, reader: &mut dyn Reader, policy: &Policy) -> Result<()> {
        if self.enabled != Some(false) {
            return Ok(());
        }
        let refused = |to: &str, fix: String| {
            let told =
                format!("The policy '{}' is assigned to {to} and cannot be disabled.", policy.name);
            Err(EngineError::new("PolicyAssigned", Category::InvalidOperation, told, fix)
                .about(policy.name.as_str()))
        };
        if reader.assignment()?.policy_no == Some(policy.no) {
            return refused(
                "the tenant",
                "Unassign it first: assign another policy, or Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null.".to_owned(),
            );
        }
        match carrying_application(reader, policy)? {
            None => Ok(()),
            Some(scope) => refused(
                &format!("the application '{}'", scope.name),
                format!(
                    "Take it off first: Set-CustomerKeyApplication {} -DataEncryptionPolicy $null",
                    word(&scope.name)
                ),
            ),
        }
    }
}

impl Policies<'_> {
    /// What keeps a change from being made, if anything.
    pub(crate) fn check_change(
        &self,
        kind: PolicyKind,
        identity: &str,
        change: &PolicyChange,
    ) -> Result<Policy> {
        self.ground.must_be_writable()?;
        let policy = self.find(kind, identity)?;
        if policy.purge.is_some() && *change != PolicyChange::default() {
            return Err(super::purge_requested(&policy));
        }
        if let Some(name) = &change.name {
            self.check_name(kind, name, Some(policy.no))?;
        }
        self.ground.state().view(|reader| change.refuse_if_assigned(reader, &policy))?;
        Ok(policy)
    }

    /// Changes a policy.
    ///
    /// # Errors
    /// `PolicyNotFound`, `PolicyNameInvalid`, `PolicyNameTaken`; `PolicyAssigned` when an assigned
    /// multi-workload policy would be disabled (rule 4.2.4).
    pub fn update(
        &self,
        actor: &Actor,
        kind: PolicyKind,
        identity: &str,
        change: &PolicyChange,
    ) -> Result<PolicyView> {
        self.ground.sync()?;
        let checked = self.check_change(kind, identity, change)?;
        let now = self.ground.now();
        let policy = self.ground.state().commit(|writer| {
            // Read again under the write lock: what somebody else changed meanwhile stays, and
            // counts.
            let gone = || EngineError::damaged(&checked.name, "The policy vanished while it was changed.");
            let before = writer.policy(checked.no)?.ok_or_else(gone)?;
            change.refuse_if_assigned(writer, &before)?;
            if before.purge.is_some() && *change != PolicyChange::default() {
                return Err(super::purge_requested(&before));
            }
            let mut policy = change.applied_to(&before);
            if policy == before {
                return Ok::<_, EngineError>(policy);
            }
            policy.changed = now;
            writer.update_policy(&policy)?;
            let details = json!({ "policy": policy.guid, "name": policy.name, "description": policy.description, "enabled": policy.enabled });
            self.ground.chain().append(writer, now, &AuditEvent::new("Change policy", audited_as(kind), &actor.name, before.name, details))?;
            Ok(policy)
        })?;
        if change.enabled == Some(false) {
            self.ground.keeper().settle();
        }
        self.view(policy)
    }
}
