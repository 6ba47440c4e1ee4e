//! The two keys of a policy.

use ckey_store::name_key;
use ckey_vault::{KeyUri, normalized_region};

use super::Policies;
use crate::error::{Category, EngineError, Result};
use crate::ground::{Ground, ValidationMode, VaultProvider};

fn wrong_count(count: usize) -> EngineError {
    EngineError::invalid(
        "TwoKeysRequired",
        "AzureKeyIDs",
        format!(
            "A data encryption policy takes exactly two keys; {count} {} given.",
            if count == 1 { "was" } else { "were" }
        ),
        "Give two key URIs, separated by a comma: -AzureKeyIDs https://vault1.vault.azure.net/keys/key1, https://vault2.vault.azure.net/keys/key2",
    )
}

fn refused(id: &'static str, target: &str, message: String, fix: &str) -> EngineError {
    EngineError::new(id, Category::InvalidArgument, message, fix).about(target)
}

/// The URI of a key as policies show it: as it was given, without the port that Azure writes into the
/// `Id` of a key.
pub(super) fn shown(uri: &str) -> String {
    uri.trim().replacen(":443/", "/", 1)
}

/// Two well-formed URIs of keys in two vaults (rules V1, V2, V3 and 7.10).
pub(crate) fn parse_pair(ground: &Ground, uris: &[String]) -> Result<[KeyUri; 2]> {
    parse_pair_of(&ground.provider(), uris)
}

/// The same where the vaults are there.
pub(crate) fn parse_pair_of(provider: &VaultProvider, uris: &[String]) -> Result<[KeyUri; 2]> {
    let [first, second] = uris else { return Err(wrong_count(uris.len())) };
    let pair = [provider.key_uri(first)?, provider.key_uri(second)?];
    let [one, two] = &pair;
    if one.same_key(two) {
        return Err(refused(
            "SameKeyTwice",
            second,
            format!("Both keys are '{}'.", one.unversioned()),
            "Give two keys, each in a vault of its own.",
        ));
    }
    if name_key(one.vault()) == name_key(two.vault()) {
        let message = format!("Both keys are in the {} '{}'.", one.kind().word(), one.vault());
        return Err(refused(
            "SameVault",
            second,
            message,
            "Give keys in two different vaults: losing one vault must not lose both keys.",
        ));
    }
    Ok(pair)
}

/// Keys that are to protect anything new are in no vault that the tenant leaves.
pub(crate) fn must_be_new(ground: &Ground, keys: &[KeyUri; 2]) -> Result<()> {
    let provider = ground.provider();
    keys.iter().try_for_each(|uri| provider.must_stay_in_use(uri))
}

impl Policies<'_> {
    /// The vaults of both keys are in different regions (rules V7 and 5.6), unless the tenant only
    /// warns of it.
    pub(crate) fn check_regions(&self, pair: &[KeyUri; 2]) -> Result<()> {
        if self.ground.current_settings().validation == ValidationMode::Warn {
            return Ok(());
        }
        let [one, two] = pair;
        if let (Some(first), Some(second)) =
            (self.ground.roots().place_of(one)?, self.ground.roots().place_of(two)?)
            && normalized_region(&first.location) == normalized_region(&second.location)
        {
            let message = format!(
                "The vaults '{}' and '{}' are both in the region '{}'.",
                one.vault(),
                two.vault(),
                first.location
            );
            return Err(refused(
                "SameRegion",
                two.vault(),
                message,
                "Give keys in vaults of two different regions.",
            ));
        }
        Ok(())
    }
}
