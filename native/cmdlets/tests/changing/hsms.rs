//! Managed HSMs of the stage, and calls of the cmdlets that change something of them.

use crate::common::Shell;
use serde_json::{Value, json};

pub(crate) const ADMIN: &str = "admin@contoso.onmicrosoft.com";
/// Who acts on the stage: an owner has no local role that it is not given.
pub(crate) const OPS: &str = "ops@contoso.com";
pub(crate) const GROUP: &str = "alpha-vault-rg";

/// The holders of shares: keys that everybody has.
const HOLDERS: [(&str, &str); 6] = [
    ("sd1.cer", include_str!("../../../crypto/tests/certificates/holder1.crt.pem")),
    ("sd2.cer", include_str!("../../../crypto/tests/certificates/holder2.crt.pem")),
    ("sd3.cer", include_str!("../../../crypto/tests/certificates/holder3.crt.pem")),
    ("sd1.key", include_str!("../../../crypto/tests/certificates/holder1.key.pem")),
    ("sd2.key", include_str!("../../../crypto/tests/certificates/holder2.key.pem")),
    ("sd3.key", include_str!("../../../crypto/tests/certificates/holder3.key.pem")),
];

pub(crate) fn new(name: &str) -> Value {
    json!({ "Name": name, "ResourceGroupName": GROUP, "Location": "East US", "Administrator": [ADMIN, OPS], "SoftDeleteRetentionInDays": 90 })
}

pub(crate) fn export(name: &str, file: &str) -> Value {
    json!({ "Name": name, "Certificates": ["sd1.cer", "sd2.cer", "sd3.cer"], "Quorum": 2, "OutputPath": file })
}

pub(crate) fn import(name: &str) -> Value {
    let keys = ["sd1", "sd3"].map(
        |holder| json!({ "PublicKey": format!("{holder}.cer"), "PrivateKey": format!("{holder}.key") }),
    );
    json!({ "Name": name, "Keys": keys, "SecurityDomainPath": "sd.json" })
}

pub(crate) fn role(name: &str, role: &str) -> Value {
    json!({ "HsmName": "active-hsm", "SignInName": name, "RoleDefinitionName": role })
}

/// One that is activated, one that is not, one that nothing needs, and one that is deleted.
pub(super) fn stage(shell: &Shell) {
    for (file, text) in HOLDERS {
        std::fs::write(shell.folder.path().join(file), text).unwrap();
    }
    let owner = json!({ "Owners": { "Add": [OPS] } });
    shell.run("Set-CustomerKeyTenant", owner).ok();
    for name in ["active-hsm", "new-hsm", "spare-hsm", "gone-hsm"] {
        shell.run("New-AzKeyVaultManagedHsm", new(name)).ok();
    }
    shell.run("Export-AzKeyVaultSecurityDomain", export("active-hsm", "sd.json")).ok();
    shell.run("Remove-AzKeyVaultManagedHsm", json!({ "Name": "gone-hsm" })).ok();
    let given = role("eve@contoso.com", "Managed HSM Crypto Auditor");
    shell.run("New-AzKeyVaultRoleAssignment", given).ok();
    let first = role(ADMIN, "Managed HSM Administrator");
    shell.run("Remove-AzKeyVaultRoleAssignment", first).ok();
}

/// One call of each, which would succeed and change something.
pub(super) fn calls() -> Vec<(&'static str, Value)> {
    vec![
        ("New-AzKeyVaultManagedHsm", new("other-hsm")),
        (
            "Update-AzKeyVaultManagedHsm",
            json!({ "Name": "active-hsm", "ResourceGroupName": GROUP, "EnablePurgeProtection": true }),
        ),
        ("Export-AzKeyVaultSecurityDomain", export("active-hsm", "domain.json")),
        ("Import-AzKeyVaultSecurityDomain", import("new-hsm")),
        ("New-AzKeyVaultRoleAssignment", role("dora@contoso.com", "Managed HSM Crypto User")),
        ("Remove-AzKeyVaultRoleAssignment", role("eve@contoso.com", "Managed HSM Crypto Auditor")),
        (
            "Undo-AzKeyVaultManagedHsmRemoval",
            json!({ "Name": "gone-hsm", "ResourceGroupName": GROUP, "Location": "East US" }),
        ),
        ("Remove-AzKeyVaultManagedHsm", json!({ "Name": "spare-hsm" })),
    ]
}
