//! The ways to sign in, each against a directory that looks at what it is shown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/application.rs"]
mod application;
#[path = "common/child.rs"]
mod child;
#[path = "common/double.rs"]
mod double;
#[path = "common/play.rs"]
mod play;

use application::Application;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
#[cfg(unix)]
use child::azure_cli;
use child::{app_service, app_service_saying, child, refused_child};
use ckey_vault::{FailureClass, VaultErrorKind as Kind};
use double::answer;
use play::{
    CLIENT, OPS, TENANT, VERSION, asking, get_within, jwt, key, right, token, variables, vault,
    vault_with,
};
use rcgen::PublicKeyData as _;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);

fn form(body: &str, name: &str) -> Option<String> {
    let value = body.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))?;
    Some(value.replace("%3A", ":").replace("%2F", "/").replace('+', " "))
}

fn without_secret(port: u16, beside: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut given = variables(port);
    given.retain(|(name, _)| name != "AZURE_CLIENT_SECRET");
    given.extend(beside.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    given
}

#[test]
fn a_certificate_signs_a_statement_that_a_directory_can_verify() {
    let folder = tempfile::tempdir().unwrap();
    let own = Application::new();
    let file = folder.path().join("application.pem");
    std::fs::write(&file, own.pem()).unwrap();
    let (public, der) = (own.key.der_bytes().to_vec(), own.certificate.der().to_vec());
    let seen: Arc<Mutex<Option<String>>> = Arc::default();
    let shown = Arc::clone(&seen);
    let double = vault_with(
        move |request| {
            *shown.lock().unwrap() = Some(request.body.clone());
            token()
        },
        |_| key("kv-a", VERSION),
    );
    let given =
        without_secret(double.port, &[("AZURE_CLIENT_CERTIFICATE_PATH", file.to_str().unwrap())]);
    let vaults = asking(double.port, &double.authority, given);
    get_within(&*vaults, double.port, LIMIT).unwrap();

    let body = seen.lock().unwrap().clone().unwrap();
    let jwt = form(&body, "client_assertion").unwrap();
    let (signed, signature) = jwt.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, &public)
        .verify(signed.as_bytes(), &signature)
        .unwrap();
    let part = |at: usize| -> Value {
        let text = signed.split('.').nth(at).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
    };
    let thumbprint = URL_SAFE_NO_PAD.encode(digest(&SHA256, &der));
    assert_eq!((&part(0)["alg"], &part(0)["x5t#S256"]), (&"PS256".into(), &thumbprint.into()));
    let audience = format!("https://vault.localhost:{}/{TENANT}/oauth2/v2.0/token", double.port);
    let claims = part(1);
    assert_eq!(
        (&claims["aud"], &claims["iss"], &claims["sub"]),
        (&audience.into(), &CLIENT.into(), &CLIENT.into())
    );
    let life = claims["exp"].as_u64().unwrap() - claims["nbf"].as_u64().unwrap();
    assert_eq!(life, 600);
}

#[test]
fn a_certificates_file_without_one_or_without_its_key_signs_nobody_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("application.pem");
    let double = vault(|_| key("kv-a", VERSION));
    let path = file.to_str().unwrap();
    for text in [None, Some(""), Some(double.authority.as_str())] {
        if let Some(text) = text {
            std::fs::write(&file, text).unwrap();
        }
        let given = without_secret(double.port, &[("AZURE_CLIENT_CERTIFICATE_PATH", path)]);
        let vaults = asking(double.port, &double.authority, given);
        let error = get_within(&*vaults, double.port, LIMIT).unwrap_err();
        assert_eq!(error.kind, Kind::SignInFailed, "{error}");
    }
    assert_eq!(double.requests(), 0);
}

#[test]
fn a_workload_identity_shows_the_token_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "federated-token").unwrap();
    let double = vault_with(
        |request| {
            let shown = form(&request.body, "client_assertion");
            assert_eq!(shown.as_deref(), Some("federated-token"));
            token()
        },
        |_| key("kv-a", VERSION),
    );
    let path = file.to_str().unwrap();
    let given = without_secret(double.port, &[("AZURE_FEDERATED_TOKEN_FILE", path)]);
    let vaults = asking(double.port, &double.authority, given);
    get_within(&*vaults, double.port, LIMIT).unwrap();
}

