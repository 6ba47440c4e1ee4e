//! Signing in by the key of a certificate.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ckey_crypto::certificate::Certificate;
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256, RsaKeySize, SigningKey as _};
use serde_json::{Value, json};

use crate::stage::{APP, Answer, Stage};

const OTHER: &str = "22222222-2222-3333-4444-555555555555";

struct Own {
    key: KeyPair,
    pem: String,
    thumbprint: String,
}

impl Own {
    fn new() -> Self {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        let certificate = CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        let read = Certificate::read(certificate.der()).unwrap();
        let thumbprint = URL_SAFE_NO_PAD.encode(read.thumbprint());
        // As clients keep them: the key beside the certificate.
        let pem = format!("{}{}", key.serialize_pem(), certificate.pem());
        Self { key, pem, thumbprint }
    }

    /// What an application says of itself, under an id of its own.
    fn signs(&self, stage: &Stage, app: &str, id: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let endpoint = format!(
            "https://vault.localhost:{}/{}/oauth2/v2.0/token",
            stage.port(),
            stage.tenant.id()
        );
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!(
            "{}.{}",
            part(json!({ "alg": "RS256", "typ": "JWT", "x5t#S256": self.thumbprint })),
            part(
                json!({ "aud": endpoint, "iss": app, "sub": app, "jti": id, "exp": now + 600, "nbf": now })
            ),
        );
        let signature = self.key.sign(text.as_bytes()).unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn sign_in(stage: &Stage, app: &str, assertion: &str, of: &str) -> Answer {
    let body = format!(
        "grant_type=client_credentials&client_id={app}&scope={}&client_assertion={assertion}&\
         client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
        stage.scope(of)
    );
    let line = format!("POST /{}/oauth2/v2.0/token", stage.tenant.id());
    stage.ask("vault.localhost", &line, "", &body)
}

fn add(stage: &Stage, app: &str, own: &Own) {
    stage.tenant.directory().add_certificate(&stage.owner(), app, own.pem.as_bytes()).unwrap();
}

#[test]
fn the_key_of_a_certificate_signs_in_until_the_registration_ends_or_is_replaced() {
    let stage = Stage::new();
    let (own, secret) = (Own::new(), stage.register(APP));
    let fresh = |id: &str| own.signs(&stage, APP, id);
    assert_eq!(sign_in(&stage, APP, &fresh("before"), "").status, 401, "not registered yet");
    let earlier = stage.token(APP, &secret);
    add(&stage, APP, &own);
    let answer = sign_in(&stage, APP, &fresh("first"), "");
    let token = answer.body["access_token"].as_str().unwrap();
    assert_eq!(stage.list(token).status, 200);
    assert_eq!(stage.list(&earlier).status, 200, "the secret and its tokens stay");
    assert_eq!(stage.sign_in(APP, &secret).status, 200);

    stage.register(APP);
    assert_eq!(stage.list(token).status, 401);
    assert_eq!(sign_in(&stage, APP, &fresh("replaced"), "").status, 401);
    add(&stage, APP, &own);
    assert_eq!(sign_in(&stage, APP, &fresh("again"), "").status, 200);
    stage.remove(APP);
    assert_eq!(sign_in(&stage, APP, &fresh("removed"), "").status, 401);
}

#[test]
fn an_assertion_is_taken_once_for_each_resource_and_of_its_own_application_alone() {
    let stage = Stage::new();
    let own = Own::new();
    for app in [APP, OTHER] {
        stage.register(app);
    }
    add(&stage, APP, &own);
    let assertion = own.signs(&stage, APP, "one");
    assert_eq!(sign_in(&stage, APP, &assertion, "").status, 200);
    assert_eq!(sign_in(&stage, APP, &assertion, "/management").status, 200, "as clients do");
    for of in ["", "/management"] {
        assert_eq!(sign_in(&stage, APP, &assertion, of).status, 401, "shown before");
    }
    // The same id in another assertion.
    assert_eq!(sign_in(&stage, APP, &own.signs(&stage, APP, "one"), "").status, 401);
    assert_eq!(sign_in(&stage, OTHER, &own.signs(&stage, OTHER, "two"), "").status, 401);
    assert_eq!(sign_in(&stage, APP, &own.signs(&stage, APP, "three"), "").status, 200);
    let denied = stage.records_of("Sign in over the network");
    let reasons: Vec<_> = denied.iter().filter_map(|it| it.details["reason"].as_str()).collect();
    let again = "an assertion that was shown before";
    assert_eq!(reasons, ["an assertion of no registered certificate", again, again, again]);
}

#[test]
fn wrong_assertions_count_as_wrong_secrets_do_and_tell_nothing_of_who_is_registered() {
    let stage = Stage::new();
    let (own, secret) = (Own::new(), stage.register(APP));
    let wrong = |app: &str| sign_in(&stage, app, &own.signs(&stage, app, "x"), "");
    let (registered, stranger) = (wrong(APP), wrong(OTHER));
    assert_eq!((registered.status, &registered.body), (401, &stranger.body));
    for _ in 0..4 {
        assert_eq!(wrong(APP).status, 401);
    }
    assert_eq!(wrong(APP).status, 400);
    assert_eq!(stage.sign_in(APP, &secret).status, 400);
    assert_eq!(stage.records_of("Sign in over the network").len(), 5);
}

#[test]
fn what_is_no_certificate_and_more_than_a_few_are_not_registered() {
    let stage = Stage::new();
    stage.register(APP);
    let directory = stage.tenant.directory();
    let added = |app: &str, file: &str| {
        directory.add_certificate(&stage.owner(), app, file.as_bytes()).map_err(|error| error.id)
    };
    let own = Own::new();
    let key = own.key.serialize_pem();
    for bad in ["", "text", key.as_str()] {
        assert_eq!(added(APP, bad).unwrap_err(), "CertificateInvalid");
    }
    assert_eq!(added(OTHER, &own.pem).unwrap_err(), "PrincipalNotRegistered");
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let ended = params.self_signed(&own.key).unwrap().pem();
    assert_eq!(added(APP, &ended).unwrap_err(), "CertificateInvalid");
    for number in 0..4 {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.serial_number = Some(vec![1, number].into());
        added(APP, &params.self_signed(&own.key).unwrap().pem()).unwrap();
    }
    assert_eq!(added(APP, &own.pem).unwrap_err(), "TooManyCertificates");
    // What is kept is not in the records, and is bound by them.
    let records = stage.records_of("Change settings");
    let value = &records.first().unwrap().details[format!("credential.{APP}")];
    assert!(value.as_str().unwrap().starts_with("sha256:"), "{value}");
}

#[test]
fn the_configuration_says_that_assertions_are_taken() {
    let stage = Stage::new();
    let path = format!("GET /{}/v2.0/.well-known/openid-configuration", stage.tenant.id());
    let told = stage.ask("vault.localhost", &path, "", "").body;
    let ways = json!(["client_secret_post", "private_key_jwt"]);
    assert_eq!(told["token_endpoint_auth_methods_supported"], ways);
    let algorithms = json!(["RS256", "PS256"]);
    assert_eq!(told["token_endpoint_auth_signing_alg_values_supported"], algorithms);
}
