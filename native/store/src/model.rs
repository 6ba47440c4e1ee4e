//! The rows of a tenant's state, as the engine sees them. Times are Unix seconds in UTC; GUIDs are
//! [`uuid::Uuid`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::numbered::numbered;
pub use crate::purge::{Agreement, Fingerprint, Purge, PurgeDocument, PurgeStage};

/// Whether a tenant is for rehearsing (embedded vaults, movable clock, faults) or for real data.
/// Chosen at creation, forever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TenantMode {
    /// May move its clock and break its vaults.
    Rehearsal,
    /// May not.
    Production,
}

numbered!(TenantMode { Rehearsal = 0, Production = 1 });

/// The one row that says what tenant this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantRow {
    /// The tenant's id, also its directory (Entra) tenant id.
    pub id: Uuid,
    /// Its name, such as `contoso`.
    pub name: String,
    /// Rehearsal or production.
    pub mode: TenantMode,
    /// When it was made.
    pub created: i64,
}

/// A setting that every process obeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Something remembered that protects nothing, such as who signed in last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its name.
    pub name: String,
    /// Its text.
    pub value: String,
}

/// Which multi-workload policy is assigned to the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// The policy's row number, if one is assigned.
    pub policy_no: Option<i64>,
    /// Since when.
    pub at: i64,
}

/// A row that carries a code, and the number of the audit record that last changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded<T> {
    /// The row.
    pub row: T,
    /// The record's number.
    pub record: i64,
}

/// Every authenticated row of a tenant but its mailboxes, which come in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedRows {
    /// The tenant.
    pub tenant: Recorded<TenantRow>,
    /// All settings, by name.
    pub settings: Vec<Recorded<Setting>>,
    /// All policies, by number.
    pub policies: Vec<Recorded<Policy>>,
    /// All generations, by policy and number.
    pub generations: Vec<Recorded<Generation>>,
    /// The assignment.
    pub assignment: Recorded<Assignment>,
    /// All geos, by number.
    pub geos: Vec<Recorded<Geo>>,
}

/// What a policy covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyKind {
    /// The service-managed floor on which everything starts. One per tenant, made with it.
    Service,
    /// A multi-workload data encryption policy.
    MultiWorkload,
    /// A mailbox data encryption policy.
    Mailbox,
    /// The data encryption policy of a SharePoint geo.
    SharePoint,
}

numbered!(PolicyKind { Service = 0, MultiWorkload = 1, Mailbox = 2, SharePoint = 3 });

impl PolicyKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::Service, Self::MultiWorkload, Self::Mailbox, Self::SharePoint];
    /// Those with root keys of the customer's.
    pub const CUSTOMER: [Self; 3] = [Self::MultiWorkload, Self::Mailbox, Self::SharePoint];
}

/// A data encryption policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Row number; 0 before it is inserted.
    pub no: i64,
    /// The policy's own GUID; it never changes.
    pub guid: Uuid,
    /// What it covers.
    pub kind: PolicyKind,
    /// Its name, unique by [`crate::name_key`] among policies of its kind.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Whether it may be assigned.
    pub enabled: bool,
    /// The key URIs it was made with, as given. Empty for the service policy.
    pub key_uris: Vec<String>,
    /// The newest generation's number, from 1.
    pub generation: u32,
    /// When it was first assigned to anything; until then its state is PendingActivation (rule
    /// 4.2.2).
    pub activated: Option<i64>,
    /// When it was made.
    pub created: i64,
    /// When it was last changed.
    pub changed: i64,
    /// How far the purge of its data has come, once that was asked for.
    pub purge: Option<Box<Purge>>,
}

impl Policy {
    /// Whether a purge has deleted it: nobody finds it any more, and nothing below it opens.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.purge.as_ref().is_some_and(|purge| purge.stage >= PurgeStage::Deleted)
    }
}

