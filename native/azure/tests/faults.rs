//! What becomes of everything that may go wrong between a tenant and its vaults, one by one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

#[path = "common/double.rs"]
mod double;

#[path = "common/play.rs"]
mod play;

use ckey_base::CancelToken;
use ckey_vault::{Caller, FailureClass, KeyUri, RootVault, VaultErrorKind as Kind, Wait};
use double::{Door, Double, Reply, Request, Shown, answer};
use play::{
    OPS, Op, SECRET, VERSION, asking, challenge, connected, get, get_within, key, key_of, operated,
    right, token, uri, variables, vault, vault_with,
};
use serde_json::json;
use std::time::{Duration, Instant};

const OTHER_VERSION: &str = "fedcba9876543210fedcba9876543210";
const LONG: Duration = Duration::from_secs(30);

/// What a vault answers to who has a token.
type Answers = Box<dyn Fn(&Request) -> Reply + Send>;

fn always(reply: Reply) -> Answers {
    Box::new(move |_| reply.clone())
}

/// A challenge by the directory that has signed in.
fn unauthorized(request: &Request) -> Reply {
    let port = request.host.rsplit(':').next().unwrap().parse().unwrap();
    challenge(port, &format!("https://vault.localhost:{port}/t"))
}

/// The right answer, cut where it is half said.
fn torn(request: &Request) -> Reply {
    let Reply::Bytes(mut whole) = right(request, "kv-a", VERSION) else { panic!("{request:?}") };
    whole.truncate(whole.len() - 20);
    Reply::Torn(whole)
}

fn cut(request: &Request) -> Reply {
    let Reply::Torn(half) = torn(request) else { panic!("{request:?}") };
    Reply::Cut(half)
}

/// What is as long as no key, no wrap and no seed.
fn of_wrong_length(request: &Request) -> Reply {
    match Op::of(request) {
        Op::Get => key_of("kv-a", VERSION, 255),
        Op::Wrap => operated("kv-a", VERSION, &[7; 255]),
        Op::Unwrap => operated("kv-a", VERSION, &[7; 191]),
    }
}

fn rows() -> Vec<(&'static str, Answers, Kind)> {
    let refused = |inner: &str| {
        let error =
            json!({ "code": "Forbidden", "message": "No.", "innererror": { "code": inner } });
        always(answer("403 Forbidden", "", &json!({ "error": error }).to_string()))
    };
    let said = |status: &str, headers: &str, body: &str| always(answer(status, headers, body));
    let location = "location: https://login.evil.localhost/\r\n";
    let page = "<html></html>";
    vec![
        ("an empty body", said("200 OK", "", ""), Kind::AnswerUnreadable),
        ("no JSON", said("200 OK", "", page), Kind::AnswerUnreadable),
        ("JSON that ends too soon", said("200 OK", "", "{\"key\":{"), Kind::AnswerUnreadable),
        ("parts missing", said("200 OK", "", "{}"), Kind::AnswerUnreadable),
        ("a gigabyte", always(Reply::Endless), Kind::AnswerUnreadable),
        ("a gigabyte that says no length", always(Reply::Unending), Kind::AnswerUnreadable),
        ("half an answer", Box::new(cut), Kind::Unreachable),
        ("a reset in the middle of an answer", Box::new(torn), Kind::Unreachable),
        ("a reset before an answer", always(Reply::Reset), Kind::Unreachable),
        ("an end before an answer", always(Reply::Closed), Kind::Unreachable),
        ("another vault", Box::new(|it| right(it, "kv-b", VERSION)), Kind::AnswerForAnotherKey),
        (
            "an old version",
            Box::new(|it| right(it, "kv-a", OTHER_VERSION)),
            Kind::AnswerForAnotherVersion,
        ),
        ("a wrong length", Box::new(of_wrong_length), Kind::AnswerOfWrongLength),
        ("a redirection", said("302 Found", location, ""), Kind::NotTheVault),
        (
            "one that keeps the body",
            said("307 Temporary Redirect", location, ""),
            Kind::NotTheVault,
        ),
        ("a proxy's page", said("403 Forbidden", "", page), Kind::NotTheVault),
        ("a proxy's outage", said("502 Bad Gateway", "", page), Kind::ServerError),
        ("a disabled key", refused("KeyDisabled"), Kind::KeyDisabled),
        ("an operation too many", refused("KeyOperationForbidden"), Kind::OperationNotPermitted),
        ("no permission", refused("ForbiddenByPolicy"), Kind::AccessDenied),
        ("a closed firewall", refused("ForbiddenByFirewall"), Kind::FirewallRefused),
        ("what is new in Azure", refused("ForbiddenByTheMoon"), Kind::ReasonUnknown),
        ("a private link alone", refused("ForbiddenByConnection"), Kind::FirewallRefused),
        (
            "too many requests",
            said("429 Too Many Requests", "retry-after: 60\r\n", ""),
            Kind::Throttled,
        ),
        ("401 twice", Box::new(unauthorized), Kind::Unauthorized),
    ]
}

