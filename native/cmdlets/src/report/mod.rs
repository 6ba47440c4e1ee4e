//! A tenant as one report: who holds which key, what each protects, what waits and what is wrong.
//! What grows with the mailboxes is counted, never walked; only the lists of JSON and CSV walk.

mod access;
mod findings;
mod html;
mod keys;
mod page;
mod policies;
mod rows;
mod sections;
mod table;
mod timeline;
mod tree;
mod visible;
mod waiting;

use ckey_base::CancelToken;
use ckey_engine::{EngineError, PolicyKind, Tenant, iso};
use serde::Serialize;

pub(crate) use findings::Findings;
pub(crate) use page::page;
pub(crate) use rows::{write_csv, write_json};

type Result<T> = std::result::Result<T, EngineError>;

/// How many records the timeline holds.
const TIMELINE: usize = 200;

/// Which tenant, at which moment, by which rules.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Heading {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) mode: &'static str,
    pub(crate) rule_profile: &'static str,
    /// Whether the checks refuse or only warn.
    pub(crate) validation: String,
    /// The tenant's time.
    pub(crate) clock: String,
    pub(crate) clock_moved: bool,
    pub(crate) version: &'static str,
    pub(crate) audit_public_key: String,
}

/// The numbers that are asked for first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summary {
    /// In use.
    pub(crate) mailboxes: u64,
    pub(crate) mailboxes_under_customer_keys: u64,
    pub(crate) mailboxes_under_service_keys: u64,
    pub(crate) removed_mailboxes: u64,
    pub(crate) sites: u64,
    pub(crate) sites_under_customer_keys: u64,
    pub(crate) policies: usize,
    /// Versions of root keys that data or a known backup needs.
    pub(crate) key_versions_in_use: usize,
    pub(crate) failed: usize,
    pub(crate) warnings: usize,
    pub(crate) passed: usize,
    pub(crate) open_jobs: usize,
    pub(crate) open_purges: usize,
}

/// All of it but the lists of mailboxes and sites.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) tenant: Heading,
    pub(crate) summary: Summary,
    pub(crate) findings: Findings,
    pub(crate) policies: Vec<policies::Policy>,
    pub(crate) bare: policies::Bare,
    pub(crate) workloads: Vec<policies::Workload>,
    pub(crate) vaults: Vec<keys::Vault>,
    #[serde(rename = "lostVersions")]
    pub(crate) lost: Vec<keys::Version>,
    pub(crate) waiting: waiting::Waiting,
    pub(crate) timeline: timeline::Timeline,
}

impl Report {
    /// Looks at a tenant, and asks each root of each policy to wrap and unwrap.
    pub(crate) fn of(tenant: &Tenant, cancel: &CancelToken) -> Result<Self> {
        let findings = Findings::of(tenant, cancel)?;
        let covered = tenant.key_use().coverage()?;
        let (vaults, lost) = keys::vaults(tenant)?;
        let waiting = waiting::Waiting::of(tenant)?;
        let under = |customer: bool, of: fn(&ckey_engine::Coverage) -> u64| {
            let all = covered.generations.iter();
            all.filter(|one| (one.kind != PolicyKind::Service) == customer)
                .map(of)
                .fold(0, u64::saturating_add)
        };
        let sites = |customer| under(customer, |one| one.below.sites);
        let summary = Summary {
            mailboxes: under(true, |one| one.below.mailboxes)
                .saturating_add(under(false, |one| one.below.mailboxes)),
            mailboxes_under_customer_keys: under(true, |one| one.below.mailboxes),
            mailboxes_under_service_keys: under(false, |one| one.below.mailboxes),
            removed_mailboxes: under(true, |one| one.below.removed_mailboxes)
                .saturating_add(under(false, |one| one.below.removed_mailboxes)),
            sites: sites(true).saturating_add(sites(false)),
            sites_under_customer_keys: sites(true),
            policies: 0,
            key_versions_in_use: tenant.key_use().usage(None)?.len(),
            failed: findings.failed,
            warnings: findings.warnings,
            passed: findings.passed,
            open_jobs: waiting.jobs.len(),
            open_purges: waiting.purges.len(),
        };
        let policies = policies::policies(tenant, &covered)?;
        let customers = policies.iter().filter(|policy| policy.kind != "Service").count();
        Ok(Self {
            tenant: heading(tenant)?,
            summary: Summary { policies: customers, ..summary },
            findings,
            policies,
            bare: policies::Bare::of(&covered),
            workloads: policies::workloads(tenant)?,
            vaults,
            lost,
            waiting,
            timeline: timeline::Timeline::of(tenant, TIMELINE)?,
        })
    }
}

fn heading(tenant: &Tenant) -> Result<Heading> {
    let (status, settings) = (tenant.status()?, tenant.settings()?);
    Ok(Heading {
        name: status.name,
        id: status.id.to_string(),
        mode: match status.mode {
            ckey_engine::TenantMode::Rehearsal => "Rehearsal",
            ckey_engine::TenantMode::Production => "Production",
        },
        rule_profile: settings.rules.name(),
        validation: format!("{:?}", settings.validation),
        clock: iso(status.now),
        clock_moved: status.clock_offset != 0,
        version: env!("CARGO_PKG_VERSION"),
        audit_public_key: status.audit_public_key,
    })
}
