//! Writing scope keys under the policy that applies. Vaults are asked before the change that
//! writes, and may take their time; so the change looks again, and anyone who finds another policy
//! or generation there starts over.

use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_crypto::SecretKey;
use ckey_store::model::{Policy, PolicyKind, PolicyWrap, ScopeKind};
use ckey_store::protocol::Place;
use ckey_store::{LiveGeneration, Reader, StateExt, Writer};
use ckey_vault::KeyUri;
use uuid::Uuid;

use super::Hierarchy;
use super::roots::still_open;
use crate::error::{EngineError, Result};
use crate::ground::{Access, Ground, Moment, PolicyKek};

/// How often something is begun that others overtake, before the caller is told to try later.
const TRIES: u32 = 8;
/// How old a look at the vaults may be when a change begins.
const LOOK: Duration = Duration::from_millis(200);

/// Begins anew what found that a policy has changed since it was read.
///
/// # Errors
/// `PolicyChangedMeanwhile` (retryable) when it is overtaken again and again; those of `attempt`.
pub(crate) fn settle<T>(mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    for _ in 1..TRIES {
        match attempt() {
            Err(error) if error.is_changed_meanwhile() => {}
            settled => return settled,
        }
    }
    attempt()
}

/// An opened generation that was admitted within a change: scope keys go under it here and nowhere
/// else.
pub(crate) struct Under<'a> {
    pub(crate) policy: &'a Policy,
    kek: &'a PolicyKek,
    live: LiveGeneration,
}

impl<'a> Under<'a> {
    /// Admits the newest generation of `policy`, of which `kek` is the opened key.
    pub(crate) fn admit(
        writer: &mut dyn Writer,
        policy: &'a Policy,
        kek: &'a PolicyKek,
    ) -> Result<Self> {
        let live = writer.admit(policy.no, policy.generation)?;
        Ok(Self { policy, kek, live })
    }

    /// Writes a new scope key.
    pub(crate) fn insert(
        &self,
        writer: &mut dyn Writer,
        scope_no: i64,
        scope: Uuid,
        kind: ScopeKind,
        version: u32,
        key: &SecretKey,
    ) -> Result<()> {
        self.insert_all(writer, [(scope_no, scope, kind, version, key)])
    }

    /// Writes new scope keys, each with the number, GUID and kind of its scope and its version.
    pub(crate) fn insert_all<'k>(
        &self,
        writer: &mut dyn Writer,
        keys: impl IntoIterator<Item = (i64, Uuid, ScopeKind, u32, &'k SecretKey)>,
    ) -> Result<()> {
        let wrap = |(scope_no, scope, kind, version, key)| {
            self.kek.scope_wrap(self.policy.no, scope_no, scope, kind, version, key)
        };
        let wraps = keys.into_iter().map(wrap).collect::<Result<Vec<_>>>()?;
        Ok(writer.insert_scope_wraps(&self.live, &wraps)?)
    }
}

/// Makes the change that brings a new generation in, just after a look whether its roots still open
/// it: they were asked before, and as nothing needed them yet, somebody may have taken one away
/// since. Who waits too long for the change looks again; the vaults are never looked at within it,
/// because whoever changes a vault holds its lock while the change is recorded.
///
/// # Errors
/// What a vault would answer to the service, or that the tenant leaves it; those of `write`.
pub(crate) fn commit_while_open<T>(
    ground: &Ground,
    kind: PolicyKind,
    wraps: &[PolicyWrap],
    mut write: impl FnMut(&mut dyn Writer) -> Result<T>,
) -> Result<T> {
    settle(|| {
        let roots = ground.roots();
        // The tenant may have begun to leave a vault since it was asked.
        for wrap in wraps.iter().filter(|wrap| !wrap.key_uri.is_empty()) {
            roots.provider().must_stay_in_use(&KeyUri::stored(&wrap.key_uri)?)?;
        }
        still_open(ground, &roots, kind, wraps)?;
        let looked = Instant::now();
        ground.pause(Moment::Looked);
        ground.state().commit(|writer| {
            if looked.elapsed() > LOOK {
                return Err(EngineError::changed_meanwhile("policy"));
            }
            roots.must_hold(writer)?;
            write(writer)
        })
    })
}

impl Hierarchy<'_> {
    /// Makes a change that writes new scope keys under the policy that `choose` finds: reads it,
    /// opens its newest generation, and writes only if `choose` still finds the same policy in the
    /// same generation within the change.
    ///
    /// # Errors
    /// `PolicyChangedMeanwhile` when the policy changes again and again; those of opening the
    /// policy key and of the closures.
    pub(crate) fn commit_under<T>(
        &self,
        access: Access,
        cancel: &CancelToken,
        choose: impl Fn(&mut dyn Reader) -> Result<Policy>,
        mut write: impl FnMut(&mut dyn Writer, &Under<'_>) -> Result<T>,
    ) -> Result<T> {
        settle(|| {
            let policy = self.ground.state().view(&choose)?;
            let kek = self.open_policy(policy.no, policy.generation, access, cancel)?.kek;
            self.ground.pause(Moment::Opened);
            self.ground.state().commit(|writer| {
                let now = choose(writer)?;
                if Place::from(&now) != Place::from(&policy) {
                    return Err(EngineError::changed_meanwhile(&policy.name));
                }
                let under = Under::admit(writer, &now, &kek)?;
                write(writer, &under)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tries(error: impl Fn() -> EngineError) -> u32 {
        let mut tried = 0;
        let settled = settle(|| {
            tried += 1;
            Err::<(), _>(error())
        });
        assert!(settled.is_err());
        tried
    }

    #[test]
    fn what_was_overtaken_begins_anew_eight_times_and_any_other_error_is_the_answer_at_once() {
        assert_eq!(tries(|| EngineError::changed_meanwhile("P")), TRIES);
        assert_eq!(tries(|| EngineError::damaged("P", "It is.")), 1);
    }
}
