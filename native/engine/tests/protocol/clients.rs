//! Those who are asked for something: refreshers, the assigner, the importer and the sealer.

use ckey_store::protocol::kept_until;

use crate::actors::{
    ASSIGNER, Assigner, IMPORTER, Importer, Lease, REFRESHERS, Refresher, SEALER, Sealer,
};
use crate::faults::Fault;
use crate::jobs::Job;
use crate::model::{Scene, State, Take};
use crate::rows::{ALICE, At, BOB, KEYS, Rows};

impl Scene {
    pub(crate) fn refresh(&self, number: usize, state: &State, take: Take<'_>) {
        let Some(policy) = self.refreshes[number] else { return };
        let mut next = *state;
        let newest = state.rows.newest_of(policy);
        match state.actors.refreshers[number] {
            Refresher::Before => {
                next.actors.refreshers[number] =
                    Refresher::Made(At { generation: newest.generation + 1, ..newest });
                self.take(take, REFRESHERS[number], "refresher: asks the vaults", next);
            }
            Refresher::Made(at) => {
                next.actors.refreshers[number] = Refresher::After;
                if next.rows.insert_generation(at, self.faults).is_err() {
                    return self.take(
                        take,
                        REFRESHERS[number],
                        "refresher: finds the number taken",
                        next,
                    );
                }
                if !self.has(Fault::MakesNoJob) {
                    let total = next.rows.count_older(policy);
                    next.rows.ensure(Job::Policy(policy), total, self.faults);
                }
                self.take(
                    take,
                    REFRESHERS[number],
                    "refresher: commits a generation and its job",
                    next,
                );
            }
            Refresher::After => {}
        }
    }

    /// Whether a change may write under `opened` what should go under the newest generation that
    /// applies.
    fn may_write(&self, rows: &Rows, opened: At, now: At) -> bool {
        (opened.place() == now.place() || self.has(Fault::NoSecondChoice))
            && rows.admit(opened, self.faults).is_ok()
    }

    pub(crate) fn assign(&self, state: &State, take: Take<'_>) {
        let mut next = *state;
        match state.actors.assigner {
            Assigner::Before(done) => {
                let Some(policy) = self.assigns.get(usize::from(done)) else { return };
                next.actors.assigner = Assigner::Opened(done, state.rows.newest_of(*policy));
                self.take(take, ASSIGNER, "assigner: opens the policy", next);
            }
            Assigner::Opened(done, at) => {
                let now = state.rows.newest_of(at.policy);
                if !self.has(Fault::AssignsFromCache) && !self.may_write(&state.rows, at, now) {
                    next.actors.assigner = Assigner::Before(done);
                    return self.take(take, ASSIGNER, "assigner: is overtaken", next);
                }
                let rows = &mut next.rows;
                rows.assigned = at.policy;
                rows.insert(rows.newest_of_chats() + 1, at);
                if self.alone {
                    rows.pending = true;
                    rows.ensure(Job::Scopes, 1, self.faults);
                }
                let mailboxes = u8::from(!self.alone) + u8::from(rows.keys[BOB] != At::NOWHERE);
                if mailboxes > 0 {
                    rows.ensure(Job::Assignment, mailboxes, self.faults);
                }
                next.actors.assigner = Assigner::Before(done + 1);
                self.take(take, ASSIGNER, "assigner: commits the assignment and its jobs", next);
            }
        }
    }

