//! What an action would do, in sentences with numbers: `-WhatIf`. Checked like the action itself,
//! changing nothing (rule 8.4.1).

use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};

use super::Tenant;
use crate::error::{EngineError, Result};
use crate::hierarchy::check_roots;
use crate::policies::{NewPolicy, PolicyChange};

/// An action whose consequences can be effects before.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the fields are the parameters of the action")]
pub enum Action {
    /// [`crate::policies::Policies::create`].
    CreatePolicy(NewPolicy),
    /// [`crate::policies::Policies::update`].
    UpdatePolicy { kind: PolicyKind, identity: String, change: PolicyChange },
    /// [`crate::policies::Policies::refresh`].
    Refresh { kind: PolicyKind, identity: String },
    /// [`crate::mailboxes::Mailboxes::set_policy`].
    SetMailboxPolicy { identity: String, policy: Option<String> },
}

fn keys(count: u64) -> String {
    if count == 1 {
        "the key of 1 mailbox or workload".to_owned()
    } else {
        format!("the keys of {count} mailboxes and workloads")
    }
}

impl Tenant {
    /// The consequences of an action.
    ///
    /// # Errors
    /// Those that the action itself would have. What a vault would say is known without asking it;
    /// how long it would take is not.
    pub fn consequences(&self, action: &Action) -> Result<Vec<String>> {
        self.ground.sync()?;
        match action {
            Action::CreatePolicy(new) => {
                let keys = self.policies().check_new(new)?;
                check_roots(&self.ground, new.kind, &keys)?;
                let [first, second] = keys;
                Ok(vec![format!(
                    "The policy '{}' would be made: a policy key wrapped by '{}', '{}' and a new availability key (2 wraps in the vaults). Nothing is encrypted with it until it is assigned.",
                    new.name, first, second
                )])
            }
            Action::UpdatePolicy { kind, identity, change } => {
                let policy = self.policies().check_change(*kind, identity, change)?;
                Ok(self.change_consequences(&policy, change))
            }
            Action::Refresh { kind, identity } => {
                let policy = self.policies().check_refresh(*kind, identity)?;
                let count = self.ground.state().view(|reader| {
                    Ok::<_, EngineError>(reader.count_wraps(policy.no, u32::MAX)?)
                })?;
                Ok(vec![format!(
                    "The policy '{}' would get a new policy key under the current versions of both customer keys (2 wraps in the vaults), and {} would be rewrapped. No content is touched; the availability key stays.",
                    policy.name,
                    keys(count)
                )])
            }
            Action::SetMailboxPolicy { identity, policy } => {
                let (mailbox, target) =
                    self.mailboxes().check_policy(identity, policy.as_deref())?;
                let name = mailbox.mailbox.display_name;
                Ok(vec![match target {
                    Some(policy) => format!(
                        "The mailbox '{name}' would carry the policy '{}', and its key would be rewrapped: {} items stay as they are.",
                        policy.name, mailbox.items
                    ),
                    None => format!(
                        "The mailbox '{name}' would carry no policy of its own, and its key would be rewrapped under what applies without one."
                    ),
                }])
            }
        }
    }

    fn change_consequences(&self, policy: &Policy, change: &PolicyChange) -> Vec<String> {
        let mut effects = Vec::new();
        if let Some(name) = &change.name {
            effects.push(format!(
                "The policy '{}' would be called '{}'.",
                policy.name,
                name.trim()
            ));
        }
        if change.description.is_some() {
            effects.push(format!("The description of policy '{}' would change.", policy.name));
        }
        match change.enabled {
            Some(true) => effects.push(format!("The policy '{}' could be assigned.", policy.name)),
            Some(false) => effects.push(format!(
                "The policy '{}' could no longer be assigned; what is encrypted under it stays readable.",
                policy.name
            )),
            None => {}
        }
        if effects.is_empty() {
            effects.push(format!("Nothing would change in policy '{}'.", policy.name));
        }
        effects
    }
}
