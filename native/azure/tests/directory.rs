//! A directory that is another machine than the vault, and does not give tokens as it should: it
//! does not show who it is, is silent, or has too much to do. The secret is in what it is asked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;

use ckey_vault::{FailureClass, RootVault, VaultErrorKind as Kind};
use double::{Door, Double, Reply, Shown, answer};
use play::{OPS, SECRET, VERSION, asking, challenge, right, token, variables};
use std::sync::Arc;
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(30);

/// A vault that gives no tokens itself.
fn vault_beside(directory: &Double) -> Double {
    let double = Double::start(|_| Reply::Reset);
    let (port, gives) = (double.port, directory.port);
    double.play(move |request| {
        assert!(!request.body.contains(SECRET));
        match request.authorization {
            None => challenge(port, &format!("https://vault.localhost:{gives}/t")),
            Some(_) => right(request, "kv-a", VERSION),
        }
    });
    double
}

/// What asks the vault by a token of that directory, and trusts these authorities.
fn signing_in(vault: &Double, directory: &Double, trusted: &str) -> Arc<dyn RootVault> {
    signing_in_at(vault, directory.port, trusted)
}

fn signing_in_at(vault: &Double, port: u16, trusted: &str) -> Arc<dyn RootVault> {
    let place = format!("https://vault.localhost:{port}");
    let mut given = variables(vault.port);
    given.retain(|(name, _)| name != "AZURE_AUTHORITY_HOST");
    given.push(("AZURE_AUTHORITY_HOST".to_owned(), place));
    asking(vault.port, trusted, given)
}

/// A place that is taken, and that nobody listens at.
fn nobody() -> (tokio::net::TcpSocket, u16) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, port)
}

fn all_refused(
    (vault, directory): (&Double, &Double),
    trusted: &str,
    limit: Duration,
    (kind, class): (Kind, FailureClass),
) {
    let vaults = signing_in(vault, directory, trusted);
    for op in OPS {
        let error = op.ask(&*vaults, vault.port, limit).unwrap_err();
        assert_eq!((error.kind, error.class()), (kind, class), "{op:?}: {error}");
        assert!(!error.to_string().contains(SECRET));
    }
}

#[test]
fn a_directory_that_cannot_show_to_be_it_is_shown_no_secret_and_that_is_no_outage() {
    let not_it = (Kind::NotTheVault, FailureClass::Request);
    for shown in [Shown::Expired, Shown::NotYet, Shown::OtherName] {
        let directory = Double::showing(shown, |_| token());
        let vault = vault_beside(&directory);
        let trusted = format!("{}{}", vault.authority, directory.authority);
        all_refused((&vault, &directory), &trusted, LONG, not_it);
        // The vault was asked without a token, and has said once where there is one.
        assert_eq!((directory.requests(), vault.requests()), (0, 1), "{shown:?}");
    }
    let directory = Double::start(|_| token());
    let vault = vault_beside(&directory);
    all_refused((&vault, &directory), &vault.authority, LONG, not_it);
    assert_eq!((directory.requests(), vault.requests()), (0, 1));
    // One that is trusted gives what the vault takes.
    let trusted = format!("{}{}", vault.authority, directory.authority);
    let vaults = signing_in(&vault, &directory, &trusted);
    OPS.iter().for_each(|op| op.ask(&*vaults, vault.port, LONG).unwrap());
}

#[test]
fn a_silent_directory_is_an_outage_once_the_roots_time_is_over() {
    let directory = Double::start(|_| Reply::Silent);
    let vault = vault_beside(&directory);
    let trusted = format!("{}{}", vault.authority, directory.authority);
    let (limit, began) = (Duration::from_millis(1500), Instant::now());
    let out = (Kind::TimedOut, FailureClass::System);
    all_refused((&vault, &directory), &trusted, limit, out);
    // It is silent for a minute.
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert!(directory.requests() > 0);
}

#[test]
fn a_directory_with_too_many_requests_is_an_outage_told_at_once_where_there_is_no_time_to_wait() {
    let directory =
        Double::start(|_| answer("429 Too Many Requests", "retry-after: 60\r\n", "<html>"));
    let vault = vault_beside(&directory);
    let trusted = format!("{}{}", vault.authority, directory.authority);
    let began = Instant::now();
    let out = (Kind::Throttled, FailureClass::System);
    all_refused((&vault, &directory), &trusted, LONG, out);
    assert!(began.elapsed() < LONG, "{:?}", began.elapsed());
    assert_eq!(directory.requests(), OPS.len());
}

#[test]
fn a_directory_is_asked_again_when_it_says_and_the_question_goes_on() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let mut times = 0;
        let directory = Double::start(move |_| {
            times += 1;
            if times == 1 { answer(status, "retry-after: 1\r\n", "") } else { token() }
        });
        let vault = vault_beside(&directory);
        let trusted = format!("{}{}", vault.authority, directory.authority);
        let began = Instant::now();
        let vaults = signing_in(&vault, &directory, &trusted);
        OPS[0].ask(&*vaults, vault.port, LONG).unwrap();
        assert!(began.elapsed() >= Duration::from_secs(1), "{status}");
        assert_eq!(directory.requests(), 2, "{status}");
    }
}

#[test]
fn a_directory_that_cannot_be_reached_is_an_outage_whichever_way_and_never_a_refusal() {
    let outage = (Kind::Unreachable, FailureClass::System);
    let directory = Double::start(|_| token());
    let vault = vault_beside(&directory);
    let trusted = format!("{}{}", vault.authority, directory.authority);
    for door in [Door::Shut, Door::Plain, Door::Resets] {
        directory.door(door);
        all_refused((&vault, &directory), &trusted, LONG, outage);
        directory.door(Door::Open);
        OPS[0].ask(&*signing_in(&vault, &directory, &trusted), vault.port, LONG).unwrap();
    }
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"token_type\":".to_vec();
    for reply in [Reply::Closed, Reply::Cut(half)] {
        directory.play(move |_| reply.clone());
        all_refused((&vault, &directory), &trusted, LONG, outage);
    }
    let (_taken, nobody) = nobody();
    let vaults = signing_in_at(&vault, nobody, &trusted);
    for op in OPS {
        let error = op.ask(&*vaults, vault.port, LONG).unwrap_err();
        assert_eq!((error.kind, error.class()), outage, "{op:?}: {error}");
    }
}

/// A directory locks out who is wrong too often, and a command asks many times.
#[test]
fn a_directory_that_refuses_a_secret_is_not_asked_again_at_once_by_it() {
    let refuses = |_: &double::Request| {
        let why = "AADSTS7000215: Invalid client secret provided.";
        let error = serde_json::json!({ "error": "invalid_client", "error_description": why });
        answer("401 Unauthorized", "", &error.to_string())
    };
    let directory = Double::start(refuses);
    let vault = vault_beside(&directory);
    let trusted = format!("{}{}", vault.authority, directory.authority);
    let refused = (Kind::SignInFailed, FailureClass::Request);
    // By one session many ask at once; another one, as with another secret, is heard.
    for asked in 1..=2 {
        let vaults = signing_in(&vault, &directory, &trusted);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for op in OPS {
                        let error = op.ask(&*vaults, vault.port, LONG).unwrap_err();
                        assert_eq!((error.kind, error.class()), refused, "{op:?}: {error}");
                    }
                });
            }
        });
        assert_eq!(directory.requests(), asked);
    }
}
