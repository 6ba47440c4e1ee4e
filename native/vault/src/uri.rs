//! The URI that names a key: `https://NAME.vault.azure.net/keys/KEY[/VERSION]`.

use crate::cloud::{Cloud, VaultKind};
use crate::error::{VaultError, VaultErrorKind};
use std::borrow::Cow;
use std::fmt;

/// What follows the name of a vault where nothing else is said.
const HOME: &str = Cloud::Public.below(VaultKind::Vault);
/// Why a port is refused; who reads it names the port before.
pub(crate) const OTHER_PORT: &str = "and vaults answer at 443 alone";
const SCHEME: &str = "https://";
const COLLECTION: &str = "keys";

/// Where a root key is: vault, key and, when one is meant, a version (rule 5.14).
///
/// Names keep the case in which they were written and compare without regard to it through
/// [`KeyUri::same_key`] and `==`. `Display` writes the canonical form: lower-case scheme, host and
/// version, no port but that of hosts which are not Azure's, no trailing slash.
#[derive(Clone, Debug)]
pub struct KeyUri {
    vault: String,
    key: String,
    version: Option<String>,
    /// What follows the vault's name, in lower case and with a port where that is not HTTPS' own;
    /// `None` for `vault.azure.net`.
    below: Option<Box<str>>,
}

