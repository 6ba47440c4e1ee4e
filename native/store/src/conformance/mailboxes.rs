//! Mailboxes, their names and listings.

use std::ops::Range;

use super::samples::{add_mailbox, add_policy, id, item, mailbox, overwrite, populate, wrap};
use super::{Outcome, Rules, Wrong, fails, recorded, same, there};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{
    Among, Mailbox, MailboxQuery, PolicyKind, Removal, Removed, RemovedCount, ScopeKind, ScopeWrap,
};
use crate::state::{Reader, State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a mailbox is found by each of its names and by its GUID, whatever the case", identities),
    ("a taken identity is a conflict that names it", taken),
    ("many mailboxes go in at once, each with its number and names", at_once),
    ("a taken identity among many mailboxes is told of the first, and nothing stays", taken_among),
    ("an update moves a mailbox's names and leaves nothing of the old ones", renamed),
    ("mailboxes are counted, all and by policy", counted),
    ("a removed mailbox gives its names up, is counted apart, and its key stays", removed),
    ("a removed mailbox that comes back needs its names", back),
    ("a removed mailbox is destroyed with its key and its items, and no other is", destroyed),
    ("mailboxes that were removed before a time are found, and none that a hold keeps", ended),
    ("mailboxes are listed page by page, at most 1000 a page", pages),
    ("mailboxes that fit are found stretch by stretch, each once", stretches),
    ("a listing meets all its conditions", conditions),
    ("a listing by beginning finds every name, and many matches as well as few", beginnings),
];

fn names(state: &Backend, query: &MailboxQuery) -> Result<Vec<String>, Wrong> {
    let page = state.view(|reader| reader.mailboxes(query))?;
    Ok(page.into_iter().map(|status| status.mailbox.name).collect())
}

fn all() -> MailboxQuery {
    MailboxQuery { limit: 1000, ..MailboxQuery::default() }
}

fn identities(state: &Backend) -> Outcome {
    let (policy, _) = populate(state.as_ref(), 2)?;
    let mut wanted = mailbox("Bob");
    wanted.no = recorded(state.as_ref(), |writer| add_mailbox(writer, &wanted, policy))?;
    let guid = wanted.guid.to_string();
    let braced = format!("{{{}}}", guid.to_uppercase());
    for identity in ["BOB", "bob-ALIAS", " Bob@contoso.com", "bob.SMTP@contoso.com", &guid, &braced]
    {
        let found =
            there(identity, state.view(|reader| reader.mailboxes_by_identity(identity))?.pop())?;
        same("mailbox", found.mailbox, wanted.clone())?;
        same(
            "where its key stands",
            (found.wrapped_by, found.generation, found.items, found.bytes),
            (policy, 1, 0, 0),
        )?;
    }
    let mut other = mailbox("other");
    other.alias = "BOB".to_owned();
    other.no = recorded(state.as_ref(), |writer| add_mailbox(writer, &other, policy))?;
    let both = state.view(|reader| reader.mailboxes_by_identity("bob"))?;
    same(
        "whom two fields name",
        both.into_iter().map(|found| found.mailbox).collect::<Vec<_>>(),
        vec![wanted, other],
    )?;
    for (beginnings, wanted) in [
        ("BOB@cont", vec!["Bob"]),
        ("bob.SMTP", vec![]),
        ("o", vec!["other"]),
        ("other bob@ nobody BOB", vec!["Bob", "other"]),
        ("", vec![]),
    ] {
        let all: Vec<String> = beginnings.split_whitespace().map(str::to_owned).collect();
        let found = state.view(|reader| reader.mailboxes_of_users(&all))?;
        let names: Vec<String> = found.into_iter().map(|found| found.mailbox.name).collect();
        same(beginnings, names, wanted.into_iter().map(str::to_owned).collect())?;
    }
    for identity in ["display bob", "bo", "", &id(1234).to_string()] {
        same(identity, state.view(|reader| reader.mailboxes_by_identity(identity))?, Vec::new())?;
    }
    Ok(())
}

