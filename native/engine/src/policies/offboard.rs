//! Leaving multi-workload policies without a purge: everything under them goes back to
//! service-managed keys, also older data that no assignment reaches (rule 4.7.4).

use std::collections::BTreeMap;
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_store::model::{Policy, PolicyKind, PolicyWrap};
use ckey_store::{Reader, StateExt};
use ckey_vault::{KeyUri, RootVault, VaultErrorKind};

use super::{Policies, RootUse, root_uses};
use crate::error::{EngineError, Result};
use crate::hierarchy::{RootFailure, open_root, service_application, settle, unreachable_keys};
use crate::protection::{is_offboarded, policy_row};
use crate::record::Actor;

/// What leaving moves, as it is before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offboarding {
    /// The policy that is assigned, by name.
    pub assigned: Option<String>,
    /// The policies with keys below, and the assigned one, by name.
    pub policies: Vec<String>,
    /// How many keys of mailboxes are under them.
    pub mailboxes: u64,
    /// How many keys of workloads are.
    pub workloads: u64,
    pub(super) assigned_no: Option<i64>,
    /// The roots of the generations that are concerned, two of each.
    roots: Vec<RootUse>,
}

impl Offboarding {
    /// Whether the same roots are concerned, however many keys are below them.
    fn is_of_the_same(&self, other: &Self) -> bool {
        let place = |root: &RootUse| (root.policy_no, root.generation, root.key_uri.clone());
        let roots = self.roots.iter().map(place);
        self.assigned_no == other.assigned_no && roots.eq(other.roots.iter().map(place))
    }

    fn of(reader: &mut dyn Reader) -> Result<Self> {
        let assigned_no = reader.assignment()?.policy_no;
        let assigned = match assigned_no {
            Some(no) => Some(policy_row(reader, no)?.name),
            None => None,
        };
        let is_concerned = |root: &RootUse| {
            root.kind == PolicyKind::MultiWorkload
                && (Some(root.policy_no) == assigned_no || root.mailboxes > 0 || root.workloads > 0)
        };
        let mut roots = root_uses(reader)?;
        roots.retain(is_concerned);
        let mut policies: Vec<_> = roots.iter().map(|root| root.policy.clone()).collect();
        policies.sort();
        policies.dedup();
        let generations: BTreeMap<_, _> =
            roots.iter().map(|root| (generation(root), (root.mailboxes, root.workloads))).collect();
        let sum = |part: fn(&(u64, u64)) -> u64| {
            generations.values().map(part).fold(0, u64::saturating_add)
        };
        Ok(Self {
            assigned,
            policies,
            mailboxes: sum(|keys| keys.0),
            workloads: sum(|keys| keys.1),
            assigned_no,
            roots,
        })
    }
}

/// Refuses where one of these roots does not answer, unless it is lost for good and that is allowed;
/// those that are lost.
fn must_answer<'r>(
    roots: impl IntoIterator<Item = &'r RootUse>,
    with_lost_keys: bool,
    ask: impl Fn(&RootUse) -> Result<Option<RootFailure>>,
) -> Result<Vec<&'r RootUse>> {
    let (mut failures, mut lost) = (Vec::new(), Vec::new());
    for root in roots {
        match ask(root)? {
            Some(failure) if with_lost_keys && is_lost(failure.error.kind) => lost.push(root),
            failure => failures.extend(failure),
        }
    }
    if failures.is_empty() { Ok(lost) } else { Err(unreachable_keys(&failures, with_lost_keys)) }
}

/// Whether a key is gone for good, not taken away: nobody can give it back, so waiting is no use.
pub(crate) const fn is_lost(kind: VaultErrorKind) -> bool {
    matches!(
        kind,
        VaultErrorKind::KeyNotFound
            | VaultErrorKind::VersionNotFound
            | VaultErrorKind::VaultNotFound
            | VaultErrorKind::Damaged
    )
}

const fn generation(root: &RootUse) -> (i64, u32) {
    (root.policy_no, root.generation)
}

