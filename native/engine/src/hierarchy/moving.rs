//! Wrapping scope keys anew where they belong. It touches no content.

use std::collections::HashMap;
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_store::model::{JobFailure, ScopeWrap};
use ckey_store::protocol::Place;
use ckey_store::{Reader, StateExt, Writer};

use super::Hierarchy;
use super::scope_key::stranded;
use crate::error::{EngineError, Result};
use crate::ground::{Access, Moment, PolicyKek};
use crate::protection::target_of;

/// Whether these scope keys still belong where they did when they were looked at.
pub(crate) fn planned_holds(reader: &mut dyn Reader, wraps: &[(ScopeWrap, Place)]) -> Result<bool> {
    for (wrap, planned) in wraps {
        if target_of(reader, wrap)? != *planned {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Scope keys wrapped anew, old and new rows by where they go, and those that do not open.
#[derive(Default)]
pub(crate) struct Moves {
    to: HashMap<Place, Vec<(ScopeWrap, ScopeWrap)>>,
    failed: Vec<(ScopeWrap, String)>,
}

impl Moves {
    /// Writes what was wrapped anew, under generations that live. Whether every key is where it
    /// belongs now, or does not open: what somebody else moved meanwhile to another place must be
    /// looked at again.
    pub(crate) fn write(&self, writer: &mut dyn Writer) -> Result<bool> {
        for (target, changes) in &self.to {
            let live = writer.admit(target.policy_no, target.generation)?;
            let written = writer.update_scope_wraps(&live, changes)?;
            if u64::try_from(changes.len()) != Ok(written)
                && !all_lie(writer, changes.iter().map(|(_, new)| new))?
            {
                return Ok(false);
            }
        }
        all_lie(writer, self.failed.iter().map(|(wrap, _)| wrap))
    }

    pub(crate) fn failures(&self) -> Vec<JobFailure> {
        let told = |(wrap, problem): &(ScopeWrap, String)| JobFailure {
            scope_no: wrap.scope_no,
            version: wrap.version,
            problem: problem.clone(),
        };
        self.failed.iter().map(told).collect()
    }
}

/// Whether scope keys are where these rows say.
fn all_lie<'a>(
    reader: &mut dyn Reader,
    wraps: impl Iterator<Item = &'a ScopeWrap>,
) -> Result<bool> {
    for wrap in wraps {
        let now = reader.scope_wraps(wrap.scope_no)?;
        if !now
            .iter()
            .any(|now| now.version == wrap.version && Place::from(now) == Place::from(wrap))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Hierarchy<'_> {
    /// Wraps scope keys anew where they belong elsewhere. A policy key that does not open ends it;
    /// a scope key that does not open under one that does is gone past.
    pub(crate) fn wrap_anew(
        &self,
        wraps: &[(ScopeWrap, Place)],
        access: Access,
        cancel: &CancelToken,
    ) -> Result<Moves> {
        let mut opened: HashMap<Place, Arc<PolicyKek>> = HashMap::new();
        let mut open = |place: Place| -> Result<Arc<PolicyKek>> {
            if let Some(kek) = opened.get(&place) {
                return Ok(kek.clone());
            }
            let kek = Hierarchy::of(self.ground)
                .open_policy(place.policy_no, place.generation, access, cancel)?
                .kek;
            opened.insert(place, kek.clone());
            Ok(kek)
        };
        let mut moves = Moves::default();
        for (old, target) in wraps.iter().filter(|(old, target)| Place::from(old) != *target) {
            let source = match open(Place::from(old)) {
                // The key may have moved since the page was read. Where it has not, its generation is
                // gone: nothing opens it any more, and the others must not wait for it.
                Err(error)
                    if error.is_changed_meanwhile()
                        && Hierarchy::of(self.ground).moved_wrap(old)?.is_none() =>
                {
                    moves.failed.push((old.clone(), stranded(old).message));
                    continue;
                }
                source => source?,
            };
            let key = match source.unwrap(&old.scope, old.version, &old.wrap) {
                Ok(key) => key,
                // Damaged by itself: the policy key opens the others.
                Err(error) => {
                    moves.failed.push((old.clone(), error.message));
                    continue;
                }
            };
            let new = open(*target)?.scope_wrap(
                target.policy_no,
                old.scope_no,
                old.scope,
                old.kind,
                old.version,
                &key,
            )?;
            moves.to.entry(*target).or_default().push((old.clone(), new));
        }
        Ok(moves)
    }

    /// Brings one scope key to where it belongs.
    pub(crate) fn bring_home(&self, wrap: &ScopeWrap) -> Result<()> {
        let planned = self.ground.state().view(|reader| {
            let now = reader
                .scope_wraps(wrap.scope_no)?
                .into_iter()
                .find(|now| now.version == wrap.version);
            let placed = now.map(|now| target_of(reader, &now).map(|target| (now, target)));
            Ok::<_, EngineError>(Vec::from_iter(placed.transpose()?))
        })?;
        let moves = self.wrap_anew(&planned, Access::User, &CancelToken::default())?;
        if moves.to.is_empty() {
            return Ok(());
        }
        self.ground.pause(Moment::Opened);
        self.ground.state().commit(|writer| {
            if planned_holds(writer, &planned)? && moves.write(writer)? {
                return Ok(());
            }
            Err(EngineError::changed_meanwhile(&wrap.scope.to_string()))
        })
    }
}
