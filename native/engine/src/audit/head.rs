//! Verifying the chain, and the signed head by which an auditor finds rewriting and truncation later.

use ckey_crypto::sign;
use ckey_store::{SecretName, StateExt};
use ckey_vault::CancelToken;
use serde::{Deserialize, Serialize};

use super::walk::walk;
use crate::clock::iso;
use crate::error::{EngineError, Result};
use crate::tenant::Tenant;

/// What a check of the audit log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditVerdict {
    /// Records looked at.
    pub records: u64,
    /// Whether all of them are as they were written.
    pub intact: bool,
    /// What is wrong, where something is.
    pub problem: Option<String>,
}

impl AuditVerdict {
    fn broken(records: u64, problem: String) -> Self {
        Self { records, intact: false, problem: Some(problem) }
    }
}

/// The head of the chain at one moment, signed with the tenant's audit key (Ed25519) over the text of its fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SignedHead {
    tenant: String,
    sequence: i64,
    at: String,
    mac: String,
    public_key: String,
    signature: String,
}

impl SignedHead {
    fn signed_text(&self) -> Vec<u8> {
        format!("customer-key/v1/audit-head\n{}\n{}\n{}\n{}\n{}", self.tenant, self.sequence, self.at, self.mac, self.public_key)
            .into_bytes()
    }
}

impl Tenant {
    /// Recomputes the whole chain.
    ///
    /// # Errors
    /// Those of the store; `OperationStopped` when cancelled. A broken chain is a verdict, not an error.
    pub fn verify_audit(&self, cancel: &CancelToken) -> Result<AuditVerdict> {
        self.verify_chain(cancel, None)
    }

    fn verify_chain(&self, cancel: &CancelToken, head: Option<&SignedHead>) -> Result<AuditVerdict> {
        self.sync()?;
        let mut pages = |after| self.state().view(|reader| Ok::<_, EngineError>(reader.audit(after, 1000)?));
        let mut last = 0;
        let verdict = walk(self.audit(), cancel, &mut pages, &mut |row| {
            last = row.sequence;
            let rewritten = head.is_some_and(|head| head.sequence == row.sequence && head.mac != hex::encode(row.mac));
            rewritten.then(|| format!("Record {} was rewritten after the head was exported.", row.sequence))
        })?;
        match head.filter(|head| verdict.intact && head.sequence > last) {
            None => Ok(verdict),
            Some(head) => Ok(AuditVerdict::broken(
                verdict.records,
                format!("The log ends at record {last}; the head was exported at record {}.", head.sequence),
            )),
        }
    }

    /// The head of the chain as a signed JSON document, for an auditor to keep.
    ///
    /// # Errors
    /// Those of the stores.
    pub fn audit_head(&self) -> Result<String> {
        self.sync()?;
        let last = self.state().view(|reader| Ok::<_, EngineError>(reader.last_audit()?))?;
        let key = self.audit_signing_key()?;
        let (sequence, mac) = last.map_or((0, [0; 32]), |last| (last.sequence, last.mac));
        let mut head = SignedHead {
            tenant: self.id().to_string(),
            sequence,
            at: iso(self.now()),
            mac: hex::encode(mac),
            public_key: hex::encode(key.public()),
            signature: String::new(),
        };
        head.signature = hex::encode(key.sign(&head.signed_text()));
        serde_json::to_string_pretty(&head).map_err(|error| EngineError::damaged("audit head", error.to_string()))
    }

    /// Holds the log against a head exported earlier: finds rewriting, truncation, and a head of another tenant or a forged one.
    ///
    /// # Errors
    /// `AuditHeadUnreadable` for a document that is not a head; those of the stores.
    pub fn check_audit_head(&self, json: &str) -> Result<AuditVerdict> {
        let unreadable = |why: String| {
            EngineError::invalid(
                "AuditHeadUnreadable",
                "head",
                format!("This is not an exported audit head: {why}."),
                "Give a file written by Export-CustomerKeyAuditHead.",
            )
        };
        let head: SignedHead = serde_json::from_str(json).map_err(|error| unreadable(error.to_string()))?;
        let public: [u8; 32] = hex::decode(&head.public_key)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| unreadable("its public key is not 32 bytes".to_owned()))?;
        let signature: [u8; 64] = hex::decode(&head.signature)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| unreadable("its signature is not 64 bytes".to_owned()))?;
        if head.tenant != self.id().to_string() {
            return Ok(AuditVerdict::broken(0, format!("The head is of tenant {}, not of {}.", head.tenant, self.id())));
        }
        if public != self.audit_signing_key()?.public() || sign::verify(&public, &head.signed_text(), &signature).is_err() {
            return Ok(AuditVerdict::broken(0, "The head is not signed by this tenant's audit key.".to_owned()));
        }
        self.verify_chain(&CancelToken::default(), Some(&head))
    }

    fn audit_signing_key(&self) -> Result<sign::SigningKey> {
        let seed = self.secret(&SecretName::AuditSigning)?;
        Ok(sign::SigningKey::from_seed(&seed)?)
    }
}
