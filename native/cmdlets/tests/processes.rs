//! Sign-in and Az context belong to a process: other sessions of it share them, other processes
//! start from what was saved and move nobody (rule 8.3.16).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Said, Shell, open, run};
use serde_json::{Value, json};
use std::process::Command;

const FOLDER: &str = "CUSTOMER_KEY_TEST_FOLDER";

/// Plays an ignored test in another process, on the tenant of the shell.
fn in_another_process(shell: &Shell, test: &str) {
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", test])
        .env(FOLDER, shell.folder.path().join("tenant"))
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

fn other_process() -> impl Fn(&str, Value) -> Said {
    let environment =
        json!({ "CUSTOMER_KEY_TENANT": std::env::var(FOLDER).unwrap(), "USER": "tester" });
    let session = open(environment);
    move |cmdlet, parameters| run(&session, cmdlet, parameters)
}

fn vault(name: &str) -> Value {
    json!({ "Name": name, "ResourceGroupName": format!("{name}-rg"), "Location": "East US" })
}

fn subscription(said: &Said) -> String {
    said.one()["ResourceId"].as_str().unwrap().split('/').nth(2).unwrap().to_owned()
}

fn makes_a_vault(run: impl Fn(&str, Value) -> Said, name: &str) -> String {
    run("New-AzResourceGroup", json!({ "Name": format!("{name}-rg"), "Location": "East US" })).ok();
    subscription(&run("New-AzKeyVault", vault(name)))
}

fn chooses(run: impl Fn(&str, Value) -> Said, name: &str) -> String {
    let said = run("Set-AzContext", json!({ "Subscription": name }));
    said.one()["SubscriptionId"].as_str().unwrap().to_owned()
}

#[test]
fn two_processes_side_by_side_do_not_move_each_others_subscription_or_account() {
    let shell = Shell::with_tenant();
    let here = |cmdlet: &str, parameters: Value| shell.run(cmdlet, parameters);
    here("Connect-AzAccount", json!({ "AccountId": "ann@contoso.com" })).ok();
    let ours = chooses(here, "one");
    in_another_process(&shell, "chooses_another_subscription_and_account");
    assert_eq!(makes_a_vault(here, "first-vault"), ours);
    let connected = here("Connect-AzAccount", json!({}));
    assert_eq!(connected.one()["Account"]["Id"], "ann@contoso.com");
    in_another_process(&shell, "starts_as_the_last_one_left_it");
}

#[test]
#[ignore = "played by a test above"]
fn chooses_another_subscription_and_account() {
    let here = other_process();
    let connected = here("Connect-AzAccount", json!({}));
    assert_eq!(
        connected.one()["Account"]["Id"],
        "ann@contoso.com",
        "it starts from what was saved"
    );
    assert_eq!(connected.one()["SubscriptionName"], "one");
    here("Connect-AzAccount", json!({ "AccountId": "bob@contoso.com" })).ok();
    let theirs = chooses(&here, "two");
    assert_eq!(makes_a_vault(&here, "second-vault"), theirs);
}

#[test]
#[ignore = "played by a test above"]
fn starts_as_the_last_one_left_it() {
    let connected = other_process()("Connect-AzAccount", json!({}));
    assert_eq!(connected.one()["Account"]["Id"], "bob@contoso.com", "the one that signed in last");
    assert_eq!(connected.one()["SubscriptionName"], "two", "naming nobody saved nothing");
}

#[test]
fn who_chooses_a_subscription_signs_nobody_in_or_out_in_the_processes_that_start_later() {
    let shell = Shell::with_tenant();
    let here = |cmdlet: &str, parameters: Value| shell.run(cmdlet, parameters);
    here("New-Mailbox", json!({ "Name": "alice" })).ok();
    for (signs_in, finds) in [
        ("signs_in_as_alice", "is_alice_still"),
        ("fails_to_sign_in", "has_still_failed_to_sign_in"),
    ] {
        in_another_process(&shell, signs_in);
        chooses(here, "ours");
        here("Connect-AzAccount", json!({ "Subscription": "ours" })).ok();
        in_another_process(&shell, finds);
        here("Disconnect-ExchangeOnline", json!({})).ok();
        in_another_process(&shell, finds);
        here("New-Mailbox", json!({ "Name": signs_in })).ok();
    }
}

#[test]
#[ignore = "played by a test above"]
fn signs_in_as_alice() {
    other_process()("Connect-ExchangeOnline", json!({ "UserPrincipalName": "alice@contoso.com" }))
        .ok();
}

#[test]
#[ignore = "played by a test above"]
fn is_alice_still() {
    let made = other_process()("New-Mailbox", json!({ "Name": "one" }));
    assert_eq!(made.error(), "AccountNotPermitted");
}

#[test]
#[ignore = "played by a test above"]
fn fails_to_sign_in() {
    let said = other_process()("Connect-ExchangeOnline", json!({ "UserPrincipalName": "no name" }));
    assert_eq!(said.error(), "IdentifierInvalid");
}

#[test]
#[ignore = "played by a test above"]
fn has_still_failed_to_sign_in() {
    let made = other_process()("New-Mailbox", json!({ "Name": "one" }));
    assert_eq!(made.error(), "SignInFailed");
}

#[test]
fn the_sessions_of_a_process_share_the_subscription_also_after_all_of_them_have_closed() {
    let shell = Shell::with_tenant();
    let environment =
        json!({ "CUSTOMER_KEY_TENANT": shell.folder.path().join("tenant"), "USER": "tester" });
    let other = open(environment.clone());
    let ours = chooses(|cmdlet, parameters| shell.run(cmdlet, parameters), "one");
    let there = |cmdlet: &str, parameters: Value| run(&other, cmdlet, parameters);
    assert_eq!(makes_a_vault(there, "first-vault"), ours);
    chooses(there, "two");
    let Shell { session, folder } = shell;
    session.close();
    other.close();
    drop((session, other));
    let again = open(environment);
    let there = |cmdlet: &str, parameters: Value| run(&again, cmdlet, parameters);
    assert_eq!(there("Connect-AzAccount", json!({})).one()["SubscriptionName"], "two");
    drop(folder);
}

#[test]
fn a_subscription_that_one_account_chose_does_not_stay_for_the_next_one() {
    let shell = Shell::with_tenant();
    let here = |cmdlet: &str, parameters: Value| shell.run(cmdlet, parameters);
    let connect = |account: &str| here("Connect-AzAccount", json!({ "AccountId": account }));
    connect("ann@contoso.com").ok();
    let hers = chooses(here, "hers");
    assert_eq!(connect("ANN@contoso.com").one()["SubscriptionName"], "hers", "she is the same");
    let bob = connect("bob@contoso.com");
    assert_eq!(bob.one()["SubscriptionName"], Value::Null);
    assert_ne!(makes_a_vault(here, "bobs-vault"), hers);
}

#[test]
fn what_was_chosen_before_anybody_signed_in_stays_until_a_sign_in_to_azure() {
    let shell = Shell::with_tenant();
    let here = |cmdlet: &str, parameters: Value| shell.run(cmdlet, parameters);
    let connects_to_exchange = |account: &str| {
        here("Connect-ExchangeOnline", json!({ "UserPrincipalName": account })).ok()
    };
    let first = chooses(here, "first");
    connects_to_exchange("ann@contoso.com");
    assert_eq!(makes_a_vault(here, "anns-vault"), first);
    chooses(here, "hers");
    connects_to_exchange("bob@contoso.com");
    assert_eq!(here("Connect-AzAccount", json!({})).one()["SubscriptionName"], Value::Null);
}
