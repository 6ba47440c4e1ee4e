//! Who gives tokens: the authority that is configured, else that of the cloud in which the vault is.
//! A secret is sent there, so it follows from what the tenant's keys name and from nothing that
//! anybody answers.

use ckey_vault::{Cloud, VaultAccess, VaultErrorKind as Kind, VaultHosts};

use crate::failure::Failure;

const AUTHORITY: &str = "AZURE_AUTHORITY_HOST";

/// As Azure's own libraries name them.
const fn of_cloud(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Public => "https://login.microsoftonline.com",
        Cloud::UsGovernment => "https://login.microsoftonline.us",
        Cloud::China => "https://login.chinacloudapi.cn",
    }
}

/// The authority that is asked for tokens to vaults of a cloud, or to hosts that are in none: those
/// of a server that gives tokens itself, as `customer-key serve` does.
pub(crate) fn authority(access: &VaultAccess, cloud: Option<Cloud>) -> Result<String, Failure> {
    let own = match (&access.hosts, cloud) {
        (hosts @ VaultHosts::Below { .. }, None) => format!("https://{hosts}"),
        (_, cloud) => of_cloud(cloud.unwrap_or_default()).to_owned(),
    };
    let given = access.variables.get(AUTHORITY).unwrap_or(&own).trim_end_matches('/');
    let has_scheme = given.contains("://");
    let given = if has_scheme { given.to_owned() } else { format!("https://{given}") };
    let is_secure = given.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
    if is_secure {
        return Ok(given);
    }
    let what =
        format!("{AUTHORITY} does not begin with https://, and a secret would be sent there");
    Err(Failure::new(Kind::SignInFailed, what))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_vault::Variables;

    fn of(given: Option<&str>, cloud: Option<Cloud>) -> Result<String, Failure> {
        at(VaultHosts::Azure, given, cloud)
    }

    fn at(hosts: VaultHosts, given: Option<&str>, cloud: Option<Cloud>) -> Result<String, Failure> {
        let given = given.map(|host| (AUTHORITY.to_owned(), host.to_owned()));
        let access = VaultAccess { hosts, authorities: None, variables: Variables::of(given) };
        authority(&access, cloud)
    }

    #[test]
    fn who_asks_a_server_of_its_own_sends_no_secret_to_azure() {
        let own = |port| VaultHosts::below("vault.localhost", Some(port)).unwrap();
        assert_eq!(at(own(8443), None, None).unwrap(), "https://vault.localhost:8443");
        assert_eq!(at(own(443), None, None).unwrap(), "https://vault.localhost");
        let given = at(own(8443), Some("https://login.contoso.test"), None).unwrap();
        assert_eq!(given, "https://login.contoso.test");
    }

    #[test]
    fn an_authority_is_asked_by_https_alone() {
        let asked = of(Some("https://vault.localhost:8443/"), None).unwrap();
        assert_eq!(asked, "https://vault.localhost:8443");
        let asked = of(Some("login.contoso.test"), None).unwrap();
        assert_eq!(asked, "https://login.contoso.test");
        assert!(of(Some("http://login.microsoftonline.com"), None).is_err());
    }

    #[test]
    fn each_cloud_has_an_authority_and_the_one_that_is_configured_is_before_all() {
        let public = "https://login.microsoftonline.com";
        for (cloud, own) in [
            (None, public),
            (Some(Cloud::Public), public),
            (Some(Cloud::UsGovernment), "https://login.microsoftonline.us"),
            (Some(Cloud::China), "https://login.chinacloudapi.cn"),
        ] {
            assert_eq!(of(None, cloud).unwrap(), own);
            let host = own.trim_start_matches("https://");
            assert!(VaultHosts::below(host, None).is_err(), "no vaults are below {host}");
            assert_eq!(of(Some(""), cloud).unwrap(), own);
            assert_eq!(of(Some("https://own.test"), cloud).unwrap(), "https://own.test");
        }
    }
}
