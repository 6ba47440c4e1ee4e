//! Where root keys live: one trait, and the embedded vault.

mod caller;
mod encoding;
mod error;
mod fault;
mod key;
mod permission;
mod uri;
mod vault;
mod wait;
mod words;

pub use caller::{Caller, Clock, SystemClock};
pub use error::{FailureClass, VaultError, VaultErrorKind};
pub use fault::Fault;
pub use key::{DeletedKey, KeyAttributes, KeyDescription, KeyOp, KeyType, KeyUpdate, NewKey, PublicKey, RecoveryLevel, Tags};
pub use permission::{AccessPolicy, KeyPermission};
pub use uri::KeyUri;
pub use vault::{Bypass, DefaultAction, DeletedVault, NetworkRules, NewVault, Sku, VaultDescription, VaultUpdate};
pub use wait::{CancelToken, Cancelled, Wait};
