//! What an import may change: what it makes itself, and what one before it has made that never
//! ended. All else is somebody's by now.
//!
//! A note says of a vault or a policy also what it is known by, beside its name: one that somebody
//! made later, when ours was purged, is not ours.

use std::collections::BTreeSet;

use super::RunResult;
use super::inventory_hsms::stage;
use crate::inventory::PolicyRow;
use crate::runtime::error::CmdletError;
use ckey_engine::{Category, PolicyKind, Tenant};
use ckey_vault::{HsmTwin, KeyUri, VaultId};

/// What is between a vault and its id; no name has it.
const AS: char = '\t';
const VAULT: &str = "vault ";
const POLICY: &str = "policy ";

#[derive(Default)]
pub(super) struct Ours {
    /// What is noted, each as it is written.
    noted: BTreeSet<String>,
    /// What of it is there still, or is none that anybody else could make.
    parts: BTreeSet<String>,
}

impl Ours {
    /// What earlier imports have left unfinished.
    pub(super) fn of(tenant: &Tenant) -> Result<Self, CmdletError> {
        let mut ours = Self::default();
        let notes = tenant.unfinished_import()?;
        let is_noted = notes.iter().any(|note| note.starts_with(POLICY));
        let policies = if is_noted { guids(tenant)? } else { BTreeSet::new() };
        for note in notes {
            if is_ours(tenant, &policies, &note)? {
                ours.parts.insert(part(&note).to_owned());
            }
            ours.noted.insert(note);
        }
        Ok(ours)
    }

    /// Notes what is about to be made, before it is: whoever is ended in between goes on with it.
    pub(super) fn begin(&mut self, tenant: &Tenant, note: String) -> RunResult {
        if !self.parts.contains(part(&note)) {
            tenant.begin_import(&note)?;
            self.parts.insert(part(&note).to_owned());
            self.noted.insert(note);
        }
        Ok(())
    }

    /// The same of a vault, which is to be made under this id.
    pub(super) fn begin_vault(
        &mut self,
        tenant: &Tenant,
        name: &str,
    ) -> Result<VaultId, CmdletError> {
        let id = VaultId::random().map_err(|error| {
            let fix = "Run it again; where it stays so, the system is damaged.";
            CmdletError::new("RandomFailed", Category::ResourceUnavailable, error.to_string(), fix)
        })?;
        self.begin(tenant, format!("{}{AS}{id}", vault(name)))?;
        Ok(id)
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.parts.contains(part)
    }

    /// Whether a key version may be changed: the import made it, or the whole vault.
    pub(super) fn has_key(&self, uri: &KeyUri) -> bool {
        self.has(&vault(uri.vault())) || self.has(&key(uri))
    }

    /// All of these are as they should be. What is noted of what is gone is over too.
    pub(super) fn end(self, tenant: &Tenant, finished: &BTreeSet<String>) -> RunResult {
        let Self { noted, parts } = self;
        let is_over = |note: &String| finished.contains(part(note)) || !parts.contains(part(note));
        let ended: BTreeSet<String> = noted.into_iter().filter(is_over).collect();
        if ended.is_empty() { Ok(()) } else { Ok(tenant.end_import(&ended)?) }
    }
}

fn part(note: &str) -> &str {
    note.split_once(AS).map_or(note, |(part, _)| part)
}

/// Whether what a note names is what was made then, and nobody has taken it over.
fn is_ours(tenant: &Tenant, policies: &BTreeSet<String>, note: &str) -> Result<bool, CmdletError> {
    if let Some(vault) = note.strip_prefix(VAULT) {
        let (name, id) = vault.split_once(AS).unwrap_or((vault, ""));
        let is_it = tenant.vaults().vault_id(name)?.is_some_and(|known| known.to_string() == id);
        return Ok(is_it && stage(tenant, name) != Some(HsmTwin::Made));
    }
    Ok(note.strip_prefix(POLICY).is_none_or(|guid| policies.contains(guid)))
}

/// The policies of the kinds that an inventory has.
fn guids(tenant: &Tenant) -> Result<BTreeSet<String>, CmdletError> {
    let mut found = BTreeSet::new();
    for kind in [PolicyKind::Mailbox, PolicyKind::MultiWorkload] {
        found.extend(tenant.policies().list(kind)?.into_iter().map(|known| known.guid.to_string()));
    }
    Ok(found)
}

pub(super) fn vault(name: &str) -> String {
    format!("{VAULT}{}", name.to_lowercase())
}

pub(super) fn key(uri: &KeyUri) -> String {
    format!("key {uri}").to_lowercase()
}

pub(super) fn subscription(id: &str) -> String {
    format!("subscription {}", id.to_lowercase())
}

pub(super) fn policy(guid: uuid::Uuid) -> String {
    format!("{POLICY}{guid}")
}

pub(super) const fn kind(policy: &PolicyRow) -> PolicyKind {
    if policy.is_of_workloads { PolicyKind::MultiWorkload } else { PolicyKind::Mailbox }
}
