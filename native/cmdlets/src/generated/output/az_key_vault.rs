//! The outputs of AzKeyVault. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Serialize;
use serde_json::Value;

use crate::def::{Member, PropertyDef, TypeDef};
use crate::output::{Output, Utc};
use crate::record::Shape;
use crate::value::Table;

/// An output object of type `CustomerKey.KeyVaultIdentityItem`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct KeyVaultIdentityItem {
    /// The name of the vault.
    #[serde(rename = "VaultName")]
    pub vault_name: Option<String>,
    /// Its resource group.
    #[serde(rename = "ResourceGroupName")]
    pub resource_group_name: Option<String>,
    /// Its region.
    #[serde(rename = "Location")]
    pub location: Option<String>,
    /// Its resource id.
    #[serde(rename = "ResourceId")]
    pub resource_id: Option<String>,
    /// Its tags.
    #[serde(rename = "Tags")]
    pub tags: Table,
    /// Its tags as text.
    #[serde(rename = "TagsTable")]
    pub tags_table: Option<String>,
}

impl Output for KeyVaultIdentityItem {
    const TYPE: &'static TypeDef = &KEY_VAULT_IDENTITY_ITEM;
}

/// The definition of [`KeyVaultIdentityItem`].
pub static KEY_VAULT_IDENTITY_ITEM: TypeDef = TypeDef {
    name: "KeyVaultIdentityItem",
    shape: Shape { types: &["CustomerKey.KeyVaultIdentityItem"], members: &[("Tags", "table")] },
    identity: "VaultName",
    properties: &[
        PropertyDef::new("VaultName", Member::Plain, "VaultName", "The name of the vault."),
        PropertyDef::new("ResourceGroupName", Member::Plain, "ResourceGroupName", "Its resource group."),
        PropertyDef::new("Location", Member::Plain, "Location", "Its region."),
        PropertyDef::new("ResourceId", Member::Plain, "ResourceId", "Its resource id."),
        PropertyDef::new("Tags", Member::Table, "Tags", "Its tags."),
        PropertyDef::new("TagsTable", Member::Plain, "TagsTable", "Its tags as text."),
    ],
    table: &["VaultName", "ResourceGroupName", "Location"],
    list: &[],
};

/// An output object of type `CustomerKey.KeyVault`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct KeyVault {
    /// The name of the vault.
    #[serde(rename = "VaultName")]
    pub vault_name: Option<String>,
    /// Its resource group.
    #[serde(rename = "ResourceGroupName")]
    pub resource_group_name: Option<String>,
    /// Its region.
    #[serde(rename = "Location")]
    pub location: Option<String>,
    /// Its resource id.
    #[serde(rename = "ResourceId")]
    pub resource_id: Option<String>,
    /// Its tags.
    #[serde(rename = "Tags")]
    pub tags: Table,
    /// Its tags as text.
    #[serde(rename = "TagsTable")]
    pub tags_table: Option<String>,
    /// The URI of the vault.
    #[serde(rename = "VaultUri")]
    pub vault_uri: Option<String>,
    /// The tenant.
    #[serde(rename = "TenantId")]
    pub tenant_id: Option<String>,
    /// The name of the tenant.
    #[serde(rename = "TenantName")]
    pub tenant_name: Option<String>,
    /// Standard or Premium.
    #[serde(rename = "Sku")]
    pub sku: Option<String>,
    /// Virtual machines may read secrets.
    #[serde(rename = "EnabledForDeployment")]
    pub enabled_for_deployment: Option<bool>,
    /// Resource Manager may read secrets.
    #[serde(rename = "EnabledForTemplateDeployment")]
    pub enabled_for_template_deployment: Option<bool>,
    /// Disk encryption may unwrap keys.
    #[serde(rename = "EnabledForDiskEncryption")]
    pub enabled_for_disk_encryption: Option<bool>,
    /// Whether deleted keys can be recovered.
    #[serde(rename = "EnableSoftDelete")]
    pub enable_soft_delete: Option<bool>,
    /// Whether nobody can purge before the retention ends; empty when off.
    #[serde(rename = "EnablePurgeProtection")]
    pub enable_purge_protection: Option<bool>,
    /// False: access policies decide.
    #[serde(rename = "EnableRbacAuthorization")]
    pub enable_rbac_authorization: Option<bool>,
    /// How many days a deleted key can be recovered.
    #[serde(rename = "SoftDeleteRetentionInDays")]
    pub soft_delete_retention_in_days: Option<i32>,
    /// Enabled or Disabled; recorded only.
    #[serde(rename = "PublicNetworkAccess")]
    pub public_network_access: Option<String>,
    /// Who may do what: TenantId, ObjectId, ApplicationId, DisplayName, PermissionsToKeys, PermissionsToKeysStr.
    #[serde(rename = "AccessPolicies")]
    pub access_policies: Vec<Value>,
    /// The same as text.
    #[serde(rename = "AccessPoliciesText")]
    pub access_policies_text: Option<String>,
    /// The rules of the network: DefaultAction Allow, Bypass AzureServices.
    #[serde(rename = "NetworkAcls")]
    pub network_acls: Value,
    /// The same as text.
    #[serde(rename = "NetworkAclsText")]
    pub network_acls_text: Option<String>,
}

