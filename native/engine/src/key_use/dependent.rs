//! Something that still needs a version of a root key.

use ckey_store::model::{PolicyKind, Removal, WrapSlot};
use ckey_vault::KeyUri;

use crate::policies::RootUse;

/// Why something still needs a version of a root key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lag {
    /// The version wraps the newest generation of a policy.
    Current,
    /// A job will rewrap the keys.
    Waiting,
    /// A job went past the keys, because they do not open.
    Failed,
    /// The mailboxes were removed while a hold was on them: no job moves their keys.
    Inactive,
    /// The mailboxes were disconnected from their accounts: no job moves their keys.
    Disconnected,
    /// The mailboxes were removed: no job moves their keys.
    SoftDeleted,
    /// The sites were deleted, and can be restored: no job moves their keys.
    Deleted,
    /// A backup holds keys under it.
    Backup,
}

impl Lag {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "Current",
            Self::Waiting => "Waiting",
            Self::Failed => "Failed",
            Self::Inactive => Removal::Inactive.as_str(),
            Self::Disconnected => Removal::Disconnected.as_str(),
            Self::SoftDeleted => Removal::SoftDeleted.as_str(),
            Self::Deleted => "Deleted",
            Self::Backup => "Backup",
        }
    }
}

/// Something that still needs a version of a root key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// The key version.
    pub key_uri: String,
    /// What it is: a policy, a mailbox, a workload, an application scope, by name; a backup by id;
    /// nothing where `keys` stands for many.
    pub name: Option<String>,
    /// The policy whose generation it is under; none for a backup.
    pub policy: Option<String>,
    /// How many keys of mailboxes, workloads and application scopes it stands for.
    pub keys: u64,
    /// Why it needs the version.
    pub lag: Lag,
    /// That as a sentence with numbers and names.
    pub why: String,
    /// What moves it.
    pub remedy: String,
}

/// How dependents are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// One for all that lag for the same reason.
    Grouped,
    /// One for each mailbox, workload and application scope.
    Each,
}

/// What ends the need of a version where data is to be purged: nothing moves it any more.
pub(super) fn by_purge(used: &RootUse) -> Option<String> {
    used.is_purged.then(|| {
        format!(
            "The purge of the data under the policy was asked for, and ends this: Get-CustomerKeyPurge '{}'",
            used.policy
        )
    })
}

/// The cmdlet that moves a policy to a newer version of a root key, which is named where it is known.
pub(super) fn set_policy(used: &RootUse, newer: Option<&KeyUri>) -> String {
    mover(used.kind, &used.policy, (&used.key_uri, used.slot == WrapSlot::First), newer)
}

/// The same of a policy by its name, and of its key that is left: the first of both, or the second.
pub(crate) fn mover(
    kind: PolicyKind,
    policy: &str,
    (left, is_first): (&str, bool),
    newer: Option<&KeyUri>,
) -> String {
    let cmdlet = match kind {
        PolicyKind::MultiWorkload => "Set-M365DataAtRestEncryptionPolicy",
        PolicyKind::Mailbox | PolicyKind::Service => "Set-DataEncryptionPolicy",
        PolicyKind::SharePoint => {
            let key = if is_first { "Primary" } else { "Secondary" };
            let uri = newer.map_or_else(|| some_key_like(left), KeyUri::to_string);
            return format!(
                "Update-SPODataEncryptionPolicy -Identity '{policy}' -KeyVaultUri {uri} -KeyType {key}"
            );
        }
    };
    format!("{cmdlet} -Identity '{policy}' -Refresh")
}

/// How a version is written that may take the place of another: beside it, in its cloud and kind of
/// vault.
fn some_key_like(left: &str) -> String {
    let address = KeyUri::stored(left).map(|uri| uri.vault_address()).unwrap_or_default();
    let below = address.split_once('.').map_or("vault.azure.net", |(_, below)| below);
    format!("https://VAULT.{below}/keys/KEY/VERSION")
}
