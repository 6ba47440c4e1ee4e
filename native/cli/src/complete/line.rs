//! The words of a line that is being typed, and how a shell takes what is offered.

/// What was typed: the words before the one that is completed, and that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Typed {
    pub(crate) before: Vec<String>,
    pub(crate) word: String,
}

impl Typed {
    /// The words as a shell gives them, the last of which is completed.
    pub(crate) fn words(words: &[String]) -> Typed {
        match words.split_last() {
            Some((word, before)) => Typed { before: before.to_vec(), word: word.clone() },
            None => Typed::default(),
        }
    }

    /// A line up to the cursor, with the program's name at its beginning, as bash and PowerShell have
    /// it.
    pub(crate) fn line(line: &str) -> Typed {
        let mut words = vec![String::new()];
        let mut quote = None;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match (letter, quote) {
                (letter, Some(open)) if letter == open => quote = None,
                (letter, None) if matches!(letter, '\'' | '"') => quote = Some(letter),
                ('\\', None) => push(&mut words, letters.next()),
                (letter, None) if letter.is_whitespace() => {
                    if words.last().is_none_or(|word| !word.is_empty()) {
                        words.push(String::new());
                    }
                }
                (letter, _) => push(&mut words, Some(letter)),
            }
        }
        Typed::words(words.get(1..).unwrap_or_default())
    }

    /// What bash puts in the place of the word: it holds words apart at colons, so what stands before
    /// the last colon is there already; what it would read otherwise is quoted.
    pub(crate) fn for_bash(&self, offer: &str) -> String {
        let typed = self.word.rfind([':', '=']).and_then(|at| self.word.get(..=at));
        let rest = typed.map_or(offer, |typed| offer.get(typed.len()..).unwrap_or(offer));
        let plain = |c: char| c.is_alphanumeric() || "@._-:/,+%=".contains(c);
        if rest.chars().all(plain) {
            rest.to_owned()
        } else {
            format!("'{}'", rest.replace('\'', r"'\''"))
        }
    }

    /// What PowerShell puts in its place.
    pub(crate) fn for_powershell(offer: &str) -> String {
        let plain = |c: char| c.is_alphanumeric() || "._-:/".contains(c);
        if offer.chars().all(plain) {
            offer.to_owned()
        } else {
            format!("'{}'", offer.replace('\'', "''"))
        }
    }
}

fn push(words: &mut [String], letter: Option<char>) {
    if let (Some(word), Some(letter)) = (words.last_mut(), letter) {
        word.push(letter);
    }
}
