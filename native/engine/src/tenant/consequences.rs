//! What an action would do, in sentences with numbers: `-WhatIf`. Checked like the action itself,
//! changing nothing (rule 8.4.1).

use ckey_base::counted;
use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};
use ckey_vault::Caller;

use super::Tenant;
use crate::directory::MAIL_USER;
use crate::error::{EngineError, Result};
use crate::hierarchy::check_roots;
use crate::policies::{NewPolicy, PolicyChange, Roll};
use crate::what_if::Supposition;

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
    /// [`crate::policies::Policies::replace_keys`].
    ReplaceKeys { kind: PolicyKind, identity: String, keys: Vec<String> },
    /// [`crate::mailboxes::Mailboxes::set_policy`].
    SetMailboxPolicy { identity: String, policy: Option<String> },
    /// [`crate::policies::Policies::assign`].
    Assign { policy: Option<String> },
}

/// What comes of an action, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consequence {
    /// Something changes.
    Changes(String),
    /// Something is as it is wanted already.
    Stays(String),
}

impl Consequence {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Changes(text) | Self::Stays(text) => text,
        }
    }
}

fn keys(count: u64) -> String {
    if count == 1 {
        "the key of 1 mailbox or workload".to_owned()
    } else {
        format!("the keys of {count} mailboxes and workloads")
    }
}

/// No vault is asked anything here that it would ask who asks.
fn nobody() -> Caller {
    Caller::person("", "")
}

impl Tenant {
    fn new_keys(
        &self,
        kind: PolicyKind,
        identity: &str,
        others: Option<&[String]>,
    ) -> Result<Vec<Consequence>> {
        let (policy, rolls) = self.policies().check_refresh(kind, identity, others)?;
        let identity = identity.to_owned();
        let change = others.map_or_else(
            || Supposition::Refresh { kind, identity: identity.clone() },
            |keys| Supposition::Replace { kind, identity: identity.clone(), keys: keys.to_vec() },
        );
        let impacts = self.what_if().ask(&nobody(), std::slice::from_ref(&change))?;
        let new = impacts.iter().find(|one| one.generation_guid.is_none());
        let count = new.map_or(0, |one| one.below.keys());
        let stays = self.what_if().left_behind(&nobody(), &[change])?;
        let under = match others {
            Some(_) => "two other customer keys",
            None => "the current versions of both customer keys",
        };
        let first = format!(
            "The policy '{}' would get a new policy key under {under} (2 wraps in the vaults), and {} would be rewrapped. No content is touched; the availability key stays.",
            policy.name,
            keys(count)
        );
        let rolls = rolls.iter().map(Roll::told);
        Ok(std::iter::once(first).chain(rolls).chain(stays).map(Consequence::Changes).collect())
    }

    /// The consequences of an action.
    ///
    /// # Errors
    /// Those that the action itself would have. What a vault would say is known without asking it;
    /// how long it would take is not.
    pub fn consequences(&self, action: &Action) -> Result<Vec<Consequence>> {
        self.ground.sync()?;
        let changes = |text: String| Ok(vec![Consequence::Changes(text)]);
        match action {
            Action::CreatePolicy(new) => {
                let keys = self.policies().check_new(new)?;
                check_roots(&self.ground, new.kind, &keys)?;
                let [first, second] = keys;
                changes(format!(
                    "The policy '{}' would be made: a policy key wrapped by '{}', '{}' and a new availability key (2 wraps in the vaults). Nothing is encrypted with it until it is assigned.",
                    new.name, first, second
                ))
            }
            Action::UpdatePolicy { kind, identity, change } => {
                let policy = self.policies().check_change(*kind, identity, change)?;
                Ok(self.change_consequences(&policy, change))
            }
            Action::Refresh { kind, identity } => self.new_keys(*kind, identity, None),
            Action::ReplaceKeys { kind, identity, keys } => {
                self.new_keys(*kind, identity, Some(keys))
            }
            Action::SetMailboxPolicy { identity, policy } => {
                let (mailbox, target) =
                    self.mailboxes().check_policy(identity, policy.as_deref())?;
                let is_mail_user = mailbox.mailbox.recipient_type == MAIL_USER;
                let kind = if is_mail_user { "mail user" } else { "mailbox" };
                let name = mailbox.mailbox.name;
                let stays = mailbox.mailbox.policy_no == target.as_ref().map(|policy| policy.no);
                Ok(vec![match target {
                    Some(policy) if stays => Consequence::Stays(format!(
                        "Nothing would change: the {kind} '{name}' carries the policy '{}' already.",
                        policy.name
                    )),
                    None if stays => Consequence::Stays(format!(
                        "Nothing would change: the {kind} '{name}' carries no policy of its own."
                    )),
                    Some(policy) => Consequence::Changes(format!(
                        "The {kind} '{name}' would carry the policy '{}', and its key would be rewrapped: {} as before.",
                        policy.name,
                        counted(mailbox.items, "item stays", "items stay")
                    )),
                    None => Consequence::Changes(format!(
                        "The {kind} '{name}' would carry no policy of its own, and its key would be rewrapped under what applies without one."
                    )),
                }])
            }
            Action::Assign { policy } => {
                let (target, stays) = self.policies().check_assignment(policy.as_deref())?;
                let count = self
                    .ground
                    .state()
                    .view(|reader| Ok::<_, EngineError>(reader.count_mailboxes(None)?))?;
                let mailboxes = counted(
                    count,
                    "mailbox without a policy of its own",
                    "mailboxes without a policy of their own",
                );
                let change = Supposition::Assign { policy: policy.clone() };
                let left = self.what_if().left_behind(&nobody(), &[change])?;
                let told = match target {
                    Some(policy) if stays => Consequence::Stays(format!(
                        "Nothing would change: the policy '{}' is assigned to the tenant already.",
                        policy.name
                    )),
                    None if stays => Consequence::Stays(
                        "Nothing would change: no policy is assigned to the tenant.".to_owned(),
                    ),
                    Some(policy) => Consequence::Changes(format!(
                        "The policy '{}' would be assigned to the whole tenant: the keys of {mailboxes} and of the workloads would be rewrapped or replaced.",
                        policy.name
                    )),
                    None => Consequence::Changes(format!(
                        "No policy would be assigned to the tenant any more: the keys of {mailboxes} and of the workloads would be rewrapped or replaced under service-managed encryption."
                    )),
                };
                let left = left.into_iter().map(Consequence::Changes);
                Ok(std::iter::once(told).chain(left).collect())
            }
        }
    }

    fn change_consequences(&self, policy: &Policy, change: &PolicyChange) -> Vec<Consequence> {
        let mut effects = Vec::new();
        let mut changes = |text: String| effects.push(Consequence::Changes(text));
        if let Some(name) = change.name.as_deref().map(str::trim)
            && name != policy.name
        {
            changes(format!("The policy '{}' would be called '{name}'.", policy.name));
        }
        if change.description.as_ref().is_some_and(|text| *text != policy.description) {
            changes(format!("The description of policy '{}' would change.", policy.name));
        }
        match change.enabled.filter(|enabled| *enabled != policy.enabled) {
            Some(true) => changes(format!("The policy '{}' could be assigned.", policy.name)),
            Some(false) => changes(format!(
                "The policy '{}' could no longer be assigned; what is encrypted under it stays readable.",
                policy.name
            )),
            None => {}
        }
        if effects.is_empty() {
            let text = format!("Nothing would change in policy '{}'.", policy.name);
            effects.push(Consequence::Stays(text));
        }
        effects
    }
}
