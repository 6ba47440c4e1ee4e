//! Who acts, and with which rights: decided here, once for each call.

use ckey_store::name_key;
use ckey_vault::{Caller, same_id};
use uuid::Uuid;

use super::administrators::Administrators;
use super::listed::caller_of;
use super::marks::Mark;
use super::refusal::Remedy;
use super::resolve::{canonical_account, derived_guid};
use super::{Directory, SignIn, well_known};
use crate::error::Result;
use crate::ground::UnknownAccounts;
use crate::protection::ScopeSelector;
use crate::record::Actor;

/// Which sign-in counts. Anyone who is signed in to one of them alone is the same person in the
/// other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Policies, mailboxes, items, the tenant itself.
    Exchange,
    /// Vaults, keys, resource groups.
    Azure,
}

/// With which rights an account acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// All: it is the tenant's administrator, or one of its owners (rule 8.3.1).
    Owner,
    /// All, because nobody else has given it anything, and the tenant lets such accounts act for
    /// the owner (rule 8.3.2).
    Unnamed,
    /// What permissions and roles in vaults give it, its own mailbox (rules 8.3.3 and 8.3.5), and
    /// what the administrators manage on whose lists it is (rule 1.17).
    Own,
}

/// An account that acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// As it signed in; what the audit log shows.
    pub name: String,
    /// As vaults see it.
    pub caller: Caller,
    /// What it may do.
    pub rights: Rights,
    /// On which lists of administrators it is; not looked for where it has all rights anyway.
    pub(super) lists: Vec<Administrators>,
    /// The service that it acts in.
    pub service: Service,
}

impl Account {
    /// Whether it has all rights.
    #[must_use]
    pub const fn is_owner(&self) -> bool {
        matches!(self.rights, Rights::Owner | Rights::Unnamed)
    }

    /// As the audit log names it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::new(self.name.as_str())
    }
}

