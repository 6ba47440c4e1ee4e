//! Customer keys: wrapping a policy key under one, bound to its place, and opening it again.

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::{self, RootPlace, Slot};
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_crypto::{Backend, SecretKey};
use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind, PolicyWrap, WrapSlot};
use ckey_vault::{
    Caller, KeyDescription, KeyOp, KeyUri, RootVault, VaultError, VaultErrorKind, Wait,
};
use uuid::Uuid;

use super::earlier_keys::must_be_of_policy;
use crate::directory::well_known;
use crate::error::{EngineError, Result};
use crate::ground::Ground;
use crate::record::Operation;

/// The application that asks the vaults for a kind of policy (rule 5.1).
pub(crate) fn service_application(kind: PolicyKind) -> Caller {
    let application = match kind {
        PolicyKind::Mailbox => well_known::EXCHANGE_ONLINE,
        PolicyKind::SharePoint => well_known::SHAREPOINT_ONLINE,
        PolicyKind::MultiWorkload | PolicyKind::Service => well_known::DATA_AT_REST_ENCRYPTION,
    };
    Caller::application(application.object_id, application.app_id, application.name)
}

/// What keeps two keys from being the roots of a new generation, if anything: what their vaults
/// would say now. Asks nothing of them that is recorded, and waits for none that is embedded.
pub(crate) fn check_roots(ground: &Ground, kind: PolicyKind, keys: &[KeyUri; 2]) -> Result<()> {
    let caller = service_application(kind);
    keys.iter().try_for_each(|uri| {
        must_be_rsa(uri, &ground.roots().check_root(&caller, uri, &ground.root_wait())?)
    })
}

/// The version of a key that its vault would wrap with now. Asks nothing of the vault that is
/// recorded, and waits for none.
///
/// # Errors
/// What the vault would answer to the service.
pub(crate) fn current_version(
    ground: &Ground,
    kind: PolicyKind,
    uri: &KeyUri,
) -> Result<KeyDescription> {
    let caller = service_application(kind);
    Ok(ground.roots().check_root(&caller, &uri.unversioned(), &ground.root_wait())?)
}

/// Whether the roots of a new generation would still open it. Asks nothing of the vaults that is
/// recorded, and waits for none.
pub(crate) fn still_open(
    ground: &Ground,
    roots: &dyn RootVault,
    kind: PolicyKind,
    wraps: &[PolicyWrap],
) -> Result<()> {
    let caller = service_application(kind);
    for wrap in wraps.iter().filter(|wrap| !wrap.key_uri.is_empty()) {
        let uri = KeyUri::stored(&wrap.key_uri)?;
        roots.check_unwrap(&caller, &uri, &ground.root_wait())?;
    }
    Ok(())
}

/// What is said where a root was taken away while its generation was made.
pub(crate) fn warn_unless_open(ground: &Ground, policy: &Policy, wraps: &[PolicyWrap]) {
    if let Err(error) = still_open(ground, &ground.roots(), policy.kind, wraps) {
        Operation::warn(format!(
            "A key of the policy '{}' was taken away while its new generation was made: {} Give it back before anything else is done with it.",
            policy.name, error.message
        ));
    }
}

/// Other keys than RSA are refused (rules 2.6 and V17).
fn must_be_rsa(uri: &KeyUri, described: &KeyDescription) -> Result<()> {
    if described.key_type.is_rsa() {
        return Ok(());
    }
    Err(EngineError::invalid(
        "NotRsa",
        &uri.to_string(),
        format!(
            "'{uri}' is a key of type {}; Customer Key takes RSA keys only, since Key Vault cannot wrap with others.",
            described.key_type
        ),
        "Make an RSA key of 2048, 3072 or 4096 bits with Add-AzKeyVaultKey, and name that one.",
    ))
}

/// Where a policy key is wrapped: which policy, which generation, which slot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Root<'a> {
    pub(crate) backend: Backend,
    pub(crate) tenant: &'a Uuid,
    pub(crate) policy: &'a Uuid,
    pub(crate) policy_no: i64,
    pub(crate) generation: u32,
    pub(crate) slot: Slot,
}

/// Why one root did not serve: the key that was asked and the vault's own answer.
#[derive(Debug, Clone)]
pub(crate) struct RootFailure {
    pub(crate) key_uri: String,
    pub(crate) error: VaultError,
}

/// No source names one (rule 2.7).
const ALGORITHM: WrapAlgorithm = WrapAlgorithm::RsaOaep256;