    pub(crate) fn import(&self, state: &State, take: Take<'_>) {
        if !self.imports {
            return;
        }
        let mut next = *state;
        let (rows, now) = (&mut next.rows, state.rows.assigned());
        let name = match state.actors.importer {
            Importer::Before => {
                next.actors.importer = Importer::Opened(now);
                "importer: opens what applies"
            }
            Importer::Opened(at) => {
                let early = self.has(Fault::AcknowledgesEarly) && rows.acknowledged >> BOB & 1 == 0;
                if early {
                    rows.acknowledged |= 1 << BOB;
                    "importer: acknowledges"
                } else if self.may_write(rows, at, now) {
                    rows.insert(BOB, at);
                    next.actors.importer = Importer::Made;
                    "importer: commits Bob's mailbox and key"
                } else {
                    next.actors.importer = Importer::Before;
                    "importer: is overtaken"
                }
            }
            Importer::Made => {
                next.actors.importer = Importer::Read(rows.keys[BOB]);
                "importer: reads where Bob's key lies"
            }
            Importer::Read(at) if rows.is_destroyed(at) => match rows.keys[BOB] {
                moved if moved != at && !self.has(Fault::ReadsOnce) => {
                    next.actors.importer = Importer::Read(moved);
                    "importer: reads again where Bob's key lies"
                }
                _ => {
                    next.actors.importer = Importer::Refused;
                    "importer: is refused Bob's key"
                }
            },
            Importer::Read(_) => {
                next.actors.importer = Importer::Holds;
                "importer: opens Bob's key"
            }
            Importer::Holds => {
                rows.acknowledged |= 1 << BOB;
                next.actors.importer = Importer::Stored;
                "importer: commits the message"
            }
            Importer::Stored if rows.keys[BOB] == now || rows.is_destroyed(rows.keys[BOB]) => {
                next.actors.importer = Importer::After;
                "importer: finds Bob's key where it belongs"
            }
            Importer::Stored => {
                next.actors.importer = Importer::Planned(rows.keys[BOB], now);
                "importer: opens where Bob's key lies and belongs"
            }
            Importer::Planned(old, target) => {
                let mut moves = [At::NOWHERE; KEYS];
                moves[BOB] = old;
                let settled = self.may_write(rows, target, now)
                    && rows.overwrite(&moves, target, self.faults);
                next.actors.importer = if settled { Importer::After } else { Importer::Stored };
                if settled {
                    "importer: moves Bob's key"
                } else {
                    "importer: is overtaken while it moves Bob's key"
                }
            }
            Importer::After | Importer::Refused => return,
        };
        self.take(take, IMPORTER, name, next);
    }

    /// The key of the scope that the sealer has a lease on.
    fn leased(&self, rows: &Rows) -> usize {
        if self.alone { ALICE } else { rows.newest_of_chats() }
    }

    pub(crate) fn seal(&self, state: &State, take: Take<'_>) {
        if !self.seals {
            return;
        }
        let (rows, mut next) = (&state.rows, *state);
        match state.actors.sealer {
            Sealer::Cold => {
                let key = self.leased(rows);
                next.actors.sealer = Sealer::Read(key as u8, rows.keys[key]);
                self.take(take, SEALER, "sealer: reads where its key lies", next);
            }
            Sealer::Read(key, at) if rows.is_destroyed(at) => {
                let moved = rows.keys[usize::from(key)];
                if moved != at && !self.has(Fault::ReadsOnce) {
                    next.actors.sealer = Sealer::Read(key, moved);
                    return self.take(take, SEALER, "sealer: reads again where its key lies", next);
                }
                next.actors.sealer = Sealer::Refused;
                self.take(take, SEALER, "sealer: is refused its key", next);
            }
            Sealer::Read(key, at) => {
                let applies = self.caches && at.policy != rows.home(usize::from(key)).policy;
                for above in if self.caches { 1..=2 } else { 1..=1 } {
                    for applying in if applies { [Some(1), Some(2)].as_slice() } else { &[None] } {
                        let kept =
                            kept_until(above, *applying) + u8::from(self.has(Fault::CacheOutlives));
                        next.actors.sealer =
                            Sealer::Warm(Lease { key, kept, above, applying: *applying });
                        self.take(take, SEALER, "sealer: opens its key", next);
                    }
                }
            }
            Sealer::Warm(lease) => {
                next.rows.acknowledged |= 1 << lease.key;
                self.take(take, SEALER, "sealer: seals", next);
                let passed = |left: u8| left.saturating_sub(1);
                let older = Lease {
                    kept: passed(lease.kept),
                    above: passed(lease.above),
                    applying: lease.applying.map(passed),
                    ..lease
                };
                next = *state;
                next.actors.sealer =
                    if older.kept == 0 { Sealer::Cold } else { Sealer::Warm(older) };
                self.take(take, SEALER, "sealer: time passes", next);
            }
            Sealer::Refused => {}
        }
    }
}
