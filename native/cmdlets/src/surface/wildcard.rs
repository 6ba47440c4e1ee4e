//! Names with `*` and `?`, as cmdlets take them. Case does not count.

/// A pattern, made ready once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<char>);

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        Self(fold(text))
    }

    /// Whether the text is a pattern and not a plain name.
    pub(crate) fn is_one(text: &str) -> bool {
        text.contains(['*', '?'])
    }

    /// Whether the whole of `text` fits. Takes time in proportion to both lengths multiplied at
    /// worst, never more.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text = fold(text);
        let (mut at, mut from) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while from < text.len() {
            match self.0.get(at) {
                Some('*') => {
                    star = Some((at, from));
                    at += 1;
                }
                Some(&wanted) if wanted == '?' || text.get(from) == Some(&wanted) => {
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
        self.0.iter().skip(at).all(|&rest| rest == '*')
    }
}

fn fold(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
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
