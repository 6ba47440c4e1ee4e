//! Making a generation of a policy key: a fresh key under three wraps (rule 2.1), all of them or
//! none.

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_crypto::{SecretKey, derive};
use ckey_store::model::{Generation, PolicyKind, PolicyWrap};
use ckey_vault::KeyUri;
use uuid::Uuid;

use super::availability::{AvailabilityKey, WrapPlace};
use super::roots::{Root, service_application};
use crate::error::Result;
use crate::ground::{Ground, PolicyKek};

/// What the commitment to a policy key is bound to.
pub(crate) fn commitment_context(policy: &Uuid, generation: u32) -> Vec<u8> {
    [policy.as_bytes().as_slice(), &generation.to_be_bytes()].concat()
}

/// For which policy a generation is made.
pub(crate) struct NewGeneration<'a> {
    pub(crate) kind: PolicyKind,
    pub(crate) policy: Uuid,
    pub(crate) policy_no: i64,
    pub(crate) number: u32,
    pub(crate) keys: &'a [KeyUri; 2],
    pub(crate) availability_key: &'a AvailabilityKey,
    pub(crate) erasure_key: &'a SecretKey,
}

/// Makes the key, wraps it under both customer keys' current versions and the availability key, and
/// commits to it. Exactly two vault wraps; if either root fails the whole fails and nothing has
/// changed.
pub(crate) fn new_generation(
    ground: &Ground,
    new: &NewGeneration<'_>,
    cancel: &CancelToken,
) -> Result<(Generation, Vec<PolicyWrap>, PolicyKek)> {
    let key = SecretKey::generate()?;
    let backend = ground.backend();
    let caller = service_application(new.kind);
    let tenant_id = ground.id();
    let mut wraps = Vec::with_capacity(3);
    for (slot, uri) in [Slot::First, Slot::Second].into_iter().zip(new.keys) {
        let root = Root {
            backend,
            tenant: &tenant_id,
            policy: &new.policy,
            policy_no: new.policy_no,
            generation: new.number,
            slot,
        };
        wraps.push(root.establish(ground, &caller, uri, &key, cancel)?);
    }
    let place = WrapPlace {
        backend,
        tenant: &tenant_id,
        policy: &new.policy,
        policy_no: new.policy_no,
        generation: new.number,
    };
    wraps.push(new.availability_key.wrap(place, &key)?);
    let generation = Generation {
        policy_no: new.policy_no,
        number: new.number,
        guid: Uuid::new_v4(),
        commitment: derive::commitment(&key, &commitment_context(&new.policy, new.number))?,
        created: ground.now(),
        retired: None,
        destroyed: None,
    };
    let kek = PolicyKek::new(backend, tenant_id, new.policy, new.number, &key, new.erasure_key)?;
    Ok((generation, wraps, kek))
}