fn taken(state: &Backend) -> Outcome {
    populate(state.as_ref(), 1)?;
    let clash = |change: fn(&mut Mailbox)| {
        let mut other = mailbox("other");
        change(&mut other);
        recorded(state.as_ref(), |writer| writer.insert_mailbox(&other))
    };
    let told = |change: fn(&mut Mailbox)| {
        let mut other = mailbox("other");
        change(&mut other);
        state.view(|reader| reader.check_new_mailbox(&other)).map(|()| 0)
    };
    let clashes = [
        ("M0", told(|other| other.name = "M0".to_owned())),
        ("M0-alias", told(|other| other.alias = "M0-alias".to_owned())),
        ("M0@contoso.com", told(|other| other.user_principal_name = "M0@contoso.com".to_owned())),
        (
            "M0.smtp@contoso.com",
            told(|other| other.smtp_address = "M0.smtp@contoso.com".to_owned()),
        ),
        ("M0", clash(|other| other.name = "M0".to_owned())),
        ("M0-alias", clash(|other| other.alias = "M0-alias".to_owned())),
        ("M0@contoso.com", clash(|other| other.user_principal_name = "M0@contoso.com".to_owned())),
        (
            "M0.smtp@contoso.com",
            clash(|other| other.smtp_address = "M0.smtp@contoso.com".to_owned()),
        ),
    ];
    for (name, result) in clashes {
        match result {
            Ok(_) => return Err(Wrong(format!("{name} was taken twice"))),
            Err(error) => {
                same("kind", error.kind, StoreErrorKind::Conflict)?;
                same("target", error.target, name.to_owned())?;
            }
        }
    }
    told(|other| other.display_name = mailbox("m0").display_name)?;
    fails("GUID", clash(|other| other.guid = mailbox("m0").guid), StoreErrorKind::Conflict)?;
    clash(|other| other.display_name = mailbox("m0").display_name)?;
    same("how many", state.view(|reader| reader.count_mailboxes(None))?, 2)
}

/// More than one statement takes.
fn many() -> Vec<Mailbox> {
    (0..150).map(|number| mailbox(&format!("many{number}"))).collect()
}

fn at_once(state: &Backend) -> Outcome {
    let (policy, _) = populate(state.as_ref(), 1)?;
    let mut many = many();
    recorded(state.as_ref(), |writer| {
        writer.insert_mailboxes(&mut many)?;
        let wraps: Vec<_> = many.iter().map(|mailbox| wrap(mailbox.no, 1, policy, 1)).collect();
        let live = writer.admit(policy, 1)?;
        writer.insert_scope_wraps(&live, &wraps)
    })?;
    same("how many", state.view(|reader| reader.count_mailboxes(None))?, 151)?;
    same("wraps", state.view(|reader| reader.count_wraps(policy, u32::MAX))?, 151)?;
    for mailbox in &many {
        for name in [&mailbox.name, &mailbox.alias, &mailbox.smtp_address] {
            let mut found = state.view(|reader| reader.mailboxes_by_identity(name))?;
            same("mailbox", there(name, found.pop())?.mailbox, mailbox.clone())?;
        }
        let wraps = state.view(|reader| reader.scope_wraps(mailbox.no))?;
        let own = ScopeWrap { scope: mailbox.guid, ..wrap(mailbox.no, 1, policy, 1) };
        same("wraps", wraps, vec![own])?;
    }
    Ok(())
}

fn taken_among(state: &Backend) -> Outcome {
    populate(state.as_ref(), 1)?;
    let clash = |change: fn(&mut Mailbox)| {
        let mut many = many();
        let last = many.iter_mut().skip(70).take(2);
        last.for_each(change);
        let mut refused = None;
        let ended = recorded(state.as_ref(), |writer| {
            writer.insert_mailboxes(&mut many).map_err(|problem| {
                refused = Some(problem.at);
                problem.error
            })
        });
        same("how many", state.view(|reader| reader.count_mailboxes(None))?, 1)?;
        same("scopes", state.view(|reader| reader.scopes(ScopeKind::Mailbox, 0, 1000))?.len(), 1)?;
        for name in ["many0", "many149"] {
            same(name, state.view(|reader| reader.mailboxes_by_identity(name))?, Vec::new())?;
        }
        let error = ended.err().ok_or_else(|| Wrong("a name was taken twice".to_owned()))?;
        same("kind", error.kind, StoreErrorKind::Conflict)?;
        Ok::<_, Wrong>((refused, error.target))
    };
    let told = |at, target: &str| (Some(at), target.to_owned());
    same(
        "of the store's",
        clash(|many| many.alias = "M0-alias".to_owned())?,
        told(70, "M0-alias"),
    )?;
    same("of their own", clash(|many| many.alias = "A-twice".to_owned())?, told(71, "A-twice"))?;
    same("of one before", clash(|many| many.name = "MANY3".to_owned())?, told(70, "MANY3"))?;
    same("of one after", clash(|many| many.name = "MANY90".to_owned())?, told(71, "MANY90"))?;
    let guid = mailbox("m0").guid.to_string();
    same("GUID", clash(|many| many.guid = mailbox("m0").guid)?, told(70, &guid))
}