impl Directory<'_> {
    /// The account that this user of the operating system acts as, and what it may do.
    ///
    /// # Errors
    /// Those of [`Directory::account_of`].
    pub fn account(&self, os_user: &str, service: Service) -> Result<Account> {
        self.account_of(&self.sign_in(os_user)?, service)
    }

    /// The account of a sign-in, and what it may do.
    ///
    /// # Errors
    /// `SignInFailed` where a sign-in failed, or the tenant does not know who is signed in; those
    /// of the store.
    pub fn account_of(&self, sign_in: &SignIn, service: Service) -> Result<Account> {
        self.ground.sync()?;
        let name = self.signed_in(sign_in, service);
        if sign_in.failed.is_some() {
            return Err(self.sign_in_failed(&name, service, "The last sign-in failed."));
        }
        let caller = self.caller(&name).map_err(|error| match error.id {
            "UnknownIdentifier" | "IdentifierInvalid" => {
                self.sign_in_failed(&name, service, &error.message)
            }
            _ => error,
        })?;
        let rights = self.rights_of(&caller, self.ground.unknown_accounts())?;
        self.with_rights(name, caller, rights, service)
    }

    fn with_rights(
        &self,
        name: String,
        caller: Caller,
        rights: Rights,
        service: Service,
    ) -> Result<Account> {
        let (caller, lists) = if rights == Rights::Own {
            let lists = self.lists_of(&caller)?;
            (caller, lists)
        } else {
            (caller.as_owner(self.administrator_id()), Vec::new())
        };
        Ok(Account { name, caller, rights, lists, service })
    }

    /// As vaults see an account, without the rights of an owner.
    pub(super) fn caller(&self, name: &str) -> Result<Caller> {
        if name_key(&canonical_account(name)) == name_key(&self.ground.administrator()) {
            return Ok(Caller::person(self.administrator_id(), self.ground.administrator()));
        }
        Ok(caller_of(self.resolve_user(name)?.known))
    }

    pub(super) fn administrator_id(&self) -> String {
        derived_guid("user", &self.ground.administrator()).to_string()
    }

    pub(super) fn is_administrator(&self, caller: &Caller) -> bool {
        same_id(&caller.object_id, &self.administrator_id())
    }

    fn rights_of(&self, caller: &Caller, unknown: UnknownAccounts) -> Result<Rights> {
        if self.is_administrator(caller) {
            return Ok(Rights::Owner);
        }
        if is_of_the_service(caller) {
            return Ok(Rights::Own);
        }
        let mark = self.mark_of(caller)?;
        Ok(match mark {
            Some(Mark::Owner) => Rights::Owner,
            Some(Mark::Named) => Rights::Own,
            None if self.is_named(caller)? => Rights::Own,
            Some(Mark::SelfGiven) | None => match unknown {
                UnknownAccounts::Owner => Rights::Unnamed,
                UnknownAccounts::Refuse => Rights::Own,
            },
        })
    }

    /// A registered application as an account, judged as one that signs in on this machine but for one
    /// thing: where nothing names it, it has no rights, whatever a rehearsal lets such accounts do
    /// (rule 8.3.23).
    ///
    /// # Errors
    /// Those of the store and of the vaults.
    pub fn account_over_network(&self, application: Caller) -> Result<Account> {
        let rights = self.rights_of(&application, UnknownAccounts::Refuse)?;
        self.with_rights(application.name.clone(), application, rights, Service::Azure)
    }

    /// Refuses what only an owner may do. `what` begins the sentence, such as `This`, or `The
    /// workload 'Teams'`.
    ///
    /// # Errors
    /// `AccountUnknown` for an account that nothing names, `AccountNotPermitted` for any other that
    /// is no owner.
    pub fn check_owner(&self, account: &Account, what: &str) -> Result<()> {
        if account.is_owner() {
            return Ok(());
        }
        Err(self.refused(
            account,
            &format!("{what} is for owners of the tenant."),
            Remedy::Owner,
        )?)
    }

    /// Refuses anyone who neither owns the tenant nor has a permission, role or mailbox in it (rule
    /// 8.3.10); an administrator has a role.
    ///
    /// # Errors
    /// As [`Directory::check_owner`].
    pub fn check_named(&self, account: &Account, what: &str) -> Result<()> {
        if account.is_owner() || self.is_named(&account.caller)? {
            return Ok(());
        }
        let rule = format!("{what} is for accounts with a permission, role or mailbox.");
        Err(self.refused(account, &rule, Remedy::Permission(None))?)
    }

    /// Whether an account may look at a vault, deleted as it may be: owners of the tenant at every
    /// one, others at those that name them.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn sees_vault(&self, account: &Account, vault: &str) -> Result<bool> {
        Ok(account.is_owner() || self.ground.vaults().names_caller(&account.caller, vault)?)
    }

    /// Refuses a look at a vault to anyone who may not look at it.
    ///
    /// # Errors
    /// As [`Self::check_owner`] and [`Self::sees_vault`].
    pub fn check_sees_vault(&self, account: &Account, vault: &str) -> Result<()> {
        if self.sees_vault(account, vault)? {
            return Ok(());
        }
        let found = self.ground.vaults().vault(vault);
        let noun = found.map_or("vault", |found| found.kind().word());
        let rule = format!(
            "The {noun} '{vault}' is shown to owners of the tenant and to whom it gives a permission or role."
        );
        Err(self.refused(account, &rule, Remedy::Permission(Some(vault)))?)
    }

    /// Refuses to show a recipient that is not the account's own to anyone who does not manage
    /// recipients.
    ///
    /// # Errors
    /// As [`Directory::check_owner`]; also for a recipient that there is not, which is nobody's
    /// own.
    pub fn check_recipient(&self, account: &Account, identity: &str) -> Result<()> {
        let manage = Administrators::Exchange;
        if account.administers(manage) || self.owns_mailbox(account, identity)? {
            return Ok(());
        }
        let rule = format!(
            "The recipient '{identity}' is shown to its user, {} and owners of the tenant.",
            manage.people()
        );
        Err(self.refused(account, &rule, Remedy::Administrators(manage))?)
    }

    /// Refuses the content of a mailbox to anyone but its user and owners: who manages mailboxes
    /// does not read them (rules 8.3.5, 8.3.22).
    fn check_content(&self, account: &Account, identity: &str) -> Result<()> {
        if account.is_owner() || self.owns_mailbox(account, identity)? {
            return Ok(());
        }
        let rule = format!("Only the user of '{identity}' and owners of the tenant may do this.");
        Err(self.refused(account, &rule, Remedy::Owner)?)
    }

    /// The mailbox or mail user of an account, by GUID: the one recipient that it sees where it
    /// manages none.
    ///
    /// # Errors
    /// As [`Self::check_owner`], where it has none.
    pub fn only_recipient(&self, account: &Account) -> Result<Uuid> {
        let rule = "Owners of the tenant and Exchange administrators see every recipient, other accounts their own.";
        self.own_mailbox(account)?
            .map_or_else(|| Err(self.refused(account, rule, Remedy::Mailbox)?), Ok)
    }

    /// Refuses the content of a scope to anyone who may not read and write it: a mailbox is its
    /// user's, all else the owner's.
    ///
    /// # Errors
    /// As [`Directory::check_owner`].
    pub fn check_scope(&self, account: &Account, scope: &ScopeSelector) -> Result<()> {
        match scope {
            ScopeSelector::Mailbox(identity) => self.check_content(account, identity),
            ScopeSelector::Workload(name) => {
                self.check_owner(account, &format!("The workload '{name}'"))
            }
            ScopeSelector::Site(url) => self.check_owner(account, &format!("The site '{url}'")),
            ScopeSelector::Application(name) => {
                self.check_owner(account, &format!("The application scope '{name}'"))
            }
        }
    }
}

/// The service's own applications have what access policies give them, in every tenant.
pub(super) fn is_of_the_service(caller: &Caller) -> bool {
    well_known::ALL.iter().any(|known| {
        let is = |id: &str| same_id(known.object_id, id) || same_id(known.app_id, id);
        is(&caller.object_id) || caller.app_id.as_deref().is_some_and(is)
    })
}
