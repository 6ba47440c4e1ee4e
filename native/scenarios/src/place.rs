//! Where in a scenario file something is, in words.

use std::fmt;

/// A way into a file: names of keys, and places in lists.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place(Vec<Part>);

#[derive(Debug, Clone)]
enum Part {
    Key(String),
    Index(usize),
}

impl Place {
    pub(crate) fn key(&self, name: &str) -> Place {
        self.with(Part::Key(name.to_owned()))
    }

    pub(crate) fn index(&self, number: usize) -> Place {
        self.with(Part::Index(number))
    }

    fn with(&self, part: Part) -> Place {
        Place(self.0.iter().cloned().chain([part]).collect())
    }
}

/// `step 3, stage 2, at bind.Identity`; nothing for the file as a whole.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_slice();
        while let [Part::Key(list), Part::Index(number), further @ ..] = rest {
            let word = match list.as_str() {
                "steps" => "step",
                "pipe" => "stage",
                _ => break,
            };
            write!(f, ", {word} {}", number.saturating_add(1))?;
            rest = further;
        }
        for (n, part) in rest.iter().enumerate() {
            match part {
                Part::Key(name) => write!(f, "{}{name}", if n == 0 { ", at " } else { "." })?,
                Part::Index(number) => write!(f, "[{number}]")?,
            }
        }
        Ok(())
    }
}
