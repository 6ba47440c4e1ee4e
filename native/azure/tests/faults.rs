//! What becomes of everything that may go wrong between a tenant and its vaults, one by one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/double.rs"]
mod double;

#[path = "common/play.rs"]
mod play;

use ckey_base::CancelToken;
use ckey_vault::{Caller, FailureClass, KeyUri, VaultErrorKind as Kind, Wait};
use double::{Door, Double, Reply, Shown, answer};
use play::{
    SECRET, VERSION, asking, challenge, connected, get, get_within, key, token, variables, vault,
};
use serde_json::json;
use std::time::{Duration, Instant};

#[test]
fn each_wrong_answer_is_an_error_of_its_own_and_only_an_outage_is_one_of_the_system() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"key\":".to_vec();
    let refused = |inner: &str| {
        let error =
            json!({ "code": "Forbidden", "message": "No.", "innererror": { "code": inner } });
        answer("403 Forbidden", "", &json!({ "error": error }).to_string())
    };
    let location = "location: https://login.evil.localhost/\r\n";
    for (name, reply, kind) in [
        ("an empty body", answer("200 OK", "", ""), Kind::AnswerUnreadable),
        ("no JSON", answer("200 OK", "", "<html></html>"), Kind::AnswerUnreadable),
        ("JSON that ends too soon", answer("200 OK", "", "{\"key\":{"), Kind::AnswerUnreadable),
        ("parts missing", answer("200 OK", "", "{}"), Kind::AnswerUnreadable),
        ("a gigabyte", Reply::Endless, Kind::AnswerUnreadable),
        ("half an answer", Reply::Cut(cut), Kind::Unreachable),
        ("a reset", Reply::Reset, Kind::Unreachable),
        ("another vault", key("kv-b", VERSION), Kind::AnswerForAnotherKey),
        (
            "an old version",
            key("kv-a", "fedcba9876543210fedcba9876543210"),
            Kind::AnswerForAnotherVersion,
        ),
        ("a redirection", answer("302 Found", location, ""), Kind::NotTheVault),
        ("a proxy's page", answer("403 Forbidden", "", "<html></html>"), Kind::NotTheVault),
        ("a proxy's outage", answer("502 Bad Gateway", "", "<html></html>"), Kind::ServerError),
        ("a disabled key", refused("KeyDisabled"), Kind::KeyDisabled),
        ("no permission", refused("ForbiddenByPolicy"), Kind::AccessDenied),
        ("what is new in Azure", refused("ForbiddenByTheMoon"), Kind::AccessDenied),
        (
            "too many requests",
            answer("429 Too Many Requests", "retry-after: 60\r\n", ""),
            Kind::Throttled,
        ),
        (
            "401 twice",
            answer(
                "401 Unauthorized",
                "www-authenticate: Bearer authorization=\"https://a/t\", resource=\"https://vault.localhost\"\r\n",
                "",
            ),
            Kind::Unauthorized,
        ),
    ] {
        let double = vault(move |_| reply.clone());
        let error = get_within(&*connected(&double), double.port, Duration::from_secs(3));
        let error = error.expect_err(name);
        assert_eq!(error.kind, kind, "{name}: {error}");
        let outage = [Kind::Unreachable, Kind::ServerError, Kind::Throttled, Kind::Unauthorized];
        assert_eq!(error.class() == FailureClass::System, outage.contains(&kind), "{name}");
        assert!(!error.to_string().contains(SECRET) && !error.to_string().contains("a-token"));
    }
}

#[test]
fn a_vault_that_cannot_be_reached_is_out_whichever_way_and_none_is_waited_for_too_long() {
    let double = vault(|_| key("kv-a", VERSION));
    let vaults = connected(&double);
    assert!(get_within(&*vaults, double.port, Duration::from_secs(5)).is_ok());
    for door in [Door::Shut, Door::Plain] {
        double.door(door);
        let error = get(&double).unwrap_err();
        assert_eq!((error.kind, error.class()), (Kind::Unreachable, FailureClass::System));
    }
    double.door(Door::Open);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let vaults = asking(nobody, &double.authority, variables(double.port));
    let error = get_within(&*vaults, nobody, Duration::from_secs(5)).unwrap_err();
    assert_eq!(error.kind, Kind::Unreachable);
    let silent = vault(|_| Reply::Silent);
    let began = Instant::now();
    let error = get_within(&*connected(&silent), silent.port, Duration::from_millis(1500));
    assert_eq!(error.unwrap_err().kind, Kind::TimedOut);
    assert!(began.elapsed() < Duration::from_millis(2000), "{:?}", began.elapsed());
}

