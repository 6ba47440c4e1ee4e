//! Administrators of the service: accounts that an owner lists, which manage one kind of policies
//! and own nothing (rules 1.17, 8.3.21).
//!
//! Being on a list is a setting, as a mark is: its row is authenticated and its every change is on
//! the record.

use ckey_store::StateExt;
use ckey_vault::paste::quoted;
use ckey_vault::{Caller, canonical_id, same_id};

use super::account::Account;
use super::listed::{AccountsChange, AccountsPlan, Listed, caller_of};
use super::marks::ids;
use super::refusal::Remedy;
use super::{Directory, listed};
use crate::error::{EngineError, Result};
use crate::ground::SETTINGS;

/// The names of such settings begin so; the list and the account's object id follow.
const ADMINISTRATOR: &str = "administrator.";
const LISTED: &str = "Listed";
const REMOVED: &str = "Removed";

/// A kind of administrators. Its name gives all else that is said of it: the parameter and the
/// property of its list, its setting, and the words of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Administrators {
    /// They manage mailbox policies and recipients.
    Exchange,
    /// They manage multi-workload policies.
    Compliance,
}

impl Administrators {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Exchange, Self::Compliance];

    /// The parameter and the property that hold their list.
    #[must_use]
    pub fn list(self) -> String {
        format!("{self:?}Administrators")
    }

    /// What people call them.
    #[must_use]
    pub fn people(self) -> String {
        format!("{self:?} administrators")
    }

    /// The command by which an owner makes an account one of them.
    pub(super) fn make(self, account: &str) -> String {
        let who = quoted(account);
        match self {
            Self::Exchange => {
                format!("Set-CustomerKeyTenant -ExchangeAdministrators @{{Add={who}}}")
            }
            Self::Compliance => {
                format!("Set-CustomerKeyTenant -ComplianceAdministrators @{{Add={who}}}")
            }
        }
    }

    fn prefix(self) -> String {
        format!("{ADMINISTRATOR}{self:?}.").to_ascii_lowercase()
    }

    fn setting(self, id: &str) -> String {
        format!("{}{}", self.prefix(), canonical_id(id).to_ascii_lowercase())
    }
}

fn is_listed(name: &str, value: &str) -> Result<bool> {
    match value {
        LISTED => Ok(true),
        REMOVED => Ok(false),
        _ => Err(EngineError::damaged(
            name,
            format!("The stored setting '{name}' is '{value}', which cannot have been set."),
        )),
    }
}

impl Account {
    /// Whether it manages what these administrators do: an owner manages everything.
    #[must_use]
    pub fn administers(&self, kind: Administrators) -> bool {
        self.is_owner() || self.lists.contains(&kind)
    }
}

impl Directory<'_> {
    /// The accounts of a list, by name.
    ///
    /// # Errors
    /// Those of the store.
    pub fn administrators(&self, kind: Administrators) -> Result<Vec<String>> {
        Ok(listed::in_order(self.listed_as(kind)?))
    }

    /// Which lists name an account.
    pub(super) fn lists_of(&self, caller: &Caller) -> Result<Vec<Administrators>> {
        self.ground.state().view(|reader| {
            let mut lists = Vec::new();
            for kind in Administrators::ALL {
                for id in ids(caller) {
                    let name = kind.setting(id);
                    let value = reader.setting(&format!("{SETTINGS}{name}"))?;
                    let listed = value.map(|value| is_listed(&name, &value)).transpose()?;
                    if listed == Some(true) && !lists.contains(&kind) {
                        lists.push(kind);
                    }
                }
            }
            Ok(lists)
        })
    }

    fn listed_as(&self, kind: Administrators) -> Result<Vec<(String, String)>> {
        let prefix = format!("{SETTINGS}{}", kind.prefix());
        let rows =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.settings(&prefix)?))?;
        let mut found = Vec::new();
        for (name, value) in rows {
            if is_listed(&name, &value)? {
                found.push(name.strip_prefix(&prefix).unwrap_or_default().to_owned());
            }
        }
        self.with_names(found)
    }

    /// What a change of a list of administrators by this account comes to. Whom it names and the
    /// tenant does not know is made. Being listed is given as a permission is: by somebody else, it
    /// ends an account's acting for the owner (rule 8.3.4).
    ///
    /// # Errors
    /// Those of [`Directory::resolve_user`]; `AccountNotPermitted` where the account was restricted
    /// meanwhile.
    pub fn administrators_plan(
        &self,
        giver: &Account,
        kind: Administrators,
        change: &AccountsChange,
    ) -> Result<AccountsPlan> {
        let Listed { added, gone, before, after, mentioned } =
            self.listed(self.listed_as(kind)?, change)?;
        let were = gone.iter().filter(|id| before.iter().any(|(listed, _)| same_id(listed, id)));
        let removed = were.map(|id| (kind.setting(id), REMOVED.to_owned()));
        let given = added.iter().map(|known| (kind.setting(&known.id), LISTED.to_owned()));
        let accounts = removed.chain(given).collect();
        if !self.plans {
            for known in added {
                self.note_given(&giver.caller, &caller_of(known))?;
            }
        }
        let (before, after) = (listed::in_order(before), listed::in_order(after));
        Ok(AccountsPlan { accounts, mentioned, before, after })
    }

    /// Refuses what only these administrators and owners may do. `what` begins the sentence, such
    /// as `This` (rule 1.17).
    ///
    /// # Errors
    /// As [`Directory::check_owner`].
    pub fn check_administers(
        &self,
        account: &Account,
        kind: Administrators,
        what: &str,
    ) -> Result<()> {
        if account.administers(kind) {
            return Ok(());
        }
        let rule = format!("{what} is for {} and owners of the tenant.", kind.people());
        Err(self.refused(account, &rule, Remedy::Administrators(kind))?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Administrators, is_listed};

    #[test]
    fn what_no_list_can_have_said_of_an_account_is_damage() {
        let name = Administrators::Exchange.setting("A1");
        assert_eq!(name, "administrator.exchange.a1");
        assert!(is_listed(&name, "Listed").unwrap() && !is_listed(&name, "Removed").unwrap());
        for bad in ["", "listed", "Owner"] {
            assert_eq!(is_listed(&name, bad).unwrap_err().id, "DataDamaged", "{bad}");
        }
    }
}
