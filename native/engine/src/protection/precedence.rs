//! What protects what: the one home of precedence (§1.2).

use ckey_store::Reader;
use ckey_store::model::{Policy, PolicyKind, ScopeKind, ScopeWrap};
use ckey_store::protocol::Place;

use super::ExistingData;
use crate::error::{EngineError, Result};

/// What applies to everything without a mailbox policy: the assigned multi-workload policy, else
/// service-managed encryption (§1.2).
pub(crate) fn tenant_policy(reader: &mut dyn Reader) -> Result<Policy> {
    match reader.assignment()?.policy_no {
        Some(no) => policy_row(reader, no),
        None => service_policy(reader),
    }
}

/// The service-managed policy, under which everything starts.
pub(crate) fn service_policy(reader: &mut dyn Reader) -> Result<Policy> {
    let policies = reader.policies(PolicyKind::Service)?;
    policies
        .into_iter()
        .next()
        .ok_or_else(|| EngineError::damaged("policy", "The tenant has no service-managed policy."))
}

pub(crate) fn policy_row(reader: &mut dyn Reader, no: i64) -> Result<Policy> {
    reader
        .policy(no)?
        .ok_or_else(|| EngineError::damaged("policy", format!("There is no policy {no}.")))
}

/// Where a scope's key in this version belongs now: a mailbox under its policy, else the assigned
/// one, else the service's; a workload of which only new data is covered stays where it is.
pub(crate) fn target_of(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<Place> {
    let scope = reader.scope(wrap.scope_no)?.ok_or_else(|| {
        EngineError::damaged("scope", format!("There is no scope {}.", wrap.scope_no))
    })?;
    let own = match scope.kind {
        ScopeKind::Mailbox => reader.mailbox(scope.no)?.and_then(|status| status.mailbox.policy_no),
        ScopeKind::Workload if ExistingData::of(&scope) == ExistingData::NewOnly => {
            Some(wrap.policy_no)
        }
        ScopeKind::Workload | ScopeKind::Application => None,
    };
    Ok(Place::from(&above(reader, own)?))
}

/// The policy that protects what carries this one, or none of its own (§1.2).
pub(crate) fn above(reader: &mut dyn Reader, own: Option<i64>) -> Result<Policy> {
    match own {
        Some(no) => policy_row(reader, no),
        None => tenant_policy(reader),
    }
}

/// Whether a scope key is not yet where precedence and the last refresh want it.
pub(crate) fn is_pending(reader: &mut dyn Reader, wrap: &ScopeWrap) -> Result<bool> {
    Ok(target_of(reader, wrap)? != Place::from(wrap))
}
