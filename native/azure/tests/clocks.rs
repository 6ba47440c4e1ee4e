//! Clocks that are an hour apart: that of this machine, of the directory and of the vault. Each
//! judges statements and tokens by its own.
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
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use child::{app_service, child};
use ckey_vault::{FailureClass, RootVault, VaultErrorKind as Kind};
use double::{Double, Reply, Request, answer};
use play::{OPS, VERSION, asking, challenge, connected, jwt, right, variables};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const LIMIT: Duration = Duration::from_secs(30);
const HOUR: i64 = 3600;
/// How far apart clocks may be, as the service has it.
const SKEW: i64 = 300;
/// How long a token of these directories lives.
const LIFE: i64 = 1800;

/// A clock that is so many seconds ahead.
#[derive(Clone, Copy)]
struct Clock(i64);

impl Clock {
    fn now(self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        i64::try_from(now).unwrap() + self.0
    }

    fn takes(self, begins: i64, ends: i64) -> bool {
        let now = self.now();
        begins <= now + SKEW && now < ends + SKEW
    }

    /// A token that says by this clock when it begins and ends.
    fn token(self) -> String {
        jwt(&format!("{}-{}", self.now(), self.now() + LIFE))
    }

    /// Whether a vault with this clock takes what is shown to it.
    fn takes_token(self, request: &Request) -> bool {
        let shown = request.authorization.as_deref().and_then(|it| it.strip_prefix("Bearer "));
        let signed = shown.and_then(|shown| shown.rsplit_once('.'));
        let times = signed.and_then(|(_, times)| times.split_once('-'));
        times.is_some_and(|(begins, ends)| {
            self.takes(begins.parse().unwrap(), ends.parse().unwrap())
        })
    }

    /// What a directory with this clock says to who shows a signed statement.
    fn judged(self, request: &Request) -> Reply {
        let shown = request.body.split('&').find_map(|it| it.strip_prefix("client_assertion="));
        let claims = shown.unwrap().split('.').nth(1).unwrap();
        let claims: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        if self.takes(claims["nbf"].as_i64().unwrap(), claims["exp"].as_i64().unwrap()) {
            return given(&self.token());
        }
        let refused = json!({ "error": "invalid_client", "error_description": "AADSTS700024: Client assertion is not within its valid time range.", "error_codes": [700_024] });
        answer("401 Unauthorized", "", &refused.to_string())
    }
}

fn given(token: &str) -> Reply {
    let token = json!({ "token_type": "Bearer", "expires_in": LIFE, "access_token": token });
    answer("200 OK", "", &token.to_string())
}

/// What asks a double by a certificate.
fn by_certificate(double: &Double) -> Arc<dyn RootVault> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("application.pem");
    std::fs::write(&file, Application::new().pem()).unwrap();
    let mut given = variables(double.port);
    given.retain(|(name, _)| name != "AZURE_CLIENT_SECRET");
    let path = file.to_str().unwrap().to_owned();
    given.push(("AZURE_CLIENT_CERTIFICATE_PATH".to_owned(), path));
    let vaults = asking(double.port, &double.authority, given);
    // The file is read by the first question.
    let _ = OPS[0].ask(&*vaults, double.port, LIMIT);
    vaults
}

/// A vault that takes what its clock finds in time, and a directory.
fn vault_of(clock: Clock, directory: impl FnMut(&Request) -> Reply + Send + 'static) -> Double {
    let mut directory = directory;
    let double = Double::start(|_| Reply::Closed);
    let port = double.port;
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            directory(request)
        } else if clock.takes_token(request) {
            right(request, "kv-a", VERSION)
        } else {
            challenge(port, &format!("https://vault.localhost:{port}/t"))
        }
    });
    double
}

#[test]
fn a_signed_statement_is_taken_by_a_directory_whose_clock_agrees_and_refused_by_one_an_hour_off() {
    for (off, is_taken) in [(0, true), (HOUR, false), (-HOUR, false)] {
        let clock = Clock(off);
        let double = vault_of(clock, move |request| clock.judged(request));
        let vaults = by_certificate(&double);
        for op in OPS {
            let answer = op.ask(&*vaults, double.port, LIMIT);
            let Err(error) = answer else {
                assert!(is_taken, "{off}");
                continue;
            };
            assert!(!is_taken, "{off}: {error}");
            assert_eq!((error.kind, error.class()), (Kind::SignInFailed, FailureClass::Request));
            assert!(error.message.contains("AADSTS700024"), "{error}");
            assert!(error.message.contains("client certificate"), "{error}");
        }
    }
}

/// A directory says how long a token lives, and nobody needs a clock for it; but a vault whose clock
/// is another one's takes none of its tokens, which is an outage of who gives and takes them.
#[test]
fn a_token_of_a_directory_an_hour_off_is_the_vaults_affair_and_none_of_this_machines_clock() {
    for off in [HOUR, -HOUR] {
        let clock = Clock(off);
        let both = vault_of(clock, move |_| given(&clock.token()));
        let directory_alone = vault_of(Clock(0), move |_| given(&clock.token()));
        let (agree, differ) = (connected(&both), connected(&directory_alone));
        for op in OPS {
            op.ask(&*agree, both.port, LIMIT).unwrap();
            let error = op.ask(&*differ, directory_alone.port, LIMIT).unwrap_err();
            let (kind, class) = (error.kind, error.class());
            assert_eq!((kind, class), (Kind::Unauthorized, FailureClass::System), "{off} {op:?}");
        }
        // One token served all; where none is taken each question asks for two.
        assert_eq!(both.requests(), 5, "{off}");
    }
}

/// The end of a machine's token is a second of the clock of who gives it: one that is behind gives
/// what has ended by ours, one that is ahead what seems to live longer than it does.
#[test]
fn a_machines_token_whose_end_is_told_by_a_clock_an_hour_off_serves_all_the_same() {
    for off in [HOUR, -HOUR] {
        let clock = Clock(off);
        let double = vault_of(clock, |_| panic!("the machine gives the tokens"));
        let gives = move || (clock.token(), u64::try_from(clock.now() + LIFE).unwrap());
        let (address, asked) = app_service(gives);
        let header = "the-header".to_owned();
        child(&double, &[("IDENTITY_ENDPOINT", address), ("IDENTITY_HEADER", header)]);
        let asked = asked.lock().unwrap().len();
        assert_eq!(asked, if off < 0 { OPS.len() } else { 1 }, "{off}");
    }
}
