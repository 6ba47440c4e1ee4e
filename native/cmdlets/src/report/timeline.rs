//! The newest records of the audit log.

use ckey_engine::{AuditQuery, AuditView, Tenant, iso};
use serde::Serialize;

use super::Result;

#[derive(Debug, Serialize)]
pub(crate) struct Timeline {
    /// How many records the log has.
    pub(crate) records: i64,
    /// Newest first.
    pub(crate) newest: Vec<Event>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Event {
    pub(crate) record: i64,
    pub(crate) at: String,
    pub(crate) activity: String,
    pub(crate) actor: String,
    pub(crate) object: String,
    pub(crate) result: String,
}

impl Timeline {
    pub(super) fn of(tenant: &Tenant, most: usize) -> Result<Self> {
        let page = tenant.audit().page(&AuditQuery::default())?;
        let records = page.records.first().map_or(0, |record| record.sequence);
        let newest = page.records.into_iter().take(most).map(event).collect();
        Ok(Self { records, newest })
    }
}

fn event(view: AuditView) -> Event {
    Event {
        record: view.sequence,
        at: iso(view.at),
        activity: view.activity,
        actor: view.actor,
        object: view.object,
        result: view.result,
    }
}
