//! Below which hosts the vaults of a tenant are.

use crate::cloud::{Cloud, VaultKind};
use crate::error::{VaultError, VaultErrorKind};
use crate::uri::{KeyUri, OTHER_PORT, has_port, strip_suffix_any_case};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Which hosts are vaults of a tenant; every other is none, whatever a key URI says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VaultHosts {
    /// Those of one cloud of Azure, by the embedded vaults.
    Local(Cloud),
    /// Azure's own, in all clouds: vaults and managed HSMs.
    Azure,
    /// Hosts below a suffix that is not Azure's, at one port, which speak as Key Vault does.
    Below {
        /// In lower case, without a dot before it.
        suffix: String,
        /// 443 where nothing else was said.
        port: u16,
    },
}

/// Names below which every host is Microsoft's: in each cloud that there is or was, the vaults, who
/// gives tokens to them, and what manages them.
const MICROSOFT: [&str; 14] = [
    "azure.net",
    "azure.com",
    "azure.cn",
    "azure.us",
    "usgovcloudapi.net",
    "chinacloudapi.cn",
    "microsoftazure.de",
    "cloudapi.de",
    "microsoftonline.com",
    "microsoftonline.us",
    "microsoftonline.cn",
    "microsoftonline.de",
    "windows.net",
    "login.microsoft.com",
];

impl Default for VaultHosts {
    fn default() -> Self {
        Self::Local(Cloud::default())
    }
}

impl VaultHosts {
    /// Hosts below a suffix that is not Azure's.
    ///
    /// # Errors
    /// [`VaultErrorKind::BadParameter`] for what is no name of at least two parts, or Azure's.
    pub fn below(suffix: &str, port: Option<u16>) -> Result<Self, VaultError> {
        let suffix = suffix.trim().trim_start_matches('.').to_ascii_lowercase();
        let port = port.unwrap_or(443);
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let is_microsofts =
            MICROSOFT.iter().any(|name| suffix == *name || suffix.ends_with(&format!(".{name}")));
        let is_name =
            suffix.len() <= 180 && suffix.contains('.') && suffix.split('.').all(is_label);
        if port == 0 {
            return Err(VaultError::new(
                VaultErrorKind::BadParameter,
                "Vaults cannot be at port 0.",
                &suffix,
                "Give the port that the server shows, 1 to 65535; 443 is taken without one.",
            ));
        }
        if is_name && !is_microsofts {
            return Ok(Self::Below { suffix, port });
        }
        let why = if is_microsofts {
            "Azure's own hosts are known without it"
        } else {
            "it is a name of at least two parts, without https:// and without a port"
        };
        Err(VaultError::new(
            VaultErrorKind::BadParameter,
            format!("'{suffix}' cannot be the suffix of vaults: {why}."),
            &suffix,
            "Give what follows the name of a vault in its host, such as vault.localhost; the port is given by itself.",
        ))
    }

    /// What follows the name of a vault in its host, with the port where it is not 443. `None`
    /// where all hosts of Azure are taken.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::Local(cloud) => Some(cloud.below(VaultKind::Vault).to_owned()),
            Self::Azure => None,
            Self::Below { suffix, port: 443 } => Some(suffix.clone()),
            Self::Below { suffix, port } => Some(format!("{suffix}:{port}")),
        }
    }

    /// Whether the embedded vaults answer.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        matches!(self, Self::Local(_))
    }

    /// Whether the hosts are Azure's, and with them the vaults of production.
    #[must_use]
    pub const fn is_azures(&self) -> bool {
        matches!(self, Self::Azure)
    }

    /// Reads the URI of a key in a vault of this tenant.
    ///
    /// # Errors
    /// [`VaultErrorKind::BadParameter`] naming the text and the part that is wrong.
    pub fn key_uri(&self, text: &str) -> Result<KeyUri, VaultError> {
        match self {
            Self::Local(cloud) => {
                let example = cloud.below(VaultKind::Vault);
                KeyUri::read(text, example, |host| of_cloud(host, *cloud))
            }
            Self::Azure => KeyUri::read(text, "vault.azure.net", of_azure),
            Self::Below { suffix, port } => {
                let below = self.to_string();
                KeyUri::read(text, &below, |host| of_suffix(host, suffix, *port))
            }
        }
    }
}

