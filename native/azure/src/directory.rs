//! Which directory gave a token, and which one the vaults trust, as far as a challenge says it.
//! Whoever changes the variables of the process may let another directory sign in, or something
//! that is none; and a vault that was moved takes no token of the old one. Neither is an outage,
//! which would bring in the availability key.

use azure_core::http::Url;
use azure_core::http::headers::{HeaderName, Headers};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use uuid::Uuid;

const CHALLENGE: HeaderName = HeaderName::from_static("www-authenticate");
/// Names under which Azure's own directories stand in challenges, whichever of them is asked.
const MICROSOFTS: [&str; 9] = [
    "login.microsoftonline.com",
    "login-us.microsoftonline.com",
    "login.windows.net",
    "sts.windows.net",
    "login.microsoft.com",
    "login.microsoftonline.us",
    "login.usgovcloudapi.net",
    "login.chinacloudapi.cn",
    "login.partner.microsoftonline.cn",
];

/// Who gives tokens.
#[derive(Debug)]
pub(crate) enum Giver {
    /// What is at this place, and has shown by TLS that it is.
    Authority(Option<Place>),
    /// Something on this machine, which a variable may name: it can write into a token whatever it
    /// likes, and nothing shows that the directory of the vault has ever seen it.
    ThisMachine,
}

/// A host and its port.
type Place = (String, u16);

/// What a refused token is to the vault that refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its own directory gave it: that it takes none of these is a fault of the service.
    OfItsDirectory,
    OfAnother,
    /// Nothing shows whose it is.
    Unknown,
}

impl Giver {
    pub(crate) fn at(authority: &str) -> Self {
        Self::Authority(Url::parse(authority).ok().and_then(|url| place(&url)))
    }

    /// What its tokens are, of a directory with this id, to a vault that refuses so. Only a vault
    /// that names the directory that it trusts shows that the token is of it.
    pub(crate) fn standing(&self, directory: Option<Uuid>, refusal: &Headers) -> Standing {
        let challenge = refusal.get_optional_str(&CHALLENGE);
        let Some(trusted) = challenge.and_then(authorization) else { return Standing::Unknown };
        let named = trusted.path_segments().and_then(|mut parts| parts.next()).unwrap_or_default();
        let (named, is_elsewhere) = (Uuid::try_parse(named).ok(), self.is_elsewhere(&trusted));
        match (is_elsewhere, directory.zip(named)) {
            (Some(true), _) => Standing::OfAnother,
            (_, Some((own, trusted))) if own != trusted => Standing::OfAnother,
            (Some(false), Some(_)) => Standing::OfItsDirectory,
            _ => Standing::Unknown,
        }
    }

    /// Whether it is another one than that to which the vault sends; `None` where nobody knows.
    fn is_elsewhere(&self, trusted: &Url) -> Option<bool> {
        let Self::Authority(own) = self else { return None };
        let (own, trusted) = own.as_ref().zip(place(trusted))?;
        Some(*own != trusted && !(is_microsofts(&own.0) && is_microsofts(&trusted.0)))
    }
}

/// What a token says of whose it is. Nothing of it is verified: only the vault can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claims {
    /// The directory that gave it.
    pub(crate) directory: Option<Uuid>,
    /// Who shows it, by the object id in that directory.
    pub(crate) identity: Option<Uuid>,
}

impl Claims {
    pub(crate) fn of(token: &str) -> Self {
        let claims = || {
            let mut parts = token.split('.');
            let (claims, _signature) = (parts.nth(1)?, parts.next()?);
            let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
            serde_json::from_slice::<Value>(&claims).ok()
        };
        let claims = claims().unwrap_or_default();
        let id = |name| Uuid::try_parse(claims.get(name)?.as_str()?).ok();
        Self { directory: id("tid"), identity: id("oid") }
    }
}

fn place(url: &Url) -> Option<Place> {
    Some((url.host_str()?.to_ascii_lowercase(), url.port_or_known_default()?))
}

fn is_microsofts(host: &str) -> bool {
    MICROSOFTS.contains(&host)
}

