//! A token belongs to one registration of its application.

use std::path::PathBuf;
use std::process::Command;

use ckey_engine::{Account, OpenOptions, Service, Tenant};

use crate::stage::{APP, Stage};

const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";

#[test]
fn a_token_stays_dead_when_its_application_is_registered_again() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    assert_eq!(stage.list(&token).status, 200);
    stage.remove(APP);
    assert_eq!(stage.list(&token).status, 401);
    let record = stage.record_of("customer-key serve", "Unauthorized");
    assert_eq!((record.result.as_str(), record.actor.contains(APP)), ("Denied", true));
    let secret = stage.register(APP);
    assert_eq!(stage.list(&token).status, 401, "the token of the registration before");
    assert_eq!(stage.list(&stage.token(APP, &secret)).status, 200);
}

#[test]
fn a_new_secret_ends_the_tokens_of_the_one_before() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    stage.register(APP);
    assert_eq!(stage.list(&token).status, 401);
}

/// Does it in another process, whose changes the server hears of by the tenant's files alone.
fn elsewhere(stage: &Stage, test: &str) {
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("registration::{test}"), "--ignored"])
        .env(FOLDER, stage.folder())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn what_another_process_does_to_a_registration_holds_for_the_next_request() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    for _ in 0..3 {
        assert_eq!(stage.list(&token).status, 200);
    }
    elsewhere(&stage, "registers_anew");
    assert_eq!(stage.list(&token).status, 401, "the token of the registration before");
    let token = stage.token(APP, &stage.register(APP));
    assert_eq!(stage.list(&token).status, 200);
    elsewhere(&stage, "removes");
    assert_eq!(stage.list(&token).status, 401);
}

/// What the owner does to the tenant that another process serves.
fn there(change: impl FnOnce(&Tenant, &Account)) {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let tenant = Tenant::open(&folder, OpenOptions::default()).unwrap();
    let owner = tenant.directory().account("test", Service::Azure).unwrap();
    change(&tenant, &owner);
}

#[test]
#[ignore = "another test plays it in a process of its own"]
fn registers_anew() {
    there(|tenant, owner| drop(tenant.directory().register_principal(owner, APP).unwrap()));
}

#[test]
#[ignore = "another test plays it in a process of its own"]
fn removes() {
    there(|tenant, owner| tenant.directory().revoke_principal(owner, APP).unwrap());
}
