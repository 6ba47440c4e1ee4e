//! Roles on groups and the copies of them that vaults hold: whatever stops somebody in between, and
//! whoever gives and takes at the same time, in the end each vault holds what is recorded.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_engine::directory::{ResourceGroup, RoleScope};
use ckey_engine::{EngineError, Moment, Tenant};
use ckey_vault::{Caller, NewVault, RoleAssignment, VaultRole};

use crate::rows::write_with_key;
use crate::stage::{Stage, VAULTS, options};

const SUBSCRIPTION: &str = "00000000-0000-4000-8000-000000000000";

fn group() -> RoleScope {
    RoleScope::Group { subscription: SUBSCRIPTION.to_owned(), group: "group".to_owned() }
}

fn role(name: &str) -> RoleAssignment {
    let id = format!("{name}0000000-0000-4000-8000-000000000009");
    RoleAssignment::for_caller(&Caller::person(&id, name), VaultRole::Owner)
}

fn give(stage: &Stage, name: &str) -> Result<(), EngineError> {
    stage.tenant.directory().give_role(&stage.admin(), &group(), &role(name)).map(drop)
}

fn take(tenant: &Tenant, name: &str) -> Result<bool, EngineError> {
    let admin = tenant.directory().azure_caller("test").unwrap();
    tenant.directory().take_role(&admin, &group(), &role(name))
}

/// Who has a role from above in a vault, and who by the record.
fn holders(tenant: &Tenant, vault: &str) -> (Vec<String>, Vec<String>) {
    let held = tenant.vaults().vault(vault).unwrap().role_assignments;
    let held = held.into_iter().filter(|it| it.scope.is_some()).map(|it| it.name).collect();
    let given = tenant.directory().roles_on(&group()).unwrap();
    (held, given.into_iter().map(|it| it.assignment.name).collect())
}

/// The check of the copies: its detail where it did not pass.
fn wrong(tenant: &Tenant) -> Option<String> {
    let checks = tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let found = checks.into_iter().find(|check| check.check == "VaultRoles").unwrap();
    (!found.passed).then_some(found.detail)
}

/// At the next comparison of copies, another thread takes alice's role: either it does so at once,
/// or it waits for who compares.
fn alice_is_taken_meanwhile(stage: &Stage) -> mpsc::Receiver<()> {
    let (weak, armed) = (Arc::downgrade(&stage.tenant), AtomicBool::new(true));
    let (done, is_done) = mpsc::channel();
    let (ended, has_ended) = mpsc::channel();
    let is_done = std::sync::Mutex::new(is_done);
    stage.tenant.on_pause(move |now| {
        if now == Moment::Compared && armed.swap(false, Ordering::SeqCst) {
            let (tenant, done, ended) = (weak.upgrade().unwrap(), done.clone(), ended.clone());
            std::thread::spawn(move || {
                assert!(take(&tenant, "alice").unwrap());
                drop(tenant);
                let _ = done.send(());
                ended.send(()).unwrap();
            });
            let _ = is_done.lock().unwrap().recv_timeout(Duration::from_secs(1));
        }
    });
    has_ended
}

#[test]
fn a_role_that_is_taken_while_another_is_given_stays_taken_in_every_vault() {
    let stage = Stage::new();
    give(&stage, "alice").unwrap();
    let ended = alice_is_taken_meanwhile(&stage);
    give(&stage, "bob").unwrap();
    ended.recv().unwrap();
    let bob = vec!["bob".to_owned()];
    assert_eq!(holders(&stage.tenant, VAULTS[0]), (bob.clone(), bob));
    assert_eq!(wrong(&stage.tenant), None);
}

#[test]
fn a_vault_that_is_made_while_a_role_is_taken_does_not_keep_it() {
    let stage = Stage::new();
    give(&stage, "alice").unwrap();
    let ended = alice_is_taken_meanwhile(&stage);
    let (admin, id) = (stage.admin(), stage.tenant.id().to_string());
    let new = NewVault {
        subscription: SUBSCRIPTION,
        resource_group: "group",
        tenant_id: &id,
        ..NewVault::new("later", "eastus", &admin)
    };
    stage.tenant.directory().create_vault(&new).unwrap();
    ended.recv().unwrap();
    assert_eq!(holders(&stage.tenant, "later"), (vec![], vec![]));
}