/// Where a challenge sends those who want a token.
fn authorization(challenge: &str) -> Option<Url> {
    let (_, rest) = challenge
        .split_once("authorization=")
        .or_else(|| challenge.split_once("authorization_uri="))?;
    let url = rest.trim_start_matches('"').split(['"', ',', ' ']).next()?;
    Url::parse(url).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const OWN: &str = "11111111-2222-3333-4444-555555555555";
    const OTHER: &str = "99999999-2222-3333-4444-555555555555";

    fn token(claims: &str) -> String {
        format!("e30.{}.c2lnbmVk", URL_SAFE_NO_PAD.encode(claims))
    }

    fn standing(giver: &Giver, directory: Option<&str>, challenge: &str) -> Standing {
        let mut headers = Headers::new();
        headers.insert(CHALLENGE, challenge.to_owned());
        giver.standing(directory.map(|id| id.parse().unwrap()), &headers)
    }

    #[test]
    fn only_what_the_directory_gave_that_the_vault_names_is_of_its_directory() {
        use Standing::{OfAnother, OfItsDirectory, Unknown};
        let azures = "https://login.microsoftonline.com";
        let of = |host: &str, tenant: &str| {
            format!("Bearer authorization=\"https://{host}/{tenant}\", resource=\"https://v\"")
        };
        for (authority, directory, challenge, expected) in [
            (azures, Some(OWN), of("login.windows.net", OWN), OfItsDirectory),
            (azures, Some(OWN), of("login.windows.net", OTHER), OfAnother),
            (azures, None, of("login.windows.net", OTHER), Unknown),
            (azures, Some(OWN), of("login.windows.net", "common"), Unknown),
            ("https://evil.example", Some(OWN), of("login.windows.net", OWN), OfAnother),
            ("https://evil.example", None, of("login.windows.net", OWN), OfAnother),
            ("nonsense", Some(OWN), of("login.windows.net", OWN), Unknown),
            ("https://v.localhost:8443", Some(OWN), of("v.localhost:8443", OWN), OfItsDirectory),
            ("https://v.localhost:8443", Some(OWN), of("v.localhost:9443", OWN), OfAnother),
            (azures, Some(OWN), "Bearer error=\"invalid_token\"".to_owned(), Unknown),
            (
                azures,
                Some(OWN),
                format!("Bearer authorization_uri=https://login.windows.net/{OTHER}"),
                OfAnother,
            ),
            (azures, Some(OWN), "Bearer authorization=nonsense".to_owned(), Unknown),
        ] {
            let found = standing(&Giver::at(authority), directory, &challenge);
            assert_eq!(found, expected, "{authority} {directory:?} {challenge}");
        }
        let own = of("login.windows.net", OWN);
        assert_eq!(standing(&Giver::ThisMachine, Some(OWN), &own), Unknown);
        assert_eq!(standing(&Giver::ThisMachine, Some(OTHER), &own), OfAnother);
        let silent = Giver::at(azures).standing(OWN.parse().ok(), &Headers::new());
        assert_eq!(silent, Unknown);
    }

    #[test]
    fn no_host_of_azures_directories_is_below_a_suffix_of_somebody_elses_vaults() {
        for host in MICROSOFTS {
            assert!(ckey_vault::VaultHosts::below(host, None).is_err(), "{host}");
        }
    }

    #[test]
    fn a_token_says_of_which_directory_it_is_or_is_of_none() {
        let directory_of = |token: &str| Claims::of(token).directory;
        let of = |tid: &str| token(&format!("{{\"aud\":\"v\",\"tid\":{tid}}}"));
        let own = OWN.parse().ok();
        assert_eq!(directory_of(&of(&format!("\"{OWN}\""))), own);
        let capitals = format!("\"{}\"", OWN.to_ascii_uppercase());
        assert_eq!(directory_of(&of(&capitals)), own);
        for none in [
            "a-token".to_owned(),
            String::new(),
            "..".to_owned(),
            "a.b.c".to_owned(),
            token("{}"),
            of("7"),
            of("\"mine.onmicrosoft.com\""),
            token("nonsense"),
            URL_SAFE_NO_PAD.encode(format!("{{\"tid\":\"{OWN}\"}}")),
        ] {
            assert_eq!(Claims::of(&none), Claims::default(), "{none}");
        }
        let whose = Claims::of(&token(&format!("{{\"tid\":7,\"oid\":\"{OWN}\"}}")));
        assert_eq!(whose, Claims { directory: None, identity: own });
    }
}