fn renamed(state: &Backend) -> Outcome {
    let (_, numbers) = populate(state.as_ref(), 2)?;
    let no = there("mailbox", numbers.first().copied())?;
    let mut changed = mailbox("renamed");
    (changed.no, changed.guid, changed.created, changed.changed) = (no, mailbox("m0").guid, 4, 99);
    changed.recipient_type = "SharedMailbox".to_owned();
    recorded(state.as_ref(), |writer| writer.update_mailbox(&changed))?;
    state.view(|reader| {
        for identity in ["m0", "m0-alias", "m0@contoso.com", "m0.smtp@contoso.com"] {
            same(identity, reader.mailboxes_by_identity(identity)?, Vec::new())?;
        }
        for identity in ["renamed", "renamed-alias", "renamed@contoso.com"] {
            same(
                identity,
                there(identity, reader.mailboxes_by_identity(identity)?.pop())?.mailbox,
                changed.clone(),
            )?;
        }
        Ok::<_, Wrong>(())
    })?;
    let mut clash = changed.clone();
    clash.alias = "M1-alias".to_owned();
    fails(
        "to a taken alias",
        recorded(state.as_ref(), |writer| writer.update_mailbox(&clash)),
        StoreErrorKind::Conflict,
    )?;
    clash.no = 9999;
    fails(
        "none",
        recorded(state.as_ref(), |writer| writer.update_mailbox(&clash)),
        StoreErrorKind::NotFound,
    )?;
    let checks = state.check()?;
    same("checks", checks.into_iter().filter(|check| !check.passed).collect(), Vec::new())
}

fn counted(state: &Backend) -> Outcome {
    let (_, numbers) = populate(state.as_ref(), 3)?;
    let policy =
        recorded(state.as_ref(), |writer| add_policy(writer, PolicyKind::Mailbox, "p", 1))?;
    let mut first = there(
        "mailbox",
        state.view(|reader| reader.mailbox(numbers.first().copied().unwrap_or(0)))?,
    )?
    .mailbox;
    for (carried, expected) in [(Some(policy), 1), (Some(policy), 1), (None, 0)] {
        first.policy_no = carried;
        recorded(state.as_ref(), |writer| writer.update_mailbox(&first))?;
        same("carrying", state.view(|reader| reader.count_mailboxes(Some(policy)))?, expected)?;
    }
    same("all", state.view(|reader| reader.count_mailboxes(None))?, 3)
}

fn by_no(state: &Backend, no: i64) -> Result<Mailbox, Wrong> {
    Ok(there("mailbox", state.view(|reader| reader.mailbox(no))?)?.mailbox)
}

/// Removes the mailbox of this number so.
fn remove(state: &Backend, no: i64, how: Removal) -> Outcome {
    let row = Mailbox { removed: Some(Removed { how, at: 8 }), ..by_no(state, no)? };
    recorded(state.as_ref(), |writer| writer.update_mailbox(&row))?;
    same("as it was written", by_no(state, no)?, row)
}

fn sound(state: &Backend) -> Outcome {
    let checks = state.check()?;
    same("checks", checks.into_iter().filter(|check| !check.passed).collect(), Vec::new())
}

