//! The tenant's metadata as a trait of domain operations. One transaction per change.

use std::path::Path;

use uuid::Uuid;

use crate::error::{StoreError, StoreErrorKind};
use crate::live::LiveGeneration;
use crate::model::{
    Assignment, AuditRow, DirectoryEntry, DirectoryKind, Generation, Intent, Item, ItemHead, Job, JobFailure, Mailbox,
    MailboxQuery, MailboxStatus, Policy, PolicyKind, PolicyWrap, Recorded, RecordedRows, Scope, ScopeKind, ScopeWrap, StoreCheck,
    TenantRow, VaultPin,
};

type Result<T> = std::result::Result<T, StoreError>;

/// A backend for state. Every method is its own short transaction; none is held between calls.
///
/// Rows that decide who is protected by what (the tenant, settings, policies, generations, the assignment, mailboxes) are authenticated
/// under the [`crate::RowKey`] that the backend was opened with. Reading one that was changed by other means fails as
/// [`StoreErrorKind::Damaged`].
pub trait State: Send + Sync {
    /// Runs `work` on one consistent view.
    fn read(&self, work: &mut dyn FnMut(&mut dyn Reader) -> Result<()>) -> Result<()>;

    /// Runs `work` as one change: all of it is durable when this returns `Ok`, none of it happened otherwise. `work` may be run again
    /// where the backend must retry, so it must not change anything outside the store.
    ///
    /// A change of authenticated rows appends exactly one audit record, whose number the rows carry; one that does not is given up as
    /// [`StoreErrorKind::Unrecorded`].
    fn change(&self, work: &mut dyn FnMut(&mut dyn Writer) -> Result<()>) -> Result<()>;

    /// The key epoch: raised by whatever makes cached keys invalid, read before a cached key is used. Cheap (10 microseconds).
    fn key_epoch(&self) -> Result<i64>;

    /// Makes sure that no old bytes of what was overwritten remain in a write-ahead log. Waits for readers up to 30 s.
    fn truncate_log(&self) -> Result<()>;

    /// Rewrites the whole store without its free pages.
    fn compact(&self) -> Result<()>;

    /// Writes a consistent copy to a new file while others go on working.
    fn backup(&self, destination: &Path) -> Result<()>;

    /// Looks for damage: page and index integrity, foreign keys, counters against rows.
    fn check(&self) -> Result<Vec<StoreCheck>>;
}

/// What can be asked within one view. Lists are in order of row number unless said otherwise.
pub trait Reader {
    /// The tenant.
    fn tenant(&mut self) -> Result<TenantRow>;
    /// A setting's value.
    fn setting(&mut self, name: &str) -> Result<Option<String>>;
    /// All settings whose name begins with `prefix`, by name.
    fn settings(&mut self, prefix: &str) -> Result<Vec<(String, String)>>;
    /// A note's text.
    fn note(&mut self, name: &str) -> Result<Option<String>>;
    /// The key epoch.
    fn epoch(&mut self) -> Result<i64>;

    /// A policy by row number.
    fn policy(&mut self, no: i64) -> Result<Option<Policy>>;
    /// A policy by its own GUID or by the GUID of any of its generations.
    fn policy_by_guid(&mut self, guid: Uuid) -> Result<Option<Policy>>;
    /// A policy by name.
    fn policy_by_name(&mut self, kind: PolicyKind, name: &str) -> Result<Option<Policy>>;
    /// All policies of a kind.
    fn policies(&mut self, kind: PolicyKind) -> Result<Vec<Policy>>;
    /// The generations of a policy, newest first.
    fn generations(&mut self, policy_no: i64) -> Result<Vec<Generation>>;
    /// One generation.
    fn generation(&mut self, policy_no: i64, number: u32) -> Result<Option<Generation>>;
    /// The wraps of one generation, by slot.
    fn policy_wraps(&mut self, policy_no: i64, generation: u32) -> Result<Vec<PolicyWrap>>;
    /// All wraps of policy keys, a page of about `limit` (at most 10,000), of policies above `after`. A policy's wraps are never cut in
    /// two: the page is as much longer as the last policy needs.
    fn all_policy_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<PolicyWrap>>;
    /// The multi-workload policy assigned to the tenant, if one is.
    fn assignment(&mut self) -> Result<Assignment>;

