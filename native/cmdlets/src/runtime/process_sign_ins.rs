//! Who is signed in, for the whole process: all its sessions on a tenant share it. It starts from
//! what the tenant last saved; what another process saves later changes nothing here, so that two
//! scripts side by side do not move each other's subscription (rule 8.3.16).

use ckey_engine::{SignIn, Tenant};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whose sign-in it is. A folder may hold another tenant later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Of {
    folder: PathBuf,
    tenant: String,
    os_user: String,
}

impl Of {
    pub(crate) fn new(tenant: &Tenant, os_user: String) -> Self {
        Self { folder: tenant.path().to_owned(), tenant: tenant.id().to_string(), os_user }
    }
}

/// What the process knows of one of them.
#[derive(Clone, Debug)]
struct Own {
    sign_in: SignIn,
    exchange: Exchange,
}

/// What the cmdlets of this process have done about the connection to Exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    /// Nothing: a script that never connects works all the same.
    Untouched,
    /// Connected.
    Connected,
    /// Connected, and ended it.
    Disconnected,
}

/// Held while a sign-in changes here and in the tenant. It is not the lock of the map, so that nobody
/// who only looks waits for a disk.
static CHANGES: Mutex<()> = Mutex::new(());

static SIGN_INS: Mutex<BTreeMap<Of, Own>> = Mutex::new(BTreeMap::new());

fn sign_ins() -> MutexGuard<'static, BTreeMap<Of, Own>> {
    SIGN_INS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The process's own, or what `saved` says where it has none yet.
pub(crate) fn get<E>(of: Of, saved: impl FnOnce() -> Result<SignIn, E>) -> Result<SignIn, E> {
    if let Some(own) = sign_ins().get(&of) {
        return Ok(own.sign_in.clone());
    }
    // Not under the lock: it reads the tenant.
    let saved = saved()?;
    let own = Own { sign_in: saved, exchange: Exchange::Untouched };
    Ok(sign_ins().entry(of).or_insert(own).sign_in.clone())
}

/// Changes the process's own, once it is saved. Two sessions that change it do so one after the
/// other, each what the other has left: read, changed and put back, one of them would be lost.
pub(crate) fn update<E>(
    of: Of,
    saved: impl FnOnce() -> Result<SignIn, E>,
    change: impl FnOnce(SignIn) -> SignIn,
    save: impl FnOnce(&SignIn) -> Result<(), E>,
) -> Result<SignIn, E> {
    let _one_at_a_time = CHANGES.lock().unwrap_or_else(PoisonError::into_inner);
    let own = get(of.clone(), saved)?;
    save(&own)?;
    let changed = change(own);
    sign_ins()
        .entry(of)
        .and_modify(|own| own.sign_in = changed.clone())
        .or_insert_with(|| Own { sign_in: changed.clone(), exchange: Exchange::Untouched });
    Ok(changed)
}

pub(crate) fn exchange(of: &Of) -> Exchange {
    sign_ins().get(of).map_or(Exchange::Untouched, |own| own.exchange)
}

/// Notes that Exchange was connected, or that the connection was ended, if there was one.
pub(crate) fn note_exchange(of: &Of, connected: bool) {
    if let Some(own) = sign_ins().get_mut(of) {
        own.exchange = match (connected, own.exchange) {
            (true, _) => Exchange::Connected,
            (false, Exchange::Untouched) => Exchange::Untouched,
            (false, _) => Exchange::Disconnected,
        };
    }
}
