//! Whether a version of a root key may be retired, and that as a statement that can be checked.

use ckey_store::StateExt;
use serde_json::{Value, json};

use super::KeyUse;
use super::dependent::{Dependent, Detail};
use super::dependents::dependents;
use super::others::told_of_others;
use super::usage::usage;
use crate::audit::{Audit, Statement};
use crate::clock::iso;
use crate::error::{EngineError, Result};
use crate::record::{Actor, AuditEvent};

/// Whether a version of a root key, or each version of a key, may be retired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    /// The key that was asked about, with or without version.
    pub key_uri: String,
    /// When it was asked, Unix seconds.
    pub at: i64,
    /// Whether a vault of the tenant has it, or may have it and does not answer.
    pub is_there: bool,
    /// What still needs it; nothing does where it may be retired.
    pub dependents: Vec<Dependent>,
    /// Who else has used it where its vault is served, in a sentence.
    pub others: Option<String>,
    /// The number of the last audit record of the state that was looked at.
    pub sequence: i64,
    /// That record's link, which ties the answer to the log.
    pub link: [u8; 32],
}

impl Retirement {
    /// Whether nothing needs the key.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.dependents.is_empty()
    }

    fn report(&self, tenant: &str) -> Value {
        let dependents = self.dependents.iter().map(|one| {
            json!({
                "key": one.key_uri, "name": one.name, "policy": one.policy, "keys": one.keys,
                "lag": one.lag.as_str(), "why": one.why, "remedy": one.remedy,
            })
        });
        json!({
            "tenant": tenant,
            "key": self.key_uri,
            "at": iso(self.at),
            "safe": self.is_safe(),
            "inVault": self.is_there,
            "dependents": dependents.collect::<Vec<_>>(),
            "basis": {
                "counted": "keys of mailboxes, workloads and application scopes under each generation of each policy, and the key versions of known backups",
                "auditSequence": self.sequence,
                "auditLink": hex::encode(self.link),
            },
        })
    }
}

impl KeyUse<'_> {
    /// What still needs a version of a root key, or where `key` names none, any version of it;
    /// with `each`, mailbox by mailbox. Exact: it is counted in the change that wraps a key.
    ///
    /// # Errors
    /// `BadParameter` for what is no URI of a key; those of the store.
    pub fn retirement(&self, key: &str, each: bool) -> Result<Retirement> {
        let asked = self.ground.key_uri(key)?;
        let detail = if each { Detail::Each } else { Detail::Grouped };
        self.ground.sync()?;
        let is_there = self.is_there(&asked);
        let others = is_there.then(|| told_of_others(self.ground, asked.vault(), Some(&asked)));
        self.ground.state().view(|reader| {
            let found = usage(reader, Some(&asked))?;
            let last = reader.last_audit()?;
            let (sequence, link) = last.map_or((0, [0; 32]), |last| (last.sequence, last.link));
            Ok::<_, EngineError>(Retirement {
                key_uri: asked.to_string(),
                at: self.ground.now(),
                is_there,
                dependents: dependents(self.ground, reader, &found, detail)?,
                others: others.clone().flatten(),
                sequence,
                link,
            })
        })
    }

    /// The answer as a JSON document that is signed with the tenant's audit key (Ed25519):
    /// `docs/format.md` §13. That it was signed is recorded where the tenant can be written.
    ///
    /// # Errors
    /// Those of the stores.
    pub fn statement(&self, actor: &Actor, answer: &Retirement) -> Result<String> {
        let report = answer.report(&self.ground.id().to_string());
        let signed = Audit::of(self.ground).signed(Statement::Retirement, &report)?;
        self.record(actor, answer)?;
        Ok(signed)
    }

    fn record(&self, actor: &Actor, answer: &Retirement) -> Result<()> {
        if self.ground.is_read_only() {
            return Ok(());
        }
        let details = json!({ "safe": answer.is_safe(), "basedOn": answer.sequence });
        let event = AuditEvent::new(
            "Sign statement on a key",
            "Tenant",
            &actor.name,
            answer.key_uri.clone(),
            details,
        );
        let now = self.ground.now();
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))
    }
}
