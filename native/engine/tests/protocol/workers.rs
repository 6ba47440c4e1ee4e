//! Those who work jobs off.

use ckey_store::protocol::Progress;

use crate::actors::{Held, WORKERS, Worker};
use crate::faults::Fault;
use crate::jobs::{Job, WALKS, Walk};
use crate::model::{Delay, Scene, State, Take};
use crate::rows::{At, POLICIES, Rows};

impl Scene {
    pub(crate) fn work(&self, number: usize, state: &State, take: Take<'_>) {
        let (who, mut next) = (WORKERS[number], *state);
        let (rows, workers) = (&mut next.rows, &mut next.actors.workers);
        let name = match state.actors.workers[number] {
            Worker::Idle => return self.take_job(number, state, take),
            Worker::Took(held, from) => match rows.page(held.job, i64::from(from.0), self.alone) {
                Some(page) => {
                    workers[number] = Worker::Planned(held, from, page);
                    if let Some(walk) =
                        rows.walk(held.job).filter(|_| held.open && self.has(Fault::GoesOnFirst))
                    {
                        let further = Progress::from(from).with_page(
                            walk.progress(),
                            i64::from(page.scope),
                            u64::from(page.keys),
                        );
                        rows.set_walk(held.job, Some(Walk::at(further, walk.total)));
                    }
                    "worker: reads a page and opens its keys"
                }
                None => {
                    workers[number] = Worker::AtEnd(held);
                    "worker: finds the job at its end"
                }
            },
            Worker::Planned(held, from, page) => {
                let moves = page.moves.iter().any(|old| *old != At::NOWHERE);
                let still = page.target.place() == rows.target(held.job).place()
                    || self.has(Fault::NoSecondChoice);
                if !still || moves && rows.admit(page.target, self.faults).is_err() {
                    workers[number] = Worker::Took(held, from);
                    return self.take(take, who, "worker: is overtaken", next);
                }
                workers[number] = Worker::Idle;
                if !rows.overwrite(&page.moves, page.target, self.faults) {
                    return self.take(
                        take,
                        who,
                        "worker: commits a page of which a key was moved elsewhere",
                        next,
                    );
                }
                if held.job == Job::Scopes {
                    rows.pending = false;
                }
                self.go_on(rows, held, Progress::from(from), page.scope, page.keys);
                "worker: commits a page"
            }
            Worker::AtEnd(held)
                if held.open && !rows.has_ended(held.job, self.alone, self.faults) =>
            {
                workers[number] = Worker::Idle;
                "worker: finds that the job goes on"
            }
            Worker::AtEnd(held) => {
                rows.retire_unused(held.job, self.busy(state), self.faults);
                workers[number] = Worker::Retired(held);
                if rows.stages == state.rows.stages {
                    "worker: retires nothing"
                } else {
                    "worker: retires what was left"
                }
            }
            Worker::Retired(held) => {
                workers[number] = Worker::Idle;
                if !self.has(Fault::EndsUnretired) {
                    rows.retire_unused(held.job, self.busy(state), self.faults);
                }
                if rows.stages != state.rows.stages {
                    "worker: retires what was left meanwhile"
                } else if held.open && rows.has_ended(held.job, self.alone, self.faults) {
                    rows.set_walk(held.job, None);
                    workers.iter_mut().for_each(|worker| worker.ended(held.job));
                    "worker: ends the job"
                } else {
                    "worker: finds that the job goes on"
                }
            }
            Worker::Condemns(at) => {
                rows.destroy(at, self.faults);
                workers[number] = Worker::Destroyed(at);
                if rows.is_destroyed(at) {
                    "worker: destroys wraps"
                } else {
                    "worker: finds that wraps are needed"
                }
            }
            Worker::Destroyed(at) => {
                rows.unschedule(at);
                workers[number] = Worker::Idle;
                "worker: ends the destruction"
            }
        };
        self.take(take, who, name, next);
    }

    /// Whom the destruction of what is retired now waits for.
    fn busy(&self, state: &State) -> u8 {
        if self.delay == Delay::Kept { state.actors.busy() } else { 0 }
    }

    fn take_job(&self, number: usize, state: &State, take: Take<'_>) {
        let mut next = *state;
        for job in WALKS {
            if let Some(walk) = state.rows.walk(job) {
                next.actors.workers[number] =
                    Worker::Took(Held { job, open: true }, walk.progress().into());
                self.take(take, WORKERS[number], "worker: takes a job", next);
            }
        }
        for policy in 0..POLICIES as u8 {
            for at in state.rows.generations(policy).filter(|at| state.rows.is_due(*at)) {
                next.actors.workers[number] = Worker::Condemns(at);
                self.take(take, WORKERS[number], "worker: takes a destruction", next);
            }
        }
    }

    /// Notes how far a job has come with a page.
    fn go_on(&self, rows: &mut Rows, held: Held, from: Progress, scope: u8, keys: u8) {
        let Some(walk) = rows.walk(held.job).filter(|_| held.open && !self.has(Fault::GoesOnFirst))
        else {
            return;
        };
        let (cursor, now) = match held.job {
            // Scopes that wait one by one are settled, not walked over.
            Job::Scopes => return,
            _ => (
                i64::from(scope),
                if self.has(Fault::ForgetsSentBack) { from } else { walk.progress() },
            ),
        };
        let further = from.with_page(now, cursor, u64::from(keys));
        rows.set_walk(held.job, Some(Walk::at(further, walk.total)));
    }
}
