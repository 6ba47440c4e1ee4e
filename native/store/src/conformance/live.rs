//! Under which generations scope keys are wrapped, and how one ends.

use super::samples::{add_policy, overwrite, populate, put, wrap};
use super::{Outcome, Rules, Wrong, fails, recorded, same, there};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::PolicyKind;
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    (
        "a generation that is retired or not there is not admitted, no matter who opened it before",
        ended,
    ),
    ("a wrap is written only on a look at its own generation", own),
    ("a look holds for the change that made it, and not beyond a retirement in it", one_change),
    ("the newest generation, and one with keys under it, is not retired", needed),
    ("a retired generation keeps its wraps until they are destroyed, and stays", destroyed),
    ("wraps are destroyed neither before the retirement nor while a key is under them", proved),
];

/// A policy with generations 1, 2 and 3, and a mailbox under the first.
fn rolled(state: &Backend) -> Result<(i64, i64), Wrong> {
    let (policy, mailboxes) = populate(state.as_ref(), 1)?;
    Ok((policy, there("mailbox", mailboxes.first().copied())?))
}

fn ended(state: &Backend) -> Outcome {
    let (policy, mailbox) = rolled(state)?;
    recorded(state.as_ref(), |writer| writer.retire_generation(policy, 2, 50))?;
    let version = wrap(mailbox, 2, policy, 2);
    fails(
        "a new key",
        recorded(state.as_ref(), |writer| put(writer, &version)),
        StoreErrorKind::Retired,
    )?;
    let change = [(wrap(mailbox, 1, policy, 1), wrap(mailbox, 1, policy, 2))];
    fails(
        "a moved key",
        recorded(state.as_ref(), |writer| overwrite(writer, &change)),
        StoreErrorKind::Retired,
    )?;
    recorded(state.as_ref(), |writer| writer.destroy_generation(policy, 2, 60))?;
    fails(
        "once it is destroyed",
        recorded(state.as_ref(), |writer| put(writer, &version)),
        StoreErrorKind::Retired,
    )?;
    fails(
        "no generation",
        recorded(state.as_ref(), |writer| writer.admit(policy, 9)),
        StoreErrorKind::Retired,
    )?;
    fails(
        "no policy",
        recorded(state.as_ref(), |writer| writer.admit(policy + 1, 1)),
        StoreErrorKind::Retired,
    )?;
    same("nothing was written", state.view(|reader| reader.scope_wraps(mailbox))?.len(), 1)?;
    same("nothing was counted", state.view(|reader| reader.wraps_made(policy, 2))?, 0)
}

fn own(state: &Backend) -> Outcome {
    let (policy, mailbox) = rolled(state)?;
    let other =
        recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::MultiWorkload, "mw", 3))?;
    for (policy_no, generation) in [(policy, 2), (other, 3)] {
        let inserted = recorded(state.as_ref(), |writer| {
            let live = writer.admit(policy_no, generation)?;
            writer.insert_scope_wrap(&live, &wrap(mailbox, 2, policy, 3))
        });
        fails("a new key", inserted, StoreErrorKind::Conflict)?;
        let moved = recorded(state.as_ref(), |writer| {
            let live = writer.admit(policy_no, generation)?;
            writer.update_scope_wraps(
                &live,
                &[(wrap(mailbox, 1, policy, 1), wrap(mailbox, 1, policy, 3))],
            )
        });
        fails("a moved key", moved, StoreErrorKind::Conflict)?;
    }
    Ok(())
}

