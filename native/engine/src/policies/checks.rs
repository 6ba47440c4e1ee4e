//! What `Test-M365DataAtRestEncryptionPolicy` looks at: the checks that can be made of an existing
//! policy (rule 6.1).

use ckey_base::CancelToken;
use ckey_store::StateExt;
use ckey_store::model::{Policy, PolicyKind};
use ckey_vault::{
    FailureClass, KeyDescription, KeyOp, KeyUri, RootVault, Sku, VaultPlace, Wait,
    normalized_region,
};

use super::{Policies, parse_pair};
use crate::error::{EngineError, Result};
use crate::hierarchy::{open_root, service_application};

/// 9999-12-31 in Unix seconds, give or take the 14 hours that time zones make (rule 5.10).
const NO_EXPIRY: std::ops::RangeInclusive<i64> = 253_402_164_000..=253_402_350_800;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// As it should be.
    Passed,
    /// Works, but is not recommended.
    Warning,
    /// Must be mended.
    Failed,
}

/// One check of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyCheck {
    /// Its number in `docs/rules.md`, such as `V7`.
    pub id: &'static str,
    /// Its name.
    pub check: &'static str,
    /// How it ended.
    pub finding: Finding,
    /// The key or vault that was looked at.
    pub target: String,
    /// What was found; empty when it passed.
    pub detail: String,
    /// What to do; empty when it passed.
    pub fix: String,
}

/// A rule that a target keeps, or not: then how bad that is, what was found and what to do.
fn held(
    id: &'static str,
    check: &'static str,
    target: &dyn ToString,
    kept: bool,
    otherwise: (Finding, String, &str),
) -> PolicyCheck {
    let (finding, detail, fix) =
        if kept { (Finding::Passed, String::new(), "") } else { otherwise };
    PolicyCheck { id, check, finding, target: target.to_string(), detail, fix: fix.to_owned() }
}

/// Rules V17, V18, V19 and V20: type, operations, state and expiry; and where the key lies.
fn key_checks(uri: &KeyUri, key: &KeyDescription) -> [PolicyCheck; 5] {
    let expires_well = key.attributes.expires.is_none_or(|expires| NO_EXPIRY.contains(&expires));
    let version = uri.version().map(|version| format!(" -Version {version}")).unwrap_or_default();
    let update =
        format!("Update-AzKeyVaultKey -VaultName {} -Name {}{version}", uri.vault(), uri.key());
    let has_ops = [KeyOp::WrapKey, KeyOp::UnwrapKey].iter().all(|op| key.ops.contains(op));
    [
        held(
            "V17",
            "KeyType",
            uri,
            key.key_type.is_rsa(),
            (
                Finding::Failed,
                format!("'{uri}' is a key of type {}; RSA is required.", key.key_type),
                "Make an RSA key with Add-AzKeyVaultKey.",
            ),
        ),
        held(
            "V18",
            "KeyOps",
            uri,
            has_ops,
            (
                Finding::Failed,
                format!("'{uri}' may not be used for wrapKey and unwrapKey."),
                &format!("Allow both: {update} -KeyOps wrapKey,unwrapKey"),
            ),
        ),
        held(
            "V19",
            "KeyEnabled",
            uri,
            key.attributes.enabled,
            (
                Finding::Failed,
                format!("'{uri}' is disabled."),
                &format!("Enable it: {update} -Enable $true"),
            ),
        ),
        held(
            "V20",
            "KeyExpiry",
            uri,
            expires_well,
            (
                Finding::Failed,
                format!("'{uri}' expires; no date or 12/31/9999 is accepted (rule 5.10)."),
                &format!(
                    "An expiry cannot be removed, but moved: {update} -Expires (Get-Date -Date \"12/31/9999\")"
                ),
            ),
        ),
        // Vaults with an HSM are none of these.
        held(
            "8.1.12",
            "KeyProtection",
            uri,
            !key.key_type.is_hsm(),
            (
                Finding::Warning,
                format!("'{uri}' is of type {} and lies in a file of this tenant.", key.key_type),
                "Nothing is to be done in a rehearsal. In production such a key lies in an HSM.",
            ),
        ),
    ]
}

