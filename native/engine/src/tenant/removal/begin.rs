//! Beginning to remove a tenant: what is going to be destroyed is written down and signed while all
//! of it is still there.

use std::path::Path;

use ckey_base::{counted, durable, regular};
use ckey_store::model::{Among, MailboxQuery, PolicyKind};
use ckey_store::{Reader, StateExt};
use serde_json::{Value, json};

use super::ours::{Survey, What};
use super::{RemovalPlan, check_output};
use crate::audit::{Audit, Statement};
use crate::clock::iso;
use crate::error::{EngineError, Result};
use crate::ground::{Layout, Moment, TamperEvidence};
use crate::record::{Actor, AuditEvent};
use crate::tenant::Tenant;

/// Mailboxes that are counted in one look.
const PAGE: u32 = 1000;

/// What a tenant holds, in numbers and names.
struct Holdings {
    policies: Vec<Value>,
    mailboxes: u64,
    removed: u64,
    sites: u64,
    backups: Vec<Value>,
}

impl Holdings {
    fn of(reader: &mut dyn Reader) -> Result<Self> {
        let mut policies = Vec::new();
        for kind in PolicyKind::CUSTOMER {
            for policy in reader.policies(kind)? {
                policies.push(json!({
                    "policy": policy.guid, "policyName": policy.name,
                    "kind": format!("{kind:?}"), "keys": policy.key_uris,
                }));
            }
        }
        let mut sites = 0_u64;
        for geo in reader.geos()? {
            sites = sites.saturating_add(reader.count_sites(geo.no)?);
        }
        let told = |backup: ckey_store::model::Backup| {
            json!({
                "backup": backup.guid, "file": backup.output, "secretsFile": backup.secrets,
                "made": iso(backup.at),
            })
        };
        Ok(Self {
            policies,
            mailboxes: reader.count_mailboxes(None)?,
            removed: removed(reader)?,
            sites,
            backups: reader.backups()?.into_iter().map(told).collect(),
        })
    }
}

fn removed(reader: &mut dyn Reader) -> Result<u64> {
    let mut query = MailboxQuery { among: Among::Removed, limit: PAGE, ..MailboxQuery::default() };
    let mut count = 0_u64;
    loop {
        let page = reader.mailboxes(&query)?;
        let Some(last) = page.last() else { return Ok(count) };
        query.after = last.mailbox.no;
        count = count.saturating_add(u64::try_from(page.len()).unwrap_or(u64::MAX));
    }
}

impl Tenant {
    /// What keeps this tenant from being removed, if anything; what would go with it otherwise.
    ///
    /// # Errors
    /// `OutputExists`, `OutputInTenant`, `TenantReadOnly`, `TenantBeingRemoved`.
    pub fn check_removal(&self, output: &Path) -> Result<RemovalPlan> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        self.ground.layout().must_stay()?;
        check_output(output)?;
        let folder = durable::folder_of(output);
        regular::check_folder(folder)
            .map_err(|error| Layout::failed(folder, "write the evidence to", &error))?;
        let (holdings, survey) = self.holdings()?;
        let count = |list: &[Value]| u64::try_from(list.len()).unwrap_or(u64::MAX);
        let name = |entry: &Value, of: &str| {
            entry.get(of).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let mut policies: Vec<_> =
            holdings.policies.iter().map(|it| name(it, "policyName")).collect();
        policies.sort();
        Ok(RemovalPlan {
            name: self.ground.name().to_owned(),
            policies,
            mailboxes: holdings.mailboxes.saturating_add(holdings.removed),
            sites: holdings.sites,
            vaults: vaults(&survey),
            secrets: count(&secrets(&survey)),
            backups: holdings.backups.iter().map(|it| name(it, "secretsFile")).collect(),
            foreign: survey.foreign,
            in_use: !self.ground.alive().alone(),
        })
    }

    fn holdings(&self) -> Result<(Holdings, Survey)> {
        let holdings = self.ground.state().view(Holdings::of)?;
        Ok((holdings, Survey::of(self.ground.layout())?))
    }

