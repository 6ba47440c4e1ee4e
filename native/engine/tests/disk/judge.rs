//! What must be true of whatever a power cut leaves, by the code that everybody uses.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_crypto::EncryptionContext;
use ckey_engine::directory::well_known;
use ckey_engine::{CreateOptions, EngineError, NewMailbox, OpenOptions, ScopeSelector, Tenant};
use ckey_vault::{
    Caller, Cloud, Fault, KeyPermission, KeyUri, LogRecord, VaultErrorKind, VaultKind,
};

use crate::notes::{Fact, Facts, content, kind_of};
use crate::script::{actor, import, opening, permit, scope_of};

type Verdict = Result<(), String>;

fn failed(what: &str) -> impl Fn(EngineError) -> String + '_ {
    move |error| format!("{what}: {} {}", error.id, error.message)
}

fn expect(holds: bool, what: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(what()) }
}

fn may_be_gone(vault: &str, facts: &Facts) -> bool {
    let gone = |fact: &Fact| matches!(fact, Fact::NoVault { .. });
    facts.get(&format!("vault {vault}")).is_some_and(|possible| possible.iter().any(gone))
}

/// Judges the tenant in `place`, of which `facts` were told, and works on with it.
pub(crate) fn judge(root: &Path, place: &str, facts: Option<&Facts>) -> Verdict {
    let (path, none) = (root.join(place), BTreeMap::new());
    let facts = facts.unwrap_or(&none);
    if !facts.contains_key("tenant") && !Tenant::exists(&path) {
        // What nobody was told is there is not there, and does not stand in the way.
        let made = Tenant::create(&path, &CreateOptions::default(), OpenOptions::default());
        return made.map(drop).map_err(failed("making the tenant again"));
    }
    let tenant = Tenant::open(&path, opening(root)).map_err(failed("opening"))?;
    let judge = Judge { tenant, root };
    judge.hold(facts, |fact| matches!(fact, Fact::Permission { .. }))?;
    judge.put_right()?;
    judge.hold(facts, |fact| !matches!(fact, Fact::Permission { .. }))?;
    judge.whole()?;
    judge.nothing_left_over()?;
    judge.go_on()?;
    judge.whole()
}

pub(crate) struct Judge<'a> {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) root: &'a Path,
}