/// One generation of a policy key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// The policy's row number.
    pub policy_no: i64,
    /// From 1, growing by 1.
    pub number: u32,
    /// What `Get-MailboxStatistics` shows as DataEncryptionPolicyID.
    pub guid: Uuid,
    /// Commitment to the policy key, checked after every unwrap.
    pub commitment: [u8; 32],
    /// When it was made.
    pub created: i64,
    /// Since when nothing may be wrapped under it: nothing was, and it is not the newest.
    pub retired: Option<i64>,
    /// When its wraps were removed, some time after it was retired and once it was proved again
    /// that nothing depends on them.
    pub destroyed: Option<i64>,
}

/// Which wrap of a policy key this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WrapSlot {
    /// Under the service root.
    ServiceRoot,
    /// Under the first customer key.
    First,
    /// Under the second customer key.
    Second,
    /// Under the availability key.
    Availability,
}

// These stand in associated data too.
numbered!(WrapSlot { ServiceRoot = 0, First = 1, Second = 2, Availability = 3 });

/// One wrap of a generation's policy key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWrap {
    /// The policy's row number.
    pub policy_no: i64,
    /// The generation's number.
    pub generation: u32,
    /// Which wrap.
    pub slot: WrapSlot,
    /// The root key's URI with version; empty for the service root and the availability key.
    pub key_uri: String,
    /// The wrap algorithm, such as `RSA-OAEP-256`.
    pub algorithm: String,
    /// The seed as the root wrapped it; empty where there is no seed.
    pub seed: Vec<u8>,
    /// The policy key, sealed.
    pub sealed_key: Vec<u8>,
}

/// What a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    /// A mailbox or mail user; one key.
    Mailbox,
    /// A named workload of the tenant; a list of keys.
    Workload,
    /// A scope that a program named.
    Application,
    /// A site; one key.
    Site,
}

numbered!(ScopeKind { Mailbox = 0, Workload = 1, Application = 2, Site = 3 });

/// A mailbox, workload, application scope or site: what data keys hang below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Row number; 0 before it is inserted.
    pub no: i64,
    /// GUID, part of every sealed object's header.
    pub guid: Uuid,
    /// What it is.
    pub kind: ScopeKind,
    /// Its name, unique by [`crate::name_key`] among scopes of its kind.
    pub name: String,
    /// When it was made.
    pub created: i64,
}

/// One key of a scope, wrapped under one generation of one policy. Only the newest version seals;
/// older ones still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeWrap {
    /// The scope's row number.
    pub scope_no: i64,
    /// The scope's GUID, to which the wrap is bound.
    pub scope: Uuid,
    /// What the scope is, by which wraps are counted.
    pub kind: ScopeKind,
    /// The scope key's version, from 1.
    pub version: u32,
    /// The policy whose key wraps it.
    pub policy_no: i64,
    /// That policy key's generation.
    pub generation: u32,
    /// The wrapped scope key.
    pub wrap: Vec<u8>,
}

/// How many keys of scopes of one kind are wrapped under one generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyCount {
    /// The policy's row number.
    pub policy_no: i64,
    /// The generation's number.
    pub generation: u32,
    /// What the scopes are.
    pub kind: ScopeKind,
    /// How many keys; never 0.
    pub keys: u64,
}

/// A backup of the tenant that may be restored one day, and needs key versions then which nothing
/// else may need any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The id that both of its files name.
    pub guid: Uuid,
    /// The main file, as its path was when it was written.
    pub output: String,
    /// The file of secrets, likewise.
    pub secrets: String,
    /// When it was made.
    pub at: i64,
    /// The key versions that it needs.
    pub keys: Vec<BackupKey>,
}

/// A root key's version that a backup needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupKey {
    /// The row number of the policy whose key it wraps.
    pub policy_no: i64,
    /// The generation's number.
    pub generation: u32,
    /// Which of its customer keys.
    pub slot: WrapSlot,
    /// The key's URI with version.
    pub key_uri: String,
    /// How many keys of scopes in the backup are wrapped under that generation.
    pub keys: u64,
}

