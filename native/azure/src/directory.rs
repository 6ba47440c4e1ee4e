//! Which directory the vaults trust, as far as a challenge says it. Whoever changes the variables of
//! the process may let another directory sign in, whose tokens the vaults refuse; and a vault that
//! was moved takes no token of the old one. Neither is an outage, which would bring in the
//! availability key.

use azure_core::http::Url;
use azure_core::http::headers::{HeaderName, Headers};
use ckey_vault::Variables;
use uuid::Uuid;

const CHALLENGE: HeaderName = HeaderName::from_static("www-authenticate");
/// Names under which Azure's own directories stand in challenges, whichever of them is asked.
const MICROSOFTS: [&str; 6] = [
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "login.microsoftonline.us",
    "login.chinacloudapi.cn",
    "login.partner.microsoftonline.cn",
];

/// The directory that signs in.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// Where it is, if that is told.
    place: Option<(String, u16)>,
    /// Its id, unless it is known by a name.
    tenant: Option<Uuid>,
}

impl Directory {
    /// What the variables and the authority say of it.
    pub(crate) fn of(variables: &Variables, authority: &str, tenant_variable: &str) -> Self {
        let tenant = variables.get(tenant_variable).and_then(|id| Uuid::try_parse(id.trim()).ok());
        Self { place: Url::parse(authority).ok().and_then(|url| place(&url)), tenant }
    }

    /// Whether a refusal names another one as that whose tokens it takes. What it does not say is
    /// not judged.
    pub(crate) fn is_another(&self, refusal: &Headers) -> bool {
        let challenge = refusal.get_optional_str(&CHALLENGE);
        let Some(trusted) = challenge.and_then(authorization) else { return false };
        let is_elsewhere =
            self.place.as_ref().zip(place(&trusted)).is_some_and(|(own, trusted)| {
                *own != trusted && !(is_microsofts(&own.0) && is_microsofts(&trusted.0))
            });
        let named = trusted.path_segments().and_then(|mut parts| parts.next()).unwrap_or_default();
        let named = Uuid::try_parse(named).ok();
        is_elsewhere || self.tenant.zip(named).is_some_and(|(own, trusted)| own != trusted)
    }
}

fn place(url: &Url) -> Option<(String, u16)> {
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
    use super::*;

    const OWN: &str = "11111111-2222-3333-4444-555555555555";
    const OTHER: &str = "99999999-2222-3333-4444-555555555555";

    fn is_another(authority: &str, tenant: &str, challenge: &str) -> bool {
        let variables = Variables::of([("T".to_owned(), tenant.to_owned())]);
        let mut headers = Headers::new();
        headers.insert(CHALLENGE, challenge.to_owned());
        Directory::of(&variables, authority, "T").is_another(&headers)
    }

    #[test]
    fn a_refusal_that_names_another_directory_or_another_authority_is_told_from_others() {
        let azures = "https://login.microsoftonline.com";
        let of = |host: &str, tenant: &str| {
            format!("Bearer authorization=\"https://{host}/{tenant}\", resource=\"https://v\"")
        };
        for (authority, tenant, challenge, expected) in [
            (azures, OWN, of("login.windows.net", OWN), false),
            (azures, OWN, of("login.windows.net", OTHER), true),
            (azures, "contoso.onmicrosoft.com", of("login.windows.net", OTHER), false),
            ("https://evil.example", OWN, of("login.windows.net", OWN), true),
            ("https://vault.localhost:8443", OWN, of("vault.localhost:8443", OWN), false),
            ("https://vault.localhost:8443", OWN, of("vault.localhost:9443", OWN), true),
            (azures, OWN, "Bearer error=\"invalid_token\"".to_owned(), false),
            (
                azures,
                OWN,
                format!("Bearer authorization_uri=https://login.windows.net/{OTHER}"),
                true,
            ),
            (azures, OWN, "Bearer authorization=nonsense".to_owned(), false),
        ] {
            assert_eq!(is_another(authority, tenant, &challenge), expected, "{challenge}");
        }
    }
}
