//! The endpoint that gives tokens to registered applications, as Entra's does. Whoever is not
//! registered gets none, in a rehearsal too.

use std::sync::Arc;
use std::time::Duration;

use ckey_base::clock;
use ckey_crypto::digest::sha256;
use ckey_engine::{EngineError, Operation, Registered, Tenant};
use ckey_vault::canonical_id;
use hyper::{Method, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::assertion::{self, Wanted};
use crate::background::in_background;
use crate::limit::Limit;
use crate::once::{Once, Shown};
use crate::proof::Proof;
use crate::queue::{Queue, Turn};
use crate::tally::Tally;
use crate::token::{LIFE, Resource, Tokens};
use crate::wire;

/// How long a sign-in waits for its turn. A root is waited for as long at least, and who is told
/// nothing in that time takes it for an outage.
const LONGEST_WAIT: Duration = Duration::from_millis(700);

/// What the server gives tokens with.
pub(crate) struct SignIns {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) audience: String,
    /// Those whose secret or assertion is looked at, one at a time: a secret takes much memory.
    guesses: Queue,
    /// Wrong sign-ins of registered applications, and of others: who makes up names fills no table
    /// of the former.
    failures: Limit,
    failures_of_strangers: Limit,
    strangers_looked_at: Limit,
    tally: Arc<Tally>,
    assertions: Once,
}

/// What somebody gets who has signed in.
#[derive(Serialize)]
struct Given<'a> {
    token_type: &'static str,
    expires_in: i64,
    ext_expires_in: i64,
    access_token: &'a str,
}

/// What somebody tries.
struct Guess {
    app: String,
    /// The application's one name, however it is written.
    name: String,
    proof: Proof,
    from: String,
    is_registered: bool,
    resource: Resource,
}

impl SignIns {
    pub(crate) fn new(
        tenant: Arc<Tenant>,
        tokens: Arc<Tokens>,
        audience: String,
        tally: Arc<Tally>,
    ) -> Self {
        Self {
            tenant,
            tokens,
            audience,
            guesses: Queue::of_sign_ins(),
            failures: Limit::of_sign_ins(),
            failures_of_strangers: Limit::of_sign_ins(),
            strangers_looked_at: Limit::of_strangers(),
            tally,
            assertions: Once::default(),
        }
    }

    /// Answers what a client asks of the server itself.
    pub(crate) async fn answer(
        self: Arc<Self>,
        (method, path): (Method, String),
        body: impl AsRef<[u8]> + Send + 'static,
        from: String,
    ) -> Answer {
        let own = Arc::clone(&self);
        let read = in_background(move || own.read(&method, &path, body.as_ref(), from)).await;
        match read {
            Ok(Ok(guess)) if guess.is_registered => self.of_registered(guess).await,
            Ok(Ok(guess)) => self.of_stranger(guess).await,
            Ok(Err(answer)) | Err(answer) => answer,
        }
    }