/// A SharePoint geo: sites that one policy protects (rule 1.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Geo {
    /// Row number; 0 before it is inserted.
    pub no: i64,
    /// Its id.
    pub guid: Uuid,
    /// Its name, unique by [`crate::name_key`].
    pub name: String,
    /// The URL of its admin site, unique by [`crate::name_key`].
    pub admin_url: String,
    /// The policy that is registered for it, if one is.
    pub policy_no: Option<i64>,
    /// When it was made.
    pub created: i64,
    /// When its recovery mode was asked for, until that ends.
    pub recovery: Option<i64>,
}

/// Which sites are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SitesAmong {
    /// All of them.
    All,
    /// Those that are not deleted.
    InUse,
    /// Those that are deleted and can be restored.
    Deleted,
}

/// A site. Its scope has the same row number, its URL as name and the same GUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Row number of site and scope; 0 before it is inserted.
    pub no: i64,
    /// The scope's GUID.
    pub guid: Uuid,
    /// Its URL, unique by [`crate::name_key`].
    pub url: String,
    /// The row number of its geo.
    pub geo_no: i64,
    /// When it was made.
    pub created: i64,
    /// When it was deleted, if it is. Nobody reads it then, no job moves its key, and its URL stays
    /// its own.
    pub deleted: Option<i64>,
}

/// A part of a file in a site, sealed under a key of its own (rule 2.3). Its bytes are in the
/// content store; the wrapped key is here, apart from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Its place among the chunks of its file, from 0.
    pub position: u32,
    /// Where its plaintext begins in the file.
    pub start: u64,
    /// How long its plaintext is.
    pub size: u64,
    /// Where it begins in its object.
    pub place: u64,
    /// How long it is there.
    pub sealed: u64,
    /// Its data key, wrapped under the site key.
    pub key: Vec<u8>,
    /// Its object in the content store, where it is not that of the item's id: a later write of a
    /// part of the file made it.
    pub object: Option<Uuid>,
}

/// The key pair of the SharePoint service installation, sealed under the secret that its id names:
/// the availability key of every SharePoint policy (rules 2.3 and 2.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationKey {
    /// Names the secret.
    pub guid: Uuid,
    /// The private key, sealed.
    pub sealed: Vec<u8>,
}

/// A mailbox or mail user. Its scope has the same row number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Row number of mailbox and scope; 0 before it is inserted.
    pub no: i64,
    /// ExchangeGuid, and the scope's GUID.
    pub guid: Uuid,
    /// Unique by [`crate::name_key`].
    pub name: String,
    /// Unique by [`crate::name_key`].
    pub alias: String,
    /// Unique by [`crate::name_key`].
    pub user_principal_name: String,
    /// Primary SMTP address; external address of a mail user. Unique by [`crate::name_key`], unless
    /// it is empty.
    pub smtp_address: String,
    /// Shown; not unique.
    pub display_name: String,
    /// `UserMailbox`, `SharedMailbox` or `MailUser`.
    pub recipient_type: String,
    /// The mailbox policy it carries, if any.
    pub policy_no: Option<i64>,
    /// When it was made.
    pub created: i64,
    /// When it was last changed.
    pub changed: i64,
    /// Since when it is on litigation hold, if it is.
    pub held: Option<i64>,
    /// How it was taken from its user, if it was. Its key stays where it was then (rule 4.3.15).
    pub removed: Option<Removed>,
}

/// How a mailbox was taken from its user, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// How.
    pub how: Removal,
    /// When, Unix seconds.
    pub at: i64,
}

/// How a mailbox was taken from its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Removal {
    /// It was deleted, and can be recovered for a time.
    SoftDeleted,
    /// It was deleted while a hold was on it: it is kept as long as the hold.
    Inactive,
    /// It was disconnected from its account, and can be recovered for a time.
    Disconnected,
    /// Its destruction has begun, and has to be ended.
    Destroying,
}