    /// Whether the rows still lack their codes, because a store of format 1 was brought up to this one.
    fn is_unbound(&mut self) -> Result<bool>;
    /// Every authenticated row but the mailboxes, with the record that last changed it.
    fn recorded_rows(&mut self) -> Result<RecordedRows>;
    /// Mailboxes above a row number, at most 1000, each with the record that last changed it.
    fn recorded_mailboxes(&mut self, after: i64, limit: u32) -> Result<Vec<Recorded<Mailbox>>>;

    /// A scope by row number.
    fn scope(&mut self, no: i64) -> Result<Option<Scope>>;
    /// A scope by GUID.
    fn scope_by_guid(&mut self, guid: Uuid) -> Result<Option<Scope>>;
    /// A scope by name.
    fn scope_by_name(&mut self, kind: ScopeKind, name: &str) -> Result<Option<Scope>>;
    /// Scopes of a kind above a row number, at most 1000.
    fn scopes(&mut self, kind: ScopeKind, after: i64, limit: u32) -> Result<Vec<Scope>>;
    /// The keys of a scope, newest version first.
    fn scope_wraps(&mut self, scope_no: i64) -> Result<Vec<ScopeWrap>>;
    /// Wraps under a policy in a generation older than `below`, of scopes above `after`, in order of scope and version: a page of about
    /// `limit` (at most 10,000). A scope's keys are never cut in two: the page is as much longer as the last scope needs.
    fn wraps_of_policy(&mut self, policy_no: i64, below: u32, after: i64, limit: u32) -> Result<Vec<ScopeWrap>>;
    /// All wraps of scope keys above a scope number, in order of scope and version, for checks. Pages as in [`Reader::wraps_of_policy`].
    fn all_scope_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>>;
    /// Wraps of mailboxes without a mailbox policy of their own, of scopes above `after`. Pages as in [`Reader::wraps_of_policy`].
    fn wraps_without_mailbox_policy(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>>;
    /// How many scope keys are wrapped under a policy in a generation older than `below` (`u32::MAX`: in any).
    fn count_wraps(&mut self, policy_no: i64, below: u32) -> Result<u64>;
    /// How often a generation has wrapped a scope key.
    fn wraps_made(&mut self, policy_no: i64, generation: u32) -> Result<u64>;

    /// A mailbox by row number.
    fn mailbox(&mut self, no: i64) -> Result<Option<MailboxStatus>>;
    /// A mailbox by any of its names: GUID, name, alias, user principal name, SMTP address.
    fn mailbox_by_identity(&mut self, identity: &str) -> Result<Option<MailboxStatus>>;
    /// A page of mailboxes, at most 1000.
    fn mailboxes(&mut self, query: &MailboxQuery) -> Result<Vec<MailboxStatus>>;
    /// How many mailboxes there are; how many carry a policy where one is given.
    fn count_mailboxes(&mut self, policy_no: Option<i64>) -> Result<u64>;
    /// Scopes that wait to be rewrapped one by one, above a scope number, at most 10,000.
    fn pending_scopes(&mut self, after: i64, limit: u32) -> Result<Vec<i64>>;
    /// How many wait so.
    fn count_pending_scopes(&mut self) -> Result<u64>;

    /// An item of a scope, with its sealed bytes where they lie here.
    fn item(&mut self, scope_no: i64, id: Uuid) -> Result<Option<Item>>;
    /// Whether there is an item of this id, in whichever scope.
    fn has_item(&mut self, id: Uuid) -> Result<bool>;
    /// Items of a scope above a row number, without sealed bytes, at most 1000.
    fn items(&mut self, scope_no: i64, after: i64, limit: u32) -> Result<Vec<Item>>;
    /// Items of all scopes above a row number with the beginnings of their objects, at most 1000, for checks.
    fn item_heads(&mut self, after: i64, limit: u32) -> Result<Vec<ItemHead>>;
    /// How many items there are in all scopes, and their plaintext size in bytes.
    fn item_totals(&mut self) -> Result<(u64, u64)>;

    /// A job by id.
    fn job(&mut self, guid: Uuid) -> Result<Option<Job>>;
    /// All jobs with open work, oldest first, and with `finished` also those that are scheduled and those that are completed (the newest
    /// 1000).
    fn jobs(&mut self, finished: bool) -> Result<Vec<Job>>;
    /// All jobs that are scheduled, earliest first.
    fn scheduled_jobs(&mut self) -> Result<Vec<Job>>;
    /// What a job went past, of scopes above `after`, in order of scope and version. Pages as in [`Reader::wraps_of_policy`].
    fn job_failures(&mut self, job_no: i64, after: i64, limit: u32) -> Result<Vec<JobFailure>>;
    /// How much a job went past.
    fn count_job_failures(&mut self, job_no: i64) -> Result<u64>;
    /// All intents.
    fn intents(&mut self) -> Result<Vec<Intent>>;

    /// The last record of the audit chain.
    fn last_audit(&mut self) -> Result<Option<AuditRow>>;
    /// Audit records above a sequence number, at most 1000, oldest first.
    fn audit(&mut self, after: i64, limit: u32) -> Result<Vec<AuditRow>>;
    /// Audit records below a sequence number, at most 1000, newest first.
    fn audit_below(&mut self, before: i64, limit: u32) -> Result<Vec<AuditRow>>;

    /// How vaults' files were when they were last recorded, by name: of one lower-case name, or all; those that were removed too.
    fn vault_pins(&mut self, name: Option<&str>) -> Result<Vec<Recorded<VaultPin>>>;

    /// A directory entry by id or by its other name.
    fn directory(&mut self, kind: DirectoryKind, id_or_name: &str) -> Result<Option<DirectoryEntry>>;
    /// All entries of a kind, by id.
    fn directory_entries(&mut self, kind: DirectoryKind) -> Result<Vec<DirectoryEntry>>;
}

/// What can be changed within one change. Everything of [`Reader`] sees the change so far.
pub trait Writer: Reader {
    /// This writer as a reader.
    fn as_reader(&mut self) -> &mut dyn Reader;
    /// Sets or removes a setting.
    fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<()>;
    /// Sets or removes a note. No audit record tells of it.
    fn set_note(&mut self, name: &str, text: Option<&str>) -> Result<()>;
    /// Gives every authenticated row its code and every audit record its link, as they are: for a store that [`Reader::is_unbound`].
    fn bind_rows(&mut self) -> Result<()>;
    /// Raises the key epoch by one.
    fn raise_epoch(&mut self) -> Result<()>;

