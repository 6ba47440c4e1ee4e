//! What is done with vaults themselves, and what it leaves on the record.

use std::sync::Arc;

use ckey_engine::{Operation, Outcome};
use ckey_vault::VaultDescription;
use hyper::StatusCode;
use serde_json::{Map, Value};

use crate::answer::Answer;
use crate::managing::Managing;
use crate::refusal::Refusal;
use crate::resource::Target;
use crate::tally::Refused;
use crate::vault_body::{WantedPolicies, read};
use crate::vault_shown::{deleted_vault, resource, vault};

/// What records tell of a body. What has no meaning here may be a secret of somewhere else.
const TOLD: [&str; 14] = [
    "location",
    "tags",
    "sku",
    "tenantId",
    "accessPolicies",
    "createMode",
    "enableSoftDelete",
    "softDeleteRetentionInDays",
    "enablePurgeProtection",
    "enableRbacAuthorization",
    "networkAcls",
    "publicNetworkAccess",
    "name",
    "type",
];

impl Managing<'_> {
    /// Answers, and leaves on the record what a cmdlet leaves that does the same.
    pub(crate) fn answer(&self, body: &[u8]) -> Answer {
        let target = &self.asked.target;
        let operation = Operation::new(target.operation(), &self.parameters(body));
        operation.asked_by(|| self.account.name.clone());
        operation.run(|| {
            let done = self.manage(body);
            let done = done.map_err(|refusal| refusal.told_to(self.account, self.asked));
            self.record(&operation, done.as_ref().err());
            done.unwrap_or_else(Refusal::answer)
        })
    }

    /// The request as records tell of it.
    fn parameters(&self, body: &[u8]) -> Map<String, Value> {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let of = |name: &str| {
            let found = body.get("properties").and_then(|properties| properties.get(name));
            Some((name.to_owned(), found.or_else(|| body.get(name))?.clone()))
        };
        let mut told: Map<_, _> = TOLD.iter().filter_map(|name| of(name)).collect();
        told.insert("path".to_owned(), self.asked.path.as_str().into());
        told
    }

    /// Changes record themselves, where they are made; here is what none of them tells.
    /// What is refused or fails can be so without end: it is counted.
    fn record(&self, operation: &Arc<Operation>, refusal: Option<&Refusal>) {
        let outcome = refusal.map_or(Outcome::Succeeded, Refusal::outcome);
        let target = &self.asked.target;
        let is_kept = match outcome {
            Outcome::Denied { .. } => true,
            Outcome::Failed { .. } => target.changes(),
            Outcome::Succeeded => target.changes() && operation.records() == 0,
        };
        if !is_kept {
            return;
        }
        let object = target.vault().unwrap_or_else(|| self.tenant.name());
        if refusal.is_some() {
            let (application, from) = (self.application, self.from);
            let vault = target.vault().unwrap_or_default();
            self.tally.tell(operation, &Refused { application, from, vault, object, outcome });
            return;
        }
        let kept =
            self.tenant.audit().record(operation, ("KeyVault", object), outcome, &Value::Null);
        if let Err(error) = kept {
            tracing::error!(%error, "a request to manage a vault could not be recorded");
        }
    }

    fn manage(&self, body: &[u8]) -> Result<Answer, Refusal> {
        let (vaults, target) = (self.tenant.vaults(), &self.asked.target);
        // What is put may be there or not, and is judged when that is known.
        if !matches!(target, Target::Put(..)) {
            self.may_run(target.cmdlet())?;
        }
        match target {
            Target::Put(group, name) => self.put(group, name, read(body)?),
            Target::Get(group, name) => Ok(self.shown(&self.seen(group, name)?)),
            Target::Update(group, name) => {
                let known = self.seen(group, name)?;
                self.change(&known, read(body)?).map(|after| self.shown(&after))
            }
            Target::Delete(group, name) => {
                let known = match self.seen(group, name) {
                    // As Azure: what is not there is deleted.
                    Err(refusal) if refusal.is_missing() => {
                        return Ok(Answer::empty(StatusCode::NO_CONTENT));
                    }
                    known => known?,
                };
                vaults.delete_vault(self.caller(), &known.name)?;
                Ok(Answer::empty(StatusCode::OK))
            }
            Target::ChangePolicies(group, name, change) => {
                let known = self.seen(group, name)?;
                let wanted: WantedPolicies = read(body)?;
                self.change_policies(&known, &wanted.properties.access_policies, *change)
            }
            Target::List(group) => {
                let shown = |found: &VaultDescription| vault(found, &self.uri(&found.name));
                self.list(group.as_deref(), shown)
            }
            Target::ListResources => self.list(None, resource),
            Target::ListDeleted => self.list_deleted(),
            Target::GetDeleted(location, name) => {
                let found = self.deleted(name, Some(location), None)?;
                Ok(Answer::ok(&deleted_vault(&found)))
            }
            Target::Purge(location, name) => {
                let found = self.deleted(name, Some(location), None)?;
                vaults.purge_vault(self.caller(), &found.vault.name)?;
                Ok(Answer::empty(StatusCode::OK))
            }
            Target::CheckName => self.check_name(&read(body)?),
        }
    }

    pub(crate) fn shown(&self, found: &VaultDescription) -> Answer {
        Answer::ok(&vault(found, &self.uri(&found.name)))
    }
}