#[test]
fn each_wrong_answer_is_an_error_of_its_own_and_only_an_outage_is_one_of_the_system() {
    for (name, answers, kind) in rows() {
        let double = vault(answers);
        let vaults = connected(&double);
        for op in OPS {
            let error = op.ask(&*vaults, double.port, Duration::from_secs(3)).expect_err(name);
            assert_eq!(error.kind, kind, "{name}, {op:?}: {error}");
            let outage =
                [Kind::Unreachable, Kind::ServerError, Kind::Throttled, Kind::Unauthorized];
            let is_outage = error.class() == FailureClass::System;
            assert_eq!(is_outage, outage.contains(&kind), "{name}, {op:?}");
            assert!(!error.to_string().contains(SECRET) && !error.to_string().contains("a-token"));
        }
    }
}

#[test]
fn a_connection_that_is_reset_in_any_phase_is_an_outage_whatever_was_asked() {
    let unreachable = |double: &Double, op: Op| {
        let error = op.ask(&*connected(double), double.port, LONG).unwrap_err();
        let (kind, class) = (error.kind, error.class());
        assert_eq!((kind, class), (Kind::Unreachable, FailureClass::System), "{op:?}: {error}");
        assert!(!error.to_string().contains(SECRET));
        error.message
    };
    for op in OPS {
        let double = vault(|request| right(request, "kv-a", VERSION));
        double.door(Door::Resets);
        unreachable(&double, op);
        double.door(Door::Open);
        op.ask(&*connected(&double), double.port, LONG).unwrap();
        if op != Op::Get {
            let before = double.requests();
            double.reset_uploads_of("wrapkey");
            unreachable(&double, op);
            // What was asked whole was asked without the body, or was the sign-in.
            assert!(double.requests() > before);
        }
        double.reset_uploads_of("/oauth2/");
        assert!(unreachable(&double, op).contains("client secret"));
        for reply in
            [Reply::Reset, Reply::Torn(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec())]
        {
            let double = vault_with(move |_| reply.clone(), |it| right(it, "kv-a", VERSION));
            assert!(unreachable(&double, op).contains("client secret"));
        }
    }
}

#[test]
fn a_redirection_of_the_directory_is_not_followed_and_the_secret_goes_nowhere_else() {
    for status in
        ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let elsewhere = vault(|_| token());
        let location = format!("location: https://vault.localhost:{}/t\r\n", elsewhere.port);
        let double = vault_with(
            move |request| {
                assert!(request.body.contains(SECRET));
                answer(status, &location, "")
            },
            |request| right(request, "kv-a", VERSION),
        );
        // Nothing but our own rule keeps anybody from following it.
        let trusted = format!("{}{}", double.authority, elsewhere.authority);
        let vaults = asking(double.port, &trusted, variables(double.port));
        for (asked, op) in OPS.into_iter().enumerate() {
            let error = op.ask(&*vaults, double.port, LONG).unwrap_err();
            let is_no_outage = error.class() == FailureClass::Request;
            assert!(is_no_outage && error.kind == Kind::SignInFailed, "{status}: {error}");
            assert!(!error.to_string().contains(SECRET));
            assert_eq!((double.requests(), elsewhere.requests()), (asked + 2, 0), "{status}");
        }
    }
}

