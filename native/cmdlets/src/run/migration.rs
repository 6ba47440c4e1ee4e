//! Migrations, and moves that the service has ended.

use super::{PlanResult, RunResult};
use crate::generated::customer_key::MoveCustomerKeyMailUser;
use crate::generated::exchange_online::NewMoveRequest;
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_base::counted;
use ckey_engine::{Category, MAIL_USER};

impl Change for MoveCustomerKeyMailUser {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let found = tenant.mailboxes().check_migration(&self.identity)?;
        let effect = format!(
            "The mail user '{}' with {} would be a mailbox, protected by '{}'.",
            found.name,
            counted(found.items, "item", "items"),
            found.policy.as_ref().unwrap_or(&found.protected_by),
        );
        let identity = found.guid.to_string();
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let moved = tenant.mailboxes().migrate(&actor, &identity)?;
            context.send(&view::mailbox(&moved, &tenant.domain()))
        }))
    }
}

impl Run<Context, CmdletError> for NewMoveRequest {
    /// The service made the cmdlet refuse local moves (rule 1.7.2).
    fn run(self, context: &mut Context) -> RunResult {
        let found = context.tenant()?.mailboxes().get(&self.identity)?;
        let name = found.name.as_str();
        let (message, fix) = if found.recipient_type == MAIL_USER {
            (
                format!(
                    "The mailbox of the mail user '{name}' is elsewhere, and no server is connected to from here."
                ),
                format!(
                    "Import what is to arrive, then end the migration: Move-CustomerKeyMailUser '{name}'"
                ),
            )
        } else if self.remote {
            (
                format!("'{name}' has its mailbox in the cloud already."),
                "Get-MailUser lists the mail users, whose mailboxes are elsewhere.".to_owned(),
            )
        } else {
            (
                format!(
                    "New-MoveRequest is no longer available for local mailbox moves: '{name}' stays where it is."
                ),
                format!(
                    "Data is encrypted where it lies: Set-Mailbox '{name}' -DataEncryptionPolicy POLICY"
                ),
            )
        };
        Err(CmdletError::new("MoveRequestNotAvailable", Category::NotImplemented, message, &fix)
            .about(name))
    }
}
