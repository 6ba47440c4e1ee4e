//! The outputs of AzAccounts. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Serialize;
use serde_json::Value;

use crate::def::{Member, PropertyDef, TypeDef};
use crate::output::{FreeText, Output};
use crate::record::Shape;

/// An output object of type `CustomerKey.AzureContext`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AzureContext {
    /// The name of the context.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// Who works.
    #[serde(rename = "Account")]
    pub account: Option<String>,
    /// The name of the subscription.
    #[serde(rename = "SubscriptionName")]
    pub subscription_name: Option<FreeText>,
    /// AzureCloud.
    #[serde(rename = "Environment")]
    pub environment: Option<String>,
    /// Id and Name of the subscription.
    #[serde(rename = "Subscription")]
    pub subscription: Value,
    /// Id of the tenant.
    #[serde(rename = "Tenant")]
    pub tenant: Value,
    /// The id of the tenant.
    #[serde(rename = "TenantId")]
    pub tenant_id: Option<String>,
    /// The id of the subscription.
    #[serde(rename = "SubscriptionId")]
    pub subscription_id: Option<String>,
}

impl Output for AzureContext {
    const TYPE: &'static TypeDef = &AZURE_CONTEXT;
}

/// The definition of [`AzureContext`].
pub static AZURE_CONTEXT: TypeDef = TypeDef {
    name: "AzureContext",
    shape: Shape { types: &["CustomerKey.AzureContext"], members: &[("Name", "text"), ("SubscriptionName", "text")] },
    identity: "Name",
    properties: &[
        PropertyDef::new("Name", Member::Text, "Name", "The name of the context."),
        PropertyDef::new("Account", Member::Plain, "Account", "Who works."),
        PropertyDef::new("SubscriptionName", Member::Text, "SubscriptionName", "The name of the subscription."),
        PropertyDef::new("Environment", Member::Plain, "Environment", "AzureCloud."),
        PropertyDef::new("Subscription", Member::Object, "Subscription", "Id and Name of the subscription."),
        PropertyDef::new("Tenant", Member::Object, "Tenant", "Id of the tenant."),
        PropertyDef::new("TenantId", Member::Plain, "TenantId", "The id of the tenant."),
        PropertyDef::new("SubscriptionId", Member::Plain, "SubscriptionId", "The id of the subscription."),
    ],
    table: &["Name", "Account", "SubscriptionName", "TenantId"],
    list: &[],
};

/// An output object of type `CustomerKey.AzureProfile`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AzureProfile {
    /// Who works.
    #[serde(rename = "Account")]
    pub account: Option<String>,
    /// The name of the subscription.
    #[serde(rename = "SubscriptionName")]
    pub subscription_name: Option<FreeText>,
    /// The id of the tenant.
    #[serde(rename = "TenantId")]
    pub tenant_id: Option<String>,
    /// AzureCloud.
    #[serde(rename = "Environment")]
    pub environment: Option<String>,
    /// The context: Account, Subscription, Tenant.
    #[serde(rename = "Context")]
    pub context: Value,
}

impl Output for AzureProfile {
    const TYPE: &'static TypeDef = &AZURE_PROFILE;
}

/// The definition of [`AzureProfile`].
pub static AZURE_PROFILE: TypeDef = TypeDef {
    name: "AzureProfile",
    shape: Shape { types: &["CustomerKey.AzureProfile"], members: &[("SubscriptionName", "text")] },
    identity: "Account",
    properties: &[
        PropertyDef::new("Account", Member::Plain, "Account", "Who works."),
        PropertyDef::new("SubscriptionName", Member::Text, "SubscriptionName", "The name of the subscription."),
        PropertyDef::new("TenantId", Member::Plain, "TenantId", "The id of the tenant."),
        PropertyDef::new("Environment", Member::Plain, "Environment", "AzureCloud."),
        PropertyDef::new("Context", Member::Object, "Context", "The context: Account, Subscription, Tenant."),
    ],
    table: &["Account", "SubscriptionName", "TenantId", "Environment"],
    list: &[],
};
