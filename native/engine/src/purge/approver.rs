//! Who approves purges: a person with a key pair of their own, of which the tenant has the public
//! half alone.

use std::io::{self, Read as _};
use std::path::Path;

use ckey_base::regular;
use ckey_crypto::SecretBytes;
use ckey_crypto::approval::{self, ApproverKey};
use ckey_store::{Reader, StateExt};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Purges;
use super::document::Envelope;
use crate::error::{Category, EngineError, Result};
use crate::protection::APPROVER;
use crate::record::{Actor, AuditEvent};

/// The approver as the tenant knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApproverView {
    /// Their name.
    pub name: String,
    /// Their public key, in PEM.
    pub public_key: String,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 256;
/// The longest private key that is read, in bytes.
const LONGEST_KEY: usize = 16 * 1024;

fn unfit(error: &ckey_crypto::CryptoError) -> EngineError {
    EngineError::invalid(
        "PurgeApproverKeyInvalid",
        "PublicKey",
        format!("This is no public key of an approver: {error}."),
        "Give an Ed25519 or RSA public key in PEM, as 'openssl pkey -in private.pem -pubout' writes it.",
    )
}

impl ApproverView {
    /// The algorithm of the key, and its fingerprint in hexadecimal.
    ///
    /// # Errors
    /// `PurgeApproverKeyInvalid`.
    pub fn describe(&self) -> Result<(&'static str, String)> {
        let key = self.key()?;
        Ok((key.algorithm(), hex::encode(key.fingerprint())))
    }

    /// The key, ready to check with.
    pub(super) fn key(&self) -> Result<ApproverKey> {
        ApproverKey::from_pem(&self.public_key).map_err(|error| unfit(&error))
    }
}

/// The approver that is set.
pub(super) fn approver(reader: &mut dyn Reader) -> Result<Option<ApproverView>> {
    let Some(text) = reader.setting(APPROVER)? else { return Ok(None) };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|error| EngineError::damaged(APPROVER, error.to_string()))
}

impl Purges<'_> {
    /// What keeps an approver from being named, if anything: `Ed25519` or `RSA` otherwise.
    ///
    /// # Errors
    /// `PurgeApproverInvalid`, `PurgeApproverKeyInvalid`, `TenantReadOnly`.
    pub fn check_approver(&self, new: &ApproverView) -> Result<&'static str> {
        self.ground.must_be_writable()?;
        let length = new.name.chars().count();
        if new.name.trim().is_empty()
            || length > LONGEST_NAME
            || new.name.chars().any(char::is_control)
        {
            return Err(EngineError::invalid(
                "PurgeApproverInvalid",
                "Name",
                format!("An approver needs a name of 1 to {LONGEST_NAME} characters on one line."),
                "Give the name of the person who may sign for a purge.",
            ));
        }
        Ok(new.key()?.algorithm())
    }

    /// Names who approves purges from now on. What was issued for another to sign is not taken back
    /// any more.
    ///
    /// # Errors
    /// Those of [`Self::check_approver`].
    pub fn set_approver(&self, actor: &Actor, new: &ApproverView) -> Result<()> {
        self.ground.sync()?;
        let algorithm = self.check_approver(new)?;
        let now = self.ground.now();
        let text = serde_json::to_string(new)
            .map_err(|error| EngineError::damaged(APPROVER, error.to_string()))?;
        self.ground.state().commit(|writer| {
            if writer.setting(APPROVER)?.as_deref() == Some(text.as_str()) {
                return Ok(());
            }
            writer.set_setting(APPROVER, Some(&text))?;
            let details = json!({ "approver": text, "algorithm": algorithm });
            let event = AuditEvent::new(
                "Name purge approver",
                "Exchange",
                &actor.name,
                new.name.as_str(),
                details,
            );
            self.ground.chain().append(writer, now, &event)
        })
    }

    /// Who approves purges.
    ///
    /// # Errors
    /// Those of the store.
    pub fn approver(&self) -> Result<Option<ApproverView>> {
        self.ground.sync()?;
        self.ground.state().view(approver)
    }
}

/// A small file that holds a secret.
fn read_secret(path: &Path) -> io::Result<SecretBytes> {
    let mut file = regular::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    if length > LONGEST_KEY {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let failed = |error: ckey_crypto::CryptoError| io::Error::other(error.to_string());
    let mut bytes = SecretBytes::from_slice(&vec![0; length]).map_err(failed)?;
    file.read_exact(bytes.expose_mut())?;
    Ok(bytes)
}

/// Signs a document with the approver's private key, a PEM file: needs no tenant, and keeps nothing.
///
/// # Errors
/// `PurgeDocumentUnreadable`, `PurgePrivateKeyInvalid`.
pub fn approve_document(document: &str, key: &Path) -> Result<String> {
    let refused = |why: String| {
        EngineError::new(
            "PurgePrivateKeyInvalid",
            Category::InvalidArgument,
            format!("'{}' is no private key to sign with: {why}.", key.display()),
            "Give an Ed25519 or RSA private key in PEM (PKCS #8) that is not encrypted.",
        )
        .about(key.display().to_string())
    };
    let mut envelope = Envelope::read(document)?;
    envelope.particulars()?;
    let pem = read_secret(key).map_err(|error| refused(error.to_string()))?;
    let text = std::str::from_utf8(pem.expose()).map_err(|_| refused("it is no text".into()))?;
    let signature = approval::sign(text, &envelope.signed_bytes())
        .map_err(|error| refused(error.to_string()))?;
    envelope.signature = Some(hex::encode(signature));
    envelope.write()
}
