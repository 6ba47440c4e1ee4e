//! Which host a request is for. What is not a host of ours is refused, so that a page whose name
//! somebody let point to this machine reaches nothing.

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Site {
    /// The server itself: tokens and health.
    Server,
    /// A vault, by its lower-case name.
    Vault(String),
}

const OWN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Site {
    /// The site of a host as a request names it, with its port where that is not HTTPS' own.
    pub(crate) fn of(host: &str, suffix: &str, port: u16) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let (name, given) = match host.rsplit_once(':') {
            Some((name, digits)) if !digits.ends_with(']') => (name, digits.parse().ok()?),
            _ => (host.as_str(), 443_u16),
        };
        if given != port {
            return None;
        }
        if name == suffix || OWN.contains(&name) {
            return Some(Self::Server);
        }
        let vault = name.strip_suffix(suffix)?.strip_suffix('.')?;
        let is_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (!vault.is_empty() && vault.len() <= 63 && vault.bytes().all(is_label))
            .then(|| Self::Vault(vault.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_is_one_label_before_the_suffix_and_every_other_host_is_refused() {
        let of = |host| Site::of(host, "vault.localhost", 8443);
        assert_eq!(of("Contoso-1.vault.localhost:8443"), Some(Site::Vault("contoso-1".into())));
        for own in ["vault.localhost:8443", "localhost:8443", "127.0.0.1:8443", "[::1]:8443"] {
            assert_eq!(of(own), Some(Site::Server), "{own}");
        }
        for foreign in [
            "contoso.vault.localhost",
            "contoso.vault.localhost:8444",
            "contoso.vault.localhost:",
            "a.b.vault.localhost:8443",
            ".vault.localhost:8443",
            "evilvault.localhost:8443",
            "contoso.vault.localhost.evil.example:8443",
            "evil.example:8443",
            "192.168.0.1:8443",
            "[::1]",
            "",
        ] {
            assert_eq!(of(foreign), None, "{foreign}");
        }
        assert_eq!(Site::of("a.kv.test", "kv.test", 443), Some(Site::Vault("a".into())));
    }
}