impl Output for KeyVault {
    const TYPE: &'static TypeDef = &KEY_VAULT;
}

/// The definition of [`KeyVault`].
pub static KEY_VAULT: TypeDef = TypeDef {
    name: "KeyVault",
    shape: Shape {
        types: &["CustomerKey.KeyVault", "CustomerKey.KeyVaultIdentityItem"],
        members: &[("Tags", "table"), ("TenantId", "guid"), ("SoftDeleteRetentionInDays", "int")],
    },
    identity: "VaultName",
    properties: &[
        PropertyDef::new("VaultName", Member::Plain, "Vault Name", "The name of the vault."),
        PropertyDef::new("ResourceGroupName", Member::Plain, "Resource Group Name", "Its resource group."),
        PropertyDef::new("Location", Member::Plain, "Location", "Its region."),
        PropertyDef::new("ResourceId", Member::Plain, "Resource ID", "Its resource id."),
        PropertyDef::new("Tags", Member::Table, "Tags", "Its tags."),
        PropertyDef::new("TagsTable", Member::Plain, "Tags", "Its tags as text."),
        PropertyDef::new("VaultUri", Member::Plain, "Vault URI", "The URI of the vault."),
        PropertyDef::new("TenantId", Member::Guid, "Tenant ID", "The tenant."),
        PropertyDef::new("TenantName", Member::Plain, "Tenant Name", "The name of the tenant."),
        PropertyDef::new("Sku", Member::Plain, "SKU", "Standard or Premium."),
        PropertyDef::new("EnabledForDeployment", Member::Bool, "Enabled For Deployment?", "Virtual machines may read secrets."),
        PropertyDef::new(
            "EnabledForTemplateDeployment",
            Member::Bool,
            "Enabled For Template Deployment?",
            "Resource Manager may read secrets.",
        ),
        PropertyDef::new(
            "EnabledForDiskEncryption",
            Member::Bool,
            "Enabled For Disk Encryption?",
            "Disk encryption may unwrap keys.",
        ),
        PropertyDef::new("EnableSoftDelete", Member::Bool, "Soft Delete Enabled?", "Whether deleted keys can be recovered."),
        PropertyDef::new(
            "EnablePurgeProtection",
            Member::Bool,
            "Purge Protection Enabled?",
            "Whether nobody can purge before the retention ends; empty when off.",
        ),
        PropertyDef::new(
            "EnableRbacAuthorization",
            Member::Bool,
            "Enabled For RBAC Authorization?",
            "False: access policies decide.",
        ),
        PropertyDef::new(
            "SoftDeleteRetentionInDays",
            Member::Int,
            "Soft Delete Retention Period (days)",
            "How many days a deleted key can be recovered.",
        ),
        PropertyDef::new("PublicNetworkAccess", Member::Plain, "Public Network Access", "Enabled or Disabled; recorded only."),
        PropertyDef::new(
            "AccessPolicies",
            Member::List,
            "AccessPolicies",
            "Who may do what: TenantId, ObjectId, ApplicationId, DisplayName, PermissionsToKeys, PermissionsToKeysStr.",
        ),
        PropertyDef::new("AccessPoliciesText", Member::Plain, "Access Policies", "The same as text."),
        PropertyDef::new(
            "NetworkAcls",
            Member::Object,
            "NetworkAcls",
            "The rules of the network: DefaultAction Allow, Bypass AzureServices.",
        ),
        PropertyDef::new("NetworkAclsText", Member::Plain, "Network Rule Set", "The same as text."),
    ],
    table: &["VaultName", "ResourceGroupName", "Location", "Sku"],
    list: &[
        "VaultName",
        "ResourceGroupName",
        "Location",
        "ResourceId",
        "VaultUri",
        "TenantId",
        "TenantName",
        "Sku",
        "EnabledForDeployment",
        "EnabledForTemplateDeployment",
        "EnabledForDiskEncryption",
        "EnableSoftDelete",
        "EnablePurgeProtection",
        "SoftDeleteRetentionInDays",
        "EnableRbacAuthorization",
        "PublicNetworkAccess",
        "AccessPoliciesText",
        "NetworkAclsText",
        "TagsTable",
    ],
};

