//! Jobs: what each has to look at, how far it is, how it ends and what it retires.

use ckey_store::protocol::{GenerationStage, Progress, end_of_job, may_retire};

use crate::faults::{Fault, Faults};
use crate::rows::{ALICE, At, BOB, KEYS, POLICIES, Rows, scope_of};

/// A job that walks over scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Walk {
    pub(crate) cursor: u8,
    pub(crate) done: u8,
    /// How many scopes it was made for, where somebody goes by that.
    pub(crate) total: u8,
}

impl Walk {
    pub(crate) fn progress(self) -> Progress {
        Progress { cursor: i64::from(self.cursor), done: u64::from(self.done) }
    }

    pub(crate) fn at(progress: Progress, total: u8) -> Self {
        Self { cursor: progress.cursor as u8, done: progress.done as u8, total }
    }
}

/// A job that rewraps. Those that destroy have no progress: rows say which are scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Job {
    /// Brings every key under a policy to its newest generation.
    Policy(u8),
    /// Brings every mailbox under the assigned policy.
    Assignment,
    /// Brings single scopes under what applies to them.
    Scopes,
}

impl Job {
    /// Where it is kept.
    fn slot(self) -> usize {
        match self {
            Self::Policy(policy) => usize::from(policy),
            Self::Assignment => POLICIES,
            Self::Scopes => POLICIES + 1,
        }
    }
}

pub(crate) const WALKS: [Job; POLICIES + 2] =
    [Job::Policy(0), Job::Policy(1), Job::Assignment, Job::Scopes];

/// What a page of a job has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Page {
    /// The scope's row number.
    pub(crate) scope: u8,
    /// How many keys were found.
    pub(crate) keys: u8,
    /// Where they belong.
    pub(crate) target: At,
    /// Where each key lay that is to be moved.
    pub(crate) moves: [At; KEYS],
}

impl Rows {
    /// Makes sure that a job looks at everything from now on.
    pub(crate) fn ensure(&mut self, job: Job, total: u8, faults: Faults) {
        let total = if faults.has(Fault::EndsByCount) { total } else { 0 };
        let keeps = faults.has(Fault::KeepsCursor) || job == Job::Scopes;
        self.walks[job.slot()] = match self.walks[job.slot()] {
            Some(open) if keeps => Some(Walk { total, ..open }),
            _ => Some(Walk::at(Progress::START, total)),
        };
    }

    pub(crate) fn walk(&self, job: Job) -> Option<Walk> {
        self.walks[job.slot()]
    }

    pub(crate) fn set_walk(&mut self, job: Job, walk: Option<Walk>) {
        self.walks[job.slot()] = walk;
    }

    /// The keys under older generations of a policy, by its counters.
    pub(crate) fn count_older(&self, policy: u8) -> u8 {
        self.older(policy).map(|at| self.counted_under(at)).sum::<u64>() as u8
    }

    /// Where everything that a job looks at belongs.
    pub(crate) fn target(&self, job: Job) -> At {
        if let Job::Policy(policy) = job { self.newest_of(policy) } else { self.assigned() }
    }

    /// Whether a job looks at a key that is found behind its cursor.
    fn concerns(&self, job: Job, key: usize, alone: bool) -> bool {
        let at = self.keys[key];
        match job {
            Job::Policy(policy) => {
                at.policy == policy
                    && at.generation > 0
                    && at.generation < self.newest[usize::from(policy)]
            }
            Job::Assignment => at != At::NOWHERE && (key == BOB || key == ALICE && !alone),
            Job::Scopes => key == ALICE && self.pending,
        }
    }

    /// What a job has to look at after `cursor`: the keys of one scope, or nothing. `alone`: Alice
    /// is no mailbox and is listed by herself.
    pub(crate) fn page(&self, job: Job, cursor: i64, alone: bool) -> Option<Page> {
        if let Job::Policy(policy) = job
            && self.count_older(policy) == 0
        {
            return None;
        }
        let cursor = if job == Job::Scopes { 0 } else { cursor };
        let found = |key: &usize| scope_of(*key) > cursor && self.concerns(job, *key, alone);
        let scope = (0..KEYS).filter(found).map(scope_of).min()?;
        let mut page = Page {
            scope: scope as u8,
            keys: 0,
            target: self.target(job),
            moves: [At::NOWHERE; KEYS],
        };
        for key in (0..KEYS).filter(|key| scope_of(*key) == scope).filter(found) {
            page.keys += 1;
            let at = self.keys[key];
            // A key whose policy key is gone does not open; the job goes past it.
            if at != page.target && at != At::LOST && !self.is_destroyed(at) {
                page.moves[key] = at;
            }
        }
        Some(page)
    }

    /// Retires what a job left, and schedules that it is destroyed. `busy`: who is in the midst of
    /// something.
    pub(crate) fn retire_unused(&mut self, job: Job, busy: u8, faults: Faults) {
        let policies =
            if let Job::Policy(policy) = job { policy..policy + 1 } else { 0..POLICIES as u8 };
        for policy in policies {
            for at in self.generations(policy).collect::<Vec<_>>() {
                let (stage, Some((_, index))) = (self.stage(at), at.row()) else { continue };
                let keys =
                    if faults.has(Fault::RetiresUncounted) { 0 } else { self.counted_under(at) };
                let newest = if faults.has(Fault::RetiresNewest) {
                    u32::MAX
                } else {
                    self.newest_of(policy).place().generation
                };
                if stage == Some(GenerationStage::Destroyed)
                    || !may_retire(at.place().generation, newest, keys)
                {
                    continue;
                }
                let row = &mut self.stages[usize::from(policy)][index];
                if stage == Some(GenerationStage::Live) {
                    *row = Some(GenerationStage::Retired);
                    self.awaited[usize::from(policy)][index] = busy;
                }
                if faults.has(Fault::DestroysAtOnce) {
                    *row = Some(GenerationStage::Destroyed);
                } else {
                    self.scheduled[usize::from(policy)][index] = true;
                }
            }
        }
    }

    /// Whether a job that its worker found at its end is over.
    pub(crate) fn has_ended(&self, job: Job, alone: bool, faults: Faults) -> bool {
        let Some(walk) = self.walk(job) else { return false };
        if faults.has(Fault::EndsByCount) {
            return walk.done >= walk.total;
        }
        let left =
            self.page(job, i64::from(walk.cursor), alone).map_or(0, |page| u64::from(page.keys));
        end_of_job(left, 0).is_some()
    }
}
