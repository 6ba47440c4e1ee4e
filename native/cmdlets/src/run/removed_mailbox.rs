//! Removing mailboxes and bringing them back; holds.

use super::PlanResult;
use super::mailbox::find;
use crate::generated::exchange_online::{DisableMailbox, RemoveMailbox, UndoSoftDeletedMailbox};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_base::counted;
use ckey_engine::{Among, MailboxView, NewNames, Recipients, Removal, Taking, Tenant};

/// A mailbox by a name, of those that were removed too.
pub(super) fn find_among(
    tenant: &Tenant,
    identity: &str,
    among: Among,
) -> Result<MailboxView, CmdletError> {
    if among == Among::WithInactive {
        let found = find(tenant, identity, Recipients::Mailboxes);
        if !matches!(&found, Err(error) if error.id == "MailboxNotFound") {
            return found;
        }
    }
    let removed = tenant.mailboxes().get_removed(identity)?;
    let is_inactive = removed.removed.is_some_and(|removed| removed.how == Removal::Inactive);
    if among == Among::Removed || is_inactive {
        return Ok(removed);
    }
    find(tenant, identity, Recipients::Mailboxes)
}

fn kept(how: Removal) -> &'static str {
    match how {
        Removal::Inactive => {
            "It is on hold: it would be inactive, and kept as long as the hold. Nobody would read it, and its key would stay under the generation that it has."
        }
        Removal::SoftDeleted | Removal::Disconnected | Removal::Destroying => {
            "It could be recovered for 30 days. Nobody would read it, and its key would stay under the generation that it has."
        }
    }
}

fn take(context: &mut Context, identity: &str, taking: Taking) -> Result<Plan, CmdletError> {
    let tenant = context.tenant()?;
    find(&tenant, identity, Recipients::Mailboxes)?;
    let (found, how) = tenant.mailboxes().check_taking(identity, taking)?;
    let done = match taking {
        Taking::Remove => "removed",
        Taking::Disable => "disconnected from its account",
    };
    let items = counted(found.items, "item", "items");
    let mut effects =
        Effects::one(format!("The mailbox '{}' with {items} would be {done}.", found.name));
    effects.add(kept(how));
    let identity = found.guid.to_string();
    Ok(Plan::new(effects, move |context| {
        let actor = context.exchange_actor(&tenant)?;
        tenant.mailboxes().take(&actor, &identity, taking)?;
        Ok(())
    }))
}

fn destroy(context: &mut Context, identity: &str) -> PlanResult {
    let tenant = context.tenant()?;
    let found = tenant.mailboxes().check_destruction(identity)?;
    let effect = format!(
        "The mailbox '{}' with {} would be destroyed, with its key: nothing brings it back.",
        found.name,
        counted(found.items, "item", "items")
    );
    let question = effect.clone();
    let identity = found.guid.to_string();
    let plan = Plan::one(effect, move |context| {
        let actor = context.exchange_actor(&tenant)?;
        Ok(tenant.mailboxes().destroy(&actor, &identity, context.cancel())?)
    });
    Ok(plan.asking_about(Some(question)))
}

impl Change for RemoveMailbox {
    fn plan(self, context: &mut Context) -> PlanResult {
        if self.permanently_delete {
            return destroy(context, &self.identity);
        }
        let question = format!(
            "Removing the mailbox \"{}\" will remove its account and mark the mailbox for removal.",
            self.identity
        );
        Ok(take(context, &self.identity, Taking::Remove)?.asking_about(Some(question)))
    }
}

impl Change for DisableMailbox {
    fn plan(self, context: &mut Context) -> PlanResult {
        take(context, &self.identity, Taking::Disable)
    }
}

impl Change for UndoSoftDeletedMailbox {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let names = NewNames {
            name: self.name,
            display_name: self.display_name,
            user_principal_name: self.windows_live_id,
        };
        check_handing_over(context, &tenant, &names)?;
        let found = tenant.mailboxes().check_recovery(&self.soft_deleted_object, &names)?;
        let mut effects = Effects::one(format!(
            "The mailbox '{}' with {} would be brought back.",
            found.name,
            counted(found.items, "item", "items")
        ));
        effects.add("A job would move its key to where it belongs now.");
        let identity = found.guid.to_string();
        Ok(Plan::new(effects, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            check_handing_over(context, &tenant, &names)?;
            let back = tenant.mailboxes().recover(&actor, &identity, &names)?;
            context.send(&view::mailbox(&back, &tenant.domain()))
        }))
    }
}

/// Whose mailbox it then is reads what is in it, which no administrator gives (rule 8.3.22).
fn check_handing_over(
    context: &Context,
    tenant: &Tenant,
    names: &NewNames,
) -> Result<(), CmdletError> {
    if names.user_principal_name.is_none() {
        return Ok(());
    }
    let what = "Giving the content of a removed mailbox to another account";
    Ok(tenant.directory().check_owner(&context.account(tenant)?, what)?)
}

/// Of an inactive mailbox nothing else can be changed.
pub(super) fn only_the_hold(identity: &str) -> CmdletError {
    CmdletError::argument(
        "InactiveMailboxHoldOnly",
        format!("Of the inactive mailbox '{identity}' only the hold can be changed."),
        "Give -LitigationHoldEnabled $false; or bring it back first with Undo-SoftDeletedMailbox.",
    )
    .about(identity)
}

/// Puts a mailbox on hold or ends that.
pub(super) fn hold(
    context: &mut Context,
    identity: &str,
    held: bool,
    inactive: bool,
) -> PlanResult {
    let tenant = context.tenant()?;
    let found = if inactive {
        find_among(&tenant, identity, Among::Inactive)?
    } else {
        find(&tenant, identity, Recipients::Mailboxes)?
    };
    tenant.check_writable()?;
    if found.held.is_some() == held {
        let state = if held { "on hold already" } else { "not on hold" };
        let text = format!("Nothing would change: the mailbox '{}' is {state}.", found.name);
        return Ok(Plan::new(Effects::none(text), |_| Ok(())));
    }
    let mut effects = Effects::one(if held {
        format!("The mailbox '{}' would be on hold: removed, it would be kept as long.", found.name)
    } else {
        format!("The hold on the mailbox '{}' would end.", found.name)
    });
    if found.removed.is_some() {
        effects.add("It would be inactive no longer: it could be recovered for 30 days.");
    }
    let identity = found.guid.to_string();
    Ok(Plan::new(effects, move |context| {
        let actor = context.exchange_actor(&tenant)?;
        Ok(tenant.mailboxes().set_hold(&actor, &identity, held)?)
    }))
}