numbered!(Removal { SoftDeleted = 1, Inactive = 2, Disconnected = 3, Destroying = 4 });

impl Removal {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SoftDeleted => "SoftDeleted",
            Self::Inactive => "Inactive",
            Self::Disconnected => "Disconnected",
            Self::Destroying => "Destroying",
        }
    }
}

/// How many keys under one generation are of mailboxes that were removed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedCount {
    /// The policy's row number.
    pub policy_no: i64,
    /// The generation's number.
    pub generation: u32,
    /// How the mailboxes were removed.
    pub how: Removal,
    /// How many keys; never 0.
    pub keys: u64,
}

/// A mailbox together with where its key stands, as listings need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxStatus {
    /// The mailbox.
    pub mailbox: Mailbox,
    /// The policy whose key wraps the mailbox key now.
    pub wrapped_by: i64,
    /// The generation of that policy's key.
    pub generation: u32,
    /// Number of sealed items.
    pub items: u64,
    /// Their plaintext size in bytes.
    pub bytes: u64,
}

/// Mailboxes by whether they were removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Among {
    /// Those in use.
    #[default]
    InUse,
    /// Those in use, and those that are inactive.
    WithInactive,
    /// Those that are inactive.
    Inactive,
    /// All that were removed, in whatever way.
    Removed,
}

/// Conditions on a listing of mailboxes; each `None` is no condition. Text conditions are compared
/// by [`crate::name_key`].
#[derive(Debug, Clone, Default)]
pub struct MailboxQuery {
    /// Only these recipient types (`UserMailbox`, `SharedMailbox`, `MailUser`); empty: all.
    pub recipient_types: Vec<String>,
    /// Only mailboxes that carry this mailbox policy.
    pub policy_no: Option<i64>,
    /// Name, alias, display name or an address begins with this (ambiguous name resolution).
    pub begins_with: Option<String>,
    /// Which of them, by whether they were removed.
    pub among: Among,
    /// Only row numbers above this one.
    pub after: i64,
    /// At most so many; at most 1000 are ever returned.
    pub limit: u32,
}

/// One sealed item of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Row number; 0 before it is inserted.
    pub no: i64,
    /// The item's id, part of its encryption context.
    pub id: Uuid,
    /// The scope it is in.
    pub scope_no: i64,
    /// The version of the scope key that sealed it.
    pub key_version: u32,
    /// Plaintext size in bytes.
    pub size: u64,
    /// The file name or other name it was imported with.
    pub name: String,
    /// When it was stored.
    pub created: i64,
    /// The sealed bytes, for small items; `None` when they are in the content store under `id`.
    pub sealed: Option<Vec<u8>>,
}

/// An item and the beginning of its object, for checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemHead {
    /// The item, without its sealed bytes.
    pub item: Item,
    /// The GUID of its scope.
    pub scope: Uuid,
    /// The name of its scope.
    pub scope_name: String,
    /// Whether its scope has a key of the item's key version.
    pub has_key: bool,
    /// Where its object is.
    pub object: ObjectHead,
}

impl ItemHead {
    /// What findings call it.
    #[must_use]
    pub fn title(&self) -> String {
        format!("item {} of '{}'", self.item.id, self.scope_name)
    }
}

/// Where an item's object is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectHead {
    /// In the state.
    Here {
        /// Its first bytes, at most [`ObjectHead::LEN`].
        bytes: Vec<u8>,
        /// Its length in bytes.
        length: u64,
    },
    /// In the content store, under the item's id.
    Outside,
    /// Nowhere: it should be in the state.
    Missing,
}

impl ObjectHead {
    /// How much of an object is read, in bytes: its header.
    pub const LEN: u32 = 144;
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Has work left.
    Open,
    /// Finished.
    Completed,
    /// Finished but for what its [`JobFailure`]s name.
    CompletedWithErrors,
    /// Has a step left that waits for `due`. Nobody waits for it: it is no open work.
    Scheduled,
}

