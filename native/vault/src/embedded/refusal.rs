//! The vault's refusals in the real service's words, each with the command that helps.

use super::record::{Deletion, VaultRecord};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::error::{VaultError, VaultErrorKind as Kind};
use crate::key::KeyOp;
use crate::management::Management;
use crate::paste;
use crate::permission::KeyPermission;
use crate::role::VaultRole;
use crate::uri::KeyUri;
use std::fmt::Display;
use std::path::Path;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A time as text, for messages alone.
pub(super) fn date(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_else(|| format!("{seconds} s after 1970"))
}

pub(super) fn access_denied(
    vault: &VaultRecord,
    caller: &Caller,
    permission: KeyPermission,
    target: &dyn Display,
) -> VaultError {
    let app = caller.app_id.as_ref().map(|app| format!("appid={app};")).unwrap_or_default();
    let message = format!(
        "The user, group or application '{app}oid={};iss=https://sts.windows.net/{}/' does not have keys {permission} permission on key vault '{};location={}'.",
        caller.object_id, vault.tenant_id, vault.name, vault.location
    );
    // The list of a policy is replaced, not merged: the command repeats what the principal already
    // has.
    let mut wanted: Vec<_> = vault
        .policies
        .iter()
        .filter(|policy| policy.names(caller))
        .flat_map(|policy| policy.keys.iter().map(|key| key.as_str()))
        .collect();
    // An application of the service needs all three to serve a policy, whichever it missed first.
    let needed = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey]
        .map(|needed| needed.as_str());
    let needed = if caller.app_id.is_some() { needed.to_vec() } else { vec![permission.as_str()] };
    wanted.extend(needed.into_iter().filter(|name| !wanted.contains(name)).collect::<Vec<_>>());
    let fix = format!(
        "Give {} the permission: {} {} -PermissionsToKeys {}",
        caller.name,
        paste::set_access_policy(&vault.name, &vault.subscription),
        paste::principal(caller),
        wanted.join(",")
    );
    VaultError::new(Kind::AccessDenied, message, target, fix)
}

pub(super) fn no_role(
    vault: &VaultRecord,
    caller: &Caller,
    permission: KeyPermission,
    target: &dyn Display,
) -> VaultError {
    let app = caller.app_id.as_ref().map(|app| format!("appid={app};")).unwrap_or_default();
    let resource = vault.resource_id();
    let message = format!(
        "Caller is not authorized to perform action on resource. If role assignments, deny assignments or role definitions were changed recently, please observe propagation time. Caller: {app}oid={};iss=https://sts.windows.net/{}/ Action: '{}' Resource: '{resource}' Assignment: (not found) DenyAssignmentId: null DecisionReason: 'DeniedWithNoValidRBAC' Vault: {};location={}",
        caller.object_id,
        vault.tenant_id,
        permission.data_action(),
        vault.name,
        vault.location
    );
    let fix = format!(
        "The vault uses role assignments: {}",
        paste::new_role(
            caller,
            VaultRole::least_for(caller, permission, VaultKind::Vault),
            &resource
        )
    );
    VaultError::new(Kind::AccessDenied, message, target, fix).by_role()
}

/// In the words of Azure Resource Manager, which answers for the vaults themselves.
pub(super) fn not_managed(
    caller: &Caller,
    (kind, vault): (VaultKind, &str),
    what: Management,
) -> VaultError {
    let message = format!(
        "The client '{}' with object id '{}' does not have authorization to perform action '{}' over scope '{vault}'. A permission on keys does not give it.",
        caller.name,
        caller.object_id,
        what.action(kind)
    );
    let fix = format!(
        "Let an owner of the tenant do it, or let one make '{}' an owner: Set-CustomerKeyTenant -Owners @{{Add={}}}",
        caller.name,
        paste::quoted(&caller.name)
    );
    VaultError::new(Kind::AccessDenied, message, vault, fix)
}

