//! The document that authorises a purge: issued by the tenant, signed by the approver.
//! `docs/format.md` §14.

use ckey_crypto::digest::sha256;
use ckey_store::model::{Policy, PolicyKind, Purge, PurgeDocument, PurgeStage};
use ckey_store::{Reader, StateExt};
use ckey_vault::paste::word;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::approver::{ApproverView, approver};
use super::left::Left;
use super::{Purges, count_removed, current};
use crate::clock::iso;
use crate::error::{Category, EngineError, Result};
use crate::policies::audited_as;
use crate::record::{Actor, AuditEvent};

/// What is signed begins with it.
const DOMAIN: &str = "customer-key/v1/purge-document\n";

/// The file: a text, and what the approver put under it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Envelope {
    pub(super) document: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signature: Option<String>,
}

/// What the text says that decides something.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Particulars {
    pub(super) id: String,
    pub(super) tenant: String,
    pub(super) policy: Uuid,
    #[serde(rename = "policyName")]
    policy_name: String,
    approver: String,
}

/// The id of a document, the name of the policy that it is about, and who is to sign it: as it
/// says.
///
/// # Errors
/// `PurgeDocumentUnreadable`.
pub fn describe_document(file: &str) -> Result<(String, String, String)> {
    let said = Envelope::read(file)?.particulars()?;
    Ok((said.id, said.policy_name, said.approver))
}

pub(super) fn unreadable(why: &str) -> EngineError {
    EngineError::invalid(
        "PurgeDocumentUnreadable",
        "Document",
        format!("This is no document of a purge: {why}."),
        "Give the file that New-CustomerKeyPurgeDocument wrote, with the approver's signature in it.",
    )
}

impl Envelope {
    pub(super) fn read(file: &str) -> Result<Self> {
        // Some editors put a mark in front of what they save.
        serde_json::from_str(file.trim_start_matches('\u{feff}'))
            .map_err(|error| unreadable(&error.to_string()))
    }

    pub(super) fn write(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map_err(|error| EngineError::damaged("document", error.to_string()))
    }

    pub(super) fn signed_bytes(&self) -> Vec<u8> {
        format!("{DOMAIN}{}", self.document).into_bytes()
    }

    pub(super) fn digest(&self) -> String {
        hex::encode(sha256(self.document.as_bytes()))
    }

    pub(super) fn particulars(&self) -> Result<Particulars> {
        serde_json::from_str(&self.document).map_err(|error| unreadable(&error.to_string()))
    }
}

/// A document that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedDocument {
    /// Its id.
    pub id: String,
    /// The policy, by name.
    pub policy: String,
    /// Who is to sign it.
    pub approver: String,
    /// The file.
    pub file: String,
}

impl Purges<'_> {
    /// What keeps a document from being issued, if anything: the purge, and who approves it.
    ///
    /// # Errors
    /// `PurgeNotRequested`, `PurgeApproverMissing`, `PurgeAlreadyApproved`, `PurgeUnsupported`,
    /// `PurgeAgreementMissing`, `TenantReadOnly`.
    pub fn check_document(&self, identity: &str) -> Result<ApproverView> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let (policy, purge) = self.find(identity)?;
        undecided(&policy, &purge)?;
        self.may_be_purged(&policy)?;
        self.must_be_agreed(&policy)?;
        self.must_have_approver()
    }

    pub(super) fn must_have_approver(&self) -> Result<ApproverView> {
        self.ground.state().view(approver)?.ok_or_else(|| {
            EngineError::new(
                "PurgeApproverMissing",
                Category::InvalidOperation,
                "Nobody is named who may sign for a purge.",
                "Name one: Set-CustomerKeyPurgeApprover -Name NAME -PublicKey FILE",
            )
        })
    }

    /// Issues the document that the approver signs. One that was issued before is worth nothing
    /// from then on.
    ///
    /// # Errors
    /// Those of [`Self::check_document`].
    pub fn issue(&self, actor: &Actor, identity: &str) -> Result<IssuedDocument> {
        let approver = self.check_document(identity)?;
        let (policy, _) = self.find(identity)?;
        let (now, id) = (self.ground.now(), Uuid::new_v4().to_string());
        let fingerprint = hex::encode(approver.key()?.fingerprint());
        self.ground.state().commit(|writer| {
            let (mut row, mut purge) = current(writer, policy.no)?;
            undecided(&row, &purge)?;
            let mut text = json!({
                "kind": "Authorisation of a permanent data purge",
                "id": id,
                "tenant": self.ground.id(),
                "tenantName": self.ground.name(),
                "policy": row.guid,
                "policyName": row.name,
                "keys": row.key_uris,
                "requested": iso(purge.requested),
                "requestedBy": purge.by,
                "reason": purge.reason,
                "contact": purge.contact,
                "forced": purge.forced,
                "keysGone": purge.keys_gone,
                "issued": iso(now),
                "approver": approver.name,
                "approverKey": fingerprint,
            });
            extend(&mut text, &what_goes(writer, &row, &purge)?);
            let envelope = Envelope { document: text.to_string(), signature: None };
            purge.document = Some(PurgeDocument {
                id: id.clone(),
                issued: now,
                digest: envelope.digest(),
                approver: approver.name.clone(),
                public_key: approver.public_key.clone(),
            });
            let details = json!({
                "policy": row.guid, "stage": purge.stage.as_str(), "document": id,
                "digest": envelope.digest(), "approver": approver.name,
            });
            row.purge = Some(Box::new(purge));
            writer.update_policy(&row)?;
            self.record(writer, &actor.name, "Issue purge document", &row, details)?;
            Ok::<_, EngineError>(IssuedDocument {
                id: id.clone(),
                policy: row.name,
                approver: approver.name.clone(),
                file: envelope.write()?,
            })
        })
    }

    /// Tells the audit log of a step.
    pub(super) fn record(
        &self,
        writer: &mut dyn ckey_store::Writer,
        actor: &str,
        activity: &str,
        policy: &Policy,
        details: Value,
    ) -> Result<()> {
        let workload = audited_as(policy.kind);
        let event = AuditEvent::new(activity, workload, actor, policy.name.as_str(), details);
        self.ground.chain().append(writer, self.ground.now(), &event)
    }
}

