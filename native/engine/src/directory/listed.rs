//! Lists of accounts that an owner keeps: how they are changed.

use ckey_store::model::DirectoryKind;
use ckey_store::{StateExt, name_key};
use ckey_vault::{Caller, same_id};

use super::{Directory, Known, Resolved};
use crate::error::{EngineError, Result};
use crate::ground::AccountMarks;

/// A change of a list, in accounts by name or id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountsChange {
    /// These are on it, and nobody else.
    Whole(Vec<String>),
    /// Some come onto it, some are taken off: they have what else names them, and be it nothing.
    Some {
        /// Who comes onto it.
        add: Vec<String>,
        /// Who is taken off.
        remove: Vec<String>,
    },
}

/// What a change of a list comes to.
#[derive(Debug, Clone)]
pub struct AccountsPlan {
    /// For [`crate::SettingsChange::accounts`].
    pub accounts: AccountMarks,
    /// Whom the change names.
    pub mentioned: Vec<Resolved>,
    /// Who is on the list.
    pub before: Vec<String>,
    /// Who will be.
    pub after: Vec<String>,
}

impl AccountsPlan {
    /// Who is on the list and will not be.
    pub fn ends(&self) -> impl Iterator<Item = &str> {
        self.before.iter().filter(|name| !self.after.contains(name)).map(String::as_str)
    }
}

/// The same before it is said what is to be remembered. Accounts are pairs of id and name.
pub(super) struct Listed {
    pub(super) added: Vec<Known>,
    /// The ids of those that are taken off, also of some that were not on it.
    pub(super) gone: Vec<String>,
    pub(super) before: Vec<(String, String)>,
    pub(super) after: Vec<(String, String)>,
    pub(super) mentioned: Vec<Resolved>,
}

pub(super) fn in_order(accounts: Vec<(String, String)>) -> Vec<String> {
    let mut names: Vec<_> = accounts.into_iter().map(|(_, name)| name).collect();
    names.sort_by_key(|name| name_key(name));
    names
}

/// As vaults see it.
pub(super) fn caller_of(known: Known) -> Caller {
    match known.app_id {
        Some(app_id) => Caller::application(known.id, app_id, known.display_name),
        None => Caller::person(known.id, known.name),
    }
}

impl Directory<'_> {
    /// Each id with the name that the tenant knows.
    pub(super) fn with_names(&self, ids: Vec<String>) -> Result<Vec<(String, String)>> {
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
        ids.into_iter().map(named).collect()
    }

    /// What becomes of a list. Whom the change names and the tenant does not know is made.
    pub(super) fn listed(
        &self,
        before: Vec<(String, String)>,
        change: &AccountsChange,
    ) -> Result<Listed> {
        let resolve = |names: &[String], on_purpose: bool| {
            names
                .iter()
                .map(|name| self.resolve_named(name, on_purpose))
                .collect::<Result<Vec<_>>>()
        };
        let (add, remove) = match change {
            AccountsChange::Some { add, remove } => (resolve(add, true)?, resolve(remove, false)?),
            AccountsChange::Whole(names) => (resolve(names, true)?, Vec::new()),
        };
        let is_added = |id: &str| add.iter().any(|who| same_id(&who.known.id, id));
        let mut gone: Vec<String> = remove.iter().map(|who| who.known.id.clone()).collect();
        if matches!(change, AccountsChange::Whole(_)) {
            gone.extend(before.iter().map(|(id, _)| id.clone()).filter(|id| !is_added(id)));
        }
        let goes = |id: &str| gone.iter().any(|gone| same_id(gone, id)) && !is_added(id);
        let mut after: Vec<_> = before.iter().filter(|(id, _)| !goes(id)).cloned().collect();
        for known in add.iter().map(|who| &who.known) {
            if !after.iter().any(|(id, _)| same_id(id, &known.id)) {
                after.push((known.id.clone(), known.name.clone()));
            }
        }
        Ok(Listed {
            added: add.iter().map(|who| who.known.clone()).collect(),
            gone,
            before,
            after,
            mentioned: add.into_iter().chain(remove).collect(),
        })
    }
}
