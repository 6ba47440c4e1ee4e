//! Names with `*` and `?`, as cmdlets take them. Case does not count.

/// A pattern, made ready once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    letters: Vec<char>,
    /// Whether `?` is any character.
    asks: bool,
}

impl Pattern {
    /// Makes a pattern ready.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { letters: fold(text), asks: true }
    }

    /// One of identities, where `*` alone stands for something; `None` where it is a plain one.
    pub(crate) fn of_identities(text: &str) -> Option<Self> {
        let text = text.trim();
        text.contains('*').then(|| Self { letters: fold(text), asks: false })
    }

    /// What all that fits begins with.
    pub(crate) fn beginning(&self) -> String {
        let is_any = |letter: &char| *letter == '*' || (self.asks && *letter == '?');
        self.letters.iter().take_while(|letter| !is_any(letter)).collect()
    }

    /// Whether everything fits.
    pub(crate) fn is_of_all(&self) -> bool {
        self.letters.iter().all(|letter| *letter == '*')
    }

    /// Whether the text is a pattern and not a plain name.
    pub(crate) fn is_one(text: &str) -> bool {
        text.contains(['*', '?'])
    }

    /// Whether the whole of `text` fits. Takes time in proportion to both lengths multiplied at
    /// worst, never more.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let text = fold(text);
        let (mut at, mut from) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while from < text.len() {
            match self.letters.get(at) {
                Some('*') => {
                    star = Some((at, from));
                    at += 1;
                }
                Some(&wanted)
                    if (self.asks && wanted == '?') || text.get(from) == Some(&wanted) =>
                {
                    at += 1;
                    from += 1;
                }
                _ => match star {
                    // The last star takes one character more.
                    Some((place, taken)) => {
                        star = Some((place, taken + 1));
                        at = place + 1;
                        from = taken + 1;
                    }
                    None => return false,
                },
            }
        }
        self.letters.iter().skip(at).all(|&rest| rest == '*')
    }
}

fn fold(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Pattern;
    use proptest::prelude::*;

    #[test]
    fn a_star_is_any_text_and_a_question_mark_one_character() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("A*", "alpha", true),
            ("*pha", "ALPHA", true),
            ("a*p*a", "alpha", true),
            ("a?pha", "alpha", true),
            ("a?pha", "apha", false),
            ("alpha", "alphas", false),
            ("*a*b", "ab ba", false),
            ("", "", true),
            ("", "a", false),
            ("**x", "x", true),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn in_an_identity_only_a_star_stands_for_something() {
        assert_eq!(Pattern::of_identities("al?ce"), None);
        let pattern = Pattern::of_identities(" Al?*CE ").unwrap();
        assert!(pattern.matches("al?i-ce") && !pattern.matches("alice"));
        assert_eq!(pattern.beginning(), "al?");
        assert_eq!(Pattern::new("a?b*").beginning(), "a");
    }

    /// The definition, slow and plain.
    fn defined(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, _) => text.is_empty(),
            (Some(('*', rest)), None) => defined(rest, text),
            (Some(('*', rest)), Some((_, less))) => defined(rest, text) || defined(pattern, less),
            (Some(('?', rest)), Some((_, less))) => defined(rest, less),
            (Some((a, rest)), Some((b, less))) => a == b && defined(rest, less),
            (Some(_), None) => false,
        }
    }

    proptest! {
        #[test]
        fn it_fits_exactly_what_the_definition_fits(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(Pattern::new(&pattern).matches(&text), defined(&p, &t));
        }
    }
}
