//! What the policy's application may do with the keys, and that it really can: V10, V11, V12, V22.

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_store::model::PolicyKind;
use ckey_store::name_key;
use ckey_vault::{
    FailureClass, KeyPermission, KeyUri, RootVault, VaultDescription, VaultError, VaultKind,
    VaultRole, paste,
};

use super::Validation;
use super::facts::Facts;
use super::finding::{Report, Wrong, held};
use crate::directory::well_known;
use crate::error::{Category, EngineError};
use crate::hierarchy::service_application;

/// What the application needs (rule 5.1).
const NEEDED: [KeyPermission; 3] =
    [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];

/// Why a root did not serve, with the class of the failure.
pub(crate) fn told(error: VaultError) -> (String, String) {
    let class = match error.kind.class() {
        FailureClass::System => "a system error",
        FailureClass::Explicit => "a refusal",
        FailureClass::Request => "neither an outage nor a refusal",
    };
    (format!("{} ({class}): {}", error.kind.name(), error.message), error.fix)
}

impl Validation<'_> {
    /// V10; only guides of today know the application of onboarding (rule 5.1.4).
    pub(super) fn check_applications(&self, report: &mut Report, facts: &Facts) {
        let own = service_application(report.kind());
        let onboarding =
            report.rules().onboards_by_checks().then_some(well_known::ONBOARDING.app_id);
        for app_id in own.app_id.as_deref().into_iter().chain(onboarding) {
            let name = well_known::ALL.iter().find(|known| known.app_id == app_id);
            let name = name.map_or(app_id, |known| known.name);
            report.say(
                "V10",
                &name,
                held(!facts.unregistered.contains(&name_key(app_id)), || {
                    (
                        format!(
                            "The application {name} ({app_id}) is not registered in the tenant."
                        ),
                        format!("Register its service principal in the tenant: New-AzADServicePrincipal -ApplicationId {app_id}"),
                    )
                }),
            );
        }
    }

    /// V11 and V12.
    pub(super) fn check_access(
        &self,
        report: &mut Report,
        uri: &KeyUri,
        vault: Option<&VaultDescription>,
    ) {
        let Some(vault) = vault else { return };
        let noun = vault.kind().word();
        let caller = service_application(report.kind());
        let given = vault.permissions_on(&caller, Some(uri.key()));
        let missing: Vec<_> =
            NEEDED.iter().filter(|right| !given.contains(right)).map(ToString::to_string).collect();
        let app_id = caller.app_id.as_deref().unwrap_or_default();
        let by_policy = format!(
            "Give it get, wrapKey and unwrapKey: Set-AzKeyVaultAccessPolicy -VaultName {} -ServicePrincipalName {app_id} -PermissionsToKeys wrapKey,unwrapKey,get",
            vault.name
        );
        let role = VaultRole::CryptoServiceEncryptionUser;
        let give = match vault.kind() {
            VaultKind::Vault => paste::new_role(&caller, role, &vault.resource_id()),
            VaultKind::ManagedHsm => {
                paste::new_hsm_role(&caller, VaultRole::HsmCryptoServiceEncryptionUser, &vault.name)
            }
        };
        let by_role = format!("Give it the role that is meant for it: {give}");
        let fix = if vault.rbac { by_role } else { by_policy };
        report.say(
            "V11",
            uri,
            held(missing.is_empty(), || {
                let detail = format!(
                    "{} has not {} in the {noun} '{}'.",
                    caller.name,
                    missing.join(", "),
                    vault.name
                );
                (detail, fix.clone())
            }),
        );
        // The role that is meant for it lists keys too (rule 5.1.5), that of HSMs reads rotation
        // policies.
        let is_extra = |right: &&KeyPermission| {
            let comes_along = match right {
                KeyPermission::List => vault.rbac,
                KeyPermission::GetRotationPolicy => vault.hsm.is_some(),
                _ => false,
            };
            !(NEEDED.contains(right) || comes_along)
        };
        let extra: Vec<_> = given.iter().filter(is_extra).map(ToString::to_string).collect();
        report.say(
            "V12",
            &vault.name,
            held(extra.is_empty(), || {
                let detail = format!(
                    "{} may do more in the {noun} '{}' than it needs: {}.",
                    caller.name,
                    vault.name,
                    extra.join(", ")
                );
                let list = match vault.kind() {
                    VaultKind::Vault => "Get-AzRoleAssignment".to_owned(),
                    VaultKind::ManagedHsm => {
                        format!("Get-AzKeyVaultRoleAssignment -HsmName {}", vault.name)
                    }
                };
                let more = format!("Take the other roles from it: {list} lists them.");
                (detail, if vault.rbac { more } else { fix })
            }),
        );
    }

    /// V22: something is wrapped and unwrapped, and compared.
    pub(super) fn check_live(&self, report: &mut Report, uri: &KeyUri, cancel: &CancelToken) {
        let found = self.round_trip(report.kind(), uri, cancel);
        report.say("V22", uri, found);
    }

    /// Whether a key wraps something for the application of a kind of policy, and unwraps it again.
    ///
    /// # Errors
    /// `RootDoesNotServe`, with what its vault says.
    pub(crate) fn must_answer(
        &self,
        kind: PolicyKind,
        uri: &KeyUri,
        cancel: &CancelToken,
    ) -> crate::error::Result<()> {
        let Err(wrong) = self.round_trip(kind, uri, cancel) else { return Ok(()) };
        if cancel.is_cancelled() {
            return Err(EngineError::stopped("The call was stopped while it waited for a vault."));
        }
        let message = format!("'{uri}' did not wrap something and unwrap it. {}", wrong.detail);
        Err(EngineError::new("RootDoesNotServe", Category::ResourceUnavailable, message, wrong.fix)
            .about(uri.to_string()))
    }

    fn round_trip(
        &self,
        kind: PolicyKind,
        uri: &KeyUri,
        cancel: &CancelToken,
    ) -> Result<(), Wrong> {
        let vault = &self.roots;
        let caller = service_application(kind);
        let wrong = |(detail, fix)| Wrong { detail, fix };
        let refused = |error: VaultError| wrong(told(error));
        let wait = || self.ground.root_wait_for(cancel);
        let probe = SecretKey::generate().map_err(|error| {
            wrong((error.to_string(), "Look at the random source of this system.".to_owned()))
        })?;
        let algorithm = WrapAlgorithm::RsaOaep256;
        let wrapped =
            vault.wrap_key(&caller, uri, algorithm, probe.expose(), &wait()).map_err(refused)?;
        let back = vault
            .unwrap_key(&caller, &wrapped.uri, algorithm, &wrapped.value, &wait())
            .map_err(refused)?;
        let same = SecretKey::from_slice(back.expose()).is_ok_and(|back| back.ct_eq(&probe));
        held(same, || {
            (
                format!("'{}' unwrapped something else than it had wrapped.", wrapped.uri),
                "Run Test-CustomerKeyTenant, and restore the tenant from a backup.".to_owned(),
            )
        })
    }
}
