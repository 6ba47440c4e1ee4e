//! What is judged before a vault answers: its rehearsed fault, its firewall, the caller's
//! permission.

use super::record::VaultRecord;
use super::refusal;
use crate::caller::Caller;
use crate::error::VaultError;
use crate::fault::Fault;
use crate::permission::{AccessPolicy, KeyPermission};
use crate::vault::DefaultAction;
use crate::wait::Wait;
use std::fmt::Display;

/// Applications on the vault firewall's list of trusted services (rule 5.15).
const TRUSTED_SERVICES: &[&str] = &[
    "00000002-0000-0ff1-ce00-000000000000",
    "00000003-0000-0ff1-ce00-000000000000",
    "c066d759-24ae-40e7-a56f-027002b5d3e4",
    "19f7f505-34aa-44a4-9dcc-6a768854d2ea",
];

/// The fault, for requests that carry a wait. It comes before the permission (rule 8.1.7).
pub(super) fn meet_fault(
    vault: &VaultRecord,
    wait: &Wait,
    target: &dyn Display,
) -> Result<(), VaultError> {
    match vault.fault {
        Fault::Slow(duration) => wait.sleep(duration, target),
        _ => refuse_while_down(vault, target),
    }
}

/// The fault, for requests without a wait: a slow vault answers them at once.
pub(super) fn refuse_while_down(
    vault: &VaultRecord,
    target: &dyn Display,
) -> Result<(), VaultError> {
    match vault.fault {
        Fault::Unreachable | Fault::Reset | Fault::HalfAnswer => {
            Err(refusal::unreachable(&vault.name, target))
        }
        Fault::Throttled => Err(refusal::throttled(&vault.name, target)),
        Fault::ServerError => Err(refusal::server_error(&vault.name, target)),
        Fault::Unauthorized => Err(refusal::unauthorized(&vault.name, target)),
        Fault::Firewall => Err(refusal::firewall_closed(&vault.name, target)),
        Fault::SubscriptionCanceled => Err(refusal::subscription_canceled(vault, target)),
        Fault::None | Fault::Slow(_) => Ok(()),
    }
}

/// Firewall, then access policies or role assignments (rule 5.17.6), in the service's order: who is
/// refused learns nothing about the vault's keys.
pub(super) fn authorize(
    vault: &VaultRecord,
    caller: &Caller,
    permission: KeyPermission,
    target: &dyn Display,
) -> Result<(), VaultError> {
    if !passes_firewall(vault, caller) {
        return Err(refusal::firewall(&vault.name, target));
    }
    let gives = |policy: &AccessPolicy| policy.counts_for(caller) && policy.gives(permission);
    if vault.rbac {
        let given = vault.roles.iter().any(|assignment| gives(&assignment.as_policy()));
        return if given {
            Ok(())
        } else {
            Err(refusal::no_role(vault, caller, permission, target))
        };
    }
    if vault.policies.iter().any(gives) {
        return Ok(());
    }
    Err(refusal::access_denied(vault, caller, permission, target))
}

/// An embedded vault sees no client address. A trusted service passes by the bypass; anybody else
/// passes a closed firewall where at least one address or subnet is let in, and is taken to be
/// there.
fn passes_firewall(vault: &VaultRecord, caller: &Caller) -> bool {
    let rules = &vault.network;
    let trusted = caller
        .app_id
        .as_deref()
        .is_some_and(|app| TRUSTED_SERVICES.iter().any(|known| known.eq_ignore_ascii_case(app)));
    if trusted {
        return rules.admits_services();
    }
    rules.default_action == DefaultAction::Allow
        || !(rules.ip_rules.is_empty() && rules.virtual_network_rules.is_empty())
}
