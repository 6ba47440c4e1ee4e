//! The tenant's metadata as a trait of domain operations. One transaction per change.

mod authentic;
mod backups;
mod items;
mod jobs;
mod ledger;
mod mailboxes;
mod needs;
mod policies;
mod scopes;
mod settings;
mod sites;
mod vault_pins;
mod wraps;

use std::path::Path;

use crate::error::{StoreError, StoreErrorKind};
use crate::model::StoreCheck;

pub use authentic::{ReadCodes, WriteCodes};
pub use backups::{ReadBackups, WriteBackups};
pub use items::{ReadItems, WriteItems};
pub use jobs::{ReadJobs, WriteJobs};
pub use ledger::{ReadLedger, WriteLedger};
pub use mailboxes::{ReadMailboxes, Refused, WriteMailboxes};
pub use needs::{KeyNeed, key_needs};
pub use policies::{ReadPolicies, WritePolicies};
pub use scopes::{ReadScopes, WriteScopes};
pub use settings::{ReadSettings, WriteSettings};
pub use sites::{ReadSites, WriteSites};
pub use vault_pins::{ReadVaultPins, WriteVaultPins};
pub use wraps::{ReadScopeWraps, WriteScopeWraps};

type Result<T> = std::result::Result<T, StoreError>;

/// A backend for state. Every method is its own short transaction; none is held between calls.
///
/// Rows that decide who is protected by what (the tenant, settings, policies, generations, the
/// assignment, mailboxes) are authenticated under the [`crate::RowKey`] that the backend was opened
/// with. Reading one that was changed by other means fails as [`StoreErrorKind::Damaged`].
pub trait State: Send + Sync {
    /// Runs `work` on one consistent view.
    fn read(&self, work: &mut dyn FnMut(&mut dyn Reader) -> Result<()>) -> Result<()>;

    /// Runs `work` as one change: all of it is durable when this returns `Ok`, none of it happened
    /// otherwise. `work` may be run again where the backend must retry, so it must not change
    /// anything outside the store.
    ///
    /// A change of authenticated rows appends exactly one audit record, whose number the rows
    /// carry; one that does not is given up as [`StoreErrorKind::Unrecorded`].
    fn change(&self, work: &mut dyn FnMut(&mut dyn Writer) -> Result<()>) -> Result<()>;

    /// The key epoch: raised by whatever makes cached keys invalid, read before a cached key is
    /// used. Cheap (10 microseconds).
    fn key_epoch(&self) -> Result<i64>;

    /// Makes sure that no old bytes of what was overwritten remain in a write-ahead log. Waits for
    /// readers up to 30 s.
    fn truncate_log(&self) -> Result<()>;

    /// Rewrites the whole store without its free pages.
    fn compact(&self) -> Result<()>;

    /// Shows every byte that the store has written and still has, piece by piece, each with the name
    /// of what it is in: also what no row holds any more.
    fn raw(&self, look: &mut dyn FnMut(&str, &[u8])) -> Result<()>;

    /// Writes a consistent copy to a new file while others go on working. Returns the root keys'
    /// versions that the copy needs.
    fn backup(&self, destination: &Path) -> Result<Vec<KeyNeed>>;

    /// Looks for damage: page and index integrity, foreign keys, counters against rows.
    fn check(&self) -> Result<Vec<StoreCheck>>;
}

/// What can be asked within one view. Lists are in order of row number unless said otherwise.
pub trait Reader:
    ReadSettings
    + ReadPolicies
    + ReadCodes
    + ReadScopes
    + ReadScopeWraps
    + ReadMailboxes
    + ReadItems
    + ReadJobs
    + ReadLedger
    + ReadVaultPins
    + ReadBackups
    + ReadSites
{
}

impl<
    T: ReadSettings
        + ReadPolicies
        + ReadCodes
        + ReadScopes
        + ReadScopeWraps
        + ReadMailboxes
        + ReadItems
        + ReadJobs
        + ReadLedger
        + ReadVaultPins
        + ReadBackups
        + ReadSites,
> Reader for T
{
}

/// What can be changed within one change. Everything of [`Reader`] sees the change so far.
pub trait Writer:
    Reader
    + WriteSettings
    + WritePolicies
    + WriteCodes
    + WriteScopes
    + WriteScopeWraps
    + WriteMailboxes
    + WriteItems
    + WriteJobs
    + WriteLedger
    + WriteVaultPins
    + WriteBackups
    + WriteSites
{
}

impl<
    T: Reader
        + WriteSettings
        + WritePolicies
        + WriteCodes
        + WriteScopes
        + WriteScopeWraps
        + WriteMailboxes
        + WriteItems
        + WriteJobs
        + WriteLedger
        + WriteVaultPins
        + WriteBackups
        + WriteSites,
> Writer for T
{
}

/// [`State`] with results and errors of the caller's own.
pub trait StateExt {
    /// [`State::read`] that returns what `work` returns.
    ///
    /// # Errors
    /// Those of `work`, and those of the store.
    fn view<T, E: From<StoreError>>(
        &self,
        work: impl FnMut(&mut dyn Reader) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E>;
    /// [`State::change`] that returns what `work` returns; an error of `work` undoes the change.
    ///
    /// # Errors
    /// Those of `work`, and those of the store.
    fn commit<T, E: From<StoreError>>(
        &self,
        work: impl FnMut(&mut dyn Writer) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E>;
}

fn abandoned() -> StoreError {
    StoreError::new(StoreErrorKind::Abandoned, "", "The change was given up.", "")
}

/// Keeps what the work came to, and gives the change up where it failed.
fn keep<T, E>(
    result: std::result::Result<T, E>,
    outcome: &mut Option<std::result::Result<T, E>>,
) -> Result<()> {
    let failed = result.is_err();
    *outcome = Some(result);
    if failed { Err(abandoned()) } else { Ok(()) }
}

fn settle<T, E: From<StoreError>>(
    outcome: Option<std::result::Result<T, E>>,
    store: Result<()>,
) -> std::result::Result<T, E> {
    match (outcome, store) {
        (Some(Err(error)), Err(store)) if store.kind == StoreErrorKind::Abandoned => Err(error),
        (Some(Ok(value)), Ok(())) => Ok(value),
        (_, Err(store)) => Err(store.into()),
        (_, Ok(())) => Err(abandoned().into()),
    }
}

impl<S: State + ?Sized> StateExt for S {
    fn view<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut dyn Reader) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut outcome = None;
        let store = self.read(&mut |reader| keep(work(reader), &mut outcome));
        settle(outcome, store)
    }

    fn commit<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut dyn Writer) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut outcome = None;
        let store = self.change(&mut |writer| keep(work(writer), &mut outcome));
        settle(outcome, store)
    }
}
