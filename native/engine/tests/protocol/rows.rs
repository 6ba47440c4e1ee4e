//! What is committed: the rows of the protocol, and what one change makes of them. The decisions
//! are those of the product.

use ckey_store::protocol::{Destruction, GenerationStage, Place, destruction, may_wrap};

use crate::faults::{Fault, Faults};
use crate::jobs::Walk;

/// Policies, and generations of each.
pub(crate) const POLICIES: usize = 2;
pub(crate) const GENERATIONS: usize = 3;

/// Scope keys: Alice's, three versions of that of Teams chats, Bob's.
pub(crate) const KEYS: usize = 5;
pub(crate) const ALICE: usize = 0;
pub(crate) const CHATS: [usize; 3] = [1, 2, 3];
pub(crate) const BOB: usize = 4;

/// The row number of a key's scope.
pub(crate) const fn scope_of(key: usize) -> i64 {
    match key {
        ALICE => 1,
        BOB => 3,
        _ => 2,
    }
}

/// A generation of a policy, small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) policy: u8,
    /// From 1; 0: nowhere, or under a policy key that is lost.
    pub(crate) generation: u8,
}

impl At {
    pub(crate) const NOWHERE: Self = Self { policy: 0, generation: 0 };
    pub(crate) const LOST: Self = Self { policy: 1, generation: 0 };

    pub(crate) fn place(self) -> Place {
        Place { policy_no: i64::from(self.policy), generation: u32::from(self.generation) }
    }

    /// Where a generation's row is.
    pub(crate) fn row(self) -> Option<(usize, usize)> {
        self.generation
            .checked_sub(1)
            .map(|generation| (usize::from(self.policy), usize::from(generation)))
    }
}

/// How far a generation's two counters are from the truth. A counter that is right takes no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Slip {
    pub(crate) now: i8,
    pub(crate) made: i8,
}

/// The database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Rows {
    /// The newest generation of each policy.
    pub(crate) newest: [u8; POLICIES],
    pub(crate) stages: [[Option<GenerationStage>; GENERATIONS]; POLICIES],
    pub(crate) slips: [[Slip; GENERATIONS]; POLICIES],
    pub(crate) assigned: u8,
    /// Under what each scope key is wrapped.
    pub(crate) keys: [At; KEYS],
    /// The open jobs that rewrap, in the order of [`crate::jobs::WALKS`].
    pub(crate) walks: [Option<Walk>; POLICIES + 2],
    /// Alice waits to be rewrapped by herself.
    pub(crate) pending: bool,
    /// Jobs that are scheduled to destroy wraps.
    pub(crate) scheduled: [[bool; GENERATIONS]; POLICIES],
    /// Whom a scheduled destruction waits for: who was in the midst of something when the
    /// generation was retired.
    pub(crate) awaited: [[u8; GENERATIONS]; POLICIES],
    /// The keys under which objects were acknowledged, as bits.
    pub(crate) acknowledged: u8,
}

/// The change was given up, because it found something else than what was read before.
pub(crate) struct Overtaken;

impl Rows {
    /// Two policies with a generation each; Alice's and the chats' keys are under the first, and
    /// both have objects.
    pub(crate) fn first() -> Self {
        let mut rows = Self {
            newest: [1; POLICIES],
            stages: [[None; GENERATIONS]; POLICIES],
            slips: [[Slip::default(); GENERATIONS]; POLICIES],
            assigned: 0,
            keys: [At::NOWHERE; KEYS],
            walks: [None; POLICIES + 2],
            pending: false,
            scheduled: [[false; GENERATIONS]; POLICIES],
            awaited: [[0; GENERATIONS]; POLICIES],
            acknowledged: 1 << ALICE | 1 << CHATS[0],
        };
        for policy in 0..POLICIES {
            rows.stages[policy][0] = Some(GenerationStage::Live);
        }
        for key in [ALICE, CHATS[0]] {
            rows.keys[key] = rows.newest_of(0);
        }
        rows
    }

    pub(crate) fn newest_of(&self, policy: u8) -> At {
        At { policy, generation: self.newest[usize::from(policy)] }
    }

