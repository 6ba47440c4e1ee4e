//! The tenant's owners: its administrator, and whom it names beside.

use super::account::{Account, Rights};
use super::listed::{AccountsChange, AccountsPlan, in_order};
use super::marks::{Mark, ids, mark_name};
use super::refusal::{connect, make_owner};
use super::{Directory, Service};
use crate::error::{Category, EngineError, Result};
use crate::ground::{AccountMarks, SettingsChange, UnknownAccounts};

/// Whether this will be remembered of the account.
fn marks(accounts: &AccountMarks, account: &Account, mark: Mark) -> bool {
    let own: Vec<String> = ids(&account.caller).map(mark_name).collect();
    accounts.iter().any(|(name, word)| own.contains(name) && word == mark.word())
}

impl SettingsChange {
    /// Whether it takes the owner's rights from this account, whatever gives them to it.
    #[must_use]
    pub fn takes_from(&self, account: &Account) -> bool {
        account.is_owner()
            && marks(&self.accounts, account, Mark::Named)
            && !marks(&self.accounts, account, Mark::Owner)
    }
}

impl Directory<'_> {
    /// The owners, the administrator first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn owners(&self) -> Result<Vec<String>> {
        Ok(self.administrator_first(self.named_owners()?))
    }

    fn administrator_first(&self, owners: Vec<(String, String)>) -> Vec<String> {
        let mut names = in_order(owners);
        names.insert(0, self.ground.administrator());
        names
    }

    /// The owners beside the administrator, by id and name.
    fn named_owners(&self) -> Result<Vec<(String, String)>> {
        self.with_names(self.marked(Mark::Owner)?)
    }

    /// What a change of the owners beside the administrator comes to. Whom it names and the tenant
    /// does not know is made.
    ///
    /// # Errors
    /// Those of [`Directory::resolve_user`]; `AdministratorStays`.
    pub fn owners_plan(&self, change: &AccountsChange) -> Result<AccountsPlan> {
        let mut list = self.listed(self.named_owners()?, change)?;
        let administrator = self.administrator_id();
        if list.gone.contains(&administrator) {
            let message = "The tenant's administrator is always an owner.";
            return Err(EngineError::invalid(
                "AdministratorStays",
                &self.ground.administrator(),
                message,
                "Name other accounts.",
            ));
        }
        list.added.retain(|known| known.id != administrator);
        list.after.retain(|(id, _)| *id != administrator);
        let added = list.added.into_iter().map(|known| (known.id, Mark::Owner));
        let marks = list.gone.into_iter().map(|id| (id, Mark::Named)).chain(added);
        Ok(AccountsPlan {
            accounts: marks.map(|(id, mark)| (mark_name(&id), mark.word().to_owned())).collect(),
            mentioned: list.mentioned,
            before: self.administrator_first(list.before),
            after: self.administrator_first(list.after),
        })
    }

    /// Refuses that an account which is let in only because nothing names it refuses such accounts:
    /// it could not take that back.
    ///
    /// # Errors
    /// `AccountLocksItselfOut`.
    pub fn check_not_locked_out(&self, account: &Account, change: &SettingsChange) -> Result<()> {
        let refuses = change.unknown_accounts == Some(UnknownAccounts::Refuse);
        if !refuses
            || account.rights != Rights::Unnamed
            || marks(&change.accounts, account, Mark::Owner)
        {
            return Ok(());
        }
        let name = &account.name;
        let message = format!(
            "'{name}' is no owner of the tenant: it has the owner's rights only because accounts that nothing names are let in. With -UnknownAccounts Refuse it would lose them, and could not take that back."
        );
        let fix = format!(
            "Make it an owner first: {}; or sign in as an owner: {}",
            make_owner(name),
            connect(Service::Exchange, &self.administrator())
        );
        Err(EngineError::new("AccountLocksItselfOut", Category::InvalidOperation, message, fix)
            .about(name.as_str()))
    }
}