    /// Inserts a policy and returns its row number. [`StoreErrorKind::Conflict`] where the name or GUID is taken.
    fn insert_policy(&mut self, policy: &Policy) -> Result<i64>;
    /// Overwrites a policy by row number.
    fn update_policy(&mut self, policy: &Policy) -> Result<()>;
    /// Inserts a generation with its wraps. [`StoreErrorKind::Conflict`] where its number is taken.
    fn insert_generation(&mut self, generation: &Generation, wraps: &[PolicyWrap]) -> Result<()>;
    /// Ends a generation's wrapping for ever. [`StoreErrorKind::Conflict`] where it is its policy's newest or something is wrapped under it.
    fn retire_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<()>;
    /// Removes the wraps (overwritten) of a retired generation, unless a look at every scope key finds some that are wrapped under it:
    /// returns how many, and has changed nothing unless that is 0. [`StoreErrorKind::Conflict`] where it is not retired.
    fn destroy_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<u64>;
    /// Sets or removes the assignment.
    fn set_assignment(&mut self, policy_no: Option<i64>, at: i64) -> Result<()>;

    /// Inserts a scope and returns its row number.
    fn insert_scope(&mut self, scope: &Scope) -> Result<i64>;
    /// Inserts a mailbox with its scope and returns their row number. [`StoreErrorKind::Conflict`] names the identity that is taken.
    fn insert_mailbox(&mut self, mailbox: &Mailbox) -> Result<i64>;
    /// Overwrites a mailbox by row number.
    fn update_mailbox(&mut self, mailbox: &Mailbox) -> Result<()>;
    /// Looks whether a generation may wrap scope keys, and lets this change write such wraps. [`StoreErrorKind::Retired`] where it may
    /// not: the caller reads the policy again. [`StoreErrorKind::WrapLimit`] where it has wrapped too often.
    fn admit(&mut self, policy_no: i64, generation: u32) -> Result<LiveGeneration>;
    /// Inserts a scope key under the generation that was admitted; counts one wrap of it.
    fn insert_scope_wrap(&mut self, live: &LiveGeneration, wrap: &ScopeWrap) -> Result<()>;
    /// Overwrites scope keys in place by wraps under the generation that was admitted, each only where policy and generation are still
    /// as in its first element; counts the wraps made. Returns how many were overwritten; the caller reads the others again.
    fn update_scope_wraps(&mut self, live: &LiveGeneration, changes: &[(ScopeWrap, ScopeWrap)]) -> Result<u64>;
    /// Adds scopes to those that wait to be rewrapped one by one.
    fn add_pending_scopes(&mut self, scopes: &[i64]) -> Result<()>;
    /// Removes them.
    fn remove_pending_scopes(&mut self, scopes: &[i64]) -> Result<()>;

