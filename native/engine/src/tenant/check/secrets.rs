//! Every secret of the service that the tenant cannot do without.

use ckey_store::model::PolicyKind;
use ckey_store::{SecretName, StateExt};

use super::{CheckResult, Run, Tally};
use crate::error::{EngineError, Result};
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, _: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("Secrets");
    let policies = tenant.ground.state().view(|reader| {
        let mut all = Vec::new();
        for kind in [PolicyKind::Service, PolicyKind::MultiWorkload, PolicyKind::Mailbox] {
            all.extend(reader.policies(kind)?);
        }
        Ok::<_, EngineError>(all)
    })?;
    let mut needed =
        vec![SecretName::ServiceRoot, SecretName::AuditChain, SecretName::AuditSigning];
    for policy in policies {
        needed.push(SecretName::ErasureKey(policy.guid));
        if policy.kind != PolicyKind::Service {
            needed.push(SecretName::AvailabilityKey(policy.guid));
        }
    }
    for name in needed {
        tally.look(match tenant.ground.secrets().get(&name) {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(format!("{} is missing", name.label())),
            Err(error) => Err(error.message),
        });
    }
    Ok(tally.result())
}
