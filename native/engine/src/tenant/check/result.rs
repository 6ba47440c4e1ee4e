//! What a check found.

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// The check's name.
    pub check: String,
    /// Whether nothing is wrong.
    pub passed: bool,
    /// How many things were looked at.
    pub count: u64,
    /// What is wrong, or what was not looked at; empty if there is nothing to tell.
    pub detail: String,
}

/// Nothing, or what is wrong.
pub(super) type Finding = Result<(), String>;

/// Counts what is looked at and keeps the first few problems.
pub(super) struct Tally {
    check: &'static str,
    count: u64,
    problems: Vec<String>,
    more: u64,
}

impl Tally {
    pub(super) const fn new(check: &'static str) -> Self {
        Self { check, count: 0, problems: Vec::new(), more: 0 }
    }

    pub(super) fn look(&mut self, outcome: Finding) {
        self.look_at_all(1, outcome);
    }

    /// Notes the same about so many.
    pub(super) fn look_at_all(&mut self, count: u64, outcome: Result<(), String>) {
        self.count = self.count.saturating_add(count);
        if let Err(problem) = outcome {
            if self.problems.len() < 5 {
                self.problems.push(problem);
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
    }

    pub(super) fn result(mut self) -> CheckResult {
        if self.more > 0 {
            self.problems.push(format!("and {} more", self.more));
        }
        CheckResult {
            check: self.check.to_owned(),
            passed: self.problems.is_empty(),
            count: self.count,
            detail: self.problems.join("; "),
        }
    }
}
