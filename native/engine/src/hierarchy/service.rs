//! Service-managed encryption: the floor on which everything starts (rule 1.6).

use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::{Backend, SecretKey, derive};
use ckey_store::model::{Generation, Policy, PolicyKind, PolicyWrap, TenantRow, WrapSlot};
use ckey_store::{SecretName, SecretStore};
use uuid::Uuid;

use super::generation::commitment_context;
use crate::error::{EngineError, Result};
use crate::ground::PolicyKek;

/// The algorithm's name in rows and reports.
pub(crate) const AES_256_GCM: &str = "A256GCM";

fn root(secrets: &dyn SecretStore) -> Result<SecretKey> {
    secrets.get(&SecretName::ServiceRoot)?.ok_or_else(|| {
        EngineError::damaged(
            "service-root",
            "The secret store has no 'service-root': nothing under service-managed encryption can be opened.",
        )
    })
}

fn context<'a>(tenant: &'a Uuid, policy: &'a Uuid, generation: u32) -> WrapContext<'a> {
    WrapContext::ServiceRoot { tenant: tenant.as_bytes(), policy: policy.as_bytes(), generation }
}

/// The service-managed policy of a new tenant: its row, its first generation with the one wrap, its
/// erasure key (not stored yet), and the generation opened, to wrap the first scope keys.
pub(crate) fn service_policy(
    secrets: &dyn SecretStore,
    tenant: &TenantRow,
    backend: Backend,
) -> Result<(Policy, Generation, PolicyWrap, SecretKey, PolicyKek)> {
    let guid = Uuid::new_v4();
    let key = SecretKey::generate()?;
    let erasure = SecretKey::generate()?;
    let policy = Policy {
        no: 0,
        guid,
        kind: PolicyKind::Service,
        name: "Microsoft-managed key".to_owned(),
        description: "Service-managed encryption, under which everything starts.".to_owned(),
        enabled: true,
        key_uris: Vec::new(),
        generation: 1,
        activated: Some(tenant.created),
        created: tenant.created,
        changed: tenant.created,
        purge: None,
    };
    let generation = Generation {
        policy_no: 0,
        number: 1,
        guid: Uuid::new_v4(),
        commitment: derive::commitment(&key, &commitment_context(&guid, 1))?,
        created: tenant.created,
        retired: None,
        destroyed: None,
    };
    let wrap = PolicyWrap {
        policy_no: 0,
        generation: 1,
        slot: WrapSlot::ServiceRoot,
        key_uri: String::new(),
        algorithm: AES_256_GCM.to_owned(),
        seed: Vec::new(),
        sealed_key: KeyWrapper::new(backend, &root(secrets)?)?
            .wrap(&context(&tenant.id, &guid, 1), &key)?,
    };
    let kek = PolicyKek::new(backend, tenant.id, guid, 1, &key, &erasure)?;
    Ok((policy, generation, wrap, erasure, kek))
}

/// Opens the service-managed policy's key.
pub(crate) fn open_service_wrap(
    secrets: &dyn SecretStore,
    backend: Backend,
    tenant: &Uuid,
    policy: &Uuid,
    wrap: &PolicyWrap,
) -> Result<SecretKey> {
    Ok(KeyWrapper::new(backend, &root(secrets)?)?
        .unwrap(&context(tenant, policy, wrap.generation), &wrap.sealed_key)?)
}