#[test]
fn a_directory_whose_name_nobody_knows_is_an_outage_that_says_so() {
    let double = vault(|request| right(request, "kv-a", VERSION));
    let mut given = variables(double.port);
    given.retain(|(name, _)| name != "AZURE_AUTHORITY_HOST");
    given.push(("AZURE_AUTHORITY_HOST".to_owned(), "https://login.vault.invalid".to_owned()));
    let vaults = asking(double.port, &double.authority, given);
    for op in OPS {
        let error = op.ask(&*vaults, double.port, Duration::from_secs(60)).unwrap_err();
        assert_eq!((error.kind, error.class()), (Kind::Unreachable, FailureClass::System));
        assert!(error.message.contains("login.vault.invalid"), "{error}");
    }
}

/// What each operation has from who must not answer it.
fn all_refused(
    vaults: &dyn RootVault,
    port: u16,
    limit: Duration,
    kind: Kind,
    class: FailureClass,
) {
    for op in OPS {
        let error = op.ask(vaults, port, limit).unwrap_err();
        assert_eq!((error.kind, error.class()), (kind, class), "{op:?}: {error}");
    }
}

#[test]
fn a_vault_that_cannot_be_reached_is_out_whichever_way_and_none_is_waited_for_too_long() {
    let double = vault(|request| right(request, "kv-a", VERSION));
    let vaults = connected(&double);
    assert!(get_within(&*vaults, double.port, LONG).is_ok());
    for door in [Door::Shut, Door::Plain] {
        double.door(door);
        let (vaults, out) = (connected(&double), Kind::Unreachable);
        all_refused(&*vaults, double.port, LONG, out, FailureClass::System);
    }
    double.door(Door::Open);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let vaults = asking(nobody, &double.authority, variables(double.port));
    all_refused(&*vaults, nobody, LONG, Kind::Unreachable, FailureClass::System);
    let silent = vault(|_| Reply::Silent);
    let limit = Duration::from_millis(1500);
    let began = Instant::now();
    let vaults = connected(&silent);
    all_refused(&*vaults, silent.port, limit, Kind::TimedOut, FailureClass::System);
    // A silent vault is silent for a minute.
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

/// How long who gives up waits on, once so many requests are there of which the last is silent.
fn given_up(double: &Double, op: Op, in_flight: usize) -> Duration {
    let (vaults, cancel) = (connected(double), CancelToken::new());
    let wait = Wait::at_most(Duration::from_secs(60), cancel.clone());
    let (error, took) = std::thread::scope(|scope| {
        let asks = || op.ask_while(&*vaults, &uri(double.port), &wait).unwrap_err();
        let asking = scope.spawn(asks);
        let until = Instant::now() + LONG;
        while double.requests() < in_flight {
            assert!(Instant::now() < until, "{}", double.requests());
            std::thread::sleep(Duration::from_millis(5));
        }
        let began = Instant::now();
        cancel.cancel();
        (asking.join().unwrap(), began.elapsed())
    });
    assert_eq!(error.kind, Kind::Cancelled, "{op:?}: {error}");
    assert!(took < Duration::from_secs(5), "{op:?}: {took:?}");
    took
}

/// What is promised of a cancelled call is what it takes by itself: a busy machine keeps it waiting,
/// but not every time.
#[test]
fn who_gives_up_while_a_vault_or_a_directory_is_silent_has_its_thread_back_within_100_ms() {
    const PROMISED: Duration = Duration::from_millis(100);
    const TRIES: usize = 8;
    let silent_vault = || vault(|_| Reply::Silent);
    let silent_directory = || vault_with(|_| Reply::Silent, |it| right(it, "kv-a", VERSION));
    for op in OPS {
        // A question without a token, one for a token, and one with it.
        let of_vault = || given_up(&silent_vault(), op, 3);
        let of_directory = || given_up(&silent_directory(), op, 2);
        assert!((0..TRIES).any(|_| of_vault() < PROMISED), "{op:?}: a vault");
        assert!((0..TRIES).any(|_| of_directory() < PROMISED), "{op:?}: a directory");
    }
}

#[test]
fn who_cannot_show_to_be_the_vault_is_asked_nothing_and_that_is_no_outage() {
    let not_it = |double: &Double, authority: &str| {
        let vaults = asking(double.port, authority, variables(double.port));
        all_refused(&*vaults, double.port, LONG, Kind::NotTheVault, FailureClass::Request);
    };
    for shown in [Shown::Expired, Shown::NotYet, Shown::OtherName] {
        let double = Double::showing(shown, |_| key("kv-a", VERSION));
        not_it(&double, &double.authority);
        assert_eq!(double.requests(), 0, "{shown:?}");
    }
    let (double, other) = (vault(|_| key("kv-a", VERSION)), vault(|_| Reply::Closed));
    not_it(&double, &other.authority);
    assert_eq!(double.requests(), 0);
    // A challenge for another host would let the token be used there.
    let double = Double::start(|request| {
        assert!(request.body.is_empty() && request.authorization.is_none());
        if request.line.contains("/oauth2/") { token() } else { challenge_of_another_host() }
    });
    not_it(&double, &double.authority);
    assert_eq!(double.requests(), OPS.len());
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
                challenge(port, &format!("https://vault.localhost:{port}/t"))
            }
        });
        let vaults = connected(&double);
        for op in OPS {
            let error = op.ask(&*vaults, double.port, Duration::from_secs(5)).unwrap_err();
            assert_eq!((error.kind, error.class()), (kind, class), "{op:?}: {error}");
            assert!(error.message.contains("client secret"), "{error}");
            assert!(!error.to_string().contains(SECRET));
            if kind == Kind::SignInFailed {
                assert!(error.message.contains("AADSTS7000215"), "{error}");
            }
        }
    }
    let double = vault(|_| key("kv-a", VERSION));
    let nothing = asking(double.port, &double.authority, Vec::new());
    all_refused(&*nothing, double.port, LONG, Kind::SignInFailed, FailureClass::Request);
    assert_eq!(double.requests(), 0);
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
}

