//! The wraps of scope keys.

use super::samples::{
    add_mailbox, add_policy, bare, mailbox, overwrite, populate, put, scope, wrap,
};
use super::{Outcome, Rules, Wrong, fails, recorded, same, there};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{KeyCount, PolicyKind, ScopeKind, ScopeWrap};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a scope has keys, newest version first, each version once", versions),
    ("a wrap comes with its scope's GUID, in whatever listing", guids),
    ("a wrap needs its scope and its generation", parents),
    ("wraps are overwritten only where nobody else overwrote them", overwritten),
    ("wraps under a policy are counted, now and ever", counted),
    ("keys are counted by generation and kind, and a count of none is no row", counted_by_kind),
    (
        "wraps of older generations are paged by scope and get fewer as they are overwritten",
        rewrapped,
    ),
    ("a page of wraps never cuts a scope in two", whole_scopes),
    ("wraps of mailboxes without a mailbox policy are listed", without_policy),
    ("waiting scopes are added once, listed, counted and removed", pending),
];

fn versions(state: &Backend) -> Outcome {
    let (policy, _) = populate(state.as_ref(), 0)?;
    let no =
        recorded(state.as_ref(), |writer| writer.insert_scope(&scope(ScopeKind::Workload, "w")))?;
    recorded(state.as_ref(), |writer| {
        put(writer, &wrap(no, 1, policy, 1))?;
        put(writer, &wrap(no, 2, policy, 2))
    })?;
    same(
        "versions",
        bare(state.view(|reader| reader.scope_wraps(no))?),
        vec![wrap(no, 2, policy, 2), wrap(no, 1, policy, 1)],
    )?;
    fails(
        "again",
        recorded(state.as_ref(), |writer| put(writer, &wrap(no, 2, policy, 3))),
        StoreErrorKind::Conflict,
    )
}

fn guids(state: &Backend) -> Outcome {
    let (policy, mailboxes) = populate(state.as_ref(), 1)?;
    let no = there("mailbox", mailboxes.first().copied())?;
    state.view(|reader| {
        let lists = [
            reader.scope_wraps(no)?,
            reader.wraps_of_policy(policy, u32::MAX, 0, 10)?,
            reader.all_scope_wraps(0, 10)?,
            reader.wraps_without_mailbox_policy(0, 10)?,
        ];
        for list in lists {
            same(
                "GUIDs",
                list.into_iter().map(|wrap| wrap.scope).collect(),
                vec![mailbox("m0").guid],
            )?;
        }
        Ok(())
    })
}

fn parents(state: &Backend) -> Outcome {
    let (policy, mailboxes) = populate(state.as_ref(), 1)?;
    let no = there("mailbox", mailboxes.first().copied())?;
    fails(
        "no scope",
        recorded(state.as_ref(), |writer| put(writer, &wrap(no + 1, 1, policy, 1))),
        StoreErrorKind::NotFound,
    )?;
    fails(
        "no generation",
        recorded(state.as_ref(), |writer| put(writer, &wrap(no, 2, policy, 9))),
        StoreErrorKind::Retired,
    )?;
    let change = [(wrap(no, 1, policy, 1), wrap(no, 1, policy, 9))];
    fails(
        "to no generation",
        recorded(state.as_ref(), |writer| overwrite(writer, &change)),
        StoreErrorKind::Retired,
    )?;
    let change = [(wrap(no, 1, policy, 1), wrap(no + 1, 1, policy, 2))];
    fails(
        "to another scope",
        recorded(state.as_ref(), |writer| overwrite(writer, &change)),
        StoreErrorKind::Conflict,
    )
}

