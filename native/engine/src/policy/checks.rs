//! What `Test-M365DataAtRestEncryptionPolicy` looks at: the checks of behaviour §6 that can be made of an existing policy.

use ckey_store::model::PolicyKind;
use ckey_vault::{CancelToken, FailureClass, KeyDescription, KeyUri, RootVault, Wait};

use super::parse_pair;
use crate::error::Result;
use crate::hierarchy::{open_root, service_application};
use crate::tenant::{CheckResult, Tenant};
use ckey_store::StateExt;

/// 9999-12-31 in Unix seconds, give or take the 14 hours that time zones make (S1).
const NO_EXPIRY: std::ops::RangeInclusive<i64> = 253_402_164_000..=253_402_350_800;

fn result(check: &str, passed: bool, detail: impl Into<String>) -> CheckResult {
    CheckResult { check: check.to_owned(), passed, count: 1, detail: detail.into() }
}

fn key_checks(uri: &KeyUri, key: &KeyDescription) -> Vec<CheckResult> {
    let expires_well = key.attributes.expires.is_none_or(|expires| NO_EXPIRY.contains(&expires));
    let detail = |ok: bool, text: String| if ok { String::new() } else { text };
    vec![
        result(
            "KeyType",
            key.key_type.is_rsa(),
            detail(key.key_type.is_rsa(), format!("'{uri}' is a key of type {}; RSA is required.", key.key_type)),
        ),
        result("KeyEnabled", key.attributes.enabled, detail(key.attributes.enabled, format!("'{uri}' is disabled."))),
        result(
            "KeyExpiry",
            expires_well,
            detail(
                expires_well,
                format!("'{uri}' expires; no date or 12/31/9999 is accepted (S1). Move it with Update-AzKeyVaultKey -Expires."),
            ),
        ),
    ]
}

impl Tenant {
    /// Checks a policy as it stands: its keys, their vaults, their regions and subscriptions, and that each root and only the right policy
    /// key comes out of each.
    ///
    /// # Errors
    /// `PolicyNotFound`; what is wrong with the policy is in the results.
    pub fn test_policy(&self, kind: PolicyKind, identity: &str, cancel: &CancelToken) -> Result<Vec<CheckResult>> {
        self.sync()?;
        let policy = self.find_policy(kind, identity)?;
        let pair = parse_pair(&policy.key_uris)?;
        let caller = service_application(kind);
        let mut results = vec![match self.check_regions(&pair) {
            Ok(()) => result("Regions", true, ""),
            Err(error) => result("Regions", false, error.message),
        }];
        let [one, two] = &pair;
        if let (Some(first), Some(second)) = (self.vaults().locate(one.vault()), self.vaults().locate(two.vault())) {
            let apart = first.subscription != second.subscription;
            results.push(result(
                "Subscriptions",
                apart,
                if apart { String::new() } else { format!("Both vaults lie in subscription {}.", first.subscription) },
            ));
        }
        for uri in &pair {
            let wait = Wait::at_most(self.current_settings().root_timeout, cancel.clone());
            match self.vaults().get_key(&caller, uri, &wait) {
                Ok(key) => results.extend(key_checks(uri, &key)),
                Err(error) => results.push(result("KeyReachable", false, error.message)),
            }
        }
        let wraps =
            self.state().view(|reader| Ok::<_, crate::EngineError>(reader.policy_wraps(policy.no, policy.generation)?))?;
        for wrap in wraps.iter().filter(|wrap| !wrap.key_uri.is_empty()) {
            results.push(match open_root(self, kind, &policy.guid, wrap, cancel) {
                Ok(_) => result("RootOpens", true, ""),
                Err(failure) => {
                    let class = if failure.error.kind.class() == FailureClass::System { "a system error" } else { "a refusal" };
                    result(
                        "RootOpens",
                        false,
                        format!("{}: {} ({class}): {}", failure.key_uri, failure.error.kind.name(), failure.error.message),
                    )
                }
            });
        }
        Ok(results)
    }
}