/// A date counts as seconds do: one that is over is now, one that never comes is beyond the time.
#[test]
fn a_throttled_vault_may_say_when_by_a_date() {
    let (date, soon) = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:38 GMT");
    for (after, waits) in [(date, 0), (soon, 1)] {
        let mut times = 0;
        let headers = format!("date: {date}\r\nretry-after: {after}\r\n");
        let double = vault(move |request| {
            times += 1;
            match times {
                1 => answer("429 Too Many Requests", &headers, ""),
                _ => right(request, "kv-a", VERSION),
            }
        });
        let began = Instant::now();
        Op::Unwrap.ask(&*connected(&double), double.port, LONG).unwrap();
        assert!(began.elapsed() >= Duration::from_secs(waits), "{after}");
        assert_eq!(double.requests(), 4, "{after}");
    }
}

#[test]
fn a_vault_that_asks_for_more_patience_than_there_is_time_is_asked_once() {
    for after in
        ["30", "Fri, 31 Dec 9999 23:59:59 GMT", "18446744073709551615", "99999999999999999999"]
    {
        let headers = format!("retry-after: {after}\r\n");
        let double = vault(move |_| answer("503 Service Unavailable", &headers, ""));
        assert_eq!(get(&double).unwrap_err().kind, Kind::ServerError, "{after}");
        // One without a token, one for a token, one with it.
        assert_eq!(double.requests(), 3, "{after}");
    }
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
            _ => challenge(port, &format!("https://vault.localhost:{port}/t")),
        }
    });
    let vaults = connected(&double);
    assert!(get_within(&*vaults, double.port, Duration::from_secs(5)).is_ok());
    // Twice: the vault without a token, the directory for one, the vault with it.
    assert_eq!(double.requests(), 6);
}