fn overwritten(state: &Backend) -> Outcome {
    let (policy, mailboxes) = populate(state.as_ref(), 3)?;
    let other =
        recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::MultiWorkload, "mw", 1))?;
    let [first, second, third] = there("mailboxes", <[i64; 3]>::try_from(mailboxes).ok())?;
    let changes = [
        (wrap(first, 1, policy, 1), wrap(first, 1, policy, 2)),
        (wrap(second, 1, policy, 2), wrap(second, 1, policy, 3)),
        (wrap(third, 1, policy, 1), wrap(third, 1, other, 1)),
    ];
    same("how many", recorded(state.as_ref(), |writer| overwrite(writer, &changes))?, 2)?;
    same("the same again", recorded(state.as_ref(), |writer| overwrite(writer, &changes))?, 0)?;
    // A scope that has the number of another now, and its key in the same place.
    let of_another = |policy_no| {
        let old = ScopeWrap { wrap: vec![9; 61], ..wrap(second, 1, policy, 1) };
        [(old, wrap(second, 1, policy_no, 1 + u32::from(policy_no == policy)))]
    };
    for changes in [of_another(policy), of_another(other)] {
        same("another's", recorded(state.as_ref(), |writer| overwrite(writer, &changes))?, 0)?;
    }
    let all = vec![wrap(first, 1, policy, 2), wrap(second, 1, policy, 1), wrap(third, 1, other, 1)];
    same("wraps", bare(state.view(|reader| reader.all_scope_wraps(0, 100))?), all)?;
    let status = there("status", state.view(|reader| reader.mailbox(third))?)?;
    same("where the mailbox's key stands", (status.wrapped_by, status.generation), (other, 1))
}

fn counted(state: &Backend) -> Outcome {
    let (policy, mailboxes) = populate(state.as_ref(), 4)?;
    let counts = || {
        state.view(|reader| {
            let now = [
                reader.count_wraps(policy, 2)?,
                reader.count_wraps(policy, 3)?,
                reader.count_wraps(policy, u32::MAX)?,
            ];
            Ok::<_, StoreError>((
                now,
                [
                    reader.wraps_made(policy, 1)?,
                    reader.wraps_made(policy, 2)?,
                    reader.wraps_made(policy, 3)?,
                ],
            ))
        })
    };
    same("at first", counts()?, ([4, 4, 4], [4, 0, 0]))?;
    let mut changes: Vec<_> =
        mailboxes.iter().map(|no| (wrap(*no, 1, policy, 1), wrap(*no, 1, policy, 2))).collect();
    changes.truncate(3);
    let undone: Result<(), Wrong> = recorded(state.as_ref(), |writer| {
        overwrite(writer, &changes)?;
        Err(Wrong("on purpose".to_owned()))
    });
    same("undone", undone.is_err(), true)?;
    same("after what was undone", counts()?, ([4, 4, 4], [4, 0, 0]))?;
    recorded(state.as_ref(), |writer| overwrite(writer, &changes))?;
    same("after three", counts()?, ([1, 4, 4], [4, 3, 0]))?;
    let back: Vec<_> =
        changes.iter().map(|(_, new)| (new.clone(), wrap(new.scope_no, 1, policy, 3))).collect();
    recorded(state.as_ref(), |writer| overwrite(writer, &back))?;
    same("after three once more", counts()?, ([1, 1, 4], [4, 3, 3]))
}

fn rewrapped(state: &Backend) -> Outcome {
    let (policy, mailboxes) = populate(state.as_ref(), 25)?;
    let mut cursor = 0;
    let mut pages = 0;
    loop {
        let page = state.view(|reader| reader.wraps_of_policy(policy, 2, cursor, 10))?;
        let Some(last) = page.last() else { break };
        cursor = last.scope_no;
        pages += 1;
        let changes: Vec<_> = page
            .into_iter()
            .map(|old| (old.clone(), ScopeWrap { generation: 2, wrap: vec![2; 61], ..old }))
            .collect();
        recorded(state.as_ref(), |writer| overwrite(writer, &changes))?;
    }
    same("pages", pages, 3)?;
    state.view(|reader| {
        same("left", reader.wraps_of_policy(policy, 2, 0, 10)?, Vec::new())?;
        same(
            "of the new generation",
            reader.wraps_of_policy(policy, u32::MAX, 0, 1000)?.len(),
            mailboxes.len(),
        )?;
        same("of no policy", reader.wraps_of_policy(policy + 1, u32::MAX, 0, 1000)?, Vec::new())
    })
}

