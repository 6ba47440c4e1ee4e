//! The keys themselves: V17 to V21 and V24.

use ckey_vault::{KeyOp, KeyUri, RecoveryLevel, RootVault};

use super::Validation;
use super::finding::{Report, Wrong, held};
use super::vaults::check_level;
use crate::clock::iso;

/// 9999-12-31 in Unix seconds, give or take the 14 hours that time zones make (rule 5.10).
const NO_EXPIRY: std::ops::RangeInclusive<i64> = 253_402_164_000..=253_402_350_800;

impl Validation<'_> {
    /// A key as its vault has it, whoever may see it.
    pub(super) fn check_key(&self, report: &mut Report, uri: &KeyUri) {
        let key = match self.roots.inspect_key(uri, &self.ground.root_wait()) {
            Ok(key) => key,
            Err(error) => {
                let wrong = Wrong { detail: error.message, fix: error.fix };
                return report.say("V11", uri, Err(wrong));
            }
        };
        let version =
            uri.version().map(|version| format!(" -Version {version}")).unwrap_or_default();
        let update =
            format!("Update-AzKeyVaultKey {} -Name {}{version}", uri.vault_argument(), uri.key());
        report.say(
            "V17",
            uri,
            held(key.key_type.is_rsa(), || {
                (
                    format!("'{uri}' is a key of type {}; RSA is required.", key.key_type),
                    "Make an RSA key with Add-AzKeyVaultKey.".to_owned(),
                )
            }),
        );
        let has_ops = [KeyOp::WrapKey, KeyOp::UnwrapKey].iter().all(|op| key.ops.contains(op));
        report.say(
            "V18",
            uri,
            held(has_ops, || {
                (
                    format!("'{uri}' may not be used for wrapKey and unwrapKey."),
                    format!("Allow both: {update} -KeyOps wrapKey,unwrapKey"),
                )
            }),
        );
        report.say(
            "V19",
            uri,
            held(key.attributes.enabled, || {
                (format!("'{uri}' is disabled."), format!("Enable it: {update} -Enable $true"))
            }),
        );
        let expires = key.attributes.expires;
        let expires_well = expires.is_none_or(|expires| NO_EXPIRY.contains(&expires));
        report.say("V20", uri, held(expires_well, || {
            let at = expires.map(iso).unwrap_or_default();
            (
                format!("'{uri}' expires at {at}; no date or 12/31/9999 is accepted (rule 5.10)."),
                format!("An expiry cannot be removed, but moved: {update} -Expires (Get-Date -Date \"12/31/9999\")"),
            )
        }));
        let now = self.ground.now();
        report.say(
            "V21",
            uri,
            held(key.attributes.not_before.is_none_or(|begins| begins <= now), || {
                let begins = key.attributes.not_before.unwrap_or_default();
                (
                    format!("'{uri}' is not valid before {}.", iso(begins)),
                    "Use a key that is valid, or wait.".to_owned(),
                )
            }),
        );
        if !self.roots.is_embedded(uri) {
            return check_keeping(report, uri, key.attributes.recovery_level);
        }
        let is_backed_up = key.last_backup.is_some_and(|backup| backup >= key.last_change);
        report.say(
            "V24",
            &uri.unversioned(),
            held(is_backed_up, || {
                let (vault, name) = (uri.vault_argument(), uri.key());
                let found = if key.last_backup.is_some() {
                    "was changed after its last backup"
                } else {
                    "was never backed up"
                };
                (
                    format!("'{}' {found}.", uri.unversioned()),
                    format!("Back it up: Backup-AzKeyVaultKey {vault} -Name {name} -OutputFile {name}.backup"),
                )
            }),
        );
        // Vaults with an HSM are none of these.
        report.add(
            "8.1.12",
            "KeyProtection",
            uri,
            held(!key.key_type.is_hsm(), || {
                (
                    format!("'{uri}' is of type {} and lies in a file of this tenant.", key.key_type),
                    "Nothing is to be done in a rehearsal. In production such a key lies in an HSM.".to_owned(),
                )
            }),
        );
    }
}

/// V13, V14 and V16 of a vault that is asked over the network: its keys say how it keeps what is
/// deleted. When they were backed up only their owner knows.
fn check_keeping(report: &mut Report, uri: &KeyUri, level: RecoveryLevel) {
    let (name, word) = (uri.vault(), uri.kind().word());
    report.say(
        "V13",
        &name,
        held(level != RecoveryLevel::Purgeable, || {
            let detail = format!("The {word} '{name}' has no soft delete.");
            (detail, "Turn soft delete on; it stays on.".to_owned())
        }),
    );
    report.say(
        "V14",
        &name,
        held(!level.allows_purge(), || {
            let detail = format!("The {word} '{name}' has no purge protection.");
            (detail, "Turn purge protection on; it stays on.".to_owned())
        }),
    );
    check_level(report, name, level);
}
