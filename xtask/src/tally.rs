//! Counting what passed, failed and was skipped, from what test programs print.

use std::fmt;

/// How many tests ended how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Tally) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
        self.skipped = self.skipped.saturating_add(other.skipped);
    }

    pub(crate) fn one(success: bool) -> Tally {
        Tally { passed: u64::from(success), failed: u64::from(!success), skipped: 0 }
    }

    pub(crate) fn skip() -> Tally {
        Tally { skipped: 1, ..Tally::default() }
    }

    pub(crate) fn total(self) -> u64 {
        self.passed.saturating_add(self.failed).saturating_add(self.skipped)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// What the lines of a test program add up to: `N passed`, `N failed`, `N ignored` or `N skipped`,
/// as cargo, the scenario runners, pytest and Pester's runner print them on their closing lines.
pub(crate) fn count(lines: &[String]) -> Tally {
    let mut tally = Tally::default();
    for line in lines.iter().filter(|line| is_closing(line)) {
        let words: Vec<&str> = line
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '='))
            .filter(|w| !w.is_empty())
            .collect();
        for (number, word) in words.iter().zip(words.iter().skip(1)) {
            let Ok(number) = number.parse::<u64>() else { continue };
            match *word {
                "passed" => tally.passed = tally.passed.saturating_add(number),
                "failed" => tally.failed = tally.failed.saturating_add(number),
                "ignored" | "skipped" => tally.skipped = tally.skipped.saturating_add(number),
                _ => {}
            }
        }
    }
    tally
}

fn is_closing(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("test result:")
        || (line.contains(" passed, ")
            && line.contains(" failed")
            && line.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Tally {
        count(&lines.iter().map(|l| String::from(*l)).collect::<Vec<_>>())
    }

    #[test]
    fn cargo_and_plain_closing_lines_are_added_up() {
        let lines = [
            "test result: ok. 14 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "7 passed, 0 failed, 3 skipped",
            "test a_rule_with_5 passed in words ... ok",
        ];
        assert_eq!(of(&lines), Tally { passed: 21, failed: 1, skipped: 5 });
    }

    #[test]
    fn a_program_that_prints_no_closing_line_counts_nothing() {
        assert_eq!(of(&["all good", ""]).total(), 0);
    }
}
