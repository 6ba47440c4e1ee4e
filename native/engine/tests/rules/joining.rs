//! People whom another directory knows by an id (rule 8.3.25): they get it where it is to be had, an
//! owner says so, and nobody loses the one that is stored.

use ckey_base::CancelToken;
use ckey_engine::directory::well_known;
use ckey_engine::{
    Account, AccountType, AccountsChange, Administrators, Joining, NewMailbox, RealPerson, Service,
    SettingsChange, SignIn, Taking,
};
use uuid::Uuid;

use crate::stage::{Stage, records_of};

const REAL: Uuid = Uuid::from_u128(0xa11c);
const OTHER: Uuid = Uuid::from_u128(0xb0b);

fn person(name: &str, id: Uuid) -> RealPerson {
    let name = format!("{name}@contoso.com");
    RealPerson { id, name, display_name: String::new() }
}

fn account(stage: &Stage, who: &str) -> Account {
    let sign_in = SignIn::default().after(Service::Azure, who, AccountType::User);
    stage.tenant.directory().account_of(&sign_in, Service::Azure).unwrap()
}

fn owner(stage: &Stage) -> Account {
    account(stage, &stage.tenant.directory().administrator())
}

fn joined(stage: &Stage, people: &[RealPerson]) -> Vec<Joining> {
    let planned = stage.tenant.directory().joinings(people).unwrap();
    let joined = stage.tenant.directory().join(&owner(stage), people).unwrap();
    assert_eq!(planned, joined);
    joined
}

fn id_of(stage: &Stage, who: &str) -> String {
    stage.tenant.directory().planning().resolve_user(who).unwrap().known.id
}

