//! Reading the audit log.

use ckey_store::StateExt;
use ckey_store::model::AuditRow;
use serde_json::Value;

use super::chain::Draft;
use crate::error::{EngineError, Result};
use crate::tenant::Tenant;

/// Which records are wanted; `None` is no condition.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only records above this sequence number.
    pub after: i64,
    /// Not before this time, Unix seconds.
    pub from: Option<i64>,
    /// Not after this time, Unix seconds.
    pub to: Option<i64>,
    /// Only this activity, any case.
    pub activity: Option<String>,
    /// Only this record type.
    pub record_type: Option<u32>,
    /// At most so many.
    pub limit: u32,
}

/// A record as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditView {
    /// From 1, without gaps.
    pub sequence: i64,
    /// When, Unix seconds.
    pub at: i64,
    /// What was done.
    pub activity: String,
    /// The service's record type where it has one: 69, CustomerKeyServiceEncryption (AK21).
    pub record_type: Option<u32>,
    /// The part of the service.
    pub workload: String,
    /// Who.
    pub actor: String,
    /// To what.
    pub object: String,
    /// The particulars.
    pub details: Value,
    /// How it ended.
    pub result: String,
    /// The tag that chains it to the record before.
    pub mac: [u8; 32],
}

impl AuditQuery {
    fn matches(&self, view: &AuditView) -> bool {
        self.from.is_none_or(|from| view.at >= from)
            && self.to.is_none_or(|to| view.at <= to)
            && self.record_type.is_none_or(|wanted| view.record_type == Some(wanted))
            && self.activity.as_deref().is_none_or(|wanted| view.activity.eq_ignore_ascii_case(wanted))
    }
}

fn view(row: AuditRow) -> Result<AuditView> {
    let draft: Draft = serde_json::from_str(&row.body).map_err(|error| {
        EngineError::damaged(
            &format!("audit record {}", row.sequence),
            format!("Audit record {} cannot be read: {error}.", row.sequence),
        )
    })?;
    Ok(AuditView {
        sequence: row.sequence,
        at: row.at,
        activity: draft.activity,
        record_type: draft.record_type,
        workload: draft.workload,
        actor: draft.actor,
        object: draft.object,
        details: draft.details,
        result: draft.result,
        mac: row.mac,
    })
}

impl Tenant {
    /// A page of records that match, oldest first. Continue from the last one's sequence; an empty page is the end.
    ///
    /// # Errors
    /// Those of the store; a record that is not one.
    pub fn audit_page(&self, query: &AuditQuery) -> Result<Vec<AuditView>> {
        self.sync()?;
        let mut after = query.after;
        let mut found = Vec::new();
        let wanted = usize::try_from(query.limit.clamp(1, 1000)).unwrap_or(1000);
        loop {
            let rows = self.state().view(|reader| Ok::<_, EngineError>(reader.audit(after, 1000)?))?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.sequence;
            for row in rows {
                let record = view(row)?;
                if query.matches(&record) {
                    found.push(record);
                    if found.len() == wanted {
                        return Ok(found);
                    }
                }
            }
        }
    }
}
