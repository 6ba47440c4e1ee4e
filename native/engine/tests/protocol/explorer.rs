//! Every state that can be reached, nearest first: so the first broken rule comes with a shortest
//! way to it.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

/// What is explored.
pub(crate) trait Model {
    type State: Copy + Eq + Hash;

    fn first(&self) -> Self::State;
    /// Calls `take` with each thing that may happen next, by its name, and what comes of it.
    fn next(&self, state: &Self::State, take: &mut dyn FnMut(&'static str, Self::State));
    /// The rule that a state breaks, if it does.
    fn broken(&self, state: &Self::State) -> Option<&'static str>;
    /// Whether everything that was begun has come to its end.
    fn is_over(&self, state: &Self::State) -> bool;
    /// What a person should see of a state.
    fn show(&self, state: &Self::State) -> String;
}

/// A broken rule and the shortest way to it.
pub(crate) struct Flaw {
    pub(crate) rule: &'static str,
    pub(crate) steps: usize,
    pub(crate) trace: Vec<String>,
}

pub(crate) struct Report {
    pub(crate) states: usize,
    pub(crate) transitions: usize,
    /// Steps to the state that is farthest from the first.
    pub(crate) depth: u32,
    /// Names of everything that happened.
    pub(crate) happened: BTreeSet<&'static str>,
    pub(crate) flaw: Option<Flaw>,
}

/// The rule that every state must keep: there is a way on to the end.
pub(crate) const STUCK: &str = "whatever has happened, everything can still come to its end";

/// Explores `model` until a rule is broken or nothing new is left.
pub(crate) fn explore<M: Model>(model: &M) -> Report {
    let mut found = Found::new(model.first());
    let (mut depth, mut end_of_level) = (0, 1);
    let mut at = 0;
    while at < found.states.len() {
        let state = found.states[at];
        if let Some(rule) = model.broken(&state) {
            return found.report(model, depth, Some((rule, at)));
        }
        model.next(&state, &mut |name, next| found.add(name, next, at));
        found.ways.push(found.targets.len());
        at += 1;
        if at == end_of_level && at < found.states.len() {
            (depth, end_of_level) = (depth + 1, found.states.len());
        }
    }
    let stuck = found.cannot_end(model);
    found.report(model, depth, stuck.map(|state| (STUCK, state)))
}

struct Found<S> {
    states: Vec<S>,
    parents: Vec<u32>,
    index: Vec<u32>,
    /// Where each state's ways on end in `targets`.
    ways: Vec<usize>,
    targets: Vec<u32>,
    happened: BTreeSet<&'static str>,
}

impl<S: Copy + Eq + Hash> Found<S> {
    fn new(first: S) -> Self {
        let mut found = Self {
            states: Vec::new(),
            parents: Vec::new(),
            index: vec![0; 1 << 16],
            ways: Vec::new(),
            targets: Vec::new(),
            happened: BTreeSet::new(),
        };
        found.number(first, 0);
        found
    }

    fn add(&mut self, name: &'static str, next: S, parent: usize) {
        self.happened.insert(name);
        let number = self.number(next, parent);
        self.targets.push(number);
    }

    /// The number of a state, a new one for a state not seen before.
    fn number(&mut self, state: S, parent: usize) -> u32 {
        if self.states.len() * 2 > self.index.len() {
            self.grow();
        }
        let mut slot = self.slot(&state);
        while self.index[slot] != 0 {
            let number = self.index[slot] - 1;
            if self.states[number as usize] == state {
                return number;
            }
            slot = (slot + 1) & (self.index.len() - 1);
        }
        let number = self.states.len() as u32;
        self.index[slot] = number + 1;
        self.states.push(state);
        self.parents.push(parent as u32);
        number
    }

    fn slot(&self, state: &S) -> usize {
        let mut hasher = Mix(0);
        state.hash(&mut hasher);
        hasher.finish() as usize & (self.index.len() - 1)
    }

    fn grow(&mut self) {
        self.index = vec![0; self.index.len() * 4];
        for number in 0..self.states.len() {
            let mut slot = self.slot(&self.states[number]);
            while self.index[slot] != 0 {
                slot = (slot + 1) & (self.index.len() - 1);
            }
            self.index[slot] = number as u32 + 1;
        }
    }

    /// A state, the nearest, from which no way leads to the end.
    fn cannot_end<M: Model<State = S>>(&self, model: &M) -> Option<usize> {
        let mut ends: Vec<bool> = self.states.iter().map(|state| model.is_over(state)).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for state in (0..ends.len()).rev().filter(|state| !self.ways_of(*state).is_empty()) {
                if !ends[state] && self.ways_of(state).iter().any(|next| ends[*next as usize]) {
                    (ends[state], changed) = (true, true);
                }
            }
        }
        ends.iter().position(|ends| !ends)
    }

    fn ways_of(&self, state: usize) -> &[u32] {
        let begin = if state == 0 { 0 } else { self.ways[state - 1] };
        &self.targets[begin..self.ways[state]]
    }

    fn report<M: Model<State = S>>(
        self,
        model: &M,
        depth: u32,
        flaw: Option<(&'static str, usize)>,
    ) -> Report {
        let flaw = flaw.map(|(rule, state)| {
            let trace = self.trace(model, state);
            Flaw { rule, steps: trace.len() - 1, trace }
        });
        Report {
            states: self.states.len(),
            transitions: self.targets.len(),
            depth,
            happened: self.happened,
            flaw,
        }
    }

    fn trace<M: Model<State = S>>(&self, model: &M, mut state: usize) -> Vec<String> {
        let mut trace = Vec::new();
        while state != 0 {
            let (parent, mut step) = (self.parents[state] as usize, "");
            model.next(&self.states[parent], &mut |name, next| {
                if next == self.states[state] {
                    step = name;
                }
            });
            trace.push(format!("{step:<58} {}", model.show(&self.states[state])));
            state = parent;
        }
        trace.push(format!("{:<58} {}", "at first", model.show(&self.states[0])));
        trace.reverse();
        trace
    }
}

/// A hash that is fast and good enough for a table in memory.
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
    }
    fn write(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..piece.len()].copy_from_slice(piece);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }
    fn write_isize(&mut self, value: isize) {
        self.write_u64(value as u64);
    }
    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
}
