//! What a subscription is registered for (rule 5.8).

use super::azure::Subscription;
use super::{PlanResult, RunResult};
use crate::generated::az_resources::{
    GetAzProviderFeature, RegisterAzProviderFeature, RegisterAzResourceProvider,
};
use crate::generated::output::az_resources::{
    ProviderFeature, ResourceProvider, ResourceProviderType,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use ckey_base::counted;
use ckey_engine::{Category, Retention, Tenant, iso};
use std::collections::BTreeSet;

const FEATURE: &str = "mandatoryRetentionPeriodEnabled";
const OF: &str = "Microsoft.Resources";
const VAULTS: &str = "Microsoft.KeyVault";

/// Refuses every feature but the one that Customer Key needs.
fn check_feature(name: &str, namespace: &str) -> RunResult {
    if name.eq_ignore_ascii_case(FEATURE) && namespace.eq_ignore_ascii_case(OF) {
        return Ok(());
    }
    Err(CmdletError::new(
        "FeatureNotFound",
        Category::ObjectNotFound,
        format!("The provider '{namespace}' has no feature '{name}' here."),
        format!(
            "The mandatory retention period is: -FeatureName {FEATURE} -ProviderNamespace {OF}"
        ),
    )
    .about(name))
}

fn shown(retention: Retention) -> ProviderFeature {
    let state = match retention {
        Retention::NotRegistered => "NotRegistered",
        Retention::Pending(_) => "Pending",
        Retention::Registered { .. } => "Registered",
    };
    ProviderFeature {
        feature_name: Some(FEATURE.to_owned()),
        provider_name: Some(OF.to_owned()),
        registration_state: Some(state.to_owned()),
    }
}

impl Change for RegisterAzProviderFeature {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        check_feature(&self.feature_name, &self.provider_namespace)?;
        let subscription = Subscription::new(context, &tenant, None)?;
        let mut mentioned = Effects::default();
        let id = subscription.planned(&tenant, &mut mentioned)?.id;
        let effects = match tenant.directory().retention(&id)? {
            Retention::NotRegistered => Effects::one(format!(
                "The mandatory retention period would be asked for, for the subscription '{id}'; the service finalises it within five business days."
            )),
            Retention::Pending(at) => Effects::none(format!(
                "Nothing would change: the mandatory retention period of the subscription '{id}' is asked for, and finalised by {}.",
                iso(at)
            )),
            Retention::Registered { .. } => Effects::none(format!(
                "Nothing would change: the mandatory retention period of the subscription '{id}' is registered."
            )),
        };
        Ok(Plan::new(effects.then(mentioned), move |context| {
            let id = subscription.made(context, &tenant)?.id;
            let now = tenant.directory().register_retention(&id)?;
            context.send(&shown(now))
        }))
    }
}

impl Run<Context, CmdletError> for GetAzProviderFeature {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        if let Some(name) = &self.feature_name {
            check_feature(name, self.provider_namespace.as_deref().unwrap_or_default())?;
        }
        let subscription = Subscription::new(context, &tenant, None)?;
        let id = subscription.planned(&tenant, &mut Effects::default())?.id;
        let retention = tenant.directory().retention(&id)?;
        let is_of = self.provider_namespace.is_none_or(|of| of.eq_ignore_ascii_case(OF));
        // As in Azure, a listing has only what was asked for, unless it is to have all.
        let is_wanted = self.feature_name.is_some()
            || self.list_available
            || retention != Retention::NotRegistered;
        if is_of && is_wanted { context.send(&shown(retention)) } else { Ok(()) }
    }
}

impl Change for RegisterAzResourceProvider {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        if !self.provider_namespace.eq_ignore_ascii_case(VAULTS) {
            return Err(CmdletError::new(
                "InvalidResourceNamespace",
                Category::ObjectNotFound,
                format!("There is no provider '{}' here.", self.provider_namespace),
                format!("Vaults are provided by: -ProviderNamespace {VAULTS}"),
            )
            .about(self.provider_namespace));
        }
        let subscription = Subscription::new(context, &tenant, None)?;
        let mut mentioned = Effects::default();
        let id = subscription.planned(&tenant, &mut mentioned)?.id;
        let effects = effects(&tenant, &id)?.then(mentioned);
        let caller = context.azure_caller(&tenant)?;
        Ok(Plan::new(effects, move |context| {
            let id = subscription.made(context, &tenant)?.id;
            if let Retention::Pending(at) = tenant.directory().register_vaults(&caller, &id)? {
                context.warning(&format!(
                    "The mandatory retention period of the subscription '{id}' is not in effect: the service finalises it by {}. Register the provider again after that.",
                    iso(at)
                ))?;
            }
            let own = tenant.vaults().vaults()?.into_iter();
            let regions: BTreeSet<_> = own
                .filter(|vault| ckey_vault::same_id(&vault.subscription, &id))
                .map(|vault| vault.location)
                .collect();
            context.send(&ResourceProvider {
                provider_namespace: Some(VAULTS.to_owned()),
                registration_state: Some("Registered".to_owned()),
                resource_types: vec![ResourceProviderType {
                    resource_type_name: Some("vaults".to_owned()),
                }],
                locations: regions.into_iter().collect(),
            })
        }))
    }
}

fn effects(tenant: &Tenant, id: &str) -> Result<Effects, CmdletError> {
    Ok(match tenant.directory().retention(id)? {
        Retention::Registered { .. } => {
            let vaults = tenant.directory().vaults_of(id)?.len();
            Effects::one(format!(
                "The mandatory retention period would be in effect for {} of the subscription '{id}' and for those made later: nobody could purge them or their keys.",
                counted(vaults, "vault", "vaults")
            ))
        }
        Retention::Pending(at) => Effects::none(format!(
            "Nothing would change: the service finalises the mandatory retention period of the subscription '{id}' by {}.",
            iso(at)
        )),
        Retention::NotRegistered => Effects::none(format!(
            "Nothing would change: nobody asked for the mandatory retention period of the subscription '{id}'."
        )),
    })
}