pub(super) fn firewall(vault: &VaultRecord, target: &dyn Display) -> VaultError {
    let name = &vault.name;
    let fix = match vault.kind() {
        VaultKind::Vault => format!(
            "Let trusted services in: Update-AzKeyVaultNetworkRuleSet -VaultName {name} -Bypass AzureServices; people in: Add-AzKeyVaultNetworkRule -VaultName {name} -IpAddressRange 203.0.113.0/24, with the addresses they have."
        ),
        VaultKind::ManagedHsm => {
            "Let trusted services pass the firewall of the HSM. Here it has none but a rehearsed one."
                .to_owned()
        }
    };
    VaultError::new(
        Kind::FirewallRefused,
        "Client address is not authorized and caller is not a trusted service.",
        target,
        fix,
    )
}

pub(super) fn unreachable(vault: &VaultRecord, target: &dyn Display) -> VaultError {
    let (name, noun) = (&vault.name, vault.kind().word());
    VaultError::new(
        Kind::Unreachable,
        format!("The {noun} '{name}' could not be reached (a rehearsed outage)."),
        target,
        format!(
            "End the rehearsal of the outage: Set-CustomerKeyVaultFault -VaultName {name} -Fault None."
        ),
    )
}

pub(super) fn throttled(vault: &str, target: &dyn Display) -> VaultError {
    VaultError::new(
        Kind::Throttled,
        "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached",
        target,
        format!(
            "Repeat it after 1, 2, 4, 8, 16 seconds, or end the rehearsal: Set-CustomerKeyVaultFault -VaultName {vault} -Fault None."
        ),
    )
}

/// How a rehearsed fault ends.
fn end_of_rehearsal(vault: &str) -> String {
    format!("End the rehearsal: Set-CustomerKeyVaultFault -VaultName {vault} -Fault None.")
}

pub(super) fn server_error(vault: &str, target: &dyn Display) -> VaultError {
    VaultError::new(
        Kind::ServerError,
        "An unexpected error occurred while the vault processed the request.",
        target,
        format!("Repeat it later. {}", end_of_rehearsal(vault)),
    )
}

pub(super) fn unauthorized(vault: &str, target: &dyn Display) -> VaultError {
    VaultError::new(
        Kind::Unauthorized,
        format!("The vault '{vault}' does not accept the token that came with the request."),
        target,
        format!("No customer can mend that: wait for the service. {}", end_of_rehearsal(vault)),
    )
}

pub(super) fn firewall_closed(vault: &VaultRecord, target: &dyn Display) -> VaultError {
    let mut refused = firewall(vault, target);
    refused.fix = format!("{} {}", refused.fix, end_of_rehearsal(&vault.name));
    refused
}

pub(super) fn subscription_canceled(vault: &VaultRecord, target: &dyn Display) -> VaultError {
    VaultError::new(
        Kind::SubscriptionCanceled,
        format!("The subscription '{}' was canceled.", vault.subscription),
        target,
        format!(
            "Let an administrator of the billing account reactivate the subscription before its vaults are destroyed. {}",
            end_of_rehearsal(&vault.name)
        ),
    )
}

pub(super) fn vault_not_found((kind, name): (VaultKind, &str), address: &str) -> VaultError {
    // The HSM that a policy needs may be gone for good. One that is made in its place and takes a
    // domain of its own never opens the backups.
    let make = match kind {
        VaultKind::Vault => {
            "Make the vault with New-AzKeyVault. Keys of one that is gone come back from backups: Restore-AzKeyVaultKey"
        }
        VaultKind::ManagedHsm => {
            "Make the HSM with New-AzKeyVaultManagedHsm. In place of one that is gone it takes in that one's security domain, with Import-AzKeyVaultSecurityDomain and no export before, and then the backups of its keys: Restore-AzKeyVaultKey"
        }
    };
    VaultError::new(
        Kind::VaultNotFound,
        format!("There is no {} named '{name}'.", kind.noun()),
        address,
        format!("Check the name: {} -SubscriptionId * lists all. {make}", kind.lister()),
    )
}

/// There is no vault where a key's URI says.
pub(super) fn vault_of_key_not_found(uri: &KeyUri) -> VaultError {
    vault_not_found((uri.kind(), uri.vault()), &uri.vault_address())
}

