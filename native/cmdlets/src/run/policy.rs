//! Policies for mailboxes and for multiple workloads, and their assignment.

use super::{PlanResult, RunResult};
use crate::generated::exchange_online::{
    GetDataEncryptionPolicy, GetM365DataAtRestEncryptionPolicy,
    GetM365DataAtRestEncryptionPolicyAssignment, NewDataEncryptionPolicy,
    NewM365DataAtRestEncryptionPolicy, SetDataEncryptionPolicy, SetM365DataAtRestEncryptionPolicy,
    SetM365DataAtRestEncryptionPolicyAssignment, TestM365DataAtRestEncryptionPolicy,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::surface::value::MultiValue;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::Category;
use ckey_engine::{
    Action, AssignmentView, NewPolicy, PolicyChange, PolicyKind, PolicyView, PurgeRequest,
    Supposition, Tenant,
};
use ckey_vault::Caller;

const MAILBOX: PolicyKind = PolicyKind::Mailbox;
const M365: PolicyKind = PolicyKind::MultiWorkload;

fn send(context: &mut Context, policy: &PolicyView) -> RunResult {
    match policy.kind {
        PolicyKind::Mailbox => context.send(&view::mailbox_policy(policy)),
        _ => context.send(&view::m365_policy(policy)),
    }
}

impl Change for NewDataEncryptionPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        // Rule 4.1.6: the sources differ.
        if self.name.contains(char::is_whitespace) {
            context.warning(
                "The service's setup articles allow no spaces in the names of mailbox policies; its reference uses them.",
            )?;
        }
        create(context, MAILBOX, self.name, self.description, self.enabled, self.azure_key_ids)
    }
}

impl Change for NewM365DataAtRestEncryptionPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        create(context, M365, self.name, self.description, self.enabled, self.azure_key_ids)
    }
}

/// A new policy is enabled unless that is said otherwise (rule 4.1.1).
fn create(
    context: &mut Context,
    kind: PolicyKind,
    name: String,
    description: Option<String>,
    enabled: Option<bool>,
    keys: MultiValue,
) -> PlanResult {
    let tenant = context.tenant()?;
    let key_uris = match keys {
        MultiValue::Whole(keys) => keys,
        MultiValue::Change(change) => change.add,
    };
    let new = NewPolicy {
        kind,
        name,
        description: description.unwrap_or_default(),
        enabled: enabled.unwrap_or(true),
        key_uris,
    };
    let effects = super::effects(context, &tenant, &Action::CreatePolicy(new.clone()))?;
    Ok(Plan::new(effects, move |context| {
        let actor = context.exchange_actor(&tenant)?;
        let made = tenant.policies().create(&actor, &new, context.cancel())?;
        send(context, &made)
    }))
}

impl Run<Context, CmdletError> for GetDataEncryptionPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        get(context, MAILBOX, self.identity)
    }
}

impl Run<Context, CmdletError> for GetM365DataAtRestEncryptionPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        get(context, M365, self.identity)
    }
}

/// `$null` as the identity returns all policies, as in the service (rule 4.1.7).
fn get(context: &mut Context, kind: PolicyKind, identity: Option<String>) -> RunResult {
    let tenant = context.tenant()?;
    match identity {
        Some(identity) => match Pattern::of_identities(&identity) {
            Some(pattern) => {
                let all = tenant.policies().list(kind)?;
                let mut like = all.iter().filter(|policy| pattern.matches(&policy.name));
                like.try_for_each(|policy| send(context, policy))
            }
            None => send(context, &tenant.policies().get(kind, &identity)?),
        },
        None => tenant.policies().list(kind)?.iter().try_for_each(|policy| send(context, policy)),
    }
}

impl Change for SetDataEncryptionPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let change =
            PolicyChange { name: self.name, description: self.description, enabled: self.enabled };
        let (reason, contact) =
            (self.permanent_data_purge_reason, self.permanent_data_purge_contact);
        if self.permanent_data_purge_requested || reason.is_some() || contact.is_some() {
            if !self.permanent_data_purge_requested || change != PolicyChange::default() {
                return Err(not_a_request());
            }
            let request = PurgeRequest {
                reason: reason.unwrap_or_default(),
                contact: contact.unwrap_or_default(),
                force: self.force,
            };
            return super::purge::request(context, self.identity, request);
        }
        let roll = roll(self.refresh, self.replace, self.azure_key_ids);
        set(context, MAILBOX, self.identity, change, roll)
    }
}

/// What only the service's own staff can say, or what is no request of a purge alone.
fn not_a_request() -> CmdletError {
    CmdletError::new(
        "PurgeRequestIncomplete",
        Category::InvalidArgument,
        "A purge is asked for by -PermanentDataPurgeRequested with a reason and a contact, and with nothing else.",
        "Give -PermanentDataPurgeRequested, -PermanentDataPurgeReason and -PermanentDataPurgeContact together.",
    )
}

impl Change for SetM365DataAtRestEncryptionPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let change =
            PolicyChange { name: self.name, description: self.description, enabled: self.enabled };
        let roll = roll(self.refresh, self.replace, self.azure_key_ids);
        set(context, M365, self.identity, change, roll)
    }
}

