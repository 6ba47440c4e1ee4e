//! Where the vaults lie and how they keep what is deleted: V4 to V9, V13 to V16, V23 and V25.

use ckey_store::model::PolicyKind;
use ckey_store::name_key;
use ckey_vault::{
    KeyPermission, RecoveryLevel, Sku, VaultDescription, VaultKind, are_paired, normalized_region,
    same_id,
};

use super::facts::Facts;
use super::finding::{Report, held};
use super::{Subject, Validation};
use crate::directory::{Directory, Retention, well_known};
use crate::error::Result;

/// Offers that are refused at any time (rule 5.3.1).
const REFUSED: [&str; 5] = ["Free", "Trial", "Sponsorship", "MSDN", "LegacySupport"];

impl Validation<'_> {
    pub(super) fn check_vaults(
        &self,
        report: &mut Report,
        subject: &Subject<'_>,
        facts: &Facts,
        vaults: &[VaultDescription],
    ) -> Result<()> {
        if let [one, two] = vaults {
            check_places(report, one, two);
        }
        for (at, vault) in vaults.iter().enumerate() {
            let declared = subject.subscriptions.and_then(|given| given.get(at).copied());
            if let Some(declared) = declared {
                let found = held(same_id(declared, &vault.subscription), || {
                    let detail = format!(
                        "The {} '{}' is in the subscription {}, not in {declared}.",
                        vault.kind().word(),
                        vault.name,
                        vault.subscription
                    );
                    (detail, "Name each key beside the subscription of its vault.".to_owned())
                });
                report.say("V4", &vault.name, found);
            }
            self.check_subscription(report, facts, vault)?;
            check_keeping(report, vault);
            check_firewall(report, vault);
            check_people(report, vault);
        }
        Ok(())
    }

    /// V5, V6 and V15.
    fn check_subscription(
        &self,
        report: &mut Report,
        facts: &Facts,
        vault: &VaultDescription,
    ) -> Result<()> {
        let id = &vault.subscription;
        let own = facts.subscriptions.get(&name_key(id)).cloned().unwrap_or_default();
        let directory = own.directory.unwrap_or_else(|| self.ground.id());
        report.say(
            "V5",
            id,
            held(directory == self.ground.id(), || {
                let detail = format!("The subscription {id} is in the directory {directory}.");
                let fix = format!(
                    "Use vaults in subscriptions of the directory {}, that of the tenant.",
                    self.ground.id()
                );
                (detail, fix)
            }),
        );
        let offer = own.offer.as_deref().unwrap_or("EnterpriseAgreement");
        // Articles of today do not name credit cards any more (rule 5.3.1).
        let is_refused = REFUSED.contains(&offer)
            || offer == "PayAsYouGo" && report.rules().refuses_credit_cards();
        report.say(
            "V6",
            id,
            held(!is_refused, || {
                (
                    format!("The subscription {id} is of the offer {offer}, which is not accepted."),
                    "Use vaults in subscriptions under an enterprise agreement or from a cloud solution provider.".to_owned(),
                )
            }),
        );
        let retention = Directory::of(self.ground).retention(id)?;
        let is_registered = matches!(retention, Retention::Registered { .. });
        report.say(
            "V15",
            id,
            held(is_registered, || match retention {
                Retention::Pending(until) => (
                    format!("The mandatory retention period of the subscription {id} is asked for and finalised at {}.", crate::clock::iso(until)),
                    "Wait for it; it takes up to five business days.".to_owned(),
                ),
                _ => (
                    format!("The subscription {id} is not registered for the mandatory retention period."),
                    format!("Ask for it in that subscription: Set-AzContext -Subscription {id}; Register-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources"),
                ),
            }),
        );
        Ok(())
    }
}

/// V4, V7, V8.
fn check_places(report: &mut Report, one: &VaultDescription, two: &VaultDescription) {
    let both = format!("{}, {}", one.name, two.name);
    let is_one_region = normalized_region(&one.location) == normalized_region(&two.location);
    report.say(
        "V7",
        &both,
        held(!is_one_region, || {
            (
                format!("Both vaults are in the region '{}'.", one.location),
                "Use vaults in two different regions.".to_owned(),
            )
        }),
    );
    report.say(
        "V8",
        &both,
        held(!are_paired(&one.location, &two.location), || {
            (
                format!("'{}' and '{}' are a pair of Azure regions.", one.location, two.location),
                "Two regions that are no pair have their keys in four regions instead of two."
                    .to_owned(),
            )
        }),
    );
    report.say(
        "V4",
        &both,
        held(!same_id(&one.subscription, &two.subscription), || {
            (
                format!("Both vaults are in the subscription {}.", one.subscription),
                "Use vaults in two different subscriptions.".to_owned(),
            )
        }),
    );
}

