//! Who waits for whom when secrets are guessed.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use ckey_engine::{CreateOptions, OpenOptions, Service};
use tokio::time::timeout;

use super::*;
use crate::place::Place;

const APP: &str = "11111111-2222-3333-4444-555555555555";

fn sign_ins(folder: &std::path::Path) -> Arc<SignIns> {
    let (options, open) = (CreateOptions::default(), OpenOptions::default());
    let tenant = Tenant::create(&folder.join("tenant"), &options, open).unwrap();
    let account = tenant.directory().account("test", Service::Azure).unwrap();
    tenant.directory().register_principal(&account, APP).unwrap();
    let place = Place::at(tenant.server_folder()).unwrap();
    let tokens = Arc::new(Tokens::open(&place, tenant.id(), "https://v:1").unwrap());
    let tally = Arc::new(Tally::new(Arc::clone(&tenant)));
    Arc::new(SignIns::new(tenant, tokens, "https://v:1".to_owned(), tally))
}

async fn guess(sign_ins: &Arc<SignIns>, app: &str) -> Answer {
    let form = "grant_type=client_credentials&client_secret=x&scope=https://v:1/.default";
    let body = format!("{form}&client_id={app}");
    let asked = (Method::POST, format!("/{}/oauth2/v2.0/token", sign_ins.tenant.id()));
    Arc::clone(sign_ins).answer(asked, body, "127.0.0.1".to_owned()).await
}

#[tokio::test]
async fn strangers_beyond_a_few_wait_for_nobody_and_keep_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let sign_ins = sign_ins(folder.path());
    let _taken = sign_ins.guesses.turn("somebody").await.unwrap();
    while sign_ins.strangers_looked_at.take("") {}
    for number in 0..100 {
        let app = format!("app-{number}");
        let answer = timeout(Duration::from_secs(30), guess(&sign_ins, &app));
        assert_eq!(answer.await.unwrap(), not_known());
    }
}

#[tokio::test]
async fn the_queue_of_one_application_is_bounded_and_leaves_room_for_others() {
    let folder = tempfile::tempdir().unwrap();
    let sign_ins = sign_ins(folder.path());
    let _taken = sign_ins.guesses.turn("somebody").await.unwrap();
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let sign_ins = Arc::clone(&sign_ins);
        waiting.spawn(async move { sign_ins.guesses.turn(APP).await });
    }
    let other = timeout(Duration::from_millis(200), sign_ins.guesses.turn("other")).await;
    assert!(other.is_err(), "another application waits, and is not refused");
    assert!(sign_ins.guesses.turn(APP).await.is_none());
}

#[tokio::test]
async fn whose_turn_does_not_come_hears_of_an_outage_only_where_it_waits_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let sign_ins = sign_ins(folder.path());
    let taken = sign_ins.guesses.turn("somebody").await.unwrap();
    assert_eq!(guess(&sign_ins, APP).await, full());
    drop(taken);
    let _taken = sign_ins.guesses.turn(APP).await.unwrap();
    let told = guess(&sign_ins, APP).await;
    assert_eq!((told.status, told), (StatusCode::TOO_MANY_REQUESTS, too_many("1")));
    // One that fails while others wait, also of another application.
    let failing = async {
        tokio::time::sleep(LONGEST_WAIT / 2).await;
        sign_ins.failures.take("another");
    };
    let (told, ()) = tokio::join!(guess(&sign_ins, APP), failing);
    assert_eq!((told.status, told), (StatusCode::BAD_REQUEST, full()));
}