/// Whether a host names a port.
pub(crate) fn has_port(host: &str) -> bool {
    host.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How much of a text that is no key URI an error shows, in characters.
const LONGEST_SHOWN: usize = 200;

impl KeyUri {
    /// Reads a URI that the tenant itself has kept: which hosts may be named was judged when it
    /// was taken in.
    ///
    /// # Errors
    /// [`VaultErrorKind::BadParameter`] for what is no URI of a key at any host.
    pub fn stored(text: &str) -> Result<Self, VaultError> {
        Self::read(text, HOME, |host| {
            let (vault, below) = host.split_once('.').ok_or("its host has one part alone")?;
            Ok((vault, Some(below)))
        })
    }

    /// Reads a URI whose host `judge` takes apart: into the vault's name, and what follows it.
    pub(crate) fn read(
        text: &str,
        example: &str,
        judge: impl for<'h> Fn(&'h str) -> Result<(&'h str, Option<&'h str>), Cow<'static, str>>,
    ) -> Result<Self, VaultError> {
        let refuse = |what: &str| {
            // Anything may have been given, a whole file too.
            let shown: String = text.chars().take(LONGEST_SHOWN).collect();
            VaultError::new(
                VaultErrorKind::BadParameter,
                format!("'{shown}' is no valid key URI: {what}."),
                text,
                format!(
                    "Write https://VAULT.{example}/keys/KEY, with /VERSION after it where a version is meant."
                ),
            )
        };
        let rest = strip_prefix_any_case(text.trim(), SCHEME)
            .ok_or_else(|| refuse("it does not begin with https://"))?;
        let (authority, path) = rest.split_once('/').ok_or_else(|| refuse("it names no key"))?;
        let host = authority.strip_suffix(":443").unwrap_or(authority);
        let (vault, below) = judge(host).map_err(|what| match host.rsplit_once(':') {
            Some((_, port)) if what == OTHER_PORT => {
                refuse(&format!("it names the port '{port}', {what}"))
            }
            _ => refuse(&what),
        })?;
        if !(3..=63).contains(&vault.len()) || !is_name(vault) {
            return Err(refuse("the vault name is not one of letters, digits and hyphens"));
        }
        let mut segments = path.strip_suffix('/').unwrap_or(path).split('/');
        if !segments.next().is_some_and(|segment| segment.eq_ignore_ascii_case(COLLECTION)) {
            return Err(refuse("its path does not begin with /keys/"));
        }
        let key = segments.next().unwrap_or_default();
        if !is_key_name(key) {
            return Err(refuse(
                "the key name is not 1 to 127 letters, digits, hyphens or underscores",
            ));
        }
        let version = segments.next();
        if segments.next().is_some() {
            return Err(refuse("something follows the key version"));
        }
        if version.is_some_and(|version| !is_version(version)) {
            return Err(refuse("the key version is not 32 hexadecimal digits"));
        }
        let below = below.map(str::to_ascii_lowercase);
        Ok(Self {
            vault: vault.to_owned(),
            key: key.to_owned(),
            version: version.map(str::to_ascii_lowercase),
            below: below.filter(|below| below != HOME).map(Into::into),
        })
    }

    /// The URI of a key in a vault of the public cloud, from its parts.
    ///
    /// # Errors
    /// [`VaultErrorKind::BadParameter`] under the rules of [`KeyUri::parse`].
    pub fn new(vault: &str, key: &str, version: Option<&str>) -> Result<Self, VaultError> {
        Cloud::Public.key_uri((VaultKind::Vault, vault), key, version)
    }

    /// A URI whose parts were checked before, or that is only used to name the target of an error.
    pub(crate) fn at(vault: &str, below: &str, key: &str, version: Option<&str>) -> Self {
        Self {
            vault: vault.to_owned(),
            key: key.to_owned(),
            version: version.map(str::to_ascii_lowercase),
            below: Some(below).filter(|below| *below != HOME).map(Into::into),
        }
    }

    /// The vault's name, in the case it was written in.
    #[must_use]
    pub fn vault(&self) -> &str {
        &self.vault
    }

    /// The key's name, in the case it was written in.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The key's version, 32 lower-case hexadecimal digits, where the URI names one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The same key without a version: what follows the key through its rolls.
    #[must_use]
    pub fn unversioned(&self) -> Self {
        Self { version: None, ..self.clone() }
    }

    /// The same key at one version. The version's form is not checked here; a vault answers an
    /// unknown one with `VersionNotFound`.
    #[must_use]
    pub fn with_version(&self, version: &str) -> Self {
        Self { version: Some(version.to_ascii_lowercase()), ..self.clone() }
    }

    /// Whether both name the same key, whatever their versions and the case of their names.
    #[must_use]
    pub fn same_key(&self, other: &Self) -> bool {
        self.same_vault(other) && self.key.eq_ignore_ascii_case(&other.key)
    }

    /// Whether both are in the same vault, whatever the case of its name.
    #[must_use]
    pub fn same_vault(&self, other: &Self) -> bool {
        self.vault.eq_ignore_ascii_case(&other.vault) && self.below == other.below
    }

    /// The cloud and the service that its host is of; none for hosts that are not Azure's.
    #[must_use]
    pub fn cloud(&self) -> Option<(Cloud, VaultKind)> {
        Cloud::of_host(self.below())
    }

    /// Which service its host is of; a key vault's, where the host is not Azure's.
    #[must_use]
    pub fn kind(&self) -> VaultKind {
        self.cloud().map_or(VaultKind::Vault, |(_, kind)| kind)
    }

    /// The parameter of the key cmdlets that names its vault, with the name.
    #[must_use]
    pub fn vault_argument(&self) -> String {
        format!("{} {}", self.kind().parameter(), self.vault)
    }

    /// Whether what follows the vault's name in its host is this, in lower case.
    pub(crate) fn is_below(&self, below: &str) -> bool {
        self.below() == below
    }

    fn below(&self) -> &str {
        self.below.as_deref().unwrap_or(HOME)
    }

    /// Whether both have the same vault, key and version by name: what a vault says of itself may
    /// name another port or host, where something stands between.
    #[must_use]
    pub fn same_names(&self, other: &Self) -> bool {
        self.vault.eq_ignore_ascii_case(&other.vault)
            && self.key.eq_ignore_ascii_case(&other.key)
            && self.version == other.version
    }

    /// The address of the vault: `https://name.vault.azure.net`.
    #[must_use]
    pub fn vault_address(&self) -> String {
        vault_address(&self.vault, self.below())
    }
}

