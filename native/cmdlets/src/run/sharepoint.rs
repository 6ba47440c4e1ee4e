//! The data encryption policy of a SharePoint geo.

use super::connect::connect;
use super::{PlanResult, RunResult};
use crate::generated::share_point_online::{
    ConnectSPOService, DisconnectSPOService, GetSPODataEncryptionPolicy,
    GetSPOSiteDataEncryptionPolicy, RegisterSPODataEncryptionPolicy,
    RestoreSPODataEncryptionPolicy, UpdateSPODataEncryptionPolicy,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::runtime::signing_in::Asked;
use crate::surface::bind::Run;
use crate::view;
use ckey_base::counted;
use ckey_crypto::root_wrap::Slot;
use ckey_engine::{Category, Supposition, Tenant};
use ckey_vault::Caller;
use uuid::Uuid;

impl Run<Context, CmdletError> for ConnectSPOService {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let geo = tenant.sites().geo(&self.url)?;
        let asked = Asked {
            account: self.managed_identity_client_id.clone(),
            credential: self.credential,
            application: self.client_id,
            managed: self.managed_identity || self.managed_identity_client_id.is_some(),
            ..Asked::default()
        };
        connect(context, asked.principal()?, Some(false))?;
        let chosen = Some(geo.guid.to_string());
        context.session().update_sign_in(&tenant, |mut current, _| {
            current.geo.clone_from(&chosen);
            current
        })?;
        context.information(&format!(
            "The SharePoint cmdlets work on the geo '{}', {}.",
            geo.name, geo.admin_url
        ))
    }
}

impl Run<Context, CmdletError> for DisconnectSPOService {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = match context.tenant() {
            // Scripts end by it whatever happened before: nothing is connected.
            Err(error) if error.id == "TenantNotFound" => return Ok(()),
            tenant => tenant?,
        };
        context.session().update_sign_in(&tenant, |mut current, own| {
            // What somebody else chose since is not ours to forget.
            if current.geo == own.geo {
                current.geo = None;
            }
            current
        })?;
        context.information("The SharePoint cmdlets work on no geo in particular.")
    }
}

/// The geo that is meant: the one that was named, else the one that was connected to.
pub(super) fn geo(
    context: &Context,
    tenant: &Tenant,
    named: Option<String>,
) -> Result<Option<String>, CmdletError> {
    match named {
        Some(named) => Ok(Some(named)),
        None => Ok(context.session().sign_in(tenant)?.geo),
    }
}

/// A key as it is given: by its URI, or by the names of vault and key and the version.
struct Key {
    uri: Option<String>,
    vault: Option<String>,
    name: Option<String>,
    version: Option<String>,
}

impl Key {
    fn uri(self, tenant: &Tenant) -> String {
        // Nobody writes a version with hyphens but who keeps it as a GUID.
        let version = self.version.unwrap_or_default();
        let version =
            Uuid::try_parse(&version).map_or(version, |version| version.simple().to_string());
        let (vault, name) = (self.vault.unwrap_or_default(), self.name.unwrap_or_default());
        let hosts = tenant.vault_provider().hosts.clone();
        self.uri.unwrap_or_else(|| format!("https://{vault}.{hosts}/keys/{name}/{version}"))
    }
}

impl Change for RegisterSPODataEncryptionPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let geo = geo(context, &tenant, self.identity)?;
        let primary = Key {
            uri: self.primary_key_vault_uri,
            vault: self.primary_key_vault_name,
            name: self.primary_key_name,
            version: self.primary_key_version,
        };
        let secondary = Key {
            uri: self.secondary_key_vault_uri,
            vault: self.secondary_key_vault_name,
            name: self.secondary_key_name,
            version: self.secondary_key_version,
        };
        let keys = [primary.uri(&tenant), secondary.uri(&tenant)];
        let (name, sites) = tenant.sites().check_register(geo.as_deref(), &keys)?;
        let effect = format!(
            "The geo '{name}' would be under a new policy of the keys {} and {}, and {} would be encrypted under it.",
            keys[0],
            keys[1],
            counted(sites, "site", "sites")
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let status =
                tenant.sites().register(&actor, geo.as_deref(), &keys, context.cancel())?;
            context.send(&view::geo_policy(&status))
        }))
    }
}

impl Change for RestoreSPODataEncryptionPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let geo = geo(context, &tenant, self.identity)?;
        let primary = Key {
            uri: self.primary_key_vault_uri,
            vault: self.primary_key_vault_name,
            name: self.primary_key_name,
            version: self.primary_key_version,
        };
        let secondary = Key {
            uri: self.secondary_key_vault_uri,
            vault: self.secondary_key_vault_name,
            name: self.secondary_key_name,
            version: self.secondary_key_version,
        };
        let keys = [primary.uri(&tenant), secondary.uri(&tenant)];
        let (name, sites) = tenant.sites().check_restore(geo.as_deref(), &keys)?;
        let effect = format!(
            "The geo '{name}' would have the keys {} and {} from now on, its recovery mode would end, and {} would be opened through them; no file would be touched.",
            keys[0],
            keys[1],
            counted(sites, "site", "sites")
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let (geo, cancel) = (geo.as_deref(), context.cancel().clone());
            let status = tenant.sites().restore(&actor, geo, &keys, &cancel)?;
            context.send(&view::geo_policy(&status))
        }))
    }
}

fn slot(key_type: &str) -> Result<Slot, CmdletError> {
    if key_type.eq_ignore_ascii_case("Primary") {
        return Ok(Slot::First);
    }
    if key_type.eq_ignore_ascii_case("Secondary") {
        return Ok(Slot::Second);
    }
    Err(CmdletError::new(
        "AvailabilityKeyNotYours",
        Category::InvalidArgument,
        "The availability key of SharePoint is not the customer's to roll.",
        "Give Primary or Secondary.",
    )
    .about("KeyType"))
}

impl Change for UpdateSPODataEncryptionPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let slot = slot(&self.key_type)?;
        let geo = geo(context, &tenant, self.identity)?;
        let key = Key {
            uri: self.key_vault_uri,
            vault: self.key_vault_name,
            name: self.key_name,
            version: self.key_version,
        };
        let key = key.uri(&tenant);
        let (from, to) = tenant.sites().check_roll(geo.as_deref(), slot, &key)?;
        let change = Supposition::Roll { geo: geo.clone(), slot, key: key.clone() };
        let below = tenant.what_if().ask(&Caller::person("", ""), &[change])?;
        let below = below.iter().find(|one| one.roots.iter().any(|it| it.instead_of.is_some()));
        let below = below.map_or_else(String::new, |one| {
            format!(" {} would be opened through it.", one.below.told())
        });
        let effect = format!(
            "The {} key would be rolled from {from} to {to}; no file would be touched.{below}",
            if slot == Slot::First { "primary" } else { "secondary" }
        );
        Ok(Plan::one(effect, move |context| {
            let actor = context.exchange_actor(&tenant)?;
            let (geo, cancel) = (geo.as_deref(), context.cancel().clone());
            let status = tenant.sites().roll(&actor, geo, slot, &key, &cancel)?;
            context.send(&view::geo_policy(&status))
        }))
    }
}

impl Run<Context, CmdletError> for GetSPODataEncryptionPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let geo = geo(context, &tenant, self.identity)?;
        context.send(&view::geo_policy(&tenant.sites().status(geo.as_deref())?))
    }
}

impl Run<Context, CmdletError> for GetSPOSiteDataEncryptionPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        context.send(&view::site_policy(&tenant.sites().site_status(&self.identity)?))
    }
}