fn removed(state: &Backend) -> Outcome {
    let (policy_no, numbers) = populate(state.as_ref(), 3)?;
    let no = numbers.first().copied().unwrap_or(0);
    remove(state, no, Removal::SoftDeleted)?;
    same("in use", names(state, &all())?, vec!["m1".to_owned(), "m2".to_owned()])?;
    let removed = MailboxQuery { among: Among::Removed, ..all() };
    same("removed", names(state, &removed)?, vec!["m0".to_owned()])?;
    let like = MailboxQuery { begins_with: Some("M0-al".to_owned()), ..removed };
    same("removed, by a beginning", names(state, &like)?, vec!["m0".to_owned()])?;
    same("inactive", names(state, &MailboxQuery { among: Among::Inactive, ..all() })?, Vec::new())?;
    let guid = by_no(state, no)?.guid.to_string();
    for name in ["m0", &guid] {
        same(name, state.view(|reader| reader.mailboxes_by_identity(name))?, Vec::new())?;
        let found = state.view(|reader| reader.removed_mailboxes_by_identity(name))?;
        same("number of removed", found.len(), 1)?;
    }
    same("how many", state.view(|reader| reader.count_mailboxes(None))?, 2)?;
    let counted = |how| vec![RemovedCount { policy_no, generation: 1, how, keys: 1 }];
    same("keys", state.view(|reader| reader.removed_counts())?, counted(Removal::SoftDeleted))?;
    let counts = state.view(|reader| {
        Ok::<_, StoreError>((
            reader.count_wraps(policy_no, 2)?,
            reader.count_movable_wraps(policy_no, 2)?,
        ))
    })?;
    same("all keys, and those that move", counts, (3, 2))?;
    let page = state.view(|reader| reader.wraps_of_policy(policy_no, 2, 0, 10))?;
    same("keys to be moved", page.len(), 2)?;
    let moved = recorded(state.as_ref(), |writer| {
        overwrite(writer, &[(wrap(no, 1, policy_no, 1), wrap(no, 1, policy_no, 2))])
    })?;
    same("moved by one who read it before", moved, 0)?;
    fails(
        "an item",
        recorded(state.as_ref(), |writer| writer.insert_item(&item(no, 1, Some(vec![1])))),
        StoreErrorKind::Conflict,
    )?;
    remove(state, no, Removal::Inactive)?;
    same("keys", state.view(|reader| reader.removed_counts())?, counted(Removal::Inactive))?;
    let with = MailboxQuery { among: Among::WithInactive, ..all() };
    same("with inactive ones", names(state, &with)?.len(), 3)?;
    sound(state)
}

fn back(state: &Backend) -> Outcome {
    let (policy, numbers) = populate(state.as_ref(), 2)?;
    let no = numbers.first().copied().unwrap_or(0);
    remove(state, no, Removal::Disconnected)?;
    let new = Mailbox { guid: id(77), ..mailbox("m0") };
    recorded(state.as_ref(), |writer| add_mailbox(writer, &new, policy))?;
    let again = Mailbox { removed: None, ..by_no(state, no)? };
    fails(
        "its names",
        recorded(state.as_ref(), |writer| writer.update_mailbox(&again)),
        StoreErrorKind::Conflict,
    )?;
    let renamed = Mailbox { guid: again.guid, no, removed: None, ..mailbox("m9") };
    recorded(state.as_ref(), |writer| writer.update_mailbox(&renamed))?;
    same("removed", state.view(|reader| reader.removed_counts())?, Vec::new())?;
    same("how many", state.view(|reader| reader.count_mailboxes(None))?, 3)?;
    let found = state.view(|reader| reader.mailboxes_by_identity("M9-ALIAS"))?;
    same("found", found.first().map(|found| found.mailbox.no), Some(no))?;
    sound(state)
}

