//! Scopes and their items.

use super::samples::{id, item, populate, scope};
use super::{Outcome, Rules, Wrong, fails, recorded, same, there};
use crate::error::StoreErrorKind;
use crate::model::{Item, ItemHead, ObjectHead, Scope, ScopeKind};
use crate::state::{State, StateExt};

type Backend = Box<dyn State>;

pub(super) const RULES: Rules<Backend> = &[
    ("a scope comes back as it was inserted, by number, GUID and name", comes_back),
    ("a scope's name is unique among its kind", names),
    ("scopes are listed page by page, by kind", pages),
    ("an item comes back with its bytes, and is listed without", items),
    ("items are inserted many at once, each counted where it is, all or none", many_items),
    ("items are listed with the beginnings of their objects", heads),
    ("a scope counts its items and their bytes", counters),
];

fn comes_back(state: &Backend) -> Outcome {
    let mut wanted = scope(ScopeKind::Application, "App One");
    wanted.no = recorded(state.as_ref(), |writer| writer.insert_scope(&wanted))?;
    state.view(|reader| {
        same("by number", reader.scope(wanted.no)?, Some(wanted.clone()))?;
        same("by GUID", reader.scope_by_guid(wanted.guid)?, Some(wanted.clone()))?;
        same(
            "by name",
            reader.scope_by_name(ScopeKind::Application, "app one")?,
            Some(wanted.clone()),
        )?;
        same("of another kind", reader.scope_by_name(ScopeKind::Workload, "app one")?, None)?;
        same("none", reader.scope(wanted.no + 1)?, None)
    })?;
    let (_, mailboxes) = populate(state.as_ref(), 1)?;
    let found = state.view(|reader| reader.scope_by_name(ScopeKind::Mailbox, "M0"))?;
    same("a mailbox's scope", found.map(|scope| scope.no), mailboxes.first().copied())
}

fn names(state: &Backend) -> Outcome {
    recorded(state.as_ref(), |writer| writer.insert_scope(&scope(ScopeKind::Workload, "Teams")))?;
    let again = Scope { guid: id(8), ..scope(ScopeKind::Workload, "TEAMS") };
    fails(
        "the same name",
        recorded(state.as_ref(), |writer| writer.insert_scope(&again)),
        StoreErrorKind::Conflict,
    )?;
    let again = Scope { name: "other".to_owned(), ..scope(ScopeKind::Workload, "Teams") };
    fails(
        "the same GUID",
        recorded(state.as_ref(), |writer| writer.insert_scope(&again)),
        StoreErrorKind::Conflict,
    )?;
    recorded(state.as_ref(), |writer| {
        writer.insert_scope(&Scope {
            kind: ScopeKind::Application,
            ..Scope { guid: id(9), ..scope(ScopeKind::Workload, "teams") }
        })
    })?;
    Ok(())
}

fn pages(state: &Backend) -> Outcome {
    recorded(state.as_ref(), |writer| {
        for number in 0..5 {
            let kind = if number % 2 == 0 { ScopeKind::Workload } else { ScopeKind::Application };
            writer.insert_scope(&scope(kind, &format!("s{number}")))?;
        }
        Ok::<_, crate::error::StoreError>(())
    })?;
    state.view(|reader| {
        let first = reader.scopes(ScopeKind::Workload, 0, 2)?;
        let names =
            |scopes: &[Scope]| scopes.iter().map(|scope| scope.name.clone()).collect::<Vec<_>>();
        same("first page", names(&first), vec!["s0".to_owned(), "s2".to_owned()])?;
        let last = there("last", first.last())?.no;
        same(
            "second page",
            names(&reader.scopes(ScopeKind::Workload, last, 2)?),
            vec!["s4".to_owned()],
        )
    })
}

fn items(state: &Backend) -> Outcome {
    let no = recorded(state.as_ref(), |writer| {
        writer.insert_scope(&scope(ScopeKind::Application, "app"))
    })?;
    let mut wanted = item(no, 1, Some(vec![1, 2, 3]));
    wanted.no = recorded(state.as_ref(), |writer| writer.insert_item(&wanted))?;
    let empty = item(no, 2, Some(Vec::new()));
    recorded(state.as_ref(), |writer| writer.insert_item(&empty))?;
    state.view(|reader| {
        same("with bytes", reader.item(no, wanted.id)?, Some(wanted.clone()))?;
        same(
            "with no bytes at all",
            there("item", reader.item(no, empty.id)?)?.sealed,
            Some(Vec::new()),
        )?;
        same("in another scope", reader.item(no + 1, wanted.id)?, None)?;
        same("there, in whichever scope", reader.has_item(wanted.id)?, true)?;
        same("not there", reader.has_item(item(no, 3, None).id)?, false)?;
        let listed = reader.items(no, 0, 10)?;
        same("listed", listed.len(), 2)?;
        same(
            "without bytes",
            listed.first().cloned(),
            Some(Item { sealed: None, ..wanted.clone() }),
        )?;
        same("second page", reader.items(no, wanted.no, 10)?.len(), 1)
    })?;
    fails(
        "the same id",
        recorded(state.as_ref(), |writer| writer.insert_item(&wanted)),
        StoreErrorKind::Conflict,
    )?;
    fails(
        "in no scope",
        recorded(state.as_ref(), |writer| writer.insert_item(&item(no + 1, 5, None))),
        StoreErrorKind::NotFound,
    )
}

