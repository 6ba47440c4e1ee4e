//! Who asks which vault for what.

use ckey_engine::Tenant;
use ckey_vault::Caller;
use uuid::Uuid;

/// Who asks which vault, by which host.
pub(crate) struct Asked<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) caller: &'a Caller,
    pub(crate) vault: &'a str,
    pub(crate) host: &'a str,
    /// What the client calls its request, where that is a GUID.
    pub(crate) request: Option<Uuid>,
}
