//! Microsoft 365 groups: each has a mailbox, which a mailbox policy can protect (rule 4.10.13).

use super::listing::{Listing, list};
use super::mailbox::{mailbox_types, set};
use super::{PlanResult, RunResult};
use crate::generated::exchange_online::{
    GetDistributionGroupMember, GetUnifiedGroup, NewUnifiedGroup, SetUnifiedGroup,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::{Among, GROUP_MAILBOX, NewMailbox, Recipients};

impl Change for NewUnifiedGroup {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let shown = self.display_name.unwrap_or_default();
        let name = self.name.unwrap_or_else(|| shown.clone());
        let mut effects = Effects::one(format!("The group '{name}' would be made."));
        if let Some(policy) = &self.data_encryption_policy {
            effects.add(format!("Its mailbox would be under the policy '{policy}'."));
        }
        let new = NewMailbox {
            name,
            alias: self.alias.unwrap_or_default(),
            user_principal_name: String::new(),
            smtp_address: self.primary_smtp_address.unwrap_or_default(),
            display_name: shown,
            recipient_type: GROUP_MAILBOX.to_owned(),
            ..NewMailbox::default()
        };
        let policy = self.data_encryption_policy;
        if context.is_told() {
            tenant.mailboxes().check_new_under(std::slice::from_ref(&new), policy.as_deref())?;
        }
        Ok(Plan::new(effects, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let (new, policy) = ([new], policy.as_deref());
            let made = tenant.mailboxes().create_under(&actor, &new, policy, context.cancel())?;
            made.iter().try_for_each(|made| context.send(&view::unified_group(made, &domain)))
        }))
    }
}

impl Run<Context, CmdletError> for GetUnifiedGroup {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let domain = tenant.domain();
        let listing = Listing {
            recipients: Recipients::Groups,
            types: mailbox_types(Recipients::Groups, None),
            among: Among::InUse,
            identity: self.identity,
            begins_with: self.anr,
            filter: self.filter,
            result_size: self.result_size,
            sort_by: self.sort_by,
        };
        list(context, &tenant, listing, &mut |context, view| {
            context.send(&view::unified_group(view, &domain))
        })
    }
}

impl Run<Context, CmdletError> for GetDistributionGroupMember {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let listing = Listing {
            recipients: Recipients::Groups,
            types: mailbox_types(Recipients::Groups, None),
            identity: Some(self.identity),
            ..Listing::of_all()
        };
        list(context, &tenant, listing, &mut |context, view| {
            let name = &view.name;
            context.warning(&format!(
                "A tenant keeps no members of groups, and '{name}' has its mailbox alone. Name the mailboxes themselves, from a file or by Get-Mailbox."
            ))
        })
    }
}

impl Change for SetUnifiedGroup {
    fn plan(self, context: &mut Context) -> PlanResult {
        set(context, &self.identity, self.data_encryption_policy.said(), Recipients::Groups)
    }
}
