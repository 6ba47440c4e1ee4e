//! The key hierarchy: customer keys and availability key, policy keys in generations, scope keys;
//! and who may open a policy key, and with what (the Exchange and multi-workload path, rules 3.1.1
//! and 3.2).

mod admission;
mod askers;
mod availability;
mod earlier_keys;
mod generation;
mod moving;
mod policy_key;
mod race;
mod roots;
mod scope_key;
mod service;
mod verdict;

pub(crate) use admission::{Under, commit_while_open, settle};
pub(crate) use askers::Askers;
pub(crate) use availability::{
    AvailabilityKey, WrapPlace, installation_key, new_installation_key, opened_installation_key,
};
pub(crate) use earlier_keys::{customer_wraps, must_be_of_policy, with_present_keys};
pub(crate) use generation::{NewGeneration, new_generation};
pub(crate) use moving::planned_holds;
pub(crate) use roots::{
    Root, RootFailure, check_roots, current_version, open_root, service_application,
    warn_unless_open,
};
pub(crate) use service::service_policy;
pub(crate) use verdict::{Verdict, not_opened, rescue, unreachable_keys};

use crate::ground::Ground;

/// The keys of a tenant.
#[derive(Clone, Copy)]
pub(crate) struct Hierarchy<'a> {
    ground: &'a Ground,
}

impl<'a> Hierarchy<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
