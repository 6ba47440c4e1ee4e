//! Verifying the chain, and the signed head by which an auditor finds rewriting and truncation
//! later.

use ckey_base::CancelToken;
use ckey_crypto::sign;
use ckey_store::model::AuditRow;
use ckey_store::{SecretName, StateExt};
use serde::{Deserialize, Serialize};

use super::Audit;
use crate::clock::iso;
use crate::error::{Category, EngineError, Result};
use crate::record::{AuditVerdict, walk};

/// The head of the chain at one moment, signed with the tenant's audit key (Ed25519) over the text
/// of its fields. `docs/format.md` §8. Rule 8.5.9.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SignedHead {
    tenant: String,
    sequence: i64,
    at: String,
    /// The last record's link. Heads of earlier versions have its code instead, which only this
    /// library can check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mac: Option<String>,
    /// For anyone who looks at the head; never what it is checked with.
    public_key: String,
    signature: String,
}

impl SignedHead {
    fn signed_text(&self) -> Vec<u8> {
        let (version, last) = match (&self.link, &self.mac) {
            (None, Some(mac)) => ("v1", mac.as_str()),
            (link, _) => ("v2", link.as_deref().unwrap_or_default()),
        };
        let lines = [
            format!("customer-key/{version}/audit-head"),
            self.tenant.clone(),
            self.sequence.to_string(),
            self.at.clone(),
            last.to_owned(),
            self.public_key.clone(),
        ];
        lines.join("\n").into_bytes()
    }

    /// Whether this is the record at which the head was exported, as it was then.
    fn fits(&self, row: &AuditRow) -> bool {
        match (&self.link, &self.mac) {
            (None, Some(mac)) => *mac == hex::encode(row.mac),
            (link, _) => link.as_deref() == Some(hex::encode(row.link).as_str()),
        }
    }
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    hex::decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok())
}

impl Audit<'_> {
    /// Where the counter of the audit log stands, which the log must reach.
    ///
    /// # Errors
    /// `AuditCutOff`; those of the stores.
    pub fn check_counter(&self) -> Result<u64> {
        self.ground.sync()?;
        self.ground.keeper().counter().check()
    }

    /// Recomputes the whole chain, and holds it against the counter that lies with the secrets.
    ///
    /// # Errors
    /// Those of the stores; `Stopped` when cancelled. A broken chain is a verdict, not an error.
    pub fn verify(&self, cancel: &CancelToken) -> Result<AuditVerdict> {
        let verdict = self.verify_chain(cancel, None)?;
        if !verdict.intact {
            return Ok(verdict);
        }
        match self.check_counter() {
            Err(error) if error.category == Category::InvalidData => {
                Ok(AuditVerdict::broken(verdict.records, error.message))
            }
            counted => counted.map(|_| verdict),
        }
    }

    /// Recomputes the chain alone; with a head, also whether its record is there as it was.
    pub(crate) fn verify_chain(
        &self,
        cancel: &CancelToken,
        head: Option<&SignedHead>,
    ) -> Result<AuditVerdict> {
        self.ground.sync()?;
        let mut pages = |after| {
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.audit(after, 1000)?))
        };
        let mut last = 0;
        let verdict = walk(self.ground.chain(), cancel, &mut pages, &mut |row| {
            last = row.sequence;
            let rewritten =
                head.is_some_and(|head| head.sequence == row.sequence && !head.fits(row));
            rewritten.then(|| {
                format!("Record {} was rewritten after the head was exported.", row.sequence)
            })
        })?;
        match head.filter(|head| verdict.intact && head.sequence > last) {
            None => Ok(verdict),
            Some(head) => Ok(AuditVerdict::broken(
                verdict.records,
                format!(
                    "The log ends at record {last}; the head was exported at record {}.",
                    head.sequence
                ),
            )),
        }
    }

    /// The head of the chain as a signed JSON document, for an auditor to keep.
    ///
    /// # Errors
    /// Those of the stores.
    pub fn head(&self) -> Result<String> {
        self.ground.sync()?;
        self.ground.keeper().settle();
        let last = self.ground.state().view(|reader| Ok::<_, EngineError>(reader.last_audit()?))?;
        let key = self.signing_key()?;
        let (sequence, link) = last.map_or((0, [0; 32]), |last| (last.sequence, last.link));
        let mut head = SignedHead {
            tenant: self.ground.id().to_string(),
            sequence,
            at: iso(self.ground.now()),
            link: Some(hex::encode(link)),
            mac: None,
            public_key: hex::encode(key.public()),
            signature: String::new(),
        };
        head.signature = hex::encode(key.sign(&head.signed_text()));
        serde_json::to_string_pretty(&head)
            .map_err(|error| EngineError::damaged("audit head", error.to_string()))
    }

    /// The public key by which heads are checked, in hexadecimal. Anyone who is to check keeps it
    /// from when the tenant was made.
    ///
    /// # Errors
    /// Those of the secret store.
    pub fn public_key(&self) -> Result<String> {
        Ok(hex::encode(self.signing_key()?.public()))
    }

    /// Holds the log against a head exported earlier: finds rewriting, truncation, and a head of
    /// another tenant or a forged one. The signature is checked with `public_key` (hexadecimal),
    /// which was kept elsewhere; without one, with the tenant's own, which only shows that anyone
    /// who signed had the tenant's secrets.
    ///
    /// # Errors
    /// `AuditHeadUnreadable` for a document that is not a head; `AuditPublicKeyInvalid`; those of
    /// the stores.
    pub fn check_head(&self, json: &str, public_key: Option<&str>) -> Result<AuditVerdict> {
        let unreadable = |why: String| {
            EngineError::invalid(
                "AuditHeadUnreadable",
                "head",
                format!("This is not an exported audit head: {why}."),
                "Give a file written by Export-CustomerKeyAuditHead.",
            )
        };
        let head: SignedHead =
            serde_json::from_str(json).map_err(|error| unreadable(error.to_string()))?;
        let signature: [u8; 64] = bytes(&head.signature)
            .ok_or_else(|| unreadable("its signature is not 64 bytes".to_owned()))?;
        let public = match public_key {
            Some(given) => bytes(given).ok_or_else(|| {
                EngineError::invalid(
                    "AuditPublicKeyInvalid",
                    given,
                    "This is no public key of an audit log.",
                    "Give the 64 hexadecimal digits that New-CustomerKeyTenant showed as AuditPublicKey.",
                )
            })?,
            // Who holds the tenant holds this key too: it finds damage, and no forger.
            None => self.signing_key()?.public(),
        };
        if head.tenant != self.ground.id().to_string() {
            return Ok(AuditVerdict::broken(
                0,
                format!("The head is of tenant {}, not of {}.", head.tenant, self.ground.id()),
            ));
        }
        if sign::verify(&public, &head.signed_text(), &signature).is_err() {
            let whose = if public_key.is_some() {
                "the key that was given"
            } else {
                "this tenant's audit key"
            };
            return Ok(AuditVerdict::broken(0, format!("The head is not signed by {whose}.")));
        }
        self.verify_chain(&CancelToken::default(), Some(&head))
    }

    pub(crate) fn signing_key(&self) -> Result<sign::SigningKey> {
        let seed = self.ground.secret(&SecretName::AuditSigning)?;
        Ok(sign::SigningKey::from_seed(&seed)?)
    }
}
