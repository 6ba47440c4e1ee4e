//! Which assertions hold.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::LazyLock;

use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256, RsaKeySize, SigningKey as _};
use serde_json::json;

use super::*;
use crate::wire::encode;

const APP: &str = "11111111-2222-3333-4444-555555555555";
const ENDPOINT: &str = "https://v:1/t/oauth2/v2.0/token";
const NOW: i64 = 1_800_000_000;

struct Own {
    key: KeyPair,
    certificate: Certificate,
}

/// Two applications' keys, made once.
static OWN: LazyLock<[Own; 2]> = LazyLock::new(|| {
    [(); 2].map(|()| {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        let certificate = CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        Own { certificate: Certificate::read(certificate.der()).unwrap(), key }
    })
});

fn head(alg: &str) -> Value {
    json!({ "alg": alg, "typ": "JWT", "x5t#S256": encode(OWN[0].certificate.thumbprint()) })
}

fn claims() -> Value {
    json!({ "aud": ENDPOINT, "iss": APP, "sub": APP, "jti": "one", "exp": NOW + 600, "iat": NOW })
}

fn with(mut value: Value, name: &str, other: Value) -> Value {
    value[name] = other;
    value
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().unwrap().remove(name);
    value
}

fn signed_by(own: &Own, head: &Value, claims: &Value) -> String {
    let text = format!(
        "{}.{}",
        encode(head.to_string().as_bytes()),
        encode(claims.to_string().as_bytes())
    );
    let signature = match head["alg"].as_str() {
        Some("PS256") => {
            ckey_crypto::approval::sign(&own.key.serialize_pem(), text.as_bytes()).unwrap()
        }
        _ => own.key.sign(text.as_bytes()).unwrap(),
    };
    format!("{text}.{}", encode(&signature))
}

fn verified(assertion: &str) -> Result<Holds, &'static str> {
    let certificates = [OWN[0].certificate.clone()];
    let audiences = [ENDPOINT.to_owned(), "https://v:1/t/v2.0".to_owned()];
    Wanted { app: APP, audiences: &audiences, certificates: &certificates }.verify(assertion, NOW)
}

fn said(claims: &Value) -> Result<Holds, &'static str> {
    verified(&signed_by(&OWN[0], &head("RS256"), claims))
}

fn headed(head: &Value) -> Result<Holds, &'static str> {
    verified(&signed_by(&OWN[0], head, &claims()))
}

#[test]
fn what_the_key_of_a_registered_certificate_has_signed_holds_as_clients_write_it() {
    let holds = Holds { id: "one".to_owned(), until: NOW + 660 };
    for alg in ["RS256", "PS256"] {
        assert_eq!(headed(&head(alg)), Ok(Holds { id: "one".to_owned(), until: NOW + 660 }));
    }
    // Python's client: a thumbprint of SHA-1 with padding, and parts of seconds.
    let short = encode(&OWN[0].certificate.short_thumbprint()) + "=";
    assert_eq!(headed(&json!({ "alg": "RS256", "typ": "JWT", "x5t": short })), Ok(holds));
    let parts =
        json!({ "aud": ENDPOINT, "iss": APP, "sub": APP, "jti": "one", "exp": 1_800_000_600.5 });
    assert!(said(&parts).is_ok());
    assert!(said(&with(claims(), "aud", json!(["https://v:1/t/v2.0"]))).is_ok());
    assert!(said(&with(claims(), "iss", APP.to_uppercase().into())).is_ok());
    assert!(said(&with(claims(), "nbf", (NOW + 30).into())).is_ok(), "clocks differ");
}

#[test]
fn what_is_said_of_others_for_others_or_at_another_time_does_not_hold() {
    let other = "22222222-2222-3333-4444-555555555555";
    for (wrong, why) in [
        (with(claims(), "iss", other.into()), "another application"),
        (with(claims(), "sub", other.into()), "another application"),
        (with(claims(), "aud", "https://v:2/t/oauth2/v2.0/token".into()), "audience"),
        (with(claims(), "aud", json!([ENDPOINT, "https://other"])), "audience"),
        (with(claims(), "aud", json!([])), "audience"),
        (with(claims(), "exp", (NOW - 61).into()), "has ended"),
        (with(claims(), "exp", 1e300.into()), "no time"),
        (with(claims(), "exp", (-1).into()), "no time"),
        (with(claims(), "exp", (NOW + 3601).into()), "too long"),
        (with(without(claims(), "iat"), "exp", (NOW + 86_400).into()), "too long"),
        (with(claims(), "nbf", (NOW - 86_400).into()), "too long"),
        (with(claims(), "nbf", (NOW + 61).into()), "not begun"),
        (with(claims(), "jti", "".into()), "without an id"),
        (with(claims(), "jti", "x".repeat(257).into()), "without an id"),
        (without(claims(), "jti"), "cannot be read"),
        (without(claims(), "exp"), "cannot be read"),
        (without(claims(), "sub"), "cannot be read"),
    ] {
        let refused = said(&wrong).unwrap_err();
        assert!(refused.contains(why), "{wrong}: {refused}");
    }
}

#[test]
fn another_key_algorithm_or_certificate_signs_nothing() {
    let wrong = "signature is wrong";
    let assertion = signed_by(&OWN[1], &head("RS256"), &claims());
    assert!(verified(&assertion).unwrap_err().contains(wrong));
    // What was signed in one way is not taken as signed in the other.
    let signed = signed_by(&OWN[0], &head("RS256"), &claims());
    let (_, rest) = signed.split_once('.').unwrap();
    let other = format!("{}.{rest}", encode(head("PS256").to_string().as_bytes()));
    assert!(verified(&other).unwrap_err().contains(wrong));
    for alg in ["none", "HS256", "ES256", "RS384", "rs256", ""] {
        assert!(headed(&head(alg)).unwrap_err().contains("another algorithm"), "{alg}");
    }
    let short = encode(&OWN[1].certificate.short_thumbprint());
    for head in [
        without(head("RS256"), "x5t#S256"),
        with(head("RS256"), "x5t#S256", encode(OWN[1].certificate.thumbprint()).into()),
        with(head("RS256"), "x5t", short.into()),
        with(head("RS256"), "x5t", "!".into()),
    ] {
        assert!(headed(&head).unwrap_err().contains("no registered certificate"), "{head}");
    }
    for head in
        [with(head("RS256"), "crit", json!(["b64"])), with(head("RS256"), "typ", "at+jwt".into())]
    {
        assert!(headed(&head).unwrap_err().contains("another kind"), "{head}");
    }
    for text in [
        "",
        ".",
        "..",
        "a.b.c",
        signed.get(1..).unwrap(),
        &format!("{signed}."),
        &"x".repeat(40_000),
    ] {
        assert!(verified(text).is_err(), "{text}");
    }
}

#[test]
fn a_certificate_whose_time_is_over_signs_nothing() {
    let own = &OWN[0];
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.not_after = time::OffsetDateTime::from_unix_timestamp(NOW - 1).unwrap();
    let ended = Certificate::read(params.self_signed(&own.key).unwrap().der()).unwrap();
    let head = with(head("RS256"), "x5t#S256", encode(ended.thumbprint()).into());
    let audiences = [ENDPOINT.to_owned()];
    let wanted = Wanted { app: APP, audiences: &audiences, certificates: &[ended] };
    let assertion = signed_by(own, &head, &claims());
    assert!(wanted.verify(&assertion, NOW).unwrap_err().contains("does not hold now"));
    assert!(wanted.verify(&assertion, NOW - 1).is_ok());
}