/// V9, V13, V14, and by [`check_level`] V16.
fn check_keeping(report: &mut Report, vault: &VaultDescription) {
    let (name, word) = (&vault.name, vault.kind().word());
    report.say(
        "V9",
        name,
        held(vault.sku != Sku::Standard, || {
            (
                format!("The {word} '{name}' is of SKU Standard."),
                "For production use a Premium vault, whose keys are in an HSM.".to_owned(),
            )
        }),
    );
    report.say("V13", name, held(vault.soft_delete && vault.soft_delete_days >= 90, || {
        if vault.soft_delete {
            let days = vault.soft_delete_days;
            (
                format!("The {word} '{name}' keeps what is deleted for {days} days, not for 90."),
                "The days of a vault cannot be changed: make another with 90, and its key there.".to_owned(),
            )
        } else {
            (
                format!("The {word} '{name}' has no soft delete."),
                format!("Switch it on: Set-AzResource -ResourceId /subscriptions/{}/resourceGroups/{}/providers/Microsoft.KeyVault/vaults/{name} -Properties @{{enableSoftDelete = $true}}", vault.subscription, vault.resource_group),
            )
        }
    }));
    report.say(
        "V14",
        name,
        held(vault.purge_protection, || {
            (
                format!("The {word} '{name}' has no purge protection."),
                match vault.kind() {
                    VaultKind::Vault => format!("Switch it on: Update-AzKeyVault -VaultName {name} -ResourceGroupName {} -EnablePurgeProtection", vault.resource_group),
                    VaultKind::ManagedHsm => format!("Switch it on: Update-AzKeyVaultManagedHsm -Name {name} -ResourceGroupName {} -EnablePurgeProtection", vault.resource_group),
                },
            )
        }),
    );
    check_level(report, name, vault.recovery_level);
}

/// V16: the level that there is, the one that is wanted, and what is missing for it (rule 7.9).
pub(super) fn check_level(report: &mut Report, name: &str, level: RecoveryLevel) {
    let needs_registration =
        report.rules().wants_mandatory_retention() || report.kind() == PolicyKind::SharePoint;
    let is_enough = level == RecoveryLevel::RecoverableProtectedSubscription
        || level == RecoveryLevel::Recoverable && !needs_registration;
    report.say(
        "V16",
        &name,
        held(is_enough, || {
            let wanted = if needs_registration {
                RecoveryLevel::RecoverableProtectedSubscription
            } else {
                RecoveryLevel::Recoverable
            };
            let missing = missing(level, needs_registration).join(", ");
            (
                format!("The recovery level of the keys in '{name}' is {level} and has to be {wanted}. Missing: {missing}."),
                if needs_registration { format!("{KEPT}{REGISTERED}.") } else { format!("{KEPT}.") },
            )
        }),
    );
}

/// How each of what may be missing comes.
const KEPT: &str = "It follows from soft delete of 90 days (V13) and purge protection (V14)";
const REGISTERED: &str = ", and from the mandatory retention period of the subscription (V15), which is put into effect in that subscription once it is registered: Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault";

/// What keeps a level from being the one that is wanted.
fn missing(level: RecoveryLevel, needs_registration: bool) -> Vec<&'static str> {
    use RecoveryLevel::{
        CustomizedRecoverable, CustomizedRecoverableProtectedSubscription,
        CustomizedRecoverablePurgeable, Purgeable, RecoverableProtectedSubscription,
    };
    let is_short = matches!(
        level,
        CustomizedRecoverable
            | CustomizedRecoverableProtectedSubscription
            | CustomizedRecoverablePurgeable
    );
    let is_protected = matches!(
        level,
        RecoverableProtectedSubscription | CustomizedRecoverableProtectedSubscription
    );
    let all = [
        (level == Purgeable, "soft delete"),
        (is_short, "a retention of 90 days"),
        (!needs_registration && level.allows_purge(), "purge protection"),
        (
            needs_registration && !is_protected,
            "the mandatory retention period of the subscription in effect",
        ),
    ];
    all.into_iter().filter_map(|(is_missing, what)| is_missing.then_some(what)).collect()
}

/// V23: the applications are among the services that Azure trusts (rule 5.15).
fn check_firewall(report: &mut Report, vault: &VaultDescription) {
    report.say(
        "V23",
        &vault.name,
        held(vault.network.admits_services(), || {
            (
                format!(
                    "The firewall of the {} '{}' does not let trusted services pass.",
                    vault.kind().word(),
                    vault.name
                ),
                format!("Let them pass: Update-AzKeyVaultNetworkRuleSet -VaultName {} -Bypass AzureServices", vault.name),
            )
        }),
    );
}

/// V25: who may delete or purge keys beside the service.
fn check_people(report: &mut Report, vault: &VaultDescription) {
    let is_service = |id: &str| {
        well_known::ALL.iter().any(|known| same_id(known.object_id, id) || known.app_id == id)
    };
    let deletes = |keys: &[KeyPermission]| {
        [KeyPermission::All, KeyPermission::Delete, KeyPermission::Purge]
            .iter()
            .any(|right| keys.contains(right))
    };
    let mut people: Vec<&str> = if vault.rbac {
        vault
            .key_roles()
            .filter(|it| !is_service(&it.object_id) && deletes(it.role.key_permissions()))
            .map(|it| it.name.as_str())
            .collect()
    } else {
        let given = vault.access_policies.iter();
        given
            .filter(|it| !is_service(&it.object_id) && deletes(&it.keys))
            .map(|it| it.name.as_str())
            .collect()
    };
    people.sort_unstable();
    people.dedup();
    report.say(
        "V25",
        &vault.name,
        held(people.is_empty(), || {
            (
                format!(
                    "May delete or purge keys of the {} '{}': {}.",
                    vault.kind().word(),
                    vault.name,
                    people.join(", ")
                ),
                "Take delete and purge from them; who needs them once gets them for that once."
                    .to_owned(),
            )
        }),
    );
}
