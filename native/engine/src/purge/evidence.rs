//! What a purge leaves behind as evidence: what was destroyed, what was searched, and which copies
//! elsewhere still hold something of it (rule 4.8.11). `docs/format.md` §13.

use std::path::Path;

use ckey_base::CancelToken;
use ckey_store::model::{Backup, Policy, PolicyKind, Purge, PurgeStage};
use ckey_store::{Reader, SecretName, StateExt};
use ckey_vault::paste::word;
use serde_json::{Value, json};

use super::Purges;
use super::document::extend;
use super::fingerprints::Needles;
use super::scan::Search;
use super::sites::secrets_of;
use crate::audit::{Audit, Statement};
use crate::clock::iso;
use crate::error::{Category, EngineError, Result};
use crate::policies::audited_as;
use crate::record::{Actor, AuditEvent};

const LIMITS: &str = "This tells of the files of the tenant and of the backups that it knows. It does not tell what a disk, a snapshot of a disk or a file system keeps of what was overwritten, nor of copies that were made by other means. A backup from a time when a mailbox was under another policy, whose secrets still live, still opens what the mailbox held then: a key that moves to another policy stays the same key.";

/// How many places are named where something is left.
const NAMED: usize = 5;

impl Purges<'_> {
    /// Looks at everything, and reports it.
    ///
    /// # Errors
    /// `PurgeIncomplete` where something is left; those of the stores; `Stopped`.
    pub(super) fn look(
        &self,
        policy: &Policy,
        purge: &Purge,
        cancel: &CancelToken,
    ) -> Result<Value> {
        let needles = Needles::of(&purge.fingerprints);
        let mut search = Search::of(&needles, cancel);
        search.tenant(self.ground)?;
        let secrets = secrets_of(policy, purge);
        let left: Vec<_> = self
            .ground
            .secrets()
            .names()?
            .into_iter()
            .filter(|name| secrets.contains(name))
            .map(|name| name.label())
            .collect();
        let found: Vec<_> = search.found.iter().chain(&left).cloned().collect();
        if let Some(shown) = found.get(..found.len().min(NAMED)).filter(|shown| !shown.is_empty()) {
            let more = match found.len().saturating_sub(shown.len()) {
                0 => String::new(),
                count => format!("; and {count} more"),
            };
            return Err(EngineError::new(
                "PurgeIncomplete",
                Category::ResourceBusy,
                format!(
                    "Something that was to be destroyed is still there: {}{more}.",
                    shown.join("; ")
                ),
                "Let whoever made the file end, or destroy it; then Wait-CustomerKeyJob looks again.",
            )
            .about(policy.name.as_str()));
        }
        let known = self.ground.state().view(|reader| Ok::<_, EngineError>(reader.backups()?))?;
        let mut backups = Vec::new();
        for backup in &known {
            let looked = search.backup(Path::new(&backup.output))?;
            let told =
                self.ground.state().view(|reader| of_backup(reader, policy, backup, looked))?;
            backups.push(told);
        }
        let (generations, last) = self.ground.state().view(|reader| {
            let all = reader.generations(policy.no)?;
            let all: Vec<_> = all.into_iter().map(|one| one.guid).collect();
            Ok::<_, EngineError>((all, reader.last_audit()?))
        })?;
        let (sequence, link) = last.map_or((0, [0; 32]), |last| (last.sequence, last.link));
        let mut report = json!({
            "tenant": self.ground.id(),
            "tenantName": self.ground.name(),
            "policy": policy.guid,
            "policyName": policy.name,
            "keys": policy.key_uris,
            "requested": iso(purge.requested),
            "requestedBy": purge.by,
            "reason": purge.reason,
            "contact": purge.contact,
            "forced": purge.forced,
            "keysGone": purge.keys_gone,
            "unanswered": purge.unanswered,
            "document": purge.document.as_ref().map(|document| json!({
                "id": document.id, "issued": iso(document.issued), "sha256": document.digest,
                "approver": document.approver, "approverKey": document.public_key,
            })),
            "approved": purge.approved.map(iso),
            "finished": iso(self.ground.now()),
            "destroyed": {
                "items": purge.items,
                "generations": generations,
                "secrets": secrets.iter().map(SecretName::label).collect::<Vec<_>>(),
            },
            "searched": search.searched(),
            "searchedFor": needles_told(purge),
            "found": [],
            "backups": backups,
            "limits": LIMITS,
            "basis": { "auditSequence": sequence, "auditLink": hex::encode(link) },
        });
        let (destroyed, more) = self.of_kind(policy, purge)?;
        if let Some(all) = report.get_mut("destroyed") {
            extend(all, &destroyed);
        }
        extend(&mut report, &more);
        Ok(report)
    }

    /// What the report says of mailboxes or of sites: among what was destroyed, and beside it.
    fn of_kind(&self, policy: &Policy, purge: &Purge) -> Result<(Value, Value)> {
        if policy.kind != PolicyKind::SharePoint {
            return Ok((json!({ "mailboxes": purge.mailboxes }), json!({})));
        }
        let users = self.ground.state().view(|reader| {
            let all = reader.policies(PolicyKind::SharePoint)?;
            Ok::<_, EngineError>(all.into_iter().map(|policy| policy.name).collect::<Vec<_>>())
        })?;
        let key = match purge.installation {
            Some(_) => "destroyed".to_owned(),
            None if users.is_empty() => "goes with the purge of another policy".to_owned(),
            None => format!("stays, because other policies use it: {}", users.join(", ")),
        };
        let more = json!({
            "ruleProfile": self.ground.current_settings().rules.name(),
            "agreements": purge.agreements,
            "availabilityKey": key,
        });
        Ok((json!({ "sites": purge.sites }), more))
    }

    /// The evidence of a purge that is over, signed with the tenant's audit key.
    ///
    /// # Errors
    /// `PurgeNotRequested`, `PurgeUnfinished`; those of the stores.
    pub fn evidence(&self, actor: &Actor, identity: &str) -> Result<String> {
        let report = self.check_evidence(identity)?;
        let (policy, _) = self.find(identity)?;
        let signed = Audit::of(self.ground).signed(Statement::Purge, &report)?;
        if self.ground.is_read_only() {
            return Ok(signed);
        }
        let (now, details) = (self.ground.now(), json!({ "policy": policy.guid }));
        let event = AuditEvent::new(
            "Sign evidence of data purge",
            audited_as(policy.kind),
            &actor.name,
            policy.name.as_str(),
            details,
        );
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))?;
        Ok(signed)
    }

    /// What keeps the evidence from being signed, if anything; the report otherwise.
    ///
    /// # Errors
    /// `PurgeNotRequested`, `PurgeUnfinished`.
    pub fn check_evidence(&self, identity: &str) -> Result<Value> {
        self.ground.sync()?;
        let (policy, purge) = self.find(identity)?;
        let text = purge.report.filter(|_| purge.stage == PurgeStage::Purged).ok_or_else(|| {
            EngineError::new(
                "PurgeUnfinished",
                Category::InvalidOperation,
                format!(
                    "The purge of the data under '{}' is not over: it is {}.",
                    policy.name,
                    purge.stage.as_str()
                ),
                if purge.stage == PurgeStage::Requested {
                    format!(
                        "Have a document signed: New-CustomerKeyPurgeDocument {} -OutputFile FILE; then give it back: Complete-CustomerKeyPurge SIGNED",
                        word(&policy.name)
                    )
                } else {
                    "Get-CustomerKeyPurge shows what it waits for; Wait-CustomerKeyJob goes on with it.".to_owned()
                },
            )
            .about(policy.name.as_str())
        })?;
        serde_json::from_str(&text)
            .map_err(|error| EngineError::damaged(&policy.name, error.to_string()))
    }
}

fn needles_told(purge: &Purge) -> Value {
    json!({ "wraps": purge.fingerprints.len(), "by": "first bytes and SHA-256 of each" })
}

/// What is said of a known backup: whether it holds secrets of the policy, and under which other
/// policies it may still open keys of the mailboxes.
fn of_backup(
    reader: &mut dyn Reader,
    policy: &Policy,
    backup: &Backup,
    looked: Option<usize>,
) -> Result<Value> {
    let holds_secrets = backup.at >= policy.created;
    let mut others = Vec::new();
    for no in backup.keys.iter().map(|key| key.policy_no) {
        if let Some(other) = reader.policy(no)?.filter(|it| it.no != policy.no && !it.is_deleted())
            && !others.contains(&other.name)
        {
            others.push(other.name);
        }
    }
    others.extend(crate::protection::service_policy(reader).map(|service| service.name));
    Ok(json!({
        "backup": backup.guid,
        "file": backup.output,
        "secretsFile": backup.secrets,
        "made": iso(backup.at),
        "isThere": looked.is_some(),
        "wrapsFound": looked,
        "holdsSecretsOfPolicy": holds_secrets,
        "mayOpenUnder": others,
    }))
}
