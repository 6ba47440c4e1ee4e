//! A purge that is supposed, up to its end: everything below the policy is destroyed.

use ckey_store::model::PolicyKind;
use ckey_vault::{Caller, KeyUri};

use super::asking::Asked;
use super::then::Then;
use crate::error::Result;
use crate::policies::{Policies, purge_requested};
use crate::purge::Purges;
use crate::sites::Sites;

/// The groups after a purge that was asked for, agreed to, signed and carried out. What its request
/// would be refused for refuses it here.
pub(super) fn purge(
    asked: &Asked<'_>,
    then: &mut Then<'_>,
    kind: PolicyKind,
    identity: &str,
) -> Result<()> {
    let purges = Purges::of(asked.ground);
    let policy = if kind == PolicyKind::SharePoint {
        let sites = Sites::of(asked.ground);
        if then.is_now {
            sites.registered(Some(identity))?.1
        } else {
            sites.registered_by(Some(identity), then.ended)?
        }
    } else {
        Policies::of(asked.ground).find(kind, identity)?
    };
    purges.may_be_purged_under(&policy, then.rules)?;
    let is_there = then.current(&policy).is_some_and(|group| !group.is_destroyed);
    if !is_there {
        return Err(purge_requested(&policy));
    }
    // Who knows that a vault is gone adds -Force; there is none for a geo.
    let may_be_gone = |_: &str| kind == PolicyKind::Mailbox;
    let of_policy = then.groups.iter().filter(|group| group.policy.no == policy.no);
    let keys: Vec<_> =
        of_policy.flat_map(|group| &group.roots).map(|root| root.uri.clone()).collect();
    let ask = |caller: &Caller, uri: &KeyUri| then.vaults.check_unwrap(caller, uri);
    purges.must_be_revoked_by(&policy, &keys, &may_be_gone, &ask)?;
    for group in then.groups.iter_mut().filter(|group| group.policy.no == policy.no) {
        group.is_destroyed = true;
    }
    Ok(())
}