/// As if somebody had been stopped: the vault holds other roles than are recorded.
fn stopped(stage: &Stage, vault: &str, roles: &[RoleAssignment]) {
    let vaults = stage.tenant.vaults();
    let held = vaults.hold().unwrap();
    let scope = Some(group().id());
    let roles: Vec<_> =
        roles.iter().map(|it| RoleAssignment { scope: scope.clone(), ..it.clone() }).collect();
    assert!(vaults.set_inherited_roles(&held, &stage.admin(), vault, &roles).unwrap());
}

#[test]
fn a_vault_with_other_roles_than_are_recorded_is_found_and_opening_the_tenant_mends_it() {
    let stage = Stage::new();
    give(&stage, "alice").unwrap();
    assert_eq!(wrong(&stage.tenant), None);
    stage.tenant.vaults().delete_vault(&stage.admin(), VAULTS[0]).unwrap();
    stopped(&stage, VAULTS[0], &[role("alice"), role("bob")]);
    assert!(wrong(&stage.tenant).unwrap().contains(VAULTS[0]));
    let (path, Stage { tenant, folder }) = (stage.path(), stage);
    drop(tenant);
    let stage = Stage { tenant: Tenant::open(&path, options()).unwrap(), folder };
    assert_eq!(wrong(&stage.tenant), None);
    stage.tenant.vaults().recover_vault(&stage.admin(), VAULTS[0], None).unwrap();
    let alice = vec!["alice".to_owned()];
    assert_eq!(holders(&stage.tenant, VAULTS[0]), (alice.clone(), alice));
}

#[test]
fn giving_or_taking_again_finishes_what_somebody_was_stopped_in_and_is_refused_after_that() {
    let stage = Stage::new();
    give(&stage, "alice").unwrap();
    stopped(&stage, VAULTS[0], &[role("bob")]);
    let (directory, admin) = (stage.tenant.directory(), stage.admin());
    let planned = directory.check_give_role(&admin, &group(), &role("alice")).unwrap();
    assert_eq!(planned, [VAULTS[0]]);
    give(&stage, "alice").unwrap();
    assert_eq!(wrong(&stage.tenant), None);
    assert_eq!(give(&stage, "alice").unwrap_err().id, "RoleAssignmentExists");
    let refused = directory.check_give_role(&admin, &group(), &role("alice")).unwrap_err();
    assert_eq!(refused.id, "RoleAssignmentExists");
    stopped(&stage, VAULTS[0], &[role("alice"), role("bob")]);
    assert!(take(&stage.tenant, "bob").unwrap(), "a vault still had it");
    assert!(!take(&stage.tenant, "bob").unwrap());
    assert_eq!(wrong(&stage.tenant), None);
}

#[test]
fn a_role_is_taken_from_every_vault_that_can_be_read_and_from_a_damaged_one_once_it_is_back() {
    let stage = Stage::new();
    stage.vault("other", "eastus", SUBSCRIPTION);
    give(&stage, "alice").unwrap();
    let file = stage.path().join("vaults").join(format!("{}.vault", VAULTS[0].to_lowercase()));
    let sound = std::fs::read(&file).unwrap();
    std::fs::write(&file, &sound[..sound.len() / 2]).unwrap();
    let told = take(&stage.tenant, "alice").unwrap_err();
    assert_eq!(
        (told.id, told.target.as_deref()),
        ("RoleNotInEveryVault", Some(&*VAULTS[0].to_lowercase()))
    );
    assert!(told.fix.contains("Restore this file"), "{}", told.fix);
    assert_eq!(holders(&stage.tenant, "other"), (vec![], vec![]));
    let own = RoleScope::of_vault(&stage.tenant.vaults().vault("other").unwrap());
    let (directory, admin) = (stage.tenant.directory(), stage.admin());
    directory.give_role(&admin, &own, &role("bob")).unwrap();
    assert!(
        directory.take_role(&admin, &own, &role("bob")).unwrap(),
        "only the vault is looked at"
    );
    std::fs::write(&file, &sound).unwrap();
    assert!(wrong(&stage.tenant).unwrap().contains(VAULTS[0]));
    let (path, Stage { tenant, folder }) = (stage.path(), stage);
    drop(tenant);
    let tenant = Tenant::open(&path, options()).unwrap();
    assert_eq!(holders(&tenant, VAULTS[0]), (vec![], vec![]));
    drop(folder);
}