fn many_items(state: &Backend) -> Outcome {
    let (_, mailboxes) = populate(state.as_ref(), 2)?;
    let [first, second] = mailboxes.as_slice() else { return Err(Wrong("no mailboxes".into())) };
    // Of two scopes, here and outside, more than one statement takes.
    let body = |number: u128| (!number.is_multiple_of(5)).then(|| vec![1; 40]);
    let scope = |number: u128| if number.is_multiple_of(3) { *second } else { *first };
    let mut many: Vec<Item> =
        (0..150).map(|number| item(scope(number), number, body(number))).collect();
    let insert = |items: &[Item]| recorded(state.as_ref(), |writer| writer.insert_items(items));
    let no = insert(&many)?;
    for (item, no) in many.iter_mut().zip(no..) {
        item.no = no;
        let found = state.view(|reader| reader.item(item.scope_no, item.id))?;
        same("item", found, Some(item.clone()))?;
    }
    let twice: Vec<Item> =
        (200..300).chain([70]).chain(300..400).map(|n| item(*first, n, None)).collect();
    fails("an id that is there", insert(&twice), StoreErrorKind::Conflict)?;
    let items =
        |no| Ok::<_, Wrong>(there("mailbox", state.view(|reader| reader.mailbox(no))?)?.items);
    same("of the first", items(*first)?, 100)?;
    same("of the second", items(*second)?, 50)?;
    same("totals", state.view(|reader| reader.item_totals())?, (150, 1500))
}

fn heads(state: &Backend) -> Outcome {
    let place = scope(ScopeKind::Application, "app");
    let no = recorded(state.as_ref(), |writer| writer.insert_scope(&place))?;
    let object = vec![7; 200];
    let numbers = recorded(state.as_ref(), |writer| {
        Ok::<_, crate::error::StoreError>((
            writer.insert_item(&item(no, 1, Some(object.clone())))?,
            writer.insert_item(&item(no, 2, None))?,
        ))
    })?;
    state.view(|reader| {
        let head = |number, no_of, object| ItemHead {
            item: Item { no: no_of, ..item(no, number, None) },
            scope: place.guid,
            scope_name: place.name.clone(),
            has_key: false,
            object,
        };
        let here = ObjectHead::Here { bytes: vec![7; 144], length: 200 };
        let all = vec![head(1, numbers.0, here), head(2, numbers.1, ObjectHead::Outside)];
        same("without bytes", there("item", reader.item(no, item(no, 2, None).id)?)?.sealed, None)?;
        same("page", reader.item_heads(numbers.0, 10)?, all.get(1..).unwrap_or_default().to_vec())?;
        same("first", reader.item_heads(0, 1)?, all.get(..1).unwrap_or_default().to_vec())?;
        same("all", reader.item_heads(0, 10)?, all)?;
        same("totals", reader.item_totals()?, (2, 20))
    })?;
    let (_, mailboxes) = populate(state.as_ref(), 1)?;
    let first = there("mailbox", mailboxes.first().copied())?;
    recorded(state.as_ref(), |writer| writer.insert_item(&item(first, 3, None)))?;
    let found = state.view(|reader| reader.item_heads(numbers.1, 10))?;
    same("under a key that is there", found.first().map(|head| head.has_key), Some(true))
}

fn counters(state: &Backend) -> Outcome {
    let (_, mailboxes) = populate(state.as_ref(), 2)?;
    let first = there("mailbox", mailboxes.first().copied())?;
    for number in 0..3 {
        recorded(state.as_ref(), |writer| {
            writer.insert_item(&item(first, number, Some(vec![0; 40])))
        })?;
    }
    let undone: Result<(), Wrong> = recorded(state.as_ref(), |writer| {
        writer.insert_item(&item(first, 9, None))?;
        Err(Wrong("on purpose".to_owned()))
    });
    same("undone", undone.is_err(), true)?;
    let status = there("status", state.view(|reader| reader.mailbox(first))?)?;
    same("items and bytes", (status.items, status.bytes), (3, 30))
}
