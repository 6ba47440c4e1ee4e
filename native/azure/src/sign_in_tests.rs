//! The identity of a machine, by a transport that plays the machine.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use azure_core::http::headers::{HeaderName, Headers};
use azure_core::http::{AsyncRawResponse, HttpClient, Request, StatusCode};
use ckey_network::Share;
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SCOPE: &str = "https://vault.azure.net/.default";

/// What gives tokens that end so many seconds from now, or refuses.
#[derive(Debug)]
struct Machine {
    asked: Mutex<Vec<(String, Option<String>)>>,
    ends_in: Option<i64>,
}

#[async_trait::async_trait]
impl HttpClient for Machine {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let metadata = request.headers().get_optional_str(&HeaderName::from_static("metadata"));
        let mut asked = self.asked.lock().unwrap();
        asked.push((request.url().to_string(), metadata.map(str::to_owned)));
        let Some(ends_in) = self.ends_in else {
            let body =
                "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}";
            let status = StatusCode::BadRequest;
            return Ok(AsyncRawResponse::from_bytes(status, Headers::new(), body));
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let ends = i64::try_from(now).unwrap() + ends_in;
        let body = format!(
            "{{\"access_token\":\"token-{}\",\"expires_on\":\"{ends}\",\"resource\":\"r\",\"token_type\":\"Bearer\"}}",
            asked.len()
        );
        Ok(AsyncRawResponse::from_bytes(StatusCode::Ok, Headers::new(), body))
    }
}

/// What a machine is asked by so many questions, and what the last one had.
fn asked(
    ends_in: Option<i64>,
    variables: &[(&str, &str)],
    times: usize,
) -> (Vec<(String, Option<String>)>, azure_core::Result<AccessToken>) {
    let machine = Arc::new(Machine { asked: Mutex::default(), ends_in });
    let given = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let variables = Variables::of(given);
    let own: Arc<dyn HttpClient> = Arc::<Machine>::clone(&machine);
    let means = Means::ManagedIdentity;
    let authority = "https://login.microsoftonline.com";
    let inner = make_by(means, &variables, (authority, None), Transport::new(own)).ok().unwrap();
    let sign_in = SignIn::by(means, None, (authority, &variables), inner);
    let share = Share::take(Duration::ZERO).unwrap();
    let runtime = share.runtime().unwrap();
    let ask = || runtime.block_on(sign_in.get_token(&[SCOPE], None));
    let mut last = ask();
    for _ in 1..times {
        last = ask();
    }
    let seen = machine.asked.lock().unwrap().clone();
    (seen, last)
}

#[test]
fn a_machines_own_identity_is_asked_of_the_machine_by_its_well_known_address() {
    let (seen, token) = asked(Some(86_400), &[], 3);
    assert_eq!(token.unwrap().token.secret(), "token-1");
    let [(url, metadata)] = seen.as_slice() else { panic!("{seen:?}") };
    let address = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=";
    assert!(url.starts_with(address), "{url}");
    assert!(url.contains("resource=https%3A%2F%2Fvault.azure.net") && !url.contains("client_id"));
    assert_eq!(metadata.as_deref(), Some("true"));
    let (seen, _) = asked(Some(86_400), &[(CLIENT, "an-identity")], 1);
    assert!(seen[0].0.contains("client_id=an-identity"), "{seen:?}");
}

#[test]
fn a_machine_without_an_identity_is_a_sign_in_that_was_refused() {
    let (_, refused) = asked(None, &[], 1);
    let error = refused.unwrap_err();
    let failure = Failure::behind(&error).unwrap();
    assert_eq!(failure.kind, Kind::SignInFailed);
    for words in ["the managed identity", "has not been assigned to this resource"] {
        assert!(failure.what.contains(words), "{}", failure.what);
    }
}

/// A clock that is an hour ahead takes each token of an hour for one that ends now; one that is an
/// hour behind takes it for one of two.
#[test]
fn a_clock_that_is_an_hour_off_asks_for_tokens_too_often_or_too_seldom_and_has_them_all_the_same() {
    let (seen, token) = asked(Some(0), &[], 3);
    assert_eq!((seen.len(), token.unwrap().token.secret()), (3, "token-3"));
    let (seen, token) = asked(Some(7200), &[], 3);
    assert_eq!((seen.len(), token.unwrap().token.secret()), (1, "token-1"));
}

/// A program that gives a token after a while, or never.
#[derive(Debug)]
struct AfterAWhile(Option<Duration>);

#[async_trait::async_trait]
impl TokenCredential for AfterAWhile {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        match self.0 {
            Some(while_) => tokio::time::sleep(while_).await,
            None => std::future::pending().await,
        }
        let soon = azure_core::time::OffsetDateTime::now_utc() + Duration::from_secs(3600);
        Ok(AccessToken::new("a-token".to_owned(), soon))
    }
}

#[test]
fn a_vault_that_is_silent_after_a_token_that_was_there_is_an_outage_and_a_program_that_kept_it_is_none()
 {
    let share = Share::take(Duration::ZERO).unwrap();
    let runtime = share.runtime().unwrap();
    let kind_after = |while_: Option<Duration>, given_up: Duration| {
        let by = Arc::new(AfterAWhile(while_));
        let none = Variables::default();
        let sign_in = SignIn::by(Means::AzureCli, None, ("", &none), by);
        let began = Instant::now();
        let asked = async {
            let _ = tokio::time::timeout(given_up, sign_in.get_token(&[SCOPE], None)).await;
        };
        runtime.block_on(asked);
        let error = VaultError::new(Kind::TimedOut, "The time was over.", "a vault", "Ask again.");
        sign_in.took_too_long(error, began).kind
    };
    let long = Duration::from_secs(60);
    assert_eq!(kind_after(Some(Duration::ZERO), long), Kind::TimedOut);
    assert_eq!(kind_after(Some(2 * AT_ONCE), long), Kind::SignInFailed);
    // However little time the question had.
    assert_eq!(kind_after(None, AT_ONCE / 5), Kind::SignInFailed);
}
