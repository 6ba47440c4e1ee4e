//! What a managed HSM has beside a vault's keys: a security domain, and local roles. It has no keys
//! before the domain was taken out, and who has the domain and enough keys of its shares brings the
//! backups of its keys back in another HSM, wherever that is.

use super::domain_file::{self, MOST_SHARES, Opened};
use super::keyring::Keyring;
use super::management::authorize_management;
use super::record::VaultRecord;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::encoding::base64_bytes;
use crate::error::{VaultError, VaultErrorKind};
use crate::management::Management;
use crate::role::{RoleAssignment, VaultRole};
use crate::vault::{HsmDescription, HsmTwin, NewVault};
use ckey_crypto::certificate::Certificate;
use ckey_crypto::{CryptoError, SecretBytes, SecretKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many certificates a security domain is encrypted for.
const SHARES: std::ops::RangeInclusive<usize> = 3..=MOST_SHARES;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct HsmRecord {
    pub(super) domain: DomainRecord,
    /// The local roles.
    pub(super) roles: Vec<RoleAssignment>,
    /// That an import made it as a twin: it is active without anybody having the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) twin: Option<HsmTwin>,
}

/// A security domain: 32 secret bytes under which the backups of keys are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DomainRecord {
    pub(super) id: String,
    /// Sealed as the private keys are.
    #[serde(with = "base64_bytes")]
    sealed: Vec<u8>,
    /// How many shares it was last taken out in, and how many of them are enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shares: Option<(u8, u8)>,
}

impl HsmRecord {
    /// What makes a new vault a managed HSM, where it is one: nobody has taken its domain out.
    pub(super) fn of_new(
        new: &NewVault<'_>,
        keyring: &Keyring,
    ) -> Result<Option<Self>, CryptoError> {
        let Some(administrators) = new.hsm else { return Ok(None) };
        let id = hex::encode(ckey_crypto::random_array::<16>()?);
        let domain = DomainRecord::seal(id, &SecretKey::generate()?, None, keyring)?;
        let as_administrator = |given: &RoleAssignment| RoleAssignment {
            role: VaultRole::HsmAdministrator,
            scope: None,
            ..given.clone().canonical()
        };
        let roles = administrators.iter().map(as_administrator).collect();
        Ok(Some(Self { domain, roles, twin: new.twin.then_some(HsmTwin::Making) }))
    }

    pub(super) fn describe(&self) -> HsmDescription {
        HsmDescription { shares: self.domain.shares, twin: self.twin, roles: self.roles.clone() }
    }

    /// Whoever gives or takes a role, or takes the domain out, has the HSM: it is as they make it,
    /// and no import's any more.
    pub(super) const fn end_making(&mut self) {
        if self.twin.is_some() {
            self.twin = Some(HsmTwin::Made);
        }
    }

    /// Rules 5.18.1 and 8.1.13.
    pub(super) const fn is_active(&self) -> bool {
        self.domain.shares.is_some() || self.twin.is_some()
    }
}

impl DomainRecord {
    fn seal(
        id: String,
        secret: &SecretKey,
        shares: Option<(u8, u8)>,
        keyring: &Keyring,
    ) -> Result<Self, CryptoError> {
        let secret = SecretBytes::from_slice(secret.expose())?;
        Ok(Self { sealed: keyring.seal_domain(&id, &secret)?, id, shares })
    }

    pub(super) fn secret(&self, keyring: &Keyring) -> Result<SecretKey, CryptoError> {
        SecretKey::from_slice(keyring.unseal_domain(&self.id, &self.sealed)?.expose())
    }
}

impl VaultRecord {
    /// What makes it a managed HSM.
    pub(super) fn hsm(&self) -> Result<&HsmRecord, VaultError> {
        self.hsm.as_ref().ok_or_else(|| refusal::no_hsm(self))
    }

    pub(super) fn hsm_mut(&mut self) -> Result<&mut HsmRecord, VaultError> {
        let none = refusal::no_hsm(self);
        self.hsm.as_mut().ok_or(none)
    }
}

impl EmbeddedVaults {
    /// Takes the security domain of a managed HSM out, for the holders of these certificates (3 to
    /// 10, RSA) of whom `quorum` (2 to as many) bring it in again. The first time activates the
    /// HSM, once `keep` has the file; later ones give new shares of the same domain. Needs
    /// [`VaultRole::HsmAdministrator`].
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for certificates or a quorum outside the rules, or a key
    /// vault; those of `keep`, which leave the HSM as it was; as [`EmbeddedVaults::vault`].
    pub fn export_security_domain(
        &self,
        caller: &Caller,
        name: &str,
        (certificates, quorum): (&[Certificate], u8),
        keep: impl FnOnce(&[u8]) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.change(name, caller, |record, change| {
            let shares = admit_export(record, caller, certificates, quorum)?;
            let (target, name) = (record.address(), record.name.clone());
            let fail = |error| refusal::crypto(&target, "writing the security domain", &error);
            let domain = &mut record.hsm_mut()?.domain;
            let secret = domain.secret(change.keyring).map_err(fail)?;
            let made = (self.backend, change.now);
            let file = domain_file::write(made, (&name, &domain.id), &secret, certificates, quorum)
                .map_err(fail)?;
            domain.shares = Some((shares, quorum));
            record.hsm_mut()?.end_making();
            change.note(
                "ExportSecurityDomain",
                &target,
                format!("{shares} shares, {quorum} enough"),
            );
            keep(&file)
        })
    }