    /// What a client asks, answered if it is no guess.
    fn read(
        &self,
        method: &Method,
        path: &str,
        body: &[u8],
        from: String,
    ) -> Result<Guess, Answer> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let get = *method == Method::GET;
        Err(match parts.as_slice() {
            ["health"] if get => self.health(),
            [tenant, "v2.0", ".well-known", "openid-configuration"] if get => {
                self.of_tenant(tenant)?;
                Answer::ok(&self.configuration())
            }
            [tenant, "discovery", "v2.0", "keys"] if get => {
                self.of_tenant(tenant)?;
                Answer::ok(&self.tokens.keys())
            }
            [tenant, "oauth2", "v2.0", "token"] if *method == Method::POST => {
                self.of_tenant(tenant)?;
                return self.guess(body, from);
            }
            _ => Answer::error(StatusCode::NOT_FOUND, "NotFound", "There is nothing here."),
        })
    }

    fn health(&self) -> Answer {
        match self.tenant.still_there() {
            Ok(()) => Answer::ok(&json!({ "status": "ok" })),
            Err(_) => {
                Answer::json(StatusCode::SERVICE_UNAVAILABLE, &json!({ "status": "tenant gone" }))
            }
        }
    }

    fn of_tenant(&self, named: &str) -> Result<(), Answer> {
        let own = [self.tenant.id().to_string(), self.tenant.domain()];
        if own.iter().any(|own| own.eq_ignore_ascii_case(named)) {
            return Ok(());
        }
        Err(refused(StatusCode::BAD_REQUEST, "invalid_tenant", 90002, "Tenant not found."))
    }

    fn configuration(&self) -> Value {
        let base = format!("{}/{}", self.audience, self.tenant.id());
        json!({
            "issuer": self.tokens.issuer(),
            "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{base}/oauth2/v2.0/token"),
            "jwks_uri": format!("{base}/discovery/v2.0/keys"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": assertion::ALGORITHMS,
            "response_types_supported": ["token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
        })
    }

    fn guess(&self, body: &[u8], from: String) -> Result<Guess, Answer> {
        let bad =
            |code, message| Err(refused(StatusCode::BAD_REQUEST, "invalid_request", code, message));
        let Some(form) = wire::form(body) else { return bad(900_144, "The body is no form.") };
        if wire::only(&form, "grant_type") != Some("client_credentials") {
            let message = "The grant type is not 'client_credentials'.";
            let error = "unsupported_grant_type";
            return Err(refused(StatusCode::BAD_REQUEST, error, 70003, message));
        }
        let given = |name| wire::only(&form, name);
        let (Some(app), Some(proof)) = (given("client_id"), Proof::read(&form)) else {
            let message = "The body must have one 'client_id' and one 'client_secret', or one \
                           'client_assertion' with its 'client_assertion_type'.";
            return bad(900_144, message);
        };
        let Some(resource) = self.resource(given("scope").unwrap_or_default()) else {
            let [keys, manager] =
                Resource::ALL.map(|one| format!("'{}/.default'", one.audience(&self.audience)));
            let message = format!("The scope must be {keys} or {manager}, and one of them alone.");
            return Err(refused(StatusCode::BAD_REQUEST, "invalid_scope", 70011, &message));
        };
        let registered = self.tenant.directory().principal(app).map_err(unreadable)?;
        Ok(Guess {
            app: app.to_owned(),
            name: canonical_id(app).to_ascii_lowercase(),
            proof,
            from,
            is_registered: registered.is_some(),
            resource,
        })
    }

    /// The one resource of a scope, beside which it may name what every client asks for.
    fn resource(&self, scope: &str) -> Option<Resource> {
        let named = |resource: &Resource| {
            let wanted = format!("{}/.default", resource.audience(&self.audience));
            scope.split(' ').any(|one| one == wanted)
        };
        let mut found = Resource::ALL.into_iter().filter(named);
        found.next().filter(|_| found.next().is_none())
    }

    async fn of_registered(self: Arc<Self>, guess: Guess) -> Answer {
        // Who is over the limit takes no place of who waits.
        if self.failures.is_reached(&guess.name) {
            return locked();
        }
        let Some(turn) = self.turn(&guess.name).await else {
            return self.must_wait(&guess.name);
        };
        let judged = in_background(move || {
            let _turn = turn;
            // Others of its kind came before, each in its turn.
            if self.failures.is_reached(&guess.name) {
                return locked();
            }
            self.judge(&guess).unwrap_or_else(|why| self.wrong(&guess, why))
        });
        judged.await.unwrap_or_else(|answer| answer)
    }

    /// Its turn, if that comes in time. Where the queue is full it waits as well: by then guesses have
    /// failed.
    async fn turn(&self, name: &str) -> Option<Turn> {
        let turn = async {
            match self.guesses.turn(name).await {
                Some(turn) => turn,
                None => std::future::pending().await,
            }
        };
        tokio::time::timeout(LONGEST_WAIT, turn).await.ok()
    }

    /// What is told to whose turn has not come. That many of one application start at once is an
    /// outage, as in the service. That others sign in or guess is none: they would bring in the
    /// availability key of who signs in by this one.
    fn must_wait(&self, name: &str) -> Answer {
        if self.failures.is_any() || !self.guesses.is_of(name) { full() } else { too_many("1") }
    }

    /// Some are looked at for as long as others; more of them would keep others waiting.
    async fn of_stranger(self: Arc<Self>, guess: Guess) -> Answer {
        if !self.failures_of_strangers.take(&guess.name) {
            return locked();
        }
        self.tally.count_stranger(&guess.app, &guess.from);
        // An assertion takes no time to look at.
        if !guess.proof.takes_long() || !self.strangers_looked_at.take("") {
            return not_known();
        }
        let Some(turn) = self.turn("").await else { return not_known() };
        let judged = in_background(move || {
            let _turn = turn;
            self.judge(&guess).unwrap_or_else(|_| not_known())
        });
        judged.await.unwrap_or_else(|answer| answer)
    }

    /// A token for what proves who asks; else why it does not, for the record.
    fn judge(&self, guess: &Guess) -> Result<Answer, &'static str> {
        let proven = match &guess.proof {
            Proof::Secret(secret) => self
                .tenant
                .directory()
                .principal_by_secret(&guess.app, secret.as_bytes())
                .map_err(unreadable)
                .map(|found| found.ok_or("unknown application or wrong secret")),
            Proof::Assertion(assertion) => self.by_assertion(guess, assertion),
        };
        let registered = match proven {
            Ok(registered) => registered?,
            Err(answer) => return Ok(answer),
        };
        let token = self.tokens.issue(&registered, guess.resource);
        let given = Given {
            token_type: "Bearer",
            expires_in: LIFE,
            ext_expires_in: LIFE,
            access_token: &token,
        };
        Ok(Answer::of_secret(&given, token.len()))
    }

    /// Who an assertion is of, or why it is nobody's. Clients show one for each resource while it
    /// holds, so it is taken once for each.
    fn by_assertion(
        &self,
        guess: &Guess,
        assertion: &str,
    ) -> Result<Result<Registered, &'static str>, Answer> {
        let found = self.tenant.directory().principal_with_certificates(&guess.app);
        let Some((registered, certificates)) = found.map_err(unreadable)? else {
            return Ok(Err("unknown application"));
        };
        let audiences = self.audiences();
        let (app, certificates) = (guess.app.as_str(), certificates.as_slice());
        let wanted = Wanted { app, audiences: &audiences, certificates };
        let now = clock::seconds();
        let holds = match wanted.verify(assertion, now) {
            Ok(holds) => holds,
            Err(why) => return Ok(Err(why)),
        };
        let shown = sha256(format!("{:?}\n{}", guess.resource, holds.id).as_bytes());
        match self.assertions.show(&guess.name, shown, holds.until, now) {
            Shown::First => Ok(Ok(registered)),
            Shown::Again => Ok(Err("an assertion that was shown before")),
            Shown::Full => Err(too_many("60")),
        }
    }

    /// Whom an assertion may name: the endpoint of tokens, or who issues them.
    fn audiences(&self) -> Vec<String> {
        let server = &self.audience;
        let own = [self.tenant.id().to_string(), self.tenant.domain()];
        let of = |own: &String| {
            [format!("{server}/{own}/oauth2/v2.0/token"), format!("{server}/{own}/v2.0")]
        };
        own.iter().flat_map(of).collect()
    }

    fn wrong(&self, guess: &Guess, why: &str) -> Answer {
        self.failures.take(&guess.name);
        let operation = Operation::new("customer-key serve", &Map::new());
        let directory = self.tenant.directory();
        let record = || directory.record_refused_sign_in(&guess.app, &guess.from, why);
        if let Err(error) = operation.run(record) {
            tracing::error!(%error, "a refused sign-in could not be recorded");
        }
        not_known()
    }
}