/// Rules V4, V7 and V9: regions, subscriptions and SKU.
fn place_checks(pair: &[KeyUri; 2], places: [&VaultPlace; 2]) -> Vec<PolicyCheck> {
    let ([one, two], [first, second]) = (pair, places);
    let both = format!("{}, {}", one.vault(), two.vault());
    let mut checks = vec![
        held(
            "V7",
            "Regions",
            &both,
            normalized_region(&first.location) != normalized_region(&second.location),
            (
                Finding::Failed,
                format!("Both vaults are in the region '{}'.", first.location),
                "Use vaults in two different regions (rule 5.6).",
            ),
        ),
        held(
            "V4",
            "Subscriptions",
            &both,
            !first.subscription.eq_ignore_ascii_case(&second.subscription),
            (
                Finding::Failed,
                format!("Both vaults are in the subscription {}.", first.subscription),
                "Use vaults in two different subscriptions (rule 5.3).",
            ),
        ),
    ];
    for (uri, place) in pair.iter().zip(places) {
        checks.push(held(
            "V9",
            "Sku",
            &uri.vault(),
            place.sku != Sku::Standard,
            (
                Finding::Warning,
                format!("The vault '{}' is of SKU Standard.", uri.vault()),
                "For production use a Premium vault, whose keys are in an HSM (rule 5.5).",
            ),
        ));
    }
    checks
}

impl Policies<'_> {
    /// Checks a policy as it stands: where its vaults lie, its keys as the service sees them, and
    /// that each root opens the newest generation of its key.
    ///
    /// # Errors
    /// `PolicyNotFound`; what is wrong with the policy is in the results.
    pub fn test(
        &self,
        kind: PolicyKind,
        identity: &str,
        cancel: &CancelToken,
    ) -> Result<Vec<PolicyCheck>> {
        self.ground.sync()?;
        let policy = self.find(kind, identity)?;
        let pair = parse_pair(&policy.key_uris)?;
        let [one, two] = &pair;
        let mut results = match (
            self.ground.vaults().locate(one.vault()),
            self.ground.vaults().locate(two.vault()),
        ) {
            (Ok(Some(first)), Ok(Some(second))) => place_checks(&pair, [&first, &second]),
            // A vault that cannot say where it is cannot say anything else: its key's check below
            // tells why.
            _ => Vec::new(),
        };
        // Rule V11: the key answers the policy's application.
        for uri in &pair {
            let wait = Wait::at_most(self.ground.current_settings().root_timeout, cancel.clone());
            match self.ground.vaults().get_key(&service_application(kind), uri, &wait) {
                Ok(key) => results.extend(key_checks(uri, &key)),
                Err(error) => results.push(held(
                    "V11",
                    "KeyReachable",
                    uri,
                    false,
                    (Finding::Failed, error.message, &error.fix),
                )),
            }
        }
        results.extend(self.root_checks(&policy, cancel)?);
        Ok(results)
    }

    /// Rule V22: each root opens the newest generation.
    fn root_checks(&self, policy: &Policy, cancel: &CancelToken) -> Result<Vec<PolicyCheck>> {
        let wraps = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(reader.policy_wraps(policy.no, policy.generation)?)
        })?;
        let roots = wraps.iter().filter(|wrap| !wrap.key_uri.is_empty());
        let check = |wrap: &ckey_store::model::PolicyWrap| match open_root(
            self.ground,
            policy,
            wrap,
            cancel,
        ) {
            Ok(_) => {
                held("V22", "RootOpens", &wrap.key_uri, true, (Finding::Passed, String::new(), ""))
            }
            Err(failure) => {
                let class = match failure.error.kind.class() {
                    FailureClass::System => "a system error",
                    FailureClass::Explicit => "a refusal",
                    FailureClass::Request => "neither an outage nor a refusal",
                };
                let detail =
                    format!("{} ({class}): {}", failure.error.kind.name(), failure.error.message);
                held(
                    "V22",
                    "RootOpens",
                    &wrap.key_uri,
                    false,
                    (Finding::Failed, detail, &failure.error.fix),
                )
            }
        };
        Ok(roots.map(check).collect())
    }
}
