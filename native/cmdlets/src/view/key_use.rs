use super::{at, count, plain};
use crate::generated::output::customer_key::{
    CustomerKeyBackup, CustomerKeyRetirement, CustomerKeyUsage,
};
use ckey_engine::{BackupReport, BackupView, Dependent, KeyUsage, Retirement};
use ckey_vault::KeyUri;

pub(crate) fn usage(usage: &KeyUsage) -> CustomerKeyUsage {
    let uri = KeyUri::stored(&usage.key_uri).ok();
    let mut policies: Vec<String> = usage.uses.iter().map(|used| used.policy.clone()).collect();
    policies.dedup();
    CustomerKeyUsage {
        id: plain(&usage.key_uri),
        vault_name: uri.as_ref().map(|uri| uri.vault().to_owned()),
        name: uri.as_ref().map(|uri| uri.key().to_owned()),
        version: uri.as_ref().and_then(|uri| uri.version().map(str::to_owned)),
        current: Some(usage.is_current()),
        policies,
        generations: usage.uses.iter().map(|used| used.generation_guid.to_string()).collect(),
        keys: count(usage.sum(|used| used.keys)),
        mailboxes: count(usage.sum(|used| used.mailboxes)),
        workloads: count(usage.sum(|used| used.workloads)),
        applications: count(usage.sum(|used| used.applications)),
        sites: count(usage.sum(|used| used.sites)),
        deleted_sites: count(usage.sum(|used| used.deleted_sites)),
        backups: i64::try_from(usage.backups.len()).ok(),
    }
}

/// A backup that was just written.
pub(crate) fn backup(tenant: &str, report: &BackupReport) -> CustomerKeyBackup {
    let size = report.output_bytes.saturating_add(report.secrets_bytes);
    of_backup(tenant, &report.known, Some(size))
}

/// A backup as the tenant knows it; its size where both files are where they were written.
pub(crate) fn known_backup(tenant: &str, known: &BackupView) -> CustomerKeyBackup {
    let length = |file: &str| std::fs::metadata(file).ok().map(|file| file.len());
    let size = length(&known.output).zip(length(&known.secrets));
    of_backup(tenant, known, size.map(|(main, secrets)| main.saturating_add(secrets)))
}

fn of_backup(tenant: &str, known: &BackupView, size: Option<u64>) -> CustomerKeyBackup {
    CustomerKeyBackup {
        identity: plain(known.guid.to_string()),
        output_file: plain(&known.output),
        secrets_file: plain(&known.secrets),
        tenant_id: plain(tenant),
        size: size.and_then(count),
        created: at(known.at),
        keys: known.keys.clone(),
    }
}

/// The answer where nothing needs a key.
pub(crate) fn retirable(answer: &Retirement) -> CustomerKeyRetirement {
    CustomerKeyRetirement {
        id: plain(&answer.key_uri),
        result: plain("Passed"),
        reason: None,
        policy: None,
        name: None,
        keys: Some(0),
        detail: plain("No policy, mailbox, workload, application scope or known backup needs it."),
        remedy: None,
    }
}

pub(crate) fn dependent(one: &Dependent) -> CustomerKeyRetirement {
    CustomerKeyRetirement {
        id: plain(&one.key_uri),
        result: plain("Failed"),
        reason: plain(one.lag.as_str()),
        policy: one.policy.clone(),
        name: one.name.clone(),
        keys: count(one.keys),
        detail: plain(&one.why),
        remedy: plain(&one.remedy),
    }
}