fn destroyed(state: &Backend) -> Outcome {
    let (policy, numbers) = populate(state.as_ref(), 2)?;
    let no = numbers.first().copied().unwrap_or(0);
    recorded(state.as_ref(), |writer| {
        writer.insert_items(&[item(no, 1, Some(vec![1])), item(no, 2, None)])
    })?;
    let destroy = || recorded(state.as_ref(), |writer| writer.destroy_mailbox(no));
    fails("in use", destroy(), StoreErrorKind::Conflict)?;
    remove(state, no, Removal::Destroying)?;
    fails("with items", destroy(), StoreErrorKind::Conflict)?;
    let gone = |limit| recorded(state.as_ref(), |writer| writer.remove_items(no, limit));
    same("first", gone(1)?, vec![(item(no, 1, None).id, Vec::new())])?;
    same("second", gone(9)?, vec![(item(no, 2, None).id, vec![item(no, 2, None).id])])?;
    destroy()?;
    same("keys", state.view(|reader| reader.count_wraps(policy, u32::MAX))?, 1)?;
    same("mailbox", state.view(|reader| reader.mailbox(no))?, None)?;
    same("name", state.view(|reader| reader.removed_mailboxes_by_identity("m0"))?, Vec::new())?;
    sound(state)
}

fn ended(state: &Backend) -> Outcome {
    let (policy, numbers) = populate(state.as_ref(), 3)?;
    let ways = [Removal::SoftDeleted, Removal::Inactive, Removal::Disconnected];
    for (no, how) in numbers.iter().zip(ways) {
        remove(state, *no, how)?;
    }
    let at = by_no(state, numbers.first().copied().unwrap_or(0))?.removed.map_or(0, |is| is.at);
    let within = |times: Range<i64>, after, limit| {
        state.view(|reader| reader.mailboxes_removed_between(&times, after, limit))
    };
    let wanted: Vec<_> = numbers.iter().copied().step_by(2).collect();
    let (first, later) = (wanted.first().copied().unwrap_or(0), at.saturating_add(1));
    same("earlier", within(i64::MIN..at, 0, 9)?, Vec::new())?;
    same("later", within(later..i64::MAX, 0, 9)?, Vec::new())?;
    same("then", within(at..later, 0, 9)?, wanted.clone())?;
    same("above one", within(at..later, first, 9)?, wanted.iter().copied().skip(1).collect())?;
    same("a few", within(i64::MIN..later, 0, 1)?, vec![first])?;
    let keys = |times: Range<i64>| {
        let found = state.view(|reader| reader.ended_counts(&times, &(0..0)))?;
        let told = found.iter().map(|it| (it.policy_no, it.generation, it.kind, it.keys));
        Ok::<_, StoreError>(told.collect::<Vec<_>>())
    };
    same("keys of earlier ones", keys(i64::MIN..at)?, Vec::new())?;
    same("keys of later ones", keys(later..i64::MAX)?, Vec::new())?;
    same("keys, but of what is held", keys(at..later)?, vec![(policy, 1, ScopeKind::Mailbox, 2)])
}

fn stretches(state: &Backend) -> Outcome {
    populate(state.as_ref(), 1)?;
    let mut many: Vec<Mailbox> = (0..10_100).map(|n| mailbox(&format!("many{n}"))).collect();
    for shared in many.iter_mut().step_by(1000) {
        shared.recipient_type = "SharedMailbox".to_owned();
    }
    recorded(state.as_ref(), |writer| writer.insert_mailboxes(&mut many).map_err(|no| no.error))?;
    let walk = |query: &MailboxQuery, fits: &dyn Fn(&Mailbox) -> bool| {
        let (mut query, mut found, mut stretches) = (query.clone(), Vec::new(), 0);
        loop {
            let (page, next) = state.view(|reader| reader.mailboxes_that(&query, fits))?;
            found.extend(page.into_iter().map(|status| status.mailbox.name));
            stretches += 1;
            let Some(next) = next else { return Ok::<_, Wrong>((found, stretches)) };
            query.after = next;
        }
    };
    let last = |of: &Mailbox| of.name.ends_with("000") || of.name == "many10099";
    let wanted: Vec<String> =
        (1..=10).map(|n| format!("many{n}000")).chain(["many10099".to_owned()]).collect();
    same("the few that fit", walk(&all(), &last)?, (wanted.clone(), 2))?;
    same("some at a time", walk(&MailboxQuery { limit: 2, ..all() }, &last)?.0, wanted.clone())?;
    let types = vec!["SharedMailbox".to_owned()];
    let shared = MailboxQuery { recipient_types: types, ..all() };
    same("of a type", walk(&shared, &last)?.0, wanted.into_iter().take(10).collect())?;
    let whole = |reader: &mut dyn Reader| reader.mailboxes_that(&all(), &|of| of.name == "m0");
    let own = state.view(|reader| reader.mailboxes_by_identity("m0"))?;
    same("with its key", state.view(whole)?.0, own)
}

