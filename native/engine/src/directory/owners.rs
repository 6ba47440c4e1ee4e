//! The tenant's owners: its administrator, and whom it names beside.

use ckey_store::model::DirectoryKind;
use ckey_store::{StateExt, name_key};
use ckey_vault::same_id;

use super::account::{Account, Rights};
use super::marks::{Mark, ids, mark_name};
use super::refusal::{connect, make_owner};
use super::{Directory, Resolved, Service};
use crate::error::{Category, EngineError, Result};
use crate::ground::{AccountMarks, SettingsChange, UnknownAccounts};

/// A change of the owners, in accounts by name or id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnersChange {
    /// These are the owners beside the administrator, and nobody else.
    Whole(Vec<String>),
    /// Some become owners, some are none any more: they have what names them, and be it nothing.
    Some {
        /// Who becomes one.
        add: Vec<String>,
        /// Who is none any more.
        remove: Vec<String>,
    },
}

/// What a change of the owners comes to.
#[derive(Debug, Clone)]
pub struct OwnersPlan {
    /// For [`SettingsChange::accounts`].
    pub accounts: AccountMarks,
    /// Whom the change names.
    pub mentioned: Vec<Resolved>,
    /// The owners as they are, the administrator first.
    pub before: Vec<String>,
    /// The owners as they will be.
    pub after: Vec<String>,
}

impl OwnersPlan {
    /// Who is an owner and will be none.
    pub fn ends(&self) -> impl Iterator<Item = &str> {
        self.before.iter().filter(|name| !self.after.contains(name)).map(String::as_str)
    }

    /// Whether it takes the owner's rights from this account, whatever gives them to it.
    #[must_use]
    pub fn takes_from(&self, account: &Account) -> bool {
        account.is_owner()
            && marks(&self.accounts, account, Mark::Named)
            && !marks(&self.accounts, account, Mark::Owner)
    }
}

/// Whether this will be remembered of the account.
fn marks(accounts: &AccountMarks, account: &Account, mark: Mark) -> bool {
    let own: Vec<String> = ids(&account.caller).map(mark_name).collect();
    accounts.iter().any(|(name, word)| own.contains(name) && word == mark.word())
}

impl Directory<'_> {
    /// The owners, the administrator first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn owners(&self) -> Result<Vec<String>> {
        Ok(self.in_order(self.named_owners()?))
    }

    fn in_order(&self, owners: Vec<(String, String)>) -> Vec<String> {
        let mut names: Vec<_> = owners.into_iter().map(|(_, name)| name).collect();
        names.sort_by_key(|name| name_key(name));
        names.insert(0, self.ground.administrator());
        names
    }

    /// The owners beside the administrator, by id and name.
    fn named_owners(&self) -> Result<Vec<(String, String)>> {
        let named = |id: String| {
            let entry = self.ground.state().view(|reader| {
                let person = reader.directory(DirectoryKind::User, &id)?;
                Ok::<_, EngineError>(person.map_or_else(
                    || reader.directory(DirectoryKind::ServicePrincipal, &id),
                    |known| Ok(Some(known)),
                )?)
            })?;
            let name = entry.map_or_else(|| id.clone(), |entry| entry.name);
            Ok((id, name))
        };
        self.marked(Mark::Owner)?.into_iter().map(named).collect()
    }

    /// What a change of the owners comes to. Whom it names and the tenant does not know is made.
    ///
    /// # Errors
    /// Those of [`Directory::resolve_user`]; `AdministratorStays`.
    pub fn owners_plan(&self, change: &OwnersChange) -> Result<OwnersPlan> {
        let resolve = |names: &[String], on_purpose: bool| {
            names
                .iter()
                .map(|name| self.resolve_named(name, on_purpose))
                .collect::<Result<Vec<_>>>()
        };
        let (add, remove) = match change {
            OwnersChange::Some { add, remove } => (resolve(add, true)?, resolve(remove, false)?),
            OwnersChange::Whole(names) => (resolve(names, true)?, Vec::new()),
        };
        let administrator = self.administrator_id();
        if remove.iter().any(|who| who.known.id == administrator) {
            let message = "The tenant's administrator is always an owner.";
            return Err(EngineError::invalid(
                "AdministratorStays",
                &self.ground.administrator(),
                message,
                "Name other accounts.",
            ));
        }
        let owners = self.named_owners()?;
        let mut gone: Vec<String> = remove.iter().map(|who| who.known.id.clone()).collect();
        if matches!(change, OwnersChange::Whole(_)) {
            let stays = |id: &String| add.iter().any(|who| same_id(&who.known.id, id));
            gone.extend(owners.iter().map(|(id, _)| id.clone()).filter(|id| !stays(id)));
        }
        let added: Vec<_> =
            add.iter().map(|who| &who.known).filter(|known| known.id != administrator).collect();
        let before = self.in_order(owners.clone());
        let goes = |id: &str| {
            gone.iter().any(|gone| same_id(gone, id))
                && !added.iter().any(|known| same_id(&known.id, id))
        };
        let mut after: Vec<_> = owners.into_iter().filter(|(id, _)| !goes(id)).collect();
        for known in &added {
            if !after.iter().any(|(id, _)| same_id(id, &known.id)) {
                after.push((known.id.clone(), known.name.clone()));
            }
        }
        let added = added.into_iter().map(|known| (known.id.clone(), Mark::Owner));
        let marks = gone.into_iter().map(|id| (id, Mark::Named)).chain(added);
        let accounts = marks.map(|(id, mark)| (mark_name(&id), mark.word().to_owned())).collect();
        let after = self.in_order(after);
        Ok(OwnersPlan {
            accounts,
            mentioned: add.into_iter().chain(remove).collect(),
            before,
            after,
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
