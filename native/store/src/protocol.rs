//! The rules by which generations of a policy key are taken into use, left, retired and destroyed:
//! decisions alone, without a store. The transactions of store and engine ask here, and so does the
//! model that plays them in every order (`engine/tests/protocol`). `docs/generations.md` draws
//! them.

use crate::model::{Generation, Job, JobState, Policy, ScopeWrap};

/// Wraps that one generation of a policy key may make: with random 96-bit nonces the chance that
/// two meet stays below 2^-32.
pub const WRAP_LIMIT: u64 = 1 << 31;

/// The longest that a change waits for the lock of the store, in milliseconds.
pub const LONGEST_LOCK: i64 = 30_000;
/// The longest time limit of one root, in milliseconds.
pub const LONGEST_ROOT: i64 = 60_000;
/// How long after its retirement a generation's wraps are destroyed, in milliseconds.
pub const DELAY: i64 = 180_000;

// Anyone who read a place before it was left has long given up, or read again, when the wraps go.
const _: () = assert!(DELAY > LONGEST_LOCK + 2 * LONGEST_ROOT);

/// Where a scope key lies or belongs: under one generation of one policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The policy's row number.
    pub policy_no: i64,
    /// The generation's number.
    pub generation: u32,
}

impl From<&Policy> for Place {
    /// What belongs under a policy belongs under its newest generation.
    fn from(policy: &Policy) -> Self {
        Self { policy_no: policy.no, generation: policy.generation }
    }
}

impl From<&ScopeWrap> for Place {
    fn from(wrap: &ScopeWrap) -> Self {
        Self { policy_no: wrap.policy_no, generation: wrap.generation }
    }
}

/// How far a generation has come. It never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GenerationStage {
    /// It wraps and unwraps scope keys.
    Live,
    /// It wraps no more.
    Retired,
    /// Its own wraps are gone.
    Destroyed,
}

impl GenerationStage {
    /// As the row of a generation says.
    #[must_use]
    pub const fn of(row: &Generation) -> Self {
        match (row.retired, row.destroyed) {
            (_, Some(_)) => Self::Destroyed,
            (Some(_), None) => Self::Retired,
            (None, None) => Self::Live,
        }
    }
}

/// Why a generation wraps no scope key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is retired, destroyed or not there.
    Left,
    /// It has wrapped [`WRAP_LIMIT`] keys.
    WrapLimit,
}

/// Whether a generation may wrap a scope key, as it is found within the change that writes the
/// wrap.
///
/// # Errors
/// Why not.
pub const fn may_wrap(found: Option<GenerationStage>, wraps_made: u64) -> Result<(), Refusal> {
    match found {
        Some(GenerationStage::Live) if wraps_made < WRAP_LIMIT => Ok(()),
        Some(GenerationStage::Live) => Err(Refusal::WrapLimit),
        Some(GenerationStage::Retired | GenerationStage::Destroyed) | None => Err(Refusal::Left),
    }
}

/// Whether generation `number` of a policy whose newest is `newest` may be retired, with so many
/// scope keys wrapped under it.
#[must_use]
pub const fn may_retire(number: u32, newest: u32, wraps_now: u64) -> bool {
    number < newest && wraps_now == 0
}

/// What becomes of a generation's own wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destruction {
    /// They stay: it is not retired.
    TooEarly,
    /// They stay: scope keys were found under it.
    InUse,
    /// They are gone already.
    Over,
    /// They go.
    Now,
}

/// What becomes of the wraps of a generation under which a look at the rows themselves found so
/// many scope keys. A counter that is wrong must not cost anybody a key.
#[must_use]
pub const fn destruction(stage: GenerationStage, rows_below: u64) -> Destruction {
    match stage {
        GenerationStage::Live => Destruction::TooEarly,
        _ if rows_below > 0 => Destruction::InUse,
        GenerationStage::Retired => Destruction::Now,
        GenerationStage::Destroyed => Destruction::Over,
    }
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Progress {
    /// The last scope looked at.
    pub cursor: i64,
    /// Scopes looked at since it began.
    pub done: u64,
}

impl From<&Job> for Progress {
    fn from(job: &Job) -> Self {
        Self { cursor: job.cursor, done: job.done }
    }
}

impl Progress {
    /// Everything is to be looked at.
    pub const START: Self = Self { cursor: 0, done: 0 };

    /// How far a job has come with a page, which anyone who took the job at `self` has written:
    /// `now` is how the job is found within the change. Where it is not as it was taken, a refresh
    /// has sent it back or somebody else has gone on, and it stays as it is.
    #[must_use]
    pub fn with_page(self, now: Self, cursor: i64, scopes: u64) -> Self {
        if now == self { Self { cursor, done: self.done.saturating_add(scopes) } } else { now }
    }
}

/// How a job ends that went past so many scope keys.
#[must_use]
pub const fn outcome(failed: u64) -> JobState {
    if failed > 0 { JobState::CompletedWithErrors } else { JobState::Completed }
}

/// How a job ends that has so many scopes left to look at and went past so many scope keys; `None`
/// where it goes on. Its own count of what it did says nothing: others move keys, too.
#[must_use]
pub const fn end_of_job(left: u64, failed: u64) -> Option<JobState> {
    if left > 0 { None } else { Some(outcome(failed)) }
}

/// Until when an opened scope key is kept: no longer than the opened policy `above` it, nor than
/// that of the policy that applies, where it is another one.
pub fn kept_until<T: Ord>(above: T, applying: Option<T>) -> T {
    match applying {
        Some(applying) => above.min(applying),
        None => above,
    }
}