impl KeyUri {
    /// Reads the URI of a key in the public cloud. Scheme, host and the word `keys` may be in any
    /// case, `:443` and one trailing slash are allowed.
    ///
    /// Vault names are 3 to 63 ASCII letters, digits, hyphens or underscores: published examples
    /// have underscores and 25 letters (`contoso_EastUSvault01`, `Contoso-O365EX-NA-VaultA1`),
    /// though no vault can be made with either. Key names are 1 to 127 of the same characters;
    /// versions are 32 hexadecimal digits.
    ///
    /// # Errors
    /// [`VaultErrorKind::BadParameter`] naming the text and the part that is wrong.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        VaultHosts::default().key_uri(text)
    }
}

impl FromStr for KeyUri {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for VaultHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(cloud) => f.write_str(cloud.below(VaultKind::Vault)),
            Self::Azure => f.write_str("vault.azure.net"),
            Self::Below { suffix, port: 443 } => f.write_str(suffix),
            Self::Below { suffix, port } => write!(f, "{suffix}:{port}"),
        }
    }
}

/// The name of a vault and what follows it, or why the host is none.
type Taken<'h> = Result<(&'h str, Option<&'h str>), Cow<'static, str>>;

/// A host of one cloud: a vault or a managed HSM.
fn of_cloud(host: &str, cloud: Cloud) -> Taken<'_> {
    let own = cloud.below(VaultKind::Vault);
    if has_port(host) {
        return Err(OTHER_PORT.into());
    }
    let Some((vault, below)) = host.split_once('.') else { return Err(none_of(host, own)) };
    match Cloud::of_host(below) {
        Some((of, _)) if of == cloud => Ok((vault, Some(below))),
        Some((of, _)) => Err(Cow::Owned(format!(
            "its host is in the cloud {of}, and the vaults here are in {cloud}, below .{own}"
        ))),
        None => Err(none_of(host, own)),
    }
}

/// What ends as it should names no vault when more than one part is before it.
fn none_of(host: &str, own: &str) -> Cow<'static, str> {
    if strip_suffix_any_case(host, &format!(".{own}")).is_some() {
        "the vault name is not one of letters, digits and hyphens".into()
    } else {
        format!("its host does not end in .{own}").into()
    }
}

fn of_azure(host: &str) -> Taken<'_> {
    if has_port(host) {
        return Err(OTHER_PORT.into());
    }
    host.split_once('.')
        .filter(|(_, below)| Cloud::of_host(below).is_some())
        .map(|(vault, below)| (vault, Some(below)))
        .ok_or_else(|| "its host is no key vault and no managed HSM of Azure".into())
}