    /// What applies to everything that follows the assignment.
    pub(crate) fn assigned(&self) -> At {
        self.newest_of(self.assigned)
    }

    pub(crate) fn stage(&self, at: At) -> Option<GenerationStage> {
        at.row().and_then(|(policy, generation)| self.stages[policy][generation])
    }

    pub(crate) fn is_destroyed(&self, at: At) -> bool {
        self.stage(at) == Some(GenerationStage::Destroyed)
    }

    /// How many scope keys are under a generation: the rows themselves.
    pub(crate) fn rows_under(&self, at: At) -> u8 {
        self.keys.iter().filter(|key| **key == at).count() as u8
    }

    /// What the counter says about that.
    pub(crate) fn counted_under(&self, at: At) -> u64 {
        let slip = at.row().map_or(0, |(policy, generation)| self.slips[policy][generation].now);
        i64::from(self.rows_under(at)).saturating_add(i64::from(slip)).max(0) as u64
    }

    /// The generations of a policy older than its newest.
    pub(crate) fn older(&self, policy: u8) -> impl Iterator<Item = At> + use<> {
        (1..self.newest[usize::from(policy)]).map(move |generation| At { policy, generation })
    }

    pub(crate) fn generations(&self, policy: u8) -> impl Iterator<Item = At> + use<'_> {
        (1..=GENERATIONS as u8)
            .map(move |generation| At { policy, generation })
            .filter(|at| self.stage(*at).is_some())
    }

    /// Where a key belongs. That of chats stays under its policy.
    pub(crate) fn home(&self, key: usize) -> At {
        if CHATS.contains(&key) { self.newest_of(self.keys[key].policy) } else { self.assigned() }
    }

    /// The newest key of Teams chats: the one that seals.
    pub(crate) fn newest_of_chats(&self) -> usize {
        CHATS.into_iter().rev().find(|key| self.keys[*key] != At::NOWHERE).unwrap_or(CHATS[0])
    }

    fn tally(&mut self, at: At, now: i8, made: i8) {
        if let Some((policy, generation)) = at.row() {
            let slip = &mut self.slips[policy][generation];
            (slip.now, slip.made) = (slip.now + now, slip.made + made);
        }
    }

    /// Writes a wrap. The counters are wrong until they are told.
    fn put(&mut self, key: usize, to: At) {
        self.tally(self.keys[key], 1, 0);
        self.tally(to, -1, -1);
        self.keys[key] = to;
    }

    /// Looks within a change whether a generation may wrap keys.
    pub(crate) fn admit(&self, at: At, faults: Faults) -> Result<(), Overtaken> {
        if faults.has(Fault::NoAdmission) {
            return Ok(());
        }
        may_wrap(self.stage(at), 0).map_err(|_| Overtaken)
    }

    /// Inserts a key under a generation.
    pub(crate) fn insert(&mut self, key: usize, at: At) {
        self.put(key, at);
        self.tally(at, 1, 1);
    }

    /// Moves keys, each only where it is as it did when the move was planned. Whether all are where
    /// they belong now.
    pub(crate) fn overwrite(&mut self, moves: &[At; KEYS], target: At, faults: Faults) -> bool {
        let (mut planned, mut written) = (0, 0);
        for (key, old) in moves.iter().enumerate().filter(|(_, old)| **old != At::NOWHERE) {
            planned += 1;
            if self.keys[key].place() == old.place() || faults.has(Fault::OverwritesMoved) {
                written += 1;
                self.put(key, target);
                if !faults.has(Fault::CountsNothing) {
                    self.tally(*old, -1, 0);
                    self.tally(target, 1, 1);
                }
            }
        }
        let lies = |(key, old): (usize, &At)| *old == At::NOWHERE || self.keys[key] == target;
        written == planned || faults.has(Fault::SettlesMoved) || moves.iter().enumerate().all(lies)
    }

    /// Destroys the wraps of a generation unless something is under it.
    pub(crate) fn destroy(&mut self, at: At, faults: Faults) {
        let below =
            if faults.has(Fault::DestroysUnproved) { 0 } else { u64::from(self.rows_under(at)) };
        if let (Some(stage), Some((policy, generation))) = (self.stage(at), at.row())
            && destruction(stage, below) == Destruction::Now
        {
            self.stages[policy][generation] = Some(GenerationStage::Destroyed);
        }
    }

    pub(crate) fn is_scheduled(&self, at: At) -> bool {
        at.row().is_some_and(|(policy, generation)| self.scheduled[policy][generation])
    }

    /// Whether a scheduled destruction is due: nobody goes on whom it waits for.
    pub(crate) fn is_due(&self, at: At) -> bool {
        self.is_scheduled(at)
            && at.row().is_some_and(|(policy, generation)| self.awaited[policy][generation] == 0)
    }

    pub(crate) fn unschedule(&mut self, at: At) {
        if let Some((policy, generation)) = at.row() {
            self.scheduled[policy][generation] = false;
        }
    }

    /// Inserts the next generation of a policy.
    pub(crate) fn insert_generation(&mut self, at: At, faults: Faults) -> Result<(), Overtaken> {
        let Some((policy, generation)) = at.row() else { return Err(Overtaken) };
        if self.stages[policy][generation].is_some() {
            if !faults.has(Fault::TakesNumber) {
                return Err(Overtaken);
            }
            // Another key has taken the place of the one that these were wrapped under.
            self.keys.iter_mut().filter(|key| **key == at).for_each(|key| *key = At::LOST);
        }
        self.stages[policy][generation] = Some(GenerationStage::Live);
        self.newest[policy] = at.generation;
        Ok(())
    }

    /// Makes the counter of a generation say that nothing is under it: somebody edited the row.
    pub(crate) fn miscount(&mut self, at: At) {
        let rows = self.rows_under(at) as i8;
        if let Some((policy, generation)) = at.row() {
            self.slips[policy][generation].now = -rows;
        }
    }

    /// The first rule that the rows break.
    pub(crate) fn broken(&self) -> Option<&'static str> {
        let acknowledged = |key: &usize| self.acknowledged >> key & 1 == 1;
        let opens =
            |at: At| self.stage(at).is_some_and(|stage| stage != GenerationStage::Destroyed);
        if (0..KEYS).filter(acknowledged).any(|key| !opens(self.keys[key])) {
            return Some(OPENS);
        }
        if self
            .keys
            .iter()
            .any(|at| at.generation > 0 && self.stage(*at) != Some(GenerationStage::Live))
        {
            return Some(NOTHING_UNDER_LEFT);
        }
        if (0..POLICIES as u8).any(|policy| !self.has_one_current(policy)) {
            return Some(ONE_CURRENT);
        }
        if self.slips.iter().flatten().any(|slip| slip.now < 0 || slip.made < 0) {
            return Some(COUNTERS);
        }
        (self.keys[self.newest_of_chats()].policy != self.assigned).then_some(NEW_DATA)
    }

    fn has_one_current(&self, policy: u8) -> bool {
        let newest = self.newest_of(policy);
        self.stage(newest) == Some(GenerationStage::Live)
            && self.older(policy).all(|at| self.stage(at).is_some())
            && self.generations(policy).all(|at| at <= newest)
    }

    /// Whether no job has anything left to do: every key is where it belongs, and what was left is
    /// destroyed.
    pub(crate) fn is_settled(&self) -> bool {
        self.walks.iter().all(Option::is_none)
            && !self.pending
            && self.scheduled.iter().flatten().all(|scheduled| !scheduled)
            && (0..KEYS)
                .all(|key| self.keys[key] == At::NOWHERE || self.keys[key] == self.home(key))
            && (0..POLICIES as u8).all(|policy| self.older(policy).all(|at| self.is_destroyed(at)))
    }
}

pub(crate) const OPENS: &str = "every acknowledged object opens";
pub(crate) const NOTHING_UNDER_LEFT: &str = "nothing is under a generation that was left";
pub(crate) const ONE_CURRENT: &str = "each policy has exactly one current generation";
pub(crate) const COUNTERS: &str = "no counter is below what it counts";
pub(crate) const NEW_DATA: &str = "new data is under the policy that applies";
