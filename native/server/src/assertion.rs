//! What a client says of itself, signed by the key of a certificate, in place of a secret (RFC 7523):
//! verified in full. It follows the time of the machine.

use std::time::Duration;

use ckey_crypto::certificate::Certificate;
use ckey_crypto::rsa::TokenSignature;
use ckey_vault::canonical_id;
use serde::Deserialize;
use serde_json::Value;

use crate::wire::decode;

/// What a form calls it.
pub(crate) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How its signature may be made.
pub(crate) const ALGORITHMS: [&str; 2] = ["RS256", "PS256"];
/// How far clocks may be apart, and how long one may hold; in seconds.
const SKEW: i64 = 60;
const LONGEST_LIFE: i64 = 3600;
/// Longer than any with the chain of its certificate.
const LONGEST: usize = 32 << 10;
const LONGEST_ID: usize = 256;

#[derive(Deserialize)]
struct Head {
    alg: String,
    typ: Option<String>,
    crit: Option<Value>,
    x5t: Option<String>,
    #[serde(rename = "x5t#S256")]
    x5t_s256: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    aud: Value,
    iss: String,
    sub: String,
    /// Some clients write parts of seconds.
    exp: f64,
    nbf: Option<f64>,
    iat: Option<f64>,
    jti: String,
}

/// One that holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Holds {
    /// What its client calls it.
    pub(crate) id: String,
    /// When it does not hold any more.
    pub(crate) until: i64,
}

/// For whom it must be, and who may have signed it.
pub(crate) struct Wanted<'a> {
    pub(crate) app: &'a str,
    pub(crate) audiences: &'a [String],
    pub(crate) certificates: &'a [Certificate],
}

impl Wanted<'_> {
    /// Whether an assertion holds now; else why not, as the record says it.
    pub(crate) fn verify(&self, assertion: &str, now: i64) -> Result<Holds, &'static str> {
        let unread = "an assertion that cannot be read";
        let (signed, signature) =
            assertion.rsplit_once('.').filter(|_| assertion.len() <= LONGEST).ok_or(unread)?;
        let (head, claims) = signed.split_once('.').ok_or(unread)?;
        let bytes = |text| decode(text).ok_or(unread);
        let head: Head = serde_json::from_slice(&bytes(head)?).map_err(|_| unread)?;
        self.signed(&head, signed.as_bytes(), &bytes(signature)?, now)?;
        let claims: Claims = serde_json::from_slice(&bytes(claims)?).map_err(|_| unread)?;
        self.about(&claims)?;
        Ok(Holds { until: times(&claims, now)?, id: claims.jti })
    }

    /// By the key of a registered certificate that holds, in a way that is known here.
    fn signed(
        &self,
        head: &Head,
        text: &[u8],
        signature: &[u8],
        now: i64,
    ) -> Result<(), &'static str> {
        let by = match head.alg.as_str() {
            "RS256" => TokenSignature::Rs256,
            "PS256" => TokenSignature::Ps256,
            _ => return Err("an assertion of another algorithm"),
        };
        let is_jwt = head.typ.as_ref().is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
        if !is_jwt || head.crit.is_some() {
            return Err("an assertion of another kind");
        }
        let is_named = |certificate: &&Certificate| {
            let is = |named: &Option<String>, own: &[u8]| {
                named.as_ref().is_none_or(|named| decode(named).is_some_and(|it| it == own))
            };
            (head.x5t.is_some() || head.x5t_s256.is_some())
                && is(&head.x5t, &certificate.short_thumbprint())
                && is(&head.x5t_s256, certificate.thumbprint())
        };
        let certificate = self.certificates.iter().find(is_named);
        let certificate = certificate.ok_or("an assertion of no registered certificate")?;
        if !certificate.is_valid_at(now) {
            return Err("an assertion of a certificate that does not hold now");
        }
        let signed = certificate.public_key().verify(by, text, signature);
        signed.map_err(|_| "an assertion whose signature is wrong")
    }

    fn about(&self, claims: &Claims) -> Result<(), &'static str> {
        let name = canonical_id(self.app);
        let is_own = |id: &str| canonical_id(id).eq_ignore_ascii_case(&name);
        if !is_own(&claims.iss) || !is_own(&claims.sub) {
            return Err("an assertion about another application");
        }
        let audience = match &claims.aud {
            Value::Array(all) if all.len() == 1 => all.first(),
            one => Some(one),
        };
        let audience = audience.and_then(Value::as_str);
        if !audience.is_some_and(|named| self.audiences.iter().any(|own| own == named)) {
            return Err("an assertion for another audience");
        }
        if claims.jti.is_empty() || claims.jti.len() > LONGEST_ID {
            return Err("an assertion without an id");
        }
        Ok(())
    }
}

/// A time as whole seconds.
fn seconds(time: f64) -> Result<i64, &'static str> {
    let whole = Duration::try_from_secs_f64(time).ok().map(|time| time.as_secs());
    whole.and_then(|whole| i64::try_from(whole).ok()).ok_or("an assertion of no time")
}

/// Until when it holds, if it does now and not for too long.
fn times(claims: &Claims, now: i64) -> Result<i64, &'static str> {
    let end = seconds(claims.exp)?;
    let until = end.saturating_add(SKEW);
    if until <= now {
        return Err("an assertion that has ended");
    }
    let begins = [claims.nbf, claims.iat].into_iter().flatten().map(seconds);
    let begins = begins.collect::<Result<Vec<_>, _>>()?;
    if begins.iter().any(|begin| *begin > now.saturating_add(SKEW)) {
        return Err("an assertion that has not begun");
    }
    let first = begins.into_iter().min().unwrap_or(now);
    if end.saturating_sub(first) > LONGEST_LIFE {
        return Err("an assertion that holds for too long");
    }
    Ok(until)
}

/// Reads what one may hold, whoever has signed it. For fuzzing.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz(assertion: &str, certificates: &[Certificate], now: i64) {
    let audiences = ["https://v:1/t/v2.0".to_owned()];
    let wanted = |app| Wanted { app, audiences: &audiences, certificates };
    let _ = wanted("").verify(assertion, now);
    let claims = assertion.split('.').nth(1).and_then(decode).unwrap_or_default();
    let Ok(claims) = serde_json::from_slice::<Claims>(&claims) else { return };
    let _ = wanted(&claims.iss).about(&claims);
    if let Ok(until) = times(&claims, now) {
        let longest = now.saturating_add(SKEW).saturating_add(LONGEST_LIFE).saturating_add(SKEW);
        assert!(now < until && until <= longest, "{until} at {now}");
    }
}

#[cfg(test)]
#[path = "assertion_tests.rs"]
mod tests;
