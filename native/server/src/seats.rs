//! Who is connected, and who gives way: no connection that has not proved itself keeps another out.
//!
//! Connections that have not spoken TLS yet are bounded apart from those that have. Where either is
//! full, a newcomer takes the place of another: of strangers the oldest of whichever address has
//! most of them, and of those that have shown a token the one that was idle longest.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Connections that have not spoken TLS yet.
pub(crate) const MOST_HANDSHAKES: usize = 256;
/// Connections that have. Both together leave a process room for its files where the system lets it
/// have 1,024 open, as it does unless told otherwise.
pub(crate) const MOST_CONNECTIONS: usize = 512;

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It has not spoken TLS.
    Handshake,
    /// It has, and has shown no token.
    Stranger,
    /// A token that holds came over it.
    Proven,
}

/// One that is connected.
struct Held {
    from: IpAddr,
    standing: Standing,
    /// When it came, or was last answered: a number that only grows.
    since: u64,
    requests: u32,
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

    /// The oldest of one standing, of the address that has most of them.
    fn most_numerous(&self, standing: Standing) -> Option<u64> {
        let mut counts = HashMap::<IpAddr, usize>::new();
        let all = || self.held.iter().filter(|(_, held)| held.standing == standing);
        for (_, held) in all() {
            let count = counts.entry(held.from).or_default();
            *count = count.saturating_add(1);
        }
        let most = counts.values().max()?;
        let is_of_most = |held: &Held| counts.get(&held.from) == Some(most);
        all().find(|(_, held)| is_of_most(held)).map(|(id, _)| *id)
    }

    /// One that has shown a token and asks for nothing now, the longest.
    fn longest_idle(&self) -> Option<u64> {
        let is_idle = |held: &Held| held.standing == Standing::Proven && held.requests == 0;
        let idle = self.held.iter().filter(|(_, held)| is_idle(held));
        idle.min_by_key(|(_, held)| held.since).map(|(id, _)| *id)
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

/// A request that is being answered.
pub(crate) struct Asking(Arc<Seat>);

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
            let oldest = state.most_numerous(Standing::Handshake);
            state.end(oldest);
        }
        let (id, gives_way) = (state.tick(), Arc::new(Notify::new()));
        let (from, standing) = (network(from), Standing::Handshake);
        let own = Arc::clone(&gives_way);
        state.held.insert(id, Held { from, standing, since: id, requests: 0, gives_way: own });
        drop(state);
        Seat { id, all: Arc::clone(self), gives_way }
    }

    /// The system has no more files: somebody gives way at once.
    pub(crate) fn make_room(&self) {
        let mut state = self.state();
        let one = state
            .most_numerous(Standing::Handshake)
            .or_else(|| state.most_numerous(Standing::Stranger))
            .or_else(|| state.longest_idle());
        state.end(one);
    }
}

impl Seat {
    /// It speaks TLS now. Whether there is a place for it: all others may be at work.
    pub(crate) fn speaks(&self) -> bool {
        let mut state = self.all.state();
        if state.count(false) >= MOST_CONNECTIONS {
            let one = state.most_numerous(Standing::Stranger).or_else(|| state.longest_idle());
            if !state.end(one) {
                return false;
            }
        }
        let held = state.held.get_mut(&self.id);
        held.map(|held| held.standing = Standing::Stranger).is_some()
    }

    /// A token that holds came over it.
    pub(crate) fn prove(&self) {
        if let Some(held) = self.all.state().held.get_mut(&self.id) {
            held.standing = Standing::Proven;
        }
    }

    /// It asks for something, until what comes back is dropped.
    pub(crate) fn asks(self: &Arc<Self>) -> Asking {
        if let Some(held) = self.all.state().held.get_mut(&self.id) {
            held.requests = held.requests.saturating_add(1);
        }
        Asking(Arc::clone(self))
    }

    /// Ends when it has to give way.
    pub(crate) async fn gives_way(&self) {
        self.gives_way.notified().await;
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let mut state = self.0.all.state();
        let now = state.tick();
        if let Some(held) = state.held.get_mut(&self.0.id) {
            held.requests = held.requests.saturating_sub(1);
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
