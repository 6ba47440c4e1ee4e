//! What a move would do, and what keeps it from being begun.

use std::collections::{BTreeMap, BTreeSet};

use ckey_base::{CancelToken, counted};
use ckey_store::model::{Policy, PolicyKind, TenantMode};
use ckey_store::{Reader, StateExt};
use ckey_vault::{KeyUri, VaultKind};

use super::needs::{Known, known, needed_names};
use super::{Relocation, Step};
use crate::error::{Category, EngineError, Result};
use crate::ground::{AskedRoots, LeftVaults, VaultProvider};
use crate::key_use::{Coverage, KeyUse};
use crate::policies::{Below, parse_pair_of};
use crate::validation::Validation;

/// Where a tenant goes.
#[derive(Debug, Clone)]
pub struct NewRoots {
    /// Where its vaults are to be.
    pub vaults: VaultProvider,
    /// For each key that policies name now the one that takes its place, both as URIs.
    pub keys: Vec<(String, String)>,
}

/// A policy that gets a generation under other keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyMove {
    /// Its name.
    pub policy: String,
    /// What it covers.
    pub kind: PolicyKind,
    /// The keys that it has.
    pub from: Vec<String>,
    /// The keys that it gets.
    pub to: [String; 2],
    /// How many generations of it have wraps under the keys that it has.
    pub generations: usize,
    /// What is below them.
    pub below: Below,
    pub(super) identity: String,
}

/// What is left of a move.
#[derive(Debug, Clone)]
pub struct RelocationPlan {
    /// Whether it has begun: the tenant's vaults are Azure's already.
    pub has_begun: bool,
    /// The policies that are to be moved yet.
    pub moves: Vec<PolicyMove>,
    /// The policies that have no key in an embedded vault any more, by name.
    pub moved: Vec<String>,
    /// The geos of SharePoint with a key in an embedded vault: their keys are rolled one at a time,
    /// by who administers them.
    pub geos: Vec<String>,
    /// The policies whose data is to be purged, by name: nothing moves it any more.
    pub purged: Vec<String>,
    /// Why policies stay that could be moved: their keys were taken from the service.
    pub withheld: Vec<EngineError>,
    /// Why policies cannot be moved as things are.
    pub problems: Vec<EngineError>,
    pub(super) provider: VaultProvider,
    /// The embedded vaults as they were recorded.
    pub(super) known: BTreeSet<Known>,
}

