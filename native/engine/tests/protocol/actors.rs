//! Who acts, and what each remembers between two of its changes. A crash loses that; the rows stay.

use ckey_store::protocol::Progress;

use crate::jobs::{Job, Page};
use crate::rows::{At, KEYS};

/// Two refreshers, an assigner, an importer, a sealer and two workers, as bits in this order.
pub(crate) const REFRESHERS: [u8; 2] = [1, 2];
pub(crate) const ASSIGNER: u8 = 4;
pub(crate) const IMPORTER: u8 = 8;
pub(crate) const SEALER: u8 = 16;
pub(crate) const WORKERS: [u8; 2] = [32, 64];

/// Rolls a policy once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Refresher {
    Before,
    /// Has asked the vaults to wrap a key for this generation.
    Made(At),
    After,
}

/// Assigns policies, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Assigner {
    /// So many assignments were made.
    Before(u8),
    /// Has opened the newest generation of the next.
    Opened(u8, At),
}

/// Makes a mailbox for Bob and imports a message into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Importer {
    Before,
    /// Has opened the generation that applies.
    Opened(At),
    /// Bob's mailbox is there.
    Made,
    /// Has read where Bob's key lies.
    Read(At),
    /// Has Bob's key in memory.
    Holds,
    /// The message is stored. The mailbox was touched by that.
    Stored,
    /// Has opened where Bob's key lies and where it belongs.
    Planned(At, At),
    After,
    /// Was told that Bob's key does not open.
    Refused,
}

/// A lease on a scope: it writes no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Sealer {
    Cold,
    /// Has read where the newest key lies.
    Read(u8, At),
    Warm(Lease),
    /// Was told that its key does not open.
    Refused,
}

/// An opened scope key in memory, and for how long it and the policy keys are kept that it was
/// opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Lease {
    pub(crate) key: u8,
    pub(crate) kept: u8,
    pub(crate) above: u8,
    /// The policy key that applies, where it is another one.
    pub(crate) applying: Option<u8>,
}

/// Works jobs off. Any worker may take any job at any time: a lease may have ended, or its holder
/// died.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Worker {
    Idle,
    /// Has taken a job when it had come so far.
    Took(Held, Progress2),
    /// Has read a page and opened the keys for it.
    Planned(Held, Progress2, Page),
    /// Has found nothing more to look at.
    AtEnd(Held),
    /// Has retired what the job left.
    Retired(Held),
    /// Has taken a destruction.
    Condemns(At),
    /// Has destroyed, or found that it must not.
    Destroyed(At),
}

/// A job that a worker has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Held {
    pub(crate) job: Job,
    /// Whether the job is still open; once it has ended, another one of its kind may be.
    pub(crate) open: bool,
}

/// [`Progress`], small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Progress2(pub(crate) u8, pub(crate) u8);

impl From<Progress> for Progress2 {
    fn from(progress: Progress) -> Self {
        Self(progress.cursor as u8, progress.done as u8)
    }
}

impl From<Progress2> for Progress {
    fn from(progress: Progress2) -> Self {
        Self { cursor: i64::from(progress.0), done: u64::from(progress.1) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Actors {
    pub(crate) refreshers: [Refresher; 2],
    pub(crate) assigner: Assigner,
    pub(crate) importer: Importer,
    pub(crate) sealer: Sealer,
    pub(crate) workers: [Worker; 2],
}

impl Worker {
    /// A job has ended: anyone who holds it holds the row of a job that is over.
    pub(crate) fn ended(&mut self, ended: Job) {
        if let Self::Took(held, _)
        | Self::Planned(held, ..)
        | Self::AtEnd(held)
        | Self::Retired(held) = self
            && held.job == ended
        {
            held.open = false;
        }
    }
}

impl Actors {
    /// Who is in the midst of something that began with a look at where keys lie.
    pub(crate) fn busy(&self) -> u8 {
        let mut busy = 0;
        for (who, _) in self.remembered() {
            busy |= who;
        }
        busy
    }

    /// The generations that actors have opened, or are about to open, and will use.
    pub(crate) fn remembered(&self) -> impl Iterator<Item = (u8, At)> + use<> {
        let mut places = [(0, At::NOWHERE); 5 + 2 * (KEYS + 1)];
        if let Assigner::Opened(_, at) = self.assigner {
            places[0] = (ASSIGNER, at);
        }
        match self.importer {
            Importer::Opened(at) | Importer::Read(at) => places[1] = (IMPORTER, at),
            Importer::Planned(old, target) => {
                (places[1], places[2]) = ((IMPORTER, old), (IMPORTER, target))
            }
            _ => {}
        }
        if let Sealer::Read(_, at) = self.sealer {
            places[3] = (SEALER, at);
        }
        for (number, worker) in self.workers.iter().enumerate() {
            if let Worker::Planned(_, _, page) = worker {
                let begin = 5 + number * (KEYS + 1);
                places[begin] = (WORKERS[number], page.target);
                for (key, old) in
                    page.moves.iter().enumerate().filter(|(_, old)| **old != At::NOWHERE)
                {
                    places[begin + 1 + key] = (WORKERS[number], *old);
                }
            }
        }
        places.into_iter().filter(|(who, _)| *who != 0)
    }
}
