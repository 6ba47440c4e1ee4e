//! What still needs an embedded vault.

use std::collections::BTreeSet;

use ckey_store::{Reader, StateExt};
use ckey_vault::{KeyUri, VaultKind};

use super::Relocation;
use super::plan::all_policies;
use crate::error::{EngineError, Result};
use crate::ground::VaultProvider;
use crate::policies::root_uses;

/// Every key that anything in the tenant, or in a known backup of it, is under or is to be. A wrap
/// that names no key of its policy, or none at all, is damage: what it hides may be needed.
pub(super) fn needed(reader: &mut dyn Reader) -> Result<Vec<KeyUri>> {
    let mut all: Vec<String> = root_uses(reader)?.into_iter().map(|used| used.key_uri).collect();
    for policy in all_policies(reader)? {
        all.extend(policy.key_uris);
    }
    for backup in reader.backups()? {
        all.extend(backup.keys.into_iter().map(|key| key.key_uri));
    }
    all.iter().map(|uri| stored(uri)).collect()
}

/// What cannot be read may name the vault that is to go: it is damage, and no vault is free of it.
fn stored(uri: &str) -> Result<KeyUri> {
    KeyUri::stored(uri).map_err(|error| {
        let what = format!("The tenant names a key that cannot be read: {}", error.message);
        EngineError::damaged("key URIs", what)
    })
}

/// An embedded vault as it is recorded: its name in lower case, its id, and whether it was removed.
pub(super) type Known = (String, [u8; 16], bool);

/// All embedded vaults that there ever were: what a URI of before means is known by them for ever.
pub(super) fn known(reader: &mut dyn Reader) -> Result<BTreeSet<Known>> {
    let pins = reader.vault_pins(None)?.into_iter().map(|pin| pin.row);
    Ok(pins.map(|pin| (pin.name.to_ascii_lowercase(), pin.vault, pin.removed)).collect())
}

/// The names of the vaults that anything needs, in lower case, each with its kind.
pub(super) fn needed_names(reader: &mut dyn Reader) -> Result<BTreeSet<(VaultKind, String)>> {
    let of = |uri: &KeyUri| (uri.kind(), uri.vault().to_ascii_lowercase());
    Ok(needed(reader)?.iter().map(of).collect())
}

impl Relocation<'_> {
    /// The embedded vaults that something needs, of a tenant that leaves them; none where it has
    /// them for ever, or never had any.
    ///
    /// # Errors
    /// Those of the store.
    pub fn still_needed(&self) -> Result<Option<Vec<String>>> {
        self.ground.sync()?;
        self.ground.state().view(|reader| {
            let provider = VaultProvider::stored(reader)?;
            if provider.left.is_none() {
                return Ok(None);
            }
            let embedded = needed(reader)?.into_iter().filter(|uri| provider.is_embedded(uri));
            let names: BTreeSet<_> = embedded.map(|uri| uri.vault().to_ascii_lowercase()).collect();
            Ok(Some(names.into_iter().collect()))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::stored;

    #[test]
    fn a_key_that_cannot_be_read_is_damage_and_not_one_that_nothing_needs() {
        let uri = "https://abc.vault.azure.net/keys/Root/0123456789abcdef0123456789abcdef";
        assert_eq!(stored(uri).unwrap().to_string(), uri);
        for damaged in
            ["", "nonsense", "https://abc/keys/Root", "http://abc.vault.azure.net/keys/R"]
        {
            assert_eq!(stored(damaged).unwrap_err().id, "DataDamaged", "{damaged}");
        }
    }
}