fn one_change(state: &Backend) -> Outcome {
    let (policy, mailbox) = rolled(state)?;
    let kept = recorded(state.as_ref(), |writer| writer.admit(policy, 3))?;
    let late = recorded(state.as_ref(), |writer| {
        writer.insert_scope_wrap(&kept, &wrap(mailbox, 2, policy, 3))
    });
    fails("in another change", late, StoreErrorKind::Retired)?;
    let retired = recorded(state.as_ref(), |writer| {
        let live = writer.admit(policy, 2)?;
        writer.retire_generation(policy, 2, 50)?;
        writer.insert_scope_wrap(&live, &wrap(mailbox, 2, policy, 2))
    });
    fails("after a retirement in the same change", retired, StoreErrorKind::Retired)?;
    recorded(state.as_ref(), |writer| {
        let (second, third) = (writer.admit(policy, 2)?, writer.admit(policy, 3)?);
        writer.insert_scope_wrap(&second, &wrap(mailbox, 2, policy, 2))?;
        writer.insert_scope_wrap(&third, &wrap(mailbox, 3, policy, 3))?;
        writer.insert_scope_wrap(&second, &wrap(mailbox, 4, policy, 2))
    })?;
    same("two looks in one change", state.view(|reader| reader.scope_wraps(mailbox))?.len(), 4)
}

fn needed(state: &Backend) -> Outcome {
    let (policy, mailbox) = rolled(state)?;
    let retire =
        |number| recorded(state.as_ref(), |writer| writer.retire_generation(policy, number, 50));
    fails("the newest", retire(3), StoreErrorKind::Conflict)?;
    fails("with a key under it", retire(1), StoreErrorKind::Conflict)?;
    fails("none", retire(7), StoreErrorKind::NotFound)?;
    let change = [(wrap(mailbox, 1, policy, 1), wrap(mailbox, 1, policy, 3))];
    recorded(state.as_ref(), |writer| overwrite(writer, &change))?;
    retire(1)?;
    let found = state.view(|reader| reader.generations(policy))?;
    let retired: Vec<_> =
        found.iter().map(|generation| (generation.number, generation.retired)).collect();
    same("which is retired", retired, vec![(3, None), (2, None), (1, Some(50))])
}

fn destroyed(state: &Backend) -> Outcome {
    let no = recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::Mailbox, "p", 2))?;
    recorded(state.as_ref(), |writer| writer.retire_generation(no, 1, 50))?;
    same("wraps of the retired", state.view(|reader| reader.policy_wraps(no, 1))?.len(), 3)?;
    same(
        "keys in the way",
        recorded(state.as_ref(), |writer| writer.destroy_generation(no, 1, 60))?,
        0,
    )?;
    same("once more", recorded(state.as_ref(), |writer| writer.destroy_generation(no, 1, 70))?, 0)?;
    state.view(|reader| {
        same("wraps of the destroyed", reader.policy_wraps(no, 1)?, Vec::new())?;
        same("other wraps", reader.policy_wraps(no, 2)?.len(), 3)?;
        let times =
            reader.generation(no, 1)?.map(|generation| (generation.retired, generation.destroyed));
        same("when", times, Some((Some(50), Some(60))))
    })?;
    fails(
        "none",
        recorded(state.as_ref(), |writer| writer.destroy_generation(no, 7, 60)),
        StoreErrorKind::NotFound,
    )
}

fn proved(state: &Backend) -> Outcome {
    let (policy, mailbox) = rolled(state)?;
    fails(
        "before the retirement",
        recorded(state.as_ref(), |writer| writer.destroy_generation(policy, 1, 60)),
        StoreErrorKind::Conflict,
    )?;
    let undone: Result<(), StoreError> = recorded(state.as_ref(), |writer| {
        overwrite(writer, &[(wrap(mailbox, 1, policy, 1), wrap(mailbox, 1, policy, 3))])?;
        writer.retire_generation(policy, 1, 50)?;
        Err(StoreError::new(StoreErrorKind::Abandoned, "", "on purpose", ""))
    });
    same("a change that failed", undone.is_err(), true)?;
    fails(
        "after it",
        recorded(state.as_ref(), |writer| writer.destroy_generation(policy, 1, 60)),
        StoreErrorKind::Conflict,
    )?;
    same("its wraps", state.view(|reader| reader.policy_wraps(policy, 1))?.len(), 3)
}
