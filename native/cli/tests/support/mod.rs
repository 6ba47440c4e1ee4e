//! The program that is tested: this build's `customer-key`, or one for another system.
#![allow(unreachable_pub, missing_docs, dead_code, clippy::unwrap_used, clippy::panic)]

pub mod machine;
pub mod page;
pub mod recorder;

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Names a program for Windows, which is tested instead.
const PROGRAM: &str = "CUSTOMER_KEY_WINDOWS_PROGRAM";

/// A mailbox and a mailbox policy, as command lines.
pub const MAILBOX_POLICY: &str = "New-AzResourceGroup -Name g -Location eastus
New-AzKeyVault -Name east01 -ResourceGroupName g -Location eastus
New-AzKeyVault -Name west01 -ResourceGroupName g -Location westeurope
Add-AzKeyVaultKey -VaultName east01 -Name k -Destination Software
Add-AzKeyVaultKey -VaultName west01 -Name k -Destination Software
Set-AzKeyVaultAccessPolicy -VaultName east01 -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000 -PermissionsToKeys get,wrapKey,unwrapKey
Set-AzKeyVaultAccessPolicy -VaultName west01 -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000 -PermissionsToKeys get,wrapKey,unwrapKey
New-DataEncryptionPolicy -Name P -AzureKeyIDs https://east01.vault.azure.net/keys/k, https://west01.vault.azure.net/keys/k
New-Mailbox -Name alice
";

/// Whether the program is run by wine.
pub fn is_by_wine() -> bool {
    program_for_windows().is_some()
}

fn program_for_windows() -> Option<OsString> {
    std::env::var_os(PROGRAM).filter(|program| !program.is_empty())
}

/// The program, in a folder that is also its user's; without a tenant that was chosen.
pub fn program(folder: &Path) -> Command {
    let mut command = match program_for_windows() {
        Some(program) => {
            let mut wine = Command::new("wine");
            wine.arg(program);
            wine
        }
        None => Command::new(env!("CARGO_BIN_EXE_customer-key")),
    };
    command
        .current_dir(folder)
        .env_remove("CUSTOMER_KEY_TENANT")
        .env("XDG_DATA_HOME", written(&folder.join("data")));
    command.env("XDG_CONFIG_HOME", written(&folder.join("config")));
    if !is_by_wine() {
        // Wine would take it for the place of its own files.
        command.env("HOME", folder);
    }
    command
}

/// A path as the program writes it: wine shows the root of this system as the drive `Z:`.
pub fn written(path: &Path) -> String {
    let path = path.to_string_lossy();
    if is_by_wine() { format!("Z:{}", path.replace('/', r"\")) } else { path.into_owned() }
}
