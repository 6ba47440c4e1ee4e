//! What still needs an embedded vault.

use std::collections::BTreeSet;

use ckey_store::state::key_needs;
use ckey_store::{Reader, StateExt};
use ckey_vault::{KeyUri, VaultKind};

use super::Relocation;
use super::plan::all_policies;
use crate::error::Result;
use crate::ground::VaultProvider;

/// Every key that anything in the tenant, or in a known backup of it, is under or is to be.
pub(super) fn needed(reader: &mut dyn Reader) -> Result<Vec<KeyUri>> {
    let mut all: Vec<String> = key_needs(reader)?.into_iter().map(|need| need.key_uri).collect();
    for policy in all_policies(reader)? {
        all.extend(policy.key_uris);
    }
    for backup in reader.backups()? {
        all.extend(backup.keys.into_iter().map(|key| key.key_uri));
    }
    Ok(all.iter().filter_map(|uri| KeyUri::stored(uri).ok()).collect())
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
