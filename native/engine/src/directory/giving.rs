//! What gives an account something: permissions and roles in vaults, and mailboxes. Each is
//! remembered before it is given.

use ckey_store::StateExt;
use ckey_store::model::{DirectoryKind, Mailbox};
use ckey_vault::{
    AccessPolicy, Caller, Management, NewVault, RoleAssignment, VaultDescription, same_id,
};

use super::marks::Mark;
use super::naming::is_user_of;
use super::people::find;
use super::resolve::canonical_account;
use super::{Administrators, Directory};
use crate::error::{EngineError, Result};
use crate::record::Actor;

pub(super) fn principal(policy: &AccessPolicy) -> Caller {
    Caller {
        object_id: policy.object_id.clone(),
        app_id: policy.app_id.clone(),
        name: policy.name.clone(),
        owner: None,
    }
}

impl Directory<'_> {
    /// Makes a vault. Its creator gets permissions on its keys, which take nothing from one who
    /// acts for the owner.
    ///
    /// # Errors
    /// Those of [`ckey_vault::EmbeddedVaults::create_vault`] and of the store.
    pub fn create_vault(&self, new: &NewVault<'_>) -> Result<VaultDescription> {
        self.ground.provider().must_take_vaults()?;
        self.ground.vaults().check_management(new.creator, new.name, Management::Create)?;
        self.note_given(new.creator, new.creator)?;
        for given in new.hsm.unwrap_or_default() {
            self.note_given(new.creator, &principal(&given.as_policy()))?;
        }
        let vaults = self.ground.vaults();
        let subscription_protected = self.is_protected(new.subscription)?;
        let made = self.create_inheriting(&NewVault { subscription_protected, ..new.clone() })?;
        // Somebody may have put the retention into effect since, and not seen this vault yet.
        if subscription_protected || !self.is_protected(new.subscription)? {
            return Ok(made);
        }
        vaults.set_vault_subscription_protected(new.creator, new.name, true)?;
        Ok(vaults.vault(new.name)?)
    }

    /// Gives a principal exactly these permissions on the keys of a vault. What somebody else gives
    /// an account ends its acting for the owner.
    ///
    /// # Errors
    /// Those of [`ckey_vault::EmbeddedVaults::set_access_policy`] and of the store;
    /// `AccountNotPermitted`.
    pub fn set_access_policy(
        &self,
        caller: &Caller,
        vault: &str,
        policy: &AccessPolicy,
    ) -> Result<()> {
        self.ground.vaults().vault(vault)?;
        self.ground.vaults().check_management(caller, vault, Management::Permissions)?;
        self.note_given(caller, &principal(policy))?;
        Ok(self.ground.vaults().set_access_policy(caller, vault, policy)?)
    }

    /// Takes a principal's permissions on the keys of a vault away; whether it had any is the
    /// answer. An account that loses what it had does not act for the owner again.
    ///
    /// # Errors
    /// Those of [`ckey_vault::EmbeddedVaults::remove_access_policy`] and of the store.
    pub fn remove_access_policy(&self, caller: &Caller, vault: &str, id: &str) -> Result<bool> {
        let known = self.ground.vaults().vault(vault)?.access_policies;
        self.ground.vaults().check_management(caller, vault, Management::Permissions)?;
        if let Some(policy) = known.iter().find(|known| known.is_of(id)) {
            self.note_given(caller, &principal(policy))?;
        }
        Ok(self.ground.vaults().remove_access_policy(caller, vault, id)?)
    }

    /// Gives principals exactly these permissions on the keys of a vault, and takes from others, by an
    /// id of each, what they have, in one step. Nothing is done, and the answer is no, where the vault's
    /// policies are no longer those `known`.
    ///
    /// # Errors
    /// As [`Directory::set_access_policy`].
    pub fn change_access_policies(
        &self,
        caller: &Caller,
        vault: &str,
        known: &[AccessPolicy],
        (given, taken): (&[AccessPolicy], &[String]),
    ) -> Result<bool> {
        self.ground.vaults().check_management(caller, vault, Management::Permissions)?;
        let loses = |policy: &&AccessPolicy| taken.iter().any(|id| policy.is_of(id));
        for policy in given.iter().chain(known.iter().filter(loses)) {
            self.note_given(caller, &principal(policy))?;
        }
        Ok(self.ground.vaults().change_access_policies(caller, vault, known, (given, taken))?)
    }

    /// Gives a principal a role on a vault.
    ///
    /// # Errors
    /// Those of [`ckey_vault::EmbeddedVaults::add_role_assignment`] and of the store;
    /// `AccountNotPermitted`.
    pub fn add_role_assignment(
        &self,
        caller: &Caller,
        vault: &str,
        assignment: &RoleAssignment,
    ) -> Result<()> {
        self.ground.vaults().vault(vault)?;
        self.ground.vaults().check_management(caller, vault, Management::Roles)?;
        self.note_given(caller, &principal(&assignment.as_policy()))?;
        Ok(self.ground.vaults().add_role_assignment(caller, vault, assignment)?)
    }

    /// Mailboxes that are about to be made: whose they will be.
    pub(crate) fn note_mailboxes(&self, actor: &Actor, mailboxes: &[Mailbox]) -> Result<()> {
        let mut accounts = Vec::new();
        for id in self.marked(Mark::SelfGiven)? {
            let entry = self
                .ground
                .state()
                .view(|reader| Ok::<_, EngineError>(reader.directory(DirectoryKind::User, &id)?))?;
            accounts.extend(entry.map(|entry| Caller::person(entry.id, entry.name)));
        }
        let giver = self.giver(actor)?;
        if !accounts.iter().any(|account| same_id(&account.object_id, &giver.object_id)) {
            accounts.push(giver.clone());
        }
        accounts.retain(|account| {
            mailboxes.iter().any(|mailbox| is_user_of(self.ground.name(), mailbox, &account.name))
        });
        accounts.iter().try_for_each(|account| self.note_given(&giver, account))
    }

    fn known_user(&self, name: &str) -> Result<Option<Caller>> {
        let entry = self.ground.state().view(|reader| {
            find(reader, self.ground.name(), DirectoryKind::User, &canonical_account(name))
        })?;
        Ok(entry.map(|entry| Caller::person(entry.id, entry.name)))
    }

    /// Anyone who makes mailboxes or destroys them is an owner, acts for one, or administers
    /// Exchange: that right does not end by a mailbox of one's own.
    fn giver(&self, actor: &Actor) -> Result<Caller> {
        let known = self.known_user(&actor.name)?;
        let giver = known.unwrap_or_else(|| Caller::person("", actor.name.as_str()));
        if self.lists_of(&giver)?.contains(&Administrators::Exchange) {
            return Ok(giver);
        }
        Ok(giver.as_owner(self.administrator_id()))
    }

    /// Notes that an account is a user's, whose mailbox is about to be destroyed: without it,
    /// nothing else would say so.
    pub(crate) fn note_user(&self, actor: &Actor, account: &str) -> Result<()> {
        let Some(user) = self.known_user(account)? else { return Ok(()) };
        self.note_given(&self.giver(actor)?, &user)
    }
}
