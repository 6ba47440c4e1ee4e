//! What is destroyed for good while time passes, because nobody can bring it back any more: removed
//! mailboxes and deleted sites, by number (rules 4.3.20 and 4.4.6).

use ckey_store::StateExt;
use ckey_store::model::{KeyCount, ScopeKind};

use super::Supposition;
use super::group::Group;
use super::then::Then;
use crate::error::{EngineError, Result};
use crate::ground::Ground;
use crate::mailboxes;
use crate::policies::Below;
use crate::sites;

/// The keys whose time was over at one time and was not at another.
fn over(ground: &Ground, from: i64, to: i64) -> Result<Vec<KeyCount>> {
    let mailboxes = mailboxes::end_of_retention(from)..mailboxes::end_of_retention(to);
    let sites = sites::end_of_retention(from)..sites::end_of_retention(to);
    ground.state().view(|reader| Ok::<_, EngineError>(reader.ended_counts(&mailboxes, &sites)?))
}

fn below(count: &KeyCount) -> Below {
    match count.kind {
        ScopeKind::Site => Below { deleted_sites: count.keys, ..Below::default() },
        _ => Below { removed_mailboxes: count.keys, ..Below::default() },
    }
}

/// Lets time pass in the groups.
pub(super) fn pass(ground: &Ground, then: &mut Then<'_>) -> Result<()> {
    let to = then.vaults.now();
    for count in over(ground, then.ended, to)? {
        let gone = below(&count);
        let holds = |group: &&mut Group| {
            (group.policy.no, group.generation) == (count.policy_no, count.generation)
                && !group.is_destroyed
        };
        if let Some(group) = then.groups.iter_mut().find(holds) {
            group.below.take(gone);
            group.ended.add(gone);
        }
    }
    then.ended = to;
    then.drop_empty();
    Ok(())
}

/// What ends while the changes are made, in a sentence; of the service's own keys too.
pub(super) fn told(ground: &Ground, changes: &[Supposition]) -> Result<Option<String>> {
    let seconds = |change: &Supposition| match change {
        Supposition::Wait(seconds) => *seconds,
        _ => 0,
    };
    if !changes.iter().any(|change| matches!(change, Supposition::Wait(_))) {
        return Ok(None);
    }
    let later = changes.iter().map(seconds).fold(ground.now(), i64::saturating_add);
    let mut gone = Below::default();
    over(ground, i64::MIN, later)?.iter().for_each(|count| gone.add(below(count)));
    if gone.keys() == 0 {
        return Ok(None);
    }
    Ok(Some(format!(
        "Destroyed for ever by then, with all that is in them, because the time to bring them back is over: {}.",
        gone.told()
    )))
}
