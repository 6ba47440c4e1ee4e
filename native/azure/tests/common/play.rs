//! What a vault and a directory say, for a server that plays them.
#![allow(dead_code)]

use super::double::{Double, Reply, Request, answer};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ckey_base::CancelToken;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_vault::{
    Caller, KeyDescription, KeyUri, RootVault, Variables, VaultAccess, VaultError, VaultHosts, Wait,
};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

pub const VERSION: &str = "0123456789abcdef0123456789abcdef";
pub const SECRET: &str = "s3cr3t-of-the-application";
pub const TENANT: &str = "00000000-0000-0000-0000-000000000001";
pub const CLIENT: &str = "00000000-0000-0000-0000-000000000002";

/// A challenge that names this authority and what follows it; where that is `/t`, the directory of
/// [`jwt`].
pub fn challenge(port: u16, authority: &str) -> Reply {
    let own = authority.strip_suffix("/t").map(|place| format!("{place}/{TENANT}"));
    let authority = own.as_deref().unwrap_or(authority);
    let header = format!(
        "www-authenticate: Bearer authorization=\"{authority}\", resource=\"https://vault.localhost:{port}\"\r\n"
    );
    answer("401 Unauthorized", &header, "")
}

/// A directory's answer with what is no token of any directory.
pub fn token() -> Reply {
    given("a-token")
}

/// A directory's answer with this token.
pub fn given(token: &str) -> Reply {
    let token = json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": token });
    answer("200 OK", "", &token.to_string())
}

/// A token that says that it is of the directory of all these tests, with this for a signature.
pub fn jwt(signature: &str) -> String {
    jwt_of(&json!({ "tid": TENANT }), signature)
}

/// A token with these claims.
pub fn jwt_of(claims: &Value, signature: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = json!({ "typ": "JWT", "alg": "RS256", "kid": "1" });
    format!("{}.{}.{signature}", part(&head), part(claims))
}

pub fn key(vault: &str, version: &str) -> Reply {
    key_of(vault, version, 256)
}

/// A key with a modulus of so many bytes.
pub fn key_of(vault: &str, version: &str, long: usize) -> Reply {
    let n = URL_SAFE_NO_PAD.encode(vec![0xB7; long]);
    let kid = format!("https://{vault}.vault.localhost/keys/Root/{version}");
    let ops = ["wrapKey", "unwrapKey"];
    let jwk = json!({ "kid": kid, "kty": "RSA", "key_ops": ops, "n": n, "e": "AQAB" });
    let body = json!({ "key": jwk, "attributes": { "enabled": true, "created": 1, "updated": 1 } });
    answer("200 OK", "", &body.to_string())
}

/// What a vault says of a key that has wrapped or unwrapped something.
pub fn operated(vault: &str, version: &str, value: &[u8]) -> Reply {
    let kid = format!("https://{vault}.vault.localhost/keys/Root/{version}");
    let body = json!({ "kid": kid, "value": URL_SAFE_NO_PAD.encode(value) });
    answer("200 OK", "", &body.to_string())
}

/// What a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Get,
    Wrap,
    Unwrap,
}

pub const OPS: [Op; 3] = [Op::Get, Op::Wrap, Op::Unwrap];

impl Op {
    pub fn of(request: &Request) -> Self {
        let line = request.line.to_ascii_lowercase();
        match () {
            () if line.contains("/wrapkey") => Self::Wrap,
            () if line.contains("/unwrapkey") => Self::Unwrap,
            () => Self::Get,
        }
    }

    /// Asks a vault for it.
    pub fn ask(self, vaults: &dyn RootVault, port: u16, limit: Duration) -> Result<(), VaultError> {
        self.ask_about(vaults, &uri(port), limit)
    }

    pub fn ask_about(
        self,
        vaults: &dyn RootVault,
        uri: &KeyUri,
        limit: Duration,
    ) -> Result<(), VaultError> {
        self.ask_while(vaults, uri, &Wait::at_most(limit, CancelToken::new()))
    }

    pub fn ask_while(
        self,
        vaults: &dyn RootVault,
        uri: &KeyUri,
        wait: &Wait,
    ) -> Result<(), VaultError> {
        let caller = Caller::application("o", "a", "Exchange");
        let by = WrapAlgorithm::RsaOaep256;
        match self {
            Self::Get => vaults.get_key(&caller, uri, wait).map(drop),
            Self::Wrap => vaults.wrap_key(&caller, uri, by, &[1; 32], wait).map(drop),
            Self::Unwrap => vaults.unwrap_key(&caller, uri, by, &[1; 256], wait).map(drop),
        }
    }
}

/// A right answer to whatever is asked, in the name of this vault and version.
pub fn right(request: &Request, vault: &str, version: &str) -> Reply {
    match Op::of(request) {
        Op::Get => key(vault, version),
        Op::Wrap => operated(vault, version, &[7; 256]),
        Op::Unwrap => operated(vault, version, &[7; 32]),
    }
}

/// A vault that challenges, a directory that answers `directory`, and what is played to who has a
/// token.
pub fn vault_with(
    mut directory: impl FnMut(&Request) -> Reply + Send + 'static,
    mut play: impl FnMut(&Request) -> Reply + Send + 'static,
) -> Double {
    let double = Double::start(|_| Reply::Reset);
    let port = double.port;
    double.play(move |request| {
        if request.line.contains("/oauth2/") {
            return directory(request);
        }
        if request.authorization.is_none() {
            return challenge(port, &format!("https://vault.localhost:{port}/t"));
        }
        play(request)
    });
    double
}

pub fn vault(play: impl FnMut(&Request) -> Reply + Send + 'static) -> Double {
    vault_with(|_| given(&jwt("a-token")), play)
}

pub fn variables(port: u16) -> Vec<(String, String)> {
    [
        ("AZURE_TENANT_ID", TENANT.to_owned()),
        ("AZURE_CLIENT_ID", CLIENT.to_owned()),
        ("AZURE_CLIENT_SECRET", SECRET.to_owned()),
        ("AZURE_AUTHORITY_HOST", format!("https://vault.localhost:{port}")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

pub fn asking(
    port: u16,
    authorities: &str,
    variables: Vec<(String, String)>,
) -> Arc<dyn RootVault> {
    ckey_azure::connect(VaultAccess {
        hosts: VaultHosts::below("vault.localhost", Some(port)).unwrap(),
        authorities: Some(authorities.to_owned()),
        variables: Variables::of(variables),
    })
    .unwrap()
}

pub fn connected(double: &Double) -> Arc<dyn RootVault> {
    asking(double.port, &double.authority, variables(double.port))
}

pub fn uri(port: u16) -> KeyUri {
    let hosts = VaultHosts::below("vault.localhost", Some(port)).unwrap();
    hosts.key_uri(&format!("https://kv-a.vault.localhost:{port}/keys/Root/{VERSION}")).unwrap()
}

pub fn get_within(
    vaults: &dyn RootVault,
    port: u16,
    limit: Duration,
) -> Result<KeyDescription, VaultError> {
    let caller = Caller::application("o", "a", "Exchange");
    vaults.get_key(&caller, &uri(port), &Wait::at_most(limit, CancelToken::new()))
}

pub fn get(double: &Double) -> Result<KeyDescription, VaultError> {
    get_within(&*connected(double), double.port, Duration::from_secs(5))
}