/// What the document says of what it authorises.
fn what_goes(reader: &mut dyn Reader, policy: &Policy, purge: &Purge) -> Result<Value> {
    if policy.kind == PolicyKind::SharePoint {
        return Ok(json!({
            "sites": reader.count_wraps(policy.no, u32::MAX)?,
            "agreements": purge.agreements,
            "authorises": "The policy is deleted, its sites are destroyed with all files in them, and the wraps of the tenant key, its erasure key, the keys of its sites and of all parts of their files are destroyed. The availability key of the service goes with it where no other policy uses it. None of it can be undone.",
        }));
    }
    let left = Left::of(reader, policy)?;
    Ok(json!({
        "mailboxes": reader.count_mailboxes(Some(policy.no))?,
        "mailboxesRemovedBefore": count_removed(reader, Some(policy.no))?,
        "mailboxesUnderOtherProtection": left.in_use,
        "removedMailboxesUnderOtherProtection": left.removed,
        "authorises": "The policy is deleted, its mailboxes are marked and destroyed with all that is in them, also those that were removed or are on hold, and its availability key and erasure key are destroyed. None of it can be undone.",
    }))
}

/// Adds the members of one object to another.
pub(super) fn extend(object: &mut Value, more: &Value) {
    if let (Some(object), Some(more)) = (object.as_object_mut(), more.as_object()) {
        object.extend(more.clone());
    }
}

/// Nobody has signed for it yet.
pub(super) fn undecided(policy: &Policy, purge: &Purge) -> Result<()> {
    if purge.stage == PurgeStage::Requested {
        return Ok(());
    }
    let name = &policy.name;
    let (message, fix) = if purge.stage == PurgeStage::Purged {
        (
            format!("The purge of the data under '{name}' is over."),
            format!(
                "Its evidence: Export-CustomerKeyPurgeEvidence {} -OutputFile FILE",
                word(name)
            ),
        )
    } else {
        (
            format!(
                "The purge of the data under '{name}' was approved already: it is {}.",
                purge.stage.as_str()
            ),
            "Get-CustomerKeyPurge shows how far it is; Wait-CustomerKeyJob goes on with it."
                .to_owned(),
        )
    };
    Err(EngineError::new("PurgeAlreadyApproved", Category::InvalidOperation, message, fix)
        .about(policy.name.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mark_that_an_editor_put_in_front_of_a_document_is_no_part_of_it() {
        let envelope = Envelope { document: "text".to_owned(), signature: Some("00".to_owned()) };
        let saved = format!("\u{feff}{}", envelope.write().unwrap());
        assert_eq!(Envelope::read(&saved).unwrap().digest(), envelope.digest());
        assert_eq!(Envelope::read("\u{feff}").unwrap_err().id, "PurgeDocumentUnreadable");
    }
}