// 2 was that of jobs which gave up, in an earlier version.
numbered!(JobState { Open = 0, Completed = 1, CompletedWithErrors = 3, Scheduled = 4 });

/// A persistent job of small idempotent steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Row number; 0 before it is inserted.
    pub no: i64,
    /// Its id.
    pub guid: Uuid,
    /// What it does: `RewrapPolicy`, `RewrapAssignment`, `RewrapScopes`, `DestroyWraps`, ...
    pub kind: String,
    /// What it does it to, as JSON.
    pub subject: String,
    /// Where it stands.
    pub state: JobState,
    /// The last row that is done.
    pub cursor: i64,
    /// Steps done, in scopes.
    pub done: u64,
    /// Steps in all, in scopes, as counted at the start.
    pub total: u64,
    /// Why it failed or waits.
    pub problem: Option<String>,
    /// Who works on it (a random id per open tenant), until `lease_until`.
    pub owner: Option<Uuid>,
    /// Real time, Unix milliseconds; not the rehearsal's clock.
    pub lease_until: i64,
    /// Not to be begun earlier: real time, Unix milliseconds, where the state is
    /// [`JobState::Scheduled`]; 0 otherwise.
    pub due: i64,
    /// When it was made.
    pub created: i64,
    /// When it last moved.
    pub changed: i64,
}

/// A scope key that a job could not rewrap and went past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFailure {
    /// The scope's row number.
    pub scope_no: i64,
    /// The scope key's version.
    pub version: u32,
    /// Why not.
    pub problem: String,
}

/// A change that crosses stores and is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Row number; 0 before it is inserted.
    pub no: i64,
    /// What was intended: `CreatePolicy`, `CreateItem`, ...
    pub kind: String,
    /// Its details, as JSON.
    pub subject: String,
    /// Who intended it (a random id per open tenant).
    pub owner: Uuid,
}

/// One record of the audit chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// From 1, without gaps.
    pub sequence: i64,
    /// When.
    pub at: i64,
    /// What, as canonical JSON.
    pub body: String,
    /// MAC over the previous record's MAC, the sequence, the time and the body.
    pub mac: [u8; 32],
    /// [`crate::audit_link`] to the previous record's.
    pub link: [u8; 32],
}

/// How the file of a vault was when it was last recorded. Kept for removed vaults too, so that none
/// of them comes back with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultPin {
    /// The vault's id.
    pub vault: [u8; 16],
    /// Its lower-case name. At most one vault of a name is not removed.
    pub name: String,
    /// The generation of its file.
    pub generation: u64,
    /// The number of the last record of its log.
    pub sequence: u64,
    /// The tag of that record.
    pub tag: [u8; 32],
    /// Whether it was removed for good.
    pub removed: bool,
}

/// What a directory entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DirectoryKind {
    /// A person.
    User,
    /// An application's identity.
    ServicePrincipal,
    /// An Azure subscription.
    Subscription,
    /// An Azure resource group; its name is `subscription/group`.
    ResourceGroup,
}

numbered!(DirectoryKind { User = 0, ServicePrincipal = 1, Subscription = 2, ResourceGroup = 3 });

/// A person, service principal, subscription or resource group that the local tenant knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// What it is.
    pub kind: DirectoryKind,
    /// Its id (object id, subscription id; `subscription/group` for a resource group), unique by
    /// [`crate::name_key`] within its kind.
    pub id: String,
    /// The other name it is known by (user principal name, application id, subscription name),
    /// unique in the same way; may be empty.
    pub name: String,
    /// Everything else, as JSON.
    pub body: String,
}

/// What a check of a store found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreCheck {
    /// The check's name.
    pub check: String,
    /// Whether all is well.
    pub passed: bool,
    /// How many things were looked at.
    pub count: u64,
    /// What is wrong, empty if nothing is.
    pub detail: String,
}
