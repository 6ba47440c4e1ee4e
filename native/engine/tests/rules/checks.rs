//! What the checks of a configuration find of firewalls and of mailboxes that are gone, and that facts
//! which several set at once are all kept.

use ckey_base::CancelToken;
use ckey_engine::{Actor, FactChange, Finding, PolicyKind};
use ckey_vault::{Bypass, DefaultAction, NetworkChange, VaultUpdate};
use uuid::Uuid;

use crate::stage::{Stage, VAULTS};

fn findings(stage: &Stage, id: &str) -> Vec<Finding> {
    let checks =
        stage.tenant.policies().test(PolicyKind::Mailbox, "P", &CancelToken::default()).unwrap();
    checks.into_iter().filter(|check| check.id == id).map(|check| check.finding).collect()
}

/// Rule V23.
#[test]
fn a_firewall_that_keeps_trusted_services_out_fails_and_one_that_lets_them_pass_does_not() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    let set = |default_action, bypass| {
        let network = Some(NetworkChange {
            default_action: Some(default_action),
            bypass: Some(bypass),
            ..NetworkChange::default()
        });
        let update = VaultUpdate { network, ..VaultUpdate::default() };
        stage.tenant.vaults().update_vault(&stage.admin(), VAULTS[0], &update).unwrap();
    };
    assert_eq!(findings(&stage, "V23"), [Finding::Passed, Finding::Passed]);
    set(DefaultAction::Deny, Bypass::AzureServices);
    assert_eq!(findings(&stage, "V23"), [Finding::Passed, Finding::Passed]);
    set(DefaultAction::Deny, Bypass::None);
    assert_eq!(findings(&stage, "V23"), [Finding::Failed, Finding::Passed]);
}

/// Rule 6.8.
#[test]
fn facts_that_are_set_at_once_are_all_kept() {
    let stage = Stage::bare();
    std::thread::scope(|scope| {
        for number in 0..8_u128 {
            let tenant = &stage.tenant;
            scope.spawn(move || {
                let mailbox = Uuid::from_u128(number);
                let change =
                    FactChange::License { mailbox, name: number.to_string(), licensed: false };
                tenant.validation().set_fact(&Actor::new("test"), &change).unwrap();
            });
        }
    });
    assert_eq!(stage.tenant.validation().facts().unwrap().unlicensed.len(), 8);
}

/// Rule V29: who is gone needs no license any more.
#[test]
fn a_mailbox_that_is_not_there_needs_no_license() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "P");
    let mailbox = Uuid::from_u128(1);
    let change = FactChange::License { mailbox, name: "gone".to_owned(), licensed: false };
    stage.tenant.validation().set_fact(&stage.actor(), &change).unwrap();
    assert_eq!(findings(&stage, "V29"), [Finding::Passed]);
}
