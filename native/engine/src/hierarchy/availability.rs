//! Availability keys: a key of its own for each policy of Exchange and of several workloads (rule
//! 2.1), and one RSA key of the service installation for all of SharePoint (rule 2.3). They wrap
//! policy keys and nothing below them (rule 2.9.1).

use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::rsa::{RsaPrivateKey, RsaSize, WrapAlgorithm};
use ckey_crypto::{Backend, SecretKey};
use ckey_store::model::{InstallationKey, Policy, PolicyKind, PolicyWrap, WrapSlot};
use ckey_store::{Reader, SecretName, StateExt};
use serde_json::json;
use uuid::Uuid;

use super::service::AES_256_GCM;
use crate::error::{EngineError, Result};
use crate::ground::{CREATE_INSTALLATION_KEY, Ground};

/// Under which name the key pair of the installation is sealed.
const SEALED_AS: &str = "sharepoint-availability-key";

/// An availability key, opened.
pub(crate) enum AvailabilityKey {
    /// That of one policy.
    OfPolicy(SecretKey),
    /// That of the service installation.
    OfInstallation(Uuid, Box<RsaPrivateKey>),
}

/// Which policy key is wrapped: the place of the wrap.
#[derive(Clone, Copy)]
pub(crate) struct WrapPlace<'a> {
    pub(crate) backend: Backend,
    pub(crate) tenant: &'a Uuid,
    pub(crate) policy: &'a Uuid,
    pub(crate) policy_no: i64,
    pub(crate) generation: u32,
}

impl WrapPlace<'_> {
    fn context(&self) -> WrapContext<'_> {
        WrapContext::Availability {
            tenant: self.tenant.as_bytes(),
            policy: self.policy.as_bytes(),
            generation: self.generation,
        }
    }
}

impl AvailabilityKey {
    /// Within the change that uses it: it has not gone with the last policy that it was for.
    pub(crate) fn must_be_there(&self, reader: &mut dyn Reader) -> Result<()> {
        let Self::OfInstallation(guid, _) = self else { return Ok(()) };
        match reader.installation_key()? {
            Some(row) if row.guid == *guid => Ok(()),
            _ => Err(EngineError::changed_meanwhile("installation key")),
        }
    }

    /// That of a policy that is there; none once it was destroyed.
    pub(crate) fn of(ground: &Ground, policy: &Policy) -> Result<Option<Self>> {
        if policy.kind == PolicyKind::SharePoint {
            let row =
                ground.state().view(|reader| Ok::<_, EngineError>(reader.installation_key()?))?;
            return row.map(|row| opened_installation_key(ground, &row)).transpose();
        }
        let key = ground.secrets().get(&SecretName::AvailabilityKey(policy.guid))?;
        Ok(key.map(Self::OfPolicy))
    }

    /// Wraps a policy key. RSA wraps a seed that seals it, so that the wrap is bound to its place.
    pub(crate) fn wrap(&self, place: WrapPlace<'_>, key: &SecretKey) -> Result<PolicyWrap> {
        let (algorithm, seed, sealed_key) = match self {
            Self::OfPolicy(own) => {
                let sealed = KeyWrapper::new(place.backend, own)?.wrap(&place.context(), key)?;
                (AES_256_GCM, Vec::new(), sealed)
            }
            Self::OfInstallation(_, own) => {
                let (seed, algorithm) = (SecretKey::generate()?, WrapAlgorithm::RsaOaep256);
                let wrapped = own.public().wrap(place.backend, algorithm, seed.expose())?;
                let sealed = KeyWrapper::new(place.backend, &seed)?.wrap(&place.context(), key)?;
                (algorithm.as_str(), wrapped, sealed)
            }
        };
        Ok(PolicyWrap {
            policy_no: place.policy_no,
            generation: place.generation,
            slot: WrapSlot::Availability,
            key_uri: String::new(),
            algorithm: algorithm.to_owned(),
            seed,
            sealed_key,
        })
    }

    /// Opens a wrap.
    pub(crate) fn unwrap(&self, place: WrapPlace<'_>, wrap: &PolicyWrap) -> Result<SecretKey> {
        let seed = match self {
            Self::OfPolicy(own) => {
                return Ok(KeyWrapper::new(place.backend, own)?
                    .unwrap(&place.context(), &wrap.sealed_key)?);
            }
            Self::OfInstallation(_, own) => own.unwrap(WrapAlgorithm::RsaOaep256, &wrap.seed)?,
        };
        let seed = SecretKey::from_slice(seed.expose())?;
        Ok(KeyWrapper::new(place.backend, &seed)?.unwrap(&place.context(), &wrap.sealed_key)?)
    }
}

pub(crate) fn opened_installation_key(
    ground: &Ground,
    row: &InstallationKey,
) -> Result<AvailabilityKey> {
    let key = ground.secret(&SecretName::StoreKey(row.guid))?;
    let pair = KeyWrapper::new(ground.backend(), &key)?
        .unwrap_bytes(&WrapContext::Secret { name: SEALED_AS }, &row.sealed)?;
    let pair = RsaPrivateKey::from_pkcs8(ground.backend(), pair.expose())?;
    Ok(AvailabilityKey::OfInstallation(row.guid, Box::new(pair)))
}

/// A new key pair of the installation, whose secret is stored. The caller has said durably that it is
/// being made.
pub(crate) fn new_installation_key(ground: &Ground, guid: Uuid) -> Result<InstallationKey> {
    let store_key = SecretKey::generate()?;
    let pair = RsaPrivateKey::generate(ground.backend(), RsaSize::Rsa2048)?.to_pkcs8()?;
    let sealed = KeyWrapper::new(ground.backend(), &store_key)?
        .wrap_bytes(&WrapContext::Secret { name: SEALED_AS }, &pair)?;
    ground.secrets().put(&SecretName::StoreKey(guid), &store_key)?;
    Ok(InstallationKey { guid, sealed })
}

/// The availability key of SharePoint; made on its first use, in whichever process that is.
pub(crate) fn installation_key(ground: &Ground) -> Result<AvailabilityKey> {
    let known = |ground: &Ground| {
        ground.state().view(|reader| Ok::<_, EngineError>(reader.installation_key()?))
    };
    if let Some(row) = known(ground)? {
        return opened_installation_key(ground, &row);
    }
    let guid = Uuid::new_v4();
    let intent = ground.claim(CREATE_INSTALLATION_KEY, json!({ "key": guid }))?;
    let make = || -> Result<()> {
        let row = new_installation_key(ground, guid)?;
        ground.state().commit(|writer| {
            // Whoever made one at the same moment was first: ours goes.
            if writer.installation_key()?.is_none() {
                writer.insert_installation_key(&row)?;
            }
            Ok::<_, EngineError>(())
        })
    };
    let made = make();
    ground.give_up(&intent);
    made?;
    let missing = || EngineError::damaged("installation key", "The key that was made is gone.");
    opened_installation_key(ground, &known(ground)?.ok_or_else(missing)?)
}
