//! The outputs of CustomerKeyOnboarding.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;

use crate::surface::output::{Output, Utc};

/// `CustomerKey.CustomerKeyOnboardingRequest`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyOnboardingRequest {
    #[serde(rename = "ID")]
    pub(crate) id: Option<String>,
    #[serde(rename = "CreatedDate")]
    pub(crate) created_date: Option<Utc>,
    #[serde(rename = "Scenario")]
    pub(crate) scenario: Option<String>,
    #[serde(rename = "OnboardingMode")]
    pub(crate) onboarding_mode: Option<String>,
    #[serde(rename = "ValidationResult")]
    pub(crate) validation_result: Option<String>,
    #[serde(rename = "EnablementResult")]
    pub(crate) enablement_result: Option<String>,
    #[serde(rename = "PassedValidations")]
    pub(crate) passed_validations: Vec<String>,
    #[serde(rename = "FailedValidations")]
    pub(crate) failed_validations: Vec<String>,
}

impl Output for CustomerKeyOnboardingRequest {
    const TYPE: &'static str = "CustomerKeyOnboardingRequest";
}