impl Root<'_> {
    fn place<'a>(&'a self, key_uri: &'a str, algorithm: WrapAlgorithm) -> RootPlace<'a> {
        RootPlace {
            tenant: self.tenant.as_bytes(),
            policy: self.policy.as_bytes(),
            generation: self.generation,
            slot: self.slot,
            key_uri,
            algorithm,
        }
    }

    const fn wrap_slot(&self) -> WrapSlot {
        match self.slot {
            Slot::First => WrapSlot::First,
            Slot::Second => WrapSlot::Second,
        }
    }

    /// Wraps `policy_key` under the current version of the key at `uri`: one get, one wrap, one
    /// unwrap that is compared, each within the tenant's time limit for a root key. Other keys than
    /// RSA are refused (rules 2.6 and V17), and so is one that is disabled, expired, not valid yet or
    /// lacks an operation (rules 5.11, V18, V19, V20 and V21): the vault says so.
    pub(crate) fn establish(
        &self,
        ground: &Ground,
        caller: &Caller,
        uri: &KeyUri,
        policy_key: &SecretKey,
        cancel: &CancelToken,
    ) -> Result<PolicyWrap> {
        let (vault, wait) = (ground.roots(), || ground.root_wait_for(cancel));
        let described = vault.get_key(caller, uri, &wait())?;
        must_be_rsa(uri, &described)?;
        let seed = SecretKey::generate()?;
        let wrapped = vault.wrap_key(caller, &described.uri, ALGORITHM, seed.expose(), &wait())?;
        let key_uri = wrapped.uri.to_string();
        let returned =
            vault.unwrap_key(caller, &wrapped.uri, ALGORITHM, &wrapped.value, &wait())?;
        // What has another length is another thing as well.
        if !SecretKey::from_slice(returned.expose()).is_ok_and(|returned| returned.ct_eq(&seed)) {
            return Err(EngineError::damaged(
                &key_uri,
                format!("'{key_uri}' unwrapped something else than it had wrapped."),
            ));
        }
        Ok(PolicyWrap {
            policy_no: self.policy_no,
            generation: self.generation,
            slot: self.wrap_slot(),
            sealed_key: root_wrap::seal(
                self.backend,
                &seed,
                &self.place(&key_uri, ALGORITHM),
                policy_key,
            )?,
            key_uri,
            algorithm: ALGORITHM.as_str().to_owned(),
            seed: wrapped.value,
        })
    }

    /// Opens a wrap with the key version that made it.
    fn unwrap(
        &self,
        vault: &dyn RootVault,
        caller: &Caller,
        wrap: &PolicyWrap,
        wait: &Wait,
    ) -> std::result::Result<SecretKey, VaultError> {
        let damaged = |what: &str| {
            VaultError::new(
                VaultErrorKind::Damaged,
                format!("The wrap of the policy key under '{}' {what}.", wrap.key_uri),
                &wrap.key_uri,
                "Run Test-CustomerKeyTenant, and restore the tenant from a backup if it finds damage.",
            )
        };
        let uri = KeyUri::stored(&wrap.key_uri)?;
        let algorithm: WrapAlgorithm =
            wrap.algorithm.parse().map_err(|_| damaged("names an unknown algorithm"))?;
        let seed = vault.unwrap_key(caller, &uri, algorithm, &wrap.seed, wait)?;
        let seed = SecretKey::from_slice(seed.expose())
            .map_err(|_| damaged("holds a seed of the wrong length"))?;
        root_wrap::open(
            self.backend,
            &seed,
            &self.place(&wrap.key_uri, algorithm),
            &wrap.sealed_key,
        )
        .map_err(|_| damaged("is damaged or belongs to another place"))
    }
}

/// Waits until work may ask the root of a wrap, where its service limits how often it is asked. That
/// is none of the root's time limit. A URI that cannot be read fails where it is asked.
pub(crate) fn await_turn(ground: &Ground, wrap: &PolicyWrap, cancel: &CancelToken) -> Result<()> {
    let Ok(uri) = KeyUri::stored(&wrap.key_uri) else { return Ok(()) };
    let after = ground.roots().turn(&uri, KeyOp::UnwrapKey, wrap.seed.len());
    if after.is_zero() {
        return Ok(());
    }
    cancel.sleep(after).map_err(|_| {
        EngineError::stopped("The work was stopped while it waited for its turn at a vault.")
    })
}

/// Asks one root to open its wrap of a policy key, within the tenant's time limit.
pub(crate) fn open_root(
    ground: &Ground,
    policy: &Policy,
    wrap: &PolicyWrap,
    cancel: &CancelToken,
) -> std::result::Result<SecretKey, RootFailure> {
    let place = (wrap.generation, wrap.slot);
    let own = ground.state().view(|reader| must_be_of_policy(reader, policy, place, &wrap.key_uri));
    if let Err(wrong) = own {
        let fix = "Run Test-CustomerKeyTenant, and restore the tenant from a backup.";
        let error = VaultError::new(VaultErrorKind::Damaged, wrong.message, &wrap.key_uri, fix);
        return Err(RootFailure { key_uri: wrap.key_uri.clone(), error });
    }
    let (kind, policy) = (policy.kind, &policy.guid);
    let slot = if wrap.slot == WrapSlot::First { Slot::First } else { Slot::Second };
    let root = Root {
        backend: ground.backend(),
        tenant: &ground.id(),
        policy,
        policy_no: wrap.policy_no,
        generation: wrap.generation,
        slot,
    };
    let wait = ground.root_wait_for(cancel);
    root.unwrap(&ground.roots(), &service_application(kind), wrap, &wait)
        .map_err(|error| RootFailure { key_uri: wrap.key_uri.clone(), error })
}