impl Policies<'_> {
    /// What leaving would move; nothing where the tenant has left already, or has nothing to leave.
    /// Judged as the vaults are now, without waiting for one.
    ///
    /// # Errors
    /// `PolicyKeysUnreachable`, `TenantReadOnly`.
    pub fn check_offboarding(&self, with_lost_keys: bool) -> Result<Option<Offboarding>> {
        self.ground.sync()?;
        let Some(leaving) = self.leaving()? else { return Ok(None) };
        let caller = service_application(PolicyKind::MultiWorkload);
        must_answer(&leaving.roots, with_lost_keys, |root| {
            let answer = KeyUri::stored(&root.key_uri).and_then(|uri| {
                self.ground.roots().check_unwrap(&caller, &uri, &self.ground.root_wait())
            });
            Ok(answer.err().map(|error| RootFailure { key_uri: root.key_uri.clone(), error }))
        })?;
        Ok(Some(leaving))
    }

    fn leaving(&self) -> Result<Option<Offboarding>> {
        let leaving = self.ground.state().view(|reader| {
            let has_left = is_offboarded(reader)?;
            let leaving = Offboarding::of(reader)?;
            Ok::<_, EngineError>((!has_left && !leaving.policies.is_empty()).then_some(leaving))
        })?;
        if leaving.is_some() {
            self.ground.must_be_writable()?;
        }
        Ok(leaving)
    }

    /// Takes the assigned policy off the tenant and leaves jobs that carry everything under
    /// multi-workload policies to service-managed keys: mailboxes without a policy of their own, all
    /// keys of workloads, applications without a policy of their own. One change begins it, and the
    /// jobs end it whoever is killed. Each root is asked to open its wrap before: nobody undoes a
    /// revocation by leaving. Where keys are lost for good, and that is allowed, the other root or
    /// the availability key serves the jobs (rule 3.2). A vault that may take a key for lost while it
    /// is being deleted is asked again later: `waiting` hears each second how long that is yet.
    ///
    /// # Errors
    /// `PolicyKeysUnreachable`, `TenantReadOnly`.
    pub fn offboard(
        &self,
        actor: &Actor,
        with_lost_keys: bool,
        cancel: &CancelToken,
        waiting: &mut dyn FnMut(Duration),
    ) -> Result<()> {
        self.ground.sync()?;
        settle(|| {
            let Some(leaving) = self.leaving()? else { return Ok(()) };
            let ask = |root: &RootUse| self.ask(root, cancel);
            let lost = must_answer(&leaving.roots, with_lost_keys, ask)?;
            if self.await_deletions(&lost, cancel, waiting)? {
                // A minute later all may be different, also what has answered.
                let now = self.leaving()?;
                let still = must_answer(&leaving.roots, with_lost_keys, ask)?;
                if !now.is_some_and(|now| now.is_of_the_same(&leaving)) || still != lost {
                    return Err(EngineError::changed_meanwhile("keys"));
                }
            }
            self.change_assignment(actor, None, Some(&leaving), cancel)
        })?;
        self.ground.sync()?;
        self.ground.background().wake();
        Ok(())
    }

    /// Waits until the vaults of keys that are lost say so of none that is only being deleted: that
    /// one could be recovered, and leaving would undo the deletion. Whether there was one to wait for.
    fn await_deletions(
        &self,
        lost: &[&RootUse],
        cancel: &CancelToken,
        waiting: &mut dyn FnMut(Duration),
    ) -> Result<bool> {
        let roots = self.ground.roots();
        let uris = lost.iter().filter_map(|root| KeyUri::stored(&root.key_uri).ok());
        let mut left = uris.map(|uri| roots.settles_within(&uri)).max().unwrap_or_default();
        let has_waited = !left.is_zero();
        while !left.is_zero() {
            waiting(left);
            let second = left.min(Duration::from_secs(1));
            cancel.sleep(second).map_err(|_| {
                EngineError::stopped("The call was stopped before the vaults were asked again.")
            })?;
            left = left.saturating_sub(second);
        }
        Ok(has_waited)
    }

    /// Asks one root to open its wrap; why it does not.
    fn ask(&self, root: &RootUse, cancel: &CancelToken) -> Result<Option<RootFailure>> {
        let (policy, wrap) = self.ground.state().view(|reader| wrap_of(reader, root))?;
        match open_root(self.ground, &policy, &wrap, cancel) {
            Ok(_) => Ok(None),
            Err(failure) if failure.error.kind == VaultErrorKind::Cancelled => {
                Err(EngineError::stopped("The call was stopped while it waited for a vault.")
                    .about(&policy.name))
            }
            Err(failure) => Ok(Some(failure)),
        }
    }
}

fn wrap_of(reader: &mut dyn Reader, root: &RootUse) -> Result<(Policy, PolicyWrap)> {
    let policy = policy_row(reader, root.policy_no)?;
    let wraps = reader.policy_wraps(root.policy_no, root.generation)?;
    let wrap = wraps.into_iter().find(|wrap| wrap.key_uri == root.key_uri);
    wrap.map(|wrap| (policy, wrap)).ok_or_else(|| EngineError::changed_meanwhile(&root.policy))
}
