//! The roll of one key of a geo that is supposed: the generation stays, and one of its keys is
//! another.

use ckey_crypto::root_wrap::Slot;
use ckey_store::model::{PolicyKind, WrapSlot};

use super::asking::{Asked, failures, opener};
use super::impact::Opener;
use super::then::Then;
use crate::error::Result;
use crate::ground::Access;
use crate::hierarchy::{not_opened, service_application};
use crate::policies::purge_requested;
use crate::sites::Sites;
use crate::validation::Validation;

/// The groups after a roll, and the job that checks the sites.
pub(super) fn roll(
    asked: &Asked<'_>,
    then: &mut Then<'_>,
    geo: Option<&str>,
    (slot, key): (Slot, &str),
) -> Result<()> {
    let sites = Sites::of(asked.ground);
    // A key without a version is meant in its current one, whatever that is by then.
    let caller = service_application(PolicyKind::SharePoint);
    let given = asked.ground.key_uri(key)?;
    let key = match given.version() {
        Some(_) => given.to_string(),
        None => then.vaults.check_root(&caller, &given)?.uri.to_string(),
    };
    if then.is_now {
        sites.check_roll(geo, slot, &key)?;
    }
    let (policy, now) = (sites.policy_of(geo)?, then.vaults.now());
    let group = then.current(&policy).cloned();
    let group = group.filter(|group| !group.is_destroyed);
    let mut group = group.ok_or_else(|| purge_requested(&policy))?;
    let slot = if slot == Slot::First { WrapSlot::First } else { WrapSlot::Second };
    let uris = group.policy.key_uris.clone();
    let (key, uris) = sites.supposed_roll(geo, (slot, &key), uris, now)?;
    if !then.is_now {
        let gate = Validation::of(asked.ground);
        gate.gate_roll_of(&group.policy, &uris, &key.to_string())?;
    }
    // The key below is opened as a user opens it, and wrapped anew.
    if opener(asked, &then.vaults, &group, Access::User)? == Opener::Nothing {
        return Err(not_opened(&group.policy, &failures(&then.vaults, &group)));
    }
    then.vaults.check_root(&caller, &key)?;
    group.policy.key_uris = uris;
    if let Some(root) = group.roots.iter_mut().find(|root| root.slot == slot) {
        let before = std::mem::replace(&mut root.uri, key.to_string());
        root.instead_of.get_or_insert(before);
    }
    if let Some(place) = then.current_mut(&policy) {
        *place = group;
    }
    Ok(())
}
