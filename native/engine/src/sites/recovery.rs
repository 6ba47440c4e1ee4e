//! The recovery mode of a geo: the customer asks the service for it, and it lets the availability key
//! serve once both keys are lost (rules 3.3.5 and 4.6.3).

use ckey_store::model::{Geo, Policy, PolicyKind};
use ckey_store::{Reader, StateExt, Writer};
use ckey_vault::{KeyUri, RootVault};
use serde_json::json;

use super::Sites;
use super::geo::GeoView;
use super::site::current_geo;
use super::status::not_registered;
use crate::clock::iso;
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::service_application;
use crate::policies::purge_requested;
use crate::protection::{is_in_recovery, policy_row, recovers_from};
use crate::record::{Actor, AuditEvent};

/// A geo whose recovery mode may be asked for.
fn without_request(reader: &mut dyn Reader, geo_no: i64) -> Result<(Geo, Policy)> {
    let geo = current_geo(reader, geo_no)?;
    let Some(no) = geo.policy_no else { return Err(not_registered(&geo)) };
    let policy = policy_row(reader, no)?;
    if policy.purge.is_some() {
        return Err(purge_requested(&policy));
    }
    let Some(from) = recovers_from(&geo) else { return Ok((geo, policy)) };
    Err(EngineError::new(
        "RecoveryModeRequested",
        Category::ResourceExists,
        format!(
            "The recovery mode of the geo '{}' was asked for already; it serves from {} on.",
            geo.name,
            iso(from)
        ),
        "Wait for it, then give the geo new keys with Restore-SPODataEncryptionPolicy.",
    )
    .about(geo.name))
}

/// A geo whose recovery mode was asked for.
fn with_request(reader: &mut dyn Reader, geo_no: i64) -> Result<Geo> {
    let geo = current_geo(reader, geo_no)?;
    if geo.recovery.is_some() {
        return Ok(geo);
    }
    Err(not_in_recovery(&geo, ""))
}

/// The error where something needs the recovery mode (rule 7.18).
pub(super) fn not_in_recovery(geo: &Geo, more: &str) -> EngineError {
    EngineError::new(
        "NotInRecoveryMode",
        Category::InvalidOperation,
        format!("The geo '{}' is not in recovery mode{more}.", geo.name),
        "While one key still serves, roll the other one: Update-SPODataEncryptionPolicy -KeyVaultUri https://VAULT.vault.azure.net/keys/KEY/VERSION -KeyType Primary. Where both are lost, ask for the mode: Enable-CustomerKeyRecoveryMode",
    )
    .about(geo.name.as_str())
}

/// A geo that is in recovery mode now, and its policy.
pub(super) fn in_recovery(reader: &mut dyn Reader, geo_no: i64, now: i64) -> Result<(Geo, Policy)> {
    let geo = current_geo(reader, geo_no)?;
    let Some(no) = geo.policy_no else { return Err(not_registered(&geo)) };
    if is_in_recovery(&geo, now) {
        return Ok((geo, policy_row(reader, no)?));
    }
    let more = recovers_from(&geo).map_or_else(String::new, |from| {
        format!(": it was asked for, and begins on {}", iso(from))
    });
    Err(not_in_recovery(&geo, &more))
}