fn unreadable(error: EngineError) -> Answer {
    tracing::error!(%error, "a sign-in could not be judged");
    let message = "The tenant cannot be read.";
    // No 500: who damages the tenant's files causes no outage of its sign-in.
    Answer::error(StatusCode::BAD_REQUEST, "server_error", message)
}

/// One answer, so that nobody learns by it which applications are registered.
fn not_known() -> Answer {
    let message =
        "Invalid client secret or assertion provided, or the application is not registered here.";
    refused(StatusCode::UNAUTHORIZED, "invalid_client", 7_000_215, message)
}

/// As the service says it, which no client takes for an outage.
fn locked() -> Answer {
    let message =
        "The account is locked: its sign-ins have failed too often. Try again in a minute.";
    refused(StatusCode::BAD_REQUEST, "invalid_grant", 50053, message).with("retry-after", "60")
}

/// As [`locked`], to whoever waits behind guesses.
fn full() -> Answer {
    let message = "Too many sign-ins of this application wait. Try again later.";
    refused(StatusCode::BAD_REQUEST, "invalid_grant", 50196, message).with("retry-after", "1")
}

fn too_many(seconds: &str) -> Answer {
    let message = "Too many sign-ins of this application wait. Try again later.";
    refused(StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", 50196, message)
        .with("retry-after", seconds)
}

fn refused(status: StatusCode, error: &str, code: u32, message: &str) -> Answer {
    let told = json!({
        "error": error,
        "error_description": format!("AADSTS{code}: {message}"),
        "error_codes": [code],
    });
    Answer::json(status, &told)
}

#[cfg(test)]
#[path = "sign_in_tests.rs"]
mod tests;