impl Relocation<'_> {
    /// What is left to be done: of a move to these roots, or of the one that has begun. Each new
    /// root is asked to wrap something and to unwrap it again; `progress` hears of each policy whose
    /// new keys are tried.
    ///
    /// # Errors
    /// `VaultsNotEmbedded`, `NewRootsRequired`, `RelocationBegun`; those of the keys of a new
    /// policy; `KeyWithoutSuccessor`; `TenantReadOnly`. Before it has begun also whatever one of
    /// the new roots says, and `CustomerKeyAccessDenied` where every policy would stay; later that is
    /// among the problems.
    pub fn plan(
        &self,
        given: Option<&NewRoots>,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&Step<'_>),
    ) -> Result<RelocationPlan> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        let known = self.ground.state().view(|reader| known(reader))?;
        let (provider, has_begun) = self.destination(given, &known)?;
        let roots = self.ground.roots_after(&provider)?;
        let coverage = KeyUse::of(self.ground).coverage()?;
        let policies = self.ground.state().view(|reader| all_policies(reader))?;
        let mut plan = RelocationPlan {
            has_begun,
            moves: Vec::new(),
            moved: Vec::new(),
            geos: Vec::new(),
            purged: Vec::new(),
            withheld: Vec::new(),
            problems: Vec::new(),
            provider,
            known,
        };
        let mut asked = Vec::new();
        for (done, policy) in policies.iter().enumerate() {
            progress(&Step::Trying(&policy.name, done, policies.len()));
            if !has_embedded_key(&plan.provider, policy) {
                plan.moved.push(policy.name.clone());
                continue;
            }
            if policy.kind == PolicyKind::SharePoint {
                plan.geos.push(policy.name.clone());
                continue;
            }
            if policy.purge.is_some() {
                plan.purged.push(policy.name.clone());
                continue;
            }
            let judged = match self.withheld(policy) {
                // Its new keys must serve all the same: it moves once its own are given back.
                Ok(Some(why)) => {
                    if !has_begun {
                        self.judged(&roots, policy, &mut asked, cancel)?;
                    }
                    plan.withheld.push(why);
                    continue;
                }
                Ok(None) => self.judged(&roots, policy, &mut asked, cancel),
                Err(error) => Err(error),
            };
            match judged {
                Ok(to) => {
                    let mut one = PolicyMove {
                        policy: policy.name.clone(),
                        kind: policy.kind,
                        from: policy.key_uris.clone(),
                        to,
                        generations: 0,
                        below: Below::default(),
                        identity: policy.guid.to_string(),
                    };
                    let is_its = |found: &&Coverage| {
                        found.destroyed.is_none()
                            && (found.kind, &found.policy) == (policy.kind, &policy.name)
                    };
                    for found in coverage.generations.iter().filter(is_its) {
                        one.generations = one.generations.saturating_add(1);
                        one.below.add(found.below);
                    }
                    plan.moves.push(one);
                }
                Err(error) if error.is_stopped() || !has_begun => return Err(error),
                Err(error) => plan.problems.push(error),
            }
        }
        match plan.withheld.first() {
            Some(why) if !has_begun && plan.moves.is_empty() => Err(why.clone()),
            _ => Ok(plan),
        }
    }

    /// Where the tenant goes, and whether it has begun to.
    fn destination(
        &self,
        given: Option<&NewRoots>,
        known: &BTreeSet<Known>,
    ) -> Result<(VaultProvider, bool)> {
        let now = self.ground.provider();
        if let Some(left) = &now.left {
            let same = |given: &NewRoots| {
                let (hosts, authorities) = (&given.vaults.hosts, &given.vaults.authorities);
                let keys = successors(&now, &given.keys).ok();
                *hosts == now.hosts
                    && *authorities == now.authorities
                    && keys.as_ref() == Some(&left.keys)
            };
            if given.is_none_or(same) {
                return Ok((VaultProvider::clone(&now), true));
            }
            return Err(self.refused(
                "RelocationBegun",
                format!("The tenant '{}' leaves its embedded vaults already, for other keys than these.", self.ground.name()),
                "To go on, run Move-CustomerKeyTenantVault without parameters; to begin anew while no policy has moved, take it back: Move-CustomerKeyTenantVault -Undo. To give one policy other keys: Set-DataEncryptionPolicy -Identity POLICY -Replace -AzureKeyIDs URI1, URI2",
            ));
        }
        if !now.hosts.is_local() {
            return Err(self.refused(
                "VaultsNotEmbedded",
                format!("The tenant '{}' has no embedded vaults to leave.", self.ground.name()),
                "Nothing is to be done. To give a policy other keys: Set-DataEncryptionPolicy -Identity POLICY -Replace -AzureKeyIDs URI1, URI2",
            ));
        }
        let Some(given) = given else {
            return Err(self.refused(
                "NewRootsRequired",
                "-KeyMap is missing, which names the new key for each key in the embedded vaults.",
                "Name one for each: Move-CustomerKeyTenantVault -KeyMap @{ 'https://OLD.vault.azure.net/keys/KEY' = 'https://NEW.vault.azure.net/keys/KEY' }",
            ));
        };
        given.vaults.check(self.ground.mode() == TenantMode::Rehearsal)?;
        let (names, hsms) = self.by_kind(known)?;
        let mut provider = VaultProvider {
            left: Some(LeftVaults {
                cloud: now.embedded_cloud().unwrap_or_default(),
                names,
                hsms,
                keys: BTreeMap::new(),
            }),
            ..given.vaults.clone()
        };
        let keys = successors(&provider, &given.keys)?;
        self.must_be_used(&keys)?;
        if let Some(left) = &mut provider.left {
            left.keys = keys;
        }
        Ok((provider, false))
    }

    /// The names of key vaults, and those of managed HSMs. One whose file cannot be read may be
    /// either: where its keys are could not be said later. Of one that is gone nobody knows any
    /// more which it was, so that its name is one of both: a key that is lost must not be looked for
    /// in a vault of somebody else that has its name.
    fn by_kind(&self, known: &BTreeSet<Known>) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
        let mut all = self.ground.state().view(|reader| needed_names(reader))?;
        let mut there = BTreeSet::new();
        for vault in self.ground.vaults().each_vault()? {
            let name = vault.name.to_ascii_lowercase();
            all.insert((vault.found?.kind(), name.clone()));
            there.insert(name);
        }
        for (name, _, removed) in known {
            if !*removed && there.contains(name) {
                continue;
            }
            all.extend(VaultKind::ALL.iter().map(|kind| (*kind, name.clone())));
        }
        let of = |kind| {
            let its = all.iter().filter(|(found, _)| *found == kind);
            its.map(|(_, name)| name.clone()).collect()
        };
        Ok((of(VaultKind::Vault), of(VaultKind::ManagedHsm)))
    }

    /// A key that no policy has was mistyped, and then another lacks its successor.
    fn must_be_used(&self, keys: &BTreeMap<String, String>) -> Result<()> {
        let policies = self.ground.state().view(|reader| all_policies(reader))?;
        let movable = policies.iter().filter(|policy| is_movable(policy));
        let used: BTreeSet<_> =
            movable.flat_map(|it| &it.key_uris).filter_map(|it| named(it)).collect();
        let Some(unused) = keys.keys().find(|key| !used.contains(*key)) else { return Ok(()) };
        Err(EngineError::invalid(
            "KeyNotInUse",
            unused,
            format!("No policy of mailboxes or of multiple workloads has the key '{unused}'."),
            "Name the keys that they have: Get-CustomerKeyUsage. Those of SharePoint are rolled afterwards, one at a time: Update-SPODataEncryptionPolicy.",
        ))
    }

    /// The keys that a policy gets, once nothing keeps it from getting them.
    fn judged(
        &self,
        roots: &AskedRoots<'_>,
        policy: &Policy,
        asked: &mut Vec<(PolicyKind, KeyUri)>,
        cancel: &CancelToken,
    ) -> Result<[String; 2]> {
        let to = successors_of(roots.provider(), policy)?;
        let pair = parse_pair_of(roots.provider(), &to)?;
        let validation = Validation::asking(self.ground, roots.clone());
        for uri in &pair {
            roots.provider().must_stay_in_use(uri)?;
            // Policies of one kind are asked for by one application.
            let one = (policy.kind, uri.clone());
            if !asked.contains(&one) {
                asked.push(one);
                validation.must_answer(policy.kind, uri, cancel)?;
            }
        }
        validation.gate_roll(policy, &pair)?;
        Ok(to)
    }
}

