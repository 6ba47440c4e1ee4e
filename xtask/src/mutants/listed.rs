//! Mutants that no test can or should notice, each with its reason.

use serde::Deserialize;

use super::mutant::Mutant;
use crate::shell;

/// The list, below the root.
pub(super) const FILE: &str = "tests/mutants.json";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    why: String,
    mutants: Vec<Entry>,
}

/// One mutant: by the text of its line rather than by a number that every edit above it changes.
#[derive(Deserialize, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    change: String,
    line: String,
}

/// All that is listed.
pub(super) struct Listed(Vec<Group>);

impl Listed {
    pub(super) fn read() -> Result<Self, String> {
        let path = shell::root().join(FILE);
        let text =
            std::fs::read_to_string(&path).map_err(|e| format!("cannot read {FILE}: {e}"))?;
        serde_json::from_str(&text).map(Self).map_err(|e| format!("{FILE}: {e}"))
    }

    /// Why a mutant stays, if it is listed.
    pub(super) fn reason(&self, mutant: &Mutant) -> Option<&str> {
        let is_it = |entry: &Entry| {
            entry.file == mutant.file && entry.change == mutant.change && entry.line == mutant.line
        };
        self.0.iter().find(|group| group.mutants.iter().any(is_it)).map(|group| group.why.as_str())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_listed_mutant_has_a_reason_and_lies_on_a_line_that_is_there() {
        for group in Listed::read().unwrap().0 {
            assert!(group.why.split_whitespace().count() > 3, "{}", group.why);
            for entry in group.mutants {
                let text = std::fs::read_to_string(shell::root().join(&entry.file)).unwrap();
                assert!(text.lines().any(|line| line.trim() == entry.line), "{entry:?}");
            }
        }
    }
}
