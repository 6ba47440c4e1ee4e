//! SharePoint Online: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::Credential;

/// `Connect-SPOService`.
#[derive(Deserialize)]
pub(crate) struct ConnectSPOService {
    #[serde(rename = "Url")]
    pub(crate) url: String,
    #[serde(rename = "Credential", default)]
    pub(crate) credential: Option<Credential>,
    #[serde(rename = "ClientId", default)]
    pub(crate) client_id: Option<String>,
    #[serde(rename = "ManagedIdentity", default)]
    pub(crate) managed_identity: bool,
    #[serde(rename = "ManagedIdentityClientId", default)]
    pub(crate) managed_identity_client_id: Option<String>,
}

/// `Disconnect-SPOService`.
#[derive(Deserialize)]
pub(crate) struct DisconnectSPOService {}

/// `Remove-SPOSite`.
#[derive(Deserialize)]
pub(crate) struct RemoveSPOSite {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Get-SPODeletedSite`.
#[derive(Deserialize)]
pub(crate) struct GetSPODeletedSite {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "IncludePersonalSite", default)]
    pub(crate) include_personal_site: bool,
    #[serde(rename = "IncludeOnlyPersonalSite", default)]
    pub(crate) include_only_personal_site: bool,
    #[serde(rename = "Limit", default)]
    pub(crate) limit: Option<String>,
}

/// `Remove-SPODeletedSite`.
#[derive(Deserialize)]
pub(crate) struct RemoveSPODeletedSite {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Restore-SPODeletedSite`.
#[derive(Deserialize)]
pub(crate) struct RestoreSPODeletedSite {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Register-SPODataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct RegisterSPODataEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "PrimaryKeyVaultName", default)]
    pub(crate) primary_key_vault_name: Option<String>,
    #[serde(rename = "PrimaryKeyName", default)]
    pub(crate) primary_key_name: Option<String>,
    #[serde(rename = "PrimaryKeyVersion", default)]
    pub(crate) primary_key_version: Option<String>,
    #[serde(rename = "SecondaryKeyVaultName", default)]
    pub(crate) secondary_key_vault_name: Option<String>,
    #[serde(rename = "SecondaryKeyName", default)]
    pub(crate) secondary_key_name: Option<String>,
    #[serde(rename = "SecondaryKeyVersion", default)]
    pub(crate) secondary_key_version: Option<String>,
    #[serde(rename = "PrimaryKeyVaultUri", default)]
    pub(crate) primary_key_vault_uri: Option<String>,
    #[serde(rename = "SecondaryKeyVaultUri", default)]
    pub(crate) secondary_key_vault_uri: Option<String>,
}

/// `Update-SPODataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct UpdateSPODataEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "KeyVaultName", default)]
    pub(crate) key_vault_name: Option<String>,
    #[serde(rename = "KeyName", default)]
    pub(crate) key_name: Option<String>,
    #[serde(rename = "KeyVersion", default)]
    pub(crate) key_version: Option<String>,
    #[serde(rename = "KeyVaultUri", default)]
    pub(crate) key_vault_uri: Option<String>,
    #[serde(rename = "KeyType")]
    pub(crate) key_type: String,
}

/// `Restore-SPODataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct RestoreSPODataEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "PrimaryKeyVaultName", default)]
    pub(crate) primary_key_vault_name: Option<String>,
    #[serde(rename = "PrimaryKeyName", default)]
    pub(crate) primary_key_name: Option<String>,
    #[serde(rename = "PrimaryKeyVersion", default)]
    pub(crate) primary_key_version: Option<String>,
    #[serde(rename = "SecondaryKeyVaultName", default)]
    pub(crate) secondary_key_vault_name: Option<String>,
    #[serde(rename = "SecondaryKeyName", default)]
    pub(crate) secondary_key_name: Option<String>,
    #[serde(rename = "SecondaryKeyVersion", default)]
    pub(crate) secondary_key_version: Option<String>,
    #[serde(rename = "PrimaryKeyVaultUri", default)]
    pub(crate) primary_key_vault_uri: Option<String>,
    #[serde(rename = "SecondaryKeyVaultUri", default)]
    pub(crate) secondary_key_vault_uri: Option<String>,
}

/// `Get-SPODataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct GetSPODataEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Get-SPOSiteDataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct GetSPOSiteDataEncryptionPolicy {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}
