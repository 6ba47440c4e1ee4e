use super::{at, count, plain, text};
use crate::generated::output::customer_key::{
    CustomerKeyClock, CustomerKeyTenant, CustomerKeyTenantCheck,
};
use ckey_engine::{Administrators, CheckResult, ClockState, Settings, TenantStatus, VaultState};
use ckey_store::model::TenantMode;
use ckey_vault::Fault;

pub(crate) fn tenant(status: &TenantStatus, settings: &Settings) -> CustomerKeyTenant {
    let administrators = |kind| status.administrators.get(&kind).cloned().unwrap_or_default();
    CustomerKeyTenant {
        path: plain(&status.path),
        name: text(&status.name),
        tenant_id: plain(status.id.to_string()),
        mode: plain(match status.mode {
            TenantMode::Rehearsal => "Rehearsal",
            TenantMode::Production => "Production",
        }),
        vault_provider: plain(status.vault_provider),
        vault_hosts: status.vault_hosts.clone(),
        environment: status.cloud.and_then(|cloud| plain(cloud.as_str())),
        embedded_vaults: plain(status.embedded_vaults),
        crypto_backend: plain(&status.backend),
        memory_locked: Some(status.memory_locked),
        dumpable: status.dumpable,
        audit_public_key: Some(status.audit_public_key.clone()),
        tamper_evidence: Some(status.tamper_evidence.name().to_owned()),
        mailboxes: count(status.mailboxes),
        policies: count(status.policies),
        pending_rewraps: count(status.pending_rewraps),
        clock: at(status.now),
        clock_moved: Some(status.clock_offset != 0),
        served_at: status.served_at.clone(),
        vault_faults: status
            .vault_faults
            .iter()
            .map(|(vault, state)| match state {
                VaultState::Told(fault) => format!("{vault}={}", fault_name(*fault)),
                VaultState::Broken(kind) => format!("{vault}={}", kind.name()),
            })
            .collect(),
        format_version: i32::try_from(status.format_version).ok(),
        key_epoch: Some(status.key_epoch),
        job_mode: plain(format!("{:?}", status.job_mode)),
        unknown_identifiers: plain(format!("{:?}", status.unknown_identifiers)),
        unknown_accounts: plain(format!("{:?}", status.unknown_accounts)),
        owners: status.owners.iter().map(ToString::to_string).collect(),
        exchange_administrators: administrators(Administrators::Exchange),
        compliance_administrators: administrators(Administrators::Compliance),
        cache_enabled: Some(settings.cache_enabled),
        audit_reads: Some(settings.audit_reads),
        rule_profile: plain(settings.rules.name()),
        validation: plain(format!("{:?}", settings.validation)),
        site_cache_lifetime: count(settings.site_cache.as_secs()),
        root_offset: Some(settings.root_offset.as_secs_f64()),
        mailbox_cache_lifetime: count(settings.mailbox_cache.as_secs()),
        failure_cache_lifetime: count(settings.failure_cache.as_secs()),
        root_timeout: Some(settings.root_timeout.as_secs_f64()),
    }
}

pub(crate) fn check(check: &CheckResult) -> CustomerKeyTenantCheck {
    CustomerKeyTenantCheck {
        check: plain(&check.check),
        result: plain(if check.passed { "Passed" } else { "Failed" }),
        count: count(check.count),
        detail: text(&check.detail),
    }
}

pub(crate) fn clock(state: &ClockState) -> CustomerKeyClock {
    CustomerKeyClock {
        now: at(state.now),
        system: at(state.real),
        moved: Some(state.offset_seconds != 0),
        advanced_seconds: Some(state.offset_seconds),
    }
}

fn fault_name(fault: Fault) -> &'static str {
    match fault {
        Fault::None => "None",
        Fault::Unreachable => "Unreachable",
        Fault::Reset => "Reset",
        Fault::HalfAnswer => "HalfAnswer",
        Fault::Throttled => "Throttled",
        Fault::ServerError => "ServerError",
        Fault::Unauthorized => "Unauthorized",
        Fault::Firewall => "Firewall",
        Fault::SubscriptionCanceled => "SubscriptionCanceled",
        Fault::Slow(_) => "Slow",
    }
}