/// The vault of this name is a managed HSM and the URI one of a key vault, or the other way round.
pub(super) fn of_other_kind(
    vault: &VaultRecord,
    wanted: VaultKind,
    key: Option<&KeyUri>,
) -> VaultError {
    let (name, found) = (&vault.name, vault.kind().noun());
    let fix = match key {
        Some(key) => format!("Name the key by its URI there: {}", vault.uri(key.key())),
        None => format!("Name it by its address: {}", vault.address()),
    };
    let message = format!("There is no {} named '{name}': it is a {found}.", wanted.noun());
    VaultError::new(Kind::VaultNotFound, message, name, fix)
}

/// What only a managed HSM has was asked of a key vault.
pub(super) fn no_hsm(vault: &VaultRecord) -> VaultError {
    VaultError::new(
        Kind::BadParameter,
        format!("'{}' is a key vault, no managed HSM.", vault.name),
        vault.address(),
        "Get-AzKeyVaultManagedHsm lists the managed HSMs.",
    )
}

/// A local role is missing, which is named.
pub(super) fn no_hsm_role(
    vault: &VaultRecord,
    caller: &Caller,
    role: VaultRole,
    action: &str,
) -> VaultError {
    let app = caller.app_id.as_ref().map(|app| format!("appid={app};")).unwrap_or_default();
    VaultError::new(
        Kind::AccessDenied,
        format!(
            "Caller is not authorized to perform action on the managed HSM '{}'. Caller: {app}oid={} Action: '{action}'",
            vault.name, caller.object_id
        ),
        vault.address(),
        format!(
            "Let an administrator of the HSM give it: {}",
            paste::new_hsm_role(caller, role, &vault.name)
        ),
    )
}

/// The command that brings a deleted vault back.
pub(super) fn undo_removal(vault: &VaultRecord) -> String {
    let (name, place) = (&vault.name, paste::word(&vault.location));
    let group = paste::word(&vault.resource_group);
    match vault.kind() {
        VaultKind::Vault => format!(
            "Undo-AzKeyVaultRemoval -VaultName {name} -ResourceGroupName {group} -Location {place}"
        ),
        VaultKind::ManagedHsm => format!(
            "Undo-AzKeyVaultManagedHsmRemoval -Name {name} -ResourceGroupName {group} -Location {place}"
        ),
    }
}

pub(super) fn vault_deleted(vault: &VaultRecord, deletion: &Deletion) -> VaultError {
    let name = &vault.name;
    VaultError::new(
        Kind::VaultDeleted,
        format!(
            "The {} '{name}' was deleted on {} and is kept until {}.",
            vault.kind().noun(),
            date(deletion.at),
            date(deletion.purge_at)
        ),
        vault.address(),
        format!("Recover it with its keys: {}", undo_removal(vault)),
    )
}

pub(super) fn key_not_found(uri: &KeyUri) -> VaultError {
    VaultError::new(
        Kind::KeyNotFound,
        format!(
            "A key with (name/id) {} was not found in this key vault. If you recently deleted this key you may be able to recover it using the correct recovery command.",
            uri.key()
        ),
        uri,
        // A key of the same name made first would keep the backup out, for good under purge
        // protection.
        format!(
            "Check the name with Get-AzKeyVaultKey {}; a key that never was is made with Add-AzKeyVaultKey. One that was destroyed comes back from its backup, before another takes its name: {}",
            uri.vault_argument(),
            paste::restore_key(uri)
        ),
    )
}

pub(super) fn key_deleted(uri: &KeyUri, deletion: &Deletion) -> VaultError {
    let mut error = key_not_found(uri);
    error.kind = Kind::KeyDeleted;
    error.message = format!(
        "{} It was deleted on {} and is kept until {}.",
        error.message,
        date(deletion.at),
        date(deletion.purge_at)
    );
    error.fix = format!(
        "Recover it with all its versions: Undo-AzKeyVaultKeyRemoval {} -Name {}",
        uri.vault_argument(),
        uri.key()
    );
    error
}

pub(super) fn deleted_key_not_found(uri: &KeyUri) -> VaultError {
    VaultError::new(
        Kind::KeyNotFound,
        format!("Deleted Key not found: {}", uri.key()),
        uri,
        format!("List the keys that are not deleted: Get-AzKeyVaultKey {}", uri.vault_argument()),
    )
}

