//! Letters that show nothing, shown: a name that has one must not look like another name, in
//! whatever form a report is read.

use ckey_base::is_hidden;
use std::borrow::Cow;

/// What is written for a letter that cannot be seen; a line and a tab can.
pub(super) fn escape(letter: char) -> Option<String> {
    let is_space = matches!(letter, '\n' | '\t');
    ((letter.is_control() && !is_space) || is_hidden(letter))
        .then(|| format!("\\u{{{:x}}}", u32::from(letter)))
}

/// A text in which all letters can be seen. Carriage returns stay where a format has lines.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let escape = |letter: char| escape(letter).filter(|_| letter != '\r');
    if !text.chars().any(|letter| escape(letter).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    for letter in text.chars() {
        match escape(letter) {
            Some(escaped) => seen.push_str(&escaped),
            None => seen.push(letter),
        }
    }
    Cow::Owned(seen)
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_is_not_seen_is_written_so_that_it_is() {
        for letter in "\u{200e}\u{200f}\u{61c}\u{200b}\u{202e}\u{2066}\u{feff}\u{0}".chars() {
            let told = format!("a\\u{{{:x}}}b", u32::from(letter));
            assert_eq!(visible(&format!("a{letter}b")), told);
        }
        assert_eq!(visible("Zoë\t\u{1f600}\r\n"), "Zoë\t\u{1f600}\r\n");
    }
}
