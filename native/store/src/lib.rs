//! Where state lives: state, content and secrets, a trait each.
//!
//! * [`State`]: the tenant's metadata. A trait of domain operations, not of tables: one transaction
//!   per change.
//! * [`ContentStore`]: sealed objects too large for the database.
//! * [`SecretStore`]: availability keys, erasure keys, the service root and the audit keys, apart
//!   from state and vaults; [`AuditCounter`]: beside them, where the audit log stood.
//!
//! [`SqliteState`], [`FolderContent`] and [`FolderSecrets`] keep them in one folder on a local
//! disk. The feature `conformance` holds the rules for any other backend, [`protocol`] those by
//! which generations of keys come and go.

mod audit_link;
mod authenticated;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod content;
mod counter;
mod error;
mod files;
mod folder_content;
mod folder_secrets;
mod live;
pub mod model;
mod names;
mod network;
mod numbered;
pub mod protocol;
mod purge;
mod row_key;
mod secrets;
mod sqlite;
pub mod state;

pub use audit_link::audit_link;
pub use content::{ContentStore, ReadAt};
pub use counter::{AuditCounter, AuditMark, NextMark};
pub use error::{StoreError, StoreErrorKind};
pub use folder_content::FolderContent;
pub use folder_secrets::{
    FolderSecrets, MasterKey, SecretFile, SecretsBackup, make_key_file, read_key_file,
};
pub use live::LiveGeneration;
pub use names::name_key;
pub use network::refuse_long;
pub use row_key::RowKey;
pub use secrets::{SecretName, SecretStore};
pub use sqlite::{FORMAT_VERSION, SqliteState, StateOptions, copy_before};
pub use state::{Reader, State, StateExt, Writer};