/// Whose an id is, which is refused before anything is stored.
fn refused(stage: &Stage, name: &str, id: Uuid) -> String {
    let directory = stage.tenant.directory();
    let people = [person("new", Uuid::new_v4()), person(name, id)];
    let before = directory.users().unwrap();
    assert_eq!(directory.join(&owner(stage), &people).unwrap_err().id, "ObjectIdTaken");
    assert_eq!(directory.users().unwrap(), before);
    match directory.joinings(&people).unwrap().remove(1) {
        Joining::Taken(by) => by,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_person_gets_the_id_once_and_is_found_by_it_and_by_each_name() {
    let stage = Stage::bare();
    assert_eq!(joined(&stage, &[person("uma", REAL)]), [Joining::Free]);
    let mailbox = stage.mailbox("uma");
    assert_eq!(mailbox.directory_id, REAL.to_string());
    let own = [mailbox.guid.to_string(), REAL.to_string().to_uppercase()];
    let names = ["uma@contoso.com", "UMA@contoso.onmicrosoft.com"].map(str::to_owned);
    for who in own.iter().chain(&names) {
        assert_eq!(id_of(&stage, who), REAL.to_string(), "{who}");
    }
    assert_eq!(joined(&stage, &[person("uma", REAL)]), [Joining::Is]);
    assert_eq!(records_of(&stage.tenant, "Join ids").len(), 1);
}

#[test]
fn an_id_that_alone_was_mentioned_gets_its_name_and_keeps_what_it_has() {
    let stage = Stage::bare();
    let directory = stage.tenant.directory();
    let id = REAL.to_string();
    directory.resolve_user(&id).unwrap();
    let change = AccountsChange::Some { add: vec![id.clone()], remove: Vec::new() };
    let accounts = directory.owners_plan(&change).unwrap().accounts;
    let change = SettingsChange { accounts, ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &change).unwrap();
    let people = directory.users().unwrap().len();
    assert_eq!(joined(&stage, &[person("uma", REAL)]), [Joining::Free]);
    assert_eq!(directory.users().unwrap().len(), people);
    assert!(account(&stage, "uma@contoso.com").is_owner());
    assert_eq!(account(&stage, &id).caller.name, "uma@contoso.com");
}

#[test]
fn who_is_known_by_another_id_keeps_it() {
    let stage = Stage::bare();
    let before = stage.tenant.directory().resolve_user("uma@contoso.com").unwrap().known.id;
    let administrator = stage.tenant.directory().administrator();
    for (name, known) in [
        ("uma@contoso.com", before.clone()),
        ("uma@contoso.onmicrosoft.com", before),
        (administrator.as_str(), id_of(&stage, &administrator)),
    ] {
        let one = RealPerson { id: REAL, name: name.to_owned(), display_name: String::new() };
        assert_eq!(joined(&stage, &[one]), [Joining::Other(known.clone())], "{name}");
        assert_eq!(id_of(&stage, name), known);
    }
    assert_ne!(id_of(&stage, &REAL.to_string()), id_of(&stage, "uma@contoso.com"));
}

#[test]
fn an_id_that_is_somebody_elses_is_refused_and_nobody_of_the_same_call_is_stored() {
    let stage = Stage::bare();
    let directory = stage.tenant.directory();
    joined(&stage, &[person("uma", REAL)]);
    assert_eq!(refused(&stage, "vic", REAL), "uma@contoso.com");
    directory.resolve_service_principal(&OTHER.to_string()).unwrap();
    refused(&stage, "vic", OTHER);
    let administrator = directory.administrator();
    let its = Uuid::try_parse(&id_of(&stage, &administrator)).unwrap();
    assert_eq!(refused(&stage, "vic", its), administrator);
    for application in well_known::ALL {
        for id in [application.object_id, application.app_id] {
            assert_eq!(refused(&stage, "vic", Uuid::try_parse(id).unwrap()), application.name);
        }
    }
    // A recipient's own GUID is its user's, also when it is removed.
    let wes = stage.mailbox("wes");
    assert_eq!(refused(&stage, "vic", wes.guid), "wes@contoso.onmicrosoft.com");
    assert_eq!(joined(&stage, &[person("wes", wes.guid)]), [Joining::Free]);
    let yan = stage.mailbox("yan");
    stage.tenant.mailboxes().take(&stage.actor(), "yan", Taking::Remove).unwrap();
    assert_eq!(refused(&stage, "vic", yan.guid), "yan@contoso.onmicrosoft.com");
    let group = NewMailbox {
        name: "group".to_owned(),
        recipient_type: "GroupMailbox".to_owned(),
        guid: Some(OTHER),
        ..NewMailbox::default()
    };
    stage.tenant.mailboxes().create(&stage.actor(), &[group], &CancelToken::default()).unwrap();
    refused(&stage, "vic", OTHER);
}

#[test]
fn people_of_one_call_are_judged_one_after_the_other() {
    let stage = Stage::bare();
    let people = [
        person("uma", REAL),
        person("uma", REAL),
        RealPerson { name: "uma@contoso.onmicrosoft.com".to_owned(), ..person("uma", OTHER) },
        person("vic", REAL),
    ];
    let taken = Joining::Taken("uma@contoso.com".to_owned());
    let wanted = [Joining::Free, Joining::Is, Joining::Other(REAL.to_string()), taken];
    assert_eq!(stage.tenant.directory().joinings(&people).unwrap(), wanted);
    assert_eq!(joined(&stage, &people[..3]), wanted[..3]);
    let many: Vec<_> =
        (0..2500).map(|n| person(&format!("p{n}"), Uuid::from_u128(0x10000 + n))).collect();
    assert_eq!(joined(&stage, &many), vec![Joining::Free; 2500]);
    assert_eq!(joined(&stage, &many), vec![Joining::Is; 2500]);
    assert_eq!(records_of(&stage.tenant, "Join ids").len(), 4);
}

/// Who manages recipients chooses their names: by ids as well, what a colleague is given would be
/// theirs.
#[test]
fn owners_alone_join_ids() {
    let stage = Stage::bare();
    let directory = stage.tenant.directory();
    let change =
        AccountsChange::Some { add: vec!["exa@contoso.com".to_owned()], remove: Vec::new() };
    let owner = owner(&stage);
    let plan = directory.administrators_plan(&owner, Administrators::Exchange, &change).unwrap();
    let accounts = plan.accounts;
    let change = SettingsChange { accounts, ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &change).unwrap();
    let exa = account(&stage, "exa@contoso.com");
    let refused = directory.join(&exa, &[person("uma", REAL)]).unwrap_err();
    assert_eq!(refused.id, "AccountNotPermitted");
    assert_eq!(directory.joinings(&[person("uma", REAL)]).unwrap(), [Joining::Free]);
}