fn pages(state: &Backend) -> Outcome {
    populate(state.as_ref(), 1205)?;
    let page = state.view(|reader| reader.mailboxes(&MailboxQuery { limit: 5000, ..all() }))?;
    same("first page", page.len(), 1000)?;
    let after = there("last", page.last())?.mailbox.no;
    same(
        "second page",
        state.view(|reader| reader.mailboxes(&MailboxQuery { after, ..all() }))?.len(),
        205,
    )?;
    same(
        "small page",
        names(state, &MailboxQuery { limit: 2, ..all() })?,
        vec!["m0".to_owned(), "m1".to_owned()],
    )
}

fn conditions(state: &Backend) -> Outcome {
    let (service, _) = populate(state.as_ref(), 0)?;
    recorded(state.as_ref(), |writer| {
        let policy = add_policy(writer, PolicyKind::Mailbox, "p", 1)?;
        for (name, kind, carried) in [
            ("a1", "UserMailbox", None),
            ("a2", "SharedMailbox", Some(policy)),
            ("a3", "MailUser", None),
            ("b1", "UserMailbox", Some(policy)),
        ] {
            let row =
                Mailbox { recipient_type: kind.to_owned(), policy_no: carried, ..mailbox(name) };
            add_mailbox(writer, &row, service)?;
        }
        Ok::<_, StoreError>(())
    })?;
    let policy =
        there("policy", state.view(|reader| reader.policy_by_name(PolicyKind::Mailbox, "p"))?)?.no;
    let list = |types: &[&str], policy_no: Option<i64>, begins_with: Option<&str>| {
        let recipient_types = types.iter().map(|name| (*name).to_owned()).collect();
        let query = MailboxQuery {
            recipient_types,
            policy_no,
            begins_with: begins_with.map(str::to_owned),
            among: Among::InUse,
            after: 0,
            limit: 100,
        };
        Ok::<_, Wrong>(names(state, &query)?.join(" "))
    };
    same("one type", list(&["usermailbox"], None, None)?.as_str(), "a1 b1")?;
    same("two types", list(&["MailUser", "SharedMailbox"], None, None)?.as_str(), "a2 a3")?;
    same("a policy", list(&[], Some(policy), None)?.as_str(), "a2 b1")?;
    same("a policy and a type", list(&["UserMailbox"], Some(policy), None)?.as_str(), "b1")?;
    same("a beginning", list(&[], None, Some("A"))?.as_str(), "a1 a2 a3")?;
    same("all", list(&["UserMailbox", "SharedMailbox"], Some(policy), Some("a"))?.as_str(), "a2")?;
    same("nothing", list(&["RoomMailbox"], None, None)?.as_str(), "")
}

fn beginnings(state: &Backend) -> Outcome {
    let (service, _) = populate(state.as_ref(), 30)?;
    recorded(state.as_ref(), |writer| {
        let odd = Mailbox {
            alias: "x1".to_owned(),
            user_principal_name: "x2@c".to_owned(),
            ..mailbox("x")
        };
        add_mailbox(writer, &odd, service)?;
        let shown = Mailbox { display_name: "X\u{e4}ver 100%".to_owned(), ..mailbox("someone") };
        add_mailbox(writer, &shown, service)
    })?;
    let begins = |beginning: &str, limit: u32| {
        names(
            state,
            &MailboxQuery {
                begins_with: Some(beginning.to_owned()),
                limit,
                ..MailboxQuery::default()
            },
        )
    };
    same("of any name", begins("x", 10)?, vec!["x".to_owned(), "someone".to_owned()])?;
    same("of a display name", begins("XA\u{308}VER", 10)?, vec!["someone".to_owned()])?;
    same("of no name", begins("%", 10)?, Vec::new())?;
    same("many", begins("m", 1000)?.len(), 30)?;
    same(
        "a page of many",
        begins("M1", 3)?,
        vec!["m1".to_owned(), "m10".to_owned(), "m11".to_owned()],
    )?;
    same("an empty beginning", begins(" ", 1000)?.len(), 32)
}
