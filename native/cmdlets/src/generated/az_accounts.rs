//! Signing in to Azure: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::{Credential, Object};

/// `Connect-AzAccount`.
#[derive(Deserialize)]
pub(crate) struct ConnectAzAccount {
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
}

/// `Set-AzContext`.
#[derive(Deserialize)]
pub(crate) struct SetAzContext {
    #[serde(rename = "Context", default)]
    pub(crate) context: Option<Object>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "Tenant", default)]
    pub(crate) tenant: Option<String>,
    #[serde(rename = "Subscription", default)]
    pub(crate) subscription: Option<String>,
}
