//! What to do instead of a change that takes a key away or destroys data, so that nobody loses
//! anything by it.

use ckey_store::model::PolicyKind;
use ckey_vault::{FailureClass, KeyUri, VaultErrorKind, VaultKind, WayBack, paste};

use super::impact::{Impact, Opener, RootImpact};
use crate::hierarchy::rescue;
use crate::key_use::mover;

impl Impact {
    /// What to do instead, where the changes take something away.
    #[must_use]
    pub fn instead(&self) -> Option<String> {
        if self.is_destroyed {
            return Some(of_purge(self.kind));
        }
        let lost: Vec<&RootImpact> = self.roots.iter().filter(|root| root.is_lost()).collect();
        let first = lost.first()?;
        let uri = KeyUri::stored(&first.key_uri).ok()?;
        let kind = first.after.as_ref().map(|error| error.kind);
        // Nobody chooses an outage.
        if kind.is_some_and(|kind| kind.class() == FailureClass::System) {
            return None;
        }
        let is_whole = !matches!(
            kind,
            Some(VaultErrorKind::KeyDisabled | VaultErrorKind::OperationNotPermitted)
        );
        // A refresh wraps with both keys.
        let other_serves = self.roots.iter().all(|root| root.is_lost() || root.after.is_none());
        Some(match (self.kind, lost.len() == 1 && !is_whole && other_serves) {
            (PolicyKind::SharePoint, _) => format!(
                "Roll the key first, to a version in a vault that stays: {}; once Get-SPODataEncryptionPolicy shows Registered, nothing needs this version.",
                self.mover_off(first)
            ),
            (_, true) => format!(
                "Take {}{}. Nothing needs this version once this passes: Test-CustomerKeyRetirement -Key {}",
                match &first.newer {
                    Some(newer) => format!("the version {newer} into use first: "),
                    None => {
                        let made = paste::new_key(&uri, uri.key(), first.is_hsm);
                        format!("a new version into use first: {made}; then ")
                    }
                },
                self.mover_off(first),
                first.key_uri
            ),
            (kind, false) => format!(
                "Give the policy other keys first: {} -Identity '{}' -Replace -AzureKeyIDs URI1, URI2; nothing needs this version once this passes: Test-CustomerKeyRetirement -Key {}",
                if kind == PolicyKind::Mailbox {
                    "Set-DataEncryptionPolicy"
                } else {
                    "Set-M365DataAtRestEncryptionPolicy"
                },
                self.policy,
                first.key_uri
            ),
        })
    }

    /// What moves the policy off a key that is lost.
    fn mover_off(&self, lost: &RootImpact) -> String {
        let newer = lost.newer.as_deref().and_then(|newer| KeyUri::stored(newer).ok());
        mover(self.kind, &self.policy, (&lost.key_uri, lost.is_first), newer.as_ref())
    }

    /// The way back of each customer key that is lost, and of the data where both are gone.
    #[must_use]
    pub fn remedy(&self) -> Option<String> {
        if self.is_destroyed {
            return None;
        }
        let lost = self.roots.iter().filter(|root| root.is_lost());
        let mut told: Vec<String> = lost.filter_map(way_back).collect();
        told.dedup();
        let are_gone = self.roots.iter().all(|root| root.way_back == WayBack::Gone);
        if are_gone && self.is_worse() && self.after.user == Opener::Nothing {
            told.push(rescue(self.kind).trim().to_owned());
        }
        (!told.is_empty()).then(|| told.join("; "))
    }
}

/// How one key comes back. Of what is destroyed its vault knows nothing any more, and would advise
/// to make a key of the same name, which opens nothing.
fn way_back(root: &RootImpact) -> Option<String> {
    let error = root.after.as_ref()?;
    let Some(uri) = KeyUri::stored(&root.key_uri).ok().filter(|_| root.way_back == WayBack::Gone)
    else {
        return Some(error.fix.clone());
    };
    let place = match uri.kind() {
        VaultKind::Vault => "a vault of this name",
        VaultKind::ManagedHsm => "a managed HSM of this name that has its security domain",
    };
    let restore = paste::restore_key(&uri);
    Some(format!(
        "{} is destroyed then. Only a backup brings it back, in {place}: {restore}",
        root.key_uri
    ))
}

fn of_purge(kind: PolicyKind) -> String {
    match kind {
        PolicyKind::SharePoint => {
            "To take the service's access away without destroying anything, take its permissions on both vaults, and ask for no purge: the data opens again once they are back."
        }
        _ => {
            "To leave without destroying anything, take the policy off each mailbox while its keys answer: Set-Mailbox MAILBOX -DataEncryptionPolicy $null"
        }
    }
    .to_owned()
}
