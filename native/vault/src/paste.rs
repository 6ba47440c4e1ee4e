//! Values in commands that errors advise: as PowerShell and `customer-key` read them when they are
//! pasted.

use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::role::{RoleAssignment, VaultRole};
use crate::uri::KeyUri;

/// A text in single quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text as it is, or in quotes where it would be taken for something else.
#[must_use]
pub fn word(text: &str) -> String {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | ':' | '/');
    let is_plain = text.chars().all(plain)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// How `Set-AzKeyVaultAccessPolicy` names a principal.
#[must_use]
pub fn principal(caller: &Caller) -> String {
    match &caller.app_id {
        Some(app) => format!("-ServicePrincipalName {}", word(app)),
        None if caller.name.contains('@') => format!("-UserPrincipalName {}", word(&caller.name)),
        None => format!("-ObjectId {}", word(&caller.object_id)),
    }
}

/// The beginning of a command that gives somebody permissions in a vault. It names the subscription,
/// as a vault outside the chosen one is not found.
#[must_use]
pub fn set_access_policy(vault: &str, subscription: &str) -> String {
    format!(
        "Set-AzKeyVaultAccessPolicy -VaultName {} -SubscriptionId {}",
        word(vault),
        word(subscription)
    )
}

/// A command that makes an RSA key, or a version of one, in the vault of a URI: in an HSM or not,
/// where either could be.
#[must_use]
pub fn new_key(uri: &KeyUri, name: &str, is_hsm: bool) -> String {
    let (vault, name) = (word(uri.vault()), word(name));
    match uri.kind() {
        VaultKind::ManagedHsm => {
            format!("Add-AzKeyVaultKey -HsmName {vault} -Name {name} -KeyType RSA")
        }
        VaultKind::Vault if is_hsm => {
            format!("Add-AzKeyVaultKey -VaultName {vault} -Name {name} -Destination HSM")
        }
        VaultKind::Vault => {
            format!("Add-AzKeyVaultKey -VaultName {vault} -Name {name} -Destination Software")
        }
    }
}

/// A command that brings a key back from a backup, into the vault of a URI.
#[must_use]
pub fn restore_key(uri: &KeyUri) -> String {
    let (parameter, vault) = (uri.kind().parameter(), word(uri.vault()));
    format!("Restore-AzKeyVaultKey {parameter} {vault} -InputFile FILE")
}

/// A command that gives somebody a local role of a managed HSM.
#[must_use]
pub fn new_hsm_role(caller: &Caller, role: VaultRole, hsm: &str) -> String {
    let (role, hsm) = (quoted(role.as_str()), word(hsm));
    match &caller.app_id {
        Some(app) => {
            let app = word(app);
            format!(
                "New-AzKeyVaultRoleAssignment -HsmName {hsm} -RoleDefinitionName {role} -ApplicationId {app}"
            )
        }
        None if caller.name.contains('@') => {
            let name = word(&caller.name);
            format!(
                "New-AzKeyVaultRoleAssignment -HsmName {hsm} -RoleDefinitionName {role} -SignInName {name}"
            )
        }
        None => {
            let id = word(&caller.object_id);
            format!(
                "New-AzKeyVaultRoleAssignment -HsmName {hsm} -RoleDefinitionName {role} -ObjectId {id}"
            )
        }
    }
}

/// A command that gives somebody a role on a vault.
#[must_use]
pub fn new_role(caller: &Caller, role: VaultRole, resource_id: &str) -> String {
    let (role, scope) = (quoted(role.as_str()), word(resource_id));
    match &caller.app_id {
        Some(app) => {
            let app = word(app);
            format!(
                "New-AzRoleAssignment -ApplicationId {app} -RoleDefinitionName {role} -Scope {scope}"
            )
        }
        None if caller.name.contains('@') => {
            let name = word(&caller.name);
            format!(
                "New-AzRoleAssignment -SignInName {name} -RoleDefinitionName {role} -Scope {scope}"
            )
        }
        None => {
            let id = word(&caller.object_id);
            format!("New-AzRoleAssignment -ObjectId {id} -RoleDefinitionName {role} -Scope {scope}")
        }
    }
}

/// A command that takes a local role of a managed HSM from an application, where it was given.
#[must_use]
pub fn remove_hsm_role(app_id: &str, given: &RoleAssignment, hsm: &str) -> String {
    let (app, role, hsm) = (word(app_id), quoted(given.role.as_str()), word(hsm));
    let command = format!(
        "Remove-AzKeyVaultRoleAssignment -HsmName {hsm} -RoleDefinitionName {role} -ApplicationId {app}"
    );
    match &given.scope {
        Some(scope) => format!("{command} -Scope {}", word(scope)),
        None => command,
    }
}

/// A command that takes a role on a vault from an application, where it was given: there or on what
/// the vault lies in.
#[must_use]
pub fn remove_role(app_id: &str, given: &RoleAssignment, resource_id: &str) -> String {
    let (app, role) = (word(app_id), quoted(given.role.as_str()));
    let scope = word(given.scope.as_deref().unwrap_or(resource_id));
    format!(
        "Remove-AzRoleAssignment -ServicePrincipalName {app} -RoleDefinitionName {role} -Scope {scope}"
    )
}

#[cfg(test)]
mod tests {
    use super::{principal, word};
    use crate::caller::Caller;

    #[test]
    fn what_is_pasted_is_one_value_whatever_is_in_it() {
        let words = [
            "ann@fabrikam.com",
            "o'brien@fabrikam.com",
            "@here",
            "-x",
            "",
            "two words",
            "/home/ann/t",
        ]
        .map(word);
        let pasted = [
            "ann@fabrikam.com",
            "'o''brien@fabrikam.com'",
            "'@here'",
            "'-x'",
            "''",
            "'two words'",
            "/home/ann/t",
        ];
        assert_eq!(words, pasted);
        assert_eq!(principal(&Caller::person("b0b", "user-b0b")), "-ObjectId b0b");
        assert_eq!(
            principal(&Caller::person("b0b", "bob@contoso.com")),
            "-UserPrincipalName bob@contoso.com"
        );
    }
}
