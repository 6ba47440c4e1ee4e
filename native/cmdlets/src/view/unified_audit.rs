//! A record of the audit log in the shape of the unified one.

use super::{SERVICE_ENCRYPTION, at, plain};
use crate::generated::output::exchange_online::{AuditSearchRequestMetadata, UnifiedAuditRecord};
use ckey_engine::{AuditView, iso};
use serde_json::{Value, json};
use uuid::Uuid;

const EXCHANGE_ADMIN: u32 = 1;

/// What the unified log says of a record beside what it is.
pub(crate) struct UnifiedRecord {
    /// The name of its kind.
    pub(crate) kind: &'static str,
    /// The number of its kind in the Management API.
    pub(crate) number: u32,
    /// The cmdlet, or what was done where there is none.
    pub(crate) operation: String,
    /// Everything else, as JSON.
    pub(crate) data: String,
    identity: String,
}

impl UnifiedRecord {
    pub(crate) fn of(record: &AuditView, organization: &str) -> Self {
        let (kind, number) = kind(record);
        let origin = record.origin.as_ref();
        let operation = origin.and_then(|origin| origin.operation.clone());
        let operation = operation.filter(|_| number != SERVICE_ENCRYPTION.1);
        let operation = operation.unwrap_or_else(|| record.activity.clone());
        let bytes = record.link.first_chunk::<16>().copied().unwrap_or_default();
        let identity = Uuid::from_bytes(bytes).to_string();
        let data = json!({
            "CreationTime": iso(record.at).trim_end_matches('Z'),
            "Id": identity,
            "Operation": operation,
            "OrganizationId": organization,
            "RecordType": number,
            "ResultStatus": status(number, record),
            "UserKey": record.actor,
            "UserType": if number == SERVICE_ENCRYPTION.1 { 4 } else { 2 },
            "Version": 1,
            "Workload": record.workload,
            "ObjectId": record.object,
            "UserId": record.actor,
            "Activity": record.activity,
            "Parameters": parameters(origin.and_then(|origin| origin.parameters.as_ref())),
            "Details": record.details,
        });
        Self { kind, number, operation, data: data.to_string(), identity }
    }
}

/// What Exchange's records of administrators say of the outcome is whether it succeeded.
fn status(number: u32, record: &AuditView) -> String {
    match (number, record.result.as_str()) {
        (EXCHANGE_ADMIN, "Succeeded") => "True".to_owned(),
        (EXCHANGE_ADMIN, _) => "False".to_owned(),
        (_, told) => told.to_owned(),
    }
}

/// The parameters of a cmdlet, as the unified log has them: pairs of texts.
fn parameters(given: Option<&Value>) -> Vec<Value> {
    let pairs = given.and_then(Value::as_object).into_iter().flatten();
    pairs.map(|(name, value)| json!({ "Name": name, "Value": in_words(value) })).collect()
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(in_words).collect::<Vec<_>>().join(";"),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// The kind of a record, by the part of the service where it has none of its own.
fn kind(record: &AuditView) -> (&'static str, u32) {
    if record.record_type == Some(SERVICE_ENCRYPTION.1) {
        return SERVICE_ENCRYPTION;
    }
    match record.workload.as_str() {
        "SharePoint" => ("SharePoint", 4),
        "Azure" | "KeyVault" => ("AzureActiveDirectory", 8),
        _ => ("ExchangeAdmin", EXCHANGE_ADMIN),
    }
}

/// A record at a place in what a search finds; `more` where the search finds some after this page.
pub(crate) fn unified_audit(
    record: &AuditView,
    shown: &UnifiedRecord,
    index: usize,
    count: usize,
    more: bool,
) -> UnifiedAuditRecord {
    let number = |number: usize| Some(i32::try_from(number).unwrap_or(i32::MAX));
    UnifiedAuditRecord {
        record_type: plain(shown.kind),
        creation_date: at(record.at),
        user_ids: plain(&record.actor),
        operations: plain(&shown.operation),
        audit_data: plain(&shown.data),
        result_index: number(index),
        result_count: number(count),
        audit_search_request_metadata: Some(AuditSearchRequestMetadata {
            more_records_available: Some(more),
        }),
        identity: plain(&shown.identity),
        is_valid: Some(true),
        object_state: plain("Unchanged"),
    }
}