/// An output object of type `CustomerKey.KeyVaultKeyIdentityItem`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct KeyVaultKeyIdentityItem {
    /// The URI of the key, with port and version.
    #[serde(rename = "Id")]
    pub id: Option<String>,
    /// The vault.
    #[serde(rename = "VaultName")]
    pub vault_name: Option<String>,
    /// The name of the key.
    #[serde(rename = "Name")]
    pub name: Option<String>,
    /// The version, 32 digits; empty in a listing of a vault.
    #[serde(rename = "Version")]
    pub version: Option<String>,
    /// Whether it may be used.
    #[serde(rename = "Enabled")]
    pub enabled: Option<bool>,
    /// When it expires.
    #[serde(rename = "Expires")]
    pub expires: Option<Utc>,
    /// From when on it may be used.
    #[serde(rename = "NotBefore")]
    pub not_before: Option<Utc>,
    /// When it was made.
    #[serde(rename = "Created")]
    pub created: Option<Utc>,
    /// When it was changed last.
    #[serde(rename = "Updated")]
    pub updated: Option<Utc>,
    /// What becomes of it when it is deleted.
    #[serde(rename = "RecoveryLevel")]
    pub recovery_level: Option<String>,
    /// False: the key is not in a managed HSM.
    #[serde(rename = "IsHsm")]
    pub is_hsm: Option<bool>,
    /// Its tags.
    #[serde(rename = "Tags")]
    pub tags: Table,
    /// Its tags as text.
    #[serde(rename = "TagsTable")]
    pub tags_table: Option<String>,
}

impl Output for KeyVaultKeyIdentityItem {
    const TYPE: &'static TypeDef = &KEY_VAULT_KEY_IDENTITY_ITEM;
}

/// The definition of [`KeyVaultKeyIdentityItem`].
pub static KEY_VAULT_KEY_IDENTITY_ITEM: TypeDef = TypeDef {
    name: "KeyVaultKeyIdentityItem",
    shape: Shape { types: &["CustomerKey.KeyVaultKeyIdentityItem"], members: &[("Tags", "table")] },
    identity: "Id",
    properties: &[
        PropertyDef::new("Id", Member::Plain, "Id", "The URI of the key, with port and version."),
        PropertyDef::new("VaultName", Member::Plain, "VaultName", "The vault."),
        PropertyDef::new("Name", Member::Plain, "Name", "The name of the key."),
        PropertyDef::new("Version", Member::Plain, "Version", "The version, 32 digits; empty in a listing of a vault."),
        PropertyDef::new("Enabled", Member::Bool, "Enabled", "Whether it may be used."),
        PropertyDef::new("Expires", Member::Date, "Expires", "When it expires."),
        PropertyDef::new("NotBefore", Member::Date, "NotBefore", "From when on it may be used."),
        PropertyDef::new("Created", Member::Date, "Created", "When it was made."),
        PropertyDef::new("Updated", Member::Date, "Updated", "When it was changed last."),
        PropertyDef::new("RecoveryLevel", Member::Plain, "RecoveryLevel", "What becomes of it when it is deleted."),
        PropertyDef::new("IsHsm", Member::Bool, "IsHsm", "False: the key is not in a managed HSM."),
        PropertyDef::new("Tags", Member::Table, "Tags", "Its tags."),
        PropertyDef::new("TagsTable", Member::Plain, "TagsTable", "Its tags as text."),
    ],
    table: &["VaultName", "Name", "Version", "Enabled", "Expires"],
    list: &[],
};

/// An output object of type `CustomerKey.KeyVaultKey`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct KeyVaultKey {
    /// The URI of the key, with port and version.
    #[serde(rename = "Id")]
    pub id: Option<String>,
    /// The vault.
    #[serde(rename = "VaultName")]
    pub vault_name: Option<String>,
    /// The name of the key.
    #[serde(rename = "Name")]
    pub name: Option<String>,
    /// The version, 32 digits; empty in a listing of a vault.
    #[serde(rename = "Version")]
    pub version: Option<String>,
    /// Whether it may be used.
    #[serde(rename = "Enabled")]
    pub enabled: Option<bool>,
    /// When it expires.
    #[serde(rename = "Expires")]
    pub expires: Option<Utc>,
    /// From when on it may be used.
    #[serde(rename = "NotBefore")]
    pub not_before: Option<Utc>,
    /// When it was made.
    #[serde(rename = "Created")]
    pub created: Option<Utc>,
    /// When it was changed last.
    #[serde(rename = "Updated")]
    pub updated: Option<Utc>,
    /// What becomes of it when it is deleted.
    #[serde(rename = "RecoveryLevel")]
    pub recovery_level: Option<String>,
    /// False: the key is not in a managed HSM.
    #[serde(rename = "IsHsm")]
    pub is_hsm: Option<bool>,
    /// Its tags.
    #[serde(rename = "Tags")]
    pub tags: Table,
    /// Its tags as text.
    #[serde(rename = "TagsTable")]
    pub tags_table: Option<String>,
    /// RSA or RSA-HSM.
    #[serde(rename = "KeyType")]
    pub key_type: Option<String>,
    /// Its bits.
    #[serde(rename = "KeySize")]
    pub key_size: Option<i32>,
    /// Empty: it is an RSA key.
    #[serde(rename = "CurveName")]
    pub curve_name: Option<String>,
    /// Enabled, Expires, NotBefore, KeyOps, KeyType, Created, Updated, RecoveryLevel, RecoverableDays, Managed, Exportable, ReleasePolicy, Tags.
    #[serde(rename = "Attributes")]
    pub attributes: Value,
    /// The public part: Kid, Kty, KeyOps, N, E, CurveName; N and E are bytes.
    #[serde(rename = "Key")]
    pub key: Value,
    /// Empty: the key never leaves its vault.
    #[serde(rename = "ReleasePolicy")]
    pub release_policy: Value,
}

