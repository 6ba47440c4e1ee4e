//! Who is connected, and who gives way: no connection that has not proved itself keeps another out.
//!
//! Connections that have not spoken TLS yet are bounded apart from those that have. Where either is
//! full, a newcomer takes the place of another: of strangers the oldest of whichever address has
//! most of them, and of those that have proved themselves the one that was idle longest.
//!
//! A connection proves itself by the token of an application that is registered. Each application
//! has a number of them; of more, the ones that were used last count, and the others are strangers
//! again, which are served as before and are the first to give way. A connection is at work once
//! what it asks for has come whole: who only sends the beginning of requests works nothing.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Connections that have not spoken TLS yet.
pub(crate) const MOST_HANDSHAKES: usize = 256;
/// Connections that have. Both together leave a process room for its files where the system lets it
/// have 1,024 open, as it does unless told otherwise.
pub(crate) const MOST_CONNECTIONS: usize = 512;
/// Those of one application that have proved themselves.
const MOST_OF_ONE: usize = 64;

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It has not spoken TLS.
    Handshake,
    /// It has, and is nobody's that is known, or one of too many.
    Stranger,
    /// A token that holds came over it, of an application that was registered then.
    Proven,
}

/// Whose a connection is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owner {
    application: String,
    /// Which registration of it: with another one it has to prove itself anew.
    registration: String,
}

/// One that is connected.
struct Held {
    from: IpAddr,
    standing: Standing,
    /// Who has proved itself over it, also where it is one of too many.
    owner: Option<Owner>,
    /// When it came, or was last answered: a number that only grows.
    since: u64,
    /// Requests that have come whole and are being answered.
    works: u32,
    gives_way: Arc<Notify>,
}

#[derive(Default)]
struct State {
    /// By when each came.
    held: BTreeMap<u64, Held>,
    next: u64,
}

impl State {
    fn tick(&mut self) -> u64 {
        self.next = self.next.saturating_add(1);
        self.next
    }

    fn count(&self, is_handshake: bool) -> usize {
        let is_one = |held: &&Held| (held.standing == Standing::Handshake) == is_handshake;
        self.held.values().filter(is_one).count()
    }

    /// The oldest of those that are so, of the address that has most of them.
    fn most_numerous(&self, is_so: impl Fn(&Held) -> bool) -> Option<u64> {
        let mut counts = HashMap::<IpAddr, usize>::new();
        let all = || self.held.iter().filter(|(_, held)| is_so(held));
        for (_, held) in all() {
            let count = counts.entry(held.from).or_default();
            *count = count.saturating_add(1);
        }
        let most = counts.values().max()?;
        let is_of_most = |held: &Held| counts.get(&held.from) == Some(most);
        all().find(|(_, held)| is_of_most(held)).map(|(id, _)| *id)
    }

    /// One that does not speak yet.
    fn silent(&self) -> Option<u64> {
        self.most_numerous(|held| held.standing == Standing::Handshake)
    }

    /// One that speaks and gives way: a stranger, who may be at work where all of them are; else
    /// one that has proved itself and is not at work, the longest.
    fn dispensable(&self) -> Option<u64> {
        let is_stranger = |held: &Held| held.standing == Standing::Stranger;
        let is_idle = |held: &Held| held.standing == Standing::Proven && held.works == 0;
        self.most_numerous(|held| is_stranger(held) && held.works == 0)
            .or_else(|| self.most_numerous(is_stranger))
            .or_else(|| {
                let idle = self.held.iter().filter(|(_, held)| is_idle(held));
                idle.min_by_key(|(_, held)| held.since).map(|(id, _)| *id)
            })
    }

    /// Makes room among those of an application that have proved themselves: the one that was idle
    /// longest is a stranger again, or, where all are at work, the one that was so before.
    fn bound(&mut self, application: &str) {
        let is_own = |held: &Held| {
            held.standing == Standing::Proven
                && held.owner.as_ref().is_some_and(|owner| owner.application == application)
        };
        if self.held.values().filter(|held| is_own(held)).count() < MOST_OF_ONE {
            return;
        }
        let own = self.held.values_mut().filter(|held| is_own(held));
        if let Some(one) = own.min_by_key(|held| (held.works > 0, held.since)) {
            one.standing = Standing::Stranger;
        }
    }

