//! Distinguished names.

use ckey_store::model::PolicyKind;

use crate::ground::Ground;

/// A policy's distinguished name.
pub(crate) fn distinguished_name(ground: &Ground, kind: PolicyKind, name: &str) -> String {
    let container = match kind {
        PolicyKind::SharePoint => "SharePoint Data Encryption Policies",
        PolicyKind::Mailbox | PolicyKind::Service => "Data Encryption Policies",
        PolicyKind::MultiWorkload => "Data At Rest Encryption Policies",
    };
    format!(
        "CN={},CN={container},CN=Configuration,CN={},CN=ConfigurationUnits,DC=customer-key,DC=local",
        escape(name),
        ground.domain()
    )
}

/// A name as it stands in a component.
pub(crate) fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for letter in name.chars() {
        if matches!(letter, ',' | '\\' | '=' | '+' | '<' | '>' | ';' | '"') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// The first component's value of a distinguished name.
pub(crate) fn common_name(text: &str) -> Option<String> {
    let prefix = text.get(..3)?;
    if !prefix.eq_ignore_ascii_case("CN=") {
        return None;
    }
    let (mut name, mut escaped) = (String::new(), false);
    for letter in text.get(3..)?.chars() {
        match letter {
            _ if escaped => {
                name.push(letter);
                escaped = false;
            }
            '\\' => escaped = true,
            ',' => return Some(name),
            _ => name.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{common_name, escape};

    #[test]
    fn a_name_survives_its_way_through_a_distinguished_name() {
        for name in ["Contoso DEP", "a,b", "a\\b=c", "Stra\u{df}e \"x\""] {
            assert_eq!(common_name(&format!("CN={},CN=x", escape(name))).as_deref(), Some(name));
        }
        assert_eq!(common_name("Contoso"), None);
        assert_eq!(common_name("CN="), None);
        assert_eq!(common_name("\u{e9}\u{e9}\u{e9}"), None);
    }
}
