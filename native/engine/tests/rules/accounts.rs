//! Accounts: whom what restricts (rule 8.3.4), also between processes, and what a mark that was
//! tampered with does.

use ckey_base::CancelToken;
use ckey_engine::{
    AccountType, AccountsChange, NewMailbox, Rights, Service, SettingsChange, SignIn,
};
use ckey_vault::{AccessPolicy, Caller, KeyPermission, Management, RoleAssignment, VaultRole};

use crate::processes::child;
use crate::stage::{Stage, VAULTS};

pub(crate) const ANN: &str = "ann@fabrikam.com";

fn rights(stage: &Stage) -> Rights {
    stage.tenant.directory().account("ann", Service::Azure).unwrap().rights
}

/// Ann, signed in, and as the vaults see her now.
fn ann(stage: &Stage) -> Caller {
    let sign_in = SignIn::default().after(Service::Azure, ANN, AccountType::User);
    stage.tenant.directory().change_sign_in("ann", |_| sign_in.clone()).unwrap();
    stage.tenant.directory().account("ann", Service::Azure).unwrap().caller
}

#[test]
fn what_another_process_gives_restricts_an_account_also_one_that_was_judged_before() {
    let stage = Stage::new();
    let ann = ann(&stage);
    let mine = AccessPolicy::for_caller(&ann, &[KeyPermission::Get, KeyPermission::List]);
    stage.tenant.directory().set_access_policy(&ann, VAULTS[0], &mine).unwrap();
    assert_eq!(rights(&stage), Rights::Unnamed, "what it gives itself takes nothing");
    assert!(child(&stage, "restrict").wait_with_output().unwrap().status.success());
    let refused = stage.tenant.directory().set_access_policy(&ann, VAULTS[0], &mine).unwrap_err();
    assert_eq!(refused.id, "AccountNotPermitted");
    let of_ann = |policy: &AccessPolicy| policy.names(&ann);
    let given = stage
        .tenant
        .vaults()
        .vault(VAULTS[0])
        .unwrap()
        .access_policies
        .into_iter()
        .find(of_ann)
        .unwrap();
    assert_eq!((rights(&stage), given.keys), (Rights::Own, vec![KeyPermission::Get]));
}

#[test]
fn a_role_of_somebody_elses_restricts_and_gives_what_it_says() {
    let stage = Stage::new();
    let contributor = RoleAssignment::for_caller(&ann(&stage), VaultRole::Contributor);
    stage.tenant.directory().add_role_assignment(&stage.admin(), VAULTS[0], &contributor).unwrap();
    let ann = ann(&stage);
    assert_eq!((rights(&stage), ann.owner.clone()), (Rights::Own, None));
    let bob =
        AccessPolicy::for_caller(&Caller::person("b0b", "bob@fabrikam.com"), &[KeyPermission::Get]);
    stage.tenant.directory().set_access_policy(&ann, VAULTS[0], &bob).unwrap();
    assert_eq!(
        stage.tenant.directory().set_access_policy(&ann, VAULTS[1], &bob).unwrap_err().id,
        "AccessDenied"
    );
    let owner = RoleAssignment::for_caller(&ann, VaultRole::Owner);
    assert_eq!(
        stage.tenant.directory().add_role_assignment(&ann, VAULTS[0], &owner).unwrap_err().id,
        "AccessDenied"
    );
    // Taking away all that names it makes it no owner: that would be a way up.
    stage
        .tenant
        .vaults()
        .remove_role_assignment(&stage.admin(), VAULTS[0], &ann.object_id, None)
        .unwrap();
    assert_eq!(rights(&stage), Rights::Own);
    let what = Management::Permissions;
    assert_eq!(
        stage.tenant.vaults().check_management(&ann, VAULTS[0], what).unwrap_err().kind.name(),
        "AccessDenied"
    );
}

#[test]
fn a_permission_from_before_there_were_marks_names_an_account() {
    let stage = Stage::new();
    let policy = AccessPolicy::for_caller(&ann(&stage), &[KeyPermission::Get]);
    stage.tenant.vaults().set_access_policy(&stage.admin(), VAULTS[1], &policy).unwrap();
    assert_eq!(rights(&stage), Rights::Own);
    stage
        .tenant
        .directory()
        .remove_access_policy(&stage.admin(), VAULTS[1], &policy.object_id)
        .unwrap();
    assert_eq!(rights(&stage), Rights::Own, "what it had is remembered when it is taken away");
}

#[test]
fn marks_are_on_the_record_and_the_rows_agree_with_it() {
    let stage = Stage::new();
    let ann = ann(&stage);
    stage
        .tenant
        .directory()
        .set_access_policy(&ann, VAULTS[0], &AccessPolicy::for_caller(&ann, &[KeyPermission::Get]))
        .unwrap();
    let mailbox =
        NewMailbox { name: "ann".into(), smtp_address: ANN.into(), ..NewMailbox::default() };
    stage.tenant.mailboxes().create(&stage.actor(), &[mailbox], &CancelToken::default()).unwrap();
    assert_eq!(rights(&stage), Rights::Own, "a mailbox of somebody else's making restricts too");
    let accounts = stage
        .tenant
        .directory()
        .owners_plan(&AccountsChange::Whole(vec![ANN.into()]))
        .unwrap()
        .accounts;
    stage
        .tenant
        .change_settings(&stage.actor(), &SettingsChange { accounts, ..SettingsChange::default() })
        .unwrap();
    assert_eq!(rights(&stage), Rights::Owner);
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
}
