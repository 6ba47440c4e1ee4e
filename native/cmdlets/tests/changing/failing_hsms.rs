//! Calls about managed HSMs that fail on the stage.

use crate::changing::hsms::{ADMIN, GROUP, OPS, export, import, new, role};
use serde_json::json;

pub(crate) fn calls() -> super::Calls {
    let with = |mut object: serde_json::Value, more: serde_json::Value| {
        object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        object
    };
    vec![
        ("New-AzKeyVaultManagedHsm", new("alpha-vault")),
        ("New-AzKeyVaultManagedHsm", with(new("other-hsm"), json!({ "Sku": "CustomB32" }))),
        ("New-AzKeyVaultManagedHsm", with(new("other-hsm"), json!({ "Administrator": [""] }))),
        (
            "Update-AzKeyVaultManagedHsm",
            json!({ "Name": "alpha-vault", "ResourceGroupName": GROUP, "Tag": {} }),
        ),
        ("Remove-AzKeyVaultManagedHsm", json!({ "Name": "alpha-vault" })),
        ("Remove-AzKeyVaultManagedHsm", json!({ "Name": "nowhere" })),
        ("Remove-AzKeyVault", json!({ "VaultName": "spare-hsm" })),
        (
            "Undo-AzKeyVaultManagedHsmRemoval",
            json!({ "Name": "spare-hsm", "ResourceGroupName": GROUP, "Location": "East US" }),
        ),
        (
            "Export-AzKeyVaultSecurityDomain",
            with(export("active-hsm", "x"), json!({ "Certificates": ["sd1.cer", "sd2.cer"] })),
        ),
        (
            "Export-AzKeyVaultSecurityDomain",
            with(export("active-hsm", "x"), json!({ "Certificates": ["sd1.key"] })),
        ),
        (
            "Export-AzKeyVaultSecurityDomain",
            with(export("active-hsm", "x"), json!({ "Quorum": 4 })),
        ),
        ("Export-AzKeyVaultSecurityDomain", export("alpha-vault", "x")),
        ("Import-AzKeyVaultSecurityDomain", import("active-hsm")),
        ("Import-AzKeyVaultSecurityDomain", with(import("new-hsm"), json!({ "Keys": [{}] }))),
        (
            "Import-AzKeyVaultSecurityDomain",
            with(
                import("new-hsm"),
                json!({ "Keys": [{ "PublicKey": "sd1.cer", "PrivateKey": "-----BEGIN PRIVATE KEY-----" }] }),
            ),
        ),
        ("New-AzKeyVaultRoleAssignment", role(ADMIN, "Key Vault Reader")),
        (
            "New-AzKeyVaultRoleAssignment",
            with(role(ADMIN, "Managed HSM Crypto User"), json!({ "Scope": "/keys/a/b" })),
        ),
        ("Remove-AzKeyVaultRoleAssignment", role(OPS, "Managed HSM Administrator")),
        ("Remove-AzKeyVaultRoleAssignment", role(ADMIN, "Managed HSM Crypto Auditor")),
        (
            "New-AzRoleAssignment",
            json!({ "SignInName": ADMIN, "RoleDefinitionName": "Managed HSM Crypto User" }),
        ),
        ("Add-AzKeyVaultKey", json!({ "HsmName": "new-hsm", "Name": "key", "KeyType": "RSA" })),
        ("Add-AzKeyVaultKey", json!({ "HsmName": "alpha-vault", "Name": "key", "KeyType": "RSA" })),
        ("Remove-AzKeyVaultKey", json!({ "VaultName": "active-hsm", "Name": "key" })),
        ("Invoke-AzKeyVaultKeyRotation", json!({ "VaultName": "active-hsm", "Name": "key" })),
    ]
}