    /// What keeps a security domain from being taken out, if anything.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::export_security_domain`].
    pub fn check_export_security_domain(
        &self,
        caller: &Caller,
        name: &str,
        (certificates, quorum): (&[Certificate], u8),
    ) -> Result<(), VaultError> {
        admit_export(&self.live(name)?.record, caller, certificates, quorum).map(drop)
    }

    /// Brings a security domain into a managed HSM that has none yet, with private keys (PKCS#8,
    /// DER) of as many of its certificates as its quorum is: backups of the HSM where it was taken
    /// out are restored here then. Needs [`VaultRole::HsmAdministrator`].
    ///
    /// # Errors
    /// `AccessDenied`; `BadParameter` for a file that is damaged, keys that open too few of its
    /// shares, an HSM that is activated, or a key vault; as [`EmbeddedVaults::vault`].
    pub fn import_security_domain(
        &self,
        caller: &Caller,
        name: &str,
        file: &[u8],
        keys: &[SecretBytes],
    ) -> Result<(), VaultError> {
        // Opened before the writer's lock is taken; whether it may come in is judged again under it.
        let opened = self.admit_import(&self.live(name)?.record, caller, file, keys)?;
        self.change(name, caller, |record, change| {
            may_import(record, caller)?;
            let target = record.address();
            let fail = |error| refusal::crypto(&target, "sealing the security domain", &error);
            let told = format!("of {}, taken {}", opened.hsm, refusal::date(opened.taken));
            let Opened { id, secret, shares, .. } = opened;
            record.hsm_mut()?.domain =
                DomainRecord::seal(id, &secret, Some(shares), change.keyring).map_err(fail)?;
            change.note("ImportSecurityDomain", &target, told);
            Ok(())
        })
    }

    /// What keeps a security domain from being brought in, if anything; otherwise of which HSM it was
    /// taken out, and when, Unix seconds.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::import_security_domain`].
    pub fn check_import_security_domain(
        &self,
        caller: &Caller,
        name: &str,
        file: &[u8],
        keys: &[SecretBytes],
    ) -> Result<(String, i64), VaultError> {
        let opened = self.admit_import(&self.live(name)?.record, caller, file, keys)?;
        Ok((opened.hsm, opened.taken))
    }

    fn admit_import(
        &self,
        record: &VaultRecord,
        caller: &Caller,
        file: &[u8],
        keys: &[SecretBytes],
    ) -> Result<Opened, VaultError> {
        let target = record.address();
        may_import(record, caller)?;
        domain_file::open(self.backend, file, keys).map_err(|why| {
            refusal::bad(
                &target,
                format!("The security domain cannot be brought in: {why}."),
                "Give the file as Export-AzKeyVaultSecurityDomain wrote it, and the private keys of as many of its certificates as its quorum is.",
            )
        })
    }
}

/// Whether a caller may bring a security domain in, and there is none yet.
fn may_import(record: &VaultRecord, caller: &Caller) -> Result<(), VaultError> {
    let (target, hsm) = (record.address(), record.hsm()?);
    super::access::refuse_while_down(record, &target)?;
    authorize_management(record, caller, Management::SecurityDomain)?;
    if !hsm.is_active() {
        return Ok(());
    }
    Err(refusal::bad(
        &target,
        format!("The managed HSM '{}' has a security domain of its own.", record.name),
        "Bring the domain into a new managed HSM: New-AzKeyVaultManagedHsm makes one.",
    ))
}

/// How many shares there would be.
fn admit_export(
    record: &VaultRecord,
    caller: &Caller,
    certificates: &[Certificate],
    quorum: u8,
) -> Result<u8, VaultError> {
    let target = record.address();
    record.hsm()?;
    super::access::refuse_while_down(record, &target)?;
    authorize_management(record, caller, Management::SecurityDomain)?;
    let refuse = |message: String, fix: &str| Err(refusal::bad(&target, message, fix));
    let each: BTreeSet<_> = certificates.iter().map(|one| one.public_key().modulus()).collect();
    if each.len() != certificates.len() {
        let message = "Two of the certificates have one key, so that one holder had two shares.";
        return refuse(message.to_owned(), "Give certificates of different keys.");
    }
    let count = u8::try_from(each.len()).ok().filter(|_| SHARES.contains(&each.len()));
    match count {
        None => refuse(
            format!("A security domain is for 3 to 10 certificates, and these are {}.", each.len()),
            "Give between 3 and 10 certificates.",
        ),
        Some(count) if !(2..=count).contains(&quorum) => refuse(
            format!("A quorum of {quorum} is outside 2 to {count}, the number of certificates."),
            "Give the number of keys that shall be needed to bring the domain in again.",
        ),
        Some(count) => Ok(count),
    }
}

/// That an HSM has keys at all (rule 5.18.1).
pub(super) fn check_active(record: &VaultRecord, hsm: &HsmRecord) -> Result<(), VaultError> {
    if hsm.is_active() {
        return Ok(());
    }
    Err(VaultError::new(
        VaultErrorKind::AccessDenied,
        format!("The managed HSM '{}' is not activated: it has no keys yet.", record.name),
        record.address(),
        format!(
            "It gets a security domain once, for good. For keys of another HSM, from backups, take that one's in with Import-AzKeyVaultSecurityDomain. For new keys, take out one of its own: Export-AzKeyVaultSecurityDomain -Name {} -Certificates CERTIFICATE1,CERTIFICATE2,CERTIFICATE3 -OutputPath FILE -Quorum 2",
            record.name
        ),
    ))
}
