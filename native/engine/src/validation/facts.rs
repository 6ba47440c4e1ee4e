//! What the checks ask of the world around a tenant and no vault or mailbox can say: offers and
//! directories of subscriptions, licenses, applications that are not registered, and what the
//! tenant is enabled for. An operator sets it; without that all is as it should be.

use std::collections::{BTreeMap, BTreeSet};

use ckey_store::model::PolicyKind;
use ckey_store::{Reader, StateExt, Writer, name_key};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::Validation;
use crate::error::Result;
use crate::ground::{read_note, write_note};
use crate::record::{Actor, AuditEvent};

const NOTE: &str = "validation.facts";

/// The offers a subscription can be of (rule 5.3.1).
pub const OFFERS: [&str; 8] = [
    "EnterpriseAgreement",
    "CloudSolutionProvider",
    "PayAsYouGo",
    "Free",
    "Trial",
    "Sponsorship",
    "MSDN",
    "LegacySupport",
];

/// What is known of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SubscriptionFacts {
    /// Its offer; an enterprise agreement without it.
    #[serde(default)]
    pub offer: Option<String>,
    /// The directory it is in; the tenant's own without it.
    #[serde(default)]
    pub directory: Option<Uuid>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Of subscriptions, by id.
    #[serde(default)]
    pub subscriptions: BTreeMap<String, SubscriptionFacts>,
    /// Mailboxes without a license: by GUID, what they were called.
    #[serde(default)]
    pub unlicensed: BTreeMap<Uuid, String>,
    /// Applications of the service that are not registered in the tenant, by application id.
    #[serde(default)]
    pub unregistered: BTreeSet<String>,
    /// What the tenant is enabled for: MDEP, EXO, SPO.
    #[serde(default)]
    pub enabled: BTreeSet<String>,
}

/// A change of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the facts")]
pub enum FactChange {
    /// The offer or the directory of a subscription; what is absent stays.
    Subscription { id: String, offer: Option<String>, directory: Option<Uuid> },
    /// Whether a mailbox has a license.
    License { mailbox: Uuid, name: String, licensed: bool },
    /// Whether an application of the service is registered, by its application id.
    Application { app_id: String, registered: bool },
    /// Whether the tenant is enabled for a kind of policy.
    Scenario { scenario: String, enabled: bool },
}

/// What a kind of policy is called where the tenant is enabled for it.
#[must_use]
pub const fn scenario(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Mailbox => "EXO",
        PolicyKind::SharePoint => "SPO",
        PolicyKind::MultiWorkload | PolicyKind::Service => "MDEP",
    }
}

pub(super) fn stored(reader: &mut dyn Reader) -> Result<Facts> {
    read_note(reader, NOTE)
}

pub(super) fn store(writer: &mut dyn Writer, facts: &Facts) -> Result<()> {
    write_note(writer, NOTE, facts)
}

impl Facts {
    /// Makes a change; false where it is so already.
    fn apply(&mut self, change: &FactChange) -> bool {
        let before = self.clone();
        match change.clone() {
            FactChange::Subscription { id, offer, directory } => {
                let own = self.subscriptions.entry(name_key(&id)).or_default();
                own.offer = offer.or_else(|| own.offer.take());
                own.directory = directory.or_else(|| own.directory.take());
            }
            FactChange::License { mailbox, licensed: true, .. } => {
                self.unlicensed.remove(&mailbox);
            }
            FactChange::License { mailbox, name, licensed: false } => {
                self.unlicensed.insert(mailbox, name);
            }
            FactChange::Application { app_id, registered: true } => {
                self.unregistered.remove(&name_key(&app_id));
            }
            FactChange::Application { app_id, registered: false } => {
                self.unregistered.insert(name_key(&app_id));
            }
            FactChange::Scenario { scenario, enabled: true } => {
                self.enabled.insert(scenario);
            }
            FactChange::Scenario { scenario, enabled: false } => {
                self.enabled.remove(&scenario);
            }
        }
        *self != before
    }
}

impl FactChange {
    fn told(&self) -> (String, serde_json::Value) {
        match self {
            Self::Subscription { id, offer, directory } => {
                (id.clone(), json!({ "offer": offer, "directory": directory }))
            }
            Self::License { name, licensed, mailbox } => {
                (name.clone(), json!({ "mailbox": mailbox, "licensed": licensed }))
            }
            Self::Application { app_id, registered } => {
                (app_id.clone(), json!({ "registered": registered }))
            }
            Self::Scenario { scenario, enabled } => {
                (scenario.clone(), json!({ "enabled": enabled }))
            }
        }
    }
}

impl Validation<'_> {
    /// What is known.
    ///
    /// # Errors
    /// Those of the store.
    pub fn facts(&self) -> Result<Facts> {
        self.ground.sync()?;
        self.ground.state().view(stored)
    }

    /// Sets a fact; audited unless it is so already.
    ///
    /// # Errors
    /// `TenantReadOnly`; those of the store.
    pub fn set_fact(&self, actor: &Actor, change: &FactChange) -> Result<()> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            // As it is now: another process may have set another at the same time.
            let mut facts = stored(writer)?;
            if !facts.apply(change) {
                return Ok(());
            }
            store(writer, &facts)?;
            let (object, details) = change.told();
            let event =
                AuditEvent::new("Set configuration fact", "Tenant", &actor.name, object, details);
            self.ground.chain().append(writer, now, &event)
        })
    }

    /// Whether a change would change anything.
    ///
    /// # Errors
    /// `TenantReadOnly`; those of the store.
    pub fn check_fact(&self, change: &FactChange) -> Result<bool> {
        self.ground.must_be_writable()?;
        Ok(self.facts()?.apply(change))
    }
}
