//! Taking the signed document back (rule 4.8.4): from then on a job carries the purge out.

use ckey_store::model::{Policy, PolicyKind, Purge, PurgeDocument, PurgeStage};
use ckey_store::{Reader, StateExt};
use serde_json::json;

use super::approver::{ApproverView, approver};
use super::document::{Envelope, undecided};
use super::{PurgeView, Purges, current};
use crate::error::{Category, EngineError, Result};
use crate::queue::{JobKind, ensure_job};
use crate::record::Actor;
use crate::sites::Sites;

/// Steps of the job: one for each stage after the approval.
pub(super) const STEPS: u64 = 6;
/// How many strangers are named.
const NAMED: u32 = 5;

fn refused(id: &'static str, policy: &str, message: String, fix: &str) -> EngineError {
    EngineError::new(id, Category::SecurityError, message, fix).about(policy)
}

impl Purges<'_> {
    /// What keeps a signed document from being taken back, if anything: the purge otherwise, and what
    /// is said of what it leaves.
    ///
    /// # Errors
    /// `PurgeDocumentUnreadable`, `PurgeDocumentOfAnotherTenant`, `PurgeDocumentNotIssued`,
    /// `PurgeDocumentAltered`, `PurgeDocumentUnsigned`, `PurgeSignatureWrong`,
    /// `PurgeApproverChanged`, `PurgeKeysReachable`, `PurgeKeysOfOthers`, `PurgeAlreadyApproved`,
    /// `TenantReadOnly`. For a geo also `PurgeAgreementMissing`, `GeoInTransition`,
    /// `DeletedSitesElsewhere`.
    pub fn check_completion(&self, file: &str) -> Result<(PurgeView, Option<String>)> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let (policy, purge, _) = self.approved(file)?;
        undecided(&policy, &purge)?;
        self.may_be_purged(&policy)?;
        if policy.kind == PolicyKind::SharePoint {
            self.must_be_agreed(&policy)?;
            Sites::of(self.ground).registered(Some(&policy.name))?;
        }
        self.revocation_holds(&policy)?;
        self.ground.state().view(|reader| no_strangers(reader, &policy))?;
        let left = self.others(&policy)?;
        Ok((self.view(policy, purge)?, left))
    }

    /// Takes the signed document back, and lets a job carry the purge out.
    ///
    /// # Errors
    /// Those of [`Self::check_completion`].
    pub fn complete(&self, actor: &Actor, file: &str) -> Result<PurgeView> {
        self.check_completion(file)?;
        let (policy, _, document) = self.approved(file)?;
        let now = self.ground.now();
        let changed = self.ground.state().commit(|writer| {
            let (mut row, mut purge) = current(writer, policy.no)?;
            undecided(&row, &purge)?;
            if purge.document.as_ref() != Some(&document) {
                return Err(EngineError::changed_meanwhile(&row.name));
            }
            is_still_approver(approver(writer)?.as_ref(), &row.name, &document)?;
            no_strangers(writer, &row)?;
            purge.stage = PurgeStage::Approved;
            purge.approved = Some(now);
            row.changed = now;
            let details = json!({
                "policy": row.guid, "stage": purge.stage.as_str(), "document": document.id,
                "approver": document.approver,
            });
            row.purge = Some(Box::new(purge.clone()));
            writer.update_policy(&row)?;
            ensure_job(writer, &JobKind::Purge { policy: row.no }, STEPS, now)?;
            self.record(writer, &actor.name, "Approve data purge", &row, details)?;
            Ok::<_, EngineError>((row, purge))
        })?;
        self.ground.background().wake();
        self.view(changed.0, changed.1)
    }

    /// The policy that a document authorises the purge of, where it is as it was issued and its
    /// approver has signed it.
    fn approved(&self, file: &str) -> Result<(Policy, Purge, PurgeDocument)> {
        let envelope = Envelope::read(file)?;
        let said = envelope.particulars()?;
        if said.tenant != self.ground.id().to_string() {
            return Err(refused(
                "PurgeDocumentOfAnotherTenant",
                &said.tenant,
                format!("The document is of tenant {}, not of {}.", said.tenant, self.ground.id()),
                "Open the tenant that issued it.",
            ));
        }
        let (policy, purge) = self.find(&said.policy.to_string())?;
        let name = policy.name.as_str();
        let Some(document) = purge.document.clone().filter(|issued| issued.id == said.id) else {
            return Err(refused(
                "PurgeDocumentNotIssued",
                name,
                format!(
                    "The document {} is not the one that was issued last for '{name}'.",
                    said.id
                ),
                "Issue one and have it signed: New-CustomerKeyPurgeDocument POLICY -OutputFile FILE",
            ));
        };
        if envelope.digest() != document.digest {
            return Err(refused(
                "PurgeDocumentAltered",
                name,
                format!("The document {} is not as it was issued.", said.id),
                "Have the document signed as it was issued, to the letter.",
            ));
        }
        let Some(signature) = envelope.signature.as_deref().filter(|text| !text.trim().is_empty())
        else {
            return Err(refused(
                "PurgeDocumentUnsigned",
                name,
                format!("The document {} is not signed.", said.id),
                "The approver signs it: Approve-CustomerKeyPurgeDocument FILE -PrivateKey KEY -OutputFile SIGNED",
            ));
        };
        let approver = self.must_have_approver()?;
        is_still_approver(Some(&approver), name, &document)?;
        let holds = hex::decode(signature.trim())
            .is_ok_and(|signature| matches!(approver.key(), Ok(key) if key.verify(&envelope.signed_bytes(), &signature).is_ok()));
        if !holds {
            return Err(refused(
                "PurgeSignatureWrong",
                name,
                format!("The document {} is not signed by '{}'.", said.id, approver.name),
                "The approver whose public key the tenant has signs it, and nobody else.",
            ));
        }
        Ok((policy, purge, document))
    }

    /// Nobody has given the permissions back since the purge was asked for. A vault that is gone or
    /// silent by now was refused, or forced, then; that somebody else than before is refused says
    /// nothing.
    fn revocation_holds(&self, policy: &Policy) -> Result<()> {
        match self.must_be_revoked(policy, true) {
            Err(error) if error.id != "PurgeVaultUnreachable" => Err(error),
            _ => Ok(()),
        }
    }
}