/// The port of HTTPS is taken away before, so that a host without one means 443.
fn of_suffix<'h>(host: &'h str, suffix: &str, port: u16) -> Taken<'h> {
    let name = match host.rsplit_once(':') {
        Some((name, given)) if given.parse() == Ok(port) => name,
        None if port == 443 => host,
        _ => {
            return Err(Cow::Owned(format!(
                "its port is not {port}, the -VaultPort of the tenant's vaults"
            )));
        }
    };
    let below = name.split_once('.').map(|(_, below)| below);
    if !below.is_some_and(|below| below.eq_ignore_ascii_case(suffix)) {
        return Err("its host is not below the suffix that the tenant was made with".into());
    }
    host.split_once('.')
        .map(|(vault, below)| (vault, Some(below)))
        .ok_or_else(|| "its host has one part alone".into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn azures_hosts_are_vaults_and_managed_hsms_of_every_cloud_and_no_others() {
        for host in [
            "abc.vault.azure.net",
            "ABC.vault.azure.net:443",
            "abc.vault.usgovcloudapi.net",
            "abc.vault.azure.cn",
            "abc.managedhsm.azure.net",
            "abc.managedhsm.usgovcloudapi.net",
        ] {
            let uri = VaultHosts::Azure.key_uri(&format!("https://{host}/keys/k")).unwrap();
            let own = host.to_ascii_lowercase();
            let own = own.trim_end_matches(":443");
            assert_eq!(uri.to_string(), format!("https://{own}/keys/k"));
            assert_eq!(uri.vault().to_ascii_lowercase(), "abc");
            assert_eq!(KeyUri::stored(&uri.to_string()).unwrap(), uri);
        }
        for host in [
            "abc.vault.azure.net:8443",
            "a.b.vault.azure.net",
            "abc.vault.localhost",
            "abc.vault.azure.net.evil.example",
            "vault.azure.net",
        ] {
            assert!(
                VaultHosts::Azure.key_uri(&format!("https://{host}/keys/k")).is_err(),
                "{host}"
            );
        }
    }

    #[test]
    fn a_tenant_with_a_suffix_has_vaults_below_it_at_its_port_alone() {
        let hosts = VaultHosts::below("Vault.Localhost", Some(8443)).unwrap();
        let uri = hosts.key_uri("https://Contoso-A.vault.LOCALHOST:8443/keys/Root").unwrap();
        assert_eq!(uri.to_string(), "https://contoso-a.vault.localhost:8443/keys/Root");
        assert_eq!(uri.vault_address(), "https://contoso-a.vault.localhost:8443");
        assert_eq!(KeyUri::stored(&uri.to_string()).unwrap(), uri);
        for host in [
            "contoso-a.vault.localhost",
            "contoso-a.vault.localhost:443",
            "contoso-a.vault.localhost:8444",
            "contoso-a.vault.azure.net",
            "a.contoso.vault.localhost:8443",
            "contoso-a.evil.example:8443",
            "vault.localhost:8443",
        ] {
            assert!(hosts.key_uri(&format!("https://{host}/keys/k")).is_err(), "{host}");
        }
        let plain = VaultHosts::below("kv.contoso.test", None).unwrap();
        assert_eq!(
            plain.key_uri("https://abc.kv.contoso.test:443/keys/k").unwrap().to_string(),
            "https://abc.kv.contoso.test/keys/k"
        );
        for bad in ["", "localhost", "a..b", "a_b.c", "a/b.c"] {
            assert!(VaultHosts::below(bad, None).is_err(), "{bad}");
        }
        assert!(VaultHosts::below("kv.test", Some(0)).is_err());
    }

    #[test]
    fn no_suffix_is_a_host_of_any_cloud_nor_of_who_gives_tokens_or_manages_there() {
        let vaults = Cloud::ALL
            .iter()
            .flat_map(|cloud| VaultKind::ALL.iter().map(|kind| cloud.below(*kind)));
        let others = [
            "login.microsoftonline.com",
            "login.microsoftonline.us",
            "login.chinacloudapi.cn",
            "login.partner.microsoftonline.cn",
            "login.microsoft.com",
            "login.windows.net",
            "sts.windows.net",
            "management.azure.com",
            "management.usgovcloudapi.net",
            "management.chinacloudapi.cn",
            "portal.azure.us",
        ];
        for own in vaults.chain(others) {
            for suffix in [own.to_owned(), format!("x.{own}"), own.to_ascii_uppercase()] {
                let error = VaultHosts::below(&suffix, None).unwrap_err();
                assert!(error.message.contains("Azure's own"), "{suffix}: {error}");
            }
            VaultHosts::below(&format!("{own}.test"), None).unwrap();
        }
        for name in MICROSOFT {
            VaultHosts::below(&format!("not{name}"), None).unwrap();
        }
    }

    #[test]
    fn keys_of_one_name_below_two_suffixes_are_two_keys_with_the_same_names() {
        let vault = VaultHosts::Azure.key_uri("https://abc.vault.azure.net/keys/k").unwrap();
        let hsm = VaultHosts::Azure.key_uri("https://abc.managedhsm.azure.net/keys/k").unwrap();
        assert!(!vault.same_key(&hsm) && vault != hsm && vault.same_names(&hsm));
        assert_eq!(KeyUri::parse("https://abc.vault.azure.net/keys/k").unwrap(), vault);
    }

    #[test]
    fn a_local_tenant_has_vaults_of_its_cloud_alone() {
        for &cloud in Cloud::ALL {
            let hosts = VaultHosts::Local(cloud);
            let own = format!("https://abc.{hosts}/keys/k");
            let uri = hosts.key_uri(&own.to_ascii_uppercase().replace("/K", "/k")).unwrap();
            assert_eq!(uri.to_string(), own);
            assert_eq!(uri.cloud(), Some((cloud, VaultKind::Vault)));
            let hsm = format!("https://abc.{}/keys/k", cloud.below(VaultKind::ManagedHsm));
            assert_eq!(hosts.key_uri(&hsm).unwrap().kind(), VaultKind::ManagedHsm);
            for &other in Cloud::ALL.iter().filter(|&&other| other != cloud) {
                let text = format!("https://abc.{}/keys/k", VaultHosts::Local(other));
                let refused = hosts.key_uri(&text).unwrap_err().message;
                assert!(refused.contains(&format!("in the cloud {other}")), "{refused}");
                assert!(refused.contains(&format!("are in {cloud}, below .{hosts}")), "{refused}");
            }
            assert!(hosts.key_uri("https://abc.vault.localhost/keys/k").is_err());
        }
    }
}