impl Cloud {
    /// The URI of a key in a vault of this cloud, from its parts.
    ///
    /// # Errors
    /// `BadParameter` for what cannot be the name of a vault, a key or a version.
    pub fn key_uri(
        self,
        (kind, vault): (VaultKind, &str),
        key: &str,
        version: Option<&str>,
    ) -> Result<KeyUri, VaultError> {
        KeyUri::stored(&KeyUri::at(vault, self.below(kind), key, version).to_string())
    }
}

impl PartialEq for KeyUri {
    fn eq(&self, other: &Self) -> bool {
        self.same_key(other) && self.version == other.version
    }
}

impl Eq for KeyUri {}

impl std::hash::Hash for KeyUri {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.vault.to_ascii_lowercase().hash(state);
        self.below.hash(state);
        self.key.to_ascii_lowercase().hash(state);
        self.version.hash(state);
    }
}

impl fmt::Display for KeyUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{COLLECTION}/{}", self.vault_address(), self.key)?;
        match &self.version {
            Some(version) => write!(f, "/{version}"),
            None => Ok(()),
        }
    }
}

/// The URI of a vault itself, `https://name.vault.azure.net`.
pub(crate) fn vault_address(vault: &str, below: &str) -> String {
    format!("{SCHEME}{}.{below}", vault.to_ascii_lowercase())
}

/// Whether a key of this name can exist: 1 to 127 ASCII letters, digits, hyphens or underscores.
pub(crate) fn is_key_name(name: &str) -> bool {
    (1..=127).contains(&name.len()) && is_name(name)
}

/// How a vault may be called.
pub const VAULT_NAMES: &str = "Use 3 to 24 letters, digits and single hyphens, beginning with a letter and ending with a letter or digit. (Up to 63 and underscores are taken here, but not by Azure.)";

/// Whether a vault of this name can be made here: 3 to 63 letters, digits, hyphens or underscores,
/// beginning with a letter and ending with a letter or digit. Wider than the service, so that the
/// published runbooks run: they name vaults that Azure would refuse.
#[must_use]
pub fn is_vault_name(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && is_name(name)
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.ends_with(|last: char| last.is_ascii_alphanumeric())
}

