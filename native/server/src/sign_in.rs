//! The endpoint that gives tokens to registered applications, as Entra's does. Whoever is not
//! registered gets none, in a rehearsal too.

use ckey_engine::{Operation, Tenant};
use hyper::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::limit::Limit;
use crate::token::{LIFE, Tokens};
use crate::wire;

/// What the server gives tokens with.
pub(crate) struct SignIn<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) tokens: &'a Tokens,
    pub(crate) failures: &'a Limit,
    pub(crate) audience: &'a str,
    pub(crate) from: &'a str,
}

impl SignIn<'_> {
    /// Answers what a client asks of the server itself.
    pub(crate) fn answer(&self, method: &Method, path: &str, body: &[u8]) -> Answer {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let get = *method == Method::GET;
        match parts.as_slice() {
            ["health"] if get => self.health(),
            [tenant, "v2.0", ".well-known", "openid-configuration"] if get => {
                self.of_tenant(tenant, || Answer::ok(&self.configuration()))
            }
            [tenant, "discovery", "v2.0", "keys"] if get => {
                self.of_tenant(tenant, || Answer::ok(&self.tokens.keys()))
            }
            [tenant, "oauth2", "v2.0", "token"] if *method == Method::POST => {
                self.of_tenant(tenant, || self.token(body))
            }
            _ => Answer::error(StatusCode::NOT_FOUND, "NotFound", "There is nothing here."),
        }
    }

    fn health(&self) -> Answer {
        match self.tenant.still_there() {
            Ok(()) => Answer::ok(&json!({ "status": "ok" })),
            Err(_) => {
                Answer::json(StatusCode::SERVICE_UNAVAILABLE, &json!({ "status": "tenant gone" }))
            }
        }
    }

    fn of_tenant(&self, named: &str, answer: impl FnOnce() -> Answer) -> Answer {
        let own = [self.tenant.id().to_string(), self.tenant.domain()];
        if own.iter().any(|own| own.eq_ignore_ascii_case(named)) {
            return answer();
        }
        refused(StatusCode::BAD_REQUEST, "invalid_tenant", 90002, "Tenant not found.")
    }

    fn configuration(&self) -> Value {
        let base = format!("{}/{}", self.audience, self.tenant.id());
        json!({
            "issuer": self.tokens.issuer(),
            "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{base}/oauth2/v2.0/token"),
            "jwks_uri": format!("{base}/discovery/v2.0/keys"),
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
        })
    }

    fn token(&self, body: &[u8]) -> Answer {
        let bad =
            |code, message| refused(StatusCode::BAD_REQUEST, "invalid_request", code, message);
        let Some(form) = wire::form(body) else { return bad(900_144, "The body is no form.") };
        if wire::only(&form, "grant_type") != Some("client_credentials") {
            let message = "The grant type is not 'client_credentials'.";
            return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type", 70003, message);
        }
        let given = |name| wire::only(&form, name);
        let (Some(app), Some(secret)) = (given("client_id"), given("client_secret")) else {
            return bad(900_144, "The body must have one 'client_id' and one 'client_secret'.");
        };
        let wanted = format!("{}/.default", self.audience);
        if !given("scope").is_some_and(|scope| scope.split(' ').any(|one| one == wanted)) {
            let message = format!("The scope must be '{wanted}'.");
            return refused(StatusCode::BAD_REQUEST, "invalid_scope", 70011, &message);
        }
        let name = app.to_ascii_lowercase();
        if self.failures.is_reached(&name) {
            let message =
                "Too many sign-ins of this application have failed. Try again in a minute.";
            return refused(
                StatusCode::TOO_MANY_REQUESTS,
                "temporarily_unavailable",
                50196,
                message,
            )
            .with("retry-after", "60");
        }
        match self.tenant.directory().principal_by_secret(app, secret.as_bytes()) {
            Ok(Some(registered)) => Answer::ok(&json!({
                "token_type": "Bearer",
                "expires_in": LIFE,
                "ext_expires_in": LIFE,
                "access_token": self.tokens.issue(&registered),
            })),
            Ok(None) => self.wrong(app, &name),
            Err(error) => {
                tracing::error!(%error, "a sign-in could not be judged");
                Answer::error(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "server_error",
                    "The tenant cannot be read.",
                )
            }
        }
    }

    fn wrong(&self, app: &str, name: &str) -> Answer {
        self.failures.count(name);
        let operation = Operation::new("customer-key serve", &Map::new());
        let directory = self.tenant.directory();
        if let Err(error) = operation.run(|| directory.record_refused_sign_in(app, self.from)) {
            tracing::error!(%error, "a refused sign-in could not be recorded");
        }
        let message = "Invalid client secret provided, or the application is not registered here.";
        refused(StatusCode::UNAUTHORIZED, "invalid_client", 7_000_215, message)
    }
}

fn refused(status: StatusCode, error: &str, code: u32, message: &str) -> Answer {
    let told = json!({
        "error": error,
        "error_description": format!("AADSTS{code}: {message}"),
        "error_codes": [code],
    });
    Answer::json(status, &told)
}
