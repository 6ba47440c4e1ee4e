//! The checks V1 to V30 (rule 6): what each is called, how bad it is by the documents of each time,
//! and what it keeps from being done.

use ckey_store::model::PolicyKind;

use crate::ground::RuleProfile;

/// How bad it is when a check does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Must be mended.
    Error,
    /// Works, but is not recommended.
    Warning,
    /// The documents of that time do not ask for it.
    NotAsked,
}

/// When a check that fails keeps a policy from being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refuses {
    /// At all times: no policy can be made, or whoever makes it says so already.
    Always,
    /// At all times, unless the tenant only warns.
    Unless,
    /// By the rules of today, whose onboarding checks it; before, the articles only asked for it.
    Onboarding,
}

/// One check.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    of_2021: Level,
    current: Level,
    pub(super) refuses: Refuses,
    /// Whether it concerns the versions that a policy is rolled to, which alone keep it from that.
    pub(super) of_versions: bool,
}

const fn check(
    id: &'static str,
    name: &'static str,
    of_2021: Level,
    current: Level,
    refuses: Refuses,
) -> Check {
    Check { id, name, of_2021, current, refuses, of_versions: false }
}

const fn of_versions(id: &'static str, name: &'static str, refuses: Refuses) -> Check {
    let (of_2021, current) = (Error, Error);
    Check { id, name, of_2021, current, refuses, of_versions: true }
}

use Level::{Error, NotAsked, Warning};
use Refuses::{Always, Onboarding, Unless};

/// All of them, by number.
pub(super) const CHECKS: [Check; 30] = [
    of_versions("V1", "TwoKeys", Always),
    of_versions("V2", "KeyUris", Always),
    of_versions("V3", "Vaults", Always),
    check("V4", "Subscriptions", Error, Error, Onboarding),
    check("V5", "Directory", Error, Error, Onboarding),
    check("V6", "Offer", Error, Error, Onboarding),
    check("V7", "Regions", Error, Error, Unless),
    check("V8", "RegionPair", Warning, Warning, Onboarding),
    check("V9", "Sku", Warning, Warning, Onboarding),
    check("V10", "Applications", Error, Error, Onboarding),
    of_versions("V11", "KeyReachable", Always),
    check("V12", "ExtraPermissions", Warning, Warning, Onboarding),
    check("V13", "SoftDelete", Error, Error, Onboarding),
    check("V14", "PurgeProtection", Warning, Error, Onboarding),
    check("V15", "MandatoryRetention", Error, NotAsked, Onboarding),
    check("V16", "RecoveryLevel", Error, Error, Onboarding),
    of_versions("V17", "KeyType", Always),
    of_versions("V18", "KeyOps", Always),
    of_versions("V19", "KeyEnabled", Always),
    of_versions("V20", "KeyExpiry", Unless),
    check("V21", "NotBefore", Warning, Warning, Onboarding),
    of_versions("V22", "LiveWrap", Always),
    of_versions("V23", "Firewall", Always),
    check("V24", "Backup", Warning, Warning, Onboarding),
    check("V25", "DeleteRights", Warning, Warning, Onboarding),
    check("V26", "VaultPair", Warning, Warning, Onboarding),
    check("V27", "PolicyLimit", Error, Error, Always),
    check("V28", "Enabled", NotAsked, Error, Onboarding),
    check("V29", "Licenses", Error, Error, Onboarding),
    check("V30", "VersionsInUse", Error, Error, Onboarding),
];

/// The check of a number.
pub(super) fn by_id(id: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.id == id)
}

impl Check {
    /// How bad it is for a kind of policy.
    pub(super) fn level(&self, rules: RuleProfile, kind: PolicyKind) -> Level {
        let is_sharepoint = kind == PolicyKind::SharePoint;
        match (self.id, rules) {
            // Newer guides want mandatory retention for SharePoint alone (rule 5.8).
            ("V15", _) if is_sharepoint => Error,
            // SharePoint's own vaults could be shared.
            ("V26", RuleProfile::Of2021) if is_sharepoint => NotAsked,
            ("V29", _) if is_sharepoint => NotAsked,
            (_, RuleProfile::Of2021) => self.of_2021,
            (_, RuleProfile::Current) => self.current,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_number_and_a_name_of_its_own() {
        for (at, check) in CHECKS.iter().enumerate() {
            assert_eq!(check.id, format!("V{}", at.saturating_add(1)));
            let same = CHECKS.iter().filter(|other| other.name == check.name).count();
            assert_eq!(same, 1, "{}", check.name);
        }
    }

    #[test]
    fn what_a_roll_is_refused_for_concerns_its_versions_alone() {
        let refusing: Vec<_> =
            CHECKS.iter().filter(|check| check.of_versions).map(|check| check.id).collect();
        let told = ["V1", "V2", "V3", "V11", "V17", "V18", "V19", "V20", "V22", "V23"];
        assert_eq!(refusing, told);
    }
}
