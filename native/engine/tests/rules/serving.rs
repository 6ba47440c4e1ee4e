//! Who serves a tenant's vaults, as its folder says.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use ckey_engine::serving::Served;

use crate::stage::Stage;

fn server() -> Served {
    Served {
        process_id: std::process::id(),
        address: "127.0.0.1:8443".parse().unwrap(),
        suffix: "vault.localhost".to_owned(),
        authority: "https://vault.localhost:8443".to_owned(),
        certificate: "authority.crt".to_owned(),
    }
}

fn note(stage: &Stage) -> PathBuf {
    stage.tenant.server_folder().join("serving.json")
}

#[test]
fn who_has_the_turn_and_has_said_where_serves_and_nobody_else() {
    let stage = Stage::bare();
    assert_eq!(stage.tenant.served().unwrap(), None);
    let turn = stage.tenant.take_serving_turn().unwrap();
    assert!(stage.tenant.served().unwrap().is_none() && stage.tenant.is_turn_taken().unwrap());
    turn.tell(server()).unwrap();
    assert_eq!(stage.tenant.served().unwrap(), Some(server()));
    assert_eq!(stage.tenant.status().unwrap().served_at.unwrap(), server().vault_uri());
    assert_eq!(stage.tenant.check_unserved().unwrap_err().id, "AlreadyServed");
    assert_eq!(stage.tenant.take_serving_turn().err().unwrap().id, "AlreadyServed");
    drop(turn);
    assert!(!note(&stage).exists() && stage.tenant.served().unwrap().is_none());
    stage.tenant.check_unserved().unwrap();
}

#[test]
fn a_note_that_a_killed_server_has_left_says_nothing_and_goes_with_the_next_turn() {
    let stage = Stage::bare();
    drop(stage.tenant.take_serving_turn().unwrap());
    let turn = stage.tenant.take_serving_turn().unwrap();
    turn.tell(server()).unwrap();
    let left = std::fs::read(note(&stage)).unwrap();
    drop(turn);
    std::fs::write(note(&stage), left).unwrap();
    assert_eq!(stage.tenant.served().unwrap(), None);
    stage.tenant.end_serving().unwrap();
    let _turn = stage.tenant.take_serving_turn().unwrap();
    assert!(!note(&stage).exists() && stage.tenant.served().unwrap().is_none());
}

#[test]
fn a_server_is_told_to_end_by_a_note_that_goes_or_is_anothers_and_by_nothing_else() {
    let stage = Stage::bare();
    let turn = stage.tenant.take_serving_turn().unwrap();
    turn.tell(server()).unwrap();
    let own = std::fs::read_to_string(note(&stage)).unwrap();
    for unreadable in ["", "{", "[]"] {
        std::fs::write(note(&stage), unreadable).unwrap();
        assert!(turn.is_wanted(), "{unreadable}");
    }
    let nonce = own.split('"').nth(3).unwrap();
    std::fs::write(note(&stage), own.replace(nonce, &uuid::Uuid::new_v4().to_string())).unwrap();
    assert!(!turn.is_wanted());
    std::fs::write(note(&stage), &own).unwrap();
    assert!(turn.is_wanted());
    std::fs::remove_file(note(&stage)).unwrap();
    assert!(!turn.is_wanted());
}

#[test]
fn who_ends_a_server_waits_for_it_and_says_which_process_does_not_end() {
    let stage = Stage::bare();
    let turn = stage.tenant.take_serving_turn().unwrap();
    turn.tell(server()).unwrap();
    let error = stage.tenant.end_serving().unwrap_err();
    assert_eq!(error.id, "ServerStillRuns");
    assert!(error.message.contains(&std::process::id().to_string()), "{error:?}");

    turn.tell(server()).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while turn.is_wanted() {
                std::thread::yield_now();
            }
        });
        stage.tenant.end_serving().unwrap();
    });
    stage.tenant.end_serving().unwrap();
}

#[test]
fn who_looks_again_and_again_keeps_nobody_from_serving() {
    let stage = Stage::bare();
    drop(stage.tenant.take_serving_turn().unwrap());
    let ends = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ends.load(Ordering::Relaxed) {
                stage.tenant.served().unwrap();
            }
        });
        for _ in 0..20 {
            let taken = stage.tenant.take_serving_turn().map(drop);
            ends.store(taken.is_err(), Ordering::Relaxed);
            taken.unwrap();
        }
        ends.store(true, Ordering::Relaxed);
    });
}

/// Rule 4.8.12.
#[test]
fn what_a_server_leaves_goes_with_the_tenant() {
    let stage = Stage::bare();
    drop(stage.tenant.new_serving_log().unwrap());
    let turn = stage.tenant.take_serving_turn().unwrap();
    turn.tell(server()).unwrap();
    let evidence = tempfile::tempdir().unwrap();
    let plan = stage.tenant.check_removal(&evidence.path().join("removal.json")).unwrap();
    assert_eq!(plan.foreign, Vec::<PathBuf>::new());
}
