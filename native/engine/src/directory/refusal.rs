//! What is said to an account that may not do something: the rule, why it is refused, and the least
//! that helps, as whole commands.

use ckey_vault::paste::{new_hsm_role, new_role, principal, quoted, set_access_policy, word};
use ckey_vault::{Caller, KeyPermission, VaultDescription, VaultKind, VaultRole};

use super::{Account, Administrators, Directory, Recipients, Rights, Service};
use crate::error::{Category, EngineError, Result};

/// What would let an account do it that is no owner.
#[derive(Debug, Clone, Copy)]
pub(super) enum Remedy<'a> {
    /// To become one.
    Owner,
    /// To come onto a list of administrators.
    Administrators(Administrators),
    /// Any permission in this vault, or in some vault.
    Permission(Option<&'a str>),
    /// A mailbox of its own.
    Mailbox,
}

/// The command by which an account signs in to a service.
pub(super) fn connect(service: Service, account: &str) -> String {
    match service {
        Service::Exchange => format!("Connect-ExchangeOnline -UserPrincipalName {}", word(account)),
        Service::Azure => format!("Connect-AzAccount -AccountId {}", word(account)),
    }
}

/// The command by which an owner makes an account another.
#[must_use]
pub fn make_owner(account: &str) -> String {
    format!("Set-CustomerKeyTenant -Owners @{{Add={}}}", quoted(account))
}

