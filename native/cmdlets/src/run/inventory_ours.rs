//! What an import may change: what it makes itself, and what one before it has made that never
//! ended. All else is somebody's by now.

use std::collections::BTreeSet;

use super::RunResult;
use crate::inventory::PolicyRow;
use crate::runtime::error::CmdletError;
use ckey_engine::{PolicyKind, Tenant};
use ckey_vault::KeyUri;

pub(super) struct Ours(BTreeSet<String>);

impl Ours {
    /// What earlier imports have left unfinished.
    pub(super) fn of(tenant: &Tenant) -> Result<Self, CmdletError> {
        Ok(Self(tenant.unfinished_import()?))
    }

    /// Notes what is about to be made, before it is: whoever is ended in between goes on with it.
    pub(super) fn begin(&mut self, tenant: &Tenant, part: String) -> RunResult {
        if !self.0.contains(&part) {
            tenant.begin_import(&part)?;
            self.0.insert(part);
        }
        Ok(())
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.0.contains(part)
    }

    /// Whether a key version may be changed: the import made it, or the whole vault.
    pub(super) fn has_key(&self, uri: &KeyUri) -> bool {
        self.has(&vault(uri.vault())) || self.has(&key(uri))
    }

    /// All of these are as they should be.
    pub(super) fn end(self, tenant: &Tenant, finished: &BTreeSet<String>) -> RunResult {
        let ended: BTreeSet<String> = self.0.intersection(finished).cloned().collect();
        if ended.is_empty() { Ok(()) } else { Ok(tenant.end_import(&ended)?) }
    }
}

pub(super) fn vault(name: &str) -> String {
    format!("vault {}", name.to_lowercase())
}

pub(super) fn key(uri: &KeyUri) -> String {
    format!("key {uri}").to_lowercase()
}

pub(super) fn subscription(id: &str) -> String {
    format!("subscription {}", id.to_lowercase())
}

pub(super) fn policy(kind: PolicyKind, name: &str) -> String {
    format!("policy {kind:?} {}", name.to_lowercase())
}

pub(super) const fn kind(policy: &PolicyRow) -> PolicyKind {
    if policy.is_of_workloads { PolicyKind::MultiWorkload } else { PolicyKind::Mailbox }
}