fn whole_scopes(state: &Backend) -> Outcome {
    let (policy, _) = populate(state.as_ref(), 0)?;
    recorded(state.as_ref(), |writer| {
        for name in ["a", "b", "c"] {
            let no = writer.insert_scope(&scope(ScopeKind::Workload, name))?;
            for version in 1..=3 {
                put(writer, &wrap(no, version, policy, 1))?;
            }
        }
        Ok::<_, StoreError>(())
    })?;
    let walk = |below: Option<u32>| {
        let (mut after, mut seen) = (0, Vec::new());
        loop {
            let page = state.view(|reader| match below {
                Some(below) => reader.wraps_of_policy(policy, below, after, 2),
                None => reader.all_scope_wraps(after, 2),
            })?;
            let Some(last) = page.last() else { return Ok::<_, Wrong>(seen) };
            after = last.scope_no;
            seen.extend(page.into_iter().map(|wrap| (wrap.scope_no, wrap.version)));
        }
    };
    let all = walk(None)?;
    same("all", all.len(), 9)?;
    same("in order", all.is_sorted(), true)?;
    same("of the policy", walk(Some(9))?, all)
}

fn without_policy(state: &Backend) -> Outcome {
    let (service, mailboxes) = populate(state.as_ref(), 3)?;
    let no = recorded(state.as_ref(), |writer| {
        let policy = add_policy(writer, PolicyKind::Mailbox, "p", 1)?;
        put(writer, &wrap(mailboxes.first().copied().unwrap_or(0), 2, service, 1))?;
        let mine = crate::model::Mailbox { policy_no: Some(policy), ..mailbox("own") };
        add_mailbox(writer, &mine, policy)
    })?;
    let list = |after, limit| {
        let page = state.view(|reader| reader.wraps_without_mailbox_policy(after, limit))?;
        Ok::<_, Wrong>(page.into_iter().map(|wrap| wrap.scope_no).collect::<Vec<_>>())
    };
    let [first, second, third] = there("mailboxes", <[i64; 3]>::try_from(mailboxes).ok())?;
    same("all", list(0, 100)?, vec![first, first, second, third])?;
    same("first page", list(0, 1)?, vec![first, first])?;
    same("second page", list(first, 1)?, vec![second])?;
    let mut freed = there("mailbox", state.view(|reader| reader.mailbox(no))?)?.mailbox;
    freed.policy_no = None;
    recorded(state.as_ref(), |writer| writer.update_mailbox(&freed))?;
    same("with the freed one", list(third, 100)?, vec![no])
}

fn pending(state: &Backend) -> Outcome {
    let (_, mailboxes) = populate(state.as_ref(), 5)?;
    recorded(state.as_ref(), |writer| writer.add_pending_scopes(&mailboxes))?;
    let two = mailboxes.get(..2).unwrap_or_default();
    recorded(state.as_ref(), |writer| writer.add_pending_scopes(two))?;
    same("once each", state.view(|reader| reader.count_pending_scopes())?, 5)?;
    recorded(state.as_ref(), |writer| writer.remove_pending_scopes(two))?;
    state.view(|reader| {
        let rest = mailboxes.get(2..).unwrap_or_default();
        same("rest", reader.pending_scopes(0, 10)?, rest.to_vec())?;
        same("page", reader.pending_scopes(0, 1)?, rest.get(..1).unwrap_or_default().to_vec())?;
        same(
            "second page",
            reader.pending_scopes(rest.first().copied().unwrap_or(0), 10)?.len(),
            2,
        )?;
        same("count", reader.count_pending_scopes()?, 3)
    })
}

fn counted_by_kind(state: &Backend) -> Outcome {
    let (policy_no, mailboxes) = populate(state.as_ref(), 3)?;
    let first = there("mailbox", mailboxes.first().copied())?;
    let count = |generation, kind, keys| KeyCount { policy_no, generation, kind, keys };
    let (mailbox, workload) = (ScopeKind::Mailbox, ScopeKind::Workload);
    let counts = |expected| same("counts", state.view(|reader| reader.key_counts())?, expected);
    counts(vec![count(1, mailbox, 3)])?;
    let key = |no, generation| ScopeWrap { kind: workload, ..wrap(no, 1, policy_no, generation) };
    let no = recorded(state.as_ref(), |writer| {
        let no = writer.insert_scope(&scope(workload, "w"))?;
        put(writer, &key(no, 1)).map(|()| no)
    })?;
    counts(vec![count(1, mailbox, 3), count(1, workload, 1)])?;
    let moved =
        [(key(no, 1), key(no, 2)), (wrap(first, 1, policy_no, 1), wrap(first, 1, policy_no, 2))];
    recorded(state.as_ref(), |writer| overwrite(writer, &moved))?;
    counts(vec![count(1, mailbox, 2), count(2, mailbox, 1), count(2, workload, 1)])
}