impl Output for KeyVaultKey {
    const TYPE: &'static TypeDef = &KEY_VAULT_KEY;
}

/// The definition of [`KeyVaultKey`].
pub static KEY_VAULT_KEY: TypeDef = TypeDef {
    name: "KeyVaultKey",
    shape: Shape {
        types: &["CustomerKey.KeyVaultKey", "CustomerKey.KeyVaultKeyIdentityItem"],
        members: &[
            ("Tags", "table"),
            ("KeySize", "int"),
            ("Attributes.RecoverableDays", "int"),
            ("Attributes.Tags", "table"),
            ("Key.N", "bytes"),
            ("Key.E", "bytes"),
        ],
    },
    identity: "Id",
    properties: &[
        PropertyDef::new("Id", Member::Plain, "Id", "The URI of the key, with port and version."),
        PropertyDef::new("VaultName", Member::Plain, "Vault/HSM Name", "The vault."),
        PropertyDef::new("Name", Member::Plain, "Name", "The name of the key."),
        PropertyDef::new("Version", Member::Plain, "Version", "The version, 32 digits; empty in a listing of a vault."),
        PropertyDef::new("Enabled", Member::Bool, "Enabled", "Whether it may be used."),
        PropertyDef::new("Expires", Member::Date, "Expires", "When it expires."),
        PropertyDef::new("NotBefore", Member::Date, "Not Before", "From when on it may be used."),
        PropertyDef::new("Created", Member::Date, "Created", "When it was made."),
        PropertyDef::new("Updated", Member::Date, "Updated", "When it was changed last."),
        PropertyDef::new("RecoveryLevel", Member::Plain, "Recovery Level", "What becomes of it when it is deleted."),
        PropertyDef::new("IsHsm", Member::Bool, "IsHsm", "False: the key is not in a managed HSM."),
        PropertyDef::new("Tags", Member::Table, "Tags", "Its tags."),
        PropertyDef::new("TagsTable", Member::Plain, "Tags", "Its tags as text."),
        PropertyDef::new("KeyType", Member::Plain, "Key Type", "RSA or RSA-HSM."),
        PropertyDef::new("KeySize", Member::Int, "Key Size", "Its bits."),
        PropertyDef::new("CurveName", Member::Plain, "Curve Name", "Empty: it is an RSA key."),
        PropertyDef::new(
            "Attributes",
            Member::Object,
            "Attributes",
            "Enabled, Expires, NotBefore, KeyOps, KeyType, Created, Updated, RecoveryLevel, RecoverableDays, Managed, Exportable, ReleasePolicy, Tags.",
        ),
        PropertyDef::new("Key", Member::Object, "Key", "The public part: Kid, Kty, KeyOps, N, E, CurveName; N and E are bytes."),
        PropertyDef::new("ReleasePolicy", Member::Object, "ReleasePolicy", "Empty: the key never leaves its vault."),
        PropertyDef::new(
            "Attributes.RecoverableDays",
            Member::Int,
            "Attributes.RecoverableDays",
            "How many days it can be recovered once deleted.",
        ),
        PropertyDef::new("Attributes.Tags", Member::Table, "Attributes.Tags", "Its tags."),
        PropertyDef::new("Key.N", Member::Bytes, "Key.N", "The modulus."),
        PropertyDef::new("Key.E", Member::Bytes, "Key.E", "The public exponent."),
    ],
    table: &["VaultName", "Name", "Version", "KeyType", "KeySize", "Enabled", "Expires"],
    list: &[
        "VaultName",
        "Name",
        "KeyType",
        "KeySize",
        "Version",
        "Id",
        "Enabled",
        "Expires",
        "NotBefore",
        "Created",
        "Updated",
        "RecoveryLevel",
        "TagsTable",
    ],
};
