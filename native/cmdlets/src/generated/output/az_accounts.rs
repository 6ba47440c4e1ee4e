//! The outputs of AzAccounts.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;

use crate::surface::output::Output;

/// `CustomerKey.AzureAccount`.
#[derive(Default, Serialize)]
pub(crate) struct AzureAccount {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Type")]
    pub(crate) r#type: Option<String>,
}

impl Output for AzureAccount {
    const TYPE: &'static str = "AzureAccount";
}

/// `CustomerKey.AzureEnvironment`.
#[derive(Default, Serialize)]
pub(crate) struct AzureEnvironment {
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
}

impl Output for AzureEnvironment {
    const TYPE: &'static str = "AzureEnvironment";
}

/// `CustomerKey.AzureSubscription`.
#[derive(Default, Serialize)]
pub(crate) struct AzureSubscription {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "State")]
    pub(crate) state: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "SubscriptionId")]
    pub(crate) subscription_id: Option<String>,
}

impl Output for AzureSubscription {
    const TYPE: &'static str = "AzureSubscription";
}

/// `CustomerKey.AzureTenant`.
#[derive(Default, Serialize)]
pub(crate) struct AzureTenant {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DefaultDomain")]
    pub(crate) default_domain: Option<String>,
    #[serde(rename = "Domains")]
    pub(crate) domains: Vec<String>,
    #[serde(rename = "TenantCategory")]
    pub(crate) tenant_category: Option<String>,
}

impl Output for AzureTenant {
    const TYPE: &'static str = "AzureTenant";
}

/// `CustomerKey.AzureContext`.
#[derive(Default, Serialize)]
pub(crate) struct AzureContext {
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Account")]
    pub(crate) account: Option<AzureAccount>,
    #[serde(rename = "SubscriptionName")]
    pub(crate) subscription_name: Option<String>,
    #[serde(rename = "Environment")]
    pub(crate) environment: Option<AzureEnvironment>,
    #[serde(rename = "Subscription")]
    pub(crate) subscription: Option<AzureSubscription>,
    #[serde(rename = "Tenant")]
    pub(crate) tenant: Option<AzureTenant>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "SubscriptionId")]
    pub(crate) subscription_id: Option<String>,
}

impl Output for AzureContext {
    const TYPE: &'static str = "AzureContext";
}

/// `CustomerKey.AzureProfile`.
#[derive(Default, Serialize)]
pub(crate) struct AzureProfile {
    #[serde(rename = "Account")]
    pub(crate) account: Option<AzureAccount>,
    #[serde(rename = "SubscriptionName")]
    pub(crate) subscription_name: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "Environment")]
    pub(crate) environment: Option<AzureEnvironment>,
    #[serde(rename = "Subscription")]
    pub(crate) subscription: Option<AzureSubscription>,
    #[serde(rename = "Tenant")]
    pub(crate) tenant: Option<AzureTenant>,
    #[serde(rename = "Context")]
    pub(crate) context: Option<AzureContext>,
}

impl Output for AzureProfile {
    const TYPE: &'static str = "AzureProfile";
}
