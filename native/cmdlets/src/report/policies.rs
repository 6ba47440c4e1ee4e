//! The key tree from the policies down: generations, and how much is under each; and what is under
//! no key of the customer's.

use ckey_engine::{Coverage, Covered, PolicyKind, PolicyView, Tenant, iso};
use serde::Serialize;

use super::Result;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Policy {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) state: &'static str,
    pub(crate) key_uris: Vec<String>,
    /// Newest first.
    pub(crate) generations: Vec<Generation>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Generation {
    pub(crate) number: u32,
    pub(crate) id: String,
    pub(crate) state: &'static str,
    pub(crate) created: String,
    pub(crate) mailboxes: u64,
    pub(crate) removed_mailboxes: u64,
    pub(crate) workloads: u64,
    pub(crate) applications: u64,
    pub(crate) sites: u64,
    pub(crate) deleted_sites: u64,
    pub(crate) keys: u64,
}

/// Some of what is under the service's key alone.
#[derive(Debug, Serialize)]
pub(crate) struct Bare {
    pub(crate) mailboxes: Vec<String>,
    pub(crate) sites: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Workload {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) protected_by: String,
    pub(crate) is_under_customer_keys: bool,
    pub(crate) rewrap_pending: bool,
    pub(crate) items: u64,
}

impl Bare {
    pub(super) fn of(covered: &Covered) -> Self {
        Self { mailboxes: covered.bare_mailboxes.clone(), sites: covered.bare_sites.clone() }
    }
}

pub(super) const fn kind_name(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Service => "Service",
        PolicyKind::MultiWorkload => "MultiWorkload",
        PolicyKind::Mailbox => "Mailbox",
        PolicyKind::SharePoint => "SharePoint",
    }
}

/// Every policy, the service's own last.
pub(super) fn policies(tenant: &Tenant, covered: &Covered) -> Result<Vec<Policy>> {
    let mut found = Vec::new();
    for kind in PolicyKind::CUSTOMER {
        for view in tenant.policies().list(kind)? {
            found.push(customers(kind, view, covered));
        }
    }
    let services = covered.generations.iter().filter(|one| one.kind == PolicyKind::Service);
    let generations: Vec<_> = services.clone().map(generation).collect();
    let name = services.map(|one| one.policy.clone()).next().unwrap_or_default();
    let (kind, state) = (kind_name(PolicyKind::Service), "Active");
    found.push(Policy { name, kind, state, key_uris: Vec::new(), generations });
    Ok(found)
}

fn customers(kind: PolicyKind, view: PolicyView, covered: &Covered) -> Policy {
    let own = covered.generations.iter();
    let own = own.filter(|one| one.kind == kind && one.policy == view.name);
    Policy {
        kind: kind_name(kind),
        state: view.state,
        generations: own.map(generation).collect(),
        key_uris: view.key_uris,
        name: view.name,
    }
}

fn generation(of: &Coverage) -> Generation {
    Generation {
        number: of.generation,
        id: of.guid.to_string(),
        state: match of {
            Coverage { destroyed: Some(_), .. } => "Destroyed",
            Coverage { retired: Some(_), .. } => "Retired",
            Coverage { is_current: true, .. } => "Newest",
            _ => "Still needed",
        },
        created: iso(of.created),
        mailboxes: of.below.mailboxes,
        removed_mailboxes: of.below.removed_mailboxes,
        workloads: of.below.workloads,
        applications: of.below.applications,
        sites: of.below.sites,
        deleted_sites: of.below.deleted_sites,
        keys: of.below.keys(),
    }
}

pub(super) fn workloads(tenant: &Tenant) -> Result<Vec<Workload>> {
    let told = |view: ckey_engine::WorkloadView| Workload {
        name: view.name,
        kind: view.kind,
        protected_by: view.protected_by,
        is_under_customer_keys: view.is_encrypted,
        rewrap_pending: view.rewrap_pending,
        items: view.items,
    };
    Ok(tenant.workloads().list()?.into_iter().map(told).collect())
}
