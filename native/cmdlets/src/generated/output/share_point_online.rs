//! The outputs of SharePointOnline.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;

use crate::surface::output::{Local, Output};

/// `CustomerKey.SPODataEncryptionPolicy`.
#[derive(Default, Serialize)]
pub(crate) struct SPODataEncryptionPolicy {
    #[serde(rename = "PrimaryKeyVaultUri")]
    pub(crate) primary_key_vault_uri: Option<String>,
    #[serde(rename = "SecondaryKeyVaultUri")]
    pub(crate) secondary_key_vault_uri: Option<String>,
    #[serde(rename = "AvailabilityKeyVaultUri")]
    pub(crate) availability_key_vault_uri: Option<String>,
    #[serde(rename = "Status")]
    pub(crate) status: Option<String>,
    #[serde(rename = "RegistrationProgress")]
    pub(crate) registration_progress: Option<f64>,
    #[serde(rename = "RecoveryEnabled")]
    pub(crate) recovery_enabled: Option<bool>,
    #[serde(rename = "Geo")]
    pub(crate) geo: Option<String>,
}

impl Output for SPODataEncryptionPolicy {
    const TYPE: &'static str = "SPODataEncryptionPolicy";
}

/// `CustomerKey.SPODeletedSite`.
#[derive(Default, Serialize)]
pub(crate) struct SPODeletedSite {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Url")]
    pub(crate) url: Option<String>,
    #[serde(rename = "SiteId")]
    pub(crate) site_id: Option<String>,
    #[serde(rename = "DeletionTime")]
    pub(crate) deletion_time: Option<Local>,
    #[serde(rename = "DaysRemaining")]
    pub(crate) days_remaining: Option<i32>,
    #[serde(rename = "Status")]
    pub(crate) status: Option<String>,
}

impl Output for SPODeletedSite {
    const TYPE: &'static str = "SPODeletedSite";
}

/// `CustomerKey.SPOSiteDataEncryptionPolicy`.
#[derive(Default, Serialize)]
pub(crate) struct SPOSiteDataEncryptionPolicy {
    #[serde(rename = "PrimaryKeyVaultUri")]
    pub(crate) primary_key_vault_uri: Option<String>,
    #[serde(rename = "SecondaryKeyVaultUri")]
    pub(crate) secondary_key_vault_uri: Option<String>,
    #[serde(rename = "Status")]
    pub(crate) status: Option<String>,
    #[serde(rename = "RegistrationProgress")]
    pub(crate) registration_progress: Option<f64>,
    #[serde(rename = "Site")]
    pub(crate) site: Option<String>,
}

impl Output for SPOSiteDataEncryptionPolicy {
    const TYPE: &'static str = "SPOSiteDataEncryptionPolicy";
}
