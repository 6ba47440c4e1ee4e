//! The ids of principals, in one form: anyone who writes an id otherwise means the same principal
//! (rule 8.3.7).

/// An id as it is stored and compared. A GUID has several forms (without hyphens, in braces, as a
/// URN, in upper case): it becomes the one with hyphens in lower case. Any other text is only
/// trimmed.
#[must_use]
pub fn canonical_id(id: &str) -> String {
    let id = id.trim();
    uuid::Uuid::try_parse(id).map_or_else(|_| id.to_owned(), |guid| guid.to_string())
}

/// Whether both are ids of one principal, as [`canonical_id`] gives them; no id is nobody's. A vault
/// asks it of each of its policies, for every request.
#[must_use]
pub fn same_id(one: &str, two: &str) -> bool {
    let (one, two) = (one.trim(), two.trim());
    match (uuid::Uuid::try_parse(one), uuid::Uuid::try_parse(two)) {
        (Ok(one), Ok(two)) => one == two,
        (Err(_), Err(_)) => !one.is_empty() && one.eq_ignore_ascii_case(two),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical_id, same_id};

    #[test]
    fn a_guid_is_the_same_id_in_each_of_its_forms() {
        let id = "9f0e1d2c-3b4a-4958-8776-655443322110";
        let forms = [
            "9F0E1D2C-3B4A-4958-8776-655443322110",
            "9f0e1d2c3b4a49588776655443322110",
            "{9f0e1d2c-3b4a-4958-8776-655443322110}",
            "urn:uuid:9f0e1d2c-3b4a-4958-8776-655443322110",
            "  9f0e1d2c-3b4a-4958-8776-655443322110 ",
        ];
        for form in forms {
            assert_eq!(canonical_id(form), id);
            assert!(same_id(form, id));
        }
        assert!(!same_id("", "") && !same_id(" ", "") && same_id("API://App", "api://app "));
    }
}
