//! The outputs of AzAccounts.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;
use serde_json::Value;

use crate::surface::output::{FreeText, Output};

/// `CustomerKey.AzureContext`.
#[derive(Default, Serialize)]
pub(crate) struct AzureContext {
    #[serde(rename = "Name")]
    pub(crate) name: Option<FreeText>,
    #[serde(rename = "Account")]
    pub(crate) account: Option<String>,
    #[serde(rename = "SubscriptionName")]
    pub(crate) subscription_name: Option<FreeText>,
    #[serde(rename = "Environment")]
    pub(crate) environment: Option<String>,
    #[serde(rename = "Subscription")]
    pub(crate) subscription: Value,
    #[serde(rename = "Tenant")]
    pub(crate) tenant: Value,
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
    pub(crate) account: Option<String>,
    #[serde(rename = "SubscriptionName")]
    pub(crate) subscription_name: Option<FreeText>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "Environment")]
    pub(crate) environment: Option<String>,
    #[serde(rename = "Context")]
    pub(crate) context: Value,
}

impl Output for AzureProfile {
    const TYPE: &'static str = "AzureProfile";
}
