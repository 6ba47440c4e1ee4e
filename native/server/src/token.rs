//! Tokens: JSON Web Tokens signed by Ed25519, verified in full. They follow the time of the
//! machine, whatever a rehearsal's clock says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ckey_base::clock;
use ckey_crypto::SecretKey;
use ckey_crypto::digest::sha256;
use ckey_crypto::sign::{SigningKey, verify};
use ckey_engine::Registered;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::ServeError;
use crate::place::Place;
use crate::wire::{decode, encode};

/// How long a token lives, in seconds.
pub(crate) const LIFE: i64 = 3599;
const HEADER: &str = r#"{"typ":"JWT","alg":"EdDSA","kid":"1"}"#;
/// Longer than any that is issued.
const LONGEST: usize = 4096;
/// Tokens whose signature was seen to be right; with more, they are looked at anew.
const MOST_SEEN: usize = 1024;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) aud: String,
    pub(crate) iss: String,
    pub(crate) tid: String,
    pub(crate) appid: String,
    pub(crate) oid: String,
    /// Which registration of the application it was given to; empty where that has no id.
    #[serde(default)]
    pub(crate) registration: String,
    pub(crate) iat: i64,
    pub(crate) nbf: i64,
    pub(crate) exp: i64,
    pub(crate) uti: Uuid,
}

/// What a token is for. One for keys manages no vault, and the other way round, as in Azure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resource {
    /// The keys of the vaults.
    Keys,
    /// The vaults themselves.
    Manager,
}

impl Resource {
    pub(crate) const ALL: [Self; 2] = [Self::Keys, Self::Manager];

    /// As tokens and scopes name it; `server` is `https://SUFFIX:PORT`.
    pub(crate) fn audience(self, server: &str) -> String {
        match self {
            Self::Keys => server.to_owned(),
            Self::Manager => format!("{server}/management"),
        }
    }
}

/// Issues tokens for one tenant and server, and verifies them.
pub(crate) struct Tokens {
    key: SigningKey,
    tenant: String,
    server: String,
    issuer: String,
    /// What tokens say whose signature was verified, by their digest: clients send one for an hour.
    seen: Mutex<HashMap<[u8; 32], Arc<Claims>>>,
}

impl Tokens {
    /// With the key that the tenant's server keeps, so that tokens outlive a restart.
    pub(crate) fn open(place: &Place, tenant: Uuid, server: &str) -> Result<Self, ServeError> {
        let failed = |error: &dyn std::fmt::Display| ServeError::certificate("read", error);
        let seed = place.read_or_make("tokens.key", || {
            let made = SecretKey::generate().map_err(|error| failed(&error))?;
            Ok(made.expose().to_vec())
        })?;
        let seed = Zeroizing::new(seed);
        let seed = SecretKey::from_slice(&seed).map_err(|error| failed(&error))?;
        Ok(Self {
            key: SigningKey::from_seed(&seed).map_err(|error| failed(&error))?,
            tenant: tenant.to_string(),
            server: server.to_owned(),
            issuer: format!("{server}/{tenant}/v2.0"),
            seen: Mutex::default(),
        })
    }

