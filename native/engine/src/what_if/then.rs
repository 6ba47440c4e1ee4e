//! The tenant as changes that are only supposed leave it.

use ckey_store::model::Policy;
use ckey_vault::{Caller, SupposedChange, SupposedVaults};

use super::Supposition;
use super::asking::Asked;
use super::group::Group;
use super::{assign, ended, purge, refresh, roll};
use crate::error::Result;
use crate::ground::RuleProfile;

/// That tenant, as far as reading depends on it.
pub(super) struct Then<'a> {
    pub(super) vaults: SupposedVaults<'a>,
    /// Those of service-managed encryption too.
    pub(super) groups: Vec<Group>,
    pub(super) rules: RuleProfile,
    /// The policy that is assigned, by its row number.
    pub(super) assigned: Option<i64>,
    /// Until when the removed mailboxes and deleted sites whose time is over are taken out.
    pub(super) ended: i64,
    /// Whether nothing has changed yet: then a change is judged as its cmdlet judges it.
    pub(super) is_now: bool,
}

impl Then<'_> {
    /// The newest generation of a policy.
    pub(super) fn current(&self, policy: &Policy) -> Option<&Group> {
        self.groups.iter().find(|group| group.is_current && group.policy.no == policy.no)
    }

    /// The same, to be changed.
    pub(super) fn current_mut(&mut self, policy: &Policy) -> Option<&mut Group> {
        self.groups.iter_mut().find(|group| group.is_current && group.policy.no == policy.no)
    }

    /// Older generations that nothing lies under any more are not needed.
    pub(super) fn drop_empty(&mut self) {
        let is_told = |group: &Group| group.is_destroyed || group.ended.keys() > 0;
        self.groups.retain(|group| group.is_current || is_told(group) || group.below.keys() > 0);
    }

    /// Supposes one change more.
    pub(super) fn apply(
        &mut self,
        asked: &Asked<'_>,
        caller: &Caller,
        change: &Supposition,
    ) -> Result<()> {
        match change {
            Supposition::Vault { vault, change: change @ SupposedChange::Fault(_) } => {
                self.vaults.apply(&director(asked, caller), vault, change)?;
            }
            Supposition::Vault { vault, change } => self.vaults.apply(caller, vault, change)?,
            Supposition::Wait(seconds) => {
                self.vaults.set_now(self.vaults.now().saturating_add(*seconds));
                ended::pass(asked.ground, self)?;
            }
            Supposition::Refresh { kind, identity } => {
                refresh::refresh(asked, self, (*kind, identity), None)?;
            }
            Supposition::Replace { kind, identity, keys } => {
                refresh::refresh(asked, self, (*kind, identity), Some(keys))?;
            }
            Supposition::Roll { geo, slot, key } => {
                roll::roll(asked, self, geo.as_deref(), (*slot, key))?;
            }
            Supposition::Assign { policy } => assign::assign(asked, self, policy.as_deref())?,
            Supposition::Purge { kind, identity } => purge::purge(asked, self, *kind, identity)?,
            Supposition::Profile(rules) => self.rules = *rules,
        }
        self.is_now = false;
        Ok(())
    }
}

/// Vaults fail as a rehearsal wants it, whoever asks.
fn director(asked: &Asked<'_>, caller: &Caller) -> Caller {
    let id = asked.ground.id().to_string();
    Caller::person(id.as_str(), caller.name.as_str()).as_owner(id)
}