/// Every policy of the customer's whose wraps are there.
pub(super) fn all_policies(reader: &mut dyn Reader) -> Result<Vec<Policy>> {
    let mut all = Vec::new();
    for kind in PolicyKind::CUSTOMER {
        all.extend(reader.policies(kind)?.into_iter().filter(|policy| !policy.is_deleted()));
    }
    Ok(all)
}

/// A key without its version, as keys are compared.
pub(super) fn named(uri: &str) -> Option<String> {
    let uri = KeyUri::stored(uri).ok()?.unversioned().to_string();
    Some(uri.to_ascii_lowercase())
}

/// Whether a move gives a policy other keys: those of SharePoint are rolled, and data that is to be
/// purged moves no more.
pub(super) fn is_movable(policy: &Policy) -> bool {
    policy.kind != PolicyKind::SharePoint && policy.purge.is_none()
}

pub(super) fn has_embedded_key(provider: &VaultProvider, policy: &Policy) -> bool {
    let is_embedded =
        |uri: &String| KeyUri::stored(uri).is_ok_and(|uri| provider.is_embedded(&uri));
    policy.key_uris.iter().any(is_embedded)
}

/// The keys that take the place of a policy's own.
pub(super) fn successors_of(provider: &VaultProvider, policy: &Policy) -> Result<[String; 2]> {
    let successor = |key: &String| {
        let left = provider.left.as_ref()?;
        left.keys.get(&named(key)?).cloned()
    };
    let found: Vec<_> = policy.key_uris.iter().filter_map(successor).collect();
    found.try_into().map_err(|_| {
        let missing: Vec<_> =
            policy.key_uris.iter().filter(|key| successor(key).is_none()).cloned().collect();
        EngineError::new(
            "KeyWithoutSuccessor",
            Category::InvalidArgument,
            format!(
                "No new key is named for {} of the policy '{}': {}.",
                counted(missing.len(), "key", "keys"),
                policy.name,
                missing.join(", ")
            ),
            "Name the key that takes the place of each: Move-CustomerKeyTenantVault -KeyMap @{ 'https://OLD.vault.azure.net/keys/KEY' = 'https://NEW.vault.azure.net/keys/KEY' }. Once the tenant has begun to leave: Set-DataEncryptionPolicy -Identity POLICY -Replace -AzureKeyIDs URI1, URI2",
        )
        .about(policy.name.as_str())
    })
}

/// Which key takes the place of which, read and compared as keys are.
fn successors(
    provider: &VaultProvider,
    given: &[(String, String)],
) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for (old, new) in given {
        let old = provider.embedded_uri(old)?.unversioned().to_string().to_ascii_lowercase();
        let new = provider.key_uri(new)?;
        provider.must_stay_in_use(&new)?;
        if all.insert(old.clone(), new.to_string()).is_some_and(|known| known != new.to_string()) {
            return Err(EngineError::invalid(
                "KeyNamedTwice",
                &old,
                format!("Two keys are named to take the place of '{old}'."),
                "Name one.",
            ));
        }
    }
    Ok(all)
}
