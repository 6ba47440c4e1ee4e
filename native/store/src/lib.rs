//! Where state lives: state, content and secrets, a trait each.
//!
//! * [`State`]: the tenant's metadata. A trait of domain operations, not of tables: one transaction per change.
//! * [`ContentStore`]: sealed objects too large for the database.
//! * [`SecretStore`]: availability keys, erasure keys, the service root and the audit keys, apart from state and vaults.

mod content;
mod error;
mod files;
pub mod model;
mod names;
mod network;
mod secrets;
mod sqlite;
mod state;

pub use content::{ContentStore, ReadAt};
pub use error::{StoreError, StoreErrorKind};
pub use names::name_key;
pub use secrets::{SecretName, SecretStore};
pub use sqlite::{SqliteState, StateOptions};
pub use state::{Reader, State, StateExt, Writer};
