//! The protocol as a model: one step is one transaction, or one reading of what the next
//! transaction goes by. Between two steps of one actor all others may step, and it may be killed.
//!
//! Choosing a generation and opening it are one step: opening changes nothing, and the wraps of a
//! generation are either there or gone for ever, so anyone who opens it later could have opened it
//! then.

use crate::actors::{Actors, Assigner, Importer, Lease, Refresher, Sealer, WORKERS, Worker};
use crate::explorer::Model;
use crate::faults::{Fault, Faults};
use crate::rows::{ALICE, At, BOB, CHATS, GENERATIONS, OPENS, POLICIES, Rows};

/// How far apart retiring and destroying are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delay {
    /// Longer than the longest time limit: anyone who was in the midst of something has ended it,
    /// or was killed, when the wraps go.
    Kept,
    /// None is kept: a process was suspended, a clock jumped, or somebody is alone and need not
    /// wait.
    None,
}

/// What is explored: who acts, how often, and what may go wrong in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene {
    pub(crate) delay: Delay,
    /// The policy that each refresher rolls.
    pub(crate) refreshes: [Option<u8>; 2],
    /// What is assigned one after the other.
    pub(crate) assigns: &'static [u8],
    pub(crate) imports: bool,
    pub(crate) seals: bool,
    pub(crate) workers: usize,
    /// How many actors may be killed.
    pub(crate) crashes: u8,
    /// Alice is an application scope, listed by herself, instead of a mailbox.
    pub(crate) alone: bool,
    /// Opened keys are kept for a time that is counted.
    pub(crate) caches: bool,
    /// Somebody edits a counter, once.
    pub(crate) edits: bool,
    /// Only lost objects count, no other rule.
    pub(crate) losses: bool,
    pub(crate) faults: Faults,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(crate) rows: Rows,
    pub(crate) actors: Actors,
    pub(crate) crashes: u8,
    pub(crate) edits: bool,
}

pub(crate) type Take<'a> = &'a mut dyn FnMut(&'static str, State);

pub(crate) const IN_TIME: &str = "nobody who is in time finds a generation destroyed";
pub(crate) const REFUSED: &str = "nobody is refused a key that is there";
pub(crate) const CACHED: &str =
    "a scope key is kept no longer than the policy keys that it was opened with";

impl Scene {
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.faults.has(fault)
    }

    /// Hands on what has come of `who`'s step.
    pub(crate) fn take(&self, take: Take<'_>, who: u8, name: &'static str, mut state: State) {
        // What it was in the midst of has ended.
        state.rows.awaited.iter_mut().flatten().for_each(|awaited| *awaited &= !who);
        take(name, self.canonical(state));
    }

    /// Workers are alike, and so are refreshers of one policy: which is which makes no new state.
    fn canonical(&self, mut state: State) -> State {
        let actors = &mut state.actors;
        if actors.workers[0] > actors.workers[1] {
            actors.workers.swap(0, 1);
            let [first, second] = WORKERS;
            for awaited in state.rows.awaited.iter_mut().flatten() {
                let (was_first, was_second) = (*awaited & first != 0, *awaited & second != 0);
                *awaited &= !(first | second);
                *awaited |= if was_first { second } else { 0 } | if was_second { first } else { 0 };
            }
        }
        if self.refreshes[0] == self.refreshes[1] {
            actors.refreshers.sort_unstable();
        }
        state
    }
}

impl Model for Scene {
    type State = State;

    fn first(&self) -> State {
        let actors = Actors {
            refreshers: self
                .refreshes
                .map(|policy| if policy.is_some() { Refresher::Before } else { Refresher::After }),
            assigner: Assigner::Before(0),
            importer: if self.imports { Importer::Before } else { Importer::After },
            sealer: Sealer::Cold,
            workers: [Worker::Idle; 2],
        };
        self.canonical(State { rows: Rows::first(), actors, crashes: 0, edits: false })
    }

    fn next(&self, state: &State, take: Take<'_>) {
        for number in 0..2 {
            self.refresh(number, state, take);
        }
        self.assign(state, take);
        self.import(state, take);
        self.seal(state, take);
        for number in 0..2 {
            let idle =
                state.actors.workers.iter().filter(|worker| **worker != Worker::Idle).count()
                    >= self.workers;
            // Two that are idle would do the same.
            let twin = number == 1 && state.actors.workers[0] == state.actors.workers[1];
            if !(twin || idle && state.actors.workers[number] == Worker::Idle) {
                self.work(number, state, take);
            }
        }
        self.crash(state, take);
        self.edit(state, take);
    }

    fn broken(&self, state: &State) -> Option<&'static str> {
        let broken = state.rows.broken();
        if self.losses {
            return broken.filter(|rule| *rule == OPENS);
        }
        if broken.is_some() {
            return broken;
        }
        if self.delay == Delay::Kept
            && state.actors.remembered().any(|(_, at)| state.rows.is_destroyed(at))
        {
            return Some(IN_TIME);
        }
        if state.actors.importer == Importer::Refused || state.actors.sealer == Sealer::Refused {
            return Some(REFUSED);
        }
        match state.actors.sealer {
            Sealer::Warm(Lease { kept, above, applying, .. }) => {
                (kept > above || applying.is_some_and(|applying| kept > applying)).then_some(CACHED)
            }
            _ => None,
        }
    }

    fn is_over(&self, state: &State) -> bool {
        let actors = &state.actors;
        self.losses
            || actors.refreshers == [Refresher::After; 2]
                && actors.assigner == Assigner::Before(self.assigns.len() as u8)
                && actors.importer == Importer::After
                && actors.workers == [Worker::Idle; 2]
                && state.rows.is_settled()
    }

    fn show(&self, state: &State) -> String {
        let rows = &state.rows;
        let name = |at: At| match (at.policy, at.generation) {
            (0, 0) => "-".to_owned(),
            (1, 0) => "lost".to_owned(),
            (policy, generation) => format!("{}{generation}", ["G", "H"][usize::from(policy)]),
        };
        let left = |at: At| {
            rows.stage(at).map_or_else(String::new, |stage| format!("{}:{stage:?} ", name(at)))
        };
        let generations: String = (0..POLICIES as u8)
            .flat_map(|policy| {
                (1..=GENERATIONS as u8).map(move |generation| left(At { policy, generation }))
            })
            .collect();
        let keys = rows.keys.map(name);
        format!(
            "{generations}| Alice {} chats {} Bob {}",
            keys[ALICE],
            CHATS.map(|key| keys[key].clone()).join(" "),
            keys[BOB]
        )
    }
}