impl Directory<'_> {
    /// A script that goes on after an error must not go on as the owner.
    pub(super) fn sign_in_failed(&self, name: &str, service: Service, why: &str) -> EngineError {
        let message =
            format!("'{name}' could not sign in, and nobody else acts in its place. {why}");
        let fix = format!(
            "Sign in as an account that the tenant knows, such as its administrator: {}; or end the sign-in, so that the administrator acts: Disconnect-ExchangeOnline",
            connect(service, &self.ground.administrator())
        );
        EngineError::new("SignInFailed", Category::PermissionDenied, message, fix).about(name)
    }

    /// `rule` is a sentence, which does not begin with the cmdlet's name: hosts put that before it.
    pub(super) fn refused(
        &self,
        account: &Account,
        rule: &str,
        remedy: Remedy<'_>,
    ) -> Result<EngineError> {
        let name = &account.name;
        let known = self.mark_of(&account.caller)?.is_some() || self.is_named(&account.caller)?;
        let (id, why) = if known {
            (
                "AccountNotPermitted",
                "it has what its permissions, roles and mailbox give it, and no more",
            )
        } else {
            (
                "AccountUnknown",
                "no permission, role or mailbox names it, and this tenant refuses such accounts",
            )
        };
        let message = format!("{rule} '{name}' is refused: {why}.");
        Ok(EngineError::new(id, Category::PermissionDenied, message, self.fix(account, remedy)?)
            .about(name.as_str()))
    }

    fn fix(&self, account: &Account, remedy: Remedy<'_>) -> Result<String> {
        let name = &account.name;
        let sign_in = format!(
            "Sign in as an owner: {}",
            connect(account.service, &self.ground.administrator())
        );
        let given = match remedy {
            Remedy::Owner => None,
            Remedy::Administrators(kind) => {
                Some(Given::of_owner((format!("the role of {}", kind.people()), kind.make(name))))
            }
            // One that is not there gives nothing to advise.
            Remedy::Permission(Some(vault)) => {
                let found = self.ground.vaults().vault(vault).ok();
                found.map(|vault| permission(&account.caller, &vault))
            }
            Remedy::Permission(None) => {
                let vaults = self.ground.vaults().vaults()?;
                // Owners give something in a key vault, and in a managed HSM nothing.
                let is_of_owners = |vault: &&VaultDescription| vault.hsm.is_none();
                let named = vaults.iter().find(is_of_owners).or_else(|| vaults.first());
                named.map(|vault| permission(&account.caller, vault))
            }
            Remedy::Mailbox => self.mailbox_for(&account.caller.name).map(Given::of_owner),
        };
        Ok(match given {
            Some(Given { what, command, administrator: None }) => format!(
                "{sign_in}; as an owner you can give '{name}' {what}, which is enough: {command}"
            ),
            Some(Given { what, command, administrator: Some(who) }) => {
                format!("{sign_in}; or let {who} give '{name}' {what}, which is enough: {command}")
            }
            None => {
                format!("{sign_in}; as an owner you can make '{name}' one: {}", make_owner(name))
            }
        })
    }

    /// What an owner gives an account so that it has a mailbox, and the command; `None` where it is
    /// no address.
    fn mailbox_for(&self, account: &str) -> Option<(String, String)> {
        let (alias, domain) = account.split_once('@')?;
        let name = match self.find_mailbox(alias, Recipients::All) {
            Err(error) if error.id == "MailboxNotFound" => alias.to_owned(),
            _ => format!("{alias}.{domain}"),
        };
        let command =
            format!("New-Mailbox -Name {} -PrimarySmtpAddress {}", word(&name), word(account));
        Some(("a mailbox of its own".to_owned(), command))
    }

    /// What a sign-in says to an account that may do nothing in the services that it acts in;
    /// `None` where it may do something.
    ///
    /// # Errors
    /// Those of the store and of the vaults.
    pub fn without_rights(&self, account: &Account, acts_in: &[Service]) -> Result<Option<String>> {
        let names = |service: &Service| match service {
            Service::Exchange => {
                Ok(!account.lists.is_empty() || self.own_mailbox(account)?.is_some())
            }
            Service::Azure => {
                Ok::<_, EngineError>(self.ground.vaults().any_names_caller(&account.caller)?)
            }
        };
        if account.rights != Rights::Own
            || acts_in.iter().map(names).collect::<Result<Vec<_>>>()?.contains(&true)
        {
            return Ok(None);
        }
        let (what, remedy) = match (acts_in, account.service) {
            ([Service::Exchange], _) => (
                "with mailboxes and policies: it is no owner or administrator and has no mailbox",
                Remedy::Mailbox,
            ),
            ([Service::Azure], _) => (
                "with vaults: it is no owner, and no permission or role in a vault names it",
                Remedy::Permission(None),
            ),
            (_, Service::Exchange) => (
                "here: it is no owner, and no permission, role or mailbox names it",
                Remedy::Mailbox,
            ),
            (_, Service::Azure) => (
                "here: it is no owner, and no permission, role or mailbox names it",
                Remedy::Permission(None),
            ),
        };
        let (name, tenant) = (&account.name, self.ground.name());
        Ok(Some(format!(
            "'{name}' is signed in to the tenant '{tenant}' and may do nothing {what}. {}",
            self.fix(account, remedy)?
        )))
    }
}

/// What is enough for an account, the command that gives it, and who gives it where that is no owner.
struct Given {
    what: String,
    command: String,
    administrator: Option<String>,
}

impl Given {
    fn of_owner((what, command): (String, String)) -> Self {
        Self { what, command, administrator: None }
    }
}

/// What an account is given so that a vault names it, by whichever of policies and roles counts
/// there.
fn permission(caller: &Caller, vault: &VaultDescription) -> Given {
    let (name, kind) = (&vault.name, vault.kind());
    let role = VaultRole::least_for(caller, KeyPermission::Get, kind);
    match kind {
        VaultKind::ManagedHsm => Given {
            what: "a role there".to_owned(),
            command: new_hsm_role(caller, role, name),
            administrator: Some(format!("an administrator of the managed HSM '{name}'")),
        },
        VaultKind::Vault if vault.rbac => Given::of_owner((
            format!("a role on the vault '{name}'"),
            new_role(caller, role, &vault.resource_id()),
        )),
        VaultKind::Vault => Given::of_owner((
            format!("a permission in the vault '{name}'"),
            format!(
                "{} {} -PermissionsToKeys get",
                set_access_policy(name, &vault.subscription),
                principal(caller)
            ),
        )),
    }
}
