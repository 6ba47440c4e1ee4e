//! What subscriptions are registered for: the mandatory retention period (rule 5.8). It is asked
//! for, finalised by the service, and put into effect for the vaults.

use std::collections::BTreeMap;

use ckey_store::{StateExt, name_key};
use ckey_vault::Caller;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Directory;
use crate::error::Result;
use crate::ground::{read_note, write_note};
use crate::record::AuditEvent;

const NOTE: &str = "directory.features";

/// Five business days, whatever day it is: what the service takes at most.
const FINALISED_AFTER: i64 = 7 * 86_400;

/// The mandatory retention period of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// Nobody asked for it.
    NotRegistered,
    /// The service has not finalised it yet: it will have at this moment, unix seconds.
    Pending(i64),
    /// It is finalised; `in_effect` for the subscription's vaults once their provider was
    /// registered after that.
    Registered {
        /// Whether the vaults obey it.
        in_effect: bool,
    },
}

#[derive(Serialize, Deserialize)]
struct Registration {
    asked: i64,
    in_effect: bool,
}

type Registrations = BTreeMap<String, Registration>;

impl Directory<'_> {
    /// Where the mandatory retention period of a subscription stands.
    ///
    /// # Errors
    /// Those of the store.
    pub fn retention(&self, subscription: &str) -> Result<Retention> {
        self.ground.sync()?;
        let registered =
            self.ground.state().view(|reader| read_note::<Registrations>(reader, NOTE))?;
        let Some(own) = registered.get(&name_key(subscription)) else {
            return Ok(Retention::NotRegistered);
        };
        let finalised = own.asked.saturating_add(FINALISED_AFTER);
        Ok(if self.ground.now() < finalised {
            Retention::Pending(finalised)
        } else {
            Retention::Registered { in_effect: own.in_effect }
        })
    }

    /// Asks for the mandatory retention period of a subscription, unless somebody has.
    ///
    /// # Errors
    /// `TenantReadOnly`; those of the store.
    pub fn register_retention(&self, subscription: &str) -> Result<Retention> {
        let now = self.ground.now();
        self.note_retention("Register provider feature", subscription, |known| {
            known.is_none().then_some(Registration { asked: now, in_effect: false })
        })?;
        self.retention(subscription)
    }

    /// Puts a finalised mandatory retention period into effect: for all vaults of the subscription,
    /// deleted or not, and for those that are made later. One that is not finalised has none.
    /// Killed in between, it is put into effect for the rest by the next call.
    ///
    /// # Errors
    /// `AccessDenied`; `TenantReadOnly`; those of the store and of the vaults.
    pub fn register_vaults(&self, caller: &Caller, subscription: &str) -> Result<Retention> {
        let Retention::Registered { in_effect } = self.retention(subscription)? else {
            return self.retention(subscription);
        };
        // Known before the vaults are looked at: one that is made meanwhile knows it itself.
        if !in_effect {
            self.note_retention("Register resource provider", subscription, |known| {
                known.map(|known| Registration { asked: known.asked, in_effect: true })
            })?;
        }
        for name in self.vaults_of(subscription)? {
            self.ground.vaults().set_vault_subscription_protected(caller, &name, true)?;
        }
        self.retention(subscription)
    }

    /// The vaults of a subscription, deleted or not.
    ///
    /// # Errors
    /// Those of the vaults.
    pub fn vaults_of(&self, subscription: &str) -> Result<Vec<String>> {
        let vaults = self.ground.vaults();
        let deleted = vaults.deleted_vaults()?.into_iter().map(|deleted| deleted.vault);
        let own = vaults.vaults()?.into_iter().chain(deleted);
        Ok(own
            .filter(|vault| ckey_vault::same_id(&vault.subscription, subscription))
            .map(|vault| vault.name)
            .collect())
    }

    /// Whether the vaults of a subscription obey its mandatory retention period.
    pub(super) fn is_protected(&self, subscription: &str) -> Result<bool> {
        Ok(self.retention(subscription)? == Retention::Registered { in_effect: true })
    }

    fn note_retention(
        &self,
        activity: &'static str,
        subscription: &str,
        next: impl Fn(Option<&Registration>) -> Option<Registration>,
    ) -> Result<()> {
        self.ground.must_be_writable()?;
        let (now, asking) = (self.ground.now(), self.ground.asking());
        self.ground.state().commit(|writer| {
            // As it is now: another process may have asked at the same time.
            let mut registered: Registrations = read_note(writer, NOTE)?;
            let key = name_key(subscription);
            let Some(next) = next(registered.get(&key)) else { return Ok(()) };
            registered.insert(key, next);
            write_note(writer, NOTE, &registered)?;
            let details = json!({ "feature": "mandatoryRetentionPeriodEnabled" });
            let event = AuditEvent::new(activity, "Azure", &asking, subscription, details);
            self.ground.chain().append(writer, now, &event)
        })
    }
}
