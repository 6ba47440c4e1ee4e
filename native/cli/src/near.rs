//! The name that was probably meant.

pub(crate) use ckey_base::near::suggestion;
use ckey_cmdlets::table::{self, CmdletDef, announced, cmdlets, verb};

/// A cmdlet by any of its names, in any case, also as `Az.KeyVault\Get-AzKeyVault`.
///
/// # Errors
/// A sentence that says that it is not there, with the name that was probably meant.
pub(crate) fn find(name: &str) -> Result<&'static CmdletDef, String> {
    let bare = name.rsplit_once('\\').map_or(name, |(_, bare)| bare);
    table::find(bare).ok_or_else(|| no_cmdlet(bare))
}

/// What people take from PowerShell most and is not here.
const POWERSHELL: [&str; 27] = [
    "Compare-Object",
    "Add-Member",
    "ConvertFrom-Json",
    "ConvertTo-SecureString",
    "Get-Process",
    "Copy-Item",
    "Get-ChildItem",
    "Get-Command",
    "Get-Content",
    "Get-Credential",
    "Get-Item",
    "Get-Member",
    "Group-Object",
    "Import-Module",
    "Install-Module",
    "New-Item",
    "New-Object",
    "Out-File",
    "Read-Host",
    "Remove-Item",
    "Set-Content",
    "Start-Sleep",
    "Tee-Object",
    "Test-Path",
    "Write-Error",
    "Write-Host",
    "Write-Output",
];

/// What is said of a cmdlet that is not there. Another verb is offered only for what is no verb: who
/// asks for `Connect-Mailbox` must not be led to `Remove-Mailbox`.
fn no_cmdlet(name: &str) -> String {
    if name.is_empty() {
        return String::from(
            "a command begins with the name of a cmdlet; this one begins with nothing. See: customer-key help",
        );
    }
    if POWERSHELL.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return format!(
            "{name} needs PowerShell: here are the cmdlets of Customer Key and what customer-key help run lists"
        );
    }
    if announced(name) {
        return format!("{name} is documented, and not supported yet. See: customer-key help");
    }
    let given = verb(name);
    let names =
        cmdlets().map(|def| def.name).filter(|known| given.is_none() || verb(known) == given);
    let hint =
        suggestion(name, names).map_or_else(String::new, |near| format!(" Did you mean {near}?"));
    format!("there is no cmdlet {name}.{hint} See: customer-key help")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cmdlet_that_is_announced_is_told_of_and_no_other_verb_is_offered() {
        assert!(no_cmdlet("Connect-Mailbox").contains("not supported yet"));
        assert!(!no_cmdlet("Connect-Mailbox").contains("Remove-"));
        assert!(no_cmdlet("Get-Mailbocks").contains("Did you mean Get-Mailbox?"));
        assert!(no_cmdlet("Ste-Mailbox").contains("Did you mean Set-Mailbox?"));
        assert!(!no_cmdlet("Get-CustomerKeyClok").contains("Set-"));
        assert!(!no_cmdlet("Reset-CustomerKeyCloc").contains("Did you mean"));
    }
}