#[test]
fn who_cannot_show_to_be_the_vault_is_asked_nothing_and_that_is_no_outage() {
    for shown in [Shown::Expired, Shown::NotYet, Shown::OtherName] {
        let double = Double::showing(shown, |_| key("kv-a", VERSION));
        let error = get(&double).unwrap_err();
        assert_eq!((error.kind, error.class()), (Kind::NotTheVault, FailureClass::Request));
        assert_eq!(double.requests(), 0, "{shown:?}");
    }
    let (double, other) = (vault(|_| key("kv-a", VERSION)), vault(|_| Reply::Reset));
    let unknown = asking(double.port, &other.authority, variables(double.port));
    let error = get_within(&*unknown, double.port, Duration::from_secs(5)).unwrap_err();
    assert_eq!(error.kind, Kind::NotTheVault, "{error}");
    // A challenge for another host would let the token be used there.
    let double = Double::start(|request| {
        if request.line.contains("/oauth2/") { token() } else { challenge_of_another_host() }
    });
    let error = get(&double).unwrap_err();
    assert_eq!(error.kind, Kind::NotTheVault, "{error}");
    assert_eq!(double.requests(), 1);
}

fn challenge_of_another_host() -> Reply {
    let header = "www-authenticate: Bearer authorization=\"https://vault.localhost/t\", resource=\"https://vault.azure.net\"\r\n";
    answer("401 Unauthorized", header, "")
}

#[test]
fn whatever_authority_a_challenge_names_only_the_configured_one_is_asked() {
    let named = vault(|_| Reply::Reset);
    let double = Double::start(|_| Reply::Reset);
    let (port, other) = (double.port, named.port);
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            assert!(request.body.contains(SECRET));
            return token();
        }
        match &request.authorization {
            None => challenge(port, &format!("https://vault.localhost:{other}/t")),
            Some(given) => {
                assert_eq!(given, "Bearer a-token");
                key("kv-a", VERSION)
            }
        }
    });
    assert!(get(&double).is_ok());
    // One without a token, one for a token, one with it.
    assert_eq!((double.requests(), named.requests()), (3, 0));
}

#[test]
fn a_sign_in_that_is_refused_says_which_and_why_and_is_no_outage_while_a_silent_directory_is() {
    let refused = json!({ "error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided.", "error_codes": [7_000_215] });
    for (reply, kind, class) in [
        (
            answer("401 Unauthorized", "", &refused.to_string()),
            Kind::SignInFailed,
            FailureClass::Request,
        ),
        (answer("503 Service Unavailable", "", "<html>"), Kind::ServerError, FailureClass::System),
        (Reply::Reset, Kind::Unreachable, FailureClass::System),
    ] {
        let double = Double::start(|_| Reply::Reset);
        let port = double.port;
        double.play(move |request| {
            if request.line.contains("/oauth2/") {
                reply.clone()
            } else {
                challenge(port, "https://vault.localhost/t")
            }
        });
        let error = get(&double).unwrap_err();
        assert_eq!((error.kind, error.class()), (kind, class), "{error}");
        assert!(error.message.contains("client secret"), "{error}");
        assert!(!error.to_string().contains(SECRET));
        if kind == Kind::SignInFailed {
            assert!(error.message.contains("AADSTS7000215"), "{error}");
        }
    }
    let double = vault(|_| key("kv-a", VERSION));
    let nothing = asking(double.port, &double.authority, Vec::new());
    let error = get_within(&*nothing, double.port, Duration::from_secs(5)).unwrap_err();
    assert_eq!((error.kind, double.requests()), (Kind::SignInFailed, 0));
}

#[test]
fn a_throttled_vault_is_asked_again_when_it_says_within_the_roots_time() {
    let mut times = 0;
    let double = vault(move |_| {
        times += 1;
        match times {
            1 => answer("429 Too Many Requests", "retry-after: 1\r\n", ""),
            _ => key("kv-a", VERSION),
        }
    });
    let began = Instant::now();
    assert!(get(&double).is_ok());
    assert!(began.elapsed() >= Duration::from_secs(1));
    let double = vault(|_| answer("503 Service Unavailable", "retry-after: 30\r\n", ""));
    let began = Instant::now();
    assert_eq!(get(&double).unwrap_err().kind, Kind::ServerError);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[test]
fn hosts_that_are_none_of_the_tenants_are_never_asked() {
    let double = vault(|_| key("kv-a", VERSION));
    let caller = Caller::application("o", "a", "Exchange");
    let wait = Wait::at_most(Duration::from_secs(5), CancelToken::new());
    for foreign in
        ["https://kv-a.evil.localhost/keys/Root", "https://kv-a.vault.azure.net/keys/Root"]
    {
        let uri = KeyUri::stored(foreign).unwrap();
        let error = connected(&double).get_key(&caller, &uri, &wait).unwrap_err();
        assert_eq!(error.kind, Kind::BadParameter);
    }
    assert_eq!(double.requests(), 0);
}

#[test]
fn a_token_that_is_not_taken_any_more_is_asked_for_anew_by_the_same_question() {
    let double = Double::start(|_| Reply::Reset);
    let (port, mut given) = (double.port, 0);
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            given += 1;
            let body = json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": format!("token-{given}") });
            return answer("200 OK", "", &body.to_string());
        }
        match request.authorization.as_deref() {
            Some("Bearer token-2") => key("kv-a", VERSION),
            _ => challenge(port, "https://vault.localhost/t"),
        }
    });
    let vaults = connected(&double);
    assert!(get_within(&*vaults, double.port, Duration::from_secs(5)).is_ok());
    // Twice: the vault without a token, the directory for one, the vault with it.
    assert_eq!(double.requests(), 6);
}