pub(super) fn version_not_found(uri: &KeyUri) -> VaultError {
    VaultError::new(
        Kind::VersionNotFound,
        format!(
            "A key with (name/id) {}/{} was not found in this key vault.",
            uri.key(),
            uri.version().unwrap_or("(current)")
        ),
        uri,
        format!(
            "List the versions with Get-AzKeyVaultKey {} -Name {} -IncludeVersions.",
            uri.vault_argument(),
            uri.key()
        ),
    )
}

pub(super) fn key_disabled(uri: &KeyUri, op: KeyOp) -> VaultError {
    VaultError::new(
        Kind::KeyDisabled,
        format!("Operation {op} is not allowed on a disabled key."),
        uri,
        format!(
            "Enable the version: Update-AzKeyVaultKey {} -Name {}{} -Enable $true",
            uri.vault_argument(),
            uri.key(),
            version_argument(uri)
        ),
    )
}

pub(super) fn operation_not_permitted(uri: &KeyUri, op: KeyOp) -> VaultError {
    VaultError::new(
        Kind::OperationNotPermitted,
        format!("Operation {op} is not permitted on this key."),
        uri,
        format!(
            "Allow it: Update-AzKeyVaultKey {} -Name {}{} -KeyOps wrapKey,unwrapKey",
            uri.vault_argument(),
            uri.key(),
            version_argument(uri)
        ),
    )
}

pub(super) fn key_expired(uri: &KeyUri, op: KeyOp, expires: i64) -> VaultError {
    VaultError::new(
        Kind::KeyExpired,
        format!(
            "Operation {op} is not allowed on an expired key: it expired on {}.",
            date(expires)
        ),
        uri,
        format!(
            "Move the expiry to the only date Customer Key accepts: Update-AzKeyVaultKey {} -Name {}{} -Expires (Get-Date -Date \"12/31/9999\")",
            uri.vault_argument(),
            uri.key(),
            version_argument(uri)
        ),
    )
}

pub(super) fn key_not_yet_valid(uri: &KeyUri, op: KeyOp, not_before: i64) -> VaultError {
    VaultError::new(
        Kind::KeyNotYetValid,
        format!(
            "Operation {op} is not allowed on a key that is not yet valid: it is valid from {}.",
            date(not_before)
        ),
        uri,
        format!(
            "Wait until then, or move the date: Update-AzKeyVaultKey {} -Name {}{} -NotBefore DATE",
            uri.vault_argument(),
            uri.key(),
            version_argument(uri)
        ),
    )
}

pub(super) fn not_rsa(uri: &KeyUri) -> VaultError {
    VaultError::new(
        Kind::NotRsa,
        "Key and signing algorithm are incompatible: only RSA keys wrap and unwrap keys.",
        uri,
        format!("Name an RSA key, or make one: {} -Size 3072", paste::new_key(uri, "KEY", false)),
    )
}

pub(super) fn deleted_name_taken(uri: &KeyUri) -> VaultError {
    VaultError::new(
        Kind::DeletedNameTaken,
        format!(
            "Key {} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the key can only be recovered or purged.",
            uri.key()
        ),
        uri,
        format!(
            "Recover it: Undo-AzKeyVaultKeyRemoval {} -Name {}; or use another name.",
            uri.vault_argument(),
            uri.key()
        ),
    )
}

pub(super) fn purge_protected(kind: VaultKind, target: &dyn Display, purge_at: i64) -> VaultError {
    VaultError::new(
        Kind::PurgeProtected,
        format!(
            "Operation \"purge\" is not allowed because purge protection is enabled for this {}. Key Vault service will automatically purge it after the retention period has passed.",
            kind.word()
        ),
        target,
        format!("Wait until {}, or recover it.", date(purge_at)),
    )
}

/// What a sentence calls a file, where the target has its whole path: a policy's error has the
/// sentences of both roots and no such target.
fn file_name(path: &Path) -> std::path::Display<'_> {
    Path::new(path.file_name().unwrap_or(path.as_os_str())).display()
}