#[test]
fn a_workload_identity_that_is_refused_says_so_with_what_the_directory_answers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "federated-token").unwrap();
    let double = vault_with(
        |_| {
            let body = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS700213: No matching federated identity record found.\\r\\nTrace ID: 0\",\"error_codes\":[700213]}";
            answer("401 Unauthorized", "", body)
        },
        |_| key("kv-a", VERSION),
    );
    let given =
        without_secret(double.port, &[("AZURE_FEDERATED_TOKEN_FILE", file.to_str().unwrap())]);
    let vaults = asking(double.port, &double.authority, given);
    for op in OPS {
        let error = op.ask(&*vaults, double.port, LIMIT).unwrap_err();
        assert_eq!((error.kind, error.class()), (Kind::SignInFailed, FailureClass::Request));
        for word in ["the workload identity", "AADSTS700213", "No matching federated identity"] {
            assert!(error.message.contains(word), "{op:?}: {error}");
        }
        assert!(!error.to_string().contains("federated-token"), "{error}");
    }
}

fn in_an_hour() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    now.as_secs() + 3600
}

#[test]
fn the_identity_of_an_app_service_has_its_token_from_this_machine() {
    let (address, asked) = app_service(|| ("a-token".to_owned(), in_an_hour()));
    let double = vault(|request| {
        assert_eq!(request.authorization.as_deref(), Some("Bearer a-token"));
        right(request, "kv-a", VERSION)
    });
    let variables = [("IDENTITY_ENDPOINT", address), ("IDENTITY_HEADER", "the-header".to_owned())];
    child(&double, &variables);
    let head = asked.lock().unwrap().concat().to_ascii_lowercase();
    assert!(head.contains("x-identity-header: the-header"), "{head}");
    assert!(head.starts_with("get /msi/token?"), "{head}");
}

#[test]
fn an_app_service_whose_identity_is_refused_says_so_with_what_it_answers() {
    let own = "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS500011: The resource principal was not found.\"}";
    for (status, body, word) in [
        ("400 Bad Request", own, "AADSTS500011"),
        ("403 Forbidden", own, "AADSTS500011"),
        (
            "400 Bad Request",
            "{\"StatusCode\":400,\"Message\":\"No MSI found.\"}",
            "not been assigned",
        ),
        ("403 Forbidden", "{\"StatusCode\":403,\"Message\":\"No MSI found.\"}", "No MSI found"),
    ] {
        let (address, _) = app_service_saying(move || (status.to_owned(), body.to_owned()));
        let double = vault(|_| panic!("nobody has a token"));
        let header = "the-header".to_owned();
        let variables = [("IDENTITY_ENDPOINT", address), ("IDENTITY_HEADER", header)];
        refused_child(&double, &variables, &["the managed identity", word]);
    }
}

#[test]
#[cfg(unix)]
fn the_azure_cli_is_asked_where_it_is_named() {
    let body = format!(
        "echo '{{\"accessToken\":\"a-token\",\"expires_on\":{},\"expiresOn\":\"2099-01-01 00:00:00.000000\",\"tokenType\":\"Bearer\"}}'",
        in_an_hour()
    );
    let (_folder, variables) = azure_cli(&body);
    let double = vault(|request| {
        assert_eq!(request.authorization.as_deref(), Some("Bearer a-token"));
        right(request, "kv-a", VERSION)
    });
    child(&double, &variables);
}

#[test]
#[cfg(unix)]
fn the_azure_cli_that_nobody_is_signed_in_to_says_so_in_its_own_words() {
    let (_folder, variables) = azure_cli(
        "echo 'ERROR: AADSTS700082: The refresh token has expired due to inactivity.' >&2
echo 'To re-authenticate, please run: az login' >&2
exit 1",
    );
    let double = vault(|_| panic!("nobody has a token"));
    refused_child(&double, &variables, &["the Azure CLI", "AADSTS700082", "has expired"]);
}

#[test]
#[cfg(unix)]
fn the_azure_cli_that_never_answers_or_answers_late_is_a_sign_in_that_failed_and_no_outage() {
    let given = |token: &str| json!({ "accessToken": token, "expires_on": 4_000_000_000_u64, "tokenType": "Bearer" });
    let made_up = given(&jwt("made-up"));
    for (script, words) in [
        ("exec sleep 60".to_owned(), &["Azure CLI", "The time was over"][..]),
        // What is said depends on what was over first: the time, or the patience with the token.
        (format!("sleep 0.9; echo '{made_up}'"), &[]),
        // One that answers, is refused, and never answers again.
        (
            format!("mkdir $(dirname $0)/once && exec echo '{made_up}'; exec sleep 60"),
            &["Azure CLI", "The time was over"],
        ),
        (format!("echo '{}'", given("a b")), &["Azure CLI", "cannot be a token"]),
        (format!("echo '{}'", given("")), &["Azure CLI", "cannot be a token"]),
    ] {
        let (_folder, variables) = azure_cli(&script);
        let double = vault(|_| {
            std::thread::sleep(Duration::from_millis(300));
            answer("401 Unauthorized", "", "")
        });
        let mut variables = variables.to_vec();
        variables.push(("DOUBLE_LIMIT", "1".to_owned()));
        refused_child(&double, &variables, words);
    }
}
