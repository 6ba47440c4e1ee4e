//! Tenant, settings, policies, generations and their wraps.

use super::samples::{add_policy, generation, id, policy, policy_wrap, tenant};
use super::{Outcome, Rules, fails, holds, recorded, same, there};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{Assignment, PolicyKind, WrapSlot};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a new tenant is what it was made as, with nothing in it", empty),
    ("settings are set, overwritten, removed and listed by prefix", settings),
    ("the key epoch only rises, and is seen outside a change at once", epoch),
    ("a policy comes back as it was inserted, by number, name and GUID", policy_comes_back),
    ("a policy's name is unique among its kind, whatever its case", policy_names),
    ("a policy is found by the GUID of any of its generations", by_generation),
    ("generations come newest first, and a number or GUID is not given twice", generations),
    ("a wrap of a policy key is overwritten in place", wraps),
    ("a page of policy wraps never cuts a policy in two", pages),
    ("the assignment is set, replaced and removed", assignment),
];

fn empty(state: &Backend) -> Outcome {
    state.view(|reader| {
        same("tenant", reader.tenant()?, tenant())?;
        same("policies", reader.policies(PolicyKind::Service)?, Vec::new())?;
        same("mailboxes", reader.count_mailboxes(None)?, 0)?;
        same("assignment", reader.assignment()?.policy_no, None)?;
        same("audit", reader.last_audit()?, None)
    })
}

fn settings(state: &Backend) -> Outcome {
    recorded(state.as_ref(), |writer| {
        for (name, value) in [("a.x", "1"), ("a.y", "2"), ("b", "3"), ("a.x", "4")] {
            writer.set_setting(name, Some(value))?;
        }
        writer.set_setting("b", None)?;
        writer.set_setting("c%", Some("5"))?;
        same("overwritten", writer.setting("a.x")?, Some("4".to_owned()))?;
        same("removed", writer.setting("b")?, None)?;
        let both = vec![("a.x".to_owned(), "4".to_owned()), ("a.y".to_owned(), "2".to_owned())];
        same("by prefix", writer.settings("a.")?, both)?;
        same("prefix with a wildcard", writer.settings("%")?, Vec::new())
    })
}

fn epoch(state: &Backend) -> Outcome {
    let before = state.key_epoch()?;
    recorded(state.as_ref(), |writer| {
        writer.raise_epoch()?;
        same("inside", writer.epoch()?, before + 1)
    })?;
    same("outside", state.key_epoch()?, before + 1)
}

fn policy_comes_back(state: &Backend) -> Outcome {
    let mut wanted = policy(PolicyKind::Mailbox, "P1");
    wanted.no = recorded(state.as_ref(), |writer| writer.insert_policy(&wanted))?;
    let check = |wanted: &crate::model::Policy| {
        state.view(|reader| {
            same("by number", reader.policy(wanted.no)?, Some(wanted.clone()))?;
            same(
                "by name",
                reader.policy_by_name(PolicyKind::Mailbox, " p1")?,
                Some(wanted.clone()),
            )?;
            same("by GUID", reader.policy_by_guid(wanted.guid)?, Some(wanted.clone()))?;
            same("of its kind", reader.policies(PolicyKind::Mailbox)?, vec![wanted.clone()])?;
            same("of another kind", reader.policy_by_name(PolicyKind::MultiWorkload, "P1")?, None)
        })
    };
    check(&wanted)?;
    wanted.enabled = false;
    wanted.activated = Some(77);
    wanted.description.clear();
    wanted.generation = 9;
    wanted.key_uris.clear();
    recorded(state.as_ref(), |writer| writer.update_policy(&wanted))?;
    check(&wanted)?;
    wanted.no += 1;
    fails(
        "updating none",
        recorded(state.as_ref(), |writer| writer.update_policy(&wanted)),
        StoreErrorKind::NotFound,
    )
}