pub(super) fn damaged(path: &Path, what: &str) -> VaultError {
    VaultError::new(
        Kind::Damaged,
        format!(
            "The vault's file {} is damaged, was altered, or belongs to another tenant: {what}. Nothing in it is used.",
            file_name(path)
        ),
        path.display(),
        "Restore this file from your latest backup of the tenant folder.",
    )
}

/// The file is a whole one of ours, and not the newest.
pub(super) fn outdated(path: &Path, what: &str) -> VaultError {
    VaultError::new(
        Kind::Damaged,
        format!(
            "The vault's file {} is not the one that the tenant's record names: {what}. Nothing in it is used.",
            file_name(path)
        ),
        path.display(),
        "Put the newest file back, or restore the tenant from your latest backup. Test-CustomerKeyTenant shows what is recorded.",
    )
}

pub(super) fn restless(path: &Path) -> VaultError {
    VaultError::new(
        Kind::Io,
        "The vault's file is being replaced all the time; no two looks at it found the same.",
        path.display(),
        "Find out who writes the file, then repeat the command.",
    )
}

/// The file is in place and what it says holds; the tenant's record of it is missing.
pub(super) fn not_recorded(path: &Path, error: &VaultError) -> VaultError {
    VaultError::new(
        Kind::NotRecorded,
        format!(
            "The vault was changed, but the tenant's record of it could not be written: {}",
            error.message
        ),
        path.display(),
        format!("{} The next use of the vault writes the record.", error.fix),
    )
}

pub(super) fn use_not_recorded(uri: &KeyUri, error: &VaultError) -> VaultError {
    VaultError::new(
        error.kind,
        format!("The key was not used, because its use could not be recorded: {}", error.message),
        uri,
        format!("{} What was asked for changed nothing; repeat it then.", error.fix),
    )
}

/// The record of uses, which is not the vault's own file.
pub(super) fn uses_io(path: &Path, error: &std::io::Error) -> VaultError {
    let what = format!("The record of uses could not be written: {}.", ckey_base::why(error));
    VaultError { message: what, ..io(path, "written", error) }
}

pub(super) fn too_large(path: &Path, length: u64, most: u64) -> VaultError {
    VaultError::new(
        Kind::TooLarge,
        format!(
            "The vault would grow to {length} bytes, and no more than {most} are read back. This change was not made."
        ),
        path.display(),
        "Purge keys that are no longer needed, or make a further vault.",
    )
}

pub(super) fn io(path: &Path, doing: &str, error: &std::io::Error) -> VaultError {
    VaultError::new(
        if ckey_base::is_full(error) { Kind::StoreFull } else { Kind::Io },
        format!(
            "The vault's file could not be {doing}: {}. The vault is as it was before.",
            ckey_base::why(error)
        ),
        path.display(),
        "Check free space, quotas and permissions of the folder, then repeat the command.",
    )
}

/// The new state is in place, but the system could not say that it would survive a loss of power.
pub(super) fn not_synced(path: &Path, error: &std::io::Error) -> VaultError {
    VaultError::new(
        Kind::Io,
        format!(
            "The vault was changed, but its folder could not be synced: {}. The change may be lost if power fails now.",
            ckey_base::why(error)
        ),
        path.display(),
        "Check the disk, look at the vault, and repeat the command if the change is not there.",
    )
}

pub(super) fn bad(
    target: &dyn Display,
    message: impl Into<String>,
    fix: impl Into<String>,
) -> VaultError {
    VaultError::new(Kind::BadParameter, message, target, fix)
}

/// A failure inside the cryptographic library: never caused by the request.
pub(super) fn crypto(target: &dyn Display, doing: &str, error: &dyn Display) -> VaultError {
    VaultError::new(
        Kind::CryptoFailed,
        format!("The cryptographic library failed while {doing}: {error}."),
        target,
        "Repeat the command. If it fails again, check the system's source of randomness and its memory.",
    )
}

fn version_argument(uri: &KeyUri) -> String {
    uri.version().map(|version| format!(" -Version {version}")).unwrap_or_default()
}