    /// Begins to remove the tenant: from here on there is no way back. It is on the record, what is
    /// going to be destroyed is signed, and everyone who has the tenant open lets go of its keys.
    ///
    /// # Errors
    /// Those of [`Self::check_removal`].
    pub fn begin_removal(&self, actor: &Actor, output: &Path) -> Result<()> {
        let plan = self.check_removal(output)?;
        let (holdings, survey) = self.holdings()?;
        let now = self.ground.now();
        let details = json!({
            "policies": plan.policies, "mailboxes": plan.mailboxes, "sites": plan.sites,
            "vaults": plan.vaults, "backups": plan.backups,
        });
        let event =
            AuditEvent::new("Remove tenant", "Tenant", &actor.name, self.ground.name(), details);
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))?;
        let last = self.ground.state().view(|reader| Ok::<_, EngineError>(reader.last_audit()?))?;
        let (sequence, link) = last.map_or((0, [0; 32]), |last| (last.sequence, last.link));
        let facts = json!({
            "tenant": self.ground.id(),
            "tenantName": self.ground.name(),
            "mode": format!("{:?}", self.ground.mode()),
            "folder": self.ground.path().display().to_string(),
            "begun": iso(now),
            "begunBy": actor.name,
            "clockOffset": self.ground.clock.offset(),
            "destroyed": {
                "policies": holdings.policies,
                "mailboxes": holdings.mailboxes,
                "removedMailboxes": holdings.removed,
                "sites": holdings.sites,
                "vaults": vaults(&survey),
                "secrets": secrets(&survey),
                "files": survey.told(self.ground.layout()),
            },
            "masterKey": match self.ground.evidence {
                TamperEvidence::AccidentsOnly => "in the folder",
                TamperEvidence::Full => "elsewhere, where it stays",
            },
            "backups": holdings.backups,
            "basis": { "auditSequence": sequence, "auditLink": hex::encode(link) },
        });
        self.ground.pause(Moment::Removed);
        self.mark(&facts)?;
        self.ground.pause(Moment::Removed);
        self.ground.state().commit(|writer| Ok::<_, EngineError>(writer.raise_epoch()?))?;
        self.ground.looked.doubt();
        Ok(())
    }

    fn mark(&self, facts: &Value) -> Result<()> {
        let text = Statement::RemovalBegun.sign(&Audit::of(&self.ground).signing_key()?, facts)?;
        let mark = self.ground.layout().removal();
        durable::write_new(&mark, text.as_bytes())
            .map_err(|error| Layout::failed(&mark, "write the file", &error))
    }
}

/// Names of vaults, by their files.
fn vaults(survey: &Survey) -> Vec<String> {
    let stem = |path: &Path| {
        let is_vault = path.extension().is_some_and(|ending| ending == "vault");
        is_vault.then(|| path.file_stem()?.to_str().map(str::to_owned)).flatten()
    };
    let mut found: Vec<_> = survey.own.iter().filter_map(|own| stem(&own.path)).collect();
    found.sort();
    found
}

/// What secrets there are, by the names of their files; the one that signs goes last of all, and is
/// one of them.
fn secrets(survey: &Survey) -> Vec<Value> {
    let is_secret = |what: What| matches!(what, What::Secret | What::Signing);
    let named = survey.own.iter().filter(|own| is_secret(own.what));
    let named = named.filter_map(|own| own.path.file_stem()?.to_str().map(Value::from));
    named.collect()
}

/// Numbers of what goes, for people.
impl RemovalPlan {
    /// In one sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let listed = |names: &[String]| {
            if names.is_empty() { String::new() } else { format!(" ('{}')", names.join("', '")) }
        };
        format!(
            "The tenant '{}' with {}{}, {}, {}, {}{} and {}",
            self.name,
            counted(self.policies.len(), "policy", "policies"),
            listed(&self.policies),
            counted(self.mailboxes, "mailbox", "mailboxes"),
            counted(self.sites, "site", "sites"),
            counted(self.vaults.len(), "vault", "vaults"),
            listed(&self.vaults),
            counted(self.secrets, "secret", "secrets"),
        )
    }
}
