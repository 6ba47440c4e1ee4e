//! What may follow the names of served vaults.

use ckey_vault::VaultHosts;

use crate::error::{EngineError, Result};

/// Refuses a suffix that vaults of this machine cannot have: what no tenant could ask below. It is
/// in lower case, as it stands in certificates.
///
/// # Errors
/// `SuffixInvalid`.
pub fn check_suffix(suffix: &str) -> Result<()> {
    match VaultHosts::below(suffix, None) {
        // It is used as it was given.
        Ok(VaultHosts::Below { suffix: read, .. }) if read == suffix => Ok(()),
        _ => Err(EngineError::invalid(
            "SuffixInvalid",
            suffix,
            format!("'{suffix}' cannot be the suffix of local vaults."),
            "Give a name of at least two parts that is yours, such as vault.localhost; Azure's own are Azure's.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::check_suffix;

    #[test]
    fn a_suffix_is_a_name_of_two_parts_and_never_azures() {
        let long = |length: usize| format!("{}kv.test", "a.".repeat(length.saturating_sub(7) / 2));
        for good in ["vault.localhost", "kv.contoso.test", &long(179)] {
            assert!(check_suffix(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "localhost",
            "vault..x",
            "-a.b",
            "a.b/c",
            "a_b.c",
            "../x.y",
            ".vault.localhost",
            " vault.localhost",
            "Vault.localhost",
            "vault.azure.net",
            "login.microsoftonline.com",
            "login.microsoftonline.us",
            "login.chinacloudapi.cn",
            &long(181),
        ] {
            assert!(check_suffix(bad).is_err(), "{bad}");
        }
    }
}