    /// Who issues.
    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The public key, for who looks it up.
    pub(crate) fn keys(&self) -> Value {
        let x = encode(&self.key.public());
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "1", "x": x }] })
    }

    pub(crate) fn issue(&self, registered: &Registered, resource: Resource) -> Zeroizing<String> {
        let now = clock::seconds();
        let Registered { caller, registration } = registered;
        let claims = Claims {
            aud: resource.audience(&self.server),
            iss: self.issuer.clone(),
            tid: self.tenant.clone(),
            appid: caller.app_id.clone().unwrap_or_default(),
            oid: caller.object_id.clone(),
            registration: registration.clone(),
            iat: now,
            nbf: now,
            exp: now.saturating_add(LIFE),
            uti: Uuid::new_v4(),
        };
        let claims = serde_json::to_vec(&claims).unwrap_or_default();
        let signed = format!("{}.{}", encode(HEADER.as_bytes()), encode(&claims));
        // What was signed is no secret without it.
        let signature = Zeroizing::new(self.key.sign(signed.as_bytes()));
        let signature = Zeroizing::new(encode(&*signature));
        let parts = [signed.as_str(), ".", &signature];
        Zeroizing::new(parts.concat())
    }

    /// What a token says, if it is ours, for this resource, and holds now.
    pub(crate) fn verify(&self, token: &str, resource: Resource) -> Option<Arc<Claims>> {
        let claims = self.signed(token)?;
        let now = clock::seconds();
        let holds = claims.nbf <= now.saturating_add(1)
            && now < claims.exp
            && claims.exp.saturating_sub(claims.nbf) <= LIFE;
        let is_ours = claims.iss == self.issuer && claims.tid == self.tenant;
        let is_for_it = claims.aud == resource.audience(&self.server);
        (holds && is_ours && is_for_it).then_some(claims)
    }

    /// What a token says that we signed, whatever that is.
    fn signed(&self, token: &str) -> Option<Arc<Claims>> {
        let (signed, signature) = token.rsplit_once('.').filter(|_| token.len() <= LONGEST)?;
        let seen = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let digest = sha256(token.as_bytes());
        if let Some(claims) = seen().get(&digest) {
            return Some(Arc::clone(claims));
        }
        let signature = Zeroizing::new(decode(signature)?);
        verify(&self.key.public(), signed.as_bytes(), &signature).ok()?;
        let claims = Arc::new(claims(token)?);
        let mut seen = seen();
        if seen.len() >= MOST_SEEN {
            seen.clear();
        }
        seen.insert(digest, Arc::clone(&claims));
        Some(claims)
    }
}

impl Claims {
    /// Whether it was given to this very registration.
    pub(crate) fn are_of(&self, registered: &Registered) -> bool {
        self.oid == registered.caller.object_id && self.registration == registered.registration
    }
}

