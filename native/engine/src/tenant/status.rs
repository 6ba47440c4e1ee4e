//! What a tenant looks like at a glance.

use std::collections::HashMap;

use ckey_store::StateExt;
use ckey_store::model::{PolicyKind, TenantMode};
use ckey_vault::{Cloud, Fault, VaultErrorKind};
use uuid::Uuid;

use super::Tenant;
use crate::directory::Administrators;
use crate::error::{EngineError, Result};
use crate::ground::{JobMode, TamperEvidence, UnknownAccounts, UnknownIdentifiers};

/// Why a vault does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultState {
    /// It was told to fail so.
    Told(Fault),
    /// Its file cannot be used.
    Broken(VaultErrorKind),
}

/// The figures of `Get-CustomerKeyTenant`.
#[derive(Debug, Clone)]
pub struct TenantStatus {
    /// The folder.
    pub path: String,
    /// The name.
    pub name: String,
    /// The id, also the directory tenant id.
    pub id: Uuid,
    /// Rehearsal or production.
    pub mode: TenantMode,
    /// `Local`: the embedded vaults; `Azure`: those that a provider asks.
    pub vault_provider: &'static str,
    /// The suffix of the vaults' hosts, with the port where it is not 443; `None` where all hosts
    /// of Azure are taken.
    pub vault_hosts: Option<String>,
    /// The cloud of the embedded vaults, where it has any.
    pub cloud: Option<Cloud>,
    /// `InUse`, `Needed` while the tenant leaves them, `NotNeeded` once it has, or `None`.
    pub embedded_vaults: &'static str,
    /// The backend of this process.
    pub backend: String,
    /// Whether every key that this process keeps is in locked memory that is left out of dumps. Not
    /// meant is what a key is expanded to while it is used.
    pub memory_locked: bool,
    /// Whether the system lets this process be dumped and looked into; `None` where it does not
    /// say.
    pub dumpable: Option<bool>,
    /// Against whom codes of rows and the audit chain hold.
    pub tamper_evidence: TamperEvidence,
    /// By which heads of the audit log are checked, hexadecimal.
    pub audit_public_key: String,
    /// Mailboxes and mail users.
    pub mailboxes: u64,
    /// Data encryption policies of both kinds.
    pub policies: u64,
    /// Jobs that are not finished.
    pub open_jobs: u64,
    /// Scope keys that open jobs have still to look at.
    pub pending_rewraps: u64,
    /// The tenant's time, Unix seconds.
    pub now: i64,
    /// Seconds by which the clock was moved.
    pub clock_offset: i64,
    /// Where its vaults are served: `https://VAULT.SUFFIX:PORT`.
    pub served_at: Option<String>,
    /// Vaults that do not answer: name and why.
    pub vault_faults: Vec<(String, VaultState)>,
    /// The version of the state's format.
    pub format_version: u32,
    /// The key epoch.
    pub key_epoch: i64,
    /// Who runs jobs.
    pub job_mode: JobMode,
    /// What happens on an unknown id.
    pub unknown_identifiers: UnknownIdentifiers,
    /// What an account may do that nothing names.
    pub unknown_accounts: UnknownAccounts,
    /// Who has all rights: the administrator first.
    pub owners: Vec<String>,
    /// Who is on each list of administrators.
    pub administrators: HashMap<Administrators, Vec<String>>,
    /// When it was made, Unix seconds.
    pub created: i64,
}

impl Tenant {
    /// Whether anything needs the embedded vaults.
    fn embedded_vaults(&self) -> Result<&'static str> {
        Ok(match self.relocation().still_needed()? {
            Some(needed) if needed.is_empty() => "NotNeeded",
            Some(_) => "Needed",
            None if self.ground.provider().has_embedded() => "InUse",
            None => "None",
        })
    }

    fn all_administrators(&self) -> Result<HashMap<Administrators, Vec<String>>> {
        let list = |kind| Ok((kind, self.directory().administrators(kind)?));
        Administrators::ALL.into_iter().map(list).collect()
    }

    /// The tenant at a glance.
    ///
    /// # Errors
    /// Those of the stores.
    pub fn status(&self) -> Result<TenantStatus> {
        self.ground.sync()?;
        let settings = self.ground.current_settings();
        let mut vault_faults = Vec::new();
        for (name, fault) in self.ground.vaults().faults()? {
            match fault {
                Ok(Fault::None) => {}
                Ok(fault) => vault_faults.push((name, VaultState::Told(fault))),
                // One vault that cannot be read hides nothing else, least of all what was done
                // before this was asked.
                Err(error) => vault_faults.push((name, VaultState::Broken(error.kind))),
            }
        }
        let (mailboxes, policies, jobs, key_epoch) = self.ground.state().view(|reader| {
            let mut policies = 0_usize;
            for kind in PolicyKind::CUSTOMER {
                policies = policies.saturating_add(reader.policies(kind)?.len());
            }
            Ok::<_, EngineError>((
                reader.count_mailboxes(None)?,
                policies,
                reader.jobs(false)?,
                reader.epoch()?,
            ))
        })?;
        Ok(TenantStatus {
            path: self.ground.path().display().to_string(),
            name: self.ground.name().to_owned(),
            id: self.ground.id(),
            mode: self.ground.mode(),
            vault_provider: self.ground.provider().name(),
            vault_hosts: self.ground.provider().hosts.shown(),
            cloud: self.ground.provider().embedded_cloud(),
            embedded_vaults: self.embedded_vaults()?,
            backend: self.ground.backend().to_string(),
            memory_locked: ckey_crypto::memory_is_locked(),
            dumpable: crate::process::is_dumpable(),
            tamper_evidence: self.ground.evidence,
            audit_public_key: self.audit().public_key()?,
            mailboxes,
            policies: u64::try_from(policies).unwrap_or(u64::MAX),
            open_jobs: u64::try_from(jobs.len()).unwrap_or(u64::MAX),
            pending_rewraps: jobs.iter().map(|job| job.total.saturating_sub(job.done)).sum(),
            now: self.ground.now(),
            clock_offset: self.ground.clock.offset(),
            // Not being able to look hides nothing else; Get-CustomerKeyServer says why.
            served_at: self.served().ok().flatten().map(|served| served.vault_uri()),
            vault_faults,
            format_version: ckey_store::FORMAT_VERSION,
            key_epoch,
            job_mode: settings.job_mode,
            unknown_identifiers: settings.unknown_identifiers,
            unknown_accounts: self.ground.unknown_accounts(),
            owners: self.directory().owners()?,
            administrators: self.all_administrators()?,
            created: self.ground.row.created,
        })
    }
}
