//! What is judged before a vault answers: its rehearsed fault, its firewall, the caller's
//! permission.

use super::record::VaultRecord;
use super::{hsm, hsm_roles, refusal};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::error::VaultError;
use crate::fault::Fault;
use crate::permission::{AccessPolicy, KeyPermission};
use crate::role::VaultRole;
use crate::uri::KeyUri;
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

/// What a request is about.
pub(super) trait Target: Display {
    /// The name of the key, where it is about one.
    fn key(&self) -> Option<&str>;
}

impl Target for KeyUri {
    fn key(&self) -> Option<&str> {
        Some(Self::key(self))
    }
}

/// The address of a vault.
impl Target for String {
    fn key(&self) -> Option<&str> {
        None
    }
}

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
            Err(refusal::unreachable(vault, target))
        }
        Fault::Throttled => Err(refusal::throttled(&vault.name, target)),
        Fault::ServerError => Err(refusal::server_error(&vault.name, target)),
        Fault::Unauthorized => Err(refusal::unauthorized(&vault.name, target)),
        Fault::Firewall => Err(refusal::firewall_closed(vault, target)),
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
    target: &dyn Target,
) -> Result<(), VaultError> {
    if !passes_firewall(vault, caller) {
        return Err(refusal::firewall(vault, target));
    }
    if let Some(own) = &vault.hsm {
        hsm::check_active(vault, own)?;
        let key = target.key();
        if own.roles.iter().any(|given| hsm_roles::gives(given, caller, permission, key)) {
            return Ok(());
        }
        let role = VaultRole::least_for(caller, permission, VaultKind::ManagedHsm);
        return Err(refusal::no_hsm_role(vault, caller, role, permission.hsm_data_action()));
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
