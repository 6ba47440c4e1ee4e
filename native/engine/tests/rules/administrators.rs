//! Administrators of the service: what being listed gives and takes (rules 1.17 and 8.3.4), and
//! that it is on the record.

use ckey_base::CancelToken;
use ckey_engine::{
    Account, AccountType, AccountsChange, Actor, Administrators, NewMailbox, Rights, ScopeSelector,
    Service, SettingsChange, SignIn,
};

use crate::accounts::ANN;
use crate::stage::Stage;

/// The account of a user of the operating system: the administrator, if nobody is signed in.
fn account(stage: &Stage, user: &str) -> Account {
    stage.tenant.directory().account(user, Service::Exchange).unwrap()
}

fn ann(stage: &Stage) -> Account {
    let sign_in = SignIn::default().after(Service::Exchange, ANN, AccountType::User);
    stage.tenant.directory().change_sign_in("ann", |_| sign_in.clone()).unwrap();
    account(stage, "ann")
}

fn change(stage: &Stage, giver: &Account, kind: Administrators, change: &AccountsChange) {
    let plan = stage.tenant.directory().administrators_plan(giver, kind, change).unwrap();
    let change = SettingsChange { accounts: plan.accounts, ..SettingsChange::default() };
    stage.tenant.change_settings(&giver.actor(), &change).unwrap();
}

fn add(who: &str) -> AccountsChange {
    AccountsChange::Some { add: vec![who.to_owned()], remove: vec![] }
}

fn remove(who: &str) -> AccountsChange {
    AccountsChange::Some { add: vec![], remove: vec![who.to_owned()] }
}

fn mailbox(stage: &Stage, actor: &Actor, address: &str) -> ckey_engine::Result<()> {
    let name = address.split('@').next().unwrap().to_owned();
    let new = NewMailbox { name, smtp_address: address.into(), ..NewMailbox::default() };
    stage.tenant.mailboxes().create(actor, &[new], &CancelToken::default()).map(drop)
}

#[test]
fn who_is_listed_manages_its_kind_alone_and_has_nothing_once_it_is_removed() {
    let stage = Stage::new();
    let owner = account(&stage, "admin");
    assert_eq!(ann(&stage).rights, Rights::Unnamed);
    for (kind, other) in [
        (Administrators::Exchange, Administrators::Compliance),
        (Administrators::Compliance, Administrators::Exchange),
    ] {
        change(&stage, &owner, kind, &add(ANN));
        assert_eq!(stage.tenant.directory().administrators(kind).unwrap(), [ANN]);
        let ann = ann(&stage);
        assert_eq!((ann.rights, ann.is_owner()), (Rights::Own, false));
        assert!(ann.administers(kind) && !ann.administers(other), "{kind:?}");
        let directory = stage.tenant.directory();
        directory.check_administers(&ann, kind, "This").unwrap();
        directory.check_named(&ann, "This").unwrap();
        let refused = directory.check_administers(&ann, other, "This").unwrap_err();
        assert!(refused.id == "AccountNotPermitted" && refused.fix.contains(&other.list()));
        assert_eq!(directory.check_owner(&ann, "This").unwrap_err().id, "AccountNotPermitted");

        change(&stage, &owner, kind, &remove(ANN));
        assert!(stage.tenant.directory().administrators(kind).unwrap().is_empty());
        let ann = account(&stage, "ann");
        assert_eq!(ann.rights, Rights::Own, "once named, it acts for the owner no more");
        assert!(!ann.administers(kind) && directory.check_named(&ann, "This").is_err());
    }
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}

#[test]
fn who_puts_itself_on_a_list_loses_nothing_by_it() {
    let stage = Stage::new();
    change(&stage, &ann(&stage), Administrators::Exchange, &add(ANN));
    assert_eq!(account(&stage, "ann").rights, Rights::Unnamed);
    change(&stage, &account(&stage, "admin"), Administrators::Exchange, &add(ANN));
    assert_eq!(account(&stage, "ann").rights, Rights::Own, "somebody else says so too");
}

#[test]
fn a_plan_restricts_nobody() {
    let stage = Stage::new();
    let owner = account(&stage, "admin");
    ann(&stage);
    let directory = stage.tenant.directory();
    let plan = directory.planning();
    plan.administrators_plan(&owner, Administrators::Exchange, &add(ANN)).unwrap();
    assert_eq!(account(&stage, "ann").rights, Rights::Unnamed);
}

#[test]
fn an_exchange_administrator_has_a_mailbox_of_its_own_and_reads_no_other() {
    let stage = Stage::new();
    change(&stage, &account(&stage, "admin"), Administrators::Exchange, &add(ANN));
    let ann = ann(&stage);
    mailbox(&stage, &ann.actor(), ANN).unwrap();
    mailbox(&stage, &ann.actor(), "bob@fabrikam.com").unwrap();
    let ann = account(&stage, "ann");
    assert!(ann.administers(Administrators::Exchange));
    let directory = stage.tenant.directory();
    directory.check_recipient(&ann, "bob").unwrap();
    let content = |of: &str| directory.check_scope(&ann, &ScopeSelector::Mailbox(of.to_owned()));
    content("ann").unwrap();
    assert_eq!(content("bob").unwrap_err().id, "AccountNotPermitted");
    let site = ScopeSelector::Workload("Teams".to_owned());
    assert_eq!(directory.check_scope(&ann, &site).unwrap_err().id, "AccountNotPermitted");
}

#[test]
fn an_owner_who_is_listed_stays_one_until_the_list_of_owners_says_otherwise() {
    let stage = Stage::new();
    let owner = account(&stage, "admin");
    ann(&stage);
    let owners = |change: &AccountsChange| {
        let accounts = stage.tenant.directory().owners_plan(change).unwrap().accounts;
        let change = SettingsChange { accounts, ..SettingsChange::default() };
        stage.tenant.change_settings(&owner.actor(), &change).unwrap();
    };
    owners(&add(ANN));
    change(&stage, &owner, Administrators::Compliance, &add(ANN));
    assert_eq!(account(&stage, "ann").rights, Rights::Owner);
    owners(&remove(ANN));
    let ann = account(&stage, "ann");
    assert_eq!(ann.rights, Rights::Own);
    assert!(ann.administers(Administrators::Compliance));
}
