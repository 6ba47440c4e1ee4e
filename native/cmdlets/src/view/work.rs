use super::{at, count, plain, text};
use crate::generated::output::customer_key::{
    CustomerKeyAuditCheck, CustomerKeyAuditRecord, CustomerKeyJob,
};
use ckey_engine::{AuditVerdict, AuditView, JobView};

/// The record type of a use of the availability key (rule 3.5), and its number in the Management
/// API.
pub(crate) const SERVICE_ENCRYPTION: (&str, u32) = ("CustomerKeyServiceEncryption", 69);

pub(crate) fn job(view: &JobView) -> CustomerKeyJob {
    CustomerKeyJob {
        identity: plain(view.guid.to_string()),
        kind: plain(&view.kind),
        state: plain(view.state),
        target: text(&view.subject),
        total: count(view.total),
        done: count(view.done),
        failed: count(view.failed.max(u64::from(view.state == "Failed"))),
        percent_complete: Some(view.percent.into()),
        created: at(view.created),
        updated: at(view.changed),
        message: view.problem.as_deref().and_then(text),
        due: view.due.and_then(at),
        failures: view
            .failures
            .iter()
            .map(|failure| {
                format!("{}, key {}: {}", failure.scope, failure.version, failure.problem)
            })
            .collect(),
    }
}

pub(crate) fn audit_record(view: &AuditView) -> CustomerKeyAuditRecord {
    let kind = view.record_type.map(|number| {
        if number == SERVICE_ENCRYPTION.1 {
            SERVICE_ENCRYPTION.0.to_owned()
        } else {
            number.to_string()
        }
    });
    let origin = view.origin.as_ref();
    CustomerKeyAuditRecord {
        record_number: Some(view.sequence),
        creation_date: at(view.at),
        record_type: kind,
        activity: plain(&view.activity),
        user_id: plain(&view.actor),
        workload: plain(&view.workload),
        object_id: text(&view.object),
        result: plain(&view.result),
        audit_data: view.details.clone(),
        operation: origin.and_then(|origin| plain(origin.operation.as_deref()?)),
        operation_id: origin.and_then(|origin| plain(origin.operation_id?.to_string())),
        parameters: origin.and_then(|origin| origin.parameters.clone()).unwrap_or_default(),
        system_user: origin.and_then(|origin| text(&origin.os_user)),
        host_name: origin.and_then(|origin| text(&origin.host)),
        process: origin.and_then(|origin| text(&origin.process)),
        hash: plain(hex::encode(view.link)),
    }
}

/// `checked_with` says whose public key a head was checked with.
pub(crate) fn audit_check(
    what: &str,
    verdict: &AuditVerdict,
    checked_with: Option<&str>,
) -> CustomerKeyAuditCheck {
    CustomerKeyAuditCheck {
        check: plain(what),
        result: plain(if verdict.intact { "Passed" } else { "Failed" }),
        records: count(verdict.records),
        checked_with: checked_with.and_then(plain),
        detail: verdict.problem.as_deref().and_then(text),
    }
}
