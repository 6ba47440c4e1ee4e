//! Signing in to Azure: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::{Credential, Object};

/// `Connect-AzAccount`.
#[derive(Deserialize)]
pub(crate) struct ConnectAzAccount {
    #[serde(rename = "Environment", default)]
    pub(crate) environment: Option<String>,
    #[serde(rename = "Tenant", default)]
    pub(crate) tenant: Option<String>,
    #[serde(rename = "AccountId", default)]
    pub(crate) account_id: Option<String>,
    #[serde(rename = "Subscription", default)]
    pub(crate) subscription: Option<String>,
    #[serde(rename = "ContextName", default)]
    pub(crate) context_name: Option<String>,
    #[serde(rename = "Credential", default)]
    pub(crate) credential: Option<Credential>,
    #[serde(rename = "ServicePrincipal", default)]
    pub(crate) service_principal: bool,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "AccessToken", default)]
    pub(crate) access_token: Option<String>,
    #[serde(rename = "Identity", default)]
    pub(crate) identity: bool,
}

/// `Set-AzContext`.
#[derive(Deserialize)]
pub(crate) struct SetAzContext {
    #[serde(rename = "Context", default)]
    pub(crate) context: Option<Object>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "TenantObject", default)]
    pub(crate) tenant_object: Option<Object>,
    #[serde(rename = "SubscriptionObject", default)]
    pub(crate) subscription_object: Option<Object>,
    #[serde(rename = "Tenant", default)]
    pub(crate) tenant: Option<String>,
    #[serde(rename = "Subscription", default)]
    pub(crate) subscription: Option<String>,
}

/// `Get-AzContext`.
#[derive(Deserialize)]
pub(crate) struct GetAzContext {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
}

/// `Get-AzSubscription`.
#[derive(Deserialize)]
pub(crate) struct GetAzSubscription {
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "TenantId", default)]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "SubscriptionName", default)]
    pub(crate) subscription_name: Option<String>,
}

/// `Disconnect-AzAccount`.
#[derive(Deserialize)]
pub(crate) struct DisconnectAzAccount {
    #[serde(rename = "Username", default)]
    pub(crate) username: Option<String>,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "AzureContext", default)]
    pub(crate) azure_context: Option<Object>,
}

/// `Clear-AzContext`.
#[derive(Deserialize)]
pub(crate) struct ClearAzContext {}

/// `Get-AzTenant`.
#[derive(Deserialize)]
pub(crate) struct GetAzTenant {
    #[serde(rename = "TenantId", default)]
    pub(crate) tenant_id: Option<String>,
}

/// `Get-AzAccessToken`.
#[derive(Deserialize)]
pub(crate) struct GetAzAccessToken {}
