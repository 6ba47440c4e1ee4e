//! Reading the audit log.

use ckey_store::StateExt;
use ckey_store::model::AuditRow;
use serde_json::Value;

use super::Audit;
use crate::error::{EngineError, Result};
use crate::ground::{CHANGE_SETTINGS, as_recorded};
use crate::record::{AuditEvent, Origin};

/// How many records are looked at in one go.
const PAGE: u32 = 1000;

/// Which records are wanted; `None` is no condition.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only records below this sequence number.
    pub before: Option<i64>,
    /// Not before this time, Unix seconds.
    pub from: Option<i64>,
    /// Not after this time, Unix seconds.
    pub to: Option<i64>,
    /// Only this record type.
    pub record_type: Option<u32>,
}

/// A page of records that were looked at, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditPage {
    /// Those that match.
    pub records: Vec<AuditView>,
    /// Where the next page begins: what [`AuditQuery::before`] must be for it. `None` where nothing
    /// older can match.
    pub next: Option<i64>,
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
    /// The service's record type where it has one: 69, CustomerKeyServiceEncryption (rule 3.5).
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
    /// The hash that chains it to the record before; anyone who has the records can recompute it.
    pub link: [u8; 32],
    /// Where it comes from; `None` in records of version 0.2 and before.
    pub origin: Option<Origin>,
}

impl AuditQuery {
    fn matches(&self, view: &AuditView) -> bool {
        self.from.is_none_or(|from| view.at >= from)
            && self.to.is_none_or(|to| view.at <= to)
            && self.record_type.is_none_or(|wanted| view.record_type == Some(wanted))
    }
}

pub(crate) fn view(row: AuditRow) -> Result<AuditView> {
    let mut event: AuditEvent = serde_json::from_str(&row.body).map_err(|error| {
        EngineError::damaged(
            &format!("audit record {}", row.sequence),
            format!("Audit record {} cannot be read: {error}.", row.sequence),
        )
    })?;
    if event.activity == CHANGE_SETTINGS {
        hide_credentials(&mut event.details);
    }
    Ok(AuditView {
        sequence: row.sequence,
        at: row.at,
        activity: event.activity,
        record_type: event.record_type,
        workload: event.workload,
        actor: event.actor,
        object: event.object,
        details: event.details,
        result: event.result,
        link: row.link,
        origin: event.origin,
    })
}

/// Records of before hold what is kept of secrets.
fn hide_credentials(details: &mut Value) {
    for (name, value) in details.as_object_mut().into_iter().flatten() {
        if let Some(text) = value.as_str() {
            *value = Value::from(as_recorded(name, text));
        }
    }
}

impl Audit<'_> {
    /// The next records that match, newest first. Each page looks at no more than a thousand, so it
    /// may be empty and still not be the last.
    ///
    /// # Errors
    /// Those of the store; a record that is not one.
    pub fn page(&self, query: &AuditQuery) -> Result<AuditPage> {
        self.ground.sync()?;
        let before = query.before.unwrap_or(i64::MAX);
        let rows = self
            .ground
            .state()
            .view(|reader| Ok::<_, EngineError>(reader.audit_below(before, PAGE)?))?;
        // Records never go back in time.
        let oldest = rows
            .last()
            .filter(|last| last.sequence > 1 && query.from.is_none_or(|from| last.at >= from));
        let next = oldest.map(|last| last.sequence);
        let records = rows.into_iter().map(view).collect::<Result<Vec<_>>>()?;
        Ok(AuditPage {
            records: records.into_iter().filter(|record| query.matches(record)).collect(),
            next,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn what_a_record_of_before_holds_of_a_secret_is_not_shown() {
        let body = r#"{"activity":"Change settings","record_type":null,"workload":"Tenant",
            "actor":"a","object":"b","details":{"credential.b":"argon2id$1$1$1$5a17$de71",
            "credential.c":"Revoked","mode":"a$b"},"result":"Success"}"#;
        let row =
            AuditRow { sequence: 1, at: 0, body: body.to_owned(), mac: [0; 32], link: [0; 32] };
        let details = view(row).unwrap().details;
        let digest = as_recorded("credential.b", "argon2id$1$1$1$5a17$de71");
        assert!(digest.starts_with("sha256:"));
        assert_eq!(details["credential.b"], digest);
        assert_eq!(
            (&details["credential.c"], &details["mode"]),
            (&"Revoked".into(), &"a$b".into())
        );
    }
}