    /// Inserts an item and returns its row number.
    fn insert_item(&mut self, item: &Item) -> Result<i64>;

    /// Inserts a job and returns its row number.
    fn insert_job(&mut self, job: &Job) -> Result<i64>;
    /// Overwrites a job by row number.
    fn update_job(&mut self, job: &Job) -> Result<()>;
    /// Notes what a job went past; what was noted of the same scope key is overwritten.
    fn add_job_failures(&mut self, job_no: i64, failures: &[JobFailure]) -> Result<()>;
    /// Forgets what a job went past.
    fn clear_job_failures(&mut self, job_no: i64) -> Result<()>;
    /// Inserts an intent and returns its row number.
    fn insert_intent(&mut self, intent: &Intent) -> Result<i64>;
    /// Removes an intent.
    fn remove_intent(&mut self, no: i64) -> Result<()>;

    /// Appends a record whose sequence and link follow the last one's. [`StoreErrorKind::Conflict`] if they do not.
    fn append_audit(&mut self, row: &AuditRow) -> Result<()>;
    /// Inserts or overwrites, by the vault's id, how a vault's file is.
    fn set_vault_pin(&mut self, pin: &VaultPin) -> Result<()>;
    /// Inserts or overwrites a directory entry.
    fn put_directory(&mut self, entry: &DirectoryEntry) -> Result<()>;
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

fn settle<T, E: From<StoreError>>(outcome: Option<std::result::Result<T, E>>, store: Result<()>) -> std::result::Result<T, E> {
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
        let store = self.read(&mut |reader| {
            let result = work(reader);
            let failed = result.is_err();
            outcome = Some(result);
            if failed { Err(abandoned()) } else { Ok(()) }
        });
        settle(outcome, store)
    }

    fn commit<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut dyn Writer) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut outcome = None;
        let store = self.change(&mut |writer| {
            let result = work(writer);
            let failed = result.is_err();
            outcome = Some(result);
            if failed { Err(abandoned()) } else { Ok(()) }
        });
        settle(outcome, store)
    }
}
