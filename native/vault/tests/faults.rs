//! Rehearsed outages, and waits that end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use ckey_base::CancelToken;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_vault::{FailureClass, Fault, RootVault, VaultErrorKind as Kind, Wait};
use common::*;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_vault_told_to_fail_fails_in_every_process_until_told_otherwise() {
    let house = with_key();
    let other = house.reopen();
    assert!(other.get_key(&service(), &uri(), &soon()).is_ok());
    for (fault, expected, class) in [
        (Fault::Unreachable, Kind::Unreachable, FailureClass::System),
        (Fault::Reset, Kind::Unreachable, FailureClass::System),
        (Fault::HalfAnswer, Kind::Unreachable, FailureClass::System),
        (Fault::Throttled, Kind::Throttled, FailureClass::System),
        (Fault::ServerError, Kind::ServerError, FailureClass::System),
        (Fault::Unauthorized, Kind::Unauthorized, FailureClass::System),
        (Fault::Firewall, Kind::FirewallRefused, FailureClass::Explicit),
        (Fault::SubscriptionCanceled, Kind::SubscriptionCanceled, FailureClass::Explicit),
    ] {
        house.vaults.set_fault(&alice(), VAULT, fault).unwrap();
        let refused = other
            .wrap_key(&service(), &uri(), WrapAlgorithm::RsaOaep256, b"x", &soon())
            .unwrap_err();
        assert_eq!((refused.kind, refused.class()), (expected, class));
        assert_eq!(kind(other.create_key(&alice(), VAULT, KEY, &wrapping_key())), expected);
        assert_eq!(kind(other.keys(&alice(), VAULT)), expected);
        assert_eq!(other.fault(VAULT).unwrap(), fault);
    }
    house.vaults.set_fault(&alice(), VAULT, Fault::None).unwrap();
    assert!(other.get_key(&service(), &uri(), &soon()).is_ok());
}

#[test]
fn a_vault_whose_connections_are_cut_stays_readable_to_versions_that_know_only_of_outages() {
    let house = with_key();
    for fault in [Fault::Reset, Fault::HalfAnswer] {
        house.vaults.set_fault(&alice(), VAULT, fault).unwrap();
        let bytes = std::fs::read(house.file()).unwrap();
        let state = String::from_utf8_lossy(&bytes);
        assert_eq!(bytes[11], 1, "the format's number");
        assert!(state.contains(r#""fault":{"kind":"unreachable","#), "{fault}");
        assert_eq!(house.reopen().fault(VAULT).unwrap(), fault);
    }
    house.vaults.set_fault(&alice(), VAULT, Fault::None).unwrap();
    let bytes = std::fs::read(house.file()).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("\"cut\""));
}

#[test]
fn a_fault_is_audited_with_who_set_it() {
    let house = furnished();
    house.vaults.set_fault(&alice(), VAULT, Fault::Slow(Duration::from_millis(1500))).unwrap();
    let last = house.vaults.log(VAULT).unwrap().pop().unwrap();
    assert_eq!(
        (last.operation.as_str(), last.detail.as_str(), last.actor.as_str()),
        ("SetFault", "slow (1500 ms)", "alice@contoso.com")
    );
}

/// Rule 8.1.7.
#[test]
fn a_fault_hides_a_missing_permission_as_an_outage_would() {
    let house = with_key();
    house.vaults.set_fault(&alice(), VAULT, Fault::Unreachable).unwrap();
    assert_eq!(kind(house.vaults.get_key(&mallory(), &uri(), &soon())), Kind::Unreachable);
}

#[test]
fn a_slow_vault_answers_within_a_long_wait_and_times_out_in_a_short_one() {
    let house = with_key();
    house.vaults.set_fault(&alice(), VAULT, Fault::Slow(Duration::from_millis(20))).unwrap();
    assert!(house.vaults.get_key(&service(), &uri(), &soon()).is_ok());
    house.vaults.set_fault(&alice(), VAULT, Fault::Slow(HOUR)).unwrap();
    let short = Wait::at_most(Duration::from_millis(20), CancelToken::new());
    assert_eq!(kind(house.vaults.get_key(&service(), &uri(), &short)), Kind::TimedOut);
}

#[test]
fn a_cancelled_request_to_a_slow_vault_ends_and_one_cancelled_before_never_begins() {
    let house = with_key();
    house.vaults.set_fault(&alice(), VAULT, Fault::Slow(HOUR)).unwrap();
    let wait = Wait::at_most(HOUR, CancelToken::new());
    let cancel = wait.cancel.clone();
    std::thread::scope(|scope| {
        let request = scope.spawn(|| house.vaults.get_key(&service(), &uri(), &wait));
        cancel.cancel();
        let refused = request.join().unwrap().unwrap_err();
        assert_eq!((refused.kind, refused.class()), (Kind::Cancelled, FailureClass::Request));
    });
    assert_eq!(kind(house.vaults.get_key(&service(), &uri(), &wait)), Kind::Cancelled);
}

#[test]
fn a_permission_taken_away_while_a_slow_vault_keeps_waiting_is_gone_when_it_answers() {
    let house = with_key();
    house.vaults.set_fault(&alice(), VAULT, Fault::Slow(Duration::from_millis(300))).unwrap();
    std::thread::scope(|scope| {
        let request = scope.spawn(|| house.vaults.get_key(&service(), &uri(), &soon()));
        std::thread::sleep(Duration::from_millis(50));
        house.vaults.remove_access_policy(&alice(), VAULT, SERVICE_APP).unwrap();
        assert_eq!(kind(request.join().unwrap()), Kind::AccessDenied);
    });
}
