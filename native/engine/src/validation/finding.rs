//! What the checks found.

use ckey_store::model::PolicyKind;

use super::checks::{Level, by_id};
use crate::ground::RuleProfile;

/// How a check ended, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// As it should be.
    Passed,
    /// Works, but is not recommended.
    Warning,
    /// Must be mended.
    Failed,
}

/// One check of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyCheck {
    /// Its number in `docs/rules.md`, such as `V7`.
    pub id: &'static str,
    /// Its name.
    pub check: &'static str,
    /// How it ended.
    pub finding: Finding,
    /// The key or vault that was looked at.
    pub target: String,
    /// What was found; empty when it passed.
    pub detail: String,
    /// What to do; empty when it passed.
    pub fix: String,
}

/// That a rule is kept; or how its check ends, and why.
pub(super) type Held = Result<(), (Finding, Wrong)>;

impl PolicyCheck {
    /// A check of a target: passed, or ended so, because of this.
    pub(super) fn new(
        id: &'static str,
        check: &'static str,
        target: &dyn ToString,
        found: Held,
    ) -> Self {
        let (finding, Wrong { detail, fix }) =
            found.err().unwrap_or((Finding::Passed, Wrong::default()));
        Self { id, check, finding, target: target.to_string(), detail, fix }
    }
}

/// A part of V22 that a policy alone has: its root opens what it holds, or why not.
pub(crate) fn root_opens(target: &str, found: Result<(), (String, String)>) -> PolicyCheck {
    let found = found.map_err(|(detail, fix)| (Finding::Failed, Wrong { detail, fix }));
    PolicyCheck::new("V22", "RootOpens", &target, found)
}

/// What was found and what to do about it.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) detail: String,
    pub(super) fix: String,
}

/// A rule that is kept, or what is wrong.
pub(super) fn held(kept: bool, otherwise: impl FnOnce() -> (String, String)) -> Result<(), Wrong> {
    if kept {
        return Ok(());
    }
    let (detail, fix) = otherwise();
    Err(Wrong { detail, fix })
}

/// What is found of one policy, check by check.
pub(super) struct Report {
    rules: RuleProfile,
    kind: PolicyKind,
    pub(super) checks: Vec<PolicyCheck>,
}

impl Report {
    pub(super) const fn new(rules: RuleProfile, kind: PolicyKind) -> Self {
        Self { rules, kind, checks: Vec::new() }
    }

    pub(super) const fn rules(&self) -> RuleProfile {
        self.rules
    }

    pub(super) const fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// How a check ended for a target, by the level it has here.
    pub(super) fn say(&mut self, id: &str, target: &dyn ToString, found: Result<(), Wrong>) {
        let Some(check) = by_id(id) else { return };
        let level = check.level(self.rules, self.kind);
        let finding = match level {
            Level::NotAsked => return,
            Level::Error => Finding::Failed,
            Level::Warning => Finding::Warning,
        };
        let found = found.map_err(|wrong| (finding, wrong));
        self.checks.push(PolicyCheck::new(check.id, check.name, target, found));
    }

    /// Something that is none of V1 to V30.
    pub(super) fn add(
        &mut self,
        id: &'static str,
        check: &'static str,
        target: &dyn ToString,
        found: Result<(), Wrong>,
    ) {
        let found = found.map_err(|wrong| (Finding::Warning, wrong));
        self.checks.push(PolicyCheck::new(id, check, target, found));
    }
}