/// What becomes of the keys of a policy.
enum Keys {
    Refreshed,
    Replaced(Vec<String>),
}

/// What becomes of them, if anything.
fn roll(refresh: bool, replace: bool, others: Option<MultiValue>) -> Option<Keys> {
    let others = others.filter(|_| replace).map(|given| match given {
        MultiValue::Whole(keys) => keys,
        MultiValue::Change(change) => change.add,
    });
    others.map(Keys::Replaced).or_else(|| refresh.then_some(Keys::Refreshed))
}

/// Nothing is asked: the service has a pause for a purge alone, and scripts refresh in loops.
fn set(
    context: &mut Context,
    kind: PolicyKind,
    identity: String,
    change: PolicyChange,
    keys: Option<Keys>,
) -> PlanResult {
    let tenant = context.tenant()?;
    let changes = change != PolicyChange::default();
    // A call that changes nothing is judged all the same: its policy must be there.
    let mut actions = Vec::new();
    actions.extend(keys.as_ref().map(|keys| match keys {
        Keys::Refreshed => Action::Refresh { kind, identity: identity.clone() },
        Keys::Replaced(keys) => {
            Action::ReplaceKeys { kind, identity: identity.clone(), keys: keys.clone() }
        }
    }));
    if changes || keys.is_none() {
        actions.push(Action::UpdatePolicy {
            kind,
            identity: identity.clone(),
            change: change.clone(),
        });
    }
    // Of two actions the second must not fail when the first is done.
    let mut effects = Effects::default();
    if context.is_told() || actions.len() > 1 || !changes && keys.is_none() {
        for action in &actions {
            effects = effects.then(tenant.consequences(action)?.into());
        }
    }
    let apply = move |context: &mut Context| {
        let actor = context.exchange_actor(&tenant)?;
        let (policies, cancel) = (tenant.policies(), context.cancel());
        match &keys {
            Some(Keys::Refreshed) => policies.refresh(&actor, kind, &identity, cancel).map(drop)?,
            Some(Keys::Replaced(keys)) => {
                policies.replace_keys(&actor, kind, &identity, keys, cancel).map(drop)?;
            }
            None => {}
        }
        if changes {
            tenant.policies().update(&actor, kind, &identity, &change)?;
        }
        Ok(())
    };
    Ok(Plan::new(effects, apply))
}

impl Run<Context, CmdletError> for TestM365DataAtRestEncryptionPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let policy = match self.identity {
            Some(identity) => tenant.policies().get(M365, &identity)?,
            None => {
                tenant
                    .policies()
                    .assignment()?
                    .ok_or_else(|| {
                        CmdletError::new(
                            "NoPolicyAssigned",
                            Category::ObjectNotFound,
                            "No policy is assigned to the tenant.",
                            "Name the policy to test: -Identity, from Get-M365DataAtRestEncryptionPolicy.",
                        )
                    })?
                    .policy
            }
        };
        let checks = tenant.policies().test(M365, &policy.distinguished_name, context.cancel())?;
        checks.iter().try_for_each(|check| context.send(&view::policy_check(&policy.name, check)))
    }
}

impl Run<Context, CmdletError> for GetM365DataAtRestEncryptionPolicyAssignment {
    fn run(self, context: &mut Context) -> RunResult {
        let assigned = context.tenant()?.policies().assignment()?;
        assigned.map_or(Ok(()), |assigned| context.send(&view::assignment(&assigned)))
    }
}

/// What is asked before the protection of a whole tenant is taken off.
fn unassigning(tenant: &Tenant, assigned: &AssignmentView) -> Result<String, CmdletError> {
    let change = Supposition::Assign { policy: None };
    let stays = tenant.what_if().left_behind(&Caller::person("", ""), &[change])?;
    let asked = format!(
        "The policy '{}' would be taken off the whole tenant '{}': its workloads, and all mailboxes without a policy of their own, would go back to service-managed keys, which no customer key revokes.",
        assigned.policy.name,
        tenant.name()
    );
    Ok(std::iter::once(asked).chain(stays).collect::<Vec<_>>().join("\n"))
}

impl Change for SetM365DataAtRestEncryptionPolicyAssignment {
    /// Rule 4.1.2; `$null` unassigns (rule 4.2.5).
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let Some(policy) = self.data_encryption_policy.said() else { return Ok(Plan::nothing()) };
        let action = Action::Assign { policy: policy.clone() };
        let effects = super::effects(context, &tenant, &action)?;
        let question = match &policy {
            Some(_) => None,
            None => {
                let assigned = tenant.policies().assignment()?;
                assigned.map(|assigned| unassigning(&tenant, &assigned)).transpose()?
            }
        };
        let apply = move |context: &mut Context| {
            let actor = context.exchange_actor(&tenant)?;
            tenant.policies().assign(&actor, policy.as_deref(), context.cancel())?;
            Ok(())
        };
        Ok(Plan::new(effects, apply).asking_about(question))
    }
}
