//! Rolling the availability key of SharePoint, which the service does on its own schedule (rule 4.5.2).
//! It wraps the tenant intermediate keys of all geos; these stay, and so does everything below them.

use ckey_store::model::{InstallationKey, Policy, PolicyKind, PolicyWrap, WrapSlot};
use ckey_store::{Reader, StateExt};
use serde_json::json;
use uuid::Uuid;

use super::Sites;
use super::status::GeoStatus;
use crate::error::{Category, EngineError, Result};
use crate::ground::{CREATE_INSTALLATION_KEY, Moment, RETIRE_INSTALLATION_KEY};
use crate::hierarchy::{WrapPlace, new_installation_key, opened_installation_key};
use crate::record::{Actor, AuditEvent};

/// What the availability key wraps.
#[derive(PartialEq, Eq)]
struct Wrapped {
    key: InstallationKey,
    /// Each of its wraps, with the policy that it is of.
    wraps: Vec<(Policy, PolicyWrap)>,
}

impl Sites<'_> {
    /// What keeps the availability key of SharePoint from being rolled, if anything; else how many
    /// policies it is for.
    ///
    /// # Errors
    /// As [`Sites::roll_availability_key`].
    pub fn check_roll_of_availability_key(&self) -> Result<usize> {
        self.ground.must_be_writable()?;
        let found = self.ground.state().view(|reader| wrapped(reader))?;
        let mut policies: Vec<i64> = found.wraps.iter().map(|(policy, _)| policy.no).collect();
        policies.dedup();
        Ok(policies.len())
    }

    /// Makes the availability key of SharePoint anew and wraps by it what the one before wrapped,
    /// which is destroyed then. No vault is asked: it is the service's own key.
    ///
    /// # Errors
    /// `AvailabilityKeyMissing` where no geo has a policy; `TenantReadOnly`; `PolicyChangedMeanwhile`.
    pub fn roll_availability_key(&self, actor: &Actor) -> Result<Vec<GeoStatus>> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let before = self.ground.state().view(|reader| wrapped(reader))?;
        let guid = Uuid::new_v4();
        let making = self.ground.claim(CREATE_INSTALLATION_KEY, json!({ "key": guid }))?;
        let retiring =
            self.ground.begin_intent(RETIRE_INSTALLATION_KEY, json!({ "key": before.key.guid }))?;
        let done = self.replace_availability_key(actor, guid, &before);
        self.ground.pause(Moment::Replaced);
        self.ground.give_up(&making);
        self.ground.give_up(&retiring);
        done?;
        let mut geos = Vec::new();
        for geo in self.geos()? {
            geos.push(self.status(Some(&geo.name))?);
        }
        geos.retain(|geo| geo.primary.is_some());
        Ok(geos)
    }

    fn replace_availability_key(&self, actor: &Actor, guid: Uuid, before: &Wrapped) -> Result<()> {
        let (old, row) = (
            opened_installation_key(self.ground, &before.key)?,
            new_installation_key(self.ground, guid)?,
        );
        let new = opened_installation_key(self.ground, &row)?;
        let tenant = self.ground.id();
        let again = |(policy, wrap): &(Policy, PolicyWrap)| {
            let place = WrapPlace {
                backend: self.ground.backend(),
                tenant: &tenant,
                policy: &policy.guid,
                policy_no: policy.no,
                generation: wrap.generation,
            };
            new.wrap(place, &old.unwrap(place, wrap)?)
        };
        let wraps = before.wraps.iter().map(again).collect::<Result<Vec<_>>>()?;
        self.ground.pause(Moment::Opened);
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            // A policy that was made, rolled or purged meanwhile is not left under a key that goes.
            if wrapped(writer)? != *before {
                return Err(EngineError::changed_meanwhile("availability key of SharePoint"));
            }
            wraps.iter().try_for_each(|wrap| writer.replace_policy_wrap(wrap))?;
            writer.remove_installation_key()?;
            writer.insert_installation_key(&row)?;
            let details = json!({
                "before": before.key.guid, "key": guid, "wraps": wraps.len(),
            });
            let event = AuditEvent::new(
                "Roll availability key",
                "SharePoint",
                &actor.name,
                "SharePoint",
                details,
            );
            self.ground.chain().append(writer, now, &event)
        })
    }
}

fn wrapped(reader: &mut (impl Reader + ?Sized)) -> Result<Wrapped> {
    let Some(key) = reader.installation_key()? else { return Err(missing()) };
    let mut wraps = Vec::new();
    for policy in reader.policies(PolicyKind::SharePoint)? {
        for generation in 1..=policy.generation {
            let of = reader.policy_wraps(policy.no, generation)?;
            let own = of.into_iter().filter(|wrap| wrap.slot == WrapSlot::Availability);
            wraps.extend(own.map(|wrap| (policy.clone(), wrap)));
        }
    }
    Ok(Wrapped { key, wraps })
}

fn missing() -> EngineError {
    EngineError::new(
        "AvailabilityKeyMissing",
        Category::ObjectNotFound,
        "SharePoint has no availability key: no geo has a policy.",
        "Register one: Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri https://VAULT.vault.azure.net/keys/KEY/VERSION -SecondaryKeyVaultUri https://VAULT2.vault.azure.net/keys/KEY/VERSION",
    )
}
