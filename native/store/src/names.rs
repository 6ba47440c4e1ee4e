//! Names are compared by a stored, normalised, case-folded key.

use unicode_normalization::UnicodeNormalization;

/// The key by which a name is unique: trimmed, NFKC-normalised and case-folded, so that `Contoso
/// DEP`, `CONTOSO dep` and its full-width form are the same name.
#[must_use]
pub fn name_key(name: &str) -> String {
    let folded: String = caseless::default_case_fold_str(&name.trim().nfkc().collect::<String>());
    folded.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn names_differ_neither_by_case_nor_by_unicode_form() {
        assert_eq!(name_key("Contoso DEP "), name_key("CONTOSO dep"));
        assert_eq!(name_key("Stra\u{df}e"), name_key("STRASSE"));
        assert_eq!(name_key("e\u{301}"), name_key("\u{c9}"));
        assert_eq!(name_key("\u{ff21}"), name_key("a"));
        assert_ne!(name_key("a b"), name_key("ab"));
    }
}
