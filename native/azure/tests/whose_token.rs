//! Whose token a vault refuses: that it takes none of its own directory's is an outage, and
//! everything else is a sign-in that is wrong. The variables of the process say who signs in, so
//! whoever changes them must not bring in the availability key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/child.rs"]
mod child;
#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;

use child::{app_service, refused_child};
use ckey_vault::{FailureClass, KeyUri, RootVault, VaultErrorKind as Kind};
use double::{Double, Reply, answer};
use play::{
    OPS, Op, TENANT, VERSION, asking, challenge, connected, given, jwt, jwt_of, right, uri,
    variables, vault_with,
};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);
const OTHER: &str = "00000000-0000-0000-0000-00000000beef";

/// A vault that takes no token, and names this directory if there is one; what is asked for a token
/// gives this one.
fn refusing(token: &str, directory: Option<&str>) -> Double {
    let double = Double::start(|_| Reply::Reset);
    let port = double.port;
    let (token, directory) = (token.to_owned(), directory.map(str::to_owned));
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            return given(&token);
        }
        let place = format!("https://vault.localhost:{port}");
        match &directory {
            Some(directory) => challenge(port, &format!("{place}/{directory}")),
            None if request.authorization.is_none() => challenge(port, &place),
            None => answer("401 Unauthorized", "", ""),
        }
    });
    double
}

fn with_tenant(port: u16, tenant: &str) -> Vec<(String, String)> {
    let mut given = variables(port);
    given.retain(|(name, _)| name != "AZURE_TENANT_ID");
    given.push(("AZURE_TENANT_ID".to_owned(), tenant.to_owned()));
    given
}

#[test]
fn a_vault_that_refuses_a_token_of_the_directory_that_it_names_is_out_and_refuses_every_other() {
    let of = |tid: &str| jwt_of(&json!({ "tid": tid }), "a-token");
    let (own, other) = (of(TENANT), of(OTHER));
    let out = (Kind::Unauthorized, FailureClass::System);
    let refused = (Kind::SignInFailed, FailureClass::Request);
    for (token, tenant, directory, expected) in [
        (own.as_str(), TENANT, Some(TENANT), out),
        (&of(&TENANT.to_ascii_uppercase()), TENANT, Some(TENANT), out),
        (&own, "own.onmicrosoft.com", Some(TENANT), out),
        // Another directory, however it is named: what it gives says whose it is.
        (&other, OTHER, Some(TENANT), refused),
        (&other, "mine.onmicrosoft.com", Some(TENANT), refused),
        (&other, TENANT, Some(TENANT), refused),
        // What is no token, or none of a directory.
        ("a-token", TENANT, Some(TENANT), refused),
        (&of("mine.onmicrosoft.com"), TENANT, Some(TENANT), refused),
        (&jwt_of(&json!({}), "a-token"), TENANT, Some(TENANT), refused),
        // A vault that does not say whose tokens it takes.
        (&own, TENANT, Some("common"), refused),
        (&own, TENANT, None, refused),
    ] {
        let double = refusing(token, directory);
        let vaults = asking(double.port, &double.authority, with_tenant(double.port, tenant));
        for op in OPS {
            let error = op.ask(&*vaults, double.port, LIMIT).unwrap_err();
            let found = (error.kind, error.class());
            assert_eq!(found, expected, "{token} {tenant} {directory:?} {op:?}: {error}");
            assert!(!error.to_string().contains("a-token"), "{error}");
        }
    }
}

/// Each vault's client keeps a token of its own, and what one identity is refused says nothing of
/// another.
#[test]
fn a_sign_in_that_becomes_somebody_else_is_refused_until_the_tenant_is_opened_again() {
    let who = Arc::new(Mutex::new("a"));
    let signs_in = Arc::clone(&who);
    let double = vault_with(
        move |_| {
            let oid = format!("00000000-0000-0000-0000-00000000000{}", signs_in.lock().unwrap());
            let token = jwt_of(&json!({ "tid": TENANT, "oid": oid }), "a-token");
            // It ends at once, so that each question has one of its own.
            let told = json!({ "token_type": "Bearer", "expires_in": 1, "access_token": token });
            answer("200 OK", "", &told.to_string())
        },
        |request| right(request, request.host.split_once('.').unwrap().0, VERSION),
    );
    let ask = |vaults: &dyn RootVault, vault: &str| {
        let uri = uri(double.port).to_string().replace("kv-a", vault);
        Op::Get.ask_about(vaults, &KeyUri::stored(&uri).unwrap(), LIMIT)
    };
    let vaults = connected(&double);
    ask(&*vaults, "kv-a").unwrap();
    let own = vaults.asker(&uri(double.port)).unwrap();
    assert!(own.ends_with("0a"), "{own}");
    *who.lock().unwrap() = "b";
    let error = ask(&*vaults, "kv-b").unwrap_err();
    assert_eq!((error.kind, error.class()), (Kind::SignInFailed, FailureClass::Request));
    assert!(error.message.contains("another identity than before"), "{error}");
    assert_eq!(vaults.asker(&uri(double.port)).unwrap(), own);
    ask(&*connected(&double), "kv-b").unwrap();
}

#[test]
fn a_token_that_something_on_this_machine_has_made_up_is_no_outage_whatever_it_says_of_itself() {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let ends = now.as_secs() + 3600;
    let own = jwt("a-token");
    for (token, word) in [
        ("made-up".to_owned(), "nothing shows"),
        (jwt_of(&json!({ "tid": OTHER }), "made-up"), "another directory"),
        // Whoever makes one up writes into it what the vault would like to read.
        (own, "nothing shows"),
    ] {
        let (address, _) = app_service(move || (token.clone(), ends));
        let double = refusing("nobody asks", Some(TENANT));
        let header = "the-header".to_owned();
        let variables = [("IDENTITY_ENDPOINT", address), ("IDENTITY_HEADER", header)];
        refused_child(&double, &variables, &[word]);
    }
}

#[test]
#[cfg(unix)]
fn a_token_of_a_program_that_plays_the_azure_cli_is_no_outage() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("az");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let answer = json!({
        "accessToken": jwt("made-up"),
        "expires_on": now.as_secs() + 3600,
        "expiresOn": "2099-01-01 00:00:00.000000",
        "tokenType": "Bearer",
    });
    std::fs::write(&program, format!("#!/bin/sh\necho '{answer}'\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let named = "AzureCliCredential".to_owned();
    let double = refusing("nobody asks", Some(TENANT));
    let variables = [("AZURE_TOKEN_CREDENTIALS", named), ("PATH", path)];
    refused_child(&double, &variables, &["nothing shows"]);
}
