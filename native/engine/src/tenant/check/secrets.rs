//! Every secret of the service that the tenant cannot do without, and those that a purge has
//! destroyed: they are not there again.

use ckey_store::model::{PolicyKind, PurgeStage};
use ckey_store::{SecretName, StateExt};

use super::{CheckResult, Run, Tally};
use crate::error::{EngineError, Result};
use crate::purge::secrets_of;
use crate::tenant::Tenant;

pub(super) fn check(tenant: &Tenant, _: &mut Run<'_>) -> Result<CheckResult> {
    let mut tally = Tally::new("Secrets");
    let policies = tenant.ground.state().view(|reader| {
        let mut all = Vec::new();
        for kind in PolicyKind::ALL {
            all.extend(reader.policies(kind)?);
        }
        Ok::<_, EngineError>(all)
    })?;
    let mut needed =
        vec![SecretName::ServiceRoot, SecretName::AuditChain, SecretName::AuditSigning];
    for policy in policies {
        needed.push(SecretName::ErasureKey(policy.guid));
        if matches!(policy.kind, PolicyKind::MultiWorkload | PolicyKind::Mailbox) {
            needed.push(SecretName::AvailabilityKey(policy.guid));
        }
    }
    let installation =
        tenant.ground.state().view(|reader| Ok::<_, EngineError>(reader.installation_key()?))?;
    needed.extend(installation.map(|key| SecretName::StoreKey(key.guid)));
    for name in needed {
        tally.look(match tenant.ground.secrets().get(&name) {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(format!("{} is missing", name.label())),
            Err(error) => Err(error.message),
        });
    }
    let purged =
        tenant.ground.state().view(|reader| Ok::<_, EngineError>(reader.purged_policies()?))?;
    for policy in purged {
        use PurgeStage::{Cleared, Compacted, Erased, Purged};
        let Some(purge) = policy.purge.as_deref() else { continue };
        if !matches!(purge.stage, Erased | Cleared | Compacted | Purged) {
            continue;
        }
        for name in secrets_of(&policy, purge) {
            // One that does not open is there too.
            tally.look(match tenant.ground.secrets().get(&name) {
                Ok(None) => Ok(()),
                Ok(Some(_)) | Err(_) => Err(format!(
                    "{} is there again, which the purge of the policy '{}' had destroyed: remove it",
                    name.label(),
                    policy.name
                )),
            });
        }
    }
    Ok(tally.result())
}
