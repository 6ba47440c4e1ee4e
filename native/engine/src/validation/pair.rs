//! The two keys as they are written: V1, V2 and V3.

use ckey_store::name_key;
use ckey_vault::KeyUri;

use super::finding::{Report, Wrong, held};
use crate::ground::VaultProvider;

/// Checks them; those that can be read.
pub(super) fn check(
    provider: &VaultProvider,
    report: &mut Report,
    given: &[String],
) -> Vec<KeyUri> {
    let told = given.join(", ");
    report.say(
        "V1",
        &told,
        held(given.len() == 2, || {
            let fix = "Give two keys, each in a vault of its own.".to_owned();
            (format!("A policy has exactly two keys, and here are {}.", given.len()), fix)
        }),
    );
    let mut uris = Vec::new();
    for text in given {
        let parsed = provider.key_uri(text);
        let found = parsed.map(|uri| uris.push(uri));
        report.say(
            "V2",
            text,
            found.map_err(|error| Wrong { detail: error.message, fix: error.fix }),
        );
    }
    if let [one, two] = uris.as_slice() {
        report.say(
            "V3",
            &format!("{}, {}", one.vault(), two.vault()),
            held(name_key(one.vault()) != name_key(two.vault()), || {
                let fix =
                    "Use keys in two vaults: losing one vault must not lose both keys.".to_owned();
                (format!("Both keys are in the {} '{}'.", one.kind().word(), one.vault()), fix)
            }),
        );
    }
    uris
}
