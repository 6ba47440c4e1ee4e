//! Pages that a browser shows may ask a server of this machine, and must not read its answers.

use crate::stage::{APP, Stage, VAULT};

#[test]
fn no_answer_may_be_read_by_a_page_of_another_origin() {
    let stage = Stage::new();
    let secret = stage.register(APP);
    stage.own(APP);
    let (keys, vaults) = (stage.token(APP, &secret), stage.manager(APP, &secret));
    let (server, vault) = ("vault.localhost".to_owned(), format!("{VAULT}.vault.localhost"));
    let of_tenant = |rest: &str| format!("/{}{rest}", stage.tenant.id());
    let form = format!(
        "grant_type=client_credentials&client_id={APP}&client_secret={secret}&scope={}",
        stage.scope("")
    );
    let (none, nobody) = (String::new(), String::new());
    let token = of_tenant("/oauth2/v2.0/token");
    let listed = "/subscriptions/s/providers/Microsoft.KeyVault/vaults?api-version=2023-07-01";
    for (host, method, path, bearer, body, status) in [
        (&vault, "GET", "/keys?api-version=7.4", &keys, &none, 200),
        (&vault, "GET", "/keys?api-version=7.4", &nobody, &none, 401),
        (&vault, "POST", "/keys/k/create?api-version=7.4", &keys, &none, 400),
        (&server, "POST", token.as_str(), &nobody, &form, 200),
        (&server, "POST", token.as_str(), &nobody, &none, 400),
        (&server, "GET", &of_tenant("/v2.0/.well-known/openid-configuration"), &nobody, &none, 200),
        (&server, "GET", &of_tenant("/discovery/v2.0/keys"), &nobody, &none, 200),
        (&server, "GET", "/health", &nobody, &none, 200),
        (&server, "GET", listed, &vaults, &none, 404),
        (&server, "GET", listed, &nobody, &none, 401),
    ] {
        let who = match bearer.as_str() {
            "" => String::new(),
            token => format!("Authorization: Bearer {token}\r\n"),
        };
        let origin = format!("Origin: https://evil.example\r\n{who}");
        let before = format!(
            "{origin}Access-Control-Request-Method: {method}\r\n\
             Access-Control-Request-Headers: authorization\r\n\
             Access-Control-Request-Private-Network: true\r\n"
        );
        let answer = stage.ask(host, &format!("{method} {path}"), &origin, body);
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        let asked_before = stage.ask(host, &format!("OPTIONS {path}"), &before, "");
        assert!(asked_before.status >= 400, "{path}: {asked_before:?}");
        for told in [answer, asked_before] {
            assert!(!told.head.contains("access-control-"), "{method} {path}: {}", told.head);
        }
    }
}
