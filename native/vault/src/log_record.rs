//! What the log of a vault holds.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One operation on a vault or its keys, as the vault's own log holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRecord {
    /// Its number; the first is 1.
    pub sequence: u64,
    /// When, unix seconds by the injected clock.
    pub at: i64,
    /// Who: the caller's name.
    pub actor: String,
    /// Who: the caller's object id.
    pub actor_id: String,
    /// What: a name in the field, such as `CreateKey`.
    pub operation: String,
    /// To what: the URI of the vault or key.
    pub object: String,
    /// What it was set to; empty where the operation says all.
    pub detail: String,
    /// The operation or request that caused it, for the use of a key where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Uuid>,
}