fn policy_names(state: &Backend) -> Outcome {
    let insert = |kind, name: &str, guid| {
        recorded(state.as_ref(), |writer| {
            writer.insert_policy(&crate::model::Policy { guid, ..policy(kind, name) })
        })
    };
    let first = insert(PolicyKind::Mailbox, "Contoso DEP", id(100))?;
    fails(
        "the same name",
        insert(PolicyKind::Mailbox, "CONTOSO dep", id(101)),
        StoreErrorKind::Conflict,
    )?;
    fails(
        "the same GUID",
        insert(PolicyKind::Mailbox, "other", id(100)),
        StoreErrorKind::Conflict,
    )?;
    insert(PolicyKind::MultiWorkload, "contoso dep", id(102))?;
    insert(PolicyKind::Mailbox, "other", id(103))?;
    let renamed = crate::model::Policy { no: first, ..policy(PolicyKind::Mailbox, "OTHER") };
    fails(
        "renaming to a taken name",
        recorded(state.as_ref(), |writer| writer.update_policy(&renamed)),
        StoreErrorKind::Conflict,
    )
}

fn by_generation(state: &Backend) -> Outcome {
    let no = recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::Mailbox, "p", 2))?;
    for number in [1, 2] {
        let found = state.view(|reader| reader.policy_by_guid(generation(no, number).guid))?;
        same("policy", there("policy", found)?.no, no)?;
    }
    same("no policy", state.view(|reader| reader.policy_by_guid(id(5)))?, None)
}

fn generations(state: &Backend) -> Outcome {
    let no = recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::Mailbox, "p", 3))?;
    state.view(|reader| {
        same(
            "newest first",
            reader.generations(no)?,
            vec![generation(no, 3), generation(no, 2), generation(no, 1)],
        )?;
        same("one", reader.generation(no, 2)?, Some(generation(no, 2)))?;
        same("none", reader.generation(no, 4)?, None)?;
        Ok::<_, super::Wrong>(())
    })?;
    let again = crate::model::Generation { guid: id(6), ..generation(no, 2) };
    fails(
        "number",
        recorded(state.as_ref(), |writer| writer.insert_generation(&again, &[])),
        StoreErrorKind::Conflict,
    )?;
    let again = crate::model::Generation { guid: generation(no, 1).guid, ..generation(no, 4) };
    fails(
        "GUID",
        recorded(state.as_ref(), |writer| writer.insert_generation(&again, &[])),
        StoreErrorKind::Conflict,
    )
}

fn wraps(state: &Backend) -> Outcome {
    let no = recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::Mailbox, "p", 1))?;
    let expected = [WrapSlot::First, WrapSlot::Second, WrapSlot::Availability]
        .map(|slot| policy_wrap(no, 1, slot));
    same("wraps by slot", state.view(|reader| reader.policy_wraps(no, 1))?, expected.to_vec())
}

fn pages(state: &Backend) -> Outcome {
    recorded(state.as_ref(), |writer| {
        for name in ["a", "b", "c"] {
            add_policy(writer, PolicyKind::Mailbox, name, 2)?;
        }
        Ok::<_, StoreError>(())
    })?;
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let page = state.view(|reader| reader.all_policy_wraps(after, 4))?;
        let Some(last) = page.last() else { break };
        after = last.policy_no;
        seen.extend(page);
    }
    same("all wraps", seen.len(), 18)?;
    holds(
        "the order of policy, generation and slot",
        seen.is_sorted_by_key(|wrap| (wrap.policy_no, wrap.generation, wrap.slot)),
    )
}

fn assignment(state: &Backend) -> Outcome {
    let no =
        recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::MultiWorkload, "p", 1))?;
    recorded(state.as_ref(), |writer| writer.set_assignment(Some(no), 5))?;
    recorded(state.as_ref(), |writer| writer.set_assignment(Some(no), 6))?;
    same(
        "assigned",
        state.view(|reader| reader.assignment())?,
        Assignment { policy_no: Some(no), at: 6 },
    )?;
    recorded(state.as_ref(), |writer| writer.set_assignment(None, 7))?;
    same(
        "removed",
        state.view(|reader| reader.assignment())?,
        Assignment { policy_no: None, at: 7 },
    )?;
    fails(
        "to none",
        recorded(state.as_ref(), |writer| writer.set_assignment(Some(no + 1), 5)),
        StoreErrorKind::NotFound,
    )
}
