//! Names are compared by a stored, normalised, case-folded key.

use unicode_normalization::UnicodeNormalization;

/// The key by which a name is unique: trimmed, NFKC-normalised and case-folded, so that `Contoso
/// DEP`, `CONTOSO dep` and its full-width form are the same name.
#[must_use]
pub fn name_key(name: &str) -> String {
    if name.is_ascii() {
        // Normalised as it is; and of ASCII, folding changes the capitals alone.
        return name.trim().to_ascii_lowercase();
    }
    by_unicode(name)
}

fn by_unicode(name: &str) -> String {
    let folded: String = caseless::default_case_fold_str(&name.trim().nfkc().collect::<String>());
    folded.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::{by_unicode, name_key};

    #[test]
    fn names_differ_neither_by_case_nor_by_unicode_form() {
        assert_eq!(name_key("Contoso DEP "), name_key("CONTOSO dep"));
        assert_eq!(name_key("Stra\u{df}e"), name_key("STRASSE"));
        assert_eq!(name_key("e\u{301}"), name_key("\u{c9}"));
        assert_eq!(name_key("\u{ff21}"), name_key("a"));
        assert_ne!(name_key("a b"), name_key("ab"));
    }

    #[test]
    fn the_short_way_for_ascii_gives_what_unicode_gives() {
        for byte in 0..128_u8 {
            let name = format!(" {0}Ab{0}z{0}\t", char::from(byte));
            assert_eq!(name_key(&name), by_unicode(&name), "{byte}");
        }
    }
}
