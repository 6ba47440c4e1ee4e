//! Customer Key onboarding: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

/// `New-CustomerKeyOnboardingRequest`.
#[derive(Deserialize)]
pub(crate) struct NewCustomerKeyOnboardingRequest {
    #[serde(rename = "OrganizationId")]
    pub(crate) organization_id: String,
    #[serde(rename = "Scenario")]
    pub(crate) scenario: String,
    #[serde(rename = "Subscription1")]
    pub(crate) subscription1: String,
    #[serde(rename = "KeyIdentifier1", default)]
    pub(crate) key_identifier1: Option<String>,
    #[serde(rename = "VaultName1", default)]
    pub(crate) vault_name1: Option<String>,
    #[serde(rename = "KeyName1", default)]
    pub(crate) key_name1: Option<String>,
    #[serde(rename = "Subscription2")]
    pub(crate) subscription2: String,
    #[serde(rename = "KeyIdentifier2", default)]
    pub(crate) key_identifier2: Option<String>,
    #[serde(rename = "VaultName2", default)]
    pub(crate) vault_name2: Option<String>,
    #[serde(rename = "KeyName2", default)]
    pub(crate) key_name2: Option<String>,
    #[serde(rename = "OnboardingMode")]
    pub(crate) onboarding_mode: String,
}

/// `Get-CustomerKeyOnboardingRequest`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyOnboardingRequest {
    #[serde(rename = "OrganizationId")]
    pub(crate) organization_id: String,
    #[serde(rename = "RequestId", default)]
    pub(crate) request_id: Option<String>,
}
