//! Cmdlets of the services that are documented and not built: whoever asks for one learns that, and
//! is not led to another that does something else.

use crate::cmdlet::CmdletDef;

/// PowerShell's verbs that the services use: a name that begins with one is no slip of the finger
/// for a name that begins with another.
const VERBS: &[&str] = &[
    "Add",
    "Backup",
    "Clear",
    "Close",
    "Connect",
    "Copy",
    "Disable",
    "Disconnect",
    "Enable",
    "Export",
    "Find",
    "Get",
    "Grant",
    "Import",
    "Install",
    "Invoke",
    "Lock",
    "Move",
    "New",
    "Open",
    "Register",
    "Remove",
    "Rename",
    "Reset",
    "Restart",
    "Restore",
    "Resume",
    "Revoke",
    "Save",
    "Search",
    "Select",
    "Send",
    "Set",
    "Show",
    "Start",
    "Stop",
    "Suspend",
    "Sync",
    "Test",
    "Undo",
    "Uninstall",
    "Unlock",
    "Unregister",
    "Update",
    "Wait",
];

/// Whether this is a cmdlet of one of the services that is not built: another verb of what the table
/// has cmdlets for, as `Connect-Mailbox`.
pub(crate) fn is_announced(name: &str, cmdlets: impl Iterator<Item = &'static CmdletDef>) -> bool {
    let noun = |name: &str| name.split_once('-').map(|(_, noun)| noun.to_lowercase());
    let wanted = noun(name).filter(|_| verb(name).is_some());
    wanted.is_some()
        && cmdlets
            .flat_map(|def| std::iter::once(&def.name).chain(def.aliases))
            .any(|known| noun(known) == wanted)
}

/// The verb that a name begins with, if it is one of those that the services use.
#[must_use]
pub fn verb(name: &str) -> Option<&'static str> {
    let (given, _) = name.split_once('-')?;
    VERBS.iter().copied().find(|verb| verb.eq_ignore_ascii_case(given))
}

#[cfg(test)]
mod tests {
    use crate::{announced, cmdlets};

    #[test]
    fn what_is_there_is_not_announced() {
        for known in cmdlets().flat_map(|def| std::iter::once(&def.name).chain(def.aliases)) {
            assert!(!announced(known), "{known}");
        }
    }

    #[test]
    fn another_verb_of_a_noun_of_the_table_is_announced_and_a_slip_is_not() {
        for name in ["Connect-Mailbox", "enable-mailbox", "Undo-DataEncryptionPolicy"] {
            assert!(announced(name), "{name}");
        }
        for name in ["Get-Mailbocks", "Ste-Mailbox", "Mailbox", "", "-", "Remove-Universe"] {
            assert!(!announced(name), "{name}");
        }
    }
}
