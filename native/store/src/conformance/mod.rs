//! The rules that every backend keeps, as a suite to be played on any of them.
//!
//! Each rule gets a fresh store and says what is wrong with it, if anything is. A backend conforms
//! when [`state`], [`secrets`] or [`content`] returns an empty list.

mod backups;
mod content;
mod ledger;
mod live;
mod mailboxes;
mod maintenance;
mod policies;
mod purge;
mod samples;
mod scopes;
mod secrets;
mod sites;
mod work;
mod wraps;

use std::fmt::Debug;

use crate::content::ContentStore;
use crate::error::{StoreError, StoreErrorKind};
use crate::model::TenantRow;
use crate::secrets::SecretStore;
use crate::state::{State, StateExt, Writer};

/// A rule that a backend broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The rule, as a sentence.
    pub rule: &'static str,
    /// What was found instead.
    pub detail: String,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.rule, self.detail)
    }
}

/// Why a rule does not hold.
#[derive(Debug)]
struct Wrong(String);

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        Self(format!("{}: {error}", error.kind.name()))
    }
}

type Outcome = Result<(), Wrong>;
type Rules<S> = &'static [(&'static str, fn(&S) -> Outcome)];

/// Makes an empty store.
pub type Make<'a, S> = &'a dyn Fn() -> Result<Box<S>, StoreError>;

/// Makes the empty state of this tenant.
pub type MakeState<'a> = &'a dyn Fn(&TenantRow) -> Result<Box<dyn State>, StoreError>;

/// The rules that a state breaks. `make` is called once for each rule.
pub fn state(make: MakeState<'_>) -> Vec<Broken> {
    let rules = [
        policies::RULES,
        purge::RULES,
        scopes::RULES,
        sites::RULES,
        wraps::RULES,
        live::RULES,
        mailboxes::RULES,
        work::RULES,
        ledger::RULES,
        backups::RULES,
        maintenance::RULES,
    ];
    rules.into_iter().flat_map(|rules| play(rules, &|| make(&samples::tenant()))).collect()
}

/// The rules that a store of secrets breaks.
pub fn secrets(make: Make<'_, dyn SecretStore>) -> Vec<Broken> {
    play(secrets::RULES, make)
}

/// The rules that a store of content breaks.
pub fn content(make: Make<'_, dyn ContentStore>) -> Vec<Broken> {
    play(content::RULES, make)
}

/// Makes a change with the audit record that authenticated rows need. The record says nothing, and
/// nobody verifies its chain.
///
/// # Errors
/// Those of `work` and of the change.
pub fn recorded<T, E: From<StoreError>>(
    state: &dyn State,
    mut work: impl FnMut(&mut dyn Writer) -> Result<T, E>,
) -> Result<T, E> {
    state.commit(|writer| {
        let done = work(writer)?;
        let (sequence, link) =
            writer.last_audit()?.map_or((1, [0; 32]), |last| (last.sequence + 1, last.link));
        writer.append_audit(&samples::audit(sequence, 0, &link))?;
        Ok(done)
    })
}

fn play<S: ?Sized + 'static>(rules: Rules<Box<S>>, make: Make<'_, S>) -> Vec<Broken> {
    let broken = |&(rule, holds): &(&'static str, fn(&Box<S>) -> Outcome)| {
        let outcome = make().map_err(Wrong::from).and_then(|store| holds(&store));
        outcome.err().map(|Wrong(detail)| Broken { rule, detail })
    };
    rules.iter().filter_map(broken).collect()
}

/// Both are equal.
fn same<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Outcome {
    if found == expected {
        Ok(())
    } else {
        Err(Wrong(format!("{what}: found {found:?}, expected {expected:?}")))
    }
}

/// It holds.
fn holds(what: &str, it: bool) -> Outcome {
    if it { Ok(()) } else { Err(Wrong(format!("{what} does not hold"))) }
}

/// It failed, and in this way.
fn fails<T>(what: &str, result: Result<T, StoreError>, kind: StoreErrorKind) -> Outcome {
    match result {
        Ok(_) => Err(Wrong(format!("{what} succeeded, expected {}", kind.name()))),
        Err(error) => same(what, error.kind, kind),
    }
}

/// It is there.
fn there<T>(what: &str, it: Option<T>) -> Result<T, Wrong> {
    it.ok_or_else(|| Wrong(format!("{what} is not there")))
}