/// Whether Azure would take this name for a vault (rule 5.13): 3 to 24 letters, digits and single
/// hyphens, beginning with a letter and ending with a letter or digit. Who makes a vault of another
/// name is warned.
#[must_use]
pub fn is_azure_vault_name(name: &str) -> bool {
    is_vault_name(name) && name.len() <= 24 && !name.contains('_') && !name.contains("--")
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn is_version(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

pub(crate) fn strip_suffix_any_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const VERSION: &str = "0123456789abcdef0123456789ABCDEF";

    #[test]
    fn a_key_uri_is_read_in_any_case_with_or_without_port() {
        for text in [
            "https://contosoWestUSvault1.vault.azure.net/keys/Key_01",
            "HTTPS://CONTOSOWESTUSVAULT1.VAULT.AZURE.NET:443/KEYS/Key_01",
            "https://contosowestusvault1.vault.azure.net/Keys/Key_01/",
        ] {
            let uri = KeyUri::parse(text).unwrap();
            assert_eq!(uri.to_string(), "https://contosowestusvault1.vault.azure.net/keys/Key_01");
            assert_eq!(uri.version(), None);
        }
    }

    #[test]
    fn vaults_of_the_published_examples_can_be_made_though_azure_would_refuse_them() {
        for vault in ["contoso_EastUSvault01", "Contoso-O365EX-NA-VaultA1"] {
            let uri =
                KeyUri::parse(&format!("https://{vault}.vault.azure.net/keys/USA_key_01")).unwrap();
            assert_eq!((uri.vault(), uri.key()), (vault, "USA_key_01"));
            assert!(is_vault_name(uri.vault()) && !is_azure_vault_name(uri.vault()));
        }
    }

    #[test]
    fn a_version_is_32_hexadecimal_digits_and_is_written_in_lower_case() {
        let uri = KeyUri::parse(&format!("https://abc.vault.azure.net/keys/k/{VERSION}")).unwrap();
        assert_eq!(uri.version(), Some("0123456789abcdef0123456789abcdef"));
        assert_eq!(uri.unversioned().version(), None);
        assert_eq!(uri.unversioned().with_version(VERSION), uri);
        assert!(KeyUri::parse("https://abc.vault.azure.net/keys/k/1").is_err());
    }

    #[test]
    fn keys_compare_without_regard_to_case_and_version() {
        let one = KeyUri::parse("https://Vault1.vault.azure.net/keys/Key").unwrap();
        let two =
            KeyUri::parse(&format!("https://vAULT1.vault.azure.net/keys/kEY/{VERSION}")).unwrap();
        assert!(one.same_key(&two) && two.same_vault(&one));
        assert_ne!(one, two);
        assert_eq!(one, two.unversioned());
    }

    #[test]
    fn what_is_no_key_uri_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "https://"),
            ("http://abc.vault.azure.net/keys/k", "https://"),
            ("https://abc.vault.azure.net", "names no key"),
            ("https://abc.vault.azure.net/secrets/k", "/keys/"),
            ("https://abc.vault.azure.net/keys/", "key name"),
            ("https://abc.vault.azure.net/keys//0", "key name"),
            ("https://ab.vault.azure.net/keys/k", "vault name"),
            ("https://a.b.c.vault.azure.net/keys/k", "vault name"),
            ("https://user@abc.vault.azure.net/keys/k", "vault name"),
            ("https://abc.vault.azure.net:8443/keys/k", "port '8443'"),
            ("https://abc.managedhsm.azure.cn/keys/k", "AzureChinaCloud"),
            ("https://abc.vault.usgovcloudapi.net/keys/k", "AzureUSGovernment"),
            ("https://abc.vault.azure.cn/keys/k", "AzureChinaCloud"),
            ("https://abc.vault.azure.net.evil.example/keys/k", "host"),
            ("https://abc.vault.azure.net/keys/k?x=1", "key name"),
            ("https://abc.vault.azure.net/keys/k/0123456789abcdef0123456789abcdef/x", "follows"),
        ] {
            let error = KeyUri::parse(text).unwrap_err();
            assert_eq!(error.kind, VaultErrorKind::BadParameter);
            assert!(error.message.contains(reason), "{text}: {}", error.message);
        }
    }

    #[test]
    fn vault_names_follow_the_rules_of_the_service() {
        for good in ["abc", "Contoso-O365EX-NA-Vault1", "a1-b2-c3"] {
            assert!(is_azure_vault_name(good), "{good}");
        }
        for bad in [
            "ab",
            "1abc",
            "-abc",
            "abc-",
            "a--b",
            "a_b",
            "ab.c",
            "abcdefghijklmnopqrstuvwxy",
            "abç",
        ] {
            assert!(!is_azure_vault_name(bad), "{bad}");
        }
        for bad in ["ab", "1abc", "-abc", "abc-", "ab.c", "a/b", "../abc", "abç"] {
            assert!(!is_vault_name(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = KeyUri::parse(&text);
        }

        #[test]
        fn parsing_near_a_uri_never_panics(text in "https://[a-zA-Z0-9é._:-]{0,30}(\\.vault\\.azure\\.net)?(/[a-zé%?#]{0,6}){0,4}") {
            let _ = KeyUri::parse(&text);
        }

        #[test]
        fn the_canonical_form_reads_back_as_itself(vault in "[A-Za-z][A-Za-z0-9-]{2,23}", key in "[0-9A-Za-z_-]{1,127}", version in proptest::option::of("[0-9a-fA-F]{32}")) {
            let uri = KeyUri::new(&vault, &key, version.as_deref()).unwrap();
            let again = KeyUri::parse(&uri.to_string()).unwrap();
            prop_assert_eq!(&uri, &again);
            prop_assert_eq!(uri.to_string(), again.to_string());
            prop_assert_eq!(KeyUri::parse(&uri.to_string().to_ascii_uppercase().replace("HTTPS", "https")).unwrap(), uri);
        }
    }
}
