//! Tokens: of whom they are asked, what happens when they end in the middle of work, and what a
//! vault says to those of another directory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;

use ckey_vault::{FailureClass, VaultErrorKind as Kind};
use double::{Double, Reply, answer};
use play::{
    OPS, SECRET, TENANT, VERSION, asking, challenge, get_within, key, right, token, variables,
    vault_with,
};
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn tokens_are_asked_of_the_authority_that_is_configured_however_it_is_written_and_of_no_other() {
    let directory = Double::start(|request| {
        assert!(request.line.starts_with(&format!("POST /{TENANT}/oauth2/v2.0/token ")));
        assert!(request.body.contains(SECRET));
        token()
    });
    let vault = Double::start(|_| Reply::Reset);
    let port = vault.port;
    vault.play(move |request| match request.authorization.as_deref() {
        Some("Bearer a-token") => key("kv-a", VERSION),
        _ => challenge(port, &format!("https://vault.localhost:{port}/{TENANT}")),
    });
    let trusted = format!("{}{}", vault.authority, directory.authority);
    let authority = format!("vault.localhost:{}", directory.port);
    for (asked, written) in
        [format!("https://{authority}"), format!("HTTPS://{authority}/"), authority.clone()]
            .into_iter()
            .enumerate()
    {
        let mut given = variables(vault.port);
        given.retain(|(name, _)| name != "AZURE_AUTHORITY_HOST");
        given.push(("AZURE_AUTHORITY_HOST".to_owned(), written));
        let vaults = asking(vault.port, &trusted, given);
        get_within(&*vaults, vault.port, LIMIT).unwrap();
        get_within(&*vaults, vault.port, LIMIT).unwrap();
        // One token serves all that follows; the vault is asked without one first.
        assert_eq!((directory.requests(), vault.requests()), (asked + 1, 3 * (asked + 1)));
    }
}

#[test]
fn a_token_that_ends_in_the_middle_of_work_is_followed_by_the_next_and_nothing_fails() {
    let given = Arc::new(AtomicU32::new(0));
    let (gives, uses) = (Arc::clone(&given), Arc::new(Mutex::new((0_u32, 0_u32))));
    let double = Double::start(|_| Reply::Reset);
    let port = double.port;
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            let number = gives.fetch_add(1, Ordering::SeqCst) + 1;
            let token = json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": format!("token-{number}") });
            return answer("200 OK", "", &token.to_string());
        }
        let token = request.authorization.as_deref().and_then(|it| it.strip_prefix("Bearer token-"));
        let Some(number) = token.and_then(|number| number.parse().ok()) else {
            return challenge(port, &format!("https://vault.localhost:{port}/t"));
        };
        // Each token is taken ten times, whatever its own time says.
        let mut uses = uses.lock().unwrap();
        if uses.0 != number {
            *uses = (number, 0);
        }
        uses.1 += 1;
        match uses.1 {
            ..=10 => right(request, "kv-a", VERSION),
            _ => challenge(port, &format!("https://vault.localhost:{port}/t")),
        }
    });
    let vaults = asking(port, &double.authority, variables(port));
    for (at, op) in OPS.into_iter().cycle().take(35).enumerate() {
        op.ask(&*vaults, port, LIMIT).unwrap_or_else(|error| panic!("{at} {op:?}: {error}"));
    }
    assert_eq!(given.load(Ordering::SeqCst), 4);
}

#[test]
fn a_token_is_renewed_before_it_ends() {
    let given = Arc::new(AtomicU32::new(0));
    let gives = Arc::clone(&given);
    let double = vault_with(
        move |_| {
            gives.fetch_add(1, Ordering::SeqCst);
            let token =
                json!({ "token_type": "Bearer", "expires_in": 120, "access_token": "a-token" });
            answer("200 OK", "", &token.to_string())
        },
        |_| key("kv-a", VERSION),
    );
    let vaults = asking(double.port, &double.authority, variables(double.port));
    for _ in 0..3 {
        get_within(&*vaults, double.port, LIMIT).unwrap();
    }
    assert_eq!(given.load(Ordering::SeqCst), 3);
}

#[test]
fn a_vault_that_moved_to_another_directory_says_so_and_that_directory_is_asked_for_nothing() {
    let other = Double::start(|_| Reply::Reset);
    let double = Double::start(|_| Reply::Reset);
    let (port, moved_to) = (double.port, other.port);
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            assert!(request.line.contains(TENANT), "{}", request.line);
            return token();
        }
        let header = format!(
            "www-authenticate: Bearer authorization=\"https://vault.localhost:{moved_to}/00000000-0000-0000-0000-00000000beef\", resource=\"https://vault.localhost:{port}\"\r\n"
        );
        let message = "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/00000000-0000-0000-0000-00000000beef/, found https://sts.windows.net/old/.";
        let body = json!({ "error": { "code": "Unauthorized", "message": message } });
        answer("401 Unauthorized", &header, &body.to_string())
    });
    let vaults = asking(port, &double.authority, variables(port));
    for op in OPS {
        let error = op.ask(&*vaults, port, LIMIT).unwrap_err();
        // No outage: who has the variables changed would bring in the availability key by one.
        assert_eq!((error.kind, error.class()), (Kind::SignInFailed, FailureClass::Request));
        assert!(error.message.contains("AKV10032"), "{op:?}: {error}");
        assert!(error.fix.contains("the directory of the vault"), "{op:?}: {error}");
    }
    assert_eq!(other.requests(), 0);
}