impl Sites<'_> {
    /// What keeps the recovery mode of a geo from being asked for, if anything; else the geo. No
    /// vault is waited for.
    ///
    /// # Errors
    /// As [`Sites::ask_for_recovery`].
    pub fn check_recovery(&self, geo: Option<&str>) -> Result<GeoView> {
        self.ground.must_be_writable()?;
        let geo = self.find_geo(geo)?;
        let (geo, policy) = self.ground.state().view(|reader| without_request(reader, geo.no))?;
        self.both_keys_must_fail(&geo, &policy)?;
        self.geo_view(geo)
    }

    /// Recovery takes what a customer may have revoked: as long as a key serves, nothing is lost.
    fn both_keys_must_fail(&self, geo: &Geo, policy: &Policy) -> Result<()> {
        let wraps = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.policy_wraps(policy.no, policy.generation)?)
        })?;
        let caller = service_application(PolicyKind::SharePoint);
        for wrap in wraps.iter().filter(|wrap| !wrap.key_uri.is_empty()) {
            let uri = KeyUri::stored(&wrap.key_uri)?;
            if self.ground.roots().check_unwrap(&caller, &uri, &self.ground.root_wait()).is_err() {
                continue;
            }
            return Err(EngineError::new(
                "CustomerKeyStillServes",
                Category::InvalidOperation,
                format!(
                    "The key '{uri}' of the geo '{}' still serves: nothing is lost.",
                    geo.name
                ),
                "Roll the other key to one that serves: Update-SPODataEncryptionPolicy -KeyVaultUri https://VAULT.vault.azure.net/keys/KEY/VERSION -KeyType Primary, or Secondary",
            )
            .about(geo.name.as_str()));
        }
        Ok(())
    }

    /// Asks for the recovery mode of a geo whose keys are both lost. It begins four hours later, by
    /// the tenant's clock (rule 4.9.7).
    ///
    /// # Errors
    /// `GeoNotFound`, `GeoNotRegistered`; `RecoveryModeRequested`; `CustomerKeyStillServes`;
    /// `TenantReadOnly`.
    pub fn ask_for_recovery(&self, actor: &Actor, geo: Option<&str>) -> Result<GeoView> {
        self.ground.sync()?;
        let no = self.find_geo(geo)?.no;
        self.check_recovery(geo)?;
        let now = self.ground.now();
        let asked = self.ground.state().commit(|writer| {
            let (mut geo, _) = without_request(writer, no)?;
            geo.recovery = Some(now);
            self.change_geo(writer, actor, &geo, "Ask for recovery mode")?;
            Ok::<_, EngineError>(geo)
        })?;
        self.geo_view(asked)
    }

    /// What keeps the recovery mode of a geo from being ended, if anything; else the geo.
    ///
    /// # Errors
    /// As [`Sites::end_recovery`].
    pub fn check_end_of_recovery(&self, geo: Option<&str>) -> Result<GeoView> {
        self.ground.must_be_writable()?;
        let geo = self.find_geo(geo)?;
        let geo = self.ground.state().view(|reader| with_request(reader, geo.no))?;
        self.geo_view(geo)
    }

    /// Ends the recovery mode of a geo without new keys: the old ones were found again. Calls back
    /// what the availability key opened.
    ///
    /// # Errors
    /// `GeoNotFound`; `NotInRecoveryMode` where it was not asked for; `TenantReadOnly`.
    pub fn end_recovery(&self, actor: &Actor, geo: Option<&str>) -> Result<GeoView> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let no = self.find_geo(geo)?.no;
        let ended = self.ground.state().commit(|writer| {
            let mut geo = with_request(writer, no)?;
            geo.recovery = None;
            self.change_geo(writer, actor, &geo, "End recovery mode")?;
            writer.raise_epoch()?;
            Ok::<_, EngineError>(geo)
        })?;
        self.geo_view(ended)
    }

    fn change_geo(
        &self,
        writer: &mut dyn Writer,
        actor: &Actor,
        geo: &Geo,
        activity: &'static str,
    ) -> Result<()> {
        writer.update_geo(geo)?;
        let details = json!({ "geo": geo.guid, "recovery": geo.recovery.is_some() });
        let event =
            AuditEvent::new(activity, "SharePoint", &actor.name, geo.name.as_str(), details);
        self.ground.chain().append(writer, self.ground.now(), &event)
    }
}

/// A geo that recovers has its data opened without the customer's keys: what is to be purged is not.
pub(crate) fn must_not_recover(reader: &mut dyn Reader, policy_no: i64) -> Result<()> {
    let recovers = |geo: &Geo| geo.policy_no == Some(policy_no) && geo.recovery.is_some();
    let Some(geo) = reader.geos()?.into_iter().find(recovers) else { return Ok(()) };
    Err(EngineError::new(
        "GeoRecovers",
        Category::InvalidOperation,
        format!("The recovery mode of the geo '{}' was asked for.", geo.name),
        "End it first: Disable-CustomerKeyRecoveryMode",
    )
    .about(geo.name.as_str()))
}