#[test]
fn a_group_has_a_name_that_azure_takes() {
    let stage = Stage::bare();
    let put = |name: &str| {
        stage.tenant.directory().put_resource_group(&ResourceGroup {
            name: name.to_owned(),
            subscription_id: SUBSCRIPTION.to_owned(),
            location: "eastus".to_owned(),
            tags: std::collections::BTreeMap::new(),
        })
    };
    for name in ["a", "A-b_c.(d)", "größe", &"x".repeat(90)] {
        put(name).unwrap();
    }
    for name in ["", "a/b", "a b", "a.", "a'", &"x".repeat(91)] {
        assert_eq!(put(name).unwrap_err().id, "ResourceGroupNameInvalid", "{name}");
    }
}

/// Writes rows of roles of alice's as another program would: the name of each, and its scope.
fn written(stage: &Stage, rows: &[(&str, &str)]) {
    write_with_key(&stage.path(), |writer| {
        for (name, scope) in rows {
            let given = RoleAssignment { scope: Some((*scope).to_owned()), ..role("alice") };
            let text = serde_json::to_string(&[given]).unwrap();
            writer.set_setting(&format!("roles.{}", name.to_ascii_lowercase()), Some(&text))?;
        }
        Ok(())
    });
}

#[test]
fn a_role_on_a_group_with_a_name_of_before_hides_no_other_and_can_be_taken() {
    let stage = Stage::new();
    let odd = format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/a/b");
    written(&stage, &[(&odd, &odd)]);
    give(&stage, "bob").unwrap();
    let (directory, admin) = (stage.tenant.directory(), stage.admin());
    assert_eq!(directory.given_roles(None).unwrap().given.len(), 2);
    let scope = directory.role_scope(&odd).unwrap();
    let refused = directory.give_role(&admin, &scope, &role("carol")).unwrap_err();
    assert_eq!(refused.id, "RoleScopeInvalid");
    assert!(directory.take_role(&admin, &scope, &role("alice")).unwrap());
    let left = directory.given_roles(None).unwrap().given;
    assert_eq!(left.iter().map(|it| it.assignment.name.as_str()).collect::<Vec<_>>(), ["bob"]);
    assert_eq!(wrong(&stage.tenant), None);
}

#[test]
fn a_row_of_roles_that_nobody_can_read_gives_nothing_and_is_an_error_that_names_it() {
    let elsewhere = "/subscriptions/00000000-0000-4000-8000-00000000000e";
    let own = group().id();
    for (name, scope) in [("nothing", "nothing"), (elsewhere, own.as_str())] {
        let stage = Stage::new();
        give(&stage, "bob").unwrap();
        written(&stage, &[(name, scope)]);
        let row = format!("roles.{name}");
        let directory = stage.tenant.directory();
        let found = directory.given_roles(None).unwrap();
        let names: Vec<_> = found.given.iter().map(|it| it.assignment.name.as_str()).collect();
        assert_eq!(names, ["bob"], "{name}");
        assert_eq!(found.damaged.len(), 1);
        let damaged = found.damaged.first().unwrap();
        assert_eq!((damaged.id, damaged.target.as_deref()), ("DataDamaged", Some(row.as_str())));
        assert!(damaged.message.contains(&row), "{}", damaged.message);
        let alice = Caller::person("alice000-0000-4000-8000-000000000009", "alice");
        let refused = directory.check_gives_roles(&alice, &group()).unwrap_err();
        assert_eq!(refused.id, "DataDamaged");
        assert_eq!(give(&stage, "carol").unwrap_err().id, "DataDamaged");
        assert!(wrong(&stage.tenant).unwrap().contains(&row));
    }
}
