//! Names in the spelling of each language.

/// Words of Rust that a parameter or property may be called.
const KEYWORDS: [&str; 8] = ["for", "in", "match", "move", "ref", "type", "use", "where"];

/// `AzureKeyIDs` becomes `azure_key_ids`, `New-DataEncryptionPolicy` becomes
/// `new_data_encryption_policy`.
pub(super) fn snake(name: &str) -> String {
    let chars: Vec<char> =
        name.replace("IDs", "Ids").replace("M365", "m365").replace('-', "_").chars().collect();
    let mut snake = String::new();
    for (at, char) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or('_');
        let after = chars.get(at + 1).copied().unwrap_or('_');
        let starts_word = before.is_lowercase()
            || before.is_ascii_digit()
            || (before.is_uppercase() && after.is_lowercase());
        if char.is_uppercase() && before != '_' && starts_word {
            snake.push('_');
        }
        snake.extend(char.to_lowercase());
    }
    if KEYWORDS.contains(&snake.as_str()) { format!("r#{snake}") } else { snake }
}

/// `New-DataEncryptionPolicy` becomes `NewDataEncryptionPolicy`.
pub(super) fn pascal(name: &str) -> String {
    name.replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn words_and_abbreviations_are_told_apart() {
        for (name, wanted) in [
            ("AzureKeyIDs", "azure_key_ids"),
            ("New-M365DataAtRestEncryptionPolicy", "new_m365_data_at_rest_encryption_policy"),
            ("AzureADAuthorizationEndpointUri", "azure_ad_authorization_endpoint_uri"),
            ("UseRPSSession", "use_rps_session"),
            ("MicrosoftOnlineServicesID", "microsoft_online_services_id"),
            ("Path", "path"),
            ("Move", "r#move"),
        ] {
            assert_eq!(snake(name), wanted);
        }
    }
}
