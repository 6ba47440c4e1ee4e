//! Renaming, describing, enabling and disabling a policy.

use ckey_store::StateExt;
use ckey_store::model::PolicyKind;
use serde_json::json;

use super::PolicyView;
use super::create::audited_as;
use crate::audit::Draft;
use crate::error::{Category, EngineError, Result};
use crate::tenant::{Actor, Tenant};

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

impl Tenant {
    /// What keeps a change from being made, if anything.
    pub(crate) fn check_policy_change(
        &self,
        kind: PolicyKind,
        identity: &str,
        change: &PolicyChange,
    ) -> Result<ckey_store::model::Policy> {
        let policy = self.find_policy(kind, identity)?;
        if let Some(name) = &change.name {
            self.check_policy_name(kind, name, Some(policy.no))?;
        }
        let assigned = self.state().view(|reader| Ok::<_, EngineError>(reader.assignment()?))?.policy_no == Some(policy.no);
        if change.enabled == Some(false) && assigned {
            return Err(EngineError::new(
                "PolicyAssigned",
                Category::InvalidOperation,
                format!("The policy '{}' is assigned to the tenant and cannot be disabled.", policy.name),
                "Unassign it first: assign another policy, or Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null.",
            )
            .about(policy.name));
        }
        Ok(policy)
    }

    /// Changes a policy.
    ///
    /// # Errors
    /// `PolicyNotFound`, `PolicyNameInvalid`, `PolicyNameTaken`; `PolicyAssigned` when an assigned multi-workload policy would be
    /// disabled (S1-S3).
    pub fn update_policy(&self, actor: &Actor, kind: PolicyKind, identity: &str, change: &PolicyChange) -> Result<PolicyView> {
        self.sync()?;
        let mut policy = self.check_policy_change(kind, identity, change)?;
        let before = policy.clone();
        if let Some(name) = &change.name {
            policy.name = name.trim().to_owned();
        }
        if let Some(description) = &change.description {
            policy.description.clone_from(description);
        }
        if let Some(enabled) = change.enabled {
            policy.enabled = enabled;
        }
        if policy != before {
            policy.changed = self.now();
            let details = json!({ "policy": policy.guid, "name": policy.name, "description": policy.description, "enabled": policy.enabled });
            let draft = Draft::new("Change policy", audited_as(kind), &actor.name, before.name, details);
            self.state().commit(|writer| {
                // Read again under the write lock: a refresh by another process must not be undone by this change.
                let current = writer
                    .policy(policy.no)?
                    .ok_or_else(|| EngineError::damaged(&policy.name, "The policy vanished while it was changed."))?;
                policy.generation = current.generation;
                policy.activated = current.activated;
                writer.update_policy(&policy)?;
                self.audit().append(writer, policy.changed, &draft)
            })?;
        }
        self.policy_view(policy)
    }
}