/// What a token claims; nothing is verified.
pub(crate) fn claims(token: &str) -> Option<Claims> {
    let mut parts = token.split('.');
    let (header, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
    // One header is issued, and no other is known: no algorithm is taken from a token.
    if parts.next().is_some() || decode(header)? != HEADER.as_bytes() {
        return None;
    }
    serde_json::from_slice(&decode(claims)?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_vault::Caller;

    fn registered(registration: &str) -> Registered {
        let caller = Caller::application("o", "a", "n");
        Registered { caller, registration: registration.to_owned() }
    }

    use super::Resource::{Keys, Manager};

    fn tokens(seed: u8, tenant: u8, server: &str) -> Tokens {
        let seed = SecretKey::from_slice(&[seed; 32]).unwrap();
        let tenant = Uuid::from_bytes([tenant; 16]);
        Tokens {
            key: SigningKey::from_seed(&seed).unwrap(),
            tenant: tenant.to_string(),
            server: server.to_owned(),
            issuer: format!("{server}/{tenant}/v2.0"),
            seen: Mutex::default(),
        }
    }

    fn altered(tokens: &Tokens, alter: impl Fn(&mut Claims)) -> String {
        let mut own = claims(&tokens.issue(&registered("r"), Keys)).unwrap();
        alter(&mut own);
        let header = encode(HEADER.as_bytes());
        let signed = format!("{header}.{}", encode(&serde_json::to_vec(&own).unwrap()));
        format!("{signed}.{}", encode(&tokens.key.sign(signed.as_bytes())))
    }

    #[test]
    fn a_token_holds_for_its_key_tenant_audience_and_time_alone() {
        let own = tokens(1, 1, "https://v:1");
        let token = own.issue(&registered("r"), Keys);
        assert_eq!(own.verify(&token, Keys).unwrap().appid, "a");
        assert_eq!(own.verify(&token, Keys).unwrap().appid, "a", "seen before");
        for other in
            [tokens(2, 1, "https://v:1"), tokens(1, 2, "https://v:1"), tokens(1, 1, "https://v:2")]
        {
            assert_eq!(other.verify(&token, Keys), None);
        }
        let now = clock::seconds();
        assert_eq!(own.verify(&altered(&own, |claims| claims.exp = now), Keys), None);
        assert_eq!(own.verify(&altered(&own, |claims| claims.nbf = now + 60), Keys), None);
        assert_eq!(own.verify(&altered(&own, |claims| claims.exp = now + 86_400), Keys), None);
        assert_eq!(own.verify(&altered(&own, |claims| claims.tid = "other".into()), Keys), None);
        assert!(own.verify(&altered(&own, |_| {}), Keys).is_some());
    }

    #[test]
    fn a_token_lives_an_hour_and_one_that_would_live_longer_holds_nothing() {
        let own = tokens(1, 1, "https://v:1");
        let given = claims(&own.issue(&registered("r"), Keys)).unwrap();
        assert!((3500..=3600).contains(&(given.exp - given.nbf)), "{given:?}");
        let longer = altered(&own, |claims| claims.exp = claims.nbf + 3601);
        assert_eq!(own.verify(&longer, Keys), None);
    }

    #[test]
    fn a_token_for_keys_manages_no_vault_and_one_that_manages_vaults_opens_no_key() {
        let own = tokens(1, 1, "https://v:1");
        let issued = |resource| own.issue(&registered("r"), resource);
        for (one, other) in [(Keys, Manager), (Manager, Keys)] {
            assert!(own.verify(&issued(one), one).is_some());
            assert_eq!(own.verify(&issued(one), other), None, "{one:?} for {other:?}");
        }
    }

    #[test]
    fn a_token_that_was_seen_ends_with_its_time_too_and_those_seen_take_bounded_room() {
        let own = tokens(1, 1, "https://v:1");
        let token = own.issue(&registered("r"), Keys);
        assert!(own.verify(&token, Keys).is_some());
        own.seen
            .lock()
            .unwrap()
            .values_mut()
            .for_each(|claims| Arc::make_mut(claims).exp = clock::seconds());
        assert_eq!(own.verify(&token, Keys), None);
        for _ in 0..2 * MOST_SEEN {
            assert!(own.verify(&own.issue(&registered("r"), Keys), Keys).is_some());
        }
        assert!(own.seen.lock().unwrap().len() <= MOST_SEEN);
    }

    #[test]
    fn a_token_is_of_one_registration_and_one_of_before_of_those_without_an_id() {
        let own = tokens(1, 1, "https://v:1");
        let given = claims(&own.issue(&registered("r"), Keys)).unwrap();
        assert!(given.are_of(&registered("r")));
        assert!(!given.are_of(&registered("s")) && !given.are_of(&registered("")));
        let mut before = serde_json::to_value(&given).unwrap();
        before.as_object_mut().unwrap().remove("registration");
        let before: Claims = serde_json::from_value(before).unwrap();
        assert!(before.are_of(&registered("")) && !before.are_of(&registered("r")));
    }

    #[test]
    fn a_token_without_signature_or_with_another_algorithm_is_none() {
        let own = tokens(1, 1, "https://v:1");
        let token = own.issue(&registered("r"), Keys);
        let (signed, _) = token.rsplit_once('.').unwrap();
        let none = encode(br#"{"typ":"JWT","alg":"none"}"#);
        let claims = token.split('.').nth(1).unwrap();
        for bad in [
            format!("{signed}."),
            signed.to_owned(),
            format!("{none}.{claims}."),
            String::new(),
            format!("{}.", token.as_str()),
        ] {
            assert_eq!(own.verify(&bad, Keys), None, "{bad}");
        }
    }
}
