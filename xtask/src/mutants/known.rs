//! What became of mutants in earlier runs: one that was caught need not be tried again while its
//! function stays as it is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::mutant::Mutant;
use super::trial;

/// What became of one mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Outcome {
    /// A test failed.
    Caught,
    /// It, or a test, did not come to an end.
    Timeout,
    /// It does not build.
    Unviable,
    /// No test failed.
    Missed,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    name: String,
    outcome: Outcome,
}

/// The outcomes by the mutants' keys, kept in `target/mutants/known.json`.
#[derive(Default)]
pub(super) struct Known {
    entries: BTreeMap<String, Entry>,
}

fn file() -> PathBuf {
    trial::folder().join("known.json")
}

impl Known {
    /// What was written before; nothing, where that cannot be read.
    pub(super) fn read() -> Self {
        let entries =
            std::fs::read_to_string(file()).ok().and_then(|text| serde_json::from_str(&text).ok());
        Self { entries: entries.unwrap_or_default() }
    }

    pub(super) fn write(&self) -> Result<(), String> {
        let text = serde_json::to_string_pretty(&self.entries).map_err(|e| e.to_string())?;
        let (new, file) = (trial::folder().join("known.new"), file());
        std::fs::write(&new, text)
            .and_then(|()| std::fs::rename(&new, &file))
            .map_err(|e| format!("cannot write {}: {e}", file.display()))
    }

    pub(super) fn learn(&mut self, mutant: &Mutant, outcome: Outcome) {
        self.entries
            .insert(format!("{:016x}", mutant.key), Entry { name: mutant.name.clone(), outcome });
    }

    /// What became of it; what was never tried was not caught.
    pub(super) fn outcome(&self, mutant: &Mutant) -> Outcome {
        self.entries
            .get(&format!("{:016x}", mutant.key))
            .map_or(Outcome::Missed, |entry| entry.outcome)
    }

    /// Whether it need not be tried again. What was missed is: tests may have been written since.
    pub(super) fn is_settled(&self, mutant: &Mutant) -> bool {
        self.outcome(mutant) != Outcome::Missed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_missed_is_tried_again_and_what_was_caught_is_not() {
        let mut known = Known::default();
        let mutant = |key| Mutant { key, ..Mutant::default() };
        known.learn(&mutant(1), Outcome::Caught);
        known.learn(&mutant(2), Outcome::Missed);
        known.learn(&mutant(3), Outcome::Unviable);
        assert_eq!(
            [1, 2, 3, 4].map(|key| known.is_settled(&mutant(key))),
            [true, false, true, false]
        );
    }
}
