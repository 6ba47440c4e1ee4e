//! Taking the signed document back (rule 4.8.4): from then on a job carries the purge out.

use ckey_store::model::{Policy, PolicyKind, Purge, PurgeDocument, PurgeStage};
use ckey_store::{Reader, StateExt};
use serde_json::json;

use super::approver::{ApproverView, approver};
use super::document::{Envelope, undecided};
use super::request::GONE;
use super::{PurgeView, Purges, current};
use crate::error::{Category, EngineError, Result};
use crate::queue::{JobKind, ensure_job};
use crate::record::Actor;
use crate::sites::Sites;

/// Steps of the job: one for each stage after the approval.
pub(super) const STEPS: u64 = 6;
/// Nothing is known of a permission.
const UNANSWERED: [&str; 2] = ["PurgeVaultUnreachable", GONE];
const NEVER_AGAIN: &str = "Only if no answer will ever come, because the vault or the identity that had its key wrap is gone for good: complete the purge with -WithoutAnswer, which the evidence shows.";
/// How many strangers are named.
const NAMED: u32 = 5;

fn refused(id: &'static str, policy: &str, message: String, fix: &str) -> EngineError {
    EngineError::new(id, Category::SecurityError, message, fix).about(policy)
}

/// A signed document that is taken back.
#[derive(Debug, Clone, Copy)]
pub struct PurgeApproval<'a> {
    /// The text of its file.
    pub file: &'a str,
    /// Also where nobody says any more whether a permission is gone. Whoever was refused when the
    /// purge was asked for may have it again.
    pub without_answer: bool,
}

impl<'a> From<&'a str> for PurgeApproval<'a> {
    fn from(file: &'a str) -> Self {
        Self { file, without_answer: false }
    }
}

/// What the taking back of a document does.
#[derive(Debug)]
pub struct PurgeToComplete {
    /// The purge.
    pub purge: PurgeView,
    /// What is said of the mailboxes that it leaves.
    pub left: Option<String>,
    /// Why it is not known whether a permission is still gone, if it is not.
    pub unanswered: Option<String>,
}

impl Purges<'_> {
    /// What keeps a signed document from being taken back, if anything: what it does otherwise.
    ///
    /// # Errors
    /// `PurgeDocumentUnreadable`, `PurgeDocumentOfAnotherTenant`, `PurgeDocumentNotIssued`,
    /// `PurgeDocumentAltered`, `PurgeDocumentUnsigned`, `PurgeSignatureWrong`,
    /// `PurgeApproverChanged`, `PurgeKeysReachable`, `PurgeVaultUnreachable`, `PurgeKeyGone`,
    /// `PurgeAskedByAnother`, `PurgeKeysOfOthers`, `PurgeAlreadyApproved`,
    /// `TenantReadOnly`. For a geo also `PurgeAgreementMissing`, `GeoInTransition`,
    /// `DeletedSitesElsewhere`.
    pub fn check_completion(&self, approval: PurgeApproval<'_>) -> Result<PurgeToComplete> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let (policy, purge, _) = self.approved(approval.file)?;
        undecided(&policy, &purge)?;
        self.may_be_purged(&policy)?;
        if policy.kind == PolicyKind::SharePoint {
            self.must_be_agreed(&policy)?;
            Sites::of(self.ground).registered(Some(&policy.name))?;
        }
        let unanswered = self.revocation_holds(&policy, &purge, approval.without_answer)?;
        self.ground.state().view(|reader| no_strangers(reader, &policy))?;
        let left = self.others(&policy)?;
        Ok(PurgeToComplete { purge: self.view(policy, purge)?, left, unanswered })
    }

    /// Takes the signed document back, and lets a job carry the purge out.
    ///
    /// # Errors
    /// Those of [`Self::check_completion`].
    pub fn complete(&self, actor: &Actor, approval: PurgeApproval<'_>) -> Result<PurgeView> {
        let unanswered = self.check_completion(approval)?.unanswered;
        let (policy, _, document) = self.approved(approval.file)?;
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
            purge.unanswered.clone_from(&unanswered);
            row.changed = now;
            let mut details = json!({
                "policy": row.guid, "stage": purge.stage.as_str(), "document": document.id,
                "approver": document.approver,
            });
            if let (Some(why), Some(details)) = (&unanswered, details.as_object_mut()) {
                details.insert("unanswered".to_owned(), why.as_str().into());
            }
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
        let (policy, purge) = self.of_guid(said.policy)?;
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

    /// Nobody has given the permissions back since the purge was asked for. The vaults that were gone
    /// then, and are, were forced; no other is. Where nothing else is heard, whoever destroys says
    /// that it is to be so: a vault that is out for a moment, one that can be recovered, and a sign-in
    /// that this shell does not have hide a permission that was given back. The answer is why nothing
    /// was heard.
    fn revocation_holds(
        &self,
        policy: &Policy,
        purge: &Purge,
        without_answer: bool,
    ) -> Result<Option<String>> {
        let was_gone = |key: &str| purge.keys_gone.iter().any(|gone| gone == key);
        let Err(mut error) = self.must_be_revoked(policy, &was_gone) else { return Ok(None) };
        if !UNANSWERED.contains(&error.id) {
            return Err(error);
        }
        if without_answer {
            return Ok(Some(error.message));
        }
        error.fix = format!("{} {NEVER_AGAIN}", error.fix);
        Err(error)
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
