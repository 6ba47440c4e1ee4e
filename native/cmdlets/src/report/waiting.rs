//! What waits: jobs, purges, geos that are being registered or rolled, retention periods.

use ckey_engine::{JobView, PurgeView, Retention, Tenant, iso};
use serde::Serialize;

use super::Result;

#[derive(Debug, Serialize)]
pub(crate) struct Waiting {
    pub(crate) jobs: Vec<Job>,
    pub(crate) purges: Vec<Purge>,
    pub(crate) geos: Vec<Geo>,
    #[serde(rename = "retentionPeriods")]
    pub(crate) retention: Vec<Period>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Job {
    pub(crate) kind: String,
    pub(crate) subject: String,
    pub(crate) state: &'static str,
    pub(crate) done: u64,
    pub(crate) total: u64,
    pub(crate) percent: u8,
    pub(crate) since: String,
    pub(crate) problem: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Purge {
    pub(crate) policy: String,
    pub(crate) stage: &'static str,
    pub(crate) requested: String,
    pub(crate) by: String,
    pub(crate) mailboxes: u64,
    pub(crate) problem: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Geo {
    pub(crate) name: String,
    pub(crate) status: &'static str,
    pub(crate) percent: u8,
    pub(crate) sites: u64,
    pub(crate) in_recovery: bool,
    pub(crate) primary: Option<String>,
    pub(crate) secondary: Option<String>,
}

/// The mandatory retention period of a subscription with vaults.
#[derive(Debug, Serialize)]
pub(crate) struct Period {
    pub(crate) subscription: String,
    pub(crate) state: String,
}

impl Waiting {
    pub(super) fn of(tenant: &Tenant) -> Result<Self> {
        let purges = tenant.purges().list()?.into_iter();
        let mut geos = Vec::new();
        for geo in tenant.sites().geos()? {
            let status = tenant.sites().status(Some(&geo.name))?;
            geos.push(Geo {
                name: geo.name,
                status: status.status,
                percent: status.percent,
                sites: geo.sites,
                in_recovery: status.in_recovery,
                primary: status.primary,
                secondary: status.secondary,
            });
        }
        Ok(Self {
            jobs: tenant.jobs().list(false)?.into_iter().map(job).collect(),
            purges: purges.filter(|purge| purge.finished.is_none()).map(purge).collect(),
            geos,
            retention: periods(tenant)?,
        })
    }
}

fn job(view: JobView) -> Job {
    Job {
        kind: view.kind,
        subject: view.subject,
        state: view.state,
        done: view.done,
        total: view.total,
        percent: view.percent,
        since: iso(view.created),
        problem: view.problem,
    }
}

fn purge(view: PurgeView) -> Purge {
    Purge {
        policy: view.policy,
        stage: view.stage,
        requested: iso(view.requested),
        by: view.requested_by,
        mailboxes: view.mailboxes,
        problem: view.problem,
    }
}

fn periods(tenant: &Tenant) -> Result<Vec<Period>> {
    let vaults = tenant.vaults().each_vault()?.into_iter().filter(|vault| !vault.deleted);
    let readable = vaults.filter_map(|vault| vault.found.ok());
    let mut subscriptions: Vec<_> = readable.map(|vault| vault.subscription).collect();
    subscriptions.sort();
    subscriptions.dedup();
    let mut found = Vec::new();
    for subscription in subscriptions {
        let state = match tenant.directory().retention(&subscription)? {
            Retention::NotRegistered => "Not registered".to_owned(),
            Retention::Pending(until) => format!("Pending, finalised at {}", iso(until)),
            Retention::Registered { in_effect: true } => "Registered and in effect".to_owned(),
            Retention::Registered { in_effect: false } => {
                "Registered, not in effect yet".to_owned()
            }
        };
        found.push(Period { subscription, state });
    }
    Ok(found)
}