/// Whoever signed is the one whom the tenant names.
fn is_still_approver(
    now: Option<&ApproverView>,
    policy: &str,
    document: &PurgeDocument,
) -> Result<()> {
    let is_same = |now: &ApproverView| {
        (&now.name, &now.public_key) == (&document.approver, &document.public_key)
    };
    if now.is_some_and(is_same) {
        return Ok(());
    }
    Err(refused(
        "PurgeApproverChanged",
        policy,
        format!(
            "The document names '{}' as the approver, who is not the one any more.",
            document.approver
        ),
        "Issue one and have it signed: New-CustomerKeyPurgeDocument POLICY -OutputFile FILE",
    ))
}

/// Nothing lies under the policy that does not carry it: that would be lost, and belongs to others.
pub(super) fn no_strangers(reader: &mut dyn Reader, policy: &Policy) -> Result<()> {
    let strangers = reader.strangers_under(policy.no, NAMED)?;
    if strangers.is_empty() {
        return Ok(());
    }
    let mut names = Vec::new();
    for no in strangers {
        names.push(
            reader.scope(no)?.map_or_else(|| no.to_string(), |scope| format!("'{}'", scope.name)),
        );
    }
    Err(EngineError::new(
        "PurgeKeysOfOthers",
        Category::ResourceBusy,
        format!(
            "Keys lie under the policy '{}' that belong elsewhere, and would be lost with it: {}.",
            policy.name,
            names.join(", ")
        ),
        "Let jobs move them: Wait-CustomerKeyJob. Mailboxes that were removed are brought back first with Undo-SoftDeletedMailbox, or destroyed: Remove-Mailbox MAILBOX -PermanentlyDelete",
    )
    .about(policy.name.as_str()))
}