    fn is_of(&self, id: u64, application: &str, registration: &str) -> bool {
        self.held.get(&id).and_then(|held| held.owner.as_ref()).is_some_and(|owner| {
            owner.application == application && owner.registration == registration
        })
    }

    fn is_proven(&self, id: u64, application: &str, registration: &str) -> bool {
        self.held.get(&id).is_some_and(|held| held.standing == Standing::Proven)
            && self.is_of(id, application, registration)
    }

    fn disprove(&mut self, id: u64) {
        if let Some(held) = self.held.get_mut(&id) {
            held.owner = None;
            held.standing = Standing::Stranger;
        }
    }

    /// Whether somebody gave way.
    fn end(&mut self, one: Option<u64>) -> bool {
        let ended = one.and_then(|id| self.held.remove(&id));
        ended.map(|held| held.gives_way.notify_one()).is_some()
    }
}

/// All who are connected.
#[derive(Default)]
pub(crate) struct Seats {
    state: Mutex<State>,
}

/// One connection's place, which is free when it is dropped.
pub(crate) struct Seat {
    id: u64,
    all: Arc<Seats>,
    gives_way: Arc<Notify>,
}

/// A request that has come whole and is being answered.
pub(crate) struct Working(Arc<Seat>);

/// Who has one address of a network has as many as it likes.
fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            let prefix = address.to_bits() >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from_bits(prefix))
        }
        address => address,
    }
}

impl Seats {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one that has just connected.
    pub(crate) fn enter(self: &Arc<Self>, from: IpAddr) -> Seat {
        let mut state = self.state();
        if state.count(true) >= MOST_HANDSHAKES {
            let oldest = state.silent();
            state.end(oldest);
        }
        let (id, gives_way) = (state.tick(), Arc::new(Notify::new()));
        let (from, standing) = (network(from), Standing::Handshake);
        let own = Arc::clone(&gives_way);
        let held = Held { from, standing, owner: None, since: id, works: 0, gives_way: own };
        state.held.insert(id, held);
        drop(state);
        Seat { id, all: Arc::clone(self), gives_way }
    }

    /// The system has no more files: somebody gives way at once.
    pub(crate) fn make_room(&self) {
        let mut state = self.state();
        let one = state.silent().or_else(|| state.dispensable());
        state.end(one);
    }
}

impl Seat {
    /// It speaks TLS now. Whether there is a place for it: all others may be at work.
    pub(crate) fn speaks(&self) -> bool {
        let mut state = self.all.state();
        if state.count(false) >= MOST_CONNECTIONS {
            let one = state.dispensable();
            if !state.end(one) {
                return false;
            }
        }
        let held = state.held.get_mut(&self.id);
        held.map(|held| held.standing = Standing::Stranger).is_some()
    }

    /// A token that holds came over it, of an application that has this registration now.
    pub(crate) fn prove(&self, application: &str, registration: &str) {
        let mut state = self.all.state();
        if state.is_proven(self.id, application, registration) {
            return;
        }
        state.disprove(self.id);
        state.bound(application);
        if let Some(held) = state.held.get_mut(&self.id) {
            held.standing = Standing::Proven;
            let (application, registration) = (application.to_owned(), registration.to_owned());
            held.owner = Some(Owner { application, registration });
        }
    }

    /// Whether this registration has proved itself over it, which is not looked up again before a
    /// body has come.
    pub(crate) fn is_of(&self, application: &str, registration: &str) -> bool {
        self.all.state().is_of(self.id, application, registration)
    }

    /// The token that came over it holds no more.
    pub(crate) fn disprove(&self) {
        self.all.state().disprove(self.id);
    }

    /// It is at work for what has come whole, until what comes back is dropped.
    pub(crate) fn works(self: &Arc<Self>) -> Working {
        if let Some(held) = self.all.state().held.get_mut(&self.id) {
            held.works = held.works.saturating_add(1);
        }
        Working(Arc::clone(self))
    }

    /// Ends when it has to give way.
    pub(crate) async fn gives_way(&self) {
        self.gives_way.notified().await;
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        let mut state = self.0.all.state();
        let now = state.tick();
        if let Some(held) = state.held.get_mut(&self.0.id) {
            held.works = held.works.saturating_sub(1);
            held.since = now;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.all.state().held.remove(&self.id);
    }
}

#[cfg(test)]
#[path = "seats_tests.rs"]
mod tests;
