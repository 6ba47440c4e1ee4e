//! The checks of a configuration, V1 to V30 (rule 6): of a policy that is to be made, of one that
//! is there, and of a request to be onboarded. All of what is wrong is found at once.

mod access;
mod checks;
mod facts;
mod finding;
mod gate;
mod keys;
mod onboarding;
mod overdue;
mod pair;
mod state;
mod vaults;

use ckey_base::CancelToken;
use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};
use ckey_vault::{KeyUri, VaultDescription};

use crate::error::Result;
use crate::ground::{AskedRoots, Ground, RuleProfile};
use finding::Report;

pub use facts::{FactChange, Facts, OFFERS, SubscriptionFacts, scenario};
pub use finding::{Finding, PolicyCheck};
pub use onboarding::{NewRequest, Request};
pub use state::MAILBOX_POLICY_LIMIT;

pub(crate) use access::told;
pub(crate) use finding::root_opens;

/// The checks of a tenant's configuration.
#[derive(Clone)]
pub struct Validation<'a> {
    ground: &'a Ground,
    roots: AskedRoots<'a>,
}

/// What is looked at.
pub(crate) struct Subject<'a> {
    pub(crate) kind: PolicyKind,
    /// As they were given, or as the policy names them.
    pub(crate) keys: &'a [String],
    /// The subscriptions that were declared for the two keys.
    pub(crate) subscriptions: Option<[&'a str; 2]>,
    /// The policy, where there is one already.
    pub(crate) policy: Option<&'a Policy>,
}

impl<'a> Validation<'a> {
    /// Those of the tenant on this ground.
    pub(crate) fn of(ground: &'a Ground) -> Self {
        Self::asking(ground, ground.roots())
    }

    /// The same where the vaults are these.
    pub(crate) const fn asking(ground: &'a Ground, roots: AskedRoots<'a>) -> Self {
        Self { ground, roots }
    }

    /// Every check of a subject. With a token its roots are asked to wrap and unwrap; without, no
    /// vault is waited for.
    pub(crate) fn look(
        &self,
        subject: &Subject<'_>,
        live: Option<&CancelToken>,
    ) -> Result<Vec<PolicyCheck>> {
        self.look_under(self.ground.current_settings().rules, subject, live)
    }

    /// The same by these rules.
    pub(crate) fn look_under(
        &self,
        rules: RuleProfile,
        subject: &Subject<'_>,
        live: Option<&CancelToken>,
    ) -> Result<Vec<PolicyCheck>> {
        let mut report = Report::new(rules, subject.kind);
        let uris = pair::check(self.roots.provider(), &mut report, subject.keys);
        let facts = self.ground.state().view(facts::stored)?;
        let vaults = self.vaults_of(&uris);
        self.check_vaults(&mut report, subject, &facts, &vaults)?;
        self.check_applications(&mut report, &facts);
        for uri in &uris {
            self.check_access(&mut report, uri, vault_of(&vaults, uri));
            self.check_key(&mut report, uri);
            if let Some(cancel) = live {
                self.check_live(&mut report, uri, cancel);
            }
        }
        self.check_state(&mut report, subject, &facts, &uris)?;
        Ok(report.checks)
    }

    /// The vaults of these keys that are there and can be read; of the others their keys tell.
    fn vaults_of(&self, uris: &[KeyUri]) -> Vec<VaultDescription> {
        let mut vaults: Vec<VaultDescription> = Vec::new();
        for uri in uris {
            if vault_of(&vaults, uri).is_none()
                && let Ok(vault) = self.roots.embedded_vault(uri)
            {
                vaults.push(vault);
            }
        }
        vaults
    }
}

fn vault_of<'v>(vaults: &'v [VaultDescription], uri: &KeyUri) -> Option<&'v VaultDescription> {
    vaults.iter().find(|vault| vault.name.eq_ignore_ascii_case(uri.vault()))
}
