//! What names an account: a permission or role in a vault, or its mailbox.

use ckey_store::model::{Mailbox, MailboxStatus};
use ckey_store::{Reader, StateExt, name_key};
use ckey_vault::Caller;
use uuid::Uuid;

use super::resolve::alias_in;
use super::{Account, Directory};
use crate::error::{EngineError, Result};

impl Directory<'_> {
    /// Whether a vault or a mailbox names the account now.
    pub(super) fn is_named(&self, caller: &Caller) -> Result<bool> {
        Ok(self.mailbox_of(&caller.name)?.is_some()
            || self.ground.vaults().any_names_caller(caller)?)
    }

    pub(super) fn own_mailbox(&self, account: &Account) -> Result<Option<Uuid>> {
        Ok(self.mailbox_of(&account.caller.name)?.map(|found| found.mailbox.guid))
    }

    pub(super) fn owns_mailbox(&self, account: &Account, identity: &str) -> Result<bool> {
        let Some(own) = self.own_mailbox(account)? else { return Ok(false) };
        match self.find_mailbox(identity) {
            Ok(found) => Ok(found.mailbox.guid == own),
            Err(error) if error.id == "MailboxNotFound" => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A mailbox or mail user by any of its names.
    pub(crate) fn find_mailbox(&self, identity: &str) -> Result<MailboxStatus> {
        let identity = identity.trim();
        let name = crate::directory::common_name(identity);
        let found = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.mailbox_by_identity(name.as_deref().unwrap_or(identity))?)
        })?;
        found.ok_or_else(|| {
            EngineError::object_not_found(
                "MailboxNotFound",
                identity,
                &self.ground.domain(),
                "Get-Mailbox and Get-MailUser list the recipients there are.",
            )
        })
    }

    fn mailbox_of(&self, account: &str) -> Result<Option<MailboxStatus>> {
        self.ground.state().view(|reader| mailbox_of(reader, self.ground.name(), account))
    }
}

/// The mailbox of an account in the tenant of this name.
pub(super) fn mailbox_of(
    reader: &mut dyn Reader,
    tenant: &str,
    account: &str,
) -> Result<Option<MailboxStatus>> {
    for identity in [Some(account), alias_in(tenant, account)].into_iter().flatten() {
        let found = reader
            .mailbox_by_identity(identity)?
            .filter(|found| is_user_of(tenant, &found.mailbox, account));
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Whether the mailbox is this account's: by its user principal name or address, or by its alias in
/// any domain that is called as the tenant is (`alice@contoso.com` in the tenant `contoso`).
pub(super) fn is_user_of(tenant: &str, mailbox: &Mailbox, account: &str) -> bool {
    let is = |one: &str, two: &str| name_key(one) == name_key(two);
    is(&mailbox.user_principal_name, account)
        || is(&mailbox.smtp_address, account)
        || alias_in(tenant, account).is_some_and(|alias| is(&mailbox.alias, alias))
}
