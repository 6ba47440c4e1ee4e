//! Appending to the chain.

use ckey_crypto::SecretKey;
use ckey_crypto::mac::MacKey;
use ckey_store::model::AuditRow;
use ckey_store::{Writer, audit_link};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::operation::Operation;
use super::origin::Origin;
use crate::error::{EngineError, Result};

/// What a record says. Stored as JSON in this order of fields, so the text is canonical.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub(crate) struct AuditEvent {
    /// What was done: a cmdlet-like verb phrase such as `Assign policy`.
    pub(crate) activity: String,
    /// The service's record type where it has one: 69 for the use of an availability key (rule
    /// 3.5).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) record_type: Option<u32>,
    /// `Exchange`, `DataAtRestEncryption`, `KeyVault`, `Tenant`.
    pub(crate) workload: String,
    /// Who.
    pub(crate) actor: String,
    /// To what.
    pub(crate) object: String,
    /// `Succeeded`, `Failed`, `Denied`.
    pub(crate) result: String,
    /// The particulars.
    pub(crate) details: Value,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) origin: Option<Origin>,
}

impl AuditEvent {
    pub(crate) fn new(
        activity: &str,
        workload: &str,
        actor: &str,
        object: impl Into<String>,
        details: Value,
    ) -> Self {
        Self {
            activity: activity.to_owned(),
            record_type: None,
            workload: workload.to_owned(),
            actor: actor.to_owned(),
            object: object.into(),
            result: "Succeeded".to_owned(),
            details,
            origin: Some(Origin::here()),
        }
    }
}

fn body(event: &AuditEvent) -> Result<String> {
    serde_json::to_string(event)
        .map_err(|error| EngineError::damaged("audit record", error.to_string()))
}

/// The chain's MAC key, prepared.
pub(crate) struct AuditChain {
    key: MacKey,
}

impl AuditChain {
    pub(crate) fn new(key: &SecretKey) -> Self {
        Self { key: MacKey::new(key) }
    }

    /// Appends a record to the change that does what it records.
    pub(crate) fn append(
        &self,
        writer: &mut dyn Writer,
        now: i64,
        event: &AuditEvent,
    ) -> Result<()> {
        self.append_bodies(writer, [Ok((now, body(event)?))])
    }

    /// Appends records that differ in their times and particulars alone.
    pub(crate) fn append_alike(
        &self,
        writer: &mut dyn Writer,
        mut event: AuditEvent,
        each: impl Iterator<Item = (i64, Value)>,
    ) -> Result<()> {
        let bodies = each.map(|(now, details)| {
            event.details = details;
            Ok((now, body(&event)?))
        });
        self.append_bodies(writer, bodies)
    }

    fn append_bodies(
        &self,
        writer: &mut dyn Writer,
        bodies: impl IntoIterator<Item = Result<(i64, String)>>,
    ) -> Result<()> {
        let (mut sequence, mut mac, mut link, mut latest) = writer
            .last_audit()?
            .map_or((0, [0; 32], [0; 32], i64::MIN), |l| (l.sequence, l.mac, l.link, l.at));
        let mut rows = Vec::new();
        for body in bodies {
            let (now, body) = body?;
            (sequence, latest) = (sequence.saturating_add(1), latest.max(now));
            mac = self.mac(&mac, sequence, latest, &body);
            link = audit_link(&link, sequence, latest, &body);
            rows.push(AuditRow { sequence, at: latest, body, mac, link });
        }
        writer.append_audits(&rows)?;
        rows.iter().for_each(|_| Operation::count());
        Ok(())
    }

    /// The MAC that a record must carry after `previous`.
    pub(crate) fn mac(&self, previous: &[u8; 32], sequence: i64, at: i64, body: &str) -> [u8; 32] {
        self.key.tag(&[
            b"customer-key/v1/audit",
            previous,
            &sequence.to_be_bytes(),
            &at.to_be_bytes(),
            body.as_bytes(),
        ])
    }
}
