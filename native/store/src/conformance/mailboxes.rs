//! Mailboxes, their names and listings.

use super::samples::{add_mailbox, add_policy, id, mailbox, populate};
use super::{Outcome, Rules, Wrong, fails, recorded, same, there};
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{Mailbox, MailboxQuery, PolicyKind};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a mailbox is found by each of its names and by its GUID, whatever the case", identities),
    ("a taken identity is a conflict that names it", taken),
    ("an update moves a mailbox's names and leaves nothing of the old ones", renamed),
    ("mailboxes are counted, all and by policy", counted),
    ("mailboxes are listed page by page, at most 1000 a page", pages),
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
        let found = there(identity, state.view(|reader| reader.mailbox_by_identity(identity))?)?;
        same("mailbox", found.mailbox, wanted.clone())?;
        same(
            "where its key stands",
            (found.wrapped_by, found.generation, found.items, found.bytes),
            (policy, 1, 0, 0),
        )?;
    }
    for identity in ["display bob", "bo", "", &id(1234).to_string()] {
        same(identity, state.view(|reader| reader.mailbox_by_identity(identity))?, None)?;
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

fn renamed(state: &Backend) -> Outcome {
    let (_, numbers) = populate(state.as_ref(), 2)?;
    let no = there("mailbox", numbers.first().copied())?;
    let mut changed = mailbox("renamed");
    (changed.no, changed.guid, changed.created, changed.changed) = (no, mailbox("m0").guid, 4, 99);
    changed.recipient_type = "SharedMailbox".to_owned();
    recorded(state.as_ref(), |writer| writer.update_mailbox(&changed))?;
    state.view(|reader| {
        for identity in ["m0", "m0-alias", "m0@contoso.com", "m0.smtp@contoso.com"] {
            same(identity, reader.mailbox_by_identity(identity)?, None)?;
        }
        for identity in ["renamed", "renamed-alias", "renamed@contoso.com"] {
            same(
                identity,
                there(identity, reader.mailbox_by_identity(identity)?)?.mailbox,
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