impl Judge<'_> {
    pub(crate) fn hold(&self, facts: &Facts, wanted: impl Fn(&Fact) -> bool) -> Verdict {
        for possible in facts.values().filter(|possible| wanted(&possible[0])) {
            let verdicts: Vec<_> = possible.iter().map(|fact| self.holds(fact, facts)).collect();
            let wrong = verdicts
                .iter()
                .filter_map(|verdict| verdict.as_ref().err())
                .cloned()
                .collect::<Vec<_>>();
            expect(wrong.len() < verdicts.len(), || format!("{possible:?}: {}", wrong.join("; ")))?;
        }
        Ok(())
    }

    fn holds(&self, fact: &Fact, facts: &Facts) -> Verdict {
        let tenant = &self.tenant;
        match fact {
            Fact::Tenant => Ok(()),
            Fact::Setting { seed } => {
                let found = tenant.settings().map_err(failed("settings"))?.seed;
                expect(found == Some(*seed), || format!("it is {found:?}"))
            }
            Fact::Vault { name, generation } => {
                let found =
                    tenant.vaults().vault(name).map_err(|error| error.to_string())?.generation;
                expect(found >= *generation, || format!("its generation is {found}"))
            }
            Fact::NoVault { name } => {
                expect(tenant.vaults().vault(name).is_err(), || "it is there".to_owned())
            }
            Fact::Version { vault, key, uri } => self.version(vault, key, uri, facts),
            Fact::Used { vault, count } => self.used(vault, *count, facts),
            Fact::Deleted { vault, key, deleted } => {
                let found = !self.has_key(vault, key)?;
                expect(found == *deleted, || format!("it is {found}"))
            }
            Fact::Permission { vault, allowed } => self.permission(vault, *allowed),
            Fact::Policy { name, generation } => {
                let found = tenant
                    .policies()
                    .get(kind_of(name), name)
                    .map_err(failed("policy"))?
                    .generation;
                expect(found >= *generation, || format!("its generation is {found}"))
            }
            Fact::Unneeded { uri } => {
                let uses = tenant.policies().root_uses().map_err(failed("root uses"))?;
                expect(uses.iter().all(|needed| needed.key_uri != *uri), || {
                    "it is needed again".to_owned()
                })
            }
            Fact::Mailbox { name } => {
                tenant.mailboxes().get(name).map(drop).map_err(failed("mailbox"))
            }
            Fact::NoMailbox { name } => {
                expect(tenant.mailboxes().get(name).is_err(), || "it is there".to_owned())
            }
            Fact::Destroyed { scope } => {
                let is_there = match scope_of(scope) {
                    ScopeSelector::Mailbox(name) => tenant.mailboxes().get_removed(&name).is_ok(),
                    _ => tenant.sites().deleted_site(scope).is_ok(),
                };
                expect(!is_there, || "it can be brought back".to_owned())
            }
            Fact::Carries { mailbox, policy } => {
                let found = tenant.mailboxes().get(mailbox).map_err(failed("mailbox"))?.policy;
                expect(found == *policy, || format!("it is {found:?}"))
            }
            Fact::Assigned { policy } => {
                let found = tenant
                    .policies()
                    .assignment()
                    .map_err(failed("assignment"))?
                    .map(|found| found.policy.name);
                expect(found == *policy, || format!("it is {found:?}"))
            }
            Fact::Item { mailbox, id, number, length } => {
                let mut read = Vec::new();
                let scope = scope_of(mailbox);
                tenant
                    .items()
                    .export(&scope, *id, &mut read, &CancelToken::default())
                    .map_err(failed("item"))?;
                expect(read == content(*number, *length), || "it holds something else".to_owned())
            }
            Fact::Sealed { application, sealed } => {
                let lease = tenant
                    .open_scope(&ScopeSelector::Application(application.clone()))
                    .map_err(failed("scope"))?;
                let opened = lease
                    .unseal(&EncryptionContext::default(), &hex::decode(sealed).unwrap())
                    .map_err(failed("object"))?;
                expect(opened.expose() == application.as_bytes(), || {
                    "it holds something else".to_owned()
                })
            }
            Fact::Backup { main, secrets } => self.backup(main, secrets),
            // Judged beside their own scripts (`purging`).
            Fact::Approved { .. } | Fact::Purged { .. } | Fact::Removing | Fact::Removed => Ok(()),
            Fact::Records { count } => {
                let verdict =
                    tenant.audit().verify(&CancelToken::default()).map_err(failed("audit log"))?;
                expect(verdict.intact && verdict.records >= *count, || format!("{verdict:?}"))
            }
        }
    }

    fn has_key(&self, vault: &str, key: &str) -> Result<bool, String> {
        let admin = self.tenant.directory().azure_caller("test").map_err(failed("admin"))?;
        let deleted =
            self.tenant.vaults().deleted_keys(&admin, vault).map_err(|error| error.to_string())?;
        Ok(!deleted.iter().any(|deleted| deleted.key.uri.key() == key))
    }

    /// A use that was answered stays on record.
    fn used(&self, vault: &str, count: usize, facts: &Facts) -> Verdict {
        if may_be_gone(vault, facts) {
            return Ok(());
        }
        let mut found = 0;
        let uses = self.tenant.vaults().uses(vault, &mut |_| found += 1);
        uses.map_err(|error| error.to_string())?;
        expect(found >= count, || format!("{found} uses are on record"))
    }

    fn version(&self, vault: &str, key: &str, uri: &str, facts: &Facts) -> Verdict {
        if may_be_gone(vault, facts) {
            return Ok(());
        }
        let (admin, vaults) = (
            self.tenant.directory().azure_caller("test").map_err(failed("admin"))?,
            self.tenant.vaults(),
        );
        // Where it was rightly deleted, `Deleted` says so; its versions come back with it.
        if !self.has_key(vault, key)? {
            vaults.recover_key(&admin, vault, key).map_err(|error| error.to_string())?;
        }
        let versions =
            vaults.key_versions(&admin, vault, key).map_err(|error| error.to_string())?;
        expect(versions.iter().any(|version| version.uri.to_string() == uri), || {
            "it is not there".to_owned()
        })
    }

    fn permission(&self, vault: &str, allowed: bool) -> Verdict {
        let application = well_known::EXCHANGE_ONLINE;
        let caller =
            Caller::application(application.object_id, application.app_id, application.name);
        let vault = self.tenant.vaults().vault(vault).map_err(|error| error.to_string())?;
        let found = vault.permissions_of(&caller).contains(&KeyPermission::UnwrapKey);
        expect(found == allowed, || format!("it is {found}"))
    }

    fn backup(&self, main: &str, secrets: &str) -> Verdict {
        let [main, secrets] = [main, secrets].map(|name| self.root.join(name));
        let place = self.root.join("restored-by-the-judge");
        let restored = Tenant::restore(&place, &main, &secrets, OpenOptions::default())
            .map_err(failed("restoring"))?;
        Judge { tenant: Arc::clone(&restored), root: self.root }.whole()?;
        Tenant::let_go(restored);
        std::fs::remove_dir_all(place).map_err(|error| error.to_string())
    }

    /// The vaults work and let the service in, and no site is deleted, so that every wrap and every
    /// file can be looked at.
    fn put_right(&self) -> Verdict {
        for vault in self.tenant.vaults().vaults().map_err(|error| error.to_string())? {
            if vault.fault != Fault::None {
                self.tenant
                    .set_vault_fault(&actor(), &vault.name, Fault::None)
                    .map_err(failed("vault"))?;
            }
            permit(&self.tenant, &vault.name, true);
        }
        let deleted = self.tenant.sites().deleted_page(0, 1000).map_err(failed("deleted sites"))?;
        for site in deleted.into_iter().filter(|site| site.days_remaining > 0) {
            let restored = self.tenant.sites().restore_site(&actor(), &site.url);
            restored.map_err(failed("restoring a site"))?;
        }
        Ok(())
    }

    /// A key that protects something has wrapped, and its vault says so: the wrap was answered after
    /// its record was durable.
    fn wraps_are_on_record(&self) -> Verdict {
        for needed in self.tenant.policies().root_uses().map_err(failed("root uses"))? {
            let uri = KeyUri::stored(&needed.key_uri).map_err(|error| error.to_string())?;
            // Others keep records of their own.
            if uri.cloud() != Some((Cloud::Public, VaultKind::Vault)) {
                continue;
            }
            let mut seen = false;
            let mut look = |used: LogRecord| {
                seen |= used.operation == "KeyWrap" && used.object == needed.key_uri;
            };
            match self.tenant.vaults().uses(uri.vault(), &mut look) {
                Err(error) if error.kind == VaultErrorKind::VaultNotFound => {}
                Err(error) => return Err(error.to_string()),
                Ok(()) => expect(seen, || format!("no wrap by {uri} is on record"))?,
            }
        }
        Ok(())
    }

    /// Every check of the product, also of every body.
    pub(crate) fn whole(&self) -> Verdict {
        let checks = self
            .tenant
            .check_content(&CancelToken::default(), &mut |_| {})
            .map_err(failed("check"))?;
        let wrong: Vec<_> = checks
            .iter()
            .filter(|check| !check.passed)
            .map(|check| format!("{}: {}", check.check, check.detail))
            .collect();
        expect(wrong.is_empty(), || wrong.join("; "))?;
        self.wraps_are_on_record()
    }

    /// Nothing that was undone, or not finished, stays: no content and no secret that belongs to
    /// nothing.
    fn nothing_left_over(&self) -> Verdict {
        let path = self.tenant.path();
        for folder in std::fs::read_dir(path.join("content")).into_iter().flatten().flatten() {
            let unfinished = std::fs::read_dir(folder.path())
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.file_name());
            let left: Vec<_> =
                unfinished.filter(|name| !name.to_string_lossy().ends_with(".sealed")).collect();
            expect(left.is_empty(), || format!("left over in content: {left:?}"))?;
        }
        let mut known = String::new();
        for policy in ["P", "G"] {
            let policies =
                self.tenant.policies().list(kind_of(policy)).map_err(failed("policies"))?;
            policies.iter().for_each(|policy| known += &policy.guid.to_string());
        }
        for entry in std::fs::read_dir(path.join("service-secrets")).into_iter().flatten().flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(policy) =
                name.strip_prefix("availability-").and_then(|name| name.strip_suffix(".secret"))
            else {
                continue;
            };
            expect(known.contains(policy), || format!("the secret {name} belongs to nothing"))?;
        }
        Ok(())
    }

    /// Work goes on.
    fn go_on(&self) -> Verdict {
        let new = NewMailbox { name: "after the power cut".to_owned(), ..NewMailbox::default() };
        let cancel = CancelToken::default();
        self.tenant
            .mailboxes()
            .create(&actor(), &[new], &cancel)
            .map_err(failed("making a mailbox"))?;
        for length in [10, 70_000] {
            let item = import(&self.tenant, "after the power cut", 1, length)
                .map_err(failed("importing"))?;
            self.holds(&item, &Facts::new())?;
        }
        self.tenant.jobs().work(None, &cancel, &mut |_| {}).map(drop).map_err(failed("working"))
    }
}
