//! What may follow the names of served vaults.

use crate::error::{EngineError, Result};

/// Refuses a suffix that vaults of this machine cannot have.
///
/// # Errors
/// `SuffixInvalid`.
pub fn check_suffix(suffix: &str) -> Result<()> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let real = ["azure.net", "azure.cn", "azure.com", "usgovcloudapi.net", "microsoftazure.de"];
    let is_real = real.iter().any(|name| suffix == *name || suffix.ends_with(&format!(".{name}")));
    if suffix.len() <= 200 && suffix.contains('.') && suffix.split('.').all(is_label) && !is_real {
        return Ok(());
    }
    Err(EngineError::invalid(
        "SuffixInvalid",
        suffix,
        format!("'{suffix}' cannot be the suffix of local vaults."),
        "Give a name of at least two parts that is yours, such as vault.localhost; Azure's own are Azure's.",
    ))
}

#[cfg(test)]
mod tests {
    use super::check_suffix;

    #[test]
    fn a_suffix_is_a_name_of_two_parts_and_never_azures() {
        for good in ["vault.localhost", "kv.contoso.test"] {
            assert!(check_suffix(good).is_ok(), "{good}");
        }
        for bad in
            ["", "localhost", "vault..x", "-a.b", "a.b/c", "a_b.c", "vault.azure.net", "../x.y"]
        {
            assert!(check_suffix(bad).is_err(), "{bad}");
        }
    }
}
