//! What can go wrong in a store, as one enum that every backend maps its own errors to.

/// The kind of a [`StoreError`]. Its name is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// Another process holds the store longer than the time limit of a write (30 s).
    Busy,
    /// The disk, the quota or the database's page limit is full. The change was not made; those before it stay.
    Full,
    /// The folder or file cannot be written. The change was not made; those before it stay.
    ReadOnly,
    /// The store's bytes are not what was written.
    Damaged,
    /// The folder is on a file system without reliable locks (NFS, SMB, FUSE over a network).
    NetworkFileSystem,
    /// The path of the database leads there only in the long form of Windows, in which locks between
    /// threads get lost.
    LongPath,
    /// The store was written by a newer version of this library.
    NewerFormat,
    /// A row with this unique name or number exists, or the row was changed by somebody else since
    /// it was read.
    Conflict,
    /// A scope key was to be wrapped under a generation that wraps no more. Read the policy again.
    Retired,
    /// A generation has wrapped as many scope keys as it may (2^31).
    WrapLimit,
    /// Something that was expected is not there.
    NotFound,
    /// Another file has the place of the one that was opened, or none has. Nothing was changed in
    /// either.
    Replaced,
    /// The passphrase or master key given does not open the secret store.
    WrongMasterKey,
    /// Another error of the operating system.
    Io,
    /// A change of authenticated rows came without its audit record, or with several. A mistake of
    /// the program; nothing was changed.
    Unrecorded,
    /// The change was given up by the caller; never shown to a user.
    Abandoned,
}

impl StoreErrorKind {
    /// The stable name, as it appears in error ids.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Busy => "StoreBusy",
            Self::Full => "StoreFull",
            Self::ReadOnly => "StoreReadOnly",
            Self::Damaged => "StoreDamaged",
            Self::NetworkFileSystem => "StoreOnNetworkFileSystem",
            Self::LongPath => "StorePathTooLong",
            Self::NewerFormat => "StoreNewerFormat",
            Self::Conflict => "StoreConflict",
            Self::Retired => "PolicyChangedMeanwhile",
            Self::WrapLimit => "WrapLimitReached",
            Self::NotFound => "StoreNotFound",
            Self::Replaced => "TenantReplaced",
            Self::WrongMasterKey => "StoreWrongMasterKey",
            Self::Io => "StoreInputOutput",
            Self::Unrecorded => "StoreUnrecorded",
            Self::Abandoned => "StoreAbandoned",
        }
    }
}

/// An error of a store: what happened, to which object, and what to do.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    /// The kind, by which callers decide.
    pub kind: StoreErrorKind,
    /// What happened, in one sentence that names the object. Never holds a secret.
    pub message: String,
    /// The file, row or name it happened to.
    pub target: String,
    /// What to do about it.
    pub fix: String,
}

impl StoreError {
    /// An error of `kind` that happened to `target`.
    pub fn new(
        kind: StoreErrorKind,
        target: impl Into<String>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self { kind, target: target.into(), message: message.into(), fix: fix.into() }
    }
}
